"""Answers browsers until it is stopped: one process, one socket, and a thread that prepares what will be asked for."""

import errno
import gc
import ipaddress
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from anyio import to_thread

from recount.api.serving import kept_open, warm
from recount.errors import BadArgument, RecountError
from recount.web.app import create_app
from recount.web.pages import environment
from recount.web.security import guard
from recount.web.serving import Serving

__all__ = ["Preparing", "bound", "is_loopback", "serve"]

Preparing = Callable[[Path, int], int]
"""Prepares at most so many of what waits; returns how many are left."""

# Connections waiting to be taken, and requests answered at once: past that, browsers hear "busy" rather than nothing.
_BACKLOG, _AT_ONCE = 256, 256
# Answers that are worked on at once, each with a connection to the casebook. Python works on one at a time, and more
# threads take each other's turn: with 8 of them two fifths of the requests of a second were lost
# (`tools/bench_pages.py --load`); with one, a slow page holds up all others.
_THREADS = 2
# Seconds that a silent connection is kept; proxies and browsers reuse it meanwhile.
_KEPT_ALIVE = 15
# Seconds that answers under way have when the server is stopped.
_GRACE = 3
# Bytes of a request's first line and headers together.
_LARGEST_HEAD = 32 * 1024
# Prepared in one go: a batch holds the casebook's only pen for well under a second.
_BATCH = 50
# Seconds between batches, and between looks for more where nothing is left or it cannot be done.
_BETWEEN, _AGAIN = 0.25, 20.0
# Share of the time that batches take at most: whoever reads meanwhile waits for one of them.
_SHARE = 0.1

_LOG = logging.getLogger("recount.web")


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; port 0 is any that is free.

    Raises:
        BadArgument: there is no such address here, the port is taken or may not be used.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise BadArgument(f"There is no host {host}. Give an address of this machine, such as 127.0.0.1.") from None
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            # Elsewhere this would let a second server take the port over.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as problem:
        listening.close()
        raise BadArgument(_not_bound(problem, host, port)) from None
    return listening


def _not_bound(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken, maybe by another `recount serve`. Stop that one, or take another port: "
            f"--port {port + 1 if port < 65535 else 8000}; with --port 0 any that is free."
        )
    if problem.errno == errno.EACCES:
        return f"Port {port} may not be used by your account. Take one of 1024 or above: --port 8000."
    if problem.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine. Take 127.0.0.1, or 0.0.0.0 for all of its addresses."
    return f"Port {port} of {host} cannot be used ({problem.strerror}). Take another: --port 8000."


def is_loopback(listening: socket.socket) -> bool:
    """Tell whether only this machine reaches a socket."""
    return ipaddress.ip_address(str(listening.getsockname()[0]).partition("%")[0]).is_loopback


def serve(
    asked: Serving,
    listening: socket.socket,
    *,
    ready: Callable[[], None],
    proxied: bool = False,
    preparing: Preparing | None = None,
) -> None:
    """Answer browsers until the process is interrupted.

    Args:
        asked: what is served, and how.
        listening: the socket.
        ready: called once pages can be asked for.
        proxied: whether a proxy on this machine says whom it asks for.
        preparing: what to do beside answering, in small parts.
    """
    config = uvicorn.Config(
        guard(create_app(asked), asked),
        http="h11",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=proxied,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_keep_alive=_KEPT_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        limit_concurrency=_AT_ONCE,
    )
    with kept_open(asked.casebook), _prepared(asked.casebook, preparing):
        _warm(asked)
        _Server(config, ready).run(sockets=[listening])


def _warm(asked: Serving) -> None:
    """Load what pages need before the first is asked for, and keep Python from looking through all of it again.

    The codebook and the gazetteer are some hundred thousand objects that stay: a full collection of them holds up each
    request that it falls into for a tenth of a second.
    """
    warm(asked.casebook, public=asked.public)
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # Past that, answers only get in each other's way: Python works on one at a time.
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        await super().startup(sockets)
        if self.started:
            self._ready()


@contextmanager
def _prepared(casebook: Path, preparing: Preparing | None) -> Iterator[None]:
    """Prepare in a thread meanwhile."""
    if preparing is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_prepare, args=(casebook, preparing, stop), name="preparing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=_GRACE)


def _prepare(
    casebook: Path, preparing: Preparing, stop: threading.Event, clock: Callable[[], float] = time.monotonic
) -> None:
    told, before = False, -1
    while not stop.is_set():
        left, began = before, clock()
        try:
            left = preparing(casebook, _BATCH)
        except RecountError as problem:
            # A load holds the pen: pages show what is there, and this tries again.
            if not told:
                _LOG.warning("What waits for review is not brought up to date at the moment: %s", problem)
            told = True
        # As many as before: what may only be read stays as it is.
        rest = max(_BETWEEN, (clock() - began) * (1 / _SHARE - 1))
        stop.wait(rest if left and left != before else _AGAIN)
        before = left
