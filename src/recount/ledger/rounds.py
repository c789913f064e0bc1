"""Rounds of blind double coding: their samples, what each coder answered, and what was taken where they differ."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from recount.errors import BadArgument, UnknownId
from recount.ledger.casebook import Ledger
from recount.ledger.keeping import moment
from recount.ledger.looking import IS_CURRENT, portions
from recount.ledger.rows import compact

__all__ = [
    "Adjudication",
    "Answer",
    "Round",
    "adjudications_of",
    "answers_by",
    "answers_of",
    "asked_report",
    "keep_adjudication",
    "keep_answer",
    "keep_round",
    "reports_to_draw",
    "round_named",
    "rounds",
    "still_here",
]

_FIRST = 4
"""The version whose tables hold rounds."""


class Round(NamedTuple):
    """A blind double coding."""

    name: str
    coders: tuple[str, ...]
    fields: tuple[str, ...]
    reports: tuple[str, ...]
    """In the order in which they are asked."""
    seed: int
    country: str | None
    """Where they were drawn from; None for everywhere."""
    seq: int = 0
    by: str = ""
    at: str = ""


class Answer(NamedTuple):
    """What one coder says of one report."""

    report: str
    coder: str
    values: Mapping[str, Any] | None
    """By field; None once it was removed with its article."""
    reason: str | None
    at: str


class Adjudication(NamedTuple):
    """Whose value was taken for a field of a report."""

    report: str
    field: str
    chose: str
    """"coder" and the coder's name, "machine", "another"."""
    verdict: str
    """Of the decision that it became."""
    value: Any
    reason: str | None
    decision: int
    by: str
    at: str


def keep_round(ledger: Ledger, round_: Round, *, run: int) -> int:
    """Keep a round; return its seq. Call it inside `writing`.

    Raises:
        BadArgument: there is one of this name.
    """
    if ledger.value("SELECT 1 FROM round WHERE name = ?", (round_.name,)):
        raise BadArgument(f"There is a round {round_.name} already. Give another name.")
    return ledger.append(
        "round",
        {
            "run": run,
            "name": round_.name,
            "coders": compact(list(round_.coders)),
            "fields": compact(list(round_.fields)),
            "reports": compact(list(round_.reports)),
            "seed": round_.seed,
            "country": round_.country or "",
        },
    )


def rounds(ledger: Ledger) -> list[Round]:
    """Return all rounds, the last made first."""
    if ledger.version < _FIRST:
        return []
    return [_round(row) for row in ledger.all(f"{_ROUND} ORDER BY round.seq DESC")]


def round_named(ledger: Ledger, name: str) -> Round:
    """Return a round.

    Raises:
        UnknownId: there is none.
    """
    row = ledger.one(f"{_ROUND} WHERE round.name = ?", (name,)) if ledger.version >= _FIRST else None
    if row is None:
        raise UnknownId(f"{ledger.path} holds no round {name!r} of double coding. The page `/coding` lists them.")
    return _round(row)


_ROUND = "SELECT round.*, run.by, run.started AS at FROM round JOIN run ON run.seq = round.run"


def _round(row: Mapping[str, Any]) -> Round:
    coders, fields, reports = (tuple(json.loads(row[name])) for name in ("coders", "fields", "reports"))
    country = row["country"] or None
    return Round(row["name"], coders, fields, reports, row["seed"], country, row["seq"], row["by"], row["at"])


def keep_answer(
    ledger: Ledger, round_: Round, report: str, values: Mapping[str, Any], *, by: str, reason: str | None, at: datetime
) -> int:
    """Keep what a coder says of a report; return its seq. Call it inside `writing`."""
    words = asked_report(ledger, report)
    return ledger.append(
        "answer",
        {
            "round": round_.seq,
            "report": report,
            "coded": compact(dict(values)),
            "quotes": compact([words["anchor"]]),
            "reason": reason,
            "by": by,
            "at": moment(at),
        },
    )


def answers_by(ledger: Ledger, round_: Round, coder: str) -> dict[str, Answer]:
    """Return what one coder said last of each report of a round; of the others nothing is read."""
    sql = "SELECT * FROM answer WHERE round = ? AND by = ? ORDER BY seq"
    return {row["report"]: _answer(row) for row in ledger.all(sql, (round_.seq, coder))}


