"""A small map of the places of one record, as shapes in pixels that a template draws."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from recount.nouns import Record, Report, WherePrecision
from recount.nouns.wording import place_as_written
from recount.publishing.base_map import Box, Country, Point, Ring, clip, countries, country_names, inside

__all__ = ["Label", "Outline", "SiteMap", "Spot", "draw_map"]

WIDTH, HEIGHT = 640, 420
"""Pixels of the drawing; a page scales it."""

# Kilometres. How wide an uncertainty is drawn where a record gives a precision and no radius: a convention for the
# eye. "Exact" has no circle, and a country has no point at all: its whole area is tinted.
_RADIUS_KM: dict[WherePrecision, float] = {
    "near": 20,
    "area": 60,
    "admin2": 45,
    "admin1": 130,
    "international": 130,
}
_TINTED_ONLY: frozenset[WherePrecision] = frozenset({"country", "unknown"})

# Kilometres. Narrower than this, Natural Earth's borders look coarse and the reader loses where it is.
_LEAST_WIDTH_KM = 420.0
_KM_PER_DEGREE = 111.2
_LETTER_WIDTH = 7.4
_LONGEST_NAME = 28
_LINE_HEIGHT = 17.0


class Label(NamedTuple):
    """A text at a point."""

    x: float
    y: float
    text: str
    anchor: str
    """SVG's start, middle or end."""


class Outline(NamedTuple):
    """The area of one country within the view."""

    path: str
    named: bool
    """Whether a report took place in it."""
    only: bool
    """Whether a report is placed in this country and no closer."""


class Spot(NamedTuple):
    """A place at which one or more reports took place."""

    x: float
    y: float
    numbers: tuple[int, ...]
    """Of the reports, counted from one."""
    radius: float | None
    """Pixels of the uncertainty; None for an exact place."""
    label: Label


class SiteMap(NamedTuple):
    """A map ready to draw."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    names: tuple[Label, ...]
    spots: tuple[Spot, ...]
    scale_km: int
    scale_width: float
    summary: str
    """What the map shows, in words for those who cannot see it."""


class _Place(NamedTuple):
    longitude: float
    latitude: float
    radius_km: float
    name: str
    numbers: tuple[int, ...]


class _View(NamedTuple):
    """An equirectangular projection, true to scale at the middle latitude."""

    box: Box
    per_degree: float
    """Pixels per degree of latitude."""
    squeeze: float
    """Cosine of the middle latitude."""

    def project(self, point: Point) -> Point:
        x = (point[0] - self.box.left) * self.per_degree * self.squeeze
        return x, (self.box.top - point[1]) * self.per_degree


def draw_map(record: Record) -> SiteMap | None:
    """Draw the places of a record's reports; None where no report has a place or country."""
    places = _places(record.reports)
    named = {report.where.country for report in record.reports if report.where.country}
    only = {
        report.where.country
        for report in record.reports
        if report.where.country and report.where.precision in _TINTED_ONLY
    }
    bounds = [_around(place) for place in places]
    bounds.extend(country.outlines[0][1] for country in countries() if country.code in only)
    if not bounds:
        return None
    view = _view(bounds)
    shapes = list(_shapes(view))
    outlines = tuple(Outline(_path(rings), country.code in named, country.code in only) for country, rings in shapes)
    taken: list[Box] = []
    spots = tuple(_spot(place, view, taken) for place in places)
    labels = tuple(_names(shapes, taken))
    scale_km, scale_width = _scale(view)
    return SiteMap(
        WIDTH, HEIGHT, outlines, labels, spots, scale_km, scale_width, _summary(places, only, record.reports)
    )


def _places(reports: Sequence[Report]) -> list[_Place]:
    """Group the reports that share a point."""
    grouped: dict[tuple[float, float], _Place] = {}
    for number, report in enumerate(reports, start=1):
        where = report.where
        if where.latitude is None or where.longitude is None or where.precision in _TINTED_ONLY:
            continue
        point = (round(where.longitude, 3), round(where.latitude, 3))
        radius = 0.0 if where.precision == "exact" else where.radius_km or _RADIUS_KM.get(where.precision, 0.0)
        # As written, since the words may say "near" or "between"; the point alone would say too much.
        name = _shortened(place_as_written(where) or "")
        before = grouped.get(point)
        if before is None:
            grouped[point] = _Place(*point, radius, name, (number,))
        else:
            widest = max(before.radius_km, radius)
            grouped[point] = before._replace(radius_km=widest, numbers=(*before.numbers, number))
    return list(grouped.values())


