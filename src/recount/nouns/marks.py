"""Which words of an article carry which coded values: a text cut at every border of a span."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from recount.nouns.record import Record
from recount.nouns.report import Party, Report
from recount.nouns.span import Span
from recount.nouns.statement import Statement
from recount.nouns.tally import Tally

__all__ = ["FIELD_NAMES", "Field", "Mark", "Segment", "cut_at_marks", "marks_of"]

Field = Literal[
    "what",
    "when",
    "where",
    "who",
    "whom",
    "weapon",
    "count",
    "tally",
    "source",
    "cue",
    "content",
    "notice",
    "told",
]

FIELD_NAMES: dict[Field, str] = {
    "what": "what happened",
    "when": "when",
    "where": "where",
    "who": "who acted",
    "whom": "against whom or what",
    "weapon": "with what",
    "count": "how many",
    "tally": "tally",
    "source": "who says so",
    "cue": "how it is said",
    "content": "what is said",
    "notice": "notice",
    "told": "more words on it",
}
"""Each field in words, in the order of a legend."""


class Mark(NamedTuple):
    """A range of an article's text that carries a value."""

    start: int
    end: int
    field: Field
    owner: str
    """Id of the report, tally or statement; `notice:0`, `notice:1` … for notices."""
    value: str
    """Key of the value within the record: `<owner>/<field>/<number>`, equal for all words of one value."""


class Segment(NamedTuple):
    """A run of text that is covered by the same marks throughout."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    """The narrowest first; of two equally wide, the one that comes first in the record."""


def marks_of(record: Record) -> tuple[Mark, ...]:
    """Return a mark for every span of the coded values and notices, in the order of the record."""
    found: list[Mark] = []
    for report in record.reports:
        found.extend(_of_report(report))
    for tally in record.tallies:
        found.extend(_of_tally(tally))
    for statement in record.statements:
        found.extend(_of_statement(statement))
    for number, notice in enumerate(record.notices):
        found.extend(_marks(notice.spans, "notice", f"notice:{number}"))
    return tuple(dict.fromkeys(found))


def cut_at_marks(text: str, marks: Iterable[Mark], *, borders: Iterable[int] = ()) -> tuple[Segment, ...]:
    """Cut a text at every border of a mark, and at `borders` too, so that overlaps become runs of their own.

    The segments joined are the text. Marks that reach outside the text are refused by `Record` already.
    """
    ordered = sorted(enumerate(marks), key=lambda pair: (pair[1].end - pair[1].start, pair[0]))
    cuts = {0, len(text)} | {border for border in borders if 0 < border < len(text)}
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for rank, (_, mark) in enumerate(ordered):
        cuts.update((mark.start, mark.end))
        opening.setdefault(mark.start, []).append(rank)
        closing.setdefault(mark.end, []).append(rank)
    edges = sorted(cuts)
    # In order of rank throughout: a long text has thousands of segments.
    active: list[int] = []
    segments = []
    for start, end in pairwise(edges):
        for rank in closing.get(start, ()):
            del active[bisect_left(active, rank)]
        for rank in opening.get(start, ()):
            insort(active, rank)
        covering = tuple([ordered[rank][1] for rank in active])
        segments.append(Segment(start, end, text[start:end], covering))
    return tuple(segments)


def _marks(spans: Iterable[Span], field: Field, owner: str, number: int = 0) -> Iterator[Mark]:
    for span in spans:
        yield Mark(span.start, span.end, field, owner, f"{owner}/{field}/{number}")


def _of_parties(parties: Iterable[Party], field: Field, owner: str) -> Iterator[Mark]:
    for number, party in enumerate(parties):
        yield from _marks(party.spans, field, owner, number)


def _of_report(report: Report) -> Iterator[Mark]:
    yield from _marks(report.spans[:1], "what", report.id)
    yield from _marks(report.when.spans, "when", report.id)
    yield from _marks(report.where.spans, "where", report.id)
    yield from _of_parties(report.perpetrators, "who", report.id)
    yield from _of_parties(report.targets, "whom", report.id)
    for number, weapon in enumerate(report.weapons):
        yield from _marks(weapon.spans, "weapon", report.id, number)
    for number, count in enumerate((*report.casualties, *report.munitions)):
        yield from _marks(count.spans, "count", report.id, number)
    yield from _marks(report.spans[1:], "told", report.id)


def _of_tally(tally: Tally) -> Iterator[Mark]:
    yield from _marks(tally.spans, "tally", tally.id)
    for number, part in enumerate(tally.parts, start=1):
        yield from _marks(part.spans, "tally", tally.id, number)
    for number, share in enumerate(tally.shares, start=1 + len(tally.parts)):
        yield from _marks(share.spans, "tally", tally.id, number)
    for area in tally.areas:
        yield from _marks(area.spans, "where", tally.id)
    yield from _of_parties(tally.perpetrators, "who", tally.id)
    yield from _of_parties(tally.targets, "whom", tally.id)


def _of_statement(statement: Statement) -> Iterator[Mark]:
    yield from _marks(statement.spans.source, "source", statement.id)
    yield from _marks(statement.spans.cue, "cue", statement.id)
    yield from _marks(statement.spans.content, "content", statement.id)
