"""Yields the current record of each article with what the casebook knows of its reports, for publishing."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.deciding import decisions_about
from recount.ledger.looking import record_at, sources_of
from recount.nouns import Record

__all__ = ["Coded", "Wanted", "coded", "coded_articles"]

_CURRENT = (
    "SELECT coding.* FROM article CROSS JOIN coding ON coding.seq = "
    "(SELECT max(seq) FROM coding WHERE article = article.seq) ORDER BY article.seq"
)
_DECISION = ("field", "verdict", "value", "by", "at")


class Wanted(NamedTuple):
    """Which reports; what is None does not matter."""

    since: date | None = None
    """First day, inclusive: reports that may have happened on it or later."""
    until: date | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class Coded(NamedTuple):
    """An article as it is coded now."""

    record: Record | None
    """None where no report of it is wanted, or where it was redacted."""
    reports: Mapping[str, Mapping[str, Any]]
    """For the id of each report that is wanted: decisions, copy_of, copy_kind, run, coded_at, obtained_at, source,
    original_sha256, row (its seq), row_hash."""


def coded_articles(ledger: Ledger) -> int:
    """Return how many articles have a coding."""
    return int(ledger.value("SELECT count(DISTINCT article) FROM coding"))


def coded(ledger: Ledger, wanted: Wanted) -> Iterator[Coded]:
    """Yield every article that has a coding, in the order in which articles were kept.

    All rows are those of the moment in which the first one is read: what others write meanwhile is not seen.
    """
    conditions, values = _conditions(wanted)
    sql = f"SELECT seq, id, hash FROM report WHERE seq > ? AND seq <= ?{conditions} ORDER BY seq"
    # A casebook of version 1 that may only be read has no copies.
    has_copies = ledger.value("SELECT 1 FROM sqlite_schema WHERE name = 'copy'") is not None
    for coding in ledger.all(_CURRENT):
        rows = list(ledger.all(sql, (coding["seq"], coding["seq"] + coding["rows"], *values)))
        record = record_at(ledger, coding) if rows else None
        if record is None:
            yield Coded(None, {})
            continue
        found = {**_found(ledger, coding), **_copied(ledger, coding["article"] if has_copies else None)}
        yield Coded(record, {row["id"]: {**found, **_report(ledger, row)} for row in rows})


def _conditions(wanted: Wanted) -> tuple[str, list[str]]:
    """Return conditions on reports as `search` has them, with their values."""
    asked = [
        (" AND ifnull(latest, earliest) >= ?", wanted.since.isoformat() if wanted.since else None),
        (" AND ifnull(earliest, latest) <= ?", wanted.until.isoformat() if wanted.until else None),
        (" AND country = ?", wanted.country.upper() if wanted.country else None),
    ]
    return "".join(sql for sql, value in asked if value), [value for _, value in asked if value]


def _found(ledger: Ledger, coding: Mapping[str, Any]) -> dict[str, Any]:
    source = next(iter(sources_of(ledger, coding["article"])), None)
    return {
        "run": coding["run"],
        "coded_at": ledger.value("SELECT started FROM run WHERE seq = ?", (coding["run"],)),
        "obtained_at": source["at"] if source else None,
        "source": source["source"] if source else None,
        "original_sha256": source["sha256"].hex() if source else None,
    }


def _copied(ledger: Ledger, article: int | None) -> dict[str, Any]:
    """Return which article kept before one is a copy of, and how; None for both where it is none's."""
    sql = (
        "SELECT article.id AS copy_of, copy.kind AS copy_kind FROM copy JOIN article ON article.seq = copy.of "
        "WHERE copy.article = ? ORDER BY copy.seq DESC LIMIT 1"
    )
    return (ledger.one(sql, (article,)) if article else None) or {"copy_of": None, "copy_kind": None}


def _report(ledger: Ledger, row: Mapping[str, Any]) -> dict[str, Any]:
    decisions = [{name: one[name] for name in _DECISION} for one in decisions_about(ledger, row["id"])]
    return {"row": row["seq"], "row_hash": row["hash"].hex(), "decisions": decisions}
