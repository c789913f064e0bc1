"""Tells what a stream of bytes is by its name and its first bytes, and cuts it into pieces."""

import codecs
import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO

from recount.errors import EmptyArticle, NotText
from recount.reading.decoding import decode, form_of
from recount.reading.feeds import is_feed, pieces_of_feed, pieces_of_json_feed
from recount.reading.lines import pieces_of_json, pieces_of_lines
from recount.reading.packing import GZIP_MARK, begins_with, unpacked
from recount.reading.pieces import MAX_BYTES, Form, Found, Piece
from recount.reading.streams import joined, peeked, read_whole
from recount.reading.tables import pieces_of_table
from recount.reading.waczs import ZIP_MARK, pieces_of_zip
from recount.reading.warcs import WARC_MARK, pieces_of_warc

__all__ = ["SUFFIXES", "cut", "suffix_of"]

_FORMS: dict[str, Form] = {
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".txt": "text",
    ".md": "text",
    ".text": "text",
    ".pdf": "pdf",
}
_LINES = frozenset({".jsonl", ".ndjson"})
_TABLES = frozenset({".csv", ".tsv"})
_FEEDS = frozenset({".rss", ".atom", ".rdf", ".xml"})
SUFFIXES = _FORMS.keys() | _LINES | _TABLES | _FEEDS | {".json", ".warc", ".wacz", ""}
"""Endings of names that a folder may hold, packed (.gz) or not; others are named and not read."""

# Bytes that tell what a stream is.
_HEAD = 4096


def suffix_of(name: str) -> str:
    """Return the ending of a name that tells what it holds, in lower case: ".csv" of "reports.csv.gz"."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    return PurePath(path.stem).suffix.lower() if suffix == ".gz" else suffix


def cut(
    stream: BinaryIO, base: Piece, suffix: str, *, columns: Mapping[str, str] | None = None, packed: bool = False
) -> Iterator[Found]:
    """Yield the pieces of a stream in order; `suffix` is that of its name, "" where only the content tells.

    `columns` names the columns of a table, and says that it is one; `packed` that it was unpacked already.

    Raises:
        UnreadableSource: nothing, or nothing more, can be read.
    """
    head, stream = peeked(stream, _HEAD)
    if head.startswith(GZIP_MARK) and packed:
        raise NotText(f"{base.name} is packed twice. Unpack it once, and read it again.")
    if begins_with(head, WARC_MARK) or suffix == ".warc":
        yield from pieces_of_warc(stream, base)
    elif head.startswith(ZIP_MARK):
        yield from pieces_of_zip(stream, base)
    elif head.startswith(GZIP_MARK):
        yield from cut(unpacked(stream, base.name), base, suffix, columns=columns, packed=True)
    elif suffix in _TABLES or (columns and suffix == ""):
        yield from pieces_of_table(stream, base, columns=columns)
    elif suffix in _LINES and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from pieces_of_lines(stream, base)
    elif suffix in _LINES or suffix == ".json":
        yield from _of_json(read_whole(stream, base.name), base, one_a_line=suffix != ".json")
    elif suffix not in _FORMS and form_of(_start_of(head)) == "lines":
        yield from _of_json_or_lines(stream, base)
    elif suffix in _FEEDS or (suffix not in _FORMS and is_feed(_start_of(head))):
        yield from _of_feed(read_whole(stream, base.name), base)
    else:
        form = "pdf" if head.lstrip().startswith(b"%PDF-") else _FORMS.get(suffix, "unknown")
        yield base._replace(data=_not_empty(read_whole(stream, base.name), base.name), form=form)


def _of_json_or_lines(stream: BinaryIO, base: Piece) -> Iterator[Found]:
    """Read what may be one object, an array or lines; only lines may be of any length."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield from pieces_of_lines(joined(data, stream), base)
    else:
        yield from _of_json(data, base, one_a_line=False)


def _of_json(data: bytes, base: Piece, *, one_a_line: bool) -> Iterator[Found]:
    text = decode(_not_empty(data, base.name), name=base.name, declared=base.declared)
    found = None if one_a_line else pieces_of_json_feed(text, base) or pieces_of_json(text, base)
    if found is None:
        found = pieces_of_lines(io.BytesIO(text.encode("utf-8", "surrogatepass")), base)
    yield from found


def _of_feed(data: bytes, base: Piece) -> Iterator[Found]:
    start = _start_of(_not_empty(data, base.name)[:_HEAD])
    if form_of(start) == "page":
        return iter([base._replace(data=data, form="page")])
    return pieces_of_feed(data, base)


def _not_empty(data: bytes, name: str) -> bytes:
    if not data.strip():
        raise EmptyArticle(f"{name} is empty. Give the words of a report.")
    return data


def _start_of(head: bytes) -> str:
    """Read the marks at the start of a text, whatever its encoding."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").decode("latin-1")
