"""A strip of the days of one record's reports, as positions in per cent that a template draws."""

from datetime import date, timedelta
from typing import NamedTuple

from recount.nouns import Record, Report
from recount.nouns.wording import precision_of_time, when_in_words

__all__ = ["Bar", "Tick", "Timeline", "draw_timeline"]

# Names of months are written out here because a stage does not read the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Days drawn to the left of a bar whose first day is not known, and room at both ends.
_OPEN_DAYS = 6
_MOST_TICKS = 7


class Bar(NamedTuple):
    """The days on which a report may have taken place."""

    number: int
    """Of the report, counted from one."""
    left: float
    """Per cent of the width."""
    width: float
    open_left: bool
    """Whether no first day is known."""
    label: str
    note: str


class Tick(NamedTuple):
    """A day named on the axis."""

    left: float
    label: str


class Timeline(NamedTuple):
    """A strip ready to draw."""

    bars: tuple[Bar, ...]
    undated: tuple[int, ...]
    """Numbers of the reports of which no day is known."""
    ticks: tuple[Tick, ...]
    published: float | None
    """Per cent; None where the publication day is not known to the day."""
    published_label: str


def draw_timeline(record: Record) -> Timeline | None:
    """Draw the days of a record's reports; None where no report has one."""
    dated = [(number, report) for number, report in enumerate(record.reports, 1) if _is_dated(report)]
    if not dated:
        return None
    undated = tuple(number for number, report in enumerate(record.reports, 1) if not _is_dated(report))
    published = record.article.published
    known_day = published.latest if published and published.precision == "day" else None
    spans = [_days(report) for _, report in dated]
    first = min(start for start, _ in spans)
    last = max([end for _, end in spans] + ([known_day + timedelta(days=1)] if known_day else []))
    room = timedelta(days=max(1, (last - first).days // 12))
    first, last = first - room, last + room
    total = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / total, 2)

    bars = []
    for (number, report), (start, end) in zip(dated, spans, strict=True):
        left = place(start)
        bars.append(
            Bar(
                number,
                left,
                max(round(place(end) - left, 2), 1.0),
                report.when.earliest is None,
                when_in_words(report.when),
                precision_of_time(report.when),
            )
        )
    ticks = tuple(Tick(place(day), label) for day, label in _ticks(first, last))
    middle = round(place(known_day) + 50 / total, 2) if known_day else None
    return Timeline(tuple(bars), undated, ticks, middle, f"published {known_day}" if known_day else "")


def _is_dated(report: Report) -> bool:
    return report.when.latest is not None or report.when.earliest is not None


def _days(report: Report) -> tuple[date, date]:
    """Return the first day and the day after the last one that are drawn."""
    earliest, latest = report.when.earliest, report.when.latest
    if earliest is None and latest is not None:
        earliest = latest - timedelta(days=_OPEN_DAYS)
    if earliest is None:
        raise ValueError("An undated report has no bar; ask _is_dated first.")
    return earliest, (latest or earliest + timedelta(days=_OPEN_DAYS)) + timedelta(days=1)


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Return round days with labels, at most eight."""
    span = (last - first).days
    for step in (1, 2, 7, 14):
        if span / step <= _MOST_TICKS:
            days = [first + timedelta(days=n) for n in range(span + 1)]
            # Weeks are counted from Monday, other steps from a fixed day, so that ticks stay put.
            kept = [day for day in days if (day.toordinal() - 1) % step == 0]
            return [(day, f"{day.day} {_MONTHS[day.month - 1]}") for day in kept]
    for months in (1, 2, 3, 6):
        if span / (30.4 * months) <= _MOST_TICKS:
            return [(day, f"{_MONTHS[day.month - 1]} {day.year}") for day in _firsts(first, last, months)]
    years = 1
    while span / (365.2 * years) > _MOST_TICKS:
        years = {1: 2, 2: 5}.get(years, years * 2)
    return [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1) if year % years == 0]


def _firsts(first: date, last: date, months: int) -> list[date]:
    counted = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in counted if (month % 12) % months == 0]
