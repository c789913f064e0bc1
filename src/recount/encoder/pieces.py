"""Text as the encoder meets it: wordpieces, the words they make up, and the shape of each word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["N_SHAPES", "Pieces", "Tokens", "owners", "windows"]

N_SHAPES = 6
"""Lower case, capital first, all capitals, mixed, with a digit, no letter."""

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

    def cut(self, text: str) -> Pieces:
        """Cut a text of any length; blanks and control characters make no pieces."""
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
