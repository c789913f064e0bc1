"""POLECAT: 40 columns parted by tabs, events coded in PLOVER's types."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TextIO

from recount.publishing.formats.plover import CONTEXTS, MODES, QUAD_CLASSES, SECTORS
from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.formats.tables import TableFormat

__all__ = [
    "POLECAT_COLUMNS",
    "POLECAT_FORMAT",
    "PolecatRow",
    "polecat_line",
    "polecat_lines",
    "read_polecat",
    "write_polecat",
]


class PolecatRow(NamedTuple):
    """One event of POLECAT's. None stands for an empty cell."""

    event_id: str
    event_date: date
    event_type: str
    event_mode: str | None
    intensity: float
    quad_code: str
    contexts: str | None
    actor_name: str | None
    actor_country: str | None
    actor_cow: str | None
    primary_actor_sector: str | None
    actor_sectors: str | None
    actor_title: str | None
    actor_name_raw: str | None
    wikipedia_actor_id: str | None
    recipient_name: str | None
    recipient_country: str | None
    recipient_cow: str | None
    primary_recipient_sector: str | None
    recipient_sectors: str | None
    recipient_title: str | None
    recipient_name_raw: str | None
    wikipedia_recipient_id: str | None
    placename: str | None
    city: str | None
    district: str | None
    province: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: str | None
    raw_placename: str | None
    feature_type: str | None
    source: str | None
    publication_date: date | None
    story_people: str | None
    story_organizations: str | None
    story_locations: str | None
    language: str | None
    version: str | None


def _party(role: str) -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec(f"{role} Name", "text", f"{role}, resolved.", blank=True),
        ColumnSpec(f"{role} Country", "text", "Its country.", blank=True),
        ColumnSpec(f"{role} COW", "text", "Its country in the codes of the Correlates of War.", blank=True),
        ColumnSpec(f"Primary {role} Sector", "text", "Its first sector.", blank=True, among=SECTORS),
        ColumnSpec(f"{role} Sectors", "text", 'All sectors, parted by ";".', blank=True, among=SECTORS, separator=";"),
        ColumnSpec(f"{role} Title", "text", "Title or office.", blank=True),
        ColumnSpec(f"{role} Name Raw", "text", "As written.", blank=True),
        ColumnSpec(f"Wikipedia {role} ID", "text", "Page of Wikipedia.", blank=True),
    )


POLECAT_COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec("Event ID", "text", "Id of the event."),
    ColumnSpec("Event Date", "day", "Day of the event."),
    ColumnSpec("Event Type", "text", "One of PLOVER's 16 types.", among=tuple(MODES)),
    ColumnSpec("Event Mode", "text", "Mode of the type.", blank=True,
               among=tuple(dict.fromkeys(mode for modes in MODES.values() for mode in modes))),
    ColumnSpec("Intensity", "number", "From conflict to cooperation.", low=-10, high=10),
    ColumnSpec("Quad Code", "text", "Verbal or material, cooperation or conflict.",
               among=tuple(QUAD_CLASSES.values())),
    ColumnSpec("Contexts", "text", 'Contexts, parted by ";".', blank=True, among=CONTEXTS, separator=";"),
    *_party("Actor"),
    *_party("Recipient"),
    ColumnSpec("Placename", "text", "Name of the place.", blank=True),
    ColumnSpec("City", "text", "Town.", blank=True),
    ColumnSpec("District", "text", "Second-level division.", blank=True),
    ColumnSpec("Province", "text", "First-level division.", blank=True),
    ColumnSpec("Country", "text", "Country.", blank=True),
    ColumnSpec("Latitude", "number", "WGS84 degrees.", blank=True, low=-90, high=90),
    ColumnSpec("Longitude", "number", "WGS84 degrees.", blank=True, low=-180, high=180),
    ColumnSpec("GeoNames ID", "text", "Of the place in GeoNames.", blank=True),
    ColumnSpec("Raw Placename", "text", "As written.", blank=True),
    ColumnSpec("Feature Type", "text", "Kind of place.", blank=True),
    ColumnSpec("Source", "text", "Who published the report.", blank=True),
    ColumnSpec("Publication Date", "day", "Day of its publication.", blank=True),
    ColumnSpec("Story People", "text", "People named in the report.", blank=True),
    ColumnSpec("Story Organizations", "text", "Organizations named in the report.", blank=True),
    ColumnSpec("Story Locations", "text", "Places named in the report.", blank=True),
    ColumnSpec("Language", "text", "Language of the report.", blank=True),
    ColumnSpec("Version", "text", "Version of the coder.", blank=True),
)  # fmt: skip
"""In the order in which they are written."""

POLECAT_FORMAT = TableFormat("POLECAT", PolecatRow, POLECAT_COLUMNS, tabs=True)


def polecat_line(row: PolecatRow) -> str:
    """Return one row as a line parted by tabs, with its line end."""
    return POLECAT_FORMAT.lines((row,))


def polecat_lines(rows: Iterable[PolecatRow]) -> str:
    """Return rows as lines parted by tabs, without a head."""
    return POLECAT_FORMAT.lines(rows)


def write_polecat(rows: Iterable[PolecatRow], out: TextIO) -> int:
    """Write the head and one row an event; return how many rows."""
    return POLECAT_FORMAT.write(rows, out)


def read_polecat(lines: Iterable[str]) -> Iterator[PolecatRow]:
    """Yield the rows of a file that `write_polecat` wrote, as they were; open the file with `newline=""`.

    Raises:
        BadDataset: the head is another one, or a cell is not of its column's type; the message names the line.
    """
    return POLECAT_FORMAT.read(lines)
