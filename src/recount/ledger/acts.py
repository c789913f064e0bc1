"""What runs and people did to a casebook: who, what, when, page by page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from recount.errors import BadArgument
from recount.ledger.casebook import Ledger
from recount.ledger.looking import portions

__all__ = ["Act", "ActKind", "PersonJudged", "acts", "judged_by_people", "who_acted"]

ActKind = Literal["run", "judgement", "decision"]
"""What was read, linked, published …; what people judged of events; what they decided on reports and tallies."""

_JUDGING = "('join', 'split', 'withdraw')"
_RUN = (
    "SELECT run.seq, started AS at, by, CASE WHEN command IN {judging} THEN 'judgement' ELSE 'run' END AS kind, "
    "command AS what, arguments AS details, (SELECT outcome FROM run_end WHERE run_end.run = run.seq) AS outcome "
    "FROM run WHERE seq < :before{conditions}"
)
_DECISION = (
    "SELECT seq, at, by, 'decision' AS kind, verdict AS what, json_object('about', about, 'field', field, 'value', "
    "json(value), 'reason', reason) AS details, NULL AS outcome FROM decision WHERE seq < :before{conditions}"
)
_JUDGED = (
    "SELECT judgement.seq, judgement.run, run.started AS at, judgement.by, one, other, verdict, reason FROM judgement "
    "JOIN run ON run.seq = judgement.run WHERE kind = 'person' AND judgement.by IS NOT NULL "
    "AND judgement.{side} IN (SELECT value FROM json_each(?))"
)
_LAST = 2**62


class Act(NamedTuple):
    """One thing that was done."""

    seq: int
    at: str
    by: str
    kind: ActKind
    what: str
    """The command of a run; the verdict of a decision."""
    details: Mapping[str, Any]
    """What was asked for."""
    outcome: Mapping[str, Any] | None
    """How a run ended; None where it did not, and for decisions."""


def acts(
    ledger: Ledger, *, by: str | None = None, kind: str | None = None, before: int | None = None, limit: int = 50
) -> list[Act]:
    """Return what was done, the last first.

    Args:
        ledger: an open casebook.
        by: only what this person did, or had done.
        kind: only runs, judgements or decisions.
        before: only rows before this one: the last of the page before.
        limit: the most to return.

    Raises:
        BadArgument: there is no such kind.
    """
    if kind is not None and kind not in get_args(ActKind):
        raise BadArgument(f"{kind!r} is no kind of act. Give one of {', '.join(get_args(ActKind))}.")
    own = " AND by = :by" if by is not None else ""
    judging = {"judgement": f" AND command IN {_JUDGING}", "run": f" AND command NOT IN {_JUDGING}"}
    parts = []
    if kind != "decision":
        parts.append(_RUN.format(judging=_JUDGING, conditions=own + judging.get(kind or "", "")))
    if kind in (None, "decision"):
        parts.append(_DECISION.format(conditions=own))
    sql = f"{' UNION ALL '.join(parts)} ORDER BY seq DESC LIMIT :limit"
    asked = {"before": before if before is not None else _LAST, "by": by, "limit": limit}
    return [
        Act(**{
            **row, "details": json.loads(row["details"]),
            "outcome": json.loads(row["outcome"]) if row["outcome"] else None,
        })
        for row in ledger.all(sql, asked)
    ]  # fmt: skip


def who_acted(ledger: Ledger) -> list[str]:
    """Return the names of those who did something, in the order of letters."""
    sql = "SELECT by FROM run UNION SELECT by FROM decision ORDER BY by"
    return [name for (name,) in ledger.rows(sql)]


class PersonJudged(NamedTuple):
    """What a person judged of two reports, be it taken back or changed since."""

    seq: int
    run: int
    """The same for all that was judged at once."""
    at: str
    by: str
    one: str
    other: str
    verdict: str
    """same, different, withdrawn."""
    reason: str | None


def judged_by_people(ledger: Ledger, reports: Iterable[str]) -> list[PersonJudged]:
    """Return all that people ever judged of some reports, the first first."""
    found = {
        row["seq"]: PersonJudged(**row)
        for asked in portions(reports)
        for side in ("one", "other")
        for row in ledger.all(_JUDGED.format(side=side), (asked,))
    }
    return [found[seq] for seq in sorted(found)]
