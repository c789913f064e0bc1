"""The history page: what was done to the casebook, by whom, when."""

from pathlib import Path
from typing import Any, get_args

from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.acts import Act, ActKind, acts, who_acted

__all__ = ["history_page"]

# Acts of one page.
_PAGE = 50
# Of what was asked for only this is shown: paths of files are nobody's concern who reads the pages.
_SHOWN = ("about", "field", "value", "reason", "events", "reports", "name", "articles")


def history_page(
    casebook: Path, *, by: str | None = None, kind: str | None = None, before: int | None = None
) -> dict[str, Any]:
    """Return runs, judgements and decisions, the last first.

    Args:
        casebook: the file.
        by: only what this person did, or had done.
        kind: only runs, judgements or decisions.
        before: only what was done before this row: the last one of the page before.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    if before is not None and before < 1:
        raise BadArgument("Ask for what was done before a row of the casebook.")
    with Ledger.open(casebook) as ledger:
        found = acts(ledger, by=by, kind=kind, before=before, limit=_PAGE + 1)
        people = who_acted(ledger)
    return {
        "acts": [_told(one) for one in found[:_PAGE]],
        "next": found[_PAGE - 1].seq if len(found) > _PAGE else None,
        "people": people,
        "kinds": list(get_args(ActKind)),
        "by": by,
        "kind": kind,
    }


def _told(one: Act) -> dict[str, Any]:
    return {
        **one._asdict(),
        "details": {name: told for name in _SHOWN if (told := one.details.get(name)) not in (None, [], "")},
        "outcome": {name: told for name, told in one.outcome.items() if type(told) in (int, bool)}
        if one.outcome is not None
        else None,
    }
