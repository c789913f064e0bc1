"""Writes places as a gazetteer file: a zip of plain arrays and name tries, stored without compression.

Places are added one at a time. What is kept of each in memory are a few numbers; names and keys wait in temporary
files, sorted in runs. The same places in the same order give the same bytes.
"""

import hashlib
import json
import zipfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from recount.errors import BadGazetteer
from recount.gazetteer.building.rows import Row, importance_of, keys_of, names_of
from recount.gazetteer.building.runs import SortedLines
from recount.gazetteer.columns import SCHEME
from recount.gazetteer.names import is_latin, skeleton

__all__ = ["Packing"]

_RANKS = "pab"
_FLAGS = {"p": 0, "a": 1 << 24, "b": 1 << 25}
_MANY = 1 << 31
# Keys listed under one skeleton, most important first: short skeletons gather thousands of hamlets, and a look-up
# compares them all.
_MOST_KEYS = 600
_MOST_ROWS = 1 << 24
# Coordinates are steps of 1.1e-5 degrees of latitude and 2.1e-5 of longitude: about two metres.
_MOST_U24 = (1 << 24) - 1
# One stored date, so that the same rows give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)

_Array = NDArray[np.unsignedinteger]


class _Numbered:
    """Distinct values in the order of their first coming, each with its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, value: str) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def listed(self) -> list[str]:
        return list(self._numbers)


class Packing:
    """A gazetteer file in the making."""

    def __init__(self, folder: Path) -> None:
        """Keep what waits in `folder`, which must be empty and lie on a disk with room for the dump's names."""
        self._folder = folder
        self._keys = SortedLines(folder, "keys")
        self._names: IO[bytes] = (folder / "names.txt").open("wb")
        self._kinds, self._countries, self._sources = _Numbered(), _Numbered(), _Numbered()
        self._references = _Numbered()
        self._divisions: dict[str, int] = {}
        self._texts: list[str] = []
        self._importance = array("B")
        self._kind, self._source, self._worded = array("B"), array("B"), array("B")
        self._country, self._admin1, self._admin2 = array("H"), array("I"), array("I")
        self._latitude, self._longitude, self._number = array("I"), array("I"), array("I")
        self._people, self._radii = (array("I"), array("I")), (array("I"), array("I"))
        self._countries("")
        self._references("")

    def __len__(self) -> int:
        return len(self._importance)

    def add(self, row: Row, *, named: bool = True) -> None:
        """Add a place, with the keys of its names unless `named` says that they come otherwise.

        Raises:
            BadGazetteer: there are more places than a posting has bits for.
        """
        number = len(self)
        if number >= _MOST_ROWS:
            raise BadGazetteer(f"{number:,} places; a file holds {_MOST_ROWS:,} at most. Leave out kinds or countries.")
        source, _, own = row.id.partition(":")
        self._importance.append(importance_of(row))
        self._kind.append(self._kinds(row.kind))
        self._source.append(self._sources(source))
        self._country.append(self._countries(row.country))
        self._admin1.append(self._references(row.admin1))
        self._admin2.append(self._references(row.admin2))
        self._latitude.append(round((row.latitude + 90) / 180 * _MOST_U24))
        self._longitude.append(round((row.longitude + 180) / 360 * _MOST_U24))
        self._worded.append(not own.isdigit())
        if own.isdigit():
            self._number.append(int(own))
        else:
            self._number.append(len(self._texts))
            self._texts.append(own)
        for (numbers, values), value in ((self._people, row.population), (self._radii, row.radius_km)):
            if value:
                numbers.append(number)
                values.append(min(value, (1 << 32) - 1))
        if row.kind in ("admin1", "admin2"):
            self._divisions[row.code or row.id] = number
        self._names.write(row.name.replace("\n", " ").encode() + b"\n")
        for key, rank in names_of(row) if named else ():
            self.add_key(key, number, rank)

    def add_names(self, number: int, names: Iterable[tuple[str, str]]) -> None:
        """Add further names, each with its rank, of the place added as `number`."""
        for key, rank in keys_of(names, self._kinds.listed()[self._kind[number]]):
            self.add_key(key, number, rank)

    def name_division(self, code: str, number: int) -> None:
        """Let rows name the division added as `number` by another code too."""
        self._divisions[code] = number

    def add_key(self, key: str, number: int, rank: str) -> None:
        """Add a key of the place added as `number`: rank `p` for reporting names, `a` alternates, `b` bare sites."""
        self._keys.add(b"%b\t%08x%d" % (key.encode(), number, _RANKS.index(rank)))

    def write(self, out: Path, attribution: str, covered: Iterable[str] = ()) -> dict[str, object]:
        """Write the file whole, or not at all, and return what `about.json` in it says.

        `covered` are the ISO codes of countries whose villages are all in, because news of conflict names them.
        """
        self._names.close()
        order = np.argsort(-np.array(self._importance, dtype="i2"), kind="stable").astype("<u4")
        place = np.empty(len(order), dtype="<u4")
        place[order] = np.arange(len(order), dtype="<u4")
        members = _Members(self._folder)
        self._write_lists(members, covered)
        self._write_rows(members, order, place)
        n_keys = self._write_keys(members, place)
        about = {
            "scheme": SCHEME,
            "digest": members.digest(),
            "places": len(self),
            "keys": n_keys,
            "by_kind": dict(sorted(Counter(self._kinds.listed()[kind] for kind in self._kind).items())),
            "attribution": attribution,
        }
        members.add("about.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
        members.write(out)
        return about

    def _write_lists(self, members: "_Members", covered: Iterable[str]) -> None:
        lists = {
            "kinds": self._kinds.listed(),
            "countries": self._countries.listed(),
            "sources": self._sources.listed(),
            "texts": self._texts,
            "covered": sorted(covered),
        }
        members.add("lists.json", json.dumps(lists, ensure_ascii=False).encode())

    def _write_rows(self, members: "_Members", order: _Array, place: _Array) -> None:
        names = marisa_trie.Trie(line for line in _lines(self._folder / "names.txt"))
        name_ids = np.fromiter(
            (names.key_id(line) for line in _lines(self._folder / "names.txt")), dtype="<u4", count=len(order)
        )
        members.add("names.marisa", names)
        members.add("name.u24", _u24(name_ids[order]))
        members.add("latitude.u24", _u24(_taken(self._latitude, order)))
        members.add("longitude.u24", _u24(_taken(self._longitude, order)))
        members.add("importance.u8", _taken(self._importance, order).astype("u1").tobytes())
        members.add("number.u32", _taken(self._number, order).tobytes())
        columns = (_taken(column, order) for column in (self._kind, self._source, self._worded))
        classes = sum(column << shift for column, shift in zip(columns, (16, 8, 0), strict=True))
        distinct, class_of = np.unique(classes, return_inverse=True)
        if len(distinct) > 256:
            raise BadGazetteer(f"{len(distinct)} combinations of kind and source; a file holds 256 at most.")
        members.add("class.u8", class_of.astype("u1").tobytes())
        for name, shift in (("kind", 16), ("source", 8), ("worded", 0)):
            members.add(f"class_{name}.u8", (distinct >> shift & 255).astype("u1").tobytes())
        self._write_divisions(members, order, place)
        for name, (numbers, values) in (("population", self._people), ("radius", self._radii)):
            rows = place[np.frombuffer(numbers, dtype="u4")] if numbers else np.empty(0, dtype="<u4")
            sort = np.argsort(rows)
            members.add(f"{name}_rows.u32", rows[sort].astype("<u4").tobytes())
            member = "radius_km.u32" if name == "radius" else "population.u32"
            members.add(member, np.array(values, dtype="<u4")[sort].tobytes())

    def _write_divisions(self, members: "_Members", order: _Array, place: _Array) -> None:
        """Write one number a row for its country and divisions, and what each number means."""
        # A reference to a division that is not in the file counts as none.
        row_of = np.array(
            [place[self._divisions[one]] + 1 if one in self._divisions else 0 for one in self._references.listed()],
            dtype="u8",
        )
        country = _taken(self._country, order).astype("u8")
        first, second = (row_of[_taken(column, order)] for column in (self._admin1, self._admin2))
        distinct, lies_in = np.unique(country << 50 | first << 25 | second, return_inverse=True)
        wide = len(distinct) > 1 << 16
        members.add(f"lies_in.u{24 if wide else 16}", _u24(lies_in) if wide else lies_in.astype("<u2").tobytes())
        if len(self._countries.listed()) > 256:
            raise BadGazetteer(f"{len(self._countries.listed())} country codes; a file holds 256 at most.")
        members.add("lies_in_country.u8", (distinct >> 50).astype("u1").tobytes())
        for level, shift in (("admin1", 25), ("admin2", 0)):
            members.add(f"lies_in_{level}.u32", (distinct >> shift & (1 << 25) - 1).astype("<u4").tobytes())

    def _write_keys(self, members: "_Members", place: _Array) -> int:
        trie = marisa_trie.Trie(key for key, _ in _grouped(self._keys))
        members.add("keys.marisa", trie)
        bones = SortedLines(self._folder, "bones")
        lists = _Lists(len(trie))
        for key, values in _grouped(self._keys):
            best: dict[int, int] = {}
            for value in values:
                number, rank = int(place[int(value[:8], 16)]), int(value[8:])
                best[number] = min(rank, best.get(number, rank))
            postings = [number | _FLAGS[_RANKS[rank]] for number, rank in sorted(best.items())]
            key_id = trie.key_id(key)
            lists.put(key_id, postings)
            bone = skeleton(key) if is_latin(key) else ""
            if bone:
                bones.add(b"%b\t%08x%08x" % (bone.encode(), min(best), key_id))
        lists.write(members, "key")
        n_keys = len(trie)
        del trie, lists
        bone_trie = marisa_trie.Trie(bone for bone, _ in _grouped(bones))
        members.add("bones.marisa", bone_trie)
        lists = _Lists(len(bone_trie))
        for bone, values in _grouped(bones):
            lists.put(bone_trie.key_id(bone), [int(value[8:], 16) for value in values][:_MOST_KEYS])
        lists.write(members, "bone")
        return n_keys


class _Lists:
    """Lists of numbers: one number stands in the first array, more are a pointer to a counted run."""

    def __init__(self, count: int) -> None:
        self._first = np.zeros(count, dtype="<u4")
        self._more = array("I")

    def put(self, index: int, numbers: list[int]) -> None:
        if len(numbers) == 1:
            self._first[index] = numbers[0]
        else:
            self._first[index] = _MANY | len(self._more)
            self._more.append(len(numbers))
            self._more.extend(numbers)

    def write(self, members: "_Members", name: str) -> None:
        members.add(f"{name}_first.u32", self._first.tobytes())
        members.add(f"{name}_more.u32", np.array(self._more, dtype="<u4").tobytes())


class _Members:
    """The members of the zip, as files until it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "members"
        self._folder.mkdir()

    def add(self, name: str, content: "bytes | marisa_trie.Trie") -> None:
        path = self._folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(str(path))

    def digest(self) -> str:
        """Hash every member so far, by name."""
        digest = hashlib.sha256()
        for path in sorted(self._folder.iterdir()):
            digest.update(f"{path.name}\x1f{path.stat().st_size}\x1f".encode())
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return f"sha256:{digest.hexdigest()}"

    def write(self, out: Path) -> None:
        """Write the zip beside `out` and then put it in place."""
        part = self._folder.parent / "whole.zip"
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(self._folder.iterdir()):
                with path.open("rb") as file, archive.open(zipfile.ZipInfo(path.name, _EPOCH), "w") as member:
                    while block := file.read(1 << 20):
                        member.write(block)
        part.replace(out)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n")


def _grouped(lines: Iterable[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield each key with what follows it, for lines of `key TAB value` in order."""
    before: Callable[[bytes], bytes] = lambda line: line.partition(b"\t")[0]  # noqa: E731
    for key, group in groupby(lines, key=before):
        yield key.decode(), [line.partition(b"\t")[2] for line in group]


def _taken(values: "array[int]", order: _Array) -> _Array:
    taken: _Array = np.frombuffer(values, dtype=f"u{values.itemsize}")[order].astype("<u4")
    return taken


def _u24(values: NDArray[Any]) -> bytes:
    """Three bytes a number, lowest first."""
    whole = np.ascontiguousarray(values, dtype="<u4")
    return np.ascontiguousarray(whole.view("u1").reshape(-1, 4)[:, :3]).tobytes()
