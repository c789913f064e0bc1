"""Names of places as reports of conflict spell them: where the gazetteer puts them, and how sure it says it is.

The list (`places/names.csv`) was written from general knowledge before any of it was looked up: twelve countries, more
than half villages and sites. A point is right within 25 km; a crossing on a border is right in either country.
Lower a floor only with the reason in the commit.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from recount.gazetteer import Scored, distance_km, load, rank_candidates

NAMES = Path(__file__).parent / "places" / "names.csv"
RIGHT_KM = 25
# Shares reached when the weights of candidates.py were fitted (docs/gazetteer.md).
FLOOR_POINT, FLOOR_COUNTRY = 0.96, 0.95
SURE = 0.9
FLOOR_SURE = 220
"""Of 440 look-ups, those that the gazetteer is sure of: none is wrong, and it must not reach that by being shy."""


class Named(NamedTuple):
    """One name, and what it is."""

    name: str
    countries: tuple[str, ...]
    latitude: float
    longitude: float
    kind: str


def _listed() -> list[Named]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [
            Named(
                record["name"],
                tuple(record["country"].split("|")),
                float(record["latitude"]),
                float(record["longitude"]),
                record["kind"],
            )
            for record in csv.DictReader(file)
        ]


def _best(named: Named, *, given: bool) -> Scored | None:
    found = rank_candidates(named.name, load(), country=named.countries[0] if given else None, limit=1)
    return found[0] if found else None


def _is_right(named: Named, one: Scored | None) -> bool:
    if one is None:
        return False
    place = one.place
    return distance_km(named.latitude, named.longitude, place.latitude, place.longitude) <= RIGHT_KM


LISTED = _listed()


def test_the_list_is_of_twelve_countries_and_half_of_it_villages_or_sites() -> None:
    assert len(LISTED) >= 200
    assert len({named.countries[0] for named in LISTED}) == 12
    assert sum(named.kind in ("village", "site") for named in LISTED) >= len(LISTED) / 2
    assert len({(named.name, named.countries) for named in LISTED}) == len(LISTED)


def test_names_are_put_within_25_km_in_their_country() -> None:
    wrong = [named.name for named in LISTED if not _is_right(named, _best(named, given=True))]
    assert 1 - len(wrong) / len(LISTED) >= FLOOR_POINT, wrong


def test_names_alone_are_put_in_the_right_country() -> None:
    best = [(named, _best(named, given=False)) for named in LISTED]
    wrong = [named.name for named, one in best if one is None or one.place.country not in named.countries]
    assert 1 - len(wrong) / len(LISTED) >= FLOOR_COUNTRY, wrong


def test_no_wrong_place_is_given_with_confidence() -> None:
    judged = [(named, _best(named, given=given)) for named in LISTED for given in (True, False)]
    sure = [(named, one) for named, one in judged if one is not None and (one.confidence or 0) >= SURE]
    assert [(named.name, one) for named, one in sure if not _is_right(named, one)] == []
    assert len(sure) >= FLOOR_SURE


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.7), (0.7, 0.9), (0.9, 1.01)])
def test_confidence_says_no_more_than_comes_true(low: float, high: float) -> None:
    judged = [(_best(named, given=given), named) for named in LISTED for given in (True, False)]
    inside = [(one, named) for one, named in judged if one is not None and low <= (one.confidence or 0) < high]
    right = sum(_is_right(named, one) for one, named in inside) / len(inside)
    said = sum(one.confidence or 0 for one, _ in inside) / len(inside)
    # Five in a hundred is what a group of this size leaves to chance.
    assert right >= said - 0.05
