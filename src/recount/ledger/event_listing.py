"""Events as lists show them: filtered, in an order, page by page, however many a casebook holds.

A page is found by its place in the order, not by counting from the first: the next one takes as long as the first.
Which events fit is read from indexes that hold all that is asked for; only those of the page are looked up.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from recount.codebook.names import fold
from recount.errors import BadArgument
from recount.ledger.casebook import Ledger
from recount.ledger.facets import has_facets
from recount.ledger.judging import EventRow
from recount.ledger.name_listing import distinct_values, named_like

__all__ = [
    "ORDERS",
    "Asked",
    "Box",
    "EventPage",
    "EventQuery",
    "ask",
    "count_events",
    "days_of_events",
    "page_of_events",
]

ORDERS = {
    "day": ("earliest", "DESC"), "oldest": ("earliest", "ASC"), "deaths": ("killed_high", "DESC"),
    "reports": ("reports", "DESC"),
}  # fmt: skip
"""What events can be listed by: the latest first, the earliest first, the most killed as claimed, the most reports."""

# Events up to which a filter is answered by gathering all that fit and sorting them; above, by going through events in
# their order until the page is full. On 400,000 events each way takes some 50 ms at this number.
_FEW = 10_000
# Events of which the days are counted where each has to be looked up: 2,000 take some 50 ms.
_MOST_LOOKED_UP = 2_000
# The version whose tables have these indexes; those of an earlier one that may not be written do not.
_FIRST = 5
_INDEXED_BY = re.compile(r" INDEXED BY \w+")
_ACTORS = "SELECT value FROM json_each(?)"


class Box(NamedTuple):
    """A part of the map, in degrees; its west may be greater than its east, across the meridian of 180 degrees."""

    west: float
    south: float
    east: float
    north: float


class EventQuery(NamedTuple):
    """Which events are asked for; None where it does not matter."""

    since: str | None = None
    """First day (YYYY-MM-DD), inclusive, on which an event may have happened."""
    until: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    place: str | None = None
    """Name of the place, as reports write it; else words of it."""
    place_id: str | None = None
    """Of the gazetteer."""
    event_type: str | None = None
    """ACLED's event type or sub-type."""
    actor: str | None = None
    """Name, or words of it."""
    grade: str | None = None
    """Airwars' grade."""
    least_reports: int = 1
    contested: bool | None = None
    decided: bool | None = None
    """Whether people decided on a report of it."""
    box: Box | None = None
    whole_names: bool = False
    """Whether words of an actor or a place are their whole names."""

    @property
    def needs_grading(self) -> bool:
        """Whether only events that are graded can fit."""
        return any(one is not None for one in (self.actor, self.grade, self.contested, self.decided, self.place_id))


class Asked(NamedTuple):
    """A query, ready to be run in one order."""

    tables: str
    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    id: str = "e.id"
    day: str = "e.earliest"
    no_day: str = "e.earliest IS NULL"
    gathers: bool = False
    """Whether the tables give few events, in no order."""
    looks_up: bool = False
    """Whether each event that is gone through has to be looked up."""

    @property
    def where(self) -> str:
        """The conditions joined."""
        return " AND ".join(self.conditions) or "1"


class EventPage(NamedTuple):
    """A page of a list."""

    events: list[EventRow]
    after: str | None
    """What to ask for the page that follows; None at the end."""


class _Part(NamedTuple):
    """A condition with what it asks for."""

    sql: str
    values: tuple[Any, ...] = ()


def ask(ledger: Ledger, query: EventQuery, order: str = "day") -> Asked:
    """Return how a query is run in an order of `ORDERS`.

    Raises:
        BadArgument: there is no such order.
    """
    if order not in ORDERS:
        raise BadArgument(f"{order!r} is no order. Give one of {', '.join(ORDERS)}.")
    asked = _ways(ledger, query, order)
    if ledger.version < _FIRST:
        return asked._replace(tables=_INDEXED_BY.sub("", asked.tables))
    return asked


