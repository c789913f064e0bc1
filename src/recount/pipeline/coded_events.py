"""Documents of a corpus as reports of events, coded by a programme or by a person, and settled without a casebook."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from recount.codebook.rules import Rule
from recount.ledger.event_reading import EventRows, ReportRows, rows_of_record
from recount.ledger.linking import with_json_read
from recount.ledger.rows import CODED, compact
from recount.linking.weights import load
from recount.nouns import Record
from recount.nouns.events import Event, EventReport, SettledEvent, Voice
from recount.nouns.wording import bounds_in_words
from recount.pipeline.correcting import coded_anew
from recount.pipeline.documents import Telling, code_telling, grouped, lead_profile
from recount.pipeline.profiling import lead_of
from recount.pipeline.reconciling import event_of_rows
from recount.reconciliation import compiled, settled
from recount.settings import ReaderName

__all__ = ["CodedTelling", "coded_tellings", "linked", "person_report", "settled_groups"]


class CodedTelling(NamedTuple):
    """A document as a programme coded it."""

    record: Record
    lead: EventReport | None
    """The report that it leads with; None where it has none."""


def coded_tellings(tellings: Sequence[Telling], *, reader: ReaderName) -> list[CodedTelling]:
    """Code documents, given in the order in which they were kept."""
    records = [code_telling(one, reader) for one in tellings]
    return [CodedTelling(record, _lead(record, order)) for order, record in enumerate(records, start=1)]


def linked(tellings: Sequence[Telling], coded: Sequence[CodedTelling]) -> list[int]:
    """Return the number of each document's group, as its coding links it to the others."""
    profiles = [
        lead_profile(one.record, telling, place) for place, (telling, one) in enumerate(_pairs(tellings, coded))
    ]
    return grouped(profiles, load())


def settled_groups(
    reports: Sequence[EventReport | None], labels: Sequence[Hashable], rules: Iterable[Rule]
) -> dict[Hashable, SettledEvent]:
    """Return an event for each label that has a report, under each rule; reports are in the order of keeping."""
    ready = [compiled(rule) for rule in rules]
    groups: dict[Hashable, list[EventReport]] = {}
    for report, label in zip(reports, labels, strict=True):
        if report is not None:
            groups.setdefault(label, []).append(report)
    return {label: settled(Event(str(label), tuple(own)), ready) for label, own in groups.items()}


def person_report(telling: Telling, held: Mapping[str, Any], order: int) -> EventReport:
    """Return the report that a document leads with, as a person coded it (`CodedLine` as plain values)."""
    figures = held["casualties"] if held["figures"] is None else held["figures"]
    rows = ReportRows(_row(telling, held, figures, order), 1, (), (), (), None, ())
    siblings = ({name: rows.row[name] for name in ("id", "spans", "casualties")},)
    (report,) = event_of_rows(EventRows(telling.name, (rows._replace(siblings=siblings),))).reports
    voices = [_voice(one.get("speaker")) for one in figures]
    claims = tuple(claim._replace(voices=own) for claim, own in zip(report.claims, voices, strict=True))
    spoken = tuple(dict.fromkeys(voice for own in voices for voice in own))
    return coded_anew(report._replace(claims=claims, voices=spoken))


def _lead(record: Record, order: int) -> EventReport | None:
    rows = {one.row["id"]: one for one in rows_of_record(record, order=order)}
    if not rows:
        return None
    lead = lead_of([with_json_read(one.row) for one in rows.values()])
    return event_of_rows(EventRows(record.article.id, (rows[lead["id"]],))).reports[0]


def _pairs(tellings: Sequence[Telling], coded: Sequence[CodedTelling]) -> Iterable[tuple[Telling, CodedTelling]]:
    return zip(tellings, coded, strict=True)


def _row(telling: Telling, held: Mapping[str, Any], figures: Sequence[Mapping[str, Any]], order: int) -> dict[str, Any]:
    """Return a person's values as the ledger would hold them."""
    start = max(telling.text.find(held["anchor"]), 0)
    listed = {
        **{
            name: [{**one, "spans": []} for one in held[name]] for name in ("perpetrators", "targets", "responsibility")
        },
        "weapons": [{**one, "name": one["category"], "spans": []} for one in held["weapons"]],
        "casualties": [_count(one, place, figures) for place, one in enumerate(figures)],
        "disagreements": _disagreements(figures),
        "spans": [[start, start + len(held["anchor"])]],
    }
    return {
        **dict.fromkeys(CODED["report"]),
        **{name: value for name, value in held.items() if name in CODED["report"]},
        **{name: compact(value) for name, value in listed.items()},
        "id": telling.name, "article_id": telling.name, "article_seq": order, "family": telling.name,
        "outlet": telling.outlet, "title": telling.title, "url": None, "text": telling.text,
        "published": telling.published.isoformat() if telling.published else None,
    }  # fmt: skip


def _count(one: Mapping[str, Any], place: int, figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found = {name: one[name] for name in ("effect", "low", "best", "high", "group", "group_kind")}
    found.update(id=f"/count/{place}", rule=one["rule"] or _rule(one), spans=[])
    if one["part_of"] is not None:
        found["part_of"] = f"/count/{one['part_of']}"
    before = place - 1
    if before >= 0 and figures[before]["revised"] and figures[before]["effect"] == one["effect"]:
        found["revises"] = f"/count/{before}"
    return found


def _rule(one: Mapping[str, Any]) -> str:
    """Return the named rule of words that have such bounds."""
    low, best, high = one["low"], one["best"], one["high"]
    if low is None:
        return "at-most" if high is not None else "about" if best is not None else "unspecified"
    return "exact" if low == high else "range" if high is not None else "at-least"


def _disagreements(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rivals: dict[str, list[dict[str, str]]] = {}
    for one in figures:
        if one["rival"]:
            words = bounds_in_words(one["low"], one["best"], one["high"])
            rivals.setdefault(one["effect"], []).append({"value": words})
    return [{"field": f"casualties.{effect}", "values": values} for effect, values in rivals.items()]


def _voice(speaker: Mapping[str, Any] | None) -> tuple[Voice, ...]:
    if speaker is None:
        return ()
    return (Voice("", None, None, speaker["side"], speaker["kind"], "reports", speaker["via"]),)
