"""Writes what makes a folder of event files a release: changes, figures, rules, README, descriptor."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from recount.publishing.release.change_rows import (
    CHANGE_COLUMNS,
    RETRACTION_COLUMNS,
    write_changes,
    write_retractions,
)
from recount.publishing.release.changes import Changes, changes
from recount.publishing.release.counts import Counts
from recount.publishing.release.figures import pictures
from recount.publishing.release.package import (
    DESCRIPTOR,
    MadeWith,
    PublishedFile,
    Release,
    descriptor,
    descriptor_text,
    published_file,
)
from recount.publishing.release.readme import README, Contents, readme
from recount.publishing.release.states import STATES, States

__all__ = ["Shipped", "compared", "write_release"]


class Shipped(NamedTuple):
    """A text that goes with a release: a rule, a schema."""

    path: str
    about: str
    content: bytes


def compared(folder: Path, previous: Path | None, *, why_gone: Mapping[str, str] | None = None) -> Changes | None:
    """Return what changed since the release before; None where there is none.

    Raises:
        BadRelease: a release cannot be read.
    """
    if previous is None:
        return None
    return changes(States.at(previous / STATES), States.at(folder / STATES), why_gone=why_gone)


def write_release(
    folder: Path,
    release: Release,
    made: MadeWith,
    *,
    files: Sequence[PublishedFile],
    counts: Counts,
    changed: Changes | None,
    shipped: Sequence[Shipped] = (),
) -> tuple[PublishedFile, ...]:
    """Write all but the files of events into a folder that holds those; return every file but the descriptor.

    Args:
        folder: of the release.
        release: what the user says of it.
        made: what it follows from.
        files: of events.
        counts: of the events.
        changed: since the release before.
        shipped: texts that go with it.
    """
    drawn = pictures(counts)
    listed = [*files, *_changes(folder, changed, release)]
    for one in shipped:
        _write(folder, one.path, one.content)
        listed.append(published_file(folder, one.path, one.about))
    for picture in drawn:
        _write(folder, picture.path, picture.svg)
        listed.append(published_file(folder, picture.path, picture.title))
    told = readme(Contents(release, made, listed, counts, drawn, changed))
    _write(folder, README, told.encode())
    listed.append(published_file(folder, README, "What this release is, and how to check it."))
    _write(folder, DESCRIPTOR, descriptor_text(descriptor(release, listed, made, counts)).encode())
    return tuple(listed)


def _changes(folder: Path, changed: Changes | None, release: Release) -> Iterator[PublishedFile]:
    if changed is None:
        return
    with (folder / "changes.csv").open("w", encoding="utf-8", newline="") as out:
        rows = write_changes(changed, out)
    about = "What changed since the release before, and by what."
    yield published_file(folder, "changes.csv", about, rows=rows, columns=CHANGE_COLUMNS)
    with (folder / "retractions.csv").open("w", encoding="utf-8", newline="") as out:
        rows = write_retractions(changed, out, when=release.created[:10])
    about = "Events of the release before that are none any more."
    yield published_file(folder, "retractions.csv", about, rows=rows, columns=RETRACTION_COLUMNS)


def _write(folder: Path, path: str, content: bytes) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