def _ways(ledger: Ledger, query: EventQuery, order: str) -> Asked:
    if query.needs_grading and not has_facets(ledger):
        return Asked("event_summary AS e", ("0",), ())
    plain, facets = list(_plain(ledger, query)), list(_graded(query))
    by_day = ORDERS[order][0] == "earliest"
    actors = None if query.actor is None else _names(ledger, "actor_total", "actor", query.actor)
    if query.whole_names and actors:
        actors = [one for one in actors if one == query.actor]
    if facets and actors is None and by_day and (covered := _in_facets(ledger, query)) is not None:
        return _through_facets(covered, facets)
    if own := _few(ledger, query, facets, actors):
        return own._replace(conditions=(*own.conditions, *(part.sql for part in plain)),
                            values=(*own.values, *(value for part in plain for value in part.values)))  # fmt: skip
    if actors is not None and by_day:
        return _through_actors(actors, plain, facets)
    tables = f"event_summary AS e{_index(query, order, bool(facets))}"
    if facets:
        tables += " CROSS JOIN event_facet AS f ON f.event = e.id"
    told = [*plain, *facets, *([_by_actors(actors)] if actors is not None else [])]
    return _asked(tables, told)._replace(looks_up=bool(facets) or actors is not None)


def page_of_events(
    ledger: Ledger, asked: Asked, *, order: str = "day", after: str | None = None, limit: int = 50
) -> EventPage:
    """Return a page of events; those for which the order has no value come last.

    Args:
        ledger: an open casebook.
        asked: of `ask`, for the same order.
        order: one of `ORDERS`.
        after: what the page before gave.
        limit: the most events to return.

    Raises:
        BadArgument: a place in the order that cannot be meant.
    """
    column, direction = ORDERS[order]
    value, last = _read(after, column) if after else (None, None)
    ids: list[str] = []
    if not after or value is not None:
        ids = _run(ledger, asked, (column, direction), value, last, limit + 1)
    if len(ids) <= limit:
        ids += _without_value(ledger, asked, column, last if value is None else None, limit + 1 - len(ids))
    sql = "SELECT event_summary.* FROM json_each(?) AS one CROSS JOIN event_summary ON event_summary.id = one.value"
    events = [EventRow(**row) for row in ledger.all(f"{sql} ORDER BY one.key", (json.dumps(ids[:limit]),))]
    if len(ids) <= limit or not events:
        return EventPage(events, None)
    end = getattr(events[-1], column)
    return EventPage(events, f"{'' if end is None else end}~{events[-1].id}")


def count_events(ledger: Ledger, asked: Asked, *, most: int) -> int:
    """Return how many events fit, counted up to one more than `most`."""
    sql = f"SELECT count(*) FROM (SELECT DISTINCT {asked.id} FROM {asked.tables} WHERE {asked.where} LIMIT ?)"
    if asked.id != "a.event":
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {asked.tables} WHERE {asked.where} LIMIT ?)"
    return int(ledger.value(sql, (*asked.values, most + 1)))


def days_of_events(ledger: Ledger, asked: Asked, *, most: int) -> dict[str | None, int]:
    """Return how many events have which first possible day, of the latest `most`; None for those without a day.

    Where each event has to be looked up, fewer are counted.
    """
    order = "" if asked.gathers else f"ORDER BY {asked.day} DESC"
    distinct = f"DISTINCT {asked.id}," if asked.id == "a.event" else ""
    sql = (
        f"SELECT day, count(*) FROM (SELECT {distinct} {asked.day} AS day FROM {asked.tables} WHERE {asked.where} "
        f"{order} LIMIT ?) GROUP BY day"
    )
    number = min(most, _MOST_LOOKED_UP) if asked.looks_up else most
    return {day or None: int(count) for day, count in ledger.rows(sql, (*asked.values, number))}


def _plain(ledger: Ledger, query: EventQuery) -> Iterator[_Part]:
    """Yield the conditions on what events list themselves."""
    if query.country is not None:
        yield _Part("e.country = ?", (query.country,))
    if query.since is not None:
        yield _Part("e.latest >= ?", (query.since,))
    if query.until is not None:
        yield _Part("e.earliest <= ?", (query.until,))
    if query.event_type is not None:
        column = "event_type" if _is_type(ledger, query.event_type) else "sub_event_type"
        yield _Part(f"e.{column} = ?", (query.event_type,))
    if query.place is not None:
        names = _names(ledger, "event_summary", "place", query.place)
        if query.whole_names:
            names = [one for one in names if fold(one) == fold(query.place)]
        yield _Part("e.place IN (SELECT value FROM json_each(?))", (json.dumps(names),))
    if query.least_reports > 1:
        yield _Part("e.reports >= ?", (query.least_reports,))
    if query.box is not None:
        yield _within(query.box)


