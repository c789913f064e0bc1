"""One place on its way into a gazetteer file, and what makes its names searchable."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from recount.gazetteer.names import key_of

__all__ = ["DIVISION_KINDS", "Row", "importance_of", "keys_of", "names_of", "usable"]

DIVISION_KINDS = frozenset({"macroregion", "admin1", "admin2", "admin3"})
_DIVISION_WORDS = (
    r"(?:governorate|province|state|region|district|oblast|county|department|division|prefecture|raion|rayon|"
    r"municipality|territory|subdistrict|sub-district|autonomous okrug|autonomous region|krai|republic|woreda|zone|"
    r"circle)"
)
_DIVISION_END = re.compile(rf"^(?P<stem>.{{3,}}?),? {_DIVISION_WORDS}$", re.IGNORECASE)
_DIVISION_START = re.compile(
    r"^(?:gouvernorat|province|région|region|département|département|provincia|gobernación|gobernacion|republic|"
    r"state|district|wilayat|muḩāfaz̧at|мухафаза) (?:de la |de l['’]|del |des |du |de |d['’]|of the |of )?"
    r"(?P<stem>.{3,})$",
    re.IGNORECASE,
)
_SITE_END = re.compile(
    r"^(?P<stem>.{3,}?) (?:military )?(?:air ?base|air force base|afb|international airport|airport|airfield|"
    r"air station|naval base|army base|base|garrison|refugee camp|idp camp|camp|border crossing|crossing|"
    r"oil field|gas field|field|oil terminal|port|prison|dam|power (?:plant|station)|corridor)$",
    re.IGNORECASE,
)
_COMPASS = {"southern": "south", "northern": "north", "eastern": "east", "western": "west"}
# Kinds by how much news speaks of them, on a scale of 0 to 255; population and fame come on top.
_BASE = {
    "country": 225,
    "dependency": 170,
    "disputed": 180,
    "area": 190,
    "admin1": 150,
    "macroregion": 120,
    "admin2": 85,
    "admin3": 55,
    "locality": 20,
    "neighbourhood": 25,
    "airport": 60,
    "sea area": 200,
    "strait": 200,
    "region": 140,
    "mountain": 130,
}

# So that a division of 40 million people ranks with those of countries with conflict, and one of 100,000 with a town.
_BASE_BY_PEOPLE, _SHARE_BY_PEOPLE = 75, 1.6


@dataclass(slots=True)
class Row:
    """A place as gathered from one source; names are in the source's order."""

    id: str
    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    population: int = 0
    capital: str = ""
    """`admin0`, `admin1`, `admin2` or empty."""
    radius_km: int = 0
    names: list[str] = field(default_factory=list)
    """Names under which English reports know it."""
    alternates: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    """Names of a site without its kind word; they need the kind word in the text."""
    admin1: str = ""
    admin2: str = ""
    """Ids of the rows of its divisions."""
    inhabitants: int = 0
    """People of its towns, for divisions without a figure of their own; counts for importance only."""
    by_people: bool = False
    """A first-level division outside the countries with conflict: a parish of an island has the name of a city."""
    languages: int = 0
    geonames_id: int = 0
    whole_name: bool = False
    """Reports never leave out the kind word of the division's name: "Orange County"."""
    has_shape: bool = False
    is_geonames: bool = False
    """GeoNames has a city of its id at its point."""
    code: str = ""
    """What rows inside name it by, where that is not its id."""
    region: str = ""
    """Name of its first-level division, while sites are placed."""
    importance: int | None = None
    """Set by hand; None where kind, people and fame decide."""


def usable(name: str) -> bool:
    """Tell whether a string is a name that a report could write, in whatever script; codes are none."""
    if not 2 <= len(name) <= 60 or "," in name or any(c.isdigit() for c in name[:1]):
        return False
    letters = [c for c in name if c.isalpha()]
    return len(letters) >= 2 and not (len(letters) <= 4 and name.isupper() and name.isascii())


def importance_of(row: Row) -> int:
    """Rank a place by how likely a report means it: kind, people, seat of government, fame in languages; 0 to 255."""
    if row.importance is not None:
        return row.importance
    number = row.population or row.inhabitants
    people = 18 * math.log10(number) if number > 10 else 0
    if row.kind == "locality":
        seat = {"admin0": 45, "admin1": 36, "admin2": 30}.get(row.capital, 0)
        score = 20 + people + seat + min(row.languages, 12) + 3 * row.has_shape
    else:
        share = 6 if row.kind == "country" else 4 if row.kind == "admin2" and row.inhabitants else 8
        score = _BASE.get(row.kind, 100) + people / share + min(row.languages, 12)
        if row.kind == "admin1" and row.by_people:
            score = _BASE_BY_PEOPLE + people / _SHARE_BY_PEOPLE + min(row.languages, 12)
    return max(0, min(255, round(score)))


def names_of(row: Row) -> list[tuple[str, str]]:
    """List (key, rank) of a row: rank `p` for reporting names, `a` for alternates, `b` for bare names of sites."""
    ranked = (("p", [row.name, *row.names]), ("a", row.alternates), ("b", row.bare))
    return keys_of(((name, rank) for rank, names in ranked for name in names), row.kind, whole_name=row.whole_name)


def keys_of(names: Iterable[tuple[str, str]], kind: str, *, whole_name: bool = False) -> list[tuple[str, str]]:
    """List (key, rank) of names with their ranks, the best rank first, for a place of a kind."""
    found: dict[str, str] = {}
    stems = []
    for name, rank in names:
        for spelled in [name] if whole_name else _spellings(name, kind):
            key = key_of(spelled)
            if len(key) >= 2 and key not in found:
                found[key] = rank
        if rank != "b" and (match := _SITE_END.match(name)):
            stems.append(match["stem"])
    if kind not in DIVISION_KINDS and kind not in ("locality", "country", "neighbourhood"):
        for stem in stems:
            found.setdefault(key_of(stem), "b")
    return sorted(found.items())


def _spellings(name: str, kind: str) -> list[str]:
    spelled = [name]
    inner = re.match(r"^(.+?) ?[(\[](.+?)[)\]]$", name)
    if inner:
        spelled = [inner[1], inner[2]] if kind in DIVISION_KINDS else [inner[1]]
    if kind in DIVISION_KINDS:
        for one in list(spelled):
            match = _DIVISION_END.match(one) or _DIVISION_START.match(one)
            if match:
                spelled.append(match["stem"])
        for one in list(spelled):
            first, _, rest = one.partition(" ")
            if rest and first.casefold() in _COMPASS:
                spelled.append(f"{_COMPASS[first.casefold()]} {rest}")
    return [one for one in spelled if usable(one) or one == name]
