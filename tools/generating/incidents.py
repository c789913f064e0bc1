"""Incidents that several outlets tell of: the events of the coded sets, with an hour, a site and names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from generating.coded_events import NOBODY, Events, invent_events, parties
from generating.coded_kinds import KINDS, WEAPON_SETS, PartyChoice
from generating.coded_places import Places
from generating.grammar import sections_of
from generating.happening import Country, person, pick
from generating.parameters import Parameters

__all__ = ["TEMPLATES", "Incident", "incidents"]

Chance = Callable[[], float]
_TEXT: Final = (Path(__file__).parent / "retold.txt").read_text(encoding="utf-8")
_LISTS: Final = ("site.", "post", "vehicle", "victim", "grievance", "communities", "official")
TEMPLATES: Final = {
    name: options for name, options in sections_of(_TEXT, listed=False).items() if not name.startswith(_LISTS)
}
"""Sentences by section; the short lists of phrases are not among them."""
_PHRASES: Final = {
    name: options for name, options in sections_of(_TEXT, listed=True).items() if name.startswith(_LISTS)
}
_NOBODY: Final = PartyChoice("nobody", None, "unknown people", "unknown", None)
_DRONE: Final = tuple(WEAPON_SETS).index("drone")

# How a coded kind is told; one of several is drawn once for an event and its twin.
_TOLD_AS: Final = {
    "Armed clash": ("clash", "clash", "ambush"),
    "Air/drone strike": ("airstrike",),
    "Shelling/artillery/missile attack": ("shelling",),
    "Remote explosive/landmine/IED": ("mine", "mine", "bombing"),
    "Suicide bomb": ("suicide",),
    "Grenade": ("grenade",),
    "Abduction/forced disappearance": ("abduction",),
    "Attack": ("raid", "raid", "communal", "shooting"),
    "Peaceful protest": ("march",),
    "Protest with intervention": ("protest",),
    "Excessive force against protesters": ("protest",),
    "Mob violence": ("riot",),
    "Arrests": ("arrest",),
    "Looting/property destruction": ("looting",),
}
# Likelihood of each hour of the day, from midnight: mornings and evenings are busy.
_HOURS: Final = (2, 2, 2, 3, 3, 3, 4, 5, 6, 6, 6, 5, 4, 4, 4, 4, 5, 6, 6, 5, 4, 3, 3, 2)
_STAGES: Final = ((0.0, 0.35), (0.4, 0.65), (1.2, 0.85))
"""Days after the event, and the share of the dead that is known until then, of a toll that rises."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened once; outlets tell it in their own ways."""

    id: str
    number: int
    twin_of: str | None
    country: Country
    kind: str
    """Section of the templates."""
    sub_event_type: str
    place: int
    """Number in the places."""
    day: date
    hour: int
    perpetrator: PartyChoice
    target: PartyChoice
    killed: int
    hurt: int
    taken: int
    stages: tuple[tuple[float, int], ...]
    """Until so many days after the event, so many dead are known; empty where all are known at once."""
    site: str
    post: str
    vehicle: str
    victim: str
    victim_name: str
    grievance: str
    communities: str
    official: str
    official_name: str

    def dead_known(self, days_after: float) -> int:
        """Return how many dead are known so many days after the event."""
        return next((dead for until, dead in self.stages if days_after < until), self.killed)


def incidents(number: int, held: Places, parameters: Parameters, seed: int) -> list[Incident]:
    """Return about `number` incidents in order of days; twins share their kind, sides and site's kind."""
    events = invent_events(number, held, parameters, np.random.default_rng(seed))
    return [_incident(at, events, held, parameters, seed) for at in range(len(events))]


def _incident(at: int, events: Events, held: Places, parameters: Parameters, seed: int) -> Incident:
    twin = int(events.twin[at])
    pair = at if twin == NOBODY else min(at, twin)
    shared, own = Random((seed << 34) + 2 * pair).random, Random((seed << 34) + 2 * at + 1).random
    country = held.countries[int(events.country[at])]
    sub_type = KINDS[int(events.kind[at])].sub_event_type
    kind = pick(shared, _TOLD_AS[sub_type])
    if kind == "airstrike" and (int(events.weapons[at]) == _DRONE or shared() < 0.4):
        kind = "drone"
    first_hour = _hour(shared)
    # Two on one day and in one place are hours apart.
    hour = first_hour if at == pair else (first_hour + 5 + int(8 * own())) % 24
    killed = 1 if kind == "shooting" else int(events.killed[at])
    perpetrator, target = _party(int(events.perpetrator[at]), held), _party(int(events.target[at]), held)
    if sub_type == "Protest with intervention":
        perpetrator, target = target, perpetrator
    return Incident(
        id=f"e{seed}-{at:05d}",
        number=at,
        twin_of=None if twin == NOBODY else f"e{seed}-{twin:05d}",
        country=country,
        kind=kind,
        sub_event_type=sub_type,
        place=int(events.place[at]),
        day=date(1970, 1, 1) + timedelta(days=int(events.day[at])),
        hour=hour,
        perpetrator=perpetrator,
        target=target,
        killed=killed,
        hurt=int(events.injured[at]),
        taken=1 + int(2 / (1.02 - own())),
        stages=_stages(killed, own) if own() < 2 * parameters.p_toll_revised else (),
        site=_site(kind, target.role, shared),
        post=pick(shared, _PHRASES["post"]),
        vehicle=pick(shared, _PHRASES["vehicle"]),
        victim=pick(own, _PHRASES["victim"]),
        victim_name=person(own, country),
        grievance=pick(shared, _PHRASES["grievance"]),
        communities=pick(shared, _PHRASES["communities"]),
        official=pick(own, _PHRASES["official"]),
        official_name=person(own, country),
    )


def _party(number: int, held: Places) -> PartyChoice:
    return _NOBODY if number == NOBODY else parties(held)[number][0]


def _hour(chance: Chance) -> int:
    at = chance() * sum(_HOURS)
    for hour, share in enumerate(_HOURS):
        at -= share
        if at < 0:
            return hour
    return 12


def _stages(killed: int, chance: Chance) -> tuple[tuple[float, int], ...]:
    """Return a toll that rises with the days, or no stages where few died."""
    if killed < 3:
        return ()
    stages = ((until + chance() * 0.4, max(1, round(killed * share))) for until, share in _STAGES[1:])
    first = (0.25 + chance() * 0.3, max(1, round(killed * _STAGES[0][1])))
    return (first, *stages)


def _site(kind: str, role: str, chance: Chance) -> str:
    if kind in ("airstrike", "drone", "shelling"):
        section = "site.strike" if role in ("civilians", "nobody") else "site.base"
    else:
        section = "site.town"
    return str(pick(chance, _PHRASES[section]))
