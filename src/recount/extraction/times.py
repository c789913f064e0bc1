"""Finds the times that a text names, with what each of them says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from recount.codebook import Codebook
from recount.extraction.time_patterns import TimeGrammar, grammar_of
from recount.extraction.time_words import TimeMention, any_of
from recount.nouns.dates import TimeExpression

__all__ = ["TimeJoiner", "TimeMention", "at_hour", "find_times", "joiner_of"]

# Code points that are looked at on either side of a time for words of what is to come.
_REACH = 90
# "Thurs": a full stop after a longer word ends a sentence.
_LONGEST_SHORT_FORM = 5
_MOST_LINKS = 8
_POINTED_AT = ("date", "weekday", "day", "between", "reference")
_DATED = ("date", "weekday", "month", "year")
# Times that read differently when they are still to come.
_TURNING = ("date", "weekday", "weekend", "month", "week", "quarter", "half")


def find_times(text: str, codebook: Codebook, *, country: str | None = None) -> tuple[TimeMention, ...]:
    """Return the times of a text in order, none overlapping another, each as long as its words go.

    Times that date nothing ("three days", "daily", "now") are left out; `mark_times` has them too. `country` is the
    outlet's (ISO 3166-1 alpha-2), whose days of rest make its weekend; None: Saturday and Sunday.
    """
    joiner = joiner_of(codebook)
    mentions = joiner.grammar.find(text)
    mentions = joiner.join_weekdays(text, mentions)
    mentions = joiner.join_hours(text, mentions)
    mentions = [joiner.turn_to_future(text, mention) for mention in mentions]
    mentions = joiner.join_ranges(text, mentions)
    mentions = [_with_rest(mention, joiner, country) for mention in mentions]
    return tuple(_pointing(joiner.lead_in(text, mentions)))


def _pointing(mentions: Iterable[TimeMention]) -> Iterator[TimeMention]:
    """Give "the next day" and "two days later" the day told before them in the text."""
    told: TimeExpression | None = None
    links = 0
    year: int | None = None
    for mention in mentions:
        said = mention.expression
        if said.kind == "reference":
            # "The next day" after "the next day" is a chain; a story has few links, and nonsense gets no longer one.
            linked = told is not None and links < _MOST_LINKS
            said = said.model_copy(update={"first": told}) if linked else said
            links += linked
        elif said.kind in _POINTED_AT and not said.future:
            links = 0
        if said.kind in ("date", "month") and said.unit == "year" and said.offset is None:
            # "In March of that year": the year told last.
            said = said.model_copy(update={"unit": None, "year": said.year or year})
        year = said.year or year
        if said.kind in _POINTED_AT and not said.future:
            told = said
        yield mention._replace(expression=said)


def _with_rest(mention: TimeMention, joiner: "TimeJoiner", country: str | None) -> TimeMention:
    if mention.expression.kind != "weekend" or country not in joiner.grammar.words["friday_weekend"]:
        return mention
    return mention._replace(expression=mention.expression.model_copy(update={"weekday": 4}))


class TimeJoiner:
    """Puts neighbouring times together: weekday and date, hour and day, beginning and end."""

    def __init__(self, grammar: TimeGrammar) -> None:
        """Build the patterns from the words of the grammar."""
        self.grammar = grammar
        words = grammar.words
        parts, lead = any_of(words["day_parts"]), any_of(words["before_day"])
        night_of, overnight = any_of(words["night_of"]), any_of(words["overnight"])
        gap = r"(?:\s|,)*"
        self._before = re.compile(
            rf"(?<!\w)(?:(?:{lead}|{overnight}|{parts}|{night_of})(?:\s+|,\s*|-))+$|(?<!\w){night_of}\s+$",
            re.I,
        )
        self._has_hour = re.compile(rf"\b(?:{parts}|{overnight}|early|late|earlier|later|hours)\b", re.I)
        self._strip_lead = re.compile(r"^(?:(?:on|of|at|about|by|in|the|from|around|after|before)[\s,]+)+", re.I)
        self._after = re.compile(
            rf"\s+(?:(?:early|late|mid)[\s-]+)?(?:{parts}|{overnight})\b(?!['’-]\w|\s+(?:prayer|watch|vision|sky|club|shift))",
            re.I,
        )
        self._overnight = re.compile(rf"\b{overnight}\b", re.I)
        self._into = re.compile(rf"\b{overnight}\s+(?:to|into|till|until)\s+$|\bnight\s+(?:to|into)\s+$", re.I)
        self._clock_gap = re.compile(rf"{gap}(?:(?:on|at|of|the|around|early|late)\s+)*\(?$", re.I)
        self._range_mark = re.compile(
            rf"(?:\s*[-–—]\s*|\s+{any_of(words['range_marks'])}\s+(?:(?:on|the|early|late)\s+)*|\s*,?\s+and\s+)$",
            re.I,
        )
        self._range_from = re.compile(rf"\b{any_of(words['range_from'])}\s+(?:the\s+)?$", re.I)
        self._since = re.compile(rf"\b{any_of(words['since'])}\s+(?:the\s+|early\s+|late\s+|on\s+)*$", re.I)
        self._until = re.compile(rf"\b{any_of(words['until'])}\s+(?:the\s+|early\s+|late\s+|on\s+)*$", re.I)
        self._week_of = re.compile(r"\b(?:the\s+)?week\s+(?:of|from|beginning|starting)\s+(?:the\s+)?$", re.I)
        self._future = re.compile(rf"\b{any_of(words['future'])}\b", re.I)
        # "Gen. A. B. Karim" is one name.
        titles = "".join(rf"(?<!\b{title.capitalize()})" for title in words["titles"])
        self._clause_end = re.compile(rf"(?<!\b[A-Z]){titles}\.\s|[!?;:]\s|\n")
        past = any_of(words["past_verbs"])
        not_past = any_of(words["not_past"])
        self._past = re.compile(rf"\b(?!{not_past}\b)(?:{past}|\w{{2,}}ed)\b", re.I)

    def join_weekdays(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Join "Friday, January 19", "January 19 (Friday)" and "yesterday (Sunday)" into one time each."""
        joined: list[TimeMention] = []
        for mention in mentions:
            if joined:
                one = self._weekday_and_date(text, joined[-1], mention)
                if one is not None:
                    joined[-1] = one
                    continue
            joined.append(mention)
        # A short form that no date followed was a word of another meaning ("Sat", "Sun").
        return [
            mention
            for mention in joined
            if mention.expression.kind != "weekday" or mention.end - mention.start > 5 or self._is_full(text, mention)
        ]

    def _is_full(self, text: str, mention: TimeMention) -> bool:
        word = text[mention.start : mention.end].lower()
        return any(name in word for name in self.grammar.words["weekdays"]["names"])

    def _weekday_and_date(self, text: str, left: TimeMention, right: TimeMention) -> TimeMention | None:
        gap = text[left.end : right.start]
        if left.expression.kind == "weekend" and right.expression.kind in ("date", "between") and gap.strip() == "of":
            return TimeMention(left.start, right.end, right.expression)
        if not re.fullmatch(r"\.?,?\s*\(?(?:the\s+|on\s+|a\s+)?", gap) or not gap:
            return None
        if gap.startswith(".") and left.end - left.start > _LONGEST_SHORT_FORM:
            return None
        end = right.end + (1 if "(" in gap and text[right.end : right.end + 1] == ")" else 0)
        kinds = (left.expression.kind, right.expression.kind)
        plain = left.expression.offset is None or right.expression.offset is None
        if kinds == ("weekday", "date") and plain:
            merged = right.expression.model_copy(update={"weekday": left.expression.weekday})
        elif kinds == ("date", "weekday") and ("(" in gap or "," in gap):
            merged = left.expression.model_copy(update={"weekday": right.expression.weekday})
        elif kinds in (("day", "weekday"), ("day", "date")) and ("(" in gap or "," in gap):
            merged = right.expression
        elif kinds in (("weekday", "day"), ("date", "day")) and "(" in gap:
            merged = left.expression
        else:
            return None
        return TimeMention(left.start, end, merged)

    def join_hours(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Widen days by their hours ("late on", "at 5 p.m.", "night"), and join nights to their day."""
        widened: list[TimeMention] = []
        for mention in mentions:
            current = mention
            previous = widened[-1] if widened else None
            if previous and self._belongs(text, previous, current):
                widened[-1] = self._with_hour(text, previous, current)
                continue
            if current.expression.kind in ("date", "weekday", "day", "between"):
                current = self._widen(text, current, previous.end if previous else 0)
            widened.append(current)
        return [self._widen_right(text, mention, mentions) for mention in widened]

    def _belongs(self, text: str, left: TimeMention, right: TimeMention) -> bool:
        """Tell whether one of two neighbours is only the hour of the other."""
        days = ("date", "weekday", "day", "reference", "between")
        kinds = (left.expression.kind, right.expression.kind)
        hour_and_day = "clock" in kinds and (kinds[0] in days or kinds[1] in days)
        night_and_day = _is_bare_night(text, left) and kinds[1] in ("date", "weekday", "between")
        day_and_night = _is_bare_night(text, right) and kinds[0] in ("date", "weekday", "between")
        if not (hour_and_day or night_and_day or day_and_night):
            return False
        gap = text[left.end : right.start]
        into = night_and_day and re.fullmatch(r"\s+(?:to|into|till|until|from|through)\s+", gap)
        return bool(self._clock_gap.fullmatch(gap) or into)

    def _with_hour(self, text: str, left: TimeMention, right: TimeMention) -> TimeMention:
        gap = text[left.end : right.start]
        if _is_bare_night(text, left) and right.expression.kind != "clock":
            way = "before" if re.search(r"\b(?:to|into|till|until)\b", gap) else "after"
            expression = _overnight(right.expression, way)
        elif _is_bare_night(text, right) and left.expression.kind != "clock":
            expression = _overnight(left.expression, "after")
        else:
            hour, day = (left, right) if left.expression.kind == "clock" else (right, left)
            expression = at_hour(day.expression, hour.expression)
        return TimeMention(left.start, right.end, expression)

    def _widen(self, text: str, mention: TimeMention, floor: int) -> TimeMention:
        lead = self._before.search(text, max(floor, mention.start - 60), mention.start)
        if lead is None or not self._has_hour.search(lead[0]):
            return mention
        stripped = self._strip_lead.match(lead[0])
        start = lead.start() + (stripped.end() if stripped else 0)
        expression = mention.expression
        if self._overnight.search(lead[0]):
            expression = _overnight(expression, "before" if self._into.search(lead[0]) else "after")
        return TimeMention(start, mention.end, expression)

    def _widen_right(self, text: str, mention: TimeMention, mentions: Sequence[TimeMention]) -> TimeMention:
        if mention.expression.kind not in ("date", "weekday", "day", "between"):
            return mention
        tail = self._after.match(text, mention.end)
        if tail is None or any(mention.end <= other.start < tail.end() for other in mentions):
            return mention
        expression = mention.expression
        if self._overnight.search(tail[0]):
            expression = _overnight(expression, "after")
        return TimeMention(mention.start, tail.end(), expression)

    def turn_to_future(self, text: str, mention: TimeMention) -> TimeMention:
        """Mark a time of what is to come: a cue on one side of it with no past verb between."""
        said = mention.expression
        if said.kind not in _TURNING or said.is_complete or said.offset == -1:
            return mention
        before = self._clause_end.split(text[max(0, mention.start - _REACH) : mention.start])[-1]
        cues = list(self._future.finditer(before))
        ahead = self._clause_end.split(text[mention.end : mention.end + _REACH])[0]
        cue = self._future.search(ahead)
        coming = bool(cues) and not self._past.search(before, cues[-1].end())
        own_past = self._past.search(before) and not cues
        coming = coming or bool(cue and not own_past and not self._past.search(ahead, 0, cue.start()))
        return mention._replace(expression=said.model_copy(update={"future": True})) if coming else mention

    def join_ranges(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Join a beginning and an end: "from Monday to Wednesday", "Saturday and Sunday"."""
        joined: list[TimeMention] = []
        for mention in mentions:
            if joined:
                one = self._range(text, joined[-1], mention)
                if one is not None:
                    joined[-1] = one
                    continue
            joined.append(mention)
        return joined

    def _range(self, text: str, left: TimeMention, right: TimeMention) -> TimeMention | None:
        first, last = left.expression, right.expression
        gap = text[left.end : right.start]
        if not self._range_mark.fullmatch(gap) or last.kind not in (*_DATED, "day") or first.kind not in _DATED:
            return None
        led = self._range_from.search(text, max(0, left.start - 12), left.start)
        alike = (first.kind == last.kind and first.month != last.month) or first.weekday != last.weekday
        if not led and (not alike or first.kind == "year"):
            return None
        if first.kind == "date" and last.kind == "date":
            first = _year_from(first, last)
        start = led.start() if led else left.start
        return TimeMention(start, right.end, TimeExpression(kind="between", first=first, last=last))

    def lead_in(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Take "since" and "until" into the time that they open or close, and "from" into a range."""
        led = []
        floor = 0
        for mention in mentions:
            current = mention
            if mention.expression.names_a_day and mention.expression.kind not in (
                "ago",
                "duration",
                "recent",
            ):
                current = self._led(text, mention, floor)
            floor = current.end
            led.append(current)
        return led

    def _led(self, text: str, mention: TimeMention, floor: int) -> TimeMention:
        since = self._since.search(text, max(floor, mention.start - 30), mention.start)
        until = self._until.search(text, max(floor, mention.start - 30), mention.start)
        week = self._week_of.search(text, max(floor, mention.start - 24), mention.start)
        if week and mention.expression.kind == "date":
            return TimeMention(week.start(), mention.end, TimeExpression(kind="week", first=mention.expression))
        if mention.expression.kind == "between":
            opened = self._range_from.search(text, max(floor, mention.start - 12), mention.start)
            return mention._replace(start=opened.start()) if opened else mention
        if since and not since[0].lower().startswith("from"):
            opening = TimeExpression(kind="since", first=mention.expression)
            return TimeMention(since.start(), mention.end, opening)
        if until:
            return TimeMention(until.start(), mention.end, TimeExpression(kind="until", last=mention.expression))
        return mention


def _is_bare_night(text: str, mention: TimeMention) -> bool:
    said = mention.expression
    return said.kind == "day" and said.overnight is not None and " " not in text[mention.start : mention.end]


def at_hour(day: TimeExpression, hour: TimeExpression) -> TimeExpression:
    """Return a day with the hour told beside it; a range of days keeps none."""
    if day.kind == "between":
        return day
    told = {name: getattr(hour, name) for name in ("hour", "minute", "part_of_day", "zone")}
    return day.model_copy(update=told)


def _overnight(said: TimeExpression, way: str) -> TimeExpression:
    # A range of two days already tells of the night between them.
    return said if said.kind == "between" else said.model_copy(update={"overnight": way})


def _year_from(first: TimeExpression, last: TimeExpression) -> TimeExpression:
    """Give the beginning of a range the year of its end: "December 28 to January 3, 2024"."""
    if last.year is None or first.year is not None or first.month is None or last.month is None:
        return first
    year = last.year if first.month <= last.month else last.year - 1
    return first.model_copy(update={"year": year})


@lru_cache(maxsize=4)
def joiner_of(codebook: Codebook) -> TimeJoiner:
    """Return what joins the times of a codebook, built once."""
    return TimeJoiner(grammar_of(codebook))
