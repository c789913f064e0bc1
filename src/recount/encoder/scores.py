"""What the model gives for one text, and how spans are read off it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.encoder.heads import Heads

__all__ = ["Floats", "PairWeights", "Scores", "WordSpan", "buckets_of", "gelu", "softmax", "spans_of"]

Floats = NDArray[np.float32]


class WordSpan(NamedTuple):
    """Words `first` up to, not including, `end`."""

    first: int
    end: int
    score: float
    """Mean over its words of the chance to lie in a span, in [0, 1]."""


@dataclass(frozen=True)
class PairWeights:
    """The small layers that join a trigger with a word."""

    distance: Floats
    """(n_buckets, pair)."""
    same: tuple[Floats, Floats]
    """Weight (pair,) and bias (1,)."""
    arguments: Mapping[str, tuple[Floats, Floats]]
    """Argument head → weight (pair, 3 * n_roles) and bias (3 * n_roles,)."""


@dataclass(frozen=True)
class Scores:
    """Scores of every word of a text. Chances are calibrated on the development part where the model card says so."""

    heads: Heads
    weights: PairWeights
    words: NDArray[np.int64]
    """(n_words, 2): half-open code-point ranges."""
    tags: Floats
    """(n_words, n_tags, 3): chances to lie outside, begin, lie inside."""
    statuses: Floats
    """(n_words, n_statuses), unnormalised; read at the first word of a sentence."""
    of_trigger: Floats
    """(n_words, pair)."""
    of_word: Floats
    """(n_words, pair)."""
    attributes: Floats
    """(n_words, n_classes of all attribute heads), unnormalised."""
    texts: Floats
    """(n_text_labels,), each in [0, 1]."""

    def tag(self, head: str, label: str) -> Floats:
        """Return (n_words, 3) chances of one label."""
        return self.tags[:, self.heads.tag_number(head, label)]

    def spans(self, head: str, label: str, *, threshold: float = 0.5) -> list[WordSpan]:
        """Return the spans of one label, in order, none overlapping another."""
        return spans_of(self.tag(head, label), threshold)

    def characters(self, span: WordSpan) -> tuple[int, int]:
        """Return the half-open range of code points of a span of words."""
        return int(self.words[span.first, 0]), int(self.words[span.end - 1, 1])

    def text(self, head: str, label: str) -> float:
        """Return the chance that a label holds of the text."""
        return float(self.texts[self.heads.text_number(head, label)])

    def arguments(self, head: str, triggers: Sequence[tuple[int, int]]) -> Floats:
        """Return (n_triggers, n_words, n_roles, 3) chances for each trigger, given as a half-open range of words."""
        n_words, roles = len(self.words), self.heads.arguments[head]
        if not triggers or not n_words:
            return np.zeros((len(triggers), n_words, len(roles), 3), dtype=np.float32)
        weight, bias = self.weights.arguments[head]
        # One trigger at a time keeps memory flat for long articles.
        shape = (n_words, len(roles), 3)
        return np.stack([softmax((self._pairs(each, None) @ weight + bias).reshape(shape)) for each in triggers])

    def same(self, triggers: Sequence[tuple[int, int]]) -> Floats:
        """Return (n, n): the chance that two triggers tell of one happening, the same both ways round."""
        if not triggers:
            return np.zeros((0, 0), dtype=np.float32)
        weight, bias = self.weights.same
        logits = np.stack([self._pairs(each, triggers) @ weight + bias[0] for each in triggers])
        chances: Floats = 1 / (1 + np.exp(-(logits + logits.T) / 2))
        return chances

    def attribute(self, name: str, trigger: tuple[int, int], temperature: float = 1.0) -> Floats:
        """Return the chances of the classes of an attribute, (n_classes,), for a trigger.

        `temperature` above 1 draws the chances together (Guo et al. 2017).
        """
        first, end = self.heads.attribute_range(name)
        return softmax(self.attributes[slice(*trigger), first:end].mean(0) / temperature)

    def pairs(self, trigger: tuple[int, int]) -> Floats:
        """Return what the reader makes of each word beside a trigger, (n_words, pair)."""
        return self._pairs(trigger, None)

    def status(self, word: int) -> Floats:
        """Return the chances of the sentence statuses, (n_statuses,), for a sentence that begins with this word."""
        return softmax(self.statuses[word])

    def _pairs(self, trigger: tuple[int, int], others: Sequence[tuple[int, int]] | None) -> Floats:
        """Join a trigger with every word, or with the words of other triggers; distances run between first words."""
        if others is None:
            states, at = self.of_word, np.arange(len(self.words))
        else:
            states = np.stack([self.of_word[slice(*other)].mean(0) for other in others])
            at = np.array([other[0] for other in others])
        joined = self.of_trigger[slice(*trigger)].mean(0) + states + self.weights.distance[buckets_of(at - trigger[0])]
        return gelu(joined)


# Words by which a span may be interrupted and go on inside: a word that the network is unsure of.
_GAP = 2


def spans_of(chances: Floats, threshold: float) -> list[WordSpan]:
    """Read spans off (n_words, 3) chances: words that lie in one with chance `threshold`, parted where one begins.

    A span that goes on, by its chances, after a gap of a word or two is one with what stands before the gap.
    """
    held = 1 - chances[:, 0]
    inside = np.flatnonzero(held >= threshold)
    ranges: list[list[int]] = []
    for word in inside.tolist():
        begins = bool(chances[word, 1] > chances[word, 2])
        if ranges and not begins and word - ranges[-1][1] <= _GAP:
            ranges[-1][1] = word + 1
        else:
            ranges.append([word, word + 1])
    return [WordSpan(first, end, float(held[first:end].mean())) for first, end in ranges]


def softmax(logits: Floats) -> Floats:
    """Turn unnormalised scores into chances, along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result


def gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit, by its approximation with the hyperbolic tangent."""
    cubic = values * values * values
    result: Floats = 0.5 * values * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (values + 0.044715 * cubic)))
    return result


def buckets_of(apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the buckets of signed distances in words, as `training/network.py` learnt them."""
    size = np.minimum(np.floor(np.log2(np.maximum(np.abs(apart), 1)) * 1.25), 10).astype(np.int64) + 1
    return np.where(apart == 0, 0, np.where(apart > 0, size, size + 11))
