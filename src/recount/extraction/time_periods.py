"""The forms of periods that have a place in the calendar: quarters, halves, seasons, decades, feast days."""

import re
from typing import Any, cast

from recount.extraction.time_vocabulary import YEAR, TimeVocabulary, plain
from recount.extraction.time_words import Forms, any_of
from recount.nouns.dates import TimeExpression

__all__ = ["PeriodForms"]

_OF_YEAR = rf"(?:(?:,?\s+of|\s+in|,)?\s+(?:the\s+year\s+)?{YEAR}(?![\d-]|,\d))"
_DECADE = r"(?:(?P<century>1[6-9]|20)(?P<tens>\d)0['’]?s|['’](?P<short>\d)0s)\b"


class PeriodForms:
    """Patterns of periods that a year holds, or that hold years."""

    def __init__(self, said: TimeVocabulary) -> None:
        """Build the patterns from the words of `time_words.yaml`."""
        self._said = said
        words = said.words
        self._ordinals: dict[str, int] = words["ordinals"]
        self._seasons = {form: name for name, forms in words["seasons"].items() for form in forms}
        self._feasts: dict[str, list[int]] = words["feasts"]
        self._decades: dict[str, int] = words["decades"]

    def forms(self) -> Forms:
        """Yield each pattern with what reads it."""
        nearer = any_of(self._said.nearer)
        parts = any_of([*self._said.parts, *self._said.modified])
        year = rf"(?:{_OF_YEAR}|(?:\s+of)?\s+(?P<later>{nearer})\s+year)"
        number = rf"(?P<number>{any_of(self._ordinals)})"
        whose = rf"(?:(?P<nearer>{nearer})\s+year['’]s\s+|(?:the|its|their|a|an)\s+(?!\S+-(?:quarter|half)\b))"
        yield (
            rf"\b(?:{whose})?(?:fiscal[\s-]+)?{number}[\s-]+(?P<unit>quarter|half)s?\b(?:{year})?(?!-\w)",
            self._of_year,
            ["quarter", "half"],
        )
        stated = rf"(?:the\s+)?(?:fiscal\s+)?{YEAR}(?:['’]s)?\s+(?:fiscal\s+)?"
        yield rf"\b{stated}{number}[\s-]+(?P<unit>quarter|half)\b", self._of_year, ["quarter", "half"]
        season = rf"(?P<season>{any_of(self._seasons)})\b(?!['’-]\w)"
        yield rf"\b(?:(?:the\s+)?(?P<part>{parts})\s+)?(?P<near>{nearer})\s+{season}", self._season, self._seasons
        yield rf"\b(?:the\s+)?(?:(?P<part>{parts})[\s-]+)?{season}{_OF_YEAR}", self._season, self._seasons
        yield rf"\b(?:the\s+)?(?:(?P<part>{parts})(?:\s+|-))?(?:the\s+)?{_DECADE}", self._decade, ["0s", "0’s", "0's"]
        yield (
            rf"\bthe\s+(?:(?P<part>{parts})(?:\s+|-))?(?P<decade>{any_of(self._decades)})\b",
            self._decade,
            self._decades,
        )
        yield (
            rf"\b(?:(?P<near>{nearer})\s+)?(?P<feast>{any_of(self._feasts)})\b(?:{_OF_YEAR})?",
            self._feast,
            self._feasts,
        )
        tens, ones = any_of(self._said.tens), any_of(self._said.ones)
        yield rf"\bnineteen[\s-]+(?P<tens>{tens})(?:[\s-]+(?P<ones>{ones}))?\b", self._spoken_year, ["nineteen"]
        yield r"\b(?:the\s+)?(?:year['’]s[\s-]+end|year[\s-]+end)\b(?!-\w)", self._year_end

    def _of_year(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        number = self._ordinals[plain(found["number"])]
        if found["unit"].lower() == "half":
            if number > 2 and number != self._ordinals["last"]:
                return None
            number = min(number, 2)
        elif number > 4:
            return None
        offset = self._said.offset(found.get("later") or found.get("nearer"))
        return TimeExpression(
            kind=cast(Any, found["unit"].lower()),
            number=number,
            year=int(found["year"]) if found.get("year") else None,
            offset=offset,
            unit=None if offset is None else "year",
        )

    def _season(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        return TimeExpression(
            kind="season",
            season=cast(Any, self._seasons[plain(found["season"])]),
            year=int(found["year"]) if found.get("year") else None,
            offset=self._said.offset(found.get("near")),
            part=self._said.part(match),
        )

    def _decade(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        if found.get("decade"):
            year = self._decades[plain(found["decade"])]
        elif found.get("short"):
            year = 1900 + 10 * int(found["short"])
        else:
            year = 100 * int(found["century"]) + 10 * int(found["tens"])
        return TimeExpression(kind="decade", year=year, part=self._said.part(match))

    def _feast(self, match: re.Match[str]) -> TimeExpression | None:
        month, day, *nth = self._feasts[plain(match["feast"]).replace("’", "'")]
        year = int(match["year"]) if match["year"] else None
        feast = {"weekday": day, "number": nth[0]} if nth else {"day": day}
        future = self._said.offset(match["near"]) == 1
        return TimeExpression(kind="date", month=month, year=year, future=future, **cast(Any, feast))

    def _spoken_year(self, match: re.Match[str]) -> TimeExpression | None:
        ones = self._said.ones[match["ones"].lower()] if match["ones"] else 0
        return TimeExpression(kind="year", year=1900 + self._said.tens[match["tens"].lower()] + ones)

    def _year_end(self, _: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="year", offset=0, unit="year", part="late")
