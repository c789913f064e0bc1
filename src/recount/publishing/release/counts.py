"""What a release counts of its events, taken event by event: memory does not grow with their number."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from recount.nouns.events import Period, Place, SettledEvent
from recount.publishing.release.changes import Changes

__all__ = ["EXAMPLES", "MEASURES", "Cell", "Counts", "Precision", "Reason", "is_accepted"]

EXAMPLES = 3
"""Events named as examples of a reason."""

# Degrees, times two for each step up. 0.05 is a third of the narrowest symbol on the widest map.
_FINEST_DEGREES = 0.05
# Cells of the map at most: more cannot be told apart on it, and each is a shape in the drawing.
_MOST_CELLS = 3_000

Precision = str
"""Of a point on the map: `exact`, `near` (a district or closer), `wide` (a province or an area)."""
_ON_A_MAP: Mapping[str, Precision] = {
    "exact": "exact", "near": "near", "admin2": "near", "admin1": "wide", "area": "wide", "international": "wide",
}  # fmt: skip


class Cell(NamedTuple):
    """A place on the map with all events of one precision in it."""

    latitude: float
    """Degrees, of its middle."""
    longitude: float
    precision: Precision
    events: int
    radius_km: float
    """The widest uncertainty of an event in it; 0 where none is known."""


class Reason(NamedTuple):
    """Why something was left out or could not be said, and how often."""

    reason: str
    events: int
    examples: tuple[str, ...]
    """Ids of the first events in order."""


class _Reasons:
    """Reasons with numbers and examples; the same for any order of events."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._examples: defaultdict[str, list[str]] = defaultdict(list)

    def take(self, reason: str, event: str) -> None:
        self._numbers[reason] += 1
        examples = self._examples[reason]
        if (len(examples) < EXAMPLES or event < examples[-1]) and event not in examples:
            examples.append(event)
            examples.sort()
            del examples[EXAMPLES:]

    def join(self, other: "_Reasons") -> None:
        for reason, number in other._numbers.items():
            self._numbers[reason] += number
            self._examples[reason] = sorted({*self._examples[reason], *other._examples[reason]})[:EXAMPLES]

    def listed(self) -> tuple[Reason, ...]:
        told = (Reason(reason, number, tuple(self._examples[reason])) for reason, number in self._numbers.items())
        return tuple(sorted(told, key=lambda one: (-one.events, one.reason)))


