"""Judgements on pairs of reports, by a method and by people, and the events that follow from them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from recount.errors import BadArgument, UnknownId
from recount.ledger.casebook import Ledger
from recount.ledger.facets import forget_all_events, forget_events, list_events, make_event_indexes
from recount.ledger.looking import IS_CURRENT, portions
from recount.ledger.schema import SCHEMA_VERSION, expected_objects

__all__ = [
    "EventRow",
    "Judgement",
    "Judgements",
    "event_of",
    "event_reports",
    "events",
    "indexed_later",
    "judgements_among",
    "judgements_of_people",
    "keep_events",
    "keep_judgement",
    "make_indexes",
    "members_of",
    "reaching",
    "reports_of_events",
]

_INDEXES = ("judgement_of_pair", "judgement_of_other")
_SUMMARY = (
    "id", "reports", "sources", "earliest", "latest", "place", "country", "latitude", "longitude", "event_type",
    "sub_event_type", "killed_low", "killed_high", "least_probability",
)  # fmt: skip


class Judgement(NamedTuple):
    """Whether two reports tell of one happening."""

    one: str
    """Of the two ids the one that sorts first."""
    other: str
    kind: str
    """comparison, copy, person."""
    verdict: str
    """same, different, unsure, withdrawn."""
    probability: float | None = None
    by: str | None = None
    """A person; None for a method."""
    reason: str | None = None
    quotes: tuple[str, ...] = ()
    seq: int = 0
    at: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two reports."""
        return self.one, self.other


class Judgements(NamedTuple):
    """The judgements that hold: of each judge the last."""

    by_method: dict[tuple[str, str], Judgement]
    by_people: dict[tuple[str, str], list[Judgement]]


class EventRow(NamedTuple):
    """An event as it is listed: what its reports together tell, the most exact first."""

    id: str
    reports: int
    sources: int
    """Reports in the same words count once."""
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    event_type: str | None
    sub_event_type: str | None
    killed_low: int | None
    """The least and the greatest number that a report gives; nobody has settled them."""
    killed_high: int | None
    least_probability: float | None
    """How sure the least sure of its reports is, in [0, 1]; None where it has but one report, or a person joined it."""


def keep_judgement(ledger: Ledger, judged: Judgement, *, run: int, method: int | None) -> int:
    """Keep a judgement; return its seq. Call it inside `writing`."""
    return ledger.append(
        "judgement",
        {
            "run": run,
            "one": judged.one,
            "other": judged.other,
            "kind": judged.kind,
            "verdict": judged.verdict,
            "probability": judged.probability,
            "method": method,
            "by": judged.by,
            "reason": judged.reason,
            "quotes": json.dumps(judged.quotes, ensure_ascii=False) if judged.quotes else None,
        },
    )


def judgements_among(ledger: Ledger, reports: Iterable[str] | None = None) -> Judgements:
    """Return the judgements that hold on pairs with one of some reports; on all pairs where None."""
    return _holding(_all(ledger) if reports is None else _of(ledger, reports))


def judgements_of_people(ledger: Ledger) -> dict[tuple[str, str], list[Judgement]]:
    """Return the judgements of people that hold, by pairs."""
    return _holding(_judgements(ledger.all(f"{_JUDGEMENT} WHERE kind = 'person' ORDER BY judgement.seq"))).by_people


def _holding(judgements: Iterable[Judgement]) -> Judgements:
    """Keep of each judge the last judgement on a pair, and leave out those that are taken back."""
    found = Judgements({}, {})
    people: dict[tuple[str, str], dict[str, Judgement]] = defaultdict(dict)
    for judged in judgements:
        if judged.kind == "person":
            people[judged.pair][judged.by or ""] = judged
        else:
            found.by_method[judged.pair] = judged
    for pair, judges in people.items():
        held = [judged for judged in judges.values() if judged.verdict != "withdrawn"]
        if held:
            found.by_people[pair] = held
    for pair in [pair for pair, judged in found.by_method.items() if judged.verdict == "withdrawn"]:
        del found.by_method[pair]
    return found


@contextmanager
def indexed_later(ledger: Ledger) -> Iterator[None]:
    """Make the indexes of judgements at the end of many: each of them would change pages all over both."""
    with ledger.writing():
        for name in _INDEXES:
            ledger.execute(f"DROP INDEX IF EXISTS {name}")
    try:
        yield
    finally:
        make_indexes(ledger)


def make_indexes(ledger: Ledger) -> None:
    """Make the indexes of judgements that are missing, as after a linking that was cut short."""
    for name in _INDEXES:
        if not ledger.one("SELECT 1 FROM sqlite_schema WHERE name = ?", (name,)):
            with ledger.writing():
                ledger.execute(expected_objects(SCHEMA_VERSION)[name])


def reaching(ledger: Ledger, reports: Iterable[str]) -> tuple[set[str], Judgements]:
    """Return the reports that some reports are joined to, directly or through others, and the judgements on them."""
    seen: set[str] = set()
    new = set(reports)
    found = Judgements({}, {})
    while new:
        seen |= new
        judged = judgements_among(ledger, new)
        found.by_method.update(judged.by_method)
        found.by_people.update(judged.by_people)
        joined = [pair for pair, one in judged.by_method.items() if one.verdict == "same"]
        joined += [pair for pair, held in judged.by_people.items() if any(one.verdict == "same" for one in held)]
        new = {report for pair in joined for report in pair} - seen
    return seen, found


def _all(ledger: Ledger) -> Iterator[Judgement]:
    return _judgements(ledger.all(f"{_JUDGEMENT} ORDER BY judgement.seq"))


