"""What makes an event worth a person's look, in plain words and in points: many dead, contested, much cited, uncertain.

Points say what to ask first, and nothing else: no value follows from them.
"""

from collections.abc import Iterator
from math import log2
from typing import NamedTuple

from recount.nouns.events import Choice, Period, Place, SettledEvent

__all__ = [
    "REASONS",
    "Asked",
    "Reason",
    "Worth",
    "asked_of",
    "dead_of",
    "is_contested",
    "responsibility_of",
    "worth_of",
]

# One point is a doubling of the dead: a reviewer who has an hour looks at 100 said to be killed before two, and the
# other points say how much uncertainty weighs as much as that. Chosen by looking at queues of invented reports; before
# changing one, look at what `tests/unit/test_asked_first.py` puts first.
POINTS_OF_TOLLS = 1.0
# Half a doubling of the lives that are in dispute.
SHARE_OF_GAP = 0.5
POINTS_OF_CONTESTED, POINTS_OF_DENIED = 2.0, 1.5
# Of a field on which sources are even, and of one on which some are outvoted.
POINTS_OF_EVEN, POINTS_OF_OUTVOTED = 1.0, 0.5
POINTS_OF_PLACE = {"unknown": 2.0, "country": 1.5, "international": 1.0, "admin1": 1.0, "area": 1.0}
POINTS_OF_UNLISTED_PLACE = 1.0
POINTS_OF_NO_DAY, POINTS_OF_VAGUE_DAY = 1.5, 0.75
# Days: a week is the vaguest that most datasets still put on a day.
MOST_DAYS = 7
POINTS_OF_NO_TYPE, POINTS_OF_NO_SUB_TYPE = 1.0, 0.5
# Points for each unit of doubt whether a report belongs to the event, and from which probability down it is told.
POINTS_OF_DOUBT, MOST_DOUBTFUL = 6.0, 0.95
POINTS_OF_UNSURE = 1.0
# A person has answered already, and nothing came of it.
POINTS_OF_UNAPPLIED = 2.0

REASONS = {
    "dead": "many dead",
    "tolls": "tolls differ",
    "responsibility": "who did it is contested",
    "rivals": "reports differ",
    "cited": "many sources",
    "place": "place uncertain",
    "day": "day uncertain",
    "type": "type open",
    "link": "may be two events",
    "unsure": "a person was unsure",
    "correction": "a correction does not fit",
}
"""Codes of reasons, and what a list of them calls them."""

_NAMES = {
    "event_type": "the type", "when": "the day", "where": "the place", "perpetrators": "who did it",
    "targets": "who was attacked", "modality": "whether it happened",
}  # fmt: skip
_DECIDED = ("accepted", "corrected", "rejected")


class Reason(NamedTuple):
    """One thing that makes an event worth a look."""

    code: str
    """One of `REASONS`."""
    points: float
    words: str
    """For a person; never says that what is claimed is so."""


class Worth(NamedTuple):
    """How much an event is worth a person's look."""

    points: float
    reasons: tuple[Reason, ...]
    """The weightiest first."""


class Asked(NamedTuple):
    """What of an event people decided on."""

    report: str | None
    """The report to ask a person next: the first kept one that nobody decided on, copies last; None where people
    decided on all."""
    decided: int
    """How many of its reports people accepted, corrected or rejected."""
    reports: int
    """Of how many."""


def worth_of(event: SettledEvent, *, least_probability: float | None = None) -> Worth:
    """Return how much an event is worth a person's look, and why.

    Args:
        event: settled, under UCDP's rule among others: its lowest and highest figures of the dead are taken.
        least_probability: how sure the least sure of its reports is to belong to it; None where nobody has to ask.
    """
    if not event.reports:
        return Worth(0.0, ())
    found = [*_dead(event), *_contested(event), *_uncertain(event), *_cited(event), *_answered(event)]
    if least_probability is not None and least_probability < MOST_DOUBTFUL:
        words = f"one of its reports belongs to it with a probability of {least_probability:.2f} only"
        found.append(Reason("link", (1 - least_probability) * POINTS_OF_DOUBT, words))
    rounded = [one._replace(points=round(one.points, 2)) for one in found]
    rounded.sort(key=lambda one: (-one.points, one.code))
    return Worth(round(sum(one.points for one in rounded), 2), tuple(rounded))


def asked_of(event: SettledEvent) -> Asked:
    """Return which report of an event to ask a person next, and on how many people decided."""
    waiting = [one for one in event.reports if one.review not in _DECIDED]
    waiting.sort(key=lambda one: (one.review is not None, one.family != one.article, one.order, one.id))
    total = len(event.reports) + len(event.rejected)
    return Asked(waiting[0].id if waiting else None, total - len(waiting), total)


