"""Pairs that cannot reach the floor, whatever is left to ask, are left out before the rest is weighed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from recount.linking.comparisons import COMPARISONS, Comparison, Dialect
from recount.linking.tables import SCHEMA
from recount.linking.weights import Weights, weight_of

__all__ = ["STEPS", "answer_sql", "asked_columns", "least_weight", "sides_sql", "worth_sql"]

_SPELLED = re.compile(r"\{(\w+):(\w+)\}")
# Columns that hold many words.
_LONG = frozenset({"other_names", "words"})
# Bits. Weights are added up in another order than Splink's, and the last digits are noise.
_SLACK = 0.01


def asked_columns(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """Return the columns of profiles that some comparisons look at."""
    words = {word for one in comparisons for condition in _conditions(one) for word in re.findall(r"\w+", condition)}
    words |= {f"{name}_l" for one in comparisons for _, name in _spelled(one)}
    # Some of what is spelled looks at names beside its own column.
    words |= {"names_l"} if any(kind == "crossed" for one in comparisons for kind, _ in _spelled(one)) else set()
    return tuple(field.name for field in SCHEMA if not words.isdisjoint({f"{field.name}_l", f"{field.name}_r"}))


def sides_sql(asked: Sequence[Comparison], dialect: Dialect, pairs: str, left: str, right: str, profiles: str) -> str:
    """Return SQL for pairs with what some comparisons look at on both sides; lists are held against lists once.

    Args:
        asked: the comparisons.
        dialect: of the engine.
        pairs: table, of which all columns are kept.
        left: its column with the number of the one profile.
        right: that of the other.
        profiles: the table of profiles.
    """
    columns = asked_columns(asked)
    sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in ("l", "r") for name in columns)
    pairs_kept = f"SELECT pairs.*, {sides} FROM {pairs} AS pairs"
    joined = f"{pairs_kept} JOIN {profiles} AS l ON l.number = {left} JOIN {profiles} AS r ON r.number = {right}"
    spelled = sorted({one for comparison in asked for one in _asked_often(comparison)})
    held = "".join(f", {dialect.written(_guarded(kind, name))} AS {kind}_{name}" for kind, name in spelled)
    return f"SELECT both_sides.*{held} FROM ({joined}) AS both_sides"


def _guarded(kind: str, name: str) -> str:
    """Return what is spelled, unknown where an empty list would be divided by: Spark refuses what DuckDB lets pass."""
    asked = f"{{{kind}:{name}}}"
    return f"(CASE WHEN {{both:{name}}} THEN {asked} END)" if kind in {"share", "cosine"} else asked


def _conditions(comparison: Comparison) -> Iterator[str]:
    yield comparison.known
    yield from (level.condition for level in comparison.levels)


def _spelled(comparison: Comparison) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for condition in _conditions(comparison) for found in _SPELLED.finditer(condition)]


def _asked_often(comparison: Comparison) -> set[tuple[str, str]]:
    """Return what is spelled in several conditions: it is worth its own column."""
    return {one for one, times in Counter(_spelled(comparison)).items() if times > 1}


def answer_sql(comparison: Comparison, dialect: Dialect, answers: Sequence[object], unknown: object) -> str:
    """Return SQL for one of some values, one for each answer, over what `sides_sql` lists."""
    held = {f"{{{kind}:{name}}}": f"{kind}_{name}" for kind, name in _asked_often(comparison)}
    written = (_SPELLED.sub(lambda found: held.get(found[0], found[0]), one) for one in _conditions(comparison))
    known, *conditions = (dialect.written(one) for one in written)
    *told, otherwise = answers
    cases = " ".join(f"WHEN {condition} THEN {value}" for condition, value in zip(conditions, told, strict=True))
    return f"CASE WHEN NOT coalesce({known}, FALSE) THEN {unknown} {cases} ELSE {otherwise} END"


def _is_dear(comparison: Comparison) -> bool:
    return any(name in _LONG for _, name in _spelled(comparison))


STEPS: Final = tuple(tuple(one for one in COMPARISONS if _is_dear(one) == dear) for dear in (False, True))
"""What costs least is asked first: all but long lists, and these of the pairs that are left."""


def worth_sql(step: int, weights: Weights, dialect: Dialect, pairs: str, *, profiles: str = "profile") -> str:
    """Return SQL for pairs with the weight of what was asked so far.

    Args:
        step: of `STEPS`.
        weights: of the model.
        dialect: of the engine.
        pairs: table with join_key_l, join_key_r and the weight before.
        profiles: the table of profiles.
    """
    asked = STEPS[step]
    told = " + ".join(
        answer_sql(one, dialect, [weights.levels[one.name].get(name, 0.0) for name in one.names], 0.0) for one in asked
    )
    sides = sides_sql(asked, dialect, pairs, "pairs.join_key_l", "pairs.join_key_r", profiles)
    return f"SELECT join_key_l, join_key_r, weight + {told} AS weight FROM ({sides}) AS asked"


def least_weight(step: int, weights: Weights) -> float:
    """Return the least weight after a step with which a pair can still reach the floor."""
    rest = (one for later in STEPS[step + 1 :] for one in later)
    most = sum(max(0.0, *weights.levels[one.name].values()) for one in rest)
    return weight_of(weights.floor) - weights.prior - most - _SLACK
