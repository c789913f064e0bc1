"""How one name is written by different desks: "Deir ez-Zor", "Deir al-Zour"; "Hodeidah", "Hudayda"."""

from collections.abc import Callable
from typing import Final
from unicodedata import combining, normalize

__all__ = ["garbled", "known_spellings", "respelt", "spellings"]

# Pairs of letters that desks choose between; each is tried in both directions.
_PAIRS: Final = (
    ("ou", "u"),
    ("oo", "u"),
    ("dj", "j"),
    ("ay", "ei"),
    ("ai", "ei"),
    ("kh", "h"),
    ("gh", "g"),
    ("q", "k"),
    ("ee", "i"),
    ("ah", "a"),
    ("iy", "iyy"),
    ("c", "k"),
    ("y", "i"),
    ("w", "v"),
    ("sh", "ch"),
    ("th", "t"),
    ("ss", "s"),
    ("ll", "l"),
    ("al-", "el-"),
    ("al-", "al "),
    ("-", " "),
    ("'", ""),
    ("ph", "f"),
    ("eh", "e"),
    ("e", "i"),
    ("o", "u"),
)


def spellings(name: str) -> list[str]:
    """Return other ways to write a name, the nearest first: one pair of letters each, then no diacritics."""
    found = []
    for one, other in _PAIRS:
        for old, new in ((one, other), (other, one)):
            if old and len(name) > 4:
                changed = _changed(name, old, new)
                if changed != name:
                    found.append(changed)
    plain = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    if plain != name:
        found.insert(0, plain)
    return list(dict.fromkeys(found))


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


def _changed(name: str, old: str, new: str) -> str:
    # The first letter of a name says too much about it to be changed with its neighbours.
    return name[0] + name[1:].replace(old, new, 1)
