"""Events as features of GeoJSON (RFC 7946), uncertain places as areas."""

from collections.abc import Mapping, Sequence
from typing import Any

from recount.nouns.events import Place
from recount.publishing.encoding import json_text
from recount.publishing.events.columns import JSON_COLUMNS
from recount.publishing.events.geometry import rings_of

__all__ = ["END", "HEAD", "Features"]

HEAD = '{"type":"FeatureCollection","features":[\n'
"""What stands before the features, which are parted by a comma and a line end."""
END = "\n]}\n"


class Features:
    """Writes events as features, one line each.

    Columns of JSON (words, claims, derivation …) stay out: they stand in the table of events under the same id, and
    would make a map several times as heavy.
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Hold the names of the columns, the first that of the event's id."""
        self._kept = [(at, name) for at, name in enumerate(names) if name not in JSON_COLUMNS]

    def of(self, place: Place, row: Sequence[Any]) -> str:
        """Return an event as a feature; one without a point has no geometry.

        Of an uncertain place the geometry is the area in which it most likely took place; its middle stands in the
        properties `latitude` and `longitude`.
        """
        properties = {name: row[at] for at, name in self._kept}
        feature = {"type": "Feature", "id": row[0], "geometry": _geometry(place), "properties": properties}
        return json_text(feature)


def _geometry(place: Place) -> Mapping[str, Any] | None:
    rings = rings_of(place)
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    if rings:
        return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}
