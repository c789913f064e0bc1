"""Figures as sources give them, and what becomes of several that one report gives."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recount.nouns.events import Claim, EventReport

__all__ = [
    "HARM",
    "Sifted",
    "Telling",
    "Told",
    "add_together",
    "age_of",
    "bounds_of",
    "exclude_each_other",
    "one_figure",
    "parted",
    "sum_of",
    "tells_of_anyone",
    "with_parts",
]


HARM = frozenset({"killed", "injured"})
"""Effects that are harm to people."""


class Telling(NamedTuple):
    """A figure as one source gives it: one claim, or several that belong together."""

    claims: tuple[Claim, ...]
    report: EventReport
    source: str
    low: int | None
    best: int | None
    high: int | None
    by_kind: tuple[tuple[str, int | None], ...] = ()
    """Figures of the groups that it tells apart."""
    figure: int | None = None
    """One figure out of its bounds, where a line made one."""
    divided: int = 1
    """Between how many happenings its words are divided."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of its claims."""
        # Most have one, and a generator costs more than it yields.
        return (self.claims[0].id,) if len(self.claims) == 1 else tuple([claim.id for claim in self.claims])

    @property
    def tells_of_anyone(self) -> bool:
        """Whether it says that there was anyone, be it without a figure ("many"); "nobody" does not."""
        return tells_of_anyone(self.low, self.best, self.high)


class Told(NamedTuple):
    """What lines know of an event."""

    reports: Sequence[EventReport]
    sources: Mapping[str, str]
    """By id of a report the source that it belongs to."""
    sides: frozenset[str]
    """Names of those who did it, neutral and as written."""
    spares_others: bool
    """Whether nobody but civilians was attacked."""
    lacks: frozenset[str] = frozenset()
    """What no figure of it has, of `revised`, `shared`, `repeated` (there is one report only): lines that look for that
    alone need not look."""


class Sifted(NamedTuple):
    """What a line lets through, and what it leaves out with the reason."""

    kept: list[Telling]
    left_out: list[tuple[str, str]]


def tells_of_anyone(low: int | None, best: int | None, high: int | None) -> bool:
    """Tell whether bounds are of somebody: above 0, or none at all ("many")."""
    return bool(low or best or high) or (low is None and best is None and high is None)


def parted(own: Sequence[Telling]) -> tuple[list[Telling], dict[str, list[Telling]]]:
    """Return the wholes among one report's figures, and by id of a whole its parts at every depth."""
    if len(own) == 1:
        return list(own), {}
    parents = {one.claims[0].id: one.claims[0].part_of for one in own}
    tops: list[Telling] = []
    parts: dict[str, list[Telling]] = {}
    for one in own:
        top, above = one.claims[0].id, one.claims[0].part_of
        seen = {top}
        while above in parents and above not in seen:
            top = above
            seen.add(top)
            above = parents[top]
        if top == one.claims[0].id:
            tops.append(one)
        else:
            parts.setdefault(top, []).append(one)
    return tops, parts


def with_parts(one: Telling, parts: Mapping[str, list[Telling]]) -> Telling:
    """Return a figure with those of the groups that it names as its parts."""
    own = parts.get(one.claims[0].id, [])
    if one.by_kind or not own:
        return one
    figures: dict[str, int | None] = {}
    for part in own:
        kind = part.claims[0].group_kind
        # A part of a part of one kind ("five soldiers, two of them officers") is in its whole already.
        inside = any(part.claims[0].part_of == other.claims[0].id for other in own)
        if kind != "unknown" and not inside:
            figures[kind] = _added(figures.get(kind, 0), one_figure(part.claims[0]))
    return one._replace(by_kind=tuple(figures.items()))


def age_of(report: EventReport) -> tuple[bool, date, int]:
    """Return what sorts reports by their age, the oldest first; without a day of publication they count as older."""
    return report.published is not None, report.published or date.min, report.order


