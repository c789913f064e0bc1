"""Times as written, and the days that they mean once the publication day is known."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from recount.nouns.article import Published
from recount.nouns.base import Noun
from recount.nouns.calendar import (
    DayRange,
    Precision,
    hull,
    month_range,
    months_from,
    shift,
    spread,
    valid_day,
    width,
    year_range,
)

__all__ = ["Days", "TimeExpression", "TimeKind", "TimeUnit"]

TimeKind = Literal[
    "date",
    "weekday",
    "weekend",
    "week",
    "month",
    "year",
    "day",
    "ago",
    "since",
    "until",
    "between",
    "duration",
    "recent",
    "reference",
    "clock",
]
TimeUnit = Literal["minute", "hour", "day", "week", "month", "year"]
_DAYS_OF_WEEK_PART = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
"""Monday is 0; both ends included."""


class Days(Noun):
    """The days that a time expression can mean."""

    earliest: date | None
    """Inclusive; None where the words set no first day."""
    latest: date | None
    """Inclusive; None where the words set no last day."""
    precision: Precision
    """How wide the expression is, in the words of UCDP's date_prec."""
    basis: Literal["stated", "relative"]
    """`stated`: the words alone tell; `relative`: only together with the publication day."""


class TimeExpression(Noun):
    """What a time expression says, before it is set against a publication day."""

    kind: TimeKind
    """`reference` points to another day of the text ("the next day"); `clock` is a time of day alone."""
    year: int | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    weekday: int | None = Field(default=None, ge=0, le=6)
    """Monday is 0. Beside a date it is kept as a check on it."""
    offset: int | None = None
    """In `unit`s from the current one: "last" -1, "this" 0, "next" 1; None unmarked."""
    unit: TimeUnit | None = None
    amount: int | None = None
    """How many units; None where the words do not say ("several days ago")."""
    part: Literal["early", "mid", "late", "earlier", "later"] | None = None
    """`earlier` and `later` are bounded by the publication day ("earlier this week")."""
    overnight: Literal["after", "before"] | None = None
    """`after`: that day and the next ("overnight Thursday"); `before`: also the day before ("into Friday")."""
    future: bool = False
    """Whether the words around it speak of what is to come."""
    first: "TimeExpression | None" = None
    """Of a range: its beginning."""
    last: "TimeExpression | None" = None
    """Of a range: its end."""

    @property
    def names_a_day(self) -> bool:
        """Whether the words tell of days themselves, not only of an hour or of another day told."""
        return self.kind not in ("clock", "reference")

    @property
    def is_complete(self) -> bool:
        """Whether the words alone, without a publication day, tell the days."""
        if self.kind in ("between", "since", "until"):
            return all(part.is_complete for part in (self.first, self.last) if part is not None)
        if self.kind == "date":
            return None not in (self.year, self.month, self.day)
        return self.kind in ("month", "year") and self.year is not None

    @property
    def names_dates(self) -> bool:
        """Whether the words give calendar dates, with their year or without ("on 3 February")."""
        if self.kind in ("between", "since", "until"):
            return all(part.names_dates for part in (self.first, self.last) if part is not None)
        return self.is_complete or (self.kind == "date" and None not in (self.month, self.day) and self.offset is None)

    def resolve(self, published: Published | None, *, reference: "Days | None" = None) -> Days | None:
        """Return the days that are meant; None where the words and what is known do not tell.

        Args:
            published: where known to the month or year only, the days widen accordingly.
            reference: the days of the happening told before, to which "the next day" points.
        """
        if self.kind == "reference":
            return _of_reference(self, reference)
        if published is None:
            found = _range(self, None) if self.is_complete else None
            return _days(found, self) if found else None
        ranges = [_range(self, day) for day in sorted({published.earliest, published.latest})]
        found = hull([one for one in ranges if one is not None])
        return _days(found, self) if found else None


def _days(found: DayRange, expression: TimeExpression) -> Days:
    basis: Literal["stated", "relative"] = "stated" if expression.names_dates else "relative"
    return Days(earliest=found.earliest, latest=found.latest, precision=found.precision, basis=basis)


