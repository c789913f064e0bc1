"""What publishing costs beside plain Python, on a casebook that is as coding and linking leave one."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recount.api.casebook import casebook_counts, verify
from recount.api.linking import events
from recount.codebook.rules import published_rules
from recount.ledger import Ledger, record_at
from recount.ledger.event_reading import event_ids
from recount.ledger.rows import CODED, rows_of
from recount.pipeline.rendering import FORMS, Asked, Renderer

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from bench_publishing import fill_events

EVENTS = 300
TURNS = 5
ADDITIONS = 1_000_000
# Additions in a loop of Python in whose time one event is made into rows of every format. Measured on two busy cores in
# November 2026: 35,000 to 40,000. The rest is room for noise; publishing that takes half as long again fails.
MOST_ADDITIONS_AN_EVENT = 55_000


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


def seconds_of_additions() -> float:
    begun, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - begun


def seconds_of_rendering(renderer: Renderer, ids: list[str]) -> float:
    begun = time.process_time()
    renderer.render(ids)
    return time.process_time() - begun


@pytest.mark.slow
def test_an_event_in_every_format_costs_no_more_than_it_did_beside_plain_python(tmp_path: Path) -> None:
    path = tmp_path / "events.recount"
    fill_events(path, EVENTS)
    with Ledger.open(path) as ledger:
        ids = event_ids(ledger)
    renderer = Renderer(Asked(path, FORMS, tuple(published_rules().values()), "0.1.0", 1_700_000_000))
    try:
        # Codebook and gazetteer are read when they are first asked.
        rendered = renderer.render(ids)
        assert rendered.rows["csv"] == rendered.counts.events > 0
        # In turns, and the least of each: whatever else the machine does meanwhile slows both.
        turns = [(seconds_of_rendering(renderer, ids), seconds_of_additions()) for _ in range(TURNS)]
    finally:
        renderer.close()
    rendering, adding = (min(taken) for taken in zip(*turns, strict=True))
    additions = rendering / len(ids) / (adding / ADDITIONS)
    assert additions < MOST_ADDITIONS_AN_EVENT, f"an event costs as much as {additions:,.0f} additions"
