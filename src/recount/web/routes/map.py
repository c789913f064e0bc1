"""The outlines that maps are drawn on."""

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.requests import Request

from recount.api.world import world_digest, world_outlines
from recount.web.access import MayRead
from recount.web.pages import environment

__all__ = ["router", "world_address"]

router = APIRouter()
_YEAR = "public, max-age=31536000, immutable"


def world_address() -> str:
    """Return the address of the outlines; another version has another address."""
    return f"/map/world.json?v={world_digest()}"


@router.get("/map/world.json", response_class=Response, include_in_schema=False)
def world(request: Request, who: MayRead, v: str | None = None) -> Response:
    """Outlines of countries, coasts and borders as GeoJSON."""
    digest = world_digest()
    tag = f'"{digest}"'
    heads = {
        "ETag": tag, "Vary": "Accept-Encoding", "Cache-Control": _YEAR if v == digest else "no-cache",
    }  # fmt: skip
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=heads)
    found = world_outlines()
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    if zipped:
        heads["Content-Encoding"] = "gzip"
    return Response(found.zipped if zipped else found.body, media_type="application/geo+json", headers=heads)


environment().globals["world_address"] = world_address
