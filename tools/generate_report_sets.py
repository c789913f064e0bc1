"""Write sets of invented reports of which it is known which tell of the same happening, to measure linking with.

    python tools/generate_report_sets.py reports 1000000 --seed 7 --to reports.parquet

`reports` writes coded values as Parquet, one row a report. `--parameters FILE` (YAML or JSON) changes how often each
thing happens; `generating/parameters.py` lists them. The same seed gives the same set.
"""

import argparse
from pathlib import Path

from generating.coded_table import coded_reports, write_reports
from generating.parameters import Parameters

__all__ = ["Parameters", "coded_reports", "main", "write_reports"]


def main() -> None:
    """Write a set of coded reports."""
    parser = argparse.ArgumentParser(description="Write sets of invented reports with what they are about.")
    commands = parser.add_subparsers(dest="command", required=True)
    coded = commands.add_parser("reports", help="coded values of reports, as Parquet")
    coded.add_argument("number", type=int, help="how many reports")
    coded.add_argument("--to", type=Path, default=Path("reports.parquet"), help="file (default reports.parquet)")
    coded.add_argument("--seed", type=int, default=7, help="the same seed gives the same set (default 7)")
    coded.add_argument("--parameters", type=Path, help="YAML or JSON with other parameters")
    given = parser.parse_args()
    parameters = Parameters.of(given.parameters) if given.parameters else Parameters()
    write_reports(given.to, given.number, seed=given.seed, parameters=parameters)


if __name__ == "__main__":
    main()
