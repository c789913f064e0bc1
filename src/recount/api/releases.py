"""Releases compared: what was new, changed, merged, split and retracted from one to the next."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from recount.errors import BadRelease, UnknownId
from recount.publishing.release.change_rows import cause_in_words, change_as_json, reason_of
from recount.publishing.release.changes import KINDS, Change, Changes, changes
from recount.publishing.release.package import DESCRIPTOR, MADE_WITH
from recount.publishing.release.states import STATES, States

__all__ = [
    "KINDS", "Change", "Changes", "Compared", "MadeOtherwise", "cause_in_words", "change_as_json", "diff", "reason_of",
]  # fmt: skip

# Bytes of a descriptor at most: ours has some 50 KB.
_MOST_BYTES = 16_777_216


class MadeOtherwise(NamedTuple):
    """Something that two releases were made with or by, where it differs."""

    what: str
    before: Any
    after: Any


class Compared(NamedTuple):
    """Two releases, compared."""

    changes: Changes
    made: tuple[MadeOtherwise, ...]
    """Casebook, codebook, rules, methods and arguments that differ; empty where a release does not tell."""


def diff(old: Path, new: Path, *, event: str | None = None) -> Compared:
    """Compare two releases.

    Args:
        old: folder of the earlier one, or its `release.parquet`.
        new: of the later one.
        event: only what became of this event, by its id in either release.

    Raises:
        BadRelease: one of them is no release.
        UnknownId: neither holds the event.
    """
    states = States.at(_states_of(old)), States.at(_states_of(new))
    found = changes(*states)
    if event is not None:
        found = found._replace(found=found.about(event))
        if not found.found and not any(True for side in states for _ in side.only([event])):
            raise UnknownId(f"Neither {old} nor {new} holds {event!r}. Ids of events begin with ev1:.")
    return Compared(found, tuple(_made_otherwise(_made_with(old), _made_with(new))))


def _states_of(release: Path) -> Path:
    return release / STATES if release.is_dir() else release


def _made_with(release: Path) -> dict[str, Any]:
    path = (release if release.is_dir() else release.parent) / DESCRIPTOR
    try:
        with path.open("rb") as file:
            descriptor = json.loads(file.read(_MOST_BYTES))
        return dict(_flat(descriptor.get(MADE_WITH) or {}))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise BadRelease(f"{path} is no data package: {error}. Get the release again.") from error


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, one in value.items():
            yield from _flat(one, f"{name}.{key}" if name else str(key))
    else:
        yield name, value


def _made_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[MadeOtherwise]:
    if before and after:
        for what in sorted({*before, *after}):
            # Counts follow from the events themselves.
            if before.get(what) != after.get(what) and not what.startswith("counts."):
                yield MadeOtherwise(what, before.get(what), after.get(what))
