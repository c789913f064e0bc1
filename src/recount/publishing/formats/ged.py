"""UCDP GED: 49 columns, the same in 23.1, 24.1 and 25.1."""

from collections.abc import Iterable, Iterator
from datetime import date
from math import floor
from typing import NamedTuple, TextIO

from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.formats.tables import TableFormat

__all__ = [
    "GED_COLUMNS",
    "GED_FORMAT",
    "GED_REGIONS",
    "GedRow",
    "ged_line",
    "ged_lines",
    "point_wkt",
    "priogrid_of",
    "read_ged",
    "write_ged",
]

GED_REGIONS = ("Africa", "Americas", "Asia", "Europe", "Middle East")


class GedRow(NamedTuple):
    """One event of GED's: one place, one period, two sides. None stands for an empty cell."""

    id: int
    relid: str
    year: int
    active_year: bool
    code_status: str
    type_of_violence: int
    conflict_dset_id: str | None
    conflict_new_id: int | None
    conflict_name: str | None
    dyad_dset_id: str | None
    dyad_new_id: int | None
    dyad_name: str
    side_a_dset_id: str | None
    side_a_new_id: int | None
    side_a: str
    side_b_dset_id: str | None
    side_b_new_id: int | None
    side_b: str
    number_of_sources: int
    source_article: str | None
    source_office: str | None
    source_date: str | None
    source_headline: str | None
    source_original: str | None
    where_prec: int
    where_coordinates: str | None
    where_description: str | None
    adm_1: str | None
    adm_2: str | None
    latitude: float
    longitude: float
    geom_wkt: str
    priogrid_gid: int | None
    country: str
    country_id: int | None
    region: str | None
    event_clarity: int
    date_prec: int
    date_start: date
    date_end: date
    deaths_a: int
    deaths_b: int
    deaths_civilians: int
    deaths_unknown: int
    best: int
    high: int
    low: int
    gwnoa: str | None
    gwnob: str | None


