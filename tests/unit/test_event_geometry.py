"""Uncertain places are areas around their points, cut at the meridian of 180 degrees; exact ones are points."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, shape

from recount.nouns.events import NO_PLACE, Place
from recount.publishing.checking import check
from recount.publishing.events.columns import event_columns
from recount.publishing.events.geojson import END, HEAD, Features
from recount.publishing.events.geometry import geometries, rings_of
from recount.publishing.events.geoparquet import GeoParquetFile, batch_of, schema_of


def place(latitude: float, longitude: float, radius_km: float | None, precision: Any = "near") -> Place:
    return NO_PLACE._replace(latitude=latitude, longitude=longitude, radius_km=radius_km, precision=precision)


AREAS = [
    # latitude, longitude, radius_km, pieces
    (14.0994, -1.62554, 12.0, 1),
    (0.0, 0.0, 300.0, 1),
    (-16.1, 179.95, 30.0, 2),
    (-16.1, -179.95, 30.0, 2),
    (-16.1, 180.0, 30.0, 2),
    (66.0, -180.0, 200.0, 2),
    (71.0, 170.0, 900.0, 2),
    (-85.0, 12.0, 100.0, 1),
]


def shapes_of(one: Place) -> tuple[Any, Any]:
    """Return an area as GeoJSON has it, and as well-known binary."""
    rings = rings_of(one)
    as_json = Polygon(rings[0]) if len(rings) == 1 else MultiPolygon([(ring, []) for ring in rings])
    (packed,) = geometries([one])
    return as_json, shapely.from_wkb(packed)


@pytest.mark.parametrize(("latitude", "longitude", "radius_km", "pieces"), AREAS)
def test_an_uncertain_place_is_an_area_around_its_middle(
    latitude: float, longitude: float, radius_km: float, pieces: int
) -> None:
    as_json, packed = shapes_of(place(latitude, longitude, radius_km))
    assert as_json.equals(packed)
    assert packed.is_valid and packed.intersects(Point(longitude, latitude))
    west, south, east, north = packed.bounds
    assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    rings = rings_of(place(latitude, longitude, radius_km))
    assert len(rings) == pieces
    assert all(ring[0] == ring[-1] and shapely.LinearRing(ring).is_ccw for ring in rings)


@pytest.mark.parametrize("one", [place(14.0, -1.6, 30.0, "exact"), place(14.0, -1.6, None), place(14.0, -1.6, 0.2)])
def test_an_exact_place_and_one_of_no_extent_are_points(one: Place) -> None:
    assert rings_of(one) == []
    assert shapely.from_wkb(geometries([one])[0]) == Point(-1.6, 14.0)


def test_no_place_has_no_geometry_and_the_order_is_kept() -> None:
    many = [NO_PLACE, place(14.0, -1.6, 5.0), NO_PLACE, place(1.0, 2.0, 3.0, "exact"), place(-16.1, 179.95, 30.0)]
    kinds = [shapely.from_wkb(one).geom_type if one else None for one in geometries(many)]
    assert kinds == [None, "Polygon", None, "Point", "MultiPolygon"]


@pytest.mark.parametrize("latitude", [-90.0, -89.9, 0.0, 89.9, 90.0])
@pytest.mark.parametrize("longitude", [-180.0, 179.9, 0.0])
def test_an_area_anywhere_fits_the_world(tmp_path: Path, latitude: float, longitude: float) -> None:
    one = place(latitude, longitude, 300.0)
    columns = event_columns(())[:1]
    feature = Features([columns[0].name]).of(one, ("ev1:0",))
    assert shape(json.loads(feature)["geometry"]).is_valid
    (tmp_path / "events.geojson").write_text(HEAD + feature + END, encoding="utf-8")
    schema = schema_of(columns)
    with GeoParquetFile(tmp_path / "events.parquet", schema) as file:
        batch: pa.RecordBatch = batch_of(schema, [("ev1:0",)], [one])
        file.write(batch)
    for name in ("geojson", "parquet"):
        found = check(tmp_path / f"events.{name}", name)
        assert [kind for kind in found.kinds if kind.level == "error"] == []
