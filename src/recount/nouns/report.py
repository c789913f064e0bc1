"""What one article says of one happening."""

import hashlib
from datetime import date
from typing import Literal

from pydantic import Field

from recount.nouns.base import Noun, Stated
from recount.nouns.dates import TimeExpression
from recount.nouns.span import Span

__all__ = [
    "ActorKind",
    "Candidate",
    "Count",
    "Disagreement",
    "Effect",
    "Evidence",
    "Modality",
    "Party",
    "Report",
    "Responsibility",
    "ResponsibilityHow",
    "ResponsibilityStatus",
    "RivalValue",
    "Weapon",
    "WeaponCategory",
    "When",
    "WhenBasis",
    "WhenPrecision",
    "Where",
    "WhereBasis",
    "WherePrecision",
    "WhereRelation",
    "report_id",
]

Modality = Literal["actual", "attempted", "foiled", "threatened", "planned", "denied", "hypothetical"]
WhenPrecision = Literal["day", "days", "week", "month", "year", "unknown"]
WhenBasis = Literal["stated", "relative", "context", "none"]
WherePrecision = Literal["exact", "near", "admin2", "admin1", "area", "country", "international", "unknown"]
WhereBasis = Literal["stated", "carried", "heading", "elsewhere", "none"]
WhereRelation = Literal[
    "at", "near", "in", "between", "direction", "route", "off", "edge", "countryside", "border", "apposed"
]
"""How what is meant lies to the named place.

`in`: in a part of it; `direction`: some way off in a compass direction; `route`: on a road to it, or between two;
`off`: at sea before it; `edge`: outskirts and suburbs; `countryside`: the land around it; `border`: at a land border
of its country; `apposed`: where the words after the name say ("X, 5 km south of Y").
"""
WeaponCategory = Literal[
    "drone",
    "missile",
    "rocket",
    "artillery",
    "air-delivered",
    "small-arms",
    "ied",
    "suicide",
    "vehicle",
    "melee",
    "chemical",
    "other",
]
ActorKind = Literal[
    "state forces",
    "rebel group",
    "political militia",
    "identity militia",
    "rioters",
    "protesters",
    "civilians",
    "external/other",
    "site",
    "unknown",
]
Effect = Literal["killed", "injured", "missing", "abducted", "arrested", "displaced", "munitions"]


ResponsibilityHow = Literal["claimed", "accused", "denied"]
ResponsibilityStatus = Literal["claimed", "accused", "contested", "denied", "unclaimed", "stated"]


class When(Noun):
    """The day or days on which a happening took place."""

    earliest: date | None = None
    """Inclusive; None where text and context set no first day."""
    latest: date | None = None
    """Inclusive; None where text and context set no last day."""
    precision: WhenPrecision = "unknown"
    """UCDP date_prec 1-5 are day, days, week, month, year."""
    basis: WhenBasis = "none"
    """`relative`: counted from the publication day, with no days where that is not known; `context`: bounded by the
    publication day only; `none`: nothing is known."""
    spans: tuple[Span, ...] = ()
    """The time expression; empty where the text names no time."""
    expression: TimeExpression | None = None
    """What the words say before they are set against the publication day."""
    method: str = "times.rules/2"


class Candidate(Noun):
    """A place that a name could also mean."""

    gazetteer_id: str
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    score: float
    """Higher is likelier; comparable only within one list."""


class Where(Noun):
    """The place at which a happening took place."""

    name: str | None = None
    """As written."""
    stands_for: Span | None = None
    """The name that "the town" or "the same village" stands for; None where the place has its own name."""
    gazetteer_id: str | None = None
    """None where the name is not in the gazetteer."""
    gazetteer_name: str | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    """WGS84 degrees."""
    longitude: float | None = Field(default=None, ge=-180, le=180)
    radius_km: float | None = Field(default=None, ge=0)
    """Kilometres around the point within which it most likely took place, by the rule of the relation; None without a
    point or where nothing tells."""
    relation: WhereRelation = "at"
    relation_words: str | None = None
    """As written: "5 km south of"; None where the place itself is meant."""
    distance_km: float | None = Field(default=None, ge=0)
    """As the words give it; None where they give none."""
    bearing: float | None = Field(default=None, ge=0, lt=360)
    """Degrees from north, clockwise, from the named place; None without a direction."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    admin2: str | None = None
    precision: WherePrecision = "unknown"
    basis: WhereBasis = "none"
    """Where the place stands: `stated`: in a sentence that tells of the act; `carried`: in another one of its
    paragraph; `heading`: at the head of the paragraph or in the headline; `elsewhere`: in another paragraph; `none`:
    nowhere."""
    ucdp_where_prec: Literal[1, 2, 3, 4, 5, 6, 7] | None = None
    """UCDP GED's code: 1 exact, 2 near, 3 and 4 second- and first-level division, 5 line or area, 6 country,
    7 international; None where the place is unknown."""
    acled_geo_precision: Literal[1, 2, 3] | None = None
    """ACLED's code: 1 town, 2 near a town or small region, 3 larger region; None for a country or nothing, which
    ACLED does not code."""
    candidates: tuple[Candidate, ...] = ()
    """Runners-up, best first, when it was close."""
    spans: tuple[Span, ...] = ()
    """The name at its fullest first, then what else places it; empty where no place is named."""
    method: str = "places.rules/2"


class Party(Stated):
    """Someone or something that acts or is acted upon."""

    name: str
    """As written at its fullest."""
    canonical: str | None = None
    """The neutral name of the actor list, or of a state's forces; None where the list does not hold it."""
    actor_id: str | None = None
    kind: ActorKind = "unknown"
    country: str | None = None
    """ISO 3166-1 alpha-2 of the side it belongs to."""


