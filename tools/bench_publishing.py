"""Fill a casebook with many events, publish it in every format, and measure time and memory.

    python tools/bench_publishing.py --events 100000 --casebook events.recount --out publishing.json
    python tools/bench_publishing.py --casebook events.recount --formats acled ged

The reports are those of `generate_report_sets.py reports`, with speakers, rival tolls, parts of tolls, tallies and
people's decisions: nothing is coded, and nothing is linked, since it is known what each report tells of. A casebook
that is there already is published as it is. Each publishing runs in a process of its own.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from generate_report_sets import coded_reports
from generating.coded_casebook import Filler
from generating.coded_voices import told_with_voices
from generating.parameters import Parameters
from recount.ledger import Decision, Ledger, decide, end_run, start_run
from recount.ledger.judging import Judgements, keep_events
from recount.linking.profiles import FINE
from recount.pipeline.grouping import event_rows
from recount.settings import VERSION
from watching import watch

__all__ = ["FORMATS", "Filled", "fill_events", "main"]

FORMATS = ("acled", "ged", "plover", "geojson", "parquet", "csv", "all")
_PARAMETERS = Parameters(reports_per_event=1.2, p_copied=0.05)
# A little more than what these parameters give, so that there are enough.
_REPORTS_AN_EVENT = 1.42
_SUMMARISED = [
    "event", "report", "family", "earliest", "latest", "when_basis", "place", "country", "latitude", "longitude",
    "radius_km", "where_precision", "event_type", "sub_event_type", "killed_low", "killed_high",
]  # fmt: skip
# Decisions come after so many reports each.
_REPORTS_A_DECISION = 97


class Filled(NamedTuple):
    """What a casebook was filled with."""

    events: int
    reports: int
    decisions: int
    seconds: float


def fill_events(path: Path, number: int, *, seed: int = 7) -> Filled:
    """Make a casebook of `number` events; the same for a seed, but for the times of its runs."""
    began = time.perf_counter()
    reports = _reports_of(number, seed)
    Filler(path, told_with_voices).fill(reports)
    with Ledger.open(path, write=True) as ledger:
        events = _keep_as_linked(ledger, reports)
        decisions = 0
        for decision in _decisions(reports):
            decide(ledger, decision, at=datetime(2024, 1, 2, tzinfo=UTC))
            decisions += 1
    return Filled(events, len(reports), decisions, round(time.perf_counter() - began, 1))


def _reports_of(number: int, seed: int) -> pa.Table:
    """Return the reports of the first so many events, in order of publication."""
    reports = coded_reports(round(number * _REPORTS_AN_EVENT) + 50, seed=seed, parameters=_PARAMETERS)
    events = reports["event"].to_pylist()
    first = dict.fromkeys(events)
    if len(first) < number:
        raise SystemExit(
            f"{len(events):,} reports tell of {len(first):,} events only; seed {seed} gives no {number:,}."
        )
    taken = set(list(first)[:number])
    return reports.filter(pa.array([event in taken for event in events]))


def _keep_as_linked(ledger: Ledger, reports: pa.Table) -> int:
    """Write events as a linking would that finds out the truth; return how many there are."""
    events: dict[str, list[str]] = {}
    profiles: dict[str, Mapping[str, Any]] = {}
    for row in reports.select(_SUMMARISED).to_pylist():
        events.setdefault(row["event"], []).append(row["report"])
        profiles[row["report"]] = _profile(row)
    rows = list(event_rows(events.values(), Judgements({}, {}), lambda _: profiles))
    at, upto = datetime.now(UTC), ledger.head.seq
    with ledger.writing():
        run = start_run(ledger, "link", {}, by="bench", at=at, version=VERSION)
        keep_events(ledger, rows, gone=None)
        end_run(ledger, run, {"upto": upto, "method": "bench", "events": len(rows)}, at=at)
    return len(rows)


def _profile(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event's summary asks of a report."""
    dated = row["earliest"] is not None and row["when_basis"] != "context"
    return {
        **{name: row[name] for name in _SUMMARISED},
        "first_day": row["earliest"].toordinal() if dated else None,
        "last_day": row["latest"].toordinal() if dated else None,
        "place_name": row["place"],
        "is_fine": row["where_precision"] in FINE,
    }


def _decisions(reports: pa.Table) -> Iterator[Decision]:
    """Yield what people decide on some of the reports: mostly that they are right."""
    chosen = reports.take(list(range(0, len(reports), _REPORTS_A_DECISION))).to_pylist()
    for number, row in enumerate(chosen):
        about, by = row["report"], ("A. Coder", "B. Reader")[number % 2]
        if number % 5 == 3:
            least = row["killed_low"] or 0
            value = {"low": least, "best": least + 1, "high": least + 2}
            yield Decision(about, "correct", by, "killed", value, "as the hospital's list has it")
        elif number % 10 == 7:
            yield Decision(about, "reject", by, None, None, "tells of a film")
        elif number % 10 == 9:
            yield Decision(about, "unsure", by)
        else:
            yield Decision(about, "accept", by)


def _published(path: Path, formats: Sequence[str], options: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Publish a casebook in each format, and yield what it took."""
    folder = Path(tempfile.mkdtemp(dir=path.parent))
    try:
        for name in formats:
            out = folder / name
            watched = watch([*_COMMAND, "publish", str(path), "--as", name, str(out), *options])
            size = sum(one.stat().st_size for one in out.rglob("*") if one.is_file())
            taken = {key: value for key, value in watched._asdict().items() if key != "output"}
            yield {"format": name, **taken, "written_mb": round(size / 2**20, 1)}
            shutil.rmtree(out)
    finally:
        shutil.rmtree(folder)


_COMMAND = (sys.executable, "-m", "recount")


def _can_publish() -> bool:
    asked = subprocess.run([*_COMMAND, "publish", "--help"], capture_output=True, check=False)
    return asked.returncode == 0


def main() -> None:
    """Fill a casebook where it is not there, publish it, and tell what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000, help="how many (default 100,000); 0.5 GB")
    parser.add_argument("--casebook", type=Path, default=Path("events.recount"), help="filled where it is not there")
    parser.add_argument("--formats", nargs="*", default=list(FORMATS), choices=FORMATS, help="none: only fill")
    parser.add_argument("--option", action="append", default=[], help="for `recount publish`: --option=--rule=ucdp")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="JSON to write")
    given = parser.parse_args()
    measured: dict[str, Any] = {"casebook": given.casebook.name}
    if not given.casebook.exists():
        measured |= fill_events(given.casebook, given.events, seed=given.seed)._asdict()
    measured["casebook_mb"] = given.casebook.stat().st_size >> 20
    print(measured, flush=True)
    measured["published"] = []
    if given.formats and not _can_publish():
        raise SystemExit("`recount publish` is not there.")
    for one in _published(given.casebook, given.formats, given.option) if given.formats else ():
        print(one, flush=True)
        measured["published"].append(one)
        if given.out:
            given.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
