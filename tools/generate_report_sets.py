"""Write sets of invented reports of which it is known which tell of the same happening, to measure linking with.

    python tools/generate_report_sets.py articles 700 --seed 7 > articles.jsonl
    python tools/generate_report_sets.py reports 1000000 --seed 7 --to reports.parquet

`articles` writes news of so many happenings as JSON lines, `reports` writes coded values as Parquet, one row a report.
`--parameters FILE` (YAML or JSON) changes how often each thing happens; `generating/parameters.py` lists them. The same
seed gives the same set.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from generating.coded_table import coded_reports, write_reports
from generating.parameters import Parameters
from generating.report_sets import ARTICLE_PARAMETERS, articles

__all__ = ["ARTICLE_PARAMETERS", "Parameters", "articles", "coded_reports", "main", "write_reports"]


def main() -> None:
    """Write a set of articles or of coded reports."""
    parser = argparse.ArgumentParser(description="Write sets of invented reports with what they are about.")
    commands = parser.add_subparsers(dest="command", required=True)
    told = commands.add_parser("articles", help="news articles, as JSON lines on standard output")
    told.add_argument("number", type=int, help="about how many happenings they tell of")
    coded = commands.add_parser("reports", help="coded values of reports, as Parquet")
    coded.add_argument("number", type=int, help="how many reports")
    coded.add_argument("--to", type=Path, default=Path("reports.parquet"), help="file (default reports.parquet)")
    for command in (told, coded):
        command.add_argument("--seed", type=int, default=7, help="the same seed gives the same set (default 7)")
        command.add_argument("--parameters", type=Path, help="YAML or JSON with other parameters")
    given = parser.parse_args()
    usual = ARTICLE_PARAMETERS if given.command == "articles" else Parameters()
    parameters = replace(usual, **Parameters.given(given.parameters)) if given.parameters else usual
    if given.command == "reports":
        write_reports(given.to, given.number, seed=given.seed, parameters=parameters)
        return
    for line in articles(given.number, seed=given.seed, parameters=parameters):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
