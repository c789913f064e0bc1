"""Where the invented articles take place, and what happens there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generating.grammar import sections_of

__all__ = ["LETHAL", "SETTLED", "Country", "Happening", "countries", "family_name", "invent", "person", "pick"]

FOLDER = Path(__file__).parent

# How often a kind of happening is told, by the profile of a country; shares, not probabilities.
_PROFILES: dict[str, dict[str, int]] = {
    "insurgency": {
        **{"raid": 6, "ambush": 6, "clash": 5, "airstrike": 2, "drone": 2, "shelling": 2, "bombing": 4, "mine": 4},
        **{"abduction": 4, "protest": 2, "shooting": 3, "burning": 2, "arrest": 2, "communal": 4, "seizure": 2},
    },
    "war": {
        **{"airstrike": 6, "drone": 6, "shelling": 7, "clash": 5, "mine": 2, "bombing": 1},
        **{"arrest": 3, "shooting": 2, "protest": 1, "seizure": 2},
    },
    "gangs": {
        **{"shooting": 6, "raid": 3, "clash": 5, "ambush": 2, "mine": 1, "bombing": 1},
        **{"abduction": 5, "protest": 3, "burning": 3, "arrest": 4, "seizure": 1},
    },
}
_UNHARMED = ("abduction", "burning", "arrest", "seizure")
LETHAL = frozenset(kind for profile in _PROFILES.values() for kind in profile) - frozenset(_UNHARMED)
"""Kinds in which people are killed."""
SETTLED = frozenset({"raid", "airstrike", "drone", "shelling", "bombing", "communal"})
"""Kinds whose dead may be women and children."""

_SIDES = ("north", "south", "east", "west", "north-east", "north-west", "south-east", "south-west")
_HOURS = (
    *("on {}", "early on {}", "late on {}", "on {} night", "on {} morning", "before dawn on {}", "on {} afternoon"),
    *("on {} evening", "at noon on {}", "around midnight on {}"),
)
_VICTIMS = {
    "raid": "villager farmer resident civilian person person",
    "communal": "herder farmer resident person person",
    "mine": "passenger traveller trader civilian person person",
    "protest": "protester demonstrator student person",
}


@dataclass(frozen=True)
class Country:
    """A country with its towns, its sides and the names that people bear there."""

    code: str
    name: str
    people: str
    capital: str
    unit: str
    names: str
    """Region in the list of names."""
    money: str
    profile: str
    army: str
    police: str
    crops: str
    groups: list[str]
    militia: list[str]
    towns: dict[str, list[str]]
    air: str = ""
    guns: str = ""
    given: list[str] = field(default_factory=list)
    """Names that people bear; `family` holds some family names, others are put together."""
    family: list[str] = field(default_factory=list)
    pieces: tuple[list[str], ...] = ([], [], [])
    """Starts, middles and ends of names of families and villages."""
    kinds: list[str] = field(default_factory=list)
    """Each kind as often as it is told."""
    places: list[tuple[str, str]] = field(default_factory=list)
    """Towns with their division."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened once: the same for every article about it, unless its toll is raised."""

    id: str
    kind: str
    country: Country
    town: str
    division: str
    town2: str
    division2: str
    village: str
    village2: str
    group: str
    militia: str
    known: bool
    """The attackers are named; otherwise they are gunmen."""
    victim: str
    notable: str
    day: date
    killed: int
    hurt: int
    rival: int
    earlier: int
    women: int
    children: int
    taken: int
    distance: str
    """From the town to the village: "14 km north"."""
    hour: str
    """Form for the day, such as "early on {}"."""
    many: bool
    """So many were killed that parts and rival figures can be told."""


def pick(random: Callable[[], float], options: Any) -> Any:
    """Return one of several options, each as likely."""
    return options[int(random() * len(options))]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the countries, in the order of their list."""
    listed = yaml.safe_load((FOLDER / "countries.yaml").read_text(encoding="utf-8"))
    held = sections_of((FOLDER / "names.txt").read_text(encoding="utf-8"), listed=True)
    found = []
    for code, facts in listed.items():
        given, family, *pieces = (
            held[f"{facts['names']}.{part}"] for part in ("given", "family", "start", "middle", "end")
        )
        kinds = [kind for kind, share in _PROFILES[facts["profile"]].items() for _ in range(share)]
        places = [(town, division) for division, towns in facts["towns"].items() for town in towns]
        found.append(
            Country(**facts, code=code, given=given, family=family, pieces=tuple(pieces), kinds=kinds, places=places)
        )
    return tuple(found)


def new_name(random: Callable[[], float], country: Country) -> str:
    """Return an invented name of a village or a family."""
    starts, middles, ends = country.pieces
    start, end = starts[int(random() * len(starts))], ends[int(random() * len(ends))]
    return f"{start}{middles[int(random() * len(middles))]}{end}" if random() < 0.6 else start + end


def family_name(random: Callable[[], float], country: Country) -> str:
    """Return a family name: one of the list or an invented one."""
    return str(pick(random, country.family)) if random() < 0.5 else new_name(random, country)


def person(random: Callable[[], float], country: Country) -> str:
    """Return the name of an invented person."""
    return f"{pick(random, country.given)} {family_name(random, country)}"


def _toll(random: Callable[[], float]) -> int:
    """Return a number of dead: small ones are frequent, hundreds rare."""
    chance = random()
    return 1 + int(8 * chance) if random() < 0.55 else 2 + int(2.2 / (1.03 - chance))


def invent(random: Callable[[], float], country: Country, published: date, identifier: str) -> Happening:
    """Return a new happening of the days before an article."""
    kind = pick(random, country.kinds)
    town, division = pick(random, country.places)
    town2, division2 = pick(random, country.places)
    if town2 == town:
        town2, division2 = country.places[(country.places.index((town, division)) + 1) % len(country.places)]
    killed, spread = _toll(random), random()
    if kind == "shooting":
        killed = 1
    women, children = max(2, int(killed * 0.35 * random())), max(2, int(killed * 0.4 * random()))
    days = (0, 1, 1, 1, 2, 2, 3, 4)
    return Happening(
        id=identifier,
        kind=kind,
        country=country,
        town=town,
        division=f"{division} {country.unit}",
        town2=town2,
        division2=f"{division2} {country.unit}",
        village=new_name(random, country),
        village2=new_name(random, country),
        group=pick(random, country.groups),
        militia=pick(random, country.militia),
        known=random() < 0.45,
        victim=pick(random, _VICTIMS.get(kind, "person person civilian").split()),
        notable=new_name(random, country),
        day=published - timedelta(days=pick(random, days)),
        killed=killed,
        hurt=2 + int(killed * 2.5 * spread),
        rival=killed + 2 + int(killed * 0.8 * spread),
        earlier=max(1, killed - 1 - int(killed * 0.4 * spread)),
        women=women,
        children=children,
        taken=1 + int(2 / (1.02 - random())),
        distance=f"{3 + int(50 * random())} km {pick(random, _SIDES)}",
        hour=pick(random, _HOURS),
        many=killed >= 6,
    )
