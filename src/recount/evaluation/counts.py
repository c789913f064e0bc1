"""Counts of people and weapons beside those that annotated reports hold.

Counts are paired one to one over an article by the words that they rest on; how many are found is one figure, and
what is right of those found another, so that a missed count and a misread number are told apart. `end_to_end` puts
the two together: there a missed count is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from recount.codebook import EventTypes
from recount.evaluation.annotated import AnnotatedCount
from recount.evaluation.assignment import assign
from recount.evaluation.coded import CodedArticle
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.from_annotation import expected_of
from recount.evaluation.pairing import pair_reports
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import share_of, shares, total
from recount.nouns import Count, Report

__all__ = ["CountEvaluation", "evaluate_counts"]

_CASE_HEADER = (
    "case", "report", "count", "start", "end", "text", "found_start", "found_end", "found_text",
    "effect", "found_effect", "low", "best", "high", "found_low", "found_best", "found_high", "rule",
    "group_kind", "found_group_kind", "group", "found_group", "part_of", "found_part_of", "right_report", "verdict",
)  # fmt: skip
_MEASURES = ("low_best_high_exact", "low_best_high_within_one", "effect", "group_kind")
# Scores only rank the counts that share words: how much of their words, then the number, then what befell whom.
_SAME_BOUNDS, _SAME_EFFECT = 2.0, 1.0

_Places = tuple[tuple[int, int], ...]


class _Gold(NamedTuple):
    """A count that an annotated report holds; `report` is its number in the annotation."""

    report: int
    name: str
    told: AnnotatedCount
    places: _Places


class _Found(NamedTuple):
    """A count of the record, with every report that holds it."""

    told: Count
    reports: tuple[Report, ...]

    @property
    def place(self) -> tuple[int, int]:
        span = self.told.spans[0]
        return span.start, span.end


class _Pair(NamedTuple):
    """A count of the annotation and the one found in its place; either may be missing."""

    gold: _Gold | None
    found: _Found | None
    right_report: bool = False

    def holds(self, measure: str) -> bool:
        """Tell whether what was found is right in one respect; nothing found is wrong."""
        if self.gold is None or self.found is None:
            return False
        expected, count = self.gold.told, self.found.told
        match measure:
            case "low_best_high_exact":
                return expected.n == _figures_of(count)
            case "low_best_high_within_one":
                return all(map(_within_one, expected.n, _figures_of(count)))
            case _:
                return bool(getattr(expected, measure) == getattr(count, measure))

    def asks(self, measure: str) -> bool:
        """Tell whether the annotation says what it is; whom weapons are is no question."""
        return self.gold is not None and not (measure == "group_kind" and self.gold.told.effect == "munitions")

    @property
    def verdict(self) -> str:
        """What is wrong, in words; `right` where nothing is."""
        if self.gold is None or self.found is None:
            return "spurious" if self.gold is None else "missed"
        wrong = [
            name
            for name, measure in (("bounds", "low_best_high_exact"), ("effect", "effect"), ("group", "group_kind"))
            if self.asks(measure) and not self.holds(measure)
        ]
        return " ".join(wrong) or "right"


@dataclass(frozen=True)
class _Comparison:
    """One article: its counts in pairs, in the order of the annotation, then what was found beyond."""

    name: str
    text: str
    pairs: tuple[_Pair, ...]

    @cached_property
    def gold_of(self) -> Mapping[str, str]:
        """Id of a found count → name of the one that it answers."""
        return {pair.found.told.id: pair.gold.name for pair in self.pairs if pair.gold and pair.found}

    def parent_of(self, pair: _Pair) -> str | None:
        """Return the name of the annotated count that holds this one, None where it is no part."""
        whole = pair.gold.told.part_of if pair.gold else None
        return f"{pair.gold.name.rpartition('.')[0]}.{whole}" if pair.gold and whole else None

    def linked(self, pair: _Pair) -> bool:
        """Tell whether a part was found as part of what answers its whole."""
        wanted, whole = self.parent_of(pair), pair.found.told.part_of if pair.found else None
        return wanted is not None and whole is not None and self.gold_of.get(whole) == wanted


@dataclass(frozen=True)
class CountEvaluation:
    """What comparing counts gave, article by article in the order given."""

    comparisons: tuple[_Comparison, ...]

    header = _CASE_HEADER
    """What the cells of `rows` are."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every count, expected or found; it passes if bounds, effect, group kind and whole are those expected."""
        return tuple(
            Item(one.name, _name(pair), _shown_gold(pair.gold), _shown_found(pair.found), _is_right(one, pair))
            for one in self.comparisons
            for pair in one.pairs
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of `header` for every count, expected or found."""
        for one in self.comparisons:
            for pair in one.pairs:
                yield _row(one, pair)

    def figures(self) -> dict[str, Any]:
        """Add up the articles (micro average); shares in [0, 1], None where nothing was expected or found.

        The measures are shares of the pairs; `end_to_end` has them as shares of all counts of the annotation.
        `n` tells out of how many each is.
        """
        pairs = [pair for one in self.comparisons for pair in one.pairs]
        both = [pair for pair in pairs if pair.gold and pair.found]
        found = FieldCount(
            sum(pair.gold is not None for pair in pairs), len(both), sum(pair.found is not None for pair in pairs),
            len(both),
        )  # fmt: skip
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "found": shares(found),
            **_measured(both),
            "right_report": share_of(pair.right_report for pair in both),
            **self._links(),
            "end_to_end": {**_measured(pairs), "right_report": share_of(p.right_report for p in pairs if p.gold)},
            "effects": {name: shares(count) for name, count in _by_effect(pairs).items()},
            "n": {"pairs": len(both), "expected": found.expected, "found": found.found, **self._n_links()},
        }

    def _links(self) -> dict[str, float | None]:
        parts = [(one, pair) for one in self.comparisons for pair in one.pairs if one.parent_of(pair)]
        linked = [(one, pair) for one in self.comparisons for pair in one.pairs if _is_part(pair)]
        return {
            "subset_links": share_of(one.linked(pair) for one, pair in parts if pair.found),
            "subset_links_precision": share_of(one.linked(pair) for one, pair in linked),
            "subset_links_end_to_end": share_of(one.linked(pair) for one, pair in parts),
        }

    def _n_links(self) -> dict[str, int]:
        parts = [pair for one in self.comparisons for pair in one.pairs if one.parent_of(pair)]
        linked = [pair for one in self.comparisons for pair in one.pairs if _is_part(pair)]
        people = [pair for one in self.comparisons for pair in one.pairs if pair.asks("group_kind") and pair.found]
        return {
            "group_kind": len(people),
            "subset_links": sum(pair.found is not None for pair in parts),
            "subset_links_precision": len(linked),
            "subset_links_end_to_end": len(parts),
        }


def evaluate_counts(cases: Iterable[CodedArticle], types: EventTypes) -> CountEvaluation:
    """Compare the counts of each record with those that its article's annotation holds."""
    return CountEvaluation(tuple(_compare(case, types) for case in cases))


def _compare(case: CodedArticle, types: EventTypes) -> _Comparison:
    gold, found = _gold(case), _found(case)
    answers = pair_reports(case.record, expected_of(case.annotated, types))
    given = assign([[_score(wanted, one) for one in found] for wanted in gold])
    pairs = []
    for wanted, number in zip(gold, given, strict=True):
        one = None if number is None else found[number]
        answer = answers[wanted.report]
        pairs.append(_Pair(wanted, one, one is not None and answer is not None and answer in one.reports))
    beyond = (_Pair(None, one) for number, one in enumerate(found) if number not in given)
    return _Comparison(case.annotated.name, case.record.article.text, (*pairs, *beyond))


def _gold(case: CodedArticle) -> list[_Gold]:
    """Return the counts of all reports; one that two reports share counts once."""
    told: dict[tuple[object, ...], _Gold] = {}
    for number, report in enumerate(case.annotated.record.reports):
        for count in (*report.casualties, *report.munitions):
            places = tuple(place for mark in count.marks for place in case.places(mark))
            told.setdefault((places, count.effect, count.n), _Gold(number, f"{report.id}.{count.id}", count, places))
    return list(told.values())


def _found(case: CodedArticle) -> list[_Found]:
    """Return the counts of all reports; one that two reports hold is found once."""
    told: dict[tuple[object, ...], list[tuple[Count, Report]]] = {}
    for report in case.record.reports:
        for count in (*report.casualties, *report.munitions):
            key = (count.spans[0], count.effect, _figures_of(count))
            told.setdefault(key, []).append((count, report))
    return [_Found(held[0][0], tuple(report for _, report in held)) for held in told.values()]


def _score(gold: _Gold, found: _Found) -> float:
    """Score two counts that share words of the number; the same figure may be told again in further words."""
    same = gold.told.n == _figures_of(found.told)
    told = [found.place, *((span.start, span.end) for span in found.told.spans[1:] if same)]
    shared = max((_likeness(place, other) for place in gold.places for other in told), default=0.0)
    if not shared:
        return 0.0
    return shared + _SAME_BOUNDS * same + _SAME_EFFECT * (gold.told.effect == found.told.effect)


def _likeness(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the characters that two ranges share as a part of those that either holds, in [0, 1]."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def _figures_of(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.low, count.best, count.high


def _within_one(expected: int | None, found: int | None) -> bool:
    if expected is None or found is None:
        return expected is found
    return abs(expected - found) <= 1


def _measured(pairs: Sequence[_Pair]) -> dict[str, float | None]:
    return {measure: share_of(pair.holds(measure) for pair in pairs if pair.asks(measure)) for measure in _MEASURES}


def _by_effect(pairs: Sequence[_Pair]) -> dict[str, FieldCount]:
    """Count, for each effect, the counts expected, found, and found with that effect."""
    names = {pair.gold.told.effect for pair in pairs if pair.gold} | {p.found.told.effect for p in pairs if p.found}
    return {
        name: total(
            FieldCount(
                int(pair.gold is not None and pair.gold.told.effect == name),
                right := int(pair.holds("effect") and pair.gold is not None and pair.gold.told.effect == name),
                int(pair.found is not None and pair.found.told.effect == name),
                right,
            )
            for pair in pairs
        )
        for name in sorted(names)
    }


def _is_part(pair: _Pair) -> bool:
    return pair.found is not None and pair.found.told.part_of is not None


def _is_right(one: _Comparison, pair: _Pair) -> bool:
    return pair.verdict == "right" and (one.linked(pair) if one.parent_of(pair) else not _is_part(pair))


def _name(pair: _Pair) -> str:
    if pair.gold is None:
        return f"spurious at {pair.found.place[0]}" if pair.found else "none"
    return f"{pair.gold.name}: {pair.verdict}"


def _shown_gold(gold: _Gold | None) -> str:
    if gold is None:
        return "none"
    part = f", part of {gold.told.part_of}" if gold.told.part_of else ""
    return f"{gold.told.effect} {_shown(gold.told.n)} ({gold.told.group_kind}{part})"


def _shown_found(found: _Found | None) -> str:
    if found is None:
        return "none"
    count = found.told
    part = ", part" if count.part_of else ""
    return f"{count.effect} {_shown(_figures_of(count))} ({count.group_kind}{part}): “{count.spans[0].quote}”"


def _shown(bounds: tuple[int | None, int | None, int | None]) -> str:
    return ", ".join("–" if n is None else str(n) for n in bounds)


def _row(one: _Comparison, pair: _Pair) -> tuple[object, ...]:
    gold, found = pair.gold, pair.found
    expected, count = (gold.told if gold else None), (found.told if found else None)
    start, end = min(gold.places) if gold and gold.places else (None, None)
    found_start, found_end = found.place if found else (None, None)
    n = expected.n if expected else (None, None, None)
    figures = _figures_of(count) if count else (None, None, None)
    return (
        one.name,
        gold.name.rpartition(".")[0] if gold else None,
        expected.id if expected else None,
        *(start, end, _words(one.text, start, end)),
        *(found_start, found_end, _words(one.text, found_start, found_end)),
        *(getattr(side, "effect", None) for side in (expected, count)),
        *n,
        *figures,
        count.rule if count else None,
        *(getattr(side, "group_kind", None) for side in (expected, count)),
        *(getattr(side, "group", None) for side in (expected, count)),
        expected.part_of if expected else None,
        (one.gold_of.get(count.part_of) or "another") if count and count.part_of else None,
        pair.right_report if gold and found else None,
        pair.verdict,
    )


def _words(text: str, start: int | None, end: int | None) -> str | None:
    return None if start is None else " ".join(text[start:end].split())
