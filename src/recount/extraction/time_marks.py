"""Every time of a text with the words that TimeML marks: no preposition, each day and each length by itself."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from recount.codebook import Codebook
from recount.extraction.time_vocabulary import plain
from recount.extraction.time_words import TimeMention, any_of
from recount.extraction.times import TimeJoiner, at_hour, joiner_of

__all__ = ["mark_times"]

_DAYS = ("date", "weekday", "day", "reference")
_UNBOUNDED = ("weekday", "day", "week", "weekend", "reference", "repeated", "present", "recent")
_DATED = (*_DAYS, "week", "weekend", "month", "year", "decade", "season", "ago", "quarter", "half")


def mark_times(text: str, codebook: Codebook) -> tuple[TimeMention, ...]:
    """Return the times of a text in order, none overlapping another, also those that date nothing.

    The grammar is that of `find_times`; only where a time begins and ends differs: "in the past two days" is
    marked as "the past two days", "from Monday to Friday" as two times.
    """
    marker = _marker_of(codebook)
    mentions = marker.joiner.grammar.find(text, undated=True)
    mentions = marker.joiner.join_weekdays(text, mentions)
    mentions = marker.join_hours(text, mentions)
    mentions = [marker.joiner.turn_to_future(text, mention) for mention in mentions]
    return tuple(marker.bound(text, mentions))


class _Marker:
    """Gives times the bounds that TimeML asks for."""

    def __init__(self, joiner: TimeJoiner) -> None:
        self.joiner = joiner
        said = joiner.grammar.said
        words = joiner.grammar.words
        self._parts_of_day = said.parts_of_day
        part = any_of(said.parts_of_day)
        self._prepositions = re.compile(rf"(?:{any_of(words['before_time'])}\s+(?!least\b|most\b))+", re.I)
        self._part_after = re.compile(rf"(?:\s+(?:early|late|mid))?\s+{part}\b(?!['’-]\w)", re.I)
        self._part_before = re.compile(rf"(?<![\w-])(?:{part})\s+(?:on\s+)?$", re.I)
        self._a_part = re.compile(rf"\b{part}\b", re.I)
        self._modifier = re.compile(rf"\b{any_of(words['modifying'])}(?:\s+|(?<=-))$", re.I)
        self._early = re.compile(r"\b(?:early|late|mid)\s+$", re.I)
        self._bounding = re.compile(rf"\b{any_of(words['bounding'])}\s+$", re.I)
        self._led_by_the = re.compile(r"(?:the|this|last|past|next)\b", re.I)
        self._later = re.compile(r"\s+(?:later|afterwards|after\s+that|after|before)$", re.I)
        self._gap = re.compile(r"\s*,?\s*(?:(?:on|at)\s+)?")

    def join_hours(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Join an hour and its day: "9 a.m. Tuesday", "Friday at noon"."""
        joined: list[TimeMention] = []
        for mention in mentions:
            previous = joined[-1] if joined else None
            if previous is not None and self._gap.fullmatch(text[previous.end : mention.start]):
                kinds = (previous.expression.kind, mention.expression.kind)
                if "clock" in kinds and (kinds[0] in _DAYS or kinds[1] in _DAYS):
                    hour, day = (previous, mention) if kinds[0] == "clock" else (mention, previous)
                    joined[-1] = TimeMention(previous.start, mention.end, at_hour(day.expression, hour.expression))
                    continue
            joined.append(mention)
        return joined

    def bound(self, text: str, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """Take in early, late, about and parts of the day, and leave prepositions out."""
        bounded: list[TimeMention] = []
        for number, mention in enumerate(mentions):
            floor = bounded[-1].end if bounded else 0
            ceiling = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
            bounded.append(self._bounded(text, mention, floor, ceiling))
        return bounded

    def _bounded(self, text: str, mention: TimeMention, floor: int, ceiling: int) -> TimeMention:
        start, end, said = mention
        led = self._prepositions.match(text, start, end)
        if led and led.end() < end:
            start = led.end()
        if said.kind in _DAYS:
            tail = self._part_after.match(text, end, ceiling)
            end = tail.end() if tail else end
            lead = self._part_before.search(text, max(floor, start - 20), start)
            start = lead.start() if lead else start
        if said.kind in _DATED:
            modifier = self._early if said.kind == "weekday" else self._modifier
            lead = modifier.search(text, max(floor, start - 30), start)
            start = lead.start() if lead else start
        if said.kind not in _UNBOUNDED and not self._led_by_the.match(text, start):
            lead = self._bounding.search(text, max(floor, start - 20), start)
            start = lead.start() if lead else start
        later = self._later.search(text, start, end) if said.kind == "reference" and said.unit else None
        if later and said.amount is None and later[0].split()[-1] in ("before", "after"):
            # "The day before the blast": the mark is "the day"; at the end of a clause, "the day before".
            end = later.start() if text[end : end + 2].strip().isalpha() else end
        elif later:
            one = re.match(r"(?:an?|one)\s+(?!few)", text[start:end], re.I)
            amount = 1 if said.amount is None and one else said.amount
            said = said.model_copy(update={"kind": "length", "offset": None, "amount": amount})
            end = later.start()
        if said.kind in _DAYS and said.hour is None and said.part_of_day is None:
            part = self._a_part.search(text, start, end)
            if part:
                name = cast(Any, self._parts_of_day[plain(part[0])])
                said = said.model_copy(update={"part_of_day": name})
        return TimeMention(start, end, said)


@lru_cache(maxsize=4)
def _marker_of(codebook: Codebook) -> _Marker:
    return _Marker(joiner_of(codebook))
