"""Walks folders and patterns of names, in the order of names, and says what it leaves out."""

import glob
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from recount.errors import NotFound
from recount.reading.pieces import LeftOut, Unread, shown

__all__ = ["matches_of", "walked"]

_HIDDEN = "hidden file or folder"
_ABOUT = "about the folder"
_KINDS = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


def walked(folder: Path) -> Iterator[Path | Unread | LeftOut]:
    """Yield the files of a folder and of those below it in the order of their names, then what was left out.

    Hidden files are left out, and so are those that speak about the folder: its README, and expected records.
    A link that leads out of the folder, and what is no plain file, is an `Unread`.
    """
    left: Counter[str] = Counter()
    yield from _below(folder, folder, left)
    for reason, number in sorted(left.items()):
        yield LeftOut(str(folder), reason, number)


def matches_of(pattern: str) -> list[str]:
    """Return the paths that match a pattern with * ? [ ], `**` for folders of any depth, in the order of names.

    Folders that only `**` reaches stand for themselves by the files in them, and are left out.
    """
    found = sorted(set(glob.glob(pattern, recursive=True)))  # noqa: PTH207  Path.glob takes no absolute pattern
    if "**" in pattern:
        found = [path for path in found if not Path(path).is_dir()]
    return found


def _below(folder: Path, top: Path, left: Counter[str]) -> Iterator[Path | Unread]:
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield _unread(folder, f"cannot be opened: {error.strerror}. Check its permissions.")
        return
    for path in paths:
        if path.name.startswith(".") or _is_about_the_folder(path.name):
            left[_HIDDEN if path.name.startswith(".") else _ABOUT] += 1
            continue
        try:
            linked, mode = path.is_symlink(), path.stat().st_mode
            outside = linked and not path.resolve().is_relative_to(top.resolve())
        except (OSError, RuntimeError) as error:
            # A loop of links, a link to nothing, a file that has gone.
            yield _unread(path, f"cannot be opened: {getattr(error, 'strerror', None) or error}. Check where it leads.")
            continue
        if outside:
            yield _unread(path, f"is a link that leads out of {shown(str(top))}. Give its target as a source.")
        elif stat.S_ISDIR(mode):
            # A linked folder inside is read under its own name.
            if not linked:
                yield from _below(path, top, left)
        elif stat.S_ISREG(mode):
            yield path
        else:
            kind = next((kind for is_kind, kind in _KINDS if is_kind(mode)), "special file")
            yield _unread(path, f"is a {kind}, not a file. Give it as a source by itself if it holds reports.")


def _unread(path: Path, message: str) -> Unread:
    return Unread(str(path), "reading", NotFound(f"{shown(str(path))} {message}"))


def _is_about_the_folder(name: str) -> bool:
    return name.partition(".")[0].upper() == "README" or name == "expected.yaml" or name.endswith(".expected.yaml")
