"""Where on the map a mention of a known place lies, how far off that may be, and how precisely the words tell.

The rules stand as a table in docs/gazetteer.md, "Relative places". All lengths are kilometres.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from recount.gazetteer.borders import Stretch, border_near, neighbours, whole_border
from recount.gazetteer.ground import apart_km, distance_km, is_point, moved, reach_km
from recount.gazetteer.place import LocatedMention, Place, PlaceMention, Precision
from recount.gazetteer.store import Gazetteer

__all__ = ["Position", "position_of", "settle_positions"]

# A point that may be off by this much, or more, is "near" its place, not at it.
_WIDE_KM = 10.0
# Up to this radius a relative place is "near" the named one; beyond, it is an area. Half of a gap of 60 km.
_NEAR_KM = 30.0
# Between two ends farther apart than this the middle says nothing.
_LONG_KM = 400.0
# How far off "near X", "the road to X" or "X's countryside" may be, beside the reach of X itself: conventions, UCDP
# GED's "near" (its codebook speaks of some 25 km) for a road, a countryside and a direction without a distance.
_NEAR_BY_KM, _FAR_BY_KM, _COAST_KM = 10.0, 25.0, 30.0
# Outskirts lie within this many reaches of a town's point, and not closer to it than this.
_EDGE_REACHES, _LEAST_EDGE_KM = 2.0, 3.0
# Where the "western countryside" of a town lies: the middle of its first 40 km.
_COUNTRYSIDE_KM = 20.0
# Share of a distance by which a direction may be off: sine of half an eighth and half a sixteenth of the compass.
_OCTANT, _SIXTEENTH = math.sin(math.radians(22.5)), math.sin(math.radians(11.25))
# Twelve nautical miles: farther off a coast is no country's.
_TERRITORIAL_KM = 22.224
# "X, 5 km south of Y": a namesake of X that lies this much farther off than the words allow is another X.
_APPOSED_KM = 40.0
# Likeness of names from which a division and its seat bear the same one.
_SAME = 0.98
_COUNTRIES = frozenset({"country", "dependency"})


class Position(NamedTuple):
    """A point, how far off the place meant may lie, and how precisely the words tell."""

    latitude: float
    """WGS84 degrees."""
    longitude: float
    precision: Precision
    radius_km: float | None
    """None where nothing tells."""


def position_of(mention: PlaceMention, place: Place) -> Position:
    """Return where a mention of a known place lies: the place's own point, moved where words give way and distance."""
    precision = _precision_by_kind(mention, place)
    if not is_point(place):
        return Position(place.latitude, place.longitude, precision, place.radius_km)
    reach = reach_km(place)
    away, spread = _away(mention, reach)
    latitude, longitude = place.latitude, place.longitude
    if away and mention.bearing is not None:
        latitude, longitude = moved(latitude, longitude, away, mention.bearing)
    if mention.relation in ("at", "in", "apposed"):
        wide = place.kind != "locality" and place.radius_km is not None and place.radius_km >= _WIDE_KM
        return Position(latitude, longitude, "near" if wide else "exact", _rounded(reach))
    if mention.relation == "off" and (mention.distance_km or 0) > _TERRITORIAL_KM:
        return Position(latitude, longitude, "international", _rounded(spread))
    directed_land = mention.relation == "countryside" and mention.bearing is not None
    near = spread <= _NEAR_KM + reach and not directed_land
    return Position(latitude, longitude, "near" if near else "area", _rounded(spread))


def _away(mention: PlaceMention, reach: float) -> tuple[float, float]:
    """Return how far from the named point the place meant lies, towards the bearing, and how far off that may be."""
    distance, bearing = mention.distance_km, mention.bearing
    if distance is not None and bearing is not None:
        return distance, reach + distance * (_OCTANT if bearing % 45 == 0 else _SIXTEENTH)
    if distance is not None or mention.reach_km is not None:
        return 0.0, reach + (distance if distance is not None else mention.reach_km or 0.0)
    if mention.relation == "edge":
        edge = max(reach, _LEAST_EDGE_KM)
        return (edge, edge) if bearing is not None else (0.0, _EDGE_REACHES * edge)
    if mention.relation == "countryside":
        return (_COUNTRYSIDE_KM, _FAR_BY_KM) if bearing is not None else (0.0, _FAR_BY_KM + reach)
    if mention.relation in ("direction", "route", "between"):
        return 0.0, _FAR_BY_KM + reach
    return 0.0, reach + (_COAST_KM if mention.relation == "off" else _NEAR_BY_KM)


