"""The forms in which news writes days, months, years and spans of time, one pattern a form."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from recount.codebook import Codebook
from recount.extraction.time_measures import MeasureForms
from recount.extraction.time_periods import PeriodForms
from recount.extraction.time_vocabulary import DAY, YEAR, YEAR_GAP, TimeVocabulary, plain
from recount.extraction.time_words import Forms, ReadTime, TimeFilter, TimeMention, any_of, led_by
from recount.nouns.dates import TimeExpression, TimeUnit

__all__ = ["TimeGrammar", "grammar_of"]

_TO = r"\s*(?:-|–|—|/)\s*|\s+(?:to|and|until|till|through|into|or)\s+(?:the\s+)?"


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    read: ReadTime
    anchors: tuple[str, ...]
    """In lower case; where none of them is in a text, the pattern is not tried."""

    def is_worth_trying(self, lower: str) -> bool:
        return not self.anchors or any(anchor in lower for anchor in self.anchors)


def _compiled(forms: Forms) -> tuple[_Form, ...]:
    return tuple(
        _Form(re.compile(pattern, re.I), read, tuple(dict.fromkeys(word for words in anchors for word in words)))
        for pattern, read, *anchors in forms
    )


def _valid(**fields: Any) -> TimeExpression | None:
    """Build a date; None where no year has such a day."""
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    if fields["day"] > longest.get(fields.get("month") or 1, 31):
        return None
    return TimeExpression(kind="date", **fields)


def _year_in(match: re.Match[str]) -> int | None:
    """Return the year of a match; "'24" is of the hundred years that end with 2069."""
    found = match.groupdict()
    if found.get("short"):
        short = int(found["short"])
        return 2000 + short if short < 70 else 1900 + short
    return int(found["year"]) if found.get("year") else None


class TimeGrammar:
    """The patterns of one codebook's time words."""

    def __init__(self, words: Mapping[str, Any], quantities: Mapping[str, Any]) -> None:
        """Build every pattern from `time_words.yaml` and the number words of `quantities.yaml`."""
        self.words = words
        self.said = TimeVocabulary(words, quantities)
        self._dating = _compiled(self._all_forms())
        self._undated = _compiled(MeasureForms(self.said).forms())
        self._filter = TimeFilter(words)

    def find(self, text: str, *, undated: bool = False) -> list[TimeMention]:
        """Return the longest times, in order and non-overlapping; ranges of two are not joined yet.

        Args:
            text: the text.
            undated: also find what dates nothing: lengths of time ("three days"), habits ("daily"), "now".
        """
        found = []
        lower = text.lower()
        for rank, form in enumerate([*self._dating, *(self._undated if undated else ())]):
            for match in form.pattern.finditer(text) if form.is_worth_trying(lower) else ():
                if not self._filter.is_time(text, match):
                    continue
                expression = form.read(match)
                if expression is not None:
                    found.append((match.start(), -match.end(), rank, expression))
        blocked = self._filter.names_in(text)
        chosen: list[TimeMention] = []
        for start, negative_end, _, expression in sorted(found, key=lambda one: one[:3]):
            end = -negative_end
            if chosen and start < chosen[-1].end:
                continue
            if not any(first < end and start < last for first, last in blocked):
                chosen.append(TimeMention(start, end, expression))
        return chosen

    def _all_forms(self) -> Forms:
        yield from self._date_forms()
        yield from self._range_forms()
        yield from self._week_forms()
        yield from self._month_forms()
        yield from self._counted_forms()
        yield from self._clock_forms()
        yield from PeriodForms(self.said).forms()

    def _date_forms(self) -> Forms:
        month, later = self.said.month(), self.said.later_year()
        year = rf"(?:{YEAR_GAP}(?:{YEAR}(?![\d-])|{later})|,?\s+['’](?P<short>\d\d)(?![\d\w]))?"
        yield rf"\b{DAY}-{month}-{YEAR}\b(?P<later>)(?P<same>)", self._date
        yield rf"\b{DAY}-{month}-(?P<short>\d\d)\b(?P<later>)(?P<same>)(?P<year>)(?!-)", self._date
        yield rf"\b{DAY}(?:\s+of\s+|\s*-\s*|\s+){month}{year}(?!\w)", self._date
        spoken = any_of(self.words["spoken_days"])
        yield rf"\b{month}\s+(?:the\s+)?(?P<day>{spoken})\b(?!\s+\w+ly\b){year}", self._date
        yield rf"\b{month}\s+(?:the\s+)?{DAY}(?![\d:.,]\d|\w|\s*[ap]\.?m\b){year}", self._date
        yield (
            rf"\b{YEAR}-(?P<number>0\d|1[0-2])-(?P<day>[0-3]\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?\b",
            self._numeric,
        )
        yield (
            rf"(?<![\d./-]){YEAR}(?P<mark>[/.])(?P<number>0\d|1[0-2])(?P=mark)(?P<day>[0-3]\d)(?![\d/-])",
            self._numeric,
        )
        yield (
            r"(?<![\d./-])(?P<a>\d\d)/(?P<b>\d\d)/(?P<short>\d\d)(?P<year>)(?![\d/-]|\.\d)",
            self._numeric,
        )
        yield rf"(?<![\d./-])(?P<a>\d?\d)(?P<mark>[/.-])(?P<b>\d?\d)(?P=mark){YEAR}\b", self._numeric
        yield (
            (
                rf"(?=the\s){led_by(self.words['before_ordinal'])}the\s+(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
                rf"(?:\s+of\s+(?P<nearer>{any_of(self.said.nearer)})\s+month)?"
                r"(?=\s*(?:[.,;:)]|$)|\s+(?:and|in|at|when|as|after|near|to|by|that)\b)"
            ),
            self._ordinal,
        )
        numeral = rf"(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)|{any_of(self.words['spoken_days'])})"
        month_near = rf"(?:\s+day)?\s+of\s+(?P<nearer>{any_of(self.said.nearer)})\s+month"
        yield rf"\bthe\s+{numeral}{month_near}\b", self._ordinal, ["month"]
        yield rf"\bthe\s+{numeral}\s+(?P<nearer>)(?:instant|inst\.)", self._ordinal, ["inst"]

    def _range_forms(self) -> Forms:
        month, other = self.said.month(), self.said.month("other_month")
        second = DAY.replace("day", "last")
        year = rf"(?:{YEAR_GAP}{YEAR}(?![\d-]))?"
        yield rf"\b{DAY}(?:{_TO}){second}(?:\s+of)?\s+{month}{year}(?!\w)", self._days_of_month
        yield rf"\b{month}\s+{DAY}(?:{_TO}){second}(?![\d:]|\w){year}", self._days_of_month
        yield rf"\b{month}(?:{_TO}){other}{YEAR_GAP}{YEAR}\b", self._months_of_year
        yield rf"(?<![\d-]){YEAR}\s*(?:-|–|to)\s*(?P<last_year>(?:19|20)\d\d|\d\d)(?![\d-])", self._years

    def _week_forms(self) -> Forms:
        nearer = any_of(self.said.nearer)
        weekday = rf"(?P<weekday>{any_of(self.said.weekdays)})"
        full = rf"(?P<weekday>{any_of(self.words['weekdays']['names'])})"
        near_week = rf"(?:\s+(?:of\s+)?(?P<week>{nearer})\s+week)?"
        yield rf"\b(?:(?P<nearer>{nearer})\s+)?{full}\b(?!s\b){near_week}", self._weekday
        # A short form needs a date beside it; the date itself is joined to it later.
        yield rf"\b{weekday}\.?(?=,?\s+(?:\d|{self.said.month('beside')}))", self._weekday
        yield (
            (
                rf"\b(?:{any_of(self.words['before_weekend'])}\s+)?(?:(?P<the>the)\s+)?(?:(?P<nearer>{nearer})\s+)?"
                rf"(?:\w+\s+)??{any_of(self.words['weekends'])}\b"
            ),
            self._weekend,
        )
        parts, modified = any_of(self.said.parts), any_of(self.said.modified)
        yield (
            (rf"\b(?:(?P<part>{parts}|{modified})\s+)?(?P<nearer>{nearer})\s+(?P<unit>week|month|year)\b(?!-\w)"),
            self._near_unit,
        )
        yield rf"\b(?P<part>{parts})\s+(?:the|of\s+the)\s+(?P<unit>month|year)\b", self._near_unit

    def _month_forms(self) -> Forms:
        part = rf"(?:(?P<part>{any_of(self.said.parts)})(?:\s+|(?<=-)|-))?"
        nearer = rf"(?:(?P<nearer>{any_of(self.said.nearer)})\s+)?"
        yield (
            (
                rf"\b{part}{nearer}{self.said.month()}(?:{YEAR_GAP}(?:{YEAR}(?![\d-]|,\d)|{self.said.later_year()}))?(?!\w)"
            ),
            self._month_of,
        )
        number = rf"(?P<number>{any_of([*self.words['ordinals'], 'final'])})"
        month = rf"{self.said.month()}(?:{YEAR_GAP}(?:{YEAR}(?![\d-]|,\d)|{self.said.later_year()}))?(?!\w)"
        yield rf"\bthe\s+{number}\s+week\s+of\s+{month}", self._week_of_month, ["week"]
        lead = rf"(?=(?:19|20)\d){led_by(self.words['before_year'])}"
        counted = any_of(self.words["counted"])
        tail = rf"(?![\d,./:-]\d|\w|%|\s+(?:\w+\s+)?{counted}\b)"
        yield rf"\b(?P<part>{any_of(self.said.parts)})(?:\s+|(?<=-)|-){YEAR}{tail}", self._year
        yield rf"{lead}{YEAR}{tail}", self._year
        yield (
            rf"(?=(?:19|20)\d){led_by(['the', 'a', 'its', 'their'])}{YEAR}(?=\s+[a-z]+){tail}(?!\s+\w+s\b)",
            self._year,
        )

    def _counted_forms(self) -> Forms:
        words = self.words
        unit = rf"(?P<unit>{any_of(self.said.units)})"
        about = rf"(?:{any_of(words['approximate'])}\s+)?"
        vague = any_of(words["uncounted"])
        amount = rf"(?P<amount>\d{{1,3}}|{any_of(self.said.amounts)})(?:\s+|-)(?:or\s+\w+\s+)?"
        amount = rf"(?:{amount}|(?P<vague>{vague})\s+)"
        yield rf"\b{any_of(words['near_days'])}\b", self._near_day
        yield (
            rf"\b(?<!-){any_of(words['overnight'])}\b(?!-)",
            lambda _: TimeExpression(kind="day", offset=0, overnight="before"),
        )
        yield rf"\b{any_of(words['reference_days'])}\b", self._reference_day
        yield rf"\b{about}{amount}?{unit}(?:\s+or\s+(?:so|more))?\s+ago\b", self._ago, ["ago"]
        pointing = r"\s+(?P<way>after|before)(?=\s+(?:the|that|this|his|her|its|their)\s+[a-z])"
        yield rf"\b{about}{amount}{unit}{pointing}", self._counted_reference, ["after", "before"]
        after = any_of(way for way in words["after_amount"] if way != "on")
        yield rf"\b{about}{amount}?{unit}\s+(?P<way>{after})\b", self._counted_reference, words["after_amount"]
        yield rf"\b{about}{amount}{unit}\s+(?P<way>on)(?=,)", self._counted_reference, [" on,"]
        yield r"\bthe\s+following\s+(?P<unit>week|month|year)\b(?P<amount>)", self._following
        lead = rf"(?:(?:over|in|within|during|for)\s+)?(?:the|these)\s+(?P<nearer>{any_of(self.said.nearer)})"
        no_month = rf"(?!\s+of\s+{self.said.month('held')})"
        yield rf"\b{lead}\s+{about}{amount}?{unit}\b{no_month}", self._duration
        yield rf"\b(?P<nearer>last|past|next)\s+{about}{amount}{unit}\b", self._duration
        yield rf"\b{any_of(words['recent'])}\b", self._recent
        coming = rf"(?:{any_of(words['coming'])}|soon(?!\s+(?:as|after)))"
        yield rf"\b{coming}\b", lambda _: TimeExpression(kind="recent", future=True)

    def _clock_forms(self) -> Forms:
        zone = rf"(?:\s*\(?(?P<zone>{any_of(self.words['zones'])})\b\)?)"
        about = r"(?:\bat\s+|\bby\s+)?(?:(?:about|around|approximately|exactly|nearly)\s+)?"
        yield (
            rf"{about}\b(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?"
            rf"(?P<half>[ap])(?:\.m\.|\.m\b|m\b){zone}?",
            self._clock,
        )
        yield rf"{about}\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d){zone}?", self._clock
        yield rf"{about}\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d){zone}", self._clock
        named = any_of(
            ["noon", "midday", "midnight", "dawn", "dusk", "sunrise", "sunset", "daybreak", "nightfall", "night"]
        )
        yield rf"\bat\s+(?:around\s+)?(?P<named>{named})\b", self._clock

    def _clock(self, match: re.Match[str]) -> TimeExpression:
        found = match.groupdict()
        if found.get("named"):
            name = plain(found["named"])
            hour = {"noon": 12, "midday": 12, "midnight": 24}.get(name)
            part = None if hour else cast(Any, self.said.parts_of_day[name])
            return TimeExpression(kind="clock", hour=hour, part_of_day=part)
        hour = int(found["hour"])
        if found.get("half"):
            hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
        zone = plain(found["zone"]) if found["zone"] else None
        return TimeExpression(
            kind="clock",
            hour=hour,
            minute=int(found["minute"]) if found["minute"] else None,
            zone=zone if zone in self.words["zone_hours"] else None,
        )

    def _date(self, match: re.Match[str]) -> TimeExpression | None:
        later = self.said.offset(match["later"])
        return _valid(
            day=int(match["day"]) if match["day"].isdigit() else self.words["spoken_days"][plain(match["day"])],
            month=self.said.month_number(match),
            year=_year_in(match),
            offset=later,
            unit=None if later is None and not match["same"] else "year",
        )

    def _numeric(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        if found.get("number"):
            day, month = int(found["day"]), int(found["number"])
        else:
            # Day first, as most of the world writes; the month first only where it cannot be otherwise.
            day, month = int(found["a"]), int(found["b"])
            if month > 12:
                day, month = month, day
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return _valid(day=day, month=month, year=_year_in(match))

    def _ordinal(self, match: re.Match[str]) -> TimeExpression | None:
        written = plain(match["day"])
        day = self.words["spoken_days"].get(written) or int(re.sub(r"\D", "", written))
        offset = self.said.offset(match["nearer"] or None)
        return _valid(day=day, offset=offset, unit=None if offset is None else "month")

    def _days_of_month(self, match: re.Match[str]) -> TimeExpression | None:
        shared = {"month": self.said.month_number(match), "year": int(match["year"]) if match["year"] else None}
        first, last = _valid(day=int(match["day"]), **shared), _valid(day=int(match["last"]), **shared)
        if first is None or last is None or int(match["day"]) >= int(match["last"]):
            return None
        return TimeExpression(kind="between", first=first, last=last)

    def _months_of_year(self, match: re.Match[str]) -> TimeExpression | None:
        first, last, year = (
            self.said.month_number(match),
            self.said.month_number(match, "other_month"),
            int(match["year"]),
        )
        return TimeExpression(
            kind="between",
            first=TimeExpression(kind="month", month=first, year=year if first <= last else year - 1),
            last=TimeExpression(kind="month", month=last, year=year),
        )

    def _years(self, match: re.Match[str]) -> TimeExpression | None:
        first, end = int(match["year"]), match["last_year"]
        last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
        if not first < last <= first + 60:
            return None
        years = [TimeExpression(kind="year", year=year) for year in (first, last)]
        return TimeExpression(kind="between", first=years[0], last=years[1])

    def _weekday(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        week = self.said.offset(found.get("week"))
        offset = week if week is not None else self.said.offset(found.get("nearer"))
        unit: TimeUnit | None = "week" if week is not None else None
        number = self.said.weekdays[match["weekday"].lower()]
        if offset == 0 and unit is None:
            offset = None
        return TimeExpression(kind="weekday", weekday=number, offset=offset, unit=unit)

    def _weekend(self, match: re.Match[str]) -> TimeExpression | None:
        if not match["the"] and not match["nearer"]:
            return None
        return TimeExpression(kind="weekend", offset=self.said.offset(match["nearer"]))

    def _near_unit(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        part = self.said.part(match)
        offset = self.said.offset(found["nearer"]) if found.get("nearer") else 0
        unit = plain(match["unit"])
        return TimeExpression(kind=cast(Any, unit), offset=offset, unit=cast(Any, unit), part=cast(Any, part))

    def _month_of(self, match: re.Match[str]) -> TimeExpression | None:
        later = self.said.offset(match["later"])
        return TimeExpression(
            kind="month",
            month=self.said.month_number(match),
            year=int(match["year"]) if match["year"] else None,
            offset=later if later is not None else self.said.offset(match["nearer"]),
            unit="year" if later is not None or match["same"] else None,
            part=self.said.part(match),
        )

    def _week_of_month(self, match: re.Match[str]) -> TimeExpression | None:
        number = self.words["ordinals"].get(plain(match["number"]), self.words["ordinals"]["last"])
        later = self.said.offset(match["later"])
        month = TimeExpression(
            kind="month",
            month=self.said.month_number(match),
            year=int(match["year"]) if match["year"] else None,
            offset=later,
            unit="year" if later is not None or match["same"] else None,
        )
        return TimeExpression(kind="week", first=month, number=number)

    def _year(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="year", year=int(match["year"]), part=self.said.part(match))

    def _near_day(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="day", offset=self.words["near_days"][plain(match[0])], unit="day")

    def _reference_day(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="reference", offset=self.words["reference_days"][plain(match[0])], unit="day")

    def _ago(self, match: re.Match[str]) -> TimeExpression | None:
        amount, unit = self.said.measure(match, self.said.number(match["amount"]))
        return TimeExpression(kind="ago", amount=amount, unit=unit)

    def _counted_reference(self, match: re.Match[str]) -> TimeExpression | None:
        amount, unit = self.said.measure(match, self.said.number(match["amount"]))
        sign = {"after": 1, "before": -1}.get(plain(match["way"]), 0) or int(
            self.words["after_amount"][plain(match["way"])]
        )
        offset = None if amount is None else sign * amount
        return TimeExpression(kind="reference", offset=offset, amount=amount, unit=unit)

    def _recent(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="recent", unit=cast(Any, self.said.units.get(plain(match[0]).split()[-1])))

    def _following(self, match: re.Match[str]) -> TimeExpression | None:
        return TimeExpression(kind="reference", offset=1, amount=1, unit=self.said.unit(match))

    def _duration(self, match: re.Match[str]) -> TimeExpression | None:
        found = match.groupdict()
        offset = self.said.offset(match["nearer"]) or 0
        plural = match["unit"].lower().endswith("s")
        amount = self.said.number(match["amount"])
        if amount is None and not found.get("vague") and not plural:
            # "the past week" is the seven days up to now; "this week" and "the coming month" are other forms.
            amount = 1
        if offset == 0:
            return None
        amount, unit = self.said.measure(match, amount)
        return TimeExpression(kind="duration", amount=amount, unit=unit, future=offset > 0)


@lru_cache(maxsize=4)
def grammar_of(codebook: Codebook) -> TimeGrammar:
    """Return the patterns of a codebook, built once."""
    return TimeGrammar(codebook.words("time_words"), codebook.words("quantities"))
