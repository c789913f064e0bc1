"""The state of each event in a release: small, so that two releases can be compared without their casebooks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from recount.errors import BadRelease
from recount.nouns.events import Claim, Period, Place, SettledEvent
from recount.publishing.encoding import encoded

__all__ = ["STATES", "STATES_SCHEMA", "EventState", "Sketch", "States", "state_of", "states_table", "write_states"]

STATES = "release.parquet"
"""Name of the file in a release."""

_VERSION = "1"
_IDS = pa.list_(pa.field("id", pa.string(), nullable=False))
STATES_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("reports", _IDS, nullable=False),
        pa.field("articles", _IDS, nullable=False),
        pa.field("rejected", _IDS, nullable=False),
        pa.field("fields", pa.string(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
        pa.field("published_as", pa.string(), nullable=False),
    ],
    metadata={"recount.release": _VERSION},
)
"""Columns of the file; `fields`, `reasons` and `published_as` are objects of JSON with their keys in order."""

_json = partial(encoded, sort_keys=True)
_AS_JSON = frozenset({int, str, float, bool})
# Events held at a time. One takes some 3 KB.
_BATCH_ROWS = 4_096


class _Published(NamedTuple):
    columns: tuple[str, ...]
    decided_as: tuple[str, ...]
    """What people call the field when they decide on it."""


_PUBLISHED: Mapping[str, _Published] = {
    "event_type": _Published(("event_type",), ("event_type", "type")),
    "sub_event_type": _Published(("sub_event_type",), ("sub_event_type", "event_type", "type")),
    "modality": _Published(("modality",), ("modality",)),
    "when": _Published(("earliest", "latest", "when_precision"), ("when", "earliest", "latest")),
    "where": _Published(
        ("place", "latitude", "longitude", "country", "admin1", "where_precision"),
        ("where", "place", "country", "admin1", "admin2", "latitude", "longitude"),
    ),
    "perpetrators": _Published(("perpetrators",), ("perpetrators",)),
    "targets": _Published(("targets",), ("targets",)),
    "weapons": _Published(("weapons",), ("weapons",)),
}
# A decision on one of these is one on figures of people.
_FIGURES = frozenset(
    {"casualties", "killed", "injured", "missing", "abducted", "arrested", "displaced", "figures", "counts"}
)


class EventState(NamedTuple):
    """An event as one release publishes it."""

    id: str
    reports: tuple[str, ...]
    """Ids, the first kept first; none where people rejected every report, so that the event is none any more."""
    fields: Mapping[str, Any]
    """Values as published, as JSON has them: `event_type`, `earliest`, …, and figures as `rule.name`."""
    reasons: Mapping[str, tuple[str, ...]]
    """By field the ids of the reports, claims and statements that it rests on, and `decision:` with the row of each
    decision."""
    articles: tuple[str, ...] = ()
    """Of each report its article."""
    rejected: tuple[str, ...] = ()
    """Ids of reports that people rejected."""
    published_as: Mapping[str, str] = {}
    """Ids of the event in formats that have their own: `acled`, `ged`."""


def state_of(settled: SettledEvent, *, published_as: Mapping[str, str] | None = None) -> EventState:
    """Return the state of an event.

    The event has to be as it is published: where names are withheld or places are coarsened, they are withheld here
    too, since the state is part of the release.
    """
    return EventState(
        settled.id,
        tuple(report.id for report in settled.reports),
        _fields(settled),
        _reasons(settled),
        tuple(report.article for report in settled.reports),
        settled.rejected,
        dict(published_as or {}),
    )


def states_table(states: Iterable[EventState]) -> pa.Table:
    """Return states as one Arrow table."""
    held = list(states)
    columns: list[list[Any]] = [
        [state.id for state in held],
        [state.reports for state in held],
        [state.articles for state in held],
        [state.rejected for state in held],
        [_json(state.fields) for state in held],
        [_json(state.reasons) for state in held],
        [_json(state.published_as) for state in held],
    ]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, STATES_SCHEMA, strict=True)],
        schema=STATES_SCHEMA,
    )


def write_states(states: Iterable[EventState], out: Path) -> int:
    """Write the file of a release, some thousand events at a time; return how many."""
    coming = iter(states)
    number = 0
    with pq.ParquetWriter(out, STATES_SCHEMA, compression="zstd") as writer:
        while batch := list(islice(coming, _BATCH_ROWS)):
            writer.write_table(states_table(batch), row_group_size=_BATCH_ROWS)
            number += len(batch)
    return number


class _Decided(NamedTuple):
    report: str
    field: str
    """Empty for the whole report."""
    id: str


class Sketch(NamedTuple):
    """As much of an event's state as is needed to see whether it changed."""

    id: str
    reports: tuple[str, ...]
    rejected: tuple[str, ...]
    digest: bytes
    """Of the published values."""


