"""A tally against the coded events inside its period, area and parties, under a published rule.

What is surely inside makes the figure; what is only perhaps inside makes its upper bound, with the doubt in words.
Totals are treated as Iraq Body Count treats those of morgues: what the incidents of the period and area already hold
is taken off, as a least and a greatest remainder (its x-entries; here without a background rate, which no text gives).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.codebook.tally_measures import EVERYONE, FigureOf
from recount.nouns.events import Side
from recount.reconciliation.tally_events import PERHAPS, SURELY, CountedEvent, EventColumns
from recount.reconciliation.tally_scope import Region, doubts_of_period

__all__ = [
    "CheckedPart",
    "CheckedTally",
    "Compared",
    "EventInside",
    "Held",
    "PartCompared",
    "TallyCheckResult",
    "against",
    "codes_inside",
    "held_under",
]

_Array = NDArray[Any]


class CheckedPart(NamedTuple):
    """A summand of a tally: an area's or a group's share."""

    label: str
    """As written: "Iraq", "soldiers"."""
    region: Region | None
    """None where it is a group's share."""
    group: str | None
    """Whom it counts, as `tally_measures.yaml` names groups; None where it is an area's share."""
    low: int | None
    best: int | None
    high: int | None


class CheckedTally(NamedTuple):
    """A tally with its areas looked up, ready to be set against events."""

    id: str
    measure: str
    low: int | None
    """None where the words set no lower bound."""
    best: int | None
    high: int | None
    since: date | None
    """First day, inclusive; None where the text does not say."""
    until: date | None
    counted: str | None
    """Who or what is counted, as written."""
    group: str
    """The same as `tally_measures.yaml` names groups."""
    regions: tuple[Region, ...] = ()
    """Empty: the text names no area."""
    perpetrators: tuple[Side, ...] = ()
    targets: tuple[Side, ...] = ()
    parts: tuple[CheckedPart, ...] = ()
    parts_sum: int | None = None
    """The parts as told, added up; None where the text gives none."""
    parts_agree: bool | None = None
    """Whether that lies within the bounds of the whole."""

    @property
    def figure(self) -> int | None:
        """The number as told; a bound where the words give no more."""
        return next((one for one in (self.best, self.low, self.high) if one is not None), None)


class Held(NamedTuple):
    """What the events of a casebook come to."""

    low: int
    """The rule's least, over events that are surely inside; 0 where it counts others too."""
    best: int
    high: int
    """The rule's greatest, with those that are perhaps inside."""
    events: int
    """Surely inside."""
    perhaps: int


class Compared(NamedTuple):
    """A told figure beside what is held. All None but `why_not` where they cannot be compared."""

    held: Held | None
    covered: int | None = None
    """Of the told figure, what is held."""
    missing: int | None = None
    """The told lower bound less what is held, 0 where that is more; None where the words set no lower bound."""
    missing_at_least: int | None = None
    """The same if all that is perhaps inside were inside."""
    surplus: int | None = None
    """What is held less the told upper bound; 0 where the words set none."""
    residual: tuple[int, int | None] | None = None
    """What Iraq Body Count would still enter for the total: least and greatest remainder; no greatest one where the
    words set no upper bound."""
    why_not: str | None = None


class PartCompared(NamedTuple):
    """A summand beside what is held of it."""

    part: CheckedPart
    compared: Compared


class EventInside(NamedTuple):
    """An event that is, or may be, one of those that a tally counts."""

    event: CountedEvent
    figure: Held
    """Its own share: under a tally of attacks 1."""
    doubts: tuple[str, ...]
    """Why it is only perhaps inside; empty where it surely is."""
    parts: tuple[str, ...]
    """Labels of the parts that it surely belongs to."""


