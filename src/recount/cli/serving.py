"""`recount serve`: the review pages of a casebook, in a browser."""

import threading
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from recount.cli.casebook import By, Casebook, who
from recount.cli.exits import errors_told
from recount.cli.progress import counting_progress
from recount.cli.terminal import complain
from recount.errors import BadArgument, RecountError

__all__ = ["serve", "serve_casebook"]

_HOST, _PORT = "127.0.0.1", 8000
# Names of this machine for itself.
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
# What may wait for review before the pages open; the rest is prepared while they answer.
_PREPARED_FIRST = 2_000


def serve(
    casebook: Casebook,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")] = _HOST,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Its port; 0 takes any that is free.")] = _PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the pages in your browser.")] = False,
    public: Annotated[
        bool,
        typer.Option("--public", help="For everybody to read: nobody logs in or decides, no full texts, no names."),
    ] = False,
    login: Annotated[
        bool | None,
        typer.Option("--login/--no-login", show_default=False, help="Default: log in unless only this machine asks."),
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option("--behind-proxy", metavar="URL", help="Where browsers reach it: https://review.example.org"),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(
            "--tiles", metavar="URL", envvar="RECOUNT_TILES", help="Map tiles by {z}, {x}, {y}; default: outlines."
        ),
    ] = None,
    by: By = None,
) -> None:
    """Open a casebook's pages in a browser: read, search, check, decide.

    Without more, only this machine reaches them, and nobody logs in: what you decide is kept under your name. On any
    other address people log in (recount user add); --public is the exception, where nobody decides. Stop with Ctrl-C.

    \b
    Examples:
      recount serve sahel.recount --open
      recount serve sahel.recount --behind-proxy https://review.example.org
      recount serve sahel.recount --host 0.0.0.0 --public
    """
    with errors_told():
        serve_casebook(
            casebook, host=host, port=port, open_browser=open_browser, public=public, login=login,
            behind_proxy=behind_proxy, tiles=tiles, by=by,
        )  # fmt: skip


def serve_casebook(
    casebook: Path,
    *,
    host: str = _HOST,
    port: int = _PORT,
    open_browser: bool = False,
    public: bool = False,
    login: bool | None = None,
    behind_proxy: str | None = None,
    tiles: str | None = None,
    by: str | None = None,
) -> None:
    """Serve a casebook until Ctrl-C.

    Raises:
        RecountError: it cannot be opened, or not be served in this way; the message says what to do.
    """
    from recount.api import casebook as api
    from recount.api import reviewing

    web, running = _pages()
    held = api.casebook_counts(casebook)
    _checked_tiles(tiles)
    listening = running.bound(host, port)
    with listening:
        own = running.is_loopback(listening)
        accounts = _accounts(casebook, own=own and not behind_proxy, public=public, login=login, host=host)
        asked = web.Serving(
            casebook,
            by=who(by),
            accounts=accounts,
            public=public,
            tiles=tiles,
            hosts=_names(host, own=own, behind_proxy=behind_proxy),
            secure=(behind_proxy or "").startswith("https://"),
        )
        proxied = behind_proxy is not None
        address = behind_proxy or _address(host, listening.getsockname()[1])
        _prepare_first(casebook)

        def ready() -> None:
            _tell(casebook, address, held, asked)
            if open_browser:
                threading.Thread(target=_open, args=(address,), daemon=True).start()

        try:
            running.serve(asked, listening, ready=ready, proxied=proxied, preparing=reviewing.prepare_some)
        except KeyboardInterrupt:
            # The server ended what was under way, and then raised again what had stopped it.
            complain("Stopped.")


def _pages() -> tuple[Any, Any]:
    """Return the pages and what runs them: command line and pages are two doors, and only here one opens the other."""
    return import_module("recount.web"), import_module("recount.web.running")


def _accounts(casebook: Path, *, own: bool, public: bool, login: bool | None, host: str) -> Path | None:
    """Return the file of accounts; None where nobody logs in.

    Raises:
        BadArgument: people would have to log in and cannot, or could do without where others reach the pages.
    """
    from recount.api import accounts

    if public:
        if login:
            raise BadArgument("--public is for everybody to read, so that nobody logs in. Leave out one of the two.")
        return None
    if login is None:
        login = not own
    if not login:
        if not own:
            raise BadArgument(
                f"Others can reach pages on {host}, and could decide without logging in. Leave out --no-login, or give "
                "--public for pages to read only."
            )
        return None
    there = accounts.accounts_of(casebook)
    if not there:
        raise BadArgument(
            "People log in to these pages, and this casebook has no accounts. Make one: "
            f'recount user add {casebook} "A. Coder" --role admin'
        )
    if all(one.role != "admin" for one in there):
        complain(
            f"No account is admin: only `recount user` can add others. Or: recount user role {casebook} NAME admin"
        )
    return accounts.accounts_file(casebook)


def _names(host: str, *, own: bool, behind_proxy: str | None) -> tuple[str, ...]:
    """Return the names that browsers may ask by; none for any."""
    if behind_proxy:
        parts = urlsplit(behind_proxy)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise BadArgument(f"{behind_proxy!r} is no address of pages. Write it as https://review.example.org.")
        return (f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname,)
    if not own:
        return ()
    return (*_OWN_NAMES, f"[{host}]" if ":" in host else host.lower())


def _checked_tiles(tiles: str | None) -> None:
    if tiles is not None and not (
        urlsplit(tiles).scheme in ("http", "https") and all(one in tiles for one in ("{z}", "{x}", "{y}"))
    ):
        raise BadArgument(
            f"{tiles!r} is no address of map tiles. Write it with its numbers: https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )


def _prepare_first(casebook: Path) -> None:
    """Prepare the first part of what waits for review, so that the first page has something to ask."""
    from recount.api import reviewing

    try:
        with counting_progress("preparing the queue") as told:
            reviewing.prepare(casebook, limit=_PREPARED_FIRST, told=told)
    except RecountError as problem:
        # A load holds the pen: the pages show what is there.
        complain(f"What waits for review was not brought up to date: {problem}")


def _address(host: str, port: int) -> str:
    named = {"0.0.0.0": _HOST, "::": "::1", "": _HOST}.get(host, host)  # noqa: S104
    return f"http://{f'[{named}]' if ':' in named else named}:{port}"


def _tell(casebook: Path, address: str, held: dict[str, int], asked: Any) -> None:
    how = "read only, for everybody" if asked.public else "people log in" if asked.accounts else f"you are {asked.by}"
    complain(f"{casebook} ({held['article']:,} article{'' if held['article'] == 1 else 's'}): {address} ({how})")
    if asked.accounts and not asked.secure and not asked.hosts:
        complain(
            "Passwords and pages cross the network as they are. Put a proxy with https before it, and give "
            "--behind-proxy https://NAME."
        )
    complain("Stop with Ctrl-C.")


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
