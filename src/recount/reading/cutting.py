"""Tells what a stream of bytes is by its name and its first bytes, and cuts it into pieces."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from recount.errors import EmptyArticle
from recount.reading.decoding import decode, form_of
from recount.reading.lines import pieces_of_json, pieces_of_lines
from recount.reading.pieces import MAX_BYTES, Form, Found, Piece
from recount.reading.streams import joined, peeked, read_whole

__all__ = ["PAGES", "SUFFIXES", "TEXTS", "cut"]

PAGES = frozenset({".html", ".htm", ".xhtml"})
TEXTS = frozenset({".txt", ".md", ".text"})
_LINES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = PAGES | TEXTS | _LINES | {".json", ""}
"""Endings of names that a folder may hold; others are named and not read."""

# Bytes that tell what a stream is.
_HEAD = 4096


def cut(stream: BinaryIO, base: Piece, suffix: str) -> Iterator[Found]:
    """Yield the pieces of a stream in order; `suffix` is that of its name, "" where only the content tells.

    Raises:
        UnreadableSource: nothing, or nothing more, can be read.
    """
    head, stream = peeked(stream, _HEAD)
    if suffix in _LINES and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from pieces_of_lines(stream, base)
    elif suffix in _LINES or suffix == ".json":
        yield from _of_json(read_whole(stream, base.name), base, one_a_line=suffix != ".json")
    elif suffix not in PAGES | TEXTS and form_of(_start_of(head)) == "lines":
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            yield from pieces_of_lines(joined(data, stream), base)
        else:
            yield from _of_json(data, base, one_a_line=False)
    else:
        form: Form = "page" if suffix in PAGES else "text" if suffix in TEXTS else "unknown"
        yield base._replace(data=_not_empty(read_whole(stream, base.name), base.name), form=form)


def _of_json(data: bytes, base: Piece, *, one_a_line: bool) -> Iterator[Found]:
    text = decode(_not_empty(data, base.name), name=base.name, declared=base.declared)
    found = None if one_a_line else pieces_of_json(text, base)
    if found is None:
        found = pieces_of_lines(io.BytesIO(text.encode("utf-8", "surrogatepass")), base)
    yield from found


def _not_empty(data: bytes, name: str) -> bytes:
    if not data.strip():
        raise EmptyArticle(f"{name} is empty. Give the words of a report.")
    return data


def _start_of(head: bytes) -> str:
    """Read the marks at the start of a text, whatever its encoding."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").decode("latin-1")
