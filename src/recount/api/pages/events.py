"""The page of events: a table, a map and a line of time of what a filter gives."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from recount.api.pages.bars import bars_of
from recount.api.pages.event_rows import TYPE_KEYS, country_name, event_feature, event_values, not_graded
from recount.api.pages.events_asked import EventsAsked
from recount.api.pages.public_names import is_public
from recount.codebook import load as load_codebook
from recount.codebook.rules import rule_of
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.event_days import kept_days_of_events
from recount.ledger.event_listing import ORDERS, EventQuery, ask, count_events, page_of_events
from recount.ledger.name_listing import distinct_values, names_of_actors
from recount.ledger.overview import state_of_events
from recount.publishing.cells import cell_of

__all__ = [
    "MOST_COUNTED",
    "MOST_ON_MAP",
    "MOST_ROWS",
    "events_csv",
    "events_features",
    "events_page",
    "features_written",
    "listed_events",
]

MOST_COUNTED = 10_000
"""Events up to which a filter's are counted; above, the page says "10,000+"."""
MOST_ON_MAP = 1_000
"""Points that one map takes, the latest first."""
MOST_ROWS = 50_000
"""Rows of a table of CSV; more leave the house as an export."""
_MOST_IN_TIME = 100_000
# Events counted where each has to be looked up: 2,000 take some 50 ms.
_MOST_LOOKED_UP = 2_000
_A_PAGE = 50
# Maps in memory: each is some hundred kilobytes.
_MAPS_KEPT = 32
_AT_ONCE = 500
_SUGGESTED = 60
_COLUMNS = (
    "id", "earliest", "latest", "when_precision", "event_type", "sub_event_type", "place", "gazetteer_id", "admin1",
    "country", "latitude", "longitude", "where_precision", "radius_km", "perpetrators", "targets", "killed_low",
    "killed_high", "killed_has_upper_bound", "reports", "independent_sources", "outlets", "airwars_grade", "contested",
    "reports_decided",
)  # fmt: skip


def events_page(casebook: Path, asked: EventsAsked, *, public: bool = False) -> dict[str, Any]:
    """Return a page of events, how many there are, when and where they were, and what may be asked.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    query, order = asked.query(public=public), asked.ordered_by
    with Ledger.open(casebook) as ledger, ledger.still():
        return {
            "asked": {**asked.model_dump(exclude={"after"}), "order": order},
            "narrowed": query != EventQuery(whole_names=public),
            "needs_grading": query.needs_grading,
            **not_graded(ledger),
            "choices": _choices(ledger, public=public),
            **listed_events(ledger, asked, query, public=public),
        }


def listed_events(
    ledger: Ledger,
    asked: EventsAsked,
    query: EventQuery,
    *,
    here: tuple[str, EventsAsked] | None = None,
    public: bool = False,
) -> dict[str, Any]:
    """Return a page of events with what is drawn beside it: parts that pages of actors and places have too.

    Args:
        ledger: an open casebook.
        asked: what is asked of all events.
        query: the same, read.
        here: path of the page that shows them, and what is asked of it; that of all events where None.
        public: whether everybody may read it.
    """
    order = asked.ordered_by
    path, own = here or ("/events", asked)
    page = page_of_events(ledger, ask(ledger, query, order), order=order, after=asked.after or None, limit=_A_PAGE)
    counting = ask(ledger, query)
    most = min(MOST_COUNTED, _MOST_LOOKED_UP) if counting.looks_up else MOST_COUNTED
    bounded = query.since is not None or query.until is not None
    whole_time = ask(ledger, query._replace(since=None, until=None)) if bounded else counting
    days = kept_days_of_events(ledger, whole_time, most=_MOST_IN_TIME)
    number = sum(days.values())
    # Where the line of time goes through all events that fit, they are counted already.
    if bounded or number == (_MOST_LOOKED_UP if counting.looks_up else _MOST_IN_TIME):
        number = count_events(ledger, counting, most=most)
    return {
        "events": event_values(ledger, page.events, public=public),
        "count": _counted(number, most),
        "first_page": own.address(path) if own.after else None,
        "next_page": own.address(path, after=page.after) if page.after else None,
        "orders": {one: own.address(path, order=None if one == "day" else one) for one in ORDERS},
        "order": order,
        "time": bars_of(days, since=query.since, until=query.until, most=_MOST_IN_TIME),
        "map": asked.address("/events.geojson"),
        "csv": asked.address("/events.csv"),
        "geojson": asked.address("/events.geojson"),
        "all_in_events": asked.address("/events"),
    }


def events_features(casebook: Path, asked: EventsAsked, *, public: bool = False) -> dict[str, Any]:
    """Return the events of a filter as GeoJSON: up to `MOST_ON_MAP`, with how many there are.

    Events without a known point have no geometry.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    return _features(casebook, asked.query(public=public), asked.ordered_by, public=public)


