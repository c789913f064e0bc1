"""The packaged gazetteer: opened as arrays in place, looked up by name."""

import json
import mmap
import struct
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

import marisa_trie
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from recount.errors import BadGazetteer
from recount.gazetteer.names import bare_key, fold, is_latin, key_of, similarity, skeleton
from recount.gazetteer.place import Place, Scored

__all__ = ["Gazetteer", "load"]

_FILE = Path(__file__).parent / "data" / "gazetteer.zip"
_SCHEME = 1
_ROW = (1 << 24) - 1
_ALTERNATE = 1 << 24
_BARE = 1 << 25
_MANY = 1 << 31
# Likeness below which two spellings are not taken for one name, by letters of the folded name (up to 4, up to 6,
# more): short names collide. Chosen on the pairs in tests/unit/test_gazetteer.py.
_LEAST_LIKENESS = ((4, 0.95), (6, 0.9), (99, 0.84))
# Postings read of one key: "San José" has hundreds, and they stand most important first.
_MOST_POSTINGS = 60
# Share of letters, in per cent, below which two keys are not compared further.
_LEAST_LETTERS = 60

# Kilometres of a degree of latitude.
_KM_A_DEGREE = 111.2
# Importance, of 255, from which a town's point is trusted to tell a country: about 500 people.
_LEAST_TOWN = 38

_Array = NDArray[Any]


