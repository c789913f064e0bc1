"""What the examples and, where it is at hand, the first real report must come out as: floors that only rise.

A floor is a share of the items of the expected records. Lower one only with the reason in the commit.
"""

import os
from pathlib import Path

import pytest

from recount import api
from recount.evaluation import Evaluation

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SEED = Path(os.environ.get("RECOUNT_SEED", ROOT.parent / "shared" / "seed"))

FLOOR_EXAMPLES = 0.0
FLOOR_EXAMPLE = 0.0
FLOOR_SEED = 0.0


@pytest.fixture(scope="module")
def examples() -> Evaluation:
    return api.evaluate_records(str(EXAMPLES))


def _failures(evaluation: Evaluation) -> str:
    return "\n".join(
        f"{i.case}: {i.item}: expected {i.expected}, found {i.found}" for i in evaluation.items if not i.passed
    )


def test_examples_reach_their_floor(examples: Evaluation) -> None:
    assert examples.figures()["items"]["share"] >= FLOOR_EXAMPLES, _failures(examples)


def test_no_report_is_made_where_there_is_none(examples: Evaluation) -> None:
    assert examples.figures()["no_event_articles_left_alone"] == 1.0, _failures(examples)


@pytest.mark.skipif(not SEED.is_dir(), reason="the first real report is kept beside the project, not in it")
def test_the_first_real_report_reaches_its_floor() -> None:
    evaluation = api.evaluate_records(str(SEED))
    assert evaluation.figures()["items"]["share"] >= FLOOR_SEED, _failures(evaluation)
    assert evaluation.figures()["reports"] | {} == {**evaluation.figures()["reports"], "recall": 1.0, "precision": 1.0}
