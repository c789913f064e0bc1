"""Files of datasets are checked: whether they are what ACLED, UCDP GED, PLOVER and others publish."""

from datetime import date
from pathlib import Path
from typing import Any, get_args

from recount.errors import BadArgument
from recount.publishing.checking import CheckForm, Findings
from recount.publishing.checking import check as check_as
from recount.publishing.checking import form_of as told_form

__all__ = ["CheckForm", "Findings", "as_value", "check"]


def check(path: Path | str, form: CheckForm | None = None, *, today: date | None = None) -> Findings:
    """Check a file of a dataset, or the folder of a data package; memory is bounded whatever it holds.

    Args:
        path: what to check; it may be anybody's.
        form: acled, ged, plover, polecat, geojson, parquet, csv or package; None to go by its name and head.
        today: days after it are warned of; None where days are not compared.

    Raises:
        BadArgument: there is no such form, or nothing tells which it is.
        NotFound: there is no such file.
        BadDataset: it cannot be read in this form at all.
    """
    path = Path(path)
    chosen = form or told_form(path)
    if chosen is None and path.exists():
        forms = ", ".join(get_args(CheckForm))
        raise BadArgument(f"{path}: neither its name nor its head says what it is. Give one of {forms}.")
    return check_as(path, chosen or "csv", today=today)


def as_value(findings: Findings) -> dict[str, Any]:
    """Return findings as a value of JSON."""
    return {
        "file": findings.file,
        "form": findings.form,
        "fits": findings.fits,
        "rows": findings.rows,
        "errors": findings.errors,
        "warnings": findings.warnings,
        "notes": list(findings.notes),
        "kinds": [
            {**kind._asdict(), "examples": [example._asdict() for example in kind.examples]} for kind in findings.kinds
        ],
    }
