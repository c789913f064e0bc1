"""Where events took place as geometries: a point where the place is exact, else the area in which it may have been."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from recount.nouns.events import Place

__all__ = ["geometries", "ring_of"]

# Kilometres. A smaller area cannot be told from a point on any map of a country.
_LEAST_KM = 0.5
_CORNERS = 24
_EARTH_KM = 6371.0088
_ROUND = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
# Degrees; 5 are about a metre.
_DECIMALS = 5


def ring_of(place: Place) -> list[list[float]] | None:
    """Return the corners of the area of an uncertain place, closed, counter-clockwise; None for a point.

    Longitudes may lie beyond 180 where the area crosses that meridian, so that it stays in one piece.
    """
    if not _is_area(place):
        return None
    corners = _corners(np.array([place.latitude]), np.array([place.longitude]), np.array([place.radius_km]))[0]
    return [[float(east), float(north)] for east, north in (*corners, corners[0])]


def geometries(places: Sequence[Place]) -> list[bytes | None]:
    """Return places as well-known binary: points, polygons, None without coordinates."""
    found: list[bytes | None] = [None] * len(places)
    known = [
        number for number, place in enumerate(places) if place.latitude is not None and place.longitude is not None
    ]
    areas = [number for number in known if _is_area(places[number])]
    points = sorted(set(known).difference(areas))
    if points:
        degrees = _degrees(places, points)
        _fill(found, points, shapely.points(degrees[:, 1], degrees[:, 0]))
    if areas:
        degrees = _degrees(places, areas)
        radii = np.array([places[number].radius_km for number in areas], dtype=float)
        corners = _corners(degrees[:, 0], degrees[:, 1], radii)
        _fill(found, areas, shapely.polygons(np.concatenate([corners, corners[:, :1]], axis=1)))
    return found


def _is_area(place: Place) -> bool:
    """Tell whether a place is uncertain: the radius of an exact one is how far the town reaches."""
    known = place.latitude is not None and place.longitude is not None
    return known and place.precision != "exact" and (place.radius_km or 0) >= _LEAST_KM


def _degrees(places: Sequence[Place], numbers: Sequence[int]) -> Any:
    return np.array([(places[number].latitude, places[number].longitude) for number in numbers], dtype=float)


def _fill(found: list[bytes | None], numbers: Sequence[int], shapes: Any) -> None:
    for number, shape in zip(numbers, shapely.to_wkb(shapes), strict=True):
        found[number] = shape


def _corners(latitudes: Any, longitudes: Any, radii_km: Any) -> Any:
    """Return corners of circles on the sphere, (n, corners, 2): longitude and latitude in degrees."""
    north, east = np.radians(latitudes)[:, None], np.radians(longitudes)[:, None]
    angle = (np.minimum(radii_km, 2_000.0) / _EARTH_KM)[:, None]
    # From east to north to west: counter-clockwise, as GeoJSON wants the outside of an area.
    bearing = np.pi / 2 - _ROUND[None, :]
    to_north = np.arcsin(np.sin(north) * np.cos(angle) + np.cos(north) * np.sin(angle) * np.cos(bearing))
    to_east = east + np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(north), np.cos(angle) - np.sin(north) * np.sin(to_north)
    )
    return np.round(np.stack([np.degrees(to_east), np.degrees(to_north)], axis=-1), _DECIMALS)
