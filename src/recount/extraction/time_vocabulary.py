"""The names and numbers that times are written with, as patterns and as what they mean."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from recount.extraction.time_words import any_of

__all__ = ["DAY", "YEAR", "YEAR_GAP", "TimeVocabulary", "plain"]

DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
YEAR_GAP = r"(?:\s*,\s*|\s+of\s+|\s+)"


class TimeVocabulary:
    """The word lists of `time_words.yaml`, turned around: from a written form to its number or name."""

    def __init__(self, words: Mapping[str, Any], quantities: Mapping[str, Any]) -> None:
        """Read `time_words.yaml` and the numbers of `quantities.yaml`."""
        self.words = words
        self.weekdays = _numbered(words["weekdays"], first=0)
        self.months = _numbered(words["months"], first=1)
        self.amounts: dict[str, int] = {**quantities["numbers"], **words["amounts"]}
        self.units = {**_turned(words["units"]), **dict.fromkeys(words["fortnights"], "week")}
        self.parts = _turned(words["parts"])
        self.modified = _turned(words["modified"])
        self.parts_of_day = _turned(words["parts_of_day"])
        self.nearer = {
            form: offset for name, offset in (("last", -1), ("this", 0), ("next", 1)) for form in words["nearer"][name]
        }
        self._numbers: dict[str, int] = quantities["numbers"]
        self._scales: dict[str, int] = quantities["scales"]
        self.ones = {word: number for word, number in self._numbers.items() if 0 < number < 10}
        self.tens = {word: number for word, number in self._numbers.items() if number >= 20}
        word = any_of([*self._numbers, *self._scales])
        self.counted = (
            rf"(?:\d[\d,]{{0,14}}(?:\.\d+)?(?:\s+\d/\d)?|(?:an?\s+(?=hundred|thousand|dozen|million))?{word}"
            rf"(?:(?:\s+and)?[\s-]+{word}){{0,7}})"
        )
        """A pattern of a number in figures or words, without a group; bounded, so that no text makes it slow."""

    def month(self, group: str = "month") -> str:
        """Return the pattern of a month's name."""
        # The full stop belongs to "Jan." but ends the sentence after "January".
        short = "|".join(rf"(?<=\b{form})" for forms in self.words["months"]["short"] for form in forms)
        return rf"(?P<{group}>{any_of(self.months)})(?:(?:{short})\.|\b)(?![a-z]|['’](?!s\b))"

    def later_year(self) -> str:
        """Return the pattern of "last year" behind a date."""
        return rf"(?:(?P<later>{any_of(self.nearer)})|(?P<same>that(?:\s+same)?|the\s+same))\s+year"

    def number(self, word: str | None) -> int | None:
        """Return the number that figures or one of the words of `amounts` write."""
        if word is None:
            return None
        return int(word) if word.isdigit() else self.amounts[plain(word)]

    def count(self, words: str) -> int | None:
        """Return the whole number that `counted` matched; None where it has a fraction other than a half."""
        if words[0].isdigit():
            digits = words.replace(",", "").removesuffix("1/2").removesuffix(".5").rstrip()
            return int(digits) if digits.isdigit() else None
        total = current = 0
        for word in re.split(r"[\s-]+", words.lower()):
            if word in self._scales:
                current = max(current, 1) * self._scales[word]
                if self._scales[word] >= 1000:
                    total, current = total + current, 0
            else:
                current += self._numbers.get(word, 0)
        return total + current

    def month_number(self, match: re.Match[str], group: str = "month") -> int:
        """Return the number of a matched month, January 1."""
        return self.months[match[group].lower()]

    def offset(self, word: str | None) -> int | None:
        """Return -1 for "last", 0 for "this", 1 for "next"; None for no word."""
        return self.nearer[plain(word)] if word else None

    def measure(self, match: re.Match[str], amount: int | None) -> tuple[int | None, Any]:
        """Return how many of which unit; a fortnight is two weeks."""
        if plain(match["unit"]).startswith("fortnight"):
            return (None if amount is None else 2 * amount), "week"
        return amount, self.unit(match)

    def unit(self, match: re.Match[str]) -> Any:
        """Return the unit of a match."""
        return self.units[plain(match["unit"])]

    def part(self, match: re.Match[str]) -> Any:
        """Return which part of a month or year a match names; None where it names none."""
        part = match.groupdict().get("part")
        return self.parts.get(plain(part)) or self.modified.get(plain(part)) if part else None


def plain(words: str) -> str:
    """Return words in lower case with single spaces."""
    return " ".join(words.lower().split())


def _turned(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {form: name for name, forms in lists.items() for form in forms}


def _numbered(lists: Mapping[str, Sequence[Any]], *, first: int) -> dict[str, int]:
    names = {name: number for number, name in enumerate(lists["names"], start=first)}
    short = {form: number for number, forms in enumerate(lists["short"], start=first) for form in forms}
    return {**short, **names}
