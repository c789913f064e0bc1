"""Pages of tallies."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from recount.api.pages.tallies import tallies_page, tally_page
from recount.web.access import MayRead
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()
Offset = Annotated[int, Query(alias="from", ge=0, le=10_000_000)]


@page(router, "/tallies", "tallies.html")
def tallies(
    request: Request,
    who: MayRead,
    country: str = "",
    since: str = "",
    until: str = "",
    measure: str = "",
    rule: str = "acled",
    offset: Offset = 0,
    compare: bool = False,
) -> dict[str, Any]:
    """What speakers say the toll comes to, beside what the casebook holds."""
    asked = serving(request)
    return tallies_page(
        asked.casebook, rule=rule, country=country or None, since=since or None, until=until or None,
        measure=measure or None, offset=offset, compare=compare, public=asked.public,
    )  # fmt: skip


@page(router, "/tallies/{tally}", "tally.html")
def tally(
    request: Request, who: MayRead, tally: str, rule: str = "acled", offset: Offset = 0, compare: bool = False
) -> dict[str, Any]:
    """One tally: who says it, its parts, what the casebook holds of it under each rule, and the gap over time."""
    asked = serving(request)
    return tally_page(asked.casebook, tally, rule=rule, offset=offset, compare=compare, public=asked.public)
