"""Land borders of neighbouring countries: the stretch nearest to a place, and a border's middle and reach.

From Natural Earth 1:50 million (public domain, de facto boundaries) by `tools/build_borders.py`: within a few
kilometres of the border on the ground.
"""

import gzip
import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.gazetteer.ground import distance_km

__all__ = ["Stretch", "border_near", "neighbours", "whole_border"]

_FILE = Path(__file__).parent / "data" / "borders.json.gz"
_KM_PER_DEGREE = 111.2
# Kilometres between two points of a border once filled in: no place is measured to a corner far from it.
_STEP_KM = 2.0
_MOST_POINTS = 300

_Points = NDArray[np.float64]


class Stretch(NamedTuple):
    """A point of a border and how far the border reaches around it."""

    latitude: float
    """WGS84 degrees."""
    longitude: float
    radius_km: float
    """Kilometres from the point to the place asked for, or to the border's far end."""


@cache
def _borders() -> dict[frozenset[str], _Points]:
    packed = json.loads(gzip.decompress(_FILE.read_bytes()))
    return {frozenset((one, other)): np.vstack([_filled(line) for line in lines]) for one, other, lines in packed}


def _filled(line: list[float]) -> _Points:
    """Return a line's points as rows of longitude and latitude, with points between those that lie far apart."""
    points = np.array(line, dtype=np.float64).reshape(-1, 2)
    runs = [points[:1]]
    for before, here in pairwise(points):
        steps = max(1, int(np.hypot(*(here - before)) * _KM_PER_DEGREE / _STEP_KM))
        runs.append(before + (here - before) * (np.arange(1, steps + 1) / steps)[:, None])
    return np.vstack(runs)


@cache
def neighbours(country: str) -> frozenset[str]:
    """Return the ISO codes of the countries that share a land border with one."""
    return frozenset(code for pair in _borders() if country in pair for code in pair - {country})


def border_near(one: str, other: str, latitude: float, longitude: float) -> Stretch | None:
    """Return the point of two countries' border that is nearest to a place; None where they share none."""
    points = _borders().get(frozenset((one, other)))
    if points is None:
        return None
    squeeze = np.cos(np.radians(latitude))
    nearest = points[np.hypot((points[:, 0] - longitude) * squeeze, points[:, 1] - latitude).argmin()]
    found_longitude, found_latitude = (round(float(value), 5) for value in nearest)
    away = distance_km(latitude, longitude, found_latitude, found_longitude)
    return Stretch(found_latitude, found_longitude, away)


def whole_border(one: str, other: str) -> Stretch | None:
    """Return the border's point from which its farthest point is nearest, and that distance; None without a border."""
    points = _borders().get(frozenset((one, other)))
    if points is None:
        return None
    # A few hundred points tell the middle of the longest border to some kilometres.
    some = points[:: max(1, len(points) // _MOST_POINTS)]
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    apart = np.hypot(*np.moveaxis((some[:, None] - some[None]) * scale, -1, 0))
    middle = int(apart.max(axis=1).argmin())
    longitude, latitude = (round(float(value), 5) for value in some[middle])
    far_longitude, far_latitude = (float(value) for value in some[int(apart[middle].argmax())])
    return Stretch(latitude, longitude, distance_km(latitude, longitude, far_latitude, far_longitude))
