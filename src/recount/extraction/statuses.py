"""What became of every sentence: none is skipped silently."""

from collections.abc import Iterable, Mapping, Sequence

from recount.extraction.sheet import Sheet
from recount.nouns import Report, Sentence, SentenceStatus, Span, Statement, Tally, spans_in

__all__ = ["sentences_of"]


def sentences_of(
    sheet: Sheet, reports: Sequence[Report], tallies: Sequence[Tally], statements: Sequence[Statement]
) -> tuple[Sentence, ...]:
    """Return every sentence with its status and the reason; of two that fit, the first in the record's order."""
    sentences = []
    told = {report.id: tuple(_own_spans(report)) for report in reports}
    for number, (start, end, _) in enumerate(sheet.sentence_ranges):
        span = sheet.article.quote(start, end)
        status, reason = _status(sheet, number, span, told, tallies, statements)
        sentences.append(Sentence(span=span, status=status, reason=reason))
    return tuple(sentences)


def _status(
    sheet: Sheet,
    number: int,
    span: Span,
    told: Mapping[str, Sequence[Span]],
    tallies: Sequence[Tally],
    statements: Sequence[Statement],
) -> tuple[SentenceStatus, str]:
    here = [report for report, spans in told.items() if _touches(span, spans)]
    if here:
        return "coded", f"tells of {', '.join(here)}"
    counted = [tally.id for tally in tallies if _touches(span, tally.spans)]
    if counted:
        return "tally", f"gives {', '.join(counted)}"
    said = [statement for statement in statements if _touches(span, statement.spans.content)]
    if said:
        return "statement", f"{said[0].speaker.name or 'the outlet'} says something that codes nothing"
    first, end = sheet.sentences[number]
    named = [item.first for item in sheet.actors] + [item.first for item in sheet.weapons]
    if any(first <= position < end for position in [*named, *(item.first for item in sheet.states)]):
        return "background", "names an armed actor or a weapon, and tells of no act with a day or place"
    if next(sheet.lexicon.context("conflict").find(sheet.tokens, first, end), None):
        return "background", "speaks of the conflict, and tells of no act with a day or place"
    if next(sheet.lexicon.acts.find(sheet.tokens, first, end), None):
        return "background", "has a word of an act, and tells of none with a day, place or party"
    return "irrelevant", "no act, actor, weapon or speaker was found"


def _own_spans(report: Report) -> Iterable[Span]:
    yield from report.spans
    yield from spans_in((report.casualties, report.munitions, report.weapons))


def _touches(sentence: Span, spans: Iterable[Span]) -> bool:
    return any(sentence.overlaps(span) for span in spans)
