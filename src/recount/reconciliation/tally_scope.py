"""Whether an event lies in what a tally counts over: its period, its area, its parties.

Each question has three answers: outside (None), surely inside (no doubts), or perhaps inside, with the doubts in words.
"""

import re
from collections.abc import Sequence, Set
from datetime import date
from typing import Literal, NamedTuple

from recount.codebook.names import fold
from recount.gazetteer import distance_km
from recount.nouns.events import Place, Side

__all__ = ["Doubts", "Level", "Region", "doubts_of_period", "doubts_of_place", "doubts_of_sides", "narrowest"]

Doubts = tuple[str, ...] | None
"""None: outside; empty: surely inside; else why it is only perhaps inside."""
Level = Literal["country", "admin1", "admin2", "place", "area", "unknown"]

_SURE: Doubts = ()
# Kinds of a party that say too little to tell it from another.
_VAGUE = frozenset({"unknown", "site"})
# Kinds of a party that is never what a name of a site stands for.
_NO_SITE = frozenset({"rebel group", "political militia", "identity militia", "rioters", "protesters"})
_DETERMINER = re.compile(r"^(?:the|an?|some|several|two|three|its|their|his|our)\s+")


class Region(NamedTuple):
    """An area that a tally counts over, as the gazetteer knows it."""

    name: str
    """As written."""
    level: Level
    """`area`: a stretch of land that is no division; `unknown`: the gazetteer does not tell what it is."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    division: str | None = None
    """The gazetteer's name of it."""
    admin1: str | None = None
    """Of a second-level division or a place: the first-level division that it lies in."""
    gazetteer_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None


def narrowest(regions: Sequence[Region]) -> tuple[Region, ...]:
    """Return regions without the countries that others of them lie in: "in Kirkuk, Iraq" is Kirkuk."""
    inside = {one.country for one in regions if one.level != "country"}
    return tuple(one for one in regions if one.level != "country" or one.country not in inside)


def doubts_of_period(since: date | None, until: date | None, earliest: date | None, latest: date | None) -> Doubts:
    """Tell whether an event falls into a period; both ends inclusive, None where nothing tells.

    Where a tally does not say when its period begins, or ends, no event before its end, or after its beginning, is
    surely inside.
    """
    if earliest is None and latest is None:
        return ("the event's day is not known",)
    first, last = earliest or date.min, latest or date.max
    if (since is not None and last < since) or (until is not None and first > until):
        return None
    if since is None:
        return ("the tally's first day is not known",)
    if until is None:
        return ("the tally's last day is not known",)
    if first < since or last > until:
        return (f"between {earliest or '?'} and {latest or '?'}: partly outside the period",)
    return _SURE


def doubts_of_place(regions: Sequence[Region], where: Place) -> Doubts:
    """Tell whether an event lies in one of some areas; no areas are everywhere."""
    if not regions:
        return _SURE
    answers = [_in_region(region, where) for region in regions]
    if _SURE in answers:
        return _SURE
    return next((answer for answer in answers if answer is not None), None)


def _in_region(region: Region, where: Place) -> Doubts:
    if where.country is None:
        return ("the event's country is not known",)
    if region.country is not None and where.country != region.country:
        return None
    match region.level:
        case "country":
            return _SURE
        case "admin1":
            return _in_division(region, where.admin1, "first-level division")
        case "admin2":
            if where.admin1 is not None and region.admin1 is not None and where.admin1 != region.admin1:
                return None
            return _in_division(region, where.admin2, "second-level division")
        case "place":
            return _at_place(region, where)
        case _:
            return _in_area(region, where)


def _in_division(region: Region, division: str | None, level: str) -> Doubts:
    if division is None:
        return (f"the event's {level} is not known",)
    return _SURE if division == region.division else None


def _at_place(region: Region, where: Place) -> Doubts:
    if where.gazetteer_id is not None and where.gazetteer_id == region.gazetteer_id:
        return _SURE if where.precision == "exact" else (f"near {region.name}, not in it",)
    if where.precision not in ("exact", "near"):
        wide = where.admin1 is not None and region.admin1 is not None and where.admin1 != region.admin1
        return None if wide else ("the event's place is known only roughly",)
    return (f"within the reach of {region.name}",) if _within_reach(region, where) else None


def _in_area(region: Region, where: Place) -> Doubts:
    told = region.radius_km is not None and where.latitude is not None and where.precision in ("exact", "near")
    if told and not _within_reach(region, where):
        return None
    return (f"where {region.name} ends is not known",)


def _within_reach(region: Region, where: Place) -> bool:
    if None in (region.latitude, region.longitude, region.radius_km, where.latitude, where.longitude):
        return False
    apart = distance_km(region.latitude, region.longitude, where.latitude, where.longitude)  # type: ignore[arg-type]
    return apart <= region.radius_km  # type: ignore[operator]


def doubts_of_sides(asked: Sequence[Side], held: Sequence[Side], *, role: str, all_civilians: Set[str]) -> Doubts:
    """Tell whether one of an event's parties is one of those that a tally names; where it names none, any is.

    Args:
        asked: the tally's.
        held: the event's.
        role: in words: perpetrator, target.
        all_civilians: folded words that name all civilians.
    """
    if not asked:
        return _SURE
    if not held:
        return (f"the event's {role} is not known",)
    answers = [_same_side(one, other, role, all_civilians) for one in asked for other in held]
    if _SURE in answers:
        return _SURE
    return next((answer for answer in answers if answer is not None), None)


def _same_side(asked: Side, held: Side, role: str, all_civilians: Set[str]) -> Doubts:
    if _named_alike(asked, held):
        return _SURE
    if asked.country and held.country and asked.country != held.country:
        return None
    if {asked.kind, held.kind} & {"site"} and {asked.kind, held.kind} & _NO_SITE:
        return None
    vague = asked.kind in _VAGUE or held.kind in _VAGUE
    if not vague and asked.kind != held.kind:
        return None
    doubt = (f"the {role} is told as “{held.name}”, the tally says “{asked.name}”",)
    if asked.canonical is None:
        if asked.kind == "civilians" and fold(asked.name) in all_civilians:
            return doubt if vague else _SURE
        return _SURE if not vague and asked.country and asked.country == held.country else doubt
    if held.canonical is not None and not (asked.kind == held.kind == "state forces"):
        return None
    return doubt


def _named_alike(asked: Side, held: Side) -> bool:
    if asked.canonical is not None or held.canonical is not None:
        same_id = asked.actor_id is not None and asked.actor_id == held.actor_id
        return same_id or (asked.canonical is not None and asked.canonical == held.canonical)
    one, other = (_DETERMINER.sub("", fold(side.name)).removesuffix("s") for side in (asked, held))
    return one == other and (asked.country is None or held.country is None or asked.country == held.country)
