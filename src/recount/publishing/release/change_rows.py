"""What changed between two releases, as rows and lines for people and programmes."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from recount.publishing.cells import cell_of
from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.release.changes import KINDS, Cause, Change, Changes

__all__ = [
    "CHANGE_COLUMNS",
    "RETRACTION_COLUMNS",
    "cause_in_words",
    "change_as_json",
    "reason_of",
    "write_changes",
    "write_retractions",
]

CHANGE_COLUMNS = (
    ColumnSpec("change", "text", "What became of it.", among=KINDS),
    ColumnSpec("event_before", "text", "Ids of the events in the release before, parted by a space.", blank=True),
    ColumnSpec("event_after", "text", "Ids of the events in this release, parted by a space.", blank=True),
    ColumnSpec("field", "text", "The value that is another one; empty where only reports came or went.", blank=True),
    ColumnSpec("before", "text", "The value in the release before; lists as JSON.", blank=True),
    ColumnSpec("after", "text", "The value in this release; lists as JSON.", blank=True),
    ColumnSpec("because", "text", "What it rests on now, or no more: reports, claims, decisions.", blank=True),
)
"""Of `changes.csv`."""
RETRACTION_COLUMNS = (
    ColumnSpec("event", "text", "Id in the release before that names no event any more."),
    ColumnSpec("acled_id", "text", "Its `event_id_cnty` there.", blank=True),
    ColumnSpec("ged_id", "text", "Its `id` in GED's format there.", blank=True),
    ColumnSpec("when", "text", "Day of the release that retracts it."),
    ColumnSpec("why", "text", "Where its reports are now, or why they are gone."),
)
"""Of `retractions.csv`."""

_SAME_GROUNDS = "same reports, claims and decisions: a rule, the codebook or a method changed"


def write_changes(changes: Changes, out: TextIO) -> int:
    """Write `changes.csv`: one row a changed field, and one for each change that changed none; return how many."""
    return _written(CHANGE_COLUMNS, (row for change in changes.found for row in _rows(change)), out)


def write_retractions(changes: Changes, out: TextIO, *, when: str) -> int:
    """Write `retractions.csv`: one row for each id of the old release that names no event any more.

    Args:
        changes: what changed.
        out: an open file.
        when: the day or moment of the new release, as it is to be written.

    Returns:
        How many rows.
    """
    rows = (
        (id_, known.get("acled"), known.get("ged"), when, reason_of(change))
        for change in changes.found
        for id_ in change.ended
        for known in (change.published_as.get(id_, {}),)
    )
    return _written(RETRACTION_COLUMNS, sorted(rows, key=lambda row: row[0]), out)


def reason_of(change: Change) -> str:
    """Say why ids of a change name no event any more, or what came and went."""
    whys = Counter(gone.why for gone in change.gone)
    told = [f"{number} report{'' if number == 1 else 's'}: {why}" for why, number in sorted(whys.items())]
    if change.kind in ("merged", "split", "regrouped") or change.ended:
        if change.new:
            told.insert(0, f"its reports are now in {', '.join(change.new)}")
    elif change.joined:
        told.insert(0, f"{len(change.joined)} report{'' if len(change.joined) == 1 else 's'} joined")
    return "; ".join(told)


def cause_in_words(cause: Cause) -> str:
    """Say what a value rests on now, or does no more: "new report rep1:…", "decision 17 gone"."""
    named = cause.id.replace("decision:", "") if cause.kind == "decision" else cause.id
    return f"new {cause.kind} {named}" if cause.came else f"{cause.kind} {named} gone"


def change_as_json(change: Change) -> dict[str, Any]:
    """Return a change as JSON has it."""
    return {
        "change": change.kind,
        "old": list(change.old),
        "new": list(change.new),
        "fields": [
            {
                "field": one.field,
                "before": one.before,
                "after": one.after,
                "event": list(one.event),
                "because": [cause._asdict() for cause in one.causes],
            }
            for one in change.fields
        ],
        "joined": list(change.joined),
        "gone": [one._asdict() for one in change.gone],
        "published_as": {id_: dict(known) for id_, known in change.published_as.items()},
    }


def _rows(change: Change) -> Iterator[tuple[Any, ...]]:
    before, after = " ".join(change.old), " ".join(change.new)
    if not change.fields:
        yield change.kind, before, after, None, None, None, reason_of(change)
    for one in change.fields:
        because = "; ".join(cause_in_words(cause) for cause in one.causes) or _SAME_GROUNDS
        yield change.kind, before, after, one.field, one.before, one.after, because


def _written(columns: tuple[ColumnSpec, ...], rows: Iterable[tuple[Any, ...]], out: TextIO) -> int:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(column.name for column in columns)
    number = 0
    for row in rows:
        table.writerow(_cell(value) for value in row)
        number += 1
    return number


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | Mapping | bool):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return cell_of(str(value))
