"""Pairs of reports that are worth a comparison, compared and weighed by Splink."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from recount.linking.comparisons import COMPARISONS, DUCKDB, Comparison, Dialect
from recount.linking.keys import RULES, Rule
from recount.linking.tables import SCHEMA
from recount.linking.weights import Weights, splink_settings, weight_of

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPI

__all__ = ["answered_pairs", "answers_sql", "pairs_sql", "predicted", "scored_pairs"]

_MEMORY = "1GB"
# Columns of profiles that no comparison looks at.
_UNASKED = frozenset(
    {"report", "article", "family", "told", "keys", "window_first", "window_last", "place_in_order", "place_name"}
)


def pairs_sql(dialect: Dialect, *, profiles: str = "profile") -> str:
    """Return the SQL that lists the pairs to compare: `join_key_l` < `join_key_r`, numbers of profiles, each pair once.

    Args:
        dialect: of the engine.
        profiles: the table of profiles.
    """
    one_rule = " UNION ALL ".join(_rule_sql(rule, dialect, profiles) for rule in RULES)
    return (
        "SELECT '0' AS match_key, join_key_l, join_key_r FROM ("
        f"SELECT DISTINCT least(a, b) AS join_key_l, greatest(a, b) AS join_key_r FROM ({one_rule}) AS found"
        ") AS pair"
    )


def _rule_sql(rule: Rule, dialect: Dialect, profiles: str) -> str:
    columns = "number, article, window_first, window_last, admin1"
    held = f"SELECT {columns}, is_fine, latitude, country, first_day, {dialect.unnest}(keys) AS key FROM {profiles}"
    within = f"key >= {rule.first_key} AND key < {rule.end_key}"
    deltas = " UNION ALL ".join(f"SELECT {delta} AS delta" for delta in rule.deltas)
    return (
        f"SELECT s.number AS a, f.number AS b FROM "
        f"(SELECT {columns}, key + delta AS key FROM ({held}) AS h CROSS JOIN ({deltas}) AS d "
        f"WHERE {within} AND ({rule.seeks or 'TRUE'})) AS s "
        f"JOIN (SELECT {columns}, key FROM ({held}) AS g WHERE {within}) AS f ON s.key = f.key "
        f"WHERE s.number {'<>' if rule.seeks else '<'} f.number AND s.article <> f.article "
        "AND greatest(s.window_first, f.window_first) - least(s.window_last, f.window_last) "
        f"<= {rule.most_days_apart} AND {rule.also}"
    )


def predicted(api: "DatabaseAPI[Any]", profiles: Any, pairs: Any, weights: Weights, dialect: Dialect) -> Any:
    """Return Splink's frame of the pairs whose probability reaches the floor.

    Args:
        api: Splink's, of the engine.
        profiles: table of profiles, as the engine takes it.
        pairs: table as `pairs_sql` gives it.
        weights: of the model.
        dialect: of the engine.
    """
    from splink import Linker

    linker = Linker(api.register(profiles), splink_settings(weights, dialect), log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    return linker.inference.predict(threshold_match_weight=weight_of(weights.floor), warning_mode="never")


def scored_pairs(profiles: pa.Table, weights: Weights, *, memory: str = _MEMORY, first_new: int = 0) -> pa.Table:
    """Return the pairs whose probability reaches the floor: `l` < `r` (numbers of profiles), `weight`, and the answers.

    Args:
        profiles: as `tables.table_of` makes them.
        weights: of the model.
        memory: of DuckDB, before it uses the disk.
        first_new: only pairs with a profile whose number is at least this.
    """
    from splink import DuckDBAPI

    with _with_pairs(profiles, memory, first_new) as db:
        found = predicted(DuckDBAPI(db), db.table("profile"), db.table("pair"), weights, DUCKDB)
        return db.sql(answers_sql(DUCKDB, found.physical_name)).to_arrow_table()


def answered_pairs(profiles: pa.Table, *, memory: str = _MEMORY) -> pa.Table:
    """Return all pairs worth a comparison with their answers, as `scored_pairs` does, but not weighed."""
    with _with_pairs(profiles, memory, 0) as db:
        pairs = "SELECT join_key_l AS number_l, join_key_r AS number_r, 0.0 AS match_weight FROM pair"
        return db.sql(answers_sql(DUCKDB, f"({pairs})")).to_arrow_table()


@contextmanager
def _with_pairs(profiles: pa.Table, memory: str, first_new: int) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory}'")
        db.register("arrow_profile", profiles)
        db.execute("CREATE TABLE profile AS SELECT * FROM arrow_profile")
        db.execute(f"CREATE TABLE pair AS {pairs_sql(DUCKDB)} WHERE join_key_r >= {int(first_new)}")
        yield db


def answers_sql(dialect: Dialect, scored: str, *, profiles: str = "profile") -> str:
    """Return the SQL that lists weighed pairs with the answers to all comparisons: 0 is the first, null unknown.

    Args:
        dialect: of the engine.
        scored: table with number_l, number_r and match_weight.
        profiles: the table of profiles.
    """
    sides = ", ".join(
        f"{side}.{field.name} AS {field.name}_{side}"
        for side in ("l", "r")
        for field in SCHEMA
        if field.name not in _UNASKED
    )
    answers = ", ".join(_answer_sql(comparison, dialect) for comparison in COMPARISONS)
    # Engines add up in different orders: the last digits are noise.
    return (
        f"SELECT number_l AS l, number_r AS r, CAST(round(match_weight, 4) AS DOUBLE) AS weight, {answers} FROM "
        f"(SELECT scored.match_weight, {sides} FROM {scored} AS scored "
        f"JOIN {profiles} AS l ON l.number = scored.number_l "
        f"JOIN {profiles} AS r ON r.number = scored.number_r) AS both_sides ORDER BY l, r"
    )


def _answer_sql(comparison: Comparison, dialect: Dialect) -> str:
    cases = " ".join(
        f"WHEN {dialect.written(level.condition)} THEN {place}" for place, level in enumerate(comparison.levels)
    )
    known = f"coalesce({dialect.written(comparison.known)}, FALSE)"
    last = len(comparison.levels)
    return f"CAST(CASE WHEN NOT {known} THEN NULL {cases} ELSE {last} END AS SMALLINT) AS {comparison.name}"