def _range(words: TimeExpression, today: date | None) -> DayRange | None:
    """Resolve against a publication day; None without one is for complete expressions only."""
    if words.kind == "between":
        return _of_between(words, today)
    if words.kind == "since":
        first = _range(words.first, today) if words.first else None
        # A period that begins after publication is still to come and has no end in the text.
        latest = today if first and first.earliest and today and first.earliest <= today else None
        return DayRange(first.earliest, latest, width(first.earliest, latest)) if first else None
    if words.kind == "until":
        last = _range(words.last, today) if words.last else None
        return DayRange(None, last.latest, "unknown") if last else None
    if words.kind == "date" and words.is_complete:
        found = _of_full_date(words)
    elif words.kind == "month" and words.year and words.month:
        found = month_range(words.year, words.month, words.part)
    elif words.kind == "year" and words.year:
        found = year_range(words.year, words.part)
    else:
        found = _RELATIVE[words.kind](words, today) if today and words.kind in _RELATIVE else None
    return _with_night(found, words, today)


def _with_night(found: DayRange | None, words: TimeExpression, today: date | None) -> DayRange | None:
    if found is None or words.overnight is None or found.earliest is None or found.latest is None:
        return found
    # Published on the day itself, "overnight Thursday" is the night that ended on that morning.
    over = today is not None and found.latest >= today and not words.future and not words.is_complete
    if words.overnight == "after" and not over:
        return spread(found.earliest, shift(found.latest, 1))
    return spread(shift(found.earliest, -1), found.latest)


def _of_full_date(words: TimeExpression) -> DayRange | None:
    day = valid_day(words.year or 0, words.month or 0, words.day or 0)
    return DayRange(day, day, "day") if day else None


def _of_between(words: TimeExpression, today: date | None) -> DayRange | None:
    last = _range(words.last, today) if words.last else None
    if last is None or last.latest is None or words.first is None:
        return None
    # The beginning of a range is sought back from its end: "from December 28 to January 3".
    anchor = last.latest if words.first.kind in ("date", "weekday", "month") else today
    first = _range(words.first.model_copy(update={"future": False}), anchor)
    if first is None or first.earliest is None or first.earliest > last.latest:
        return None
    return spread(first.earliest, last.latest)


def _of_date(words: TimeExpression, today: date) -> DayRange | None:
    """A day without year, or without month and year: the latest such day that is not after publication."""
    if words.day is None:
        return None
    if words.month is None:
        months = [words.offset] if words.offset is not None else ([0, 1] if words.future else [0, -1])
        starts = [months_from(today.replace(day=1), month) for month in months]
        candidates = [valid_day(start.year, start.month, words.day) for start in starts]
        free = words.offset is not None
    elif words.offset is not None:
        candidates = [valid_day(today.year + words.offset, words.month, words.day)]
        free = True
    else:
        # Eight years hold a 29 February even across 1900 or 2100.
        years = range(today.year - 8, today.year + 9)
        candidates = [valid_day(year, words.month, words.day) for year in years]
        free = False
    days = [day for day in candidates if day is not None]
    past = [day for day in days if day <= today]
    coming = [day for day in days if day >= today]
    chosen = days[0] if free and days else None
    if not free:
        chosen = min(coming, default=None) if words.future else max(past, default=None)
        chosen = _by_weekday(chosen, past, coming, words.weekday)
    return DayRange(chosen, chosen, "day") if chosen else None


def _by_weekday(chosen: date | None, past: list[date], coming: list[date], weekday: int | None) -> date | None:
    """Let a weekday beside the date choose between the last such day and the next one."""
    if chosen is None or weekday is None or chosen.weekday() == weekday:
        return chosen
    near = [*([max(past)] if past else []), *([min(coming)] if coming else [])]
    return next((day for day in near if day.weekday() == weekday), chosen)


def _of_weekday(words: TimeExpression, today: date) -> DayRange | None:
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


def _of_weekend(words: TimeExpression, today: date) -> DayRange:
    """Saturday and Sunday, the last ones that had begun by the day of publication."""
    back = (today.weekday() - 5) % 7
    saturday = shift(today, -back)
    if words.offset == -1 and back < 2:
        saturday = shift(saturday, -7)
    elif (words.offset == 1 or words.future) and not (words.future and words.offset != 1 and back < 2):
        saturday = shift(saturday, 7)
    sunday = shift(saturday, 1)
    if saturday <= today < sunday and not words.future and words.offset != 1:
        # Published on a Saturday: what is told of had happened by then.
        return DayRange(saturday, today, "days")
    return DayRange(saturday, sunday, "days")


