"""Reads GeoNames' dumps a line at a time: `allCountries.txt` and `alternateNamesV2.txt`, plain or within a zip."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

import yaml

from recount.errors import BadArgument
from recount.gazetteer.building.rows import Row, usable

__all__ = ["BadLineTold", "Dump", "OtherName", "other_names", "places", "text_size"]

# Feature codes of towns that are seats, and of what.
_SEATS = {"PPLC": "admin0", "PPLA": "admin1", "PPLA2": "admin2"}
# What stands where a language would: postal and airport codes, links, phonetic spellings.
_NO_LANGUAGE = frozenset({"post", "iata", "icao", "faac", "link", "wkdt", "unlc", "phon", "piny", "tcid", "abbr"})
_COLUMNS, _NAME_COLUMNS = 19, 8
_FEATURES = Path(__file__).parent.parent / "data" / "feature_codes.yaml"

BadLineTold = Callable[[str], None]
"""Is told of each line that cannot be read: the file, the line's number, what is wrong, what was done."""


class OtherName(NamedTuple):
    """One line of the alternate names."""

    geonames_id: int
    name: str
    rank: str
    """`p` for a name in use in English, `a` for another."""


class Dump:
    """A text file of GeoNames, alone or the largest one of a zip."""

    def __init__(self, path: Path) -> None:
        """Look at the file, without reading it.

        Raises:
            BadArgument: there is no such file, or the zip holds no text.
        """
        self.path = path
        self._member: str | None = None
        try:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    texts = [entry for entry in archive.infolist() if entry.filename.endswith(".txt")]
                if not texts:
                    raise BadArgument(f"{path}: no .txt file in this zip. Give the zip as GeoNames offers it.")
                largest = max(texts, key=lambda entry: entry.file_size)
                self._member, self.size = largest.filename, largest.file_size
            else:
                self.size = path.stat().st_size
        except OSError as problem:
            raise BadArgument(f"{path}: cannot be read ({problem.strerror}). Check the path.") from None

    @property
    def name(self) -> str:
        """The file as messages name it."""
        return f"{self.path}/{self._member}" if self._member else str(self.path)

    def lines(self, told: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
        """Yield each line with its number, from 1; `told` hears how many bytes were read, now and then."""
        with self._opened() as file:
            read = 0
            for number, line in enumerate(file, start=1):
                read += len(line)
                if number % 10_000 == 0:
                    told(read)
                    read = 0
                yield number, line.rstrip(b"\r\n")
            told(read)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self._member is None:
            with self.path.open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(self._member) as member:
                yield member


def text_size(path: Path) -> int:
    """Return how many bytes of text a dump holds, unpacked; errors as `Dump`."""
    return Dump(path).size


def places(dump: Dump, *, told: Callable[[int], None], bad: BadLineTold) -> Iterator[Row]:
    """Yield the places of a dump that news names; a line that cannot be read is told and left out."""
    kinds = _kind_of_code()
    for number, line in dump.lines(told):
        try:
            row = _place(line.decode("utf-8").split("\t"), kinds)
        except ValueError as problem:
            bad(f"{dump.name}, line {number}: {problem}. Left out.")
            continue
        if row is not None:
            yield row


def _place(fields: list[str], kinds: dict[str, str]) -> Row | None:
    """Read one line of 19 fields; None for a kind of place that is left out.

    Raises:
        ValueError: a field is missing or cannot be meant.
    """
    if len(fields) != _COLUMNS:
        raise ValueError(f"{len(fields)} fields, not {_COLUMNS}")
    number, name, ascii_name, others, latitude, longitude, _, code, country, _, first, second = fields[:12]
    kind = kinds.get(code)
    if not number.isdigit() or not name:
        raise ValueError("no id or no name")
    point = _degrees(latitude, 90, "latitude"), _degrees(longitude, 180, "longitude")
    if kind is None:
        return None
    in_first = f"{country}.{first}" if first not in ("", "00") else ""
    in_second = f"{in_first}.{second}" if in_first and second else ""
    alternates = [other for other in others.split(",") if usable(other)]
    return Row(
        id=f"gn:{number}",
        name=name,
        kind=kind,
        country=country,
        latitude=point[0],
        longitude=point[1],
        population=int(fields[14]) if fields[14].isdigit() else 0,
        capital=_SEATS.get(code, ""),
        names=[ascii_name] if ascii_name and usable(ascii_name) else [],
        alternates=alternates,
        admin1=in_first if kind != "admin1" else "",
        admin2=in_second if kind not in ("admin1", "admin2") else "",
        languages=min(12, len(alternates) // 4),
        geonames_id=int(number),
        is_geonames=True,
        code={"admin1": in_first, "admin2": in_second}.get(kind, ""),
    )


def _degrees(written: str, most: int, name: str) -> float:
    try:
        degrees = float(written)
    except ValueError:
        raise ValueError(f"{name} {written!r} is no number") from None
    if not -most <= degrees <= most:
        raise ValueError(f"{name} {written} lies outside -{most} to {most}")
    return degrees


def other_names(dump: Dump, *, told: Callable[[int], None], bad: BadLineTold) -> Iterator[OtherName]:
    """Yield the names of a file of alternate names in scripts that the look-up reads."""
    for number, line in dump.lines(told):
        try:
            fields = line.decode("utf-8").split("\t")
        except UnicodeDecodeError:
            bad(f"{dump.name}, line {number}: not UTF-8. Left out.")
            continue
        if len(fields) < _NAME_COLUMNS or not fields[1].isdigit():
            bad(f"{dump.name}, line {number}: {len(fields)} fields or no id of a place. Left out.")
            continue
        language, name, colloquial, historic = fields[2], fields[3], fields[6], fields[7]
        if language in _NO_LANGUAGE or not usable(name):
            continue
        in_use = language == "en" and not colloquial and not historic
        yield OtherName(int(fields[1]), name, "p" if in_use else "a")


@cache
def _kind_of_code() -> dict[str, str]:
    content = yaml.safe_load(_FEATURES.read_text(encoding="utf-8"))
    return {code: kind for kind, codes in content.items() for code in codes}
