"""How many are meant where no numeral says so: one person, a couple, several named one by one, nobody."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recount.extraction.parties import PartyAt
from recount.extraction.quantities import Bounds
from recount.extraction.sheet import Sheet, TokenRange

__all__ = ["bounds_unnumbered"]

_NOBODY = frozenset({"no", "nobody", "none", "not", "without", "nothing", "any"})
_ALL = frozenset({"all", "everyone", "everybody", "most"})
_SINGLE = frozenset({"a", "an", "one", "another", "the", "his", "her", "my", "its", "their", "our"})


class _Counted(NamedTuple):
    n: int
    rule: str


def bounds_unnumbered(sheet: Sheet, first: int, end: int, parties: Sequence[PartyAt]) -> Bounds | None:
    """Return the bounds that words for people give without a numeral; None where they count nobody.

    "A policeman", "its driver", "Colonel Diallo" are one; "a couple" two; "a woman and her two sons" three; "no losses"
    none; "all aboard" a number that the words do not say.
    """
    opening = sheet.lower(first)
    if opening in _NOBODY:
        return Bounds(0, 0, 0, "zero-stated")
    if opening in _ALL:
        return Bounds(None, None, None, "unspecified")
    counted = [_one_of(sheet, piece, parties) for piece in _pieces(sheet, first, end)]
    known = [each for each in counted if each is not None]
    if not known or len(known) < len(counted):
        return None
    n = sum(each.n for each in known)
    return Bounds(n, n, n, known[0].rule if len(known) == 1 else "listed")


def _pieces(sheet: Sheet, first: int, end: int) -> Iterator[TokenRange]:
    """Part "a father and daughter" at its conjunctions; what follows a comma describes."""
    start = first
    for position in range(first, end):
        if sheet.lower(position) == "," and position > first:
            end = min(end, next((at for at in range(position, end) if sheet.lower(at) == "and"), position))
            break
    for position in range(first, end):
        if sheet.lower(position) in {"and", "&"} and start < position < end - 1:
            yield TokenRange(start, position)
            start = position + 1
    yield TokenRange(start, end)


def _one_of(sheet: Sheet, piece: TokenRange, parties: Sequence[PartyAt]) -> _Counted | None:
    quantity = next((each for each in sheet.quantities if piece.first <= each.first < piece.end), None)
    if quantity is not None:
        return None if quantity.bounds.best is None else _Counted(quantity.bounds.best, quantity.bounds.rule)
    words = [position for position in range(*piece) if sheet.lower(position)[:1].isalpha()]
    closed = sheet.lexicon.determiners | sheet.lexicon.prepositions | sheet.lexicon.conjunctions
    if all(sheet.lower(position) in closed or len(sheet.lower(position)) == 1 for position in words):
        return None
    twos = sheet.codebook.words("quantities")["two_persons"]
    inside = [party for party in parties if party.role != "site" and piece.first <= party.head < piece.end]
    if any(sheet.lower(position) in twos for position in words):
        return _Counted(2, "couple")
    if inside:
        return None if inside[0].plural and inside[0].role == "people" else _Counted(1, "singular")
    named = any(sheet.tokens[position].text[:1].isupper() for position in words)
    if not named and sheet.lower(piece.first) not in _SINGLE:
        return None
    return None if _is_plural(sheet, _head(sheet, words)) else _Counted(1, "singular")


def _head(sheet: Sheet, words: Sequence[int]) -> int:
    """Return the last word before the first preposition: the agent of "a health agent of the district"."""
    for number, position in enumerate(words[1:], start=1):
        if sheet.lower(position) in sheet.lexicon.prepositions:
            return words[number - 1]
    return words[-1]


def _is_plural(sheet: Sheet, position: int) -> bool:
    """Tell a plural, and words for the hurt or dead that stand for people: "the injured"."""
    word = sheet.lower(position)
    ends = word.endswith("s") and not word.endswith("ss") and sheet.tokens[position].text[:1].islower()
    effect = sheet.lexicon.effects.at(sheet.tokens, position)
    return ends or (effect is not None and effect.payload.part in {"adjective", "past", "participle"})
