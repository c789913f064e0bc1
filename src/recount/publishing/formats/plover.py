"""PLOVER 2.0 (draft of 2024-02-04): events as JSON lines, its types, modes, contexts and sectors."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NotRequired, TextIO, TypedDict

from recount.errors import BadDataset

__all__ = [
    "CONTEXTS",
    "MODES",
    "QUAD_CLASSES",
    "QUAD_CODES",
    "SECTORS",
    "PloverCite",
    "PloverEntity",
    "PloverLocation",
    "PloverRecord",
    "PloverSize",
    "PloverText",
    "plover_line",
    "plover_lines",
    "plover_scale",
    "read_plover",
    "write_plover",
]

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
               "misinformation", "cyber"),
    "ASSAULT": ("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
                "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"),
}  # fmt: skip
"""By type its modes, in the order of the manual."""

QUAD_CLASSES: dict[int, str] = {
    1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT",
}  # fmt: skip

# SANCTION is 4, as its section of the manual has it; the manual's table of quads says 3.
QUAD_CODES: dict[str, int] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""By type its quad code."""

_SCALES: dict[str, float] = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10, "RETREAT": 6.5,
    "REQUEST": 0, "ACCUSE": -2, "REJECT": -2, "THREATEN": -3.5, "PROTEST": -5, "SANCTION": -6, "MOBILIZE": -5.5,
    "COERCE": -7, "ASSAULT": -9,
}  # fmt: skip
_MODE_SCALES: dict[tuple[str, str], float] = {
    ("PROTEST", "riot"): -7,
    ("ASSAULT", "unconventional"): -10,
    **{("ASSAULT", mode): -9.5 for mode in ("aerial", "drone", "heavy-weapons", "targeted", "suicide-attack")},
    **{("ASSAULT", mode): -8.5 for mode in ("abduct", "torture", "sexual", "destroy")},
    ("ASSAULT", "primitive"): -8,
    **{("ASSAULT", mode): -7.5 for mode in ("beat", "crowd-control")},
}

CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip

SECTORS = (
    *("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK"),
    *("AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"),
    *("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"),
)


class PloverEntity(TypedDict, total=False):
    """An actor or a recipient."""

    code: str
    """Country (ISO 3166-1 alpha-3) or kind of organization."""
    sector: str
    entity_text: str
    identifier_id: str
    """Of Wikidata."""
    identifier_text: str
    religion: str
    ethnicity: str
    office: str
    gender: str
    age: str


class PloverSize(TypedDict, total=False):
    """How many people an event met."""

    dead: int
    injured: int
    arrested: int


class PloverLocation(TypedDict, total=False):
    """Where it happened."""

    extracted_place: str
    resolved_place: str
    geonameid: str
    lat: float
    lon: float
    city: str
    district: str
    province: str
    country: str
    country_code: str
    feature_class: str
    feature_code: str
    resolution: int
    """5 within a town … 1 country."""


class PloverText(TypedDict, total=False):
    """Where the words stand in a story."""

    sequence: int
    start: int
    end: int
    text_story: str


class PloverCite(TypedDict, total=False):
    """Where the words come from, and who coded them."""

    corpus: str
    citation: str
    url: str
    title: str
    language: str
    publication: str
    license: str
    copyright: str
    coder: str
    codebook: str
    version: str


class PloverRecord(TypedDict):
    """One event as PLOVER writes it."""

    id: str
    date: str
    """YYYY-MM-DD."""
    actor: list[PloverEntity]
    event: list[str]
    """Types."""
    has_event: NotRequired[bool]
    time: NotRequired[str]
    enddate: NotRequired[str]
    endtime: NotRequired[str]
    recipient: NotRequired[list[PloverEntity]]
    event_loc: NotRequired[PloverLocation]
    event_text: NotRequired[str]
    quad_code: NotRequired[int]
    event_scale: NotRequired[float]
    mode: NotRequired[list[str]]
    context: NotRequired[list[str]]
    size: NotRequired[PloverSize]
    link: NotRequired[list[str]]
    text: NotRequired[str]
    text_info: NotRequired[PloverText]
    cite_info: NotRequired[PloverCite]
    coder: NotRequired[str]
    coded_date: NotRequired[str]
    coded_time: NotRequired[str]
    comment: NotRequired[str]


# Legal inside a JSON string, yet able to steer a terminal or to reorder what it shows; halves of characters cannot be
# written as UTF-8 at all.
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plover_scale(event_type: str, mode: str | None) -> float | None:
    """Return `event_scale` of a type and its mode, -10 to 10; None for an unknown type."""
    return _MODE_SCALES.get((event_type, mode or ""), _SCALES.get(event_type))


def plover_line(record: PloverRecord) -> str:
    """Return one record as a line of JSON, with its line end."""
    written = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def plover_lines(records: Iterable[PloverRecord]) -> str:
    """Return records as lines of JSON."""
    return "".join(map(plover_line, records))


def write_plover(records: Iterable[PloverRecord], out: TextIO) -> int:
    """Write one record a line; return how many."""
    number = 0
    for record in records:
        out.write(plover_line(record))
        number += 1
    return number


def read_plover(lines: Iterable[str]) -> Iterator[PloverRecord]:
    """Yield the records of a file that `write_plover` wrote, as they were.

    Raises:
        BadDataset: a line is no JSON object, or lacks `id`, `date`, `actor` or `event`; the message names the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadDataset(f"Line {number} is no JSON: {error}. Each line needs one object.") from None
        missing = PloverRecord.__required_keys__ - found.keys() if isinstance(found, dict) else {"an object"}
        if missing:
            raise BadDataset(f"Line {number}: no {', '.join(sorted(missing))}. Each event of PLOVER needs these.")
        yield found
