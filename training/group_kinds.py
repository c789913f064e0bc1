"""Learn the weights of clues to whom counts are of, from the training part of the corpus, and write them as YAML.

    python training/group_kinds.py corpus/train --out src/recount/codebook/data/group_kinds.yaml

Both readers code the reports; counts that answer an annotated one are the examples. Weights are those of a softmax
regression with a quadratic penalty, found by gradient descent from zero: the same input gives the same file.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recount.codebook import load as load_codebook
from recount.evaluation.annotated import parse_annotated
from recount.evaluation.coded import CodedArticle
from recount.evaluation.counts import evaluate_counts
from recount.extraction.group_clues import clues_of
from recount.extraction.group_kinds import KINDS
from recount.extraction.place_names import RulesPlaceFinder
from recount.extraction.sheet import lay_out
from recount.gazetteer import load as load_gazetteer
from recount.pipeline import Coder
from recount.reading import read_text
from recount.settings import ReaderName

__all__ = ["examples_of", "learn", "main", "write"]

_STEPS = 600
_RATE = 0.5


class Example(NamedTuple):
    """A count's clues and the kind that the annotation gives it."""

    clues: tuple[str, ...]
    kind: str


def examples_of(folder: Path, reader: ReaderName) -> Iterator[Example]:
    """Yield an example for each count of people that a reader finds where the annotation has one."""
    codebook, gazetteer = load_codebook(), load_gazetteer()
    # Without weights word lists alone decide, as they do before clues are weighed.
    codebook.words("group_kinds")["weights"].clear()
    asked = Coder(reader=reader)._reader
    for path in sorted(folder.rglob("*.marked.txt")):
        annotated = parse_annotated(path.read_text(encoding="utf-8"), path.stem)
        day = annotated.header.published
        published = day.isoformat() if day else None
        reading = asked.read(read_text(annotated.marked.text, published=published, outlet=annotated.header.outlet))
        sheet = lay_out(reading.article, codebook, gazetteer, RulesPlaceFinder(gazetteer))
        case = CodedArticle(annotated, reading)  # type: ignore[arg-type]
        compared = evaluate_counts([case], codebook.event_types).comparisons[0]
        gold = {p.found.told.id: p.gold.told.group_kind for p in compared.pairs if p.gold and p.found}
        for report in reading.reports:
            before = []
            for count in report.casualties:
                kind = gold.get(count.id)
                if kind is not None:
                    yield Example(tuple(clues_of(sheet, report, count, before)), kind)
                before.append(count.model_copy(update={"group_kind": kind}) if kind else count)


def learn(examples: Sequence[Example], *, least: int, penalty: float) -> dict[str, np.ndarray]:
    """Return clue → weights in the order of `KINDS`, of clues that at least `least` examples have."""
    seen = Counter(clue for example in examples for clue in set(example.clues))
    clues = sorted(clue for clue, n in seen.items() if n >= least)
    column = {clue: number for number, clue in enumerate(clues)}
    given = np.zeros((len(examples), len(clues)))
    wanted = np.zeros((len(examples), len(KINDS)))
    for row, example in enumerate(examples):
        given[row, [column[clue] for clue in set(example.clues) if clue in column]] = 1
        wanted[row, KINDS.index(example.kind)] = 1
    weights = np.zeros((len(clues), len(KINDS)))
    for _ in range(_STEPS):
        scores = given @ weights
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        slope = given.T @ (chances - wanted) / len(examples) + penalty * weights
        weights -= _RATE * slope
    return {clue: weights[number] for clue, number in column.items()}


def write(weights: dict[str, np.ndarray], out: Path) -> None:
    """Write weights with two digits; clues that weigh nothing are left out."""
    lines = [
        "# Clues to whom a count is of, and what each weighs for: " + ", ".join(KINDS) + ".",
        "# Learnt from corpus/train by training/group_kinds.py, not by hand. The kind with the greatest sum is coded.",
        f"kinds: [{', '.join(KINDS)}]",
        "weights:",
    ]
    for clue, each in weights.items():
        if np.abs(each).max() >= 0.05:
            lines.append(f'  "{clue}": [{", ".join(f"{value:.2f}" for value in each)}]')
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--penalty", type=float, default=0.01)
    asked = parser.parse_args()
    examples = [each for reader in ReaderName for each in examples_of(asked.folder, reader)]
    write(learn(examples, least=asked.least, penalty=asked.penalty), asked.out)


if __name__ == "__main__":
    main()
