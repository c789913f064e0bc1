"""One shape for what a column is, which writers, readers, validators and the data package share."""

import re
from typing import Literal, NamedTuple

__all__ = ["ColumnSpec", "ValueType"]

ValueType = Literal["text", "integer", "number", "boolean", "day", "moment"]
"""`moment`: a day that is written with the time 00:00:00.000."""


class ColumnSpec(NamedTuple):
    """One column of a published dataset."""

    name: str
    """As the head of the file has it."""
    type: ValueType
    about: str
    blank: bool = False
    """Whether a cell may be empty, which is None in a row."""
    among: tuple[str | int, ...] = ()
    """Every value that a cell may hold; empty where any may stand."""
    low: float | None = None
    """Least value of a number; None where nothing bounds it."""
    high: float | None = None
    decimals: int | None = None
    """Places after the point to which a number is rounded; None where it is written in full."""
    separator: str | None = None
    """What parts several values of one cell; each of them is one of `among` where that is given."""

    @property
    def attribute(self) -> str:
        """The name of the column in a row: small letters and underscores."""
        return re.sub(r"\W+", "_", self.name).lower()
