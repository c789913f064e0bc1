"""Counts beside those of annotated reports: what is paired, and what the figures count."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recount import api
from recount.cli import app
from recount.errors import BadArgument
from recount.evaluation.counts import CountEvaluation

HEADER = "invented: true\nconflict: Mali\nvoice: wire agency\noutlet: null\npublished: 2024-03-13\n---\n"
TEXT = (
    "[Gunmen|p1] [killed|a1] [12 villagers|c1], including [three children|c2], and wounded [five others|c3] in an "
    "attack on a market in [Gao|l1] on Monday, police said. [Four nurses|c4] vanished.\n---\n"
)
RECORD = """\
reports:
- id: r1
  anchors: [a1]
  type: Attack
  where: {marks: l1, country: ML, precision: exact}
  perpetrators: [{marks: p1, kind: unknown}]
  casualties:
  - {id: k1, marks: c1, effect: killed, group: villagers, group_kind: civilian, n: [12, 12, 12]}
  - {id: k2, marks: c2, effect: killed, group: children, group_kind: civilian, n: [3, 3, 3], part_of: k1}
  - {id: k3, marks: c3, effect: injured, group_kind: civilian, n: [5, 5, 6]}
  - {id: k4, marks: c4, effect: missing, group: nurses, group_kind: civilian, n: [4, 4, 4]}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "gao.marked.txt").write_text(HEADER + TEXT + RECORD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def measured(corpus: Path) -> CountEvaluation:
    return api.evaluate_counts(str(corpus))


def test_counts_are_found_by_their_words(measured: CountEvaluation) -> None:
    found = measured.figures()["found"]
    assert (found["precision"], found["recall"]) == (1.0, 0.75)


def test_what_was_found_is_measured_apart_from_what_was_missed(measured: CountEvaluation) -> None:
    figures = measured.figures()
    assert figures["low_best_high_exact"] == 2 / 3
    assert figures["low_best_high_within_one"] == figures["effect"] == figures["right_report"] == 1.0
    assert figures["end_to_end"]["low_best_high_exact"] == 0.5
    assert figures["end_to_end"]["effect"] == 0.75


def test_a_part_is_right_where_it_is_linked_to_its_whole(measured: CountEvaluation) -> None:
    figures = measured.figures()
    assert figures["subset_links"] == figures["subset_links_precision"] == figures["subset_links_end_to_end"] == 1.0
    assert figures["n"]["subset_links"] == 1


def test_every_count_is_an_item_that_says_what_is_wrong(measured: CountEvaluation) -> None:
    verdicts = [item.item.partition(": ")[2] for item in measured.items]
    assert verdicts[3] == "missed"
    assert "bounds" in verdicts[2]
    assert [item.passed for item in measured.items][2:] == [False, False]


def test_a_folder_without_annotated_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="no annotated report"):
        api.evaluate_counts(str(tmp_path))


def test_the_command_prints_figures_and_writes_cases(corpus: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    ran = CliRunner().invoke(app, ["evaluate", "counts", str(corpus), "--json", "--cases", str(cases)])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["n"]["pairs"] == 3
    rows = list(csv.DictReader(cases.read_text(encoding="utf-8").splitlines()))
    assert [(row["count"], row["text"], row["found_effect"]) for row in rows][:2] == [
        ("k1", "12 villagers", "killed"),
        ("k2", "three children", "killed"),
    ]
