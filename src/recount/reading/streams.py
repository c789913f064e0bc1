"""Streams of bytes of any length, read within bounds."""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from recount.errors import NotText, UnreadableSource
from recount.reading.pieces import MAX_BYTES

__all__ = ["Line", "joined", "lines_of", "peeked", "read_whole"]

_CHUNK = 65_536
# Bytes of a line that is passed over, taken at once.
_PASSED = 1_048_576


class Line(NamedTuple):
    """One line of a stream."""

    number: int
    """From 1."""
    data: bytes | None
    """With its line end; None where the line is too long to be held."""
    length: int
    """In bytes."""


class _Joined(io.RawIOBase):
    """Bytes that were read already, and then the rest of the stream, which stays open when this is closed."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._read = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            taken = self._head[: len(buffer)]
            self._head = self._head[len(taken) :]
        else:
            # One read at a time: what a damaged stream still gave must not be lost with its error.
            taken = memoryview(self._read(len(buffer)))
        buffer[: len(taken)] = taken
        return len(taken)


def joined(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Return a stream of `head` and then what `rest` still holds; closing it leaves `rest` open."""
    return cast("BinaryIO", io.BufferedReader(_Joined(head, rest), _CHUNK))


def peeked(stream: BinaryIO, length: int) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and a stream that begins with them again."""
    if stream.seekable():
        head = stream.read(length)
        stream.seek(0)
        return head, stream
    read = getattr(stream, "read1", stream.read)
    head = b""
    try:
        while len(head) < length and (more := read(length - len(head))):
            head += more
    except UnreadableSource:
        # Damaged further on: that is raised again where it is met.
        if not head:
            raise
    return head, joined(head, stream)


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """Return all bytes of a stream.

    Raises:
        NotText: there are more than `MAX_BYTES`.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise NotText(
            f"{name} is longer than {MAX_BYTES / 1e6:.0f} MB: no report. Split it, or give JSON lines (.jsonl), which "
            "may be of any length."
        )
    return data


def lines_of(stream: BinaryIO, *, max_bytes: int = MAX_BYTES) -> Iterator[Line]:
    """Yield the lines of a stream one by one; one longer than `max_bytes` is passed over without being held."""
    number = 0
    while start := stream.readline(max_bytes + 1):
        number += 1
        length = len(start)
        if length <= max_bytes:
            yield Line(number, start, length)
            continue
        ended = start.endswith(b"\n")
        while not ended and (more := stream.readline(_PASSED)):
            length += len(more)
            ended = more.endswith(b"\n")
        yield Line(number, None, length)
