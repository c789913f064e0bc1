"""Web archives (WARC) become pieces, one a captured page; what is no report is counted with the reason."""

import io
from collections import Counter
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from recount.errors import EmptyArticle, NotText, UnreadableSource
from recount.reading.decoding import form_of
from recount.reading.packing import GZIP_MARK, unpacked
from recount.reading.pieces import MAX_BYTES, Form, Found, LeftOut, Piece, Unread, shown

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap, WarcRecord

__all__ = ["WARC_MARK", "pieces_of_warc"]

WARC_MARK = b"WARC/"

_FORMS: dict[str, Form] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
}
_TOLD = frozenset({"response", "resource", "conversion"})
# What servers call what they do not know; the content tells.
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"})
_KINDS = {"image": "picture", "video": "film", "audio": "sound", "font": "font"}
_PARTS = (("javascript", "script"), ("css", "style sheet"), ("font", "font"), ("json", "data"), ("xml", "data"))
_GZIP_MEMBER = b"\x1f\x8b\x08"
_CHUNK = 65_536
# Tries to go on in a damaged archive.
_MAX_TRIES = 100
# Times its packed size that a record may unpack to, from so many bytes on.
_MOST_GROWTH = 200
_FREE_BYTES = 100_000_000


class _Damage(Exception):
    """A record that cannot be read to its end."""


