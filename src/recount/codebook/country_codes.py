"""Codes and names that other datasets give to countries, by ISO 3166-1 alpha-2."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from recount.codebook.loader import load, read_yaml
from recount.errors import BadCodebook

__all__ = ["WATERS_ALPHA3", "CountryCodes", "codes_of", "codes_of_alpha3", "country_codes", "region_of_waters"]

WATERS_ALPHA3 = "XZZ"
"""Stands for international waters where a code of three letters is wanted; ISO 3166-1 leaves it to its users."""

_GLEDITSCH_WARD = "gw"


class CountryCodes(NamedTuple):
    """One country as other datasets write it."""

    code: str
    """ISO 3166-1 alpha-2; XK for Kosovo."""
    name: str
    """As ACLED writes it."""
    alpha3: str
    """ISO 3166-1; XKX for Kosovo."""
    numeric: int | None
    """ISO 3166-1; None for Kosovo, for which ACLED writes 0."""
    acled_region: str
    ged_name: str
    """Of the state under which GED puts it: "Israel" for Palestine."""
    ged_region: str
    state_number: int
    """Gleditsch and Ward's number of that state, GED's `country_id`."""
    is_state: bool
    """Whether it has a number of its own."""
    correlates_of_war: int | None
    """Number of the Correlates of War project; None for what is no state there."""


def codes_of(code: str | None) -> CountryCodes | None:
    """Return what is known of an ISO 3166-1 alpha-2 code; None where the list does not hold it."""
    return country_codes().get(code) if code else None


def codes_of_alpha3(alpha3: str) -> CountryCodes | None:
    """Return what is known of an ISO 3166-1 alpha-3 code; None where the list does not hold it."""
    return _by_alpha3().get(alpha3)


def region_of_waters(name: str | None) -> str | None:
    """Return ACLED's region of a sea, gulf or strait; None where the list does not hold it."""
    return _waters().get(name.removeprefix("the ").removeprefix("The ").casefold()) if name else None


@lru_cache(maxsize=1)
def country_codes() -> Mapping[str, CountryCodes]:
    """Return all countries of the codebook by their code.

    Raises:
        BadCodebook: a country lacks a region or a number.
    """
    codes, names = _content("country_codes")["countries"], _content("country_names")
    regions = {code: region for region, members in names["acled_regions"].items() for code in members}
    found = {}
    for country in load().countries.countries:
        code, own = country.code, codes.get(country.code)
        state = names["ged_under"].get(code, code)
        if own is None or code not in regions or _GLEDITSCH_WARD not in codes.get(state, {}):
            raise BadCodebook(
                f"publishing/: {code} ({country.name}) lacks a code, an ACLED region, or a state's number. Run "
                "tools/write_country_codes.py and complete country_names.yaml."
            )
        number = codes[state][_GLEDITSCH_WARD]
        found[code] = CountryCodes(
            code=code,
            name=country.name,
            alpha3=own["alpha3"],
            numeric=own.get("numeric"),
            acled_region=regions[code],
            ged_name=names["ged_names"].get(state) or _name_of(state),
            ged_region=_region_of(number, names["ged_regions"]),
            state_number=number,
            is_state=_GLEDITSCH_WARD in own,
            correlates_of_war=own.get("cow"),
        )
    return found


@lru_cache(maxsize=1)
def _by_alpha3() -> Mapping[str, CountryCodes]:
    return {codes.alpha3: codes for codes in country_codes().values()}


@lru_cache(maxsize=1)
def _waters() -> Mapping[str, str]:
    return {name.casefold(): region for name, region in _content("country_names")["waters"].items()}


def _name_of(code: str) -> str:
    country = load().countries.get(code)
    return country.name if country else code


def _region_of(number: int, regions: Mapping[str, tuple[int, int]]) -> str:
    return next(region for region, (first, last) in regions.items() if first <= number <= last)


@lru_cache(maxsize=2)
def _content(name: str) -> Any:
    file = files("recount.codebook") / "data" / "publishing" / f"{name}.yaml"
    return read_yaml(file.read_bytes(), f"publishing/{name}.yaml")
