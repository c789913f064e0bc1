"""Tallies as lists choose them, kept at hand: of a casebook that grows, only what came since is read."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from recount.ledger.casebook import Head, Ledger
from recount.ledger.looking import IS_CURRENT

__all__ = ["ListedTally", "TallyListing", "decisions_on_tallies", "listed_tallies"]

_ROWS = f"""
SELECT article.seq AS place, tally.id, tally.measure, tally.since, tally.until, tally.areas, tally.parts,
    article.published_earliest AS published
FROM {{tables}} CROSS JOIN article ON article.seq = coding.article
WHERE {{new}}tally.spans IS NOT NULL AND article.text IS NOT NULL AND {IS_CURRENT}
ORDER BY article.seq, tally.seq
"""
_EVERY = _ROWS.format(tables="tally CROSS JOIN coding ON coding.seq = tally.coding", new="")
_NEW = _ROWS.format(
    tables="coding CROSS JOIN tally ON tally.seq > coding.seq AND tally.seq <= coding.seq + coding.rows",
    new="coding.seq > ? AND ",
)
_OF_TALLIES = "about >= 'tal1:' AND about < 'tal1;'"
_DECISIONS = f"SELECT about, field, verdict, value FROM decision WHERE {_OF_TALLIES} ORDER BY seq"
# States of casebooks: a reader of an earlier moment finds its own beside the newest.
_MOST_KEPT = 6


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


@dataclass(frozen=True, eq=False)
class TallyListing:
    """The tallies of current codings; the same object as long as they, and what people decided on them, stay."""

    tallies: tuple[ListedTally, ...]
    """In the order in which their articles were kept."""
    places: tuple[int, ...]
    """Of each the row of its article."""


class _Kept(NamedTuple):
    path: Path
    head: Head
    listing: TallyListing


_kept: list[_Kept] = []
_lock = Lock()


def listed_tallies(ledger: Ledger) -> TallyListing:
    """Return what the tallies of current codings are chosen by; none that was redacted.

    The hash of a row tells that what was read before belongs to the same casebook: rows only come to its chain. A row
    is only ever changed by a redaction, which is a row too, and has all read anew.
    """
    head = ledger.head
    with _lock:
        known = [one for one in _kept if one.path == ledger.path and one.head.seq <= head.seq]
    before = max(known, key=lambda one: one.head.seq, default=None)
    if before and before.head == head:
        return before.listing
    if before and ledger.hash_of(before.head.seq) == before.head.hash:
        listing = _continued(ledger, before)
    else:
        listing = _listing(_rows(ledger, _EVERY), decisions_on_tallies(ledger))
    with _lock:
        _kept.append(_Kept(ledger.path, head, listing))
        del _kept[:-_MOST_KEPT]
    return listing


def decisions_on_tallies(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """Return what people decided on tallies, by their ids: the last on each field, none that was taken back."""
    found: dict[str, dict[str | None, dict[str, Any]]] = defaultdict(dict)
    for row in ledger.all(_DECISIONS):
        found[row["about"]].pop(row["field"], None)
        if row["verdict"] != "withdraw":
            value = json.loads(row["value"]) if row["value"] else None
            found[row["about"]][row["field"]] = {"field": row["field"], "verdict": row["verdict"], "value": value}
    return {about: list(held.values()) for about, held in found.items()}


def _continued(ledger: Ledger, before: _Kept) -> TallyListing:
    """Return what was read before with what came since: a new coding takes the place of its article's earlier one."""
    since, listing = (before.head.seq,), before.listing
    if ledger.value("SELECT 1 FROM redaction WHERE seq > ? LIMIT 1", since):
        return _listing(_rows(ledger, _EVERY), decisions_on_tallies(ledger))
    coded = {article for (article,) in ledger.rows("SELECT article FROM coding WHERE seq > ?", since)}
    new = list(_rows(ledger, _NEW, since)) if coded else []
    decided = ledger.value(f"SELECT 1 FROM decision WHERE seq > ? AND {_OF_TALLIES} LIMIT 1", since)
    if not new and not decided and coded.isdisjoint(listing.places):
        return listing
    stays = zip(listing.places, listing.tallies, strict=True)
    rows = sorted([*(one for one in stays if one[0] not in coded), *new], key=lambda one: one[0])
    return _listing(rows, decisions_on_tallies(ledger))


def _listing(
    rows: Iterator[tuple[int, ListedTally]] | Sequence[tuple[int, ListedTally]],
    decisions: Mapping[str, list[dict[str, Any]]],
) -> TallyListing:
    places, found = [], []
    for place, one in rows:
        decided = tuple(decisions.get(one.id, ()))
        places.append(place)
        found.append(one._replace(decisions=decided) if decided or one.decisions else one)
    return TallyListing(tuple(found), tuple(places))


def _rows(ledger: Ledger, sql: str, values: Sequence[int] = ()) -> Iterator[tuple[int, ListedTally]]:
    for row in ledger.all(sql, values):
        areas = [area for name in ("areas", "parts") if row[name] for area in json.loads(row[name])]
        yield row["place"], ListedTally(
            row["id"], row["measure"] or "other", _day(row["since"]), _day(row["until"]), _day(row["published"]),
            frozenset(area["country"] for area in areas if area.get("country")), (),
        )  # fmt: skip


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
