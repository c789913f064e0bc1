"""What the reports of an event say, side by side: a row for each field, a column for each story."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from recount.api.deriving import ClaimShown, value_of_claim, value_of_voice
from recount.api.pages.event_rows import country_name
from recount.nouns.events import Choice, Claim, EventReport, SettledEvent
from recount.nouns.report import Effect
from recount.publishing.events.rows import plain_value

__all__ = ["figure_rows", "how_taken", "side_by_side"]

_FIELDS = ("what", "modality", "when", "where", "perpetrators", "targets", "weapons", "responsibility")
_EFFECTS = tuple(one for one in get_args(Effect) if one != "munitions")
# How far the line goes beyond the greatest number where a figure has no upper bound.
_BEYOND = 1.15
_CHOSEN = {
    "person": "as a reviewer corrected it",
    "only-value": "the only value told",
    "most-sources": "told by most sources",
    "most-exact": "more exact than its rivals",
    "from-sides": "from what the reports together tell of both sides",
    "all-told": "all that reports say of it",
    "none-given": "no report says",
    "unresolved": "not settled: the value told first",
}


def side_by_side(event: SettledEvent) -> dict[str, Any]:
    """Return columns (stories with who prints and who tells them) and rows (fields with a cell for each column).

    A copy that says what its first telling says has no column of its own; it is named with that one.
    """
    columns, folded = _columns(event)
    rows = [row for name in _FIELDS if (row := _row(event, columns, name))]
    rows += [row for effect in _EFFECTS if (row := _effect_row(columns, effect))]
    return {"columns": [_head(one, folded.get(one.id, [])) for one in columns], "rows": rows}


def how_taken(choice: Choice) -> dict[str, Any]:
    """Return what was taken for a field, how, and how many rivals it has."""
    said = _CHOSEN.get(choice.line, choice.line)
    return {
        "value": _plain(choice.value),
        "taken": choice.line,
        "how": said if not choice.why or choice.why == said else f"{said}: {choice.why}",
        "rivals": len(choice.rivals),
        "reports": list(choice.reports),
    }


def figure_rows(event: SettledEvent) -> list[dict[str, Any]]:
    """Return every figure of people by effect and day of publication, each with its bounds as shares of the greatest.

    A figure is replaced where its own report, or a later one of the same outlet, gives a newer one of the same people.
    """
    found = []
    for effect in _EFFECTS:
        told = [(report, claim) for report in event.reports for claim in report.claims if claim.effect == effect]
        told.sort(key=lambda one: (str(one[0].published or "9"), one[0].order, one[1].id))
        most = max((_most(claim) for _, claim in told), default=0)
        # Room for "at least": it goes on beyond the greatest number that is told.
        scale = most * _BEYOND if any(claim.high is None for _, claim in told) else most
        figures = [_drawn(report, claim, scale, _newer(told, report, claim)) for report, claim in told]
        if figures:
            found.append({"effect": effect, "most": most, "figures": figures})
    return found


def _drawn(report: EventReport, claim: Claim, most: float, newer: EventReport | None) -> dict[str, Any]:
    low, high = claim.low if claim.low is not None else 0, claim.high if claim.high is not None else most
    return {
        **value_of_claim(ClaimShown(claim, report)),
        "from": low / most if most else 0.0,
        "to": max(low, high) / most if most else 0.0,
        "dot": None if claim.best is None or not most else min(1.0, claim.best / most),
        "open_below": claim.low is None,
        "open_above": claim.high is None,
        "replaced": claim.revised or newer is not None,
        "copy_of": report.family if report.family != report.article else None,
    }


def _newer(told: Sequence[tuple[EventReport, Claim]], report: EventReport, claim: Claim) -> EventReport | None:
    for other, one in told:
        same = other.outlet is not None and (other.outlet, one.group_kind) == (report.outlet, claim.group_kind)
        if same and other.published and report.published and other.published > report.published:
            return other
    return None


def _most(claim: Claim) -> int:
    return max((one for one in (claim.low, claim.best, claim.high) if one is not None), default=0)


def _columns(event: SettledEvent) -> tuple[list[EventReport], dict[str, list[EventReport]]]:
    columns: list[EventReport] = []
    folded: dict[str, list[EventReport]] = {}
    for report in event.reports:
        first = next((one for one in columns if one.family == report.family and _says(one) == _says(report)), None)
        if first is None or report.article == first.article:
            columns.append(report)
        else:
            folded.setdefault(first.id, []).append(report)
    return columns, folded


def _says(report: EventReport) -> tuple[Any, ...]:
    figures = [(one.effect, one.group, one.low, one.best, one.high, one.by) for one in report.claims]
    return *(_value(report, name) for name in _FIELDS), figures, report.decisions


def _head(report: EventReport, copies: Sequence[EventReport]) -> dict[str, Any]:
    anchor = report.words.get("anchor", ())
    return {
        **_printed(report),
        "title": report.title,
        "url": report.url,
        "review": report.review,
        "copy_of": report.family if report.family != report.article else None,
        "said_by": [value_of_voice(one) for one in report.voices],
        "words": [one._asdict() for one in anchor],
        "copies": [_printed(one) for one in copies],
    }


def _printed(report: EventReport) -> dict[str, Any]:
    published = report.published.isoformat() if report.published else None
    return {"report": report.id, "article": report.article, "outlet": report.outlet, "published": published}


def _row(event: SettledEvent, columns: Sequence[EventReport], name: str) -> dict[str, Any] | None:
    """Return a field of all columns; None where no report says anything of it."""
    values = [_value(report, name) for report in columns]
    if name == "modality" and set(values) == {"actual"}:
        return None
    if not any(values):
        return None
    of = "sub_event_type" if name == "what" and event.of("sub_event_type") else "event_type" if name == "what" else name
    cells = [
        {
            "report": report.id,
            "value": _plain(value),
            "rival": bool(value) and report.id not in event.fields[of].reports,
            "words": [one._asdict() for one in report.words.get("anchor" if name == "what" else name, ())],
            "corrected": any(one["field"] in (name, of) and one["verdict"] == "correct" for one in report.decisions),
        }
        for report, value in zip(columns, values, strict=True)
    ]
    return {"field": name, "kind": name, **how_taken(event.fields[of]), "cells": cells}


def _value(report: EventReport, name: str) -> Any:
    if name == "what":
        return report.sub_event_type or report.event_type
    if name == "responsibility":
        said = {one.statement: one for one in report.voices}
        return tuple((one.party, one.how, said.get(one.statement or "")) for one in report.responsibility)
    if name == "when" and report.when.earliest is None and report.when.latest is None:
        return None
    if name == "where" and report.where.precision == "unknown" and report.where.name is None:
        return None
    return getattr(report, name)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; words on responsibility with who says them, places with the country's name."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple) and not hasattr(value[0], "_fields"):
        return [
            {"party": one[0], "how": one[1], "said_by": value_of_voice(one[2]) if len(one) > 2 and one[2] else None}
            for one in value
        ]
    plain = plain_value(value)
    if isinstance(plain, dict) and (country := plain.get("country")) and "precision" in plain:
        return {**plain, "country_name": country_name(country)}
    return plain


def _effect_row(columns: Sequence[EventReport], effect: str) -> dict[str, Any] | None:
    cells = [
        {
            "report": report.id,
            "figures": list(_figures(report, effect)),
            "corrected": any(one.by is not None for one in report.claims if one.effect == effect),
        }
        for report in columns
    ]
    if not any(one["figures"] for one in cells):
        return None
    return {"field": effect, "kind": "figures", "cells": cells}


def _figures(report: EventReport, effect: str) -> Iterator[dict[str, Any]]:
    for claim in report.claims:
        if claim.effect == effect:
            yield value_of_claim(ClaimShown(claim, report))
