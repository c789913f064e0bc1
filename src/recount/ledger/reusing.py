"""Connections for reading that a server uses again: what SQLite has read of a casebook stays in memory meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

import apsw

__all__ = ["give_back", "kept_open", "noted", "taken"]

# Connections that wait for the next reader, and how much each keeps of what it read: KiB, negative as SQLite has it.
_MOST_WAITING, _CACHE = 8, -16 * 1024

_lock = Lock()
_waiting: dict[Path, list[tuple[apsw.Connection, tuple[int, int]]]] = {}
_taken: WeakKeyDictionary[apsw.Connection, tuple[Path, tuple[int, int]]] = WeakKeyDictionary()


@contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """As long as the block lasts, those who are done with reading a casebook leave their connection to the next ones.

    Besides, a casebook that somebody has open is opened at once: else all of its `-wal` is read first, which takes
    seconds where a load or a migration left gigabytes there.
    """
    with _lock:
        _waiting.setdefault(path, [])
    try:
        yield
    finally:
        with _lock:
            for db, _ in _waiting.pop(path, []):
                db.close()


def taken(path: Path) -> apsw.Connection | None:
    """Return a connection for reading that nobody uses; None where there is none, or the file is another by now."""
    if path not in _waiting:
        return None
    file = _file(path)
    with _lock:
        waiting = _waiting.get(path, [])
        while waiting:
            db, opened = waiting.pop()
            if opened == file:
                _taken[db] = path, opened
                return db
            db.close()
    return None


def noted(path: Path, db: apsw.Connection) -> None:
    """Note a connection for reading that was just opened: it is used again where its casebook is kept open."""
    if path in _waiting:
        db.pragma("cache_size", _CACHE)
        with _lock:
            _taken[db] = path, _file(path)


def give_back(db: apsw.Connection) -> bool:
    """Leave a connection to the next reader; return False where it has to be closed."""
    if not _taken:
        return False
    with _lock:
        path, file = _taken.pop(db, (None, (0, 0)))
        waiting = _waiting.get(path) if path is not None else None
        # A statement that was not read to its end would hold the next reader to the state that it saw.
        if waiting is None or len(waiting) >= _MOST_WAITING or db.txn_state() != apsw.SQLITE_TXN_NONE:
            return False
        waiting.append((db, file))
        return True


def _file(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
