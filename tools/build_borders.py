"""Build the packaged land borders of the gazetteer from the packaged base map.

    uv run python tools/build_borders.py

Every arc of the base map (Natural Earth 1:50 million, public domain, de facto boundaries) that two countries share is a
stretch of their border. Run again with the same base map it writes the same bytes.
"""

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["main"]

SOURCE = Path(__file__).parent.parent / "src" / "recount"
BASE_MAP = SOURCE / "publishing" / "data" / "base_map.json.gz"
OUT = SOURCE / "gazetteer" / "data" / "borders.json.gz"

# Drawn apart on the base map, without an ISO 3166-1 code of their own: their borders are those of the state to which
# United Nations documents count them.
_COUNTED_TO = {"Somaliland": "SO", "N. Cyprus": "CY"}
# Degrees, about a kilometre: finer than the outlines themselves are.
_DECIMALS = 2


def main() -> None:
    """Write `[code, code, lines]` for each pair of neighbours, each line a flat list of longitudes and latitudes."""
    topology = json.loads(gzip.decompress(BASE_MAP.read_bytes()))
    owners: defaultdict[int, set[str]] = defaultdict(set)
    for code, name, polygons in topology["countries"]:
        for number in (number for polygon in polygons for ring in polygon for number in ring):
            owners[number if number >= 0 else ~number].add(code or _COUNTED_TO.get(name, ""))
    shared: defaultdict[tuple[str, str], list[list[float]]] = defaultdict(list)
    for number, codes in sorted(owners.items()):
        if len(codes) == 2 and "" not in codes:
            one, other = sorted(codes)
            shared[one, other].append(_line(topology, topology["arcs"][number]))
    packed = [[one, other, lines] for (one, other), lines in sorted(shared.items())]
    OUT.write_bytes(gzip.compress(json.dumps(packed, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{OUT}: {OUT.stat().st_size / 1024:.0f} KiB, {len(packed)} borders")


def _line(topology: dict[str, Any], arc: list[int]) -> list[float]:
    points = np.cumsum(np.array(arc).reshape(-1, 2), axis=0) * np.array(topology["scale"])
    points = np.round(points + np.array(topology["translate"]), _DECIMALS)
    return [float(number) for number in points.ravel()]


if __name__ == "__main__":
    main()
