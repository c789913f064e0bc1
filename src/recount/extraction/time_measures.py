"""The forms of times that date nothing by themselves: lengths, habits, "now", and the quarter last spoken of."""

import re
from collections.abc import Mapping
from typing import Any, cast

from recount.extraction.time_vocabulary import YEAR, TimeVocabulary, plain
from recount.extraction.time_words import Forms, any_of, led_by
from recount.nouns.dates import TimeExpression

__all__ = ["MeasureForms"]

# An age, or words that make a date of a length: other forms read those.
_NOT_AFTER = r"(?![\s-]+(?:old|olds|of\s+age)\b|\s+(?:ago|earlier|hence)\b|['’]s?\b(?=\s+old))"


def _has_half(found: Mapping[str, str | None]) -> bool:
    return bool(found.get("half")) or (found.get("count") or "").endswith(("1/2", ".5"))


class MeasureForms:
    """Patterns of lengths of time, of what recurs, and of past, present and future at large."""

    def __init__(self, said: TimeVocabulary) -> None:
        """Build the patterns from the words of `time_words.yaml`."""
        self._said = said
        self._words = said.words
        self._unit = rf"(?P<unit>{any_of(said.units)})"
        self._plural = rf"(?P<unit>{any_of(form for form in said.units if form.endswith('s'))})"
        self._seasons = {form: name for name, forms in self._words["seasons"].items() for form in forms}
        self._quarters: dict[str, int] = self._words["quarters"]
        # "700 seats a week", "$2 million a year": how often, not when.
        self._rate = re.compile(r"(?:\d|million|billion|thousand|hundred|percent|%)\s+(?:[a-z]+\s+)?$", re.I)
        self._references = {plain(form): name for name, forms in self._words["references"].items() for form in forms}

    def forms(self) -> Forms:
        """Yield each pattern with what reads it."""
        yield from self._lengths()
        yield from self._habits()
        yield rf"\b{any_of(self._references)}\b(?!-)", self._reference
        yield from self._periods()
        yield from self._bare()

    def _lengths(self) -> Forms:
        words = self._words
        about = rf"(?:(?P<about>{any_of(words['bounding'])})\s+)?"
        no_verb = "".join(rf"(?<!{word} )" for word in ("will", "would", "may", "might", "can", "could", "to"))
        the = r"(?:the\s+(?=\w+\s+\w+s\b))?"
        near = rf"(?:{no_verb}(?:the\s+)?(?P<near>{any_of(words['stretching'])})\s+)?{the}"
        between = rf"(?:{any_of(words['between_number_and_unit'])}\s+)?"
        counted = self._said.counted
        number = rf"(?P<count>{counted}|a\s+couple\s+of|half\s+a\s+dozen)(?:\s+(?:to|or)\s+(?P<upto>{counted}))?"
        half = r"(?P<half>\s+and\s+a\s+half)?"
        tail = rf"\b{_NOT_AFTER}(?P<so>\s+or\s+so)?"
        yield rf"\b{about}{near}{number}{half}(?:\s+|-){between}{self._unit}{tail}", self._length
        yield rf"\b{about}{near}(?P<vague>{any_of(words['vaguely'])})[\s-]+{self._unit}{tail}", self._length
        yield rf"\b{about}(?P<one>an?|one|half\s+an?)\s+{self._unit}{tail}(?!-)", self._length
        yield rf"\b{about}(?P<one>an?|one)\s+{self._unit}(?P<half>\s+and\s+a\s+half)", self._length, ["and a half"]
        yield rf"\b(?:the\s+)?(?P<near>last|past|coming|next)\s+(?!quarter){self._unit}{tail}", self._length
        yield rf"(?=[a-z]+s\b){led_by(words['before_length'])}(?P<vague>){self._plural}{tail}", self._length
        yield rf"\b{self._unit}-?(?:long)\b", self._length, ["long"]
        yield rf"\b(?:an?|the)\s+(?P<count>{counted})-{self._unit}\s+period\b", self._length, ["period"]

    def _habits(self) -> Forms:
        words, said = self._words, self._said
        parts = rf"(?P<daypart>{any_of(said.parts_of_day)})"
        named = rf"(?P<weekday>{any_of(words['weekdays']['names'])})(?:\s+{parts})?"
        plurals = [form for form in said.parts_of_day if form.endswith("s")]
        yield rf"\b(?P<habit>{any_of(words['habits'])})\b(?!-)", self._habit
        count = rf"(?:(?P<count>{said.counted})\s+)?(?:other\s+)?"
        yield rf"\b(?:every|each)\s+(?:{count}{self._unit}|{named})\b(?!['’]s)", self._habit
        yield rf"\b(?:every|each)\s+{parts}\b", self._habit
        yield rf"\b(?P<weekday>{any_of(words['weekdays']['names'])})\s+(?P<daypart>{any_of(plurals)})\b", self._habit
        yield rf"\b(?P<weekday>{any_of(words['weekdays']['names'])})s(?:\s+{parts}s?)?\b", self._habit
        yield (
            rf"\b(?:once|twice|{said.counted}\s+times)\s+(?:a|an|per|every|each)\s+{self._unit}\b",
            self._habit,
            ["once", "twice", "times"],
        )

    def _periods(self) -> Forms:
        """Quarters and years that only the text before them tells."""
        lead = any_of([*self._words["quarter_leads"], *self._quarters])
        number = rf"(?:(?P<number>{any_of(self._words['ordinals'])})[\s-]+)?"
        year = rf"(?:{YEAR}|(?P<back>year-ago|year-earlier)|{lead})"
        tail = r"(?P<after>\s+(?:last\s+year|a\s+year\s+(?:ago|earlier)))?"
        yield (
            rf"\b(?:the\s+|its\s+|a\s+)?(?:{year}\s+){{1,4}}(?:fiscal[\s-]+)?{number}(?P<unit>quarter|period)\b{tail}",
            self._quarter,
            ["quarter", "period"],
        )
        yield rf"\bthe\s+(?P<unit>quarter)\b{tail}", self._quarter
        yield r"\b(?P<back>year-ago|year-earlier)\b(?P<unit>)(?P<number>)", self._quarter
        yield r"\b(?:the|its)\s+(?:fiscal\s+)?(?P<unit>year)(?=\s+(?:ended|ending|to|through)\b)", self._length
        yield r"\b(?:later\s+)?that\s+(?:same\s+)?(?P<unit>week|month|year|quarter)\b", self._told
        yield rf"\bfiscal\s+(?:year\s+)?{YEAR}\b", self._year
        yield rf"\b(?:the|this|its)\s+{any_of(self._words['year_leads'])}\s+year\b", self._this_year
        yield r"\bthe\s+(?P<unit>week|month|year|weekend)\b(?!\s+(?:of|old)|-\w|\s+(?:before|after)\b)", self._current

    def _bare(self) -> Forms:
        """What is a time only in its sentence: "1990", "the summer", "the morning", "noon", "Christmas"."""
        counted = any_of(self._words["counted"])
        before, after = r"(?<![\w$£#€.,:/-])(?<!(?:no|up)\s)", r"(?![\w%/:-]|[.,]\d|\s+(?:\w+\s+)?"
        yield rf"{before}{YEAR}{after}{counted}\b)", self._year
        seasons = any_of(form for form in self._seasons if form != "fall")
        part = rf"(?:(?P<part>{any_of(self._said.parts)})\s+)?"
        yield rf"\bthe\s+{part}(?P<season>{seasons})\b(?!\s+of\b|['’-]\w)", self._season
        yield (
            r"\b(?:the|mid)[\s-]+(?P<part>morning|afternoon|evening)\b(?!\s+(?:of|after|before)\b|-)",
            self._part_of_day,
        )
        yield r"\b(?P<part>noon|midday|midnight)\b(?!-)", self._part_of_day
        lead = led_by(["at", "before", "after", "by", "from", "until", "since", "around"])
        yield rf"{lead}(?P<part>dawn|dusk|daybreak|nightfall|sunset|sunrise)\b(?!-)", self._part_of_day
        yield rf"\b(?P<hour>{self._said.counted})\s+o['’]clock\b", self._o_clock, ["clock"]
        yield r"\b(?P<feast>christmas|easter|new\s+year['’]s)\b(?!-|\s+(?:day|eve)\b)", self._feast
        yield r"\b(?:the\s+)?(?P<century>\d\d?)(?:st|nd|rd|th)[\s-]+century\b", self._century, ["century"]

    def _length(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        amount, unit = self._said.measure(match, self._amount(found, plural=found["unit"].endswith("s")))
        if unit == "quarter" and not found.get("near"):
            # Three quarters of the houses are no nine months.
            return None
        if found.get("one") and self._rate.search(match.string, max(0, match.start() - 20), match.start()):
            return None
        if amount == 0:
            return None
        if unit == "second" and not match["unit"].endswith("s") and not found.get("count"):
            return None
        return TimeExpression(kind="length", amount=amount, unit=unit, half=_has_half(found))

    def _amount(self, found: Mapping[str, str | None], *, plural: bool) -> int | None:
        """Return how many units; None where the words are vague, 0 where they are no length."""
        written = found.get("upto") or found.get("count")
        if written:
            amount = self._said.amounts.get(plain(written)) or self._said.count(written)
            # "in 1989 weeks passed" counts no weeks.
            return 0 if amount is None or (amount >= 1000 and written.isdigit()) else amount
        return None if plural or found.get("vague") else 1

    def _habit(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        if found.get("habit"):
            return TimeExpression(kind="repeated", amount=1, unit=self._words["habits"][plain(found["habit"])])
        part = self._said.parts_of_day[plain(found["daypart"])] if found.get("daypart") else None
        weekday = self._said.weekdays[plain(found["weekday"])] if found.get("weekday") else None
        if weekday is not None or part:
            return TimeExpression(
                kind="repeated", amount=1, unit="week" if weekday is not None else "day", weekday=weekday,
                part_of_day=cast(Any, part),
            )  # fmt: skip
        amount = self._said.count(found["count"]) if found.get("count") else 1
        amount, unit = self._said.measure(match, amount)
        return TimeExpression(kind="repeated", amount=amount, unit=unit)

    def _reference(self, match: re.Match[str]) -> TimeExpression | None:
        name = self._references[plain(match[0])]
        if name == "present":
            return TimeExpression(kind="present")
        return TimeExpression(kind="recent", future=name == "future")

    def _quarter(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        number = self._words["ordinals"][plain(found["number"])] if found.get("number") else None
        back = bool(found.get("back") or found.get("after"))
        if re.search(r"\b(?:previous|prior)\s+year['’]s\b", match[0], re.I):
            back = True
        elif number is None and re.search(r"\b(?:previous|preceding|prior)\b", match[0], re.I):
            return TimeExpression(kind="reference", offset=-1, unit="quarter")
        near = next((self._quarters[word] for word in plain(match[0]).split() if word in self._quarters), None)
        if near is not None and number is None and not back:
            return TimeExpression(kind="quarter", offset=near, unit="quarter")
        return TimeExpression(
            kind="quarter",
            number=number if number is None or number <= 4 else None,
            year=int(found["year"]) if found.get("year") else None,
            offset=-1 if back else None,
            unit="year" if back else None,
        )

    def _told(self, match: re.Match[str]) -> TimeExpression | None:
        unit = plain(match["unit"])
        if unit == "quarter":
            return TimeExpression(kind="quarter")
        return TimeExpression(kind="reference", offset=0, unit=cast(Any, unit))

    def _year(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="year", year=int(match["year"]))

    def _this_year(self, _: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="year", offset=0, unit="year")

    def _season(self, match: re.Match[str]) -> TimeExpression | None:
        season = cast(Any, self._seasons[plain(match["season"])])
        return TimeExpression(kind="season", season=season, offset=0, part=self._said.part(match))

    def _part_of_day(self, match: re.Match[str]) -> TimeExpression | None:
        name = plain(match["part"])
        hour = {"noon": 12, "midday": 12, "midnight": 24}.get(name)
        part = None if hour else cast(Any, self._said.parts_of_day[name])
        return TimeExpression(kind="clock", hour=hour, part_of_day=part)

    def _o_clock(self, match: re.Match[str]) -> TimeExpression | None:
        hour = self._said.count(match["hour"])
        return TimeExpression(kind="clock", hour=hour) if hour and hour <= 12 else None

    def _feast(self, match: re.Match[str]) -> TimeExpression | None:
        name = plain(match["feast"])
        if name == "easter":
            return TimeExpression(kind="date")
        month, day = (12, 25) if name == "christmas" else (1, 1)
        return TimeExpression(kind="date", month=month, day=day)

    def _century(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="century", number=int(match["century"])) if int(match["century"]) else None

    def _current(self, match: re.Match[str]) -> TimeExpression | None:
        unit = plain(match["unit"])
        if unit == "weekend":
            return TimeExpression(kind="weekend")
        return TimeExpression(kind=cast(Any, unit), offset=0, unit=cast(Any, unit))
