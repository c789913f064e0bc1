"""One figure for a vague number, under a published rule chosen by name; reading never uses one."""

from pathlib import Path

import pytest

from recount.codebook import VagueNumbers, load
from recount.errors import BadArgument, BadCodebook
from recount.extraction.english import tokens_of
from recount.extraction.quantities import find_quantities
from recount.reconciliation import figure_under

SOURCES = Path(__file__).parents[2] / "src" / "recount"

FIGURES = [
    # words                            acled  as-stated  lowest
    ("12 people", 12, 12, 12),
    ("several people", 3, None, 3),
    ("a few people", 3, None, 3),
    ("many people", 3, None, None),
    ("tens of people", 10, None, 20),
    ("dozens of people", 12, None, 24),
    ("hundreds of people", 100, None, 200),
    ("scores of people", None, None, 40),
    ("thousands of people", None, None, 2000),
    ("an unspecified number of people", None, None, None),
    ("a couple of people", 2, None, 2),
    ("at least 12 people", 12, 12, 12),
    ("more than 40 people", 40, 40, 41),
    ("up to 60 people", 60, 60, 60),
    ("nearly 70 people", 70, 70, 70),
    ("about 30 people", 30, 30, 30),
    ("between 10 and 15 people", 10, None, 10),
]


@pytest.mark.parametrize(("words", "acled", "as_stated", "lowest"), FIGURES)
def test_a_named_rule_makes_one_figure_of_what_the_words_say(
    words: str, acled: int | None, as_stated: int | None, lowest: int | None
) -> None:
    codebook = load()
    low, best, high, rule = find_quantities(tokens_of(words), codebook)[0].bounds

    figures = [
        figure_under(codebook.vague_numbers.named(name), low=low, best=best, high=high, rule=rule)
        for name in ("acled", "as-stated", "lowest")
    ]
    assert figures == [acled, as_stated, lowest]


def test_every_rule_names_its_source() -> None:
    assert all(len(rules.source) > 20 for rules in load().vague_numbers.rule_sets.values())


def test_a_rule_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadArgument, match="acled"):
        load().vague_numbers.named("gtd")


BAD = [
    ({"figures": {}, "take": []}, "source"),
    ({"source": "a", "figures": {"dozens": "12"}, "take": []}, "dozens"),
    ({"source": "a", "figures": {"dozens": -1}, "take": []}, "dozens"),
    ({"source": "a", "figures": {}, "take": ["middle"]}, "middle"),
]


@pytest.mark.parametrize(("rules", "named"), BAD)
def test_a_rule_that_cannot_be_applied_is_named(rules: dict[str, object], named: str) -> None:
    with pytest.raises(BadCodebook, match=named):
        VagueNumbers.parse({"mine": rules})


def test_reading_uses_no_such_rule() -> None:
    readers = [*(SOURCES / "reading").rglob("*.py"), *(SOURCES / "extraction").rglob("*.py")]
    readers += [*(SOURCES / "resolution").rglob("*.py"), SOURCES / "pipeline" / "coding.py"]
    assert [path.name for path in readers if "vague_numbers" in path.read_text(encoding="utf-8")] == []
