"""Times as TimeML writes them: type and value of a TIMEX3, set against the day of publication.

The forms are those of TimeML 1.2.1 (Saurí et al. 2006) as TimeBank uses them.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from recount.nouns.article import Published
from recount.nouns.calendar import months_from, shift
from recount.nouns.dates import Days, TimeExpression

__all__ = ["Timex", "TimexType", "timexes_of"]

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "Y", "century": "Y",
}  # fmt: skip
_YEARS = {"decade": 10, "century": 100}
# Tried 210 to 330 on four fifths of TimeBank and AQUAINT; `tools/measure_times.py` measures it again.
_LONGEST_BACK_DAYS = 300
_UNKNOWN_DAY = "XXXX-XX-XX"


class Timex(NamedTuple):
    """A time in a text with the two attributes that TempEval-3 compares."""

    start: int
    end: int
    """Half-open range of code points."""
    type: str
    """DATE, TIME, DURATION or SET."""
    value: str
    """ISO 8601 as TimeML extends it: `2024-W03`, `P3M`, `2024-01-19TNI`, `PAST_REF`."""


class _Told(NamedTuple):
    """What later words can point back to."""

    day: date | None
    year: int | None
    quarter: tuple[int, int] | None
    """Year and number of the quarter told last."""
    longer: bool = False
    """Whether months or a year were told after that quarter: what is compared with then is a year."""


def timexes_of(times: Iterable[tuple[int, int, TimeExpression]], created: date | None) -> Iterator[Timex]:
    """Yield the times of a text with type and value.

    Args:
        times: first and last code point (half-open) and what the words say, in the order of the text: "the next
            day" and "a year earlier" count from the times before them.
        created: the day of publication; where None, values that need it keep their X.
    """
    told = _Told(created, created.year if created else None, None)
    for start, end, said in times:
        type_, value = _attributes(said, created, told)
        yield Timex(start, end, type_, value)
        told = _after(told, said, value, created)


def _attributes(said: TimeExpression, created: date | None, told: _Told) -> tuple[TimexType, str]:
    if said.kind in ("since", "until", "between"):
        inner = said.first or said.last
        return _attributes(inner, created, told) if inner else ("DATE", _UNKNOWN_DAY)
    if said.kind in ("length", "duration"):
        return "DURATION", _length(said)
    if said.kind == "repeated":
        return "SET", _repeated(said)
    if said.kind == "present":
        return "DATE", "PRESENT_REF"
    if said.kind == "recent" and said.unit in ("day", "week", "month"):
        return "DURATION", _length(said)
    if said.kind == "recent":
        return "DATE", "FUTURE_REF" if said.future else "PAST_REF"
    value = _date(said, created, told)
    hour = _hour(said)
    return ("TIME", value + hour) if hour else ("DATE", value)


def _after(told: _Told, said: TimeExpression, value: str, created: date | None) -> _Told:
    """Return what later words point back to, once this time was told.

    What is only compared with ("a year ago", "the year-earlier quarter") does not become what is spoken of, nor
    does a quarter that is still to come.
    """
    if said.kind == "length" and said.unit in ("month", "year"):
        return told._replace(longer=True)
    if not value[:4].isdigit():
        return told
    year = int(value[:4])
    if said.kind == "ago" or (said.unit == "year" and (said.offset or 0) < 0):
        return told._replace(year=year)
    if value[5:6] == "Q" and value[6:].isdigit():
        quarter = (year, int(value[6:]))
        coming = created is not None and quarter > (created.year, (created.month + 2) // 3)
        return told if coming else told._replace(year=year, quarter=quarter, longer=False)
    try:
        return told._replace(day=date.fromisoformat(value[:10]), year=year)
    except ValueError:
        return told._replace(year=year)


def _length(said: TimeExpression) -> str:
    unit = said.unit or "day"
    time, letter = _UNITS[unit][:-1], _UNITS[unit][-1]
    if said.amount is None:
        return f"P{time}X{'E' if unit == 'decade' else 'C' if unit == 'century' else letter}"
    whole = f"P{time}{said.amount * _YEARS.get(unit, 1)}{letter}"
    if not said.half:
        return whole
    return whole + {"year": "6M", "hour": "30M", "minute": "30S", "day": "T12H"}.get(unit, "")


def _repeated(said: TimeExpression) -> str:
    if said.weekday is not None:
        return f"XXXX-WXX-{said.weekday + 1}" + (f"T{said.part_of_day}" if said.part_of_day else "")
    if said.part_of_day:
        return f"XXXX-XX-XXT{said.part_of_day}"
    return _length(said)


def _hour(said: TimeExpression) -> str:
    if said.hour is not None:
        return f"T{said.hour:02d}:{said.minute or 0:02d}"
    return f"T{said.part_of_day}" if said.part_of_day else ""


def _date(said: TimeExpression, created: date | None, told: _Told) -> str:
    if said.kind in ("quarter", "half"):
        return _part_of_year(said, created, told)
    if said.kind == "decade":
        return str(said.year)[:3]
    if said.kind == "century":
        return f"{(said.number or 1) - 1:02d}"
    if said.kind == "season":
        return _season(said, created)
    if said.kind == "year" and said.year:
        return f"{said.year:04d}"
    if said.kind == "clock":
        day = told.day or created
        return day.isoformat() if day else _UNKNOWN_DAY
    if said.kind == "reference":
        return _pointed(said, told)
    if said.kind in ("date", "month") and said.unit == "year" and said.offset is None:
        said = said.model_copy(update={"unit": None, "year": said.year or told.year})
    if said.kind == "ago" and said.unit == "year" and said.amount == 1 and told.quarter and not told.longer:
        # Beside the figures of a quarter, "a year ago" is that quarter a year before.
        return f"{told.quarter[0] - 1:04d}-Q{told.quarter[1]}"
    return _resolved(said, created)


def _part_of_year(said: TimeExpression, created: date | None, told: _Told) -> str:
    letter = "Q" if said.kind == "quarter" else "H"
    year, number = said.year, said.number
    base = told.quarter
    if base is None and created:
        last = _first_of(None, created)
        base = (last.year, (last.month + 2) // 3)
    if said.unit == "quarter" and said.offset is not None and created:
        other = months_from(created.replace(day=1), 3 * said.offset)
        return f"{other.year:04d}-Q{(other.month + 2) // 3}"
    back = said.offset if said.unit == "year" and said.offset is not None else 0
    if year is None and number is None and base:
        year, number = base[0] + back, base[1]
    elif year is None and created:
        days = said.resolve(_on(created))
        year = days.earliest.year if days and days.earliest else created.year + back
    return f"{year:04d}-{letter}{number or (base[1] if base else 'X')}" if year else f"XXXX-{letter}{number or 'X'}"


def _first_of(quarter: tuple[int, int] | None, day: date) -> date:
    """Return the first day of the quarter that is spoken of: where none is named, the last one that is over."""
    if quarter:
        return date(quarter[0], 3 * quarter[1] - 2, 1)
    return months_from(day.replace(day=1), -3)


def _season(said: TimeExpression, created: date | None) -> str:
    """A season of the northern hemisphere; a winter belongs to the year in which it begins."""
    if said.year or created is None:
        return f"{said.year or 'XXXX'}-{said.season}"
    begins, ends = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}[said.season or "SP"]
    month = created.month
    if said.offset == -1:
        year = created.year if ends < month else created.year - 1
    elif said.offset == 1:
        year = created.year if begins > month else created.year + 1
    else:
        year = created.year
    return f"{year:04d}-{said.season}"


def _pointed(said: TimeExpression, told: _Told) -> str:
    """Count from the time told before: "the next day", "a year earlier"."""
    if told.day is None:
        return _UNKNOWN_DAY
    if said.offset is None:
        return "PAST_REF"
    if said.unit == "year":
        if told.quarter and said.offset < 0 and not told.longer:
            return f"{told.quarter[0] + said.offset:04d}-Q{told.quarter[1]}"
        # "A year earlier" counts from the day that is spoken of, "that year" is the year told last.
        year = told.day.year if said.offset < 0 or told.year is None else told.year
        return f"{year + said.offset:04d}"
    if said.unit == "quarter":
        first = _first_of(told.quarter, told.day)
        other = months_from(first, 3 * said.offset)
        return f"{other.year:04d}-Q{(other.month + 2) // 3}"
    if said.unit == "month":
        return months_from(told.day, said.offset).isoformat()[:7]
    if said.unit == "week":
        return _week(shift(told.day, 7 * said.offset))
    return shift(told.day, said.offset).isoformat() if said.unit == "day" else told.day.isoformat()


def _resolved(said: TimeExpression, created: date | None) -> str:
    days = said.resolve(_on(created) if created else None)
    if days is None or days.earliest is None:
        if days is not None or said.kind == "ago":
            return "PAST_REF"
        return _without_year(said)
    if created and _is_coming(said, days.earliest, created):
        coming = said.model_copy(update={"future": True}).resolve(_on(created))
        days = coming if coming and coming.earliest else days
    return _named(said, days, days.earliest or created or date.min)


def _is_coming(said: TimeExpression, past: date, created: date) -> bool:
    """Tell whether a day or month without its year is the next one: the last one is too far back to go without."""
    bare = said.kind in ("date", "month") and said.year is None and said.offset is None and said.month is not None
    return bare and not said.future and (created - past).days > _LONGEST_BACK_DAYS


def _named(said: TimeExpression, days: Days, first: date) -> str:
    """Write days as narrowly as the words name them, not as they were bounded by publication."""
    unit = said.unit if said.kind == "ago" else said.kind
    if unit == "week" and said.first is not None:
        return first.isoformat()[:7] if said.number else _week(first)
    if unit == "week":
        return _week(shift(first, 3) if said.kind == "ago" else first)
    if unit == "weekend":
        return f"{_week(first)}-WE"
    if unit in ("month", "quarter"):
        return first.isoformat()[:7]
    if unit in ("year", "decade", "century"):
        middle = first.year + ((days.latest.year - first.year) // 2 if days.latest and said.kind == "ago" else 0)
        return f"{middle:04d}"
    return first.isoformat()


def _without_year(said: TimeExpression) -> str:
    if said.month is not None:
        year = f"{said.year:04d}" if said.year else "XXXX"
        return f"{year}-{said.month:02d}" + (f"-{said.day:02d}" if said.day else "")
    return f"XXXX-WXX-{said.weekday + 1}" if said.weekday is not None else _UNKNOWN_DAY


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _on(day: date) -> Published:
    return Published(earliest=day, latest=day, precision="day", basis="given")
