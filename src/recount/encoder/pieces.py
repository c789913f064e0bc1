"""Text as the encoder meets it: wordpieces, the words they make up, and the shape of each word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["N_SHAPES", "Pieces", "Tokens", "owners", "windows"]

N_SHAPES = 6
"""Lower case, capital first, all capitals, mixed, with a digit, no letter."""

# What the network reads in the place of every side's name, so that it cannot treat one side unlike another. A word that
# it knows as an armed group does least harm: on corpus/dev 52.9 % of items hold against 53.0 % with the names
# themselves, 52.5 % with "hamas", 51.5 % with "alpha" and the like, 51 to 53 % with numbered words (ADR 20).
STAND_IN = "taliban"
_STAND_IN_SHAPE = 1

# Wordpieces with the two special ones; the overlap gives every piece context on both sides (ADR 12).
WINDOW = 512
OVERLAP = 128


@dataclass(frozen=True)
class Pieces:
    """A text cut into wordpieces."""

    ids: NDArray[np.int64]
    """(n_pieces,), without the special pieces."""
    shapes: NDArray[np.int64]
    """(n_pieces,): the shape of the word that each belongs to, in [0, N_SHAPES)."""
    firsts: NDArray[np.int64]
    """(n_words,): the first piece of each word."""
    words: NDArray[np.int64]
    """(n_words, 2): half-open code-point range of each word."""

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the words that share a code point with `start` to `end`; may be empty."""
        first = int(np.searchsorted(self.words[:, 1], start, side="right"))
        last = int(np.searchsorted(self.words[:, 0], end, side="left"))
        return first, max(first, last)


class Tokens:
    """Cuts text into wordpieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Cut with a tokenizer, whose own limits on length are taken off."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self._continues = np.zeros(max(vocabulary.values()) + 1, dtype=bool)
        self._continues[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
        self.opening, self.closing = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._stand_in, self._a, self._an = vocabulary[STAND_IN], vocabulary["a"], vocabulary["an"]

    def cut(self, text: str, names: Sequence[tuple[int, int]] = ()) -> Pieces:
        """Cut a text of any length; blanks and control characters make no pieces.

        `names` are half-open ranges of code points, in order and apart: each becomes one word, read as `STAND_IN`.
        """
        pieces = self._cut(text)
        return self._with_stand_ins(pieces, names) if names else pieces

    def _with_stand_ins(self, pieces: Pieces, names: Sequence[tuple[int, int]]) -> Pieces:
        lasts = np.concatenate([pieces.firsts[1:], [len(pieces.ids)]])
        ids, shapes, firsts, words = [], [], [], []
        word, length = 0, 0
        inside = [pieces.words_in(*name) for name in names]
        ends = {first: end for first, end in inside if end > first}
        while word < len(pieces.words):
            end = ends.get(word)
            run = slice(pieces.firsts[word], lasts[word])
            firsts.append(length)
            words.append((pieces.words[word, 0], pieces.words[(end or word + 1) - 1, 1]))
            ids.append(pieces.ids[run] if end is None else np.array([self._stand_in]))
            if word + 1 in ends and pieces.ids[run].tolist() == [self._an]:
                ids[-1] = np.array([self._a])
            shapes.append(pieces.shapes[run] if end is None else np.array([_STAND_IN_SHAPE]))
            length += len(ids[-1])
            word = end or word + 1
        return Pieces(
            np.concatenate(ids).astype(np.int64),
            np.concatenate(shapes).astype(np.int64),
            np.array(firsts, dtype=np.int64),
            np.array(words, dtype=np.int64),
        )

    def _cut(self, text: str) -> Pieces:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        firsts = np.flatnonzero(~self._continues[ids]) if len(ids) else np.zeros(0, dtype=np.int64)
        if len(ids) and (not len(firsts) or firsts[0] != 0):
            firsts = np.concatenate([[0], firsts])
        lasts = np.concatenate([firsts[1:], [len(ids)]]) - 1 if len(firsts) else firsts
        words = np.stack([offsets[firsts, 0], offsets[lasts, 1]], axis=1)
        shapes = np.array([_shape(text[start:end]) for start, end in words], dtype=np.int64)
        sizes = np.diff(np.concatenate([firsts, [len(ids)]]))
        return Pieces(ids, np.repeat(shapes, sizes), firsts, words)


def _shape(word: str) -> int:
    if any(character.isdigit() for character in word):
        return 4
    if not any(character.isalpha() for character in word):
        return 5
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else 3


def windows(pieces: Pieces, *, size: int = WINDOW - 2, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Cut pieces into half-open ranges of at most `size` that overlap by about `overlap`; none opens inside a word.

    Every piece is in at least one range.
    """
    total = len(pieces.ids)
    found: list[tuple[int, int]] = []
    start = 0
    while start < total:
        end = min(start + size, total)
        found.append((start, end))
        if end == total:
            break
        opening = pieces.firsts[np.searchsorted(pieces.firsts, end - overlap, side="right") - 1]
        start = int(opening) if opening > start else end - overlap
    return found


def owners(n_pieces: int, ranges: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Return, for each piece, the window in which it stands farthest from a seam; windows own runs of pieces."""
    owner = np.zeros(n_pieces, dtype=np.int64)
    for number in range(1, len(ranges)):
        start, end = ranges[number][0], ranges[number - 1][1]
        owner[(start + end) // 2 :] = number
    return owner
