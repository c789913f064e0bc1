"""Events as features of GeoJSON (RFC 7946), uncertain places as areas."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from recount.nouns.events import Place
from recount.publishing.events.columns import JSON_COLUMNS
from recount.publishing.events.geometry import ring_of
from recount.publishing.geojson import json_text, without_steering

__all__ = ["END", "HEAD", "Features"]

HEAD = '{"type":"FeatureCollection","features":[\n'
"""What stands before the features, which are parted by a comma and a line end."""
END = "\n]}\n"


class Features:
    """Writes events as features, one line each."""

    def __init__(self, names: Sequence[str]) -> None:
        """Hold the names of the columns, the first that of the event's id."""
        # Columns of JSON are written as they are: reading them first would take as long as all the rest.
        held = [name in JSON_COLUMNS or name.endswith("_spread") for name in names]
        self._plain = [(at, name) for at, name in enumerate(names) if not held[at]]
        self._json = [(at, f',"{name}":') for at, name in enumerate(names) if held[at]]

    def of(self, place: Place, row: Sequence[Any]) -> str:
        """Return an event as a feature; one without a point has no geometry.

        Of an uncertain place the geometry is the area in which it most likely took place; its middle stands in the
        properties `latitude` and `longitude`.
        """
        plain = json_text({name: _plain(row[at]) for at, name in self._plain})
        behind = "".join(f"{name}{row[at] or 'null'}" for at, name in self._json)
        geometry = json_text(_geometry(place))
        head = f'{{"type":"Feature","id":{json_text(row[0])},"geometry":{geometry},"properties":'
        return f"{head}{plain[:-1]}{without_steering(behind)}}}}}"


def _geometry(place: Place) -> Mapping[str, Any] | None:
    if ring := ring_of(place):
        return {"type": "Polygon", "coordinates": [ring]}
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
