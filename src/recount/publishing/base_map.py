"""Country outlines to draw a map on: Natural Earth 1:50 million, public domain, de facto boundaries.

Built by `tools/build_base_map.py`.
"""

import gzip
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "Box", "Country", "Point", "Ring", "Topology", "clip", "countries", "country_names", "inside", "packed_outlines",
    "topology",
]  # fmt: skip

Point = tuple[float, float]
"""Longitude, latitude in degrees, or x, y once projected."""
Ring = tuple[Point, ...]
"""A closed line; the first point is not repeated."""


class Box(NamedTuple):
    """A rectangle, borders included."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Tell whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether the other lies within this one, borders included."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


class Country(NamedTuple):
    """The outline of one country or territory."""

    code: str
    """ISO 3166-1 alpha-2; empty where ISO gives none."""
    name: str
    outlines: tuple[tuple[Ring, Box], ...]
    """Every ring, islands and holes alike, with its bounds in degrees, the widest first."""


class Topology(NamedTuple):
    """The outlines as they are kept: countries that meet share the lines between them."""

    arcs: list[Any]
    """Each (n_points, 2): longitude, latitude in degrees."""
    countries: list[tuple[str, str, list[list[list[int]]]]]
    """Code, name, and polygons: the numbers of the arcs of each ring, the outer one first; `~number` runs backwards."""


def packed_outlines() -> bytes:
    """Return the packaged file as it is."""
    return (resources.files("recount.publishing") / "data" / "base_map.json.gz").read_bytes()


def topology() -> Topology:
    """Read the packaged file."""
    held = json.loads(gzip.decompress(packed_outlines()))
    scale, translate = np.array(held["scale"]), np.array(held["translate"])
    arcs = [np.cumsum(np.array(arc).reshape(-1, 2), axis=0) * scale + translate for arc in held["arcs"]]
    return Topology(arcs, [(code, name, polygons) for code, name, polygons in held["countries"]])


@cache
def countries() -> tuple[Country, ...]:
    """Return every country in the order of the source."""
    held = topology()
    return tuple(_country(code, name, polygons, held.arcs) for code, name, polygons in held.countries)


@cache
def country_names() -> dict[str, str]:
    """Map ISO 3166-1 alpha-2 codes to short names."""
    # A dependency that shares its state's code comes after it here only by chance: keep the widest.
    named: dict[str, tuple[float, str]] = {}
    for country in countries():
        box = country.outlines[0][1]
        width = box.right - box.left
        if country.code and width > named.get(country.code, (-1.0, ""))[0]:
            named[country.code] = (width, country.name)
    return {code: name for code, (_, name) in named.items()}


def clip(ring: Sequence[Point], box: Box) -> Ring:
    """Return the part of a ring inside a box (Sutherland and Hodgman 1974); empty where none is."""
    part = list(ring)
    for axis, limit, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.bottom, 1), (1, box.top, -1)):
        part = _clip_side(part, axis, limit, sign)
    return tuple(part)


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Tell whether a point lies inside a ring, by the parity of the borders to its right."""
    x, y = point
    odd = False
    before = ring[-1]
    for here in ring:
        if (here[1] > y) != (before[1] > y):
            crossing = here[0] + (y - here[1]) * (before[0] - here[0]) / (before[1] - here[1])
            odd ^= x < crossing
        before = here
    return odd


def _country(code: str, name: str, polygons: list[list[list[int]]], arcs: list[Any]) -> Country:
    outlines = []
    for polygon in polygons:
        for ring in polygon:
            # A negative number is the arc `~number` run backwards; each arc repeats the last point before it.
            runs = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
            line = np.concatenate([run[:-1] for run in runs])
            bounds = Box(*map(float, (*line.min(axis=0), *line.max(axis=0))))
            outlines.append((tuple((float(x), float(y)) for x, y in line), bounds))
    outlines.sort(key=lambda outline: outline[1].left - outline[1].right)
    return Country(code, name, tuple(outlines))


def _clip_side(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for before, here in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        was_in = (before[axis] - limit) * sign >= 0
        is_in = (here[axis] - limit) * sign >= 0
        if was_in != is_in:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
        if is_in:
            kept.append(here)
    return kept
