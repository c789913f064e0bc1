"""Ranges of days and the arithmetic on them."""

from calendar import day_name, monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

__all__ = [
    "DayRange",
    "Precision",
    "half_range",
    "hull",
    "month_range",
    "months_from",
    "nth_weekday",
    "quarter_range",
    "shift",
    "spread",
    "valid_day",
    "weekday_told",
    "width",
    "year_range",
]

Precision = Literal["day", "days", "week", "month", "year", "unknown"]

# Months and years are split in three: news says "early January" for about its first ten days.
_THIRD_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_THIRD_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


_WIDTHS: tuple[tuple[int, Precision], ...] = (
    (1, "day"),
    (6, "days"),
    (7, "week"),
    (31, "month"),
    (366, "year"),
)


class DayRange(NamedTuple):
    """Days from `earliest` to `latest`, both included; None where that side is open."""

    earliest: date | None
    latest: date | None
    precision: Precision


def hull(ranges: list[DayRange]) -> DayRange | None:
    """Return the smallest range that holds all of `ranges`; None for no range."""
    if not ranges:
        return None
    if all(one == ranges[0] for one in ranges):
        return ranges[0]
    firsts = [one.earliest for one in ranges]
    lasts = [one.latest for one in ranges]
    earliest = None if None in firsts else min(day for day in firsts if day)
    latest = None if None in lasts else max(day for day in lasts if day)
    return DayRange(earliest, latest, width(earliest, latest))


def width(earliest: date | None, latest: date | None) -> Precision:
    """Name the width of a range as UCDP's date_prec does; an open or longer range is unknown."""
    if earliest is None or latest is None:
        return "unknown"
    days = (latest - earliest).days + 1
    return next((name for most, name in _WIDTHS if days <= most), "unknown")


def spread(earliest: date, latest: date) -> DayRange:
    """Return the range between two days with the precision of its width."""
    return DayRange(earliest, latest, width(earliest, latest))


def shift(day: date, days: int) -> date:
    """Return the day so many days later (negative: earlier), held within the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def months_from(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year = min(max(number // 12, date.min.year), date.max.year)
    month = number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_range(year: int, month: int, part: str | None) -> DayRange:
    """Return a month or its `early`, `mid` or `late` third."""
    year = min(max(year, date.min.year), date.max.year)
    first, last = _THIRD_OF_MONTH.get(part or "", (1, 31))
    return DayRange(date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])), "month")


def year_range(year: int, part: str | None) -> DayRange:
    """Return a year or its `early`, `mid` or `late` third."""
    year = min(max(year, date.min.year), date.max.year)
    first, last = _THIRD_OF_YEAR.get(part or "", (1, 12))
    return DayRange(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "year")


def quarter_range(year: int, number: int) -> DayRange:
    """Return a quarter of a calendar year, 1 to 4."""
    return _months_of(year, 3 * number - 2, 3 * number)


def half_range(year: int, number: int) -> DayRange:
    """Return a half of a calendar year, 1 or 2."""
    return _months_of(year, 6 * number - 5, 6 * number)


def _months_of(year: int, first: int, last: int) -> DayRange:
    earliest, latest = month_range(year, first, None).earliest, month_range(year, last, None).latest
    return DayRange(earliest, latest, width(earliest, latest))


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date | None:
    """Return the first (1), second (2) … such weekday of a month, Monday 0; None where it has fewer."""
    first = valid_day(year, month, 1)
    return valid_day(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (number - 1)) if first else None


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return the day; None where the calendar has none such (31 April)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_told(weekday: int, day: date) -> str:
    """Say that a text names another weekday than its date has, and which of them was taken."""
    return f"The text says {day_name[weekday]}, but {day} was a {day_name[day.weekday()]}. The date was taken."
