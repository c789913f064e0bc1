"""A small network over the reader's scores and clues of word lists that tags the names of places."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from recount.encoder.layers import Layer
from recount.encoder.packaged import packaged, unpacked
from recount.encoder.scores import Floats, Scores, gelu, softmax

__all__ = ["PlaceTagger", "TaggedName", "likeliest", "load_tagger", "states_of"]

_FILE = "places.npz"
# No name goes on without having begun.
_FORBIDDEN = np.float32(-1e4)


# Of `_Member`, in order, as `training/places.py` names them.
_LAYERS = ("px", "pf", "c", "c2", "o")


class TaggedName(NamedTuple):
    """Words `first` up to, not including, `end`, that name a place."""

    first: int
    end: int
    role: str
    """literal, metonym, demonym, or embedded in the name of something else."""


def states_of(scores: Scores) -> Floats:
    """Return all that the reader tells of each word, (n_words, n_states): logarithms of chances, and hidden layers."""
    n_words, n_tags, n_chances = scores.tags.shape
    tags = np.log(scores.tags.reshape(n_words, n_tags * n_chances) + 1e-6)
    parts = (tags, scores.of_trigger, scores.of_word, scores.attributes, scores.statuses)
    return np.concatenate(parts, axis=1).astype(np.float32)


class _Member(NamedTuple):
    """One of the networks that vote."""

    of_states: Layer
    of_clues: Layer
    near: Layer
    nearer: Layer
    out: Layer

    def logits(self, states: Floats, clues: Floats) -> Floats:
        one = gelu(np.concatenate([self.of_states(states), self.of_clues(clues)], axis=1))
        two = gelu(self.near(one))
        both = np.concatenate([one, two], axis=1)
        return self.out(np.concatenate([both, gelu(self.nearer(both))], axis=1))


class PlaceTagger:
    """Tags the words of a text: the network looks at each word with three neighbours on either side."""

    def __init__(self, content: bytes) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self._network = unpacked(content, "the place tagger", _LAYERS)
        self.card = self._network.card
        self._members = [
            _Member(*(Layer.of(held[f"{name}.weight"], held[f"{name}.bias"]) for name in _LAYERS))
            for held in self._network.members
        ]
        self.tags: tuple[str, ...] = tuple(self.card["tags"])
        """`O`, then `B-` and `I-` of each role."""
        self.clues: tuple[str, ...] = tuple(self.card["clues"])
        """The columns of clues that it was trained with."""

    def chances(self, states: Floats, clues: Floats) -> Floats:
        """Return the chances of each tag for each word, (n_words, n_tags).

        Args:
            states: (n_words, n_states), of `states_of`.
            clues: (n_words, n_clues), in the order of `self.clues`.
        """
        if not len(states):
            return np.zeros((0, len(self.tags)), dtype=np.float32)
        scaled = self._network.scaled(states)
        chances = [softmax(member.logits(scaled, clues)) for member in self._members]
        result: Floats = np.mean(chances, axis=0, dtype=np.float32)
        return result

    def names(self, chances: Floats) -> list[TaggedName]:
        """Return the names of the likeliest sequence of tags, in order, none overlapping another."""
        tags = likeliest(np.log(chances + 1e-9))
        names: list[TaggedName] = []
        first = 0
        for number in range(1, len(tags) + 1):
            goes_on = number < len(tags) and tags[number] and tags[number] % 2 == 0
            if goes_on:
                continue
            if tags[first]:
                role = self.tags[tags[first]].partition("-")[2]
                names.append(TaggedName(first, number, role))
            first = number
        return names


def likeliest(logarithms: Floats) -> list[int]:
    """Return the likeliest tags in which every name begins before it goes on (Viterbi)."""
    if not len(logarithms):
        return []
    n_tags = logarithms.shape[1]
    steps = np.zeros((n_tags, n_tags), dtype=np.float32)
    for inside in range(2, n_tags, 2):
        steps[:, inside] = _FORBIDDEN
        steps[[inside - 1, inside], inside] = 0
    best = logarithms[0].copy()
    best[2::2] = _FORBIDDEN
    back = []
    for row in logarithms[1:]:
        ways = best[:, None] + steps
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    tags = [int(best.argmax())]
    for came_from in reversed(back):
        tags.append(int(came_from[tags[-1]]))
    return tags[::-1]


@lru_cache(maxsize=1)
def load_tagger() -> PlaceTagger:
    """Load the packaged tagger.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    return PlaceTagger(packaged(_FILE))
