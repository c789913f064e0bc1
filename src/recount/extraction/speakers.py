"""Who a saying's words for its speaker mean: name, office, side and kind; pronouns point to whom was named before."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from recount.extraction.hearsay import chain_of
from recount.extraction.persons import find_persons
from recount.extraction.phrases import left_edge
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt
from recount.nouns import Span, Speaker, SpeakerKind

__all__ = ["Voice", "voice_of"]

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


# Sentences back to the person whom "he" means.
_PERSON_REACH = 3
# Words from a name to the office set off beside it.
_OFFICE_REACH = 9


class Voice(NamedTuple):
    """Who speaks."""

    speaker: Speaker
    source: Span | None
    via: str | None
    of_state: bool = False
    """The speaker is a state's forces."""


def voice_of(sheet: Sheet, saying: SpeechAt, voices: Sequence[Voice], before: Sequence[SpeechAt]) -> Voice:
    """Return who speaks: the source's words, or whom its pronoun or its absence points to."""
    if _is_impersonal(sheet, saying):
        return Voice(Speaker(name=None, role=None, kind="anonymous"), None, None)
    chain = chain_of(sheet, saying)
    source = _trimmed(sheet, chain.source) if chain.source else None
    voice = _named(sheet, _with_office(sheet, source), voices) if source else _unnamed(saying, voices, before)
    return voice._replace(via=sheet.words(*chain.via)) if chain.via else voice


def _with_office(sheet: Sheet, source: TokenRange) -> TokenRange:
    """Return a name with the office set off beside it: "the governor, Moussa Dembele", or the other way round."""
    first, end = source
    sentence = sheet.sentences[sheet.sentence_of(first)]
    own = list(sheet.lexicon.offices.find(sheet.tokens, first, end))
    if sheet.lower(end) == "," and own and own[-1].end == end:
        stop = end + 1
        while stop < min(end + _OFFICE_REACH, sentence.end) and sheet.tokens[stop].text[:1].isupper():
            stop += 1
        return TokenRange(first, stop) if sheet.lower(stop) == "," and stop > end + 2 else source
    if not sheet.tokens[first].text[:1].isupper() or sheet.lower(first) in sheet.lexicon.determiners | _PRONOUNS:
        return source
    offices = list(sheet.lexicon.offices.find(sheet.tokens, max(sentence.first, first - _OFFICE_REACH), first))
    if sheet.lower(first - 1) == "," and offices and offices[-1].end == first - 1:
        return TokenRange(left_edge(sheet, offices[-1].first, sentence.first), end)
    behind = next(sheet.lexicon.offices.find(sheet.tokens, end + 1, min(end + _OFFICE_REACH, sentence.end)), None)
    if sheet.lower(end) == "," and behind and left_edge(sheet, behind.first, end) == end + 1:
        return TokenRange(first, behind.end)
    return source


def _is_impersonal(sheet: Sheet, saying: SpeechAt) -> bool:
    """Tell whether nobody is named who says it: "it was reported that …"."""
    at = saying.cue.first if saying.cue else 0
    return sheet.lower(at - 2) == "it" and sheet.lower(at - 1) in sheet.lexicon.be


def _unnamed(saying: SpeechAt, voices: Sequence[Voice], before: Sequence[SpeechAt]) -> Voice:
    """Return who speaks where the sentence does not say: who spoke just before, else the outlet."""
    same_sentence = bool(before) and before[-1].sentence == saying.sentence
    if voices and (saying.continued or same_sentence or saying.sentence - before[-1].sentence <= 1):
        return voices[-1]
    return Voice(Speaker(name=None, role=None, kind="outlet"), None, None)


def _named(sheet: Sheet, source: TokenRange, voices: Sequence[Voice]) -> Voice:
    """Return whom the words for a source mean."""
    words, span = sheet.words(*source), sheet.span(*source)
    if sheet.lower(source.first) in _PRONOUNS and source.end - source.first == 1:
        earlier = _antecedent(sheet, source.first, voices)
        return (
            earlier._replace(source=span) if earlier else Voice(_named_before(sheet, source.first, words), span, None)
        )
    earlier = _by_surname(words, voices) or _by_office(sheet, source, voices)
    if earlier:
        return Voice(earlier.speaker, span, None, earlier.of_state)
    if _is_stand_in(sheet, source):
        return Voice(_named_before(sheet, source.first, words), span, None)
    return Voice(_speaker(sheet, source), span, None, _speaks_for_state(sheet, source))


