"""Pages of actors: whom events name, and one of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from recount.api.pages.actors import actor_page, actors_page
from recount.api.pages.events_asked import EventsAsked
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()
# Code points of what is looked for.
_LONGEST = 200
Words = Annotated[str, Query(max_length=_LONGEST)]


@page(router, "/actors", "actors.html")
def actors(request: Request, who: MayRead, words: Words = "", after: Words = "") -> dict[str, Any]:
    """Actors whom graded events name, those of most events first."""
    served = serving(request)
    return actors_page(served.casebook, words=words, after=after, public=served.public)


@page(router, "/actors/{name:path}", "actor.html")
def actor(request: Request, who: MayRead, name: str, asked: Annotated[EventsAsked, Query()]) -> dict[str, Any]:
    """One actor: the events that name them, and how reports write the name."""
    served = serving(request)
    return actor_page(served.casebook, name, asked, public=served.public)
