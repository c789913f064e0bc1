"""Reads what the reports of events say, with their articles, speakers and decisions, many events at once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from recount.errors import DamagedLedger
from recount.ledger.casebook import Ledger
from recount.ledger.looking import IS_CURRENT, portions
from recount.ledger.rows import article_columns, rows_of, unpacked
from recount.nouns import Record

__all__ = ["EventRows", "ReportRows", "Speaking", "event_ids", "event_rows", "rows_of_record"]

_REPORTS = f"""
SELECT event_report.event, report.*, coding.rows, coding.details, coding.dictionary, article.id AS article_id,
    article.seq AS article_seq, article.outlet, article.title, article.url, article.published_earliest AS published,
    article.text, ifnull(first.id, article.id) AS family
FROM json_each(?) AS asked
CROSS JOIN event_report ON event_report.event = asked.value
CROSS JOIN report ON report.id = event_report.report
JOIN coding ON coding.seq = report.coding
JOIN article ON article.seq = coding.article
LEFT JOIN copy ON copy.article = article.seq
LEFT JOIN article AS first ON first.seq = copy.family
WHERE report.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}
ORDER BY article.seq, report.seq
"""
_SIBLINGS = (
    "SELECT report.seq, report.coding, report.id, report.spans, report.casualties FROM json_each(?) AS asked "
    "CROSS JOIN coding ON coding.seq = asked.value "
    "CROSS JOIN report ON report.seq > coding.seq AND report.seq <= coding.seq + coding.rows ORDER BY report.seq"
)
_STATEMENTS = (
    "SELECT statement.seq, statement.coding, statement.id, speaker, role, side, kind, via, stance, about, "
    "content_spans "
    "FROM json_each(?) AS asked CROSS JOIN coding ON coding.seq = asked.value "
    "CROSS JOIN statement ON statement.seq > coding.seq AND statement.seq <= coding.seq + coding.rows "
    "ORDER BY statement.seq"
)
_DECISIONS = (
    "SELECT decision.* FROM json_each(?) AS asked "
    "CROSS JOIN decision ON decision.about = asked.value ORDER BY decision.seq"
)
_PERIODS = frozenset({"days", "week"})


class Speaking(NamedTuple):
    """Someone who speaks in an article."""

    name: str | None
    role: str | None
    side: str | None
    kind: str


class ReportRows(NamedTuple):
    """One report of an event, as its rows have it."""

    row: dict[str, Any]
    """Of the table `report`, JSON not read, with `rows` and `dictionary` of its coding, and of its article: article_id,
    article_seq, outlet, title, url, published, text, family."""
    place: int
    """Among the rows of its coding, counted from 1: statements name reports by it."""
    siblings: Sequence[dict[str, Any]]
    """Reports of its coding, itself too: seq, id, spans, casualties."""
    statements: Sequence[dict[str, Any]]
    """Of its coding."""
    decisions: Sequence[dict[str, Any]]
    """On it, the first first, values read."""
    time_kind: str | None
    """Kind of its time expression, read where its days are several; else None."""
    speakers: tuple[Speaking, ...]
    """All who speak in its article, each once."""


class EventRows(NamedTuple):
    """An event with its reports, the first kept first."""

    id: str
    reports: tuple[ReportRows, ...]


def event_ids(
    ledger: Ledger, *, country: str | None = None, since: str | None = None, until: str | None = None
) -> list[str]:
    """Return the ids of events, by first day and id; those without a day last.

    Args:
        ledger: an open casebook.
        country: ISO 3166-1 alpha-2.
        since: first day (YYYY-MM-DD), inclusive, on which an event may have happened.
        until: last day, inclusive.
    """
    asked: list[tuple[str, str | None]] = [
        (" AND country = ?", country.upper() if country else None),
        (" AND latest >= ?", since),
        (" AND earliest <= ?", until),
    ]
    conditions = "".join(sql for sql, value in asked if value)
    values = [value for _, value in asked if value]
    sql = f"SELECT id FROM event_summary WHERE 1{conditions} ORDER BY earliest NULLS LAST, id"
    return [id_ for (id_,) in ledger.rows(sql, values)]


def event_rows(ledger: Ledger, ids: Sequence[str]) -> Iterator[EventRows]:
    """Yield the events of some ids, some thousands at most, in their order; reports removed since are not among them.

    Raises:
        DamagedLedger: the details of a coding cannot be read.
    """
    rows = list(ledger.all(_REPORTS, (json.dumps(ids),)))
    codings = {row["coding"] for row in rows}
    siblings = _by_coding(ledger, _SIBLINGS, codings)
    statements = _by_coding(ledger, _STATEMENTS, codings)
    decisions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for asked in portions(row["id"] for row in rows):
        for one in ledger.all(_DECISIONS, (asked,)):
            value = orjson.loads(one["value"]) if one["value"] else None
            decisions[one["about"]].append({**one, "value": value})
    details = _Details(ledger)
    found: dict[str, list[ReportRows]] = defaultdict(list)
    for row in rows:
        own, said = siblings[row["coding"]], statements.get(row["coding"], ())
        unpacked_details = details.of(row, row.pop("details"))
        found[row["event"]].append(
            ReportRows(
                row, row["seq"] - row["coding"], own, said, decisions.get(row["id"], ()),
                _time_kind(row, own, unpacked_details), _speakers(said, unpacked_details),
            )
        )  # fmt: skip
    for id_ in ids:
        yield EventRows(id_, tuple(found.get(id_, ())))


def rows_of_record(record: Record, *, order: int = 1) -> list[ReportRows]:
    """Return the reports of a record as `event_rows` gives those of an article that no other one copies.

    `order` tells when the article is kept: lower is earlier.
    """
    article = article_columns(record.article)
    rows = [
        (table, {**columns, "seq": place, "coding": 0})
        for place, (table, columns) in enumerate(rows_of(record).rows, start=1)
    ]
    held = {
        **{name: article[name] for name in ("outlet", "title", "url", "text")},
        "article_id": article["id"],
        "article_seq": order,
        "published": article["published_earliest"],
        "family": article["id"],
    }
    siblings = [columns for table, columns in rows if table == "report"]
    said = [columns for table, columns in rows if table == "statement"]
    speakers = tuple(dict.fromkeys(
        Speaking(one.name, one.role, one.side, one.kind) for one in (told.speaker for told in record.statements)
    ))  # fmt: skip
    kinds = {one.id: one.when.expression.kind for one in record.reports if one.when.expression}
    return [
        ReportRows(
            {**row, **held}, row["seq"], siblings, said, (),
            kinds.get(row["id"]) if row["when_precision"] in _PERIODS else None, speakers,
        )
        for row in siblings
    ]  # fmt: skip


def _by_coding(ledger: Ledger, sql: str, codings: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for asked in portions(codings):
        for row in ledger.all(sql, (asked,)):
            found[row["coding"]].append(row)
    return found


class _Details:
    """The packed details of codings, each read once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._words: dict[int, bytes] = {}
        self._read: dict[int, dict[str, Any]] = {}

    def of(self, row: Mapping[str, Any], packed: bytes | None) -> dict[str, Any]:
        """Return the details of a report's coding; empty where they were removed."""
        coding = row["coding"]
        if coding not in self._read:
            self._read[coding] = self._unpacked(row, packed) if packed is not None else {}
        return self._read[coding]

    def _unpacked(self, row: Mapping[str, Any], packed: bytes) -> dict[str, Any]:
        key = row["dictionary"]
        if key not in self._words:
            self._words[key] = self._ledger.value("SELECT words FROM dictionary WHERE seq = ?", (key,))
        try:
            found: dict[str, Any] = orjson.loads(unpacked(packed, row["text"], self._words[key]))
        except ValueError as error:
            raise DamagedLedger(
                f"{self._ledger.path}: the coding in row {row['coding']} cannot be put together: {error}. "
                "Run `recount verify`."
            ) from error
        return found


def _time_kind(row: Mapping[str, Any], siblings: Sequence[Mapping[str, Any]], details: Mapping[str, Any]) -> str | None:
    """Return the kind of a report's time expression, where its days are several."""
    if row["when_precision"] not in _PERIODS:
        return None
    told = details.get("reports", [])
    place = next((number for number, one in enumerate(siblings) if one["seq"] == row["seq"]), len(told))
    when = told[place].get("when", {}) if place < len(told) else {}
    kind: str | None = (when.get("expression") or {}).get("kind")
    return kind


def _speakers(statements: Sequence[Mapping[str, Any]], details: Mapping[str, Any]) -> tuple[Speaking, ...]:
    """Return all who speak in an article; those who speak of nothing coded stand in the details."""
    found = [Speaking(one["speaker"], one["role"], one["side"], one["kind"]) for one in statements]
    for one in details.get("statements", []):
        if "whole" in one:
            speaker = one["whole"].get("speaker", {})
            found.append(
                Speaking(speaker.get("name"), speaker.get("role"), speaker.get("side"), speaker.get("kind", "other"))
            )
    return tuple(dict.fromkeys(found))
