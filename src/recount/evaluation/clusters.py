"""How well groups of the same items agree: pairs, B³, MUC, CEAF-e and their mean, as coreference is scored.

B³ is that of Bagga and Baldwin (1998), MUC that of Vilain et al. (1995), CEAF-e that of Luo (2005) with φ4, CoNLL F1
the mean of the three F1 (Pradhan et al. 2012). Items that stand alone count, as they do for ECB+.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

from recount.evaluation.comparing import FieldCount
from recount.evaluation.shares import shares

__all__ = ["ClusterScores", "Score", "compare_clusters"]


class Score(NamedTuple):
    """Precision, recall and F1, each in [0, 1]; None where there was nothing to find and nothing was found."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class ClusterScores:
    """How groups that were found agree with those expected."""

    pairs: Score
    """Of two items in one group."""
    b_cubed: Score
    muc: Score
    """None where every group on both sides is of one item."""
    ceaf_e: Score

    @property
    def conll_f1(self) -> float | None:
        """The mean F1 of MUC, B³ and CEAF-e, in [0, 1]; a measure that is None is left out of it."""
        known = [score.f1 for score in (self.muc, self.b_cubed, self.ceaf_e) if score.f1 is not None]
        return sum(known) / len(known) if known else None

    def figures(self) -> dict[str, Any]:
        """Return all scores by name."""
        scores = {"pairs": self.pairs, "b_cubed": self.b_cubed, "muc": self.muc, "ceaf_e": self.ceaf_e}
        return {**{name: score._asdict() for name, score in scores.items()}, "conll_f1": self.conll_f1}


def compare_clusters(expected: Sequence[Hashable], found: Sequence[Hashable]) -> ClusterScores:
    """Compare two groupings of the same items; items with equal labels are one group.

    Time grows with the number of items, and for CEAF-e with how far groups are entangled: a hundred thousand items
    take seconds.

    Raises:
        ValueError: the labels are not of the same number of items.
    """
    if len(expected) != len(found):
        raise ValueError(f"{len(expected)} labels are expected and {len(found)} found; give one for each item.")
    shared = Counter(zip(expected, found, strict=True))
    of_expected, of_found = Counter(expected), Counter(found)
    return ClusterScores(
        _pairs(shared, of_expected, of_found),
        _b_cubed(shared, of_expected, of_found),
        _muc(shared, of_expected, of_found),
        _ceaf_e(shared, of_expected, of_found),
    )


_Sizes = Mapping[Hashable, int]
_Shared = Mapping[tuple[Hashable, Hashable], int]


def _score(precision: float | None, recall: float | None) -> Score:
    if precision is None and recall is None:
        return Score(None, None, None)
    one, other = precision or 0.0, recall or 0.0
    return Score(one, other, 2 * one * other / (one + other) if one + other else 0.0)


def _pairs(shared: _Shared, expected: _Sizes, found: _Sizes) -> Score:
    both, gold, given = (sum(n * (n - 1) // 2 for n in sizes.values()) for sizes in (shared, expected, found))
    return Score(**shares(FieldCount(gold, both, given, both)))


def _b_cubed(shared: _Shared, expected: _Sizes, found: _Sizes) -> Score:
    n_items = sum(expected.values())
    if not n_items:
        return Score(None, None, None)
    precision = sum(n * n / found[label] for (_, label), n in shared.items()) / n_items
    recall = sum(n * n / expected[label] for (label, _), n in shared.items()) / n_items
    return _score(precision, recall)


def _muc(shared: _Shared, expected: _Sizes, found: _Sizes) -> Score:
    """Count the links that hold a group together and those of them that are missing."""
    expected_links = sum(expected.values()) - len(expected)
    found_links = sum(found.values()) - len(found)
    # Each group that is cut into k parts lacks k - 1 links, and every part is one pair of labels.
    right = sum(expected.values()) - len(shared)
    return Score(**shares(FieldCount(expected_links, right, found_links, right)))


def _ceaf_e(shared: _Shared, expected: _Sizes, found: _Sizes) -> Score:
    if not expected:
        return Score(None, None, None)
    alike: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for (gold, label), n in shared.items():
        alike[gold][label] = 2 * n / (expected[gold] + found[label])
    best = _Assignment(alike).total()
    return _score(best / len(found), best / len(expected))


class _Assignment:
    """The one-to-one pairing of rows and columns with the greatest sum, where most pairs score nothing.

    The Hungarian method with shortest augmenting paths: each row looks for a column by way of the rows that would
    have to give theirs up. `recount.evaluation.assignment` holds all rows against all columns, which thousands of
    groups forbid. `prices` and `margins` are the dual values: margin + price ≥ score, equal where paired.
    """

    def __init__(self, scores: Mapping[Hashable, Mapping[Hashable, float]]) -> None:
        self._scores = scores
        self._margins = {row: max(given.values()) for row, given in scores.items()}
        self._prices: dict[Hashable, float] = defaultdict(float)
        self._row_of: dict[Hashable, Hashable] = {}
        self._column_of: dict[Hashable, Hashable] = {}

    def total(self) -> float:
        """Return the greatest sum."""
        for row in self._scores:
            self._place(row)
        return sum(self._scores[row][column] for row, column in self._column_of.items())

    def _place(self, start: Hashable) -> None:
        """Pair one more row, or leave one unpaired, at the least loss."""
        order = count()
        rows, columns = {start: 0.0}, dict[Hashable, float]()
        came_from: dict[Hashable, Hashable] = {}
        # A row that stays without a column loses its margin; that ends the search too.
        ahead: list[tuple[float, int, Hashable, Hashable | None]] = [(self._margins[start], next(order), start, None)]
        self._look(start, 0.0, ahead, order)
        while True:
            loss, _, row, column = heappop(ahead)
            if column is None:
                break
            if column in columns:
                continue
            columns[column], came_from[column] = loss, row
            if column not in self._row_of:
                break
            holder = self._row_of[column]
            rows[holder] = loss
            heappush(ahead, (loss + self._margins[holder], next(order), holder, None))
            self._look(holder, loss, ahead, order)
        for each, away in rows.items():
            self._margins[each] -= loss - away
        for each, away in columns.items():
            self._prices[each] += loss - away
        self._give(start, row, column, came_from)

    def _look(self, row: Hashable, away: float, ahead: list[Any], order: "count[int]") -> None:
        for column, score in self._scores[row].items():
            slack = self._margins[row] + self._prices[column] - score
            heappush(ahead, (away + max(slack, 0.0), next(order), row, column))

    def _give(
        self, start: Hashable, row: Hashable, column: Hashable | None, came_from: Mapping[Hashable, Hashable]
    ) -> None:
        """Hand columns on along the path that was found, from its end to its start."""
        if column is None:
            if row == start:
                return
            column = self._column_of.pop(row)
            row = came_from[column]
        while True:
            held = self._column_of.get(row)
            self._column_of[row], self._row_of[column] = column, row
            if row == start or held is None:
                return
            column, row = held, came_from[held]
