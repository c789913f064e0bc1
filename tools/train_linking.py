"""Fit the weights of linking: `python tools/train_linking.py --set reports SET.parquet 0.02 --set coded … --out FILE`.

Sets of coded reports come from `tools/generate_report_sets.py reports`; documents with their events from its
`articles`, and from `corpus/linking/train`; these are coded first, or come with what a person coded. One logistic
regression over the answers of all comparisons gives each answer its weight: counted one by one (as Splink's own
estimates do) they would be trusted too much, since place, names and wording say much the same. Half of the events fit,
the other half show how well probabilities hold. How the shipped weights were made stands in docs/linking.md.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from recount.linking.comparisons import COMPARISONS
from recount.linking.profiles import ReportProfile, profile_of
from recount.linking.scoring import answered_pairs
from recount.linking.tables import table_of
from recount.pipeline.documents import Telling, coded_profile, person_coded
from recount.settings import DEFAULT_READER

__all__ = [
    "Labelled",
    "calibration",
    "features_of",
    "fit",
    "fitted",
    "gathered",
    "main",
    "one_hot",
    "profiles_of_reports",
]

Floats = npt.NDArray[np.float64]

_THRESHOLD, _FLOOR, _MISSING, _MOST_APART = 0.5, 0.2, -6.0, 2.0
# Bits. Sets differ from -6 (coded reports of a whole region) to -1 (a few events, each told several times); this is
# the mean of the kinds of documents, and near the best on folds of the hand-written sets (docs/linking.md).
_PRIOR = -2.6
# Of the squared distance in nats from what is expected: answers that are met a few times stay near it.
_RIDGE = 3.0
# Binary logarithms, where not 0: what answers say that the sets hardly hold.
_EXPECTED = {
    ("happened", "only one"): -4.0,
    ("when", "more days apart"): -7.0,
    ("when", "one told before the other's day"): -5.0,
    ("where", "farther apart"): -5.0,
    ("where", "30 km beyond"): -3.0,
    ("where", "other country"): -6.0,
    ("where", "other division"): -3.0,
    ("where", "other unknown name"): -1.0,
    ("killed", "differ"): -3.0,
    ("injured", "differ"): -3.0,
}
_LN2 = float(np.log(2))


class Labelled(NamedTuple):
    """Profiles with what they tell of."""

    profiles: Sequence[ReportProfile]
    events: Sequence[str]


def columns_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a set of coded reports by the names of the ledger's columns."""
    casualties = [
        {"effect": effect, "low": row[f"{effect}_low"], "high": row[f"{effect}_high"]}
        for effect in ("killed", "injured")
        if row[f"{effect}_low"] is not None
    ]
    weapons = [{"category": one} for one in row["weapons"]]
    more = {"id": row["report"], "spans": [[0, 1]], "casualties": casualties, "disagreements": (), "weapons": weapons}
    return {**row, **more}


def profiles_of_reports(path: Path) -> Iterator[tuple[ReportProfile, str]]:
    """Yield the profiles of a set of coded reports, with their events."""
    place = 0
    for batch in pq.ParquetFile(path).iter_batches(20_000):
        for row in batch.to_pylist():
            place += 1
            if row["family"] != row["article"]:
                # A copy has no voice of its own.
                continue
            named = {"article": row["article"], "family": row["family"], "published": row["published"]}
            # Their anchors are no prose: what is compared of wording is learnt from documents.
            yield profile_of(columns_of(row), "", title=None, place_in_order=place, **named), row["event"]


def labelled_documents(path: Path) -> Labelled:
    """Code documents, and return the profile of the report that each leads with."""
    documents = _documents(path)
    with ProcessPoolExecutor(2) as pool:
        profiles = list(pool.map(_coded, [one for one, _ in documents], range(len(documents)), chunksize=8))
    return Labelled(profiles, [event for _, event in documents])


def labelled_by_coder(path: Path, coded: Path) -> Labelled:
    """Return documents by what a person coded of each."""
    documents = _documents(path)
    lines = [json.loads(line) for line in coded.read_text(encoding="utf-8").splitlines()]
    profiles = person_coded([one for one, _ in documents], {line["document"]: line for line in lines})
    return Labelled(profiles, [event for _, event in documents])