def _precision_by_kind(mention: PlaceMention, place: Place) -> Precision:
    """Say how precisely the name of a division or an area tells where."""
    kind, relation = place.kind, mention.relation
    if kind in _COUNTRIES:
        if relation == "off":
            return "international"
        return "country" if relation in ("at", "apposed") else "area"
    if kind in ("admin1", "macroregion"):
        return "admin1"
    if kind in ("admin2", "admin3"):
        return "admin2"
    if kind in ("sea area", "strait"):
        return "international"
    return "area" if place.country else "international"


def _rounded(length: float) -> float:
    return round(length, 1)


def settle_positions(located: Sequence[LocatedMention], gazetteer: Gazetteer) -> tuple[LocatedMention, ...]:
    """Set down what two places or a border tell together, and names that the words of another mention place."""
    located = [_out_of_district(_beyond_seat(one, gazetteer)) for one in located]
    settled = [
        _on_border(one, located) if one.mention.relation == "border" else _between(one, located) for one in located
    ]
    by_start = {one.mention.name_start: one for one in settled}
    return tuple(_apposed(one, by_start.get(one.mention.told_by)) if one.mention.told_by else one for one in settled)


def _between(one: LocatedMention, located: Sequence[LocatedMention]) -> LocatedMention:
    """Put what lies between two places, or on the road from one to the other, in their middle."""
    mention = one.mention
    if mention.other_name is None or one.place is None or not is_point(one.place):
        return one
    other = next((o for o in located if o.mention.name == mention.other_name and o.place and is_point(o.place)), None)
    if other is None or other.place is None:
        return one
    length = apart_km(one.place, other.place)
    if length > _LONG_KM:
        return one
    same_division = one.place.admin1_row == other.place.admin1_row
    half = max(length / 2, reach_km(one.place))
    return replace(
        one,
        latitude=round((one.place.latitude + other.place.latitude) / 2, 5),
        longitude=round((one.place.longitude + other.place.longitude) / 2, 5),
        precision="near" if half <= _NEAR_KM else "area",
        radius_km=_rounded(half),
        admin1=one.admin1 if same_division else None,
        admin2=one.admin2 if one.admin2 == other.admin2 else None,
    )


def _out_of_district(one: LocatedMention) -> LocatedMention:
    """Leave the second-level division open where the words lead far away from the named place."""
    if one.place is None or not is_point(one.place) or one.latitude is None or one.longitude is None:
        return one
    away = distance_km(one.latitude, one.longitude, one.place.latitude, one.place.longitude)
    return replace(one, admin2=None) if away > _WIDE_KM else one


def _beyond_seat(one: LocatedMention, gazetteer: Gazetteer) -> LocatedMention:
    """Put X's outskirts, or its western countryside, beside the town X where the name was taken for its division."""
    mention, place = one.mention, one.place
    beyond = mention.relation == "edge" or (mention.relation == "countryside" and mention.bearing is not None)
    if not beyond or place is None or is_point(place) or place.kind in _COUNTRIES:
        return one
    towns = gazetteer.look_up(mention.name, within=place.row, limit=5)
    seat = next((town.place for town in towns if town.place.kind == "locality" and town.likeness_score >= _SAME), None)
    if seat is None:
        return one
    position = position_of(mention, seat)
    return replace(
        one,
        latitude=position.latitude,
        longitude=position.longitude,
        precision=position.precision,
        radius_km=position.radius_km,
    )


