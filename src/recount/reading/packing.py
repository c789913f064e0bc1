"""Unpacks gzip piece by piece, within bounds, and says where a damaged file breaks off."""

import io
import zlib
from typing import BinaryIO, cast

from recount.errors import NotText

__all__ = ["GZIP_MARK", "begins_with", "unpacked"]

GZIP_MARK = b"\x1f\x8b"

_CHUNK = 65_536
# Times its packed size. Text packs to a tenth, lines that all look alike to a fiftieth; deflate cannot pass 1032.
_MOST_GROWTH = 200
# Bytes unpacked before growth is looked at: small files of one repeated line are harmless.
_FREE_BYTES = 100_000_000


class _Unpacked(io.RawIOBase):
    """The bytes inside of a gzip stream, member after member; what is wrong is raised after the last good byte."""

    def __init__(self, packed: BinaryIO, name: str, start: int) -> None:
        self._packed = packed
        self._name = name
        self._waiting = b""
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._inside = False
        self._start = start
        self._bytes_in = 0
        self._bytes_out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if not self._waiting:
                self._waiting = self._packed.read(_CHUNK)
                self._bytes_in += len(self._waiting)
            if not self._inside:
                # Files are padded with NULs on some systems.
                self._waiting = self._waiting.lstrip(b"\x00") if self._bytes_out else self._waiting
                if not self._waiting:
                    return 0
                self._unpacker, self._inside = zlib.decompressobj(zlib.MAX_WBITS | 16), True
            elif not self._waiting:
                raise self._broken("it ends in the middle")
            chunk = self._next(len(buffer))
            if chunk:
                buffer[: len(chunk)] = chunk
                return len(chunk)

    def _next(self, most: int) -> bytes:
        try:
            chunk = self._unpacker.decompress(self._waiting, most)
        except zlib.error as error:
            raise self._broken(f"{error}") from None
        self._waiting = self._unpacker.unconsumed_tail
        if self._unpacker.eof:
            self._waiting, self._inside = self._unpacker.unused_data, False
        self._bytes_out += len(chunk)
        if self._bytes_out > _FREE_BYTES and self._bytes_out > _MOST_GROWTH * self._bytes_in:
            raise NotText(
                f"{self._name} unpacks to more than {_MOST_GROWTH} times its size, as no reports do: it may be made to "
                "fill the memory. What came before is kept; unpack it yourself if you trust it."
            )
        return chunk

    def _broken(self, reason: str) -> NotText:
        at = self._start + self._bytes_in - len(self._waiting)
        return NotText(
            f"{self._name} is damaged as a gzip file near byte {at} ({reason}). What came whole before is kept; get it "
            "again for the rest."
        )


def unpacked(packed: BinaryIO, name: str, *, start: int = 0) -> BinaryIO:
    """Return the stream inside of a gzip stream; reading it raises `NotText` where it is damaged or grows too much.

    `start` is the offset at which `packed` begins in its file, for messages.
    """
    return cast("BinaryIO", io.BufferedReader(_Unpacked(packed, name, start), _CHUNK))


def begins_with(head: bytes, mark: bytes) -> bool:
    """Tell whether bytes begin with a mark, be they packed or not."""
    if not head.startswith(GZIP_MARK):
        return head.startswith(mark)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, len(mark)) == mark
    except zlib.error:
        return False
