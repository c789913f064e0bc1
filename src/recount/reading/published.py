"""Publication dates as users, inputs and pages write them."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from typing import Literal, NamedTuple

from recount.codebook import load
from recount.nouns import Published

__all__ = ["Basis", "Settled", "published_in", "published_in_address", "published_in_line", "settle"]

Basis = Literal["given", "metadata", "url", "text"]

# News on the web and in archives; a number outside is no year of publication.
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.I
)
_MONTH = re.compile(r"(\d{4})[-/](\d\d?)")
_YEAR = re.compile(r"\d{4}")
_BY_MARKS = re.compile(r"(\d{1,4})[/.-](\d\d?)[/.-](\d{1,4})(?:[ ,T].*)?")
_ADDRESS_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-]?(0?[1-9]|1[0-2]|[a-z]{3})[/_-]?(0?[1-9]|[12]\d|3[01])(?!\d)", re.I
)
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|$)")
_MILLISECONDS = 100_000_000_000


class Settled(NamedTuple):
    """The day of publication that is taken, and those that contradict it."""

    published: Published | None
    rivals: tuple[Published, ...]


def settle(found: Sequence[Published | None]) -> Settled:
    """Take the first of the days that were found, in the order of trust: given, page data, address, text.

    A later one that lies within it and is narrower makes it narrower ("/2024/01/" and "22 January 2024"), unless it
    was given by the user. Those that share no day with it are its rivals.
    """
    known = [one for one in found if one is not None]
    if not known:
        return Settled(None, ())
    taken = known[0]
    for one in known[1:] if taken.basis != "given" else ():
        within = taken.earliest <= one.earliest and one.latest <= taken.latest
        if within and (one.earliest, one.latest) != (taken.earliest, taken.latest):
            taken = one
    rivals = [one for one in known if one.latest < taken.earliest or taken.latest < one.earliest]
    return Settled(taken, tuple(dict.fromkeys(rivals)))


def published_in(value: str | int | float, *, basis: Basis) -> Published | None:
    """Read a publication date with the precision in which it is written; None where it is no date.

    Takes ISO dates and times, "2024-01", "2024", "22 January 2024", "January 22, 2024", "Jan 2024", mail dates,
    22/01/2024 (the day first unless it cannot be) and seconds or milliseconds since 1970. The day is the one
    written: a time zone does not move it.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _of_number(value, basis) if isfinite(value) else None
    text = " ".join(value.split())
    if match := _ISO.fullmatch(text):
        return _of_day(int(match[1]), int(match[2]), int(match[3]), basis)
    if match := _MONTH.fullmatch(text):
        return _of_month(int(match[1]), int(match[2]), basis)
    if _YEAR.fullmatch(text):
        return _of_year(int(text), basis)
    if re.fullmatch(r"\d{9,14}", text):
        return _of_number(int(text), basis)
    if match := _BY_MARKS.fullmatch(text):
        return _of_marks(match, basis)
    return _of_words(text, basis, whole=True)


def published_in_line(line: str) -> Published | None:
    """Read the day from a line such as "Published: 22 January 2024, 10:00"; None without day, month and year."""
    found = _of_words(line, "text", whole=False)
    if found is None and (match := re.search(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", line)):
        found = _of_day(int(match[1]), int(match[2]), int(match[3]), "text")
    if found is None and (match := re.search(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)", line)):
        found = _of_marks(match, "text")
    return found if found and found.precision == "day" else None


def published_in_address(url: str) -> Published | None:
    """Read the date from an address such as `/2024/01/22/` or `/2024/01/`; None where it has none."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    for day in _ADDRESS_DAY.finditer("/" + path):
        bare = day[0].isdigit()
        # Eight figures in a row are a date only alone: longer runs and other numbers are identifiers.
        if bare and len(day[0]) != 8:
            continue
        month = int(day[2]) if day[2].isdigit() else _months().get(day[2].lower())
        found = _of_day(int(day[1]), month, int(day[3]), "url") if month else None
        if found:
            return found
    if match := _ADDRESS_MONTH.search("/" + path):
        return _of_month(int(match[1]), int(match[2]), "url")
    return None


def _of_number(value: float, basis: Basis) -> Published | None:
    if value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return _of_year(int(value), basis)
    if value == int(value) and 18000101 <= value <= 21001231:
        digits = str(int(value))
        return _of_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]), basis)
    seconds = value / 1000 if abs(value) > _MILLISECONDS else value
    if not 100_000_000 <= seconds <= 4_102_444_800:
        return None
    day = datetime.fromtimestamp(seconds, tz=UTC).date()
    return _of_day(day.year, day.month, day.day, basis)


def _of_marks(match: re.Match[str], basis: Basis) -> Published | None:
    first, month, last = int(match[1]), int(match[2]), int(match[3])
    if len(match[1]) == 4:
        return _of_day(first, month, last, basis)
    if len(match[3]) != 4:
        return None
    day = first
    if month > 12:
        day, month = month, day
    return _of_day(last, month, day, basis)


def _of_words(text: str, basis: Basis, *, whole: bool) -> Published | None:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    before, after = (r"(?:\w{3,9}\.?,?\s+)?", r"(?:,?\s.*|\.)?") if whole else (r".*?(?<!\w)", r"(?!\d).*")
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    month, year = rf"(?P<month>{names})\.?", r"(?P<year>\d{4})"
    for form in (rf"{day}\s+(?:of\s+)?{month},?\s+{year}", rf"{month}\s+{day},?\s+{year}", rf"{day}-{month}-{year}"):
        if match := re.fullmatch(rf"{before}{form}{after}", text, re.I):
            return _of_day(int(match["year"]), _months()[match["month"].lower()], int(match["day"]), basis)
    if whole and (match := re.fullmatch(rf"{month},?\s+{year}", text, re.I)):
        return _of_month(int(match["year"]), _months()[match["month"].lower()], basis)
    return None


def _of_day(year: int, month: int, day: int, basis: Basis) -> Published | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return Published(earliest=found, latest=found, precision="day", basis=basis)


def _of_month(year: int, month: int, basis: Basis) -> Published | None:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        return None
    last = date(year, month, monthrange(year, month)[1])
    return Published(earliest=date(year, month, 1), latest=last, precision="month", basis=basis)


def _of_year(year: int, basis: Basis) -> Published | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return Published(earliest=date(year, 1, 1), latest=date(year, 12, 31), precision="year", basis=basis)


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    lists = load().words("time_words")["months"]
    names = {name: number for number, name in enumerate(lists["names"], start=1)}
    return names | {form: number for number, forms in enumerate(lists["short"], start=1) for form in forms}
