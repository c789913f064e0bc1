"""Actors and places as lists show them: in how many events reports name them, and from when to when."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from recount.codebook.names import fold
from recount.errors import BadArgument
from recount.ledger.casebook import Ledger
from recount.ledger.facets import has_facets
from recount.ledger.judging import EventRow
from recount.ledger.overview import state_of_events

__all__ = [
    "ActorTotal",
    "PlaceTotal",
    "actor_total",
    "actors_page",
    "distinct_values",
    "named_like",
    "names_of_actors",
    "number_of_actors",
    "place_of_id",
    "places_page",
]

# Names that some words may mean.
_MOST_NAMES = 400
_MOST_CASEBOOKS = 2
_counted: dict[Path, tuple[tuple[bytes, ...], list[tuple[str, int, str | None, str | None]]]] = {}


class ActorTotal(NamedTuple):
    """An actor, as events that are graded name them."""

    actor: str
    perpetrator: int
    """In how many events it is said to have acted."""
    target: int
    """In how many it is said to have been acted upon."""
    first: str | None
    """First and last day of these events; None where no day is known."""
    last: str | None

    @property
    def events(self) -> int:
        """What lists are ordered by."""
        return self.perpetrator + self.target


class PlaceTotal(NamedTuple):
    """A place, as reports write it."""

    place: str
    events: int
    first: str | None
    last: str | None
    latest: EventRow
    """The latest of its events: towns of one name may lie in several countries."""


def distinct_values(ledger: Ledger, table: str, column: str) -> Iterator[str]:
    """Yield each value once by stepping from one to the next in the index: some thousands among a million rows."""
    sql = (
        f"WITH RECURSIVE one (value) AS (SELECT min({column}) FROM {table} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > one.value) FROM one WHERE one.value IS NOT NULL) "
        "SELECT value FROM one WHERE value IS NOT NULL"
    )
    return (value for (value,) in ledger.rows(sql))


def named_like(words: str, names: Iterator[str]) -> list[str]:
    """Return the names that hold all of some words, whatever their accents and capitals; some hundreds at most."""
    sought = fold(words).split()
    found: list[str] = []
    if not sought:
        return found
    for name in names:
        folded = fold(name)
        if all(word in folded for word in sought):
            found.append(name)
            if len(found) >= _MOST_NAMES:
                break
    return found


def actors_page(
    ledger: Ledger, *, words: str | None = None, after: str | None = None, limit: int = 50
) -> tuple[list[ActorTotal], str | None]:
    """Return actors, those of most events first, and what to ask for the page that follows (None at the end).

    Raises:
        BadArgument: a place in the list that cannot be meant.
    """
    if not has_facets(ledger):
        return [], None
    conditions: list[str] = ["1"]
    values: list[Any] = []
    if words:
        conditions.append("actor IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(named_like(words, distinct_values(ledger, "actor_total", "actor"))))
    if after:
        number, _, name = after.partition("~")
        if not number.isascii() or not number.isdigit():
            raise BadArgument(f"{after!r} is no place in a list of actors. Begin at its first page.")
        conditions.append("perpetrator + target <= ? AND (perpetrator + target < ? OR actor > ?)")
        values += [int(number), int(number), name]
    sql = (
        f"SELECT actor, perpetrator, target FROM actor_total WHERE {' AND '.join(conditions)} "
        "ORDER BY perpetrator + target DESC, actor LIMIT ?"
    )
    rows = list(ledger.rows(sql, (*values, limit + 1)))
    found = [_actor(ledger, *row) for row in rows[:limit]]
    return found, f"{found[-1].events}~{found[-1].actor}" if len(rows) > limit else None


def actor_total(ledger: Ledger, actor: str) -> ActorTotal | None:
    """Return an actor by name; None where no graded event names them."""
    if not has_facets(ledger):
        return None
    row = ledger.one("SELECT actor, perpetrator, target FROM actor_total WHERE actor = ?", (actor,))
    return _actor(ledger, row["actor"], row["perpetrator"], row["target"]) if row else None


def names_of_actors(ledger: Ledger, *, limit: int) -> list[str]:
    """Return the names of the actors whom most events name."""
    if not has_facets(ledger):
        return []
    sql = "SELECT actor FROM actor_total ORDER BY perpetrator + target DESC, actor LIMIT ?"
    return [actor for (actor,) in ledger.rows(sql, (limit,))]


def number_of_actors(ledger: Ledger) -> int:
    """Return how many actors graded events name."""
    return int(ledger.value("SELECT count(*) FROM actor_total")) if has_facets(ledger) else 0


def _actor(ledger: Ledger, actor: str, perpetrator: int, target: int) -> ActorTotal:
    """Return an actor with the first and the last day of their events, each found by one step into the index."""
    last = ledger.value("SELECT max(earliest) FROM event_actor WHERE actor = ?", (actor,))
    first = ledger.value("SELECT min(earliest) FROM event_actor WHERE actor = ? AND earliest > ''", (actor,))
    return ActorTotal(actor, perpetrator, target, first, last or None)


def places_page(
    ledger: Ledger, *, words: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[list[PlaceTotal], int]:
    """Return places as reports write them, those of most events first, and how many there are."""
    totals = _totals_of_places(ledger)
    if words:
        like = set(named_like(words, distinct_values(ledger, "event_summary", "place")))
        totals = [one for one in totals if one[0] in like]
    return [_place(ledger, *one) for one in totals[offset : offset + limit]], len(totals)


def _totals_of_places(ledger: Ledger) -> Sequence[tuple[str, int, str | None, str | None]]:
    """Return places, those of most events first: all events are counted once, and then when they have changed."""
    state = state_of_events(ledger)
    known = _counted.get(ledger.path)
    if known is None or known[0] != state:
        sql = (
            "SELECT place, count(*) AS events, min(earliest), max(earliest) FROM event_summary "
            "WHERE place IS NOT NULL GROUP BY place ORDER BY events DESC, place"
        )
        known = state, [(place, events, first, last) for place, events, first, last in ledger.rows(sql)]
        if len(_counted) >= _MOST_CASEBOOKS:
            _counted.clear()
        _counted[ledger.path] = known
    return known[1]


def _place(ledger: Ledger, place: str, events: int, first: str | None, last: str | None) -> PlaceTotal:
    sql = "SELECT * FROM event_summary WHERE place = ? ORDER BY earliest DESC LIMIT 1"
    latest = next(EventRow(**one) for one in ledger.all(sql, (place,)))
    return PlaceTotal(place, events, first, last, latest)


def place_of_id(ledger: Ledger, gazetteer_id: str) -> Sequence[str]:
    """Return the names that graded events give a place of the gazetteer; empty where none does."""
    if not has_facets(ledger):
        return ()
    sql = "SELECT DISTINCT place_name FROM event_facet WHERE place = ? AND place_name IS NOT NULL LIMIT 20"
    return tuple(name for (name,) in ledger.rows(sql, (gazetteer_id,)))
