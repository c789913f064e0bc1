"""What lists, filters and the queue look up of events: made from the events, and made again when they change."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.looking import portions
from recount.ledger.schema import SCHEMA_VERSION, expected_objects

__all__ = [
    "MOST_COUNTED",
    "ROLES",
    "AskedEvent",
    "Facet",
    "asked_countries",
    "asked_events",
    "asked_number",
    "doubts_of",
    "events_to_grade",
    "facets_of",
    "forget_all_events",
    "forget_events",
    "grade_anew",
    "has_facets",
    "keep_facets",
    "list_events",
    "make_event_indexes",
    "members_of_events",
    "to_grade_number",
    "ungraded",
]

ROLES = ("perpetrator", "target")
_INDEXED = ("event_summary", "event_facet")
_FIRST = 4
"""The version whose tables hold facets."""


MOST_COUNTED = 100_000
"""Events that are counted for a page, which takes some 20 ms; of more it says that they are more."""


class Facet(NamedTuple):
    """What grading an event gives."""

    event: str
    worth: float
    reasons: Sequence[Sequence[Any]]
    """Code, points and words of each."""
    asked: str | None
    """The report to ask a person next; None where people decided on all."""
    decided: int
    reports: int
    sources: int
    grade: str | None
    fatalities: int | None
    responsibility: str | None
    contested: bool
    place: str | None
    """Id in the gazetteer."""
    place_name: str | None
    perpetrators: Sequence[str]
    targets: Sequence[str]


class AskedEvent(NamedTuple):
    """An event as the queue lists it."""

    event: str
    worth: float
    reasons: list[list[Any]]
    asked: str
    decided: int
    reports: int
    sources: int


def has_facets(ledger: Ledger) -> bool:
    """Tell whether the casebook's tables hold facets: those of an earlier version that may not be written do not."""
    return ledger.version >= _FIRST


def list_events(ledger: Ledger, events: Iterable[tuple[str, int, str | None, str | None, str | None]]) -> None:
    """Note events that are to be graded: id, how likely they are worth a look, first day, country, type."""
    ledger.many("INSERT INTO event_facet (event, likely, earliest, country, event_type) VALUES (?, ?, ?, ?, ?)", events)


def forget_events(ledger: Ledger, which: str, values: tuple[Any, ...]) -> None:
    """Take events out of all that is looked up, but for the reports that belong to them.

    `which` is a query that gives their ids, and `values` what it asks for.
    """
    _forget_gradings(ledger, which, values)
    for table, column in (("event_facet", "event"), ("event_summary", "id")):
        ledger.execute(f"DELETE FROM {table} WHERE {column} IN ({which})", values)


def forget_all_events(ledger: Ledger) -> None:
    """Take all events out of all that is looked up, and drop the indexes: `make_event_indexes` makes them again."""
    for table in (*_INDEXED, "event_reason", "event_actor", "actor_total", "event_report"):
        ledger.execute(f"DELETE FROM {table}")
    for name in _event_indexes():
        ledger.execute(f"DROP INDEX IF EXISTS {name}")


def make_event_indexes(ledger: Ledger) -> None:
    """Make the indexes that `forget_all_events` dropped, in the same transaction."""
    for name, sql in _event_indexes().items():
        ledger.execute(f"DROP INDEX IF EXISTS {name}")
        ledger.execute(sql)


def _event_indexes() -> Mapping[str, str]:
    ends = tuple(f" ON {table} (" for table in _INDEXED)
    objects = expected_objects(SCHEMA_VERSION)
    return {
        name: sql for name, sql in objects.items() if sql.startswith("CREATE INDEX") and any(e in sql for e in ends)
    }


def events_to_grade(ledger: Ledger, number: int) -> list[str]:
    """Return up to so many events that are not graded, those most likely worth a look first."""
    sql = "SELECT event FROM event_facet WHERE worth IS NULL ORDER BY likely DESC, event LIMIT ?"
    return [event for (event,) in ledger.rows(sql, (number,))]


