"""What tells of a saying what stance it takes, what kind of speaker it has, and which happenings it is about."""

import re
from collections.abc import Iterable, Iterator, Sequence

from recount.extraction.sheet import Sheet
from recount.extraction.speakers import Voice
from recount.extraction.speech import SpeechAt
from recount.nouns import Report, Span, Speaker, Stance, Statement, Tally, spans_in

__all__ = [
    "about_clues",
    "is_doer",
    "kind_clues",
    "overlap",
    "plain_name",
    "spoken_of_before",
    "stance_by_rules",
    "stance_clues",
    "telling_spans",
]

_NUMBERED_FIELDS = ("casualties", "munitions", "weapons")
_FAR = 4
_GROUPS = {
    "first person": frozenset({"we", "our", "us", "ours", "i", "my"}),
    "negation": frozenset({"no", "not", "never", "none", "nobody", "nothing", "neither", "without", "nor"}),
    "third person": frozenset({"they", "them", "their", "he", "his", "him"}),
    "future": frozenset({"will", "would", "shall", "may", "might", "could", "until"}),
    "agent": frozenset({"by"}),
}
"""Closed words, which tell the stance by themselves."""
_CLOSED = frozenset(
    {
        "a",
        "an",
        "the",
        "we",
        "our",
        "it",
        "they",
        "he",
        "she",
        "there",
        "no",
        "not",
        "two",
        "three",
        "one",
        "some",
        "this",
    }
)
"""Closed words that a capital begins at the head of a sentence."""
_TOLD_BY_KIND = frozenset({"another side", "own side", "first person", "negation", "act of violence", "says foiled"})
"""Clues that mean another thing from each kind of speaker."""
# Sentences to a speaker's next saying of the same happening.
_REACH = 2


def kind_clues(sheet: Sheet, saying: SpeechAt, voice: Voice) -> dict[str, float]:
    """Return the clues to what kind of speaker speaks."""
    speaker = voice.speaker
    words = _words(sheet, f"{speaker.role or ''} {speaker.name or ''}")
    clues = {f"speaker word {word}": 1.0 for word in words}
    clues[f"rules say {speaker.kind}"] = 1.0
    clues["a side is named"] = float(speaker.side is not None)
    clues["no source"] = float(saying.source is None)
    clues["no cue"] = float(saying.cue is None)
    clues["state forces"] = float(voice.of_state)
    clues["indefinite"] = float(bool(words) and words[0] in {"a", "an", "one", "some", "two", "three", "several"})
    clues["all capitals"] = float(bool(speaker.name and speaker.name.isupper()))
    clues["a name in capitals"] = float(bool(re.fullmatch(r"(?:[A-Z][\w'’-]+ ?){2,4}", speaker.name or "")))
    return {name: value for name, value in clues.items() if value}


def stance_clues(
    sheet: Sheet, saying: SpeechAt, voice: Voice, kind: str, told: Sequence[Report], counted: Sequence[Tally]
) -> dict[str, float]:
    """Return the clues to the stance of a saying of which kind of speaker, about which reports and tallies."""
    contents = tuple(sheet.span(*piece) for piece in (saying.content, *saying.further))
    own = any(is_doer(voice.speaker, report, of_state=voice.of_state) for report in told)
    hit = any(_is_among(voice.speaker, [party.name for party in report.targets]) for report in told)
    doers = any(overlap(contents, spans_in(report.perpetrators)) for report in told)
    figures = any(overlap(contents, spans_in(report.casualties)) for report in told)
    held = {
        f"kind {kind}": 1.0,
        "own deed": float(own),
        "hit itself": float(hit),
        "names the doers": float(doers),
        "gives a toll": float(figures),
        "gives a tally": float(bool(counted)),
        "tells of nothing": float(not told),
        "no cue": float(saying.cue is None),
        "quoted": float(saying.quoted),
        f"{kind}, own deed": float(own),
        f"{kind}, names the doers": float(doers and not own),
        f"{kind}, hit itself": float(hit),
        **{f"modality {report.modality}": 1.0 for report in told},
        **{f"{report.event_type}, own deed": 1.0 for report in told if own},
    }
    held |= dict.fromkeys(_doer_clues(contents, kind, told), 1.0)
    held |= dict.fromkeys(_cue_clues(sheet, saying), 1.0)
    held |= dict.fromkeys(_content_clues(sheet, saying, voice), 1.0)
    held |= {f"{kind}, {name}": value for name, value in held.items() if name in _TOLD_BY_KIND}
    held |= {f"content word {word}": 1.0 for content in contents for word in _words(sheet, content.quote)}
    return {name: value for name, value in held.items() if value}


