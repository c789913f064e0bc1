"""The invented outlets that tell of incidents, each with its style, its delay and its spelling of names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize
from zlib import crc32

from generating.coded_places import Places
from generating.happening import Country, countries
from generating.spellings import spellings
from recount.gazetteer import load

__all__ = ["Outlet", "known_names", "outlets_of", "spelt"]

Chance = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who prints articles."""

    name: str
    style: str
    """agency, local, brief, live, government, rebel, weekly or monitor."""
    share: int
    """How often it is among those who tell of an incident, against the others."""

    @property
    def host(self) -> str:
        """Return its invented address."""
        plain = normalize("NFKD", self.name.lower()).encode("ascii", "ignore").decode()
        return f"www.{''.join(re.findall(r'[a-z0-9]+', plain))}.example"

    def delay_days(self, chance: Chance) -> float:
        """Return after how many days it tells of an incident."""
        least, most = _DELAYS[self.style]
        return least + (most - least) * chance() * chance()


_DELAYS: Final = {
    "agency": (0.1, 1.6),
    "live": (0.05, 0.6),
    "brief": (0.2, 1.6),
    "local": (0.2, 3.0),
    "government": (0.2, 2.5),
    "rebel": (0.2, 3.0),
    "weekly": (3.0, 12.0),
    "monitor": (4.0, 45.0),
}
_WORLD: Final = (
    *(Outlet("Northwire", "agency", 9), Outlet("Meridian Dispatch Agency", "agency", 8)),
    *(Outlet("Transit Press", "agency", 7), Outlet("Five Seas News", "agency", 5), Outlet("Globe Live", "live", 5)),
    *(Outlet("The Minute", "brief", 5), Outlet("Harbour Review", "weekly", 2), Outlet("Weekly Atlas", "weekly", 2)),
    *(Outlet("Open Rights Monitor", "monitor", 3), Outlet("Casualty Ledger", "monitor", 2)),
)


def outlets_of(country: Country) -> tuple[Outlet, ...]:
    """Return the outlets that report on a country."""
    return _outlets()[country.code]


@lru_cache(maxsize=1)
def _outlets() -> dict[str, tuple[Outlet, ...]]:
    return {country.code: (*_WORLD, *_outlets_of_country(country)) for country in countries()}


def _outlets_of_country(country: Country) -> tuple[Outlet, ...]:
    towns = [town for town, _ in country.places]
    return (
        Outlet(f"{country.capital} Herald", "local", 7),
        Outlet(f"{towns[0]} Courier", "local", 5),
        Outlet(f"Radio {towns[len(towns) // 2]}", "brief", 5),
        Outlet(f"{country.people} Observer", "local", 5),
        Outlet(f"{country.people} State News", "government", 5),
        Outlet(f"The Dawn of {country.name.removeprefix('the ')}", "rebel", 4),
        Outlet(f"{country.people} Network for Rights", "monitor", 2),
        Outlet(f"{country.people} Live", "live", 3),
    )


@lru_cache(maxsize=20_000)
def known_names(gazetteer_id: str, name: str, country: str) -> tuple[str, ...]:
    """Return the spellings under which the gazetteer finds the same place first."""
    gazetteer = load()

    def is_same(other: str) -> bool:
        return any(hit.place.id == gazetteer_id for hit in gazetteer.look_up(other, country=country, limit=1))

    return tuple(other for other in (name, *spellings(name)) if is_same(other))


def spelt(outlet: Outlet, place: int, held: Places, *, listed: bool = True) -> str:
    """Return an outlet's own spelling of a place, always the same; `listed` where the gazetteer is to know it."""
    name = held.name[place]
    if not listed:
        return held.garbled[place]
    code = held.countries[int(held.country[place])].code
    options: Any = known_names(held.gazetteer_id[place], name, code)
    return str(options[crc32(f"{outlet.name} {name}".encode()) % len(options)]) if options else name
