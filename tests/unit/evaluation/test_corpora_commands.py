"""`recount evaluate` for public corpora: what it prints, and what it says of a file that is none."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from recount.api import evaluating
from recount.cli import app
from recount.nouns.labels import Entity, MucTemplate, PredictedEvent, Trigger

MUC = {
    "docid": "invented-1",
    "doctext": "raiders burned a mill.",
    "templates": [
        {
            "incident_type": "arson",
            "PerpInd": [[["raiders", 0]]],
            "PerpOrg": [],
            "Target": [[["mill", 17]]],
            "Victim": [],
            "Weapon": [],
        }
    ],
}
WIKIEVENTS = {
    "doc_id": "invented-2",
    "tokens": ["Raiders", "struck", "."],
    "entity_mentions": [{"id": "t", "start": 0, "end": 1}],
    "event_mentions": [
        {
            "event_type": "Conflict.Attack.Unspecified",
            "trigger": {"start": 1, "end": 2},
            "arguments": [{"entity_id": "t", "role": "Attacker"}],
        }
    ],
}
RAMS = {
    "doc_key": "invented-3",
    "sentences": [["Raiders", "struck", "."]],
    "evt_triggers": [[1, 1, [["conflict.attack.n/a", 1.0]]]],
    "gold_evt_links": [[[1, 1], [0, 0], "evt001arg01attacker"]],
}
PLACE = {"_id": "e", "begin": 0, "end": 5, "type": "Location", "value": "Orvel", "documentId": "d"}


class _Reader:
    """Finds an attack without arguments, an arson by raiders, a place and the label 1 in any text."""

    def templates(self, text: str) -> list[MucTemplate]:
        return [MucTemplate("arson", {"PerpInd": (("raiders",),)})]

    def events(self, text: str, triggers: Sequence[Trigger] | None, *, corpus: str) -> list[PredictedEvent]:
        name = {"wikievents": "Conflict.Attack.Unspecified", "rams": "conflict.attack.n/a"}[corpus]
        return [PredictedEvent(each) for each in triggers or [Trigger(8, 14, name)]]

    def entities(self, text: str) -> list[Entity]:
        return [Entity(0, 5, "Location")]

    def labels(self, text: str, *, corpus: str) -> set[str]:
        return {"1"}


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    for name, content in (("muc.json", MUC), ("wikievents.jsonl", WIKIEVENTS), ("rams.jsonl", RAMS)):
        (tmp_path / name).write_text(json.dumps(content) + "\n", encoding="utf-8")
    for name in ("One", "Two"):
        folder = tmp_path / "re3d" / name
        folder.mkdir(parents=True)
        (folder / "documents.json").write_text(json.dumps({"_id": "d", "text": "Orvel"}), encoding="utf-8")
        (folder / "entities.json").write_text(json.dumps(PLACE), encoding="utf-8")
    (tmp_path / "types.tsv").write_text("a\t1\t0\nb\t0\t1\n", encoding="utf-8")
    return tmp_path


KINDS = [
    # kind         corpus              path of a figure                              its value
    ("muc", "muc.json", "template.micro_f1", 0.8),
    ("wikievents", "wikievents.jsonl", "conflict_life.trigger.f1", 1.0),
    ("rams", "rams.jsonl", "all.argument.gold_triggers.f1", 0.0),
    ("entities", "re3d", "types.Location.exact_f1", 1.0),
    ("entities", "re3d/One", "folders.One.exact_f1", 1.0),
    ("types", "types.tsv", "weighted_f1", pytest.approx(1 / 3)),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments], env={"COLUMNS": "120"})


def figure(figures: Any, path: str) -> Any:
    for name in path.split("."):
        figures = figures[name]
    return figures


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "_predictor", _Reader)


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(("kind", "corpus", "path", "value"), KINDS)
def test_json_holds_the_figures(corpora: Path, kind: str, corpus: str, path: str, value: Any) -> None:
    result = run(kind, str(corpora / corpus), "--json")
    assert result.exit_code == 0, result.output
    assert figure(json.loads(result.stdout), path) == value


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(("kind", "corpus", "path", "value"), KINDS)
def test_without_it_items_and_figures_are_tables(corpora: Path, kind: str, corpus: str, path: str, value: Any) -> None:
    printed = run(kind, str(corpora / corpus)).stdout
    assert "items as expected" in printed
    assert path in printed


@pytest.mark.parametrize(
    ("kind", "corpus", "message", "code"),
    [
        ("muc", "absent.json", "no such file. Check the path.", 2),
        ("muc", "re3d", "is a folder. Name one file of the corpus.", 2),
        ("muc", "rams.jsonl", "rams.jsonl, line 1: docid: Field required", 1),
        ("rams", "muc.json", "muc.json, line 1: doc_key: Field required", 1),
        ("entities", "muc.json", "is no folder. Give a source folder of re3d", 2),
        ("entities", "empty", "holds no documents.json", 2),
        ("types", "bytes.tsv", "not UTF-8 text", 1),
    ],
)
def test_what_cannot_be_measured_is_told(corpora: Path, kind: str, corpus: str, message: str, code: int) -> None:
    (corpora / "empty").mkdir()
    (corpora / "bytes.tsv").write_bytes(b"\xff\xfe\x00a\t1")
    result = run(kind, str(corpora / corpus))
    assert message in " ".join(result.stderr.split())
    assert result.exit_code == code
