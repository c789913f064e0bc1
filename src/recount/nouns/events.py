"""An event as published rules see it: what each of its reports says, and what a rule makes of that.

Plain tuples, since a casebook may hold a million of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from recount.errors import BadArgument
from recount.nouns.report import (
    ActorKind,
    Effect,
    Modality,
    ResponsibilityHow,
    ResponsibilityStatus,
    WeaponCategory,
    WhenBasis,
    WhenPrecision,
    WherePrecision,
)
from recount.nouns.statement import SpeakerKind, Stance

__all__ = [
    "GROUP_KINDS",
    "NO_PERIOD",
    "NO_PLACE",
    "STATE_KINDS",
    "Choice",
    "Claim",
    "Event",
    "EventReport",
    "EventSources",
    "GroupKind",
    "Outcome",
    "Period",
    "Place",
    "ResponsibilityWord",
    "Review",
    "Rival",
    "SettledEvent",
    "Side",
    "Step",
    "Voice",
    "WeaponTold",
    "Words",
    "bounds_given",
    "review_of",
]

STATE_KINDS = frozenset({"state forces", "external/other"})
GROUP_KINDS = frozenset({"rebel group", "political militia", "identity militia"})
"""Kinds of organised armed actors: of a state, and of none."""
GroupKind = str
"""civilian, state, perpetrator, rebel, unknown."""
Review = str
"""accepted, corrected, rejected, unsure."""


class Words(NamedTuple):
    """Words of an article that a value rests on."""

    article: str
    start: int
    """Code points, as in a span; `end` is not included."""
    end: int
    quote: str


class Voice(NamedTuple):
    """Who gives a value, and as what."""

    statement: str
    """Id of the statement."""
    name: str | None
    """As written; None for the outlet's own voice."""
    role: str | None
    side: str | None
    """Canonical actor for whom the speaker speaks."""
    kind: SpeakerKind
    stance: Stance
    via: str | None
    """The outlet that the outlet quotes."""

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the voice of a row of statements."""
        return cls(row["id"], row["speaker"], row["role"], row["side"], row["kind"], row["stance"], row["via"])


class Claim(NamedTuple):
    """One figure that a report gives: how many were killed, injured …"""

    id: str
    report: str
    effect: Effect
    group: str | None
    """As written: "soldiers", "children"."""
    group_kind: GroupKind
    low: int | None
    """None where the words set no lower bound."""
    best: int | None
    high: int | None
    """None where the words set no upper bound."""
    rule: str
    """The named rule that made the bounds of the words: `exact`, `at-least`, `dozens` …; `person` where a person
    corrected the figure."""
    part_of: str | None = None
    """Id of the claim that contains it."""
    revised: bool = False
    """Whether a later figure of the same report takes its place."""
    rival: bool = False
    """Whether speakers in its article differ on it."""
    shared: int = 1
    """How many reports of its article the same words count for: above 1 the figure is a total over them."""
    shared_first: bool = True
    """Whether its report is the first of these."""
    voices: tuple[Voice, ...] = ()
    """Whose statements hold its words; empty for the outlet's own voice."""
    words: tuple[Words, ...] = ()
    by: str | None = None
    """The person who corrected it."""


class Side(NamedTuple):
    """Someone or something that acts or is acted upon."""

    name: str
    """As written."""
    canonical: str | None
    """Neutral name of the actor list or of a state's forces."""
    actor_id: str | None
    kind: ActorKind
    country: str | None
    """ISO 3166-1 alpha-2."""

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """Return a party as a row of reports or tallies has it."""
        get = told.get
        return cls(told["name"], get("canonical"), get("actor_id"), get("kind", "unknown"), get("country"))

    @property
    def known_as(self) -> str:
        """The neutral name where a list holds one, else the words."""
        return self.canonical or self.name


class WeaponTold(NamedTuple):
    """What it was done with."""

    name: str
    category: WeaponCategory


class ResponsibilityWord(NamedTuple):
    """One word on who did it."""

    party: str
    how: ResponsibilityHow
    statement: str | None


class Period(NamedTuple):
    """When it happened; both ends inclusive, None where nothing tells."""

    earliest: date | None
    latest: date | None
    precision: WhenPrecision
    basis: WhenBasis
    lasts: bool = False
    """Whether it went on over these days, rather than on one of them."""


class Place(NamedTuple):
    """Where it happened."""

    name: str | None
    """As written."""
    gazetteer_id: str | None
    gazetteer_name: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    country: str | None
    """ISO 3166-1 alpha-2."""
    admin1: str | None
    admin2: str | None
    precision: WherePrecision


NO_PERIOD = Period(None, None, "unknown", "none")
NO_PLACE = Place(None, None, None, None, None, None, None, None, None, "unknown")
"""Where nothing is told."""


