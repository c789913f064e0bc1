"""Decisions of people on coded rows. They outlive the method: a decision keeps the words that it was taken on."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from recount.errors import BadArgument, UnknownId
from recount.ledger.casebook import Ledger
from recount.ledger.chain import words_at
from recount.ledger.facets import grade_anew
from recount.ledger.keeping import moment
from recount.ledger.looking import portions, text_of_coding
from recount.ledger.rows import compact

__all__ = ["Decision", "Verdict", "decide", "decisions_about", "decisions_on", "find", "last_decision"]

Verdict = Literal["accept", "correct", "reject", "unsure", "withdraw"]

# A column of each table that is null only where the row was redacted.
_CONTENT = {"article": "text", "report": "spans", "statement": "content_spans", "tally": "spans"}
_TABLES = {"art1": "article", "rep1": "report", "st1": "statement", "tal1": "tally"}


class Decision(NamedTuple):
    """What a person decides."""

    about: str
    """Id of an article, report, statement or tally."""
    verdict: Verdict
    by: str
    field: str | None = None
    """None for the whole."""
    value: Any = None
    """For `correct`: the value in place of the coded one."""
    reason: str | None = None


def find(ledger: Ledger, id_: str) -> tuple[str, dict[str, Any]]:
    """Return the table and the newest row of an id.

    Raises:
        UnknownId: the casebook holds nothing with this id.
    """
    table = _TABLES.get(id_.partition(":")[0])
    row = ledger.one(f"SELECT * FROM {table} WHERE id = ? ORDER BY seq DESC LIMIT 1", (id_,)) if table else None
    if table is None or row is None:
        raise UnknownId(
            f"{ledger.path} holds nothing with the id {id_!r}. Ids begin with art1:, rep1:, st1: or tal1:; "
            "`recount search` finds them."
        )
    return table, row


def decide(ledger: Ledger, decision: Decision, *, at: datetime) -> int:
    """Keep a decision; return its seq. What was coded stays as it was coded.

    Raises:
        BadArgument: no such verdict, a correction without a value, or a value without a correction.
        UnknownId: it is about nothing that the casebook holds.
    """
    if decision.verdict not in get_args(Verdict):
        raise BadArgument(f"{decision.verdict!r} is no verdict. Give one of {', '.join(get_args(Verdict))}.")
    if (decision.verdict == "correct") != (decision.value is not None):
        raise BadArgument("A correction needs the right value, and only a correction has one.")
    if decision.verdict == "correct" and decision.field is None:
        raise BadArgument("Say which field is corrected.")
    table, row = find(ledger, decision.about)
    if row[_CONTENT[table]] is None:
        raise BadArgument(f"{decision.about} was redacted: there is nothing left to decide.")
    with ledger.writing():
        grade_anew(ledger, decision.about)
        return ledger.append(
            "decision",
            {
                **decision._asdict(),
                "value": None if decision.value is None else compact(decision.value),
                "quotes": _quotes(ledger, table, row, decision.field),
                "at": moment(at),
            },
        )


def _quotes(ledger: Ledger, table: str, row: dict[str, Any], field: str | None) -> str | None:
    """Return the words that the decision is about: those of the field, or the first of the row."""
    if table == "article":
        return None
    text = text_of_coding(ledger, row["coding"])
    if text is None:
        return None
    asked = [name for name in (field or "", f"{field}_spans") if row.get(name)]
    asked = asked or ["content_spans" if table == "statement" else "spans"]
    words = words_at([(name, row[name]) for name in asked], text)
    return compact(words if field else words[:1])


def decisions_about(ledger: Ledger, id_: str) -> list[dict[str, Any]]:
    """Return the decisions on an id, the first first, with their values read."""
    return decisions_on(ledger, (id_,)).get(id_, [])


def decisions_on(ledger: Ledger, ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the decisions on some ids, by id, the first first, with their values read; none where there is none."""
    sql = (
        "SELECT decision.* FROM json_each(?) AS asked CROSS JOIN decision ON decision.about = asked.value "
        "ORDER BY decision.seq"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for asked in portions(ids):
        for row in ledger.all(sql, (asked,)):
            found.setdefault(row["about"], []).append(
                {
                    **{name: row[name] for name in ("seq", "about", "field", "verdict", "reason", "by", "at")},
                    "value": json.loads(row["value"]) if row["value"] else None,
                    "quotes": json.loads(row["quotes"]) if row["quotes"] else [],
                }
            )
    return found


def last_decision(ledger: Ledger, by: str) -> dict[str, Any] | None:
    """Return the last decision of a person, values not read; None where they took none."""
    # The last rows first: whoever asks has mostly just decided.
    return ledger.one('SELECT * FROM decision WHERE "by" = ? ORDER BY seq DESC LIMIT 1', (by,))
