"""Builds the packaged gazetteer: `python tools/build_gazetteer.py FOLDER OUT`.

FOLDER holds the country files, the world file and `sites.csv`; OUT is the file that `recount.gazetteer` reads.
The same sources give the same bytes. `docs/gazetteer.md` says what is inside.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from gazetteer_pack import pack
from gazetteer_row import Row, importance_of
from gazetteer_sites import areas, sites
from gazetteer_sources import (
    Additions,
    additions_of,
    airports,
    cities,
    countries_of_file,
    drop_borrowed_populations,
    world,
)
from recount.gazetteer.names import key_of, similarity

__all__ = ["main", "rows_of"]

_HERE = Path(__file__).parent
_DEMONYMS = _HERE.parent / "src/recount/gazetteer/data/demonyms.yaml"


def rows_of(folder: Path, additions: Additions) -> list[Row]:
    """Gather every place, most important first; ties in the order of ids."""
    demonyms = yaml.safe_load(_DEMONYMS.read_text(encoding="utf-8"))
    people = frozenset(key_of(word) for words in demonyms.values() for word in words)
    files = sorted(path for path in folder.glob("??.parquet"))
    covered = frozenset(path.stem.upper() for path in files)
    rows = list(world(folder, additions, people, covered))
    for path in files:
        rows += countries_of_file(path)
        print(path.stem, len(rows), flush=True)
    rows += cities(rows, covered)
    drop_borrowed_populations(rows)
    named = list(sites(folder / "sites.csv", rows))
    rows = _joined_with(named, rows)
    rows += airports(rows, covered)
    for row in rows:
        row.name = additions["display"].get(row.id, row.name)
        row.names += additions["names"].get(row.id, [])
        row.importance = additions["importance"].get(row.id)
    rows += areas(additions, rows)
    _give_divisions(rows, covered)
    _give_seats(rows)
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


def _give_seats(rows: list[Row]) -> None:
    """Mark towns that bear the name of their division as its seat: sources state few seats below the first level."""
    divisions = {row.id: row for row in rows if row.kind in ("admin1", "admin2")}
    for row in rows:
        if row.kind != "locality" or row.capital:
            continue
        for division, seat in ((row.admin1, "admin1"), (row.admin2, "admin2")):
            names = [divisions[division].name, *divisions[division].names] if division in divisions else []
            key = key_of(row.name)
            if any(similarity(key, key_of(name)) >= 0.92 for name in names):
                row.capital = seat
                break


def main(arguments: list[str]) -> int:
    """Build the file and print what went in."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    folder, out = Path(arguments[0]), Path(arguments[1])
    rows = rows_of(folder, additions_of(_HERE / "gazetteer_additions.yaml"))
    print(Counter(row.kind for row in rows))
    pack(rows, out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