def stance_by_rules(saying: SpeechAt, voice: Voice, contents: Sequence[Span], reports: Sequence[Report]) -> Stance:
    """Return the stance: a party on its own deed claims; an armed party on another's deed accuses."""
    if saying.stance not in {"reports", "claims", "confirms"} or not reports:
        return saying.stance
    own = any(is_doer(voice.speaker, report, of_state=voice.of_state) for report in reports)
    if own and saying.stance != "confirms":
        return "claims"
    if voice.speaker.kind == "party to the conflict" and all(report.modality == "foiled" for report in reports):
        # Whoever fights and says that an attack was stopped speaks of its own success.
        return "claims" if saying.stance == "reports" else saying.stance
    doers = any(overlap(contents, spans_in(report.perpetrators)) for report in reports)
    if voice.speaker.kind == "party to the conflict" and doers and not own:
        return "accuses" if saying.stance == "reports" else saying.stance
    return saying.stance


def _doer_clues(contents: Sequence[Span], kind: str, told: Sequence[Report]) -> Iterator[str]:
    """Yield of what kind the doers are that the content names; who names one that is known accuses it."""
    for party in (party for report in told for party in report.perpetrators):
        place = "named" if overlap(contents, party.spans) else "elsewhere"
        known = "unknown" if party.kind == "unknown" else "known"
        yield f"doers {known} {place}"
        yield f"doers {party.kind} {place}"
        yield f"{kind}, doers {known} {place}"
    if not any(report.perpetrators for report in told):
        yield "no doers"


def _content_clues(sheet: Sheet, saying: SpeechAt, voice: Voice) -> Iterator[str]:
    """Yield what words of the codebook's lists the content holds, and whose side they name."""
    side = voice.speaker.side
    for piece in (saying.content, *saying.further):
        for index in (sheet.lexicon.modality_before, sheet.lexicon.modality_after):
            for found in index.find(sheet.tokens, *piece):
                yield f"says {found.payload}"
        for act in sheet.lexicon.acts.find(sheet.tokens, *piece):
            yield f"act of {act.payload.act.family}"
        for people in sheet.lexicon.people.find(sheet.tokens, *piece):
            yield f"people {people.payload[0].group_kind}"
        if next(sheet.lexicon.loaded.find(sheet.tokens, *piece), None):
            yield "loaded words"
        if any(piece.first <= weapon.first < piece.end for weapon in sheet.weapons):
            yield "a weapon"
        if any(piece.first <= number.first < piece.end for number in sheet.quantities):
            yield "a number"
        named = {actor.actor.name for actor in sheet.actors if piece.first <= actor.first < piece.end}
        named |= {"a state's forces" for state in sheet.states if piece.first <= state.first < piece.end}
        yield from ("own side" if name == side else "another side" for name in named)
        words = {sheet.lower(at) for at in range(*piece)}
        yield from (name for name, group in _GROUPS.items() if words & group)
        length = piece.end - piece.first
        yield "short" if length < 6 else "long" if length > 30 else "of some words"


def _cue_clues(sheet: Sheet, saying: SpeechAt) -> Iterator[str]:
    if saying.cue is None:
        return
    told: set[str] = {found.payload.stance for found in sheet.lexicon.cues.find(sheet.tokens, *saying.cue)}
    yield from (f"cue {stance}" for stance in sorted(told) or ["unlisted"])
    for at in range(*saying.cue):
        yield f"cue word {sheet.lower(at)}"
    if deed := sheet.lexicon.responsibility.at(sheet.tokens, saying.cue.first):
        yield f"responsibility {deed.payload}"
    before = {sheet.lower(at) for at in range(saying.cue.first - 2, saying.cue.first)}
    if before & {"not", "never", "n't", "no"}:
        yield "cue negated"


