"""Reads the named sites and the areas of the gazetteer into rows, and places those without a point of their own."""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from gazetteer_sources import Additions
from recount.gazetteer.building.extracts import near
from recount.gazetteer.building.rows import DIVISION_KINDS, Row
from recount.gazetteer.names import bare_key, key_of, similarity, skeleton

__all__ = ["areas", "known_sites", "sites"]

_DIRECTIONS = {
    word: bearing
    for bearing, words in {
        0: ("north",),
        45: ("north-east", "northeast"),
        90: ("east",),
        135: ("south-east", "southeast"),
        180: ("south",),
        225: ("south-west", "southwest"),
        270: ("west",),
        315: ("north-west", "northwest"),
    }.items()
    for word in words
}

# Countries from whose towns sites across their border are measured.
_ACROSS = frozenset({"SY", "JO"})

# Kilometres to which the points in gazetteer_sites.csv are known.
_KNOWN_TO_KM = 10

_ByKey = dict[tuple[str, str], list[Row]]


def sites(path: Path, rows: list[Row]) -> Iterator[Row]:
    """Yield the named sites; a site without a point of its own takes its town's, moved as the table says."""
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    made: dict[str, Row] = {}
    waiting = []
    for record in records:
        if record["latitude"]:
            made[record["name"]] = _site(record, float(record["latitude"]), float(record["longitude"]))
        else:
            waiting.append(record)
    regions = {row.id: row.name for row in rows if row.kind == "admin1"}
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in [*made.values(), *rows]:
        row.region = regions.get(row.admin1, "")
        for key in {bare_key(key_of(name)) for name in [row.name, *row.names, *row.alternates]}:
            by_key[(row.country, key)].append(row)
    countries = {record["country"] for record in waiting} | _ACROSS
    by_sound = _by_sound(by_key, countries)
    for record in waiting:
        point = _point_near(record, by_key, by_sound)
        if point is None:
            print(f"site left out, its town is not known: {record['name']} ({record['near_town']})")
            continue
        made[record["name"]] = _site(record, *point, radius_km=_reach(record))
    yield from (made[record["name"]] for record in records if record["name"] in made)


def known_sites(path: Path, rows: list[Row]) -> Iterator[Row]:
    """Yield places that reports name and the sources lack; one that a row stands for gives it its names instead."""
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind not in DIVISION_KINDS:
            for name in [row.name, *row.names]:
                by_key[(row.country, key_of(name))].append(row)
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            names = [record["name"], *filter(None, record["aliases"].split("|"))]
            site = Row(
                id=f"site:{record['country'].lower()}-" + re.sub(r"[^a-z0-9]+", "-", key_of(record["name"])).strip("-"),
                name=record["name"],
                kind=record["kind"],
                country=record["country"],
                latitude=float(record["latitude"]),
                longitude=float(record["longitude"]),
                radius_km=_KNOWN_TO_KM,
                names=names[1:],
                languages=6,
            )
            hits = [row for name in names for row in by_key.get((site.country, key_of(name)), [])]
            # A site that was placed by its town or province only takes the point known here.
            twin = next((row for row in hits if near(row, site, 0.15) or row.radius_km >= _KNOWN_TO_KM), None)
            if twin is None:
                yield site
            else:
                twin.names += names
                if twin.id.startswith("site:") and twin.radius_km >= _KNOWN_TO_KM:
                    twin.latitude, twin.longitude, twin.radius_km = site.latitude, site.longitude, _KNOWN_TO_KM


def _site(record: dict[str, str], latitude: float, longitude: float, radius_km: int = 1) -> Row:
    slug = re.sub(r"[^a-z0-9]+", "-", key_of(record["name"])).strip("-")
    aliases = [alias for alias in record["aliases"].split("|") if alias]
    aliases += re.findall(r"\(([^)\s]+)\) \w", record["name"])
    # An alias without a kind word may be the bare name of a town: it counts only with the kind word in the text.
    return Row(
        id=f"site:{slug}",
        name=re.sub(r" \(.*\)$", "", record["name"]),
        kind={"village/compound": "compound"}.get(record["kind"], record["kind"]),
        country=record["country"],
        latitude=latitude,
        longitude=longitude,
        radius_km=round(float(record["precision_km"] or radius_km)),
        names=[alias for alias in aliases if " " in alias and alias.isascii()],
        alternates=[alias for alias in aliases if not alias.isascii()],
        bare=[alias for alias in aliases if " " not in alias and alias.isascii()],
        languages=6,
    )