class _Counted:
    """A stream that tells where it is, as fastwarc asks, whether it can be wound back or not."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._read = stream.read
        self._position = start

    def read(self, size: int = -1) -> bytes:
        data = self._read(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset not in ((self._position,) if whence == io.SEEK_SET else (0,)):
            raise io.UnsupportedOperation("seek")
        return self._position

    def close(self) -> None:
        """Leave the stream open: whoever opened it closes it."""


class _End(NamedTuple):
    """Where a run of records ended."""

    last: int | None
    """The offset of its last record; None where there was none."""
    damage: str | None
    """Why it could not go on; None at the end of the archive."""
    inside: bool = False
    """The last record itself is damaged, not what follows it."""


def pieces_of_warc(stream: BinaryIO, base: Piece) -> Iterator[Found]:
    """Yield a piece for each captured page, text or PDF, and what else is in the archive as counts.

    A damaged record is an `Unread` with its offset in bytes; reading goes on at the next record that can be told.

    Raises:
        EmptyArticle: no record at all.
    """
    left: Counter[str] = Counter()
    start: int | None = 0
    tries = 0
    while start is not None:
        if start:
            stream.seek(start)
        end = yield from _records(_Counted(stream, start), base, left)
        if end.damage is None and end.last is None and not tries:
            raise EmptyArticle(f"{base.name} holds no record. Give a web archive (.warc, .warc.gz).")
        if end.damage is None:
            yield from _cut_off(stream, end.last or 0, base)
            break
        tries += 1
        if end.last is not None or tries == 1:
            yield _damaged(base, end)
        # Where nothing was read, the mark stood in a damaged record: the next one is tried, and no more is said.
        behind = start if end.last is None else end.last
        start = _next_record(stream, behind + 1) if tries < _MAX_TRIES else None
    for reason, number in sorted(left.items()):
        yield LeftOut(base.source, reason, number)


def _damaged(base: Piece, end: _End) -> Unread:
    piece = base._replace(place=_within(base, f"byte {end.last or 0}"))
    where = "a damaged record" if end.inside or end.last is None else "damaged after the record that begins there"
    error = NotText(
        f"{piece.name}: {where} ({end.damage}). The records before it are kept, and those after it as far as they can "
        "be told; get the archive again for the rest."
    )
    return Unread(base.source, "reading", error, piece.place)


def _cut_off(stream: BinaryIO, last: int, base: Piece) -> Iterator[Unread]:
    """Yield what is wrong behind the last record: fastwarc passes over one that breaks off in its first bytes."""
    if not stream.seekable():
        return
    stream.seek(last)
    if stream.read(len(GZIP_MARK)) != GZIP_MARK:
        return
    stream.seek(last)
    rest = unpacked(stream, base.name, start=last)
    try:
        while rest.read(_CHUNK):
            continue
    except UnreadableSource as error:
        yield Unread(base.source, "reading", error, _within(base, f"byte {last}"))


def _records(stream: _Counted, base: Piece, left: Counter[str]) -> Generator[Found, None, _End]:
    from fastwarc.warc import ArchiveIterator

    last: int | None = None
    try:
        for record in ArchiveIterator(stream):
            last = record.stream_pos
            try:
                found = _piece(record, base, stream)
            except UnreadableSource as error:
                yield Unread(base.source, "reading", error, _place(record, base))
                continue
            except (OSError, _Damage) as error:
                return _End(last, f"{error}", inside=True)
            if isinstance(found, str):
                left[found] += 1
            else:
                yield found
    except OSError as error:
        return _End(last, f"{error}")
    except BaseException as error:
        # fastwarc is written in Rust; what it gives up on is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        return _End(last, "fastwarc gave it up")
    return _End(last, None)


def _piece(record: "WarcRecord", base: Piece, stream: _Counted) -> Piece | str:
    """Return what a record holds, read to its end, or why it is no report."""
    if not record.headers.get("Content-Length"):
        raise _Damage("its headers do not state its length")
    kind = str(record.record_type)
    http = record.http_headers if record.is_http_parsed else None
    status = http.status_code if http else None
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    media_type = _media_type(record)
    form = _FORMS.get(media_type)
    reason = None
    if kind not in _TOLD:
        reason = {"revisit": "page captured before"}.get(kind, f"{kind} record")
    elif status not in (None, 200):
        reason = f"answer {status}"
    elif address.endswith(("/robots.txt", "/ads.txt")):
        reason = "notice to programmes"
    elif form is None and media_type not in _UNTOLD:
        reason = _kind_of(media_type)
    elif record.content_length > MAX_BYTES:
        reason = f"longer than {MAX_BYTES / 1e6:.0f} MB"
    # What is left out is read to its end too: a length that lies would swallow the records after it.
    data = _payload(record, stream, keep=reason is None)
    place = _place(record, base)
    unpacked = _undone(data, http, base._replace(place=place).name) if reason is None else b""
    if unpacked is None:
        return f"longer than {MAX_BYTES / 1e6:.0f} MB"
    form = form or _form_of(unpacked)
    if reason or not unpacked.strip() or form is None:
        return reason or ("other kind of file" if unpacked.strip() else "empty answer")
    return base._replace(
        place=place,
        data=unpacked,
        form=form,
        known=base.known if base.known.url else base.known._replace(url=address or None),
        declared=record.http_charset or ("utf-8" if kind == "conversion" else None),
        media_type=media_type or None,
        obtained=_obtained(record),
        how="archive",
    )


def _place(record: "WarcRecord", base: Piece) -> str:
    return _within(base, f"record {shown(record.record_id)}" if record.record_id else f"byte {record.stream_pos}")


def _within(base: Piece, place: str) -> str:
    return f"{base.place}, {place}" if base.place else place


def _media_type(record: "WarcRecord") -> str:
    stated = record.http_content_type if record.is_http_parsed else record.headers.get("Content-Type")
    return (stated or "").partition(";")[0].strip().lower()


def _kind_of(media_type: str) -> str:
    """Name a media type in few words: hostile archives state a new one in each record."""
    kind = _KINDS.get(media_type.partition("/")[0])
    return kind or next((name for part, name in _PARTS if part in media_type), "other kind of file")


def _form_of(data: bytes) -> Form | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    return "page" if form_of(data[:4096].decode("latin-1")) == "page" else None


def _obtained(record: "WarcRecord") -> datetime | None:
    try:
        date = record.record_date
    except (OSError, ValueError, OverflowError):
        return None
    return date.astimezone(UTC) if date and date.tzinfo else None


def _payload(record: "WarcRecord", stream: _Counted, *, keep: bool) -> bytes:
    chunks = []
    length = 0
    while chunk := record.reader.read(_CHUNK):
        length += len(chunk)
        if keep:
            chunks.append(chunk)
        packed = stream.tell() - record.stream_pos + _CHUNK
        if length > _FREE_BYTES and length > _MOST_GROWTH * packed:
            raise _Damage(f"it unpacks to more than {_MOST_GROWTH} times its size, as no pages do")
    if length < record.content_length:
        raise _Damage(f"{length} bytes of {record.content_length}")
    return b"".join(chunks)


def _undone(data: bytes, http: "HeaderMap | None", name: str) -> bytes | None:
    transfer, encoding = (http.get(key) or "" if http else "" for key in ("Transfer-Encoding", "Content-Encoding"))
    try:
        return _unpacked(data, transfer, encoding)
    except OSError as error:
        raise NotText(f"{name}: the page is damaged ({error}). Get it again from its address.") from error


def _unpacked(data: bytes, transfer: str, encoding: str) -> bytes | None:
    """Undo chunks and packing; None where the page is too long. Many archives keep the headers of pages already undone.

    Raises:
        OSError: the page is damaged.
    """
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

    if "chunked" in transfer.lower():
        try:
            data = ChunkedReader(io.BytesIO(data)).read(MAX_BYTES + 1)
        except OSError:
            if _has_chunks(data):
                raise
    for name in reversed(encoding.lower().split(",")):
        packing = name.strip()
        if packing in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
            data = GzipReader(io.BytesIO(data)).read(MAX_BYTES + 1)
        elif packing == "zstd" and data.startswith(b"\x28\xb5\x2f\xfd"):
            data = ZstdReader(io.BytesIO(data)).read(MAX_BYTES + 1)
        elif packing == "deflate" and not _is_text(data):
            data = GzipReader(io.BytesIO(data), zlib=True).read(MAX_BYTES + 1)
        elif packing == "br" and not _is_text(data):
            data = BrotliReader(io.BytesIO(data)).read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else None


def _has_chunks(data: bytes) -> bool:
    length = data[:20].partition(b"\r\n")[0].partition(b";")[0].strip()
    return bool(length) and all(one in b"0123456789abcdefABCDEF" for one in length)


def _is_text(data: bytes) -> bool:
    return data[:200].lstrip()[:1] in (b"<", b"{") or data[:200].isascii()


def _next_record(stream: BinaryIO, offset: int) -> int | None:
    """Return the offset of the next mark of a record at or after `offset`; None where none is, or it cannot be told."""
    if not stream.seekable():
        return None
    stream.seek(0)
    mark = _GZIP_MEMBER if stream.read(3) == _GZIP_MEMBER else b"WARC/1."
    stream.seek(offset)
    position, held = offset, b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        found = held.find(mark)
        if found >= 0:
            return position + found
        position += max(len(held) - len(mark), 0)
        held = held[-len(mark) :]
    return None
