"""Whether a table is what POLECAT publishes."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from recount.publishing.checking.cells import day_of, number_of, whole_of
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.tables import Ids, TableRules, check_rows, open_table
from recount.publishing.formats.plover import MODES, QUAD_CLASSES, QUAD_CODES
from recount.publishing.formats.polecat import POLECAT_COLUMNS
from recount.publishing.formats.specs import ColumnSpec

__all__ = ["POLECAT_RULES", "check_polecat"]

_LOOKED_AT = frozenset({"Quad Code", "Event Type", "Event Mode"})
# POLECAT's lists of contexts and sectors have grown since the manual; another value is no error.
_OPEN = frozenset({"Contexts", *(f"{role} Sectors" for role in ("Actor", "Recipient")),
                   *(f"Primary {role} Sector" for role in ("Actor", "Recipient"))})  # fmt: skip


def _lenient(column: ColumnSpec) -> ColumnSpec:
    return column._replace(among=() if column.name in _LOOKED_AT | _OPEN else column.among)


POLECAT_RULES = TableRules(
    "POLECAT",
    tuple(map(_lenient, POLECAT_COLUMNS)),
    delimiter="\t",
    needed=frozenset({"Event ID", "Event Date", "Event Type", "Quad Code"}),
    also={"event intensity": "Intensity"},
)


def check_polecat(path: Path, *, today: date | None = None) -> Findings:
    """Check a table of POLECAT's.

    Raises:
        NotFound: there is no such file.
        BadDataset: it cannot be read as a table of POLECAT's at all.
    """
    notebook = Notebook()
    table = open_table(path, POLECAT_RULES, notebook)
    rows = check_rows(table, POLECAT_RULES, notebook, _Looking(notebook, today).look)
    return notebook.findings(str(path), "polecat", rows)


class _Looking:
    """Looks at rows as wholes."""

    def __init__(self, notebook: Notebook, today: date | None) -> None:
        self._notebook, self._today = notebook, today
        self._ids = Ids(notebook, "Event ID")
        self._open = {column.name: frozenset(column.among) for column in POLECAT_COLUMNS if column.name in _OPEN}

    def look(self, line: int, cells: Mapping[str, str]) -> None:
        self._ids.see(cells["Event ID"], line)
        self._look_at_type(line, cells)
        for name, known in self._open.items():
            for part in filter(None, (one.strip() for one in cells[name].split(";"))):
                if part not in known:
                    self._notebook.warn("not-in-codebook", f"{shown(part)} is not in the manual", line=line,
                                        column=name)  # fmt: skip
        day, published = day_of(cells["Event Date"]), day_of(cells["Publication Date"])
        if day and published and day > published:
            self._notebook.warn("days", f"on {day}, published on {published}", line=line, column="Event Date")
        if self._today is not None and day is not None and day > self._today:
            self._notebook.warn("future", f"{day} is after {self._today}", line=line, column="Event Date")
        if number_of(cells["Latitude"]) == 0 and number_of(cells["Longitude"]) == 0:
            says = "the point 0, 0, in the Atlantic: mostly a missing value"
            self._notebook.warn("null-island", says, line=line, column="Latitude")

    def _look_at_type(self, line: int, cells: Mapping[str, str]) -> None:
        event_type, mode = cells["Event Type"].strip().upper(), cells["Event Mode"].strip().casefold()
        if not event_type:
            return
        if event_type not in MODES:
            says = f"{shown(cells['Event Type'])} is no type of PLOVER's"
            self._notebook.error("not-in-codebook", says, line=line, column="Event Type")
            return
        if mode and mode not in MODES[event_type]:
            says = f"{shown(mode)} is no mode of {event_type}"
            self._notebook.error("mode-contradicts", says, line=line, column="Event Mode")
        quad, number = cells["Quad Code"].strip(), whole_of(cells["Quad Code"])
        # Releases write it in words, the manual as a number.
        named = quad.upper() if number is None else QUAD_CLASSES.get(number)
        if named not in QUAD_CLASSES.values():
            says = f"{shown(quad)} is no quad code"
            self._notebook.error("not-in-codebook", says, line=line, column="Quad Code")
        elif named != QUAD_CLASSES[QUAD_CODES[event_type]] and event_type != "SANCTION":
            says = f"{shown(quad)} of {event_type}, which is {QUAD_CLASSES[QUAD_CODES[event_type]]}"
            self._notebook.error("quad-contradicts", says, line=line, column="Quad Code")
