"""What a bare name most likely means, and how sure that is.

`Gazetteer.look_up` gives what a text's own words then decide between. Here there is no text: the candidates of a name
are weighed against each other and against the chance that the place meant is not held at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from recount.gazetteer.ground import apart_km
from recount.gazetteer.names import bare_key, key_of
from recount.gazetteer.place import Place, Scored
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.words import place_words

__all__ = ["rank_candidates"]

# The weights below were fitted on every second name of tests/quality/places/names.csv and checked on the others
# (docs/gazetteer.md); `tests/quality/test_place_names.py` holds the figures.
# How fast a name alike loses against the same name: 0.97 of 1 leaves four fifths.
_LIKENESS_POWER = 8
# What an article more or less leaves ("Tanf", "Al-Tanf").
_ARTICLES_ASIDE = 0.95
# Likeness from which two spellings count as one, and the share of a name alike that its letters do not decide.
_SPELT_OTHERWISE, _BY_SOUND = 0.98, 0.3
_ALTERNATE, _BARE = 0.75, 0.9
# What is built at a town and named after it leaves the bare name to the town.
_BARE_OF_A_TOWN = 0.6
_NAMED_AFTER_TOWNS = frozenset({"airport", "bridge", "crossing", "dam", "port", "power plant", "prison"})
# Places outside the countries with conflict that the file covers in full: reports of conflict seldom mean them.
_ELSEWHERE = 0.8
# A division whose own seat bears its name leaves the bare name to the town.
_DIVISION_OF_A_SEAT = 0.6
_SEAT_SPELT_OTHERWISE = 0.05
# A name without its kind word ("Kamaran" of "Kamaran island") for a place of another kind.
_OTHER_KIND = 0.8
# How much more a stronger candidate counts, and what speaks for a place that is not held.
_SHARPNESS = 4
_NOT_HELD = 0.002
# Candidates weighed at least; beyond them the shares are nothing.
_POOL = 14
# Kilometres within which two rows count as one place.
_ONE_PLACE_KM = 25
_BESIDE_DEGREES = 0.25


class _Weighed(NamedTuple):
    scored: Scored
    weight: float


def rank_candidates(name: str, names: Gazetteer, *, country: str | None = None, limit: int = 10) -> tuple[Scored, ...]:
    """Find the places that a bare name may mean, the likeliest first, each with its confidence.

    A kind word at the end of the name ("refugee camp", "island") may be missing in the gazetteer, or be another.

    Args:
        name: as written.
        names: the gazetteer.
        country: ISO code; only places in it are returned.
        limit: the most places to return.
    """
    size = max(limit, _POOL)
    pool = [_weighed(one, names, name) for one in names.look_up(name, country=country, limit=size)]
    kinds: frozenset[str] = frozenset()
    if not any(one.scored.likeness_score == 1 and not one.scored.bare_site for one in pool):
        stem, kinds = _without_kind_word(key_of(name))
        found = names.look_up(stem, country=country, limit=size) if stem else ()
        pool += [_weighed(one, names, stem, kinds=kinds) for one in found]
    pool = _distinct(pool)
    # Who writes "Kandahar province" means no town.
    asked = any(one.scored.place.kind in kinds for one in pool)
    return tuple(_with_confidence(pool if asked else _seats_first(pool), limit))


def _weighed(one: Scored, names: Gazetteer, name: str, *, kinds: frozenset[str] | None = None) -> _Weighed:
    """Weigh a candidate by its fit and its fame; `kinds` are those that a kind word asks for."""
    fit = 1.0 if one.likeness_score == 1 else _ARTICLES_ASIDE
    if one.likeness_score < _SPELT_OTHERWISE:
        fit = one.likeness_score**_LIKENESS_POWER
        # Names that sound alike differ in letters, and the closer one is the likelier.
        fit *= _BY_SOUND + (1 - _BY_SOUND) * ratio(bare_key(key_of(name)), bare_key(key_of(one.place.name))) / 100
    of_kind = kinds is not None and one.place.kind in kinds
    fit *= _OTHER_KIND if kinds is not None and not of_kind else 1.0
    fit *= _ALTERNATE if one.alternate else 1.0
    if one.bare_site and not of_kind:
        fit *= _BARE_OF_A_TOWN if one.place.kind in _NAMED_AFTER_TOWNS else _BARE
    fit *= 1.0 if not names.covered or one.place.country in names.covered or not one.place.country else _ELSEWHERE
    return _Weighed(one, fit * (0.35 + 0.65 * one.place.importance))


def _distinct(pool: Iterable[_Weighed]) -> list[_Weighed]:
    best: dict[int, _Weighed] = {}
    for one in pool:
        held = best.get(one.scored.place.row)
        if held is None or one.weight > held.weight:
            best[one.scored.place.row] = one
    return list(best.values())


def _seats_first(pool: list[_Weighed]) -> list[_Weighed]:
    """Let a town have the name that it shares with the division around it."""
    towns = [one for one in pool if one.scored.place.kind == "locality"]
    weighed = []
    for one in pool:
        place = one.scored.place
        seats = [
            town
            for town in towns
            if place.row in (town.scored.place.admin1_row, town.scored.place.admin2_row)
            and town.scored.likeness_score >= one.scored.likeness_score - _SEAT_SPELT_OTHERWISE
        ]
        if place.kind.startswith(("admin", "macroregion")) and seats:
            seat = max(seats, key=lambda town: town.weight)
            weighed.append(_Weighed(one.scored, one.weight * _DIVISION_OF_A_SEAT))
            weighed.append(_Weighed(seat.scored, max(seat.weight, one.weight)))
        else:
            weighed.append(one)
    return _distinct(weighed)


def _with_confidence(pool: list[_Weighed], limit: int) -> Iterator[Scored]:
    strengths = [one.weight**_SHARPNESS for one in pool]
    whole = sum(strengths) + _NOT_HELD
    judged = []
    for one, own in zip(pool, strengths, strict=True):
        place = one.scored.place
        here = own + sum(
            strength
            for other, strength in zip(pool, strengths, strict=True)
            if other is not one and _beside(place, other.scored.place)
        )
        judged.append((-round(here / whole, 3), -own, place.row, one.scored))
    judged.sort()
    for confidence, _, _, scored in judged[:limit]:
        yield replace(scored, confidence=-confidence)


def _beside(one: Place, other: Place) -> bool:
    if not -_BESIDE_DEGREES < one.latitude - other.latitude < _BESIDE_DEGREES:
        return False
    return apart_km(one, other) <= _ONE_PLACE_KM


def _without_kind_word(key: str) -> tuple[str, frozenset[str]]:
    """Take the kind words off the end of a key, or off its beginning with "of"; also the kinds that they ask for.

    The key is empty where there are no such words.
    """
    words = key.split(" ")
    lists = place_words()
    for first in range(1, len(words)):
        hint = lists.after.get(" ".join(words[first:]))
        if hint is not None:
            return " ".join(words[:first]), lists.hint_kinds.get(hint, frozenset())
    for of in range(len(words) - 2, 0, -1):
        hint = lists.before.get(" ".join(words[:of])) if words[of] == "of" else None
        if hint is not None:
            return " ".join(words[of + 1 :]), lists.hint_kinds.get(hint, frozenset())
    return "", frozenset()
