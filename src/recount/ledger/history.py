"""Who did what to a casebook, and when."""

import json
from collections.abc import Iterator
from typing import Any

from recount.ledger.casebook import Ledger

__all__ = ["counts", "history"]


def history(ledger: Ledger, *, limit: int = 50, offset: int = 0) -> Iterator[dict[str, Any]]:
    """Yield runs and decisions, the last first, each with who, when, what and how it ended."""
    sql = (
        "SELECT run.seq, started AS at, by, command AS what, arguments AS details, outcome, ended, version FROM run "
        "LEFT JOIN run_end ON run_end.run = run.seq "
        "UNION ALL SELECT seq, at, by, verdict, json_object('about', about, 'field', field, 'value', value, 'reason', "
        "reason), NULL, at, NULL FROM decision ORDER BY seq DESC LIMIT ? OFFSET ?"
    )
    for row in ledger.all(sql, (limit, offset)):
        yield {
            **row,
            "details": json.loads(row["details"]),
            "outcome": json.loads(row["outcome"]) if row["outcome"] else None,
        }


def counts(ledger: Ledger) -> dict[str, int]:
    """Return how many articles, codings, reports, statements, tallies, decisions, problems and redactions there are."""
    tables = ("article", "coding", "report", "statement", "tally", "decision", "judgement", "problem", "redaction")
    return {table: int(ledger.value(f"SELECT count(*) FROM {table}")) for table in tables}
