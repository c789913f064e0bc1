"""The world's outlines as GeoJSON, for maps in a browser: countries, coasts and the borders between."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from recount.publishing.base_map import topology

__all__ = ["world_features"]

# About 100 m at the equator: the source is drawn for maps of 1:50 million, where that is nothing.
_DECIMALS = 3
# Degrees. A step of more goes across the meridian of 180 degrees.
_HALF = 180.0
_POLE = -90.0


def world_features() -> dict[str, Any]:
    """Return a feature collection: a polygon for each country, then the lines `coast` and `border`.

    Polygons have `code` (ISO 3166-1 alpha-2, empty where ISO gives none), `name`, `label` (longitude, latitude to write
    the name at), `width` (degrees) and `box` (west, south, east, north of its widest land). Nothing jumps at the
    meridian of 180 degrees: longitudes go on beyond it.
    """
    held = topology()
    rounded = [np.round(arc, _DECIMALS) for arc in held.arcs]
    features = [_country(code, name, polygons, rounded) for code, name, polygons in held.countries]
    used = Counter(_forward(number) for _, _, polygons in held.countries for rings in polygons for ring in rings
                   for number in ring)  # fmt: skip
    for kind, times in (("coast", 1), ("border", 2)):
        lines = [_points(_whole(arc)) for number, arc in enumerate(rounded) if used[number] == times]
        features.append(
            {
                "type": "Feature", "properties": {"kind": kind},
                "geometry": {"type": "MultiLineString", "coordinates": lines},
            }
        )  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def _country(code: str, name: str, polygons: list[list[list[int]]], arcs: Sequence[Any]) -> dict[str, Any]:
    rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
    # RFC 7946: the outer ring runs against the clock, holes run with it.
    drawn = [
        [_points(ring if (_area(ring) > 0) == (place == 0) else ring[::-1]) for place, ring in enumerate(polygon)]
        for polygon in rings
    ]
    widest = max((polygon[0] for polygon in rings), key=lambda ring: abs(_area(ring)))
    x, y = _middle(widest)
    box = [round(float(end), 2) for end in (*widest.min(axis=0), *widest.max(axis=0))]
    return {
        "type": "Feature",
        "properties": {
            "kind": "country", "code": code, "name": name, "label": [round(x, 2), round(y, 2)],
            "width": round(box[2] - box[0], 2), "box": box,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": drawn},
    }  # fmt: skip


def _ring(numbers: Sequence[int], arcs: Sequence[Any]) -> Any:
    """Join the arcs of a ring; each repeats the last point before it, and the last one ends where the first begins."""
    runs = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    ring = _whole(np.concatenate([*(run[:-1] for run in runs), runs[0][:1]]))
    if abs(ring[-1, 0] - ring[0, 0]) < _HALF:
        return ring
    # Around a pole: Antarctica, which is drawn down to the edge of the map.
    edge = [[ring[-1, 0], _POLE], [ring[0, 0], _POLE], ring[0]]
    return np.concatenate([ring, np.array(edge)])


def _whole(line: Any) -> Any:
    """Return a line without a jump at the meridian of 180 degrees: it goes on to 181, which maps take as -179."""
    steps = np.diff(line[:, 0], prepend=line[:1, 0])
    turns = np.cumsum(np.where(steps > _HALF, -360.0, np.where(steps < -_HALF, 360.0, 0.0)))
    return np.column_stack([line[:, 0] + turns, line[:, 1]])


def _area(ring: Any) -> float:
    """Return twice the area in square degrees, above zero where the ring runs against the clock."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))


def _middle(ring: Any) -> tuple[float, float]:
    """Return the centre of a ring's area."""
    x, y = ring[:, 0], ring[:, 1]
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    whole = 3 * float(cross.sum())
    if not whole:
        return float(x.mean()), float(y.mean())
    return float(((x[:-1] + x[1:]) * cross).sum() / whole), float(((y[:-1] + y[1:]) * cross).sum() / whole)


def _points(line: Any) -> list[list[float]]:
    # Floats of numpy print all their digits once rounded in binary; Python's own round gives the short ones.
    return [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y in line]


def _forward(number: int) -> int:
    return number if number >= 0 else ~number
