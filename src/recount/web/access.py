"""Who asks, and what they may do.

Three ways to serve: on one's own machine nobody logs in, and who asks is the one whose machine it is; with accounts,
who asks is whoever logged in; in public, everybody may read and nobody may change anything.
"""

import hashlib
import hmac
import logging
import threading
from pathlib import Path
from typing import Annotated, NamedTuple, cast
from urllib.parse import urlencode, urlsplit

from fastapi import Depends
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recount.api.accounts import ROLES, Account, Role, accounts_of, may_act_as
from recount.errors import BadArgument
from recount.web.attempts import Attempts
from recount.web.serving import Serving, serving
from recount.web.sessions import Sessions

__all__ = [
    "ROLES",
    "Cookies",
    "Doors",
    "MayAdmin",
    "MayCode",
    "MayRead",
    "MayReview",
    "Needs",
    "Who",
    "begin_session",
    "begin_visit",
    "cookies_of",
    "csrf_checked",
    "doors",
    "end_session",
    "needs_login",
    "who_asks",
]

_Stamp = tuple[int, int, int] | None

_MAKING = threading.Lock()
_LOG = logging.getLogger("recount.web")
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
# Code points of an address to come back to after logging in.
_LONGEST_NEXT = 2000
_STALE = (
    "This form was not sent from one of these pages, or the page was open for too long. Open the page again and send "
    "it from there."
)


class Who(NamedTuple):
    """Who asks."""

    name: str
    role: Role
    csrf: str
    """What a form of theirs must bring along; empty where they may change nothing."""

    def may(self, role: Role) -> bool:
        """Tell whether this role is theirs, or a lesser one than theirs."""
        return may_act_as(self.role, role)


class Cookies(NamedTuple):
    """Names of the cookies of one casebook: browsers do not keep those of two ports of a machine apart."""

    session: str
    visit: str
    """Of a browser that nobody logged in with yet."""


def who_asks(request: Request) -> Who:
    """Return who asks; somebody without a name where accounts are demanded and nobody logged in."""
    found = getattr(request.state, "who", None)
    if found is None:
        found = request.state.who = _who(request)
    return cast("Who", found)


def _who(request: Request) -> Who:
    asked, sessions = serving(request), doors(request.app).sessions
    if asked.public:
        return Who("", "public", "")
    if asked.accounts is None:
        return Who(asked.by, "admin", sessions.csrf)
    cookies = cookies_of(asked)
    session = sessions.of(request.cookies.get(cookies.session))
    if session:
        account = next((one for one in doors(request.app).accounts(asked) if one.name == session.name), None)
        if account and account.key == session.key:
            return Who(account.name, account.role, session.csrf)
        # Removed, or given another password: by a colleague at the terminal too.
        sessions.end(request.cookies.get(cookies.session))
    return Who("", "public", sessions.visit_csrf(request.cookies.get(cookies.visit)))


