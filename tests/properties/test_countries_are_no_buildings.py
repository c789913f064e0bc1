"""A country named as such is that country: never a building, a town or a village that bears its name."""

import pytest

from recount import gazetteer
from recount.gazetteer import find_mentions, locate
from recount.gazetteer.words import place_words

STATES = ("country", "dependency", "disputed")
# "Gazan" names a people of a territory, which no code of two letters stands for.
CODES = sorted({code for code in place_words().demonyms.values() if len(code) == 2})
SENTENCES = (
    "Shells fell in {}.",
    "{} was attacked on Monday.",
    "Attack in {}",
    "He flew from Paris to {} on Monday.",
    "The army of {} said so.",
    "Gunmen in northern {} killed four.",
    "Police found arms near the border with {}.",
)


def _names(code: str) -> list[str]:
    also = {"US": ["USA", "the United States"], "GB": ["UK", "Britain"], "CN": ["China"]}
    found = gazetteer.load().countries(code)
    return [*(one.place.name for one in found[:1]), *also.get(code, [])]


def _kinds(text: str) -> set[str]:
    names = gazetteer.load()
    located = locate(find_mentions(text, names), names)
    return {one.place.kind for one in located if one.place is not None and one.mention.name != "Paris"}


@pytest.mark.parametrize("code", CODES)
def test_a_countrys_name_means_the_country(code: str) -> None:
    for name in _names(code):
        for sentence in SENTENCES:
            assert _kinds(sentence.format(name)) <= set(STATES), sentence.format(name)


def test_a_people_means_its_country() -> None:
    for people in (people for people, code in place_words().demonyms.items() if code in CODES):
        kinds = _kinds(f"A {people.title()} man was shot.")
        assert kinds <= set(STATES), people
