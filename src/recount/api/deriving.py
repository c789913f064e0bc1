"""Events under published rules: one value a field with its rivals, and how each figure follows from who says what."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from recount.codebook.rules import PUBLISHED_RULES, Line, Rule, rule_of
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.judging import event_of
from recount.nouns.events import Choice, Claim, EventReport, SettledEvent, Step, Voice, Words
from recount.pipeline.reconciling import settled_events
from recount.publishing.events.rows import plain_value
from recount.publishing.formats.fields import claims_of_value, fields_of_value, used_by

__all__ = [
    "PUBLISHED_RULES",
    "ClaimShown",
    "Derived",
    "FieldShown",
    "FigureShown",
    "LineShown",
    "derivation_of",
    "derive",
    "event_under",
    "value_of_claim",
    "value_of_derived",
    "value_of_event",
    "value_of_voice",
]

# What a field of a report is called where a rule's lines look at it.
_LOOKED_AT = {"when": ("when", "when_precision"), "where": ("where", "where_precision")}


class ClaimShown(NamedTuple):
    """A figure with where it stands and who gives it."""

    claim: Claim
    report: EventReport


class LineShown(NamedTuple):
    """What one line of a rule did with the figures before it."""

    line: Line
    of: str
    """The set of claims."""
    kept: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    """Id of a claim and why."""
    why: str | None
    """Which figures it made of those before it; None where it took them as they are."""


class FieldShown(NamedTuple):
    """A field of the event that values look at."""

    name: str
    choice: Choice
    words: tuple[tuple[EventReport, Words], ...]
    """Of the reports whose value was taken."""


class FigureShown(NamedTuple):
    """A value under a rule."""

    name: str
    value: Any
    line: Line
    rests_on: tuple[str, ...]
    """Ids of claims."""
    why: str | None


class Derived(NamedTuple):
    """How an event's values under one rule follow from what its reports say."""

    event: SettledEvent
    rule: Rule
    enters: bool
    why_not: tuple[tuple[Line, str], ...]
    """Lines that keep the event out of the rule's dataset, and why."""
    figures: tuple[FigureShown, ...]
    lines: tuple[LineShown, ...]
    claims: Mapping[str, ClaimShown]
    """Every figure that a line saw, by id."""
    fields: tuple[FieldShown, ...]
    """Those that the values look at."""


def event_under(path: Path, event: str, rules: Sequence[str] = PUBLISHED_RULES) -> SettledEvent:
    """Return an event with one value a field, the rival values beside it, and its figures under rules.

    Args:
        path: the casebook.
        event: its id, or that of one of its reports.
        rules: names of packaged rules, or paths of a user's own.

    Raises:
        UnknownId: there is no such event.
        BadArgument: there is no such rule.
    """
    return _settled(path, event, [rule_of(name) for name in rules])


def _settled(path: Path, event: str, rules: Sequence[Rule]) -> SettledEvent:
    with Ledger.open(path) as ledger:
        return next(settled_events(ledger, [event_of(ledger, event).id], rules))


def derive(path: Path, event: str, field: str | None, rules: Sequence[str]) -> list[Derived]:
    """Return, for each of some rules, how the values of an event that a field has part in come about.

    Args:
        path: the casebook.
        event: its id, or that of one of its reports.
        field: an effect (`killed`), a field (`when`), or the name of a value (`fatalities`); None for all values.
        rules: names of packaged rules, or paths of a user's own.

    Raises:
        UnknownId: there is no such event.
        BadArgument: there is no such rule, or no rule asked for has a value of the field.
    """
    asked = [rule_of(name) for name in rules]
    found = _settled(path, event, asked)
    derived = [derivation_of(found, rule, field) for rule in asked]
    if not any(one.figures for one in derived):
        names = ", ".join(name for rule in asked for name in rule.values)
        raise BadArgument(
            f"{field!r} has no part in {' or '.join(rule.title for rule in asked)}. Ask for killed, injured, when, "
            f"where, event_type, or one of {names}."
        )
    return derived


def derivation_of(event: SettledEvent, rule: Rule, field: str | None = None) -> Derived:
    """Return how the values of a settled event that a field has part in come about under one of its rules."""
    outcome = event.outcomes[rule.name]
    names, sets = _part_of(rule, field)
    steps = {(step.line, step.of): step for step in outcome.steps}
    figures = tuple(_figure(name, rule, outcome.values[name], outcome.rests_on.get(name, ()), steps) for name in names)
    lines = tuple(
        LineShown(line, name, step.kept, step.left_out, step.why)
        for name in sets
        for line in rule.claims[name]
        if (step := steps.get((line.name, name)))
    )
    seen = {id_ for line in lines for id_ in (*line.kept, *(claim for claim, _ in line.left_out))}
    claims = {
        claim.id: ClaimShown(claim, report) for report in event.reports for claim in report.claims if claim.id in seen
    }
    whys = {step.line: step.why or "" for step in outcome.steps if step.of == "enters"}
    why_not = tuple((line, whys.get(line.name, "")) for line in rule.enters if line.name in outcome.why_not)
    looked_at = dict.fromkeys(one for name in names for one in fields_of_value(rule, name) if one in event.fields)
    fields = tuple(FieldShown(one, event.fields[one], tuple(_words_of(event, one))) for one in looked_at)
    return Derived(event, rule, outcome.enters, why_not, figures, lines, claims, fields)


