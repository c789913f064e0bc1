"""Tables of others: delimiters, heads, rows, and what each column's specification says of its cells."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any

from recount.errors import BadDataset
from recount.publishing.checking.cells import ColumnCheck
from recount.publishing.checking.findings import Notebook, shown
from recount.publishing.checking.text_files import MOST_LINE_BYTES, text_lines
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["Ids", "Line", "Table", "TableRules", "check_rows", "first_names", "open_table"]

Line = tuple[int, Mapping[str, str]]
"""Number of a row's last line in the file, and its cells by the names of the specification."""

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# Names of columns that a message lists.
_MOST_NAMES = 12
# Ids that are remembered, some 70 bytes each. ACLED as a whole has some three millions.
_MOST_IDS = 4_000_000
# Columns of a head. The widest known export has some 60.
_MOST_COLUMNS = 2000


@dataclass(frozen=True)
class TableRules:
    """What a dataset's tables look like, older ones too."""

    name: str
    columns: Sequence[ColumnSpec]
    delimiter: str = ","
    needed: frozenset[str] = frozenset()
    """Columns without which nothing can be checked; others are warned of."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Older names of columns, in small letters, with the name of today."""
    known: frozenset[str] = frozenset()
    """Further columns that exports may have, in small letters."""
    known_begin: tuple[str, ...] = ()
    """How names of further columns begin."""


@dataclass
class Table:
    """An open table: its columns under the names of the specification, and its rows."""

    names: tuple[str, ...]
    """In the order of the file; a column that is not of the dataset keeps its own."""
    lines: Iterator[Line]


def open_table(path: Path, rules: TableRules, notebook: Notebook) -> Table:
    """Open a table, find its delimiter and take down what its head lacks.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read as a table of this dataset.
    """
    first, lines = _opened(path, notebook)
    delimiter = _delimiter(first, rules)
    # A line is never longer, and neither is a cell; the limit of `csv` is one for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), MOST_LINE_BYTES))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        head = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise BadDataset(f"{path}: its first line is no head of a table: {error}.") from None
    names = _named(path, head, rules, delimiter)
    if delimiter != rules.delimiter:
        notebook.note(f"parted by {_DELIMITERS[delimiter]}")
    _check_head(names, head, rules, notebook)
    return Table(names, _rows(reader, names, lines, notebook))


def check_rows(
    table: Table, rules: TableRules, notebook: Notebook, look: Callable[[int, Mapping[str, str]], None]
) -> int:
    """Check every cell of a table, and each row as a whole with `look`; return how many rows.

    What `look` is given holds a cell for each column of the specification, an empty one where the table lacks it.
    """
    made = [ColumnCheck(column) for column in rules.columns if column.name in table.names]
    checks = [(one.column.name, one.good, one) for one in made if one.is_needed]
    lacking = {column.name: "" for column in rules.columns if column.name not in table.names}
    number = 0
    for line, cells in table.lines:
        number += 1
        for name, good, checked in checks:
            if cells[name] not in good:
                checked(cells[name], line, notebook)
        look(line, {**lacking, **cells} if lacking else cells)
    if not number:
        notebook.warn("no-rows", "a head and no rows")
    return number


