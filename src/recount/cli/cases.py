"""A table of the cases of an evaluation, so that two runs can be set side by side."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from recount.errors import BadArgument

__all__ = ["write_cases"]

# Spreadsheets run a cell that begins so as a formula; an apostrophe before it makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_cases(path: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one line for each case, in the order given, as UTF-8 CSV with line feeds.

    A cell that is None is empty. Text that a spreadsheet would run as a formula gets an apostrophe before it.

    Raises:
        BadArgument: the file cannot be written.
    """
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_cell(value) for value in row] for row in rows)
    except OSError as problem:
        raise BadArgument(
            f"{path}: cannot be written ({problem.strerror}). Name a file in a folder that exists."
        ) from None


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
