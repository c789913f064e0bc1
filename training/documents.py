"""Fits the weights of whole documents, `src/recount/linking/data/documents.json`, on ECB+ (numpy only; two minutes).

    python training/documents.py --data ../shared/data                        # figures, each fold without its topics
    python training/documents.py --data ../shared/data --out src/recount/linking/data/documents.json
    python training/documents.py --data ../shared/data --held-back            # figures of the shipped file

Topics 2, 5, 12, 18, 21, 23, 34 and 35 are held back: the first two neither fit nor choose anything on them.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recount.evaluation.clusters import ClusterScores, compare_clusters
from recount.evaluation.linking_corpora import Document, read_ecbplus
from recount.linking.documents import (
    DocumentModel,
    groups_of,
    likeness_of,
    load_document_model,
    profiles_of,
    weights_of,
)

__all__ = ["main"]

HELD_BACK = frozenset({"2", "5", "12", "18", "21", "23", "34", "35"})
_LOWEST = -1.0
_FOLDS, _ROUNDS = 5, 3


class Fitting(NamedTuple):
    """What is chosen, not fitted."""

    cuts: Mapping[str, tuple[float, ...]]
    """Comparison → the least likeness of each level but the last."""
    answers: Mapping[str, tuple[str, ...]]
    """Comparison → what its first levels are called, where "0.5 or more" would say nothing."""
    penalty: float
    """On squares of weights."""
    threshold: float
    """Bits."""
    most_apart: float
    """Bits."""


# Chosen on three times five folds: thresholds among -2 to 0 and 3 to 4 bits, penalties among 1 to 30. B³ moves by less
# than a point between them, and finer levels do not do better.
FITTING = Fitting(
    {
        "names": (0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05),
        "words": (0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1),
        "openings": (0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
        "numbers": (0.34, 0.2),
        "years": (1.0,),
    },
    {"years": ("one shared", "none shared")},
    penalty=10.0,
    threshold=-1.0,
    most_apart=3.5,
)


class Topic(NamedTuple):
    """What is compared with each other: the documents of a topic, or the mentions of a group of documents."""

    name: str
    events: tuple[str, ...]
    likeness: Mapping[str, np.ndarray]


def main() -> None:
    """Parse the options, and fit or measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--held-back", action="store_true")
    given = options.parse_args()
    files = ((path.name, path.read_bytes()) for path in sorted((given.data / "ecbplus").glob("*/*.xml")))
    documents = read_ecbplus(files)
    chosen = [one for one in documents if (one.topic in HELD_BACK) == given.held_back]
    topics = list(compared(chosen))
    if given.held_back:
        show("held back", scored(topics, [load_document_model()] * len(topics)))
        return
    if given.out:
        content = fitted(topics, FITTING)
        given.out.write_bytes(content)
        show("fitted on these", scored(topics, [DocumentModel.of(content)] * len(topics)))
        return
    for number in range(_ROUNDS):
        show(f"folds, round {number + 1}", scored(topics, folded(topics, number)))


def compared(documents: Sequence[Document]) -> Iterator[Topic]:
    """Yield topics in the order of their numbers."""
    for name in sorted({one.topic or "" for one in documents}, key=int):
        held = [one for one in documents if one.topic == name]
        yield Topic(name, tuple(one.event for one in held), likeness_of(profiles_of([one.text for one in held])))


def folded(topics: Sequence[Topic], number: int) -> list[DocumentModel]:
    """Return for each topic a model that has not seen it."""
    order = np.random.default_rng(number).permutation(len(topics))
    models: dict[int, DocumentModel] = {}
    for fold in range(_FOLDS):
        out = set(order[fold::_FOLDS].tolist())
        model = DocumentModel.of(fitted([topic for at, topic in enumerate(topics) if at not in out], FITTING))
        models |= dict.fromkeys(out, model)
    return [models[at] for at in range(len(topics))]


