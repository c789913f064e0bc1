"""Tells the lines and elements of a page that are not its report: captions, buttons, lists of other stories."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from recount.codebook import load
from recount.nouns import Removed

__all__ = ["Cleaned", "clean_lines", "element_reason", "reason_of"]

_MARKS = " \t\u00a0.:;,!?-–—|•·*»«›‹>↑→…'\"“”[]()#_"
# Longer lines of any kind are prose.
_LONGEST_PATTERN = 260


class Cleaned(NamedTuple):
    """Lines that are left, each with the number it had, and what was taken out."""

    lines: list[tuple[int, str]]
    removed: tuple[Removed, ...]


class _Lists(NamedTuple):
    lines: dict[str, str]
    starts: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    related: frozenset[str]
    elements: dict[str, str]
    longest: int
    reach: int


def reason_of(line: str) -> str | None:
    """Say what kind of page furniture a whole line is; None for a line of the report."""
    lists = _lists()
    stripped = " ".join(line.split())
    plain = _plain(stripped)
    if plain in lists.lines:
        return lists.lines[plain]
    if stripped.lower() in lists.lines:
        return lists.lines[stripped.lower()]
    lower = stripped.lower()
    if len(stripped) <= lists.longest:
        for start, reason in lists.starts:
            if lower.startswith(start):
                return reason
    if len(stripped) <= _LONGEST_PATTERN:
        return next((reason for pattern, reason in lists.patterns if pattern.fullmatch(stripped)), None)
    return None


def clean_lines(lines: Iterable[str]) -> Cleaned:
    """Take out the lines that are furniture, and the titles of other stories under "Related articles".

    Empty lines stay; the words of the lines that stay are not changed.
    """
    lists = _lists()
    kept: list[tuple[int, str]] = []
    removed: list[Removed] = []
    reach = 0
    for number, line in enumerate(lines):
        if not line.strip():
            kept.append((number, line))
            continue
        reason = reason_of(line)
        if _plain(line) in lists.related:
            reach = lists.reach
        elif reason is None and reach and not _is_sentence(line):
            reason = "related stories"
            reach -= 1
        elif reason is None:
            reach = 0
        if reason is None:
            kept.append((number, line))
        else:
            removed.append(Removed(text=line.strip(), reason=reason))
    return Cleaned(kept, tuple(removed))


def element_reason(words: Iterable[str]) -> str | None:
    """Say what furniture an element of a page holds by the words of its class, id and role; None if unmarked."""
    elements = _lists().elements
    for word in words:
        reason = elements.get(word.lower())
        if reason:
            return reason
    return None


def _is_sentence(line: str) -> bool:
    """Tell prose from the title of another story, which ends without a full stop."""
    return line.rstrip().rstrip("\"”’')").endswith((".", "!", "?", "…", ":", "。", "؟", "।"))


def _plain(line: str) -> str:
    return " ".join(line.replace("’", "'").lower().split()).strip(_MARKS)


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    words: dict[str, Any] = load().words("furniture")
    return _Lists(
        lines={_plain(line) or line.lower(): reason for reason, lines in words["lines"].items() for line in lines},
        starts=tuple((start, reason) for reason, starts in words["starts"].items() for start in starts),
        patterns=tuple(
            (re.compile(pattern, re.I), reason)
            for reason, patterns in words["patterns"].items()
            for pattern in patterns
        ),
        related=frozenset(_plain(line) for line in words["related_headings"]),
        elements={word: reason for reason, marks in words["elements"].items() for word in marks},
        longest=words["longest"],
        reach=words["related_reach"],
    )
