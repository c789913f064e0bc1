"""Checks the sum in each page of a casebook's file."""

import sys
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Literal

from recount.errors import BadLedger
from recount.ledger.casebook import Ledger
from recount.ledger.walking import Finding

__all__ = ["check_pages"]


def check_pages(path: Path, ledger: Ledger) -> tuple[int, list[Finding]]:
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
