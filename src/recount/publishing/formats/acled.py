"""ACLED: 31 columns, as its exports have had them since March 2023, with kinds of actors in words (late 2024)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TextIO

from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.formats.tables import TableFormat

__all__ = [
    "ACLED_COLUMNS",
    "ACLED_FORMAT",
    "ACTOR_KINDS",
    "CIVILIANS_TARGETED",
    "DISORDER_TYPES",
    "EVENT_TYPES",
    "INTERACTIONS",
    "REGIONS",
    "SOURCE_SCALES",
    "SUB_EVENT_TYPES",
    "AcledRow",
    "acled_degrees",
    "acled_line",
    "acled_lines",
    "interaction_of",
    "read_acled",
    "write_acled",
]

_VIOLENCE, _DEMONSTRATIONS, _DEVELOPMENTS = "Political violence", "Demonstrations", "Strategic developments"
DISORDER_TYPES = (_VIOLENCE, f"{_VIOLENCE}; {_DEMONSTRATIONS}", _DEMONSTRATIONS, _DEVELOPMENTS)

SUB_EVENT_TYPES: dict[str, tuple[str, str]] = {
    sub: (event_type, disorder)
    for event_type, disorder, subs in (
        ("Battles", _VIOLENCE, ("Government regains territory", "Non-state actor overtakes territory", "Armed clash")),
        ("Protests", f"{_VIOLENCE}; {_DEMONSTRATIONS}", ("Excessive force against protesters",)),
        ("Protests", _DEMONSTRATIONS, ("Protest with intervention", "Peaceful protest")),
        ("Riots", _DEMONSTRATIONS, ("Violent demonstration",)),
        ("Riots", _VIOLENCE, ("Mob violence",)),
        ("Explosions/Remote violence", _VIOLENCE, (
            "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED", "Grenade",
        )),
        ("Violence against civilians", _VIOLENCE, ("Sexual violence", "Attack", "Abduction/forced disappearance")),
        (_DEVELOPMENTS, _DEVELOPMENTS, (
            "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
            "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
            "Other",
        )),
    )
    for sub in subs
}  # fmt: skip
"""By sub-event type its event type and its disorder type, in the order of the codebook of October 2024."""
EVENT_TYPES = tuple(dict.fromkeys(event_type for event_type, _ in SUB_EVENT_TYPES.values()))

ACTOR_KINDS: dict[int, str] = {
    1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters",
    7: "Civilians", 8: "External/Other forces",
}  # fmt: skip
"""Values of `inter1` and `inter2`, by the numbers that older exports have."""

# In `interaction` a lower number comes first, but civilians come last.
_PLACES = {kind: 9 if kind == "Civilians" else number for number, kind in ACTOR_KINDS.items()}


def interaction_of(inter1: str | None, inter2: str | None) -> str | None:
    """Return `interaction` for two kinds of actors in any order; None where no kind is given.

    "State forces-Rebel group", "External/Other forces-Civilians", "Rioters-Rioters", "Protesters only".
    """
    kinds = sorted((kind for kind in (inter1, inter2) if kind), key=lambda kind: _PLACES.get(kind, 10))
    if not kinds:
        return None
    return f"{kinds[0]} only" if len(kinds) == 1 else f"{kinds[0]}-{kinds[1]}"


INTERACTIONS: dict[int, str] = {
    first * 10 + (second or 0): interaction_of(kind, ACTOR_KINDS.get(second or 0)) or ""
    for first, kind in ACTOR_KINDS.items()
    for second in (None, *(number for number in ACTOR_KINDS if number >= first))
}
"""Values of `interaction`, by the numbers that older exports have."""

REGIONS: dict[int, str] = {
    1: "Western Africa", 2: "Middle Africa", 3: "Eastern Africa", 4: "Southern Africa", 5: "Northern Africa",
    7: "South Asia", 9: "Southeast Asia", 11: "Middle East", 12: "Europe", 13: "Caucasus and Central Asia",
    14: "Central America", 15: "South America", 16: "Caribbean", 17: "East Asia", 18: "North America", 19: "Oceania",
    20: "Antarctica",
}  # fmt: skip
"""Names of regions by ACLED's numbers."""

_ALONE = ("Local partner", "Subnational", "National", "Regional", "International", "New media", "Other")
_TOGETHER: dict[str, tuple[str, ...]] = {
    "Local partner": ("Other", "National", "New media", "International", "Regional", "Subnational"),
    "New media": ("National", "Subnational", "International", "Regional"),
    "Other": ("National", "New media", "Subnational", "International", "Regional"),
    "Subnational": ("National", "International", "Regional"),
    "National": ("Regional", "International"),
    "Regional": ("International",),
}
SOURCE_SCALES = (*_ALONE, *(f"{first}-{second}" for first, others in _TOGETHER.items() for second in others))

CIVILIANS_TARGETED = "Civilian targeting"
"""As exports have it; the codebook's text says "Civilians targeted"."""


