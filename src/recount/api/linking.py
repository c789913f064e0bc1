"""Reports of one happening: linked with reasons, listed as events, joined and split by people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from recount.api.asked import day_of, now, processors
from recount.errors import BadArgument
from recount.ledger import Ledger, Trace, trace
from recount.ledger.event_history import unlinked_reports
from recount.ledger.judging import EventRow, Judgement, event_of, event_reports, judgements_among, members_of
from recount.ledger.judging import events as _events
from recount.ledger.linking import linkable_by_id
from recount.linking.scoring import scored_pairs
from recount.pipeline.grouping import Regrouped, judge
from recount.pipeline.linked_parquet import LinkedParquet
from recount.pipeline.linked_parquet import link_parquet as _link_parquet
from recount.pipeline.linking import Linking, LinkOutcome, Scorer, Told
from recount.pipeline.linking import link as _link

__all__ = [
    "LinkedReport",
    "Regrouped",
    "WhyLinked",
    "events",
    "join",
    "link",
    "link_parquet",
    "linked_as",
    "linked_report",
    "split",
    "unlinked",
    "why_event",
    "why_linked",
    "withdraw",
]


class LinkedReport(NamedTuple):
    """A report of an event."""

    id: str
    article: str
    outlet: str | None
    title: str | None
    published: str | None
    anchor: str
    """The words of the act."""
    sentence: str
    when: str | None
    """First and last possible day."""
    place: str | None
    killed: str | None
    copy_of: str | None
    """The article whose story it tells in the same words: no source of its own."""


class WhyLinked(NamedTuple):
    """What holds an event together, and what stands against it."""

    event: EventRow
    reports: tuple[LinkedReport, ...]
    """The first kept first."""
    judgements: tuple[Judgement, ...]
    """On pairs of its reports, the surest first."""
    not_linked: tuple[Judgement, ...]
    """On its reports and those of other events: unsure ones, and what people keep apart; the likeliest first."""
    people: tuple[Judgement, ...]
    """What people judged of its reports."""
    contradictions: tuple[tuple[Judgement, ...], ...]
    """Judgements of people on one pair that contradict each other."""


def link(
    path: Path,
    *,
    since: str | None = None,
    anew: bool = False,
    engine: str = "here",
    master: str = "local[*]",
    by: str = "unknown",
    told: Told | None = None,
) -> LinkOutcome:
    """Link the reports of a casebook that are not linked yet, to each other and to those before.

    Args:
        path: the casebook.
        since: link again what was published on this day (YYYY-MM-DD) or later, beside what is new.
        anew: link everything again.
        engine: `here`: DuckDB in this process; `spark`: on a cluster or several processes.
        master: of Spark.
        by: who asks, for the record.
        told: hears of the step, of what is done, and of how much there is.

    Raises:
        BadArgument: a day or an engine that cannot be meant, or Spark is not installed.
        BadLedger: the casebook cannot be opened or written.
    """
    day = day_of(since)
    heard: dict[str, Any] = {"told": told} if told else {}
    asked = Linking(by, day.isoformat() if day else None, anew, processors(), _scorer(engine, master))
    return _link(path, asked, at=now, **heard)


def link_parquet(source: str, target: str, *, engine: str = "here", master: str = "local[*]") -> LinkedParquet:
    """Link the reports of coded articles in Parquet, without a casebook: `pairs.parquet` and `events.parquet`.

    There is no casebook that knows copies: wire copies count as sources of their own.

    Args:
        source: a file or folder as `recount.api.code_parquet` writes it.
        target: a folder that is not there yet.
        engine: `here`: DuckDB in this process; `spark`: on a cluster or several processes.
        master: of Spark.

    Raises:
        BadArgument: the source cannot be read, the target is there already, or the engine cannot be meant.
    """
    return _link_parquet(source, target, scorer=_scorer(engine, master))


def _scorer(engine: str, master: str) -> Scorer:
    if engine == "here":
        return scored_pairs
    if engine != "spark":
        raise BadArgument(f"{engine!r} is no engine. Give here or spark.")
    from recount.pipeline.spark_linking import SparkScorer

    return SparkScorer(master)


def events(
    path: Path,
    *,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    event_type: str | None = None,
    least_reports: int = 1,
    limit: int = 50,
    offset: int = 0,
) -> list[EventRow]:
    """Return events, the latest day first.

    Args:
        path: the casebook.
        country: ISO 3166-1 alpha-2.
        since: first day (YYYY-MM-DD), inclusive, on which an event may have happened.
        until: last day, inclusive.
        event_type: ACLED's event type or sub-type.
        least_reports: only events with so many reports or more.
        limit: the most events to return.
        offset: how many to pass over.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    days = [day.isoformat() if day else None for day in (day_of(since), day_of(until))]
    with Ledger.open(path) as ledger:
        return _events(
            ledger, country=country, since=days[0], until=days[1], event_type=event_type, least_reports=least_reports,
            limit=limit, offset=offset,
        )  # fmt: skip


