"""What holds an event together and what stands against it, who judged what, and what was done to its reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from recount.api.linking import LinkedReport, WhyLinked, linked_report
from recount.ledger import Ledger, made_by
from recount.ledger.acts import judged_by_people
from recount.ledger.judging import Judgement, event_reports, reports_of_events
from recount.ledger.linking import linkable_by_id
from recount.ledger.looking import article_by
from recount.nouns.events import SettledEvent

__all__ = ["history_of", "linked_value"]


def linked_value(ledger: Ledger, linked: WhyLinked, *, by: str) -> dict[str, Any]:
    """Return reports, judgements among them, other events that were weighed, and what people judged.

    Args:
        ledger: an open casebook.
        linked: what holds the event together.
        by: who looks.
    """
    own = {one.id for one in linked.reports}
    others = {report for one in linked.not_linked for report in one.pair} - own
    told = {row["id"]: linked_report(row) for row in linkable_by_id(ledger, others)}
    return {
        "reports": [{**one._asdict(), "because": _because(one, linked)} for one in linked.reports],
        "judgements": [_judged(one) for one in linked.judgements],
        "candidates": _candidates(ledger, linked, own, told),
        "people": [_judged(one) for one in linked.people],
        "contradictions": [[_judged(one) for one in pair] for pair in linked.contradictions],
        "mine": any(one.by == by for one in linked.people),
    }


def _because(report: LinkedReport, linked: WhyLinked) -> dict[str, Any] | None:
    """Return the surest judgement that joins a report to the others; None where there are no others."""
    mine = [one for one in linked.people if report.id in one.pair and one.verdict == "same"]
    mine += [one for one in linked.judgements if report.id in one.pair and one.verdict == "same"]
    return _judged(mine[0]) if mine else None


def _judged(one: Judgement) -> dict[str, Any]:
    return {
        "one": one.one, "other": one.other, "kind": one.kind, "verdict": one.verdict, "probability": one.probability,
        "by": one.by, "reason": one.reason, "at": one.at,
    }  # fmt: skip


def _candidates(
    ledger: Ledger, linked: WhyLinked, own: set[str], told: Mapping[str, LinkedReport]
) -> list[dict[str, Any]]:
    """Return the other events that judgements name, what people keep apart first, then the likeliest."""
    events = {report: event for event, held in reports_of_events(ledger, told).items() for report in held}
    found: dict[str, dict[str, Any]] = {}
    for judged in linked.not_linked:
        other = judged.other if judged.one in own else judged.one
        event = events.get(other)
        if event is None or other not in told:
            continue
        held = found.setdefault(
            event,
            {
                "event": event, "report": _short(told[other]), "reports": len(event_reports(ledger, event)),
                "judgements": [], "apart_by": [],
            },
        )  # fmt: skip
        held["judgements"].append(_judged(judged))
        if judged.by is not None and judged.by not in held["apart_by"]:
            held["apart_by"].append(judged.by)
    for held in found.values():
        held["judgements"].sort(key=lambda one: one["by"] is None)
        held["probability"] = max((one["probability"] or 0.0 for one in held["judgements"]), default=0.0)
    return sorted(found.values(), key=lambda one: (not one["apart_by"], -one["probability"], one["event"]))


def _short(report: LinkedReport) -> dict[str, Any]:
    names = ("id", "article", "outlet", "title", "published", "anchor", "sentence", "when", "place", "killed")
    return {name: getattr(report, name) for name in names}


def history_of(ledger: Ledger, event: SettledEvent, linked: WhyLinked) -> list[dict[str, Any]]:
    """Return what was done to the reports of an event, the last first: decisions, judgements of people, codings."""
    found = [*_decided(event), *_judged_by_people(ledger, [one.id for one in linked.reports])]
    found += _coded(ledger, dict.fromkeys(one.article for one in linked.reports))
    return sorted(found, key=lambda one: (one["at"], one["seq"]), reverse=True)


def _decided(event: SettledEvent) -> Iterable[dict[str, Any]]:
    for report in event.reports:
        for one in report.decisions:
            yield {
                "kind": "decision", "seq": one["seq"], "at": one["at"], "by": one["by"], "what": one["verdict"],
                "report": report.id, "outlet": report.outlet, "field": one["field"], "value": one["value"],
                "reason": one["reason"],
            }  # fmt: skip


def _judged_by_people(ledger: Ledger, reports: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Yield what people judged, all pairs that were judged at once together."""
    together: dict[int, dict[str, Any]] = {}
    for one in judged_by_people(ledger, reports):
        held = together.setdefault(
            one.run,
            {
                "kind": "judgement", "seq": one.run, "at": one.at, "by": one.by, "what": one.verdict,
                "reason": one.reason, "pairs": [],
            },
        )  # fmt: skip
        held["pairs"].append([one.one, one.other])
    return together.values()


def _coded(ledger: Ledger, articles: Iterable[str]) -> Iterable[dict[str, Any]]:
    """Yield the runs that coded the articles, each with how many of them."""
    runs: dict[int, dict[str, Any]] = {}
    for article in articles:
        for one in made_by(ledger, article_by(ledger, id_=article)["seq"]):
            held = runs.setdefault(
                one["run"],
                {
                    "kind": "coding", "seq": one["run"], "at": one["started"], "by": one["by"], "what": "coded",
                    "method": f"{one['name']} {one['version']}", "articles": [],
                },
            )  # fmt: skip
            held["articles"].append(article)
    return runs.values()
