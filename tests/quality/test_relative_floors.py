"""Relative places ("12 km NW of X", "the X-Y road"): floors that only rise; `places/README.md` tells of the rows."""

import csv
import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest

from recount import gazetteer
from recount.gazetteer import LocatedMention, distance_km, find_mentions, locate
from recount.nouns import Where
from recount.resolution.place_codes import acled_geo_precision, ucdp_where_prec

ROWS = Path(__file__).parent / "places" / "relative.csv"
DIGEST = "4c67b729b6c883cc"
# Shares of the rows. Published systems reach some 0.65 within 10 km, on other texts (docs/gazetteer.md).
FLOORS = {"within": 0.96, "within_10_km": 0.95, "precision": 0.97, "codes": 0.97}


class Judged(NamedTuple):
    """What one row came out as."""

    within: bool
    within_10_km: bool
    precision: bool
    codes: bool


def _found(row: dict[str, str]) -> LocatedMention | None:
    names = gazetteer.load()
    located = locate(find_mentions(row["text"], names), names)
    named = [
        one
        for one in located
        if one.mention.role == "literal"
        and row["name"] in (one.mention.name, row["text"][one.mention.start : one.mention.end])
    ]
    return max(named, key=lambda one: one.mention.relation != "at", default=None)


def _judged(row: dict[str, str]) -> Judged:
    one = _found(row)
    if one is None or one.latitude is None or one.longitude is None:
        return Judged(False, False, False, False)
    away = distance_km(one.latitude, one.longitude, float(row["latitude"]), float(row["longitude"]))
    where = Where(relation=one.mention.relation, precision=one.precision, radius_km=one.radius_km)
    codes = (ucdp_where_prec(where, two_ends=one.mention.other_name is not None), acled_geo_precision(where))
    return Judged(
        away <= float(row["within_km"]),
        away <= 10,
        one.precision == row["precision"],
        codes == (int(row["ucdp"]), int(row["acled"])),
    )


def _rows() -> list[dict[str, str]]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_floors_are_those_of_these_rows() -> None:
    assert hashlib.sha256(ROWS.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("floor", FLOORS)
def test_relative_places_reach_their_floors(floor: str) -> None:
    rows = _rows()
    right = [getattr(_judged(row), floor) for row in rows]
    wrong = [row["text"] for row, held in zip(rows, right, strict=True) if not held]
    assert sum(right) / len(right) >= FLOORS[floor], "\n".join(wrong)
