"""Whether a table is what UCDP publishes as GED: 23.1 to 25.1, and its monthly candidate files."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from recount.publishing.checking.cells import day_of, number_of, whole_of
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.tables import Ids, TableRules, check_rows, open_table
from recount.publishing.formats.ged import GED_COLUMNS, priogrid_of

__all__ = ["GED_RULES", "check_ged"]

# Empty in candidate files, which are coded before the whole is known.
_OFTEN_BLANK = frozenset({"active_year", "code_status", "relid", "geom_wkt", "number_of_sources"})

GED_RULES = TableRules(
    "UCDP GED",
    tuple(column._replace(blank=column.blank or column.name in _OFTEN_BLANK) for column in GED_COLUMNS),
    needed=frozenset({"id", "type_of_violence", "date_start", "date_end", "best", "latitude", "longitude"}),
    also={"deaths_civilian": "deaths_civilians", "best_est": "best", "high_est": "high", "low_est": "low"},
)

_WKT = re.compile(r"POINT\s*\(\s*(-?\d{1,4}(?:\.\d*)?(?:[eE]-?\d+)?)\s+(-?\d{1,4}(?:\.\d*)?(?:[eE]-?\d+)?)\s*\)")
# Degrees by which the two notations of a point may differ: 6 decimals are a decimetre.
_SAME_POINT = 1e-6
# Degrees from a border of PRIO-GRID within which a point may be counted on either side of it.
_AT_BORDER = 1e-4
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
# By date_prec the most days from the first to the last, both counted.
_MOST_DAYS = {1: 1, 2: 6, 3: 7, 4: 31, 5: 366}


def check_ged(path: Path, *, today: date | None = None) -> Findings:
    """Check a table of GED's, a yearly release or a candidate file.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read as a table of GED's at all.
    """
    notebook = Notebook()
    table = open_table(path, GED_RULES, notebook)
    rows = check_rows(table, GED_RULES, notebook, _Looking(notebook, today).look)
    return notebook.findings(str(path), "ged", rows)


class _Looking:
    """Looks at rows as wholes."""

    def __init__(self, notebook: Notebook, today: date | None) -> None:
        self._notebook, self._today = notebook, today
        self._ids = Ids(notebook, "id")

    def look(self, line: int, cells: Mapping[str, str]) -> None:
        self._ids.see(cells["id"], line)
        self._look_at_days(line, cells)
        self._look_at_deaths(line, cells)
        self._look_at_point(line, cells)
        if cells["type_of_violence"] == "3" and cells["side_b"] and cells["side_b"] != "Civilians":
            says = f"one-sided violence against {shown(cells['side_b'])}; side B is Civilians there"
            self._notebook.warn("side-contradicts", says, line=line, column="side_b")

    def _look_at_days(self, line: int, cells: Mapping[str, str]) -> None:
        start, end, year = day_of(cells["date_start"]), day_of(cells["date_end"]), whole_of(cells["year"])
        if start is None or end is None:
            return
        if start > end:
            self._notebook.error("days", f"from {start} to {end}", line=line, column="date_end")
            return
        if year is not None and not start.year <= year <= end.year:
            says = f"{year} of an event from {start} to {end}"
            self._notebook.error("year-contradicts", says, line=line, column="year")
        days, prec = (end - start).days + 1, whole_of(cells["date_prec"])
        if prec in _MOST_DAYS and days > _MOST_DAYS[prec]:
            self._notebook.warn("precision-contradicts", f"{days} days and date_prec {prec}", line=line,
                                column="date_prec")  # fmt: skip
        if self._today is not None and start > self._today:
            self._notebook.warn("future", f"{start} is after {self._today}", line=line, column="date_start")

    def _look_at_deaths(self, line: int, cells: Mapping[str, str]) -> None:
        best, low, high = (whole_of(cells[name]) for name in ("best", "low", "high"))
        parts = [whole_of(cells[name]) for name in _DEATHS]
        if best is None:
            return
        told = [part for part in parts if part is not None]
        if len(told) == len(parts) and sum(told) != best:
            says = f"best is {best}, and deaths_a, _b, _civilians and _unknown make {sum(told)}"
            self._notebook.error("sum-contradicts", says, line=line, column="best")
        # In releases 0.8 % of events have low above best, and 0.5 % best above high.
        if low is not None and low > best:
            self._notebook.warn("low-above-best", f"low {low}, best {best}", line=line, column="low")
        if high is not None and best > high:
            self._notebook.warn("best-above-high", f"best {best}, high {high}", line=line, column="high")
        if low is not None and high is not None and low > high:
            self._notebook.error("low-above-high", f"low {low}, high {high}", line=line, column="low")
        if not any((best, high or 0, low or 0)):
            self._notebook.error("no-deaths", "an event without a death, which GED does not hold", line=line,
                                 column="best")  # fmt: skip

    def _look_at_point(self, line: int, cells: Mapping[str, str]) -> None:
        north, east = number_of(cells["latitude"]), number_of(cells["longitude"])
        if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
            return
        if north == 0 and east == 0:
            says = "the point 0, 0, in the Atlantic: mostly a missing value"
            self._notebook.warn("null-island", says, line=line, column="latitude")
        if cells["geom_wkt"].strip():
            point = _WKT.fullmatch(cells["geom_wkt"].strip().upper())
            if point is None:
                says = f"{shown(cells['geom_wkt'])} is no POINT (longitude latitude)"
                self._notebook.error("type", says, line=line, column="geom_wkt")
            elif abs(float(point[1]) - east) > _SAME_POINT or abs(float(point[2]) - north) > _SAME_POINT:
                says = f"{shown(cells['geom_wkt'])}, and the coordinates are {north}, {east}"
                self._notebook.error("point-contradicts", says, line=line, column="geom_wkt")
        cell = whole_of(cells["priogrid_gid"])
        if cell is not None and cell != priogrid_of(north, east) and cell not in _grid_cells(north, east):
            says = f"{cell} does not hold {north}, {east}, which lies in {priogrid_of(north, east)}"
            self._notebook.warn("grid-contradicts", says, line=line, column="priogrid_gid")


def _grid_cells(north: float, east: float) -> set[int]:
    """Return the cell of a point; several where it lies on their border."""
    around = (-_AT_BORDER, _AT_BORDER)
    return {priogrid_of(max(north + up, -90), max(east + right, -180)) for up in around for right in around}
