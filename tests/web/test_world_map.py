"""The outlines that maps are drawn on come from the package, right side out, and browsers keep them."""

import gzip
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from served import client_of

from recount.api.world import world_digest, world_outlines


@pytest.fixture(scope="module")
def world() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = orjson.loads(world_outlines().body)["features"]
    return features


def country(world: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(one for one in world if one["properties"].get("code") == code)


def area(ring: list[list[float]]) -> float:
    return sum(x * below - right * y for (x, y), (right, below) in pairwise(ring))


def test_the_outlines_are_small_enough_to_be_sent() -> None:
    assert len(world_outlines().zipped) < 2_000_000


def test_outer_rings_run_against_the_clock_and_holes_with_it(world: list[dict[str, Any]]) -> None:
    polygons = [
        polygon for one in world if one["properties"]["kind"] == "country" for polygon in one["geometry"]["coordinates"]
    ]
    assert all(area(polygon[0]) > 0 for polygon in polygons)
    assert all(area(hole) < 0 for polygon in polygons for hole in polygon[1:])
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for polygon in polygons for ring in polygon)


def test_a_country_around_another_has_a_hole(world: list[dict[str, Any]]) -> None:
    # Lesotho lies within South Africa.
    assert max(len(polygon) for polygon in country(world, "ZA")["geometry"]["coordinates"]) == 2


def test_a_country_has_its_name_code_and_where_to_write_it(world: list[dict[str, Any]]) -> None:
    mali = country(world, "ML")["properties"]
    assert (mali["name"], mali["code"]) == ("Mali", "ML")
    west, south, east, north = mali["box"]
    assert west < mali["label"][0] < east
    assert south < mali["label"][1] < north


def test_no_line_and_no_area_jumps_at_the_meridian_of_180_degrees(world: list[dict[str, Any]]) -> None:
    lines = [line for one in world[-2:] for line in one["geometry"]["coordinates"]]
    rings = [ring for one in world[:-2] for polygon in one["geometry"]["coordinates"] for ring in polygon]
    # Antarctica goes round the pole, along the edge of the map.
    steps = [step for line in (*lines, *rings) for step in pairwise(line) if step[0][1] > -90]
    assert [one["properties"]["kind"] for one in world[-2:]] == ["coast", "border"]
    assert max(abs(one[0] - other[0]) for one, other in steps) < 60


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"/map/world.json?v={world_digest()}", "public, max-age=31536000, immutable"),
        ("/map/world.json", "no-cache"),
        ("/map/world.json?v=another", "no-cache"),
    ],
)
def test_browsers_keep_the_outlines_by_the_address_of_their_version(tmp_path: Path, address: str, kept: str) -> None:
    answer = client_of(tmp_path / "none.recount").get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, kept)
    assert answer.headers["content-type"] == "application/geo+json"


def test_the_outlines_are_sent_packed_where_that_is_understood(tmp_path: Path) -> None:
    client = client_of(tmp_path / "none.recount")
    packed = client.get("/map/world.json", headers={"accept-encoding": "gzip"})
    plain = client.get("/map/world.json", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content == gzip.decompress(world_outlines().zipped)


def test_what_a_browser_has_already_is_not_sent_again(tmp_path: Path) -> None:
    client = client_of(tmp_path / "none.recount")
    tag = client.get("/map/world.json").headers["etag"]
    assert client.get("/map/world.json", headers={"if-none-match": tag}).status_code == 304
