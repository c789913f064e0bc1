"""What callers of the public functions give, read once for all: days, the clock, processors."""

import os
from datetime import UTC, date, datetime

from recount.errors import BadArgument

__all__ = ["country_of", "day_of", "days_of", "now", "processors", "silent"]


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


def days_of(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Read the first and the last day of what is asked for.

    Raises:
        BadArgument: one is no day, or no day is between them.
    """
    first, last = day_of(since), day_of(until)
    if first and last and first > last:
        raise BadArgument(f"No day is since {since} and until {until}. Give the earlier one first.")
    return first, last


def country_of(code: str | None) -> str | None:
    """Read a country's code; return it in capitals, None for None.

    Raises:
        BadArgument: it is no ISO 3166-1 alpha-2 code.
    """
    if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise BadArgument(f"{code!r} is no country code. Write its two letters as ISO 3166-1 has them: ML, UA.")
    return code.upper() if code else None


def silent(_done: int, _whole: int) -> None:
    """Tell nobody of progress."""


def now() -> datetime:
    """Return the time of this moment, UTC."""
    return datetime.now(UTC)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