def grade_anew(ledger: Ledger, report: str) -> None:
    """Note that the event of a report is to be graded anew: a person decided on it. Call it inside `writing`."""
    ledger.execute(
        "UPDATE event_facet SET worth = NULL, asked = NULL "
        "WHERE event = (SELECT event FROM event_report WHERE report = ?)",
        (report,),
    )


def to_grade_number(ledger: Ledger, *, most: int | None = None) -> int:
    """Return how many events are not graded, counted no further than `most`."""
    waiting = "event_facet WHERE worth IS NULL" if has_facets(ledger) else "event_summary"
    # SQLite takes a limit below 0 for none.
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {waiting} LIMIT ?)"
    return int(ledger.value(sql, (-1 if most is None else most,)))


def members_of_events(ledger: Ledger, events: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the reports of events."""
    sql = (
        "SELECT event, report FROM json_each(?) AS asked "
        "CROSS JOIN event_report ON event_report.event = asked.value ORDER BY report"
    )
    found: dict[str, set[str]] = {}
    for asked in portions(events):
        for event, report in ledger.rows(sql, (asked,)):
            found.setdefault(event, set()).add(report)
    return {event: frozenset(reports) for event, reports in found.items()}


def ungraded(ledger: Ledger, events: Iterable[str]) -> set[str]:
    """Return those of some events that are not graded."""
    sql = (
        "SELECT event FROM json_each(?) AS asked CROSS JOIN event_facet ON event_facet.event = asked.value "
        "WHERE worth IS NULL"
    )
    return {event for asked in portions(events) for (event,) in ledger.rows(sql, (asked,))}


def doubts_of(ledger: Ledger, events: Iterable[str]) -> dict[str, float | None]:
    """Return of events how sure the least sure of their reports is."""
    sql = (
        "SELECT event_summary.id, least_probability FROM json_each(?) AS asked "
        "CROSS JOIN event_summary ON event_summary.id = asked.value"
    )
    return {event: least for asked in portions(events) for event, least in ledger.rows(sql, (asked,))}


def keep_facets(ledger: Ledger, facets: Sequence[Facet]) -> None:
    """Keep what grading gave, in place of what it gave before. Call it inside `writing`.

    Events that are not there any more are passed over.
    """
    which = "SELECT value FROM json_each(?)"
    asked = json.dumps([one.event for one in facets])
    listed = f"SELECT event, earliest, country, event_type FROM event_facet WHERE event IN ({which})"
    known = {row["event"]: row for row in ledger.all(listed, (asked,))}
    _forget_gradings(ledger, which, (asked,))
    here = [one for one in facets if one.event in known]
    ledger.many(
        "UPDATE event_facet SET worth = ?, reasons = ?, asked = ?, decided = ?, reports = ?, sources = ?, grade = ?, "
        "fatalities = ?, responsibility = ?, contested = ?, place = ?, place_name = ? WHERE event = ?",
        [
            (
                one.worth, json.dumps(one.reasons, ensure_ascii=False), one.asked, one.decided, one.reports,
                one.sources, one.grade, one.fatalities, one.responsibility, int(one.contested), one.place,
                one.place_name, one.event,
            )
            for one in here
        ],
    )  # fmt: skip
    ledger.many(
        "INSERT INTO event_reason (reason, worth, event, country, event_type) VALUES (?, ?, ?, ?, ?)",
        [
            (reason[0], one.worth, one.event, known[one.event]["country"], known[one.event]["event_type"])
            for one in here
            if one.asked
            for reason in one.reasons
        ],
    )
    actors = [
        (actor, known[one.event]["earliest"] or "", one.event, role)
        for one in here
        for role, names in zip(ROLES, (one.perpetrators, one.targets), strict=True)
        for actor in dict.fromkeys(names)
    ]
    ledger.many("INSERT INTO event_actor (actor, earliest, event, role) VALUES (?, ?, ?, ?)", actors)
    ledger.many(
        "INSERT INTO actor_total (actor, perpetrator, target) VALUES (?, ?, ?) ON CONFLICT (actor) DO UPDATE SET "
        "perpetrator = perpetrator + excluded.perpetrator, target = target + excluded.target",
        [(actor, int(role == ROLES[0]), int(role == ROLES[1])) for actor, _, _, role in actors],
    )


def _forget_gradings(ledger: Ledger, which: str, values: tuple[Any, ...]) -> None:
    counted = (
        "SELECT actor, sum(role = 'perpetrator') AS did, sum(role = 'target') AS had FROM event_actor "
        f"WHERE event IN ({which}) GROUP BY actor"
    )
    gone = list(ledger.rows(counted, values))
    ledger.many(
        "UPDATE actor_total SET perpetrator = perpetrator - ?, target = target - ? WHERE actor = ?",
        [(did, had, actor) for actor, did, had in gone],
    )
    ledger.many(
        "DELETE FROM actor_total WHERE actor = ? AND perpetrator + target = 0", [(actor,) for actor, _, _ in gone]
    )
    for table in ("event_actor", "event_reason"):
        ledger.execute(f"DELETE FROM {table} WHERE event IN ({which})", values)


_ASKED = "event_facet.event, event_facet.worth, reasons, asked, decided, reports, sources"


def asked_number(ledger: Ledger, *, most: int = MOST_COUNTED) -> int:
    """Return how many events hold a report that nobody decided on, counted up to one more than `most`."""
    if not has_facets(ledger):
        return 0
    sql = "SELECT count(*) FROM (SELECT 1 FROM event_facet WHERE asked IS NOT NULL LIMIT ?)"
    return int(ledger.value(sql, (most + 1,)))


def asked_events(
    ledger: Ledger,
    *,
    country: str | None = None,
    event_type: str | None = None,
    reason: str | None = None,
    after: tuple[float, str] | None = None,
    limit: int = 50,
) -> list[AskedEvent]:
    """Return events with a report that nobody decided on, what is worth most first.

    Args:
        ledger: an open casebook.
        country: ISO 3166-1 alpha-2.
        event_type: one of ACLED's six.
        reason: code of a reason that they have.
        after: worth and id of the event after which to go on.
        limit: the most to return.
    """
    if not has_facets(ledger):
        return []
    ordered = "event_reason" if reason else "event_facet"
    asked: list[tuple[str, Any]] = [("asked IS NOT NULL", None)]
    asked += [("event_reason.reason = ?", reason)] if reason else []
    asked += [(f"{ordered}.country = ?", country.upper())] if country else []
    asked += [(f"{ordered}.event_type = ?", event_type)] if event_type else []
    values = [value for _, value in asked if value is not None]
    if after:
        asked.append((f"{ordered}.worth <= ? AND ({ordered}.worth < ? OR {ordered}.event > ?)", after))
        values += [after[0], after[0], after[1]]
    tables = (
        "event_reason CROSS JOIN event_facet ON event_facet.event = event_reason.event" if reason else "event_facet"
    )
    where = " AND ".join(condition for condition, _ in asked)
    sql = f"SELECT {_ASKED} FROM {tables} WHERE {where} ORDER BY {ordered}.worth DESC, {ordered}.event LIMIT ?"
    found = (AskedEvent._make(row) for row in ledger.rows(sql, (*values, limit)))
    return [one._replace(reasons=json.loads(str(one.reasons))) for one in found]


def asked_countries(ledger: Ledger) -> list[str]:
    """Return the countries of events with a report that nobody decided on."""
    if not has_facets(ledger):
        return []
    # From one to the next in the index: a million rows are not worth the walk.
    least = "SELECT min(country) FROM event_facet WHERE asked IS NOT NULL"
    sql = (
        f"WITH RECURSIVE one (code) AS ({least} UNION ALL SELECT ({least} AND country > one.code) FROM one "
        "WHERE one.code IS NOT NULL) SELECT code FROM one WHERE code IS NOT NULL"
    )
    return [code for (code,) in ledger.rows(sql)]


def facets_of(ledger: Ledger, events: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the facets of events by their ids, reasons read; those that are not graded have `worth` None."""
    if not has_facets(ledger):
        return {}
    sql = "SELECT event_facet.* FROM json_each(?) AS asked CROSS JOIN event_facet ON event_facet.event = asked.value"
    return {
        row["event"]: {**row, "reasons": json.loads(row["reasons"] or "[]")}
        for asked in portions(events)
        for row in ledger.all(sql, (asked,))
    }
