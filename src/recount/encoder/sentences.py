"""Vectors of sentences without a network: each wordpiece has a row, and a text is the sum of its rows (ADR 26)."""

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from recount.encoder.packaged import packaged
from recount.errors import BadModel

__all__ = ["MOST_RARE", "SentenceVectors", "load_sentences", "vectors"]

MOST_RARE = 12.0
"""Bits: the rarity of a word that stands in fewer than one article in 4,096, or is not known at all."""

_FILE, _READER = "sentences.npz", "reader.zip"
_WORD = re.compile(r"[^\W_]+")
# Steps of the file's rarities in one bit.
_STEPS = 20
# Words that are looked at together: each different one is cut into pieces once, and memory stays small.
_AT_ONCE = 1 << 18
# Sums are cut to so many bits before they are squared: 128 squares then fit 64 bits, whatever the length of a text.
_BITS = 26


class SentenceVectors:
    """The table of wordpieces; loaded once, it can be used from several threads.

    Sums are whole numbers, so that a text has the same vector, to the bit, on every machine, alone or among others.
    """

    def __init__(self, content: bytes, tokenizer: Tokenizer) -> None:
        """Load the file's bytes; `tokenizer` is that of the network which the rows were made from.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        try:
            arrays = dict(np.load(io.BytesIO(content)))
            self.card = json.loads(bytes(arrays["card"]).decode())
            # At most 127 · 255, which is just what 16 bits hold.
            self._rows = arrays["directions"].astype(np.int16) * arrays["weights"].astype(np.int16)[:, None]
            known = bytes(arrays["words"]).decode().split("\n")
            self._rarities = dict(zip(known, (arrays["rarities"] / _STEPS).tolist(), strict=True))
        except (ValueError, TypeError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise BadModel(f"The file {_FILE} cannot be read ({error}). Install Recount again.") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer

    @property
    def n_dimensions(self) -> int:
        """The length of a vector."""
        return int(self._rows.shape[1])

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector for each text, (n_texts, n_dimensions), of length 1: their products are cosines.

        Words count as often as they stand, rare ones more than common ones; their order does not. A text without a
        word that is known, piece by piece, has zeros. Only English has been tried.
        """
        found = np.zeros((len(texts), self.n_dimensions), dtype=np.float32)
        for start, words in _batches(texts):
            found[start : start + len(words)] = self._of_words(words)
        return found

    @property
    def rarities(self) -> Mapping[str, float]:
        """Words in small letters and how rare they are (`rarity`), for many look-ups."""
        return self._rarities

    def rarity(self, word: str) -> float:
        """Return how rare a word is in news: bits in [0, MOST_RARE], 0 for a word of every article.

        That is -log2 of the share of articles that hold it, counted once and shipped: it does not depend on the
        texts at hand. Case does not count; a word of which the table says nothing is most rare.
        """
        found: float = self._rarities.get(word.lower(), MOST_RARE)
        return found

    def _of_words(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Sum the rows of each text's words; each different word is cut into pieces once."""
        numbers: dict[str, int] = {}
        order = [numbers.setdefault(word, len(numbers)) for words in texts for word in words]
        encoding = self._tokenizer.encode(list(numbers), is_pretokenized=True, add_special_tokens=False)
        n_pieces = np.bincount(np.array(encoding.word_ids, dtype=np.int64), minlength=len(numbers))
        rows = _sums(self._rows, np.array(encoding.ids, dtype=np.int64), n_pieces)
        n_words = np.array([len(words) for words in texts], dtype=np.int64)
        return _unit(_sums(rows, np.array(order, dtype=np.int64), n_words))


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield runs of texts as words, with the number of the first text."""
    start, held, n_words = 0, list[list[str]](), 0
    for text in texts:
        # Letters with their accents in one piece, as the tokenizer's own cutting has them.
        words = _WORD.findall((text if text.isascii() else unicodedata.normalize("NFC", text)).lower())
        held.append(words)
        n_words += len(words)
        if n_words >= _AT_ONCE:
            yield start, held
            start, held, n_words = start + len(held), [], 0
    if held:
        yield start, held


def _sums(rows: NDArray[np.signedinteger], order: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add up rows, (n_rows, width), in runs of `order`: the first `sizes[0]` of them, the next `sizes[1]` …

    All runs take their first row, then all that have one their second: half as long as adding run by run.
    """
    longest_first = np.argsort(-sizes, kind="stable")
    firsts = (np.cumsum(sizes) - sizes)[longest_first]
    held = np.zeros((len(sizes), rows.shape[1]), dtype=np.int64)
    for place in range(int(sizes.max(initial=0))):
        n_runs = int(np.count_nonzero(sizes > place))
        held[:n_runs] += rows[order[firsts[:n_runs] + place]]
    sums = np.empty_like(held)
    sums[longest_first] = held
    return sums


def _unit(sums: NDArray[np.int64]) -> NDArray[np.float32]:
    most = np.abs(sums).max(axis=1, initial=0)
    surplus = np.maximum(np.frexp(most.astype(np.float64))[1].astype(np.int64) - _BITS, 0)
    kept = sums >> surplus[:, None]
    # Whole numbers until here; square root and division are exact to the last bit by IEEE 754.
    lengths = np.sqrt((kept * kept).sum(axis=1).astype(np.float64))
    result: NDArray[np.float32] = (kept / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float32)
    return result


@lru_cache(maxsize=1)
def load_sentences() -> SentenceVectors:
    """Load the packaged table.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packaged(_READER))) as held:
            tokenizer = Tokenizer.from_str(held.read("tokenizer.json").decode())
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadModel(f"The model file {_READER} cannot be read ({error}). Install Recount again.") from error
    return SentenceVectors(packaged(_FILE), tokenizer)


def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the packaged table's vectors of texts, (n_texts, n_dimensions), each of length 1 or all zeros.

    Raises:
        BadModel: this installation lacks the table, or it cannot be read.
    """
    return load_sentences().vectors(texts)
