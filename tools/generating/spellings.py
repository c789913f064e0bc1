"""How one name is written by different desks: "Deir ez-Zor", "Deir al-Zour"; "Hodeidah", "Hudayda"."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

import yaml

from generating.happening import FOLDER

__all__ = ["garbled", "known_spellings", "respelt", "spellings"]

# What desks write one for the other, with the direction.
_CHANGES: Final = (
    *(("ou", "u"), ("u", "ou"), ("oo", "u"), ("dj", "j"), ("ay", "ei"), ("ei", "ay"), ("ai", "ei"), ("kh", "h")),
    *(("gh", "g"), ("q", "k"), ("k", "q"), ("ee", "i"), ("ah", "a"), ("iyy", "iy"), ("c", "k"), ("y", "i")),
    *(("w", "v"), ("w", "u"), ("sh", "ch"), ("th", "t"), ("ss", "s"), ("ll", "l"), ("tt", "t"), ("nn", "n")),
    *(("al-", "el-"), ("al-", "al "), ("el ", "al-"), ("-", " "), ("'", ""), ("eh", "e"), ("o", "u"), ("z", "s")),
    *(("ph", "f"), ("ii", "i"), ("aa", "a"), ("uu", "u"), ("ia", "iya"), ("ye", "e")),
)


def spellings(name: str) -> list[str]:
    """Return other ways to write a name: without diacritics, as listed, and with one change of letters each."""
    found = []
    if len(name) > 4:
        # The first letter of a name says too much about it to be changed with its neighbours.
        head, rest = name[0], name[1:]
        found = [head + rest.replace(old, new, 1) for old, new in _CHANGES if old in rest]
    plain = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    if plain != name:
        found.insert(0, plain)
    return list(dict.fromkeys([*_listed().get(name, ()), *found]))


@lru_cache(maxsize=1)
def _listed() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = yaml.safe_load((FOLDER / "spellings.yaml").read_text(encoding="utf-8"))
    return listed


def respelt(name: str, random: Callable[[], float]) -> str:
    """Return another way to write a name; the name where there is none."""
    others = spellings(name)
    return others[int(random() * len(others))] if others else name


def garbled(name: str, random: Callable[[], float]) -> str:
    """Return a spelling so far off that hardly any list of names holds it, such as a translator's."""
    for _ in range(3):
        name = respelt(name, random)
    if len(name) < 6:
        return f"{name}{('ine', 'oud', 'iyeh', 'awa')[int(random() * 4)]}"
    at = 2 + int(random() * (len(name) - 4))
    letter = "aeiou"[int(random() * 5)]
    return (
        f"{name[:at]}{letter}{name[at:]}" if name[at] not in " -'" else f"{name[:at]}{letter}{name[at + 1 :].lower()}"
    )


def known_spellings(name: str, is_same: Callable[[str], bool]) -> list[str]:
    """Return the spellings of a name that stand for the same place by `is_same`."""
    return [other for other in spellings(name) if is_same(other)]
