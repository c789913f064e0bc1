"""Counts of one happening from two readings become one list, each figure once."""

from collections.abc import Mapping, Sequence

from recount.nouns import Count

__all__ = ["joined_counts"]


def joined_counts(owner: str, first: Sequence[Count], second: Sequence[Count]) -> tuple[Count, ...]:
    """Return the counts of both readings: of two in the same words the first, of two of the same figure one.

    Ids are made new from `owner`, the id of the report, since both readings number their own.
    """
    kept = list(first)
    place = {(0, count.id): number for number, count in enumerate(first)}
    whole = {number: (0, count.part_of) for number, count in enumerate(first)}
    for count in second:
        same = next((n for n, other in enumerate(kept) if _is_same(other, count)), None)
        if same is None:
            place[1, count.id], whole[len(kept)] = len(kept), (1, count.part_of)
            kept.append(count)
        else:
            place[1, count.id] = same
            kept[same] = _with_words(kept[same], count)
    return tuple(
        count.model_copy(update={"id": f"{owner}/count/{n}", "part_of": _part_of(owner, n, place, whole[n])})
        for n, count in enumerate(kept)
    )


def _part_of(
    owner: str, number: int, place: Mapping[tuple[int, str], int], whole: tuple[int, str | None]
) -> str | None:
    reading, told = whole
    there = place.get((reading, told)) if told is not None else None
    return None if there in {None, number} else f"{owner}/count/{there}"


def _is_same(one: Count, other: Count) -> bool:
    if one.spans[0].overlaps(other.spans[0]):
        return True
    figures = (one.effect, one.low, one.best, one.high) == (other.effect, other.low, other.best, other.high)
    return figures and other.rule != "singular" and one.part_of is None and other.part_of is None


def _with_words(kept: Count, told: Count) -> Count:
    spans = (*kept.spans, *(span for span in told.spans if span not in kept.spans))
    group = {"group": told.group, "group_kind": told.group_kind} if kept.group is None and told.group else {}
    return kept.model_copy(update={"spans": spans, **group})
