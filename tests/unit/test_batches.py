"""Coding as a function of Arrow batches: the records of `recount code`, one row for each article, none lost."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from recount import code_sources
from recount.api import ARTICLE_COLUMNS, CODED_SCHEMA, CODED_SCHEMA_SQL, code_batches
from recount.errors import BadArgument
from recount.nouns import Record

TEXT = "Two people were killed in Gao, Mali, on Friday, a hospital said."
LINES: list[dict[str, Any]] = [
    {"id": "a1", "text": TEXT, "title": "Two killed in Gao", "published": "2024-05-07", "outlet": "Gao Wire"},
    {"id": "a2", "text": ""},
    {"id": "a3", "text": "A bomb killed three soldiers\r\nin Kidal on Monday.", "published": "May 2024"},
    {"id": "a4", "text": TEXT, "published": "soon"},
    {"text": "A drone hit a market in Baidoa, Somalia.", "url": "https://example.org/2024/05/06/baidoa"},
]


def table_of(lines: list[dict[str, Any]]) -> pa.Table:
    """Arrow takes the columns of the first row only."""
    return pa.table({name: [line.get(name) for line in lines] for name in sorted(set().union(*lines))})


def coded(table: pa.Table, **options: Any) -> list[dict[str, Any]]:
    return [row for batch in code_batches(table.to_batches(max_chunksize=2), **options) for row in batch.to_pylist()]


def said_of_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any] | None]:
    """Yield what `recount code` makes of the same articles as JSON lines; None where it fails."""
    lines = "\n".join(map(json.dumps, LINES)).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    for one in code_sources(["-"]):
        yield one.model_dump(mode="json") if isinstance(one, Record) else None


def test_a_row_gives_the_record_of_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for row, told in zip(coded(table_of(LINES)), said_of_lines(monkeypatch), strict=True):
        assert (row["record"] is None) == (told is None) == (row["problem"] is not None)
        if told is None:
            continue
        record = json.loads(row["record"])
        assert (record["article"].pop("source"), told["article"].pop("source")) == (None, "-")
        assert record == told
        counted = (told["article"]["id"], told["article"]["external_id"], len(told["reports"]), len(told["tallies"]))
        assert (row["article"], row["external_id"], row["n_reports"], row["n_tallies"]) == counted


def test_a_bad_row_is_named_and_loses_no_other() -> None:
    rows = coded(table_of(LINES))
    assert [row["external_id"] for row in rows] == ["a1", "a2", "a3", "a4", None]
    assert [row["problem"] is None for row in rows] == [True, False, True, False, True]
    assert rows[1]["problem"].startswith("article a2: no sentence")
    assert {row["article"] for row in rows if row["problem"]} == {None}


@pytest.mark.parametrize(
    "published",
    [date(2024, 5, 7), datetime(2024, 5, 7, 23, 30), datetime(2024, 5, 7, 23, 30, tzinfo=UTC), "7 May 2024", 20240507],
)
def test_the_day_may_be_a_date_a_time_or_text(published: object) -> None:
    (row,) = coded(pa.Table.from_pylist([{"text": TEXT, "published": published}]))
    assert json.loads(row["record"])["article"]["published"]["earliest"] == "2024-05-07"


@pytest.mark.parametrize("id_", [7, 7.5, b"7"])
def test_any_id_is_given_back_as_text(id_: object) -> None:
    (row,) = coded(pa.Table.from_pylist([{"id": id_, "text": TEXT}]))
    assert (row["external_id"], row["problem"]) == (str(id_), None)


def test_columns_have_other_names() -> None:
    table = pa.Table.from_pylist([{"body": TEXT, "day": date(2024, 5, 7), "score": 3}])
    (row,) = coded(table, columns={"text": "body", "published": "day"})
    assert json.loads(row["record"])["article"]["published"]["earliest"] == "2024-05-07"
    with pytest.raises(BadArgument, match=r"no column text\. It has: body, day, score"):
        coded(table)
    with pytest.raises(BadArgument, match="no column words"):
        coded(table, columns={"text": "words"})


def test_long_batches_come_out_in_short_ones() -> None:
    table = pa.table({"text": ["Nothing.", ""] * 65})
    sizes = [batch.num_rows for batch in code_batches(table.to_batches())]
    assert sizes == [64, 64, 2]


def test_the_schema_is_that_of_spark_and_the_rows_fit_it() -> None:
    names = {"string": pa.string(), "int": pa.int32()}
    written = [one.split() for one in CODED_SCHEMA_SQL.split(", ")]
    assert pa.schema([(name, names[kind]) for name, kind in written]) == CODED_SCHEMA
    assert all(batch.schema == CODED_SCHEMA for batch in code_batches(pa.table({"text": [TEXT]}).to_batches()))
    assert ARTICLE_COLUMNS[:4] == ("id", "text", "title", "published")


def test_duckdb_runs_it() -> None:
    """It reads on one connection and writes on another: each runs one query at a time."""
    with duckdb.connect() as one, duckdb.connect() as other:
        found = one.sql("SELECT range AS id, ? AS text FROM range(3)", params=[TEXT])
        assert found is not None
        articles = found.to_arrow_reader(2)
        made = pa.RecordBatchReader.from_batches(CODED_SCHEMA, code_batches(articles))
        other.register("made", made)
        rows = other.execute("SELECT external_id, n_reports FROM made").fetchall()
    assert rows == [("0", 1), ("1", 1), ("2", 1)]
