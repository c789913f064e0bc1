"""Published figures of events from what the rules' reader codes, beside a person's: floors that only rise.

Figures of the trained reader and of the test part are in docs/evaluation.md. Lower a floor only with the reason in the
commit.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from recount.api.measuring_figures import evaluate_figures
from recount.codebook.rules import published_rules
from recount.evaluation.coded_lines import read_coded_lines
from recount.evaluation.linking_corpora import read_linked_lines
from recount.evaluation.published_figures import PredictedEvent
from recount.evaluation.published_figures import evaluate_figures as compare
from recount.evaluation.published_values import PUBLISHED
from recount.pipeline.coded_events import person_report, settled_groups
from recount.pipeline.documents import Telling

CORPUS = Path(__file__).parents[2] / "corpus" / "linking"
REPORTS, CODED = CORPUS / "train" / "reports-2.jsonl", CORPUS / "train" / "coded-2.jsonl"
DIGEST = "49c3e22687301e1e"
FLOORS = {
    "equal": 0.59,
    "acled.enters.equal": 0.95,
    "acled.fatalities.equal": 0.60,
    "acled.event_date.equal": 0.92,
    "acled.event_type.equal": 0.72,
    "acled.point_within_25_km.equal": 0.54,
    "ucdp.enters.equal": 0.72,
    "ucdp.best.equal": 0.24,
    "airwars.enters.equal": 0.81,
    "airwars.grade.equal": 0.46,
    "ibc.enters.equal": 0.73,
    "ibc.deaths_max.equal": 0.38,
}


def test_the_floors_are_those_of_these_reports() -> None:
    content = b"".join(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n") for file in (CODED, REPORTS))
    assert hashlib.sha256(content).hexdigest()[:16] == DIGEST


def test_published_figures_reach_their_floors(
    below: Callable[[Mapping[str, Any], Mapping[str, float]], dict[str, float]],
) -> None:
    assert below(evaluate_figures(str(REPORTS)).figures(), FLOORS) == {}


@pytest.mark.parametrize(
    "files", [(REPORTS, CODED), (CORPUS / "test" / "reports.jsonl", CORPUS / "test" / "coded.jsonl")]
)
def test_the_persons_coding_equals_itself_in_every_value(files: tuple[Path, Path]) -> None:
    reports, coded = (file.read_text(encoding="utf-8") for file in files)
    of_person = read_coded_lines(coded, source="coded")
    documents = read_linked_lines(reports, source="reports")
    told = [
        person_report(Telling(one.name, one.text, one.title, one.published, one.outlet),
                      of_person[one.name].model_dump(mode="json"), order)
        for order, one in enumerate(documents, start=1)
    ]  # fmt: skip
    gold = {
        str(name): event
        for name, event in settled_groups(told, [one.event for one in documents], published_rules().values()).items()
    }
    figures = compare(gold, [PredictedEvent(event, (name,)) for name, event in gold.items()]).figures()

    assert figures["equal"] == 1.0
    assert all(figures[rule]["every_value"] == 1.0 for rule in PUBLISHED)
    assert all(figures[rule][value.name]["equal"] == 1.0 for rule in PUBLISHED for value in PUBLISHED[rule])
