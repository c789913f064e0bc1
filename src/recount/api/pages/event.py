"""The page of one event: what reports say side by side, what published rules make of it, and what holds it together."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from recount.api.deriving import derivation_of, value_of_derived, value_of_event
from recount.api.linking import linked_as
from recount.api.pages.event_drawn import places_drawn, reports_drawn
from recount.api.pages.event_linked import history_of, linked_value
from recount.api.pages.event_rows import country_name
from recount.api.pages.event_table import figure_rows, how_taken, side_by_side
from recount.api.pages.withheld import REVIEWER, withholding_of, without_names
from recount.codebook.rules import PUBLISHED_RULES, Rule, rule_of
from recount.ledger import Ledger
from recount.ledger.judging import event_of
from recount.nouns.events import SettledEvent
from recount.pipeline.reconciling import settled_events
from recount.publishing.events.rows import plain_value

__all__ = ["event_page", "event_where_now"]

# Lines that divide another value: what they give nobody of is no news.
_DIVIDE = frozenset({"deaths-of", "rest"})


def event_page(casebook: Path, event: str, *, by: str = "", public: bool = False) -> dict[str, Any]:
    """Return an event: rival statements side by side, figures under published rules, places, reports, links, history.

    Args:
        casebook: the file.
        event: its id, or that of one of its reports.
        by: who looks: their own judgements are theirs to take back.
        public: whether private persons' names and reviewers are left out.

    Raises:
        UnknownId: there is no such event.
    """
    rules = [rule_of(name) for name in PUBLISHED_RULES]
    with Ledger.open(casebook) as ledger, ledger.still():
        row = event_of(ledger, event)
        settled = next(settled_events(ledger, [row.id], rules))
        linked = linked_as(ledger, row.id)
        links = linked_value(ledger, linked, by=by)
        history = [] if public else history_of(ledger, settled, linked)
        articles = [one["article"] for one in (*links["reports"], *(held["report"] for held in links["candidates"]))]
        withholding = withholding_of(ledger, articles) if public else None
    value = {
        "id": row.id,
        "headline": _headline(settled),
        "sources": {**settled.sources._asdict(), "reports": len(settled.reports), "copies": _copies(settled)},
        "notices": _notices(settled, links, public=public),
        "table": side_by_side(settled),
        "figures": figure_rows(settled),
        "rules": [_under(settled, rule) for rule in rules],
        "responsibility": value_of_event(settled)["responsibility"],
        "places": places_drawn(settled),
        "timeline": reports_drawn(settled),
        "links": links,
        "history": history,
    }
    if public and withholding is not None:
        return {**without_names(_anonymous(value), withholding), "id": row.id}
    return value


def event_where_now(casebook: Path, id_: str) -> str:
    """Return the event to which a report, or the report that gave an event its id, belongs now.

    An event bears the digits of its first report. Where it was joined to an earlier one, its old address leads there.

    Raises:
        UnknownId: that report is in no event.
    """
    with Ledger.open(casebook) as ledger:
        return event_of(ledger, f"rep1:{id_.partition(':')[2]}").id


def _headline(event: SettledEvent) -> dict[str, Any]:
    """Return what the reports are of, and on whose word: a heading never states it as fact."""
    outlets = event.sources.outlets
    where = plain_value(event.of("where")) if event.reports else None
    return {
        "one_source": outlets[0] if len(outlets) == 1 else None,
        "what": event.of("sub_event_type") or event.of("event_type") if event.reports else None,
        "modality": event.of("modality") if event.reports else None,
        "where": {**where, "country_name": country_name(where.get("country"))} if where else None,
        "when": plain_value(event.of("when")) if event.reports else None,
    }


def _copies(event: SettledEvent) -> list[dict[str, Any]]:
    """Return the reports that tell a story in the words of another article, with the outlet that told it first."""
    first = {one.article: one for one in event.reports}
    return [
        {
            "report": one.id, "article": one.article, "outlet": one.outlet,
            "copy_of": one.family, "first_outlet": first[one.family].outlet if one.family in first else None,
        }
        for one in event.reports
        if one.family != one.article
    ]  # fmt: skip


def _notices(event: SettledEvent, links: Mapping[str, Any], *, public: bool) -> list[dict[str, Any]]:
    """Return what a reader should know first: what was put aside, could not be applied, or is contradicted."""
    told: list[dict[str, Any]] = [{"kind": "rejected", "report": one} for one in event.rejected]
    for report in event.reports:
        for one in report.unapplied:
            field, _, rest = one.partition(": ")
            told.append({"kind": "unapplied", "report": report.id, "field": field, "what": None if public else rest})
    told += [
        {"kind": "unresolved", "field": name, "why": choice.why}
        for name, choice in event.fields.items()
        if choice.line == "unresolved"
    ]
    return told + [{"kind": "contradiction", "judgements": pair} for pair in links["contradictions"]]


def _under(event: SettledEvent, rule: Rule) -> dict[str, Any]:
    """Return what a rule makes of the event: values with their reasons, and what became of every figure."""
    found = derivation_of(event, rule)
    told = value_of_derived(found)
    taken: dict[str, list[str]] = {}
    for one in told["figures"]:
        nobody = one["value"] == 0 and rule.values[one["name"]].does in _DIVIDE
        one["telling"] = one["value"] is not None and not nobody
        for claim in one["rests_on"] if one["telling"] else ():
            taken.setdefault(claim, []).append(one["name"])
    left: dict[str, list[dict[str, str]]] = {}
    for line in told["lines"]:
        for one in line["left_out"]:
            if (gone := {"line": line["line"], "why": one["why"]}) not in left.setdefault(one["claim"], []):
                left[one["claim"]].append(gone)
    return {
        "name": rule.name,
        "title": rule.title,
        "about": rule.about,
        **{name: told[name] for name in ("document", "enters", "why_not", "figures", "lines")},
        "becomes": {id_: {"taken_for": taken.get(id_, []), "left_out": left.get(id_, [])} for id_ in told["claims"]},
        "looks_at": {name: how_taken(event.fields[name]) for name in told["fields"]},
    }


def _anonymous(value: Any) -> Any:
    """Return a value of JSON without the names of reviewers, and without what they wrote."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_anonymous(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    hidden: dict[str, Any] = {}
    if value.get("by") is not None:
        hidden = {"by": REVIEWER, "reason": None}
    if value.get("apart_by"):
        hidden["apart_by"] = [REVIEWER]
    return {name: hidden[name] if name in hidden else _anonymous(one) for name, one in value.items()}
