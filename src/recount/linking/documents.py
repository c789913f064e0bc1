"""Whole documents compared by their wording alone: where a corpus tells of anything, not of incidents only."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from recount.encoder.sentences import load_sentences
from recount.linking.wording import opening_of, signature_of, wording_of

__all__ = [
    "DocumentModel",
    "DocumentProfile",
    "DocumentProfiles",
    "groups_of",
    "likeness_of",
    "load_document_model",
    "profiles_of",
    "weights_of",
]

_FILE = "documents.json"
_NAME_DIMENSIONS, _WORD_DIMENSIONS = 256, 512
# Members from which a group knows how alike its members are.
_LEAST_MEMBERS = 3
# Bits. A pair that agrees in every word does not outvote several that do not.
_MOST = 10.0

Floats = NDArray[np.float64]


class DocumentProfile(NamedTuple):
    """What is compared of a document besides its vectors; empty where it says nothing."""

    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]


class DocumentProfiles(NamedTuple):
    """What is compared of documents, row by row; vectors have length 1 or are zeros."""

    plain: tuple[DocumentProfile, ...]
    names: NDArray[np.float32]
    """(n, 256): signatures of names."""
    words: NDArray[np.float32]
    """(n, 512): signatures of all words."""
    openings: NDArray[np.float32]
    """(n, n_dimensions): vectors of titles and first words."""


class DocumentModel(NamedTuple):
    """What each answer weighs: binary logarithms of odds, 1 doubles them."""

    prior: float
    """Of two documents of one topic."""
    threshold: float
    """Mean weight between two groups from which they are one."""
    most_apart: float
    """How much less than within them two groups may agree with each other and still be one."""
    levels: Mapping[str, tuple[tuple[float, float], ...]]
    """Comparison → (least likeness, weight), the greatest first; the last has every lower one."""
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Read a file of weights."""
        held: dict[str, Any] = json.loads(content)
        levels = {
            name: tuple((float(level["at_least"]), float(level["weight"])) for level in levels)
            for name, levels in held["comparisons"].items()
        }
        prior, threshold, most_apart = (float(held[name]) for name in ("prior", "threshold", "most_apart"))
        return cls(prior, threshold, most_apart, levels, f"sha256:{sha256(content).hexdigest()}")


@lru_cache(maxsize=1)
def load_document_model() -> DocumentModel:
    """Read the weights that are shipped (`training/documents.py` fits them)."""
    return DocumentModel.of((files("recount.linking") / "data" / _FILE).read_bytes())


def profiles_of(texts: Sequence[str], titles: Sequence[str | None] | None = None) -> DocumentProfiles:
    """Return what is compared of documents; each depends on its own text alone.

    Raises:
        BadModel: this installation lacks the table of sentence vectors.
    """
    table = load_sentences()
    wordings = [wording_of(text) for text in texts]
    openings = [opening_of(text, title) for text, title in zip(texts, titles or [None] * len(texts), strict=True)]
    return DocumentProfiles(
        tuple(DocumentProfile(frozenset(one.names), one.numbers, one.years) for one in wordings),
        _signatures([one.names for one in wordings], table.rarity, _NAME_DIMENSIONS),
        _signatures([one.words for one in wordings], table.rarity, _WORD_DIMENSIONS),
        table.vectors(openings),
    )


def likeness_of(profiles: DocumentProfiles) -> dict[str, Floats]:
    """Return how alike each two documents are, (n, n) for each comparison; NaN where one of them says nothing.

    Names, words and openings are cosines; numbers are the share of the fewer numbers; years are 1 where one is shared,
    else 0.
    """
    plain = profiles.plain
    return {
        "names": _cosines(profiles.names),
        "words": _cosines(profiles.words),
        "openings": _cosines(profiles.openings),
        "numbers": _shared([one.numbers for one in plain]),
        "years": np.ceil(_shared([one.years for one in plain])),
    }


def weights_of(likeness: Mapping[str, Floats], model: DocumentModel) -> Floats:
    """Return the weight of each two documents, (n, n): binary logarithm of the odds that they tell of one event.

    A comparison in which a document says nothing weighs nothing.
    """
    total: Floats = np.full_like(next(iter(likeness.values())), model.prior)
    for name, levels in model.levels.items():
        found = np.zeros_like(likeness[name])
        for least, weight in reversed(levels):
            found[likeness[name] >= least] = weight
        total += found
    return total


def groups_of(weights: Floats, model: DocumentModel) -> list[int]:
    """Group documents and return each one's group: the number of its first document.

    The two groups that agree most are joined first, as long as they agree by the threshold on average. Two groups of
    three or more stay apart, though, where each agrees within itself by far more than they do with each other: so do
    two events that share a place or a person.
    """
    alike = np.clip(np.array(weights, dtype=np.float64), -_MOST, _MOST)
    np.fill_diagonal(alike, -np.inf)
    group = np.arange(len(alike))
    # Sum of the weights within each group, and their number.
    within, n_within = np.zeros(len(alike)), np.zeros(len(alike))
    size, open_ = np.ones(len(alike)), np.isfinite(alike)
    while open_.any():
        # Rounded, so that the order of adding up decides nothing; of equals the first are joined.
        ahead = np.where(open_, np.round(alike, 6), -np.inf)
        one, other = sorted(divmod(int(np.argmax(ahead)), len(alike)))
        if ahead[one, other] < model.threshold:
            break
        n_pairs = n_within[one] + n_within[other]
        if (
            min(size[one], size[other]) >= _LEAST_MEMBERS
            and ahead[one, other] < (within[one] + within[other]) / n_pairs - model.most_apart
        ):
            open_[one, other] = open_[other, one] = False
            continue
        within[one] += within[other] + alike[one, other] * size[one] * size[other]
        n_within[one] = n_pairs + size[one] * size[other]
        joined = (size[one] * alike[one] + size[other] * alike[other]) / (size[one] + size[other])
        size[one] += size[other]
        group[group == other] = one
        alike[one], alike[:, one] = joined, joined
        open_[one] = open_[:, one] = group == np.arange(len(alike))
        open_[one, one] = False
        open_[other] = open_[:, other] = False
    return [int(number) for number in group]


def _signatures(
    counted: Sequence[Mapping[str, int]], rarity: Callable[[str], float], n_dimensions: int
) -> NDArray[np.float32]:
    rows = [signature_of(counts, rarity, n_dimensions) for counts in counted]
    return np.stack(rows) if rows else np.zeros((0, n_dimensions), dtype=np.float32)


def _cosines(rows: NDArray[np.float32]) -> Floats:
    # Rounded, so that another machine's last bits reach no other level.
    found: Floats = (rows @ rows.T).astype(np.float64).round(4)
    empty = ~rows.any(axis=1)
    found[empty] = found[:, empty] = np.nan
    return found


def _shared(sets: Sequence[frozenset[Any]]) -> Floats:
    """Return how much of the smaller set the other holds, in [0, 1]; NaN where either is empty."""
    found: Floats = np.full((len(sets), len(sets)), np.nan)
    for one, mine in enumerate(sets):
        for other, its in enumerate(sets):
            if mine and its:
                found[one, other] = len(mine & its) / min(len(mine), len(its))
    return found
