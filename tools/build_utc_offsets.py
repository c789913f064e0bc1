"""Write how far each country's clocks are from UTC, from the IANA time zone database of this machine.

uv run python tools/build_utc_offsets.py
"""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "src" / "recount" / "codebook" / "data" / "utc_offsets.yaml"
ZONES = Path("/usr/share/zoneinfo/zone.tab")
# Winter and summer of both hemispheres.
MOMENTS = (datetime(2024, 1, 15, tzinfo=UTC), datetime(2024, 7, 15, tzinfo=UTC))
HEAD = """\
# Hours that clocks are ahead of UTC in each country, the least and the most (regions, summer time), as of 2024.
# From the IANA time zone database (public domain), written by tools/build_utc_offsets.py.
hours:
"""


def main() -> None:
    """Write the file, a line for each country."""
    hours: dict[str, set[float]] = {}
    for line in ZONES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, _, zone = line.split("\t")[:3]
        for moment in MOMENTS:
            offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
            if offset is not None:
                hours.setdefault(country, set()).add(offset.total_seconds() / 3600)
    rows = [f'  "{country}": [{min(found):g}, {max(found):g}]\n' for country, found in sorted(hours.items())]
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8", newline="\n")
    print(OUT, len(rows))


if __name__ == "__main__":
    main()