GED_COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec("id", "integer", "Number of the event.", low=0),
    ColumnSpec("relid", "text", "Id of the event in words and numbers."),
    ColumnSpec("year", "integer", "Year of the event.", low=1900, high=2200),
    ColumnSpec("active_year", "boolean", "1 where the dyad reached 25 deaths in the year, else 0."),
    ColumnSpec("code_status", "text", "How far the coding is settled: Clear, or what to check."),
    ColumnSpec("type_of_violence", "integer", "1 state-based, 2 non-state, 3 one-sided.", among=(1, 2, 3)),
    ColumnSpec("conflict_dset_id", "text", "Id of the conflict before 2016.", blank=True),
    ColumnSpec("conflict_new_id", "integer", "Id of the conflict.", blank=True, low=0),
    ColumnSpec("conflict_name", "text", "Name of the conflict.", blank=True),
    ColumnSpec("dyad_dset_id", "text", "Id of the dyad before 2016.", blank=True),
    ColumnSpec("dyad_new_id", "integer", "Id of the dyad.", blank=True, low=0),
    ColumnSpec("dyad_name", "text", 'Both sides: "Government of X - Y".'),
    ColumnSpec("side_a_dset_id", "text", "Id of side A before 2016.", blank=True),
    ColumnSpec("side_a_new_id", "integer", "Id of side A.", blank=True, low=0),
    ColumnSpec("side_a", "text", "Side A: the government, or in one-sided violence who kills."),
    ColumnSpec("side_b_dset_id", "text", "Id of side B before 2016.", blank=True),
    ColumnSpec("side_b_new_id", "integer", "Id of side B.", blank=True, low=0),
    ColumnSpec("side_b", "text", "Side B; Civilians in one-sided violence."),
    ColumnSpec("number_of_sources", "integer", "Number of sources; -1 where it was not counted.", low=-1),
    ColumnSpec("source_article", "text", 'Reports as "office,day,headline", parted by ";".', blank=True),
    ColumnSpec("source_office", "text", 'Who published them, parted by ";".', blank=True, separator=";"),
    ColumnSpec("source_date", "text", 'Days of publication, parted by ";".', blank=True, separator=";"),
    ColumnSpec("source_headline", "text", 'Headlines, parted by ";".', blank=True),
    ColumnSpec("source_original", "text", "Who the information comes from.", blank=True),
    ColumnSpec("where_prec", "integer", "1 exact, 2 near, 3 and 4 divisions, 5 fuzzy, 6 country, 7 at sea or in "
               "the air.", among=(1, 2, 3, 4, 5, 6, 7)),
    ColumnSpec("where_coordinates", "text", "Name of the place whose coordinates are given.", blank=True),
    ColumnSpec("where_description", "text", "Where it happened, in words.", blank=True),
    ColumnSpec("adm_1", "text", "First-level division.", blank=True),
    ColumnSpec("adm_2", "text", "Second-level division.", blank=True),
    ColumnSpec("latitude", "number", "WGS84 degrees.", low=-90, high=90),
    ColumnSpec("longitude", "number", "WGS84 degrees.", low=-180, high=180),
    ColumnSpec("geom_wkt", "text", "The point as WKT: POINT (longitude latitude)."),
    ColumnSpec("priogrid_gid", "integer", "Cell of PRIO-GRID.", blank=True, low=1, high=259_200),
    ColumnSpec("country", "text", "Country."),
    ColumnSpec("country_id", "integer", "Country as Gleditsch and Ward number it.", blank=True, low=0, high=9999),
    ColumnSpec("region", "text", "Region of the world.", blank=True, among=GED_REGIONS),
    ColumnSpec("event_clarity", "integer", "1 one event, clearly told; 2 several told together.", among=(1, 2)),
    ColumnSpec("date_prec", "integer", "1 day, 2 two to six days, 3 week, 4 month, 5 year.", among=(1, 2, 3, 4, 5)),
    ColumnSpec("date_start", "moment", "First possible day."),
    ColumnSpec("date_end", "moment", "Last possible day, inclusive."),
    ColumnSpec("deaths_a", "integer", "Deaths on side A, best estimate.", low=0),
    ColumnSpec("deaths_b", "integer", "Deaths on side B, best estimate.", low=0),
    ColumnSpec("deaths_civilians", "integer", "Deaths of civilians, best estimate.", low=0),
    ColumnSpec("deaths_unknown", "integer", "Deaths of persons of unknown status, best estimate.", low=0),
    ColumnSpec("best", "integer", "Deaths, best estimate: the sum of the four columns before.", low=0),
    ColumnSpec("high", "integer", "Deaths, highest reliable estimate.", low=0),
    ColumnSpec("low", "integer", "Deaths, lowest reliable estimate.", low=0),
    ColumnSpec("gwnoa", "text", "Side A as Gleditsch and Ward number states.", blank=True),
    ColumnSpec("gwnob", "text", "Side B as Gleditsch and Ward number states.", blank=True),
)  # fmt: skip
"""In the order in which they are written."""

GED_FORMAT = TableFormat("UCDP GED", GedRow, GED_COLUMNS)


def point_wkt(longitude: float, latitude: float) -> str:
    """Return a point as `geom_wkt` has it."""
    return f"POINT ({longitude:.15g} {latitude:.15g})"


def priogrid_of(latitude: float, longitude: float) -> int:
    """Return the cell of PRIO-GRID that holds a point: half a degree, row by row from the south-west, from 1.

    A point on a border belongs to the cell north or east of it.
    """
    row = min(floor((latitude + 90) * 2), 359)
    column = min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def ged_line(row: GedRow) -> str:
    """Return one row as a line of CSV, with its line end."""
    return GED_FORMAT.lines((row,))


def ged_lines(rows: Iterable[GedRow]) -> str:
    """Return rows as lines of CSV, without a head."""
    return GED_FORMAT.lines(rows)


def write_ged(rows: Iterable[GedRow], out: TextIO) -> int:
    """Write the head and one row an event; return how many rows."""
    return GED_FORMAT.write(rows, out)


def read_ged(lines: Iterable[str]) -> Iterator[GedRow]:
    """Yield the rows of a file that `write_ged` wrote, as they were; open the file with `newline=""`.

    Raises:
        BadDataset: the head is another one, or a cell is not of its column's type; the message names the line.
    """
    return GED_FORMAT.read(lines)
