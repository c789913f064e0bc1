"""Whether files are what they say: datasets of Recount's and of others'."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from recount.codebook.rules import published_rules
from recount.errors import BadArgument, RecountError
from recount.publishing.checking.acled import ACLED_RULES, check_acled
from recount.publishing.checking.events_csv import check_csv
from recount.publishing.checking.findings import Example, Findings, FoundKind
from recount.publishing.checking.ged import GED_RULES, check_ged
from recount.publishing.checking.geojson import check_geojson
from recount.publishing.checking.package import PACKAGE_FILE, check_package
from recount.publishing.checking.parquet import check_parquet
from recount.publishing.checking.plover import check_plover, is_plover
from recount.publishing.checking.polecat import POLECAT_RULES, check_polecat
from recount.publishing.checking.tables import first_names
from recount.publishing.events.columns import event_columns
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["EVENT_COLUMNS", "CheckForm", "Example", "Findings", "FoundKind", "check", "form_of"]

CheckForm = Literal["acled", "ged", "plover", "polecat", "geojson", "parquet", "csv", "package"]

EVENT_COLUMNS: tuple[ColumnSpec, ...] = event_columns(published_rules().values())
"""Columns of Recount's own table of events under the packaged rules; `csv` asks of another table that it is safe."""

_SUFFIXES: dict[str, CheckForm] = {
    ".geojson": "geojson", ".parquet": "parquet", ".geoparquet": "parquet",
}  # fmt: skip
_LINES_OF_JSON = (".jsonl", ".ndjson")
_HEADS: tuple[tuple[CheckForm, frozenset[str]], ...] = (
    ("ged", GED_RULES.needed),
    ("polecat", POLECAT_RULES.needed),
    ("acled", ACLED_RULES.needed),
)
# Columns that no other dataset has together.
_OWN = frozenset({"event_id", "told_by", "derivation"})
# Columns that are enough to tell a table by.
_ENOUGH = 4


def check(path: Path, form: CheckForm, *, today: date | None = None) -> Findings:
    """Check a file, or the folder of a data package, as one of the forms; memory is bounded whatever it holds.

    Args:
        path: what to check.
        form: what it is to be.
        today: days after it are warned of; None where days are not compared.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read in this form at all.
        BadArgument: there is no such form.
    """
    if form == "package":
        return check_package(path, lambda file: _checked(file, today))
    if form not in _CHECKS:
        raise BadArgument(f"{form!r} is no format to check. Give one of {', '.join(get_args(CheckForm))}.")
    return _CHECKS[form](path, today)


def form_of(path: Path) -> CheckForm | None:
    """Return the form that a file's name or the head of its table tells; None where nothing does."""
    if path.is_dir() or path.name == PACKAGE_FILE:
        return "package"
    suffix = path.suffix.casefold()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix in _LINES_OF_JSON:
        return "plover" if is_plover(path) else None
    if suffix not in (".csv", ".tsv", ".txt", ".tab"):
        return None
    try:
        names = frozenset(first_names(path))
    except RecountError:
        return None
    # It has columns of ACLED among its own.
    if suffix == ".csv" and names >= _OWN:
        return "csv"
    for form, needed in _HEADS:
        if len(names & {name.casefold() for name in needed}) >= _ENOUGH:
            return form
    return None


def _checked(file: Path, today: date | None) -> Findings | None:
    """Check a file of a data package by the form that it tells."""
    form = form_of(file)
    return None if form in (None, "package") else check(file, form, today=today)


_CHECKS: dict[str, Callable[[Path, date | None], Findings]] = {
    "acled": lambda path, today: check_acled(path, today=today),
    "ged": lambda path, today: check_ged(path, today=today),
    "plover": lambda path, today: check_plover(path, today=today),
    "polecat": lambda path, today: check_polecat(path, today=today),
    "geojson": lambda path, _: check_geojson(path),
    "parquet": lambda path, _: check_parquet(path),
    "csv": lambda path, _: (
        check_csv(path, columns=EVENT_COLUMNS, name="Recount's events") if form_of(path) == "csv" else check_csv(path)
    ),
}
