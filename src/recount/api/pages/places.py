"""Pages of places, as reports write them, with how exactly each is known."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from recount.api.pages.event_rows import country_name
from recount.api.pages.events import listed_events
from recount.api.pages.events_asked import EventsAsked
from recount.errors import BadArgument, UnknownId
from recount.ledger import Ledger
from recount.ledger.event_details import EventDetails, details_of_events
from recount.ledger.event_listing import ask, page_of_events
from recount.ledger.judging import EventRow
from recount.ledger.name_listing import PlaceTotal
from recount.ledger.name_listing import places_page as _places_page

__all__ = ["place_page", "places_page"]

_A_PAGE = 50
# Pages of a list that is counted from its first line.
_MOST_PAGES = 10_000
# Events whose reports are read for what a place lies in.
_MOST_READ = 300


def places_page(casebook: Path, *, words: str = "", number: int = 1, public: bool = False) -> dict[str, Any]:
    """Return a page of places as reports write them, those of most events first.

    Raises:
        BadArgument: there is no such page.
    """
    if not 1 <= number <= _MOST_PAGES:
        raise BadArgument(f"{number} is no page of places. Begin at page 1.")
    with Ledger.open(casebook) as ledger, ledger.still():
        found, every = _places_page(
            ledger, words=words.strip() or None, limit=_A_PAGE, offset=(number - 1) * _A_PAGE
        )  # fmt: skip
        details = details_of_events(ledger, [one.latest for one in found])
    listed = [_listed(one, details[one.latest.id]) for one in found]
    # A place that the gazetteer does not hold may be called by its owner's name.
    shown = [one for one in listed if not public or one["gazetteer_id"]]
    return {
        "asked": {"words": words},
        "places": shown,
        "withheld": len(listed) - len(shown),
        "count": every,
        "first_page": _address(words) if number > 1 else None,
        "next_page": _address(words, number + 1) if number * _A_PAGE < every else None,
    }


def place_page(casebook: Path, place: str, asked: EventsAsked, *, public: bool = False) -> dict[str, Any]:
    """Return a place with its events, what it lies in, and how exactly reports tell it.

    Args:
        casebook: the file.
        place: its name as reports write it, or its id in the gazetteer ("wof:421190935").
        asked: which of its events, in which order.
        public: whether everybody may read it.

    Raises:
        UnknownId: no event is there.
        BadArgument: a value that cannot be meant.
    """
    by_id = _is_id(place)
    of_all = asked.model_copy(update={"place_id": place} if by_id else {"place": place})
    query = of_all.query(public=public)
    with Ledger.open(casebook) as ledger, ledger.still():
        read = page_of_events(ledger, ask(ledger, query), limit=_MOST_READ).events
        if not by_id:
            read = [one for one in read if one.place == place]
        details = details_of_events(ledger, read)
        held = [one for one in details.values() if one.gazetteer_id]
        if not read or (public and not held):
            raise UnknownId(f"No event is placed at {place!r}. The page of places lists those that reports write.")
        here = (f"/places/{quote(place, safe='')}", asked)
        events = listed_events(ledger, of_all, query, here=here, public=public)
    names = Counter(one.gazetteer_name for one in held if one.gazetteer_name)
    return {
        "name": names.most_common(1)[0][0] if by_id and names else place,
        "by_id": by_id,
        "written": [] if public else _counted(one.place for one in read if one.place),
        "held_as": _held_as(read, details),
        "precision": [{"precision": word, "events": number} for word, number in
                      Counter(one.where_precision for one in details.values()).most_common()],
        "read": len(read),
        **events,
    }  # fmt: skip


def _is_id(place: str) -> bool:
    source, mark, number = place.partition(":")
    return bool(mark) and source.isascii() and source.isalnum() and number.isascii() and " " not in place


def _held_as(read: Iterable[EventRow], details: dict[str, EventDetails]) -> list[dict[str, Any]]:
    """Return the places of the gazetteer that are meant, the one meant most first: a name may mean several."""
    found: Counter[tuple[str | None, ...]] = Counter()
    for event in read:
        told = details[event.id]
        found[(told.gazetteer_id, told.gazetteer_name, told.admin2, told.admin1, event.country)] += 1
    return [
        {
            "gazetteer_id": id_, "gazetteer_name": name, "admin2": admin2, "admin1": admin1, "country": country,
            "country_name": country_name(country), "events": number,
            "href": f"/places/{quote(id_, safe='')}" if id_ else None,
        }
        for (id_, name, admin2, admin1, country), number in found.most_common(12)
    ]  # fmt: skip


def _listed(total: PlaceTotal, told: EventDetails) -> dict[str, Any]:
    return {
        "name": total.place, "href": f"/places/{quote(total.place, safe='')}", "events": total.events,
        "first": total.first, "last": total.last, "country": total.latest.country,
        "country_name": country_name(total.latest.country), "admin1": told.admin1, "precision": told.where_precision,
        "gazetteer_id": told.gazetteer_id, "gazetteer_name": told.gazetteer_name,
    }  # fmt: skip


def _counted(words: Iterable[str]) -> list[dict[str, Any]]:
    return [{"words": word, "events": number} for word, number in Counter(words).most_common(20)]


def _address(words: str, number: int | None = None) -> str:
    told = urlencode({name: value for name, value in (("words", words), ("number", number)) if value})
    return f"/places?{told}" if told else "/places"
