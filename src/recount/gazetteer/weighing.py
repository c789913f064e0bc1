"""Weighs the places that a name may mean by what the whole article tells."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from recount.gazetteer.context import Context
from recount.gazetteer.ground import apart_km, holds_place, is_point
from recount.gazetteer.names import bare_key, key_of, similarity
from recount.gazetteer.place import Place, PlaceMention, Scored
from recount.gazetteer.words import place_words

__all__ = ["FAMOUS", "kinds_of", "weighed"]

# What each ground adds to a candidate's score, which by name and fame alone lies in [0, 1]. Chosen together on the
# table in tests/spec/test_places.py; re-run it before changing one.
_COUNTRY = 0.3
_CONTAINER = 0.6
_DIVISION = 0.12
_NEARNESS = 0.12
_SEAT = 0.12
_KIND = 0.35
_BARE_SITE = 0.35
_TOWN_FIRST = 0.05
# Taken from a place in a country that the article, which names others, does not speak of; not from a famous one.
_ELSEWHERE = 0.25
FAMOUS = 0.5
"""Importance from which a place is known all over the world."""
# By how much a famous place gains over its fame in the look-up: Paris is not in Texas because Texas is spoken of.
_FAME = 1.5
# What importance weighs in the score of a look-up (`Gazetteer.look_up`).
_BY_FAME = 0.65
# A division's fame by its people, of 255: somewhat above that of a town of as many (tools/gazetteer_row.py).
_DIVISION_FAME, _FAME_A_TENFOLD = 40.0, 18.0
# People from which a town is a city known widely, and its fame beside that for its people, of 255.
_CITY, _CITY_FAME = 200_000, 56.0
# Likeness below which a name is not the one by which a place goes, and what is left of its fame under it.
_LEAST_ALIKE, _NICKNAME = 0.6, 0.75
# Kilometres at which nearness to the article's other places has fallen to about a third.
_NEAR_KM = 80.0


def kinds_of(mention: PlaceMention) -> frozenset[str]:
    """Return the kinds of place that the words beside a name ask for; empty where they ask for none."""
    return place_words().hint_kinds.get(mention.kind_hint or "", frozenset())


def weighed(
    mention: PlaceMention,
    one: Scored,
    outer: Sequence[Scored],
    held: Sequence[Scored],
    context: Context,
    *,
    namesakes: Collection[int] = (),
) -> Scored:
    """Return a candidate with its score and reasons from all grounds.

    Args:
        mention: the name and the words beside it.
        one: the candidate, as looked up.
        outer: candidates of what the name is written to lie in.
        held: candidates of what is written to lie in it.
        context: what the article's other places tell.
        namesakes: rows of the divisions that bear the name too.
    """
    place, score, reasons = one.place, one.score, [one.reason]
    weight = context.countries.get(place.country or "", 0.0)
    if place.kind == "country":
        score += 2 * _COUNTRY
    elif weight:
        score += _COUNTRY * weight
        reasons.append(f"in {place.country}, which the article speaks of")
    elif context.countries and place.country and place.importance < FAMOUS:
        score -= _ELSEWHERE
    holder = max((o for o in outer if holds_place(o.place, place)), key=lambda o: o.score, default=None)
    if holder:
        score += _CONTAINER * (0.4 + 0.6 * holder.score)
        reasons.append(f"written to lie in {holder.place.name}")
    if any(holds_place(place, h.place) for h in held):
        score += 0.25
        reasons.append("what is written to lie in it does")
    if {place.admin1_row, place.admin2_row} & context.divisions:
        score += _DIVISION
        reasons.append(f"in {place.admin1 or place.admin2}, which the article names")
    alike = one.likeness_score < 1 and place.kind == "locality"
    if alike and not kinds_of(mention) and {place.admin1_row, place.admin2_row} & set(namesakes):
        score += _SEAT
        reasons.append("in a division of this name")
    own = bare_key(key_of(mention.name))
    score += _by_nearness(place, own, context, reasons)
    score += _by_kind(mention, one, reasons)
    fame = _fame(mention, place, own)
    score += _BY_FAME * (fame - place.importance)
    if one.likeness_score == 1 and not one.alternate:
        score += _FAME * max(0.0, fame - FAMOUS)
    return replace(one, score=round(max(score, 0.0), 4), reason="; ".join(reasons))


def _by_nearness(place: Place, own: str, context: Context, reasons: list[str]) -> float:
    """Return what nearness to the article's other places adds; `own` is the name's own key, which is no ground."""
    if not is_point(place):
        return 0.0
    distances = [apart_km(place, other) for key, other in context.points if other.row != place.row and key != own]
    if not distances:
        return 0.0
    nearest = min(distances)
    if nearest < _NEAR_KM:
        reasons.append(f"{nearest:.0f} km from another place of the article")
    return _NEARNESS * math.exp(-nearest / _NEAR_KM)


def _fame(mention: PlaceMention, place: Place, own: str) -> float:
    """Return how likely a report means a place by its bare name, in [0, 1]; a division counts by its people too."""
    fame = place.importance
    if place.kind == "country":
        return fame
    if place.kind == "locality" and (place.population or 0) >= _CITY:
        # Sources tell of few cities that they are seats of government; hardly any of this size is none.
        fame = max(fame, (_CITY_FAME + _FAME_A_TENFOLD * math.log10(place.population or 1)) / 255)
    if place.kind == "admin1" and place.population and not kinds_of(mention):
        fame = min(fame, (_DIVISION_FAME + _FAME_A_TENFOLD * math.log10(place.population)) / 255)
    if similarity(own, bare_key(key_of(place.name))) < _LEAST_ALIKE:
        # Nicknames and former names stand among the names of a place; hardly anybody knows them.
        fame *= _NICKNAME
    return fame


def _by_kind(mention: PlaceMention, one: Scored, reasons: list[str]) -> float:
    kinds, place = kinds_of(mention), one.place
    if place.kind in kinds:
        reasons.append(f"a {place.kind}, as the words say")
        # A city that the text calls a city is no hamlet.
        low = (mention.kind_hint == "city" and place.importance < 0.3) or (
            # "The Homs countryside" is the province around the city.
            mention.kind_hint == "countryside" and place.kind == "locality"
        )
        return 0.1 if low else _KIND
    if one.bare_site:
        return -_BARE_SITE
    if kinds and place.kind == "country":
        # "Niger State" is no country; "the state of Israel" has no rival.
        return -0.8
    if mention.kind_hint and is_point(place) and kinds & {"admin1", "admin2"}:
        return -0.2
    if mention.kind_hint in ("city", "town", "village", "quarter") and not is_point(place):
        return -0.3
    if place.kind in ("admin2", "admin3"):
        return -0.1
    if place.kind in ("sea area", "strait", "area"):
        # Nobody writes "the Red Sea" of the province without saying "province".
        return 0.0 if mention.kind_hint else 0.2
    if place.kind == "locality" and not mention.kind_hint:
        return _TOWN_FIRST
    return 0.0
