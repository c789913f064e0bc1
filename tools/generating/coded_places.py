"""Places of the gazetteer in which coded events happen, as columns."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from generating.happening import Country, countries
from generating.spellings import garbled, respelt
from recount.gazetteer import Gazetteer, load
from recount.gazetteer.place import Place

__all__ = ["Places", "distances_km", "places"]

# Rows of the gazetteer that are looked at to find villages; about four in ten lie in one of the countries.
_ROWS_LOOKED_AT: Final = 40_000
_MOST_OF_COUNTRY: Final = 700
_NEIGHBOURS: Final = 4
# Nearer ones are often the same place from another source.
_LEAST_APART_KM: Final = 2.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """One entry a place: towns and villages first, by country; then first-level divisions; then countries."""

    countries: tuple[Country, ...]
    starts: Integers
    """Where each country's towns begin, the well-known ones first; one more entry for the end."""
    name: list[str]
    respelt: list[str]
    garbled: list[str]
    gazetteer_id: list[str]
    latitude: Floats
    longitude: Floats
    radius_km: Floats
    country: Integers
    """Number of the country."""
    admin1: list[str | None]
    admin2: list[str | None]
    """Names of second-level divisions."""
    division: Integers
    """Place number of the first-level division; that of the country where there is none."""
    of_country: Integers
    """Place number of each country."""
    neighbours: Integers
    """(towns, 4): place numbers of the nearest others in the country, nearest first."""


def distances_km(latitude: Floats, longitude: Floats) -> Floats:
    """Return distances between all points, good enough for neighbours: (n, n)."""
    north = np.radians(latitude)[:, None] - np.radians(latitude)[None, :]
    shrink = np.cos(np.radians((latitude[:, None] + latitude[None, :]) / 2))
    east = (np.radians(longitude)[:, None] - np.radians(longitude)[None, :]) * shrink
    return np.asarray(np.hypot(north, east) * 6_371.0)


@lru_cache(maxsize=1)
def places() -> Places:
    """Gather places from the gazetteer: always the same for a build of it."""
    gazetteer, listed = load(), countries()
    towns = _towns(gazetteer, listed)
    starts = np.cumsum([0, *(len(found) for found in towns)])
    held: list[Place] = [place for found in towns for place in found]
    numbers: dict[int, int] = {}
    divisions: list[int] = []
    lands = [gazetteer.countries(country.code)[0].place for country in listed]
    rows = sorted({place.admin1_row for place in held if place.admin1_row is not None})
    for row in rows:
        numbers[row] = len(held)
        held.append(gazetteer.place(row))
    first_country = len(held)
    held.extend(lands)
    code_numbers = {country.code: at for at, country in enumerate(listed)}
    country_of = np.array([code_numbers.get(place.country or "", 0) for place in held])
    divisions = [
        numbers.get(-1 if place.admin1_row is None else place.admin1_row, first_country + int(country_of[at]))
        for at, place in enumerate(held)
    ]
    return _columns(held, listed, starts, country_of, np.array(divisions), first_country)


def _columns(
    held: list[Place],
    listed: tuple[Country, ...],
    starts: Integers,
    country_of: Integers,
    divisions: Integers,
    first_country: int,
) -> Places:
    random = Random(1).random
    end = int(starts[-1])
    latitude = np.array([place.latitude for place in held])
    longitude = np.array([place.longitude for place in held])
    usual = [2.0] * end + [60.0] * (first_country - end) + [300.0] * len(listed)
    return Places(
        countries=listed,
        starts=starts,
        name=[place.name for place in held],
        respelt=[respelt(place.name, random) for place in held],
        garbled=[garbled(place.name, random) for place in held],
        gazetteer_id=[place.id for place in held],
        latitude=latitude,
        longitude=longitude,
        radius_km=np.array([place.radius_km or least for place, least in zip(held, usual, strict=True)], dtype=float),
        country=country_of,
        admin1=[place.name if place.kind == "admin1" else place.admin1 for place in held],
        admin2=[place.admin2 for place in held],
        division=divisions,
        of_country=np.arange(first_country, len(held)),
        neighbours=_neighbours(latitude, longitude, starts),
    )


def _towns(gazetteer: Gazetteer, listed: tuple[Country, ...]) -> list[list[Place]]:
    """Return the places of each country: the towns of the list first, then villages as they are drawn."""
    found: dict[str, dict[int, Place]] = {country.code: {} for country in listed}
    for country in listed:
        for town, _ in country.places:
            for hit in gazetteer.look_up_exactly(town, limit=5):
                if hit.place.kind == "locality" and hit.place.country == country.code:
                    found[country.code][hit.place.row] = hit.place
                    break
    for row in np.random.default_rng(1).integers(0, len(gazetteer), _ROWS_LOOKED_AT).tolist():
        place = gazetteer.place(row)
        country_places: Any = found.get(place.country or "")
        if country_places is not None and place.kind == "locality" and len(country_places) < _MOST_OF_COUNTRY:
            country_places[row] = place
    return [list(found[country.code].values()) for country in listed]


def _neighbours(latitude: Floats, longitude: Floats, starts: Integers) -> Integers:
    nearest = []
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        apart = distances_km(latitude[start:end], longitude[start:end])
        apart[apart < _LEAST_APART_KM] = np.inf
        nearest.append(start + np.argsort(apart, axis=1, kind="stable")[:, :_NEIGHBOURS])
    return np.concatenate(nearest)
