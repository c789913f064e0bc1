"""Known outlets with ACLED's scale of sources, and which of them are wire agencies."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from recount.codebook.countries import split_list
from recount.codebook.country_codes import codes_of
from recount.codebook.loader import read_yaml
from recount.errors import BadCodebook

__all__ = ["SCALES", "Outlet", "is_agency", "outlet_of", "outlets", "scale_of"]

SCALES = ("Local partner", "Other", "New media", "Subnational", "National", "Regional", "International")
"""ACLED's scales, in the order in which a pair of them names its two."""

_BY_COUNTRY = frozenset({"National", "Subnational"})


class Outlet(NamedTuple):
    """An outlet of the list."""

    name: str
    scale: str
    country: str | None
    """ISO 3166-1 alpha-2; None for one of no single country."""
    is_agency: bool


def outlet_of(name: str | None) -> Outlet | None:
    """Return the outlet of a name, another name or a site ("AFP", "www.bbc.com"); None where the list lacks it."""
    return outlets().get(_key(name)) if name else None


def is_agency(name: str | None) -> bool:
    """Tell whether a name is that of a listed wire agency."""
    outlet = outlet_of(name)
    return outlet is not None and outlet.is_agency


def scale_of(names: Iterable[str], *, country: str | None = None) -> str | None:
    """Return ACLED's scale of sources, single or as a pair; None where no outlet is listed.

    ACLED has no value for three scales: then the narrowest and the widest are named. Where `country` (ISO 3166-1
    alpha-2) tells where it happened, another country's national outlet counts as regional in its region of ACLED and as
    international elsewhere.
    """
    return _scale_of(frozenset(names), country)


@lru_cache(maxsize=10_000)
def _scale_of(names: frozenset[str], country: str | None) -> str | None:
    found = {_seen_from(outlet, country) for name in names if (outlet := outlet_of(name)) is not None}
    scales = [scale for scale in SCALES if scale in found]
    if not scales:
        return None
    return scales[0] if len(scales) == 1 else f"{scales[0]}-{scales[-1]}"


@lru_cache(maxsize=1)
def outlets() -> Mapping[str, Outlet]:
    """Return the listed outlets by each of their names, as `outlet_of` folds them.

    Raises:
        BadCodebook: a name stands for two outlets, or an agency is no listed outlet.
    """
    file = files("recount.codebook") / "data" / "publishing" / "outlets.yaml"
    content = read_yaml(file.read_bytes(), "publishing/outlets.yaml")
    agencies = frozenset(content["agencies"])
    found: dict[str, Outlet] = {}
    for outlet, also in _listed(content, agencies):
        for name in (outlet.name, *split_list(also)):
            if found.setdefault(_key(name), outlet) != outlet:
                raise BadCodebook(
                    f"publishing/outlets.yaml: {name!r} stands for {found[_key(name)].name} and for {outlet.name}. "
                    "Keep one."
                )
    if unknown := agencies - {outlet.name for outlet in found.values()}:
        raise BadCodebook(f"publishing/outlets.yaml: no such outlet for the agencies {', '.join(sorted(unknown))}.")
    return found


def _listed(content: Mapping[str, Any], agencies: Collection[str]) -> Iterator[tuple[Outlet, str]]:
    for scale in SCALES:
        by_country = content[scale] if scale in _BY_COUNTRY else {None: content[scale]}
        for country, entries in by_country.items():
            for name, also in entries.items():
                yield Outlet(name, scale, country, name in agencies), also


def _seen_from(outlet: Outlet, country: str | None) -> str:
    if outlet.scale not in _BY_COUNTRY or country is None or outlet.country == country:
        return outlet.scale
    home, there = codes_of(outlet.country), codes_of(country)
    near = home is not None and there is not None and home.acled_region == there.acled_region
    return "Regional" if near else "International"


def _key(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ").removeprefix("www.")
