"""Large documents of JSON, read piece by piece."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from recount.errors import BadDataset

__all__ = ["members"]

# Characters of one value at most, and of what is read at a time.
_MOST_SIGNS = 16_000_000
_PIECE_SIGNS = 262_144
_BLANK = " \t\r\n"


def members(pieces: Iterable[str], streamed: str, path: object) -> Iterator[tuple[str, Any]]:
    """Yield the members of one JSON object as they come; those of the list `streamed` one by one.

    Raises:
        BadDataset: it is no JSON object, or one value in it has more than 16 million characters.
    """
    text = _Text(pieces, path)
    text.take("{")
    if text.peek() == "}":
        return
    while True:
        name = text.value()
        if not isinstance(name, str):
            raise text.wrong("a name in quotes")
        text.take(":")
        if name == streamed and text.peek() == "[":
            for value in _items(text):
                yield name, value
        else:
            yield name, text.value()
        if text.peek() != ",":
            text.take("}")
            break
        text.take(",")
    if text.peek():
        raise text.wrong("the end of the file")


def _items(text: "_Text") -> Iterator[Any]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


class _Text:
    """Text of which only the part at hand is held."""

    def __init__(self, pieces: Iterable[str], path: object) -> None:
        self._pieces, self._path = iter(pieces), path
        self._held, self._at, self._line = "", 0, 1
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """Return the next sign that is no white space; empty at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _BLANK:
                    return self._held[self._at]
                self._at += 1
            if not self._more(_PIECE_SIGNS):
                return ""

    def take(self, sign: str) -> None:
        """Go past a sign that has to come."""
        if self.peek() != sign:
            raise self.wrong(f'"{sign}"')
        self._at += 1

    def value(self) -> Any:
        """Return the next value."""
        self.peek()
        wanted = _PIECE_SIGNS
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
            except RecursionError:
                raise BadDataset(f"{self._path}: JSON nested more deeply than any dataset.") from None
            except ValueError as error:
                if len(self._held) - self._at > _MOST_SIGNS:
                    raise BadDataset(f"{self._path}: one value has more than {_MOST_SIGNS:,} characters.") from None
                if not self._more(wanted):
                    raise BadDataset(f"{self._path} is no JSON near its line {self._line}: {error}.") from None
                wanted *= 2
                continue
            # "12" at the end of what is held may go on as "1234".
            if end == len(self._held) and self._more(_PIECE_SIGNS):
                continue
            self._at = end
            return value

    def wrong(self, wanted: str) -> BadDataset:
        """Return the error that something else stands here."""
        return BadDataset(f"{self._path} is no JSON object near its line {self._line}: {wanted} has to come there.")

    def _more(self, signs: int) -> bool:
        coming, number = [], 0
        for piece in self._pieces:
            self._line += piece.count("\n")
            coming.append(piece)
            number += len(piece)
            if number >= signs:
                break
        self._held, self._at = self._held[self._at :] + "".join(coming), 0
        return number > 0
