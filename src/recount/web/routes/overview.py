"""The first page."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from recount.api.pages.overview import overview_page
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()


@page(router, "/", "overview.html")
def overview(request: Request, who: MayRead) -> dict[str, Any]:
    """What the casebook holds, what waits for people, and tallies beside what is held of them."""
    served = serving(request)
    return overview_page(served.casebook, decides=who.may("coder"), public=served.public)
