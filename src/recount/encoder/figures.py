"""A small network over the reader's scores and clues of word lists that judges what each number of an article is."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from recount.encoder.layers import Layer
from recount.encoder.packaged import packaged, unpacked
from recount.encoder.scores import Floats, gelu, softmax

__all__ = ["FigureJudge", "Judged", "load_judge", "pooled"]

_FILE = "figures.npz"
# Of `_Member` behind the layers of the pools, in order, as `training/figures.py` names them.
_LAYERS = ("c", "k", "o", "m")


class Judged(NamedTuple):
    """Chances of each figure, in [0, 1]."""

    kinds: Floats
    """(n_figures, len(judge.kinds))."""
    measures: Floats
    """(n_figures, len(judge.measures)): what it counts, if it is a tally."""


def pooled(states: Floats, ranges: list[list[tuple[int, int]]]) -> Floats:
    """Return the mean states of each figure's ranges of words, (n_figures, n_ranges, n_states); zeros where empty."""
    n_ranges = len(ranges[0]) if ranges else 0
    pools = np.zeros((len(ranges), n_ranges, states.shape[1]), dtype=np.float32)
    for row, each in enumerate(ranges):
        for column, (first, end) in enumerate(each):
            if first < end:
                pools[row, column] = states[first:end].mean(0)
    return pools


class _Member(NamedTuple):
    """One of the networks that vote."""

    of_pools: tuple[Layer, ...]
    of_clues: Layer
    near: Layer
    kinds: Layer
    measures: Layer

    def logits(self, pools: Floats, clues: Floats) -> tuple[Floats, Floats]:
        told = [layer(pools[:, number]) for number, layer in enumerate(self.of_pools)]
        one = gelu(np.concatenate([self.of_clues(clues), *told], axis=1))
        both = np.concatenate([one, gelu(self.near(one))], axis=1)
        return self.kinds(both), self.measures(both)


class FigureJudge:
    """Judges the numbers of an article in order: each is seen with its words, its sentence and its two neighbours."""

    def __init__(self, content: bytes) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self._network = unpacked(content, "the judge of figures", _LAYERS)
        self.card = self._network.card
        layers = [f"a.{number}" for number in range(self.card["pools"])]
        self._members = []
        for weights in self._network.members:
            held = {name: Layer.of(weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in (*layers, *_LAYERS)}
            self._members.append(_Member(tuple(held[name] for name in layers), *(held[name] for name in _LAYERS)))
        self.kinds: tuple[str, ...] = tuple(self.card["kinds"])
        """none, count (of a report), tally, part (of a tally)."""
        self.measures: tuple[str, ...] = tuple(self.card["measures"])
        self.clues: tuple[str, ...] = tuple(self.card["clues"])
        """The columns of clues that it was trained with."""

    def judge(self, pools: Floats, clues: Floats) -> Judged:
        """Judge the figures of one article.

        Args:
            pools: (n_figures, n_pools, n_states), of `pooled`.
            clues: (n_figures, n_clues), in the order of `self.clues`.
        """
        if not len(pools):
            return Judged(
                np.zeros((0, len(self.kinds)), dtype=np.float32), np.zeros((0, len(self.measures)), dtype=np.float32)
            )
        scaled = self._network.scaled(pools)
        told = [member.logits(scaled, clues) for member in self._members]
        kinds: Floats = np.mean([softmax(kind) for kind, _ in told], axis=0, dtype=np.float32)
        measures: Floats = np.mean([softmax(measure) for _, measure in told], axis=0, dtype=np.float32)
        return Judged(kinds, measures)


@lru_cache(maxsize=1)
def load_judge() -> FigureJudge:
    """Load the packaged judge.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    return FigureJudge(packaged(_FILE))