def _graded(query: EventQuery) -> Iterator[_Part]:
    """Yield the conditions on what grading gives."""
    if query.grade is not None:
        yield _Part("f.grade = ?", (query.grade,))
    if query.place_id is not None:
        yield _Part("f.place = ?", (query.place_id,))
    if query.contested is not None:
        yield _Part("f.contested = ?", (int(query.contested),))
    if query.decided is not None:
        yield _Part("f.decided > 0" if query.decided else "f.decided = 0")


def _few(ledger: Ledger, query: EventQuery, facets: Sequence[_Part], actors: Sequence[str] | None) -> Asked | None:
    """Return a query that gathers the few events of an actor, or of a facet; None where they are many."""
    if actors is not None:
        sql, values = f"SELECT event FROM event_actor WHERE actor IN ({_ACTORS})", (json.dumps(actors),)
    elif facets:
        index = "" if query.grade is not None or query.place_id is not None else " INDEXED BY facet_listed"
        sql = f"SELECT f.event FROM event_facet AS f{index} WHERE {' AND '.join(part.sql for part in facets)}"
        values = tuple(value for part in facets for value in part.values)
    else:
        return None
    if ledger.version < _FIRST:
        sql = _INDEXED_BY.sub("", sql)
    if int(ledger.value(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, _FEW + 1))) > _FEW:
        return None
    tables = f"(SELECT DISTINCT event AS id FROM ({sql})) AS own CROSS JOIN event_summary AS e ON e.id = own.id"
    if actors is None or not facets:
        return Asked(tables, (), values, gathers=True)
    tables += " CROSS JOIN event_facet AS f ON f.event = e.id"
    given = (value for part in facets for value in part.values)
    return Asked(tables, tuple(part.sql for part in facets), (*values, *given), gathers=True)


def _through_actors(actors: Sequence[str], plain: Sequence[_Part], facets: Sequence[_Part]) -> Asked:
    """Return a query that goes through the events of actors by their days."""
    tables = "event_actor AS a"
    if plain:
        tables += " CROSS JOIN event_summary AS e ON e.id = a.event"
    if facets:
        tables += " CROSS JOIN event_facet AS f ON f.event = a.event"
    # SQLite walks the index of a single actor in its order, and sorts what several have.
    alone = (
        _Part("a.actor = ?", (actors[0],))
        if len(actors) == 1
        else _Part(f"a.actor IN ({_ACTORS})", (json.dumps(actors),))
    )
    asked = _asked(tables, [alone, *plain, *facets])
    return asked._replace(
        id="a.event", day="a.earliest", no_day="a.earliest = ''", looks_up=bool(plain) or bool(facets)
    )


def _in_facets(ledger: Ledger, query: EventQuery) -> list[_Part] | None:
    """Return what is asked beside facets, as their table holds it; None where it does not hold all."""
    alone = query._replace(
        whole_names=False, grade=None, place_id=None, contested=None, decided=None, country=None, event_type=None
    )
    if alone != EventQuery() or (query.event_type is not None and not _is_type(ledger, query.event_type)):
        return None
    asked = (("f.country = ?", query.country), ("f.event_type = ?", query.event_type))
    return [_Part(sql, (value,)) for sql, value in asked if value is not None]


def _through_facets(plain: Sequence[_Part], facets: Sequence[_Part]) -> Asked:
    told = [*plain, *facets]
    # An index of its own gives them in their order where nothing else is asked.
    only = len(told) == 1 and told[0].sql in ("f.grade = ?", "f.place = ?", "f.contested = ?")
    asked = _asked(f"event_facet AS f{'' if only else ' INDEXED BY facet_listed'}", told)
    return asked._replace(id="f.event", day="f.earliest", no_day="f.earliest IS NULL")


def _by_actors(actors: Sequence[str]) -> _Part:
    sql = (
        f"EXISTS (SELECT 1 FROM ({_ACTORS}) AS one CROSS JOIN event_actor ON actor = one.value "
        "AND event_actor.earliest = ifnull(e.earliest, '') AND event_actor.event = e.id)"
    )
    return _Part(sql, (json.dumps(actors),))


