"""Precision, recall and F1 of counted values, for every corpus alike."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from recount.evaluation.comparing import FieldCount

__all__ = ["Places", "by_name", "count_sets", "share_of", "shared_characters", "shares", "total"]

Places = tuple[tuple[int, int], ...]
"""Half-open ranges of code points."""


def shares(count: FieldCount) -> dict[str, float | None]:
    """Return precision, recall and F1 in [0, 1]; None where nothing was expected and nothing found.

    Precision is the share of found values that answer an expected one, recall the share of expected values
    that are answered. The two numerators differ where one found value answers two expected ones.
    """
    if not count.expected and not count.found:
        return {"precision": None, "recall": None, "f1": None}
    precision = count.right / count.found if count.found else 0.0
    recall = count.answered / count.expected if count.expected else 0.0
    both = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / both if both else 0.0}


def total(counts: Iterable[FieldCount]) -> FieldCount:
    """Add up counts, so that shares of the sum are micro averages."""
    added = FieldCount()
    for count in counts:
        added = added.plus(count)
    return added


def count_sets(expected: Set[Any], found: Set[Any]) -> FieldCount:
    """Count two sets of which equal members answer each other."""
    same = len(expected & found)
    return FieldCount(len(expected), same, len(found), same)


def by_name(counts: Iterable[Mapping[str, FieldCount]]) -> dict[str, FieldCount]:
    """Add up counts under each name, names in alphabetical order."""
    added: dict[str, FieldCount] = {}
    for counted in counts:
        for name, count in counted.items():
            added[name] = added.get(name, FieldCount()).plus(count)
    return dict(sorted(added.items()))


def share_of(held: Iterable[bool]) -> float | None:
    """Return the share of what holds, in [0, 1]; None where there is nothing."""
    known = list(held)
    return sum(known) / len(known) if known else None


def shared_characters(one: Places, other: Places) -> int:
    """Count the characters that ranges share; those of one side lie apart from each other."""
    return sum(max(min(b, d) - max(a, c), 0) for a, b in one for c, d in other)
