"""Whether lines of JSON are events as PLOVER 2.0 writes them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from recount.errors import RecountError
from recount.publishing.checking.cells import day_of
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.tables import Ids
from recount.publishing.checking.text_files import text_lines
from recount.publishing.formats.plover import (
    CONTEXTS,
    MODES,
    QUAD_CODES,
    SECTORS,
    PloverEntity,
    PloverLocation,
    PloverRecord,
    PloverSize,
)

__all__ = ["check_plover", "is_plover"]

_NEEDED = ("id", "date", "actor", "event")
_KEYS = frozenset(PloverRecord.__annotations__)
_ENTITY, _PLACE, _SIZE = (frozenset(one.__annotations__) for one in (PloverEntity, PloverLocation, PloverSize))
_LISTS = ("actor", "recipient", "event", "mode", "context")
_MOST_SCALE = 10


def check_plover(path: Path, *, today: date | None = None) -> Findings:
    """Check lines of JSON, one event each.

    Raises:
        NotFound: there is no such file.
        BadDataset: it is no file of text.
    """
    notebook = Notebook()
    looking = _Looking(notebook, today)
    rows = 0
    for number, line in enumerate(text_lines(path, notebook), start=1):
        if not line.strip():
            continue
        rows += 1
        try:
            record = json.loads(line)
        except RecursionError:
            notebook.error("json", "nested more deeply than any record", line=number)
            continue
        except ValueError as error:
            notebook.error("json", f"no JSON: {error}", line=number)
            continue
        if isinstance(record, dict):
            looking.look(number, record)
        else:
            notebook.error("json", f"{shown(line)} is no object; each line holds one event", line=number)
    if not rows:
        notebook.warn("no-rows", "no line holds an event")
    return notebook.findings(str(path), "plover", rows)


def is_plover(path: Path) -> bool:
    """Tell whether the first line of a file looks like an event of PLOVER's."""
    try:
        first = json.loads(next(text_lines(path, Notebook()), ""))
    except (RecountError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and {"date", "actor", "event"} <= first.keys()


class _Looking:
    """Looks at records."""

    def __init__(self, notebook: Notebook, today: date | None) -> None:
        self._notebook, self._today = notebook, today
        self._ids = Ids(notebook, "id")

    def look(self, line: int, record: Mapping[str, Any]) -> None:
        for name in _NEEDED:
            if not record.get(name):
                self._error("missing-key", f"no {name}, which every event needs", line, name)
        for name in sorted(record.keys() - _KEYS):
            self._warn("unknown-key", f"a key {shown(name)} that PLOVER does not have", line, None)
        if isinstance(record.get("id"), str | int):
            self._ids.see(str(record["id"]), line)
        for name in _LISTS:
            if name in record and not isinstance(record[name], list):
                self._error("type", f"{name} is no list", line, name)
        self._look_at_days(line, record)
        self._look_at_codes(line, record)
        for name in ("actor", "recipient"):
            for entity in _list(record.get(name)):
                self._look_at_entity(line, name, entity)
        self._look_at_size(line, record.get("size"))
        self._look_at_place(line, record.get("event_loc"))

    def _look_at_days(self, line: int, record: Mapping[str, Any]) -> None:
        days = {}
        for name in ("date", "enddate", "coded_date"):
            if record.get(name):
                days[name] = day_of(str(record[name])[:40])
                if days[name] is None:
                    self._error("type", f"{shown(record[name])} is no day; write it YYYY-MM-DD", line, name)
        first, last = days.get("date"), days.get("enddate")
        if first and last and first > last:
            self._error("days", f"from {first} to {last}", line, "enddate")
        if self._today is not None and first and first > self._today:
            self._warn("future", f"{first} is after {self._today}", line, "date")

    def _look_at_codes(self, line: int, record: Mapping[str, Any]) -> None:
        types = [one for one in _list(record.get("event")) if isinstance(one, str)]
        for one in _list(record.get("event")):
            if one not in MODES if isinstance(one, str) else True:
                self._error("not-in-codebook", f"{shown(one)} is no type of PLOVER's", line, "event")
        known = [one for one in types if one in MODES]
        modes = {mode for one in known for mode in MODES[one]}
        for mode in _list(record.get("mode")):
            if known and mode not in modes if isinstance(mode, str) else True:
                self._error("mode-contradicts", f"{shown(mode)} is no mode of {', '.join(known)}", line, "mode")
        for context in _list(record.get("context")):
            if not isinstance(context, str) or context not in CONTEXTS:
                self._warn("not-in-codebook", f"{shown(context)} is no context of PLOVER's", line, "context")
        quad = record.get("quad_code")
        # The manual gives SANCTION both 3 and 4.
        wanted = {QUAD_CODES[one] for one in known} | ({3} if "SANCTION" in known else set())
        if quad is not None and known and (isinstance(quad, bool) or str(quad) not in map(str, wanted)):
            self._error("quad-contradicts", f"{shown(quad)} of {', '.join(known)}", line, "quad_code")
        scale = record.get("event_scale")
        if scale is not None and not (_is_number(scale) and -_MOST_SCALE <= scale <= _MOST_SCALE):
            self._error("range", f"{shown(scale)} is outside of -10 to 10", line, "event_scale")

    def _look_at_entity(self, line: int, name: str, entity: Any) -> None:
        if not isinstance(entity, dict):
            self._error("type", f"{shown(entity)} is no object", line, name)
            return
        for key in sorted(entity.keys() - _ENTITY):
            self._warn("unknown-key", f"a key {shown(key)} that entities do not have", line, name)
        for sector in filter(None, str(entity.get("sector") or "").replace(",", ";").split(";")):
            if sector.strip() not in SECTORS:
                self._warn("not-in-codebook", f"{shown(sector)} is no sector of PLOVER's", line, name)

    def _look_at_size(self, line: int, size: Any) -> None:
        if size is None:
            return
        if not isinstance(size, dict):
            self._error("type", f"{shown(size)} is no object", line, "size")
            return
        for key, number in size.items():
            if key not in _SIZE:
                self._warn("unknown-key", f"a key {shown(key)} that sizes do not have", line, "size")
            elif number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
                self._error("range", f"{key} {shown(number)} is no number of people", line, "size")

    def _look_at_place(self, line: int, place: Any) -> None:
        for one in place if isinstance(place, list) else [place]:
            if one is None:
                continue
            if not isinstance(one, dict):
                self._error("type", f"{shown(one)} is no object", line, "event_loc")
                continue
            for key in sorted(one.keys() - _PLACE):
                self._warn("unknown-key", f"a key {shown(key)} that places do not have", line, "event_loc")
            for key, bound in (("lat", 90), ("lon", 180)):
                value = one.get(key)
                if value is not None and not (_is_number(value) and -bound <= value <= bound):
                    self._error("range", f"{key} {shown(value)} is outside of -{bound} to {bound}", line, "event_loc")
            if one.get("lat") == 0 and one.get("lon") == 0:
                self._warn("null-island", "the point 0, 0, in the Atlantic: mostly a missing value", line, "event_loc")

    def _error(self, kind: str, says: str, line: int, column: str | None) -> None:
        self._notebook.error(kind, says, line=line, column=column)

    def _warn(self, kind: str, says: str, line: int, column: str | None) -> None:
        self._notebook.warn(kind, says, line=line, column=column)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
