"""What counts must reach on the development part of the corpus: floors that only rise.

Lower a floor only with the reason in the commit. Figures of the test part are in docs/evaluation.md; no test looks
at it.
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
        "found.precision": 0.83,
        "found.recall": 0.40,
        "low_best_high_exact": 0.97,
        "effect": 0.93,
        "group_kind": 0.62,
        "subset_links": 0.79,
        "subset_links_precision": 0.99,
        "end_to_end.low_best_high_exact": 0.39,
    },
    ReaderName.MODEL: {
        "found.precision": 0.78,
        "found.recall": 0.72,
        "low_best_high_exact": 0.97,
        "effect": 0.89,
        "group_kind": 0.69,
        "subset_links": 0.72,
        # 12 of 14 on the processor that the floor was measured on, 11 of 14 on another, which rounds otherwise.
        "subset_links_precision": 0.78,
        "end_to_end.low_best_high_exact": 0.71,
    },
}


@pytest.mark.parametrize("reader", FLOORS)
def test_counts_reach_their_floors(
    reader: ReaderName, below: Callable[[Mapping[str, Any], Mapping[str, float]], dict[str, float]]
) -> None:
    assert below(api.evaluate_counts(str(DEV), reader=reader).figures(), FLOORS[reader]) == {}