def _by_office(sheet: Sheet, source: TokenRange, voices: Sequence[Voice]) -> Voice | None:
    """Return the speaker that "the source", "the governor", "this ministry" names again; None for another one."""
    if sheet.lower(source.first) not in {"the", "this", "that"} or not 2 <= source.end - source.first <= 3:
        return None
    again = sheet.words(source.first + 1, source.end).lower()
    for voice in reversed(voices):
        told = f"{voice.speaker.role or ''} {voice.speaker.name or ''}".lower()
        if re.search(rf"\b{re.escape(again)}\b", told):
            return voice
    return None


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


def _antecedent(sheet: Sheet, position: int, voices: Sequence[Voice]) -> Voice | None:
    """Return whom a pronoun means: the speaker or person named last for "he", the speaking body last for "it"."""
    pronoun = sheet.lower(position)
    spoken = [voice for voice in voices if voice.speaker.name is not None]
    if pronoun in {"he", "she"}:
        told = next((voice for voice in reversed(spoken) if _is_person(sheet, voice.speaker)), None)
        named = _person_before(sheet, position)
        if named and (told is None or told.source is None or sheet.tokens[named.first].start > told.source.end):
            return Voice(_speaker(sheet, named), None, None, _speaks_for_state(sheet, named))
        return told
    if pronoun == "it":
        told = next((voice for voice in reversed(spoken) if not _is_person(sheet, voice.speaker)), None)
        return told or (spoken[-1] if spoken else None)
    return spoken[-1] if spoken else None


def _is_person(sheet: Sheet, speaker: Speaker) -> bool:
    """Tell whether a speaker is one person: no body, no several people, no listed side."""
    name = speaker.name or ""
    words = re.findall(r"[\w'’-]+", name.split(",")[0].lower())
    head = words[: words.index("of")] if "of" in words[1:] else words
    if not head or " and " in name or name == speaker.side or head[-1] in sheet.lexicon.bodies:
        return False
    several = head[-1].endswith("s") and not _looks_personal(name) and words[0] not in {"a", "an", "one"}
    acronym = len(words) == 1 and name.isupper()
    return not several and not acronym


def _person_before(sheet: Sheet, position: int) -> TokenRange | None:
    """Return the person named last in the sentences before a pronoun: a name in capitals, or "a doctor in Mora"."""
    sentence = sheet.sentence_of(position)
    first = sheet.sentences[max(sentence - _PERSON_REACH, 0)].first
    end = sheet.sentences[sentence].first
    listed = {at for actor in sheet.actors for at in range(actor.first, actor.end)}
    named = [
        item
        for item in find_persons(sheet, listed)
        if first <= item.first and item.end <= end and not _several(sheet, item.end - 1)
    ]
    for index in (sheet.lexicon.offices, sheet.lexicon.people):
        for found in index.find(sheet.tokens, first, end):
            edge = left_edge(sheet, found.first, first)
            if sheet.lower(edge) in {"a", "an", "the", "one"} and not _several(sheet, found.end - 1):
                named.append(TokenRange(edge, found.end))
    return max(named, default=None)


def _several(sheet: Sheet, head: int) -> bool:
    lower = sheet.lower(head)
    return lower in sheet.lexicon.bodies or (lower.endswith("s") and not lower.endswith("ss"))


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


def _by_surname(words: str, voices: Sequence[Voice]) -> Voice | None:
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
    if next(sheet.lexicon.agencies.find(sheet.tokens, *source), None) and not _is_spelt_out(sheet, source):
        return "agency"
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


def _is_spelt_out(sheet: Sheet, source: TokenRange) -> bool:
    """Tell whether initials that an agency and an armed actor share stand for the actor: its name is in the text."""
    actors = [item.actor.name for item in sheet.actors if source.first <= item.first < source.end]
    return any(name.lower() in sheet.article.text.lower() for name in actors)


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
    if (
        rest
        and sheet.lower(last.end) not in sheet.lexicon.prepositions
        and all(
            sheet.tokens[position].text[:1].isupper() or sheet.lower(position) in {"al", "bin", "de", "van", "-"}
            for position in rest
        )
    ):
        return sheet.words(last.end, source.end), sheet.words(source.first, last.end)
    return words, sheet.words(last.first, last.end)
