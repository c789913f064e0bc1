"""Events of a casebook as lines of every format, some hundreds at a time: the work of a release, done in processes."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """Lines with their ends, of GED each by itself; of GeoJSON features without."""
    rows: Mapping[Form, int]
    dyads: Sequence[tuple[Any, int]]
    """For each line of GED its dyad and year, and the best estimate."""
    batch: pa.RecordBatch | None
    states: pa.Table
    counts: Counts


@dataclass
class _Lines:
    texts: dict[Form, Sequence[str]] = field(default_factory=dict)
    rows: dict[Form, int] = field(default_factory=dict)
    dyads: list[tuple[Any, int]] = field(default_factory=list)
    states: dict[str, EventState] = field(default_factory=dict)

    def add(self, form: Form, texts: Sequence[str], rows: int) -> None:
        self.texts[form], self.rows[form] = texts, rows


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
            # Each step is done for all events before the next: a processor that has every step's instructions at hand
            # for the time of one event only takes half as long again.
            events = self._events(ids, made, counts)
            for event in events:
                counts.take(event)
            published_as: list[dict[str, str]] = [{} for _ in events]
            for form in self._asked.forms:
                if form in _FORMATS:
                    self._take(form, events, published_as, made, counts)
            batch = self._take_table(events, made)
            for event, known in zip(events, published_as, strict=True):
                made.states[event.id] = state_of(event, published_as=known)
            states = states_table(made.states[id_] for id_ in ids if id_ in made.states)
        finally:
            gc.enable()
        return Rendered(self.head.seq, made.texts, made.rows, made.dyads, batch, states, counts)

    def _events(self, ids: Sequence[str], made: _Lines, counts: Counts) -> list[SettledEvent]:
        """Return the events that are published, as they are published."""
        asked = self._asked
        rows = list(event_rows(self._ledger, ids))
        events = [event_of_rows(one) for one in rows]
        told = [self._safe(event, one) if event.reports else None for event, one in zip(events, rows, strict=True)]
        found = [settled(safe.event, self._rules) if safe else None for safe in told]
        published: list[SettledEvent] = []
        for event, safe, one in zip(events, told, found, strict=True):
            if safe is None or one is None:
                if event.rejected:
                    counts.hold_back("events whose reports people rejected")
                    made.states[event.id] = EventState(event.id, (), {}, {}, rejected=event.rejected)
            elif asked.last_day is not None and _last_day(one) > asked.last_day:
                counts.hold_back("events of the days that are still held back")
            elif asked.accepted_only and not is_accepted(one):
                counts.hold_back("events that people have not accepted")
            else:
                _count_care(safe, counts)
                published.append(one)
        return published

    def _safe(self, event: Event, rows: EventRows) -> Careful:
        withholding = None if self._asked.names else Withholding(_named(rows, event))
        return careful(event, withholding=withholding, coarsening=self._asked.coarsening, role=self._asked.role)

    def _take(
        self,
        form: Form,
        events: Sequence[SettledEvent],
        published_as: Sequence[dict[str, str]],
        made: _Lines,
        counts: Counts,
    ) -> None:
        """Make the lines of one dataset; note under which ids of its own it has the events."""
        kept: list[Sequence[Any]] = []
        for event, known in zip(events, published_as, strict=True):
            rows = _FORMATS[form](event, self._asked)
            if isinstance(rows, Unmapped):
                counts.leave_out(form, rows.reason, event.id)
                continue
            kept.append(rows)
            if form in _IDS:
                known[form] = str(getattr(rows[0], _IDS[form]))
            if form == "ged" and (dyad := dyad_year_of(event, NOTHING_WITHHELD)):
                made.dyads.append(dyad)
        if form == "ged":
            # One text a line: which of them belong to an active dyad is known at the end only.
            made.add(form, [ged_lines(rows) for rows in kept], len(kept))
        else:
            made.add(form, [_LINES[form](chain.from_iterable(kept))], sum(map(len, kept)))

    def _take_table(self, events: Sequence[SettledEvent], made: _Lines) -> pa.RecordBatch | None:
        """Make the table of everything in the forms that are asked for; return it as a batch where Parquet is one."""
        forms = self._asked.forms
        if not {"csv", "geojson", "parquet"}.intersection(forms):
            return None
        rows = [event_row(event, self._asked.rules) for event in events]
        places: list[Place] = [event.of("where") for event in events]
        if "csv" in forms:
            made.add("csv", [self._table.lines(rows)], len(rows))
        if "geojson" in forms:
            features = [self._features.of(place, row) for place, row in zip(places, rows, strict=True)]
            made.add("geojson", features, len(rows))
        return batch_of(self._schema, rows, places) if "parquet" in forms else None


_FORMATS: Mapping[str, Callable[[SettledEvent, Asked], Sequence[Any] | Unmapped]] = {
    "acled": lambda event, asked: acled_rows(event, timestamp=asked.timestamp, withheld=NOTHING_WITHHELD),
    "ged": lambda event, _: ged_rows(event, withheld=NOTHING_WITHHELD),
    "plover": lambda event, asked: plover_rows(event, withheld=NOTHING_WITHHELD, version=asked.version),
    "polecat": lambda event, asked: polecat_rows(event, withheld=NOTHING_WITHHELD, version=asked.version),
}
_LINES: Mapping[str, Callable[[Iterable[Any]], str]] = {
    "acled": acled_lines,
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