class Ids:
    """Finds ids that stand twice; it remembers a bounded number of them."""

    def __init__(self, notebook: Notebook, column: str) -> None:
        """Begin with none."""
        self._notebook, self._column = notebook, column
        self._seen: set[int] = set()

    def see(self, id_: str, line: int) -> None:
        """Take down an id that was seen before."""
        if not id_:
            return
        known = int.from_bytes(blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        if known in self._seen:
            self._notebook.error("twice", f"{shown(id_)} stands in an earlier row too", line=line, column=self._column)
        elif len(self._seen) < _MOST_IDS:
            self._seen.add(known)
        else:
            self._notebook.note(f"{self._column}: only the first {_MOST_IDS:,} ids were looked at for repeats")


class _Lines:
    """The lines of a table, of which one row may take only so many."""

    def __init__(self, path: Path, lines: Iterator[str]) -> None:
        self._path, self._lines = path, lines
        self.held = 0
        """Characters since the last row ended."""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.held += len(line)
            if self.held > 2 * MOST_LINE_BYTES:
                raise BadDataset(
                    f"{self._path} has a row of more than {MOST_LINE_BYTES:,} bytes. A quote is opened and not closed."
                )
            yield line


def _opened(path: Path, notebook: Notebook) -> tuple[str, _Lines]:
    """Return the first line of a file, and all its lines."""
    lines = text_lines(path, notebook)
    first = next(lines)
    return first, _Lines(path, chain([first], lines))


def _delimiter(first: str, rules: TableRules) -> str:
    wanted = {column.name.casefold() for column in rules.columns} | rules.also.keys() | rules.known
    counts = {
        mark: sum(name.strip().strip('"').casefold() in wanted for name in first.rstrip("\r\n").split(mark))
        for mark in dict.fromkeys((rules.delimiter, *_DELIMITERS))
    }
    return max(counts, key=lambda mark: counts[mark])


def _named(path: Path, head: Sequence[str], rules: TableRules, delimiter: str) -> tuple[str, ...]:
    """Return the names of the columns as the specification has them."""
    if len(head) > _MOST_COLUMNS:
        raise BadDataset(f"{path} has {len(head):,} columns. No export of {rules.name} has so many.")
    today = {column.name.casefold(): column.name for column in rules.columns}
    names = [today.get(name.casefold()) or rules.also.get(name.casefold()) or name for name in head]
    missing = sorted(rules.needed - set(names))
    if missing:
        few = " It may be another dataset, or have lost its head." if len(missing) > len(rules.needed) // 2 else ""
        raise BadDataset(
            f"{path} is no table of {rules.name}: read with {_DELIMITERS[delimiter]} between its cells, its head lacks "
            f"{', '.join(missing[:_MOST_NAMES])}.{few} It begins with {shown(', '.join(head[:4]))}."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadDataset(f"{path} has two columns {shown(twice[0])}. Take one of them out.")
    return tuple(names)


def _check_head(names: Sequence[str], head: Sequence[str], rules: TableRules, notebook: Notebook) -> None:
    wanted = [column.name for column in rules.columns]
    missing = [name for name in wanted if name not in names]
    if missing:
        notebook.warn("missing-column", f"no {', '.join(missing)}")
    for name, written in zip(names, head, strict=True):
        if name != written and name in wanted:
            notebook.note(f"older name of a column: {shown(written)} for {name}")
        small = name.casefold()
        if (
            wanted
            and name not in wanted
            and small not in rules.known
            and not small.startswith(rules.known_begin or ("\n",))
        ):
            notebook.warn("unknown-column", f"a column {shown(name)} that {rules.name} does not have")
    there = [name for name in names if name in wanted]
    if there != [name for name in wanted if name in there]:
        notebook.warn("column-order", f"its columns stand in another order than {rules.name}'s")


def _rows(reader: Any, names: Sequence[str], lines: _Lines, notebook: Notebook) -> Iterator[Line]:
    number = len(names)
    begin = reader.line_num
    try:
        for cells in reader:
            begin, lines.held = reader.line_num, 0
            if not cells:
                continue
            if len(cells) != number:
                says = f"{len(cells)} cells under a head of {number}"
                if len(cells) > number:
                    says += "; a cell with the delimiter in it lacks quotes, or a line end is missing"
                notebook.error("cells", says, line=begin)
                continue
            yield begin, dict(zip(names, cells, strict=True))
    except csv.Error as error:
        why = str(error)
        if "unexpected end" in why or "field limit" in why:
            why = f"a quote that opens after line {begin} is not closed"
        notebook.error("quotes", f"{why}; the rest of the file was not checked", line=reader.line_num)


def first_names(path: Path) -> tuple[str, ...]:
    """Return the names of a table's head whatever dataset it is, in small letters; empty where there is none."""
    for first in islice(text_lines(path, Notebook()), 1):
        mark = max(_DELIMITERS, key=first.count)
        return tuple(name.strip().strip('"').casefold() for name in first.rstrip("\r\n").split(mark))
    return ()
