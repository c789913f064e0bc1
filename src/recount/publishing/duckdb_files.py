"""Rows as Parquet or as a DuckDB file, with types and nulls. DuckDB loads no extension and asks no network."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from recount.errors import RecountError
from recount.publishing.columns import COLUMNS, ColumnType

__all__ = ["write_duckdb", "write_parquet"]

_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "day": "DATE",
    "moment": "TIMESTAMP", "json": "JSON",
}  # fmt: skip
# Rows of one group of a Parquet file: a row with its quotes takes some 5 KB, and a group is held in memory.
_GROUP_ROWS = 20_000
_MEMORY = "1GB"
# Bytes of one row at most; DuckDB's own bound of 16 MB is kept.
_MOST_BYTES = 16_777_216


def write_parquet(rows: Iterable[Mapping[str, Any]], out: Path, *, folder: Path) -> int:
    """Write a Parquet file by way of a file in `folder`; return how many rows.

    Raises:
        RecountError: it cannot be written.
    """
    spool, number = _spooled(rows, folder)
    sql = f"COPY ({_select(spool)}) TO {_quoted(out)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP_ROWS})"
    _run(":memory:", folder, [sql], out)
    return number


def write_duckdb(rows: Iterable[Mapping[str, Any]], out: Path, *, folder: Path) -> int:
    """Write a DuckDB file with the tables `report` and `column_description`, by way of a file in `folder`.

    Returns:
        How many rows.

    Raises:
        RecountError: it cannot be written.
    """
    spool, number = _spooled(rows, folder)
    steps = [
        f"CREATE TABLE report AS {_select(spool)}",
        "CREATE TABLE column_description (name VARCHAR, type VARCHAR, description VARCHAR)",
        *(
            f"INSERT INTO column_description VALUES ({_quoted(name)}, {_quoted(_TYPES[type_])}, {_quoted(about)})"  # noqa: S608  from COLUMNS
            for name, type_, about in COLUMNS
        ),
        *(f"COMMENT ON COLUMN report.{name} IS {_quoted(about)}" for name, _, about in COLUMNS),
        "CHECKPOINT",
    ]
    _run(str(out), folder, steps, out)
    return number


def _spooled(rows: Iterable[Mapping[str, Any]], folder: Path) -> tuple[Path, int]:
    """Write rows as lines of JSON, which DuckDB reads much faster than it takes single rows."""
    spool = folder / "rows.ndjson"
    number = 0
    with spool.open("w", encoding="utf-8", newline="\n") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
            number += 1
    return spool, number


def _select(spool: Path) -> str:
    columns = ", ".join(f"{name}: {_quoted(_TYPES[type_])}" for name, type_, _ in COLUMNS)
    options = f"format = 'newline_delimited', maximum_object_size = {_MOST_BYTES}, compression = 'uncompressed'"
    return f"SELECT * FROM read_json({_quoted(spool)}, columns = {{{columns}}}, {options})"  # noqa: S608  quoted


def _run(database: str, folder: Path, steps: Iterable[str], out: Path) -> None:
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "temp_directory": str(folder / "spill"),
        "memory_limit": _MEMORY,
    }
    try:
        with duckdb.connect(database, config=config) as db:
            db.execute(f"SET allowed_directories = [{_quoted(f'{folder}/')}]")
            db.execute("SET enable_external_access = false")
            db.execute("SET lock_configuration = true")
            for step in steps:
                db.execute(step)
    except duckdb.Error as error:
        raise RecountError(
            f"{out.name} cannot be written: {error}. Nothing was left there; check the disk and its free space."
        ) from error


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
