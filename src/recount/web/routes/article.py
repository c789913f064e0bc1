"""The page of an article, its original, and the ways to it by what was coded from it."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from recount.api.pages.article import article_page, home_of, original_of
from recount.api.pages.correcting import Correcting
from recount.web.access import MayRead, Who
from recount.web.pages import page
from recount.web.routes.queue import came_from
from recount.web.serving import serving

__all__ = ["router", "shown_article"]

router = APIRouter()
DONE = {
    "accept": "Accepted.",
    "correct": "Corrected.",
    "reject": "Rejected.",
    "unsure": "Marked as unsure.",
    "withdraw": "Taken back.",
}
"""What a page says after a decision."""


def shown_article(
    request: Request, who: Who, article: str, *, correct: Correcting | None = None, done: str | None = None,
    origin: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the page of an article as somebody may see it."""
    asked = serving(request)
    correct = correct if who.may("coder") else None
    value = article_page(
        asked.casebook, article, public=asked.public, by=who.name, correct=correct, after_deciding=bool(done)
    )
    return {**value, "done": DONE.get(done or ""), "from": came_from(origin)}


@page(router, "/articles/{article}", "article.html")
def article(
    request: Request,
    who: MayRead,
    article: str,
    correct: str | None = None,
    field: str | None = None,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
    lookup: Annotated[str | None, Query(max_length=200)] = None,
    done: str | None = None,
    origin: Annotated[str | None, Query(alias="from")] = None,
) -> dict[str, Any]:
    """Show an article with what was coded from it, word by word."""
    asked = Correcting(correct, field, start, end, None, lookup) if correct else None
    return shown_article(request, who, article, correct=asked, done=done, origin=origin)


@router.get(
    "/articles/{article}/original", name="original", response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The bytes, to be saved."}},
)  # fmt: skip
def original(request: Request, who: MayRead, article: str) -> Response:
    """Give the bytes that an article was found as, to be saved; a browser never shows them."""
    if serving(request).public:
        raise HTTPException(404, "Originals are not public.")
    found = original_of(serving(request).casebook, article)
    if found is None:
        raise HTTPException(404, "The original was removed from the casebook.")
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(found.content, media_type="application/octet-stream", headers=headers)


@page(router, "/reports/{report}", "article.html")
def report(request: Request, who: MayRead, report: str) -> Response:
    """Lead to a report, where its article shows it."""
    return _home(request, report)


@page(router, "/statements/{statement}", "article.html")
def statement(request: Request, who: MayRead, statement: str) -> Response:
    """Lead to a statement, where its article shows it."""
    return _home(request, statement)


def _home(request: Request, id_: str) -> Response:
    twin = ".json" if request.url.path.endswith(".json") else ""
    asked = f"?{request.url.query}" if request.url.query else ""
    place = "" if twin else f"#{quote(id_, safe=':')}"
    return RedirectResponse(f"/articles/{home_of(serving(request).casebook, id_)}{twin}{asked}{place}", status_code=303)
