"""Rounds of blind double coding.

They are drawn from a casebook, answered by coders who do not see one another's values, compared, and decided on where
coders differ.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from recount.errors import BadArgument
from recount.ledger import Decision, Ledger, current_coding, decide, end_run, find, record_at, start_run
from recount.ledger.event_reading import EventRows, rows_of_record
from recount.ledger.looking import article_of_coding
from recount.ledger.rounds import (
    Answer,
    Round,
    answers_by,
    answers_of,
    keep_adjudication,
    keep_answer,
    keep_round,
    reports_to_draw,
    round_named,
    still_here,
)
from recount.pipeline.reconciling import event_of_rows
from recount.reviewing import FIELDS, Agreement, agreement_of, coded_values, sample, value_of_report
from recount.settings import VERSION

__all__ = [
    "CHOICES",
    "Adjudged",
    "Drawn",
    "Progress",
    "adjudicate",
    "agreement_in",
    "answer",
    "coded_by_machine",
    "is_blind_for",
    "make_round",
    "progress_of",
    "take_decision",
]

CHOICES = ("coder", "machine", "another")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# Reports of a round: a coder takes some minutes for one.
_MOST = 2_000
_MOST_CODERS = 20


class Drawn(NamedTuple):
    """What a round is asked to be."""

    name: str
    coders: tuple[str, ...]
    size: int
    fields: tuple[str, ...] = tuple(FIELDS)
    seed: int = 1
    country: str | None = None
    """ISO 3166-1 alpha-2; None for everywhere."""


class Progress(NamedTuple):
    """How far a round is."""

    reports: tuple[str, ...]
    """Those that can still be coded: articles may have been removed since."""
    done: Mapping[str, int]
    """By coder how many of these."""

    def has_finished(self, coder: str) -> bool:
        """Tell whether a coder has coded all reports."""
        return self.done.get(coder, 0) >= len(self.reports)

    @property
    def finished(self) -> bool:
        """Whether all coders have."""
        return all(self.has_finished(coder) for coder in self.done)


class Adjudged(NamedTuple):
    """What is taken for a field of a report."""

    report: str
    field: str
    chose: str
    """"machine", "another", or "coder" and the coder's name, with a blank between them."""
    value: Any = None
    """For "another": the value; None where the text does not say."""
    reason: str | None = None


def make_round(ledger: Ledger, asked: Drawn, *, by: str, at: datetime) -> Round:
    """Draw the reports of a round and keep it.

    Raises:
        BadArgument: it cannot be meant, or there is nothing to draw from.
    """
    coders = tuple(dict.fromkeys(" ".join(one.split()) for one in asked.coders if one.strip()))
    _check(asked, coders)
    reports = sample(reports_to_draw(ledger, country=asked.country), size=asked.size, seed=asked.seed)
    if not reports:
        raise BadArgument("There is no report to draw from. Add articles first, or name another country.")
    told = Round(asked.name, coders, asked.fields, tuple(reports), asked.seed, asked.country)
    with ledger.writing():
        given = {"name": told.name, "coders": coders, "fields": told.fields, "size": asked.size, "seed": told.seed}
        run = start_run(ledger, "round", {**given, "country": told.country}, by=by, at=at, version=VERSION)
        keep_round(ledger, told, run=run)
        end_run(ledger, run, {"reports": len(reports)}, at=at)
    return round_named(ledger, asked.name)


def _check(asked: Drawn, coders: Sequence[str]) -> None:
    unknown = [one for one in asked.fields if one not in FIELDS]
    wrong = (
        (not _NAME.fullmatch(asked.name), "Name the round with small letters, digits and hyphens, 40 at most."),
        (not 2 <= len(coders) <= _MOST_CODERS, f"Name at least two coders, and {_MOST_CODERS} at most."),
        (not 1 <= asked.size <= _MOST, f"Draw at least one report, and {_MOST:,} at most."),
        (not asked.fields or unknown, f"Ask for at least one of {', '.join(FIELDS)}, and for nothing else."),
        (not 0 <= asked.seed < 1 << 53, "Give a whole number from 0 on as the seed."),
    )
    for is_wrong, what in wrong:
        if is_wrong:
            raise BadArgument(what)


def progress_of(ledger: Ledger, round_: Round) -> Progress:
    """Return how far the coders of a round are; nothing of what they said."""
    here = still_here(ledger, round_.reports)
    reports = tuple(one for one in round_.reports if one in here)
    done = {coder: len(here & answers_by(ledger, round_, coder).keys()) for coder in round_.coders}
    return Progress(reports, done)


def is_blind_for(round_: Round, progress: Progress, who: str) -> bool:
    """Tell whether somebody may not see yet what others said: a coder who has not coded all reports."""
    return who in round_.coders and not progress.has_finished(who)


