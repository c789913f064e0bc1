"""What the times of the project's own TimeML texts must come out as: floors that only rise."""

import hashlib
from pathlib import Path

import pytest

from recount import api
from recount.evaluation.times import TimeEvaluation

TEXTS = Path(__file__).parent / "times"
# The floors hold for these texts: when one changes, measure again and set them anew.
DIGEST = "574a06088547b594"
FLOORS = {"relaxed": 0.98, "strict": 0.96, "type": 0.98, "value": 0.93}


@pytest.fixture(scope="module")
def evaluation() -> TimeEvaluation:
    return api.evaluate_times(str(TEXTS))


def test_the_floors_are_those_of_these_texts() -> None:
    content = b"".join(
        file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n") for file in sorted(TEXTS.glob("*.tml"))
    )
    assert hashlib.sha256(content).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("measure", FLOORS)
def test_times_reach_their_floor(evaluation: TimeEvaluation, measure: str) -> None:
    failed = [
        f"{item.case}: {item.item}: {item.expected}, found {item.found}" for item in evaluation.items if not item.passed
    ]
    assert evaluation.figures()[measure]["f1"] >= FLOORS[measure], "\n".join(failed)
