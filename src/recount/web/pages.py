"""Pages and their twins: one value of JSON, shown as HTML at an address and as it is at the address with `.json`."""

import inspect
import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from importlib import resources
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request

from recount.errors import BadArgument
from recount.nouns.wording import bounds_in_words
from recount.web.access import Who
from recount.web.serving import serving

__all__ = ["Template", "address", "done", "environment", "local", "page", "show", "wants_json"]

Template = str | Callable[[Mapping[str, Any]], str]
"""Name of a page's template, or what chooses it by the value."""


def page(router: APIRouter, path: str, template: Template) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what returns a value as a page and as its twin: `path` and `path.json` (`/index.json` for `/`).

    The function takes `request` and `who`; what it returns that is a response already (a redirect) stays as it is.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def html(*args: Any, **named: Any) -> Response:
            value = function(*args, **named)
            if isinstance(value, Response):
                return value
            return show(
                named["request"], named["who"], template if isinstance(template, str) else template(value), value
            )

        html.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
        twin = f"{path.rstrip('/') or '/index'}.json"
        router.add_api_route(
            twin, function, name=f"{function.__name__}_json", response_model=None, response_class=JSONResponse
        )
        # Return types of pages are for readers of the code; FastAPI would take them for models of the answer.
        html.__annotations__ = {name: kind for name, kind in function.__annotations__.items() if name != "return"}
        router.add_api_route(
            path, html, methods=["GET", "HEAD"], name=function.__name__, response_model=None,
            response_class=HTMLResponse, include_in_schema=False,
        )  # fmt: skip
        return function

    return register


def show(request: Request, who: Who, template: str, value: Any, *, status: int = 200) -> Response:
    """Show a value as a page."""
    words = environment().get_template(template).render(
        value=value,
        request=request,
        path=request.url.path,
        query=dict(request.query_params),
        serving=serving(request),
        who=who,
        may=who.may,
        csrf=who.csrf,
    )  # fmt: skip
    return HTMLResponse(words, status_code=status)


def done(request: Request, value: Any, *, to: str) -> Response:
    """Answer a change: the value where JSON is asked for, else the way to the page `to`, a path of ours."""
    if wants_json(request):
        return JSONResponse(value)
    return RedirectResponse(local(to), status_code=303)


def wants_json(request: Request) -> bool:
    """Tell whether an answer is to be JSON rather than a page."""
    accepted = request.headers.get("accept", "")
    return request.url.path.endswith(".json") or ("json" in accepted and "html" not in accepted)


def local(path: str) -> str:
    """Return a path of these pages; the first page in place of any other address."""
    parts = urlsplit(path)
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if safe and path.isprintable() and "\\" not in path else "/"


def address(path: str, query: Mapping[str, Any]) -> str:
    """Return a path with what is asked, empty values left out."""
    told = urlencode({name: value for name, value in query.items() if value not in (None, "")}, doseq=True, safe=":")
    return f"{path}?{told}" if told else path


@cache
def environment() -> Environment:
    """Return what templates are read by; everything that they show is escaped."""
    made = Environment(
        loader=PackageLoader("recount.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"static": _static, "address": address, "bounds": bounds_in_words}
    made.filters |= {"many": _many, "link": _web_address, "json": _json}
    return made


@cache
def _manifest() -> Mapping[str, Any]:
    """Return which built file is which.

    Raises:
        BadArgument: the pages' scripts and styles were not built.
    """
    file = resources.files("recount.web") / "static" / "manifest.json"
    if not file.is_file():
        raise BadArgument(
            "The scripts and styles of the pages are not built. Install Recount anew, or run "
            "`python tools/build_web.py` in a clone."
        )
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _static(kind: str) -> list[str]:
    """Return the addresses of the files of one kind, `js` or `css`, that every page loads."""
    entry = _manifest()["main.js"]
    names = [entry["file"]] if kind == "js" else entry.get("css", [])
    return [f"/static/{name}" for name in names]


def _many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _web_address(url: str | None) -> str | None:
    """Return an address of the web; None for what a link must not lead to."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _json(value: Any) -> Markup:
    """Return a value as JSON for an attribute."""
    return escape(json.dumps(value))
