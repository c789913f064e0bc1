"""Where events took place as geometries: a point where the place is exact, else the area in which it may have been."""

from collections.abc import Sequence
from itertools import pairwise
from math import degrees
from typing import Any

import numpy as np
import shapely

from recount.nouns.events import Place

__all__ = ["geometries", "rings_of"]

# Kilometres. A smaller area cannot be told from a point on any map of a country.
_LEAST_KM = 0.5
_CORNERS = 24
# Kilometres. A circle that is greater is none on a map.
_MOST_KM = 2_000.0
_DATE_LINE, _POLE = 180.0, 90.0
_EARTH_KM = 6371.0088
_ROUND = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
# Degrees; 5 are about a metre.
_DECIMALS = 5


def rings_of(place: Place) -> list[list[list[float]]]:
    """Return the corners of the area of an uncertain place, closed, counter-clockwise; nothing for a point.

    Where the area crosses the meridian of 180 degrees it is cut there into two, as RFC 7946 has it.
    """
    if not _is_area(place):
        return []
    corners = _corners(np.array([place.latitude]), np.array([place.longitude]), np.array([place.radius_km]))[0]
    return [[[float(east), float(north)] for east, north in ring] for ring in _pieces(corners)]


def geometries(places: Sequence[Place]) -> list[bytes | None]:
    """Return places as well-known binary: points, polygons, None without coordinates."""
    found: list[bytes | None] = [None] * len(places)
    known = [
        number for number, place in enumerate(places) if place.latitude is not None and place.longitude is not None
    ]
    areas = [number for number in known if _is_area(places[number])]
    points = sorted(set(known).difference(areas))
    if points:
        middles = _degrees(places, points)
        _fill(found, points, shapely.points(middles[:, 1], middles[:, 0]))
    if areas:
        middles = _degrees(places, areas)
        radii = np.array([places[number].radius_km for number in areas], dtype=float)
        corners = _corners(middles[:, 0], middles[:, 1], radii)
        shapes = shapely.polygons(np.concatenate([corners, corners[:, :1]], axis=1))
        for number in np.flatnonzero(np.abs(corners[:, :, 0]).max(axis=1) > _DATE_LINE):
            shapes[number] = shapely.multipolygons([shapely.polygons(ring) for ring in _pieces(corners[number])])
        _fill(found, areas, shapes)
    return found


def _pieces(corners: Any) -> list[Any]:
    """Return the closed ring of some corners, cut into two where it crosses the meridian of 180 degrees."""
    ring = np.concatenate([corners, corners[:1]])
    if np.abs(ring[:, 0]).max() <= _DATE_LINE:
        return [ring]
    found = []
    for turn in (-2 * _DATE_LINE, 0.0, 2 * _DATE_LINE):
        # Each piece is the ring east of one meridian and west of the next, turned to lie within the world.
        piece = _half(_half(ring, turn - _DATE_LINE, 1), turn + _DATE_LINE, -1)
        if len(piece) and shapely.area(shapely.polygons(piece)) > 0:
            found.append(np.round(piece - (turn, 0.0), _DECIMALS))
    return found


def _half(ring: Any, meridian: float, side: int) -> Any:
    """Return the part of a closed ring that lies east of a meridian (`side` 1) or west of it (-1), closed."""
    kept: list[tuple[float, float]] = []
    for (east, north), (to_east, to_north) in pairwise(ring):
        is_in, will_be_in = (east - meridian) * side >= 0, (to_east - meridian) * side >= 0
        if is_in:
            kept.append((east, north))
        if is_in != will_be_in:
            kept.append((meridian, north + (meridian - east) / (to_east - east) * (to_north - north)))
    return np.array([*kept, kept[0]]) if len(kept) > 2 else np.empty((0, 2))


def _is_area(place: Place) -> bool:
    """Tell whether a place is uncertain: the radius of an exact one is how far the town reaches.

    No ring is around an area that holds a pole: that is left a point.
    """
    if place.latitude is None or place.longitude is None or place.precision == "exact":
        return False
    radius = min(place.radius_km or 0.0, _MOST_KM)
    return radius >= _LEAST_KM and abs(place.latitude) + degrees(radius / _EARTH_KM) < _POLE


def _degrees(places: Sequence[Place], numbers: Sequence[int]) -> Any:
    return np.array([(places[number].latitude, places[number].longitude) for number in numbers], dtype=float)


def _fill(found: list[bytes | None], numbers: Sequence[int], shapes: Any) -> None:
    for number, shape in zip(numbers, shapely.to_wkb(shapes), strict=True):
        found[number] = shape


def _corners(latitudes: Any, longitudes: Any, radii_km: Any) -> Any:
    """Return corners of circles on the sphere, (n, corners, 2): longitude and latitude in degrees."""
    north, east = np.radians(latitudes)[:, None], np.radians(longitudes)[:, None]
    angle = (np.minimum(radii_km, _MOST_KM) / _EARTH_KM)[:, None]
    # From east to north to west: counter-clockwise, as GeoJSON wants the outside of an area.
    bearing = np.pi / 2 - _ROUND[None, :]
    to_north = np.arcsin(np.sin(north) * np.cos(angle) + np.cos(north) * np.sin(angle) * np.cos(bearing))
    to_east = east + np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(north), np.cos(angle) - np.sin(north) * np.sin(to_north)
    )
    return np.round(np.stack([np.degrees(to_east), np.degrees(to_north)], axis=-1), _DECIMALS)