class EventReport(NamedTuple):
    """A report as one of an event's: its values, its article, and whether it is a source of its own."""

    id: str
    article: str
    order: int
    """When its article was kept: lower is earlier."""
    family: str
    """Id of the first article that tells the story in the same words; its own where it copies none."""
    outlet: str | None
    title: str | None
    url: str | None
    published: date | None
    """First possible day of publication."""
    event_type: str
    sub_event_type: str | None
    modality: Modality
    plover_type: str | None
    plover_mode: str | None
    ucdp_type: int | None
    when: Period
    where: Place
    perpetrators: tuple[Side, ...] = ()
    targets: tuple[Side, ...] = ()
    weapons: tuple[WeaponTold, ...] = ()
    responsibility: tuple[ResponsibilityWord, ...] = ()
    responsibility_status: ResponsibilityStatus | None = None
    claims: tuple[Claim, ...] = ()
    """Figures of people, in the order of the report."""
    voices: tuple[Voice, ...] = ()
    """All who speak of it."""
    words: Mapping[str, tuple[Words, ...]] = {}
    """By field (`anchor`, `when`, `where`, `perpetrators`, `targets`, `weapons`, `responsibility`) the words it rests
    on; claims have their own."""
    review: Review | None = None
    """What people think of it as a whole; None where nobody decided."""
    decisions: tuple[Mapping[str, Any], ...] = ()
    """What people decided: seq, field, verdict, value, reason, by, at; corrections stand in the values above."""
    unapplied: tuple[str, ...] = ()
    """Corrections that are no value of their field, in words."""


class Event(NamedTuple):
    """Reports judged to tell of one happening, the first kept first; none that a person rejected."""

    id: str
    reports: tuple[EventReport, ...]
    rejected: tuple[str, ...] = ()
    """Ids of reports that people rejected: nothing is taken from them."""


class Rival(NamedTuple):
    """A value that some reports give for a field."""

    value: Any
    reports: tuple[str, ...]


class Choice(NamedTuple):
    """One field of an event, with the values that were not taken."""

    value: Any
    """None where no report gives one, or nothing settles it."""
    line: str
    """What took it: `person`, `only-value`, `most-sources`, `most-exact`, `none-given`, `from-sides` where
    UCDP's type follows from what different reports tell of both sides, or `unresolved` where sources are even and the
    value told first was taken."""
    reports: tuple[str, ...] = ()
    """Those that give it."""
    rivals: tuple[Rival, ...] = ()
    why: str | None = None
    """Why it is unresolved, or why it was taken over its rivals."""


class Step(NamedTuple):
    """What one line of a rule did with the figures before it."""

    line: str
    of: str
    """The set of claims or the figure that the line belongs to."""
    kept: tuple[str, ...] = ()
    """Ids of the claims that go on."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Id of a claim and why it was left out."""
    result: Any = None
    """The figure, code or grade that the line gives."""
    why: str | None = None


class Outcome(NamedTuple):
    """An event under one published rule, with the derivation."""

    rule: str
    enters: bool
    """Whether the rule's dataset would hold it."""
    values: Mapping[str, Any]
    """Figures, codes and grades by name; None where the rule gives none."""
    steps: tuple[Step, ...]
    rests_on: Mapping[str, tuple[str, ...]]
    """By name of a figure the ids of the claims it was taken from."""
    why_not: tuple[str, ...] = ()
    """Lines of the rule that keep it out."""


class EventSources(NamedTuple):
    """Who tells of an event, each story once."""

    independent: int
    """Stories in words of their own, of outlets that do not cite one another."""
    outlets: tuple[str, ...]
    """In the order in which they were kept."""
    scale: str | None
    """ACLED's scale of sources; None where no outlet is listed."""
    from_party: int
    """Of the independent ones, those that have only the word of a party to the conflict."""


class SettledEvent(NamedTuple):
    """An event with one value a field, its sources, and its figures under each rule."""

    id: str
    reports: tuple[EventReport, ...]
    fields: Mapping[str, Choice]
    """`event_type`, `sub_event_type`, `modality`, `plover`, `ucdp_type`, `when` (`Period`), `where` (`Place`),
    `perpetrators`, `targets`, `weapons`, `responsibility`."""
    sources: EventSources
    outcomes: Mapping[str, Outcome]
    """By name of the rule."""
    rejected: tuple[str, ...] = ()

    def of(self, field: str) -> Any:
        """Return the value that was taken for a field."""
        return self.fields[field].value


def bounds_given(value: Any) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high of a figure that a person gives: a number, or a mapping of some of the three.

    Raises:
        BadArgument: it is neither, or no whole numbers from 0 on, the least first.
    """
    names = ("low", "best", "high")
    given = dict.fromkeys(names, value) if isinstance(value, int) else value
    if not isinstance(given, Mapping) or not set(given) <= set(names):
        raise BadArgument("give a whole number, or the least and the most that the text gives.")
    low, best, high = (given.get(one) for one in names)
    known = [one for one in (low, best, high) if one is not None]
    if not known or any(type(one) is not int or one < 0 for one in known) or known != sorted(known):
        raise BadArgument("give whole numbers from 0 on, the least first.")
    return low, best, high


def review_of(decisions: Sequence[Mapping[str, Any]]) -> Review | None:
    """Return what people think of a report as a whole, from its decisions, the first first; None where nobody decided.

    The last decision on the whole counts, and one that was withdrawn does not. A report with a corrected field that
    nobody rejected or doubts is corrected.
    """
    standing: dict[str | None, str] = {}
    for one in decisions:
        standing[one["field"]] = one["verdict"]
    whole = {"accept": "accepted", "reject": "rejected", "unsure": "unsure"}.get(standing.pop(None, ""))
    if whole in (None, "accepted") and "correct" in standing.values():
        return "corrected"
    return whole
