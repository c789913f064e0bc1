"""Which reports tell of one happening: floors that only rise. Figures of the test part are in docs/linking.md.

Lower a floor only with the reason in the commit.
"""

import hashlib
from pathlib import Path

import pytest

from recount.api.measuring_links import evaluate_linking

TRAIN = Path(__file__).parents[2] / "corpus" / "linking" / "train"
DIGEST = "49c3e22687301e1e"
# Weights are fitted to these reports: what a change spoils shows here, what it is worth on others does not.
B_CUBED = {"as a person coded them": 0.95, "as the rules code them": 0.66}
PRECISION = {"as a person coded them": 0.98, "as the rules code them": 0.90}
MOST_TWINS_MERGED = {"as a person coded them": 0, "as the rules code them": 6}


def test_the_floors_are_those_of_these_reports() -> None:
    files = sorted(TRAIN.glob("*-2.jsonl"))
    content = b"".join(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n") for file in files)
    assert hashlib.sha256(content).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("how", B_CUBED)
def test_links_reach_their_floors(how: str) -> None:
    coded = str(TRAIN / "coded-2.jsonl") if how == "as a person coded them" else None
    figures = evaluate_linking(str(TRAIN / "reports-2.jsonl"), coded=coded).figures()

    assert figures["b_cubed"]["f1"] >= B_CUBED[how]
    assert figures["b_cubed"]["precision"] >= PRECISION[how]
    assert figures["twins"]["merged"] <= MOST_TWINS_MERGED[how]


def test_articles_of_other_news_are_grouped_by_their_words() -> None:
    folder = Path(__file__).parents[3] / "shared" / "data" / "ecbplus"
    if not folder.is_dir():
        pytest.skip("ECB+ is not part of the project; recount evaluate linking FOLDER measures it")
    figures = evaluate_linking(str(folder)).figures()

    assert figures["b_cubed"]["f1"] >= 0.91
