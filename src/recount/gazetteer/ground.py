"""Distances on the ground, and how two located places lie to each other."""

import math

from recount.gazetteer.place import LocatedMention, Place

__all__ = ["apart_km", "contains", "distance_km", "holds_place", "is_point", "moved", "reach_km", "same_place"]

_EARTH_KM = 6371.0
# Kilometres. Imports of one town lie this far apart, and a site's point may be that of its gate or of its town.
_SAME_KM = 5.0
# People a square kilometre in a town, a round figure between the world's dense and spread-out towns; and the least and
# the greatest reach in kilometres that people alone tell.
_DENSITY = 5000.0
_LEAST_REACH_KM, _MOST_REACH_KM = 2.0, 20.0
_COUNTRIES = frozenset({"country", "dependency"})
_DIVISIONS = _COUNTRIES | {
    "macroregion",
    "admin1",
    "admin2",
    "admin3",
    "area",
    "region",
    "disputed",
    "sea area",
    "strait",
}


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Measure the great-circle distance between two points in degrees, in kilometres."""
    one, two = math.radians(latitude), math.radians(other_latitude)
    half = (
        math.sin((two - one) / 2) ** 2
        + math.cos(one) * math.cos(two) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def apart_km(one: Place, other: Place) -> float:
    """Measure how far the points of two places lie apart, in kilometres."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def moved(latitude: float, longitude: float, distance: float, bearing: float) -> tuple[float, float]:
    """Move a point by a distance in kilometres towards a bearing in degrees from north; degrees, 5 decimals."""
    angle, lat, way = distance / _EARTH_KM, math.radians(latitude), math.radians(bearing)
    new_lat = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(way))
    turn = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(new_lat)
    )
    return round(math.degrees(new_lat), 5), round((longitude + math.degrees(turn) + 180) % 360 - 180, 5)


def reach_km(place: Place) -> float:
    """Return how far a place reaches around its point: as the gazetteer says, else as its people need; kilometres."""
    if place.radius_km is not None:
        return place.radius_km
    people = place.population if place.kind == "locality" and place.population else 0
    return min(max(math.sqrt(people / _DENSITY / math.pi), _LEAST_REACH_KM), _MOST_REACH_KM)


def is_point(place: Place) -> bool:
    """Tell whether a place is a town, a quarter or a site: something with a point of its own."""
    return place.kind not in _DIVISIONS


def holds_place(outer: Place, inner: Place) -> bool:
    """Tell whether one place of the gazetteer lies in another: by divisions, or by reach where it is no division."""
    if outer.row == inner.row:
        return False
    if outer.kind in _COUNTRIES:
        return outer.country is not None and outer.country == inner.country and inner.kind not in _COUNTRIES
    if outer.row in (inner.admin1_row, inner.admin2_row):
        return True
    if not is_point(outer):
        wide = outer.kind in ("area", "region", "disputed", "macroregion", "sea area", "strait") or (
            # Divisions without their parts' names in the source: the reach of the outline must do.
            outer.kind in ("admin1", "admin2", "admin3") and not (inner.admin1_row and inner.admin2_row)
        )
        same_country = outer.country is None or inner.country is None or outer.country == inner.country
        return (
            wide
            and same_country
            and outer.radius_km is not None
            and (is_point(inner) or (inner.radius_km or 0) < outer.radius_km)
            and apart_km(outer, inner) <= outer.radius_km
        )
    if outer.kind == "locality" and inner.kind != "locality":
        return is_point(inner) and apart_km(outer, inner) <= (12 if outer.importance > 0.55 else 5)
    if inner.kind == "compound" and outer.kind != "compound":
        return apart_km(outer, inner) <= _SAME_KM
    return False


def same_place(one: LocatedMention, other: LocatedMention) -> bool:
    """Tell whether two mentions mean one place: the same row, or imports of one town under two names."""
    if one.place is None or other.place is None:
        alike = one.mention.name.casefold() == other.mention.name.casefold()
        return one.place is other.place and alike
    if one.place.row == other.place.row:
        return not (one.mention.relation != other.mention.relation and one.mention.bearing != other.mention.bearing)
    if not (is_point(one.place) and is_point(other.place)):
        return False
    near = apart_km(one.place, other.place) <= _SAME_KM
    return (
        near
        and (one.place.kind == other.place.kind == "locality" or one.place.kind != other.place.kind)
        and (one.place.kind == "locality" or other.place.kind == "locality" or one.place.name == other.place.name)
    )


def contains(outer: LocatedMention, inner: LocatedMention) -> bool:
    """Tell whether the place of one mention holds that of another; a place does not hold itself."""
    if outer.place is None:
        return False
    if inner.place is None:
        held = inner.container
        return held is not None and (held.row == outer.place.row or holds_place(outer.place, held))
    return holds_place(outer.place, inner.place)