def _features(casebook: Path, query: EventQuery, order: str, *, public: bool) -> dict[str, Any]:
    with Ledger.open(casebook) as ledger, ledger.still():
        page = page_of_events(ledger, ask(ledger, query, order), order=order, limit=MOST_ON_MAP)
        number = count_events(ledger, ask(ledger, query), most=MOST_COUNTED)
        values = event_values(ledger, page.events, public=public)
    return {
        "type": "FeatureCollection",
        "features": [event_feature(one) for one in values],
        "shown": len(values),
        "most": MOST_ON_MAP,
        "count": _counted(number, MOST_COUNTED),
    }


def features_written(casebook: Path, asked: EventsAsked, *, public: bool = False) -> bytes:
    """Return what `events_features` does as JSON; a map that was drawn before comes from memory until events change.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    query = asked.query(public=public)
    if query.needs_grading:
        return _json(events_features(casebook, asked, public=public))
    with Ledger.open(casebook) as ledger:
        state = state_of_events(ledger)
    return _kept_features(casebook, query, asked.ordered_by, public, state)


@lru_cache(maxsize=_MAPS_KEPT)
def _kept_features(casebook: Path, query: EventQuery, order: str, public: bool, _state: tuple[bytes, ...]) -> bytes:
    return _json(_features(casebook, query, order, public=public))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def events_csv(casebook: Path, asked: EventsAsked, *, public: bool = False) -> Iterator[str]:
    """Yield the events of a filter as lines of CSV, safe to open in a spreadsheet; the head first.

    Raises:
        BadArgument: a value that cannot be meant, or more than `MOST_ROWS` events.
    """
    query, order = asked.query(public=public), asked.ordered_by
    with Ledger.open(casebook) as ledger:
        if count_events(ledger, ask(ledger, query), most=MOST_ROWS) > MOST_ROWS:
            raise BadArgument(
                f"More than {MOST_ROWS:,} events fit. Ask for fewer, or write them all on the page of exports."
            )
    return _csv(casebook, query, order, public=public)


def _csv(casebook: Path, query: EventQuery, order: str, *, public: bool) -> Iterator[str]:
    yield _line(_COLUMNS)
    with Ledger.open(casebook) as ledger, ledger.still():
        asked, after = ask(ledger, query, order), None
        while True:
            page = page_of_events(ledger, asked, order=order, after=after, limit=_AT_ONCE)
            yield "".join(_line(_cells(one)) for one in event_values(ledger, page.events, public=public))
            after = page.after
            if after is None:
                return


def _cells(value: Mapping[str, Any]) -> list[str]:
    when, where = value["when"], value["where"]
    told = (
        value["id"], when["earliest"], when["latest"], when["precision"], value["event_type"], value["sub_event_type"],
        where["name"], where["gazetteer_id"], where["admin1"], where["country"], where["latitude"], where["longitude"],
        where["precision"], where["radius_km"], _names(value["perpetrators"]), _names(value["targets"]),
        value["killed_low"], value["killed_high"], None if value["killed"] is None else not value["killed_open"],
        value["reports"], value["sources"], "; ".join(value["outlets"]),
        value["grade"], value["contested"], value["decided"],
    )  # fmt: skip
    return ["" if one is None else str(one).lower() if isinstance(one, bool) else str(one) for one in told]


def _names(parties: list[dict[str, Any]]) -> str:
    return "; ".join(one["canonical"] or one["name"] for one in parties)


def _line(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cell_of(one) for one in cells)
    return out.getvalue()


def _counted(number: int, most: int) -> dict[str, Any]:
    """Return a number of events, and how it is said where it is only a bound."""
    capped = number > most
    return {"least": min(number, most), "capped": capped, "words": f"{most:,}+" if capped else f"{number:,}"}


def _choices(ledger: Ledger, *, public: bool) -> dict[str, Any]:
    """Return what the form offers."""
    countries = sorted(
        ({"code": code, "name": country_name(code)} for code in distinct_values(ledger, "event_summary", "country")),
        key=lambda one: str(one["name"]),
    )
    grades = [str(one["grade"]) for one in rule_of("airwars").values["grade"].arguments["grades"]]
    actors = names_of_actors(ledger, limit=_SUGGESTED)
    return {
        "countries": countries,
        "types": [
            {"name": one.name, "key": TYPE_KEYS[one.name], "sub_types": [sub.name for sub in one.sub_types]}
            for one in load_codebook().event_types.types
        ],
        "grades": grades,
        "actors": [one for one in actors if not public or is_public(one)],
    }
