"""How the gap between what is told and what is held runs over time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from recount.codebook.names import fold
from recount.reconciliation.tally_events import SURELY, EventColumns
from recount.reconciliation.tallying import CheckedTally, against, codes_inside

__all__ = ["MonthHeld", "TallyPoint", "by_month", "gap_over_time", "successive"]

Speaking = tuple[CheckedTally, str | None]
"""A tally, and who tells it."""


class TallyPoint(NamedTuple):
    """One of successive tallies of one speaker beside what is held."""

    tally: str
    """Its id."""
    until: date
    told: int
    held: int
    held_high: int
    """With the events that are perhaps inside."""
    gap: int
    """Told less held; below 0 where more is held."""


class MonthHeld(NamedTuple):
    """What is held of one month of a tally's period."""

    month: date
    """Its first day."""
    held: int
    cumulated: int
    """Of this month and those before it."""


def successive(tally: CheckedTally, speaker: str | None, told: Iterable[Speaking]) -> list[CheckedTally]:
    """Return the tallies that tell, by the same speaker, of the same measure, area, parties and beginning.

    Args:
        tally: the one that is asked about; it is among those returned.
        speaker: who tells it; None where that is not known, and then it stands alone.
        told: all tallies with who tells each.
    """
    asked = (speaker and fold(speaker), *_scope(tally))
    found = {tally.id: tally}
    if speaker is not None:
        found |= {one.id: one for one, who in told if who is not None and (fold(who), *_scope(one)) == asked}
    return sorted(found.values(), key=lambda one: (one.until or date.max, one.id))


def _scope(tally: CheckedTally) -> tuple[object, ...]:
    regions = {region.gazetteer_id or region.country or fold(region.name) for region in tally.regions}
    sides = [{side.canonical or fold(side.name) for side in told} for told in (tally.perpetrators, tally.targets)]
    return tally.measure, tally.group, tally.since, *map(frozenset, (regions, *sides))


def gap_over_time(tallies: Sequence[CheckedTally], events: EventColumns, rule: str) -> tuple[TallyPoint, ...]:
    """Return told and held figures by the last day of each tally; those without one or without a figure are left out.

    Where several tallies end on one day each is a point.
    """
    points = []
    for tally in tallies:
        held = against(tally, events, rule, listed=False).whole.held
        if tally.until is None or held is None or tally.figure is None:
            continue
        points.append(TallyPoint(tally.id, tally.until, tally.figure, held.best, held.high, tally.figure - held.best))
    return tuple(sorted(points, key=lambda one: (one.until, one.tally)))


def by_month(tally: CheckedTally, events: EventColumns, rule: str) -> tuple[MonthHeld, ...]:
    """Return what surely is inside a tally by the month of its first possible day, from the first month to the last.

    Empty where nothing is inside, or the rule gives no figure.
    """
    shares = _shares(tally, events, rule)
    if not shares:
        return ()
    found, cumulated = [], 0
    for month in _months(min(shares), max(shares)):
        cumulated += shares.get(month, 0)
        found.append(MonthHeld(month, shares.get(month, 0), cumulated))
    return tuple(found)


def _shares(tally: CheckedTally, events: EventColumns, rule: str) -> dict[date, int]:
    if against(tally, events, rule, listed=False).whole.held is None:
        return {}
    inside = events.counted(rule, tally.measure) & (codes_inside(tally, events, rule) == SURELY)
    figure = None if tally.measure == "attacks" else events.measures.figure_of(rule, tally.measure, tally.group)
    best = events.figures(rule, figure)[1] if figure else np.ones(len(events.events), dtype=np.int64)
    shares: dict[date, int] = {}
    for place in np.flatnonzero(inside & (best > 0)).tolist():
        first = events.events[place].earliest
        if first is not None:
            month = first.replace(day=1)
            shares[month] = shares.get(month, 0) + int(best[place])
    return shares


def _months(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
