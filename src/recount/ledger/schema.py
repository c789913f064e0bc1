"""The tables of a casebook, the steps from each version to the next, and the guards that let rows only be added."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import apsw

__all__ = [
    "APPLICATION_ID",
    "CHAINED",
    "REDACTABLE",
    "SCHEMA_VERSION",
    "Column",
    "Table",
    "chained_in",
    "columns_of",
    "expected_objects",
    "migrate",
    "objects_of",
    "tables",
]

APPLICATION_ID = 0x52654375
"""In the header of every casebook ("ReCu"), so that other SQLite files are not taken for one."""

REDACTABLE = ("article", "original", "coding", "report", "statement", "tally", "decision", "judgement", "answer")
"""Tables whose rows' content can be removed with a recorded reason."""

_COLUMN = re.compile(r"^    (\w+) (\w+)(?P<rest>[^\n]*?)(?: -- (?P<about>.*))?$", re.M)
_TABLE = re.compile(r"CREATE TABLE (\w+) \( -- (.*)\n([\s\S]*?)\n\) STRICT;")


class Column(NamedTuple):
    """A column as the schema describes it."""

    name: str
    type: str
    required: bool
    about: str


class Table(NamedTuple):
    """A table of chained rows as the schema describes it."""

    name: str
    about: str
    columns: tuple[Column, ...]


@lru_cache(maxsize=1)
def _steps() -> tuple[str, ...]:
    """Return the SQL of each migration, in order."""
    folder = files("recount.ledger") / "migrations"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name)
    return tuple(one.read_text(encoding="utf-8") for one in found if one.name[0].isdigit())


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """Return the chained tables with their descriptions, in the order in which the migrations make them."""
    found: dict[str, Table] = {}
    for name, about, body in (match for step in _steps() for match in _TABLE.findall(step)):
        columns = tuple(
            Column(one[1], one[2], "NOT NULL" in one["rest"] or "PRIMARY" in one["rest"], one["about"] or "")
            for one in _COLUMN.finditer(body)
        )
        found[name] = Table(name, about, columns)
    return found


SCHEMA_VERSION = len(_steps())
"""The version that this programme writes; a newer file is refused."""

CHAINED = tuple(tables())
"""Names of the chained tables."""


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """Return the names of a chained table's columns in order, without `hash`."""
    return tuple(column.name for column in tables()[table].columns if column.name != "hash")


def migrate(db: apsw.Connection, *, from_version: int, to_version: int | None = None) -> None:
    """Take a casebook's tables from a version to a later one, in the transaction that the caller has opened."""
    for version, step in enumerate(_steps()[from_version:to_version], start=from_version + 1):
        db.execute(step)
        db.pragma("user_version", version)
    for table in chained_in(db):
        _guard(db, table)
    views = (files("recount.ledger") / "migrations" / "views.sql").read_text(encoding="utf-8")
    for name in re.findall(r"CREATE VIEW (\w+)", views):
        db.execute(f"DROP VIEW IF EXISTS {name}")
    db.execute(views)


def _guard(db: apsw.Connection, table: str) -> None:
    """Refuse deleting and changing rows, but for the recorded removal of what a row says."""
    refused = "a casebook only grows: add a row that corrects this one"
    unless = "1"
    if table in REDACTABLE:
        columns = tables()[table].columns
        gone = [f"NEW.{column.name} IS NULL" for column in columns if not column.required]
        kept = [f"NEW.{column.name} IS OLD.{column.name}" for column in columns if column.required]
        recorded = f"EXISTS (SELECT 1 FROM redaction WHERE kind = '{table}' AND row = OLD.seq)"
        unless = f"NOT ({' AND '.join([*gone, *kept, recorded])})"
    db.execute(f"DROP TRIGGER IF EXISTS {table}_is_never_changed; DROP TRIGGER IF EXISTS {table}_is_never_deleted")
    db.execute(
        f"CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table} WHEN {unless} "
        f"BEGIN SELECT RAISE(ABORT, '{refused}'); END"
    )
    db.execute(
        f"CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}'); END"
    )


def objects_of(execute: Callable[[str], Iterable[Sequence[Any]]], *, version: int) -> dict[str, str]:
    """Return the SQL of every table, index, trigger and view by name, but for those that SQLite makes by itself.

    Views of an earlier version are left out: they hold nothing, and are made anew when the tables are.
    """
    found = execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return {str(name): str(sql) for type_, name, sql in found if type_ != "view" or version == SCHEMA_VERSION}


def chained_in(db: apsw.Connection) -> tuple[str, ...]:
    """Return the chained tables that a casebook has; one of an earlier version lacks the later ones."""
    found = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return tuple(table for table in CHAINED if table in found)


@cache
def expected_objects(version: int) -> dict[str, str]:
    """Return the objects of an empty casebook of a version."""
    empty = apsw.Connection(":memory:")
    migrate(empty, from_version=0, to_version=version)
    return objects_of(empty.execute, version=version)
