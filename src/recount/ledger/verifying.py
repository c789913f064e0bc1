"""Checks that a casebook is as it was written: pages, schema, chain, quotes, kept bytes and indexes."""

import heapq
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from recount.errors import BadLedger, DamagedLedger
from recount.ledger.casebook import Ledger
from recount.ledger.chain import START, SqlValue, digest_of, link, words_at
from recount.ledger.looking import Texts
from recount.ledger.rows import CODED, unpacked
from recount.ledger.schema import columns_of, expected_objects, objects_of
from recount.ledger.sealing import Seal
from recount.nouns import article_id

__all__ = ["Finding", "Verification", "verify"]

# Findings that are named; of more only the number is told.
MOST_NAMED = 20
# A process takes half a second to start; one checks about 60,000 rows a second.
FEWEST_ROWS_A_PROCESS = 50_000


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
        if len(parts) == 1:
            checked = [_check_rows(path, seal, *parts[0])]
        else:
            with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
                waiting = [pool.submit(_check_rows, path, seal, *part) for part in parts]
                checked = [one.result() for one in waiting]
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
    ledger = Ledger.open(path, upgrade=False)
    ledger.execute("PRAGMA checksum_verification = off")
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
        self._redactions: dict[tuple[str, int], bytes] = {}
        self._row: tuple[str, int, dict[str, SqlValue]] = ("casebook", 0, {})
        self._coding: tuple[SqlValue, str] = (0, "")

    def check(self) -> None:
        try:
            for row in self._ledger.all("SELECT kind, row, digest FROM redaction"):
                self._redactions[row["kind"], row["row"]] = row["digest"]
            self.head = self._ledger.hash_of(self.seq) or START
            ends = (self.seq, self._last or (1 << 62))
            streams = [_stream(self._ledger, number, table, ends) for number, table in enumerate(self._ledger.tables)]
            for seq, number, values in heapq.merge(*streams):
                table = self._ledger.tables[number]
                self._row = (table, seq, dict(zip(columns_of(table), values, strict=False)))
                self._check_link(values[-1])
        except (BadLedger, UnicodeDecodeError) as error:
            self._found("row", f"the next row cannot be read: {error}")
        if self._seal and self._last is None and self._seal.seq > self.seq:
            self._found("seal", f"rows are missing at the end: there were {self._seal.seq} when it was sealed")

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
        self.head = link(self.head, removed or digest_of(table, columns.items(), words))
        if self.head != stored:
            self._found("row", "its content, its words or its place in the chain are not as they were written")
            # The rows after it are checked against what stands here, so that only bad ones are named.
            self.head = stored if isinstance(stored, bytes) and len(stored) == len(START) else self.head
        elif removed is None:
            self._check_content(words)
        self.seq = seq
        if self._seal and seq == self._seal.seq and self.head != self._seal.hash:
            self._found("seal", "another row stands where the casebook was sealed: it was written anew since")

    def _words(self) -> list[str]:
        """Return the words at a coded row's spans; its coding and that one's article stand before it."""
        table, _, columns = self._row
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
        text = self._texts.of(columns["dictionary"]) if columns["dictionary"] else ""
        packed, size = columns["packed"], columns["size"]
        if text is None or not isinstance(packed, bytes) or not isinstance(size, int):
            self._found("bytes", "they are gone, or the article whose text unpacks them is")
            return
        try:
            data = unpacked(packed, text, max_bytes=size + 1)
        except ValueError as error:
            self._found("bytes", str(error))
            return
        if sha256(data).digest() != columns["sha256"]:
            self._found("bytes", "they do not have the SHA-256 that stands beside them")


def _id_in(columns: dict[str, SqlValue]) -> list[str]:
    return [one for one in (columns.get("id"), columns.get("about")) if isinstance(one, str)]


def _stream(
    ledger: Ledger, number: int, table: str, ends: tuple[int, int]
) -> Iterator[tuple[int, int, tuple[SqlValue, ...]]]:
    names = (*columns_of(table), "hash")
    sql = f"SELECT {', '.join(names)} FROM {table} WHERE seq > ? AND seq <= ? ORDER BY seq"
    for row in ledger.execute(sql, ends):
        yield row[0], number, row


def _pages(path: Path, ledger: Ledger) -> tuple[int, list[Finding]]:
    """Check the sum in each page of the file, free pages too, and name what a bad page belongs to."""
    size = int(ledger.value("PRAGMA page_size"))
    bad: list[int] = []
    number = 0
    with path.open("rb") as file:
        while page := file.read(size):
            number += 1
            if ledger.value("SELECT verify_checksum(?)", (page,)) != 1:
                bad.append(number)
    holders: dict[int, str] = {}
    if bad:
        with suppress(DamagedLedger):
            holders = dict(ledger.execute("SELECT pageno, name FROM dbstat"))
    what = "its bytes are not as they were written"
    return number, [Finding("page", f"page {one} ({holders.get(one, 'free or not known')})", what) for one in bad]


def _schema(ledger: Ledger) -> Iterator[Finding]:
    """Compare tables, indexes, triggers and views with those that this version makes."""
    try:
        found = objects_of(ledger.execute)
    except DamagedLedger as error:
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
        for (line,) in ledger.execute(f"PRAGMA integrity_check({MOST_NAMED})"):
            if line != "ok":
                yield Finding("index", "SQLite's own check", str(line))
    except DamagedLedger as error:
        yield Finding("index", "SQLite's own check", str(error))
