"""The packaged gazetteer, looked up by name."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from recount.gazetteer.columns import ALTERNATE, BARE, ROW, Columns
from recount.gazetteer.names import bare_key, fold, is_arabic, is_latin, key_of, latinised, similarities, skeleton
from recount.gazetteer.place import Place, Scored
from recount.settings import gazetteer_file

__all__ = ["PACKAGED", "Gazetteer", "load"]

PACKAGED = Path(__file__).parent / "data" / "gazetteer.zip"
"""The gazetteer that comes with the package."""
# Likeness below which two spellings are not taken for one name, by letters of the folded name (up to 4, up to 6,
# more): short names collide. Chosen on the pairs in tests/unit/test_gazetteer.py.
_LEAST_LIKENESS = ((4, 0.95), (6, 0.9), (99, 0.84))
# What of it Arabic script may lack, because most of its vowels are not written.
_VOWELS_UNWRITTEN = 0.12
# Postings read of one key: "San José" has hundreds, and they stand most important first.
_MOST_POSTINGS = 60

# Kilometres of a degree of latitude.
_KM_A_DEGREE = 111.2
# Importance, of 255, from which a town's point is trusted to tell a country: about 500 people.
_LEAST_TOWN = 38
# Importance, of 255, from which other spellings of a name are not looked for.
_WELL_KNOWN = 127

_Array = NDArray[Any]


class _Hit(NamedTuple):
    """A row under a key, before it is made a place."""

    score: float
    row: int
    flags: int
    """The posting, whose upper bits say what kind of name the key is."""
    key: str
    likeness: float


class Gazetteer:
    """Read-only place names of the world, dense in countries with armed conflict."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises:
            BadGazetteer: there is no such file, or it is damaged or of another build.
        """
        self._columns = Columns(path)
        self.about: dict[str, Any] = self._columns.about
        """Counts by kind, and the words of attribution to show wherever the data are used."""
        self.digest: str = self.about["digest"]
        """Hash of the content, written when the file was built."""
        lists = self._columns.lists
        self._kinds, self._countries = lists["kinds"], lists["countries"]
        self._sources, self._texts = lists["sources"], lists["texts"]
        self.covered = frozenset(lists.get("covered", ()))
        """ISO codes of the countries whose villages are all in, because news of conflict names them."""
        self._names, self._keys, self._bones = (self._columns.trie(name) for name in ("names", "keys", "bones"))
        self._importance = self._columns.importance
        self.place = lru_cache(maxsize=16_384)(self._place)
        """The place at a row number of this build."""
        self._division_name = lru_cache(maxsize=8_192)(self._name)
        self._look_up = lru_cache(maxsize=4_096)(self._looked_up)

    @classmethod
    def of(cls, path: Path) -> Self:
        """Open another file of the same scheme, such as a smaller one for a test."""
        return cls(path)

    def __len__(self) -> int:
        return len(self._importance)

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
        return self._best(self._hits(key_of(name), 1.0, None, None), limit)

    def postings(self) -> Iterator[tuple[str, list[int]]]:
        """Yield every key with its postings: row numbers, with upper bits for the kind of name."""
        for key in self._keys.iterkeys():
            yield key, self._columns.run("key", self._keys[key]).tolist()

    @cached_property
    def divisions(self) -> frozenset[str]:
        """Keys of the names of countries and first-level divisions of the world."""
        return frozenset(key_of(self._name(int(row))) for row in self._rows_of_kind("country", "admin1"))

    def countries(self, code: str) -> tuple[Scored, ...]:
        """The country of an ISO code, or none where the gazetteer has no row for it."""
        return tuple(
            Scored(place, 1.0, 1.0, f"people or things of {place.name}")
            for place in (self.place(row) for row in self._country_rows.get(code, ()))
        )

    @cached_property
    def _country_rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row in self._rows_of_kind("country", "dependency"):
            rows.setdefault(self._country(int(row)), []).append(int(row))
        return {code: found[:1] for code, found in rows.items()}

    def _rows_of_kind(self, *kinds: str) -> _Array:
        arrays = self._columns.arrays
        numbers = [self._kinds.index(kind) for kind in kinds if kind in self._kinds]
        classes = np.flatnonzero(np.isin(arrays["class_kind"], numbers))
        return np.flatnonzero(np.isin(arrays["class"], classes))

    def nearest(self, latitude: float, longitude: float, *, within_km: float = 150.0) -> Place | None:
        """Return the populated place nearest to a point in degrees; None where none lies within `within_km`.

        Villages of which nothing but the name is known are passed over: they are many, and their points rough.
        """
        rows, latitudes, longitudes = self._towns
        if not len(rows):
            return None
        # A degree of longitude shrinks towards the poles; flat geometry does for the nearest of close points.
        shrink = max(np.cos(np.radians(latitude)), 0.01)
        apart = (longitudes - longitude + 180) % 360 - 180
        squares = (latitudes - latitude) ** 2 + (apart * shrink) ** 2
        best = int(np.argmin(squares))
        return self.place(int(rows[best])) if np.sqrt(squares[best]) * _KM_A_DEGREE <= within_km else None

    @cached_property
    def _towns(self) -> tuple[_Array, _Array, _Array]:
        rows = self._rows_of_kind("locality")
        rows = rows[self._columns.arrays["importance"][rows] >= _LEAST_TOWN]
        return rows, *self._columns.points(rows)

    def _looked_up(self, key: str, country: str | None, within: int | None, limit: int) -> tuple[Scored, ...]:
        if not key:
            return ()
        hits = self._hits(key, 1.0, country, within)
        # A well-known place of exactly this name leaves other spellings no chance; they cost the most time.
        if country is None and any(not hit.flags & BARE and self._importance[hit.row] > _WELL_KNOWN for hit in hits):
            return self._best(hits, limit)
        # A name held in another script needs no guess at its sound.
        if hits and not is_latin(key):
            return self._best(hits, limit)
        return self._best([*hits, *self._alike(key, country, within)], limit)

    def _alike(self, key: str, country: str | None, within: int | None) -> Iterator[_Hit]:
        """Yield places under other spellings of a name: same consonants, and alike as a whole."""
        sounded = key if is_latin(key) else latinised(key)
        others = self._same_bones(sounded)
        if not others:
            return
        length = len(fold(bare_key(sounded)))
        least = next(likeness for most, likeness in _LEAST_LIKENESS if length <= most)
        least -= _VOWELS_UNWRITTEN if is_arabic(key) else 0
        likeness = similarities(sounded, others)
        for index in np.flatnonzero(likeness >= least).tolist():
            if others[index] != key:
                yield from self._hits(others[index], float(likeness[index]), country, within)

    def _same_bones(self, key: str) -> list[str]:
        """Keys that share a Latin key's skeleton."""
        bones = skeleton(key)
        number = self._bones.get(bones) if bones else None
        if number is None:
            return []
        restore = self._keys.restore_key
        return [restore(key_number) for key_number in self._columns.run("bone", number).tolist()]

    def _hits(self, key: str, likeness: float, country: str | None, within: int | None) -> list[_Hit]:
        """The places with a key, most important first; `likeness` is that of the key with the name looked up."""
        number = self._keys.get(key)
        if number is None:
            return []
        postings = self._columns.run("key", number)
        if country is not None or within is not None:
            postings = postings[self._inside(postings & ROW, country, within)]
        hits = []
        for posting in postings[:_MOST_POSTINGS].tolist():
            row = posting & ROW
            fit = likeness * (0.9 if posting & ALTERNATE else 1.0) * (0.9 if posting & BARE else 1.0)
            # The likeness counts over the fame: a hamlet of exactly this name beats a city of a name alike.
            score = fit**4 * (0.35 + 0.65 * self._importance[row] / 255)
            hits.append(_Hit(score, row, posting, key, likeness))
        return hits

    def _best(self, hits: Iterable[_Hit], limit: int) -> tuple[Scored, ...]:
        best: dict[int, _Hit] = {}
        for hit in hits:
            held = best.get(hit.row)
            if held is None or hit.score > held.score:
                best[hit.row] = hit
        ordered = sorted(best.values(), key=lambda hit: (-hit.score, hit.row))
        return tuple(self._scored(hit) for hit in ordered[:limit])

    def _scored(self, hit: _Hit) -> Scored:
        place = self.place(hit.row)
        alternate, bare = bool(hit.flags & ALTERNATE), bool(hit.flags & BARE)
        if bare:
            reason = f"short for {place.name}"
        elif hit.likeness == 1.0:
            reason = f"another name of {place.name}" if alternate else f"named {place.name}"
        elif hit.likeness >= 0.98:
            reason = f"{place.name}, articles aside"
        else:
            reason = f"spelt like {hit.key} ({hit.likeness:.2f}), a name of {place.name}"
        return Scored(place, round(hit.score, 4), round(hit.likeness, 4), reason, alternate, bare)

    def _inside(self, rows: _Array, country: str | None, within: int | None) -> _Array:
        """Tell of each row whether it lies in a country and in a division."""
        arrays = self._columns.arrays
        lies_in = self._columns.numbers("lies_in", rows)
        inside = np.ones(len(rows), dtype=bool)
        if country is not None:
            code = self._countries.index(country) if country in self._countries else -1
            inside &= arrays["lies_in_country"][lies_in] == code
        if within is not None:
            first, second = (arrays[f"lies_in_{level}"][lies_in] for level in ("admin1", "admin2"))
            inside &= (first == within + 1) | (second == within + 1)
        return inside

    def _place(self, row: int) -> Place:
        read = self._columns.read
        lies_in = read["lies_in"](row)
        admin1, admin2 = read["lies_in_admin1"](lies_in) - 1, read["lies_in_admin2"](lies_in) - 1
        number, of_class = read["number"](row), read["class"](row)
        latitude, longitude = self._columns.point(row)
        source = self._sources[read["class_source"](of_class)]
        return Place(
            id=f"{source}:{self._texts[number] if read['class_worded'](of_class) else number}",
            name=self._name(row),
            kind=self._kinds[read["class_kind"](of_class)],
            country=self._countries[read["lies_in_country"](lies_in)] or None,
            admin1=self._division_name(admin1) if admin1 >= 0 else None,
            admin2=self._division_name(admin2) if admin2 >= 0 else None,
            latitude=round(latitude, 5),
            longitude=round(longitude, 5),
            population=self._sparse("population_rows", "population", row),
            radius_km=self._sparse("radius_rows", "radius_km", row),
            importance=round(self._importance[row] / 255, 3),
            row=row,
            admin1_row=admin1 if admin1 >= 0 else None,
            admin2_row=admin2 if admin2 >= 0 else None,
        )

    def _name(self, row: int) -> str:
        return str(self._names.restore_key(self._columns.read["name"](row)))

    def _country(self, row: int) -> str:
        read = self._columns.read
        return str(self._countries[read["lies_in_country"](read["lies_in"](row))])

    def _sparse(self, rows: str, values: str, row: int) -> int | None:
        held = self._columns.sorted[rows]
        index = bisect_left(held, row)
        return self._columns.read[values](index) if index < len(held) and held[index] == row else None


@cache
def load() -> Gazetteer:
    """Open the packaged gazetteer, or the one that RECOUNT_GAZETTEER names, once a process.

    Raises:
        BadGazetteer: the file is missing, damaged or of another build.
    """
    return Gazetteer(gazetteer_file() or PACKAGED)
