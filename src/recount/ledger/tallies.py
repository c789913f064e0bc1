"""Tallies as coded now, with their article, who tells them, their words, and what people decided on them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.looking import IS_CURRENT
from recount.ledger.tally_listing import decisions_on_tallies
from recount.nouns.events import Side, Voice, Words

__all__ = ["TallyRow", "events_touching", "tallies", "touching_number"]

_TALLIES = f"""
SELECT tally.*, article.id AS article, article.outlet, article.title, article.url, article.text,
    article.published_earliest AS published
FROM tally
JOIN coding ON coding.seq = tally.coding
JOIN article ON article.seq = coding.article
WHERE {{asked}}tally.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}
ORDER BY article.seq, tally.seq
"""
_ASKED = "tally.id IN (SELECT value FROM json_each(?)) AND "
# `about` names rows by their place in the coding.
_VOICES = f"""
SELECT tally.seq AS tally, statement.id, statement.speaker, statement.role, statement.side, statement.kind,
    statement.stance, statement.via
FROM tally
JOIN coding ON coding.seq = tally.coding
CROSS JOIN statement ON statement.seq > coding.seq AND statement.seq <= coding.seq + coding.rows
CROSS JOIN json_each(statement.about) AS named
WHERE {{asked}}statement.about IS NOT NULL AND named.value = tally.seq - coding.seq AND {IS_CURRENT}
ORDER BY statement.seq
"""

# A person's correction may have moved an event's days or its place, or left it without.
_TOUCHING = """
WITH touched AS (
    SELECT event_report.event FROM report{index} CROSS JOIN event_report ON event_report.report = report.id
    WHERE (report.latest IS NULL OR ?1 IS NULL OR report.latest >= ?1)
    AND (report.earliest IS NULL OR ?2 IS NULL OR report.earliest <= ?2)
    AND ({country})
    UNION
    SELECT event_report.event FROM decision CROSS JOIN event_report ON event_report.report = decision.about
    WHERE decision.field IN ('when', 'where') AND decision.verdict IN ('correct', 'reject')
)
SELECT id FROM touched CROSS JOIN event_summary ON id = event ORDER BY earliest NULLS LAST, id
"""
_OF_COUNTRIES = "report.country IS NULL OR report.country IN (SELECT value FROM json_each(?3))"
# Each country on its own, so that an index alone is read, and no further than need be.
_LISTED_IN = "SELECT 1 FROM event_summary WHERE {country} AND {day}"


class TallyRow(NamedTuple):
    """A tally as it stands in a casebook."""

    id: str
    article: str
    """Id of the article."""
    outlet: str | None
    title: str | None
    url: str | None
    published: date | None
    """First possible day of publication."""
    measure: str
    low: int | None
    best: int | None
    high: int | None
    since: date | None
    until: date | None
    counted: str | None
    areas: tuple[Mapping[str, Any], ...]
    """As `TallyArea` dumps them: name, country, gazetteer_id."""
    perpetrators: tuple[Side, ...]
    targets: tuple[Side, ...]
    parts: tuple[Mapping[str, Any], ...]
    """As `TallyPart` dumps them: area, country, group, low, best, high."""
    parts_sum: int | None
    parts_agree: bool | None
    words: tuple[Words, ...]
    """The figure first."""
    text: str
    """Of the article."""
    voices: tuple[Voice, ...]
    """Whose statements hold it; empty for the outlet's own voice."""
    decisions: tuple[Mapping[str, Any], ...]
    """What people decided on it: field (None for the whole), verdict, value; none that was taken back."""


def tallies(ledger: Ledger, ids: Iterable[str] | None = None) -> Iterator[TallyRow]:
    """Yield the tallies of current codings, in the order in which their articles were kept; none that was redacted.

    Args:
        ledger: an open casebook.
        ids: only these; all where None.
    """
    asked = (json.dumps(sorted(ids)),) if ids is not None else ()
    which = _ASKED if ids is not None else ""
    voices, decisions = _voices(ledger, which, asked), decisions_on_tallies(ledger)
    for row in ledger.all(_TALLIES.format(asked=which), asked):
        yield _tally(row, tuple(voices.get(row["seq"], ())), tuple(decisions.get(row["id"], ())))


def events_touching(
    ledger: Ledger, since: date | None, until: date | None, countries: Iterable[str] | None = None
) -> list[str]:
    """Return the ids of events of which a report may tell of these days; those whose day nothing tells among them.

    Args:
        ledger: an open casebook.
        since: first day, inclusive; None for any.
        until: last day, inclusive.
        countries: only those of which a report may tell of one of them; any where None.
    """
    days = tuple(day.isoformat() if day else None for day in (since, until))
    sql = _TOUCHING.format(
        index=" INDEXED BY report_by_country" if countries is not None else "",
        country=_OF_COUNTRIES if countries is not None else "?3 IS NULL",
    )
    codes = None if countries is None else json.dumps(sorted(countries))
    return [id_ for (id_,) in ledger.rows(sql, (*days, codes))]


def touching_number(
    ledger: Ledger, since: date | None, until: date | None, countries: Iterable[str] | None = None, *, most: int
) -> int:
    """Return of how many events the list says that they begin in these days, or on no known one; no more than `most`.

    It is quick however many there are, and mostly somewhat less than `events_touching` finds.
    """
    conditions, days = [], []
    for sign, day in ((">=", since), ("<=", until)):
        if day is not None:
            conditions.append(f"earliest {sign} ?")
            days.append(day.isoformat())
    places: list[tuple[str, list[str]]] = [("1", [])]
    if countries is not None:
        places = [("country IS NULL", []), *(("country = ?", [code]) for code in sorted(countries))]
    found = 0
    for country, codes in places:
        for told, values in ((" AND ".join(conditions) or "earliest IS NOT NULL", days), ("earliest IS NULL", [])):
            sql = f"SELECT count(*) FROM ({_LISTED_IN.format(country=country, day=told)} LIMIT ?)"
            found += int(ledger.value(sql, (*codes, *values, most - found)))
            if found >= most:
                return found
    return found


def _voices(ledger: Ledger, which: str, asked: Sequence[str]) -> dict[int, list[Voice]]:
    found: dict[int, list[Voice]] = defaultdict(list)
    for row in ledger.all(_VOICES.format(asked=which), asked):
        found[row["tally"]].append(Voice.of_row(row))
    return found


def _tally(row: Mapping[str, Any], voices: tuple[Voice, ...], decisions: tuple[Mapping[str, Any], ...]) -> TallyRow:
    text = row["text"]
    spans = json.loads(row["spans"])
    return TallyRow(
        id=row["id"],
        article=row["article"],
        outlet=row["outlet"],
        title=row["title"],
        url=row["url"],
        published=_day(row["published"]),
        measure=row["measure"] or "other",
        low=row["low"],
        best=row["best"],
        high=row["high"],
        since=_day(row["since"]),
        until=_day(row["until"]),
        counted=row["counted"],
        areas=_listed(row["areas"]),
        perpetrators=tuple(map(Side.of_json, _listed(row["perpetrators"]))),
        targets=tuple(map(Side.of_json, _listed(row["targets"]))),
        parts=_listed(row["parts"]),
        parts_sum=row["parts_sum"],
        parts_agree=None if row["parts_agree"] is None else bool(row["parts_agree"]),
        words=tuple(Words(row["article"], start, end, text[start:end]) for start, end in spans),
        text=text,
        voices=voices,
        decisions=decisions,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _listed(written: str | None) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(written)) if written else ()
