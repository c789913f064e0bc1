"""Whether a table is Recount's own, or at least a table that is safe to open."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from recount.publishing.cells import cell_of
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.tables import TableRules, check_rows, open_table
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["check_csv"]


def check_csv(
    path: Path, *, columns: Sequence[ColumnSpec] = (), name: str = "the table", tabs: bool = False
) -> Findings:
    """Check a table by the specification of its columns; without one, that it is a table and runs no formula.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read as a table at all, or lacks a column that may not be blank.
    """
    notebook = Notebook()
    needed = frozenset(column.name for column in columns if not column.blank)
    rules = TableRules(name, tuple(columns), delimiter="\t" if tabs else ",", needed=needed)
    table = open_table(path, rules, notebook)
    numbers = {column.name for column in columns if column.type != "text"}

    def look(line: int, cells: Mapping[str, str]) -> None:
        for column, cell in cells.items():
            if column not in numbers and cell[:1] in "=+-@\uff1d\uff0b\uff0d\uff20" and cell_of(cell)[:1] == "'":
                says = f"{shown(cell)}, which a spreadsheet takes for a formula"
                notebook.warn("formula", says, line=line, column=column if column in numbers else None)

    rows = check_rows(table, rules, notebook, look)
    return notebook.findings(str(path), "csv", rows)
