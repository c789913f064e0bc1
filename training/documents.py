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
CUTS: dict[str, tuple[float, ...]] = {
    "names": (0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05),
    "words": (0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1),
    "openings": (0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
    "numbers": (0.34, 0.2),
    "years": (1.0,),
}
"""Comparison → the least likeness of each level but the last. Finer cuts do not do better on folds."""
_LOWEST = -1.0
_PENALTY = 10.0
# Bits. Chosen on three times five folds among -2 to 0 and 3 to 4; B³ moves by less than a point between them.
_THRESHOLD, _MOST_APART = -1.0, 3.5
_FOLDS, _ROUNDS = 5, 3


class Topic(NamedTuple):
    """The documents of a topic, compared with each other."""

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
        content = fitted(topics)
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
        model = DocumentModel.of(fitted([topic for at, topic in enumerate(topics) if at not in out]))
        models |= dict.fromkeys(out, model)
    return [models[at] for at in range(len(topics))]


def fitted(topics: Sequence[Topic]) -> bytes:
    """Fit a logistic regression over levels and return the file.

    Each level adds to the one below it. Weights of a comparison are 0 on average, so that one that is not known weighs
    nothing.
    """
    same, reached = [], []
    for topic in topics:
        one, other = np.triu_indices(len(topic.events), 1)
        events = np.array(topic.events)
        same.append(events[one] == events[other])
        reached.append({name: _reached(topic.likeness[name][one, other], cuts) for name, cuts in CUTS.items()})
    columns = {name: np.concatenate([each[name] for each in reached]) for name in CUTS}
    means = {name: np.nanmean(column, axis=0) for name, column in columns.items()}
    design = np.concatenate([np.where(np.isnan(columns[n]), means[n], columns[n]) - means[n] for n in CUTS], axis=1)
    steps, prior = _logistic(design, np.concatenate(same).astype(float))
    comparisons, start = {}, 0
    for name, cuts in CUTS.items():
        step = steps[start : start + len(cuts)]
        start += len(cuts)
        # A pair that reaches a level reaches all below it.
        weights = [float(step[at:].sum() - step @ means[name]) for at in range(len(cuts) + 1)]
        comparisons[name] = [
            {"level": _called(name, at, cuts), "at_least": least, "weight": round(weight, 2)}
            for at, (least, weight) in enumerate(zip((*cuts, _LOWEST), weights, strict=True))
        ]
    held = {
        "about": "Weights: binary logarithms of odds; what is not known weighs 0. Fitted by training/documents.py",
        "fitted_on": f"ECB+, topics {', '.join(topic.name for topic in topics)}",
        "prior": round(prior, 2),
        "threshold": _THRESHOLD,
        "most_apart": _MOST_APART,
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


def _called(name: str, at: int, cuts: Sequence[float]) -> str:
    if name == "years":
        return ("one shared", "none shared")[at]
    return f"{cuts[at]:g} or more" if at < len(cuts) else f"less than {cuts[-1]:g}"


def _logistic(design: np.ndarray, same: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights and intercept in bits, by Newton's method with a penalty on the squares of weights."""
    held = np.concatenate([design, np.ones((len(design), 1))], axis=1)
    penalty = np.diag([_PENALTY] * design.shape[1] + [0.0])
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
