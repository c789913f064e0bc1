"""Times as written, and the days that they mean once the publication day is known."""

from datetime import date
from typing import Literal

from pydantic import Field

from recount.nouns.article import Published
from recount.nouns.base import Noun
from recount.nouns.calendar import DayRange, Precision, hull, month_range, months_from, shift, year_range
from recount.nouns.day_ranges import range_of

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
    "quarter",
    "half",
    "season",
    "decade",
    "century",
    "length",
    "repeated",
    "present",
]
TimeUnit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"]
Season = Literal["SP", "SU", "FA", "WI"]
PartOfDay = Literal["MO", "MI", "AF", "EV", "NI", "DT"]
"""As TimeML writes them: morning, midday, afternoon, evening, night, daytime."""


_UNDATED = ("century", "length", "repeated", "present")


_MADE_OF_OTHERS = ("between", "since", "until", "week")


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
    """`reference` points to another day of the text ("the next day"); `clock` is a time of day alone; `length`
    ("three days"), `repeated` ("every Friday") and `present` ("now") date nothing."""
    year: int | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    weekday: int | None = Field(default=None, ge=0, le=6)
    """Monday is 0. Beside a date it is kept as a check on it; of a weekend its first day, Saturday where None."""
    offset: int | None = None
    """In `unit`s from the current one: "last" -1, "this" 0, "next" 1; None unmarked."""
    unit: TimeUnit | None = None
    amount: int | None = None
    """How many units; None where the words do not say ("several days ago")."""
    half: bool = False
    """Whether half a unit comes on top ("two and a half years")."""
    number: int | None = None
    """Which quarter or half of the year, which century, or which such weekday of the month."""
    season: Season | None = None
    southern: bool | None = None
    """Of a season: whether the place lies south of the equator; None where that is not known."""
    hour: int | None = Field(default=None, ge=0, le=24)
    minute: int | None = Field(default=None, ge=0, le=59)
    part_of_day: PartOfDay | None = None
    zone: str | None = None
    """The time zone written beside the hour, in lower case ("gmt")."""
    part: Literal["early", "mid", "late", "earlier", "later"] | None = None
    """`earlier` and `later` are bounded by the publication day ("earlier this week")."""
    overnight: Literal["after", "before"] | None = None
    """`after`: that day and the next ("overnight Thursday"); `before`: also the day before ("into Friday")."""
    future: bool = False
    """Whether the words around it speak of what is to come."""
    first: "TimeExpression | None" = None
    """Of a range: its beginning. Of a reference: the day told before it in the text, to which it points."""
    last: "TimeExpression | None" = None
    """Of a range: its end."""

    @property
    def names_a_day(self) -> bool:
        """Whether the words tell of days themselves, not only of an hour or of another day told."""
        return self.kind not in ("clock", "reference", *_UNDATED)

    @property
    def is_complete(self) -> bool:
        """Whether the words alone, without a publication day, tell the days."""
        if self.kind in _MADE_OF_OTHERS and (self.first or self.last):
            return all(part.is_complete for part in (self.first, self.last) if part is not None)
        if self.kind == "date":
            return None not in (self.year, self.month, self.day or self.number)
        return self.kind in ("month", "year", "quarter", "half", "season", "decade") and self.year is not None

    @property
    def names_dates(self) -> bool:
        """Whether the words give calendar dates, with their year or without ("on 3 February")."""
        if self.kind in _MADE_OF_OTHERS and (self.first or self.last):
            return all(part.names_dates for part in (self.first, self.last) if part is not None)
        return self.is_complete or (
            self.kind == "date" and None not in (self.month, self.day or self.number) and self.offset is None
        )

    def misnames(self, day: date) -> bool:
        """Tell whether the weekday written beside a date is another than that of the day."""
        checked = self.kind == "date" and self.day is not None and self.weekday is not None and self.overnight is None
        return checked and day.weekday() != self.weekday

    def resolve(self, published: Published | None, *, reference: "Days | None" = None) -> Days | None:
        """Return the days that are meant; None where the words and what is known do not tell.

        Args:
            published: where known to the month or year only, the days widen accordingly.
            reference: the days of the happening told before, to which "the next day" points.
        """
        if self.kind == "reference":
            before = self.first.resolve(published, reference=reference) if self.first else None
            return _of_reference(self, before or reference)
        if published is None:
            found = range_of(self, None) if self.is_complete else None
            return _days(found, self) if found else None
        ranges = [range_of(self, day) for day in sorted({published.earliest, published.latest})]
        found = hull([one for one in ranges if one is not None])
        return _days(found, self) if found else None


def _days(found: DayRange, expression: TimeExpression) -> Days:
    basis: Literal["stated", "relative"] = "stated" if expression.names_dates else "relative"
    return Days(earliest=found.earliest, latest=found.latest, precision=found.precision, basis=basis)


def _of_reference(words: TimeExpression, reference: Days | None) -> Days | None:
    """Count from the days told before; None where none are known or the count is not."""
    if reference is None or reference.earliest is None or reference.latest is None:
        return None
    if words.unit in ("minute", "hour"):
        if words.offset is not None:
            return reference
        # "Hours later": not before that day; how long after it the words do not say.
        return Days(earliest=reference.earliest, latest=None, precision="days", basis="relative")
    if words.offset is None:
        return None
    if words.unit in ("month", "year"):
        start = months_from(reference.earliest.replace(day=1), words.offset * (12 if words.unit == "year" else 1))
        found = year_range(start.year, None) if words.unit == "year" else month_range(start.year, start.month, None)
        return Days(earliest=found.earliest, latest=found.latest, precision=found.precision, basis="relative")
    if words.unit == "week":
        # As "two weeks ago" does: three days on either side of the day that is counted to.
        first, last = (shift(day, 7 * words.offset) for day in (reference.earliest, reference.latest))
        return Days(earliest=shift(first, -3), latest=shift(last, 3), precision="week", basis="relative")
    if words.unit != "day":
        return None
    days = [shift(day, words.offset) for day in (reference.earliest, reference.latest)]
    return Days(earliest=days[0], latest=days[1], precision=reference.precision, basis="relative")
