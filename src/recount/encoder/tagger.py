"""A small network over the reader's scores and clues of word lists that tags the names of places."""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.encoder.scores import Scores
from recount.errors import BadModel

__all__ = ["PlaceTagger", "TaggedName", "load_tagger", "states_of"]

_FILE = "places.npz"
_Floats = NDArray[np.float32]
# No name goes on without having begun.
_FORBIDDEN = np.float32(-1e4)


_LAYERS = tuple(f"{layer}.{part}" for layer in ("px", "pf", "c", "c2", "o") for part in ("weight", "bias"))


class TaggedName(NamedTuple):
    """Words `first` up to, not including, `end`, that name a place."""

    first: int
    end: int
    role: str
    """literal, metonym, demonym, or embedded in the name of something else."""
    chance: float
    """Mean over its words of the chance of the tags chosen, in [0, 1]."""


def states_of(scores: Scores) -> _Floats:
    """Return all that the reader tells of each word, (n_words, n_states): logarithms of chances, and hidden layers."""
    tags = np.log(scores.tags.reshape(len(scores.words), -1) + 1e-6)
    parts = (tags, scores.of_trigger, scores.of_word, scores.attributes, scores.statuses)
    return np.concatenate(parts, axis=1).astype(np.float32)


@dataclass(frozen=True)
class _Member:
    """One of the networks that vote."""

    weights: dict[str, _Floats]

    def logits(self, states: _Floats, clues: _Floats) -> _Floats:
        w = self.weights
        one = _gelu(
            np.concatenate([states @ w["px.weight"].T + w["px.bias"], clues @ w["pf.weight"].T + w["pf.bias"]], 1)
        )
        two = _gelu(_convolved(one, w["c.weight"], w["c.bias"]))
        three = _gelu(_convolved(np.concatenate([one, two], 1), w["c2.weight"], w["c2.bias"]))
        result: _Floats = np.concatenate([one, two, three], 1) @ w["o.weight"].T + w["o.bias"]
        return result


class PlaceTagger:
    """Tags the words of a text: the network looks at each word with three neighbours on either side."""

    def __init__(self, content: bytes) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        try:
            arrays = dict(np.load(io.BytesIO(content)))
            self.card = json.loads(bytes(arrays["card"]).decode())
            self._mean, self._deviation = arrays["mean"].astype(np.float32), arrays["deviation"].astype(np.float32)
            self._members = [
                _Member({name: arrays[f"{number}/{name}"].astype(np.float32) for name in _LAYERS})
                for number in range(self.card["members"])
            ]
        except (ValueError, KeyError, OSError, EOFError) as error:
            raise BadModel(f"The file of the place tagger cannot be read ({error}). Install Recount again.") from error
        self.tags: tuple[str, ...] = tuple(self.card["tags"])
        """`O`, then `B-` and `I-` of each role."""
        self.clues: tuple[str, ...] = tuple(self.card["clues"])
        """The columns of clues that it was trained with."""

    def chances(self, states: _Floats, clues: _Floats) -> _Floats:
        """Return the chances of each tag for each word, (n_words, n_tags).

        Args:
            states: (n_words, n_states), of `states_of`.
            clues: (n_words, n_clues), in the order of `self.clues`.
        """
        if not len(states):
            return np.zeros((0, len(self.tags)), dtype=np.float32)
        scaled = np.clip((states - self._mean) / self._deviation, -6, 6)
        chances = [_softmax(member.logits(scaled, clues)) for member in self._members]
        result: _Floats = np.mean(chances, axis=0, dtype=np.float32)
        return result

    def names(self, chances: _Floats) -> list[TaggedName]:
        """Return the names of the likeliest sequence of tags, in order, none overlapping another."""
        tags = _likeliest(np.log(chances + 1e-9))
        names: list[TaggedName] = []
        first = 0
        for number in range(1, len(tags) + 1):
            goes_on = number < len(tags) and tags[number] and tags[number] % 2 == 0
            if goes_on:
                continue
            if tags[first]:
                role = self.tags[tags[first]].partition("-")[2]
                chance = float(np.mean([chances[word, tags[word]] for word in range(first, number)]))
                names.append(TaggedName(first, number, role, chance))
            first = number
        return names


def _likeliest(logarithms: _Floats) -> list[int]:
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


def _convolved(values: _Floats, weight: _Floats, bias: _Floats) -> _Floats:
    """Join each word with its neighbours: weight is (out, in, width), width odd, zeros beyond the ends."""
    width = weight.shape[2]
    padded = np.pad(values, ((width // 2, width // 2), (0, 0)))
    parts = [padded[shift : shift + len(values)] @ weight[:, :, shift].T for shift in range(width)]
    result: _Floats = np.sum(parts, axis=0, dtype=np.float32) + bias
    return result


def _gelu(values: _Floats) -> _Floats:
    inner = np.sqrt(np.float32(2 / np.pi)) * (values + np.float32(0.044715) * values**3)
    result: _Floats = np.float32(0.5) * values * (1 + np.tanh(inner))
    return result


def _softmax(logits: _Floats) -> _Floats:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    result: _Floats = powers / powers.sum(-1, keepdims=True)
    return result


@lru_cache(maxsize=1)
def load_tagger() -> PlaceTagger:
    """Load the packaged tagger.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    path = files("recount.encoder").joinpath("data", _FILE)
    if not path.is_file():
        raise BadModel(f"The model file {_FILE} is not in this installation. Install Recount again.")
    return PlaceTagger(path.read_bytes())
