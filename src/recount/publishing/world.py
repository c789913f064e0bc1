"""The world's outlines as GeoJSON, for maps in a browser: countries, coasts and the borders between."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from recount.publishing.base_map import topology

__all__ = ["world_features"]

# About 100 m at the equator: the source is drawn for maps of 1:50 million, where that is nothing.
_DECIMALS = 3
# Degrees. The source cuts countries at the meridian of 180 degrees, and Antarctica at the pole: no coast runs there.
_CUT = 179.99
_POLE = -89.9


def world_features() -> dict[str, Any]:
    """Return a feature collection: polygons with `code` (ISO 3166-1 alpha-2, empty where ISO gives none), `name`,
    `label` (longitude, latitude to write the name at), `width` (degrees) and `box` (west, south, east, north of its
    widest land); last the lines `coast` and `border`.
    """
    held = topology()
    rounded = [np.round(arc, _DECIMALS) for arc in held.arcs]
    features = [_country(code, name, polygons, rounded) for code, name, polygons in held.countries]
    used = Counter(_forward(number) for _, _, polygons in held.countries for rings in polygons for ring in rings
                   for number in ring)  # fmt: skip
    for kind, times in (("coast", 1), ("border", 2)):
        lines = [part for number, arc in enumerate(rounded) if used[number] == times for part in _uncut(arc)]
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
    return np.concatenate([*(run[:-1] for run in runs), runs[0][:1]])


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


def _uncut(arc: Any) -> list[list[list[float]]]:
    """Return the parts of a line that are no cut of the source."""
    on_cut = (np.abs(arc[:, 0]) >= _CUT) | (arc[:, 1] <= _POLE)
    drawn = ~(on_cut[:-1] & on_cut[1:])
    parts: list[list[list[float]]] = []
    begin: int | None = None
    for place, is_drawn in enumerate([*drawn.tolist(), False]):
        if is_drawn and begin is None:
            begin = place
        elif not is_drawn and begin is not None:
            parts.append(_points(arc[begin : place + 1]))
            begin = None
    return parts


def _points(line: Any) -> list[list[float]]:
    # Floats of numpy print all their digits once rounded in binary; Python's own round gives the short ones.
    return [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y in line]


def _forward(number: int) -> int:
    return number if number >= 0 else ~number