def answers_of(ledger: Ledger, round_: Round) -> dict[str, dict[str, Answer]]:
    """Return by report and coder what was said last, in the order of the round."""
    found: dict[str, dict[str, Answer]] = {report: {} for report in round_.reports}
    for row in ledger.all("SELECT * FROM answer WHERE round = ? ORDER BY seq", (round_.seq,)):
        found[row["report"]][row["by"]] = _answer(row)
    return found


def _answer(row: Mapping[str, Any]) -> Answer:
    values = json.loads(row["coded"]) if row["coded"] else None
    return Answer(row["report"], row["by"], values, row["reason"], row["at"])


def keep_adjudication(
    ledger: Ledger, round_: Round, report: str, field: str, *, chose: str, decision: int, by: str, at: datetime
) -> int:
    """Keep whose value was taken; return its seq. Call it inside `writing`."""
    return ledger.append(
        "adjudication",
        {
            "round": round_.seq,
            "report": report,
            "field": field,
            "chose": chose,
            "decision": decision,
            "by": by,
            "at": moment(at),
        },
    )


def adjudications_of(ledger: Ledger, round_: Round) -> dict[tuple[str, str], Adjudication]:
    """Return by report and field what was taken last."""
    sql = (
        "SELECT adjudication.*, verdict, value, reason FROM adjudication "
        "JOIN decision ON decision.seq = adjudication.decision WHERE round = ? ORDER BY adjudication.seq"
    )
    names = ("report", "field", "chose", "verdict", "value", "reason", "decision", "by", "at")
    return {
        (row["report"], row["field"]): Adjudication(
            *({**row, "value": json.loads(row["value"]) if row["value"] else None}[name] for name in names)
        )
        for row in ledger.all(sql, (round_.seq,))
    }


def reports_to_draw(ledger: Ledger, *, country: str | None = None) -> list[str]:
    """Return the reports that a sample may be drawn from: of current codings, none of an article in another's words.

    Where a country is given, those of events there.
    """
    sql = (
        "SELECT DISTINCT report.id FROM report JOIN coding ON coding.seq = report.coding "
        "LEFT JOIN copy ON copy.article = coding.article "
        f"WHERE report.spans IS NOT NULL AND copy.seq IS NULL AND {IS_CURRENT}"
    )
    values: tuple[str, ...] = ()
    if country:
        sql += (
            " AND report.id IN (SELECT report FROM event_report JOIN event_summary ON event_summary.id = event "
            "WHERE country = ?)"
        )
        values = (country.upper(),)
    return [id_ for (id_,) in ledger.rows(sql, values)]


def asked_report(ledger: Ledger, report: str) -> dict[str, Any]:
    """Return what a coder is shown of a report: its article and where the words of the act stand; no coded value.

    Raises:
        UnknownId: there is none, or it was removed.
    """
    sql = (
        "SELECT report.id, report.spans, article.id AS article, article.title, article.outlet, article.url, "
        "article.published_earliest AS published, article.language, article.text FROM report "
        "JOIN coding ON coding.seq = report.coding JOIN article ON article.seq = coding.article "
        "WHERE report.id = ? AND report.spans IS NOT NULL AND article.text IS NOT NULL ORDER BY report.seq DESC LIMIT 1"
    )
    row = ledger.one(sql, (report,))
    if row is None:
        raise UnknownId(f"{ledger.path} holds no report {report}, or its article was removed.")
    start, end = json.loads(row.pop("spans"))[0]
    return {**row, "start": start, "end": end, "anchor": row["text"][start:end]}


def still_here(ledger: Ledger, reports: Iterable[str]) -> set[str]:
    """Return those of some reports whose words the casebook still holds."""
    sql = (
        "SELECT report.id FROM json_each(?) AS asked CROSS JOIN report ON report.id = asked.value "
        "WHERE report.spans IS NOT NULL"
    )
    return {id_ for asked in portions(reports) for (id_,) in ledger.rows(sql, (asked,))}