def dead_of(event: SettledEvent) -> tuple[int, int]:
    """Return the lowest and the highest figure of the dead that a source gives, by UCDP's rule; 0 where none does."""
    outcome = event.outcomes.get("ucdp")
    values = outcome.values if outcome else {}
    low, high = values.get("low") or 0, values.get("high") or 0
    return min(low, high), max(low, high)


def responsibility_of(event: SettledEvent) -> str | None:
    """Return what reports say of responsibility: contested or denied before anything else; None where none does."""
    order = ("contested", "denied", "claimed", "accused", "unclaimed", "stated")
    told = {one.responsibility_status for one in event.reports}
    return next((one for one in order if one in told), None)


def is_contested(event: SettledEvent) -> bool:
    """Tell whether reports differ on the dead, on who did it, or on another field."""
    return next(_contested(event), None) is not None


def _dead(event: SettledEvent) -> Iterator[Reason]:
    low, high = dead_of(event)
    if high:
        words = f"{high:,} said to be killed" if low == high else f"up to {high:,} said to be killed"
        yield Reason("dead", log2(1 + high), words)


def _contested(event: SettledEvent) -> Iterator[Reason]:
    low, high = dead_of(event)
    if high > low and _tolls_differ(event):
        points = POINTS_OF_TOLLS + SHARE_OF_GAP * log2(1 + high - low)
        yield Reason("tolls", points, f"sources differ on the dead: from {low:,} to {high:,}")
    told = responsibility_of(event)
    if told == "contested":
        yield Reason("responsibility", POINTS_OF_CONTESTED, "different parties are said to have done it")
    elif told == "denied":
        yield Reason("responsibility", POINTS_OF_DENIED, "who is said to have done it denies it")
    even = [name for field, name in _NAMES.items() if _line(event, field) == "unresolved"]
    outvoted = [name for field, name in _NAMES.items() if _line(event, field) == "most-sources"]
    if even or outvoted:
        points = POINTS_OF_EVEN * len(even) + POINTS_OF_OUTVOTED * len(outvoted)
        yield Reason("rivals", points, f"reports differ on {_listed([*even, *outvoted])}")


def _tolls_differ(event: SettledEvent) -> bool:
    claims = [claim for report in event.reports for claim in report.claims if claim.effect == "killed"]
    tellers = {claim.report for claim in claims}
    figures = {(claim.low, claim.best, claim.high) for claim in claims}
    return any(claim.rival for claim in claims) or (len(tellers) > 1 and len(figures) > 1)


def _uncertain(event: SettledEvent) -> Iterator[Reason]:
    where: Place = event.of("where")
    if where.precision in POINTS_OF_PLACE:
        yield Reason("place", POINTS_OF_PLACE[where.precision], _place_words(where))
    elif where.latitude is None:
        words = f"the gazetteer does not hold {where.name}" if where.name else "no place was found"
        yield Reason("place", POINTS_OF_UNLISTED_PLACE, words)
    when: Period = event.of("when")
    if when.earliest is None and when.latest is None:
        yield Reason("day", POINTS_OF_NO_DAY, "no day was found")
    elif when.earliest is None or when.latest is None:
        yield Reason("day", POINTS_OF_VAGUE_DAY, "only the first or only the last possible day is told")
    elif (days := (when.latest - when.earliest).days + 1) > MOST_DAYS:
        yield Reason("day", POINTS_OF_VAGUE_DAY, f"it may have been on any of {days:,} days")
    if event.of("event_type") is None:
        yield Reason("type", POINTS_OF_NO_TYPE, "the type is open")
    elif event.of("sub_event_type") is None:
        yield Reason("type", POINTS_OF_NO_SUB_TYPE, f"which kind of {event.of('event_type')} it was is open")


def _place_words(where: Place) -> str:
    if where.precision == "unknown":
        return "no place was found"
    vague = {"country": "only the country", "admin1": "only the province", "area": "only a wider area"}
    return f"{vague.get(where.precision, 'only a sea or an airspace')} is told"


def _cited(event: SettledEvent) -> Iterator[Reason]:
    number = event.sources.independent
    if number > 1:
        words = f"{number:,} independent sources tell of it, in {len(event.reports):,} reports"
        yield Reason("cited", log2(number), words)


def _answered(event: SettledEvent) -> Iterator[Reason]:
    unsure = sum(one.review == "unsure" for one in event.reports)
    if unsure:
        words = (
            "a person was unsure of one of its reports" if unsure == 1 else f"people were unsure of {unsure} reports"
        )
        yield Reason("unsure", POINTS_OF_UNSURE, words)
    unapplied = [words.partition(":")[0] for one in event.reports for words in one.unapplied]
    if unapplied:
        words = f"a correction is no value of its field: {_listed(sorted(set(unapplied)))}"
        yield Reason("correction", POINTS_OF_UNAPPLIED, words)


def _line(event: SettledEvent, field: str) -> str:
    choice: Choice = event.fields[field]
    return choice.line if choice.rivals else "only-value"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
