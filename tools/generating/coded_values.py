"""What reports say of events at the level of coded values: mostly the truth, with the faults of the parameters."""

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from generating.coded_events import NOBODY, Events, parties_with_role
from generating.coded_kinds import KINDS, WEAPON_SETS
from generating.coded_places import Places
from generating.coded_telling import Telling
from generating.parameters import Parameters

__all__ = ["MODALITIES", "UNKNOWN", "VAGUE", "WEAPON_NAMES", "Values", "values_of"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Generator = np.random.Generator

UNKNOWN: Final = -1
"""The report does not say."""
VAGUE: Final = -2
"""A party without a name: gunmen, attackers."""
WEAPON_NAMES: Final = tuple(WEAPON_SETS)
MODALITIES: Final = ("actual", "attempted", "foiled", "denied")
_DOZENS: Final = 24
_MONTH_DAYS: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """One entry a report; -1 where the report does not say."""

    earliest: Integers
    latest: Integers
    day_is: Integers
    """0 exact, 1 wrong, 2 two days, 3 a week, 4 unknown."""
    place: Integers
    """Number in `Places`: a town, a division or a country."""
    place_is: Integers
    """0 exact, 1 near, 2 wrong, 3 unlisted, 4 a division, 5 a country, 6 unknown."""
    respelt: Flags
    kind: Integers
    sub_kind_missing: Flags
    modality: Integers
    perpetrator: Integers
    target: Integers
    weapons: Integers
    killed: Integers
    """Figures: bounds follow from `bound`."""
    injured: Integers
    bound: Integers
    """0 exact, 1 at least, 2 dozens (of the dead)."""

    def taken(self, rows: Integers) -> Self:
        """Return some rows, in the order given."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def values_of(telling: Telling, events: Events, held: Places, parameters: Parameters, random: Generator) -> Values:
    """Draw what each report says."""
    event, number = telling.event, len(telling)
    earliest, latest, day_is = _days(telling, events, parameters, random)
    place, place_is = _where(events.place[event], held, parameters, random)
    kind = _kinds(events.kind[event], parameters, random)
    perpetrator = _perpetrators(event, events, held, parameters, random)
    target = _targets(event, events, held, parameters, random)
    killed, injured, bound = _tolls(event, events, parameters, random)
    odd = random.random(number) < parameters.p_modality_differs
    return Values(
        earliest=earliest,
        latest=latest,
        day_is=day_is,
        place=place,
        place_is=place_is,
        respelt=random.random(number) < parameters.p_place_respelt,
        kind=kind,
        sub_kind_missing=random.random(number) < parameters.p_sub_type_missing,
        modality=np.where(odd, random.integers(1, len(MODALITIES), number), 0),
        perpetrator=perpetrator,
        target=target,
        weapons=_weapons(events.weapons[event], parameters, random),
        killed=killed,
        injured=injured,
        bound=bound,
    )


def _drawn(number: int, probabilities: list[float], random: Generator) -> Integers:
    """Draw which of several things happens that exclude each other: 0 for none of them, else its number from 1."""
    bounds = np.cumsum([1 - sum(probabilities), *probabilities[:-1]])
    return np.searchsorted(bounds, random.random(number), side="right")


def _days(
    telling: Telling, events: Events, parameters: Parameters, random: Generator
) -> tuple[Integers, Integers, Integers]:
    day, published, number = events.day[telling.event], telling.published, len(telling)
    drawn = _drawn(number, [parameters.p_day_wrong, parameters.p_day_vague, parameters.p_day_unknown], random)
    distance = np.where(random.random(number) < 0.8, 1, random.integers(2, 4, number))
    sign = np.where((random.random(number) < 0.35) & (day + distance <= published), 1, -1)
    wrong = day + sign * distance
    two_days = random.random(number) < 0.5
    before = np.where(two_days, random.integers(0, 2, number), random.integers(0, 7, number))
    first = day - before
    last = first + np.where(two_days, 1, 6)
    earliest = np.select([drawn == 0, drawn == 1, drawn == 2], [day, wrong, first], UNKNOWN)
    latest = np.select([drawn == 0, drawn == 1, drawn == 2], [day, wrong, last], published)
    return earliest, latest, np.select([drawn == 3, (drawn == 2) & ~two_days], [4, 3], drawn)


def _where(place: Integers, held: Places, parameters: Parameters, random: Generator) -> tuple[Integers, Integers]:
    p = parameters
    faults = [p.p_place_near, p.p_place_wrong, p.p_place_unlisted, p.p_place_coarse, p.p_place_unknown]
    drawn = _drawn(len(place), faults, random)
    drawn = np.where((drawn == 5) & (random.random(len(place)) < 0.5), 6, drawn)
    neighbour = held.neighbours[place, random.integers(0, held.neighbours.shape[1], len(place))]
    division = held.division[place]
    country = held.of_country[held.country[place]]
    # Some places are known without their division.
    drawn = np.where((drawn == 4) & (division == country), 5, drawn)
    options = [neighbour, division, country, np.full(len(place), UNKNOWN)]
    return np.select([drawn == 2, drawn == 4, drawn == 5, drawn == 6], options, place), drawn


def _kinds(kind: Integers, parameters: Parameters, random: Generator) -> Integers:
    most = max(len(facts.taken_for) for facts in KINDS)
    others = np.array([[facts.taken_for[at % len(facts.taken_for)] for at in range(most)] for facts in KINDS])
    other = others[kind, (random.random(len(kind)) * most).astype(np.int64)]
    return np.where(random.random(len(kind)) < parameters.p_type_differs, other, kind)


def _perpetrators(event: Integers, events: Events, held: Places, parameters: Parameters, random: Generator) -> Integers:
    p, party, number = parameters, events.perpetrator[event], len(event)
    drawn = _drawn(number, [p.p_perpetrator_missing, p.p_perpetrator_vague, p.p_perpetrator_differs], random)
    other = np.array(party)
    roles = parties_with_role(held)
    for country in range(len(held.countries)):
        here = np.flatnonzero((events.country[event] == country) & (drawn == 3))
        armed = np.concatenate([roles[country, role] for role in ("army", "police", "group", "militia")])
        at = random.integers(0, len(armed), len(here))
        other[here] = np.where(armed[at] == party[here], armed[(at + 1) % len(armed)], armed[at])
    return np.select([drawn == 1, drawn == 2], [UNKNOWN, VAGUE], other)


def _targets(event: Integers, events: Events, held: Places, parameters: Parameters, random: Generator) -> Integers:
    target, country = events.target[event], events.country[event]
    drawn = _drawn(len(event), [parameters.p_target_missing, parameters.p_target_differs], random)
    roles = parties_with_role(held)
    first = {
        role: np.array([roles[at, role][0] for at in range(len(held.countries))]) for role in ("civilians", "army")
    }
    civilians = first["civilians"][country]
    other = np.where(target == civilians, first["army"][country], civilians)
    said = np.select([drawn == 1, drawn == 2], [UNKNOWN, other], target)
    return np.where(target == NOBODY, UNKNOWN, said)


def _weapons(weapons: Integers, parameters: Parameters, random: Generator) -> Integers:
    none = WEAPON_NAMES.index("none")
    drawn = _drawn(len(weapons), [parameters.p_weapon_missing, parameters.p_weapon_differs], random)
    other = 1 + (weapons - 1 + random.integers(1, len(WEAPON_NAMES) - 1, len(weapons))) % (len(WEAPON_NAMES) - 1)
    said = np.select([drawn == 1, drawn == 2], [none, other], weapons)
    # Where nothing was used that has a category, nothing is named.
    return np.where(weapons == none, none, said)


def _tolls(
    event: Integers, events: Events, parameters: Parameters, random: Generator
) -> tuple[Integers, Integers, Integers]:
    p, number = parameters, len(event)
    killed, injured = events.killed[event], events.injured[event]
    revised = (random.random(number) < p.p_toll_revised) & (killed > 1)
    change = np.maximum(1, np.round(killed * random.uniform(0.05, 0.6, number))).astype(np.int64)
    lower = random.random(number) < 0.75
    said = np.where(revised, np.where(lower, np.maximum(killed - change, 1), killed + change), killed)
    hurt = np.where(revised, np.round(injured * random.uniform(0.6, 1.3, number)).astype(np.int64), injured)
    bound = np.where(random.random(number) < p.p_toll_at_least, 1, 0)
    bound = np.where((said >= _DOZENS) & (random.random(number) < p.p_toll_vague), 2, bound)
    missing = random.random(number) < p.p_toll_missing
    # Articles seldom say that nobody died; they give no number then.
    silent = missing | ((said == 0) & (random.random(number) < 0.8))
    return np.where(silent, UNKNOWN, said), np.where(missing | (hurt == 0), UNKNOWN, hurt), bound
