"""UCDP's and ACLED's codes of how precisely a place is known, by the rules in docs/codebook.md, "Places"."""

from typing import Literal

from recount.nouns import Where

__all__ = ["acled_geo_precision", "ucdp_where_prec"]

_UCDP: dict[str, Literal[1, 2, 3, 4, 5, 6, 7]] = {
    "exact": 1,
    "near": 2,
    "admin2": 3,
    "admin1": 4,
    "area": 5,
    "country": 6,
    "international": 7,
}
_ACLED: dict[str, Literal[1, 2, 3]] = {"exact": 1, "near": 2, "admin2": 2, "admin1": 3, "area": 3, "international": 3}
# UCDP counts what runs along a line, and what lies between two points, as 5 however short it is.
_LINES = frozenset({"between", "border"})
# Kilometres. An area of this radius is a small region to ACLED, which codes a town in it.
_SMALL_KM = 30.0


def ucdp_where_prec(where: Where, *, two_ends: bool = False) -> Literal[1, 2, 3, 4, 5, 6, 7] | None:
    """Return UCDP GED's `where_prec`; `two_ends` says that a road is told by both its ends. None: place unknown."""
    line = where.relation in _LINES or (where.relation == "route" and two_ends)
    return 5 if line and where.precision == "near" else _UCDP.get(where.precision)


def acled_geo_precision(where: Where) -> Literal[1, 2, 3] | None:
    """Return ACLED's `geo_precision`; None where ACLED codes nothing: a country, or an unknown place."""
    small = where.precision == "area" and where.radius_km is not None and where.radius_km <= _SMALL_KM
    return 2 if small else _ACLED.get(where.precision)
