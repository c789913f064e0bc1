"""What a time is, how lists of words become patterns, and what only looks like a time."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from recount.nouns.dates import TimeExpression

__all__ = ["Forms", "ReadTime", "TimeFilter", "TimeMention", "any_of", "led_by"]

ReadTime = Callable[[re.Match[str]], TimeExpression | None]
Forms = Iterator[tuple[str, ReadTime] | tuple[str, ReadTime, Iterable[str]]]
"""Patterns, each with what reads a match of it (None where it is no time after all); where a third comes with them,
words of which a text must hold one for the pattern to be tried."""


class TimeMention(NamedTuple):
    """A time expression in a text: a half-open range of code points and what it says."""

    start: int
    end: int
    expression: TimeExpression


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first, with any white space inside."""
    ordered = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def led_by(words: Iterable[str]) -> str:
    """Return a pattern that holds where one of the words and a space stand before, without taking them in."""
    return "(?:" + "|".join(rf"(?<=\b{re.escape(str(word))} )" for word in words) + ")"


class TimeFilter:
    """Tells times from habits ("every Friday"), names ("April 6 Movement") and plain words ("may")."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Build the patterns from `time_words.yaml`."""
        self._ambiguous = frozenset(words["months"]["ambiguous"])
        self._habit_after = re.compile(rf"['’]?\s+{any_of(words['habit_after'])}\b", re.I)
        self._name_after = re.compile(rf"\s+{any_of(word.capitalize() for word in words['name_after'])}\b")
        self._longer_name = re.compile(rf"\s+[A-Z]\w+\s+{any_of(word.capitalize() for word in words['name_after'])}\b")
        self._verb_after_may = re.compile(r"\s+(?:be|have|not|also|well)\b")
        self._not_before = re.compile(rf"\b{any_of(words['not_before'])}\s+$", re.I)
        self._not_times = re.compile(rf"\b{any_of(words['not_times'])}\b", re.I)
        self._counted_after = re.compile(rf"\s+(?:\w+\s+)?{any_of(words['counted'])}\b")
        self._before_month = re.compile(rf"\b{any_of(words['before_month'])}[\s-]+(?:the\s+)?$", re.I)

    def names_in(self, text: str) -> list[tuple[int, int]]:
        """Return the ranges of names that hold the words of a time."""
        return [match.span() for match in self._not_times.finditer(text)]

    def is_time(self, text: str, match: re.Match[str]) -> bool:
        """Tell a time from a habit ("every Friday"), a name ("April 6 Movement") and a plain word ("may")."""
        before = text[max(0, match.start() - 24) : match.start()]
        groups = match.groupdict()
        if self._not_before.search(before) or self._is_name(text, match, before):
            return False
        if groups.get("weekday") and self._habit_after.match(text, match.end()):
            return False
        if groups.get("month") is None or groups.get("year"):
            return True
        return self._is_month(text, match, before)

    def _is_name(self, text: str, match: re.Match[str], before: str) -> bool:
        if self._name_after.match(text, match.end()):
            return True
        led = re.search(r"\b(?:on|in|since|by|until)\s+$", before, re.I)
        return bool(not led and match.groupdict().get("day") and self._longer_name.match(text, match.end()))

    def _is_month(self, text: str, match: re.Match[str], before: str) -> bool:
        groups = match.groupdict()
        month = match["month"]
        plain = month.lower().strip(".")
        ambiguous = plain in self._ambiguous
        if month[0].islower() and (ambiguous or not groups.get("day")):
            return False
        if groups.get("day"):
            # "In March 12 people were killed" names a month; "on March 12 people gathered" a day.
            after_in = match.end() == match.end("day") and re.search(r"\b[Ii]n\s+$", before)
            return not (after_in and self._counted_after.match(text, match.end()))
        led = any(groups.get(name) for name in ("part", "nearer", "later", "number"))
        if len(plain) == 3 and plain != "may" and not month.endswith(".") and not led:
            # "Hungary and Jan Kovacs": a short form is a month only after the words of a time.
            return bool(re.search(r"\b(?:in|since|until|till|during)\s+$", before, re.I))
        if led or self._before_month.search(before):
            return not (plain == "may" and self._verb_after_may.match(text, match.end()))
        return not ambiguous and len(plain) > 3
