"""What a reviewer is shown of reports that wait for a decision: their words, and who says them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.facets import has_facets
from recount.ledger.looking import IS_CURRENT, portions
from recount.nouns.events import Voice

__all__ = ["Waiting", "place_in_queue", "waiting_reports"]


class Waiting(NamedTuple):
    """A report with the words of the act, and who says them."""

    report: str
    article: str
    title: str | None
    outlet: str | None
    published: str | None
    text: str
    start: int
    """Code points: where the words of the act stand in the text; `end` is not included."""
    end: int
    event_type: str | None
    sub_event_type: str | None
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    voices: tuple[Voice, ...] = ()
    """Whose statements the report is about; empty for the outlet's own voice."""


def waiting_reports(ledger: Ledger, reports: Iterable[str]) -> dict[str, Waiting]:
    """Return reports of current codings by their ids; what was removed is not among them."""
    sql = (
        "SELECT report.id AS report, report.seq, report.coding, report.spans, article.id AS article, article.title, "
        "article.outlet, article.published_earliest AS published, article.text, event_type, sub_event_type, earliest, "
        "latest, place, country FROM json_each(?) AS asked CROSS JOIN report ON report.id = asked.value "
        "JOIN coding ON coding.seq = report.coding JOIN article ON article.seq = coding.article "
        f"WHERE report.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}"
    )
    rows = [row for asked in portions(reports) for row in ledger.all(sql, (asked,))]
    said = _statements(ledger, {row["coding"] for row in rows})
    found = {}
    for row in rows:
        start, end = json.loads(row.pop("spans"))[0]
        coding, place = row.pop("coding"), row.pop("seq")
        voices = tuple(voice for about, voice in said[coding] if place - coding in about)
        found[row["report"]] = Waiting(**row, start=start, end=end, voices=voices)
    return found


def _statements(ledger: Ledger, codings: Iterable[int]) -> dict[int, list[tuple[Sequence[Any], Voice]]]:
    sql = (
        "SELECT statement.coding, statement.id, speaker, role, side, kind, via, stance, about "
        "FROM json_each(?) AS asked CROSS JOIN coding ON coding.seq = asked.value "
        "CROSS JOIN statement ON statement.seq > coding.seq AND statement.seq <= coding.seq + coding.rows "
        "WHERE content_spans IS NOT NULL ORDER BY statement.seq"
    )
    found: dict[int, list[tuple[Sequence[Any], Voice]]] = defaultdict(list)
    for asked in portions(codings):
        for row in ledger.all(sql, (asked,)):
            found[row["coding"]].append((json.loads(row["about"]), Voice.of_row(row)))
    return found


def place_in_queue(ledger: Ledger, report: str) -> tuple[str | None, float | None, str | None]:
    """Return the event of a report, how much it is worth a look, and its report to ask next; None where not known."""
    if not has_facets(ledger):
        return None, None, None
    row = ledger.one(
        "SELECT event_report.event, worth, asked FROM event_report "
        "LEFT JOIN event_facet ON event_facet.event = event_report.event WHERE report = ?",
        (report,),
    )
    return (row["event"], row["worth"], row["asked"]) if row else (None, None, None)
