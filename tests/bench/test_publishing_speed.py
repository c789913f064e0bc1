"""What publishing costs; so far only that the casebook to measure it with is as coding and linking leave one."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recount.api.casebook import casebook_counts, verify
from recount.api.linking import events
from recount.ledger import Ledger, record_at
from recount.ledger.rows import CODED, rows_of

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from bench_publishing import fill_events

EVENTS = 300


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row that are not null."""
    return {name: value for name, value in row.items() if value is not None}


def rows_at(ledger: Ledger, coding: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of a coding as they stand in the casebook."""
    for table in CODED:
        for row in ledger.all(f"SELECT * FROM {table} WHERE coding = ? ORDER BY seq", (coding,)):
            del row["seq"], row["coding"], row["hash"]
            yield table, said(row)


@pytest.mark.slow
def test_a_casebook_to_publish_holds_events_and_rows_as_the_ledger_writes_records(tmp_path: Path) -> None:
    path = tmp_path / "events.recount"
    filled = fill_events(path, EVENTS)
    assert filled.events == len(events(path, limit=2 * EVENTS)) == EVENTS
    found = verify(path, processes=1)
    assert found.bad == 0, found.findings
    counts = casebook_counts(path)
    assert counts["report"] == filled.reports > EVENTS
    assert counts["statement"] > 0 < counts["tally"]
    assert counts["decision"] == filled.decisions > 0
    with Ledger.open(path) as ledger:
        for coding in list(ledger.all("SELECT * FROM coding")):
            record = record_at(ledger, coding)
            assert record is not None
            assert list(rows_at(ledger, coding["seq"])) == [(table, said(row)) for table, row in rows_of(record).rows]
