"""Tallies as coded now, with their article, who tells them, their words, and what people decided on them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.looking import IS_CURRENT
from recount.nouns.events import Side, Voice, Words

__all__ = ["ListedTally", "TallyRow", "events_touching", "listed_tallies", "tallies"]

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
_LISTED = f"""
SELECT tally.id, tally.measure, tally.since, tally.until, tally.areas, tally.parts,
    article.published_earliest AS published
FROM tally
JOIN coding ON coding.seq = tally.coding
JOIN article ON article.seq = coding.article
WHERE tally.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}
ORDER BY article.seq, tally.seq
"""
# `about` names rows by their place in the coding.
_VOICES = f"""
SELECT tally.seq AS tally, statement.id, statement.speaker, statement.role, statement.side, statement.kind,
    statement.stance, statement.via
FROM statement
JOIN tally ON tally.coding = statement.coding
JOIN coding ON coding.seq = statement.coding
JOIN json_each(statement.about) AS named ON named.value = tally.seq - coding.seq
WHERE {{asked}}statement.about IS NOT NULL AND {IS_CURRENT}
ORDER BY statement.seq
"""
_DECISIONS = "SELECT about, field, verdict, value FROM decision WHERE about >= 'tal1:' AND about < 'tal1;' ORDER BY seq"

# A person's decision may have moved an event's days, or its place.
_TOUCHING = """
SELECT id FROM event_summary WHERE EXISTS (
    SELECT 1 FROM event_report JOIN report ON report.id = event_report.report
    WHERE event_report.event = event_summary.id
    AND (report.latest IS NULL OR ?1 IS NULL OR report.latest >= ?1)
    AND (report.earliest IS NULL OR ?2 IS NULL OR report.earliest <= ?2)
    AND (report.country IS NULL OR ?3 IS NULL OR report.country IN (SELECT value FROM json_each(?3)))
) OR EXISTS (
    SELECT 1 FROM event_report JOIN decision ON decision.about = event_report.report
    WHERE event_report.event = event_summary.id
)
ORDER BY earliest NULLS LAST, id
"""


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


class ListedTally(NamedTuple):
    """What tallies are sorted and chosen by, read without their articles."""

    id: str
    measure: str
    since: date | None
    until: date | None
    published: date | None
    countries: frozenset[str]
    """ISO 3166-1 alpha-2, of its areas and those of its parts, as they were coded."""
    decisions: tuple[Mapping[str, Any], ...]


def listed_tallies(ledger: Ledger) -> Iterator[ListedTally]:
    """Yield what the tallies of current codings are chosen by, in the order in which their articles were kept."""
    decisions = _decisions(ledger)
    for row in ledger.all(_LISTED):
        areas = (*_listed(row["areas"]), *_listed(row["parts"]))
        yield ListedTally(
            row["id"], row["measure"] or "other", _day(row["since"]), _day(row["until"]), _day(row["published"]),
            frozenset(area["country"] for area in areas if area.get("country")), tuple(decisions.get(row["id"], ())),
        )  # fmt: skip


def tallies(ledger: Ledger, ids: Iterable[str] | None = None) -> Iterator[TallyRow]:
    """Yield the tallies of current codings, in the order in which their articles were kept; none that was redacted.

    Args:
        ledger: an open casebook.
        ids: only these; all where None.
    """
    asked = (json.dumps(sorted(ids)),) if ids is not None else ()
    which = _ASKED if ids is not None else ""
    voices, decisions = _voices(ledger, which, asked), _decisions(ledger)
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
    codes = None if countries is None else json.dumps(sorted(countries))
    return [id_ for (id_,) in ledger.rows(_TOUCHING, (*days, codes))]


def _voices(ledger: Ledger, which: str, asked: Sequence[str]) -> dict[int, list[Voice]]:
    found: dict[int, list[Voice]] = defaultdict(list)
    for row in ledger.all(_VOICES.format(asked=which), asked):
        found[row["tally"]].append(Voice.of_row(row))
    return found


def _decisions(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, dict[str | None, dict[str, Any]]] = defaultdict(dict)
    for row in ledger.all(_DECISIONS):
        found[row["about"]].pop(row["field"], None)
        if row["verdict"] != "withdraw":
            value = json.loads(row["value"]) if row["value"] else None
            found[row["about"]][row["field"]] = {"field": row["field"], "verdict": row["verdict"], "value": value}
    return {about: list(held.values()) for about, held in found.items()}


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
