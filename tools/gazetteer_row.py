"""One place on its way into the gazetteer file, and what makes its names searchable."""

import math
import re
import unicodedata
from dataclasses import dataclass, field

from recount.gazetteer.names import key_of

__all__ = ["DIVISION_KINDS", "Row", "importance_of", "names_of", "usable"]

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
_SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC")
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
    languages: int = 0
    geonames_id: int = 0
    has_shape: bool = False
    is_geonames: bool = False
    """GeoNames has a city of its id at its point."""
    region: str = ""
    """Name of its first-level division, while sites are placed."""
    importance: int | None = None
    """Set by hand; None where kind, people and fame decide."""


def usable(name: str) -> bool:
    """Tell whether a string is a name that a report could write, in a script that the look-up reads."""
    if not 2 <= len(name) <= 60 or "," in name or any(c.isdigit() for c in name[:1]):
        return False
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or (len(letters) <= 4 and name.isupper() and name.isascii()):
        return False
    return all(unicodedata.name(c, "").startswith(_SCRIPTS) for c in letters)


def importance_of(row: Row) -> int:
    """Rank a place by how likely a report means it: kind, people, seat of government, fame in languages; 0 to 255."""
    if row.importance is not None:
        return row.importance
    people = 18 * math.log10(row.population) if row.population > 10 else 0
    if row.kind == "locality":
        seat = {"admin0": 45, "admin1": 36, "admin2": 30}.get(row.capital, 0)
        score = 20 + people + seat + min(row.languages, 12) + 3 * row.has_shape
    else:
        score = _BASE.get(row.kind, 100) + people / (6 if row.kind == "country" else 8) + min(row.languages, 12)
    return max(0, min(255, round(score)))


def names_of(row: Row) -> list[tuple[str, str]]:
    """List (key, rank) of a row: rank `p` for reporting names, `a` for alternates, `b` for bare names of sites."""
    found: dict[str, str] = {}
    for rank, names in (("p", [row.name, *row.names]), ("a", row.alternates), ("b", row.bare)):
        for name in names:
            for spelled in _spellings(name, row.kind):
                key = key_of(spelled)
                if len(key) >= 2 and key not in found:
                    found[key] = rank
    if row.kind not in DIVISION_KINDS and row.kind not in ("locality", "country", "neighbourhood"):
        for name in [row.name, *row.names, *row.alternates]:
            match = _SITE_END.match(name)
            if match:
                found.setdefault(key_of(match["stem"]), "b")
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
