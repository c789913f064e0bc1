"""The map of a release: where its events are, and how exactly that is known."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from recount.publishing.base_map import Box, Ring, clip, countries, country_names
from recount.publishing.release.counts import Cell, Counts, Precision
from recount.publishing.release.drawing import DARK, FAINT, WIDTH, Picture, drawn, headed, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["event_map"]

_KM_PER_DEGREE = 111.2
# Degrees: closer in, the outlines look coarse and nobody knows where it is.
_LEAST_DEGREES = 5.0
# Points of outlines are this share of the view's height apart: closer is not seen, and a map of the world stays small.
_FINENESS = 1 / 350
_LAND, _SEA, _BORDER, _TINT = "#f4f2ee", "#ffffff", "#a8a39a", "#e9dcb4"
_MOST_NAMES = 10
_SMALL_PRINT = (
    "Dashed circles: within which it most likely took place. Outlines: Natural Earth, de facto boundaries, which judge "
    "no claim."
)


class _Mark(NamedTuple):
    told: str
    shape: str
    fill: str
    edge: str


# Told apart by shape and filling, not by colour alone.
_MARKS: dict[Precision, _Mark] = {
    "wide": _Mark("province or wider area", "D", "none", "#5b5b5b"),
    "near": _Mark("near a place, or its district", "o", "none", "#b34700"),
    "exact": _Mark("at a named place", "o", "#0072b2", "white"),
}


class _View(NamedTuple):
    box: Box
    squeeze: float
    """Cosine of the middle latitude."""

    @property
    def height_inches(self) -> float:
        """Of the whole figure, with room for its legend."""
        wide = (self.box.right - self.box.left) * self.squeeze
        return min(max((WIDTH - 0.9) * (self.box.top - self.box.bottom) / wide, 2.2), 7.0) + 1.6


def event_map(counts: Counts) -> Picture | None:
    """Draw where events are; None where none has a point."""
    cells = list(counts.cells())
    if not cells:
        return None
    view = _view(cells)
    by_precision: Counter[Precision] = Counter()
    for cell in cells:
        by_precision[cell.precision] += cell.events
    unplaced = counts.events - counts.located
    note = f"{counts.located:,} of {plural(counts.events, 'event')}" if unplaced else plural(counts.events, "event")
    in_country = sum(counts.country_only.values())
    if unplaced:
        note += (
            f" are on the map, {in_country:,} are known to their country only"
            if in_country > 1
            else " are on the map, 1 is known to its country only"
            if in_country
            else " are on the map"
        )
    title = "Where events took place"
    alt = f"Map: {note}. " + "; ".join(
        f"{mark.told}: {by_precision[precision]:,}" for precision, mark in _MARKS.items() if by_precision[precision]
    )
    most = [f"{country_names().get(code, code)} {n:,}" for code, n in _ranked(counts.by_country) if code][:5]

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        _draw_land(axes, view, counts)
        _draw_cells(axes, cells, view)
        _draw_names(axes, view, counts)
        _frame(axes, view)
        headed(axes, title, note)
        _legend(figure, by_precision, cells, in_country)

    alt = f"{alt}. Most in {', '.join(most)}." if most else f"{alt}."
    return drawn("figures/map.svg", title, alt, draw, height=view.height_inches)


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def _view(cells: Sequence[Cell]) -> _View:
    left, right = min(cell.longitude for cell in cells), max(cell.longitude for cell in cells)
    bottom, top = min(cell.latitude for cell in cells), max(cell.latitude for cell in cells)
    margin = 0.08 * max(right - left, top - bottom) + 0.3
    middle = (bottom + top) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.25)
    width = max(right - left + 2 * margin, _LEAST_DEGREES)
    height = max(top - bottom + 2 * margin, _LEAST_DEGREES)
    # Between 1.4 and 2.2 times as wide as high, so that neither the map nor its legend is squashed.
    width = max(width, 1.4 * height / squeeze)
    height = max(height, width * squeeze / 2.2)
    bottom, top = max(middle - height / 2, -90.0), min(middle + height / 2, 90.0)
    centre = (left + right) / 2
    return _View(Box(max(centre - width / 2, -180.0), bottom, min(centre + width / 2, 180.0), top), squeeze)


def _draw_land(axes: "Axes", view: _View, counts: Counts) -> None:
    from matplotlib.patches import PathPatch

    axes.set_facecolor(_SEA)
    for code, rings in _shapes(view):
        tint = _TINT if code and counts.country_only[code] else _LAND
        # As a patch each would be measured for limits that are set anyway.
        axes.add_artist(PathPatch(_path(rings), facecolor=tint, edgecolor=_BORDER, linewidth=0.5, zorder=1))


@lru_cache(maxsize=1)
def _shapes(view: _View) -> tuple[tuple[str, list[Ring]], ...]:
    """Return each country in view by its code with its rings, no finer than can be seen."""
    return tuple(_shapes_in(view.box))


def _shapes_in(box: Box) -> Iterator[tuple[str, list[Ring]]]:
    step = (box.top - box.bottom) * _FINENESS
    frame = Box(box.left - step, box.bottom - step, box.right + step, box.top + step)
    for country in countries():
        rings = []
        for outline, bounds in country.outlines:
            for ring, extent in _turned(outline, bounds):
                # Most outlines are wholly out of view, or wholly in it: these need no cutting.
                if not extent.meets(frame):
                    continue
                coarse = _coarse(ring if frame.holds(extent) else clip(ring, frame), step)
                # What has fewer corners is a speck.
                if len(coarse) > 3:
                    rings.append(coarse)
        if rings:
            yield country.code, rings


def _coarse(ring: Ring, step: float) -> Ring:
    """Return a ring without the points that are closer than `step` to the one before."""
    kept: list[tuple[float, float]] = []
    for x, y in ring:
        if not kept or abs(x - kept[-1][0]) >= step or abs(y - kept[-1][1]) >= step:
            kept.append((x, y))
    return tuple(kept)


def _turned(ring: Ring, bounds: Box) -> Iterator[tuple[Ring, Box]]:
    """Yield a ring with its bounds; one that crosses the date line, once for each side of the map."""
    if bounds.right - bounds.left < 180 or bounds.bottom < -85:
        yield ring, bounds
        return
    whole = [ring[0]]
    for x, y in ring[1:]:
        turns = round((whole[-1][0] - x) / 360)
        whole.append((x + 360 * turns, y))
    for turn in (-360.0, 0.0, 360.0):
        turned = tuple((x + turn, y) for x, y in whole)
        yield turned, _bounds(turned)


def _path(rings: Sequence[Ring]) -> Any:
    from matplotlib.path import Path

    points = [point for ring in rings for point in (*ring, ring[0])]
    codes = [code for ring in rings for code in (Path.MOVETO, *([Path.LINETO] * (len(ring) - 1)), Path.CLOSEPOLY)]
    return Path(points, codes)


def _draw_cells(axes: "Axes", cells: Sequence[Cell], view: _View) -> None:
    from matplotlib.patches import Ellipse

    # Smaller than this they vanish behind their marks.
    least_km = (view.box.top - view.box.bottom) * _KM_PER_DEGREE / 60
    for cell in cells:
        if cell.radius_km >= least_km:
            tall = 2 * cell.radius_km / _KM_PER_DEGREE
            wide = tall / max(math.cos(math.radians(cell.latitude)), 0.1)
            ring = Ellipse((cell.longitude, cell.latitude), wide, tall, fill=False, edgecolor="#5b5b5b", linewidth=0.4)
            ring.set(linestyle=(0, (3, 2)), alpha=0.6, zorder=2)
            axes.add_artist(ring)
    by_look: defaultdict[tuple[Precision, float], list[Cell]] = defaultdict(list)
    for cell in cells:
        by_look[cell.precision, _area(cell.events)].append(cell)
    for precision, mark in _MARKS.items():
        for (_, area), alike in sorted(one for one in by_look.items() if one[0][0] == precision):
            axes.scatter(
                [cell.longitude for cell in alike], [cell.latitude for cell in alike], s=area, marker=mark.shape,
                facecolors=mark.fill, edgecolors=mark.edge, linewidths=0.5 if mark.fill != "none" else 1.0, alpha=0.85,
                zorder=3,
            )  # fmt: skip


def _area(events: int) -> float:
    """Return square points: one of some steps, two for each tenfold, so that marks alike are one shape in the file."""
    return 14.0 + 22.0 * min(math.floor(2 * math.log10(events) + 1e-9), 9)


def _draw_names(axes: "Axes", view: _View, counts: Counts) -> None:
    from matplotlib.patheffects import withStroke

    taken: list[Box] = []
    box = view.box
    per_letter, line = (box.right - box.left) / 105, (box.top - box.bottom) / 25
    shapes = dict(_shapes(view))
    named = [code for code, _ in _ranked(counts.by_country) if code in shapes and code in country_names()]
    for code in named[:_MOST_NAMES]:
        somewhere = counts.country_only[code]
        name = f"{country_names()[code]} (+{somewhere:,})" if somewhere else country_names()[code]
        bounds = _bounds(max(shapes[code], key=lambda one: _bounds(one).right - _bounds(one).left))
        x, y = (bounds.left + bounds.right) / 2, (bounds.bottom + bounds.top) / 2
        half = per_letter * len(name) / 2
        x = min(max(x, box.left + half), box.right - half)
        room = Box(x - half, y - line / 2, x + half, y + line / 2)
        if not any(room.meets(other) for other in taken):
            taken.append(room)
            text = axes.text(x, y, name, ha="center", va="center", fontsize=8, color=DARK, zorder=4)
            text.set_path_effects([withStroke(linewidth=2.2, foreground="white")])


def _bounds(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _frame(axes: "Axes", view: _View) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    box = view.box
    axes.set_xlim(box.left, box.right)
    axes.set_ylim(box.bottom, box.top)
    axes.set_aspect(1 / view.squeeze)
    for axis, signs in ((axes.xaxis, "EW"), (axes.yaxis, "NS")):
        axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda degrees, _, signs=signs: _degrees(degrees, signs)))
    axes.tick_params(labelsize=8)
    axes.set_xlabel(_SMALL_PRINT, fontsize=7, color=FAINT, loc="left")
    for spine in axes.spines.values():
        spine.set_visible(True)


def _degrees(degrees: float, signs: str) -> str:
    sign = "" if abs(degrees) < 1e-9 else signs[0] if degrees > 0 else signs[1]
    return f"{abs(degrees):g}°{sign}"


def _legend(figure: "Figure", by_precision: Counter[Precision], cells: Sequence[Cell], in_country: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def mark(told: str, of: _Mark, area: float) -> Line2D:
        return Line2D(
            [], [], linestyle="none", marker=of.shape, markersize=math.sqrt(area), markerfacecolor=of.fill,
            markeredgecolor=of.edge, markeredgewidth=1.0 if of.fill == "none" else 0.5, label=told,
        )  # fmt: skip

    handles: list[Any] = [
        mark(f"{of.told} ({by_precision[precision]:,})", of, 45.0)
        for precision, of in reversed(_MARKS.items())
        if by_precision[precision]
    ]
    if in_country:
        handles.append(
            Patch(facecolor=_TINT, edgecolor=_BORDER, label=f"(+n) somewhere in the country ({in_country:,})")
        )
    largest = max(cell.events for cell in cells)
    for events in (1, 10, 100):
        if events <= largest:
            handles.append(mark(plural(events, "event"), _MARKS["exact"], _area(events)))
    figure.legend(handles=handles, loc="outside lower left", ncols=3, fontsize=8, columnspacing=1.6)