def _of_week(words: TimeExpression, today: date) -> DayRange:
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


def _of_month(words: TimeExpression, today: date) -> DayRange | None:
    if words.month is not None:
        return month_range(_year_of_month(words, today), words.month, words.part)
    if words.offset is None:
        return None
    start = months_from(today.replace(day=1), words.offset)
    found = month_range(start.year, start.month, words.part)
    return _cut(found, words, today)


def _year_of_month(words: TimeExpression, today: date) -> int:
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


def _of_year(words: TimeExpression, today: date) -> DayRange | None:
    if words.offset is None or not date.min.year <= today.year + words.offset <= date.max.year:
        return None
    return _cut(year_range(today.year + words.offset, words.part), words, today)


def _cut(found: DayRange, words: TimeExpression, today: date) -> DayRange:
    """Bound the current month or year by publication: what is told of had happened by then."""
    if words.offset != 0 or found.earliest is None or found.latest is None:
        return found
    if words.part == "later" or words.future:
        return found._replace(earliest=min(shift(today, 1), found.latest))
    latest = today if words.part != "earlier" or today.day == 1 else shift(today, -1)
    return found._replace(latest=max(found.earliest, min(found.latest, latest)))


def _of_day(words: TimeExpression, today: date) -> DayRange | None:
    if words.offset is None:
        return None
    day = shift(today, words.offset)
    return DayRange(day, day, "day")


def _of_ago(words: TimeExpression, today: date) -> DayRange:
    """Count back; the further back, the wider: "two weeks ago" is a week, "three months ago" a month."""
    if words.amount is None:
        # "days ago" are two at least, and nothing bounds them below.
        least = {"day": 2, "week": 14, "month": 60, "year": 730}.get(words.unit or "", 0)
        return DayRange(None, shift(today, -least), "unknown")
    if words.unit == "day":
        day = shift(today, -words.amount)
        return DayRange(day, day, "day")
    if words.unit == "week":
        middle = shift(today, -7 * words.amount)
        return DayRange(shift(middle, -3), shift(middle, 3), "week")
    if words.unit == "month":
        month = months_from(today.replace(day=1), -words.amount)
        return month_range(month.year, month.month, None)
    if words.unit == "year":
        return year_range(today.year - words.amount, None)
    hours = words.amount if words.unit == "hour" else 0
    return spread(shift(today, -((hours + 23) // 24)), today)


def _of_duration(words: TimeExpression, today: date) -> DayRange:
    """A period that ends, or with `future` begins, on the day of publication."""
    if words.amount is None:
        return DayRange(today, None, "unknown") if words.future else DayRange(None, today, "unknown")
    sign = 1 if words.future else -1
    if words.unit in ("month", "year"):
        end = months_from(today, sign * words.amount * (12 if words.unit == "year" else 1))
    else:
        days = {"minute": 0, "hour": (words.amount + 23) // 24, "week": 7 * words.amount}
        end = shift(today, sign * days.get(words.unit or "", words.amount))
    return spread(min(today, end), max(today, end))


def _of_recent(words: TimeExpression, today: date) -> DayRange:
    return DayRange(today, None, "unknown") if words.future else DayRange(None, today, "unknown")


_RELATIVE: Mapping[str, Callable[[TimeExpression, date], DayRange | None]] = {
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
}


def _of_reference(words: TimeExpression, reference: Days | None) -> Days | None:
    """Count from the days of the happening told before; None where none is known or the count is not."""
    if reference is None or reference.earliest is None or reference.latest is None:
        return None
    if words.unit in ("minute", "hour"):
        if words.offset is not None:
            return reference
        # "Hours later": not before that day; how long after it the words do not say.
        return Days(earliest=reference.earliest, latest=None, precision="days", basis="relative")
    if words.unit != "day" or words.offset is None:
        return None
    days = [shift(day, words.offset) for day in (reference.earliest, reference.latest)]
    return Days(earliest=days[0], latest=days[1], precision=reference.precision, basis="relative")
