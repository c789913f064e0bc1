"""Checks that a casebook is as it was written: pages, schema, chain, quotes, kept bytes and indexes."""

import heapq
import sys
from array import array
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, suppress
from hashlib import sha256
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from threading import active_count
from typing import Any, Literal, NamedTuple

from recount.errors import BadLedger, DamagedLedger
from recount.ledger.casebook import Ledger
from recount.ledger.chain import START, SqlValue, digest_of, link, words_at
from recount.ledger.connecting import connect
from recount.ledger.looking import Texts, context_at
from recount.ledger.rows import CODED, context_of, unpacked
from recount.ledger.schema import columns_of, expected_objects, objects_of, tables
from recount.ledger.sealing import Seal
from recount.nouns import article_id

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


class Finding(NamedTuple):
    """One thing that is not as it was written."""

    kind: str
    """page, schema, chain, row, quote, bytes, index, seal."""
    where: str
    """"row 812 (report rep1:…)", "page 7 (report)"."""
    what: str


class Verification(NamedTuple):
    """What a verification looked at and found."""

    rows: int
    articles: int
    pages: int
    redacted: int
    head: bytes
    """The last row's hash, as computed from the rows."""
    findings: tuple[Finding, ...]
    """The first bad row first; empty where everything is as it was written."""


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
        pages, bad_pages = _pages(path, ledger)
        findings = [finding for one in checked for finding in one.findings]
        return Verification(
            rows=checked[-1].rows,
            articles=sum(one.articles for one in checked),
            pages=pages,
            redacted=sum(one.redacted for one in checked),
            head=checked[-1].head,
            findings=(*findings, *bad_pages, *_schema(ledger), *_indexes(ledger)),
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
        rows = _Rows(ledger, seal, after, last)
        rows.check()
        return Verification(rows.seq, rows.articles, 0, rows.redacted, rows.head, tuple(rows.findings))


class _Rows:
    """Walks the chain from the first row to the last."""

    def __init__(self, ledger: Ledger, seal: Seal | None, after: int, last: int | None) -> None:
        self._ledger, self._seal, self._last = ledger, seal, last
        self.findings: list[Finding] = []
        self.articles = self.redacted = 0
        self.seq = after
        self.head = START
        self._texts = Texts(ledger)
        self._redactions: dict[tuple[str, int], tuple[bytes, bytes]] = {}
        self._row: tuple[str, int, dict[str, SqlValue]] = ("casebook", 0, {})
        # The last coding with the text of its article, and the last article: most rows are of these.
        self._coding: tuple[SqlValue, str] = (0, "")
        self._article: tuple[SqlValue, dict[str, Any]] = (0, {})

    def check(self) -> None:
        self._read_redactions()
        with suppress(BadLedger, TypeError, ValueError):
            self.head = (self._ledger.hash_of(self.seq) if self.seq else None) or START
        tables, ends = self._ledger.tables, (self.seq, self._last or (1 << 62))
        streams = [_stream(self._ledger, number, table, ends) for number, table in enumerate(tables)]
        for seq, number, values in heapq.merge(*streams):
            if isinstance(values, BadLedger):
                self._found("row", f"the next row of the table {tables[number]} cannot be read: {values}")
                continue
            self._row = (tables[number], seq, dict(zip(columns_of(tables[number]), values, strict=False)))
            try:
                self._check_link(values[-1])
            except (BadLedger, ValueError, TypeError, OverflowError, AttributeError) as error:
                self._found("row", f"it cannot be read: {error}")
                self._go_on_from(seq, values[-1])
        if self._seal and self._last is None and self._seal.seq > self.seq:
            self._found("seal", f"rows are missing at the end: there were {self._seal.seq} when it was sealed")

    def _read_redactions(self) -> None:
        try:
            for kind, row, *digests in self._ledger.rows("SELECT kind, row, digest, remains FROM redaction"):
                self._redactions[kind, row] = digests[0], digests[1]
        except BadLedger as error:
            self._found("row", f"not all redactions can be read: {error}")

    def _found(self, kind: str, what: str) -> None:
        table, seq, columns = self._row
        self.findings.append(Finding(kind, f"row {seq} ({' '.join((table, *_id_in(columns)))})", what))

    def _check_link(self, stored: SqlValue) -> None:
        table, seq, columns = self._row
        if seq != self.seq + 1:
            missing = f"rows {self.seq + 1} to {seq - 1} are missing before it"
            self._found("chain", missing if seq > self.seq + 1 else "another row stands in its place in the chain")
        removed = self._redactions.get((table, seq))
        self.redacted += removed is not None
        self.articles += table == "article"
        words = self._words()
        self.head = link(self.head, removed[0] if removed else digest_of(table, columns.items(), words))
        if self.head != stored:
            self._found("row", "its content, its words or its place in the chain are not as they were written")
        elif removed is None:
            self._check_content(words)
        elif any(columns[one.name] is not None for one in tables()[table].columns if not one.required):
            self._found("row", "it was redacted, and yet it says something")
        elif digest_of(table, columns.items()) != removed[1]:
            self._found("row", "it was redacted, and what stays of it is not as it was written")
        self._go_on_from(seq, stored)
        if self._seal and seq == self._seal.seq and self.head != self._seal.hash:
            self._found("seal", "another row stands where the casebook was sealed: it was written anew since")

    def _go_on_from(self, seq: int, stored: SqlValue) -> None:
        """Check the rows after a row against the hash that stands beside it, so that only bad ones are named."""
        self.head = stored if isinstance(stored, bytes) and len(stored) == len(START) else self.head
        self.seq = seq

    def _words(self) -> list[str]:
        """Return the words at a coded row's spans; its coding and that one's article stand before it."""
        table, seq, columns = self._row
        if table == "article":
            self._article = seq, columns
            self._texts.keep(seq, columns["text"])  # type: ignore[arg-type]
        elif table == "coding":
            self._coding = seq, self._texts.of(columns["article"]) or ""
        if table not in CODED:
            return []
        if columns["coding"] != self._coding[0]:
            coding = self._ledger.one("SELECT article FROM coding WHERE seq = ?", (columns["coding"],))
            self._coding = columns["coding"], (self._texts.of(coding["article"]) if coding else None) or ""
        return words_at(columns.items(), self._coding[1])

    def _check_content(self, words: list[str]) -> None:
        """Check what a row says of itself; its hash was found to be right."""
        table, _, columns = self._row
        if table == "article":
            follows = article_id(*(columns[name] for name in ("text", "url", "outlet")))  # type: ignore[arg-type]
            if follows != columns["id"]:
                self._found("row", f"its id does not follow from text, address and outlet: that would be {follows}")
        elif table == "original":
            self._check_bytes(columns)
        elif "" in words:
            self._found("quote", "one of its spans is empty, or lies outside the text of its article")

    def _check_bytes(self, columns: dict[str, SqlValue]) -> None:
        packed, size = columns["packed"], columns["size"]
        if not isinstance(packed, bytes) or not isinstance(size, int):
            self._found("bytes", "they are gone")
            return
        try:
            seq, article = self._article
            whole = columns["dictionary"] == seq
            context = context_of(article) if whole else context_at(self._ledger, columns["dictionary"])
            data = unpacked(packed, context, max_bytes=size + 1)
        except ValueError as error:
            self._found("bytes", str(error))
            return
        if sha256(data).digest() != columns["sha256"]:
            self._found("bytes", "they do not have the SHA-256 that stands beside them")


def _id_in(columns: dict[str, SqlValue]) -> list[str]:
    return [one for one in (columns.get("id"), columns.get("about")) if isinstance(one, str)]


def _stream(
    ledger: Ledger, number: int, table: str, ends: tuple[int, int]
) -> Iterator[tuple[int, int, tuple[SqlValue, ...] | BadLedger]]:
    """Yield the rows of a table in the order of the chain; an error in place of the first that cannot be reached."""
    names = (*columns_of(table), "hash")
    after, last = ends
    try:
        while True:
            try:
                for row in ledger.rows(
                    f"SELECT {', '.join(names)} FROM {table} WHERE seq > ? AND seq <= ? ORDER BY seq", (after, last)
                ):
                    yield row[0], number, row
                    # In a damaged tree rows may stand in any order.
                    after = max(after, row[0])
                return
            except DamagedLedger:
                row = _undecodable(ledger, table, names, after)
                yield row[0], number, row
                after = row[0]
    except BadLedger as error:
        yield after + 1, number, error


def _undecodable(ledger: Ledger, table: str, names: tuple[str, ...], after: int) -> Any:
    """Return the row after another one, with marks in place of bytes that are no UTF-8 any more.

    Raises:
        DamagedLedger: it is not for its letters that the row cannot be read.
    """
    read = (f"iif(typeof({name}) = 'text', CAST({name} AS BLOB), {name}), typeof({name})" for name in names)
    sql = f"SELECT {', '.join(read)} FROM {table} WHERE seq > ? ORDER BY seq LIMIT 1"
    row = next(ledger.rows(sql, (after,)), None)
    if row is None or row[0] <= after:
        raise DamagedLedger(f"{ledger.path} is damaged: rows of {table} after row {after} cannot be reached.")
    return tuple(
        value.decode(errors="replace") if kind == "text" else value
        for value, kind in zip(row[::2], row[1::2], strict=True)
    )


def _pages(path: Path, ledger: Ledger) -> tuple[int, list[Finding]]:
    """Check the sum in each page of the file, free pages too, and name what a bad page belongs to."""
    size = int(ledger.value("PRAGMA page_size"))
    bad: list[int] = []
    number = 0
    with path.open("rb") as file:
        while page := file.read(size):
            number += 1
            if not _is_sound(ledger, page):
                bad.append(number)
    # A page is in two places while it is taken over into the file; a process that is killed then leaves half of it
    # there, and SQLite reads the other one.
    waiting = _waiting_pages(path, size) if bad else set()
    bad = [one for one in bad if one not in waiting]
    holders: dict[int, str] = {}
    if bad:
        with suppress(BadLedger):
            holders = dict(ledger.rows("SELECT pageno, name FROM dbstat"))
    what = "its bytes are not as they were written"
    found = [Finding("page", f"page {one} ({holders.get(one, 'free or not known')})", what) for one in bad]
    last = int(ledger.value("PRAGMA page_count"))
    wal = _wal_of(path)
    if number > last and not (wal.exists() and wal.stat().st_size):
        found.append(
            Finding("page", f"page {last}", f"it is the last one, but the file goes on for {number - last} more")
        )
    return number, found


def _is_sound(ledger: Ledger, page: bytes) -> bool:
    return bool(ledger.value("SELECT verify_checksum(?)", (page,)) == 1)


def _wal_of(path: Path) -> Path:
    """Return the file of pending writes beside a casebook."""
    return path.with_name(f"{path.name}-wal")


def _waiting_pages(path: Path, size: int) -> set[int]:
    """Return the pages that wait, whole and committed, in the file of pending writes (sqlite.org/walformat.html)."""
    try:
        pending = _wal_of(path).open("rb")
    except OSError:
        return set()
    committed: set[int] = set()
    written: set[int] = set()
    with pending as file:
        head = file.read(32)
        order: Literal["big", "little"] = "big" if head[3:4] == b"\x83" else "little"
        sums = _wal_sums((0, 0), head[:24], order)
        while len(frame := file.read(24 + size)) == 24 + size and frame[8:16] == head[16:24]:
            sums = _wal_sums(sums, frame[:8] + frame[24:], order)
            if sums != (int.from_bytes(frame[16:20], "big"), int.from_bytes(frame[20:24], "big")):
                break
            written.add(int.from_bytes(frame[:4], "big"))
            if frame[4:8] != bytes(4):
                committed |= written
    return committed


def _wal_sums(sums: tuple[int, int], data: bytes, order: Literal["big", "little"]) -> tuple[int, int]:
    """Go on with the two sums that SQLite keeps over the file of pending writes."""
    words = array("I", data)
    if order != sys.byteorder:
        words.byteswap()
    first, second = sums
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = first + one + second & 0xFFFFFFFF
        second = second + other + first & 0xFFFFFFFF
    return first, second


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
