"""Events as lines of a list, and as points of a map: what their reports say, never more."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from recount.api.pages.public_names import is_public
from recount.codebook import load as load_codebook
from recount.ledger import Ledger
from recount.ledger.event_details import EventDetails, Told, details_of_events
from recount.ledger.facets import MOST_COUNTED, facets_of, to_grade_number
from recount.ledger.judging import EventRow
from recount.nouns.wording import bounds_in_words, days_in_words
from recount.publishing.care import PLACE_WITHHELD
from recount.publishing.withholding import IN_A_TEXT

__all__ = ["TYPE_KEYS", "country_name", "event_feature", "event_values", "not_graded"]

TYPE_KEYS = {
    "Battles": "battles", "Explosions/Remote violence": "explosions", "Violence against civilians": "civilians",
    "Protests": "protests", "Riots": "riots", "Strategic developments": "strategic",
}  # fmt: skip
"""By ACLED's event type the name of its colour."""
# Outlets that a line of a list names.
_MOST_NAMED = 2
_WHERE = {
    "near": "near a known place", "admin2": "district only", "admin1": "province only", "area": "wider area",
    "country": "country only", "international": "at sea or in the air", "unknown": "place not known exactly",
}  # fmt: skip


@cache
def country_name(code: str | None) -> str | None:
    """Return the short name of a country by its code; the code where the codebook does not hold it."""
    if code is None:
        return None
    found = load_codebook().countries.get(code)
    return found.name if found else code


def not_graded(ledger: Ledger) -> dict[str, Any]:
    """Return how many events are not graded yet, as far as they are counted, and how that is said."""
    number = to_grade_number(ledger, most=MOST_COUNTED + 1)
    told = f"{number:,} {'event is' if number == 1 else 'events are'}"
    if number > MOST_COUNTED:
        number, told = MOST_COUNTED, f"More than {MOST_COUNTED:,} events are"
    return {"not_graded": number, "not_graded_told": told}


def event_values(ledger: Ledger, events: Sequence[EventRow], *, public: bool) -> list[dict[str, Any]]:
    """Return events as a list shows them, in their order."""
    details = details_of_events(ledger, events)
    facets = facets_of(ledger, (one.id for one in events))
    return [_value(one, details[one.id], facets.get(one.id) or {}, public=public) for one in events]


def _value(event: EventRow, told: EventDetails, facet: Mapping[str, Any], *, public: bool) -> dict[str, Any]:
    graded = facet.get("worth") is not None
    return {
        "id": event.id,
        "href": f"/events/{event.id}",
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "type_key": TYPE_KEYS.get(event.event_type or "", ""),
        "when": {
            "earliest": event.earliest, "latest": event.latest, "precision": told.when_precision,
            "basis": told.when_basis,
        },
        "where": _where(event, told, public=public),
        "perpetrators": _named(told.perpetrators, public=public),
        "targets": _named(told.targets, public=public),
        "responsibility": list(told.responsibility),
        "killed_low": event.killed_low,
        "killed_high": event.killed_high,
        "killed_open": told.killed_open,
        "killed": _killed(event.killed_low, event.killed_high, is_open=told.killed_open),
        "reports": event.reports,
        "sources": facet["sources"] if graded else event.sources,
        "outlets": list(told.outlets[:_MOST_NAMED]),
        "more_outlets": max(0, len(told.outlets) - _MOST_NAMED),
        "graded": graded,
        "grade": facet.get("grade"),
        "contested": bool(facet["contested"]) if graded else None,
        "decided": facet.get("decided") if graded else None,
    }  # fmt: skip


def _killed(low: int | None, high: int | None, *, is_open: bool) -> str | None:
    """Say the least and the most killed that reports give: "4–12", "≥7", "4–12+" where one says "at least 12"."""
    if high is None:
        return None
    if not is_open:
        return bounds_in_words(low, None, high)
    return bounds_in_words(high, None, None) if low in (None, high) else f"{bounds_in_words(low, None, high)}+"


def _where(event: EventRow, told: EventDetails, *, public: bool) -> dict[str, Any]:
    name = event.place
    if public and name is not None:
        name = told.gazetteer_name or PLACE_WITHHELD
    return {
        "name": name, "gazetteer_id": told.gazetteer_id, "gazetteer_name": told.gazetteer_name,
        "admin1": told.admin1, "admin2": told.admin2, "country": event.country,
        "country_name": country_name(event.country), "latitude": event.latitude, "longitude": event.longitude,
        "precision": told.where_precision, "radius_km": told.radius_km,
    }  # fmt: skip


def _named(several: Sequence[Told], *, public: bool) -> list[dict[str, Any]]:
    found = []
    for one in several:
        shown = not public or one.is_listed or is_public(one.name)
        found.append({
            "canonical": one.name if one.is_listed else None,
            "name": one.written if shown and (not public or is_public(one.written)) else
            one.name if shown and one.is_listed else IN_A_TEXT,
            "href": _address_of_actor(one.name) if shown else None,
        })  # fmt: skip
    return found


@lru_cache(maxsize=1024)
def _address_of_actor(name: str) -> str:
    return f"/actors/{quote(name, safe='')}"


def event_feature(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as a point of a map, as `frontend/src/map.js` takes it; without geometry where none is known."""
    where, when = value["where"], value["when"]
    known = where["latitude"] is not None and where["longitude"] is not None
    return {
        "type": "Feature",
        "id": value["id"],
        "geometry": {"type": "Point", "coordinates": [where["longitude"], where["latitude"]]} if known else None,
        "properties": {
            "id": value["id"], "href": value["href"],
            "title": value["sub_event_type"] or value["event_type"] or "type not told",
            "lines": _lines(value), "label": where["gazetteer_name"] or where["name"], "type": value["event_type"],
            "earliest": when["earliest"], "latest": when["latest"], "when_precision": when["precision"],
            "killed_low": value["killed_low"], "killed_high": value["killed_high"],
            "precision": where["precision"], "radius_km": where["radius_km"], "country": where["country"],
            "reports": value["reports"],
        },
    }  # fmt: skip


def _lines(value: Mapping[str, Any]) -> list[str]:
    """Return what stands beside a point: figures are claims, and say whose."""
    where, when = value["where"], value["when"]
    place = where["gazetteer_name"] or where["name"] or "place not named"
    how = _WHERE.get(where["precision"])
    country = where["country_name"]
    named = [place, *([country] if country and country != place else [])]
    outlets = ", ".join(value["outlets"]) + (f" and {value['more_outlets']} more" if value["more_outlets"] else "")
    day = days_in_words(when["earliest"], when["latest"])
    toll = "no toll given" if value["killed"] is None else f"{value['killed']} killed, as reported"
    said = f"{value['reports']} report{'' if value['reports'] == 1 else 's'}"
    return [
        f"{', '.join(named)}{f' ({how})' if how else ''}", day, toll, f"{said}: {outlets}" if outlets else said,
    ]  # fmt: skip
