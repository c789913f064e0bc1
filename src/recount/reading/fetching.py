"""Fetches a page: the one place of the house that speaks to the network, and only for an address given as source."""

import gzip
import time
import zlib
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import IO, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from recount.errors import NotFound, NotText
from recount.reading.pieces import MAX_BYTES
from recount.settings import VERSION

__all__ = ["Fetched", "fetch"]

# Seconds without an answer, and for the whole page: news sites answer within two.
TIMEOUT_SECONDS = 20.0
TOTAL_SECONDS = 60.0
_CHUNK = 65_536


class Fetched(NamedTuple):
    """What an address answered with."""

    data: bytes
    url: str
    """The address that the bytes came from in the end."""
    charset: str | None
    """As the server declares it."""
    media_type: str | None
    """As the server states it, in lower case; None where it states none."""


def fetch(url: str, *, timeout_seconds: float = TIMEOUT_SECONDS, max_bytes: int = MAX_BYTES) -> Fetched:
    """Return the page at an http(s) address, following redirects to http(s) addresses only.

    Raises:
        NotFound: no such host or page, no answer in time, or a redirect elsewhere.
        NotText: the page is longer than `max_bytes`.
    """
    _check_address(url)
    request = Request(  # noqa: S310  http(s) only: checked above, and the opener has no other handler
        url,
        headers={
            "User-Agent": f"recount/{VERSION}",
            "Accept": "text/html, text/plain, application/json;q=0.9, */*;q=0.5",
        },
    )
    try:
        with _opener().open(request, timeout=timeout_seconds) as response:
            data = _unpack(_read(response, url, max_bytes), response.headers.get("Content-Encoding"), url, max_bytes)
            headers = response.headers
            stated = headers.get_content_type() if "Content-Type" in headers else None
            return Fetched(data, response.geturl(), headers.get_content_charset(), stated)
    except HTTPError as error:
        advice = (
            "It may need a login: save it from the browser and read the file."
            if error.code in (401, 402, 403, 451)
            else "Check the address."
        )
        raise NotFound(f"{url} answered {error.code} {error.reason}. {advice}") from error
    except URLError as error:
        raise NotFound(f"{url} did not answer: {error.reason}. Check the address and the connection.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotFound(f"{url} did not answer well: {error or type(error).__name__}. Try again later.") from error


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise NotFound(f"{url} is no address that can be fetched. Give one that begins with http:// or https://.")


class _HttpRedirects(HTTPRedirectHandler):
    max_redirections = 6

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        _check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener() -> OpenerDirector:
    # Built by hand: urllib's own opener would also open file: and ftp: addresses.
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        _HttpRedirects(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _read(response: HTTPResponse, url: str, max_bytes: int) -> bytes:
    ends = time.monotonic() + TOTAL_SECONDS
    chunks = []
    length = 0
    while chunk := response.read1(_CHUNK):
        chunks.append(chunk)
        length += len(chunk)
        if length > max_bytes:
            raise _too_long(url, max_bytes)
        if time.monotonic() > ends:
            raise NotFound(f"{url} took longer than {TOTAL_SECONDS:.0f} seconds. Save the page and read the file.")
    return b"".join(chunks)


def _unpack(data: bytes, encoding: str | None, url: str, max_bytes: int) -> bytes:
    """Undo the packing that some servers use unasked, up to the limit."""
    if (encoding or "").strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    window = zlib.MAX_WBITS | 32 if encoding and "gzip" in encoding.lower() else zlib.MAX_WBITS
    unpacker = zlib.decompressobj(window)
    try:
        unpacked = unpacker.decompress(data, max_bytes + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise NotFound(f"{url} sent a damaged page ({error}). Try again later.") from error
    if len(unpacked) > max_bytes:
        raise _too_long(url, max_bytes)
    return unpacked


def _too_long(url: str, max_bytes: int) -> NotText:
    return NotText(f"{url} is longer than {max_bytes / 1e6:.0f} MB: no news page. Give a page of one report.")
