"""Invented events at the level of coded values: where, when, what, by whom, how many; and their twins."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generating.coded_kinds import KINDS, WEAPON_SETS, PartyChoice, parties_of
from generating.coded_places import Places
from generating.parameters import Parameters

__all__ = ["NOBODY", "Events", "invent_events", "parties", "parties_with_role"]

Integers = NDArray[np.int64]
Generator = np.random.Generator
NOBODY: Final = -1
"""Stands for no party and no twin."""
_WEAPONS: Final = tuple(WEAPON_SETS)


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """One entry an event, in order of days."""

    country: Integers
    day: Integers
    """Days since 1970."""
    place: Integers
    kind: Integers
    """Number in `KINDS`."""
    perpetrator: Integers
    """Number in `parties`; -1 for nobody, also below."""
    target: Integers
    weapons: Integers
    """Number in `WEAPON_SETS`."""
    killed: Integers
    injured: Integers
    twin: Integers
    """Number of the twin; -1 for none."""

    def __len__(self) -> int:
        return len(self.day)


@lru_cache(maxsize=4)
def parties(held: Places) -> tuple[tuple[PartyChoice, int], ...]:
    """Return all parties with the number of their country."""
    return tuple((party, at) for at, country in enumerate(held.countries) for party in parties_of(country))


@lru_cache(maxsize=4)
def parties_with_role(held: Places) -> dict[tuple[int, str], Integers]:
    """Return the numbers of the parties by country and role."""
    found: dict[tuple[int, str], list[int]] = {}
    for number, (party, country) in enumerate(parties(held)):
        found.setdefault((country, party.role), []).append(number)
    return {key: np.array(numbers) for key, numbers in found.items()}


def invent_events(number: int, held: Places, parameters: Parameters, random: Generator) -> Events:
    """Return about `number` events, twins among them."""
    plain = max(1, round(number / (1 + parameters.p_twin)))
    country, day = _when_and_in_which_country(plain, held, parameters, random)
    place = _places_of(country, held, parameters, random)
    shares = np.array([kind.share for kind in KINDS])
    kind = random.choice(len(KINDS), plain, p=shares / shares.sum())
    perpetrator, target, weapons = _who_and_with_what(kind, country, held, random)
    killed, injured = _tolls(kind, random)
    columns = {
        "country": country,
        **{"day": day, "place": place, "kind": kind, "perpetrator": perpetrator, "target": target},
        **{"weapons": weapons, "killed": killed, "injured": injured},
    }
    return _in_order(_with_twins(columns, held, parameters, random))


def _when_and_in_which_country(
    number: int, held: Places, parameters: Parameters, random: Generator
) -> tuple[Integers, Integers]:
    count = len(held.countries)
    rates = random.lognormal(0, parameters.country_skew, count)
    rates *= parameters.events_per_country_day / rates.mean()
    days = max(1, round(number / rates.sum()))
    cells = rates[:, None] * random.lognormal(0, parameters.day_skew, (count, days))
    sums = np.cumsum(cells.ravel())
    cell = np.minimum(np.searchsorted(sums, random.random(number) * sums[-1]), cells.size - 1)
    first = np.datetime64(parameters.first_day, "D").astype(np.int64)
    return cell // days, first + cell % days


def _places_of(country: Integers, held: Places, parameters: Parameters, random: Generator) -> Integers:
    place = np.empty(len(country), dtype=np.int64)
    for number in range(len(held.countries)):
        here = np.flatnonzero(country == number)
        start, end = int(held.starts[number]), int(held.starts[number + 1])
        weights = (2.0 + np.arange(end - start)) ** -parameters.place_skew
        place[here] = start + random.choice(end - start, len(here), p=weights / weights.sum())
    return place


def _who_and_with_what(
    kind: Integers, country: Integers, held: Places, random: Generator
) -> tuple[Integers, Integers, Integers]:
    """Draw the parties and the weapons that fit a kind; the first of several is the likeliest."""
    roles = parties_with_role(held)
    perpetrator, target = np.full(len(kind), NOBODY), np.full(len(kind), NOBODY)
    weapons = np.zeros(len(kind), dtype=np.int64)
    for number, facts in enumerate(KINDS):
        of_kind = np.flatnonzero(kind == number)
        if facts.weapons:
            chosen = _first_mostly(len(of_kind), len(facts.weapons), random)
            weapons[of_kind] = np.array([_WEAPONS.index(name) for name in facts.weapons])[chosen]
        for column, wanted in ((perpetrator, facts.perpetrators), (target, facts.targets)):
            if not wanted:
                continue
            role = _first_mostly(len(of_kind), len(wanted), random)
            for at in range(len(held.countries)):
                for order, name in enumerate(wanted):
                    here = of_kind[(country[of_kind] == at) & (role == order)]
                    options = roles[at, name]
                    column[here] = options[_first_mostly(len(here), len(options), random)]
    return perpetrator, target, weapons


def _first_mostly(number: int, options: int, random: Generator) -> Integers:
    weights = 0.5 ** np.arange(options)
    return random.choice(options, number, p=weights / weights.sum())


def _tolls(kind: Integers, random: Generator) -> tuple[Integers, Integers]:
    """Draw dead and injured: most events few, some very many."""
    means = np.array([facts.killed for facts in KINDS])[kind]
    killed = np.where(means > 0, random.lognormal(np.log(np.maximum(means, 0.1)) - 0.6, 1.1), 0).astype(np.int64)
    injured = random.poisson(killed * random.uniform(0, 2.5, len(kind)) + 0.3 * (means > 0))
    return np.minimum(killed, 900), injured


def _with_twins(
    columns: dict[str, Integers], held: Places, parameters: Parameters, random: Generator
) -> dict[str, Integers]:
    """Add a second event of the same kind and parties near some events."""
    number = len(columns["day"])
    first = np.flatnonzero(random.random(number) < parameters.p_twin)
    second = {name: column[first] for name, column in columns.items()}
    near = random.random(len(first)) < parameters.p_twin_neighbour
    same_day = random.random(len(first)) < parameters.p_twin_same_day
    other = held.neighbours[second["place"], random.integers(0, held.neighbours.shape[1], len(first))]
    second["place"] = np.where(near, other, second["place"])
    second["day"] = second["day"] + np.where(near | same_day, 0, random.integers(1, 3, len(first)))
    second["killed"], second["injured"] = _tolls(second["kind"], random)
    twin_of_first = np.full(number, NOBODY)
    twin_of_first[first] = number + np.arange(len(first))
    return {
        **{name: np.concatenate((column, second[name])) for name, column in columns.items()},
        "twin": np.concatenate((twin_of_first, first)),
    }


def _in_order(columns: dict[str, Integers]) -> Events:
    order = np.argsort(columns["day"], kind="stable")
    place_in_order = np.empty(len(order), dtype=np.int64)
    place_in_order[order] = np.arange(len(order))
    ordered = {name: column[order] for name, column in columns.items()}
    twin = ordered["twin"]
    ordered["twin"] = np.where(twin == NOBODY, NOBODY, place_in_order[twin])
    return Events(**ordered)