class TallyCheckResult(NamedTuple):
    """A tally against the events of a casebook under one rule."""

    tally: CheckedTally
    rule: str
    whole: Compared
    parts: tuple[PartCompared, ...]
    held_parts_sum: int | None
    """What is held of the parts, added up; None where one of them cannot be compared."""
    held_agrees: bool | None
    """Whether that is what is held of the whole."""
    events: tuple[EventInside, ...]
    """By their first day; empty where they were not asked for."""
    notes: tuple[str, ...]


def against(tally: CheckedTally, events: EventColumns, rule: str, *, listed: bool = True) -> TallyCheckResult:
    """Set a tally against events under a published rule.

    Args:
        tally: what was told.
        events: all events of the casebook.
        rule: name of the rule whose figures, and whose dataset, count.
        listed: whether the events are listed one by one.
    """
    codes = codes_inside(tally, events, rule)
    held = held_under(tally, events, rule, codes, tally.group)
    whole = _compared(tally.low, tally.best, tally.high, held)
    parts = tuple(PartCompared(part, _part(tally, part, events, rule, codes)) for part in tally.parts)
    of_parts = [one.compared.held for one in parts]
    total = sum(one.best for one in of_parts if one) if of_parts and None not in of_parts else None
    return TallyCheckResult(
        tally=tally,
        rule=rule,
        whole=whole,
        parts=parts,
        held_parts_sum=total,
        held_agrees=None if total is None or whole.held is None else total == whole.held.best,
        events=tuple(_listed(tally, events, rule, codes)) if listed and whole.held is not None else (),
        notes=tuple(_notes(tally, events, rule)),
    )


def codes_inside(tally: CheckedTally, events: EventColumns, rule: str) -> _Array:
    """Code each event: 0 outside period, area or parties, 1 perhaps inside, 2 surely."""
    codes = np.minimum(events.in_period(tally.since, tally.until), events.in_regions(tally.regions))
    return np.minimum(codes, events.by_sides(tally.perpetrators, _restricting(tally, events, rule)))


def _restricting(tally: CheckedTally, events: EventColumns, rule: str) -> tuple[Side, ...]:
    """Return the targets that an event has to have.

    Civilians killed are civilians whoever was attacked: where the rule's figure counts just them, their words among
    the targets say no more.
    """
    figure = events.measures.figure_of(rule, tally.measure, tally.group)
    if figure is None or figure.group != tally.group:
        return tally.targets
    return tuple(side for side in tally.targets if not events.measures.only_names(side.name, tally.group))


def held_under(tally: CheckedTally, events: EventColumns, rule: str, codes: _Array, group: str) -> Held | str:
    """Sum up the events that are inside; in words why not, where tally or rule give no figure for it.

    Args:
        tally: what was told.
        events: all events of the casebook.
        rule: name of the rule.
        codes: of each event, as `codes_inside` gives them.
        group: whom the figure counts.
    """
    if tally.figure is None:
        return "the words give no number"
    if tally.since is None and tally.until is None:
        return "the text gives no period"
    if tally.measure == "other":
        return "what it counts is no measure of events"
    counted = events.counted(rule, tally.measure)
    surely, perhaps = counted & (codes == SURELY), counted & (codes == PERHAPS)
    sure, unsure = int(surely.sum()), int(perhaps.sum())
    if tally.measure == "attacks":
        return Held(sure, sure, sure + unsure, sure, unsure)
    figure = events.measures.figure_of(rule, tally.measure, group)
    if figure is None:
        return f"{rule} gives no figure for {_people(tally.measure, group)}"
    low, best, high = events.figures(rule, figure)
    greatest = int(high[surely | perhaps].sum())
    # Where the rule does not tell those whom the tally counts from others, none of its dead may be theirs.
    least = int(low[surely].sum()) if figure.group == group else 0
    has = high > 0
    return Held(least, int(best[surely].sum()), greatest, int((surely & has).sum()), int((perhaps & has).sum()))


