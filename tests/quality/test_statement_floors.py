"""What statements must reach on the development part of the corpus: floors that only rise.

Lower a floor only with the reason in the commit. Figures of the test part and of PolNeAR are in docs/evaluation.md; no
test looks at them.
"""

from collections.abc import Callable, Mapping
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
def test_statements_reach_their_floors(
    reader: ReaderName, below: Callable[[Mapping[str, Any], Mapping[str, float]], dict[str, float]]
) -> None:
    assert below(api.evaluate_statements(str(DEV), reader=reader).figures(), FLOORS[reader]) == {}