def _apposed(one: LocatedMention, told: LocatedMention | None) -> LocatedMention:
    """Put "X, 5 km south of Y" where the words say, if no place X is known there."""
    if told is None or told.latitude is None or told.longitude is None or told.precision not in ("near", "area"):
        return one
    if one.place is not None and one.latitude is not None and one.longitude is not None:
        away = distance_km(one.latitude, one.longitude, told.latitude, told.longitude)
        if not is_point(one.place) or away <= (told.radius_km or 0) + _APPOSED_KM:
            return one
    return replace(
        one,
        place=None,
        precision=told.precision,
        latitude=told.latitude,
        longitude=told.longitude,
        radius_km=told.radius_km,
        country=told.country,
        admin1=told.admin1,
        admin2=told.admin2,
        container=told.place,
        reason=f"{one.reason}; written to lie {told.mention.relation_words or 'near'} {told.mention.name}".strip("; "),
    )


def _on_border(one: LocatedMention, located: Sequence[LocatedMention]) -> LocatedMention:
    """Put words of a border at its stretch nearest to the place named beside them, else in its middle."""
    named = [found.place.country for found in one.mention.found if found.place.country]
    beside = _beside(one, located, named)
    home = beside.country if beside else _home(named, located)
    sides = [*dict.fromkeys([*named, *([home] if home else [])])][:2]
    if len(named) == 1 and home == named[0]:
        sides = named
    if home is None and re.search(r"['’]s?\s+(?:\w+\s+)?border", one.mention.name):
        # "Lebanon's border with Israel" is told from its Lebanese side.
        home = named[0]
    country = home if home in sides else None
    one = replace(one, place=None, country=country, admin1=None, admin2=None, runners_up=())
    if len(sides) < 2:
        return replace(one, latitude=None, longitude=None, radius_km=None, country=sides[0] if sides else None)
    stretch = None
    if beside is not None and beside.latitude is not None and beside.longitude is not None:
        stretch = border_near(sides[0], sides[1], beside.latitude, beside.longitude)
    held = beside.place if stretch and beside and beside.place and not is_point(beside.place) else None
    stretch = stretch or whole_border(sides[0], sides[1])
    if stretch is None:
        return replace(one, latitude=None, longitude=None, radius_km=None)
    return _set_on(one, stretch, beside if held else None, country)


def _set_on(one: LocatedMention, stretch: Stretch, held: LocatedMention | None, country: str | None) -> LocatedMention:
    distance = one.mention.distance_km or one.mention.reach_km or 0.0
    radius = stretch.radius_km + distance
    if held is not None and held.radius_km is not None:
        radius = min(radius, held.radius_km) + distance
    return replace(
        one,
        container=held.place if held else None,
        latitude=stretch.latitude,
        longitude=stretch.longitude,
        radius_km=_rounded(max(radius, _NEAR_BY_KM)),
        precision="near" if radius <= _NEAR_KM else "area",
        country=country,
        admin1=held.admin1 if held else None,
        admin2=held.admin2 if held else None,
        reason=f"{one.reason}; the stretch of the border nearest to {held.place.name}"
        if held and held.place
        else one.reason,
    )


def _beside(one: LocatedMention, located: Sequence[LocatedMention], named: Sequence[str]) -> LocatedMention | None:
    """Return the place nearest to words of a border in the text, in one of its countries and no country itself."""
    near = (
        [
            other
            for other in located
            if other is not one
            and other.place is not None
            and other.place.kind not in _COUNTRIES
            and other.mention.role == "literal"
            and other.country is not None
            and abs(other.mention.start - one.mention.start) <= _SENTENCE
            and (other.country in named if len(named) > 1 else other.country in {*named, *neighbours(named[0])})
        ]
        if named
        else []
    )
    return min(near, key=lambda other: abs(other.mention.start - one.mention.start), default=None)


# Code points: about a sentence.
_SENTENCE = 160


def _home(named: Sequence[str], located: Sequence[LocatedMention]) -> str | None:
    """Return the country of which the article speaks most, if it is the other side of a border."""
    spoken = Counter(
        one.country
        for one in located
        if one.country and one.mention.relation != "border" and one.mention.role == "literal"
    )
    sides = neighbours(named[0]) if len(named) == 1 else frozenset()
    best = [country for country, _ in spoken.most_common() if country in sides]
    return best[0] if best else None
