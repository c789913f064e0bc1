"""Sayings become statements: who says so, as what, of which reports and fields."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recount.extraction.phrases import left_edge
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt
from recount.nouns import (
    Report,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Statement,
    StatementSpans,
    Tally,
    spans_in,
    statement_id,
)

__all__ = ["statements_of"]

_METHOD = "statements.rules/1"
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who"})
_LEADING = frozenset(
    {
        "but",
        "and",
        "however",
        "meanwhile",
        "also",
        "earlier",
        "later",
        "then",
        "so",
        "while",
        "still",
        ",",
        "in",
        "separately",
    }
)
_GROUPS = frozenset(
    {
        "group",
        "movement",
        "organisation",
        "organization",
        "militia",
        "militants",
        "rebels",
        "faction",
        "party",
        "alliance",
    }
)
_FIELDS = ("when", "where", "perpetrators", "targets", "weapons", "casualties", "munitions")


class _Voice(NamedTuple):
    speaker: Speaker
    source: Span | None
    via: str | None
    of_state: bool = False
    """The speaker is a state's forces."""


def statements_of(
    sheet: Sheet, speech: Sequence[SpeechAt], reports: Sequence[Report], tallies: Sequence[Tally]
) -> tuple[Statement, ...]:
    """Return one statement for each saying, in order."""
    voices: list[_Voice] = []
    statements: list[Statement] = []
    for position, saying in enumerate(speech):
        voice = _voice(sheet, saying, voices, speech[:position])
        voices.append(voice)
        statement = _statement(sheet, saying, voice, reports, tallies)
        if all(statement.id != other.id for other in statements):
            statements.append(statement)
    return tuple(statements)


def _statement(
    sheet: Sheet, saying: SpeechAt, voice: _Voice, reports: Sequence[Report], tallies: Sequence[Tally]
) -> Statement:
    content = sheet.span(*saying.content)
    cue = sheet.span(*saying.cue) if saying.cue else None
    told = [report for report in reports if any(content.overlaps(span) for span in _telling_spans(report))]
    counted = [tally for tally in tallies if any(content.overlaps(span) for span in tally.spans)]
    if not told and saying.stance == "accuses":
        told = [report for report in reports if any(content.overlaps(span) for span in spans_in(report.perpetrators))]
    told = told or ([] if counted else _told_beside(sheet, saying, reports) or _on_its_doers(sheet, saying, reports))
    return Statement(
        id=statement_id(sheet.article.id, content, cue),
        speaker=voice.speaker,
        via=voice.via,
        cue=cue.quote if cue else None,
        stance=_stance(saying, voice.speaker, content, told, of_state=voice.of_state),
        about=tuple([report.id for report in told] + [tally.id for tally in counted]),
        fields=tuple(dict.fromkeys(_fields(content, told))),
        spans=StatementSpans(
            source=(voice.source,) if voice.source else (),
            cue=(cue,) if cue else (),
            content=(content,),
        ),
        method=_METHOD,
    )


def _told_beside(sheet: Sheet, saying: SpeechAt, reports: Sequence[Report]) -> list[Report]:
    """Return the happening told just before that a saying without an act of its own speaks of.

    So does a quotation right after it in its paragraph, and a denial or a charge up to three sentences on.
    """
    answers = saying.stance in {"denies", "accuses", "confirms"} or bool(
        saying.cue and sheet.lexicon.responsibility.at(sheet.tokens, saying.cue.first)
    )
    for before in range(saying.sentence - 1, max(saying.sentence - (4 if answers else 2), -1), -1):
        same = sheet.paragraph_of(before) == sheet.paragraph_of(saying.sentence)
        if not (answers or (saying.quoted and same)):
            return []
        sentence = sheet.span(*sheet.sentences[before])
        told = [report for report in reports if any(sentence.overlaps(span) for span in report.spans)]
        if told:
            return told
    return []


def _on_its_doers(sheet: Sheet, saying: SpeechAt, reports: Sequence[Report]) -> list[Report]:
    """Return the happening told up to two sentences before, in the paragraph, whose party a saying speaks of."""
    content = saying.content
    named = {_plain(item.actor.name) for item in sheet.actors if content.first <= item.first < content.end}
    named |= {
        _plain(sheet.words(item.first, item.end)) for item in sheet.actors if content.first <= item.first < content.end
    }
    doers = any(
        found.payload[0].group_kind == "perpetrator"
        for found in sheet.lexicon.people.find(sheet.tokens, content.first, content.end)
    )
    for before in range(saying.sentence - 1, max(saying.sentence - 3, -1), -1):
        if sheet.paragraph_of(before) != sheet.paragraph_of(saying.sentence):
            return []
        sentence = sheet.span(*sheet.sentences[before])
        for report in reports:
            parties = [_plain(party.name) for party in (*report.perpetrators, *report.targets)]
            if any(sentence.overlaps(span) for span in report.spans) and (
                doers or any(name in party or party in name for name in named for party in parties)
            ):
                return [report]
    return []


