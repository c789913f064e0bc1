"""Reads a table of a user's own places."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from recount.errors import BadArgument
from recount.gazetteer.building.dump import BadLineTold
from recount.gazetteer.building.rows import Row, importance_of
from recount.gazetteer.names import key_of

__all__ = ["own_places"]

_NEEDED = ("name", "latitude", "longitude")
_MAY = ("country", "kind", "other_names", "population")
# Importance, of 255, below which a place that a user names is not put: that of a town of some 20,000. Who lists a
# hamlet means it when a report gives its name.
_LEAST_IMPORTANCE = 115


def own_places(path: Path, *, bad: BadLineTold) -> Iterator[Row]:
    """Yield the places of a CSV file with a head: name, latitude, longitude, and what it has of country, kind,
    other_names (separated by `|`) and population. A line that cannot be read is told and left out.

    Raises:
        BadArgument: there is no such file, it is not UTF-8, or a column is missing or unknown.
    """
    slugs: Counter[str] = Counter()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            _check_head(path, table.fieldnames or [])
            for record in table:
                try:
                    row = _row(record)
                except ValueError as problem:
                    bad(f"{path}, line {table.line_num}: {problem}. Left out.")
                    continue
                slugs[row.id] += 1
                row.id += f"-{slugs[row.id]}" if slugs[row.id] > 1 else ""
                yield row
    except OSError as problem:
        raise BadArgument(f"{path}: cannot be read ({problem.strerror}). Check the path.") from None
    except UnicodeDecodeError:
        raise BadArgument(f"{path}: not UTF-8. Save the table as UTF-8.") from None


def _check_head(path: Path, head: Sequence[str]) -> None:
    missing = [name for name in _NEEDED if name not in head]
    unknown = [name for name in head if name not in (*_NEEDED, *_MAY)]
    if missing or unknown:
        what = [f"no column {', '.join(missing)}"] if missing else []
        what += [f"unknown column {', '.join(unknown)}"] if unknown else []
        raise BadArgument(
            f"{path}: {'; '.join(what)}. The first line names the columns: {','.join(_NEEDED)}, and any of "
            f"{','.join(_MAY)}."
        )


def _row(record: dict[str, str | None]) -> Row:
    """Read one line.

    Raises:
        ValueError: a field is missing or cannot be meant.
    """
    given = {name: (value or "").strip() for name, value in record.items() if isinstance(name, str)}
    if not given["name"] or None in record:
        raise ValueError("no name" if not given["name"] else "more fields than the first line")
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except ValueError:
        raise ValueError(f"{given['latitude']!r}, {given['longitude']!r} are no degrees") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{latitude}, {longitude} lie outside the globe")
    country = given.get("country", "").upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        raise ValueError(f"country {country!r} is no ISO 3166 code of two letters")
    people = given.get("population", "")
    if people and not people.isdigit():
        raise ValueError(f"population {people!r} is no whole number")
    row = Row(
        id="own:" + (re.sub(r"[^\w]+", "-", key_of(given["name"])).strip("-") or "place"),
        name=given["name"],
        kind=given.get("kind", "") or "locality",
        country=country,
        latitude=latitude,
        longitude=longitude,
        population=int(people or 0),
        names=[name.strip() for name in given.get("other_names", "").split("|") if name.strip()],
    )
    row.importance = max(importance_of(row), _LEAST_IMPORTANCE)
    return row
