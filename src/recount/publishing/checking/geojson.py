"""Whether a file is a feature collection as RFC 7946 has it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.json_files import members
from recount.publishing.checking.tables import Ids
from recount.publishing.checking.text_files import text_pieces

__all__ = ["check_geojson"]

# By type how deeply its positions are nested.
_DEPTHS = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_RING_POSITIONS = 4


def check_geojson(path: Path) -> Findings:
    """Check a feature collection; a feature of 16 million characters is the longest that is read.

    Raises:
        NotFound: there is no such file.
        BadDataset: it is no text, or no JSON object.
    """
    notebook = Notebook()
    looking = _Looking(notebook)
    top: dict[str, Any] = {}
    for name, value in members(text_pieces(path, notebook), "features", path):
        if name == "features" and isinstance(value, dict):
            looking.look(value)
        else:
            top[name] = value
    if top.get("type") != "FeatureCollection":
        notebook.error("type", f"the type is {shown(top.get('type'))}; a dataset is a FeatureCollection")
    if "features" in top:
        notebook.error("type", "features holds something that is no feature")
    if "crs" in top:
        notebook.warn("crs", "a crs, which RFC 7946 took out: coordinates are WGS84")
    if not looking.number:
        notebook.warn("no-rows", "no features")
    return notebook.findings(str(path), "geojson", looking.number)


class _Looking:
    """Looks at features; in findings, the line is the number of the feature."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._ids = Ids(notebook, "id")
        self.number = 0

    def look(self, feature: dict[str, Any]) -> None:
        self.number += 1
        if feature.get("type") != "Feature":
            self._error("type", f"{shown(feature.get('type'))} is no Feature", "type")
        if not isinstance(feature.get("properties"), dict | None) or "properties" not in feature:
            self._error("type", "no properties", "properties")
        if isinstance(feature.get("id"), str | int):
            self._ids.see(str(feature["id"]), self.number)
        elif feature.get("id") is not None:
            self._error("type", f"{shown(feature['id'])} is no id", "id")
        if "geometry" not in feature:
            self._error("type", "no geometry; where nothing is known it is null", "geometry")
        elif feature["geometry"] is not None:
            self._look_at_geometry(feature["geometry"])

    def _look_at_geometry(self, geometry: Any) -> None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
            for one in geometry["geometries"]:
                if isinstance(one, dict) and one.get("type") in _DEPTHS:
                    self._look_at_geometry(one)
                else:
                    self._error("type", "a collection with something that is no plain geometry", "geometry")
            return
        if not isinstance(kind, str) or kind not in _DEPTHS:
            self._error("type", f"{shown(kind)} is no type of geometry", "geometry")
            return
        lines = self._lines(geometry.get("coordinates"), _DEPTHS[kind])
        if kind in ("Polygon", "MultiPolygon"):
            for ring in lines:
                self._look_at_ring(ring)

    def _lines(self, coordinates: Any, depth: int) -> list[list[Any]]:
        """Check positions; return each line of them."""
        if depth == 0:
            self._look_at_position(coordinates)
            return []
        if not isinstance(coordinates, list):
            self._error("type", f"{shown(coordinates)} is no list of coordinates", "geometry")
            return []
        if depth > 1:
            return [line for one in coordinates for line in self._lines(one, depth - 1)]
        for position in coordinates:
            self._look_at_position(position)
        return [coordinates]

    def _look_at_position(self, position: Any) -> None:
        if not _is_position(position):
            self._error("type", f"{shown(position)} is no position", "geometry")
            return
        east, north = position[0], position[1]
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            says = f"{shown(position)} is outside of the world; longitude comes first"
            self._error("range", says, "geometry")
        elif east == 0 and north == 0:
            says = "the point 0, 0, in the Atlantic: mostly a missing value"
            self._notebook.warn("null-island", says, line=self.number, column="geometry")

    def _look_at_ring(self, ring: Sequence[Any]) -> None:
        if not all(map(_is_position, ring)):
            return
        if len(ring) < _RING_POSITIONS or ring[0] != ring[-1]:
            self._error("ring", "a ring that is not closed, or has less than four positions", "geometry")

    def _error(self, kind: str, says: str, column: str) -> None:
        self._notebook.error(kind, says, line=self.number, column=column)


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in position)
    )