class Weapon(Stated):
    """What a happening was done with."""

    name: str
    category: WeaponCategory


class Count(Stated):
    """How many, with the bounds that the words give."""

    id: str
    effect: Effect
    group: str | None = None
    """As written: "soldiers", "children"; None where the words name no group."""
    group_kind: Literal["civilian", "state", "perpetrator", "rebel", "unknown"] = "unknown"
    low: int | None = Field(default=None, ge=0)
    """None where the words set no lower bound ("up to 12")."""
    best: int | None = Field(default=None, ge=0)
    high: int | None = Field(default=None, ge=0)
    """None where the words set no upper bound ("at least 12")."""
    part_of: str | None = None
    """Id of the count that contains it ("17 killed, including three children")."""
    revises: str | None = None
    """Id of the earlier figure that it replaces ("raising the toll to 17")."""
    rule: str
    """The named rule that made the bounds: `at-least`, `exact`, `dozens` …"""


class RivalValue(Noun):
    """One of several values that an article holds for one field."""

    value: str
    statement: str | None = None
    """Id of the statement that says so; None for the outlet's own voice without a statement."""


class Disagreement(Noun):
    """A field for which speakers in one article give different values."""

    field: str
    values: tuple[RivalValue, ...] = Field(min_length=2)


class Responsibility(Noun):
    """One word on who did it: a claim of one's own deed, a charge by another, or a denial."""

    party: str
    """Canonical name where the actor list or a state's forces give one, else as written."""
    how: ResponsibilityHow
    statement: str | None = None
    """Id of the statement that says so; None for the outlet's own voice without a statement."""
    spans: tuple[Span, ...] = Field(min_length=1)


class Evidence(Stated):
    """Why a coded word that is not itself in the text (a type, a modality) was chosen."""

    field: str
    value: str
    rule: str
    """The rule in words, so that a coder can object to it."""


class Report(Stated):
    """What one article says of one happening. The first span is its anchor."""

    id: str = Field(pattern=r"^rep1:[0-9a-f]{16}$")
    """Stable for the same article and anchor, whatever the method's version."""
    event_type: str
    """One of ACLED's six types, as the codebook lists them."""
    sub_event_type: str | None = None
    """One of ACLED's 25 sub-types; None where the text does not settle it."""
    modality: Modality = "actual"
    plover_type: str | None = None
    """PLOVER 2.0's event type, by the codebook's rules; None where they give none."""
    plover_mode: str | None = None
    ucdp_type: Literal[1, 2, 3] | None = None
    """UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; None where the parties do not settle it."""
    when: When = When()
    where: Where = Where()
    perpetrators: tuple[Party, ...] = ()
    """The one that the text treats as most likely first."""
    responsibility: tuple[Responsibility, ...] = ()
    """Who claims it, is charged with it or denies it, in whose words."""
    responsibility_status: ResponsibilityStatus | None = None
    """`contested`: several are named, or the one who is named denies it; `unclaimed`: the text says that nobody claims
    it, and names no one; `stated`: told as known. None where the text names nobody and says nothing of it."""
    targets: tuple[Party, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    casualties: tuple[Count, ...] = ()
    munitions: tuple[Count, ...] = ()
    statements: tuple[str, ...] = ()
    """Ids of the statements that speak of this happening."""
    disagreements: tuple[Disagreement, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def anchor(self) -> Span:
        """The shortest phrase that names the act at its fullest telling."""
        return self.spans[0]


def report_id(article_id: str, anchor: Span, place: Span | None = None) -> str:
    """Hash an article's id with an anchor's range into a report's id.

    `place` is given where one act is told of several places ("struck A and B"), so that each report has its own id.
    """
    where = f"\x1f{place.start}\x1f{place.end}" if place else ""
    digest = hashlib.sha256(f"{article_id}\x1f{anchor.start}\x1f{anchor.end}{where}".encode())
    return f"rep1:{digest.hexdigest()[:16]}"
