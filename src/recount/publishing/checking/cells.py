"""Whether a cell is what the specification of its column says."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any

from recount.publishing.checking.findings import Notebook, shown
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["ColumnCheck", "day_of", "number_of", "whole_of"]

# Values of a column that are remembered as good.
_MOST_KNOWN = 4096
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")
_OLDER_DAYS = ("%d %B %Y", "%d-%B-%Y", "%d/%m/%Y", "%d %b %Y", "%d-%b-%Y")
_BOOLEANS = frozenset({"0", "1", "true", "false"})


@lru_cache(_MOST_KNOWN)
def whole_of(cell: str) -> int | None:
    """Return the whole number that a cell holds ("3", "3.0"); None where it holds none."""
    cell = cell.strip()
    return int(cell.partition(".")[0]) if _WHOLE.fullmatch(cell) else None


@lru_cache(_MOST_KNOWN)
def number_of(cell: str) -> float | None:
    """Return the number that a cell holds; None where it holds none, or one without bounds."""
    cell = cell.strip()
    found = float(cell) if _NUMBER.fullmatch(cell) else None
    return found if found is not None and isfinite(found) else None


@lru_cache(_MOST_KNOWN)
def day_of(cell: str) -> date | None:
    """Return the day that a cell holds, also as older exports wrote it ("01 January 2023", "18/04/2001")."""
    cell = cell.strip()
    written = _DAY.fullmatch(cell)
    try:
        if written:
            return date.fromisoformat(written[1])
    except ValueError:
        return None
    if not 8 <= len(cell) <= 20:
        return None
    for form in _OLDER_DAYS:
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    return None


class ColumnCheck:
    """The check of one column; it remembers values that were good."""

    def __init__(self, column: ColumnSpec) -> None:
        """Make the check of a specification."""
        self.column = column
        self.good: set[str] = set()
        """Cells that were seen and are as they should be."""
        self._spelt = {str(value).casefold(): value for value in column.among}
        self._check: Callable[[str, int, Notebook], bool] = {
            "text": self._text, "integer": self._number, "number": self._number, "boolean": self._boolean,
            "day": self._day, "moment": self._day,
        }[column.type]  # fmt: skip

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to check: not in texts that may be any, or none."""
        return not (self.column.type == "text" and self.column.blank and not self.column.among)

    def __call__(self, cell: str, line: int, notebook: Notebook) -> None:
        """Take down what is wrong with a cell."""
        if not cell.strip():
            if not self.column.blank:
                notebook.error("blank", "an empty cell", line=line, column=self.column.name)
            return
        if self._check(cell, line, notebook) and len(self.good) < _MOST_KNOWN:
            self.good.add(cell)

    def _text(self, cell: str, line: int, notebook: Notebook) -> bool:
        column = self.column
        if not column.among:
            return True
        parts = [part.strip() for part in cell.split(column.separator.strip())] if column.separator else [cell]
        good = True
        for part in parts:
            if part and part not in column.among:
                good = False
                self._unlisted(part, line, notebook)
        return good

    def _unlisted(self, part: str, line: int, notebook: Notebook) -> None:
        near = self._spelt.get(" ".join(part.split()).casefold())
        if near is not None:
            notebook.warn("spelling", f"{shown(part)}, written {shown(near)} in the codebook", line=line,
                          column=self.column.name)  # fmt: skip
        else:
            notebook.error("not-in-codebook", f"{shown(part)} is no value of it", line=line, column=self.column.name)

    def _number(self, cell: str, line: int, notebook: Notebook) -> bool:
        column = self.column
        value: Any = whole_of(cell) if column.type == "integer" else number_of(cell)
        if value is None:
            what = "whole number" if column.type == "integer" else "number"
            notebook.error("type", f"{shown(cell)} is no {what}", line=line, column=column.name)
        elif column.among and value not in column.among:
            allowed = ", ".join(map(str, column.among))
            notebook.error("not-in-codebook", f"{value} is none of {allowed}", line=line, column=column.name)
        elif (column.low is not None and value < column.low) or (column.high is not None and value > column.high):
            low = "" if column.low is None else f"{column.low:g}"
            high = "" if column.high is None else f"{column.high:g}"
            notebook.error("range", f"{shown(cell)} is outside of {low} to {high}", line=line, column=column.name)
        else:
            return True
        return False

    def _boolean(self, cell: str, line: int, notebook: Notebook) -> bool:
        if cell.strip().casefold() in _BOOLEANS:
            return True
        notebook.error("type", f"{shown(cell)} is neither 1 nor 0", line=line, column=self.column.name)
        return False

    def _day(self, cell: str, line: int, notebook: Notebook) -> bool:
        if day_of(cell) is None:
            says = f"{shown(cell)} is no day; write it YYYY-MM-DD"
            notebook.error("type", says, line=line, column=self.column.name)
            return False
        if not _DAY.fullmatch(cell.strip()):
            says = f"{shown(cell)}, as older exports have it; today it is YYYY-MM-DD"
            notebook.warn("older-day", says, line=line, column=self.column.name)
            return False
        return True