def _documents(path: Path) -> list[tuple[Telling, str]]:
    """Return documents with their events.

    Copies have no voice of their own: they would be learnt from as if everybody wrote alike.
    """
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    named = [{**line, **line.get("truth", {})} for line in lines]
    return [(_telling(line), f"{path.name} {line['event']}") for line in named if not line.get("copy_of")]


def _telling(line: Mapping[str, Any]) -> Telling:
    day = date.fromisoformat((line.get("date") or line["published"])[:10])
    return Telling(line.get("document") or line["id"], line["text"], line.get("title"), day, line.get("outlet"))


def _coded(one: Telling, place: int) -> ReportProfile:
    return coded_profile(one, place, DEFAULT_READER)


def labelled_reports(path: Path) -> Labelled:
    """Return a set of coded reports."""
    profiles, events = zip(*profiles_of_reports(path), strict=True)
    return Labelled(profiles, events)


def features_of(labelled: Labelled) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return the answers of all pairs worth a comparison, which are the same, and their numbers.

    Answers are (n_pairs, n_comparisons), -1 for unknown; numbers are (n_pairs, 2).
    """
    found = answered_pairs(table_of(labelled.profiles))
    answers = np.column_stack([found[one.name].fill_null(-1).to_numpy() for one in COMPARISONS]).astype(np.int8)
    pairs = np.column_stack([found["l"].to_numpy(), found["r"].to_numpy()])
    events = np.array(labelled.events)
    return answers, events[pairs[:, 0]] == events[pairs[:, 1]], pairs


def one_hot(answers: npt.NDArray[np.int8]) -> Floats:
    """Return a column for each answer of each comparison, 1 where it was given, and one of ones at the end."""
    columns = [
        answers[:, place] == number
        for place, comparison in enumerate(COMPARISONS)
        for number in range(len(comparison.names))
    ]
    return np.column_stack([*columns, np.ones(len(answers), bool)]).astype(np.float64)


def fit(hot: Floats, same: Floats, number: Floats) -> Floats:
    """Return the weights in nats of a ridge logistic regression, by Newton's method.

    Args:
        hot: answers, (n, n_answers + n_sets), as `one_hot` makes them: last one column of ones for each set.
        same: how many pairs with these answers are the same, (n,).
        number: how many pairs there are with them, (n,).
    """
    named = [(comparison.name, name) for comparison in COMPARISONS for name in comparison.names]
    n_sets = hot.shape[1] - len(named)
    expected = np.array([*(_EXPECTED.get(one, 0.0) * _LN2 for one in named), *[0.0] * n_sets])
    weights, ridge = expected.copy(), np.array([_RIDGE] * len(named) + [1e-3] * n_sets)

    def loss(weights: Floats) -> float:
        told = hot @ weights
        return float(np.logaddexp(0, told) @ number - told @ same + ridge @ (weights - expected) ** 2 / 2)

    for _ in range(50):
        chance = 1 / (1 + np.exp(-(hot @ weights)))
        slope = hot.T @ (number * chance - same) + ridge * (weights - expected)
        curve = (hot * (number * chance * (1 - chance))[:, None]).T @ hot + np.diag(ridge)
        step, held = np.linalg.solve(curve, slope), loss(weights)
        # Where many answers are far from what is expected a whole step leads far beyond them, and the next one farther.
        while np.abs(step).max() >= 1e-6 and loss(weights - step) > held:
            step /= 2
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def gathered(
    answers: npt.NDArray[np.int8], same: npt.NDArray[np.bool_], importance: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return each combination of answers once, one hot, how many pairs have it and are the same, how many have it."""
    combinations, which = np.unique(answers, axis=0, return_inverse=True)
    which = which.ravel()
    n = len(combinations)
    counts = [np.bincount(which, weights, n).astype(np.float64) for weights in (importance * same, importance)]
    return one_hot(combinations), counts[0], counts[1]