class Gazetteer:
    """Read-only place names of the world, dense in countries with armed conflict."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises:
            BadGazetteer: there is no such file, or it is damaged or of another build.
        """
        try:
            self._members = _members(path)
        except (OSError, zipfile.BadZipFile, struct.error) as error:
            raise BadGazetteer(
                f"{path}: {error}. Install Recount again, or build the file with tools/build_gazetteer.py."
            ) from error
        about = self._json("about.json")
        if about.get("scheme") != _SCHEME:
            raise BadGazetteer(f"{path}: scheme {about.get('scheme')}, not {_SCHEME}. Build the file again.")
        self.digest: str = about["digest"]
        """Hash of the content, written when the file was built."""
        self.about: dict[str, Any] = about
        """Counts by kind, and the words of attribution to show wherever the data are used."""
        lists = self._json("lists.json")
        self._kinds, self._countries = lists["kinds"], lists["countries"]
        self._sources, self._texts = lists["sources"], lists["texts"]
        self._names, self._keys, self._bones = (self._trie(name) for name in ("names", "keys", "bones"))
        self._columns = {
            name.rpartition(".")[0]: _array(member, name.rpartition(".")[2])
            for name, member in self._members.items()
            if name.rpartition(".")[2] in ("u8", "u16", "u32", "f32")
        }
        self.place = lru_cache(maxsize=16_384)(self._place)
        """The place at a row number of this build."""
        self._look_up = lru_cache(maxsize=4_096)(self._looked_up)

    @classmethod
    def of(cls, path: Path) -> Self:
        """Open another file of the same scheme, such as a smaller one for a test."""
        return cls(path)

    def __len__(self) -> int:
        return len(self._columns["name"])

    def look_up(
        self, name: str, *, country: str | None = None, within: int | None = None, limit: int = 10
    ) -> tuple[Scored, ...]:
        """Find the places that a name may mean, best first; none where no name is alike enough.

        Args:
            name: as written; kind words ("oil field", "province") may be part of it.
            country: ISO code; only places in it are returned.
            within: row of a first- or second-level division; only places in it are returned.
            limit: the most places to return.
        """
        return self._look_up(key_of(name), country, within, limit)

    def holds(self, name: str) -> bool:
        """Tell whether a name is held under exactly this spelling, case and diacritics aside."""
        return key_of(name) in self._keys

    def look_up_exactly(self, name: str, *, limit: int = 10) -> tuple[Scored, ...]:
        """Find the places with exactly this name, case, diacritics, hyphens and apostrophes aside."""
        key = key_of(name)
        return _best(self._with_key(key, key, None, None), limit)

    @cached_property
    def divisions(self) -> frozenset[str]:
        """Keys of the names of countries and first-level divisions of the world."""
        return frozenset(
            key_of(self._names.restore_key(int(self._columns["name"][row])))
            for kind in ("country", "admin1")
            for row in np.flatnonzero(self._columns["kind"] == self._kinds.index(kind))
        )

    def countries(self, code: str) -> tuple[Scored, ...]:
        """The country of an ISO code, or none where the gazetteer has no row for it."""
        return tuple(
            Scored(place, 1.0, 1.0, f"people or things of {place.name}")
            for place in (self.place(row) for row in self._country_rows.get(code, ()))
        )

    @cached_property
    def _country_rows(self) -> dict[str, list[int]]:
        columns = self._columns
        rows: dict[str, list[int]] = {}
        kinds = [self._kinds.index("country"), self._kinds.index("dependency")]
        for row in np.flatnonzero(np.isin(columns["kind"], kinds)):
            rows.setdefault(self._countries[columns["country"][row]], []).append(int(row))
        return {code: found[:1] for code, found in rows.items()}

    def nearest(self, latitude: float, longitude: float, *, within_km: float = 150.0) -> Place | None:
        """Return the populated place nearest to a point in degrees; None where none lies within `within_km`.

        Villages of which nothing but the name is known are passed over: they are many, and their points rough.
        """
        rows, latitudes, longitudes = self._towns
        # A degree of longitude shrinks towards the poles; flat geometry does for the nearest of close points.
        shrink = max(np.cos(np.radians(latitude)), 0.01)
        apart = (longitudes - longitude + 180) % 360 - 180
        squares = (latitudes - latitude) ** 2 + (apart * shrink) ** 2
        best = int(np.argmin(squares))
        return self.place(int(rows[best])) if np.sqrt(squares[best]) * _KM_A_DEGREE <= within_km else None

    @cached_property
    def _towns(self) -> tuple[_Array, _Array, _Array]:
        columns = self._columns
        known = columns["importance"] >= _LEAST_TOWN
        rows = np.flatnonzero(known & (columns["kind"] == self._kinds.index("locality")))
        return rows, columns["latitude"][rows], columns["longitude"][rows]

    def _looked_up(self, key: str, country: str | None, within: int | None, limit: int) -> tuple[Scored, ...]:
        if not key:
            return ()
        exact = list(self._with_key(key, key, country, within))
        # A well-known place of exactly this name leaves other spellings no chance; they cost the most time.
        if country is None and any(
            one.likeness_score == 1.0 and not one.bare_site and one.place.importance > 0.5 for one in exact
        ):
            return _best(exact, limit)
        return _best([*exact, *self._alike(key, country, within)], limit)

    def _alike(self, key: str, country: str | None, within: int | None) -> Iterator[Scored]:
        """Yield places under other spellings of a Latin name: same consonants, and alike as a whole."""
        length = len(fold(bare_key(key)))
        least = next(likeness for most, likeness in _LEAST_LIKENESS if length <= most)
        for other in self._same_bones(key):
            if other != key and similarity(key, other) >= least:
                yield from self._with_key(other, key, country, within)

    def _same_bones(self, key: str) -> list[str]:
        """Keys that share a Latin key's skeleton and, letter by letter, are not too far from it."""
        bones = skeleton(key) if is_latin(key) else ""
        number = self._bones.get(bones) if bones else None
        if number is None:
            return []
        others = [self._keys.restore_key(int(key_number)) for key_number in self._run("bone", number)]
        # The full comparison is slow; names of one sound share most of their letters.
        near = extract_iter(key, others, scorer=ratio, processor=None, score_cutoff=_LEAST_LETTERS)
        return [other for other, _, _ in near]

    def _with_key(self, key: str, written: str, country: str | None, within: int | None) -> Iterator[Scored]:
        number = self._keys.get(key)
        if number is None:
            return
        likeness = similarity(written, key)
        postings = self._run("key", number)
        if country is not None or within is not None:
            postings = postings[self._inside(postings & _ROW, country, within)]
        for posting in postings[:_MOST_POSTINGS].tolist():
            yield self._scored(posting & _ROW, posting, key, written, likeness)

    def _inside(self, rows: _Array, country: str | None, within: int | None) -> _Array:
        """Tell of each row whether it lies in a country and in a division."""
        columns = self._columns
        inside = np.ones(len(rows), dtype=bool)
        if country is not None:
            code = self._countries.index(country) if country in self._countries else -1
            inside &= columns["country"][rows] == code
        if within is not None:
            held = np.zeros(len(rows), dtype=bool)
            for level in ("admin1", "admin2"):
                numbers = np.flatnonzero(columns[f"{level}_rows"] == within) + 1
                held |= np.isin(columns[level][rows], numbers)
            inside &= held
        return inside

    def _scored(self, row: int, posting: int, key: str, written: str, likeness: float) -> Scored:
        place = self.place(row)
        alternate, bare = bool(posting & _ALTERNATE), bool(posting & _BARE)
        if key == written:
            reason = f"another name of {place.name}" if alternate else f"named {place.name}"
        elif likeness >= 0.98:
            reason = f"{place.name}, articles aside"
        else:
            reason = f"spelt like {key} ({likeness:.2f}), a name of {place.name}"
        if bare:
            reason = f"short for {place.name}"
        fit = likeness * (0.9 if alternate else 1.0) * (0.9 if bare else 1.0)
        # The likeness counts over the fame: a hamlet of exactly this name beats a city of a name alike.
        score = fit**4 * (0.35 + 0.65 * place.importance)
        return Scored(place, round(score, 4), round(likeness, 4), reason, alternate, bare)

    def _run(self, name: str, number: int) -> _Array:
        first = int(self._columns[f"{name}_first"][number])
        if not first & _MANY:
            return self._columns[f"{name}_first"][number : number + 1]
        more = self._columns[f"{name}_more"]
        start = first & ~_MANY
        return more[start + 1 : start + 1 + int(more[start])]

    def _place(self, row: int) -> Place:
        columns = self._columns
        admin1 = self._division("admin1", row)
        admin2 = self._division("admin2", row)
        number = int(columns["number"][row])
        source = self._sources[columns["source"][row]]
        return Place(
            id=f"{source}:{self._texts[number] if source in _WORDED else number}",
            name=self._names.restore_key(int(columns["name"][row])),
            kind=self._kinds[columns["kind"][row]],
            country=self._countries[columns["country"][row]] or None,
            admin1=self._named(admin1),
            admin2=self._named(admin2),
            latitude=round(float(columns["latitude"][row]), 5),
            longitude=round(float(columns["longitude"][row]), 5),
            population=_sparse(columns["population_rows"], columns["population"], row),
            radius_km=_sparse(columns["radius_rows"], columns["radius_km"], row),
            importance=round(int(columns["importance"][row]) / 255, 3),
            row=row,
            admin1_row=admin1,
            admin2_row=admin2,
        )

    def _division(self, level: str, row: int) -> int | None:
        number = int(self._columns[level][row])
        return int(self._columns[f"{level}_rows"][number - 1]) if number else None

    def _named(self, row: int | None) -> str | None:
        return None if row is None else str(self._names.restore_key(int(self._columns["name"][row])))

    def _trie(self, name: str) -> marisa_trie.Trie:
        trie = marisa_trie.Trie()
        trie.map(self._members[f"{name}.marisa"])
        return trie

    def _json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(bytes(self._members[name]))
        return content


_WORDED = frozenset({"site", "icao", "area", "ne"})


@cache
def load() -> Gazetteer:
    """Open the packaged gazetteer, once a process.

    Raises:
        BadGazetteer: the file is missing, damaged or of another build.
    """
    return Gazetteer(_FILE)


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
    return np.frombuffer(member, dtype={"u8": "u1", "u16": "<u2", "u32": "<u4", "f32": "<f4"}[form])


def _sparse(rows: _Array, values: _Array, row: int) -> int | None:
    index = int(np.searchsorted(rows, row))
    return int(values[index]) if index < len(rows) and rows[index] == row else None


def _best(found: Iterable[Scored], limit: int) -> tuple[Scored, ...]:
    best: dict[int, Scored] = {}
    for one in found:
        held = best.get(one.place.row)
        if held is None or one.score > held.score:
            best[one.place.row] = one
    ordered = sorted(best.values(), key=lambda one: (-one.score, one.place.row))
    return tuple(ordered[:limit])
