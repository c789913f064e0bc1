"""The page of an event, and what people judge on it: split, join, take back."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from recount.api import linking
from recount.api.linking import Regrouped
from recount.api.pages.event import event_page, event_where_now
from recount.errors import BadArgument, UnknownId
from recount.web.access import MayCode, MayRead
from recount.web.pages import done, page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()
# Code points of a reason.
_LONGEST_REASON = 2000

Reason = Annotated[str, Form(max_length=_LONGEST_REASON)]


@page(router, "/events/{event}", "event.html")
def event(request: Request, who: MayRead, event: str) -> dict[str, Any] | Response:
    """One event: what its reports say, what published rules make of it, and what holds it together."""
    asked = serving(request)
    try:
        value = event_page(asked.casebook, event, by=who.name, public=asked.public)
    except UnknownId as unknown:
        now = _now(request, event)
        if now is None:
            raise unknown from None
        return _moved(request, now)
    return value if value["id"] == event else _moved(request, value["id"])


@router.post("/events/{event}/split", response_model=None)
def split(
    request: Request,
    who: MayCode,
    event: str,
    report: Annotated[list[str], Form(default_factory=list)],
    reason: Reason = "",
) -> Response:
    """Keep the judgement that some reports of an event tell of another happening than the rest."""
    asked = serving(request)
    before = {one.id for one in linking.why_linked(asked.casebook, event).reports}
    found = linking.split(asked.casebook, event, report, by=who.name, reason=reason.strip() or None)
    stayed = sorted(before - set(report))[0]
    return _regrouped(request, found, stayed)


@router.post("/events/{event}/join", response_model=None)
def join(
    request: Request, who: MayCode, event: str, other: Annotated[str, Form()] = "", reason: Reason = ""
) -> Response:
    """Keep the judgement that this event and another, or a report of it, are one happening."""
    if not other.strip():
        raise BadArgument("Say what it is joined with: give the id of an event (ev1:…) or of a report (rep1:…).")
    found = linking.join(serving(request).casebook, [event, other.strip()], by=who.name, reason=reason.strip() or None)
    return _regrouped(request, found, event)


@router.post("/events/{event}/withdraw", response_model=None)
def withdraw(request: Request, who: MayCode, event: str, reason: Reason = "") -> Response:
    """Take back what one judged of this event's reports."""
    found = linking.withdraw(serving(request).casebook, [event], by=who.name, reason=reason.strip() or None)
    return _regrouped(request, found, event)


def _regrouped(request: Request, found: Regrouped, id_: str) -> Response:
    """Answer with the event to which a report, or an event, belongs now."""
    now = _now(request, id_) or found.events[0]
    value = {"event": now, "events": list(found.events), "contradictions": [list(one) for one in found.contradictions]}
    return done(request, value, to=f"/events/{now}#links")


def _now(request: Request, id_: str) -> str | None:
    try:
        return event_where_now(serving(request).casebook, id_)
    except UnknownId:
        return None


def _moved(request: Request, event: str) -> Response:
    suffix = ".json" if request.url.path.endswith(".json") else ""
    return RedirectResponse(f"/events/{event}{suffix}", status_code=307)
