"""Events over time as bars: by day, week, month or year, as their days lie."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

__all__ = ["bars_of"]

Unit = Literal["day", "week", "month", "year"]
# Days from the first to the last up to which a bar is a day, a week, a month: some 60 to 180 bars fit a page.
_UNITS: tuple[tuple[int, Unit], ...] = ((62, "day"), (420, "week"), (5_500, "month"))
# Events below which every day is drawn: above, a single one from decades before would squeeze all others.
_ENOUGH = 100
# Share of events at either end that may be left out where they take more than half of the line.
_TAIL = 0.01
_TICKS = 5


def bars_of(
    days: Mapping[str | None, int], *, since: str | None = None, until: str | None = None, most: int | None = None
) -> dict[str, Any]:
    """Return bars from the first day to the last, each with its share of the tallest, in [0, 1].

    Args:
        days: how many events have which first possible day; None for those whose day nothing tells.
        since: first day of what is chosen on the line.
        until: its last day, inclusive.
        most: how many events were counted at most, where there may be more.
    """
    # Days as ISO writes them sort as they follow one another.
    dated = {_day(day): number for day, number in sorted((day, number) for day, number in days.items() if day)}
    whole = sum(dated.values())
    told = {
        "undated": days.get(None, 0),
        "events": whole,
        "capped": most is not None and whole + days.get(None, 0) >= most,
    }
    if not dated:
        return {**told, "unit": "day", "first": None, "last": None, "before": 0, "after": 0, "bars": [], "ticks": []}
    first, last = _ends(dated, whole)
    unit: Unit = next((unit for days_long, unit in _UNITS if (last - first).days <= days_long), "year")
    counted: Counter[date] = Counter()
    for day, number in dated.items():
        if first <= day <= last:
            counted[_start(day, unit)] += number
    starts = _starts(first, last, unit)
    tallest = max(counted.values(), default=1)
    bars = [
        {
            "from": start.isoformat(),
            "to": (_next(start, unit) - timedelta(days=1)).isoformat(),
            "events": counted[start],
            "at": place / len(starts),
            "height": counted[start] / tallest,
            "chosen": _is_chosen(start, _next(start, unit), since, until),
        }
        for place, start in enumerate(starts)
    ]
    return {
        **told,
        "unit": unit,
        "first": bars[0]["from"],
        "last": bars[-1]["to"],
        "before": sum(number for day, number in dated.items() if day < first),
        "after": sum(number for day, number in dated.items() if day > last),
        "tallest": tallest,
        "width": 1 / len(starts),
        "bars": bars,
        "ticks": _ticks(starts, unit),
    }


def _ends(dated: Mapping[date, int], whole: int) -> tuple[date, date]:
    """Return the days between which the line is drawn, of days in their order."""
    order = list(dated)
    first, last = order[0], order[-1]
    if whole < _ENOUGH:
        return first, last
    seen, middle = 0, []
    for day in order:
        seen += dated[day]
        if whole * _TAIL <= seen and seen - dated[day] <= whole * (1 - _TAIL):
            middle.append(day)
    inner = (middle[0], middle[-1]) if middle else (first, last)
    return inner if (inner[1] - inner[0]).days * 2 < (last - first).days else (first, last)


# Lines of time go over the same days again and again: thousands a page in a large casebook.
@lru_cache(maxsize=2**16)
def _day(written: str) -> date:
    return date.fromisoformat(written)


@lru_cache(maxsize=2**16)
def _start(day: date, unit: Unit) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday()) if day.toordinal() > day.weekday() else day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(start: date, unit: Unit) -> date:
    try:
        if unit in ("day", "week"):
            return start + timedelta(days=1 if unit == "day" else 7)
        if unit == "month":
            return date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return date(start.year + 1, 1, 1)
    except (OverflowError, ValueError):
        return date.max


def _starts(first: date, last: date, unit: Unit) -> list[date]:
    found = [_start(first, unit)]
    while (following := _next(found[-1], unit)) <= last and following > found[-1]:
        found.append(following)
    return found


def _is_chosen(start: date, end: date, since: str | None, until: str | None) -> bool:
    asked = since is not None or until is not None
    return asked and (since is None or end.isoformat() > since) and (until is None or start.isoformat() <= until)


def _ticks(starts: list[date], unit: Unit) -> list[dict[str, Any]]:
    """Return days to write under the line, evenly apart."""
    number = min(_TICKS, len(starts))
    if number == 1:
        return [{"at": 0.0, "words": _words(starts[0], unit)}]
    places = [round(one * (len(starts) - 1) / (number - 1)) for one in range(number)]
    return [{"at": (place + 0.5) / len(starts), "words": _words(starts[place], unit)} for place in places]


def _words(day: date, unit: Unit) -> str:
    if unit == "year":
        return str(day.year)
    return f"{day:%b} {day.year}" if unit == "month" else f"{day.day} {day:%b} {day.year}"
