"""Figures of a release, drawn from its counts: when, where, and how much is known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from recount.publishing.release.counts import MEASURES, Counts
from recount.publishing.release.drawing import FAINT, TYPES, Ink, Picture, drawn, headed, plural
from recount.publishing.release.map_figure import event_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["coverage", "pictures", "timeline"]

# Days that are shown week by week, and months shown one by one: more bars than about 90 are thinner than their gaps.
_MOST_DAYS_BY_WEEK = 92 * 7
_MOST_MONTHS = 120
_FEWEST_BARS = 12
_OTHER = "Other or not settled"
_OTHER_INK = Ink("#ffffff", "")

_COVERED: Mapping[str, str] = {
    "day_share": "on one known day",
    "dated_share": "within known days",
    "located_share": "at a point or area",
    "figures_share": "with figures of people",
    "independent_share": "told by two independent\nsources or more",
    "reviewed_share": "looked at by people",
    "accepted_share": "accepted by people",
}


class _Bars(NamedTuple):
    """Events by time and type."""

    unit: str
    days: int
    """Width of a bar."""
    events: Mapping[tuple[date, str], int]


def pictures(counts: Counts) -> tuple[Picture, ...]:
    """Return the figures of a release; those that would be empty are left out."""
    made = (timeline(counts), event_map(counts), coverage(counts))
    return tuple(picture for picture in made if picture is not None)


def timeline(counts: Counts) -> Picture | None:
    """Draw events by week, month or year, stacked by type; None where no event has a known year."""
    bars = _bars(counts)
    if bars is None:
        return None
    shown = sum(bars.events.values())
    totals: Counter[date] = Counter()
    for (start, _), number in bars.events.items():
        totals[start] += number
    first, last = min(totals), max(totals)
    peak = max(totals, key=lambda start: (totals[start], -start.toordinal()))
    title = f"Events by {bars.unit}"
    note = f"{shown:,} of {plural(counts.events, 'event')}" if shown < counts.events else plural(shown, "event")
    if shown < counts.events:
        note += f"; the others are not known to the {bars.unit}"
    alt = (
        f"Bar chart: events by {bars.unit}, stacked by type, from {_said(first, bars.unit)} to "
        f"{_said(last, bars.unit)}. Most in {_said(peak, bars.unit)}: {totals[peak]:,}. {note}."
    )

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        _stack(axes, bars, sorted(totals))
        headed(axes, title, note)
        _scales(axes, bars, first, last)
        # In the order in which bars are stacked, the uppermost first.
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles[::-1], [str(label) for label in labels[::-1]],
            loc="outside right upper", title="Type of event", alignment="left",
        )  # fmt: skip

    return drawn("figures/timeline.svg", title, alt, draw)


def coverage(counts: Counts) -> Picture | None:
    """Draw the share of events of which day, place, figures and so on are known; None without events."""
    if not counts.events:
        return None
    shares = {told: float(MEASURES[name](counts)) for name, told in _COVERED.items()}
    title = "How much is known of the events"
    alt = "Bar chart: share of events " + "; ".join(
        f"{' '.join(told.split())}: {share:.0%}" for told, share in shares.items()
    )

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        bars = axes.barh(list(shares), list(shares.values()), color="#0072b2", height=0.62)
        axes.bar_label(bars, [f"{share:.0%}" for share in shares.values()], padding=4)
        axes.invert_yaxis()
        axes.set_xlim(0, 1.08)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        axes.set_xlabel(f"Share of {plural(counts.events, 'event')}")
        axes.tick_params(axis="y", length=0)
        axes.set_title(title)

    return drawn("figures/coverage.svg", title, f"{alt}.", draw, height=3.4)


def _bars(counts: Counts) -> _Bars | None:
    if not counts.of_year:
        return None
    months = {month for month, _ in counts.by_month} or {year for year, _ in counts.of_year}
    first, last = min(months), max(months)
    if (last - first).days + 31 <= _MOST_DAYS_BY_WEEK and counts.by_week:
        return _Bars("week", 7, counts.by_week)
    if counts.by_month and (last.year - first.year) * 12 + last.month - first.month < _MOST_MONTHS:
        return _Bars("month", 31, counts.by_month)
    return _Bars("year", 365, counts.of_year)


def _stack(axes: "Axes", bars: _Bars, starts: Iterable[date]) -> None:
    starts = list(starts)
    heights: dict[str, list[int]] = {}
    for event_type in (*TYPES, _OTHER):
        heights[event_type] = [
            sum(number for (at, told), number in bars.events.items() if at == start and told not in TYPES)
            if event_type == _OTHER
            else bars.events.get((start, event_type), 0)
            for start in starts
        ]
    below = [0] * len(starts)
    # A bar is a little narrower than its time; matplotlib places it from its left edge.
    positions = [start.toordinal() for start in starts]
    for event_type, of_type in heights.items():
        if any(of_type):
            ink = TYPES.get(event_type, _OTHER_INK)
            edge = FAINT if event_type == _OTHER else "white"
            axes.bar(
                positions, of_type, bottom=below, width=bars.days * 0.9, align="edge", color=ink.colour,
                hatch=ink.hatch, edgecolor=edge, linewidth=0.3, label=event_type,
            )  # fmt: skip
            below = [low + more for low, more in zip(below, of_type, strict=True)]


def _scales(axes: "Axes", bars: _Bars, first: date, last: date) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    starts = _ticks(bars.unit, first, last)
    # In the middle of its bar.
    middles = [start.toordinal() + bars.days * 0.45 for start in starts]
    axes.set_xticks(middles, [_short(start, bars.unit) for start in starts])
    # A few bars do not fill the width, as if they were all there is to know.
    spare = max(_FEWEST_BARS - (last - first).days / bars.days, 1) / 2 * bars.days
    axes.set_xlim(first.toordinal() - spare, last.toordinal() + bars.days + spare)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    axes.set_ylabel(f"Events a {bars.unit}")
    axes.set_xlabel({"week": "Week (from Monday)", "month": "Month", "year": "Year"}[bars.unit])
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def _ticks(unit: str, first: date, last: date) -> list[date]:
    """Return at most nine starts of weeks, months or years, evenly apart."""
    if unit == "week":
        days = range(first.toordinal(), last.toordinal() + 1, 7)
        every = -(-len(days) // 9)
        return [date.fromordinal(day) for day in days[::every]]
    if unit == "year":
        years = range(first.year, last.year + 1)
        return [date(year, 1, 1) for year in years[:: -(-len(years) // 9)]]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    every = next(step for step in (1, 2, 3, 6, 12, 24) if len(months) <= step * 9)
    return [date(month // 12, month % 12 + 1, 1) for month in months if month % every == 0]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _short(day: date, unit: str) -> str:
    if unit == "year":
        return str(day.year)
    month = f"{_MONTHS[day.month - 1]}\n{day.year}"
    return f"{day.day} {month}" if unit == "week" else month


def _said(day: date, unit: str) -> str:
    if unit == "year":
        return str(day.year)
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return f"the week of {day.day} {month}" if unit == "week" else month
