"""Pairs of reports that are worth a comparison, compared and weighed by Splink."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from recount.linking.comparisons import COMPARISONS, DUCKDB, Dialect
from recount.linking.keys import RULES, Rule
from recount.linking.weights import Weights, splink_settings, weight_of
from recount.linking.worth import STEPS, answer_sql, asked_columns, least_weight, sides_sql, worth_sql

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPI

__all__ = ["SCORED_SCHEMA", "answered_pairs", "answers_sql", "pairs_sql", "predicted", "scored_pairs"]

_MEMORY = "1GB"
# Reports of one span of days, whose pairs are looked for at once. Each report stands in one to three spans.
_REPORTS_AT_ONCE = 50_000
# Columns of profiles by which pairs are looked for.
_SOUGHT_BY = (
    "number", "article", "window_first", "window_last", "admin1", "is_fine", "latitude", "country", "first_day", "keys",
)  # fmt: skip
SCORED_SCHEMA = pa.schema(
    [("l", pa.int64()), ("r", pa.int64()), ("weight", pa.float64()), *((one.name, pa.int16()) for one in COMPARISONS)]
)
"""Of `scored_pairs`: numbers of profiles, the weight of the pair, and the answers, 0 the first, null unknown."""


def pairs_sql(dialect: Dialect, *, profiles: str = "profile", seekers: str | None = None) -> str:
    """Return the SQL that lists the pairs to compare: `join_key_l` < `join_key_r`, numbers of profiles, each pair once.

    Args:
        dialect: of the engine.
        profiles: the table of profiles.
        seekers: the table of those of them that look for others; all where None.
    """
    one_rule = " UNION ALL ".join(_rule_sql(rule, dialect, profiles, seekers or profiles) for rule in RULES)
    return (
        "SELECT '0' AS match_key, join_key_l, join_key_r FROM ("
        f"SELECT DISTINCT least(a, b) AS join_key_l, greatest(a, b) AS join_key_r FROM ({one_rule}) AS found"
        ") AS pair"
    )


def _rule_sql(rule: Rule, dialect: Dialect, profiles: str, seekers: str) -> str:
    columns = "number, article, window_first, window_last, admin1"
    held = f"SELECT {columns}, is_fine, latitude, country, first_day, {dialect.unnest}(keys) AS key FROM"
    within = f"key >= {rule.first_key} AND key < {rule.end_key}"
    deltas = " UNION ALL ".join(f"SELECT {delta} AS delta" for delta in rule.deltas)
    return (
        f"SELECT s.number AS a, f.number AS b FROM "
        f"(SELECT {columns}, key + delta AS key FROM ({held} {seekers} AS p) AS h CROSS JOIN ({deltas}) AS d "
        f"WHERE {within} AND ({rule.seeks or 'TRUE'})) AS s "
        f"JOIN (SELECT {columns}, key FROM ({held} {profiles} AS p) AS g WHERE {within}) AS f ON s.key = f.key "
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

    # Settings that are made here need no check, which takes a second.
    settings = splink_settings(weights, dialect)
    linker = Linker(api.register(profiles), settings, log_level=None, validate_settings=False)
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
    found = []
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory}'")
        db.register("arrow_profile", profiles)
        for first, after in _parts(profiles):
            db.execute(_part_sql(first, after))
            seekers = f"(SELECT * FROM profile WHERE window_first >= {first} AND window_first < {after})"
            pairs = f"{pairs_sql(DUCKDB, seekers=seekers)} WHERE join_key_r >= {int(first_new)}"
            db.execute(f"CREATE OR REPLACE TABLE pair AS {pairs}")
            found.append(_scored(db, weights))
        parts = pa.concat_tables(found) if found else SCORED_SCHEMA.empty_table()
        # Where both look for others by a rule, and stand in two parts, each finds the other.
        db.register("part", parts)
        return db.sql("SELECT DISTINCT * FROM part ORDER BY l, r").to_arrow_table()


def _parts(profiles: pa.Table) -> list[tuple[int, int]]:
    """Cut the days on which happenings are sought into spans with so many reports at most: from, up to but not with."""
    days = np.sort(profiles["window_first"].drop_null().to_numpy())
    starts = np.unique(days[::_REPORTS_AT_ONCE])
    return list(pairwise([*map(int, starts), int(days[-1]) + 1])) if len(days) else []


def _part_sql(first: int, after: int) -> str:
    """Return SQL that keeps the profiles of a span of days, and those that may be compared with them."""
    columns = (*asked_columns(COMPARISONS), *_SOUGHT_BY)
    own = f"SELECT max(window_last) FROM arrow_profile WHERE window_first >= {first} AND window_first < {after}"
    days = max(rule.most_days_apart for rule in RULES)
    return (
        f"CREATE OR REPLACE TABLE profile AS SELECT {', '.join(dict.fromkeys(columns))} FROM arrow_profile "
        f"WHERE window_last >= {first - days} AND window_first <= ({own}) + {days}"
    )


def _scored(db: duckdb.DuckDBPyConnection, weights: Weights) -> pa.Table:
    """Return what the table `pair` holds that reaches the floor, weighed by Splink, with the answers."""
    from splink import DuckDBAPI

    asked = "(SELECT join_key_l, join_key_r, 0.0 AS weight FROM pair)"
    for step in range(len(STEPS)):
        # A table each: DuckDB moves conditions down, and would hold lists against lists several times.
        db.execute(f"CREATE OR REPLACE TABLE asked AS {worth_sql(step, weights, DUCKDB, asked)}")
        asked = f"(SELECT * FROM asked WHERE weight >= {least_weight(step, weights)})"
    db.execute(f"CREATE OR REPLACE TABLE pair AS SELECT '0' AS match_key, join_key_l, join_key_r FROM {asked}")
    found = predicted(DuckDBAPI(db), db.table("profile"), db.table("pair"), weights, DUCKDB)
    answers = db.sql(answers_sql(DUCKDB, found.physical_name)).to_arrow_table()
    found.drop_table_from_database_and_remove_from_cache()
    return answers


def answered_pairs(profiles: pa.Table, *, memory: str = _MEMORY) -> pa.Table:
    """Return all pairs worth a comparison with their answers, as `scored_pairs` does, but not weighed."""
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory}'")
        db.register("arrow_profile", profiles)
        db.execute("CREATE TABLE profile AS SELECT * FROM arrow_profile")
        db.execute(f"CREATE TABLE pair AS {pairs_sql(DUCKDB)}")
        pairs = "SELECT join_key_l AS number_l, join_key_r AS number_r, 0.0 AS match_weight FROM pair"
        return db.sql(answers_sql(DUCKDB, f"({pairs})")).to_arrow_table()


def answers_sql(dialect: Dialect, scored: str, *, profiles: str = "profile") -> str:
    """Return the SQL that lists weighed pairs with the answers to all comparisons: 0 is the first, null unknown.

    Args:
        dialect: of the engine.
        scored: table with number_l, number_r and match_weight.
        profiles: the table of profiles.
    """
    answers = ", ".join(
        f"CAST({answer_sql(one, dialect, range(len(one.names)), 'NULL')} AS SMALLINT) AS {one.name}"
        for one in COMPARISONS
    )
    sides = sides_sql(COMPARISONS, dialect, scored, "pairs.number_l", "pairs.number_r", profiles)
    # Engines add up in different orders: the last digits are noise.
    return (
        f"SELECT number_l AS l, number_r AS r, CAST(round(match_weight, 4) AS DOUBLE) AS weight, {answers} "
        f"FROM ({sides}) AS asked ORDER BY l, r"
    )
