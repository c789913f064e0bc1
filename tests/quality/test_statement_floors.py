"""What statements must reach on the development part of the corpus: floors that only rise.

Lower a floor only with the reason in the commit. Figures of the test part and of PolNeAR are in docs/evaluation.md; no
test looks at them.
"""

from pathlib import Path
from typing import Any

import pytest

from recount import api
from recount.settings import ReaderName

DEV = Path(__file__).parents[2] / "corpus" / "dev"
FLOORS = {
    ReaderName.RULES: {
        "found.precision": 0.61,
        "found.recall": 0.56,
        "speaker": 0.84,
        "stance": 0.45,
        "about": 0.68,
    },
    ReaderName.MODEL: {
        "found.precision": 0.73,
        "found.recall": 0.71,
        "speaker": 0.88,
        "kind": 0.69,
        "stance": 0.53,
        "about": 0.84,
    },
}


@pytest.mark.parametrize("reader", FLOORS)
def test_statements_reach_their_floors(reader: ReaderName) -> None:
    figures = api.evaluate_statements(str(DEV), reader=reader).figures()
    reached = {name: _figure(figures, name) for name in FLOORS[reader]}
    assert {name: value for name, value in reached.items() if value < FLOORS[reader][name]} == {}


def _figure(figures: dict[str, Any], name: str) -> float:
    for key in name.split("."):
        figures = figures[key]
    return float(figures)  # type: ignore[arg-type]
