"""Deciding on what was coded, and what helps a person to correct it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from recount.api.deciding import (
    Point,
    Written,
    actors_named,
    decide_on,
    place_near,
    places_named,
    suggestion,
)
from recount.api.pages.article import home_of
from recount.api.pages.correcting import Correcting
from recount.errors import BadArgument
from recount.web.access import MayCode, MayRead, Who
from recount.web.pages import address, done, show, wants_json
from recount.web.routes.article import shown_article
from recount.web.routes.queue import came_from, on_from
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()

Kind = Literal["report", "tally", "statement"]
Verdict = Literal["accept", "correct", "reject", "unsure", "withdraw"]
_POINT = "point"
_Words = Annotated[str, Form(max_length=2000)]
_Number = Annotated[str, Form(max_length=40)]


def _register(kind: Kind, path: str) -> None:
    """Take decisions on one kind of what was coded."""

    def decided(
        request: Request,
        who: MayCode,
        id_: str,
        verdict: Annotated[Verdict, Form()],
        field: _Words = "",
        value: _Words = "",
        start: _Number = "",
        end: _Number = "",
        place: _Words = "",
        latitude: _Number = "",
        longitude: _Number = "",
        radius_km: _Number = "",
        country: _Number = "",
        precision: _Words = "",
        kind_of_party: Annotated[str, Form(alias="kind", max_length=40)] = "",
        reason: _Words = "",
        origin: Annotated[str, Form(alias="from", max_length=300)] = "",
        to: _Words = "",
    ) -> Response:
        try:
            point = None
            if place == _POINT:
                degrees = _real(latitude, "latitude"), _real(longitude, "longitude")
                point = Point(*degrees, None, country, _real(radius_km, "radius"), precision or None)
            elif place:
                point = Point(gazetteer_id=place)
            written = Written(verdict, field or None, value, _words(start, end), point, kind_of_party or None, reason)
            kept = decide_on(serving(request).casebook, id_, kind, written, by=who.name)
        except BadArgument as error:
            if kind != "report" or verdict != "correct" or wants_json(request):
                raise
            return _refused(request, who, id_, Correcting(id_, field or None, written=value, error=str(error)), origin)
        return done(request, kept, to=_next(kept, kind, origin, to))

    router.add_api_route(
        f"{path}/{{id_}}/decisions", decided, methods=["POST"], name=f"decide_{kind}", response_model=None,
        summary=f"Decide on a {kind}.",
    )  # fmt: skip


_KINDS: tuple[tuple[Kind, str], ...] = (("report", "/reports"), ("tally", "/tallies"), ("statement", "/statements"))
for _kind, _path in _KINDS:
    _register(_kind, _path)


@router.get("/reports/{report}/suggestion.json", name="suggestion")
def suggested(
    request: Request,
    who: MayCode,
    report: str,
    field: str,
    start: Annotated[int, Query(ge=0)],
    end: Annotated[int, Query(ge=0)],
) -> JSONResponse:
    """Say what words of a report's article tell of a field."""
    return JSONResponse(suggestion(serving(request).casebook, report, field, start, end))


@router.get("/places/lookup.json", name="place_lookup")
def looked_up(
    who: MayRead,
    name: Annotated[str, Query(max_length=200)] = "",
    country: Annotated[str | None, Query(max_length=2)] = None,
    latitude: Annotated[float | None, Query(ge=-90, le=90)] = None,
    longitude: Annotated[float | None, Query(ge=-180, le=180)] = None,
) -> JSONResponse:
    """Say what a name may mean, or which known town lies nearest to a point."""
    if latitude is not None and longitude is not None:
        near = place_near(latitude, longitude)
        return JSONResponse({"places": [near] if near else []})
    return JSONResponse({"places": list(places_named(name, country=country))})


@router.get("/actors/lookup.json", name="actor_lookup")
def actors(who: MayRead, name: Annotated[str, Query(max_length=200)] = "") -> JSONResponse:
    """Say which actors of the list bear a name."""
    return JSONResponse({"actors": list(actors_named(name))})


def _next(kept: dict[str, Any], kind: Kind, origin: str, to: str) -> str:
    """Return the page after a decision: the next of the queue, the one that asked, or the article again."""
    queue = came_from(origin)
    if queue and kind == "report" and kept["verdict"] != "withdraw":
        return on_from(queue, kept["about"], done=kept["verdict"])
    if to:
        return to
    way = address(f"/articles/{kept['article']}", {"done": kept["verdict"], "from": queue})
    return f"{way}#{kept['about']}"


def _refused(request: Request, who: Who, report: str, correct: Correcting, origin: str) -> Response:
    """Show the form again with what was written and why it was refused."""
    home = home_of(serving(request).casebook, report)
    value = shown_article(request, who, home, correct=correct, origin=origin)
    return show(request, who, "article.html", {**value, "id": home}, status=422)


def _words(start: str, end: str) -> tuple[int, int] | None:
    if not start.strip() and not end.strip():
        return None
    return _whole(start), _whole(end)


def _whole(written: str) -> int:
    try:
        return int(written)
    except ValueError:
        raise BadArgument(f"{written!r} is no place in the text. Pick the words again.") from None


def _real(written: str, what: str) -> float | None:
    if not written.strip():
        return None
    try:
        return float(written)
    except ValueError:
        raise BadArgument(f"{written!r} is no {what}. Write degrees as 13.09.") from None
