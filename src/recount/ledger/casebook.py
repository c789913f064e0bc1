"""The casebook: opened once, read by many, written by one at a time, and only ever added to."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import apsw

from recount.errors import BadArgument, LedgerFull, NoLedger
from recount.ledger.chain import START, SqlValue, digest_of, link, words_at
from recount.ledger.connecting import connect, create, told, version_of
from recount.ledger.copies import note_copy, sketch_of, write_sketches
from recount.ledger.reusing import give_back
from recount.ledger.schema import SCHEMA_VERSION, chained_in, columns_of, migrate

__all__ = ["Head", "Ledger"]

# A writer that never rests starves a reviewer. Whoever waits asks every millisecond (`connecting.WAIT_SECONDS`), and on
# a busy machine comes to ask after some; re-run `tests/ledger/test_faults_together.py` before changing it.
PAUSE_SECONDS = 0.005


class Head(NamedTuple):
    """The end of the chain: the last row's seq and hash. An empty casebook's is 0."""

    seq: int
    hash: bytes


class Ledger:
    """An open casebook. Use it in a `with` block."""

    def __init__(self, path: Path, db: apsw.Connection) -> None:
        """Wrap an open connection; `Ledger.open` and `Ledger.create` make it."""
        self.path = path
        self._db = db
        self._head: Head | None = None
        self._closed = False
        with told(path):
            self.tables = chained_in(db)
        self.sketches: list[tuple[int, tuple[str, ...]]] = []
        """Of articles that were added in this transaction: `copies` writes them at its end."""

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty casebook."""
        return cls(path, create(path))

    @classmethod
    def open(cls, path: Path, *, write: bool = False, durable: bool = False, upgrade: bool = True) -> Self:
        """Open a casebook.

        Args:
            path: the file.
            write: whether rows will be added.
            durable: whether each transaction is on the disk, power cut or not, when it returns. Loads do without: a
                power cut then costs the last articles, which the next run adds again.
            upgrade: whether tables of an earlier version are taken to the present one first. What may not be written
                is read as it is.

        Raises:
            BadLedger: it cannot be opened.
        """
        ledger = cls(path, connect(path, write=write))
        if durable:
            ledger.execute("PRAGMA synchronous = full")
        if upgrade and ledger.version < SCHEMA_VERSION:
            if not write:
                ledger.close()
                with suppress(LedgerFull, NoLedger), cls(path, connect(path, write=True)) as writer:
                    writer.upgrade()
                return cls(path, connect(path, write=False))
            ledger.upgrade()
        return ledger

    @property
    def version(self) -> int:
        """The version of its tables."""
        with told(self.path):
            return version_of(self._db)

    def upgrade(self) -> None:
        """Take tables of an earlier version to the present one; rows stay as they are."""
        with self._transaction():
            before = self.version
            migrate(self._db, from_version=before)
            self.tables = chained_in(self._db)
            self._head = self.head
            if before < 2:
                for row in list(self.all("SELECT * FROM article WHERE text IS NOT NULL ORDER BY seq")):
                    note_copy(self, row["seq"], row, sketch_of(row["text"]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close a casebook leaves it in one piece, without `-wal` beside it."""
        if self._closed:
            return
        self._closed = True
        with told(self.path):
            if not give_back(self._db):
                self._db.close()

    @property
    def head(self) -> Head:
        """The end of the chain."""
        with told(self.path):
            row = self._db.execute(_head(self.tables)).fetchone()
        return Head(*row) if row else Head(0, START)

    def hash_of(self, seq: int) -> bytes | None:
        """Return the hash of a row by its seq; None where there is none."""
        for table in self.tables:
            row = self.execute(f"SELECT hash FROM {table} WHERE seq = ?", (seq,)).fetchone()
            if row:
                return bytes(row[0])
        return None

    @contextmanager
    def still(self) -> Iterator[Head]:
        """Read the casebook as it is in this moment, whatever others write meanwhile; yields the end of the chain."""
        with told(self.path):
            self._db.execute("BEGIN")
            try:
                yield self.head
            finally:
                self._db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one writer's place; everything appended inside is kept together, or nothing of it.

        Raises:
            LedgerBusy: another process does not give the place up.
            LedgerFull: no room; nothing of the block was kept.
        """
        with self._transaction():
            self._head = self.head
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                write_sketches(self)
                self._db.execute("COMMIT")
            except BaseException:
                # SQLite rolls back by itself when the disk is full.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._head = None
                self.sketches.clear()

    def append(self, table: str, columns: Mapping[str, SqlValue], *, text: str | None = None) -> int:
        """Add a row to the chain, inside `writing`; return its seq.

        Args:
            table: one of the chained tables.
            columns: its columns without seq and hash; those left out are null.
            text: of the article that the row's spans are of.
        """
        if self._head is None:
            raise BadArgument("Rows are appended inside `with ledger.writing()`.")
        seq = self._head.seq + 1
        named: list[tuple[str, SqlValue]] = [
            (name, seq if name == "seq" else columns.get(name)) for name in columns_of(table)
        ]
        chained = link(self._head.hash, digest_of(table, named, words_at(named, text) if text is not None else ()))
        self._db.execute(_insert(table), (*(value for _, value in named), chained))
        self._head = Head(seq, chained)
        return seq

    def pause(self) -> None:
        """Let others write, after a transaction of a load."""
        time.sleep(PAUSE_SECONDS)

    def execute(self, sql: str, values: Any = ()) -> apsw.Cursor:
        """Run SQL of this package's own making."""
        with told(self.path):
            return self._db.execute(sql, values)

    def many(self, sql: str, values: Iterable[tuple[SqlValue, ...]]) -> None:
        """Run SQL of this package's own making once for each of some values."""
        with told(self.path):
            self._db.executemany(sql, values)

    def value(self, sql: str, values: Any = ()) -> Any:
        """Return the first column of the first row; None where there is none."""
        row = self.execute(sql, values).fetchone()
        return row[0] if row else None

    def one(self, sql: str, values: Any = ()) -> dict[str, Any] | None:
        """Return the first row as columns by name; None where there is none."""
        return next(self.all(sql, values), None)

    def all(self, sql: str, values: Any = ()) -> Iterator[dict[str, Any]]:
        """Yield rows as columns by name."""
        with told(self.path):
            cursor = self._db.execute(sql, values)
            names: tuple[str, ...] = ()
            for row in cursor:
                names = names or tuple(name for name, _ in cursor.get_description())
                yield dict(zip(names, row, strict=True))

    def rows(self, sql: str, values: Any = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows as tuples."""
        with told(self.path):
            yield from self._db.execute(sql, values)


@cache
def _insert(table: str) -> str:
    names = (*columns_of(table), "hash")
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


@cache
def _head(tables: tuple[str, ...]) -> str:
    ends = (f"SELECT * FROM (SELECT seq, hash FROM {table} ORDER BY seq DESC LIMIT 1)" for table in tables)
    return f"SELECT seq, hash FROM ({' UNION ALL '.join(ends)}) ORDER BY seq DESC LIMIT 1"
