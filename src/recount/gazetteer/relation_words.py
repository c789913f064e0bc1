"""The word lists of relative places, read once and made ready for matching."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from recount.gazetteer.words import read_list

__all__ = ["RelationWords", "relation_words"]


@dataclass(frozen=True)
class RelationWords:
    """Lists of `data/relation_words.yaml`, lower-case but for `winds`."""

    directions: Mapping[str, float]
    """Word: degrees from north, clockwise; with the adjectives."""
    winds: Mapping[str, float]
    numbers: Mapping[str, float]
    vague: Mapping[str, float]
    """Word: so many units at most."""
    units: Mapping[str, float]
    """Unit word: kilometres."""
    loosely: tuple[str, ...]
    at_most: tuple[str, ...]
    further: tuple[str, ...]
    start: tuple[str, ...]
    """What stands between a distance or direction and the name: "of", "from", "outside"."""
    travel: Mapping[str, float]
    """Way of travel: kilometres an hour."""
    spans: Mapping[str, float]
    """Hours."""
    near: tuple[str, ...]
    heights: tuple[str, ...]
    above: tuple[str, ...]
    edges: tuple[str, ...]
    edges_after: tuple[str, ...]
    countryside: tuple[str, ...]
    roads: tuple[str, ...]
    leading: tuple[str, ...]
    borders: tuple[str, ...]
    of_border: tuple[str, ...]
    border_sides: tuple[str, ...]
    coasts: tuple[str, ...]
    dealings: tuple[str, ...]
    """Of sides, not of places: "talks between X and Y"."""


_TABLES = ("winds", "numbers", "vague", "units", "travel", "spans")


@cache
def relation_words() -> RelationWords:
    """Read the word lists that are packaged beside the gazetteer."""
    words = read_list("relation_words.yaml")
    plain = _numbers(words["directions"])
    adjectives = {f"{word}ern": bearing for word, bearing in plain.items()}
    tables: dict[str, Any] = {name: _numbers(words[name]) for name in _TABLES}
    named = set(words) - set(tables) - {"directions", "from"}
    lists: dict[str, Any] = {name: tuple(words[name]) for name in named}
    return RelationWords(directions=plain | adjectives, start=tuple(words["from"]), **tables, **lists)


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {word: float(number) for word, number in table.items()}
