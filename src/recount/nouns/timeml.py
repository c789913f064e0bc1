"""Times as TimeML writes them: type and value of a TIMEX3."""

from typing import NamedTuple

__all__ = ["Timex"]


class Timex(NamedTuple):
    """A time in a text with the two attributes that TempEval-3 compares."""

    start: int
    end: int
    """Half-open range of code points."""
    type: str
    """DATE, TIME, DURATION or SET."""
    value: str
    """ISO 8601 as TimeML extends it: `2024-W03`, `P3M`, `2024-01-19TNI`, `PAST_REF`."""
