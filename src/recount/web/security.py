"""What stands between the network and the pages: names of the host, sizes, and what browsers are told to refuse.

Pure ASGI: it costs microseconds a request, and answers of every kind pass through it, errors and files too.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recount.web.serving import Serving

__all__ = ["LARGEST_BODY", "Guard", "content_policy", "guard"]

# Bytes. Forms of these pages are small; the longest, a correction with its reason, is some kilobytes.
LARGEST_BODY = 1024 * 1024
# Files of the build whose names hold the hash of their content: they never change.
_HASHED = re.compile(r"/static/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")
_FOR_EVER = b"public, max-age=31536000, immutable"
_HOST = re.compile(r"^(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?P<port>:\d{1,5})?$")

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    # MapLibre draws in one; its file is one of ours.
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_TELLING: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Other sites do not learn which event somebody reads; our own forms say where they come from.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        b"microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()",
    ),
)


def content_policy(tiles: str | None = None) -> str:
    """Return what a page may load: nothing but what comes from here, and the map's tiles where there are any."""
    policy = dict(_POLICY)
    if tiles and (origin := _origin(tiles)):
        policy["img-src"] += f" {origin}"
        policy["connect-src"] += f" {origin}"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _origin(address: str) -> str | None:
    parts = urlsplit(address.replace("{s}", "a"))
    # Nothing that could end the rule and begin another one.
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9.\-\[\]:]+", parts.netloc):
        return None
    host = f"*.{parts.netloc.removeprefix('a.')}" if "//{s}." in address else parts.netloc
    return f"{parts.scheme}://{host}"


def guard(app: FastAPI, asked: Serving) -> FastAPI:
    """Put the guard before an application, once."""
    if not getattr(app.state, "guarded", False):
        app.add_middleware(Guard, asked=asked)
        app.state.guarded = True
    return app


class Guard:
    """Refuses what is not meant for these pages, and tells browsers what to refuse."""

    def __init__(self, app: ASGIApp, asked: Serving) -> None:
        self._app = app
        self._hosts = frozenset(one.lower() for one in asked.hosts)
        telling = [*_TELLING, (b"content-security-policy", content_policy(asked.tiles).encode())]
        if asked.secure:
            telling.append((b"strict-transport-security", b"max-age=31536000"))
        self._telling = tuple(telling)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            # The pages speak no web sockets.
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        begun = False

        async def tell(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = self._headers(scope["path"], message["status"], message.get("headers", ()))
            await send(message)

        headers = dict(scope["headers"])
        if refused := self._refused(headers):
            await _answer(tell, *refused)
            return
        try:
            await self._app(scope, _limited(receive), tell)
        except Exception:
            # The one who serves sees the traceback; the one who asks sees nothing of it, under the same headers.
            if not begun:
                await _answer(tell, 500, "Something is wrong here. Whoever serves these pages sees what.")
            raise

    def _refused(self, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        """Say why a request is not answered at all."""
        host = _HOST.match(headers.get(b"host", b"").decode("latin-1").lower())
        # A page of another site may point its own name at this machine, and would then read as if it were ours.
        if not host or (self._hosts and host["name"] not in self._hosts):
            return 421, "These pages have another name. Open the address that `recount serve` printed."
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, "That is too much at once."
        return None

    def _headers(self, path: str, status: int, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        kept = list(given)
        there = {name.lower() for name, _ in kept}
        kept += [one for one in self._telling if one[0] not in there]
        if path.startswith("/static/"):
            if status in (200, 206, 304):
                kept = [one for one in kept if one[0].lower() != b"cache-control"]
                kept.append((b"cache-control", _FOR_EVER if _HASHED.search(path) else b"no-cache"))
        elif b"cache-control" not in there:
            # What a casebook holds does not stay behind on a shared machine.
            kept.append((b"cache-control", b"no-store"))
        return kept


def _limited(receive: Receive) -> Receive:
    """Return what reads a body up to its limit, also one whose length nobody told."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        if message["type"] == "http.request":
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise HTTPException(413)
        return message

    return limited


async def _answer(send: Send, status: int, words: str) -> None:
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{status}</title></head>'
        f"<body><main><h1>{status}</h1><p>{html.escape(words)}</p></main></body></html>"
    ).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
