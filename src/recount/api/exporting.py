"""Casebooks leave the house: one row a report, as CSV, GeoJSON, Parquet or a DuckDB file."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, get_args

from recount.api.asked import country_of, days_of, silent
from recount.api.recorded import ended, started
from recount.errors import BadArgument, RecountError
from recount.ledger import Ledger
from recount.ledger.flattening import Wanted, coded, coded_articles
from recount.publishing.csv_files import write_csv
from recount.publishing.duckdb_files import write_duckdb, write_parquet
from recount.publishing.geojson import write_geojson
from recount.publishing.tables import Row, report_row
from recount.publishing.withholding import Withholding

__all__ = ["STANDARD_OUTPUT", "ExportForm", "Exported", "Told", "export", "form_of"]

ExportForm = Literal["csv", "geojson", "parquet", "duckdb"]

Told = Callable[[int, int], None]
"""Hears of articles gone through, and of how many there are."""

STANDARD_OUTPUT = Path("-")
_SUFFIXES: dict[str, ExportForm] = {
    ".csv": "csv", ".geojson": "geojson", ".json": "geojson", ".parquet": "parquet", ".duckdb": "duckdb",
}  # fmt: skip
_TEXTS = {"csv": write_csv, "geojson": write_geojson}
_TABLES = {"parquet": write_parquet, "duckdb": write_duckdb}


class Exported(NamedTuple):
    """What was written."""

    rows: int
    withheld_names: int
    """Names of private persons taken out, counted once in each article."""
    out: Path
    sha256: str
    """Of the file's bytes."""
    unrecorded: str | None
    """Why the export could not be recorded in the casebook; None where it was."""


class _Asked(NamedTuple):
    form: ExportForm
    wanted: Wanted
    names: bool
    by: str
    told: Told


def form_of(out: Path) -> ExportForm:
    """Return the format that a file's name asks for.

    Raises:
        BadArgument: its suffix is none of those known.
    """
    form = _SUFFIXES.get(out.suffix.lower())
    if form is None:
        raise BadArgument(f"{out}: the name does not say the format. Give --to {', '.join(get_args(ExportForm))}.")
    return form


def export(
    path: Path,
    out: Path,
    *,
    form: ExportForm,
    since: str | None = None,
    until: str | None = None,
    country: str | None = None,
    names: bool = False,
    force: bool = False,
    by: str = "unknown",
    told: Told | None = None,
) -> Exported:
    """Write the reports of a casebook, as each article is coded now, one row a report.

    Args:
        path: the casebook.
        out: the file to write; `-` for standard output, with csv and geojson only.
        form: csv, geojson, parquet or duckdb.
        since: first day (YYYY-MM-DD), inclusive, on which a report may have happened.
        until: last day, inclusive.
        country: ISO 3166-1 alpha-2.
        names: keep the names of private persons.
        force: write over a file that is there.
        by: who asks, for the record.
        told: hears of progress.

    Raises:
        BadArgument: a value that cannot be meant, or a file that is there already.
        BadLedger: the casebook cannot be read.
        RecountError: the file cannot be written; nothing of it is left.
    """
    asked = _Asked(form, _wanted(since, until, country), names, by, told or silent)
    if form not in get_args(ExportForm):
        raise BadArgument(f"{form!r} is no format. Give one of {', '.join(get_args(ExportForm))}.")
    to_standard_output = out == STANDARD_OUTPUT
    if to_standard_output and form not in _TEXTS:
        raise BadArgument(f"{form} cannot go to standard output. Name a file.")
    if not to_standard_output:
        _check_free(path, out, force=force)
    with Ledger.open(path) as ledger:
        run, unrecorded = started(path, "export", _arguments(out, asked), by=asked.by)
        rows = _Rows(ledger, asked)
        number, digest = _written(rows, asked) if to_standard_output else _kept(rows, out, asked)
    outcome = {"rows": number, "withheld_names": rows.withheld_names, "sha256": digest}
    unrecorded = unrecorded or ended(path, run, outcome)
    return Exported(number, rows.withheld_names, out, digest, unrecorded)


class _Rows:
    """The rows of a casebook, read as they are asked for."""

    def __init__(self, ledger: Ledger, asked: _Asked) -> None:
        self._ledger, self._asked = ledger, asked
        self.withheld_names = 0

    def __iter__(self) -> Iterator[Row]:
        whole = coded_articles(self._ledger)
        for done, (record, reports) in enumerate(coded(self._ledger, self._asked.wanted), start=1):
            if record is not None:
                withheld = Withholding.of(record, names=self._asked.names)
                for report in record.reports:
                    if report.id in reports:
                        yield report_row(record, report, reports[report.id], withheld)
                self.withheld_names += len(withheld.names)
            self._asked.told(done, whole)


class _Hashed(io.RawIOBase):
    """Bytes on their way, with their SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.digest = out, sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._out.write(data)
        self.digest.update(data)
        return len(data)


def _kept(rows: _Rows, out: Path, asked: _Asked) -> tuple[int, str]:
    """Write a file whole or not at all; return how many rows and its SHA-256."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
            made = Path(folder) / out.name
            number = _made(rows, made, asked)
            with made.open("rb+") as file:
                digest = file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
            made.replace(out)
    except OSError as error:
        raise RecountError(
            f"{out} cannot be written: {error.strerror or error}. Nothing was left there; make room, or mend the "
            "permissions, and run the same command again."
        ) from error
    return number, digest


def _made(rows: _Rows, made: Path, asked: _Asked) -> int:
    if asked.form in _TABLES:
        return _TABLES[asked.form](rows, made, folder=made.parent)
    with made.open("w", encoding="utf-8", newline="") as file:
        return _TEXTS[asked.form](rows, file)


def _written(rows: _Rows, asked: _Asked) -> tuple[int, str]:
    """Write to standard output; return how many rows and the SHA-256 of what was written."""
    sys.stdout.flush()
    hashed = _Hashed(sys.stdout.buffer)
    text = io.TextIOWrapper(io.BufferedWriter(hashed), encoding="utf-8", newline="")
    number = _TEXTS[asked.form](rows, text)
    text.flush()
    sys.stdout.buffer.flush()
    return number, hashed.digest.hexdigest()


def _arguments(out: Path, asked: _Asked) -> dict[str, Any]:
    """Return what the casebook keeps of what was asked for."""
    wanted = asked.wanted
    return {
        "to": asked.form,
        "out": out.name or str(out),
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "country": wanted.country,
        "names": asked.names,
    }


def _check_free(path: Path, out: Path, *, force: bool) -> None:
    if not out.parent.is_dir():
        raise BadArgument(f"There is no folder {out.parent}. Make it first.")
    if out.is_dir():
        raise BadArgument(f"{out} is a folder. Name a file.")
    if out.exists() and path.exists() and out.samefile(path):
        raise BadArgument(f"{out} is the casebook itself. Name another file.")
    if out.exists() and not force:
        raise BadArgument(f"{out} exists already. Name another file, or write over it with --force.")


def _wanted(since: str | None, until: str | None, country: str | None) -> Wanted:
    return Wanted(*days_of(since, until), country_of(country))