def fitted(topics: Sequence[Topic], fitting: Fitting) -> bytes:
    """Fit a logistic regression over levels and return the file.

    Each level adds to the one below it. Weights of a comparison are 0 on average, so that one that is not known weighs
    nothing.
    """
    chosen = fitting.cuts
    same, reached = [], []
    for topic in topics:
        one, other = np.triu_indices(len(topic.events), 1)
        events = np.array(topic.events)
        same.append(events[one] == events[other])
        reached.append({name: _reached(topic.likeness[name][one, other], cuts) for name, cuts in chosen.items()})
    columns = {name: np.concatenate([each[name] for each in reached]) for name in chosen}
    means = {name: np.nanmean(column, axis=0) for name, column in columns.items()}
    design = np.concatenate([np.where(np.isnan(columns[n]), means[n], columns[n]) - means[n] for n in chosen], axis=1)
    steps, prior = _logistic(design, np.concatenate(same).astype(float), fitting.penalty)
    comparisons, start = {}, 0
    for name, cuts in chosen.items():
        step = steps[start : start + len(cuts)]
        start += len(cuts)
        # A pair that reaches a level reaches all below it.
        weights = [float(step[at:].sum() - step @ means[name]) for at in range(len(cuts) + 1)]
        comparisons[name] = [
            {"level": _called(fitting.answers.get(name, ()), at, cuts), "at_least": least, "weight": round(weight, 2)}
            for at, (least, weight) in enumerate(zip((*cuts, _LOWEST), weights, strict=True))
        ]
    held = {
        "about": "Weights: binary logarithms of odds; what is not known weighs 0. Made by training/",
        "fitted_on": f"ECB+, topics {', '.join(dict.fromkeys(topic.name for topic in topics))}",
        "prior": round(prior, 2),
        "threshold": fitting.threshold,
        "most_apart": fitting.most_apart,
        "comparisons": comparisons,
    }
    return (json.dumps(held, indent=1) + "\n").encode()


def scored(topics: Sequence[Topic], models: Sequence[DocumentModel]) -> ClusterScores:
    """Group each topic by its model and compare all groups."""
    expected: list[object] = []
    found: list[object] = []
    for topic, model in zip(topics, models, strict=True):
        groups = groups_of(weights_of(topic.likeness, model), model)
        expected += topic.events
        found += [(topic.name, group) for group in groups]
    return compare_clusters(expected, found)


def show(what: str, scores: ClusterScores) -> None:
    """Print F1 and the rest."""
    b_cubed, pairs = scores.b_cubed, scores.pairs
    print(
        f"{what:18} B³ P {b_cubed.precision:.3f} R {b_cubed.recall:.3f} F1 {b_cubed.f1:.3f}  "
        f"pairs P {pairs.precision:.3f} R {pairs.recall:.3f} F1 {pairs.f1:.3f}  CoNLL F1 {scores.conll_f1:.3f}"
    )


def _reached(likeness: np.ndarray, cuts: Sequence[float]) -> np.ndarray:
    """Return whether each level is reached, (n, n_cuts), in 0 and 1; NaN where the likeness is."""
    return np.where(np.isnan(likeness)[:, None], np.nan, likeness[:, None] >= np.array(cuts))


def _called(answers: Sequence[str], at: int, cuts: Sequence[float]) -> str:
    if at < len(answers):
        return answers[at]
    return f"{cuts[at]:g} or more" if at < len(cuts) else f"less than {cuts[-1]:g}"


def _logistic(design: np.ndarray, same: np.ndarray, size: float) -> tuple[np.ndarray, float]:
    """Return weights and intercept in bits, by Newton's method with a penalty on the squares of weights."""
    held = np.concatenate([design, np.ones((len(design), 1))], axis=1)
    penalty = np.diag([size] * design.shape[1] + [0.0])
    weights = np.zeros(held.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-held @ weights))
        slope = held.T @ (chance - same) + penalty @ weights
        step = np.linalg.solve((held * (chance * (1 - chance))[:, None]).T @ held + penalty, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    bits = weights / np.log(2)
    return bits[:-1], float(bits[-1])


if __name__ == "__main__":
    main()
