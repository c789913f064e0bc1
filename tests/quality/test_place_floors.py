"""Places of the project's own articles: floors that only rise. `places/README.md` tells what the set is.

Lower a floor only with the reason in the commit.
"""

import hashlib
from pathlib import Path

import pytest

from recount import api
from recount.settings import ReaderName

ARTICLES = Path(__file__).parent / "places" / "articles.xml"
DIGEST = "5232c06465ce2b4c"
FLOORS = {
    # reader: mentions' precision, recall; with names given: country, within 161 km; end to end F1
    ReaderName.RULES: (0.97, 0.89, 0.99, 0.98, 0.92),
    ReaderName.MODEL: (0.96, 0.94, 0.99, 0.98, 0.94),
}


def test_the_floors_are_those_of_these_articles() -> None:
    content = ARTICLES.read_bytes().replace(b"\r\n", b"\n")
    assert hashlib.sha256(content).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("reader", FLOORS)
def test_places_are_found_and_set_down(reader: ReaderName) -> None:
    figures = api.evaluate_places(str(ARTICLES), reader=reader).figures()
    reached = (
        figures["mentions"]["precision"],
        figures["mentions"]["recall"],
        figures["resolution"]["country"],
        figures["resolution"]["acc_161km"],
        figures["end_to_end"]["f1"],
    )
    assert all(value >= floor for value, floor in zip(reached, FLOORS[reader], strict=True)), reached
