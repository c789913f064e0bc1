"""An event as one row of the table of everything."""

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from recount.codebook.rules import Rule
from recount.nouns.events import Choice, Claim, EventReport, Outcome, SettledEvent, Side, Voice
from recount.publishing.encoding import encoded

__all__ = ["event_row", "plain_value"]

_PLACE = attrgetter(
    "gazetteer_id", "gazetteer_name", "latitude", "longitude", "radius_km", "country", "admin1", "admin2"
)  # fmt: skip
# What needs no telling: one value, or none.
_PLAIN = frozenset({"only-value", "none-given"})
_LONE = re.compile("[\ud800-\udfff]")


def event_row(event: SettledEvent, rules: Sequence[Rule]) -> tuple[Any, ...]:
    """Return the values of `event_columns(rules)`: texts, numbers, days, truth values, None; JSON as text."""
    told: list[Any] = [*_settled(event), *_tolls(event)]
    for rule in rules:
        outcome = event.outcomes[rule.name]
        told += [outcome.enters, "; ".join(outcome.why_not) or None]
        told += [_plain(outcome.values[name]) for name in rule.values]
    told += _behind(event)
    # Of a list, since a generator would cost more than what it looks at.
    return tuple([_LONE.sub("\ufffd", one) if type(one) is str and not one.isascii() else one for one in told])


def _settled(event: SettledEvent) -> list[Any]:
    of = event.of
    when, where, sources, plover = of("when"), of("where"), event.sources, of("plover")
    perpetrators, targets = of("perpetrators"), of("targets")
    return [
        event.id, len(event.reports), sources.independent, sources.from_party, _joined(sources.outlets), sources.scale,
        of("event_type"), of("sub_event_type"), of("modality"), plover[0], plover[1], of("ucdp_type"),
        when.earliest, when.latest, when.precision, when.lasts,
        where.name, *_PLACE(where), where.precision,
        _joined([_name(side) for side in perpetrators]), _joined([side.kind for side in perpetrators]),
        _joined([_name(side) for side in targets]), _joined([side.kind for side in targets]),
        _joined(dict.fromkeys(weapon.category for weapon in of("weapons"))),
        _joined([f"{_one_line(party)}: {how}" for party, how in of("responsibility")]),
    ]  # fmt: skip


def _tolls(event: SettledEvent) -> list[int | None]:
    """Return the least and the greatest number of people killed, and injured, that a report gives."""
    found: list[int | None] = []
    every = [
        claim for report in event.reports for claim in report.claims if claim.part_of is None and not claim.revised
    ]
    for effect in ("killed", "injured"):
        wholes = [claim for claim in every if claim.effect == effect]
        least = min([one.low for one in wholes if one.low is not None], default=None)
        most = max(
            [bound for one in wholes for bound in (one.low, one.best, one.high) if bound is not None], default=None
        )
        found += [least, most]
    return found


def _behind(event: SettledEvent) -> list[str | None]:
    reports = event.reports
    decisions = [
        {"about": report.id, **{name: one[name] for name in ("field", "verdict", "value", "reason", "by", "at")}}
        for report in reports
        for one in report.decisions
    ]
    claims = {claim.id: claim for report in reports for claim in report.claims}
    return [
        _joined(dict.fromkeys(report.review for report in reports if report.review)),
        _json({name: one.why for name, one in event.fields.items() if one.line == "unresolved"} or None),
        _json({name: _choice(one) for name, one in event.fields.items() if one.line not in _PLAIN} or None),
        _json({name: _derivation(one) for name, one in event.outcomes.items()}),
        _json([_claim(one) for one in claims.values()] or None),
        _json(_words(event)),
        _json([_report(report) for report in reports]),
        _json(decisions or None),
    ]


def _choice(one: Choice) -> dict[str, Any]:
    told: dict[str, Any] = {"by": one.line, "reports": one.reports}
    if one.rivals:
        told["rivals"] = [{"value": plain_value(rival.value), "reports": rival.reports} for rival in one.rivals]
    return told


def _derivation(outcome: Outcome) -> dict[str, Any]:
    left_out = [
        {"claim": claim, "line": step.line, "of": step.of, "why": why}
        for step in outcome.steps
        for claim, why in step.left_out
    ]
    told: dict[str, Any] = {"claims": outcome.rests_on}
    return {**told, "left_out": left_out} if left_out else told


def _claim(one: Claim) -> dict[str, Any]:
    bounds = {
        "group": one.group,
        "low": one.low,
        "best": one.best,
        "high": one.high,
        "part_of": one.part_of,
        "by": one.by,
    }
    return {
        "id": one.id, "report": one.report, "effect": one.effect, "group_kind": one.group_kind, "rule": one.rule,
        **{name: value for name, value in bounds.items() if value is not None},
        "words": [(word.start, word.end, word.quote) for word in one.words],
        "said_by": [_voice(voice) for voice in one.voices],
    }  # fmt: skip


def _words(event: SettledEvent) -> dict[str, list[tuple[str, int, int, str]]]:
    """Return by field the words of the reports whose value was taken; by `anchor` those of the act in each."""
    taken = {name: set(choice.reports) for name, choice in event.fields.items()}
    found: dict[str, list[tuple[str, int, int, str]]] = {}
    for report in event.reports:
        for field, words in report.words.items():
            if field == "anchor" or report.id in taken.get(field, ()):
                found.setdefault(field, []).extend((report.id, one.start, one.end, one.quote) for one in words)
    return found


def _report(one: EventReport) -> dict[str, Any]:
    return {
        "id": one.id, "article": one.article, "outlet": one.outlet, "title": one.title, "url": one.url,
        "published": one.published.isoformat() if one.published else None,
        "copy_of": None if one.family == one.article else one.family,
        "speakers": [_voice(voice) for voice in one.voices],
    }  # fmt: skip


def _voice(one: Voice) -> dict[str, Any]:
    told = {"statement": one.statement, "name": one.name, "role": one.role, "side": one.side, "kind": one.kind,
            "stance": one.stance, "via": one.via}  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def plain_value(value: Any) -> Any:
    """Return a value of a field as JSON has it."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain_value(one) for name, one in value._asdict().items() if one is not None}
    if isinstance(value, tuple | list):
        return [plain_value(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _plain(value: Any) -> Any:
    return _json(plain_value(value)) if isinstance(value, tuple) else value


def _json(value: Mapping[str, Any] | Sequence[Any] | None) -> str | None:
    return None if value is None else encoded(value)


def _name(side: Side) -> str:
    return side.canonical or _one_line(side.name)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None
