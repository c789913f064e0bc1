"""What people are asked next, and what several people say of the same reports without seeing one another's values."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recount.api.asked import country_of, now, silent
from recount.errors import LedgerFull
from recount.ledger import Ledger
from recount.ledger.facets import asked_number, to_grade_number
from recount.ledger.rounds import Round, round_named, rounds
from recount.reviewing import Agreement

if TYPE_CHECKING:
    from recount.pipeline.preparing import Told

__all__ = [
    "Agreement",
    "Round",
    "adjudicate",
    "agreement",
    "answer",
    "coding_rounds",
    "make_round",
    "prepare",
    "prepare_some",
    "queue_count",
    "refresh_events",
    "value_of_agreement",
    "waiting",
]


def prepare(path: Path, *, limit: int | None = None, told: "Told" = silent) -> int:
    """Grade events for lists and the queue, those most likely worth a look first; return how many are left.

    A casebook that may not be written stays as it is.

    Args:
        path: the casebook.
        limit: the most to grade; all where None.
        told: hears of how many are graded, and of how many there are to grade.

    Raises:
        BadLedger: the casebook cannot be opened.
    """
    # Late: it loads what settles events, which opening a casebook does not wait for.
    from recount.pipeline import preparing

    left = waiting(path)
    if not left:
        return 0
    try:
        with Ledger.open(path, write=True) as ledger:
            return preparing.prepare(ledger, limit=limit, told=told)
    except LedgerFull:
        return left


def prepare_some(path: Path, number: int) -> int:
    """Grade up to so many events; return how many are left.

    A casebook that may not be written stays as it is: where as many are left as before, more asking is no use.
    """
    return prepare(path, limit=number)


def waiting(path: Path) -> int:
    """Return how many events are not graded: lists and the queue do not know yet how much they are worth a look."""
    with Ledger.open(path) as ledger:
        return to_grade_number(ledger)


def queue_count(path: Path) -> int:
    """Return how many events hold a report that nobody decided on, of those that are graded; 100,001 for more."""
    with Ledger.open(path) as ledger:
        return asked_number(ledger)


def refresh_events(path: Path, events: Iterable[str]) -> None:
    """Grade some events anew. Decisions, joins and splits do so by themselves."""
    from recount.pipeline.preparing import refresh

    with Ledger.open(path, write=True) as ledger:
        refresh(ledger, events)


def make_round(
    path: Path,
    name: str,
    *,
    coders: Sequence[str],
    size: int,
    by: str,
    fields: Sequence[str] | None = None,
    seed: int = 1,
    country: str | None = None,
) -> Round:
    """Draw reports for several people to code, each without seeing what the others say.

    Args:
        path: the casebook.
        name: small letters, digits and hyphens.
        coders: names of at least two people.
        size: how many reports; fewer where there are not so many.
        by: who asks.
        fields: what is asked of each report; all where None.
        seed: the same one draws the same reports from the same casebook.
        country: ISO 3166-1 alpha-2: draw from events there.

    Raises:
        BadArgument: it cannot be meant, or there is nothing to draw from.
    """
    from recount.pipeline import rounds as coding
    from recount.reviewing import FIELDS

    asked = coding.Drawn(name, tuple(coders), size, tuple(fields or FIELDS), seed, country_of(country))
    with Ledger.open(path, write=True, durable=True) as ledger:
        return coding.make_round(ledger, asked, by=by, at=now())


def coding_rounds(path: Path) -> list[Round]:
    """Return the rounds of double coding, the last made first."""
    with Ledger.open(path) as ledger:
        return rounds(ledger)


def answer(
    path: Path, round_: str, report: str, values: Mapping[str, Any], *, by: str, reason: str | None = None
) -> int:
    """Keep what a coder says of a report of a round, on the disk when this returns; return its place in the chain.

    Args:
        path: the casebook.
        round_: name of the round.
        report: id of one of its reports.
        values: by field, in the shapes of corrections; None where the text does not say.
        by: the coder.
        reason: what the coder notes.

    Raises:
        UnknownId: there is no such round, or the report's article was removed.
        BadArgument: a value is none of its field's, or it is not the coder's to say.
    """
    from recount.pipeline import rounds as coding

    with Ledger.open(path, write=True, durable=True) as ledger:
        told = round_named(ledger, round_)
        return coding.answer(ledger, told, report, values, by=by, reason=reason, at=now())


def agreement(path: Path, round_: str) -> Agreement:
    """Return how far the coders of a round agree, field by field, and where they differ.

    Raises:
        UnknownId: there is no such round.
    """
    from recount.pipeline.rounds import agreement_in

    with Ledger.open(path) as ledger:
        return agreement_in(ledger, round_named(ledger, round_))


def value_of_agreement(told: Agreement) -> dict[str, Any]:
    """Return how far coders agree as plain values of JSON."""
    return {
        "fields": [one._asdict() for one in told.fields],
        "differing": [{**one._asdict(), "values": dict(one.values)} for one in told.differing],
    }


def adjudicate(
    path: Path,
    round_: str,
    report: str,
    field: str,
    chose: str,
    *,
    by: str,
    value: Any = None,
    reason: str | None = None,
) -> int:
    """Decide between what coders and machine say of a field; return the decision's place in the chain.

    Args:
        path: the casebook.
        round_: name of the round.
        report: id of one of its reports.
        field: one of its fields.
        chose: "machine", "another", or "coder" and the coder's name, with a blank between them.
        by: who decides.
        value: for "another": the value; None where the text does not say.
        reason: why.

    Raises:
        UnknownId: there is no such round.
        BadArgument: there is no such value, or not all coders have coded the report.
    """
    from recount.api.graded import grade_again
    from recount.pipeline import rounds as coding

    with Ledger.open(path, write=True, durable=True) as ledger:
        told = round_named(ledger, round_)
        asked = coding.Adjudged(report, field, chose, value, reason or None)
        decision = coding.adjudicate(ledger, told, asked, by=by, at=now())
        grade_again(ledger, report)
    return decision
