"""What can be asked for by a programme: the addresses of these pages and their parameters."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from recount.web.access import MayRead
from recount.web.pages import page

__all__ = ["router"]

router = APIRouter()


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, who: MayRead) -> Response:
    """The description of all addresses in the form of OpenAPI."""
    return JSONResponse(request.app.openapi())


@page(router, "/api", "api.html")
def addresses(request: Request, who: MayRead) -> dict[str, Any]:
    """The addresses of these pages for programmes."""
    told = request.app.openapi()
    return {
        "addresses": [
            {
                "method": method.upper(),
                "path": path,
                "about": str(one.get("description") or one.get("summary") or "").split("\n\n")[0],
                "parameters": _parameters(one, told),
            }
            for path, methods in told["paths"].items()
            for method, one in methods.items()
        ]
    }


def _parameters(operation: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """Return the names of an operation's parameters, and of the fields of its form."""
    names = [str(one["name"]) for one in operation.get("parameters", ())]
    for form in operation.get("requestBody", {}).get("content", {}).values():
        schema = form.get("schema", {})
        for part in (schema, *schema.get("allOf", ())):
            if reference := part.get("$ref"):
                part = told["components"]["schemas"][reference.rsplit("/", 1)[-1]]  # noqa: PLW2901
            names.extend(part.get("properties", {}))
    return names
