"""Geometries as well-known binary (ISO 19125, with the flags of PostGIS): whether they can be read."""

import struct
from collections.abc import Iterator

__all__ = ["positions_of"]

_POINT, _LINE, _POLYGON, _LAST = 1, 2, 3, 7
_HAS_Z, _HAS_M, _HAS_SRID = 0x80000000, 0x40000000, 0x20000000
_MOST_DEPTH = 8


def positions_of(geometry: bytes) -> list[tuple[float, float]]:
    """Return every position of a geometry: longitude and latitude; none of an empty one.

    Raises:
        ValueError: it is no well-known binary, or breaks off.
    """
    found: list[tuple[float, float]] = []
    try:
        end = _read(geometry, 0, 0, found)
    except struct.error:
        raise ValueError("it breaks off") from None
    if end != len(geometry):
        raise ValueError(f"{len(geometry) - end} bytes too many")
    return found


def _read(geometry: bytes, at: int, depth: int, found: list[tuple[float, float]]) -> int:
    if depth > _MOST_DEPTH:
        raise ValueError("collections in collections without end")
    order = {0: ">", 1: "<"}.get(struct.unpack_from("B", geometry, at)[0])
    if order is None:
        raise ValueError("its first byte is neither 0 nor 1")
    (code,) = struct.unpack_from(f"{order}I", geometry, at + 1)
    at += 5 + (4 if code & _HAS_SRID else 0)
    kind, dimensions = _kind(code)
    if kind == _POINT:
        return _positions(geometry, at, 1, dimensions, order, found)
    (number,) = struct.unpack_from(f"{order}I", geometry, at)
    at += 4
    if kind == _LINE:
        return _positions(geometry, at, number, dimensions, order, found)
    for _ in _counted(number, len(geometry)):
        if kind == _POLYGON:
            (length,) = struct.unpack_from(f"{order}I", geometry, at)
            at = _positions(geometry, at + 4, length, dimensions, order, found)
        else:
            at = _read(geometry, at, depth + 1, found)
    return at


def _kind(code: int) -> tuple[int, int]:
    """Return the kind of a geometry, and how many numbers a position has."""
    plain = code & 0x0FFFFFFF
    thousands, kind = divmod(plain, 1000)
    if not _POINT <= kind <= _LAST or thousands > 3:
        raise ValueError(f"{plain} is no kind of geometry")
    further = {0: 0, 1: 1, 2: 1, 3: 2}[thousands] + bool(code & _HAS_Z) + bool(code & _HAS_M)
    return kind, 2 + further


def _positions(
    geometry: bytes, at: int, number: int, dimensions: int, order: str, found: list[tuple[float, float]]
) -> int:
    size = 8 * dimensions
    if at + number * size > len(geometry):
        raise ValueError("it breaks off")
    for _ in range(number):
        east, north = struct.unpack_from(f"{order}dd", geometry, at)
        # A point without a place is written with numbers that are none.
        if east == east or north == north:  # noqa: PLR0124
            found.append((east, north))
        at += size
    return at


def _counted(number: int, bytes_held: int) -> Iterator[int]:
    """Count as far as there can be parts, each of some bytes."""
    if number > bytes_held:
        raise ValueError(f"{number} parts in {bytes_held} bytes")
    return iter(range(number))
