"""Rows as GeoJSON (RFC 7946): one feature a report, with all columns as its properties."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from recount.publishing.encoding import json_text

__all__ = ["write_geojson"]


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
