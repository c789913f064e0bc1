"""Dates of other calendars, and days that are only counted: they are found and told, and never turned into days."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from recount.codebook import Codebook
from recount.extraction.time_words import any_of
from recount.nouns import Article, Notice

__all__ = ["OtherDate", "find_other_dates", "notices_of_other_calendars"]


class OtherDate(NamedTuple):
    """A date of another calendar, or a counted day: a half-open range of code points and what it is."""

    start: int
    end: int
    name: str


def find_other_dates(text: str, codebook: Codebook) -> list[OtherDate]:
    """Return the dates of other calendars ("12 Rajab 1445") and counted days ("day 211") in order."""
    found = [
        OtherDate(match.start(), match.end(), name)
        for name, pattern in _patterns_of(codebook)
        for match in pattern.finditer(text)
    ]
    chosen: list[OtherDate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not chosen or one.start >= chosen[-1].end:
            chosen.append(one)
    return chosen


def notices_of_other_calendars(article: Article, codebook: Codebook) -> Iterator[Notice]:
    """Yield a notice for each date of another calendar and each counted day."""
    for start, end, name in find_other_dates(article.text, codebook):
        words = article.text[start:end]
        message = f"“{words}” is {name}: no day was read from it. Look it up, and correct the day of the report."
        yield Notice(kind="other calendar", message=message, spans=(article.quote(start, end),))


@lru_cache(maxsize=4)
def _patterns_of(codebook: Codebook) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = codebook.words("time_words")["other_calendars"]
    day = r"(?:[12]?\d|30|31)(?:st|nd|rd|th)?"
    patterns = []
    for calendar in words["calendars"]:
        month, era = any_of(calendar["months"]), any_of(calendar["eras"])
        year = rf"(?:{calendar['years']})"
        # Months are names of people too: a day or a year of the calendar has to stand beside them.
        with_year = rf"\b(?:{day}(?:\s+of)?\s+)?{month},?\s+{year}|\b{month}\s+{day},?\s+{year}"
        with_day = rf"\b{day}(?:\s+of)?\s+{month}|\b{month}\s+{day}"
        beside = with_year if calendar["needs_year"] else rf"{with_year}|{with_day}"
        whole = rf"(?:{beside})\b(?:\s*{era}(?!\w))?|\b{year}\s*{era}(?!\w)"
        patterns.append((calendar["name"], re.compile(whole, re.I)))
    since = rf"\s+of\s+(?:the\s+|its\s+|their\s+)?{any_of(words['counted_from'])}\b"
    counted = (
        rf"\b{any_of(words['counted'])}\s+\d{{1,4}}\b|\bday\s+\d{{3,4}}\b(?![.,]\d|\s*[-–%])|\bday\s+\d{{1,4}}{since}"
        rf"|\bthe\s+\d{{1,4}}(?:st|nd|rd|th)\s+day{since}"
    )
    patterns.append(("a day that is only counted", re.compile(counted, re.I)))
    return tuple(patterns)