class States:
    """The states of one release: gone through as often as is asked, some thousand at a time in memory."""

    def __init__(self, batches: Callable[[Sequence[str]], Iterable[pa.RecordBatch]]) -> None:
        """Hold what gives the named columns, batch by batch."""
        self._batches = batches

    @classmethod
    def of(cls, states: Iterable[EventState]) -> "States":
        """Return states that are in memory."""
        table = states_table(states)
        return cls(lambda columns: table.select(columns).to_batches(_BATCH_ROWS))

    @classmethod
    def at(cls, path: Path) -> "States":
        """Return the states of a file; going through them raises `BadRelease` where it is none."""
        return cls(lambda columns: _batches_of(path, columns))

    def __iter__(self) -> Iterator[EventState]:
        for batch in self._batches(STATES_SCHEMA.names):
            yield from (_state(row) for row in batch.to_pylist())

    def only(self, ids: Iterable[str]) -> Iterator[EventState]:
        """Yield the states of these events."""
        wanted = pa.array(ids, pa.string())
        for batch in self._batches(STATES_SCHEMA.names):
            yield from (_state(row) for row in batch.filter(pc.is_in(batch["id"], value_set=wanted)).to_pylist())

    def sketches(self) -> Iterator[Sketch]:
        """Yield what tells whether an event changed."""
        for batch in self._batches(("id", "reports", "rejected", "fields")):
            for id_, reports, rejected, fields in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield Sketch(id_, tuple(reports), tuple(rejected), blake2b(fields.encode(), digest_size=16).digest())

    def articles(self, asked: Set[str]) -> set[str]:
        """Return those of the asked articles that some event here rests on."""
        wanted = pa.array(sorted(asked), pa.string())
        found: set[str] = set()
        for batch in self._batches(("articles",)):
            articles = batch["articles"].flatten()
            found.update(articles.filter(pc.is_in(articles, value_set=wanted)).to_pylist())
        return found


def _batches_of(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            _check_columns(path, file.schema_arrow)
            yield from file.iter_batches(_BATCH_ROWS, columns=list(columns))
    except FileNotFoundError as error:
        raise BadRelease(f"There is no {path}. Name the folder that `recount publish` filled.") from error
    except (pa.ArrowException, OSError) as error:
        raise BadRelease(
            f"{path} cannot be read: {error}. Get it again, or publish the release again from its casebook."
        ) from error


def _check_columns(path: Path, schema: pa.Schema) -> None:
    version = (schema.metadata or {}).get(b"recount.release", b"").decode(errors="replace")
    if version != _VERSION:
        raise BadRelease(
            f"{path} is of version {version or '(none)'} of a release's states; this Recount reads version {_VERSION}. "
            "Use the Recount that published it."
        )
    if not schema.equals(STATES_SCHEMA):
        raise BadRelease(f"{path} has other columns than {', '.join(STATES_SCHEMA.names)}. Get the file again.")


def _state(row: Mapping[str, Any]) -> EventState:
    try:
        fields, reasons, published_as = (orjson.loads(row[name]) for name in ("fields", "reasons", "published_as"))
        return EventState(
            row["id"],
            tuple(row["reports"]),
            dict(fields),
            {field: tuple(map(str, ids)) for field, ids in reasons.items()},
            tuple(row["articles"]),
            tuple(row["rejected"]),
            {name: str(id_) for name, id_ in published_as.items()},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadRelease(
            f"The state of {row['id']} is no JSON object: {error}. Publish the release again from its casebook."
        ) from error


def _fields(settled: SettledEvent) -> dict[str, Any]:
    taken = {name: choice.value for name, choice in settled.fields.items()}
    when: Period | None = taken.get("when")
    where: Place | None = taken.get("where")
    fields: dict[str, Any] = {name: taken.get(name) for name in ("event_type", "sub_event_type", "modality")}
    fields |= {
        "earliest": _plain(when.earliest) if when else None,
        "latest": _plain(when.latest) if when else None,
        "when_precision": when.precision if when else None,
        "place": (where.gazetteer_name or where.name) if where else None,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "country": where.country if where else None,
        "admin1": where.admin1 if where else None,
        "where_precision": where.precision if where else None,
        "perpetrators": [side.known_as for side in taken.get("perpetrators") or ()],
        "targets": [side.known_as for side in taken.get("targets") or ()],
        "weapons": [weapon.name for weapon in taken.get("weapons") or ()],
    }
    for rule, outcome in settled.outcomes.items():
        fields[f"{rule}.enters"] = outcome.enters
        for name, value in outcome.values.items():
            # Nearly all are numbers and words, which are as JSON has them.
            fields[f"{rule}.{name}"] = value if value is None or type(value) in _AS_JSON else _plain(value)
    return fields


def _plain(value: Any) -> Any:
    """Return a value as it comes back from JSON."""
    if value is None or isinstance(value, int | str | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return value


def _reasons(settled: SettledEvent) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    decisions = [
        _Decided(report.id, str(decision.get("field") or "").partition(".")[0], f"decision:{decision['seq']}")
        for report in settled.reports
        for decision in report.decisions
        if decision.get("seq") is not None
    ]
    for field, (columns, decided_as) in _PUBLISHED.items():
        choice = settled.fields.get(field)
        if choice is None:
            continue
        told = choice.reports
        if choice.rivals:
            # Rivals leave a field unresolved, or were weighed against what was taken: it rests on them too.
            told = tuple(dict.fromkeys((*told, *(report for rival in choice.rivals for report in rival.reports))))
        if decisions:
            told = (*told, *(one.id for one in decisions if one.field in decided_as or not one.field))
        if told:
            found.update(dict.fromkeys(columns, told))
    claims = {claim.id: claim for report in settled.reports for claim in report.claims}
    on_figures = [one for one in decisions if one.field in _FIGURES or not one.field]
    # Most figures of an event rest on the same claims.
    behind: dict[tuple[str, ...], tuple[str, ...]] = {}
    for rule, outcome in settled.outcomes.items():
        for name, ids in outcome.rests_on.items():
            if ids not in behind:
                behind[ids] = tuple(dict.fromkeys(_behind(ids, claims, on_figures)))
            found[f"{rule}.{name}"] = behind[ids]
    return found


def _behind(ids: Iterable[str], claims: Mapping[str, Claim], decisions: Sequence[_Decided]) -> Iterator[str]:
    """Yield claims with the statements that hold them and the decisions on figures of their reports."""
    for id_ in ids:
        yield id_
        claim = claims.get(id_)
        if claim is not None:
            yield from (voice.statement for voice in claim.voices)
            yield from (one.id for one in decisions if one.report == claim.report)
