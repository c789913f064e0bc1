"""The page of events, and what a filter gives as GeoJSON and CSV."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from starlette.requests import Request

from recount.api.pages.events import events_csv, events_page, features_written
from recount.api.pages.events_asked import EventsAsked
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["Asked", "router"]

router = APIRouter()

Asked = Annotated[EventsAsked, Query()]


@page(router, "/events", "events.html")
def events(request: Request, who: MayRead, asked: Asked) -> dict[str, Any]:
    """Events that a filter gives: a page of them, how many there are, and when they were."""
    served = serving(request)
    return events_page(served.casebook, asked, public=served.public)


class _GeoJson(Response):
    media_type = "application/geo+json"


@router.get("/events.geojson", response_class=_GeoJson)
def features(request: Request, who: MayRead, asked: Asked) -> Response:
    """The latest events of a filter as points; `shown` and `count` say how many of how many."""
    served = serving(request)
    return _GeoJson(features_written(served.casebook, asked, public=served.public))


@router.get("/events.csv", response_class=Response)
def table(request: Request, who: MayRead, asked: Asked) -> Response:
    """The events of a filter as a table."""
    served = serving(request)
    lines = events_csv(served.casebook, asked, public=served.public)
    heads = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=heads)
