"""What a list says of events beside their summaries: how exactly day and place are known, who is named, who tells."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from recount.ledger.casebook import Ledger
from recount.ledger.judging import EventRow
from recount.ledger.looking import IS_CURRENT, portions

__all__ = ["EventDetails", "Told", "details_of_events"]

_DETAILS = (
    "SELECT event_report.event, report.id, article.id AS article, article.outlet, when_precision, when_basis, "
    "earliest, latest, where_precision, place, gazetteer_id, gazetteer_name, latitude, longitude, radius_km, admin1, "
    "admin2, country, perpetrators, targets, casualties, responsibility_status "
    "FROM json_each(?) AS asked CROSS JOIN event_report ON event_report.event = asked.value "
    "CROSS JOIN report ON report.id = event_report.report JOIN coding ON coding.seq = report.coding "
    "JOIN article ON article.seq = coding.article "
    f"WHERE report.spans IS NOT NULL AND {IS_CURRENT} ORDER BY article.seq, report.seq"
)
_PARTIES = ("perpetrators", "targets")


class Told(NamedTuple):
    """A name that reports give, with how they write it."""

    name: str
    """Neutral where a list holds one, else the words."""
    written: str
    is_listed: bool
    """Whether a list holds a neutral name."""


class EventDetails(NamedTuple):
    """What the reports of an event say, for a line of a list."""

    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    """Each once, the first kept first."""
    when_precision: str
    when_basis: str
    where_precision: str
    gazetteer_id: str | None
    gazetteer_name: str | None
    radius_km: float | None
    admin1: str | None
    admin2: str | None
    perpetrators: tuple[Told, ...]
    """Whom its reports name as those who acted, each once."""
    targets: tuple[Told, ...]
    killed_open: bool
    """Whether a report sets no upper bound to the most killed that is told ("at least 12")."""
    responsibility: tuple[str, ...]
    """What its reports say on who did it: claimed, accused, contested, denied, unclaimed, stated; each once."""


def details_of_events(ledger: Ledger, events: Sequence[EventRow]) -> dict[str, EventDetails]:
    """Return the details of some events, some thousands at most, by their ids."""
    told: dict[str, list[Mapping[str, Any]]] = {one.id: [] for one in events}
    for asked in portions(told):
        for row in ledger.all(_DETAILS, (asked,)):
            told[row["event"]].append(row)
    return {one.id: _details(one, told[one.id]) for one in events}


def _details(event: EventRow, rows: Sequence[Mapping[str, Any]]) -> EventDetails:
    days = (event.earliest, event.latest)
    when = next((row for row in rows if (row["earliest"], row["latest"]) == days), {})
    spot = (event.place, event.latitude, event.longitude)
    where = next((row for row in rows if (row["place"], row["latitude"], row["longitude"]) == spot), {})
    return EventDetails(
        articles=tuple(dict.fromkeys(row["article"] for row in rows)),
        outlets=tuple(dict.fromkeys(row["outlet"] for row in rows if row["outlet"])),
        when_precision=when.get("when_precision") or ("unknown" if event.earliest is None else "days"),
        when_basis=when.get("when_basis") or "none",
        where_precision=where.get("where_precision") or "unknown",
        gazetteer_id=where.get("gazetteer_id"),
        gazetteer_name=where.get("gazetteer_name"),
        radius_km=where.get("radius_km"),
        admin1=where.get("admin1"),
        admin2=where.get("admin2"),
        perpetrators=_named(row["perpetrators"] for row in rows),
        targets=_named(row["targets"] for row in rows),
        killed_open=any(_is_open(row["casualties"], event.killed_high) for row in rows),
        responsibility=tuple(
            dict.fromkeys(row["responsibility_status"] for row in rows if row["responsibility_status"])
        ),
    )


def _is_open(casualties: str | None, most: int | None) -> bool:
    told = orjson.loads(casualties) if casualties and most is not None else ()
    return any(
        one.get("effect") == "killed" and one.get("high") is None and (one.get("low") or 0) >= (most or 0)
        for one in told
    )


def _named(listed: Iterable[str | None]) -> tuple[Told, ...]:
    found: dict[str, Told] = {}
    for written in listed:
        for one in orjson.loads(written) if written else ():
            canonical = one.get("canonical")
            found.setdefault(canonical or one["name"], Told(canonical or one["name"], one["name"], bool(canonical)))
    return tuple(found.values())
