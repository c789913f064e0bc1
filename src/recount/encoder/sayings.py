"""A small network over the reader's scores that tells who says what: cue, source and content of each saying."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.encoder.layers import Layer
from recount.encoder.packaged import packaged, unpacked
from recount.encoder.said_clues import Outline, clues_of, outline_of, relations_of
from recount.encoder.scores import Floats, Scores, WordSpan, gelu, softmax, spans_of
from recount.encoder.tagger import likeliest, states_of

__all__ = ["ROLES", "STYLES", "WINDOW", "FoundSaying", "Sayings", "Style", "load_sayings"]

_FILE = "sayings.npz"
Style = Literal["speech", "attributions"]
STYLES: tuple[Style, ...] = ("speech", "attributions")
"""What counts as a saying: `speech`: statements of a record, as this project's corpus marks them; `attributions`:
whatever a text lets somebody say, think or want, as PolNeAR marks it."""
ROLES = ("source", "content")
WINDOW = 120
"""Words before and after a cue among which its source and content are sought."""
_WORD_LAYERS = {"c": 1, "b0": 1, "b1": 2, "b2": 4, "b3": 8}
_PAIR_LAYERS = {"d0": 1, "d1": 2, "d2": 4, "d3": 8, "d4": 16}
_LAYERS = ("px", "pf", *_WORD_LAYERS, "cue", "aw", "ac", "pp", "pr", *_PAIR_LAYERS, "roles")


class FoundSaying(NamedTuple):
    """One saying, in words of the reader."""

    cue: WordSpan
    source: tuple[WordSpan, ...]
    """Empty where the sentence names no source."""
    content: tuple[WordSpan, ...]
    """In reading order; several where the cue stands within what is said."""


class _Member:
    """One of the networks that vote."""

    def __init__(self, arrays: Mapping[str, NDArray[np.floating]]) -> None:
        def layer(name: str, apart: int = 1) -> Layer:
            return Layer.of(arrays[f"{name}.weight"], arrays[f"{name}.bias"], apart=apart)

        self.of_states, self.of_clues = layer("px"), layer("pf")
        self.near, *self.wider = (layer(name, apart) for name, apart in _WORD_LAYERS.items())
        self.cues = layer("cue")
        self.of_word, self.of_cue, self.of_pair, self.of_relation = (layer(name) for name in ("aw", "ac", "pp", "pr"))
        self.around = [layer(name, apart) for name, apart in _PAIR_LAYERS.items()]
        self.roles = layer("roles")

    def words(self, states: Floats, clues: Floats) -> Floats:
        """Return what is known of each word with its neighbours, (n_words, width)."""
        held = gelu(self.near(gelu(np.concatenate([self.of_states(states), self.of_clues(clues)], axis=1))))
        for layer in self.wider:
            held = held + gelu(layer(held))
        return held

    def pairs(self, held: Floats, cue: Floats, pairs: Floats, relations: Floats) -> Floats:
        """Return unnormalised scores of the styles' roles for the words around a cue, (n, styles, roles, 3)."""
        value = gelu(self.of_word(held) + self.of_cue(cue) + self.of_pair(pairs) + self.of_relation(relations))
        for layer in self.around:
            value = value + gelu(layer(value))
        return self.roles(value).reshape(len(held), len(STYLES), len(ROLES), 3)


class Sayings:
    """Finds sayings: cues first, then for each cue its source and content among the words around it."""

    def __init__(self, content: bytes) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self._network = unpacked(content, "sayings", _LAYERS)
        self.card = self._network.card
        self._members = [_Member(held) for held in self._network.members]
        self._thresholds: dict[str, dict[str, float]] = self.card["thresholds"]

    def find(
        self, text: str, scores: Scores, sentences: Sequence[tuple[int, int, int]], *, style: Style
    ) -> list[FoundSaying]:
        """Return the sayings of a text in the order of their cues.

        Args:
            text: the text that was scored.
            scores: of the reader.
            sentences: begin, end and paragraph of each sentence, in code points, in order.
            style: what counts as a saying.
        """
        if not len(scores.words):
            return []
        outline = outline_of(scores.words, sentences)
        states = self._network.scaled(states_of(scores))
        clues = clues_of(text, scores.words, outline)
        held = [member.words(states, clues) for member in self._members]
        knobs = self._thresholds[style]
        cues = np.mean(
            [softmax(m.cues(h).reshape(-1, len(STYLES), 3)) for m, h in zip(self._members, held, strict=True)], axis=0
        )[:, STYLES.index(style)]
        found = (
            self._saying(scores, outline, held, cue, style) for cue in spans_of(cues, min(knobs["cue"], knobs["sure"]))
        )
        return [saying for saying in found if saying is not None]

    def _saying(
        self, scores: Scores, outline: Outline, held: Sequence[Floats], cue: WordSpan, style: Style
    ) -> FoundSaying | None:
        """Return what is said by a cue; None where nothing is, and where cue and content together are too unsure."""
        first, end = max(cue.first - WINDOW, 0), min(cue.end + WINDOW, len(scores.words))
        pairs = scores.pairs((cue.first, cue.end))[first:end]
        relations = relations_of(outline, (cue.first, cue.end), first, end)
        logits = [
            member.pairs(words[first:end], words[cue.first : cue.end].mean(0), pairs, relations)
            for member, words in zip(self._members, held, strict=True)
        ]
        chances = np.mean([softmax(each) for each in logits], axis=0)[:, STYLES.index(style)]
        knobs = self._thresholds[style]
        content = _spans(chances[:, 1], first, knobs["content_begins"])
        surest = max((span.score for span in content), default=0.0)
        if not content or cue.score < knobs["cue"] or cue.score * surest < knobs["sure"]:
            return None
        source = _spans(chances[:, 0], first, knobs["source_begins"])
        source = [max(source, key=lambda span: span.score)] if source else []
        return FoundSaying(cue, tuple(source), tuple(content))


def _spans(chances: Any, first: int, begins: float) -> list[WordSpan]:
    """Return the spans of the likeliest tags of (n, 3) chances; beginning one costs as if it were e^`begins` rarer."""
    logarithms = np.log(chances + 1e-9)
    logarithms[:, 1] -= begins
    tags = likeliest(logarithms)
    found: list[WordSpan] = []
    at = 0
    while at < len(tags):
        if not tags[at]:
            at += 1
            continue
        stop = at + 1
        while stop < len(tags) and tags[stop] == 2:
            stop += 1
        found.append(WordSpan(first + at, first + stop, float(1 - chances[at:stop, 0].mean())))
        at = stop
    return found


@lru_cache(maxsize=1)
def load_sayings() -> Sayings:
    """Load the packaged file.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    return Sayings(packaged(_FILE))
