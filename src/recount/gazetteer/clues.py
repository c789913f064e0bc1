"""What the word lists and the gazetteer tell of each word of a text, as numbers for a trained tagger."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recount.gazetteer.mentions import find_mentions
from recount.gazetteer.names import key_of
from recount.gazetteer.pieces import Pieces
from recount.gazetteer.place import Role
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.words import place_words

__all__ = ["CLUES", "clues_of"]

_ROLES: tuple[Role, ...] = ("literal", "metonym", "demonym")
_LISTS = (
    "common", "given_names", "titles", "organisation", "organisation_before", "named_bodies", "never", "parts",
    "plain", "goal", "firm", "part_before", "after", "before",
)  # fmt: skip
_KINDS = ("country", "admin1", "locality", "other")
_PEOPLE_END = re.compile(r"(?:an|ian|ish|ese|i)$")
_TOWN_END = re.compile(r"(?:town|ville|burg|ton|land|shire|ford|bury|stan|grad|pur|abad)$", re.I)
_MARKS = (",;", "'’", "-", "()", ".")
# What is left of a place's importance under a name that English reports seldom write.
_SELDOM = 0.75
_MOST_FOUND = 5

CLUES: tuple[str, ...] = (
    *(f"found as {role}" for role in _ROLES), "begins a found name", "kind word beside it", "relative words beside it",
    "part of a person", "surname", "in a headline", "begins a sentence", "opens a line", "people",
    *(f"list {name}" for name in _LISTS),
    "importance", "importance of a name begun", "importance of a name ended", "words of the longest name",
    *(f"held as {kind}" for kind in _KINDS), "importance as a town",
    "all capitals", "capital first", "small letters", "figures", "no letter", "short", "ends as a people's name",
    "ends as a town's name", *(f"mark {mark}" for mark in _MARKS), "times in the text", "times found in the text",
)  # fmt: skip
"""The columns of `clues_of`, in order."""

_AT = {name: number for number, name in enumerate(CLUES)}


def clues_of(text: str, words: NDArray[np.int64], gazetteer: Gazetteer) -> NDArray[np.float32]:
    """Return the clues of each word, (n_words, len(CLUES)), most in [0, 1].

    Args:
        text: any text.
        words: (n_words, 2), half-open ranges of code points in order, as the tagger cuts the text.
        gazetteer: the names that are held.
    """
    sheet = _Sheet(words)
    _look(text, sheet)
    _ask_rules(text, sheet, gazetteer)
    _ask_lists(Pieces(text, place_words()), sheet, gazetteer)
    _count(text, sheet)
    return sheet.clues


class _Sheet:
    """The clues so far, set by ranges of code points."""

    def __init__(self, words: NDArray[np.int64]) -> None:
        self.words = words
        self.clues = np.zeros((len(words), len(CLUES)), dtype=np.float32)

    def range(self, start: int, end: int) -> slice:
        first = int(np.searchsorted(self.words[:, 1], start, side="right"))
        return slice(first, max(first, int(np.searchsorted(self.words[:, 0], end, side="left"))))

    def set(self, where: slice | int, name: str, value: float = 1.0) -> None:
        """Set a clue to the greatest value it was given."""
        column = self.clues[:, _AT[name]]
        column[where] = np.maximum(column[where], value)


def _look(text: str, sheet: _Sheet) -> None:
    """What a word looks like."""
    previous = None
    for number, (start, end) in enumerate(sheet.words.tolist()):
        word = text[start:end]
        capital = word[:1].isupper()
        seen = {
            "all capitals": word.isupper(),
            "capital first": capital,
            "small letters": word.islower(),
            "figures": word.isdigit(),
            "no letter": not any(character.isalnum() for character in word),
            "short": len(word) <= 2,
            "ends as a people's name": capital and _PEOPLE_END.search(word) is not None,
            "ends as a town's name": _TOWN_END.search(word) is not None,
            "opens a line": previous is None or "\n" in text[previous:start],
        }
        seen |= {f"mark {marks}": word in marks for marks in _MARKS}
        for name, holds in seen.items():
            if holds:
                sheet.set(number, name)
        previous = end


def _ask_rules(text: str, sheet: _Sheet, gazetteer: Gazetteer) -> None:
    """What the rules alone take for places."""
    for mention in find_mentions(text, gazetteer):
        where = sheet.range(mention.name_start, mention.name_end)
        sheet.set(where, f"found as {mention.role}")
        sheet.set(slice(where.start, where.start + (where.stop > where.start)), "begins a found name")
        if mention.kind_hint:
            sheet.set(where, "kind word beside it")
        if mention.relation != "at":
            sheet.set(where, "relative words beside it")


def _ask_lists(pieces: Pieces, sheet: _Sheet, gazetteer: Gazetteer) -> None:
    """What the word lists hold of a word, and the gazetteer of the names that it may be part of."""
    words = pieces.words
    lists = {name: getattr(words, name) for name in _LISTS}
    persons, surnames = pieces.person_words, pieces.surnames
    for number, piece in enumerate(pieces.all):
        where = sheet.range(piece.start, piece.end)
        for name, held in lists.items():
            if piece.lower in held:
                sheet.set(where, f"list {name}")
        if number in persons:
            sheet.set(where, "part of a person")
        if piece.lower in surnames:
            sheet.set(where, "surname")
        if pieces.begins_sentence(number):
            sheet.set(where, "begins a sentence")
        if not piece.capital and not pieces.can_begin(number):
            continue
        if pieces.in_headline(number):
            sheet.set(where, "in a headline")
        if key_of(piece.text) in words.demonyms:
            sheet.set(where, "people")
        for last in pieces.slices(number):
            _ask_gazetteer(pieces, number, last, sheet, gazetteer)


def _ask_gazetteer(pieces: Pieces, first: int, last: int, sheet: _Sheet, gazetteer: Gazetteer) -> None:
    start, end = pieces.all[first].start, pieces.all[last].end
    name = pieces.text[start:end]
    if not gazetteer.holds(name):
        return
    found = gazetteer.look_up_exactly(name, limit=_MOST_FOUND)
    importance = max((one.place.importance * (_SELDOM if one.alternate else 1) for one in found), default=0.0)
    where = sheet.range(start, end)
    if where.stop <= where.start:
        return
    sheet.set(where, "importance", importance)
    sheet.set(where.start, "importance of a name begun", importance)
    sheet.set(where.stop - 1, "importance of a name ended", importance)
    sheet.set(where, "words of the longest name", (last - first + 1) / 4)
    for one in found:
        kind = one.place.kind if one.place.kind in _KINDS else "other"
        sheet.set(where, f"held as {kind}")
        if kind == "locality":
            sheet.set(where, "importance as a town", one.place.importance)


def _count(text: str, sheet: _Sheet) -> None:
    """How often a capitalised word stands in the text, and how often the rules take it for a place."""
    shown: Sequence[str] = [text[start:end] for start, end in sheet.words.tolist()]
    times = Counter(shown)
    found_columns = [_AT[f"found as {role}"] for role in _ROLES]
    found = np.flatnonzero(sheet.clues[:, found_columns].max(axis=1))
    times_found = Counter(shown[number] for number in found.tolist())
    for number, word in enumerate(shown):
        if word[:1].isupper():
            sheet.set(number, "times in the text", min(times[word], 8) / 8)
            sheet.set(number, "times found in the text", times_found[word] / times[word])
