"""Judgements on pairs become events: groups in which the reports agree on the whole, not chains of single links."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["Clusters", "Edge", "Member", "clusters_of"]

# A weight beyond this adds nothing: one pair that agrees in every word does not outvote three that do not.
_MOST = 10.0


class Member(NamedTuple):
    """A report that is to be grouped."""

    report: str
    article: str
    order: int
    """When its article was kept: lower is earlier."""


class Edge(NamedTuple):
    """Two reports that were compared."""

    one: str
    other: str
    weight: float
    """Binary logarithm of the odds that they tell of one happening, less that of the threshold: above 0 they do."""


class Clusters(NamedTuple):
    """Reports grouped, and what could not be followed."""

    groups: tuple[tuple[str, ...], ...]
    """Reports of one happening each, the first kept first; groups in the order of their first report."""
    contradictions: tuple[tuple[str, str], ...]
    """Pairs that a person judged same and that other judgements of persons keep apart."""


def clusters_of(
    members: Sequence[Member],
    edges: Iterable[Edge],
    *,
    missing: float,
    most_apart: float | None = None,
    copies: Mapping[str, str] | None = None,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Clusters:
    """Group reports.

    The two groups that agree most are joined first, and as long as their reports agree on average: a pair that was
    never worth a comparison counts as `missing`, so that one link does not pull two events together. Two reports of
    one article are never joined but by a person, and no group holds a pair that a person judged different. The
    result does not depend on the order of what is given.

    Args:
        members: the reports.
        edges: what a method made of pairs.
        missing: weight of pairs without an edge, below 0.
        most_apart: two groups of several reports each stay apart where their pairs with each other weigh so much less,
            on average, than the pairs within the looser of them: two strikes on one town are more alike than strangers,
            and less than two reports of one strike. None: they are joined all the same.
        copies: a report that tells the same in the same words as another → that one: they stay together, and have one
            voice.
        same: pairs that a person judged to be the same.
        different: pairs that a person judged to be different.
    """
    ordered = sorted(members, key=lambda one: (one.order, one.report))
    groups = _Groups(ordered, missing, most_apart, {frozenset(pair) for pair in different})
    for copy, first in sorted((copies or {}).items()):
        groups.attach(copy, first)
    asked = sorted({(min(pair), max(pair)) for pair in same})
    contradictions = tuple(pair for pair in asked if not groups.join(*pair))
    groups.weigh(edges)
    groups.agglomerate()
    return Clusters(groups.listed(), contradictions)


class _Groups:
    """Groups by the number of their first member, while they grow."""

    def __init__(
        self,
        members: Sequence[Member],
        missing: float,
        most_apart: float | None,
        different: set[frozenset[str]],
    ) -> None:
        self._members = members
        self._number = {member.report: number for number, member in enumerate(members)}
        self._group = list(range(len(members)))
        self._held = {number: [number] for number in self._group}
        self._articles = {number: {member.article} for number, member in enumerate(members)}
        # Copies have no voice of their own.
        self._voices = dict.fromkeys(self._group, 1)
        self._missing, self._most_apart = missing, most_apart
        self._within: dict[int, tuple[float, int]] = {}
        """Of groups that a method has joined: the sum of the weights of their pairs, and how many pairs there are."""
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in (sorted(pair) for pair in different if len(pair) == 2):
            if one in self._number and other in self._number:
                self._apart[self._number[one]].add(self._number[other])
                self._apart[self._number[other]].add(self._number[one])
        self._silent: set[int] = set()
        self._near: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)

    def attach(self, copy: str, first: str) -> None:
        """Put a copy beside the report that it copies."""
        if copy not in self._number or first not in self._number:
            return
        one, other = self._number[copy], self._number[first]
        if self._may(self._group[one], self._group[other]):
            self._silent.add(one)
            self._voices[self._group[one]] = 0
            self._merge(self._group[one], self._group[other])

    def join(self, one: str, other: str) -> bool:
        """Join what a person joins; tell whether nothing stands against it."""
        if one not in self._number or other not in self._number:
            return True
        groups = self._group[self._number[one]], self._group[self._number[other]]
        if groups[0] != groups[1] and not self._kept_apart(*groups):
            self._merge(*groups)
        return self._group[self._number[one]] == self._group[self._number[other]]

    def weigh(self, edges: Iterable[Edge]) -> None:
        """Take in what a method made of pairs: for each two groups the sum of weights and how many there are."""
        for edge in edges:
            one, other = self._number.get(edge.one), self._number.get(edge.other)
            if one is None or other is None or one in self._silent or other in self._silent:
                continue
            a, b = self._group[one], self._group[other]
            if a != b:
                total, number = self._near[a].get(b, (0.0, 0))
                self._near[a][b] = self._near[b][a] = (total + max(-_MOST, min(_MOST, edge.weight)), number + 1)

    def agglomerate(self) -> None:
        """Join groups, the most alike first, until none agree."""
        waiting = [(-self._average(a, b), a, b) for a, near in self._near.items() for b in near if a < b]
        waiting = [one for one in waiting if one[0] <= 0]
        heapq.heapify(waiting)
        while waiting:
            score, a, b = heapq.heappop(waiting)
            if a not in self._held or b not in self._held or b not in self._near[a]:
                continue
            if -score != self._average(a, b) or not self._may(a, b) or not self._hold_together(a, b):
                continue
            kept = self._join(a, b)
            for c in self._near[kept]:
                average = self._average(kept, c)
                if average >= 0:
                    heapq.heappush(waiting, (-average, min(kept, c), max(kept, c)))

    def listed(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups, their members in order."""
        return tuple(
            tuple(self._members[number].report for number in sorted(held)) for _, held in sorted(self._held.items())
        )

    def _hold_together(self, a: int, b: int) -> bool:
        if self._most_apart is None or a not in self._within or b not in self._within:
            return True
        loosest = min(total / number for total, number in (self._within[a], self._within[b]))
        return self._average(a, b) >= loosest - self._most_apart

    def _join(self, a: int, b: int) -> int:
        """Join two groups, and keep what their pairs weigh."""
        pairs = max(self._voices[a] * self._voices[b], 1)
        parts = [self._within.pop(one, (0.0, 0)) for one in (a, b)]
        total = round(sum(part[0] for part in parts) + self._average(a, b) * pairs, 6)
        kept = self._merge(a, b)
        self._within[kept] = (total, parts[0][1] + parts[1][1] + pairs)
        return kept

    def _average(self, a: int, b: int) -> float:
        total, number = self._near[a][b]
        pairs = max(self._voices[a] * self._voices[b], number)
        # Rounded, so that the order of adding up decides nothing.
        return round((total + self._missing * (pairs - number)) / pairs, 6)

    def _may(self, a: int, b: int) -> bool:
        return a != b and self._articles[a].isdisjoint(self._articles[b]) and not self._kept_apart(a, b)

    def _kept_apart(self, a: int, b: int) -> bool:
        return any(self._group[other] == b for number in self._held[a] for other in self._apart.get(number, ()))

    def _merge(self, a: int, b: int) -> int:
        kept, gone = min(a, b), max(a, b)
        for number in self._held[gone]:
            self._group[number] = kept
        self._held[kept] += self._held.pop(gone)
        self._articles[kept] |= self._articles.pop(gone)
        self._voices[kept] += self._voices.pop(gone)
        for c, (total, number) in self._near.pop(gone, {}).items():
            self._near[c].pop(gone, None)
            if c != kept:
                before = self._near[kept].get(c, (0.0, 0))
                self._near[kept][c] = self._near[c][kept] = (before[0] + total, before[1] + number)
        return kept
