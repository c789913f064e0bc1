"""The word lists of place finding, read once and made ready for matching."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recount.gazetteer.names import key_of

__all__ = ["PlaceWords", "alternatives", "is_people", "place_words", "read_list"]

_DATA = Path(__file__).parent / "data"
# The C loader reads the lists in milliseconds; a build of PyYAML without it still works.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class PlaceWords:
    """Lists of `data/place_words.yaml`, `demonyms.yaml` and `common_words.txt`, lower-case."""

    after: dict[str, str]
    """Kind word after a name: its hint."""
    between: frozenset[str]
    """Words that may stand between a name and its kind word: "Shaddadi military base"."""
    before: dict[str, str]
    hint_kinds: dict[str, frozenset[str]]
    """Hint: the gazetteer kinds that it may mean."""
    part_before: frozenset[str]
    firm: frozenset[str]
    plain: frozenset[str]
    goal: frozenset[str]
    parts: frozenset[str]
    acts: tuple[str, ...]
    sides: tuple[str, ...]
    of_a_side: frozenset[str]
    organisation: frozenset[str]
    organisation_before: frozenset[str]
    named_bodies: frozenset[str]
    """Small words after which the name of a body follows: "news agency X"."""
    titles: frozenset[str]
    short_forms: dict[str, str]
    """Short form of a first word of names: the whole word."""
    never: frozenset[str]
    common: frozenset[str]
    given_names: frozenset[str]
    demonyms: dict[str, str]
    """Key of a demonym: ISO code."""


@cache
def place_words() -> PlaceWords:
    """Read the word lists that are packaged beside the gazetteer."""
    words = read_list("place_words.yaml")
    demonyms = read_list("demonyms.yaml")
    common = (_DATA / "common_words.txt").read_text(encoding="utf-8").split()
    return PlaceWords(
        after=_by_word(words["after"]),
        between=frozenset(words["between"]),
        before=_by_word(words["before"]),
        hint_kinds={hint: frozenset(kinds) for hint, kinds in words["hint_kinds"].items()},
        part_before=frozenset(words["part_before"]),
        firm=frozenset(words["prepositions"]["firm"]),
        goal=frozenset(words["prepositions"]["goal"]),
        plain=frozenset(words["prepositions"]["plain"]),
        parts=frozenset(words["parts"]),
        acts=tuple(words["acts"]),
        sides=tuple(words["sides"]),
        of_a_side=frozenset(words["of_a_side"]),
        organisation=frozenset(words["organisation"]),
        organisation_before=frozenset(words["organisation_before"]),
        named_bodies=frozenset(words["named_bodies"]),
        titles=frozenset(words["titles"]),
        short_forms=dict(words["short_forms"]),
        never=frozenset(words["never"]),
        common=frozenset(common),
        given_names=frozenset(words["given_names"]),
        demonyms={key_of(word): code for code, people in demonyms.items() for word in people},
    )


def is_people(name: str) -> bool:
    """Tell whether a name is that of a people or what belongs to it: "Syrian", "South African"."""
    return key_of(name) in place_words().demonyms


def alternatives(words: Iterable[str]) -> str:
    """Join words for a regular expression, longest first, so that "oil field" is tried before "field"."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def _by_word(groups: dict[str, list[str]]) -> dict[str, str]:
    return {word: hint for hint, words in groups.items() for word in words}


def read_list(name: str) -> Any:
    """Read a word list that is packaged beside the gazetteer."""
    with (_DATA / name).open("rb") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
