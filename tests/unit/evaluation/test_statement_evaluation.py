"""Statements beside those of annotated reports: what is paired, and what the figures count."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recount import api
from recount.cli import app
from recount.errors import BadArgument
from recount.evaluation.statements import StatementEvaluation
from recount.settings import ReaderName

HEADER = "invented: true\nconflict: Mali\nvoice: wire agency\noutlet: null\npublished: 2024-03-13\n---\n"
TEXT = (
    "[[Gunmen|p1] [killed|a1] [12 villagers|c1] in [Gao|l1] on Monday|k1], [the army|s1] [said|q1]. [The army|s1] "
    "[denied|q2] [that its planes had [bombed|a2] [Kidal|l2]|k2]. [The harvest was poor|k3], [a farmer|s3] [said|q3]."
    "\n---\n"
)
RECORD = """\
reports:
- id: r1
  anchors: [a1]
  type: Attack
  where: {marks: l1, country: ML, precision: exact}
  perpetrators: [{marks: p1, kind: unknown}]
  casualties:
  - {id: c1, marks: c1, effect: killed, group: villagers, group_kind: civilian, n: [12, 12, 12]}
- id: r2
  anchors: [a2]
  type: Air/drone strike
  modality: denied
  where: {marks: l2, country: ML, precision: exact}
statements:
- {id: s1, source: s1, kind: official, cue: q1, content: k1, stance: accuses, about: [r1]}
- {id: s2, source: s1, kind: party to the conflict, cue: q2, content: k2, stance: denies, about: [r2]}
- {id: s3, source: s3, kind: witness, cue: q3, content: k3, stance: reports, about: []}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "gao.marked.txt").write_text(HEADER + TEXT + RECORD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def measured(corpus: Path) -> StatementEvaluation:
    return api.evaluate_statements(str(corpus), reader=ReaderName.RULES)  # type: ignore[return-value]


def test_statements_are_paired_by_what_is_said(measured: StatementEvaluation) -> None:
    found = measured.figures()["found"]
    assert (found["precision"], found["recall"]) == (1.0, 1.0)
    assert [pair.gold.told.id for pair in measured.comparisons[0].pairs if pair.gold] == ["s1", "s2", "s3"]


def test_speaker_stance_kind_and_happening_are_told_apart(measured: StatementEvaluation) -> None:
    figures = measured.figures()
    assert figures["speaker"] == figures["stance"] == 1.0
    # The army is an official in the first sentence of the annotation, and a party to the conflict by the word lists.
    assert figures["kind"] == pytest.approx(2 / 3)
    # The rules do not find the raid that is denied, so nothing can be said of it.
    assert (figures["compared"]["about"], figures["about"]) == (1, 1.0)


def test_a_wrong_annotation_is_a_wrong_item(corpus: Path) -> None:
    wrong = RECORD.replace("stance: denies", "stance: claims").replace("source: s3", "source: s1")
    (corpus / "gao.marked.txt").write_text(HEADER + TEXT.replace("|s3]", "|s1]") + wrong, encoding="utf-8")
    measured = api.evaluate_statements(str(corpus), reader=ReaderName.RULES)
    verdicts = {item.item: item.passed for item in measured.items}
    assert verdicts["s2: stance"] is False
    assert figures_of(measured)["stance"] == pytest.approx(2 / 3)


def figures_of(measured: object) -> dict[str, float]:
    return measured.figures()  # type: ignore[attr-defined, no-any-return]


def test_the_command_prints_figures_and_writes_cases(corpus: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    command = ["evaluate", "statements", str(corpus), "--reader", "rules", "--json", "--cases", str(cases)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["found"]["f1"] == 1.0
    assert len(cases.read_text(encoding="utf-8").splitlines()) == 4


def test_a_folder_without_either_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="holds no annotated report"):
        api.evaluate_statements(str(tmp_path))
    (tmp_path / "attributions").mkdir()
    with pytest.raises(BadArgument, match=r"holds no \.ann file"):
        api.evaluate_statements(str(tmp_path))
