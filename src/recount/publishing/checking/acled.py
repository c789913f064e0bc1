"""Whether a table is what ACLED publishes, today's exports and older ones."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from recount.codebook.country_codes import country_codes
from recount.publishing.checking.cells import day_of, number_of, whole_of
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.tables import Ids, TableRules, check_rows, open_table
from recount.publishing.formats.acled import (
    ACLED_COLUMNS,
    ACTOR_KINDS,
    DISORDER_TYPES,
    EVENT_TYPES,
    INTERACTIONS,
    REGIONS,
    SOURCE_SCALES,
    SUB_EVENT_TYPES,
    interaction_of,
)
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["ACLED_RULES", "check_acled"]

# Columns whose values are looked at below, since vintages write them in different ways.
_LOOKED_AT = ("disorder_type", "event_type", "sub_event_type", "inter1", "inter2", "interaction", "source_scale",
              "region")  # fmt: skip


def _lenient(column: ColumnSpec) -> ColumnSpec:
    blank = column.blank or column.name in {"disorder_type", "sub_event_type", "source"}
    return column._replace(among=() if column.name in _LOOKED_AT else column.among, blank=blank)


ACLED_RULES = TableRules(
    "ACLED",
    tuple(map(_lenient, ACLED_COLUMNS)),
    needed=frozenset({"event_date", "event_type", "actor1", "country", "latitude", "longitude", "fatalities"}),
    also={
        "time_precis": "time_precision", "geo_precis": "geo_precision", "ally_actor_1": "assoc_actor_1",
        "ally_actor_2": "assoc_actor_2", "associated_actor_1": "assoc_actor_1", "associated_actor_2": "assoc_actor_2",
    },
    known=frozenset({"data_id", "event_id_no_cnty", "iso3", "gwno", "inter1_num", "inter2_num", "interaction_num"}),
    known_begin=("population_",),
)  # fmt: skip

# As the codebook had them until 2019.
_OLDER_TYPES = frozenset({
    "Battle-No change of territory", "Battle-Government regains territory",
    "Battle-Non-state actor overtakes territory", "Headquarters or base established",
    "Non-violent transfer of territory", "Riots/Protests", "Remote violence", "Strategic development",
})  # fmt: skip
_SPELT = {
    name.casefold(): name
    for name in (*EVENT_TYPES, *SUB_EVENT_TYPES, *DISORDER_TYPES, *ACTOR_KINDS.values(), *REGIONS.values(),
                 *SOURCE_SCALES, *INTERACTIONS.values())
}  # fmt: skip
# An old sample of ACLED's own programme for R has it so.
_SPELT["demostrations"] = "Demonstrations"
_SPELT["political violence; demostrations"] = "Political violence; Demonstrations"
_KINDS, _REGIONS, _SCALES = frozenset(ACTOR_KINDS.values()), frozenset(REGIONS.values()), frozenset(SOURCE_SCALES)
_SCALE_PARTS = frozenset(scale for scale in SOURCE_SCALES if "-" not in scale)
_TOGETHER = frozenset(INTERACTIONS.values())


def check_acled(path: Path, *, today: date | None = None) -> Findings:
    """Check a table of ACLED's, of any vintage since 2019; what an older one lacks is a warning.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read as a table of ACLED's at all.
    """
    notebook = Notebook()
    table = open_table(path, ACLED_RULES, notebook)
    rows = check_rows(table, ACLED_RULES, notebook, _Looking(notebook, today).look)
    return notebook.findings(str(path), "acled", rows)


class _Looking:
    """Looks at rows as wholes."""

    def __init__(self, notebook: Notebook, today: date | None) -> None:
        self._notebook, self._today = notebook, today
        self._ids = Ids(notebook, "event_id_cnty")
        self._iso = {codes.name: codes.numeric or 0 for codes in country_codes().values()}
        self._names = {number: name for name, number in self._iso.items() if number}

    def look(self, line: int, cells: Mapping[str, str]) -> None:
        self._ids.see(cells["event_id_cnty"], line)
        self._look_at_types(line, cells)
        self._look_at_actors(line, cells)
        self._look_at_day(line, cells)
        self._look_at_place(line, cells)
        self._look_at_scale(line, cells["source_scale"])
        targeted, inter2 = cells["civilian_targeting"], cells["inter2"]
        if cells["event_type"] == "Violence against civilians" and inter2 and not targeted:
            self._warn("no-targeting", "violence against civilians that targets no civilians", line,
                       "civilian_targeting")  # fmt: skip

    def _look_at_types(self, line: int, cells: Mapping[str, str]) -> None:
        event_type = self._spelt(line, cells, "event_type")
        sub_type, disorder = self._spelt(line, cells, "sub_event_type"), self._spelt(line, cells, "disorder_type")
        if event_type in _OLDER_TYPES and event_type not in EVENT_TYPES:
            self._warn("older-type", f"{shown(event_type)}, a type until 2019", line, "event_type")
            return
        if event_type and event_type not in EVENT_TYPES:
            self._error("not-in-codebook", f"{shown(event_type)} is no type of ACLED's", line, "event_type")
        if not sub_type:
            self._warn("blank", "an empty cell", line, "sub_event_type")
            return
        if sub_type not in SUB_EVENT_TYPES:
            self._error("not-in-codebook", f"{shown(sub_type)} is no sub-type of ACLED's", line, "sub_event_type")
            return
        belongs, kind = SUB_EVENT_TYPES[sub_type]
        if event_type in EVENT_TYPES and event_type != belongs:
            says = f"{shown(sub_type)} belongs to {belongs}, not to {event_type}"
            self._error("type-contradicts", says, line, "sub_event_type")
        if disorder and disorder != kind:
            says = f"{shown(sub_type)} is of the kind {kind}, not {shown(disorder)}"
            self._error("type-contradicts", says, line, "disorder_type")

    def _look_at_actors(self, line: int, cells: Mapping[str, str]) -> None:
        first, second = self._kind(line, cells, "inter1"), self._kind(line, cells, "inter2")
        if cells["inter2"] and second and not cells["actor2"].strip():
            self._warn("no-actor", "a kind of actor and no actor", line, "actor2")
        written = cells["interaction"].strip()
        if not written:
            return
        number = whole_of(written)
        together = INTERACTIONS.get(number) if number is not None else self._spelt(line, cells, "interaction")
        if together not in _TOGETHER:
            # "A-B" in the order of the actors is told from a value that does not exist.
            together = interaction_of(*(together or "").split("-", 1)) if (together or "").count("-") == 1 else None
        if together not in _TOGETHER:
            self._error("not-in-codebook", f"{shown(written)} is no value of it", line, "interaction")
        elif first and together != interaction_of(first, second):
            says = f"{shown(written)}, and {shown(cells['inter1'])} with {shown(cells['inter2'])} are "
            says += shown(interaction_of(first, second))
            self._error("interaction-contradicts", says, line, "interaction")

    def _look_at_day(self, line: int, cells: Mapping[str, str]) -> None:
        day, year = day_of(cells["event_date"]), whole_of(cells["year"])
        if day is None:
            return
        if year is not None and year != day.year:
            self._error("year-contradicts", f"{year} of an event of {day}", line, "year")
        if self._today is not None and day > self._today:
            self._warn("future", f"{day} is after {self._today}", line, "event_date")

    def _look_at_place(self, line: int, cells: Mapping[str, str]) -> None:
        if number_of(cells["latitude"]) == 0 and number_of(cells["longitude"]) == 0:
            self._warn("null-island", "the point 0, 0, in the Atlantic: mostly a missing value", line, "latitude")
        region = self._spelt(line, cells, "region")
        number = whole_of(region)
        if region and region not in _REGIONS and number not in REGIONS:
            self._error("not-in-codebook", f"{shown(region)} is no region of ACLED's", line, "region")
        iso, country = whole_of(cells["iso"]), cells["country"].strip()
        if iso and country in self._iso and iso in self._names and self._iso[country] != iso:
            says = f"{iso} is {self._names[iso]}, and the country {shown(country)}"
            self._error("iso-contradicts", says, line, "iso")

    def _look_at_scale(self, line: int, scale: str) -> None:
        if scale and scale not in _SCALES and not _SCALE_PARTS.issuperset(scale.split("-")):
            says = f"{shown(scale)} is none of {', '.join(sorted(_SCALE_PARTS))} or two of them"
            self._warn("not-in-codebook", says, line, "source_scale")

    def _kind(self, line: int, cells: Mapping[str, str], column: str) -> str | None:
        """Return a kind of actor in words, which older exports have as a number."""
        value = self._spelt(line, cells, column)
        number = whole_of(value) if value else 0
        if number is not None:
            if number and number not in ACTOR_KINDS:
                self._error("not-in-codebook", f"{number} is no kind of actor, 1 to 8", line, column)
            elif value:
                self._notebook.note("kinds of actors as numbers, as exports had them until late 2024")
            return ACTOR_KINDS.get(number)
        if value not in _KINDS:
            self._error("not-in-codebook", f"{shown(value)} is no kind of actor", line, column)
            return None
        return value

    def _spelt(self, line: int, cells: Mapping[str, str], column: str) -> str:
        """Return a value as the codebook spells it, and warn of another spelling."""
        value = cells[column]
        known = _SPELT.get(value.strip().casefold())
        if known is None:
            return value.strip()
        if known != value:
            self._warn("spelling", f"{shown(value)}, written {shown(known)} in the codebook", line, column)
        return known

    def _error(self, kind: str, says: str, line: int, column: str) -> None:
        self._notebook.error(kind, says, line=line, column=column)

    def _warn(self, kind: str, says: str, line: int, column: str) -> None:
        self._notebook.warn(kind, says, line=line, column=column)
