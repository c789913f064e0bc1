"""What leaves a casebook is recorded in it: who took what, when, and with which result."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recount.api.asked import now
from recount.errors import LedgerBusy, LedgerFull, NoLedger
from recount.ledger import Ledger, end_run, start_run
from recount.settings import VERSION

__all__ = ["ended", "started"]


def started(path: Path, command: str, arguments: Mapping[str, Any], *, by: str) -> tuple[int, str | None]:
    """Record that a run begins; return its seq, and why it could not be recorded: what may only be read is read."""
    with _unless_read_only() as reasons, Ledger.open(path, write=True) as ledger, ledger.writing():
        return start_run(ledger, command, dict(arguments), by=by, at=now(), version=VERSION), None
    return 0, reasons[0]


def ended(path: Path, run: int, outcome: Mapping[str, Any]) -> str | None:
    """Record the end of a run; return why it could not be recorded, None where it was."""
    with _unless_read_only() as reasons, Ledger.open(path, write=True, durable=True) as ledger, ledger.writing():
        end_run(ledger, run, dict(outcome), at=now())
    return reasons[0] if reasons else None


@contextmanager
def _unless_read_only() -> Iterator[list[str]]:
    """Yield a list for the reason why a casebook cannot be written: it can be read all the same."""
    reasons: list[str] = []
    try:
        yield reasons
    except (LedgerFull, LedgerBusy, NoLedger) as error:
        reasons.append(str(error))
