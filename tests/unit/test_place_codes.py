"""UCDP's and ACLED's codes follow from relation, precision and radius."""

import pytest

from recount.nouns import Where, WherePrecision, WhereRelation
from recount.resolution.place_codes import acled_geo_precision, ucdp_where_prec

CASES: list[tuple[WherePrecision, WhereRelation, bool, float | None, int | None, int | None]] = [
    # precision, relation, both ends known, radius km, UCDP, ACLED
    ("exact", "at", False, 2, 1, 1),
    ("near", "direction", False, 10, 2, 2),
    ("near", "route", False, 27, 2, 2),
    ("near", "route", True, 20, 5, 2),
    ("near", "between", True, 20, 5, 2),
    ("near", "border", False, 12, 5, 2),
    ("area", "between", True, 80, 5, 3),
    ("area", "countryside", False, 25, 5, 2),
    ("admin2", "at", False, 40, 3, 2),
    ("admin1", "at", False, 90, 4, 3),
    ("area", "in", False, 300, 5, 3),
    ("country", "at", False, 300, 6, None),
    ("international", "at", False, 300, 7, 3),
    ("unknown", "at", False, None, None, None),
]


@pytest.mark.parametrize(("precision", "relation", "two_ends", "radius", "ucdp", "acled"), CASES)
def test_codes_follow_from_how_precisely_a_place_is_known(
    precision: WherePrecision,
    relation: WhereRelation,
    two_ends: bool,
    radius: float | None,
    ucdp: int | None,
    acled: int | None,
) -> None:
    where = Where(precision=precision, relation=relation, radius_km=radius)
    assert (ucdp_where_prec(where, two_ends=two_ends), acled_geo_precision(where)) == (ucdp, acled)
