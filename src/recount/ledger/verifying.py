"""Checks that a casebook is as it was written: pages, schema, chain, quotes, kept bytes and indexes."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from threading import active_count
from typing import NamedTuple

from recount.errors import BadLedger
from recount.ledger.casebook import Ledger
from recount.ledger.connecting import connect
from recount.ledger.pages import check_pages
from recount.ledger.schema import expected_objects, objects_of
from recount.ledger.sealing import Seal
from recount.ledger.walking import MOST_KEPT, Finding, Walk

__all__ = ["Finding", "Verification", "verify"]

# Findings that are named; of more only the number is told.
MOST_NAMED = 20
# A process takes half a second to start; one checks about 35,000 rows a second.
FEWEST_ROWS_A_PROCESS = 20_000


# Rows that an index lacks, holds too many of, or has in the wrong place.
_ASTRAY = {
    "article_words": (
        "SELECT ifnull(seq, id) FROM (SELECT seq FROM article WHERE text IS NOT NULL) FULL JOIN article_words_docsize "
        "ON id = seq WHERE id IS NULL OR seq IS NULL"
    ),
    # Degrees and days are kept as 32-bit numbers, rounded outwards; julianday counts from noon, days since the year 1
    # from midnight.
    "report_box": (
        "SELECT ifnull(report.seq, box.seq) FROM (SELECT * FROM report WHERE latitude IS NOT NULL OR earliest IS NOT "
        "NULL OR latest IS NOT NULL) AS report FULL JOIN report_box AS box ON box.seq = report.seq "
        "WHERE box.seq IS NULL OR report.seq IS NULL OR latitude NOT BETWEEN min_latitude AND max_latitude "
        "OR longitude NOT BETWEEN min_longitude AND max_longitude "
        "OR max_latitude - min_latitude > 0.001 OR max_longitude - min_longitude > 0.001 "
        "OR julianday(ifnull(earliest, latest)) - 1721424.5 <> min_day "
        "OR julianday(ifnull(latest, earliest)) - 1721424.5 <> max_day"
    ),
}


class Verification(NamedTuple):
    """What a verification looked at and found."""

    rows: int
    articles: int
    pages: int
    redacted: int
    head: bytes
    """The last row's hash, as computed from the rows."""
    bad: int
    """How many findings there are in all."""
    findings: tuple[Finding, ...]
    """The first bad row first, and no more than a thousand; empty where everything is as it was written."""


def verify(path: Path, *, seal: Seal | None = None, processes: int = 1) -> Verification:
    """Check every page, the schema, every row's hash and place in the chain, every quote and every kept byte.

    A seal that was exported earlier also shows whether rows that stood there then were replaced since. Long casebooks
    are checked in so many `processes` at once.

    Raises:
        NoLedger: no such file, or no casebook.
        DamagedLedger: so much is damaged that nothing can be read.
    """
    with _unchecked(path) as ledger:
        parts = _parts(ledger, processes)
    # Forked where that is safe, that is, while no connection is open and no other thread runs: spawning takes a second.
    how = "fork" if "fork" in get_all_start_methods() and active_count() == 1 else "spawn"
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(len(parts), mp_context=get_context(how))) if parts[1:] else None
        waiting = [pool.submit(_check_rows, path, seal, *part) for part in parts[1:]] if pool else []
        checked = [_check_rows(path, seal, *parts[0]), *(one.result() for one in waiting)]
        ledger = stack.enter_context(_unchecked(path))
        pages, bad_pages = check_pages(path, ledger)
        rest = [*bad_pages, *_schema(ledger), *_indexes(ledger)]
        findings = [*(finding for one in checked for finding in one.findings), *rest]
        return Verification(
            rows=checked[-1].rows,
            articles=sum(one.articles for one in checked),
            pages=pages,
            redacted=sum(one.redacted for one in checked),
            head=checked[-1].head,
            bad=sum(one.bad for one in checked) + len(rest),
            findings=tuple(findings[:MOST_KEPT]),
        )


def _unchecked(path: Path) -> Ledger:
    """Open a casebook so that rows of a damaged page are looked at too: the first bad one can then be named."""
    try:
        ledger = Ledger(path, connect(path, write=False, checked=False))
    except BadLedger:
        # A first page with a wrong sum is damaged, whatever else it seems to say.
        ledger = Ledger(path, connect(path, write=False))
    # One state of the casebook, whoever adds to it meanwhile.
    ledger.execute("BEGIN")
    return ledger


def _parts(ledger: Ledger, processes: int) -> list[tuple[int, int | None]]:
    """Cut the chain into parts: (after this row, up to this row), the last one open."""
    try:
        last = ledger.head.seq
    except BadLedger:
        last = 0
    number = max(1, min(processes, last // FEWEST_ROWS_A_PROCESS))
    ends = [last * part // number for part in range(number)]
    return list(zip(ends, [*ends[1:], None], strict=True))


def _check_rows(path: Path, seal: Seal | None, after: int, last: int | None) -> Verification:
    with _unchecked(path) as ledger:
        rows = Walk(ledger, seal, after, last)
        rows.check()
        return Verification(rows.seq, rows.articles, 0, rows.redacted, rows.head, rows.bad, tuple(rows.findings))


def _schema(ledger: Ledger) -> Iterator[Finding]:
    """Compare tables, indexes, triggers and views with those that this version makes."""
    try:
        found = objects_of(ledger.rows, version=ledger.version)
    except BadLedger as error:
        yield Finding("schema", "schema", str(error))
        return
    expected = expected_objects(ledger.version)
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            yield Finding("schema", name, "it is missing")
        elif name not in expected:
            yield Finding("schema", name, "it is not part of a casebook")
        elif found[name] != expected[name]:
            yield Finding("schema", name, "it is not as this version makes it")


def _indexes(ledger: Ledger) -> Iterator[Finding]:
    try:
        for (line,) in ledger.rows(f"PRAGMA integrity_check({MOST_NAMED})"):
            if line != "ok":
                yield Finding("index", "SQLite's own check", str(line))
    except BadLedger as error:
        yield Finding("index", "SQLite's own check", str(error))
    for name, sql in _ASTRAY.items():
        try:
            seqs = [str(seq) for (seq,) in ledger.rows(f"{sql} LIMIT {MOST_NAMED}")]
        except BadLedger as error:
            seqs = [str(error)]
        if seqs:
            yield Finding("index", name, f"it does not fit the rows: {', '.join(seqs)}")
