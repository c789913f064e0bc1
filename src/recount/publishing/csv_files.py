"""Rows as CSV: safe to open in a spreadsheet, the same bytes for the same rows."""

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from recount.publishing.cells import cell_of
from recount.publishing.columns import COLUMNS

__all__ = ["write_csv"]


def write_csv(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Write a head of names and one line a row; return how many rows. Nulls are empty cells.

    Columns of JSON hold JSON. A cell that a spreadsheet would take for a formula gets a ' before it, and characters
    that steer a terminal or the order of letters are written as ⟨U+…⟩.
    """
    table = csv.writer(out, lineterminator="\n")
    table.writerow(column.name for column in COLUMNS)
    number = 0
    for row in rows:
        table.writerow(_cell(row[column.name]) for column in COLUMNS)
        number += 1
    return number


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return cell_of(text.replace("\r\n", "\n"))