def exclude_each_other(claims: Sequence[Claim]) -> bool:
    """Tell whether nobody can be in two of these figures: their groups are known, and each another."""
    kinds = [claim.group_kind for claim in claims]
    return len(set(kinds)) == len(kinds) and "unknown" not in kinds


def sum_of(tops: Sequence[Telling]) -> Telling:
    """Return several figures as one that adds them up."""
    first = tops[0]
    lows = [one.low for one in tops]
    return first._replace(
        claims=tuple(claim for one in tops for claim in one.claims),
        # A group without a least number may be none at all: the others are the least.
        low=sum(low or 0 for low in lows) if any(low is not None for low in lows) else None,
        best=_total(one.best for one in tops),
        high=_total(one.high for one in tops),
        by_kind=tuple(kind for one in tops for kind in one.by_kind),
    )


def _overlapping(tops: Sequence[Telling]) -> Telling:
    """Return figures of which nobody says whether they overlap as one: at least the greatest, at most all of them."""
    low = max((one.low for one in tops if one.low is not None), default=None)
    best = max((one.best for one in tops if one.best is not None), default=None)
    if best is not None and low is not None and best < low:
        best = None
    claims = tuple(claim for one in tops for claim in one.claims)
    return tops[0]._replace(claims=claims, low=low, best=best, high=_total(one.high for one in tops), by_kind=())


def add_together(tops: Sequence[Telling], found: Sifted) -> None:
    """Keep a report's figures as one, or as one for each speaker who differs, with the groups that all leave alone."""
    if len(tops) > 1:
        tops = _without_single_ones(tops, found)
    if len(tops) < 2:
        found.kept.extend(tops)
        return
    disputed = [one for one in tops if one.claims[0].rival]
    if len(disputed) < 2:
        apart = exclude_each_other([one.claims[0] for one in tops])
        found.kept.append(sum_of(tops) if apart else _overlapping(tops))
        return
    beside = [one for one in tops if not one.claims[0].rival]
    apart = all(exclude_each_other([claim.claims[0] for claim in (one, *beside)]) for one in disputed)
    found.kept.extend(sum_of([one, *beside]) if beside and apart else one for one in disputed)
    if not apart:
        found.left_out.extend((one.claims[0].id, "stands beside figures on which speakers differ") for one in beside)


def _without_single_ones(tops: Sequence[Telling], found: Sifted) -> Sequence[Telling]:
    """Leave out one person who is taken for a rival of a toll: "Five died. One died on the way."

    Another speaker's "one soldier" stays: it is a toll of its own.
    """
    if not any(_is_rival_one(one.claims[0]) for one in tops):
        return tops
    kept = []
    for one in tops:
        if _is_rival_one(one.claims[0]) and any(_holds(other.claims[0], one.claims[0]) for other in tops):
            found.left_out.append((one.claims[0].id, "one person, within a greater figure of the report"))
        else:
            kept.append(one)
    return kept


def _is_rival_one(claim: Claim) -> bool:
    return claim.rival and claim.low == claim.best == claim.high == 1


def _holds(toll: Claim, one: Claim) -> bool:
    """Tell whether one person is among those of a toll."""
    if (one_figure(toll) or 0) < 2 or not (
        toll.group_kind == one.group_kind or "unknown" in (toll.group_kind, one.group_kind)
    ):
        return False
    speakers, own = ({voice[1:5] for voice in claim.voices} for claim in (toll, one))
    return not own or own == speakers or one.group is None


def bounds_of(one: Telling) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high."""
    return one.low, one.best, one.high


def one_figure(claim: Claim) -> int | None:
    """Return the figure of a claim that a side's dead are added up with."""
    if claim.best is not None:
        return claim.best
    return claim.low if claim.low is not None else claim.high


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _total(figures: Iterable[int | None]) -> int | None:
    """Add up; None where one of the figures is not known."""
    total = 0
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total
