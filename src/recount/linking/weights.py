"""What each answer of a comparison says for or against one happening, as fitted and shipped."""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from math import exp2, log2
from typing import Any, NamedTuple, Self

from recount.linking.comparisons import COMPARISONS, Dialect

__all__ = ["METHOD", "Weights", "load", "probability_of", "splink_settings", "weight_of"]

METHOD = "linking.splink/1"


class Weights(NamedTuple):
    """Of a model. A weight is a binary logarithm of odds: 1 doubles them, -1 halves them."""

    prior: float
    """Of two reports that are compared, before anything is asked."""
    levels: Mapping[str, Mapping[str, float]]
    """Comparison → answer → weight."""
    threshold: float
    """Probability in [0, 1] from which reports are taken to tell of one happening."""
    floor: float
    """Probability in [0, 1] below which a pair is not kept: nobody would look at it."""
    missing: float
    """Weight of two reports that were not compared, or whose pair was not kept."""
    most_apart: float
    """How much less than the pairs within two groups their pairs with each other may weigh, for them to be joined."""
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Read a file of weights."""
        held: dict[str, Any] = json.loads(content)
        levels = {comparison.name: held["levels"][comparison.name] for comparison in COMPARISONS}
        threshold, floor, missing, apart = (
            float(held[name]) for name in ("threshold", "floor", "missing", "most_apart")
        )
        digest = f"sha256:{sha256(content).hexdigest()}"
        return cls(float(held["prior"]), levels, threshold, floor, missing, apart, digest)


@lru_cache(maxsize=1)
def load() -> Weights:
    """Read the weights that are shipped (`tools/train_linking.py` fits them)."""
    return Weights.of((files("recount.linking") / "data" / "reports.json").read_bytes())


def weight_of(probability: float) -> float:
    """Return the binary logarithm of the odds of a probability in (0, 1)."""
    return log2(probability / (1 - probability))


def probability_of(weight: float) -> float:
    """Undo `weight_of`."""
    return 1 / (1 + exp2(-weight))


def splink_settings(weights: Weights, dialect: Dialect) -> dict[str, Any]:
    """Return the model as Splink's settings.

    Splink takes two probabilities for each answer, of true and of false pairs, and uses their ratio alone; the ratio is
    what was fitted.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "number",
        "probability_two_random_records_match": probability_of(weights.prior),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "comparisons": [
            {
                "output_column_name": comparison.name,
                "comparison_description": comparison.name,
                "comparison_levels": [
                    {
                        "sql_condition": f"NOT coalesce({dialect.written(comparison.known)}, FALSE)",
                        "label_for_charts": "not known",
                        "is_null_level": True,
                    },
                    *(
                        _level(weights, comparison.name, level.name, dialect.written(level.condition))
                        for level in comparison.levels
                    ),
                    _level(weights, comparison.name, comparison.otherwise, "ELSE"),
                ],
            }
            for comparison in COMPARISONS
        ],
        "blocking_rules_to_generate_predictions": [],
    }


def _level(weights: Weights, comparison: str, name: str, condition: str) -> dict[str, Any]:
    share = probability_of(weights.levels[comparison].get(name, 0.0))
    return {
        "sql_condition": condition,
        "label_for_charts": name,
        "m_probability": share,
        "u_probability": 1 - share,
    }
