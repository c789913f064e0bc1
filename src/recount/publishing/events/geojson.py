"""Events as features of GeoJSON (RFC 7946), uncertain places as areas."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from recount.nouns.events import Place
from recount.publishing.events.columns import JSON_COLUMNS
from recount.publishing.events.geometry import ring_of
from recount.publishing.geojson import json_text, without_steering

__all__ = ["END", "HEAD", "feature_of"]

HEAD = '{"type":"FeatureCollection","features":[\n'
"""What stands before the features, which are parted by a comma and a line end."""
END = "\n]}\n"


def feature_of(place: Place, names: Sequence[str], row: Sequence[Any]) -> str:
    """Return an event as one feature in one line; an event without a point has no geometry.

    Of an uncertain place the geometry is the area in which it most likely took place; its middle stands in the
    properties `latitude` and `longitude`.

    Args:
        place: of the event.
        names: of the columns.
        row: the event's values, the first of them its id.
    """
    geometry: Mapping[str, Any] | None = None
    if ring := ring_of(place):
        geometry = {"type": "Polygon", "coordinates": [ring]}
    elif place.latitude is not None and place.longitude is not None:
        geometry = {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}
    # Columns of JSON are written as they are: reading them first would take as long as all the rest.
    properties = without_steering(
        ",".join(f'"{name}":{_written(name, value)}' for name, value in zip(names, row, strict=True))
    )
    head = f'{{"type":"Feature","id":{json_text(row[0])},"geometry":{json_text(geometry)}'
    return f'{head},"properties":{{{properties}}}}}'


def _written(name: str, value: Any) -> str:
    if value is None:
        return "null"
    if name in JSON_COLUMNS or name.endswith("_spread"):
        return str(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
