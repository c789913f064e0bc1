"""Events as tallies count them, held in columns: a casebook may hold a million events and thousands of tallies."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.codebook.tally_measures import FigureOf, TallyMeasures
from recount.nouns.events import Place, SettledEvent, Side
from recount.reconciliation.tally_scope import Doubts, Region, doubts_of_place, doubts_of_sides

__all__ = ["OUTSIDE", "PERHAPS", "SURELY", "CountedEvent", "EventColumns", "counted_event"]

_Array = NDArray[Any]
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
OUTSIDE, PERHAPS, SURELY = 0, 1, 2


class CountedEvent(NamedTuple):
    """An event as a tally counts it."""

    id: str
    earliest: date | None
    """First possible day, inclusive; None where nothing tells."""
    latest: date | None
    where: Place
    perpetrators: tuple[Side, ...]
    targets: tuple[Side, ...]
    event_type: str | None
    modality: str | None
    values: Mapping[str, Mapping[str, int]]
    """By rule and name the values that tallies are set against; none that is 0 or not known."""
    enters: frozenset[str]
    """Names of the rules whose dataset would hold it."""


def counted_event(event: SettledEvent, measures: TallyMeasures) -> CountedEvent:
    """Return of a settled event what tallies are set against."""
    when = event.of("when")
    values = {
        rule: {
            name: outcome.values[name]
            for figures in measures.figures.get(rule, {}).values()
            for figure in figures.values()
            for name in figure.names
            if outcome.values.get(name)
        }
        for rule, outcome in event.outcomes.items()
    }
    return CountedEvent(
        event.id, when.earliest if when else None, when.latest if when else None, event.of("where") or _NOWHERE,
        tuple(event.of("perpetrators") or ()), tuple(event.of("targets") or ()), event.of("event_type"),
        event.of("modality"), values, frozenset(rule for rule, outcome in event.outcomes.items() if outcome.enters),
    )  # fmt: skip


_NOWHERE = Place(None, None, None, None, None, None, None, None, None, "unknown")


class EventColumns:
    """Events in the order of their first day, with what tallies ask of them as columns."""

    def __init__(self, events: Iterable[CountedEvent], measures: TallyMeasures) -> None:
        """Take in events, in any order.

        Args:
            events: what was counted.
            measures: what tallies are set against.
        """
        self.measures = measures
        places: dict[Place, int] = {}
        sides: dict[tuple[Side, ...], int] = {}
        values: dict[tuple[str, str], dict[str, int]] = {}
        kept: list[CountedEvent] = []
        for event in events:
            for rule, named in event.values.items():
                for name, value in named.items():
                    values.setdefault((rule, name), {})[event.id] = value
            # Values stand in the columns; equal places and parties are held once.
            kept.append(event._replace(values={}))
            places.setdefault(event.where, len(places))
            for told in (event.perpetrators, event.targets):
                sides.setdefault(told, len(sides))
        self.events = tuple(sorted(kept, key=lambda one: (one.earliest or date.min, one.id)))
        number = {event.id: place for place, event in enumerate(self.events)}
        self.first = _days((one.earliest for one in self.events), _FIRST)
        self.last = _days((one.latest for one in self.events), _LAST)
        self._places, self._sides = tuple(places), tuple(sides)
        self._place = np.array([places[one.where] for one in self.events], dtype=np.int64)
        self._perpetrators = np.array([sides[one.perpetrators] for one in self.events], dtype=np.int64)
        self._targets = np.array([sides[one.targets] for one in self.events], dtype=np.int64)
        self._of_country = _by_country(self._places)
        self._values = {key: _column(held, number) for key, held in values.items()}
        self._happened = np.array([one.modality in measures.modalities for one in self.events], dtype=bool)
        self._attacks = np.array([one.event_type in measures.attacks for one in self.events], dtype=bool)
        self._enters: dict[str, _Array] = {}
        self._side_codes = lru_cache(maxsize=256)(self._codes_of_sides)
        self._region_codes = lru_cache(maxsize=256)(self._codes_of_regions)

    def counted(self, rule: str, measure: str) -> _Array:
        """Tell of each event whether a tally of this measure counts it under a rule."""
        if rule not in self._enters:
            self._enters[rule] = self._happened & np.array([rule in one.enters for one in self.events], dtype=bool)
        return self._enters[rule] & self._attacks if measure == "attacks" else self._enters[rule]

    def figures(self, rule: str, figure: FigureOf) -> tuple[_Array, _Array, _Array]:
        """Return the least, best and greatest figure of each event; 0 where the rule gives none."""
        none = np.zeros(len(self.events), dtype=np.int64)
        low, high = (self._values.get((rule, name), none) for name in (figure.low, figure.high))
        return low, self._values.get((rule, figure.best), none) if figure.best else low, high

    def in_period(self, since: date | None, until: date | None) -> _Array:
        """Code each event: 0 outside the period, 1 perhaps inside, 2 surely."""
        first = since.toordinal() if since else _FIRST
        last = until.toordinal() if until else _LAST
        touches = (self.first <= last) & (self.last >= first)
        if since is None or until is None:
            return touches.astype(np.int8) * PERHAPS
        inside = (self.first >= first) & (self.last <= last)
        known = (self.first > _FIRST) | (self.last < _LAST)
        return touches.astype(np.int8) + (touches & inside & known)

    def in_regions(self, regions: tuple[Region, ...]) -> _Array:
        """Code each event by the areas; no areas are everywhere."""
        return self._region_codes(regions)[self._place]

    def by_sides(self, perpetrators: tuple[Side, ...], targets: tuple[Side, ...]) -> _Array:
        """Code each event by who acts and who is acted upon."""
        acting = self._side_codes(perpetrators, "perpetrator")[self._perpetrators]
        return np.minimum(acting, self._side_codes(targets, "target")[self._targets])

    def doubts(
        self, place: int, regions: Sequence[Region], perpetrators: Sequence[Side], targets: Sequence[Side]
    ) -> tuple[str, ...]:
        """Say why an event is only perhaps where a tally counts, or by or on those whom it names."""
        event, words = self.events[place], self.measures.all_civilians
        answers = (
            doubts_of_place(regions, event.where),
            doubts_of_sides(perpetrators, event.perpetrators, role="perpetrator", all_civilians=words),
            doubts_of_sides(targets, event.targets, role="target", all_civilians=words),
        )
        return tuple(doubt for answer in answers for doubt in answer or ())

    def _codes_of_regions(self, regions: tuple[Region, ...]) -> _Array:
        if not regions:
            return np.full(len(self._places), SURELY, dtype=np.int8)
        codes = np.zeros(len(self._places), dtype=np.int8)
        countries = {region.country for region in regions}
        asked = range(len(self._places)) if None in countries else self._places_in({None, *countries})
        for number in asked:
            codes[number] = _code(doubts_of_place(regions, self._places[number]))
        return codes

    def _places_in(self, countries: Iterable[str | None]) -> list[int]:
        return [number for country in countries for number in self._of_country.get(country, ())]

    def _codes_of_sides(self, asked: tuple[Side, ...], role: str) -> _Array:
        words = self.measures.all_civilians
        codes = [_code(doubts_of_sides(asked, held, role=role, all_civilians=words)) for held in self._sides]
        return np.array(codes, dtype=np.int8)


def _code(doubts: Doubts) -> int:
    return OUTSIDE if doubts is None else PERHAPS if doubts else SURELY


def _days(days: Iterable[date | None], unknown: int) -> _Array:
    return np.array([day.toordinal() if day else unknown for day in days], dtype=np.int64)


def _column(held: Mapping[str, int], number: Mapping[str, int]) -> _Array:
    column = np.zeros(len(number), dtype=np.int64)
    for event, value in held.items():
        column[number[event]] = value
    return column


def _by_country(places: Sequence[Place]) -> dict[str | None, list[int]]:
    found: dict[str | None, list[int]] = {}
    for number, place in enumerate(places):
        found.setdefault(place.country, []).append(number)
    return found
