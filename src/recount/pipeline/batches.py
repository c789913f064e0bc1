"""Coding as a function of Arrow batches, without files and casebooks: PySpark, DuckDB and pyarrow can run it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import pyarrow as pa

from recount.errors import BadArgument, RecountError
from recount.nouns import Article
from recount.pipeline.coding import Coder, coder_of
from recount.pipeline.defects import defect
from recount.reading import Piece, Unread, article_of
from recount.reading.tables import check_columns
from recount.settings import DEFAULT_READER, ReaderName

__all__ = ["ARTICLE_COLUMNS", "CODED_SCHEMA", "CODED_SCHEMA_SQL", "code_batches", "taken_columns"]

ARTICLE_COLUMNS: Final = ("id", "text", "title", "published", "outlet", "url", "author", "language")
"""What a table of articles may say of each; `text` must be there, other columns are left alone."""

CODED_SCHEMA: Final = pa.schema(
    [
        ("article", pa.string()),
        ("external_id", pa.string()),
        ("record", pa.string()),
        ("n_reports", pa.int32()),
        ("n_tallies", pa.int32()),
        ("problem", pa.string()),
    ]
)
"""What comes of each article: its id, the id that it brought along, the record as JSON, and how many reports and
tallies that holds; or, where there is no record, why."""

CODED_SCHEMA_SQL: Final = (
    "article string, external_id string, record string, n_reports int, n_tallies int, problem string"
)
"""The same for `DataFrame.mapInArrow`."""

# Rows that come out at once: a record is some 30 KB of JSON, and a batch of an input may hold ten thousand rows.
_ROWS_AT_ONCE = 64


class _Coded(NamedTuple):
    """One row of `CODED_SCHEMA`."""

    article: str | None = None
    external_id: str | None = None
    record: str | None = None
    n_reports: int | None = None
    n_tallies: int | None = None
    problem: str | None = None


def code_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    columns: Mapping[str, str] | None = None,
    reader: ReaderName = DEFAULT_READER,
) -> Iterator[pa.RecordBatch]:
    """Yield batches of `CODED_SCHEMA`: one row for each article, in order.

    A row is read as a line of JSON lines is, and its record is that of `recount code`, with no `source`, since there is
    no file. What cannot be read or coded has a `problem` and no record; the others are not lost with it.

    Args:
        batches: the columns of `ARTICLE_COLUMNS`; `published` is a date, a time or text.
        columns: names of columns: {"text": "body", "published": "date"}.
        reader: the word lists and rules, or the trained network; loaded once in a process.

    Raises:
        BadArgument: no column of texts, or `columns` names what is not there; when the first batch comes.
    """
    check_columns(columns)
    number = 0
    for batch in batches:
        taken = taken_columns(batch.schema.names, columns)
        for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
            part = batch.slice(start, _ROWS_AT_ONCE)
            values = {name: part.column(column).to_pylist() for name, column in taken.items()}
            rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
            coded = [_coded(row, number + place, coder_of(reader)) for place, row in enumerate(rows, start=1)]
            number += len(rows)
            yield pa.RecordBatch.from_pylist([one._asdict() for one in coded], schema=CODED_SCHEMA)


def taken_columns(found: Iterable[str], columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which column of a table holds what, of those that are there.

    Raises:
        BadArgument: none holds texts, or `columns` names one that is not there.
    """
    names, columns = list(found), columns or {}
    missing = [column for column in columns.values() if column not in names]
    taken = {name: columns.get(name, name) for name in ARTICLE_COLUMNS if columns.get(name, name) in names}
    if missing or "text" not in taken:
        wanted = ", ".join(missing) or "text"
        raise BadArgument(
            f"The table has no column {wanted}. It has: {', '.join(names)}. Name them: text=body,published=date."
        )
    return taken


def _coded(row: Mapping[str, Any], number: int, coder: Coder) -> _Coded:
    """Code one row; `number` counts from 1 and names one without id."""
    given = row.get("id")
    external_id = None if given is None else str(given)
    name = f"row {number}" if external_id is None else f"article {external_id}"
    try:
        read = article_of(_piece(row, name))
        if isinstance(read, Unread):
            return _Coded(external_id=external_id, problem=str(read.error))
        return _of_article(read.model_copy(update={"source": None}), coder)
    except (RecountError, RecursionError, MemoryError) as error:
        message = f"{name}: {error or type(error).__name__}"
    except Exception as error:  # noqa: BLE001  what one article meets does not end a load of millions
        message = f"{name}: {defect(error)}"
    return _Coded(external_id=external_id, problem=message)


def _piece(row: Mapping[str, Any], name: str) -> Piece:
    said = {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
    if not isinstance(said.get("id"), int | None):
        said["id"] = str(said["id"])
    return Piece(name, None, json.dumps(said, default=repr).encode(), "line")


def _of_article(article: Article, coder: Coder) -> _Coded:
    record = coder.code(article)
    return _Coded(
        article=article.id,
        external_id=article.external_id,
        record=record.model_dump_json(),
        n_reports=len(record.reports),
        n_tallies=len(record.tallies),
    )
