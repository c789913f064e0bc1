"""The page of exports, and what it sends. Not for everybody: coders and up, and names of private persons for admins."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from recount.api.downloads import Download, download_of_release, download_of_reports, sent
from recount.api.pages.export import export_page
from recount.api.publishing import Publishing
from recount.errors import ReleaseRefused
from recount.web.access import MayCode, Who
from recount.web.pages import page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()

Day = Annotated[str, Form(max_length=10)]
Code = Annotated[str, Form(max_length=40)]
# Code points of a title or a citation.
Words = Annotated[str, Form(max_length=500)]


@page(router, "/export", "export.html")
def exports(request: Request, who: MayCode) -> dict[str, Any]:
    """What may leave the casebook, and how."""
    return export_page(serving(request).casebook)


@router.post("/export/reports", response_class=Response)
def reports(
    request: Request,
    who: MayCode,
    form: Code,
    since: Day = "",
    until: Day = "",
    country: Code = "",
    names: Code = "",
) -> Response:
    """The reports of the casebook as one file."""
    download = download_of_reports(
        serving(request).casebook, form, since=since or None, until=until or None, country=country or None,
        names=_names(who, names), by=who.name,
    )  # fmt: skip
    return _sent(download)


@router.post("/export/release", response_class=Response)
def release(
    request: Request,
    who: MayCode,
    form: Annotated[list[str], Form(default_factory=list, max_length=20)],
    since: Day = "",
    until: Day = "",
    country: Code = "",
    role: Code = "public",
    coarsen: Code = "",
    delay: Annotated[str, Form(max_length=5, pattern=r"^\d*$")] = "",
    accepted_only: Code = "",
    title: Words = "",
    edition: Code = "",
    license: Words = "",  # noqa: A002
    citation: Words = "",
    names: Code = "",
) -> Response:
    """A release of the casebook as a zip: its datasets, what is needed to check and cite them, and pictures."""
    how = Publishing(
        forms=tuple(form) or ("all",), since=since or None, until=until or None, country=country or None,
        names=_names(who, names), coarsen=coarsen or None, delay=f"{delay}d" if delay else None, role=role,
        accepted_only=bool(accepted_only), title=title.strip() or None, edition=edition.strip() or None,
        license=license.strip() or None, citation=citation.strip() or None, by=who.name,
    )  # fmt: skip
    try:
        return _sent(download_of_release(serving(request).casebook, how))
    except ReleaseRefused as refused:
        raise HTTPException(409, str(refused)) from refused


def _names(who: Who, asked: str) -> bool:
    """Tell whether names of private persons are to be kept.

    Raises:
        HTTPException: they are asked for by somebody who is no admin.
    """
    if asked and not who.may("admin"):
        raise HTTPException(403, "Names of private persons leave the casebook through an admin only.")
    return bool(asked)


def _sent(download: Download) -> Response:
    heads = {
        "Content-Disposition": f'attachment; filename="{download.name}"',
        "Content-Length": str(download.path.stat().st_size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(sent(download), media_type=download.media_type, headers=heads)
