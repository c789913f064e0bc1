"""What became of every sentence: none is skipped silently."""

from collections.abc import Iterable, Mapping, Sequence

from recount.extraction.happenings import is_elsewhere
from recount.extraction.sheet import Sheet
from recount.extraction.tellings import Telling
from recount.extraction.uncoded import Chances, sign_of_violence
from recount.nouns import Report, Sentence, SentenceStatus, Span, Statement, Tally, spans_in

__all__ = ["sentences_of"]

_UNREAL = {"threatened": "is only threatened", "planned": "is only planned", "hypothetical": "might only happen"}
_NOTHING = "no act, actor, weapon or speaker was found"


def sentences_of(
    sheet: Sheet,
    reports: Sequence[Report],
    tallies: Sequence[Tally],
    statements: Sequence[Statement],
    *,
    tellings: Sequence[Telling] = (),
    chances: Sequence[Chances] = (),
) -> tuple[Sentence, ...]:
    """Return every sentence with its status and the reason; of two that fit, the first in the record's order.

    `chances` are the network's of each sentence's statuses; where given, they part background from what is irrelevant.
    """
    told = {f"{report.id} (“{report.anchor.quote}”)": tuple(_own_spans(report)) for report in reports}
    counted = {f"{tally.id} (“{tally.spans[0].quote}”)": tuple(spans_in(tally)) for tally in tallies}
    sentences = []
    for number, (start, end, _) in enumerate(sheet.sentence_ranges):
        span = sheet.article.quote(start, end)
        status, reason = _coded(span, told, counted) or _uncoded(
            sheet, number, span, statements, tellings, chances[number] if chances else None
        )
        sentences.append(Sentence(span=span, status=status, reason=reason))
    return tuple(sentences)


def _coded(
    span: Span, told: Mapping[str, Sequence[Span]], counted: Mapping[str, Sequence[Span]]
) -> tuple[SentenceStatus, str] | None:
    here = [report for report, spans in told.items() if _touches(span, spans)]
    if here:
        return "coded", f"tells of {', '.join(here)}"
    figures = [tally for tally, spans in counted.items() if _touches(span, spans)]
    return ("tally", f"gives {', '.join(figures)}") if figures else None


def _uncoded(
    sheet: Sheet,
    number: int,
    span: Span,
    statements: Sequence[Statement],
    tellings: Sequence[Telling],
    chances: Chances | None,
) -> tuple[SentenceStatus, str]:
    """Say what kind of sentence one is that is in no report or tally, and what it lacked."""
    sign = sign_of_violence(sheet, number, tellings, chances)
    lacks = f"; looks like violence, but {sign.lacks}" if sign else ""
    said = [statement for statement in statements if _touches(span, statement.spans.content)]
    if said:
        speaker = said[0].speaker.name or "the outlet"
        return "statement", f"{speaker} {said[0].stance} something, and no value of a report stands in it{lacks}"
    status, reason = _beside(sheet, number, tellings)
    if chances and status in {"background", "irrelevant"}:
        status = "background" if chances["background"] > chances["irrelevant"] else "irrelevant"
    return status, reason + lacks


def _beside(sheet: Sheet, number: int, tellings: Sequence[Telling]) -> tuple[SentenceStatus, str]:
    first, end = sheet.sentences[number]
    for telling in tellings:
        if telling.sentence == number and (why := _why_no_act(sheet, telling)):
            return "background", f"“{sheet.words(telling.main.first, telling.main.end)}” {why}"
    named = [(item.first, item.end) for item in sheet.actors] + [(item.first, item.end) for item in sheet.weapons]
    named += [(item.first, item.end) for item in sheet.states]
    here = next((words for words in sorted(named) if first <= words[0] < end), None)
    if here:
        return "background", f"names “{sheet.words(*here)}”, and has no word of an act"
    found = next(sheet.lexicon.context("conflict").find(sheet.tokens, first, end), None)
    if found:
        return (
            "background",
            f"speaks of the conflict (“{sheet.words(found.first, found.end)}”) and has no word of an act",
        )
    found_act = next(sheet.lexicon.acts.find(sheet.tokens, first, end), None)
    if found_act:
        words = sheet.words(found_act.first, found_act.end)
        return (
            "background",
            f"has a word of an act (“{words}”), and no party, place, day or weapon that would make it one",
        )
    return "irrelevant", _NOTHING


def _why_no_act(sheet: Sheet, telling: Telling) -> str:
    if is_elsewhere(sheet, telling):
        return "has a meaning of sport, business, an accident or plain crime here"
    if telling.modality in _UNREAL:
        return f"{_UNREAL[telling.modality]}, and nothing more is told of it"
    return "is a habit or a campaign, and no single act" if telling.campaign else ""


def _own_spans(report: Report) -> Iterable[Span]:
    yield from report.spans
    yield from spans_in((report.casualties, report.munitions, report.weapons, report.when, report.where))
    yield from spans_in((report.perpetrators, report.targets))


def _touches(sentence: Span, spans: Iterable[Span]) -> bool:
    return any(sentence.overlaps(span) for span in spans)