class AcledRow(NamedTuple):
    """One event of ACLED's: one day, one place, one pair of actors. None stands for an empty cell."""

    event_id_cnty: str
    event_date: date
    year: int
    time_precision: int
    disorder_type: str
    event_type: str
    sub_event_type: str
    actor1: str
    assoc_actor_1: str | None
    inter1: str | None
    actor2: str | None
    assoc_actor_2: str | None
    inter2: str | None
    interaction: str | None
    civilian_targeting: str | None
    iso: int | None
    region: str | None
    country: str
    admin1: str | None
    admin2: str | None
    admin3: str | None
    location: str
    latitude: float
    longitude: float
    geo_precision: int
    source: str
    source_scale: str | None
    notes: str | None
    fatalities: int
    tags: str | None
    timestamp: int


_KINDS = tuple(ACTOR_KINDS.values())

ACLED_COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec("event_id_cnty", "text", "Id of the event, constant over time."),
    ColumnSpec("event_date", "day", "Day of the event; the middle day where only a week or month is known."),
    ColumnSpec("year", "integer", "Year of the event.", low=1900, high=2200),
    ColumnSpec("time_precision", "integer", "1 day known, 2 week or weekend, 3 month.", among=(1, 2, 3)),
    ColumnSpec("disorder_type", "text", "Kind of disorder that the sub-event type belongs to.", among=DISORDER_TYPES),
    ColumnSpec("event_type", "text", "One of six types.", among=EVENT_TYPES),
    ColumnSpec("sub_event_type", "text", "One of 25 sub-types.", among=tuple(SUB_EVENT_TYPES)),
    ColumnSpec("actor1", "text", "Named actor; in violence against civilians the one who attacks."),
    ColumnSpec("assoc_actor_1", "text", 'Actors with actor1, parted by "; ".', blank=True, separator="; "),
    ColumnSpec("inter1", "text", "Kind of actor1.", blank=True, among=_KINDS),
    ColumnSpec("actor2", "text", "The other actor, where there is one.", blank=True),
    ColumnSpec("assoc_actor_2", "text", 'Actors with actor2, parted by "; ".', blank=True, separator="; "),
    ColumnSpec("inter2", "text", "Kind of actor2.", blank=True, among=_KINDS),
    ColumnSpec("interaction", "text", "Kinds of both actors.", blank=True, among=tuple(INTERACTIONS.values())),
    ColumnSpec("civilian_targeting", "text", "Whether civilians were the main target.", blank=True,
               among=(CIVILIANS_TARGETED, "Civilians targeted")),
    ColumnSpec("iso", "integer", "Country as ISO 3166-1 numeric.", blank=True, low=0, high=999),
    ColumnSpec("region", "text", "Region of the world.", blank=True, among=tuple(REGIONS.values())),
    ColumnSpec("country", "text", "Country, or the water body in international waters."),
    ColumnSpec("admin1", "text", "First-level division.", blank=True),
    ColumnSpec("admin2", "text", "Second-level division.", blank=True),
    ColumnSpec("admin3", "text", "Third-level division.", blank=True),
    ColumnSpec("location", "text", "Named place."),
    ColumnSpec("latitude", "number", "WGS84 degrees, 4 decimals.", low=-90, high=90, decimals=4),
    ColumnSpec("longitude", "number", "WGS84 degrees, 4 decimals.", low=-180, high=180, decimals=4),
    ColumnSpec("geo_precision", "integer", "1 named town, 2 near a town, 3 larger region.", among=(1, 2, 3)),
    ColumnSpec("source", "text", 'Sources, parted by "; ".', separator="; "),
    ColumnSpec("source_scale", "text", "How near the sources are.", blank=True, among=SOURCE_SCALES),
    ColumnSpec("notes", "text", "What happened, in a sentence or two.", blank=True),
    ColumnSpec("fatalities", "integer", "Reported deaths; 0 too where nothing is known.", low=0),
    ColumnSpec("tags", "text", 'Further facts, parted by "; ".', blank=True, separator="; "),
    ColumnSpec("timestamp", "integer", "When the row was last changed, in seconds since 1970.", low=0),
)  # fmt: skip
"""In the order in which they are written."""

ACLED_FORMAT = TableFormat("ACLED", AcledRow, ACLED_COLUMNS)


def acled_degrees(degrees: float) -> float:
    """Return degrees to the 4 decimals that ACLED has, so that a row reads back as it was made."""
    return round(degrees, 4) + 0.0


def acled_line(row: AcledRow) -> str:
    """Return one row as a line of CSV, with its line end."""
    return ACLED_FORMAT.lines((row,))


def acled_lines(rows: Iterable[AcledRow]) -> str:
    """Return rows as lines of CSV, without a head."""
    return ACLED_FORMAT.lines(rows)


def write_acled(rows: Iterable[AcledRow], out: TextIO) -> int:
    """Write the head and one row an event; return how many rows."""
    return ACLED_FORMAT.write(rows, out)


def read_acled(lines: Iterable[str]) -> Iterator[AcledRow]:
    """Yield the rows of a file that `write_acled` wrote, as they were; open the file with `newline=""`.

    Exports of others are read too where their columns and values are those of `ACLED_COLUMNS`; `check` says where
    they are not.

    Raises:
        BadDataset: the head is another one, or a cell is not of its column's type; the message names the line.
    """
    return ACLED_FORMAT.read(lines)
