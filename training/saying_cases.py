"""Texts with their sayings, for the network that tells who says what."""

import hashlib
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from examples import Example, Trigger
from loaders import load_attributions
from own import load_own, load_standoff
from recount import codebook, encoder, gazetteer
from recount.encoder.pieces import STAND_IN
from recount.encoder.said_clues import Outline, outline_of
from recount.encoder.sayings import STYLES
from recount.encoder.tagger import states_of
from recount.extraction import RulesPlaceFinder, split_sentences
from recount.extraction.sheet import lay_out
from recount.extraction.side_names import side_names
from recount.reading import read_text

__all__ = ["Case", "Said", "cases"]


class Case(NamedTuple):
    """One text with what the reader makes of it, and its sayings."""

    corpus: str
    name: str
    text: str
    words: np.ndarray
    states: np.ndarray
    """(n_words, n_states), of `states_of`."""
    sayings: tuple["Said", ...]

    @property
    def style(self) -> int:
        """The number of the style that the text is marked with."""
        return STYLES.index("attributions" if self.corpus == "polnear" else "speech")


class Said(NamedTuple):
    """A saying in words: half-open ranges."""

    cue: tuple[int, int]
    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


def cases(folder: Path, data: Path, corpus: Path, reader: encoder.Encoder) -> dict[str, list[Case]]:
    """Return all cases by part; what the reader makes of them is kept in `folder`."""
    parts = {
        "own": lambda: load_own(corpus / "train"),
        "standoff": lambda: load_standoff(corpus / "standoff", data),
        "polnear": lambda: load_attributions(data / "polnear/train"),
        "own dev": lambda: load_own(corpus / "dev"),
        "polnear dev": lambda: load_attributions(data / "polnear/dev"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, load in parts.items():
        path = (
            folder
            / f"{name.replace(' ', '-')}-{hashlib.sha256((reader.digest + STAND_IN).encode()).hexdigest()[:12]}.pickle"
        )
        if not path.exists():
            path.write_bytes(pickle.dumps([tuple(case_of(example, reader)) for example in load()]))
        found[name] = [Case(*fields) for fields in pickle.loads(path.read_bytes())]
        print(f"{name}: {len(found[name])} texts, {sum(len(case.sayings) for case in found[name])} sayings", flush=True)
    return found


def case_of(example: Example, reader: encoder.Encoder) -> Case:
    """Cut a text into words and place its sayings on them.

    Names of sides are read as one word in texts of conflicts, as the trained reader does.
    """
    names = () if example.corpus == "polnear" else _side_names(example.text)
    scores = reader.read(example.text, names=names)
    outline = outline_of(scores.words, split_sentences(example.text))
    triggers = example.triggers.get("attributions", example.triggers.get("speech", ()))
    by_cue: dict[tuple[int, int], list[Trigger]] = {}
    for trigger in triggers:
        by_cue.setdefault(_words(scores.words, trigger.start, trigger.end), []).append(trigger)
    said = tuple(
        _said(scores.words, outline, cue, held, near=example.corpus != "polnear")
        for cue, held in sorted(by_cue.items())
        if cue[0] < cue[1]
    )
    return Case(example.corpus, example.name, example.text, scores.words, states_of(scores).astype(np.float16), said)


def _said(
    words: np.ndarray, outline: Outline, cue: tuple[int, int], triggers: Sequence[Trigger], *, near: bool
) -> Said:
    def ranges(role: str) -> list[tuple[int, int]]:
        found = {
            _words(words, link.start, link.end) for trigger in triggers for link in trigger.links if link.role == role
        }
        return sorted(each for each in found if each[0] < each[1])

    sources = ranges("source")
    if near:
        # The corpus marks every naming of a speaker; the one that goes with a cue stands in its sentence.
        beside = [each for each in sources if outline.sentences[each[0]] == outline.sentences[cue[0]]]
        sources = sorted(beside, key=lambda each: max(each[0] - cue[1], cue[0] - each[1]))[:1]
    return Said(cue, tuple(sources), tuple(ranges("content")))


def _side_names(text: str) -> tuple[tuple[int, int], ...]:
    places = gazetteer.load()
    article = read_text(text)
    return (
        side_names(lay_out(article, codebook.load(), places, RulesPlaceFinder(places))) if article.text == text else ()
    )


def _words(words: np.ndarray, start: int, end: int) -> tuple[int, int]:
    first = int(np.searchsorted(words[:, 1], start, side="right"))
    return first, max(first, int(np.searchsorted(words[:, 0], end, side="left")))
