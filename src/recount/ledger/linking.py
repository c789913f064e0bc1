"""What linking reads of a casebook, and the keys by which later reports find earlier ones."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.judging import members_of
from recount.ledger.looking import IS_CURRENT, portions

__all__ = [
    "LastLink",
    "anchors_of",
    "gone_since",
    "keep_keys",
    "last_link",
    "linkable",
    "linkable_by_id",
    "linkable_number",
    "met_by_keys",
    "of_families",
    "with_json_read",
]

_JSON = ("perpetrators", "targets", "weapons", "casualties", "disagreements", "spans")

_LINKABLE = f"""
SELECT report.seq, report.id, report.event_type, report.sub_event_type, report.modality, report.earliest, report.latest,
    report.when_precision, report.when_basis, report.place, report.gazetteer_id, report.gazetteer_name, report.latitude,
    report.longitude, report.radius_km, report.country, report.admin1, report.where_precision, report.perpetrators,
    report.targets, report.weapons, report.casualties, report.disagreements, report.spans, article.id AS article,
    article.seq AS article_seq, article.external_id, article.published_earliest AS published, article.outlet,
    article.title, article.text,
    ifnull(first.id, article.id) AS family,
    copy.seq IS NOT NULL OR EXISTS (SELECT 1 FROM copy AS later WHERE later.family = article.seq) AS has_copies
FROM report
JOIN coding ON coding.seq = report.coding
JOIN article ON article.seq = coding.article
LEFT JOIN copy ON copy.article = article.seq
LEFT JOIN article AS first ON first.seq = copy.family
WHERE report.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}
"""


class LastLink(NamedTuple):
    """What the last finished linking took in."""

    upto: int
    """The head of the chain when it began: reports of later rows are not linked yet."""
    method: str
    """Name, version and digest of the weights."""


def last_link(ledger: Ledger) -> LastLink | None:
    """Return what the last linking that ended took in; None where there was none."""
    outcome = ledger.value(
        "SELECT outcome FROM run JOIN run_end ON run_end.run = run.seq WHERE command = 'link' "
        "ORDER BY run.seq DESC LIMIT 1"
    )
    if outcome is None:
        return None
    told = json.loads(outcome)
    return LastLink(told["upto"], told["method"])


def linkable(
    ledger: Ledger, *, after: int = 0, upto: int | None = None, since: str | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the reports of current codings, each with what is known of its article, JSON read.

    Args:
        ledger: an open casebook.
        after: only reports of later rows.
        upto: only reports of rows up to this one.
        since: only reports of articles that were published on this day (YYYY-MM-DD) or later.
    """
    conditions: list[tuple[str, Any]] = [("report.seq > ?", after)]
    conditions += [("report.seq <= ?", upto)] if upto is not None else []
    conditions += [("article.published_latest >= ?", since)] if since else []
    where = " AND ".join(condition for condition, _ in conditions)
    values = [value for _, value in conditions]
    return map(with_json_read, ledger.all(f"{_LINKABLE} AND {where} ORDER BY report.seq", values))


def linkable_number(ledger: Ledger, *, after: int = 0) -> int:
    """Return how many reports of current codings stand after a row."""
    return int(
        ledger.value(
            "SELECT count(*) FROM report JOIN coding ON coding.seq = report.coding WHERE report.seq > ? "
            f"AND report.spans IS NOT NULL AND {IS_CURRENT}",
            (after,),
        )
    )


def gone_since(ledger: Ledger, seq: int) -> set[str]:
    """Return the reports that were there at a row, and are not any more: coded anew otherwise, or removed."""
    sql = (
        "SELECT report.id FROM coding AS new JOIN coding AS old ON old.article = new.article AND old.seq < new.seq "
        "JOIN report ON report.seq > old.seq AND report.seq <= old.seq + old.rows WHERE new.seq > ? "
        "UNION SELECT report.id FROM redaction JOIN report ON report.seq = redaction.row "
        "WHERE redaction.seq > ? AND redaction.kind = 'report'"
    )
    found = {report for (report,) in ledger.rows(sql, (seq, seq))}
    return found - {report for report, *_ in members_of(ledger, found)}


def met_by_keys(ledger: Ledger, keys: Iterable[int], *, upto: int) -> list[dict[str, Any]]:
    """Return the reports up to a row that are kept under one of some keys."""
    sql = "SELECT DISTINCT report FROM json_each(?) AS sought JOIN report_key ON report_key.key = sought.value"
    found: set[int] = set()
    for asked in portions(keys):
        found.update(report for (report,) in ledger.rows(sql, (asked,)))
    return _linkable_of(ledger, "seq", (seq for seq in found if seq <= upto))


def of_families(ledger: Ledger, families: Iterable[str], *, upto: int) -> list[dict[str, Any]]:
    """Return the reports up to a row of the articles that tell the same stories in the same words."""
    sql = (
        "SELECT report.seq FROM json_each(?) AS sought JOIN article AS first ON first.id = sought.value "
        "JOIN coding ON coding.article = first.seq "
        "OR coding.article IN (SELECT article FROM copy WHERE family = first.seq) "
        "JOIN report ON report.seq > coding.seq AND report.seq <= coding.seq + coding.rows WHERE report.seq <= ?"
    )
    found: set[int] = set()
    for asked in portions(families):
        found.update(seq for (seq,) in ledger.rows(sql, (asked, upto)))
    return _linkable_of(ledger, "seq", found)


def keep_keys(ledger: Ledger, keys: Iterable[tuple[int, int]]) -> None:
    """Keep keys with the seq of their report. Call it inside `writing`."""
    ledger.many("INSERT OR IGNORE INTO report_key (key, report) VALUES (?, ?)", keys)


def linkable_by_id(ledger: Ledger, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return those of some reports that current codings hold."""
    return _linkable_of(ledger, "id", ids)


def anchors_of(ledger: Ledger, *reports: str) -> tuple[str, ...]:
    """Return the words of the act in each of some reports."""
    rows = {row["id"]: row for row in linkable_by_id(ledger, reports)}
    found = [rows[report] for report in reports if report in rows]
    return tuple(row["text"][row["spans"][0][0] : row["spans"][0][1]] for row in found)


def with_json_read(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a report with the JSON read that linking asks for; an empty one where a column is null."""
    return {**row, **{name: json.loads(row[name]) if row.get(name) else () for name in _JSON}}


def _linkable_of(ledger: Ledger, column: str, values: Iterable[int | str]) -> list[dict[str, Any]]:
    sql = f"{_LINKABLE} AND report.{column} IN (SELECT value FROM json_each(?)) ORDER BY report.seq"
    return [with_json_read(row) for asked in portions(values) for row in ledger.all(sql, (asked,))]
