"""Coded reports as linking sees them, and those of them that say the same in the same words."""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from recount.ledger import Ledger
from recount.ledger.linking import linkable
from recount.linking.keys import kept_keys
from recount.linking.profiles import ReportProfile, profile_of
from recount.linking.tables import SCHEMA, table_of

__all__ = ["Copies", "Profiled", "lead_of", "profile_of_row", "profiled", "profiled_part", "together"]

_WORD = re.compile(r"[^\W_]+")
# Characters from the act on, and words in them: where there are fewer, the text ends.
_FROM_THE_ACT = 90
_FEWEST_WORDS = 6
# Reports whose profiles are Python values at once.
_CHUNK = 5_000


def profile_of_row(row: Mapping[str, Any]) -> ReportProfile:
    """Return the profile of a report as the ledger gives it."""
    return profile_of(
        row,
        row["text"],
        title=row["title"],
        article=row["article"],
        place_in_order=row["article_seq"],
        family=row["family"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
    )


def lead_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the report that an article leads with: the first in its text that has happened."""
    happened = [row for row in rows if row["modality"] not in ("threatened", "planned", "hypothetical")]
    return min(happened or rows, key=lambda row: (row["spans"][0], row["id"]))


class Profiled(NamedTuple):
    """Reports as linking sees them."""

    table: pa.Table
    """As `tables.table_of` makes it."""
    keys: "array[int]"
    """Under which reports are kept, side by side with the seqs of their rows."""
    seqs: "array[int]"
    copies: "Copies"


def profiled(rows: Iterable[Mapping[str, Any]]) -> Profiled:
    """Return reports, as the ledger gives them, as linking sees them."""
    coming, tables = iter(rows), [SCHEMA.empty_table()]
    found = Profiled(tables[0], array("q"), array("q"), Copies())
    while chunk := list(islice(coming, _CHUNK)):
        profiles = [profile_of_row(row) for row in chunk]
        for row, profile in zip(chunk, profiles, strict=True):
            keys = kept_keys(profile)
            found.keys.extend(keys)
            found.seqs.extend([row["seq"]] * len(keys))
            found.copies.take(row)
        table = table_of(profiles)
        # Its vector is made: the text would take as much room again.
        unsaid = pa.nulls(len(table), pa.string())
        tables.append(table.set_column(table.column_names.index("told"), SCHEMA.field("told"), unsaid))
    return found._replace(table=_numbered(pa.concat_tables(tables)))


def profiled_part(path: Path, after: int, upto: int) -> Profiled:
    """Return the reports of some rows of a casebook as linking sees them: what one of several processes does."""
    with Ledger.open(path) as ledger:
        return profiled(linkable(ledger, after=after, upto=upto))


def together(parts: Sequence[Profiled]) -> Profiled:
    """Return several parts as one."""
    keys, seqs, copies = array("q"), array("q"), Copies()
    for part in parts:
        keys.extend(part.keys)
        seqs.extend(part.seqs)
        copies.join(part.copies)
    tables = [SCHEMA.empty_table(), *(part.table for part in parts)]
    return Profiled(_numbered(pa.concat_tables(tables)), keys, seqs, copies)


def _numbered(table: pa.Table) -> pa.Table:
    return table.set_column(0, SCHEMA.field("number"), pa.array(range(len(table)), pa.int64()))


class Copies:
    """Reports that stand in copies of one story, in the same words from the act on: they have one voice."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[bytes, dict[str, tuple[int, str]]] = {}

    def take(self, row: Mapping[str, Any]) -> None:
        """Take in a report as the ledger gives it."""
        if not row["has_copies"]:
            return
        start = row["spans"][0][0]
        # What stands before the act may be a dateline, which names the outlet.
        words = _WORD.findall(row["text"][start : start + _FROM_THE_ACT].casefold())
        if len(words) < _FEWEST_WORDS:
            return
        key = blake2b(f"{row['family']} {' '.join(words)}".encode("utf-8", "surrogatepass"), digest_size=12).digest()
        held, one = self._held.setdefault(key, {}), (row["article_seq"], row["id"])
        held[row["article"]] = min(held.get(row["article"], one), one)

    def join(self, other: "Copies") -> None:
        """Take in what another one holds."""
        for key, articles in other._held.items():
            self._held.setdefault(key, {}).update(articles)

    def found(self) -> dict[str, str]:
        """Return each report that copies another → the one that was kept first."""
        copies: dict[str, str] = {}
        for held in self._held.values():
            (_, first), *others = sorted(held.values())
            copies.update((report, first) for _, report in others)
        return copies
