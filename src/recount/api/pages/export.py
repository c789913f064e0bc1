"""The page of exports: what may leave the casebook, in which forms, and with how much care."""

from pathlib import Path
from typing import Any, get_args

from recount.api.exporting import ExportForm
from recount.api.pages.event_rows import country_name
from recount.api.publishing import PublishForm
from recount.codebook.release_roles import release_roles
from recount.ledger import Ledger
from recount.ledger.event_history import unlinked_reports
from recount.ledger.name_listing import distinct_values
from recount.ledger.overview import event_number, numbers_kept

__all__ = ["export_page"]

_ABOUT = {
    "acled": "Columns of ACLED",
    "ged": "Columns of UCDP GED",
    "plover": "Records of PLOVER",
    "polecat": "Columns of POLECAT",
    "geojson": "Points for maps",
    "parquet": "One table of everything, GeoParquet",
    "csv": "One table of everything, CSV",
}


def export_page(casebook: Path) -> dict[str, Any]:
    """Return what may be asked for."""
    with Ledger.open(casebook) as ledger, ledger.still():
        countries = [
            {"code": code, "name": country_name(code)} for code in distinct_values(ledger, "event_summary", "country")
        ]
        counts = {**numbers_kept(ledger), "event": event_number(ledger)}
        unlinked = unlinked_reports(ledger)
    return {
        "reports": list(get_args(ExportForm)),
        "releases": [{"form": one, "about": _ABOUT[one]} for one in get_args(PublishForm) if one in _ABOUT],
        "roles": [{"name": one.name, "about": one.about} for one in release_roles().values()],
        "coarsen": ["1km", "5km", "10km", "25km", "50km", "admin2", "admin1"],
        "countries": sorted(countries, key=lambda one: str(one["name"])),
        "counts": counts,
        "unlinked": unlinked,
    }
