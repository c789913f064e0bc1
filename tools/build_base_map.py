"""Build the packaged base map of the explanation page from the npm package `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    uv run --group gazetteer python tools/build_base_map.py package/countries-50m.json

The outlines are Natural Earth's 1:50 million countries (public domain): its de facto boundaries. Run again
with the same package it writes the same bytes.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pycountry

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "src" / "recount" / "publishing" / "data" / "base_map.json.gz"

# Natural Earth gives this no ISO number. The rest without one (Somaliland, Northern Cyprus, the Siachen
# glacier) have no ISO 3166-1 code of their own: they are drawn, and never named as the country of a record.
_WITHOUT_NUMBER = {"Kosovo": "XK"}


def main(source: Path) -> None:
    """Write the countries of a topology file with their ISO codes as compact, compressed JSON."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    packed = {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": [[number for point in arc for number in point] for arc in topology["arcs"]],
        "countries": [_country(geometry) for geometry in topology["objects"]["countries"]["geometries"]],
    }
    written = json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(gzip.compress(written, 9, mtime=0))
    print(f"{OUT}: {OUT.stat().st_size / 1024:.0f} KiB, {len(packed['countries'])} countries")


def _country(geometry: dict[str, Any]) -> list[Any]:
    """Return [ISO 3166-1 alpha-2 or "", name, polygons], each polygon a list of rings of arc numbers."""
    name = geometry["properties"]["name"]
    found = pycountry.countries.get(numeric=geometry["id"]) if "id" in geometry else None
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [found.alpha_2 if found else _WITHOUT_NUMBER.get(name, ""), name, polygons]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
