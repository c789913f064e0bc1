"""The days that a time expression means, set against a day of publication."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from recount.nouns.calendar import (
    DayRange,
    half_range,
    month_range,
    months_from,
    nth_weekday,
    quarter_range,
    shift,
    spread,
    valid_day,
    width,
    year_range,
)

if TYPE_CHECKING:
    from recount.nouns.dates import TimeExpression

__all__ = ["range_of"]

_DAYS_OF_WEEK_PART = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
"""Monday is 0; both ends included."""
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_LONGEST_REPORTING_DAYS = 180
_TWO_IN_DAYS = {"day": 2, "week": 14, "month": 60, "quarter": 180, "year": 730, "decade": 7300}
_IN_DAYS = {"second": 0, "minute": 0, "day": 1, "week": 7}


def range_of(words: "TimeExpression", today: date | None) -> DayRange | None:
    """Return the days that are meant; None where they cannot be told.

    `today` is the day of publication; without one, only expressions that are complete have days.
    """
    if words.kind == "between":
        return _of_between(words, today)
    if words.kind == "since":
        first = range_of(words.first, today) if words.first else None
        # A period that begins after publication is still to come and has no end in the text.
        latest = today if first and first.earliest and today and first.earliest <= today else None
        return DayRange(first.earliest, latest, width(first.earliest, latest)) if first else None
    if words.kind == "until":
        last = range_of(words.last, today) if words.last else None
        return DayRange(None, last.latest, "unknown") if last else None
    if words.kind == "date" and words.is_complete:
        found = _of_full_date(words)
    elif words.kind == "month" and words.year and words.month:
        found = month_range(words.year, words.month, words.part)
    elif words.kind == "year" and words.year:
        found = year_range(words.year, words.part)
    elif words.kind in _PERIODS and words.year:
        found = _PERIODS[words.kind](words, words.year)
    else:
        found = _RELATIVE[words.kind](words, today) if today and words.kind in _RELATIVE else None
    return _with_night(found, words, today)


def _with_night(found: DayRange | None, words: "TimeExpression", today: date | None) -> DayRange | None:
    if found is None or words.overnight is None or found.earliest is None or found.latest is None:
        return found
    # Published on the day itself, "overnight Thursday" is the night that ended on that morning.
    over = today is not None and found.latest >= today and not words.future and not words.is_complete
    if words.overnight == "after" and not over:
        return spread(found.earliest, shift(found.latest, 1))
    return spread(shift(found.earliest, -1), found.latest)


def _of_full_date(words: "TimeExpression") -> DayRange | None:
    day = _day_in(words, words.year or 0, words.month or 0)
    return DayRange(day, day, "day") if day else None


def _day_in(words: "TimeExpression", year: int, month: int) -> date | None:
    """Return the day of a month that is written, or "the fourth Thursday" of it."""
    if words.day is None and words.number is not None and words.weekday is not None:
        return nth_weekday(year, month, words.weekday, words.number)
    return valid_day(year, month, words.day or 0)


def _of_between(words: "TimeExpression", today: date | None) -> DayRange | None:
    last = range_of(words.last, today) if words.last else None
    if last is None or last.latest is None or words.first is None:
        return None
    # The beginning of a range is sought back from its end: "from December 28 to January 3".
    anchor = last.latest if words.first.kind in ("date", "weekday", "month") else today
    first = range_of(words.first.model_copy(update={"future": False}), anchor)
    if first is None or first.earliest is None or first.earliest > last.latest:
        return None
    return spread(first.earliest, last.latest)


def _of_date(words: "TimeExpression", today: date) -> DayRange | None:
    """A day without year, or without month and year: the latest such day that is not after publication."""
    if words.day is None and words.number is None:
        return None
    if words.month is None:
        months = [words.offset] if words.offset is not None else ([0, 1] if words.future else [0, -1])
        starts = [months_from(today.replace(day=1), month) for month in months]
        candidates = [_day_in(words, start.year, start.month) for start in starts]
        free = words.offset is not None
    elif words.offset is not None:
        candidates = [_day_in(words, today.year + words.offset, words.month)]
        free = True
    else:
        # Eight years hold a 29 February even across 1900 or 2100.
        years = range(today.year - 8, today.year + 9)
        candidates = [_day_in(words, year, words.month) for year in years]
        free = False
    days = [day for day in candidates if day is not None]
    past = [day for day in days if day <= today]
    coming = [day for day in days if day >= today]
    chosen = days[0] if free and days else None
    if not free:
        chosen = min(coming, default=None) if words.future else max(past, default=None)
        chosen = _by_weekday(chosen, past, coming, words.weekday if words.day else None)
    return DayRange(chosen, chosen, "day") if chosen else None


def _by_weekday(chosen: date | None, past: list[date], coming: list[date], weekday: int | None) -> date | None:
    """Let a weekday beside the date choose between the last such day and the next one."""
    if chosen is None or weekday is None or chosen.weekday() == weekday:
        return chosen
    near = [*([max(past)] if past else []), *([min(coming)] if coming else [])]
    return next((day for day in near if day.weekday() == weekday), chosen)


def _of_weekday(words: "TimeExpression", today: date) -> DayRange | None:
    if words.weekday is None:
        return None
    monday = shift(today, -today.weekday())
    back = (today.weekday() - words.weekday) % 7
    if words.unit == "week":
        day = shift(monday, 7 * (words.offset or 0) + words.weekday)
    elif words.offset == -1:
        day = shift(today, -(back or 7))
    elif words.offset == 1:
        day = shift(today, 7 - back)
    elif words.future:
        day = shift(today, (7 - back) % 7)
    else:
        day = shift(today, -back)
    return DayRange(day, day, "day")


def _of_weekend(words: "TimeExpression", today: date) -> DayRange:
    """Saturday and Sunday, or the days of rest that are given, the last ones that had begun by publication."""
    back = (today.weekday() - (5 if words.weekday is None else words.weekday)) % 7
    first = shift(today, -back)
    if words.offset == -1 and back < 2:
        first = shift(first, -7)
    elif (words.offset == 1 or words.future) and not (words.future and words.offset != 1 and back < 2):
        first = shift(first, 7)
    last = shift(first, 1)
    if first <= today < last and not words.future and words.offset != 1:
        # Published on its first day: what is told of had happened by then.
        return DayRange(first, today, "days")
    return DayRange(first, last, "days")


def _of_week(words: "TimeExpression", today: date) -> DayRange | None:
    if words.first is not None:
        start = range_of(words.first, today)
        if words.number is not None:
            return _week_of_month(start, words.number)
        return DayRange(start.earliest, shift(start.earliest, 6), "week") if start and start.earliest else None
    offset = words.offset or 0
    monday = shift(today, 7 * offset - today.weekday())
    if words.part == "later" or (words.future and offset == 0):
        return DayRange(min(shift(today, 1), shift(monday, 6)), shift(monday, 6), "days")
    if offset == 0 and words.part == "earlier":
        # On a Monday, "earlier this week" can only mean a week that began on Sunday.
        return DayRange(min(monday, shift(today, -1)), shift(today, -1), "days")
    if words.part in _DAYS_OF_WEEK_PART:
        first, last = _DAYS_OF_WEEK_PART[words.part]
        latest = shift(monday, last)
        return DayRange(shift(monday, first), min(latest, today) if offset == 0 else latest, "days")
    return DayRange(monday, today if offset == 0 else shift(monday, 6), "week")


def _week_of_month(month: DayRange | None, number: int) -> DayRange | None:
    """Return the days 1-7, 8-14 … of a month; its last seven for a number that no month reaches."""
    if month is None or month.earliest is None or month.latest is None:
        return None
    first = shift(month.earliest, 7 * (number - 1))
    last = shift(first, 6)
    return DayRange(first, last, "week") if number <= 4 else DayRange(shift(month.latest, -6), month.latest, "week")


def _of_month(words: "TimeExpression", today: date) -> DayRange | None:
    if words.month is not None:
        return month_range(_year_of_month(words, today), words.month, words.part)
    if words.offset is None:
        return None
    start = months_from(today.replace(day=1), words.offset)
    found = month_range(start.year, start.month, words.part)
    return _cut(found, words, today)


def _year_of_month(words: "TimeExpression", today: date) -> int:
    month = words.month or 1
    if words.unit == "year" and words.offset is not None:
        return today.year + words.offset
    if words.offset == -1:
        return today.year if month < today.month else today.year - 1
    if words.offset == 0:
        return today.year
    if words.offset == 1 or words.future:
        coming = month > today.month or (words.future and month == today.month)
        return today.year if coming else today.year + 1
    return today.year if month <= today.month else today.year - 1


def _of_year(words: "TimeExpression", today: date) -> DayRange | None:
    if words.offset is None or not date.min.year <= today.year + words.offset <= date.max.year:
        return None
    return _cut(year_range(today.year + words.offset, words.part), words, today)


def _cut(found: DayRange, words: "TimeExpression", today: date) -> DayRange:
    """Bound the current month or year by publication: what is told of had happened by then."""
    if words.offset != 0 or found.earliest is None or found.latest is None:
        return found
    if words.part == "later" or words.future:
        return found._replace(earliest=min(shift(today, 1), found.latest))
    latest = today if words.part != "earlier" or today.day == 1 else shift(today, -1)
    return found._replace(latest=max(found.earliest, min(found.latest, latest)))


def _of_day(words: "TimeExpression", today: date) -> DayRange | None:
    if words.offset is None:
        return None
    day = shift(today, words.offset)
    return DayRange(day, day, "day")


def _of_ago(words: "TimeExpression", today: date) -> DayRange:
    """Count back; the further back, the wider: "two weeks ago" is a week, "three months ago" a month."""
    if words.amount is None:
        # "days ago" are two at least, and nothing bounds them below.
        least = {"day": 2, "week": 14, "month": 60, "quarter": 180, "year": 730, "decade": 7300}.get(
            words.unit or "", 0
        )
        return DayRange(None, shift(today, -least), "unknown")
    if words.unit == "day":
        day = shift(today, -words.amount)
        return DayRange(day, day, "day")
    if words.unit == "week":
        middle = shift(today, -7 * words.amount)
        return DayRange(shift(middle, -3), shift(middle, 3), "week")
    if words.unit in ("month", "quarter"):
        month = months_from(today.replace(day=1), -words.amount * _IN_MONTHS[words.unit])
        return month_range(month.year, month.month, None)
    if words.unit in ("year", "decade", "century"):
        # "Two decades ago" is as wide as the count is coarse.
        years = _IN_MONTHS[words.unit] // 12
        central = today.year - words.amount * years
        first, last = year_range(central - years // 2, None), year_range(central + years // 2, None)
        return DayRange(first.earliest, last.latest, width(first.earliest, last.latest))
    hours = words.amount if words.unit == "hour" else 0
    return spread(shift(today, -((hours + 23) // 24)), today)


def _of_duration(words: "TimeExpression", today: date) -> DayRange:
    """A period that ends, or with `future` begins, on the day of publication."""
    if words.amount is None:
        return DayRange(today, None, "unknown") if words.future else DayRange(None, today, "unknown")
    sign = 1 if words.future else -1
    unit = words.unit or "day"
    if unit in _IN_MONTHS:
        end = months_from(today, sign * words.amount * _IN_MONTHS[unit])
    else:
        days = (words.amount + 23) // 24 if unit == "hour" else words.amount * _IN_DAYS[unit]
        end = shift(today, sign * days)
    return spread(min(today, end), max(today, end))


def _of_recent(words: "TimeExpression", today: date) -> DayRange:
    return DayRange(today, None, "unknown") if words.future else DayRange(None, today, "unknown")


def _of_part_of_year(words: "TimeExpression", today: date) -> DayRange | None:
    """A quarter or half without its year: that of the year named beside it, or the last that had begun."""
    if words.number is None:
        return None
    if words.unit == "year" and words.offset is not None:
        return _PERIODS[words.kind](words, today.year + words.offset)
    found = _PERIODS[words.kind](words, today.year)
    if found is None or found.earliest is None or found.latest is None:
        return found
    if words.future:
        # Figures of a quarter come out after it: "is expected to report its third quarter" looks back.
        return (
            found
            if (today - found.latest).days < _LONGEST_REPORTING_DAYS
            else _PERIODS[words.kind](words, today.year + 1)
        )
    return found if found.earliest <= today else _PERIODS[words.kind](words, today.year - 1)


def _of_season(words: "TimeExpression", year: int) -> DayRange:
    """The three months of a season where the hemisphere is known; a winter has two ends of a year, so: the year."""
    northern = {"SP": 3, "SU": 6, "FA": 9}
    southern = {"FA": 3, "WI": 6, "SP": 9}
    first = {None: {}, False: northern, True: southern}[words.southern].get(words.season or "")
    if first is None:
        return year_range(year, None)
    return spread(date(year, first, 1), shift(months_from(date(year, first, 1), 3), -1))


_PERIODS: Mapping[str, Callable[["TimeExpression", int], DayRange | None]] = {
    "quarter": lambda words, year: quarter_range(year, words.number) if words.number else None,
    "half": lambda words, year: half_range(year, words.number) if words.number else None,
    "season": _of_season,
    "decade": lambda _, year: DayRange(year_range(year, None).earliest, year_range(year + 9, None).latest, "unknown"),
}
_RELATIVE: Mapping[str, Callable[["TimeExpression", date], DayRange | None]] = {
    "date": _of_date,
    "weekday": _of_weekday,
    "weekend": _of_weekend,
    "week": _of_week,
    "month": _of_month,
    "year": _of_year,
    "day": _of_day,
    "ago": _of_ago,
    "duration": _of_duration,
    "recent": _of_recent,
    "quarter": _of_part_of_year,
    "half": _of_part_of_year,
}