def _index(query: EventQuery, order: str, joins: bool) -> str:
    """Return the index that events are gone through by; empty where SQLite finds the one that is just for it."""
    query = query._replace(whole_names=False)
    kinds = query._replace(country=None, event_type=None)
    if kinds.place is not None:
        return ""
    if order in ("day", "oldest"):
        return "" if kinds == EventQuery() and not joins else " INDEXED BY event_listed"
    if query._replace(grade=None, place_id=None, contested=None, decided=None, actor=None) == EventQuery():
        return " INDEXED BY event_by_killed" if order == "deaths" else " INDEXED BY event_by_reports"
    return " INDEXED BY event_listed"


def _asked(tables: str, told: Sequence[_Part]) -> Asked:
    return Asked(tables, tuple(part.sql for part in told), tuple(value for part in told for value in part.values))


def _within(box: Box) -> _Part:
    if box.west <= box.east:
        return _Part("e.latitude BETWEEN ? AND ? AND e.longitude BETWEEN ? AND ?",
                     (box.south, box.north, box.west, box.east))  # fmt: skip
    return _Part("e.latitude BETWEEN ? AND ? AND (e.longitude >= ? OR e.longitude <= ?)",
                 (box.south, box.north, box.west, box.east))  # fmt: skip


def _run(ledger: Ledger, asked: Asked, order: tuple[str, str], value: Any, last: str | None, limit: int) -> list[str]:
    """Return ids in an order, after one of them; only of events that have a value."""
    column, direction = order
    key = asked.day if column == "earliest" else f"e.{column}"
    none = asked.no_day if column == "earliest" else f"{key} IS NULL"
    # Ids run against days where the earliest come first: an index can be read from either end, and no other way.
    at, past, beyond, way = ("<=", "<", ">", "ASC") if direction == "DESC" else (">=", ">", "<", "DESC")
    conditions, values = [asked.where, f"NOT ({none})"], list(asked.values)
    if last is not None:
        conditions.append(f"{key} {at} ? AND ({key} {past} ? OR {asked.id} {beyond} ?)")
        values += [value, value, last]
    return _ids(ledger, asked, conditions, f"{key} {direction}, {asked.id} {way}", [*values, limit])


def _without_value(ledger: Ledger, asked: Asked, column: str, last: str | None, limit: int) -> list[str]:
    none = asked.no_day if column == "earliest" else f"e.{column} IS NULL"
    conditions, values = [asked.where, none], list(asked.values)
    if last is not None:
        conditions.append(f"{asked.id} > ?")
        values.append(last)
    return _ids(ledger, asked, conditions, asked.id, [*values, limit])


def _ids(ledger: Ledger, asked: Asked, conditions: Sequence[str], order: str, values: Sequence[Any]) -> list[str]:
    # A unary plus keeps SQLite from going through an index of days where few events are gathered.
    by = ", ".join(f"+{one}" for one in order.split(", ")) if asked.gathers else order
    distinct = "DISTINCT " if asked.id == "a.event" else ""
    key = f", {order.partition(' ')[0]}" if distinct else ""
    sql = f"SELECT {distinct}{asked.id}{key} FROM {asked.tables} WHERE {' AND '.join(conditions)} ORDER BY {by} LIMIT ?"
    return [row[0] for row in ledger.rows(sql, values)]


def _read(after: str, column: str) -> tuple[Any, str]:
    value, mark, last = after.partition("~")
    if not mark or not last.startswith("ev1:"):
        raise BadArgument(f"{after!r} is no place in a list. Begin at its first page.")
    if not value:
        return None, last
    if column == "earliest":
        return value, last
    if not value.isascii() or not value.isdigit():
        raise BadArgument(f"{after!r} is no place in this order. Begin at its first page.")
    return int(value), last


def _is_type(ledger: Ledger, name: str) -> bool:
    return ledger.value("SELECT 1 FROM event_summary WHERE event_type = ? LIMIT 1", (name,)) is not None


def _names(ledger: Ledger, table: str, column: str, words: str) -> list[str]:
    """Return the name that some words are; where they are none, the names that hold them."""
    if ledger.value(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (words,)):
        return [words]
    return named_like(words, distinct_values(ledger, table, column))
