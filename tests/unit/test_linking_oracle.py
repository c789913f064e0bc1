"""Linking against sets of which all is known: faults come back as answers, weights as weights, chances as shares."""

import importlib
import sys
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from recount.linking import scoring
from recount.linking.comparisons import COMPARISONS
from recount.linking.scoring import answered_pairs, scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import load, weight_of

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")
QUESTIONS = [one.name for one in COMPARISONS]
# Pairs of a band below which its share says little. They are not independent: one event makes dozens.
ENOUGH = 1_000


class Tools(NamedTuple):
    generator: Any
    training: Any


@pytest.fixture(scope="module")
def tools() -> Tools:
    sys.path.insert(0, TOOLS)
    try:
        return Tools(*(importlib.import_module(name) for name in ("generate_report_sets", "train_linking")))
    finally:
        sys.path.remove(TOOLS)


@pytest.fixture(scope="module")
def labelled(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Coded reports with all faults, without copies, and which events they tell of."""
    path = tmp_path_factory.mktemp("reports") / "reports.parquet"
    tools.generator.write_reports(path, 20_000, seed=11)
    both = zip(*tools.training.labelled_reports(path), strict=True)
    return tools.training.Labelled(
        *zip(*((one, event) for one, event in both if one.family == one.article), strict=True)
    )


class TruePairs(NamedTuple):
    """The answers on reports that tell of one event."""

    answers: dict[str, list[str | None]]
    compared: float
    """Of all such pairs in different articles, which share was worth a comparison, in [0, 1]."""


def true_pairs(tools: Tools, path: Path, **faults: float) -> TruePairs:
    """Return the answers where nothing goes wrong in the reports but what is given."""
    sound = {name: 0.0 for name in tools.generator.Parameters.__dataclass_fields__ if name.startswith("p_")}
    tools.generator.write_reports(path, 2_000, seed=5, parameters=tools.generator.Parameters(**{**sound, **faults}))
    profiles, events = zip(*tools.training.profiles_of_reports(path), strict=True)
    rows = [row for row in answered_pairs(table_of(profiles)).to_pylist() if events[row["l"]] == events[row["r"]]]
    counts = np.unique(np.array(events), return_counts=True)[1]
    names = {one.name: one.names for one in COMPARISONS}
    answers = {name: [None if row[name] is None else names[name][row[name]] for row in rows] for name in QUESTIONS}
    return TruePairs(answers, len(rows) / int((counts * (counts - 1) // 2).sum()))


def share(pairs: TruePairs, question: str, *answers: str | None) -> float:
    return sum(answer in answers for answer in pairs.answers[question]) / len(pairs.answers[question])


def either(pairs: TruePairs, question: str, *answers: str | None) -> float:
    """Return how often one report has what both lack in a share of pairs: 1 - (1 - p)² is that share."""
    return 1 - sqrt(1 - share(pairs, question, *answers))


def both(pairs: TruePairs, question: str, *answers: str | None) -> float:
    """Return how often one report lacks what both have in a share of pairs: (1 - p)² is that share."""
    return 1 - sqrt(share(pairs, question, *answers))


FAULTS: list[tuple[str, float, Callable[[TruePairs], float]]] = [
    # fault                       as given   as it comes back from the answers
    ("p_day_wrong", 0.15, lambda pairs: both(pairs, "when", "same day")),
    ("p_day_vague", 0.25, lambda pairs: both(pairs, "when", "same day")),
    ("p_day_unknown", 0.25, lambda pairs: both(pairs, "when", "same day")),
    ("p_place_coarse", 0.25, lambda pairs: both(pairs, "where", "same place")),
    ("p_place_wrong", 0.15, lambda pairs: both(pairs, "where", "same place")),
    ("p_type_differs", 0.15, lambda pairs: both(pairs, "what", "same kind")),
    ("p_sub_type_missing", 0.2, lambda pairs: both(pairs, "what", "same kind")),
    ("p_perpetrator_missing", 0.3, lambda pairs: either(pairs, "who", None)),
]


@pytest.mark.parametrize(("fault", "given", "found"), FAULTS)
def test_faults_of_reports_come_back_as_answers(
    fault: str, given: float, found: Callable[[TruePairs], float], tools: Tools, tmp_path: Path
) -> None:
    pairs = true_pairs(tools, tmp_path / "reports.parquet", **{fault: given})
    assert pairs.compared > 0.97
    assert given == pytest.approx(found(pairs), abs=0.03)


def test_without_faults_all_true_pairs_agree_in_everything(tools: Tools, tmp_path: Path) -> None:
    pairs = true_pairs(tools, tmp_path / "reports.parquet")
    assert pairs.compared == 1
    for question in ("when", "where", "what", "happened", "weapon", "killed", "injured"):
        first = next(one.names[0] for one in COMPARISONS if one.name == question)
        assert share(pairs, question, first, None) == 1, question
    # Some act without a name of their own.
    assert share(pairs, "who", "same name", "same kind", None) == 1


@pytest.fixture(scope="module")
def simulated(tools: Tools) -> tuple[Any, Any, Any]:
    """Answers drawn at random, weights, and which pairs are the same by these weights."""
    random = np.random.default_rng(2)
    answers = np.column_stack([random.integers(-1, len(one.names), 30_000) for one in COMPARISONS]).astype(np.int8)
    hot = tools.training.one_hot(answers)
    weights = random.uniform(-1.0, 1.0, hot.shape[1])
    chance = 1 / (1 + np.exp(-(hot @ weights)))
    return answers, weights, random.random(len(chance)) < chance


def test_known_weights_are_found_again(tools: Tools, simulated: tuple[Any, Any, Any]) -> None:
    answers, weights, same = simulated
    found = tools.training.fit(*tools.training.gathered(answers, same, np.ones(len(same))))
    assert np.abs(found - weights)[:-1].max() < 0.3
    assert np.sqrt(np.mean((found - weights) ** 2)) < 0.1


def test_what_two_questions_say_alike_is_not_counted_twice(tools: Tools, simulated: tuple[Any, Any, Any]) -> None:
    """Place, names and wording say much the same: their weights together are those of one."""
    answers, weights, _ = simulated
    one, other = QUESTIONS.index("killed"), QUESTIONS.index("injured")
    doubled = answers.copy()
    doubled[:, other] = doubled[:, one]
    starts = np.cumsum([0, *(len(comparison.names) for comparison in COMPARISONS)])
    told = weights.copy()
    told[starts[other] : starts[other + 1]] = 0
    chance = 1 / (1 + np.exp(-(tools.training.one_hot(doubled) @ told)))
    same = np.random.default_rng(3).random(len(chance)) < chance
    found = tools.training.fit(*tools.training.gathered(doubled, same, np.ones(len(same))))
    together = found[starts[one] : starts[one + 1]] + found[starts[other] : starts[other + 1]]
    assert np.abs(together - told[starts[one] : starts[one + 1]]).max() < 0.3


def test_chances_hold_on_events_that_were_left_out(tools: Tools, labelled: Any) -> None:
    answers, same, pairs = tools.training.features_of(labelled)
    out = np.array([sum(labelled.events[one].encode()) % 2 == 1 for one in pairs[:, 0]], bool)
    weights = tools.training.fit(*tools.training.gathered(answers[~out], same[~out], np.ones(int((~out).sum()))))
    chance = 1 / (1 + np.exp(-(tools.training.one_hot(answers[out]) @ weights)))
    bands = tools.training.calibration(chance, same[out])
    off = [abs(told - held) for told, held, _ in bands]
    # Answers that hang together in ways that a sum does not show make the middle less sure than the ends.
    for far, (told, _, number) in zip(off, bands, strict=True):
        if number >= ENOUGH:
            assert far < (0.05 if told < 0.3 or told > 0.7 else 0.1), f"told {told}, {number} pairs"
    assert np.average(off, weights=[number for *_, number in bands]) < 0.01


def by_hand(table: Any) -> dict[tuple[int, int], float]:
    """Return the pairs that reach the floor by adding up the weights of their answers."""
    weights, found = load(), {}
    for row in answered_pairs(table).to_pylist():
        weight = weights.prior
        for one in COMPARISONS:
            if row[one.name] is not None:
                weight += weights.levels[one.name].get(one.names[row[one.name]], 0.0)
        if weight >= weight_of(weights.floor):
            found[row["l"], row["r"]] = weight
    return found


@pytest.fixture(scope="module")
def table(labelled: Any) -> Any:
    return table_of(labelled.profiles[:600])


def test_a_weight_is_the_sum_of_what_the_answers_say_and_no_pair_is_lost(table: Any) -> None:
    expected = by_hand(table)
    scored = {(row["l"], row["r"]): row["weight"] for row in scored_pairs(table, load()).to_pylist()}
    assert len(expected) > 150
    assert expected.keys() == scored.keys()
    for pair, weight in expected.items():
        assert weight == pytest.approx(scored[pair], abs=1e-3)


@pytest.mark.parametrize("at_once", [1, 120])
def test_pairs_are_the_same_in_whatever_spans_they_are_looked_for(
    at_once: int, table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = table.slice(0, 40) if at_once == 1 else table
    expected = scored_pairs(few, load())
    monkeypatch.setattr(scoring, "_REPORTS_AT_ONCE", at_once)
    assert expected.equals(scored_pairs(few, load()))


def test_only_pairs_with_a_new_report_are_asked_for(table: Any) -> None:
    every, new = scored_pairs(table, load()).to_pylist(), scored_pairs(table, load(), first_new=500).to_pylist()
    assert [row for row in every if row["r"] >= 500] == new
    assert 0 < len(new) < len(every)