class Counts:
    """Counts of the events of one release; the same for any order of them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.events = self.reports = self.accepted = self.reviewed = self.unresolved_events = 0
        self.dated = self.to_the_day = self.located = self.with_figures = self.independent = 0
        self.rejected_reports = 0
        self.outlets: Counter[str] = Counter()
        """Reports by outlet; those without a name are not among them."""
        self.by_type: Counter[tuple[str, str]] = Counter()
        """Events by type and sub-type; an empty word where nothing settles it."""
        self.by_modality: Counter[str] = Counter()
        self.by_country: Counter[str] = Counter()
        """By ISO 3166-1 alpha-2; empty where none is known."""
        self.by_year: Counter[str] = Counter()
        """By year of the first possible day; empty where none is known."""
        self.by_time_precision: Counter[str] = Counter()
        self.by_place_precision: Counter[str] = Counter()
        self.of_year: Counter[tuple[date, str]] = Counter()
        """By first day of the year and type, events of a known year only."""
        self.by_month: Counter[tuple[date, str]] = Counter()
        """By first day of the month and type, events of a known month only."""
        self.by_week: Counter[tuple[date, str]] = Counter()
        """By Monday of the week and type, events of a known week only."""
        self.country_only: Counter[str] = Counter()
        """Events without a point, by country."""
        self.unresolved: Counter[str] = Counter()
        """Events by field that nothing settles."""
        self.verdicts: Counter[str] = Counter()
        """Reports by what people think of them as a whole."""
        self.corrected: Counter[str] = Counter()
        """Corrections by field."""
        self.reviewers: set[str] = set()
        self.entering: Counter[str] = Counter()
        """Events that a rule's dataset would hold, by rule."""
        self.sums: Counter[tuple[str, str]] = Counter()
        """By rule and figure, summed over the events that enter."""
        self.figures_known: Counter[tuple[str, str]] = Counter()
        """By rule and figure, events that enter and have it."""
        self.grades: Counter[tuple[str, str]] = Counter()
        """Events by rule and grade, where the rule gives grades."""
        self.first_with_figures: str | None = None
        """The first event in the order of ids with a figure that a rule took from a claim."""
        self.held_back: Counter[str] = Counter()
        """What was withheld, coarsened or delayed, in words, and how often."""
        self.events_before: int | None = None
        """Events of the release before; None without one."""
        self.ended: int = 0
        """Ids of the release before that name no event any more."""
        self._left_out: dict[str, _Reasons] = {}
        self._kept_out: dict[str, _Reasons] = {}
        self._cells: defaultdict[tuple[int, int, Precision], list[float]] = defaultdict(_empty_cell)
        self._doublings = 0

    def take(self, settled: SettledEvent) -> None:
        """Count an event as it is published."""
        self.events += 1
        self.reports += len(settled.reports)
        self.rejected_reports += len(settled.rejected)
        self.outlets.update(report.outlet for report in settled.reports if report.outlet)
        event_type = settled.of("event_type") or ""
        self.by_type[event_type, settled.of("sub_event_type") or ""] += 1
        self.by_modality[settled.of("modality") or ""] += 1
        self._take_time(settled.of("when"), event_type)
        self._take_place(settled.of("where"))
        self.independent += settled.sources.independent >= 2
        self._take_outcomes(settled)
        self._take_review(settled)
        open_fields = [name for name, choice in settled.fields.items() if choice.line == "unresolved"]
        self.unresolved.update(open_fields)
        self.unresolved_events += bool(open_fields)

    def join(self, other: "Counts") -> None:
        """Take in what another one counted of other events."""
        for name, value in vars(other).items():
            if isinstance(value, Counter | set):
                getattr(self, name).update(value)
            elif isinstance(value, int) and not name.startswith("_"):
                setattr(self, name, getattr(self, name) + value)
        firsts = [one for one in (self.first_with_figures, other.first_with_figures) if one is not None]
        self.first_with_figures = min(firsts, default=None)
        for form, reasons in other._left_out.items():
            self._left_out.setdefault(form, _Reasons()).join(reasons)
        for rule, reasons in other._kept_out.items():
            self._kept_out.setdefault(rule, _Reasons()).join(reasons)
        while self._doublings < other._doublings:
            self._double()
        for (row, column, precision), (events, radius) in other._cells.items():
            steps = self._doublings - other._doublings
            cell = self._cells[row >> steps, column >> steps, precision]
            cell[0] += events
            cell[1] = max(cell[1], radius)
        while len(self._cells) > _MOST_CELLS:
            self._double()

    def leave_out(self, form: str, reason: str, event: str) -> None:
        """Count an event that a format could not hold, or not fully, with the reason in a few neutral words."""
        self._left_out.setdefault(form, _Reasons()).take(reason, event)

    def hold_back(self, what: str, number: int = 1) -> None:
        """Count what was withheld, coarsened or delayed: "names of private persons"."""
        self.held_back[what] += number

    def compare(self, changes: Changes) -> None:
        """Take note of what became of the release before."""
        self.events_before = changes.events_before
        self.ended = sum(len(change.ended) for change in changes.found)

    @property
    def left_out(self) -> Mapping[str, tuple[Reason, ...]]:
        """By format why it does not hold events, or not fully, the most frequent reason first."""
        return {form: reasons.listed() for form, reasons in sorted(self._left_out.items())}

    @property
    def kept_out(self) -> Mapping[str, tuple[Reason, ...]]:
        """By rule the lines that keep events out of its dataset."""
        return {rule: reasons.listed() for rule, reasons in sorted(self._kept_out.items())}

    def cells(self) -> Iterator[Cell]:
        """Yield the cells of the map, the widest uncertainty first, so that closer ones are drawn over them."""
        size = self._cell_degrees
        made = [
            Cell((row + 0.5) * size, (column + 0.5) * size, precision, int(events), radius)
            for (row, column, precision), (events, radius) in self._cells.items()
        ]
        yield from sorted(made, key=lambda cell: (-cell.radius_km, -cell.events, cell))

    def summary(self) -> dict[str, Any]:
        """Return the counts that a data package tells, as JSON has them."""
        shares = {name: _rounded(of(self)) for name, of in MEASURES.items() if name.endswith("_share")}
        return {
            "events": self.events,
            "reports": self.reports,
            "sources": len(self.outlets),
            "by_type": dict(sorted(_by_first(self.by_type).items())),
            "by_country": dict(sorted(self.by_country.items())),
            "by_year": dict(sorted(self.by_year.items())),
            "entering": dict(sorted(self.entering.items())),
            "shares": shares,
            "held_back": dict(sorted(self.held_back.items())),
            "left_out": {form: {one.reason: one.events for one in told} for form, told in self.left_out.items()},
        }

    @property
    def _cell_degrees(self) -> float:
        return float(_FINEST_DEGREES * 2**self._doublings)

    def _take_time(self, when: Period | None, event_type: str) -> None:
        self.by_time_precision[when.precision if when else "unknown"] += 1
        first, last = (when.earliest, when.latest) if when else (None, None)
        self.by_year[str(first.year) if first else ""] += 1
        if not first or not last:
            return
        self.dated += 1
        self.to_the_day += first == last
        if first.year == last.year:
            self.of_year[first.replace(month=1, day=1), event_type] += 1
        if (first.year, first.month) == (last.year, last.month):
            self.by_month[first.replace(day=1), event_type] += 1
        monday = _monday(first)
        if monday == _monday(last):
            self.by_week[monday, event_type] += 1

    def _take_place(self, where: Place | None) -> None:
        self.by_place_precision[where.precision if where else "unknown"] += 1
        self.by_country[(where and where.country) or ""] += 1
        precision = _ON_A_MAP.get(where.precision) if where else None
        if not where or where.latitude is None or where.longitude is None or precision is None:
            if where and where.country:
                self.country_only[where.country] += 1
            return
        self.located += 1
        # By way of the finest cells, so that the order of events makes no difference.
        row, column = (
            int(degrees // _FINEST_DEGREES) >> self._doublings for degrees in (where.latitude, where.longitude)
        )
        cell = self._cells[row, column, precision]
        cell[0] += 1
        cell[1] = max(cell[1], where.radius_km or 0.0)
        while len(self._cells) > _MOST_CELLS:
            self._double()

    def _double(self) -> None:
        self._doublings += 1
        finer, self._cells = self._cells, defaultdict(_empty_cell)
        for (row, column, precision), (events, radius) in finer.items():
            cell = self._cells[row // 2, column // 2, precision]
            cell[0] += events
            cell[1] = max(cell[1], radius)

    def _take_outcomes(self, settled: SettledEvent) -> None:
        known = False
        for rule, outcome in settled.outcomes.items():
            known = known or bool(outcome.rests_on)
            grade = outcome.values.get("grade")
            if isinstance(grade, str):
                self.grades[rule, grade] += 1
            if not outcome.enters:
                for line in outcome.why_not or ("no line of the rule",):
                    self._kept_out.setdefault(rule, _Reasons()).take(line, settled.id)
                continue
            self.entering[rule] += 1
            for name in _FIGURES.get(rule, tuple(outcome.rests_on)):
                value = outcome.values.get(name)
                if isinstance(value, int):
                    self.sums[rule, name] += value
                    self.figures_known[rule, name] += 1
        self.with_figures += known
        if known and (self.first_with_figures is None or settled.id < self.first_with_figures):
            self.first_with_figures = settled.id

    def _take_review(self, settled: SettledEvent) -> None:
        self.accepted += is_accepted(settled)
        decisions = [decision for report in settled.reports for decision in report.decisions]
        self.reviewed += bool(decisions) or any(report.review for report in settled.reports)
        self.verdicts.update(report.review for report in settled.reports if report.review)
        self.corrected.update(str(one["field"]) for one in decisions if one.get("verdict") == "correct")
        self.reviewers.update(str(one["by"]) for one in decisions if one.get("by"))


# Figures of the shipped rules that can be added up; of another rule, those that rest on claims.
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "acled": ("fatalities",),
    "ucdp": ("low", "best", "high"),
    "airwars": ("civilians_killed_min", "civilians_killed_max"),
    "ibc": ("deaths_min", "deaths_max"),
}


def _empty_cell() -> list[float]:
    return [0, 0.0]


def is_accepted(settled: SettledEvent) -> bool:
    """Tell whether people accepted an event.

    They did where each story of it (reports in the same words are one) has a report that they accepted or corrected,
    and none of its reports is one that they are unsure of.
    """
    stories = {report.family for report in settled.reports}
    settled_stories = {report.family for report in settled.reports if report.review in ("accepted", "corrected")}
    return stories == settled_stories and all(report.review != "unsure" for report in settled.reports)


def _share(number: int, whole: int) -> float:
    return number / whole if whole else 0.0


MEASURES: Mapping[str, Any] = {
    "events": lambda counts: counts.events,
    "reports": lambda counts: counts.reports,
    "sources": lambda counts: len(counts.outlets),
    "accepted_share": lambda counts: _share(counts.accepted, counts.events),
    "reviewed_share": lambda counts: _share(counts.reviewed, counts.events),
    "dated_share": lambda counts: _share(counts.dated, counts.events),
    "day_share": lambda counts: _share(counts.to_the_day, counts.events),
    "located_share": lambda counts: _share(counts.located, counts.events),
    "figures_share": lambda counts: _share(counts.with_figures, counts.events),
    "independent_share": lambda counts: _share(counts.independent, counts.events),
    "unresolved_share": lambda counts: _share(counts.unresolved_events, counts.events),
    "retracted_share": lambda counts: _share(counts.ended, counts.events_before or 0),
}
"""What can be asked of a release, by name: numbers, and shares of its events in [0, 1].

`dated`: first and last possible day are known; `day`: they are one day; `located`: there is a point; `figures`: a rule
takes a figure from a claim; `independent`: two independent sources or more; `unresolved`: some field is;
`retracted`: of the events of the release before, those whose id names none any more.
"""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday()) if day.toordinal() > day.weekday() else day


def _by_first(counted: Counter[tuple[str, str]]) -> Counter[str]:
    firsts: Counter[str] = Counter()
    for (first, _), number in counted.items():
        firsts[first] += number
    return firsts


def _rounded(share: float) -> float:
    return round(share, 4)