def calibration(chance: Floats, same: npt.NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Return for ten bands of probability: the mean probability, the share that is the same, how many pairs."""
    bands = np.minimum((chance * 10).astype(int), 9)
    return [
        (
            round(float(chance[bands == band].mean()), 3),
            round(float(same[bands == band].mean()), 3),
            int((bands == band).sum()),
        )
        for band in range(10)
        if (bands == band).any()
    ]


def written(weights: Floats) -> dict[str, Any]:
    """Return weights as the file has them: binary logarithms to four places."""
    figures = iter(np.round(weights / _LN2, 4).tolist())
    levels = {comparison.name: {name: next(figures) for name in comparison.names} for comparison in COMPARISONS}
    limits = {"threshold": _THRESHOLD, "floor": _FLOOR, "missing": _MISSING, "most_apart": _MOST_APART}
    return {"prior": next(figures), "levels": levels, **limits}


class Compared(NamedTuple):
    """Pairs of one set."""

    name: str
    answers: npt.NDArray[np.int8]
    same: npt.NDArray[np.bool_]
    out: npt.NDArray[np.bool_]
    """Whether a pair shows how well it holds, and does not fit."""
    importance: float


def fitted(sets: Sequence[Compared], *, held_out: bool) -> tuple[Floats, Floats]:
    """Return the weights of answers, and of each set its prior: sets differ in how many of their pairs are the same."""
    parts = []
    for place, one in enumerate(sets):
        kept = ~one.out if held_out else np.ones(len(one.out), bool)
        number = int(kept.sum())
        hot, same, pairs = gathered(one.answers[kept], one.same[kept], np.full(number, one.importance))
        priors = np.zeros((len(hot), len(sets)))
        priors[:, place] = 1
        parts.append((np.hstack([hot[:, :-1], priors]), same, pairs))
    weights = fit(*(np.concatenate([part[column] for part in parts]) for column in range(3)))
    return weights[: -len(sets)], weights[-len(sets) :]


def main() -> None:
    """Fit, tell how well it holds on events that were left out, and write the weights."""
    parser = argparse.ArgumentParser(description="Fit the weights of linking.")
    parser.add_argument(
        "--set",
        nargs=3,
        action="append",
        required=True,
        metavar=("KIND", "FILE", "IMPORTANCE"),
        help="reports (Parquet), documents (JSON lines), coded (JSON lines, with those of a coder beside them, "
        "FILE,FILE); importance of a pair against one of another set",
    )
    parser.add_argument("--prior", type=float, default=_PRIOR, help=f"in bits, of two reports compared ({_PRIOR})")
    parser.add_argument("--out", type=Path, required=True, help="the file of weights to write")
    given = parser.parse_args()
    sets = [_compared(*one) for one in given.set]
    weights, priors = fitted(sets, held_out=True)
    for one, prior in zip(sets, priors, strict=True):
        chance = 1 / (1 + np.exp(-(one_hot(one.answers[one.out])[:, :-1] @ weights + prior)))
        print(f"{one.name}: on events that were left out")
        for mean, share, pairs in calibration(chance, one.same[one.out]):
            print(f"  told {mean:.3f}, is {share:.3f} ({pairs} pairs)")
    weights, priors = fitted(sets, held_out=False)
    print(
        "priors, in bits:", ", ".join(f"{one.name} {prior / _LN2:.1f}" for one, prior in zip(sets, priors, strict=True))
    )
    given.out.write_text(json.dumps(written(np.append(weights, given.prior * _LN2)), indent=1) + "\n", encoding="utf-8")


_KINDS: Mapping[str, Callable[[str], Labelled]] = {
    "reports": lambda path: labelled_reports(Path(path)),
    "documents": lambda path: labelled_documents(Path(path)),
    "coded": lambda paths: labelled_by_coder(*map(Path, paths.split(","))),
}


def _compared(kind: str, path: str, importance: str) -> Compared:
    labelled = _KINDS[kind](path)
    answers, same, pairs = features_of(labelled)
    out = np.array([crc32(labelled.events[one].encode()) % 2 == 1 for one in pairs[:, 0]], bool)
    print(f"{path}: {len(labelled.profiles)} reports, {len(pairs)} pairs, {int(same.sum())} the same")
    return Compared(path, answers, same, out, float(importance))


if __name__ == "__main__":
    main()
