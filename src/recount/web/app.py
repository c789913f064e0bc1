"""The application: pages over one casebook."""

from importlib import import_module, resources
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from recount.errors import BadArgument, LedgerBusy, LedgerFull, RecountError, UnknownId
from recount.settings import VERSION
from recount.web.access import csrf_checked, who_asks
from recount.web.pages import show, wants_json
from recount.web.security import guard
from recount.web.serving import Serving, serving

__all__ = ["create_app"]

_ROUTES = (
    "overview", "events", "map", "event", "article", "decisions", "tallies", "search", "actors", "places", "queue",
    "coding", "export", "login",
)  # fmt: skip
_STATUS = ((UnknownId, 404), (BadArgument, 422), (LedgerBusy, 503), (LedgerFull, 507))
_SAID = {
    401: "Log in first.",
    403: "This is not yours to do.",
    404: "There is no such page.",
    405: "This page cannot be asked in that way.",
    413: "That is too much at once.",
}


def create_app(asked: Serving) -> FastAPI:
    """Make the application that shows a casebook."""
    app = FastAPI(
        title=f"Recount: {asked.title}", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None,
        dependencies=[Depends(csrf_checked)],
    )  # fmt: skip
    app.state.serving = asked
    for name in _ROUTES:
        app.include_router(import_module(f"recount.web.routes.{name}").router)
    folder = resources.files("recount.web") / "static"
    app.mount("/static", StaticFiles(directory=Path(str(folder)), check_dir=False), name="static")
    app.add_exception_handler(RecountError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    return guard(app, asked)


def _refused(request: Request, error: Exception) -> Response:
    """Tell what was found, where, and what to do."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    # Who reads the pages need not know where on the machine the casebook lies.
    casebook = serving(request).casebook
    return _told(request, status, str(error).replace(str(casebook), casebook.name))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    said = (
        _SAID.get(error.status_code) if error.detail in (None, "", "Not Found", "Method Not Allowed") else error.detail
    )
    answer = _told(request, error.status_code, said or str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return _told(request, 422, f"Something that was given cannot be meant: {said}.")


def _told(request: Request, status: int, words: str) -> Response:
    value = {"status": status, "error": words}
    if wants_json(request):
        return JSONResponse(value, status_code=status)
    return show(request, who_asks(request), "error.html", value, status=status)