def _words_of(event: SettledEvent, field: str) -> Iterator[tuple[EventReport, Words]]:
    """Yield the words that the value of a field rests on; those of the act where the type alone tells it."""
    taken = event.fields[field].reports
    for report in event.reports:
        if report.id in taken:
            yield from ((report, one) for one in report.words.get(field, report.words.get("anchor", ())))


def _figure(
    name: str, rule: Rule, value: Any, rests_on: tuple[str, ...], steps: Mapping[tuple[str, str], Step]
) -> FigureShown:
    line = rule.values[name]
    step = steps.get((line.name, name))
    return FigureShown(name, value, line, rests_on, step.why if step else None)


def _part_of(rule: Rule, field: str | None) -> tuple[list[str], list[str]]:
    """Return the names of values that a field has part in, and the sets of claims behind them, in the rule's order."""
    if field is None:
        return list(rule.values), list(rule.claims)
    part = {field, *_LOOKED_AT.get(field, ())}
    part |= {name for name, lines in rule.claims.items() if lines[0].arguments.get("effect") == field}
    names = []
    for name, line in rule.values.items():
        used = set(used_by(line))
        if line.does == "middle-day":
            used.add("when")
        if name == field or used & part:
            names.append(name)
            part.add(name)
    behind = {used for name in names for used in claims_of_value(rule, name)}
    return names, [name for name in rule.claims if name in behind or name in part]


def value_of_derived(found: Derived) -> dict[str, Any]:
    """Return a derivation as one value of JSON."""
    return {
        "event": found.event.id,
        "rule": found.rule.name,
        "document": found.rule.document,
        "enters": found.enters,
        "why_not": [{**_line(line), "why": why} for line, why in found.why_not],
        "figures": [
            {
                **_line(one.line), "name": one.name, "value": plain_value(one.value), "why": one.why,
                "rests_on": one.rests_on,
            }
            for one in found.figures
        ],
        "lines": [
            {
                "of": one.of, **_line(one.line), "kept": one.kept,
                "left_out": [{"claim": claim, "why": why} for claim, why in one.left_out], "made": one.why,
            }
            for one in found.lines
        ],
        "claims": {id_: value_of_claim(one) for id_, one in found.claims.items()},
        "fields": {
            one.name: {
                **_choice(one.choice),
                "words": [{"report": report.id, **words._asdict()} for report, words in one.words],
            }
            for one in found.fields
        },
        "rejected": found.event.rejected,
        "unapplied": _unapplied(found.event),
    }  # fmt: skip


def value_of_event(event: SettledEvent) -> dict[str, Any]:
    """Return an event as one value of JSON: what was taken, the rivals, the figures under each rule."""
    return {
        "id": event.id,
        "reports": [
            {"id": one.id, "article": one.article, "outlet": one.outlet, "review": one.review} for one in event.reports
        ],
        "rejected": event.rejected,
        "sources": event.sources._asdict(),
        "fields": {
            name: _choice(one) for name, one in event.fields.items()
        },
        "responsibility": [
            {"report": report.id, "party": word.party, "how": word.how, "said_by": _said_by(report, word.statement)}
            for report in event.reports
            for word in report.responsibility
        ],
        "figures": [value_of_claim(ClaimShown(claim, report)) for report in event.reports for claim in report.claims],
        "outcomes": {
            name: {
                "enters": one.enters, "why_not": one.why_not,
                "values": {value: plain_value(told) for value, told in one.values.items()},
            }
            for name, one in event.outcomes.items()
        },
        "unapplied": _unapplied(event),
    }  # fmt: skip


def _said_by(report: EventReport, statement: str | None) -> dict[str, Any] | None:
    """Return who says a thing by the id of the statement; None for the outlet's own voice."""
    return next((value_of_voice(voice) for voice in report.voices if voice.statement == statement), None)


def _unapplied(event: SettledEvent) -> list[str]:
    return [one for report in event.reports for one in report.unapplied]


def _choice(one: Choice) -> dict[str, Any]:
    return {
        "value": plain_value(one.value), "taken": one.line, "why": one.why, "reports": one.reports,
        "rivals": [{"value": plain_value(rival.value), "reports": rival.reports} for rival in one.rivals],
    }  # fmt: skip


def _line(line: Line) -> dict[str, str]:
    return {"line": line.name, "says": line.says, "section": line.section}


def value_of_claim(one: ClaimShown) -> dict[str, Any]:
    """Return a figure as one value of JSON: its bounds, where it stands, its words and who gives it."""
    claim, report = one
    bounds = (
        "id", "effect", "group", "group_kind", "low", "best", "high", "rule", "part_of", "revised", "shared", "by",
    )  # fmt: skip
    return {
        **{name: getattr(claim, name) for name in bounds},
        "report": report.id, "article": report.article, "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
        "words": [word._asdict() for word in claim.words],
        "said_by": [value_of_voice(voice) for voice in claim.voices],
    }  # fmt: skip


def value_of_voice(voice: Voice) -> dict[str, Any]:
    """Return who speaks as one value of JSON, without what is not told."""
    return {name: value for name, value in voice._asdict().items() if value is not None}
