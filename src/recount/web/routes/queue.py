"""The queue of what waits for a person."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from recount.api.pages.queue import Filters, next_in_queue, queue_page
from recount.web.access import MayCode
from recount.web.pages import address, page, wants_json
from recount.web.serving import serving

__all__ = ["came_from", "on_from", "router"]

router = APIRouter()

_Word = Annotated[str | None, Query(max_length=80)]


def came_from(origin: str | None) -> str | None:
    """Return which queue a page was opened from, with its filters: `queue?country=ML`; None where from none."""
    name, _, query = (origin or "").partition("?")
    told = dict(parse_qsl(query))
    return address("queue", {one: told.get(one) for one in Filters._fields}) if name == "queue" else None


def on_from(queue: str, after: str, *, done: str | None = None) -> str:
    """Return the way to what a queue, as `came_from` tells it, asks after a report."""
    return address("/queue/next", {**dict(parse_qsl(queue.partition("?")[2])), "after": after, "done": done})


def _next(
    request: Request,
    who: MayCode,
    after: _Word = None,
    country: _Word = None,
    event_type: _Word = None,
    reason: _Word = None,
    done: _Word = None,
) -> Any:
    """The report to look at after another one, in its article; where the queue ends, back to its first page."""
    filters = Filters(country, event_type, reason)
    found = next_in_queue(serving(request).casebook, filters=filters, after=after)
    if wants_json(request):
        return found._asdict() if found else {"report": None, "article": None, "event": None}
    if found is None:
        return RedirectResponse(address("/queue", {**filters._asdict(), "done": done or "end"}), status_code=303)
    way = address(f"/articles/{found.article}", {"from": address("queue", filters._asdict()), "done": done})
    return RedirectResponse(f"{way}#{found.report}", status_code=303)


router.add_api_route("/queue/next.json", _next, methods=["GET"], name="queue_next_json", response_model=None)
router.add_api_route(
    "/queue/next", _next, methods=["GET"], name="queue_next", response_model=None, include_in_schema=False
)


@page(router, "/queue", "queue.html")
def queue(
    request: Request,
    who: MayCode,
    country: _Word = None,
    event_type: _Word = None,
    reason: _Word = None,
    after: _Word = None,
    done: _Word = None,
) -> dict[str, Any] | Response:
    """What waits for a person, what is worth most first, with why each is asked."""
    filters = Filters(country, event_type, reason)
    return {**queue_page(serving(request).casebook, filters=filters, after=after), "done": done}
