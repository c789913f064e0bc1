"""The file of a gazetteer as numbers and tries in place: mapped into memory, shared between processes, read-only."""

import json
import mmap
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from recount.errors import BadGazetteer

__all__ = ["ALTERNATE", "BARE", "ROW", "SCHEME", "Columns"]

SCHEME = 2
# A posting: 24 bits of row number, and what kind of name the key is for it.
ROW = (1 << 24) - 1
ALTERNATE = 1 << 24
BARE = 1 << 25
_MANY = 1 << 31
_MOST_U24 = (1 << 24) - 1
_FORMS = ("u8", "u16", "u24", "u32")

_Array = NDArray[Any]


class Columns:
    """What a gazetteer file holds, by member."""

    def __init__(self, path: Path) -> None:
        """Map the file at `path`.

        Raises:
            BadGazetteer: there is no such file, or it is damaged or of another build.
        """
        try:
            self._members = _members(path)
        except (OSError, ValueError, zipfile.BadZipFile, struct.error) as error:
            raise BadGazetteer(
                f"{path}: {error}. Install Recount again; if the file is your own, make it with "
                "recount gazetteer build."
            ) from error
        self.about: dict[str, Any] = self._json("about.json")
        if self.about.get("scheme") != SCHEME:
            raise BadGazetteer(
                f"{path}: scheme {self.about.get('scheme')}, not {SCHEME}. Install Recount again; if the file is "
                "your own, make it again with recount gazetteer build."
            )
        self.lists: dict[str, list[str]] = self._json("lists.json")
        forms = {name: name.rpartition(".")[2] for name in self._members}
        self.arrays = {
            name.rpartition(".")[0]: _array(self._members[name], form) for name, form in forms.items() if form in _FORMS
        }
        """Whole columns; those of three bytes a number have the shape (n, 3)."""
        self.read = {
            name.rpartition(".")[0]: _reader(self._members[name], form)
            for name, form in forms.items()
            if form in _FORMS
        }
        """Functions that read one number of a column: faster than an array for one."""
        self.importance = self._members["importance.u8"]
        self.sorted = {name: _view(self._members[f"{name}.u32"], "u32") for name in ("population_rows", "radius_rows")}

    def trie(self, name: str) -> marisa_trie.Trie:
        """A trie in place."""
        trie = marisa_trie.Trie()
        trie.map(self._members[f"{name}.marisa"])
        return trie

    def numbers(self, name: str, rows: Any) -> _Array:
        """A column's numbers at some rows."""
        values = self.arrays[name][rows]
        if self.arrays[name].ndim == 1:
            narrow: _Array = values
            return narrow
        wide = values.astype(np.int64)
        numbers: _Array = wide[..., 0] | wide[..., 1] << 8 | wide[..., 2] << 16
        return numbers

    def points(self, rows: Any) -> tuple[_Array, _Array]:
        """Latitudes and longitudes of some rows, in degrees."""
        latitudes, longitudes = (self.numbers(name, rows) for name in ("latitude", "longitude"))
        return latitudes / _MOST_U24 * 180 - 90, longitudes / _MOST_U24 * 360 - 180

    def point(self, row: int) -> tuple[float, float]:
        """Latitude and longitude of one row, in degrees."""
        latitude, longitude = self.read["latitude"](row), self.read["longitude"](row)
        return latitude / _MOST_U24 * 180 - 90, longitude / _MOST_U24 * 360 - 180

    def run(self, name: str, number: int) -> _Array:
        """The list of numbers that a trie's key has: one in the first array, more in a counted run."""
        first = self.read[f"{name}_first"](number)
        if not first & _MANY:
            return self.arrays[f"{name}_first"][number : number + 1]
        more = self.arrays[f"{name}_more"]
        start = first & ~_MANY
        return more[start + 1 : start + 1 + int(more[start])]

    def _json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(bytes(self._members[name]))
        return content


def _members(path: Path) -> dict[str, memoryview]:
    """Map the members of a zip without compression into memory, by name."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    members = {}
    for entry in entries:
        name_length, extra_length = struct.unpack("<HH", whole[entry.header_offset + 26 : entry.header_offset + 30])
        start = entry.header_offset + 30 + name_length + extra_length
        members[entry.filename] = whole[start : start + entry.file_size]
    return members


def _array(member: memoryview, form: str) -> _Array:
    if form == "u24":
        return np.frombuffer(member, dtype="u1").reshape(-1, 3)
    return np.frombuffer(member, dtype={"u8": "u1", "u16": "<u2", "u32": "<u4"}[form])


def _view(member: memoryview, form: str) -> memoryview:
    """Read numbers in place; they are stored lowest byte first, whatever the processor."""
    if sys.byteorder == "big":
        member = memoryview(_array(member, form).byteswap().tobytes())
    if form == "u8":
        return member
    return member.cast("H") if form == "u16" else member.cast("I")


def _reader(member: memoryview, form: str) -> Callable[[int], int]:
    if form == "u24":
        return lambda index: int.from_bytes(member[3 * index : 3 * index + 3], "little")
    return _view(member, form).__getitem__