def _part(tally: CheckedTally, part: CheckedPart, events: EventColumns, rule: str, codes: _Array) -> Compared:
    if part.region is not None:
        inside = np.minimum(codes, events.in_regions((part.region,)))
        return _compared(part.low, part.best, part.high, held_under(tally, events, rule, inside, tally.group))
    figure = events.measures.figure_of(rule, tally.measure, part.group or EVERYONE)
    if part.group in (None, EVERYONE) or figure is None or figure.group != part.group or figure.only:
        return Compared(None, why_not=f"{rule} does not tell “{part.label}” from the rest")
    return _compared(part.low, part.best, part.high, held_under(tally, events, rule, codes, part.group or EVERYONE))


def _compared(low: int | None, best: int | None, high: int | None, held: Held | str) -> Compared:
    if isinstance(held, str):
        return Compared(None, why_not=held)
    if low is None and high is None:
        # "Some 140": the figure is all that is told.
        low = high = best
    figure = next((one for one in (best, low, high) if one is not None), None)
    if figure is None:
        return Compared(None, why_not="the words give no number")
    return Compared(
        held=held,
        covered=min(figure, held.best),
        missing=None if low is None else max(0, low - held.best),
        missing_at_least=None if low is None else max(0, low - held.high),
        surplus=0 if high is None else max(0, held.best - high),
        residual=(max(0, (low or 0) - held.high), None if high is None else max(0, high - held.low)),
    )


def _listed(tally: CheckedTally, events: EventColumns, rule: str, codes: _Array) -> Iterator[EventInside]:
    counted = events.counted(rule, tally.measure) & (codes > 0)
    figure = None if tally.measure == "attacks" else events.measures.figure_of(rule, tally.measure, tally.group)
    columns = events.figures(rule, figure) if figure else None
    targets = _restricting(tally, events, rule)
    parts = [
        (part.label, np.minimum(codes, events.in_regions((part.region,))) == SURELY)
        for part in tally.parts
        if part.region is not None
    ]
    for place in np.flatnonzero(counted).tolist():
        event, sure = events.events[place], codes[place] == SURELY
        low, best, high = (int(column[place]) for column in columns) if columns else (1, 1, 1)
        if high == 0:
            continue
        doubts = doubts_of_period(tally.since, tally.until, event.earliest, event.latest) or ()
        yield EventInside(
            event=event,
            figure=Held(low, best, high, int(sure), int(not sure)),
            doubts=(*doubts, *events.doubts(place, tally.regions, tally.perpetrators, targets)),
            parts=tuple(label for label, inside in parts if inside[place]),
        )


def _notes(tally: CheckedTally, events: EventColumns, rule: str) -> Iterator[str]:
    if not tally.regions:
        yield "The text names no area: events everywhere are counted."
    for region in tally.regions:
        if region.level in ("unknown", "area"):
            where = f"all of {region.country}" if region.country and region.level == "unknown" else "what is near"
            yield f"What “{region.name}” covers is not known to the gazetteer: {where} is perhaps inside."
    if (tally.since is None) != (tally.until is None):
        told, end = ("first", "before its last") if tally.since is None else ("last", "after its first")
        yield f"The tally does not tell its {told} day: what lies {end} day is perhaps inside."
    yield from _notes_on_figure(tally, events.measures.figure_of(rule, tally.measure, tally.group), rule)
    if tally.parts_agree is False and tally.parts_sum is not None:
        yield f"The parts as told add up to {tally.parts_sum:,}, which is not the whole."


def _notes_on_figure(tally: CheckedTally, figure: FigureOf | None, rule: str) -> Iterator[str]:
    if tally.measure == "attacks" or figure is None:
        return
    if figure.only:
        yield f"{rule} counts {figure.only} only."
    elif figure.group != tally.group:
        told = tally.counted or f"a {tally.group}"
        yield f"{rule} does not tell “{told}” from others: {_people(tally.measure, figure.group)} are counted."


def _people(measure: str, group: str) -> str:
    who = {EVERYONE: "people", "child": "children", "woman": "women"}.get(group, f"{group}s")
    return f"{who} {measure}"
