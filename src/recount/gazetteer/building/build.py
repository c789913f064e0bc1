"""Builds a gazetteer file from what a user has."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from recount.errors import BadArgument
from recount.gazetteer.building.dump import BadLineTold, Dump, OtherName, other_names, places
from recount.gazetteer.building.extracts import countries_of_file
from recount.gazetteer.building.own_places import own_places
from recount.gazetteer.building.packed import add_packed
from recount.gazetteer.building.packing import Packing
from recount.gazetteer.building.rows import Row
from recount.gazetteer.store import PACKAGED, Gazetteer

__all__ = ["Built", "Sources", "build"]

_GEONAMES = "Data from GeoNames (https://www.geonames.org, CC BY 4.0)."
_WOF = "Data from Who's On First (https://whosonfirst.org, licence: http://whosonfirst.mapzen.com#License)."
# Names joined with their places at a time.
_NAMES_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Sources:
    """Where places come from."""

    geonames: Path | None = None
    """`allCountries.zip` of GeoNames, another of its dumps of that form, or the text file itself."""
    alternate_names: Path | None = None
    """`alternateNamesV2.zip` of GeoNames."""
    wof: Path | None = None
    """A folder of extracts of Who's On First, one Parquet file a country (`sy.parquet`)."""
    csv: Path | None = None
    """A user's own places."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    path: Path
    places: int
    keys: int
    digest: str
    bad_lines: int


def build(sources: Sources, out: Path, *, told: Callable[[int], None], bad: BadLineTold) -> Built:
    """Write a gazetteer file to `out`, whole or not at all.

    Without GeoNames the packaged gazetteer is the base, and the user's places come on top of it. Text is streamed;
    what stays in memory of a place are some 40 bytes, and the tries of names at the end.

    Args:
        sources: what to read.
        out: the file to write.
        told: hears how many bytes of text were read since it was last told.
        bad: hears of each line that could not be read; it is left out.

    Raises:
        BadArgument: a source is missing or of another form, or `out` cannot be written.
        BadGazetteer: there are more places than a file holds.
    """
    _check(sources, out)
    count = 0

    def counted(message: str) -> None:
        nonlocal count
        count += 1
        bad(message)

    with TemporaryDirectory(dir=out.parent, prefix=".gazetteer-") as folder:
        packing = Packing(Path(folder))
        attributions = []
        if sources.geonames is None:
            base = Gazetteer(PACKAGED)
            add_packed(packing, base)
            attributions.append(str(base.about["attribution"]))
            covered = base.covered
        else:
            covered = frozenset()
            numbers = _Numbers()
            for row in places(Dump(sources.geonames), told=told, bad=counted):
                numbers.add(row.geonames_id, len(packing))
                packing.add(row)
            attributions.append(_GEONAMES)
            if sources.alternate_names is not None:
                _add_names(packing, numbers, other_names(Dump(sources.alternate_names), told=told, bad=counted))
            if sources.wof is not None:
                covered = _add_extracts(packing, numbers, sources.wof)
                attributions.append(_WOF)
        if sources.csv is not None:
            for row in own_places(sources.csv, bad=counted):
                packing.add(row)
        if not len(packing):
            raise BadArgument("No place could be read from these files. See the lines named above.")
        about = packing.write(out, " ".join(attributions), covered)
    return Built(out, int(str(about["places"])), int(str(about["keys"])), str(about["digest"]), count)


def _check(sources: Sources, out: Path) -> None:
    if sources.geonames is None and sources.csv is None:
        raise BadArgument("Nothing to build from. Give --geonames allCountries.zip, --csv my-places.csv, or both.")
    if sources.geonames is None and (sources.wof or sources.alternate_names):
        raise BadArgument("--wof and --alternate-names add to a dump of GeoNames. Give --geonames allCountries.zip.")
    if sources.wof is not None and not any(sources.wof.glob("*.parquet")):
        raise BadArgument(f"{sources.wof}: no Parquet file in this folder. Give one that holds a file a country.")
    if not out.parent.is_dir():
        raise BadArgument(f"{out}: there is no folder {out.parent}. Name a file in a folder that exists.")


class _Numbers:
    """Which place each GeoNames id is."""

    def __init__(self) -> None:
        self._ids, self._numbers = array("I"), array("I")
        self._sorted: tuple[np.ndarray, np.ndarray] | None = None

    def add(self, geonames_id: int, number: int) -> None:
        self._ids.append(geonames_id)
        self._numbers.append(number)

    def of(self, ids: Iterable[int]) -> list[int]:
        """The places of ids, -1 for an id that is not held."""
        if self._sorted is None:
            held = np.array(self._ids, dtype="u4")
            order = np.argsort(held, kind="stable")
            self._sorted = held[order], np.array(self._numbers, dtype="u4")[order]
        held, numbers = self._sorted
        wanted = np.array(list(ids), dtype="u4")
        if not len(held):
            return [-1] * len(wanted)
        index = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        found: list[int] = np.where(held[index] == wanted, numbers[index].astype("i8"), -1).tolist()
        return found


def _add_names(packing: Packing, numbers: _Numbers, names: Iterator[OtherName]) -> None:
    batch: list[OtherName] = []
    for name in names:
        batch.append(name)
        if len(batch) == _NAMES_AT_ONCE:
            _add_batch(packing, numbers, batch)
            batch = []
    _add_batch(packing, numbers, batch)


def _add_batch(packing: Packing, numbers: _Numbers, batch: list[OtherName]) -> None:
    for name, number in zip(batch, numbers.of(name.geonames_id for name in batch), strict=True):
        if number >= 0:
            packing.add_names(number, [(name.name, name.rank)])


def _add_extracts(packing: Packing, numbers: _Numbers, folder: Path) -> frozenset[str]:
    """Add the places of country files; one that GeoNames has gives it its names. Returns the countries' codes."""
    files = [path for path in sorted(folder.glob("*.parquet")) if len(path.stem) == 2]
    for path in files:
        rows = list(countries_of_file(path))
        for row, number in zip(rows, numbers.of(row.geonames_id for row in rows), strict=True):
            if number < 0:
                packing.add(row)
                continue
            packing.add_names(number, _ranked(row))
            if row.kind in ("admin1", "admin2"):
                packing.name_division(row.id, number)
    return frozenset(path.stem.upper() for path in files)


def _ranked(row: Row) -> list[tuple[str, str]]:
    return [(name, "p") for name in (row.name, *row.names)] + [(name, "a") for name in row.alternates]