def unlinked(path: Path) -> int:
    """Return how many reports were added or coded anew since the last linking; all where nothing was linked yet."""
    with Ledger.open(path) as ledger:
        return unlinked_reports(ledger)


def why_linked(path: Path, event: str) -> WhyLinked:
    """Return what holds an event together: its reports, and the judgements on them with their reasons.

    Args:
        path: the casebook.
        event: an event's id, or that of one of its reports.

    Raises:
        UnknownId: there is no such event.
    """
    with Ledger.open(path) as ledger:
        return linked_as(ledger, event)


def linked_as(ledger: Ledger, event: str) -> WhyLinked:
    """Return what `why_linked` does, of an open casebook."""
    row = event_of(ledger, event)
    own = set(event_reports(ledger, row.id))
    judged = judgements_among(ledger, own)
    order = {report: (seq, report) for report, _, seq in members_of(ledger, own)}
    reports = {one["id"]: linked_report(one) for one in linkable_by_id(ledger, own)}
    # Of one on a report that was removed, nothing but the pair and the verdict is left.
    methods = [one for one in judged.by_method.values() if one.reason is not None]
    inside = [one for one in methods if own.issuperset(one.pair)]
    outside = [one for one in methods if not own.issuperset(one.pair)]
    people = [one for held in judged.by_people.values() for one in held if one.by is not None]
    outside += [one for one in people if one.verdict == "different"]
    split = [tuple(held) for held in judged.by_people.values() if len({one.verdict for one in held}) > 1]
    return WhyLinked(
        row,
        tuple(reports[one] for one in sorted(order, key=order.__getitem__) if one in reports),
        tuple(sorted(inside, key=_surest)),
        tuple(sorted(outside, key=_surest)),
        tuple(sorted(people, key=lambda one: one.seq)),
        tuple(split),
    )


def why_event(path: Path, event: str, field: str) -> list[Trace]:
    """Return, for each report of an event, the way from a figure back to its words; the first kept report first.

    Raises:
        UnknownId: there is no such event.
        BadArgument: no such field.
    """
    with Ledger.open(path) as ledger:
        own = event_reports(ledger, event_of(ledger, event).id)
        order = {report: (seq, report) for report, _, seq in members_of(ledger, own)}
        return [trace(ledger, report, field) for report in sorted(order, key=order.__getitem__)]


def join(path: Path, about: Sequence[str], *, by: str, reason: str | None = None) -> Regrouped:
    """Keep a person's judgement that events, or reports, are one happening.

    Raises:
        BadArgument: fewer than two are given.
        UnknownId: there is no such event or report.
    """
    return judge(path, about, "same", by=by, reason=reason, at=now())


def split(path: Path, event: str, reports: Sequence[str], *, by: str, reason: str | None = None) -> Regrouped:
    """Keep a person's judgement that some reports of an event tell of another happening than the rest.

    Raises:
        BadArgument: a report is none of the event's, or none would stay.
        UnknownId: there is no such event.
    """
    return judge(path, [event], "different", by=by, reason=reason, at=now(), apart=reports)


def withdraw(path: Path, about: Sequence[str], *, by: str, reason: str | None = None) -> Regrouped:
    """Take back what this person judged of the reports of events.

    Raises:
        BadArgument: this person judged nothing of them.
        UnknownId: there is no such event or report.
    """
    return judge(path, about, "withdrawn", by=by, reason=reason, at=now())


def _surest(judged: Judgement) -> tuple[float, str, str]:
    return -(judged.probability or 0.0), judged.one, judged.other


def linked_report(row: dict[str, Any]) -> LinkedReport:
    """Return a report as linking reads it of a casebook, in words."""
    from recount.linking.profiles import sentence_around
    from recount.pipeline.profiling import profile_of_row

    profile = profile_of_row(row)
    start, end = row["spans"][0]
    days = (
        None
        if row["earliest"] is None
        else row["earliest"]
        if row["earliest"] == row["latest"]
        else f"{row['earliest']} to {row['latest']}"
    )
    return LinkedReport(
        row["id"],
        row["article"],
        row["outlet"],
        row["title"],
        row["published"],
        row["text"][start:end],
        sentence_around(row["text"], start, end),
        days,
        row["place"],
        _bounds(profile.killed_low, profile.killed_high),
        None if row["family"] == row["article"] else row["family"],
    )


def _bounds(low: int | None, high: int | None) -> str | None:
    if low is None:
        return None
    return f"{low}" if low == high else f"at least {low}" if high is None else f"{low} to {high}"
