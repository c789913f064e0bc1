"""Rows as GeoJSON (RFC 7946): one feature a report, with all columns as its properties."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

__all__ = ["json_text", "without_steering", "write_geojson"]

# Made once: `json.dumps` makes one for each value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# Legal inside a JSON string, yet able to steer a terminal or to reorder what it shows.
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def write_geojson(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Write a feature collection, one feature a line; return how many.

    A report without a point has no geometry. The property `radius_km` says how far around its point a happening may
    have taken place; the box at the end covers the points.
    """
    out.write('{"type":"FeatureCollection","features":[')
    box: list[float] | None = None
    number = 0
    for row in rows:
        point = None
        if row["latitude"] is not None and row["longitude"] is not None:
            east, north = float(row["longitude"]), float(row["latitude"])
            point = {"type": "Point", "coordinates": [east, north]}
            box = box or [east, north, east, north]
            box = [min(box[0], east), min(box[1], north), max(box[2], east), max(box[3], north)]
        feature = {"type": "Feature", "id": row["report_id"], "geometry": point, "properties": row}
        out.write(f"{',' if number else ''}\n{json_text(feature)}")
        number += 1
    out.write("\n]" + (f',"bbox":{json_text(box)}' if box else "") + "}\n")
    return number


def json_text(value: Any) -> str:
    """Return a value as JSON in one line, in which no sign steers a terminal or reorders letters."""
    return without_steering(_ENCODER.encode(value))


def without_steering(written: str) -> str:
    """Return JSON with the characters that steer a terminal, or reorder letters, written as numbers."""
    return written if written.isprintable() else _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
