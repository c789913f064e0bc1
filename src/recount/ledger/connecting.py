"""Opens casebooks: one SQLite file, with a check on every page, written by one and read by many."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import apsw
import apsw.sqlite_extra

from recount.errors import BadLedger, DamagedLedger, LedgerBusy, LedgerFull, NewerLedger, NoLedger
from recount.ledger.reusing import noted, taken
from recount.ledger.schema import APPLICATION_ID, SCHEMA_VERSION, migrate

__all__ = ["PAGE_BYTES", "connect", "create", "told", "version_of"]

# Bytes. Texts of 2 KB leave half of each page of 4 KB empty. Of 10,000 articles, written anew with pages of 16, 32 and
# 64 KB, the file was 3.23, 3.22 and 3.27 times the text; small pages keep transactions short.
PAGE_BYTES = 16_384
# Seconds to wait for another writer at least, and between two questions whether it is done. A load commits every 20 ms,
# so that only a stuck process takes so long.
BUSY_SECONDS, WAIT_SECONDS = 30, 0.001
_EXISTS = "{path} exists already. Name another file, or add to this one with `recount add`."
_VFS = "cksmvfs"
# SQL of our own making fails only where tables are not as they were made, and text that was written was UTF-8.
_DAMAGED = (
    apsw.CorruptError, apsw.NotADBError, apsw.FormatError, apsw.SQLError, apsw.SchemaChangeError, apsw.MismatchError,
    UnicodeDecodeError,
)  # fmt: skip


@lru_cache(maxsize=1)
def _load_page_checks() -> None:
    """Make SQLite keep eight bytes of checksum in every page, which any SQLite reads and ours checks."""
    before = apsw.vfs_names()[0]
    loader = apsw.Connection(":memory:", vfs=before)
    apsw.sqlite_extra.load(loader, "cksumvfs")
    loader.close()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into those of the house.

    Raises:
        LedgerFull: the disk is full, or the file may not be written.
        LedgerBusy: another process writes and does not stop.
        DamagedLedger: a page of the file is not as it was written.
    """
    try:
        yield
    except (apsw.FullError, apsw.ReadOnlyError) as error:
        raise LedgerFull(
            f"{path} cannot be written: {error}. What was kept before is whole; make room, or mend the permissions, "
            "and run the same command again: it goes on where it stopped."
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusy(
            f"{path} is being written by another process for more than {BUSY_SECONDS} seconds. Try again later."
        ) from error
    except _DAMAGED as error:
        raise DamagedLedger(f"{path} is damaged: {error}. Run `recount verify` to see where.") from error
    except apsw.IOError as error:
        if "WRITE" in _reason(error) or "FSYNC" in _reason(error) or "SHM" in _reason(error):
            raise LedgerFull(
                f"{path} cannot be written: {error}. What was kept before is whole; check the disk and its free space."
            ) from error
        raise DamagedLedger(
            f"{path} is damaged, or its disk fails: {error}. Run `recount verify` to see where."
        ) from error


def _reason(error: apsw.Error) -> str:
    return str(apsw.mapping_extended_result_codes.get(getattr(error, "extendedresult", 0), ""))


def create(path: Path) -> apsw.Connection:
    """Make an empty casebook and open it for writing.

    Raises:
        BadLedger: there is a file already, or no folder for it.
        LedgerFull: it cannot be written.
    """
    # What a `create` leaves that was stopped: nothing yet, or a file with a journal that takes it back to nothing.
    begun = path.with_name(f"{path.name}-journal").exists()
    if path.exists() and not (path.is_file() and (begun or path.stat().st_size == 0)):
        raise BadLedger(_EXISTS.format(path=path))
    if not path.parent.is_dir():
        raise BadLedger(f"There is no folder {path.parent}. Make it first.")
    _load_page_checks()
    with _opened(path):
        db = apsw.Connection(str(path), vfs=_VFS)
        _fill(db, path)
    return db


@contextmanager
def _closed_on_error(db: apsw.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _fill(db: apsw.Connection, path: Path) -> None:
    """Make the tables in one transaction: the file is a casebook or empty, whenever this is stopped."""
    with _closed_on_error(db):
        db.reserve_bytes("main", 8)
        db.pragma("page_size", PAGE_BYTES)
        _prepared(db)
        db.execute("BEGIN EXCLUSIVE")
        if db.pragma("application_id") or db.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise BadLedger(_EXISTS.format(path=path))
        db.pragma("application_id", APPLICATION_ID)
        migrate(db, from_version=0)
        db.execute("COMMIT")
        _set_up(db)


def connect(path: Path, *, write: bool, checked: bool = True) -> apsw.Connection:
    """Open a casebook of the present or an earlier version; its pages are taken as they are where not `checked`.

    Raises:
        NoLedger: no such file, or another kind of file.
        NewerLedger: a newer Recount wrote it.
        DamagedLedger: it cannot be read.
    """
    if not path.is_file():
        raise NoLedger(f"There is no casebook {path}. Make one with `recount init {path}`.")
    _load_page_checks()
    with _opened(path):
        again = taken(path) if checked and not write else None
        if again is not None:
            with _closed_on_error(again):
                _check_version(again, path)
            return again
        try:
            db = _connection(path, write=write, checked=checked)
            application = db.pragma("application_id")
        except apsw.NotADBError:
            if _says_casebook(path):
                raise
            application = None
        if application != APPLICATION_ID:
            raise NoLedger(f"{path} is no casebook. Make one with `recount init FILE.recount`.")
        _check_version(db, path)
        if write:
            _set_up(db)
        elif checked:
            noted(path, db)
    return db


def _says_casebook(path: Path) -> bool:
    """Tell whether a file that SQLite cannot open was a casebook once, by its header."""
    with path.open("rb") as file:
        return file.read(72)[68:] == APPLICATION_ID.to_bytes(4, "big")


def version_of(db: apsw.Connection) -> int:
    """Return the version of a casebook's tables."""
    return int(db.pragma("user_version"))


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    try:
        with told(path):
            yield
    except apsw.CantOpenError as error:
        raise NoLedger(f"{path} cannot be opened: {error}. Check its permissions and those of its folder.") from error


def _connection(path: Path, *, write: bool, checked: bool) -> apsw.Connection:
    if write:
        return _prepared(apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE, vfs=_VFS), checked=checked)
    try:
        db = _prepared(apsw.Connection(str(path), apsw.SQLITE_OPEN_READONLY, vfs=_VFS), checked=checked)
        db.pragma("schema_version")
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        # In a folder that may not be written, as on a disc, no other process writes either.
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        return _prepared(apsw.Connection(f"file:{quote(str(path))}?immutable=1", flags, vfs=_VFS), checked=checked)
    return db


def _prepared(db: apsw.Connection, *, checked: bool = True) -> apsw.Connection:
    db.set_busy_handler(_waits)
    if not checked:
        db.execute("PRAGMA checksum_verification = off")
    return db


def _waits(times: int) -> bool:
    """Wait for another process that writes; return whether to ask again.

    SQLite's own way of waiting, up to 0.1 seconds before it asks again, misses the pauses of a load.
    """
    time.sleep(WAIT_SECONDS)
    return times * WAIT_SECONDS < BUSY_SECONDS


def _set_up(db: apsw.Connection) -> None:
    db.pragma("journal_mode", "wal")
    # Power may fail between two articles of a load and lose the last ones, which the next run adds again. A person's
    # decision is written through to the disk (`Ledger.open(durable=True)`).
    db.pragma("synchronous", "normal")
    # Without it, INSERT OR REPLACE deletes rows past the triggers.
    db.pragma("recursive_triggers", True)
    db.pragma("foreign_keys", True)


def _check_version(db: apsw.Connection, path: Path) -> None:
    if version_of(db) > SCHEMA_VERSION:
        raise NewerLedger(
            f"{path} was written by a newer Recount: its tables are of version {version_of(db)}, and this one knows "
            f"version {SCHEMA_VERSION}. Install the newer one: `pip install --upgrade recount`."
        )