def _shortened(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _around(place: _Place) -> Box:
    height = place.radius_km / _KM_PER_DEGREE
    width = height / max(math.cos(math.radians(place.latitude)), 0.1)
    return Box(place.longitude - width, place.latitude - height, place.longitude + width, place.latitude + height)


def _view(bounds: Sequence[Box]) -> _View:
    left, right = min(box.left for box in bounds), max(box.right for box in bounds)
    bottom, top = min(box.bottom for box in bounds), max(box.top for box in bounds)
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    squeeze = max(math.cos(math.radians(middle_y)), 0.2)
    width_km = max((right - left) * squeeze * _KM_PER_DEGREE * 1.5, _LEAST_WIDTH_KM)
    height_km = max((top - bottom) * _KM_PER_DEGREE * 1.5, width_km * HEIGHT / WIDTH)
    width_km = height_km * WIDTH / HEIGHT
    half_x, half_y = width_km / 2 / _KM_PER_DEGREE / squeeze, height_km / 2 / _KM_PER_DEGREE
    box = Box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    return _View(box, HEIGHT / (2 * half_y), squeeze)


def _shapes(view: _View) -> Iterator[tuple[Country, list[Ring]]]:
    """Yield each country in view with its rings in pixels, cut a little outside the drawing's border."""
    margin = 12 / view.per_degree
    box = view.box
    frame = Box(box.left - margin, box.bottom - margin, box.right + margin, box.top + margin)
    # A view across the date line needs the lands of the other side of the map, one turn on.
    turns = [turn for turn in (-360.0, 0.0, 360.0) if frame.meets(Box(turn - 180, -90, turn + 180, 90))]
    for country in countries():
        rings = []
        for turn in turns:
            turned = Box(frame.left - turn, frame.bottom, frame.right - turn, frame.top)
            for ring, bounds in country.outlines:
                part = clip(ring, turned) if turned.meets(bounds) else ()
                if len(part) > 2:
                    rings.append(tuple(view.project((x + turn, y)) for x, y in part))
        if rings:
            yield country, rings


def _path(rings: Iterable[Ring]) -> str:
    drawn = []
    for ring in rings:
        points = dict.fromkeys(f"{x:.1f},{y:.1f}" for x, y in ring)
        drawn.append("M" + "L".join(points) + "Z")
    return "".join(drawn)


def _spot(place: _Place, view: _View, taken: list[Box]) -> Spot:
    x, y = view.project((place.longitude, place.latitude))
    radius = place.radius_km / _KM_PER_DEGREE * view.per_degree
    taken.append(Box(x - 13, y - 13, x + 13, y + 13))
    label = _beside(x, y, radius, place.name, taken)
    return Spot(x, y, place.numbers, radius or None, label)


def _beside(x: float, y: float, radius: float, text: str, taken: list[Box]) -> Label:
    """Put a label right, left, below or above of a point: the first that meets nothing and stays in view."""
    width = len(text) * _LETTER_WIDTH
    # Inside its circle where it fits there, else outside it, so that the two lines do not cross.
    away = 18.0 if 18 + width < radius - 4 else max(18.0, radius + 7)
    options = (
        (Label(x + away, y + 5, text, "start"), Box(x + away - 2, y - 9, x + away + width, y + 8)),
        (Label(x - away, y + 5, text, "end"), Box(x - away - width, y - 9, x - away + 2, y + 8)),
        (Label(x, y + away + 13, text, "middle"), Box(x - width / 2, y + away, x + width / 2, y + away + 16)),
        (Label(x, y - away - 2, text, "middle"), Box(x - width / 2, y - away - 16, x + width / 2, y - away)),
    )
    for label, box in options:
        # A narrow page writes the letters half as large again.
        start, end = box.left - width / 2, box.right + width / 2
        in_width = (label.anchor == "start" or start >= 4) and (label.anchor == "end" or end <= WIDTH - 4)
        in_view = in_width and box.bottom >= 4 and box.top <= HEIGHT - 4
        if in_view and not any(box.meets(other) for other in taken):
            taken.append(box)
            return label
    taken.append(options[0][1])
    return options[0][0]


def _names(shapes: Iterable[tuple[Country, Sequence[Ring]]], taken: list[Box]) -> Iterator[Label]:
    """Yield the name of each country at the roomiest free point of its area in view."""
    for country, rings in shapes:
        width = len(country.name) * _LETTER_WIDTH * 1.25
        ring = max(rings, key=_extent)
        best: tuple[float, Point] | None = None
        for column in range(1, 16):
            for row in range(1, 11):
                x, y = WIDTH * column / 16, HEIGHT * row / 11
                box = Box(x - width / 2, y - _LINE_HEIGHT / 2, x + width / 2, y + _LINE_HEIGHT / 2)
                if not _fits(box, ring) or any(box.meets(other) for other in taken):
                    continue
                room = min(math.dist((x, y), corner) for corner in ring)
                if best is None or room > best[0]:
                    best = (room, (x, y))
        if best is not None:
            x, y = best[1]
            taken.append(Box(x - width / 2, y - _LINE_HEIGHT, x + width / 2, y + _LINE_HEIGHT))
            yield Label(x, y, country.name, "middle")


def _extent(ring: Ring) -> float:
    xs, ys = zip(*ring, strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def _fits(box: Box, ring: Ring) -> bool:
    # The scale bar stands in the lower left corner.
    if box.left < 8 or box.right > WIDTH - 8 or (box.top > HEIGHT - 50 and box.left < 180):
        return False
    middle = (box.bottom + box.top) / 2
    return all(inside((x, middle), ring) for x in (box.left, (box.left + box.right) / 2, box.right))


def _scale(view: _View) -> tuple[int, float]:
    """Return a round distance in kilometres of at most a quarter of the width, and its pixels."""
    per_km = view.per_degree / _KM_PER_DEGREE
    best = 1
    for power in range(5):
        for step in (1, 2, 5):
            if step * 10**power * per_km <= WIDTH / 4:
                best = step * 10**power
    return best, best * per_km


def _summary(places: Sequence[_Place], only: Iterable[str], reports: Sequence[Report]) -> str:
    told = [f"report {', '.join(map(str, place.numbers))} at {place.name}" for place in places]
    told.extend(f"somewhere in {country_names().get(code, code)}" for code in sorted(only))
    placed = {number for place in places for number in place.numbers}
    missing = [str(number) for number in range(1, len(reports) + 1) if number not in placed]
    rest = f"; without a point: report {', '.join(missing)}" if missing else ""
    return f"Map: {'; '.join(told)}{rest}."
