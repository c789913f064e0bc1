"""What a release tells of a casebook beside its events: methods, reports in no event, and why reports went."""

from collections.abc import Mapping

from recount.ledger.casebook import Ledger
from recount.ledger.linking import last_link, linkable_number
from recount.ledger.looking import IS_CURRENT

__all__ = ["methods_in_use", "unlinked_reports", "why_gone"]


def methods_in_use(ledger: Ledger) -> Mapping[str, int]:
    """Return how many reports of current codings each method made, by its name and version."""
    sql = (
        "SELECT method.name || ' ' || method.version AS made, count(*) FROM report "
        "JOIN coding ON coding.seq = report.coding JOIN method ON method.seq = coding.method "
        f"WHERE {IS_CURRENT} GROUP BY made ORDER BY made"
    )
    return {str(name): int(number) for name, number in ledger.rows(sql)}


def unlinked_reports(ledger: Ledger) -> int:
    """Return how many reports came since the last linking; all where nothing was linked yet."""
    last = last_link(ledger)
    return linkable_number(ledger, after=last.upto if last else 0)


def why_gone(ledger: Ledger) -> Mapping[str, str]:
    """Return by id of a report why it is none any more, where the casebook knows: removed, rejected, coded anew."""
    # Why it was removed may name whom the removal protects, and stays in the casebook.
    sql = "SELECT report.id FROM redaction JOIN report ON report.seq = redaction.row WHERE redaction.kind = 'report'"
    removed = {str(id_): "removed from the casebook" for (id_,) in ledger.rows(sql)}
    rejected = {
        str(id_): "rejected by people"
        for (id_,) in ledger.rows(
            "SELECT about FROM decision AS last WHERE verdict = 'reject' AND field IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM decision WHERE about = last.about AND field IS NULL AND seq > last.seq)"
        )
    }
    return {**rejected, **removed}
