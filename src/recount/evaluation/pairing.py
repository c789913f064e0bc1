"""Which found report or tally answers which expected one."""

from collections.abc import Sequence

from recount.evaluation.accepting import (
    days_accepted,
    distance_km,
    one_of,
    place_name_accepted,
    quoted,
    statements_about,
)
from recount.evaluation.assignment import assign
from recount.evaluation.expected import Expected, ExpectedReport, ExpectedTally
from recount.evaluation.fields import LISTS
from recount.evaluation.names import occurrences
from recount.nouns import Article, Record, Report, Span, Tally

__all__ = ["pair_reports", "pair_tallies"]

# Scores only rank the admissible pairs of one article: the act's own words weigh most, then its place, its
# type, and whatever else agrees.
_SAME_WORDS, _SAME_SENTENCE, _SAME_PLACE, _SAME_TYPE, _SAME_SUB_TYPE, _SAME_DAYS, _SAME_VALUE = (
    6,
    4,
    3,
    2,
    1,
    1,
    0.25,
)


def pair_reports(record: Record, expected: Expected) -> list[Report | None]:
    """Give each expected report the found one that answers it best; None where none does.

    Each found report answers once. It may answer only if it tells of the happening: one of its spans shares
    words or a sentence with the expectation's quote; where the file gives no quote, its place or the words of
    an expected saying must agree, or its type where no place is expected.
    """
    scores = [[_report_score(wanted, report, record) for report in record.reports] for wanted in expected.reports]
    return [None if given is None else record.reports[given] for given in assign(scores)]


def pair_tallies(record: Record, expected: Expected) -> list[Tally | None]:
    """Give each expected tally the found one with the same measure and, where quoted, words in common."""
    scores = [[_tally_score(wanted, tally, record) for tally in record.tallies] for wanted in expected.tallies]
    return [None if given is None else record.tallies[given] for given in assign(scores)]


def _report_score(expected: ExpectedReport, report: Report, record: Record) -> float:
    told = _telling(expected.quote, report.spans, record.article)
    placed = _is_there(expected, report)
    typed = one_of(expected.event_type, report.event_type)
    said = any(
        quoted(record.article, saying.quote, said.spans.content)
        for saying in expected.says or ()
        for said in statements_about(record, report)
        if saying.quote
    )
    if not (told if expected.quote else (placed or said or (typed and expected.where.name is None))):
        return 0.0
    score = told + _SAME_PLACE * placed + _SAME_TYPE * typed + _SAME_DAYS * days_accepted(expected.when, report.when)
    score += _SAME_SUB_TYPE * one_of(expected.sub_event_type, report.sub_event_type) + _SAME_VALUE * said
    for field in LISTS:
        found = field.found(record, report)
        for value in getattr(expected, field.key) or ():
            score += _SAME_VALUE * any(field.accepts(value, each, record) for each in found)
    return score


def _telling(quotes: tuple[str, ...], spans: Sequence[Span], article: Article) -> float:
    """Score how the spans tell of the quoted words: in the very words, in the same sentence, or not (0)."""
    if quotes and quoted(article, quotes, tuple(spans)):
        return _SAME_WORDS
    held = [place for quote in quotes for place in occurrences(article.text, quote)]
    sentences = [s.span for s in article.sentences if any(s.span.overlaps(place) for place in held)]
    return _SAME_SENTENCE if any(span.overlaps(sentence) for span in spans for sentence in sentences) else 0.0


def _is_there(expected: ExpectedReport, report: Report) -> bool:
    if expected.where.near is not None:
        away = distance_km(report.where, expected.where.near)
        if away is not None:
            return away <= expected.where.within_km
    return expected.where.name is not None and place_name_accepted(expected.where.name, report.where)


def _tally_score(expected: ExpectedTally, tally: Tally, record: Record) -> float:
    if not (one_of(expected.measure, tally.measure) and quoted(record.article, expected.quote, tally.spans)):
        return 0.0
    figures = expected.admits(tally.low, tally.best, tally.high)
    if not expected.quote and not figures:
        return 0.0
    parts = bool(expected.parts) == bool(tally.parts)
    return 1 + 2 * figures + parts