def _point_near(record: dict[str, str], by_key: _ByKey, by_sound: _ByKey) -> tuple[float, float] | None:
    """Find the point of the town that a site is placed by; None where the town is unknown or has namesakes."""
    town, _, rest = record["near_town"].partition(":")
    key = bare_key(key_of(re.sub(r" \(.*", "", town)))
    # Some lie across a border from the town that the table measures from.
    for country in (record["country"], *sorted(_ACROSS, reverse=True)):
        for one in (key, key.removesuffix(" crossing").removesuffix(" city")):
            hits = by_key.get((country, one)) or _alike(one, country, by_sound)
            inside = [r for r in hits if similarity(key_of(r.region), key_of(record["admin1"])) > 0.8]
            towns = [r for r in inside or hits if r.kind not in ("admin1", "admin2", "airport")] or hits
            towns.sort(key=lambda r: (not r.id.startswith("site:"), -r.population, -r.languages, r.id))
            if towns and (towns[0].population or towns[0].id.startswith("site:") or _one_place(towns)):
                return _moved(towns[0], rest)
    return None


def _reach(record: dict[str, str]) -> int:
    """Say how far from its town a placed site may lie, in km: wider where the table knows only the province."""
    vague = re.search(r"province|nearest|no distance|no town|strip", record["near_town"])
    return 40 if vague and "town" not in record["near_town"] else 10


def _one_place(rows: list[Row]) -> bool:
    return all(near(rows[0], row, 0.1) for row in rows)


def _by_sound(by_key: _ByKey, countries: set[str]) -> _ByKey:
    """The rows by country and skeleton of a key; each with the key, to be compared as a whole."""
    by_sound: _ByKey = defaultdict(list)
    for (country, key), rows in sorted(by_key.items()):
        if country in countries:
            by_sound[(country, skeleton(key))] += rows
    return by_sound


def _alike(key: str, country: str, by_sound: _ByKey) -> list[Row]:
    hits = by_sound.get((country, skeleton(key)), [])
    return [row for row in hits if max(similarity(key_of(name), key) for name in [row.name, *row.names]) > 0.84]


def _moved(row: Row, words: str) -> tuple[float, float]:
    match = re.search(r"(\d+) km (?:\([^)]*\) )?(north|south|east|west)(-?east|-?west)?", words)
    if match is None:
        return row.latitude, row.longitude
    distance, bearing = float(match[1]), math.radians(_DIRECTIONS[match[2] + (match[3] or "")])
    latitude = row.latitude + distance * math.cos(bearing) / 111.2
    longitude = row.longitude + distance * math.sin(bearing) / (111.2 * math.cos(math.radians(row.latitude)))
    return round(latitude, 5), round(longitude, 5)


def areas(additions: Additions, rows: list[Row]) -> Iterator[Row]:
    """Yield areas of several countries or divisions; the point is the middle of the members' label points."""
    countries = {row.country: row for row in rows if row.kind == "country"}
    divisions: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.kind in ("admin1", "macroregion", "admin2"):
            for name in [row.name, *row.names]:
                divisions.setdefault((row.country, bare_key(key_of(name))), row)
    for area in additions["areas"]:
        names = [(area["countries"][0], bare_key(key_of(name))) for name in area.get("members", [])]
        members = [divisions[name] for name in names if name in divisions]
        if len(members) < len(names):
            print("area with unknown members:", area["name"], [n for n in names if n not in divisions])
        if not members:
            members = [countries[code] for code in area["countries"] if code in countries]
        latitude, longitude = area.get("point") or _middle(members)
        yield Row(
            id="area:" + re.sub(r"[^a-z0-9]+", "-", area["name"].casefold()),
            name=area["name"],
            kind=area.get("kind", "area"),
            country=area["countries"][0] if len(area["countries"]) == 1 else "",
            latitude=latitude,
            longitude=longitude,
            radius_km=150 if len(area["countries"]) == 1 else 1_500,
            names=area["aliases"],
            importance=area.get("importance"),
        )


def _middle(members: list[Row]) -> tuple[float, float]:
    return (
        round(sum(member.latitude for member in members) / len(members), 5),
        round(sum(member.longitude for member in members) / len(members), 5),
    )
