"""Walks the chain of a casebook from row to row, and checks each against its hash, its place and its words."""

import heapq
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

from recount.errors import BadLedger, DamagedLedger
from recount.ledger.casebook import Ledger
from recount.ledger.chain import START, SqlValue, digest_of, link, words_at
from recount.ledger.looking import Texts, article_of_coding, context_at
from recount.ledger.rows import CODED, context_of, unpacked
from recount.ledger.schema import columns_of, tables
from recount.ledger.sealing import Seal
from recount.nouns import article_id

__all__ = ["MOST_KEPT", "Finding", "Walk"]

MOST_KEPT = 1_000
"""Findings that are kept, the first ones; of more only the number is."""


class Finding(NamedTuple):
    """One thing that is not as it was written."""

    kind: str
    """page, schema, chain, row, quote, bytes, index, seal."""
    where: str
    """"row 812 (report rep1:…)", "page 7 (report)"."""
    what: str


class Walk:
    """A walk along a part of the chain, with what was found on the way."""

    def __init__(self, ledger: Ledger, seal: Seal | None, after: int, last: int | None) -> None:
        """Begin after a row, to end with another one, or with the last of all where `last` is None."""
        self._ledger, self._seal, self._last = ledger, seal, last
        self.findings: list[Finding] = []
        self.bad = 0
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
        """Walk, and check each row; `findings`, `articles`, `redacted`, `seq` and `head` then say what there is."""
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
        self.bad += 1
        if len(self.findings) < MOST_KEPT:
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
            article = article_of_coding(self._ledger, columns["coding"])
            self._coding = columns["coding"], (self._texts.of(article) if article else None) or ""
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
