"""The search page: articles by words, place, days, country and type, with what was found marked."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from recount.api.asked import country_of, days_of
from recount.api.pages.withheld import withholding_of, without_names
from recount.api.places import look_up_place
from recount.codebook import load as load_codebook
from recount.errors import BadArgument
from recount.gazetteer import Scored
from recount.ledger import Hit, Ledger, Query, search
from recount.ledger.judging import reports_of_events
from recount.ledger.searching import marked

__all__ = ["SearchAsked", "search_page"]

# Articles of one page.
_PAGE = 20
# Places that a name may mean, as they are offered.
_PLACES = 8
_MOST_KM = 2_000.0
# How far a search may be paged: each page passes over those before it.
_FARTHEST = 2_000
_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class SearchAsked(NamedTuple):
    """What a visitor looks for; empty texts do not matter."""

    words: str = ""
    near: str = ""
    """Name of a place, or latitude,longitude."""
    place: str = ""
    """Id in the gazetteer, of the one that is meant where the name may mean several."""
    within_km: float = 25.0
    since: str = ""
    until: str = ""
    country: str = ""
    event_type: str = ""
    offset: int = 0

    @property
    def asks(self) -> bool:
        """Whether anything is looked for."""
        return any((self.words.strip(), self.near.strip(), self.since, self.until, self.country, self.event_type))


def search_page(casebook: Path, asked: SearchAsked, *, public: bool = False) -> dict[str, Any]:
    """Return what is found, with the place that was taken for a name; what cannot be meant is told by field.

    Args:
        casebook: the file.
        asked: what is looked for.
        public: whether private persons' names are left out, and what only they would find.
    """
    value: dict[str, Any] = {
        "asked": asked._asdict(),
        "errors": {},
        "place": None,
        "candidates": [],
        "hits": [],
        "next": None,
        "previous": max(0, asked.offset - _PAGE) if asked.offset else None,
        "types": _types(),
    }
    if not asked.asks:
        return value
    query = _query(asked, value)
    if query is None:
        return value
    try:
        with Ledger.open(casebook) as ledger:
            found = search(ledger, query)
            hits = [_hit(one, asked.words) for one in found[:_PAGE]]
            _link(ledger, hits)
            if public:
                hits = [told for one in hits if (told := _careful(ledger, one, asked.words)) is not None]
    except BadArgument as error:
        value["errors"]["words"] = str(error)
        return value
    value["hits"] = hits
    more = len(found) > _PAGE and asked.offset + _PAGE < _FARTHEST
    value["next"] = asked.offset + _PAGE if more else None
    return value


def _query(asked: SearchAsked, value: dict[str, Any]) -> Query | None:
    """Return what the casebook is asked; None where a field cannot be meant, which `value` then tells."""
    errors: dict[str, str] = value["errors"]
    since = until = country = near = None
    try:
        since, until = days_of(asked.since or None, asked.until or None)
    except BadArgument as error:
        errors["since"] = str(error)
    try:
        country = country_of(asked.country or None)
    except BadArgument as error:
        errors["country"] = str(error)
    if not 0 < asked.within_km <= _MOST_KM:
        errors["within_km"] = f"Give more than 0 and at most {_MOST_KM:,.0f} kilometres."
    if not 0 <= asked.offset <= _FARTHEST:
        errors["offset"] = f"Pages end after {_FARTHEST:,} articles. Ask for less: a place, days, a type."
    if asked.near.strip():
        near = _near(asked, country, value)
    if errors:
        return None
    return Query(
        asked.words.strip() or None, near, asked.within_km, since, until, country, asked.event_type or None,
        _PAGE + 1, asked.offset,
    )  # fmt: skip


def _near(asked: SearchAsked, country: str | None, value: dict[str, Any]) -> tuple[float, float] | None:
    """Return the point that is meant; which place was taken, and the others that a name may mean, go into `value`."""
    point = _POINT.fullmatch(asked.near)
    if point:
        latitude, longitude = float(point[1]), float(point[2])
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            value["place"] = {"id": None, "name": asked.near.strip(), "latitude": latitude, "longitude": longitude}
            return latitude, longitude
    found = [] if point else look_up_place(asked.near.strip(), country=country, limit=_PLACES)
    if not found:
        value["errors"]["near"] = (
            f"The gazetteer holds no place {asked.near.strip()!r}. Try another spelling, or latitude,longitude."
        )
        return None
    taken = next((one for one in found if one.place.id == asked.place), found[0])
    # Where the gazetteer holds the very name, names that are only like it are not meant.
    same = [one for one in found if one.likeness_score == 1.0 or one is taken]
    value["candidates"] = [_place(one, taken) for one in (same if taken.likeness_score == 1.0 else found)]
    value["place"] = _place(taken, taken)
    return taken.place.latitude, taken.place.longitude


def _place(one: Scored, taken: Scored) -> dict[str, Any]:
    names = ("id", "name", "kind", "admin1", "country", "latitude", "longitude")
    told = {name: getattr(one.place, name) for name in names}
    return {**told, "confidence": one.confidence, "reason": one.reason, "taken": one is taken}


def _types() -> list[dict[str, Any]]:
    return [
        {"name": one.name, "sub_types": [sub.name for sub in one.sub_types]}
        for one in load_codebook().event_types.types
    ]


def _hit(one: Hit, words: str) -> dict[str, Any]:
    return {
        **one._asdict(),
        "snippet": [{"text": text, "found": found} for text, found in marked(one.snippet, words)],
        "reports": [report._asdict() for report in one.reports],
    }


def _link(ledger: Ledger, hits: Sequence[dict[str, Any]]) -> None:
    """Give each report the event that it belongs to; None where it is in none yet."""
    ids = [report["id"] for hit in hits for report in hit["reports"]]
    events = {report: event for event, held in reports_of_events(ledger, ids).items() for report in held}
    for hit in hits:
        for report in hit["reports"]:
            report["event"] = events.get(report["id"])


def _careful(ledger: Ledger, hit: Mapping[str, Any], words: str) -> dict[str, Any] | None:
    """Return a hit without names of private persons; None where one of them is what was looked for."""
    withholding = withholding_of(ledger, [hit["article"]])
    if withholding.withholds and any(withholding.text(one) != one for one in (words, words.title())):
        return None
    told: dict[str, Any] = without_names(
        {**hit, "snippet": "".join(one["text"] for one in hit["snippet"])}, withholding
    )
    told["snippet"] = [{"text": text, "found": found} for text, found in marked(told["snippet"], words)]
    return told
