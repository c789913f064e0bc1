"""After a decision of a person, the event that it is about is graded anew for lists and the queue."""

from recount.ledger import Ledger
from recount.ledger.judging import reports_of_events

__all__ = ["grade_again"]


def grade_again(ledger: Ledger, about: str) -> None:
    """Grade the event of a report anew; nothing happens where the report is in none."""
    events = reports_of_events(ledger, [about])
    if events:
        # Late: it loads what settles events, which a decision in a casebook without events does not wait for.
        from recount.pipeline.preparing import refresh

        refresh(ledger, events)
