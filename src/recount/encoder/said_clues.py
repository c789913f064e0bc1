"""Clues of a text's own signs that tell who says what: quotation marks, punctuation, sentences, capitals."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.encoder.scores import Floats

__all__ = ["CLUES", "N_RELATIONS", "Outline", "clues_of", "outline_of", "relations_of"]

_OPENING, _CLOSING, _EITHER = frozenset("“«„‘"), frozenset("”»"), frozenset("\"'’")
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
_WORDS = ("that", "to", "by", "of", "and", "who", "which", "but", "as", "not", "in", "on")
CLUES = (
    "opening quote", "closing quote", "either quote", "inside a quotation", "comma", "full stop", "colon", "semicolon",
    "dash", "bracket", "other sign", "first of its paragraph", "first of its sentence", "last of its sentence",
    "capital", "all capitals", "digit", "pronoun", "headline", *(f"“{word}”" for word in _WORDS),
)  # fmt: skip
"""The columns of `clues_of`."""
_SIGNS = {",": "comma", ".": "full stop", ":": "colon", ";": "semicolon", "—": "dash", "–": "dash", "-": "dash"}
_NEAREST = 3
N_RELATIONS = 2 * _NEAREST + 1 + 3 + 1
"""Columns of `relations_of`."""


class Outline(NamedTuple):
    """The number of the sentence and of the paragraph of each word, both from 0, (n_words,)."""

    sentences: NDArray[np.int64]
    paragraphs: NDArray[np.int64]


def outline_of(words: NDArray[np.int64], sentences: Sequence[tuple[int, int, int]]) -> Outline:
    """Return where words stand; a word belongs to the sentence that begins last before its end.

    Args:
        words: (n_words, 2), half-open ranges of code points.
        sentences: begin, end and paragraph of each sentence, in order.
    """
    if not len(sentences) or not len(words):
        nothing = np.zeros(len(words), dtype=np.int64)
        return Outline(nothing, nothing)
    begins = np.array([sentence[0] for sentence in sentences])
    numbers = np.maximum(np.searchsorted(begins, words[:, 1] - 1, side="right") - 1, 0)
    return Outline(numbers, np.array([sentence[2] for sentence in sentences])[numbers])


def clues_of(text: str, words: NDArray[np.int64], outline: Outline) -> Floats:
    """Return (n_words, len(CLUES)), each 0 or 1. A quotation that is never closed ends with its paragraph."""
    clues = np.zeros((len(words), len(CLUES)), dtype=np.float32)
    column = {name: number for number, name in enumerate(CLUES)}
    inside, straight = False, False
    for at, (start, end) in enumerate(words.tolist()):
        word = text[start:end]
        new_sentence = at == 0 or outline.sentences[at] != outline.sentences[at - 1]
        if at and outline.paragraphs[at] != outline.paragraphs[at - 1]:
            inside = straight = False
        held = [name for name, holds in _told(word, new_sentence=new_sentence) if holds]
        if word in _OPENING:
            inside = True
        elif word in _CLOSING:
            inside = False
        elif word == '"':
            straight = not straight
        clues[at, [column[name] for name in held]] = 1
        clues[at, column["inside a quotation"]] = inside or straight
        clues[at, column["headline"]] = outline.paragraphs[at] == 0
        if new_sentence and at:
            clues[at - 1, column["last of its sentence"]] = 1
        if at == 0 or outline.paragraphs[at] != outline.paragraphs[at - 1]:
            clues[at, column["first of its paragraph"]] = 1
    return clues


def _told(word: str, *, new_sentence: bool) -> list[tuple[str, bool]]:
    lower = word.lower()
    sign = _SIGNS.get(word)
    return [
        ("opening quote", word in _OPENING),
        ("closing quote", word in _CLOSING),
        ("either quote", word in _EITHER),
        *([(sign, True)] if sign else []),
        ("bracket", word in "()[]"),
        ("other sign", not sign and not word[:1].isalnum()),
        ("first of its sentence", new_sentence),
        ("capital", word[:1].isupper()),
        ("all capitals", word.isupper() and len(word) > 1),
        ("digit", word[:1].isdigit()),
        ("pronoun", lower in _PRONOUNS),
        *([(f"“{lower}”", True)] if lower in _WORDS else []),
    ]


def relations_of(outline: Outline, cue: tuple[int, int], first: int, end: int) -> Floats:
    """Return how the words `first` up to, not including, `end` lie to a cue's words: (n, N_RELATIONS), each 0 or 1.

    Sentences between them, to three either way; paragraph before, the same, after; being a word of the cue.
    """
    relations = np.zeros((end - first, N_RELATIONS), dtype=np.float32)
    rows = np.arange(end - first)
    apart = outline.sentences[first:end] - outline.sentences[cue[0]]
    relations[rows, np.clip(apart, -_NEAREST, _NEAREST) + _NEAREST] = 1
    beside = np.clip(outline.paragraphs[first:end] - outline.paragraphs[cue[0]], -1, 1)
    relations[rows, 2 * _NEAREST + 1 + beside + 1] = 1
    relations[max(cue[0] - first, 0) : max(cue[1] - first, 0), -1] = 1
    return relations
