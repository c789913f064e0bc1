"""Events of a casebook as lines of every format, some hundreds at a time: the work of a release, done in processes."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from recount.codebook.release_roles import ReleaseRole
from recount.codebook.rules import Rule
from recount.ledger import Ledger
from recount.ledger.event_reading import EventRows, event_rows
from recount.nouns.events import Event, EventReport, Place, SettledEvent
from recount.pipeline.reconciling import event_of_rows
from recount.publishing.care import Careful, Coarsening, careful
from recount.publishing.events.columns import event_columns
from recount.publishing.events.geojson import Features
from recount.publishing.events.geoparquet import batch_of, schema_of
from recount.publishing.events.rows import event_row
from recount.publishing.formats.acled import acled_lines
from recount.publishing.formats.acled_rows import acled_rows
from recount.publishing.formats.ged import ged_lines
from recount.publishing.formats.ged_rows import dyad_year_of, ged_rows
from recount.publishing.formats.mapping import NOTHING_WITHHELD, Unmapped
from recount.publishing.formats.plover import plover_lines
from recount.publishing.formats.plover_rows import plover_rows
from recount.publishing.formats.polecat import polecat_lines
from recount.publishing.formats.polecat_rows import polecat_rows
from recount.publishing.formats.tables import TableFormat
from recount.publishing.persons import Named, Naming, named_among
from recount.publishing.release.counts import Counts, is_accepted
from recount.publishing.release.states import EventState, state_of, states_table
from recount.publishing.withholding import Withholding
from recount.reconciliation import compiled, settled

__all__ = ["FORMS", "Asked", "Form", "Rendered", "Renderer"]

Form = Literal["acled", "ged", "plover", "polecat", "csv", "geojson", "parquet"]
FORMS: tuple[Form, ...] = ("acled", "ged", "plover", "polecat", "csv", "geojson", "parquet")
"""Formats of a release, one file each."""

_NAMES_HELD = "names of private persons"


@dataclass(frozen=True)
class Asked:
    """What is published of a casebook, and how."""

    casebook: Path
    forms: tuple[Form, ...]
    rules: tuple[Rule, ...]
    version: str
    """Of Recount."""
    timestamp: int
    """Seconds since 1970, UTC: when the release is made."""
    names: bool = False
    """Whether names of private persons are published."""
    coarsening: Coarsening | None = None
    role: ReleaseRole | None = None
    last_day: date | None = None
    """Events of later days are held back; None where none is."""
    accepted_only: bool = False


class Rendered(NamedTuple):
    """Some events as lines."""

    head: int
    """The end of the chain that was read."""
    texts: Mapping[Form, Sequence[str]]
    """Lines with their ends; of GeoJSON features without."""
    rows: Mapping[Form, int]
    dyads: Sequence[tuple[Any, int]]
    """For each line of GED its dyad and year, and the best estimate."""
    batch: pa.RecordBatch | None
    states: pa.Table
    counts: Counts


@dataclass
class _Lines:
    texts: dict[Form, list[str]] = field(default_factory=dict)
    rows: dict[Form, int] = field(default_factory=dict)
    dyads: list[tuple[Any, int]] = field(default_factory=list)
    states: list[EventState] = field(default_factory=list)
    table: list[tuple[Any, ...]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, form: Form, text: str, rows: int = 1) -> None:
        self.texts.setdefault(form, []).append(text)
        self.rows[form] = self.rows.get(form, 0) + rows


class Renderer:
    """Renders events of one casebook as it is when the renderer is made; close it."""

    def __init__(self, asked: Asked) -> None:
        """Open the casebook and look the rules up."""
        self._asked = asked
        self._open = ExitStack()
        self._ledger = self._open.enter_context(Ledger.open(asked.casebook))
        self.head = self._open.enter_context(self._ledger.still())
        self._rules = [compiled(rule) for rule in asked.rules]
        columns = event_columns(asked.rules)
        self._features = Features([column.name for column in columns])
        self._schema = schema_of(columns)
        self._table: TableFormat[tuple[Any, ...]] = TableFormat("events", _tuple, columns)

    def close(self) -> None:
        """Close the casebook."""
        self._open.close()

    def render(self, ids: Sequence[str]) -> Rendered:
        """Return events by their ids as lines, in the order of the ids.

        Raises:
            DamagedLedger: rows do not fit together.
        """
        made, counts = _Lines(), Counts()
        # Nothing that is made here points back to itself: looking for what does takes a quarter of the time.
        gc.disable()
        try:
            for event in self._events(ids, made, counts):
                counts.take(event)
                self._take(event, made, counts)
        finally:
            gc.enable()
        batch = batch_of(self._schema, made.table, made.places) if "parquet" in self._asked.forms else None
        if "csv" in self._asked.forms:
            made.texts["csv"] = [self._table.lines(made.table)]
            made.rows["csv"] = len(made.table)
        return Rendered(self.head.seq, made.texts, made.rows, made.dyads, batch, states_table(made.states), counts)

    def _events(self, ids: Sequence[str], made: _Lines, counts: Counts) -> Iterator[SettledEvent]:
        """Yield the events that are published, as they are published."""
        asked = self._asked
        for rows in event_rows(self._ledger, ids):
            event = event_of_rows(rows)
            if not event.reports:
                if event.rejected:
                    counts.hold_back("events whose reports people rejected")
                    made.states.append(EventState(event.id, (), {}, {}, rejected=event.rejected))
                continue
            safe = self._safe(event, rows)
            found = settled(safe.event, self._rules)
            if asked.last_day is not None and _last_day(found) > asked.last_day:
                counts.hold_back("events of the days that are still held back")
            elif asked.accepted_only and not is_accepted(found):
                counts.hold_back("events that people have not accepted")
            else:
                _count_care(safe, counts)
                yield found

    def _safe(self, event: Event, rows: EventRows) -> Careful:
        withholding = None if self._asked.names else Withholding(_named(rows, event))
        return careful(event, withholding=withholding, coarsening=self._asked.coarsening, role=self._asked.role)

    def _take(self, event: SettledEvent, made: _Lines, counts: Counts) -> None:
        published_as: dict[str, str] = {}
        for form in self._asked.forms:
            if form in _FORMATS:
                rows = _FORMATS[form](event, self._asked)
                if isinstance(rows, Unmapped):
                    counts.leave_out(form, rows.reason, event.id)
                    continue
                made.add(form, _LINES[form](rows), len(rows))
                if form in _IDS:
                    published_as[form] = str(getattr(rows[0], _IDS[form]))
                if form == "ged" and (dyad := dyad_year_of(event, NOTHING_WITHHELD)):
                    made.dyads.append(dyad)
        if {"csv", "geojson", "parquet"}.intersection(self._asked.forms):
            row, place = event_row(event, self._asked.rules), event.of("where")
            made.table.append(row)
            made.places.append(place)
            if "geojson" in self._asked.forms:
                made.add("geojson", self._features.of(place, row))
        made.states.append(state_of(event, published_as=published_as))


_FORMATS: Mapping[str, Callable[[SettledEvent, Asked], Sequence[Any] | Unmapped]] = {
    "acled": lambda event, asked: acled_rows(event, timestamp=asked.timestamp, withheld=NOTHING_WITHHELD),
    "ged": lambda event, _: ged_rows(event, withheld=NOTHING_WITHHELD),
    "plover": lambda event, asked: plover_rows(event, withheld=NOTHING_WITHHELD, version=asked.version),
    "polecat": lambda event, asked: polecat_rows(event, withheld=NOTHING_WITHHELD, version=asked.version),
}
_LINES: Mapping[str, Callable[[Iterable[Any]], str]] = {
    "acled": acled_lines,
    "ged": ged_lines,
    "plover": plover_lines,
    "polecat": polecat_lines,
}
_IDS = {"acled": "event_id_cnty", "ged": "relid"}


def _tuple(*values: Any) -> tuple[Any, ...]:
    return values


def _named(rows: EventRows, event: Event) -> Named:
    """Return the private persons that the articles of an event name."""
    by_article: dict[str, list[EventReport]] = {}
    for report in event.reports:
        by_article.setdefault(report.article, []).append(report)
    articles = {one.row["article_id"]: one for one in rows.reports}
    found: list[Named] = []
    for article, told in by_article.items():
        parties = [side for report in told for side in (*report.perpetrators, *report.targets)]
        places = [
            name
            for report in told
            for name in (report.where.name, report.where.gazetteer_name, report.where.admin1, report.where.admin2)
            if name
        ]
        found.append(named_among(Naming(articles[article].row["text"], articles[article].speakers, parties, places)))
    if len(found) == 1:
        return found[0]
    return Named(*(tuple(dict.fromkeys(chain.from_iterable(part))) for part in zip(*found, strict=True)))


def _last_day(event: SettledEvent) -> date:
    """Return the last day on which an event may have happened; the first day of publication where no day is told."""
    when = event.of("when")
    known = when.latest or when.earliest
    published = [report.published for report in event.reports if report.published]
    return known or (min(published) if published else date.max)


def _count_care(safe: Careful, counts: Counts) -> None:
    if safe.names:
        counts.hold_back(_NAMES_HELD, safe.names)
    if safe.blurred:
        counts.hold_back("events whose places are blurred")
    if safe.hidden:
        counts.hold_back("events with fields that the role does not see")
