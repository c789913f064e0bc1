"""Where a name lies that the gazetteer does not hold: in what it is written to lie in, or where the article is."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from recount.gazetteer.context import Context
from recount.gazetteer.ground import apart_km, is_point
from recount.gazetteer.place import LocatedMention, Place, Precision
from recount.gazetteer.positions import position_of
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.weighing import FAMOUS

__all__ = ["contained"]

_QUARTERS = frozenset({"area", "district", "neighbourhood", "neighborhood", "quarter", "suburb", "locality"})
# Kilometres from a town's point within which its quarters and suburbs lie.
_TOWN_REACH_KM = 40
# Kilometres within which places of an article are one surrounding: about a district or county and its neighbours.
_SURROUNDING_KM = 80.0
# Kilometres from the middle of an article's places within which a town that a name is named after is likely meant.
_REGION_KM = 300.0
# Share of the weight of an article's places that has to lie in one surrounding before an unknown name is put there; of
# four places or more less is enough, and the name may lie farther off. Measured on GeoWebNews: nine in ten of the
# former lie within 161 km, six in ten of the latter.
_LEAST_SHARE, _LEAST_OF_MANY, _MANY, _WIDE_KM = 0.6, 0.3, 4, 150.0
# Kinds of place that a town has, and how many kilometres from its point: UCDP GED's limit of "near".
_OF_A_TOWN = frozenset({"airport", "bridge", "building", "port", "prison", "quarter", "road"})
_OF_A_TOWN_KM = 25.0
# Code points over which a place's nearness in the text falls to a third; said often, it counts up to thrice.
_NEAR_IN_TEXT, _MOST_TIMES = 600.0, 3


def _lies_elsewhere(one: LocatedMention, located: Sequence[LocatedMention], by_start: dict[int, int]) -> bool:
    """Tell whether a quarter "of" a town was taken for a namesake far from that town."""
    if one.place is None or one.mention.kind_hint not in _QUARTERS or not is_point(one.place):
        return False
    towns = [located[by_start[start]].place for start in one.mention.containers if start in by_start]
    here = one.place
    return any(apart_km(here, town) > _TOWN_REACH_KM for town in towns if town is not None and town.kind == "locality")


def contained(
    one: LocatedMention,
    located: Sequence[LocatedMention],
    by_start: dict[int, int],
    context: Context,
    gazetteer: Gazetteer,
    *,
    inner: Place | None,
) -> LocatedMention:
    """Give a name without a place of its own the smallest known place that it is written to lie in.

    Without such words it lies where most places of the article are, as an area, or in the one country spoken of.
    """
    if _lies_elsewhere(one, located, by_start):
        one = replace(one, place=None, runners_up=(), precision="unknown", reason="its only namesakes lie elsewhere")
    if one.place is not None or one.mention.role == "demonym" or one.precision not in ("unknown", "country"):
        return one
    outer = [located[by_start[start]].place for start in one.mention.containers if start in by_start]
    known = [place for place in outer if place is not None]
    if known:
        smallest = min(known, key=lambda p: (not is_point(p), p.kind == "country", p.radius_km or 0, p.row))
        return _in_container(one, smallest, f"written to lie in {smallest.name}")
    around = _around(one, located)
    centre = around.container if around is not None else None
    if inner is not None and (centre is None or _is_finer(inner, centre)):
        return _in_container(one, inner, f"named after {inner.name}")
    if around is not None:
        return around
    leading = [country for country, weight in context.countries.items() if weight >= 0.6]
    if len(leading) == 1 and one.country is None and not one.runners_up:
        country = next(iter(gazetteer.countries(leading[0])), None)
        if country is not None:
            return replace(
                one,
                precision="country",
                country=leading[0],
                reason=f"{one.reason}; the article speaks of {country.place.name} alone",
            )
    return one


def _in_container(one: LocatedMention, place: Place, why: str) -> LocatedMention:
    position = position_of(replace(one.mention, relation="near" if is_point(place) else "at"), place)
    precision: Precision = "near" if is_point(place) else position.precision
    return replace(
        one,
        precision=precision,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=position.radius_km,
        country=place.country,
        admin1=place.name if place.kind in ("admin1", "macroregion") else place.admin1,
        admin2=place.name if place.kind == "admin2" else place.admin2,
        container=place,
        reason=f"{one.reason}; {why}",
    )


def _is_finer(inner: Place, centre: Place) -> bool:
    """Tell whether the place within a name tells more than where the article is: a town there, or one known widely."""
    away = apart_km(inner, centre)
    if is_point(inner):
        return away <= _REGION_KM or inner.importance >= FAMOUS
    return inner.country != centre.country or (inner.kind == "admin1" and away > _REGION_KM)


def _around(one: LocatedMention, located: Sequence[LocatedMention]) -> LocatedMention | None:
    """Put a name where most of the article's towns and sites lie, those near it in the text before others."""
    points: dict[int, Place] = {}
    weights: defaultdict[int, float] = defaultdict(float)
    for other in located:
        place = other.place
        if place is None or not is_point(place):
            continue
        points[place.row] = place
        apart = abs(other.mention.name_start - one.mention.name_start)
        weights[place.row] += 1 + 2 * math.exp(-apart / _NEAR_IN_TEXT)
    if not points:
        return None
    held = {row: min(weight, _MOST_TIMES + 2) for row, weight in weights.items()}
    shares = {
        row: sum(held[near] for near, other in points.items() if apart_km(place, other) <= _SURROUNDING_KM)
        for row, place in points.items()
    }
    centre = points[max(shares, key=lambda row: (shares[row], held[row], -row))]
    share = shares[centre.row] / sum(held.values())
    if share < (_LEAST_SHARE if len(points) < _MANY else _LEAST_OF_MANY):
        return None
    inside = [place for place in points.values() if apart_km(centre, place) <= _SURROUNDING_KM]
    same = {(place.country, place.admin1) for place in inside}
    country, admin1 = same.pop() if len(same) == 1 else (centre.country, None)
    if one.country is not None and one.country != country:
        return None
    # A quarter, an airport or a hospital is one of the only town that an article names.
    its = len(inside) == 1 and share == 1.0 and centre.kind == "locality" and one.mention.kind_hint in _OF_A_TOWN
    return replace(
        one,
        precision="near" if its else "area",
        latitude=centre.latitude,
        longitude=centre.longitude,
        radius_km=_OF_A_TOWN_KM if its else _SURROUNDING_KM if share >= _LEAST_SHARE else _WIDE_KM,
        country=country,
        admin1=admin1,
        container=centre,
        reason=f"{one.reason}; most places of the article lie around {centre.name}",
    )
