"""Words that take a side get a notice with the neutral term, whichever side uses them of whom."""

from collections import Counter
from functools import cache

import pytest

from recount import api, codebook
from recount.nouns import Notice


def notices(text: str) -> list[Notice]:
    """Return the notices of loaded wording of an invented text."""
    return [each for each in api.code(text, published="2024-03-13").notices if each.kind == "loaded wording"]


@cache
def entries() -> list[dict[str, object]]:
    """Return the list's entries."""
    return list(codebook.load().words("loaded"))


WORDING = [
    # text, terms as written, neutral terms
    ("Two martyrs were buried in Gao on Monday.", ["martyrs"], ["killed"]),
    ("The army neutralised six terrorists.", ["neutralised", "terrorists"], ["killed", "the actor's name or kind"]),
    ("The occupation forces entered Nablus.", ["occupation forces"], ["the state's forces"]),
    ("The regime bombed Idlib. The regime denied it.", ["regime"], ["government"]),
    ("The mayor admitted that a mine had killed two.", ["admitted"], ["said"]),
    # names and neutral uses
    ("The Al-Aqsa Martyrs Brigades fired on a post in Jenin.", [], []),
    ("The sanctions regime was renewed on Monday.", [], []),
    ("A court tried him under the terrorism law.", [], []),
    ("Two men were admitted to hospital in Gao.", [], []),
]


@pytest.mark.parametrize(("text", "terms", "neutral"), WORDING)
def test_a_loaded_term_gets_one_notice_with_its_neutral_term(text: str, terms: list[str], neutral: list[str]) -> None:
    found = notices(text)

    assert terms == [each.spans[0].quote for each in found]
    assert neutral == [each.neutral for each in found]


def test_one_notice_holds_all_places_of_a_term() -> None:
    found = notices("The regime bombed Idlib. The regime denied it.")

    assert [len(each.spans) for each in found] == [2]


SIDES = [("Israel", "Hezbollah"), ("Russia", "Ukraine"), ("the army", "M23"), ("the Taliban", "Islamic State")]
SAID = [
    "{one} said its heroes had liberated the village from {other} terrorists.",
    "Ten martyrs of {one} fell to the brutal aggression of {other}.",
    "{one} called {other} a criminal regime of thugs and puppets.",
    "The occupation forces of {one} neutralised two fighters of {other}.",
    "{one} admitted a massacre by {other} mercenaries.",
]


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize(("one", "other"), SIDES)
def test_either_side_gets_the_same_notices(text: str, one: str, other: str) -> None:
    terms, swapped = (
        [(each.spans[0].quote.casefold(), each.neutral) for each in notices(text.format(one=first, other=second))]
        for first, second in ((one, other), (other, one))
    )

    assert terms
    assert terms == swapped


def test_the_words_used_of_states_and_of_groups_are_in_balance() -> None:
    counted: Counter[str] = Counter()
    for entry in entries():
        words = entry["words"]
        assert isinstance(words, list)
        counted[str(entry["against"])] += len(words)

    assert set(counted) == {"states", "groups", "peoples", "any"}
    assert 0.5 <= counted["groups"] / counted["states"] <= 2


def test_no_term_stands_twice() -> None:
    words = Counter(word for entry in entries() for word in entry["words"])  # type: ignore[attr-defined]

    assert [word for word, times in words.items() if times > 1] == []
