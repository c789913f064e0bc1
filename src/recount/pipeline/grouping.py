"""Judgements become events; people join and split them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from recount.errors import BadArgument
from recount.ledger import Ledger, end_run, start_run
from recount.ledger.judging import (
    EventRow,
    Judgement,
    Judgements,
    event_of,
    event_reports,
    judgements_among,
    keep_events,
    keep_judgement,
    members_of,
    reaching,
    reports_of_events,
)
from recount.ledger.linking import anchors_of, linkable_by_id
from recount.linking.clustering import Clusters, Edge, Member, clusters_of
from recount.linking.summaries import event_id, summary_of
from recount.linking.weights import Weights, load, weight_of
from recount.pipeline.profiling import profile_of_row
from recount.settings import VERSION

__all__ = ["Profiles", "Regrouped", "event_rows", "group", "judge", "regroup"]

# Reports whose events are put together at once.
_CHUNK = 10_000
Profiles = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]
"""Gives the profiles of reports by their ids."""


class Regrouped(NamedTuple):
    """What became of the events that some reports belong to."""

    events: tuple[str, ...]
    """Those that the reports belong to now, or that others belong to that were in one event with them."""
    contradictions: tuple[tuple[str, str], ...]
    """Pairs that one person judged the same, and that judgements of persons keep apart."""


def group(members: Sequence[Member], judged: Judgements, weights: Weights) -> Clusters:
    """Group reports by what methods and people judged of their pairs. A person outranks a method."""
    bar = weight_of(weights.threshold)
    order = {member.report: (member.order, member.report) for member in members}
    copies, edges = {}, []
    for (one, other), found in judged.by_method.items():
        if found.kind == "copy" and one in order and other in order:
            first, copy = sorted((one, other), key=order.__getitem__)
            copies[copy] = first
        elif found.probability is not None:
            edges.append(Edge(one, other, round(weight_of(min(max(found.probability, 1e-6), 1 - 1e-6)) - bar, 6)))
    verdicts = {pair: {one.verdict for one in held} for pair, held in judged.by_people.items()}
    return clusters_of(
        members,
        edges,
        missing=weights.missing,
        most_apart=weights.most_apart,
        copies=copies,
        same=[pair for pair, found in verdicts.items() if "same" in found],
        different=[pair for pair, found in verdicts.items() if "different" in found],
    )


def regroup(ledger: Ledger, reports: Iterable[str]) -> Regrouped:
    """Put together anew the events that some reports belong to, or are linked to. Call it inside `writing`.

    The result is that of putting together all events: reports that no judgement joins do not touch each other.
    """
    asked = set(reports)
    asked |= {other for one in asked for other in _together(ledger, one)}
    seen, judged = reaching(ledger, asked)
    members = [Member(*one) for one in members_of(ledger, seen)]
    found = group(members, judged, load())

    def profiles(ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        # An event's summary asks for values, not for wording, which takes most of the time.
        rows = ({**row, "text": "", "title": None} for row in linkable_by_id(ledger, ids))
        return {row["id"]: profile_of_row(row)._asdict() for row in rows}

    # Where neither the reports nor what is judged of them has changed, what is kept of an event still holds.
    held = reports_of_events(ledger, seen)
    kept = [one for one in found.groups if asked.isdisjoint(one) and held.get(event_id(one[0])) == set(one)]
    same = {report for reports in kept for report in reports}
    rows = list(event_rows([one for one in found.groups if one[0] not in same], judged, profiles))
    keep_events(ledger, rows, gone=seen - same)
    return Regrouped(tuple(event.id for event, held in rows if not asked.isdisjoint(held)), found.contradictions)


def _together(ledger: Ledger, report: str) -> list[str]:
    event = ledger.value("SELECT event FROM event_report WHERE report = ?", (report,))
    return event_reports(ledger, event) if event else []


def event_rows(
    groups: Iterable[Sequence[str]], judged: Judgements, profiles: Profiles
) -> Iterator[tuple[EventRow, Sequence[str]]]:
    """Yield events with their reports."""
    listed = list(groups)
    start = 0
    while start < len(listed):
        end, number = start, 0
        while end < len(listed) and (end == start or number + len(listed[end]) <= _CHUNK):
            number += len(listed[end])
            end += 1
        known = profiles([report for reports in listed[start:end] for report in reports])
        for reports in listed[start:end]:
            summary = summary_of([known[report] for report in reports])
            days = (summary.first_day, summary.last_day)
            first, last = (None if day is None else date.fromordinal(day).isoformat() for day in days)
            rest = summary[3:]
            least = _least_probability(reports, judged)
            yield EventRow(event_id(reports[0]), len(reports), summary.sources, first, last, *rest, least), reports
        start = end


def _least_probability(reports: Sequence[str], judged: Judgements) -> float | None:
    """Return how sure the least sure of the reports is: of each the best of its pairs with others of the event."""
    best: dict[str, float] = {}
    for number, one in enumerate(reports):
        for other in reports[number + 1 :]:
            found = judged.by_method.get((min(one, other), max(one, other)))
            if found is not None and found.probability is not None:
                for report in (one, other):
                    best[report] = max(best.get(report, 0.0), found.probability)
    return round(min(best.values()), 4) if best and len(best) == len(reports) else None


def judge(
    path: Path,
    about: Sequence[str],
    verdict: str,
    *,
    by: str,
    reason: str | None,
    at: datetime,
    apart: Sequence[str] = (),
) -> Regrouped:
    """Keep what a person judges, and put the events together anew.

    Args:
        path: the casebook.
        about: for `same`, events or reports that are one happening; for `different`, an event.
        verdict: same, different, or withdrawn: takes back what this person judged of these.
        by: who judges.
        reason: why.
        at: when.
        apart: for `different`, the reports of the event that tell of another happening.

    Raises:
        BadArgument: there is nothing to judge.
        UnknownId: no such event or report.
    """
    command = {"same": "join", "different": "split"}.get(verdict, "withdraw")
    # Late: it loads what settles events, which linking does not wait for.
    from recount.pipeline.preparing import refresh

    with Ledger.open(path, write=True, durable=True) as ledger:
        with ledger.writing():
            told = {"events": list(about), "reports": list(apart), "reason": reason}
            run = start_run(ledger, command, told, by=by, at=at, version=VERSION)
            pairs = _pairs(ledger, about, apart, verdict, by)
            for one, other in pairs:
                judged = Judgement(
                    one, other, "person", verdict, by=by, reason=reason, quotes=anchors_of(ledger, one, other)
                )
                keep_judgement(ledger, judged, run=run, method=None)
            found = regroup(ledger, {report for pair in pairs for report in pair})
            end_run(ledger, run, {"judged": len(pairs), "events": list(found.events)}, at=at)
        refresh(ledger, found.events)
    return found


def _pairs(ledger: Ledger, about: Sequence[str], apart: Sequence[str], verdict: str, by: str) -> list[tuple[str, str]]:
    """Return the pairs of reports that a judgement is about."""
    groups = [_reports(ledger, one) for one in dict.fromkeys(about)]
    if verdict == "same":
        if len(groups) < 2:
            raise BadArgument("Give at least two events, or reports of them, that are one happening.")
        first = groups[0]
        found = {(min(first[0], one), max(first[0], one)) for group in groups for one in group if one != first[0]}
    elif verdict == "different":
        reports = set(groups[0])
        strangers = [one for one in apart if one not in reports]
        if strangers:
            raise BadArgument(f"{strangers[0]} is no report of {about[0]}. `recount why-linked` lists those that are.")
        rest = [one for one in groups[0] if one not in set(apart)]
        if not apart or not rest:
            raise BadArgument(
                "Give the reports that tell of another happening than the others of the event; not all of it."
            )
        found = {(min(one, other), max(one, other)) for one in apart for other in rest}
    else:
        reports = {one for group in groups for one in group}
        people = judgements_among(ledger, reports).by_people
        found = {pair for pair, held in people.items() if any(one.by == by for one in held)}
        if not found:
            raise BadArgument(f"{by} has judged nothing of {', '.join(about)}.")
    return sorted(found)


def _reports(ledger: Ledger, id_: str) -> list[str]:
    event = event_of(ledger, id_)
    if id_.startswith("rep1:"):
        return [id_]
    order = {report: (seq, report) for report, _, seq in members_of(ledger, event_reports(ledger, event.id))}
    return sorted(order, key=order.__getitem__)