class Needs:
    """Lets in whoever has a role, or one that may more."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, request: Request) -> Who:
        """Return who asks.

        Raises:
            HTTPException: they are to log in first, or this is not theirs to do.
        """
        who, asked = who_asks(request), serving(request)
        if self.role == "reader" and asked.public:
            return who
        if asked.accounts is not None and not asked.public and not who.name:
            raise needs_login(request)
        if not who.may(self.role):
            raise HTTPException(403, f"This takes the role {self.role}. An admin gives roles.")
        return who


MayRead = Annotated[Who, Depends(Needs("reader"))]
MayCode = Annotated[Who, Depends(Needs("coder"))]
MayReview = Annotated[Who, Depends(Needs("reviewer"))]
MayAdmin = Annotated[Who, Depends(Needs("admin"))]


async def csrf_checked(request: Request) -> None:
    """Refuse a change that does not come from a page of ours.

    The token of the session (in the form's field `csrf`, or in a header that htmx sends) is what counts. What the
    browser says of the page that sent the form is asked besides: it helps where a token was found out.
    """
    if request.method in _CHANGES_NOTHING:
        return
    asked, who = serving(request), who_asks(request)
    if asked.public:
        raise HTTPException(403, "These pages are for reading only.")
    _from_here(request, asked)
    given = request.headers.get("x-csrf-token")
    if given is None:
        given = await _field(request)
    if who.csrf and given and hmac.compare_digest(given.encode("utf-8", "replace"), who.csrf.encode()):
        return
    if asked.accounts is not None and not who.name and request.url.path != "/login":
        raise needs_login(request)
    raise HTTPException(403, _STALE)


async def _field(request: Request) -> str | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return None
    # Kept by the request: the route reads the same form again.
    found = (await request.form()).get("csrf")
    return found if isinstance(found, str) else None


def _from_here(request: Request, asked: Serving) -> None:
    """Refuse what a page of another origin sent; older browsers and programmes do not say."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    scheme = "https" if asked.secure else request.url.scheme
    ours = f"{scheme}://{request.headers.get('host', '')}".lower()
    if site not in (None, "same-origin", "none") or origin not in (None, ours):
        raise HTTPException(403, _STALE)


def needs_login(request: Request) -> HTTPException:
    """Return what sends a browser to the login page and back, and tells a programme that it must log in."""
    to = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    if request.method not in _CHANGES_NOTHING:
        # The address of a change cannot be opened: back to the page that it was sent from.
        sent_from = urlsplit(request.headers.get("referer", ""))
        to = sent_from.path if sent_from.netloc == request.headers.get("host") else "/"
    page = f"/login?{urlencode({'next': to})}" if to not in ("", "/") and len(to) < _LONGEST_NEXT else "/login"
    if request.headers.get("hx-request"):
        return HTTPException(401, "Log in first.", {"HX-Redirect": page})
    accepts = request.headers.get("accept", "")
    if request.url.path.endswith(".json") or "text/html" not in accepts:
        return HTTPException(401, "Log in first.", {"WWW-Authenticate": "Session"})
    return HTTPException(303, "Log in first.", {"Location": page})


class Doors:
    """What an application remembers of those who come: sessions, tries to log in, the accounts as they were read."""

    def __init__(self) -> None:
        self.sessions = Sessions()
        self.attempts = Attempts()
        self._read: tuple[_Stamp, tuple[Account, ...]] | None = None

    def accounts(self, asked: Serving) -> tuple[Account, ...]:
        """Return the accounts, read anew where their file changed; none where it cannot be read."""
        stamp = _stamp(asked.accounts)
        read = self._read
        if read is None or read[0] != stamp:
            try:
                read = (stamp, accounts_of(asked.casebook))
            except BadArgument as problem:
                _LOG.error("%s", problem)
                read = (stamp, ())
            self._read = read
        return read[1]


def doors(app: Starlette) -> Doors:
    """Return what an application remembers of those who come."""
    with _MAKING:
        if not hasattr(app.state, "doors"):
            app.state.doors = Doors()
    return cast("Doors", app.state.doors)


def _stamp(path: Path | None) -> _Stamp:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None


def cookies_of(asked: Serving) -> Cookies:
    """Return the names of the cookies; by https, browsers let no other host and no insecure page set them."""
    mark = hashlib.sha256(str(asked.casebook.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    prefix = "__Host-recount" if asked.secure else "recount"
    return Cookies(f"{prefix}-{mark}", f"{prefix}-visit-{mark}")


def begin_session(request: Request, answer: Response, account: Account) -> None:
    """Log a browser in: with a token that no request had before."""
    asked, cookies, sessions = serving(request), cookies_of(serving(request)), doors(request.app).sessions
    sessions.end(request.cookies.get(cookies.session))
    _set(answer, cookies.session, sessions.begin(account), asked)
    _unset(answer, cookies.visit, asked)


def end_session(request: Request, answer: Response) -> None:
    """Log a browser out."""
    asked, cookies = serving(request), cookies_of(serving(request))
    doors(request.app).sessions.end(request.cookies.get(cookies.session))
    _unset(answer, cookies.session, asked)


def begin_visit(request: Request, token: str, answer: Response) -> None:
    """Give a browser that nobody logged in with what its login form is bound to."""
    _set(answer, cookies_of(serving(request)).visit, token, serving(request))


def _set(answer: Response, name: str, value: str, asked: Serving) -> None:
    # Lax: a link to an event in a colleague's message opens while logged in. Nothing changes by GET, and changes need
    # the token besides. No age: the cookie goes with the browser, the server ends the session anyhow.
    answer.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=asked.secure)


def _unset(answer: Response, name: str, asked: Serving) -> None:
    answer.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=asked.secure)
