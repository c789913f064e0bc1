"""Tallies beside those that annotated reports hold.

A tally is found where the reader's figure shares characters with the annotated one; each answers one. A found tally
that only stands on the figure of a part of an annotated tally is one too many, and so is nothing answered by parts:
the parts have figures of their own. `coded_as_report` and `report_counts_taken_for_tallies` count what the line
between a tally and a report's own count is for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from recount.evaluation.accepting import statements_about
from recount.evaluation.annotated import AnnotatedTally
from recount.evaluation.assignment import assign
from recount.evaluation.coded import CodedArticle
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.names import spellings_agree
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import share_of, shares, total
from recount.nouns import Record, Span, Tally, TallyPart

__all__ = ["TallyEvaluation", "evaluate_tallies"]

_CASE_HEADER = (
    "case", "start", "end", "text", "found_start", "found_end", "found_text", "measure", "found_measure",
    "low", "best", "high", "found_low", "found_best", "found_high", "since", "found_since", "until", "found_until",
    "areas", "found_areas", "parts", "found_parts", "agrees", "found_agrees", "coded_as_report", "verdict",
)  # fmt: skip
_FIELDS = ("measure", "low_best_high_exact", "low_best_high_within_one", "since", "until", "areas", "check", "speaker")
# Scores only rank the tallies that share characters.
_SAME_BOUNDS, _SAME_MEASURE = 2.0, 1.0

_Places = tuple[tuple[int, int], ...]
_Figures = tuple[int | None, int | None, int | None]


class _Gold(NamedTuple):
    """An annotated tally and what its marks hold."""

    told: AnnotatedTally
    places: _Places
    areas: tuple[tuple[str, ...], ...]
    """The spellings of each area."""
    part_areas: tuple[tuple[str, ...], ...]
    """The same of each part; empty for one without an area."""
    speakers: tuple[str, ...]


class _Pair(NamedTuple):
    """An annotated tally and the one found in its place; either may be missing."""

    gold: _Gold | None
    found: Tally | None
    speakers: tuple[str, ...] = ()
    """Who states the found one."""
    as_report: bool = False
    """Whether the annotated figure is a count of a report in the record, or its words tell of one."""

    def holds(self, field: str) -> bool:
        """Tell whether what was found is right in one respect; nothing found is wrong."""
        if self.gold is None or self.found is None:
            return False
        told, tally = self.gold.told, self.found
        match field:
            case "measure":
                return told.measure == tally.measure
            case "low_best_high_exact":
                return told.n == _bounds(tally)
            case "low_best_high_within_one":
                return all(map(_within_one, told.n, _bounds(tally)))
            case "since" | "until":
                return bool(getattr(told, field) == getattr(tally, field))
            case "areas":
                return all(
                    any(spellings_agree(each, a.name) for each in names for a in tally.areas)
                    for names in self.gold.areas
                )
            case "parts":
                return _same_parts(self.gold, tally.parts)
            case "check":
                return tally.check is not None and tally.check.agrees == told.agrees
            case _:
                return any(spellings_agree(one, other) for one in self.gold.speakers for other in self.speakers)

    def asks(self, field: str) -> bool:
        """Tell whether the annotation says what it is."""
        if self.gold is None:
            return False
        told = self.gold.told
        asked = {"areas": bool(told.areas), "check": told.agrees is not None, "speaker": bool(self.gold.speakers)}
        return asked.get(field, True)

    @property
    def verdict(self) -> str:
        """What is wrong, in words; `right` where nothing is."""
        if self.gold is None or self.found is None:
            return "spurious" if self.gold is None else "missed"
        fields = ("measure", "low_best_high_exact", "since", "until", "areas", "check")
        wrong = [field for field in fields if self.asks(field) and not self.holds(field)]
        wrong += ["parts"] if self.has_parts and not self.holds("parts") else []
        return " ".join(wrong).replace("low_best_high_exact", "bounds") or "right"

    @property
    def has_parts(self) -> bool:
        """Whether the annotation or the record gives parts."""
        return bool(self.gold and self.gold.told.parts) or bool(self.found and self.found.parts)


class _Comparison(NamedTuple):
    """One article: its tallies in pairs, in the order of the annotation, then what was found beyond."""

    name: str
    text: str
    pairs: tuple[_Pair, ...]
    taken: int
    """How many of the annotated counts of reports the reader took for tallies."""


@dataclass(frozen=True)
class TallyEvaluation:
    """What comparing tallies gave, article by article in the order given."""

    comparisons: tuple[_Comparison, ...]

    header = _CASE_HEADER
    """What the cells of `rows` are."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every tally, expected or found; it passes if nothing of it is wrong."""
        return tuple(
            Item(one.name, pair.verdict, _shown_gold(one.text, pair), _shown_found(pair), pair.verdict == "right")
            for one in self.comparisons
            for pair in one.pairs
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of `header` for every tally, expected or found."""
        for one in self.comparisons:
            for pair in one.pairs:
                yield (one.name, *_cells(one.text, pair), pair.as_report, pair.verdict)

    def figures(self) -> dict[str, Any]:
        """Add up the articles; shares in [0, 1], None where nothing was asked.

        `tallies` tells which figures were found as tallies. Of those, each field gives the share that is right among
        the tallies whose annotation gives it; `parts_exact` the share with exactly the parts of the annotation, of
        those that have parts in either; `end_to_end` counts a missed tally as wrong, and one with a wrong measure or
        bounds. `coded_as_report` and `report_counts_taken_for_tallies` are numbers of figures.
        """
        pairs = self._pairs
        found = [pair for pair in pairs if pair.gold and pair.found]
        counted = FieldCount(self._expected, len(found), self._found, len(found))
        right = sum(pair.holds("measure") and pair.holds("low_best_high_exact") for pair in found)
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "tallies": {"expected": self._expected, "found": self._found, **shares(counted)},
            "parts_exact": share_of([pair.holds("parts") for pair in found if pair.has_parts]),
            **{field: share_of([pair.holds(field) for pair in found if pair.asks(field)]) for field in _FIELDS},
            "end_to_end": shares(total([FieldCount(self._expected, right, self._found, right)])),
            "coded_as_report": sum(pair.as_report for pair in pairs),
            "report_counts_taken_for_tallies": sum(one.taken for one in self.comparisons),
        }

    @cached_property
    def _pairs(self) -> tuple[_Pair, ...]:
        return tuple(pair for one in self.comparisons for pair in one.pairs)

    @property
    def _expected(self) -> int:
        return sum(pair.gold is not None for pair in self._pairs)

    @property
    def _found(self) -> int:
        return sum(pair.found is not None for pair in self._pairs)


def evaluate_tallies(cases: Iterable[CodedArticle]) -> TallyEvaluation:
    """Compare the tallies of each article with the annotated ones."""
    return TallyEvaluation(tuple(_compare(case) for case in cases))


def _compare(case: CodedArticle) -> _Comparison:
    record, annotated = case.record, case.annotated
    gold = [_gold(case, told) for told in annotated.record.tallies]
    given = assign([[_score(one, tally) for tally in record.tallies] for one in gold])
    taken = {number for number in given if number is not None}
    pairs = [
        _pair(record, one, None if number is None else record.tallies[number])
        for one, number in zip(gold, given, strict=True)
    ]
    further = [_Pair(None, tally, _speakers(record, tally)) for n, tally in enumerate(record.tallies) if n not in taken]
    counts = [
        place
        for report in annotated.record.reports
        for count in (*report.casualties, *report.munitions)
        for mark in count.marks
        for place in case.places(mark)
    ]
    mistaken = sum(_stands_in(tally.spans[0], counts) for tally in record.tallies if tally not in _answering(pairs))
    return _Comparison(annotated.name, record.article.text, (*pairs, *further), mistaken)


def _answering(pairs: Sequence[_Pair]) -> list[Tally]:
    return [pair.found for pair in pairs if pair.found is not None]


def _gold(case: CodedArticle, told: AnnotatedTally) -> _Gold:
    said = [each for each in case.annotated.record.statements if told.id in each.about]
    return _Gold(
        told,
        tuple(place for mark in told.marks for place in case.places(mark)),
        tuple(_quotes(case, (mark,)) for mark in told.areas),
        tuple(_quotes(case, part.area) for part in told.parts),
        tuple(quote for each in said for quote in _quotes(case, each.source)),
    )


def _quotes(case: CodedArticle, marks: Sequence[str]) -> tuple[str, ...]:
    return tuple(quote for mark in marks for quote in case.annotated.marked.quotes(mark))


def _pair(record: Record, gold: _Gold, found: Tally | None) -> _Pair:
    counted = (count.spans[0] for report in record.reports for count in (*report.casualties, *report.munitions))
    told = (report.anchor for report in record.reports)
    as_report = any(_stands_in(span, gold.places) for span in (*counted, *told))
    return _Pair(gold, found, _speakers(record, found) if found else (), as_report)


def _speakers(record: Record, tally: Tally) -> tuple[str, ...]:
    said = (each.speaker for each in statements_about(record, tally))
    return tuple(name for speaker in said if (name := speaker.name or speaker.role))


def _stands_in(span: Span, places: Iterable[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in places)


def _score(gold: _Gold, tally: Tally) -> float:
    if not _stands_in(tally.spans[0], gold.places):
        return 0.0
    return 1 + _SAME_BOUNDS * (gold.told.n == _bounds(tally)) + _SAME_MEASURE * (gold.told.measure == tally.measure)


def _bounds(told: Tally | TallyPart) -> _Figures:
    return told.low, told.best, told.high


def _within_one(expected: int | None, found: int | None) -> bool:
    return (expected is None and found is None) or (
        expected is not None and found is not None and abs(expected - found) <= 1
    )


def _same_parts(gold: _Gold, found: Sequence[TallyPart]) -> bool:
    """Tell whether the parts are the same: bounds, and areas where the annotation names them, in any order."""
    free = list(found)
    for part, names in zip(gold.told.parts, gold.part_areas, strict=True):
        same = [
            each
            for each in free
            if _bounds(each) == part.n
            and (not names or any(spellings_agree(name, each.area or each.group or "") for name in names))
        ]
        if not same:
            return False
        free.remove(same[0])
    return not free


def _shown_gold(text: str, pair: _Pair) -> str:
    if pair.gold is None:
        return "none"
    quotes = ", ".join(f"“{text[start:end]}”" for start, end in pair.gold.places)
    return f"{pair.gold.told.measure} {_shown(pair.gold.told.n)} {quotes}"


def _shown_found(pair: _Pair) -> str:
    tally = pair.found
    return f"{tally.measure} {_shown(_bounds(tally))} “{tally.spans[0].quote}”" if tally else "none"


def _shown(figures: _Figures) -> str:
    return ", ".join("–" if n is None else str(n) for n in figures)


def _cells(text: str, pair: _Pair) -> Iterator[object]:
    gold, found = pair.gold, pair.found
    told = gold.told if gold else None
    start, end = gold.places[0] if gold and gold.places else (None, None)
    span = found.spans[0] if found else None
    yield from (start, end, text[start:end] if start is not None else None)
    yield from (span.start, span.end, span.quote) if span else (None, None, None)
    yield from (told and told.measure, found and found.measure)
    yield from (*(told.n if told else (None,) * 3), *(_bounds(found) if found else (None,) * 3))
    yield from (told and told.since, found and found.since, told and told.until, found and found.until)
    yield "; ".join(" / ".join(names) for names in gold.areas) if gold else None
    yield "; ".join(area.name for area in found.areas) if found else None
    yield "; ".join(_shown(part.n) for part in told.parts) if told else None
    yield "; ".join(f"{part.area or part.group} {_shown(_bounds(part))}" for part in found.parts) if found else None
    yield from (told and told.agrees, found.check.agrees if found and found.check else None)
