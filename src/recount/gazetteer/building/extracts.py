"""Reads extracts of Who's On First into rows: one Parquet file a country."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recount.errors import BadArgument
from recount.gazetteer.building.rows import Row, usable
from recount.gazetteer.names import bare_key, key_of

__all__ = ["BASE_NAME", "countries_of_file", "near", "records_of", "row_of"]

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
# The languages of the extracts' names besides English.
_LANGUAGES = frozenset(
    "amh ara ckb fas fra hau heb kur mya por pus rus som spa swa tir tur ukr und urd".split()  # noqa: SIM905
)
BASE_NAME = re.compile(r"\b(?:air ?base|air force base|afb|raf|naval air|army air)\b", re.IGNORECASE)
_ENGLISH_NAME = re.compile(
    r"^(?:North|South|East|West|Central|Upper|Lower|Blue|White|Red|River|Mount)(?:ern)? [A-ZÉ][^\d]+$"
)


def records_of(path: Path) -> list[dict[str, Any]]:
    """Read a Parquet file.

    Raises:
        BadArgument: the file is none that can be read.
    """
    import pyarrow.parquet as pq

    try:
        records: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    except (OSError, ValueError) as problem:
        raise BadArgument(f"{path}: not a Parquet file that can be read ({problem}).") from None
    return records


def countries_of_file(path: Path) -> Iterator[Row]:
    """Yield the places of one country file, its country row left out, doublets of one locality made one."""
    rows = [row_of(r) for r in records_of(path) if r["placetype"] != "country" and r["name"]]
    for record_row in rows:
        # The extract of Palestine names its territories as regions of their own.
        if not record_row.country or record_row.country == "XX":
            record_row.country = path.stem.upper()
    yield from _without_doublets(rows)


def row_of(record: dict[str, Any]) -> Row:
    """Read one record of an extract."""
    kind = _KINDS.get(record["placetype"], "airport")
    if kind == "airport" and BASE_NAME.search(record["name"]):
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
