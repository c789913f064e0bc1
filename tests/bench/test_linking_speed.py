"""What linking costs grows with the number of reports, not with its square, and what is new costs little."""

import sys
import time
from pathlib import Path

import pytest

from recount.api.linking import link

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from bench_linking import first_row_of_article
from generate_report_sets import coded_reports
from generating.coded_casebook import Filler

FEW, MANY, MORE = 1_000, 4_000, 50


def seconds(path: Path, *, anew: bool = False) -> float:
    """Link; return seconds of processors, so that it does not matter what else they do."""
    began = time.process_time()
    link(path, by="bench", anew=anew)
    return time.process_time() - began


@pytest.mark.slow
def test_a_report_costs_no_more_among_many_than_among_few_and_new_ones_cost_little(tmp_path: Path) -> None:
    reports = coded_reports(MANY + 2 * MORE, seed=11)
    articles = reports["article"].to_pylist()
    few, many, more = (first_row_of_article(articles, number) for number in (FEW, MANY, MANY + MORE))
    small, large = Filler(tmp_path / "small.recount"), Filler(tmp_path / "large.recount")
    small.fill(reports.slice(0, few))
    large.fill(reports.slice(0, many))
    # The first linking of a process reads what the others have at hand.
    seconds(small.path)
    of_few, of_many = seconds(small.path, anew=True), seconds(large.path)
    large.fill(reports.slice(many, more - many))
    of_more = seconds(large.path)
    assert of_many / many < 3 * of_few / few
    # In so small a casebook most new reports touch a group that most others belong to.
    assert of_more < 2 * of_many / 3
