"""Write the numbers that other datasets give to countries, from pycountry and country_converter.

uv run --group gazetteer python tools/write_country_codes.py

What no table holds (ACLED's regions, GED's names) is written by hand in country_names.yaml beside the file.
"""

import csv
from importlib.resources import files
from pathlib import Path

import pycountry

from recount.codebook import load

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "src" / "recount" / "codebook" / "data" / "publishing" / "country_codes.yaml"
HEAD = """\
# Codes of countries by ISO 3166-1 alpha-2. alpha3, numeric: ISO 3166-1. gw: Gleditsch and Ward's number of the state,
# which UCDP GED writes as country_id. cow: the Correlates of War number. Absent: there is none.
# Written by tools/write_country_codes.py from pycountry and country_converter; not edited by hand.
countries:
"""
# Kosovo has no ISO code; XKX is in common use.
ALPHA3 = {"XK": "XKX"}
# country_converter has the numbers of South Yemen, South Vietnam and Czechoslovakia, which ended, where Gleditsch and
# Ward's list goes on with others; and none for the United Kingdom and Greece.
STATES = {"YE": 678, "VN": 816, "CZ": 316, "GB": 200, "GR": 350}
# Where the Correlates of War project numbers a state otherwise than Gleditsch and Ward.
CORRELATES_OF_WAR = {"DE": 255, "YE": 679, "RS": 345, "KI": 946, "NR": 970, "TO": 955, "TV": 947}


def main() -> None:
    """Write the file, a line for each country of the codebook."""
    table = files("country_converter") / "country_data.tsv"
    with table.open(encoding="utf-8") as file:
        states = {row["ISO2"]: row["GWcode"] for row in csv.DictReader(file, delimiter="\t")}
    lines = []
    for country in load().countries.countries:
        code = country.code
        known = pycountry.countries.get(alpha_2=code)
        parts = [f"alpha3: {known.alpha_3 if known else ALPHA3[code]}"]
        if known:
            parts.append(f"numeric: {int(known.numeric)}")
        state = STATES.get(code) or (int(float(states[code])) if states.get(code) else None)
        if state:
            parts += [f"gw: {state}", f"cow: {CORRELATES_OF_WAR.get(code, state)}"]
        lines.append(f"  {code}: {{{', '.join(parts)}}}\n")
    OUT.write_text(HEAD + "".join(sorted(lines)), encoding="utf-8", newline="\n")
    print(OUT, len(lines))


if __name__ == "__main__":
    main()