def _of(ledger: Ledger, reports: Iterable[str]) -> Iterator[Judgement]:
    rows: dict[int, Judgement] = {}
    for asked in portions(reports):
        for side in ("one", "other"):
            sql = f"{_JUDGEMENT} WHERE judgement.{side} IN (SELECT value FROM json_each(?))"
            rows.update((judged.seq, judged) for judged in _judgements(ledger.all(sql, (asked,))))
    return (rows[seq] for seq in sorted(rows))


_JUDGEMENT = (
    "SELECT one, other, kind, verdict, probability, judgement.by, reason, quotes, judgement.seq, run.started AS at "
    "FROM judgement JOIN run ON run.seq = judgement.run"
)


def _judgements(rows: Iterable[Mapping[str, Any]]) -> Iterator[Judgement]:
    for row in rows:
        yield Judgement(**{**row, "quotes": tuple(json.loads(row["quotes"])) if row["quotes"] else ()})


def members_of(ledger: Ledger, reports: Iterable[str]) -> list[tuple[str, str, int]]:
    """Return (report, article, seq of the article) of those of some reports that the current codings hold."""
    sql = (
        "SELECT DISTINCT report.id, article.id, article.seq FROM json_each(?) AS asked "
        "JOIN report ON report.id = asked.value JOIN coding ON coding.seq = report.coding "
        f"JOIN article ON article.seq = coding.article WHERE report.spans IS NOT NULL AND {IS_CURRENT}"
    )
    return [(row[0], row[1], row[2]) for asked in portions(reports) for row in ledger.rows(sql, (asked,))]


def keep_events(
    ledger: Ledger, groups: Iterable[tuple[EventRow, Sequence[str]]], *, gone: Iterable[str] | None
) -> None:
    """Write events in place of those that their reports belonged to. Call it inside `writing`.

    Args:
        ledger: an open casebook.
        groups: the events with their reports.
        gone: reports whose events are written anew, or that are in none any more; None for all there are.
    """
    if gone is None:
        forget_all_events(ledger)
    else:
        asked = (json.dumps(sorted(set(gone))),)
        forget_events(ledger, "SELECT event FROM event_report WHERE report IN (SELECT value FROM json_each(?))", asked)
        ledger.execute("DELETE FROM event_report WHERE report IN (SELECT value FROM json_each(?))", asked)
    summaries, members = [], []
    for event, reports in groups:
        summaries.append(tuple(event))
        members += [(report, event.id) for report in reports]
    # In the order of the tables, so that each page is written once.
    summaries.sort()
    members.sort()
    marks = ", ".join("?" * len(_SUMMARY))
    ledger.many(f"INSERT INTO event_summary ({', '.join(_SUMMARY)}) VALUES ({marks})", summaries)
    ledger.many("INSERT INTO event_report (report, event) VALUES (?, ?)", members)
    list_events(
        ledger,
        ((one.id, _likely(one), one.earliest, one.country, one.event_type) for one in map(EventRow._make, summaries)),
    )
    if gone is None:
        make_event_indexes(ledger)


def _likely(event: EventRow) -> int:
    """Return how likely an event is worth a person's look, by what is listed: many reports, many dead."""
    return event.reports + (event.killed_high or event.killed_low or 0)


def event_of(ledger: Ledger, id_: str) -> EventRow:
    """Return an event by its id, or by that of one of its reports.

    Raises:
        UnknownId: there is none.
    """
    if id_.startswith("rep1:"):
        id_ = ledger.value("SELECT event FROM event_report WHERE report = ?", (id_,)) or id_
    row = ledger.one("SELECT * FROM event_summary WHERE id = ?", (id_,))
    if row is None:
        raise UnknownId(
            f"{ledger.path} holds no event {id_}. `recount events` lists them; reports that were added since are in "
            "none until `recount link` has run."
        )
    return EventRow(**row)


def reports_of_events(ledger: Ledger, reports: Iterable[str]) -> dict[str, set[str]]:
    """Return the events that are kept of some reports, with those of the reports that belong to them."""
    sql = (
        "SELECT report, event FROM json_each(?) AS asked JOIN event_report ON report = asked.value "
        "JOIN event_summary ON event_summary.id = event"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for asked in portions(reports):
        for report, event in ledger.rows(sql, (asked,)):
            found[event].add(report)
    return found


def event_reports(ledger: Ledger, event: str) -> list[str]:
    """Return the ids of an event's reports."""
    return [report for (report,) in ledger.rows("SELECT report FROM event_report WHERE event = ?", (event,))]


def events(
    ledger: Ledger,
    *,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    event_type: str | None = None,
    least_reports: int = 1,
    limit: int = 100,
    offset: int = 0,
) -> list[EventRow]:
    """Return events, the latest day first, those without a day last.

    Raises:
        BadArgument: a number that cannot be meant.
    """
    if limit < 1 or offset < 0:
        raise BadArgument("Ask for at least one event, from the first on.")
    conditions: list[tuple[str, Any]] = [("reports >= ?", least_reports)]
    conditions += [("country = ?", country.upper())] if country else []
    conditions += [("latest >= ?", since)] if since else []
    conditions += [("earliest <= ?", until)] if until else []
    conditions += [("? IN (event_type, sub_event_type)", event_type)] if event_type else []
    where = " AND ".join(condition for condition, _ in conditions)
    values = [value for _, value in conditions]
    sql = f"SELECT * FROM event_summary WHERE {where} ORDER BY earliest DESC NULLS LAST, id LIMIT ? OFFSET ?"
    return [EventRow(**row) for row in ledger.all(sql, (*values, limit, offset))]