def answer(
    ledger: Ledger,
    round_: Round,
    report: str,
    given: Mapping[str, Any],
    *,
    by: str,
    reason: str | None = None,
    at: datetime,
) -> int:
    """Keep what a coder says of a report; return its seq.

    Raises:
        BadArgument: who answers is none of the round's coders or has finished, the report is none of its reports, or a
            value is none of its field's.
        UnknownId: the report's article was removed.
    """
    if by not in round_.coders:
        raise BadArgument(f"{by} is none of the coders of {round_.name}: {', '.join(round_.coders)}.")
    if report not in round_.reports:
        raise BadArgument(f"{report} is none of the reports of {round_.name}.")
    values = coded_values(round_.fields, given)
    # What others said is open to those who have finished: whoever could change an answer then was not blind.
    if progress_of(ledger, round_).has_finished(by):
        raise BadArgument(f"{by} has coded all reports of {round_.name}: what was said stands.")
    with ledger.writing():
        return keep_answer(ledger, round_, report, values, by=by, reason=reason or None, at=at)


def agreement_in(ledger: Ledger, round_: Round) -> Agreement:
    """Return how far the coders of a round agree on what at least two of them coded."""
    coded = {
        report: {coder: one.values for coder, one in by.items() if one.values is not None}
        for report, by in answers_of(ledger, round_).items()
    }
    return agreement_of(coded, round_.fields)


def coded_by_machine(ledger: Ledger, report: str) -> dict[str, str]:
    """Return by field what was coded of a report, in words, whatever people decided since.

    Raises:
        UnknownId: there is no such report.
    """
    _, row = find(ledger, report)
    article = article_of_coding(ledger, row["coding"])
    coding = current_coding(ledger, article) if article is not None else None
    record = record_at(ledger, coding) if coding else None
    if record is None:
        return {}
    rows = [one for one in rows_of_record(record) if one.row["id"] == report]
    found = event_of_rows(EventRows("", tuple(rows))).reports
    return {field: value_of_report(one, field) for one in found for field in FIELDS}


def take_decision(ledger: Ledger, round_: Round, asked: Adjudged, *, by: str) -> Decision:
    """Return the decision that a choice between the values of coders and machine becomes.

    A value that the text does not give is rejected; the machine's is accepted; any other corrects it.

    Raises:
        BadArgument: there is no such value, or not all coders have coded the report.
    """
    _check_adjudged(ledger, round_, asked, by)
    told = answers_of(ledger, round_).get(asked.report, {})
    choice, _, coder = asked.chose.partition(" ")
    if choice == "machine":
        return Decision(asked.report, "accept", by, asked.field, reason=asked.reason)
    value = asked.value if choice == "another" else _value_of(told, coder, asked.field)
    value = coded_values([asked.field], {asked.field: value})[asked.field]
    if value is None:
        return Decision(asked.report, "reject", by, asked.field, reason=asked.reason or "the text does not say")
    return Decision(asked.report, "correct", by, asked.field, value, asked.reason)


def _check_adjudged(ledger: Ledger, round_: Round, asked: Adjudged, by: str) -> None:
    if asked.report not in round_.reports or asked.field not in round_.fields:
        raise BadArgument(f"{round_.name} does not ask for {asked.field} of {asked.report}.")
    if asked.chose.partition(" ")[0] not in CHOICES:
        raise BadArgument("Choose the value of a coder, of the machine, or another one.")
    if is_blind_for(round_, progress_of(ledger, round_), by):
        raise BadArgument(f"{by} codes reports of {round_.name} still, and decides after that.")
    told = answers_of(ledger, round_).get(asked.report, {})
    missing = [one for one in round_.coders if one not in told]
    if missing:
        raise BadArgument(f"{asked.report} waits for {', '.join(missing)} to code it.")


def _value_of(told: Mapping[str, Answer], coder: str, field: str) -> Any:
    found = told.get(coder)
    if found is None or found.values is None or field not in found.values:
        raise BadArgument(f"{coder or 'Nobody'} gave no value. The coders are {', '.join(told)}.")
    return found.values[field]


def adjudicate(ledger: Ledger, round_: Round, asked: Adjudged, *, by: str, at: datetime) -> int:
    """Decide between the values of coders and machine, and keep whose was taken; return the decision's seq.

    Raises:
        BadArgument: there is no such value, or not all coders have coded the report.
    """
    made = take_decision(ledger, round_, asked, by=by)
    decision = decide(ledger, made, at=at)
    with ledger.writing():
        keep_adjudication(ledger, round_, asked.report, asked.field, chose=asked.chose, decision=decision, by=by, at=at)
    return decision
