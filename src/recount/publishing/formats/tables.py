"""Rows of a dataset as lines of a table, and back."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Generic, TextIO, TypeVar

from recount.errors import BadDataset
from recount.publishing.cells import are_plain, cell_of, text_of
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["MIDNIGHT", "TableFormat"]

Row = TypeVar("Row", bound=tuple[Any, ...])

MIDNIGHT = " 00:00:00.000"
"""What stands after the day in a moment."""

# Characters of one cell at most.
_MOST_SIGNS = 16_000_000
# Rows held as text at a time.
_PIECE_ROWS = 1000
_TRUE, _FALSE = ("1", "true", "TRUE", "True"), ("0", "false", "FALSE", "False")


class TableFormat(Generic[Row]):
    """A dataset as a table of text: how its rows are written, and read back exactly."""

    def __init__(
        self, name: str, row: Callable[..., Row], columns: Sequence[ColumnSpec], *, tabs: bool = False
    ) -> None:
        """Hold a format with one column a field of `row`; its cells are parted by tabs, or by commas."""
        self.name, self.columns = name, columns
        self._row, self._delimiter = row, "\t" if tabs else ","
        self._readers = [_reader(column) for column in columns]
        self._texts = [(at, column.blank) for at, column in enumerate(columns) if column.type == "text"]
        self._others = [(at, made) for at, one in enumerate(columns) if (made := _writer(one)) is not None]
        # A table parted by tabs keeps to one line a row, whatever reads it.
        self._one_line = tabs

    @property
    def head(self) -> str:
        """The line of names."""
        out = io.StringIO()
        self._table(out).writerow([column.name for column in self.columns])
        return out.getvalue()

    def lines(self, rows: Iterable[Row]) -> str:
        """Return rows as lines, each with its line end."""
        out = io.StringIO()
        self._table(out).writerows(map(self._cells, rows))
        return out.getvalue()

    def write(self, rows: Iterable[Row], out: TextIO) -> int:
        """Write the head and the rows; return how many rows."""
        out.write(self.head)
        coming, number = iter(rows), 0
        while piece := list(islice(coming, _PIECE_ROWS)):
            out.write(self.lines(piece))
            number += len(piece)
        return number

    def read(self, lines: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a file with a head.

        Raises:
            BadDataset: the head is another one, or a cell is not of its column's type; the message names the line.
        """
        # One limit for the whole process.
        csv.field_size_limit(max(csv.field_size_limit(), _MOST_SIGNS))
        table = csv.reader(lines, delimiter=self._delimiter, strict=True)
        try:
            self._check_head(next(table, []))
            for cells in table:
                yield self._row_of(cells, table.line_num)
        except csv.Error as error:
            raise BadDataset(
                f"Line {table.line_num} is no line of a table of {self.name}: {error}. Write the file again, with the "
                "quotes of its cells closed."
            ) from None

    def _cells(self, row: Row) -> list[Any]:
        cells = list(row)
        if not are_plain([text for at, _ in self._texts if (text := cells[at]) is not None]):
            for at, blank in self._texts:
                if cells[at] is not None:
                    cells[at] = cell_of(cells[at], blank_is_none=blank, one_line=self._one_line)
        for at, written in self._others:
            if cells[at] is not None:
                cells[at] = written(cells[at])
        return cells

    def _table(self, out: TextIO) -> Any:
        # `csv` writes None as an empty cell and a day as ISO has it.
        return csv.writer(out, delimiter=self._delimiter, lineterminator="\n")

    def _check_head(self, found: Sequence[str]) -> None:
        names = [column.name for column in self.columns]
        if found and found[0].startswith("\ufeff"):
            found = [found[0].removeprefix("\ufeff"), *found[1:]]
        if list(found) != names:
            missing = ", ".join(name for name in names if name not in found) or "none missing, but another order"
            raise BadDataset(
                f"The head is not that of {self.name}: {missing}. Check the file first; it needs these {len(names)} "
                f"columns in this order: {', '.join(names)}."
            )

    def _row_of(self, cells: Sequence[str], line: int) -> Row:
        if len(cells) != len(self._readers):
            raise BadDataset(
                f"Line {line} has {len(cells)} cells, {self.name} {len(self._readers)}. Put quotes around cells that "
                "hold the delimiter."
            )
        values = []
        for read, cell, column in zip(self._readers, cells, self.columns, strict=True):
            try:
                values.append(read(cell))
            except ValueError:
                raise BadDataset(
                    f"Line {line}, {column.name}: {cell[:60]!r} is no {column.type}. Check the file first."
                ) from None
        return self._row(*values)


def _writer(column: ColumnSpec) -> Callable[[Any], Any] | None:
    """Return what turns a value into a cell; None where `csv` does it as it should be."""
    if column.type == "boolean":
        return int
    if column.type == "moment":
        return lambda day: f"{day}{MIDNIGHT}"
    if column.decimals is not None:
        return f"{{:.{column.decimals}f}}".format
    return None


def _reader(column: ColumnSpec) -> Callable[[str], Any]:
    if column.type == "text":
        if column.blank:
            return lambda cell: text_of(cell, blank_is_none=True) if cell else None
        return text_of
    read: Callable[[str], Any] = _READERS[column.type]
    if column.blank:
        return lambda cell: read(cell) if cell else None
    return read


def _boolean(cell: str) -> bool:
    if cell in _TRUE:
        return True
    if cell in _FALSE:
        return False
    raise ValueError(cell)


def _day(cell: str) -> date:
    return date.fromisoformat(cell)


def _moment(cell: str) -> date:
    return date.fromisoformat(cell[:10])


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": int, "number": float, "boolean": _boolean, "day": _day, "moment": _moment,
}  # fmt: skip