def about_clues(
    sheet: Sheet, saying: SpeechAt, voice: Voice, report: Report, reports: Sequence[Report], before: Sequence[str]
) -> dict[str, float]:
    """Return the clues to whether a saying speaks of a report.

    Args:
        sheet: the article.
        saying: one saying.
        voice: its speaker.
        report: one report of the article.
        reports: all of them.
        before: ids of the reports that the speaker's saying before this one, at most two sentences back, speaks of.
    """
    contents = tuple(sheet.span(*piece) for piece in (saying.content, *saying.further))
    anchors = sum(overlap(contents, (span,)) for span in report.spans)
    others = any(overlap(contents, other.spans) for other in reports if other is not report)
    apart = _apart(sheet, saying, report)
    nearest = min((abs(_apart(sheet, saying, other)) for other in reports), default=0) == abs(apart)
    names = {plain_name(sheet.words(item.first, item.end)) for item in sheet.actors if _is_inside(saying, item.first)}
    parties = [plain_name(party.name) for party in (*report.perpetrators, *report.targets)]
    clues = {
        "tells it": float(anchors > 0),
        "tells it twice": float(anchors > 1),
        "tells it by its first words": float(overlap(contents, report.spans[:1])),
        "tells another": float(others),
        "tells another, not it": float(others and not anchors),
        "tells none": float(not others and not anchors),
        **{f"gives its {name}": float(overlap(contents, spans_in(getattr(report, name)))) for name in _NUMBERED_FIELDS},
        "gives its place": float(overlap(contents, report.where.spans)),
        "gives its doers": float(overlap(contents, spans_in(report.perpetrators))),
        "gives its targets": float(overlap(contents, spans_in(report.targets))),
        "names a party": float(any(name in party or party in name for name in names for party in parties)),
        "speaker did it": float(is_doer(voice.speaker, report, of_state=voice.of_state)),
        "speaker was hit": float(_is_among(voice.speaker, [party.name for party in report.targets])),
        f"sentences apart {max(-_FAR, min(apart, _FAR))}": 1.0,
        "nearest": float(nearest),
        "nearest, tells none": float(nearest and not others and not anchors),
        "same paragraph": float(_in_paragraph(sheet, saying, report)),
        "speaker went on": float(report.id in before),
        "the only report": float(len(reports) == 1),
        "no cue": float(saying.cue is None),
        f"stance {saying.stance}, tells none": float(not others and not anchors),
        f"modality {report.modality}": 1.0,
    }
    clues |= {f"{name}, told": 1.0 for name in _cue_clues(sheet, saying) if anchors and name.startswith("cue ")}
    return {name: value for name, value in clues.items() if value}


def spoken_of_before(sheet: Sheet, saying: SpeechAt, voice: Voice, before: Sequence[Statement]) -> tuple[str, ...]:
    """Return what the last statement speaks of, if the same speaker made it at most two sentences before."""
    if not before or before[-1].speaker.name != voice.speaker.name:
        return ()
    last = before[-1].spans.content[-1]
    number = sheet.sentence_of(sheet.token_range(last.start, last.end)[0])
    return before[-1].about if saying.sentence - number <= _REACH else ()


def _apart(sheet: Sheet, saying: SpeechAt, report: Report) -> int:
    """Return the sentences from the nearest telling to the saying; negative where the telling comes later."""
    numbers = [sheet.sentence_of(sheet.token_range(span.start, span.end)[0]) for span in report.spans]
    return min((saying.sentence - number for number in numbers), key=lambda gap: (abs(gap), gap < 0))


def _in_paragraph(sheet: Sheet, saying: SpeechAt, report: Report) -> bool:
    mine = sheet.paragraph_of(saying.sentence)
    return any(
        sheet.paragraph_of(sheet.sentence_of(sheet.token_range(span.start, span.end)[0])) == mine
        for span in report.spans
    )


def _is_inside(saying: SpeechAt, position: int) -> bool:
    return any(piece.first <= position < piece.end for piece in (saying.content, *saying.further))


def telling_spans(report: Report) -> Iterator[Span]:
    """Yield the words that tell of a report: its anchors, counts and weapons."""
    yield from report.spans
    for name in _NUMBERED_FIELDS:
        yield from spans_in(getattr(report, name))


def overlap(contents: Sequence[Span], spans: Iterable[Span]) -> bool:
    """Tell whether any of the spans shares a character with any of the contents."""
    return any(content.overlaps(span) for span in spans for content in contents)


def is_doer(speaker: Speaker, report: Report, *, of_state: bool) -> bool:
    """Tell whether a speaker tells of its own deed; "troops" in the text of a state's forces are its own."""
    if of_state and any(party.kind == "state forces" and party.country is None for party in report.perpetrators):
        return True
    return _is_among(speaker, [party.name for party in report.perpetrators])


def _is_among(speaker: Speaker, parties: Sequence[str]) -> bool:
    names = [plain_name(name) for name in (speaker.side, speaker.name) if name]
    return any(name in plain_name(party) or plain_name(party) in name for party in parties for name in names)


def plain_name(name: str) -> str:
    """Return a name without case, "the" and hyphens, to set names side by side."""
    return name.casefold().removeprefix("the ").replace("-", " ").strip()


def _words(sheet: Sheet, text: str) -> list[str]:
    """Return the words of a text in lower case, without names: whose a name is may change nothing."""
    common = _CLOSED | sheet.lexicon.bodies | sheet.lexicon.office_words
    words = re.findall(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?|\d+", text)
    return [word.lower() for word in words if word.islower() or word.lower() in common]