def _telling_spans(report: Report) -> Iterator[Span]:
    yield from report.spans
    for name in ("casualties", "munitions", "weapons"):
        yield from spans_in(getattr(report, name))


def _fields(content: Span, reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        for name in _FIELDS:
            if any(content.overlaps(span) for span in spans_in(getattr(report, name))):
                yield name


def _stance(saying: SpeechAt, speaker: Speaker, content: Span, reports: Sequence[Report], *, of_state: bool) -> Stance:
    """Return the stance: a party on its own deed claims; an armed party on another's deed accuses."""
    if saying.stance not in {"reports", "claims", "confirms"} or not reports:
        return saying.stance
    own = any(_is_doer(speaker, report, of_state) for report in reports)
    if own and saying.stance != "confirms":
        return "claims"
    if speaker.kind == "party to the conflict" and all(report.modality == "foiled" for report in reports):
        # Whoever fights and says that an attack was stopped speaks of its own success.
        return "claims" if saying.stance == "reports" else saying.stance
    doers = any(content.overlaps(span) for report in reports for span in spans_in(report.perpetrators))
    if speaker.kind == "party to the conflict" and doers and not own:
        return "accuses" if saying.stance == "reports" else saying.stance
    return saying.stance


def _is_doer(speaker: Speaker, report: Report, of_state: bool) -> bool:
    """Tell whether a speaker tells of its own deed; "troops" in the text of a state's forces are its own."""
    names = [_plain(name) for name in (speaker.side, speaker.name) if name]
    if of_state and any(party.kind == "state forces" and party.country is None for party in report.perpetrators):
        return True
    return any(
        name in _plain(party.name) or _plain(party.name) in name for party in report.perpetrators for name in names
    )


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").replace("-", " ").strip()


def _voice(sheet: Sheet, saying: SpeechAt, voices: Sequence[_Voice], before: Sequence[SpeechAt]) -> _Voice:
    """Return who speaks: the source's words, or whom its pronoun or its absence points to."""
    source = _trimmed(sheet, saying.source) if saying.source else None
    same_sentence = bool(before) and before[-1].sentence == saying.sentence
    if source is None:
        if voices and (saying.continued or same_sentence or saying.sentence - before[-1].sentence <= 1):
            return voices[-1]
        return _Voice(Speaker(name=None, role=None, kind="outlet"), None, None)
    words = sheet.words(*source)
    span = sheet.span(*source)
    if sheet.lower(source.first) in _PRONOUNS and source.end - source.first == 1:
        earlier = _antecedent(sheet.lower(source.first), voices)
        if earlier:
            return _Voice(earlier.speaker, span, None)
        return _Voice(_named_before(sheet, source.first, words), span, None)
    if _is_stand_in(sheet, source):
        return _Voice(_named_before(sheet, source.first, words), span, None)
    fuller = _by_surname(words, voices)
    if fuller:
        return _Voice(fuller.speaker, span, fuller.via)
    return _Voice(_speaker(sheet, source), span, None, _speaks_for_state(sheet, source))


def _speaks_for_state(sheet: Sheet, source: TokenRange) -> bool:
    return any(
        source.first <= item.first < source.end and item.actor.kind == "state forces" for item in sheet.actors
    ) or any(source.first <= item.first < source.end for item in sheet.states)


def _trimmed(sheet: Sheet, source: TokenRange) -> TokenRange | None:
    first, end = source
    while first < end and (sheet.lower(first) in _LEADING or not sheet.lower(first)[:1].isalnum()):
        first += 1
    while end > first and not sheet.lower(end - 1)[:1].isalnum() and sheet.lower(end - 1) not in {")"}:
        end -= 1
    if sheet.lower(first) in {"an", "a", "the"} and first > source.first:
        # "In an audio message the group said": the message is not the speaker.
        heads = [item.first for item in sheet.actors if first < item.first < end]
        heads += [found.first for found in sheet.lexicon.offices.find(sheet.tokens, first, end)]
        inner = [head for head in heads if sheet.lower(head - 1) in {"the", "a", "an"}]
        first = min(inner) - 1 if inner else first
    for position in range(first, end):
        # "After offering the prayer the officer said": only the last noun phrase is the speaker.
        if sheet.lower(position).endswith("ing") and sheet.is_verb(position):
            offices = sheet.lexicon.offices.find(sheet.tokens, position, end)
            first = next((left_edge(sheet, office.first, position + 1) for office in offices), first)
            break
    for time in sheet.times:
        if time.first == first and time.end < end:
            first = time.end + (1 if sheet.lower(time.end) == "," else 0)
    return TokenRange(first, end) if first < end else None


def _is_stand_in(sheet: Sheet, source: TokenRange) -> bool:
    """Tell whether the words stand for a group named before: "the group", "that movement"."""
    if sheet.lower(source.first) in {"that", "this"}:
        return (
            source.end - source.first == 2
            and sheet.lexicon.stand_ins.at(
                [sheet.tokens[source.first]._replace(lower="the"), sheet.tokens[source.first + 1]], 0
            )
            is not None
        )
    found = sheet.lexicon.stand_ins.at(sheet.tokens, source.first, source.end)
    return found is not None and found.end == source.end and sheet.lower(source.first + 1) in _GROUPS


def _antecedent(pronoun: str, voices: Sequence[_Voice]) -> _Voice | None:
    """Return the last speaker that a pronoun can mean: a person for "he", a group or office for "it"."""
    person = pronoun in {"he", "she"}
    for voice in reversed(voices):
        if voice.speaker.name is None:
            continue
        if person == _is_person(voice.speaker):
            return voice
    return voices[-1] if voices and voices[-1].speaker.name else None


def _is_person(speaker: Speaker) -> bool:
    name = speaker.name or ""
    if " and " in name:
        return False
    return speaker.role is not None or name.split()[0].lower() in {"a", "an", "one"} or _looks_personal(name)


def _looks_personal(name: str) -> bool:
    """Tell whether a name is two to four capitalised words, as people's names are."""
    words = name.split()
    return 2 <= len(words) <= 4 and words[0].lower() != "the" and all(word[0].isupper() for word in words)


def _named_before(sheet: Sheet, position: int, words: str) -> Speaker:
    """Return the actor named last before a pronoun as its speaker."""
    actor = next((actor for actor in reversed(sheet.actors) if actor.end <= position), None)
    if actor is None:
        return Speaker(name=words, kind="other")
    return Speaker(name=sheet.words(actor.first, actor.end), side=actor.actor.name, kind="party to the conflict")


def _by_surname(words: str, voices: Sequence[_Voice]) -> _Voice | None:
    """Return the earlier speaker whose full name ends in these words."""
    if len(words.split()) > 2 or not words[:1].isupper():
        return None
    for voice in voices:
        name = voice.speaker.name or ""
        if name != words and name.split()[-1:] == words.split()[-1:]:
            return voice
    return None


def _speaker(sheet: Sheet, source: TokenRange) -> Speaker:
    words = sheet.words(*source)
    actor = next((actor for actor in sheet.actors if source.first <= actor.first < source.end), None)
    if actor is None and sheet.lower(source.first) in {"its", "their"}:
        # "its spokesman": that of the group named last.
        actor = next((item for item in reversed(sheet.actors) if item.end <= source.first), None)
    kind = _kind(sheet, source, actor_named=actor is not None and actor.actor.kind != "civilians")
    name, role = _name_and_role(sheet, source, words)
    return Speaker(name=name, role=role, side=actor.actor.name if actor else None, kind=kind)


def _kind(sheet: Sheet, source: TokenRange, *, actor_named: bool) -> SpeakerKind:
    if any(True for _ in sheet.lexicon.anonymous.find(sheet.tokens, *source)):
        return "anonymous"
    offices = list(sheet.lexicon.offices.find(sheet.tokens, *source))
    if actor_named:
        return "party to the conflict"
    if offices:
        kinds = [found.payload.speaker_kind for found in offices]
        return next((kind for kind in kinds if kind not in {"other", "official"}), kinds[-1])
    people = next(iter(sheet.lexicon.people.find(sheet.tokens, *source)), None)
    if people and people.payload[0].kind == "civilians":
        return "witness"
    if people and people.payload[0].kind == "state forces":
        return "party to the conflict"
    words = sheet.words(*source)
    named = [
        words,
        *(
            sheet.words(first, first + length)
            for length in (1, 2)
            for first in range(source.first, source.end - length + 1)
        ),
    ]
    return "official" if any(sheet.codebook.countries.metonym(name) for name in named) else "other"


def _name_and_role(sheet: Sheet, source: TokenRange, words: str) -> tuple[str, str | None]:
    """Split "Pentagon spokesperson Sabrina Singh" and "Jon Finer, the deputy adviser" into name and role."""
    comma = next((p for p in range(source.first, source.end) if sheet.lower(p) == ","), None)
    if comma is not None and source.first < comma < source.end - 1:
        before = sheet.words(source.first, comma)
        if sheet.lower(comma + 1).isdigit():
            # "Natalia Shevchenko, 54, a nurse": an age is no role.
            comma = min(comma + 2, source.end - 1)
        after = sheet.words(comma + 1, source.end) if comma + 1 < source.end else None
        if after is None:
            return before, None
        office_first = next(sheet.lexicon.offices.find(sheet.tokens, source.first, comma), None) is not None
        return (after, before) if office_first and after[:1].isupper() else (before, after)
    offices = list(sheet.lexicon.offices.find(sheet.tokens, *source))
    if not offices:
        return words, None
    last = offices[-1]
    rest = range(last.end, source.end)
    if rest and all(
        sheet.tokens[position].text[:1].isupper() or sheet.lower(position) in {"al", "bin", "de", "van", "-"}
        for position in rest
    ):
        return sheet.words(last.end, source.end), sheet.words(source.first, last.end)
    return words, sheet.words(last.first, last.end)
