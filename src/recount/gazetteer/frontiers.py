"""Borders and coasts of countries as places: "the Syrian-Iraqi border", "off the Yemeni coast"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from recount.gazetteer.place import PlaceMention, Scored
from recount.gazetteer.relation_words import relation_words
from recount.gazetteer.words import alternatives

__all__ = ["with_frontiers"]

_COUNTRIES = frozenset({"country", "dependency", "disputed"})


class _Patterns(NamedTuple):
    border_after: re.Pattern[str]
    border_before: re.Pattern[str]
    coast_after: re.Pattern[str]
    two: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = relation_words()
    borders, people = alternatives(words.borders), alternatives(words.of_border)
    return _Patterns(
        re.compile(
            rf"(?:['’]s?)?\s+(?:(?:\w+ern|shared|common|land)\s+)?(?:{borders})\b(?!\s+(?:{people})\b)"
            rf"(?P<with>\s+(?:{alternatives(words.border_sides)})\s+(?:the\s+)?)?"
        ),
        re.compile(rf"\b(?:{borders})\s+(?:{alternatives(words.border_sides)})\s+(?:the\s+)?$"),
        re.compile(rf"(?:['’]s?)?\s+(?:\w+ern\s+)?(?:Red Sea\s+)?(?:{alternatives(words.coasts)})\b"),
        re.compile(r"\s*[-–—/]\s*|\s+and\s+(?:the\s+)?"),
    )


def with_frontiers(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Turn the countries and peoples that words of a border or a coast follow or lead into mentions of it.

    A border of two countries becomes one mention that holds both in `found`; a metonym or demonym becomes literal.
    """
    kept: list[PlaceMention] = []
    number = 0
    while number < len(mentions):
        here, following = mentions[number], mentions[number + 1] if number + 1 < len(mentions) else None
        made = (_border(text, here, following) or _coast(text, here)) if _country(here) else None
        kept.append(made or here)
        joined = made is not None and following is not None and following.name_start < made.end
        number += 2 if joined else 1
    return kept


def _country(mention: PlaceMention) -> Scored | None:
    best = mention.found[0] if mention.found else None
    return best if best and best.place.kind in _COUNTRIES and best.likeness_score == 1 else None


def _border(text: str, one: PlaceMention, other: PlaceMention | None) -> PlaceMention | None:
    patterns = _patterns()
    two = other if other and _country(other) else None
    gap = text[one.name_end : two.name_start] if two else ""
    before = patterns.border_before.search(text[max(0, one.name_start - 40) : one.name_start].rpartition("\n")[2])
    if two and patterns.two.fullmatch(gap):
        after = patterns.border_after.match(text, two.name_end)
        if after:
            return _made(text, (one, two), one.name_start, after.start("with") if after["with"] else after.end())
        if before:
            return _made(text, (one, two), one.name_start - len(before[0]), two.name_end)
    after = patterns.border_after.match(text, one.name_end)
    if after and two and after["with"] and after.end() == two.name_start:
        return _made(text, (one, two), one.name_start, two.name_end)
    if after:
        return _made(text, (one,), one.name_start, after.start("with") if after["with"] else after.end())
    if before:
        return _made(text, (one,), one.name_start - len(before[0]), one.name_end)
    return None


def _made(text: str, sides: Sequence[PlaceMention], start: int, end: int) -> PlaceMention:
    found = tuple(best for side in sides if (best := _country(side)) is not None)
    return PlaceMention(start, end, text[start:end], start, end, "literal", relation="border", found=found)


def _coast(text: str, one: PlaceMention) -> PlaceMention | None:
    after = _patterns().coast_after.match(text, one.name_end)
    before = re.search(
        r"\b(?:off|near|along|from)\s+(?:the\s+)?(?:\w+ern\s+)?$", text[max(0, one.name_start - 25) : one.name_start]
    )
    if not after or not before or one.role == "literal":
        return None
    name = text[one.name_start : after.end()]
    return replace(
        one, start=one.name_start, end=after.end(), name=name, name_end=after.end(), role="literal", relation="off"
    )
