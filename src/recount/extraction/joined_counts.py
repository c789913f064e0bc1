"""Counts of one happening from two readings become one list, each figure once."""

from collections.abc import Sequence

from recount.nouns import Count

__all__ = ["joined_counts"]


def joined_counts(first: Sequence[Count], second: Sequence[Count]) -> tuple[Count, ...]:
    """Return the counts of both readings: of two in the same words the first, of two of the same figure one.

    A part whose whole is not kept points to what stands in its place.
    """
    kept = list(first)
    instead: dict[str, str] = {}
    for count in second:
        same = next((n for n, other in enumerate(kept) if _is_same(other, count)), None)
        if same is None:
            kept.append(count)
        else:
            instead[count.id] = kept[same].id
            kept[same] = _with_words(kept[same], count)
    return tuple(
        count.model_copy(update={"part_of": instead[count.part_of]}) if count.part_of in instead else count
        for count in kept
    )


def _is_same(one: Count, other: Count) -> bool:
    if one.spans[0].overlaps(other.spans[0]):
        return True
    figures = (one.effect, one.low, one.best, one.high) == (other.effect, other.low, other.best, other.high)
    return figures and other.rule != "singular" and one.part_of is None and other.part_of is None


def _with_words(kept: Count, told: Count) -> Count:
    spans = (*kept.spans, *(span for span in told.spans if span not in kept.spans))
    group = {"group": told.group, "group_kind": told.group_kind} if kept.group is None and told.group else {}
    return kept.model_copy(update={"spans": spans, **group})
