"""What callers of the public functions give, read once for all: days, the clock, processors."""

import os
from datetime import UTC, date, datetime

from recount.errors import BadArgument

__all__ = ["day_of", "now", "processors"]


def day_of(written: str | None) -> date | None:
    """Read a day; None stays None.

    Raises:
        BadArgument: it is no day.
    """
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadArgument(f"{written!r} is no day. Write it as 2024-01-22.") from None


def now() -> datetime:
    """Return the time of this moment, UTC."""
    return datetime.now(UTC)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
