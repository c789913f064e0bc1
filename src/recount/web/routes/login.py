"""Logging in and out, and one's own password."""

import secrets
import threading
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from recount.api.accounts import Account, change_password, check_password
from recount.errors import BadArgument
from recount.web.access import (
    MayRead,
    Who,
    begin_session,
    begin_visit,
    cookies_of,
    doors,
    end_session,
    who_asks,
)
from recount.web.pages import done, local, page, show, wants_json
from recount.web.routes import accounts, described
from recount.web.serving import serving

__all__ = ["router"]

# Passwords being looked at, of the 40 threads that answer: a flood of tries leaves some for pages.
_LOOKED_AT = threading.BoundedSemaphore(16)
_WRONG = "Name and password do not fit together."

router = APIRouter()
router.include_router(accounts.router)
router.include_router(described.router)

Field = Annotated[str, Form(max_length=4096)]


@router.get("/login", include_in_schema=False)
def login(request: Request, next: str = "/") -> Response:  # noqa: A002
    """The page to log in on."""
    if serving(request).accounts is None or serving(request).public or who_asks(request).name:
        return RedirectResponse(local(next), status_code=303)
    return _login_page(request, {"next": local(next), "error": None})


@router.post("/login")
def log_in(request: Request, name: Field = "", password: Field = "", next: Field = "/") -> Response:  # noqa: A002
    """Log in: the cookie of the answer is what later requests bring along."""
    if serving(request).accounts is None:
        raise HTTPException(404)
    to = local(next)
    wait, account = _checked(request, name, password)
    if account is None:
        error = f"Too many tries. Wait {_in_words(wait)} and try again." if wait else _WRONG
        status, headers = (429, {"Retry-After": str(wait)}) if wait else (401, {})
        if wants_json(request):
            return JSONResponse({"status": status, "error": error}, status_code=status, headers=headers)
        answer = _login_page(request, {"next": to, "error": error}, status=status)
        answer.headers.update(headers)
        return answer
    answer = done(request, {"name": account.name, "role": account.role}, to=to)
    begin_session(request, answer, account)
    return answer


@router.post("/logout")
def log_out(request: Request, who: MayRead) -> Response:
    """Log out: the session ends here and everywhere that its cookie was copied to."""
    answer = done(request, {"name": None}, to="/login")
    end_session(request, answer)
    return answer


@page(router, "/account", "account.html")
def account(request: Request, who: MayRead) -> dict[str, Any]:
    """One's own account."""
    _demanded(request)
    return {"name": who.name, "role": who.role, "csrf": who.csrf}


@router.post("/account/password")
def own_password(
    request: Request, who: MayRead, current: Field = "", password: Field = "", again: Field = ""
) -> Response:
    """Change one's own password; every other session of the account ends."""
    _demanded(request)
    wait, known = _checked(request, who.name, current)
    if wait:
        raise HTTPException(429, f"Too many tries. Wait {_in_words(wait)} and try again.", {"Retry-After": str(wait)})
    if known is None:
        raise BadArgument("The current password is another one. Nothing was changed.")
    if password != again:
        raise BadArgument("The new password was typed in two ways. Nothing was changed.")
    changed = change_password(serving(request).casebook, who.name, password)
    answer = done(request, {"name": changed.name, "role": changed.role}, to="/account")
    begin_session(request, answer, changed)
    return answer


def _demanded(request: Request) -> None:
    if serving(request).accounts is None:
        raise HTTPException(404, "Nobody logs in here: these pages are for this machine only.")


def _checked(request: Request, name: str, password: str) -> tuple[int, Account | None]:
    """Return how many seconds to wait before the next try, 0 for none, and the account that was opened."""
    attempts, address = doors(request.app).attempts, request.client.host if request.client else "unknown"
    if wait := attempts.begin(name, address):
        return wait, None
    if not _LOOKED_AT.acquire(blocking=False):
        return 1, None
    try:
        found = check_password(serving(request).casebook, name, password)
    finally:
        _LOOKED_AT.release()
    if found:
        attempts.succeeded(name, address)
    return 0, found


def _login_page(request: Request, value: dict[str, Any], *, status: int = 200) -> Response:
    sessions, known = doors(request.app).sessions, request.cookies.get(cookies_of(serving(request)).visit)
    visit = known or secrets.token_urlsafe(32)
    who = Who("", "public", sessions.visit_csrf(visit))
    answer = show(request, who, "login.html", value, status=status)
    if not known:
        begin_visit(request, visit, answer)
    return answer


def _in_words(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    return f"{round(seconds / 60)} minutes"
