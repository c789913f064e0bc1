"""Pages of places: those that reports write, and one of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from recount.api.pages.events_asked import EventsAsked
from recount.api.pages.places import place_page, places_page
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()
# Code points of what is looked for.
_LONGEST = 200


@page(router, "/places", "places.html")
def places(
    request: Request, who: MayRead, words: Annotated[str, Query(max_length=_LONGEST)] = "", number: int = 1
) -> dict[str, Any]:
    """Places as reports write them, those of most events first."""
    served = serving(request)
    return places_page(served.casebook, words=words, number=number, public=served.public)


@page(router, "/places/{place:path}", "place.html")
def place(request: Request, who: MayRead, place: str, asked: Annotated[EventsAsked, Query()]) -> dict[str, Any]:
    """One place, by its name or its id in the gazetteer: its events, what it lies in, and how exactly it is told."""
    served = serving(request)
    return place_page(served.casebook, place, asked, public=served.public)
