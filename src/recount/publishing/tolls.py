"""One figure for each effect of a report: the count that stands for the whole, or what several leave open."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from recount.nouns import Count, Disagreement, Report, RivalValue
from recount.nouns.wording import bounds_in_words

__all__ = ["Toll", "toll_of"]


class Toll(NamedTuple):
    """How many suffered an effect, as far as the article says."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    how: Literal["single", "sum", "several", "rivals"] | None = None
    """None where the article gives no count."""
    rivals: str | None = None
    """Rival figures with who gives them."""


def toll_of(report: Report, effect: str, speaker: Callable[[RivalValue], str]) -> Toll:
    """Return the toll of an effect; `speaker` says who gives a rival value.

    Counts that are part of another one, or that a later one replaces, are left out. Where speakers differ, the bounds
    reach from the lowest to the highest of them. Counts of groups that exclude each other (soldiers, civilians) are
    added up. Of other counts side by side nobody says whether they overlap: together they are at least the greatest
    and at most all of them.
    """
    revised = {count.revises for count in report.casualties}
    counts = [
        count
        for count in report.casualties
        if count.effect == effect and count.part_of is None and count.id not in revised
    ]
    if len(counts) < 2:
        return Toll(counts[0].low, counts[0].best, counts[0].high, "single") if counts else Toll()
    rivals = [one for one in report.disagreements if one.field == f"casualties.{effect}"]
    if rivals:
        return _disputed(counts, rivals, speaker)
    kinds = {count.group_kind for count in counts}
    if len(kinds) == len(counts) and "unknown" not in kinds:
        low = sum(count.low or 0 for count in counts) if any(count.low is not None for count in counts) else None
        return Toll(low, _sum([count.best for count in counts]), _sum([count.high for count in counts]), "sum")
    return _settled(_greatest_low(counts), _sum([count.high for count in counts]), "several")


def _disputed(counts: Sequence[Count], rivals: Sequence[Disagreement], speaker: Callable[[RivalValue], str]) -> Toll:
    values = [value for one in rivals for value in one.values]
    told = {value.value for value in values}
    disputed = [count for count in counts if _words(count) in told] or list(counts)
    beside = [count for count in counts if count not in disputed]
    lows = [count.low for count in disputed]
    highs = [count.high for count in disputed]
    low = None if None in lows else min(low for low in lows if low is not None)
    high = None if None in highs else _sum([max(high for high in highs if high is not None), *(c.high for c in beside)])
    best_of = {_words(count): count.best for count in disputed}
    shown = dict.fromkeys(_rival(value.value, best_of.get(value.value), speaker(value)) for value in values)
    return _settled(low, high, "rivals")._replace(rivals=" | ".join(shown))


def _rival(bounds: str, best: int | None, speaker: str) -> str:
    figure = bounds if best is None else f"{best:,}"
    return f"{figure} ({speaker})" if figure == bounds else f"{figure} ({bounds}; {speaker})"


def _settled(low: int | None, high: int | None, how: Literal["several", "rivals"]) -> Toll:
    return Toll(low, low if low == high else None, high, how)


def _greatest_low(counts: Sequence[Count]) -> int | None:
    return max((count.low for count in counts if count.low is not None), default=None)


def _sum(figures: Sequence[int | None]) -> int | None:
    """Add up; None where one of the figures is not known."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None


def _words(count: Count) -> str:
    return bounds_in_words(count.low, count.best, count.high)
