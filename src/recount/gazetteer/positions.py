"""Where on the map a mention of a known place lies, and how precisely the words tell."""

from collections.abc import Sequence
from dataclasses import replace

from recount.gazetteer.ground import distance_km, is_point, moved
from recount.gazetteer.place import LocatedMention, Place, PlaceMention, Precision

__all__ = ["between", "point_of", "precision_of"]

# Kilometres: a point that may be off by this much, or more, is "near" its place, not at it.
_WIDE_KM = 10.0
# Kilometres between two ends up to which their middle is "near" both; up to the second one it is still an area.
_SHORT_KM, _LONG_KM = 60.0, 400.0


def point_of(mention: PlaceMention, place: Place) -> tuple[float, float, Precision]:
    """Latitude, longitude and precision of a mention: the place's own, moved where the words give way and distance."""
    precision = precision_of(mention, place)
    if mention.distance_km is not None and mention.bearing is not None and is_point(place):
        latitude, longitude = moved(place.latitude, place.longitude, mention.distance_km, mention.bearing)
        return latitude, longitude, precision
    return place.latitude, place.longitude, precision


def precision_of(mention: PlaceMention, place: Place) -> Precision:
    """Say how precisely a mention tells where: by the kind of place, and by the words beside its name."""
    kind, relation = place.kind, mention.relation
    if kind in ("country", "dependency"):
        if relation == "off":
            return "international"
        return "area" if relation in ("in", "near", "direction", "between", "route") else "country"
    if kind in ("admin1", "macroregion"):
        return "admin1"
    if kind in ("admin2", "admin3"):
        return "admin2"
    if kind in ("sea area", "strait"):
        return "international"
    if kind in ("area", "region", "disputed", "mountain", "forest", "corridor"):
        return "area" if place.country else "international"
    wide = kind != "locality" and place.radius_km is not None and place.radius_km >= _WIDE_KM
    return "near" if wide or relation not in ("at", "in") else "exact"


def between(one: LocatedMention, located: Sequence[LocatedMention]) -> LocatedMention:
    """Put what lies between two places in their middle."""
    mention = one.mention
    if mention.other_name is None or one.place is None or not is_point(one.place):
        return one
    other = next((o for o in located if o.mention.name == mention.other_name and o.place and is_point(o.place)), None)
    if other is None or other.place is None:
        return one
    length = distance_km(one.place.latitude, one.place.longitude, other.place.latitude, other.place.longitude)
    if length > _LONG_KM:
        return one
    same_division = one.place.admin1_row == other.place.admin1_row
    return replace(
        one,
        latitude=round((one.place.latitude + other.place.latitude) / 2, 5),
        longitude=round((one.place.longitude + other.place.longitude) / 2, 5),
        precision="near" if length <= _SHORT_KM else "area",
        admin1=one.admin1 if same_division else None,
        admin2=one.admin2 if one.admin2 == other.admin2 else None,
    )
