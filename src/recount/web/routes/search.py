"""Searching the casebook, and the history of what was done to it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request

from recount.api.pages.history import history_page
from recount.api.pages.search import SearchAsked, search_page
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()
# Code points of what is looked for.
_LONGEST = 500
Words = Annotated[str, Query(max_length=_LONGEST)]


@page(router, "/search", "search.html")
def search(
    request: Request,
    who: MayRead,
    words: Words = "",
    near: Words = "",
    place: Words = "",
    within: float = 25.0,
    since: Words = "",
    until: Words = "",
    country: Words = "",
    event_type: Annotated[str, Query(alias="type", max_length=_LONGEST)] = "",
    offset: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Articles and their reports by words, place, days, country and type."""
    served = serving(request)
    asked = SearchAsked(words, near, place, within, since, until, country, event_type, offset)
    return search_page(served.casebook, asked, public=served.public)


@page(router, "/history", "history.html")
def history(
    request: Request,
    who: MayRead,
    by: Words = "",
    kind: Words = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> dict[str, Any]:
    """Who did what to the casebook, and when."""
    served = serving(request)
    if served.public:
        raise HTTPException(404)
    return history_page(served.casebook, by=by or None, kind=kind or None, before=before)
