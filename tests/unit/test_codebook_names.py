"""Names in running text, and the index that finds the longest one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recount.codebook import load
from recount.codebook.names import NameIndex, words_of

SAME = [
    # one spelling, another
    ("al-Shabaab", "Al Shabab"),
    ("al-Qaeda", "Al Qaida"),
    ("Houthi", "Huthi"),
    ("Ansar al-Sharia", "Ansar ash-Sharia"),
    ("Lashkar-e-Taiba", "Lashkar-i-Tayba"),
    ("Hay'at Tahrir al-Sham", "Hayʼat Tahrir Al Sham"),
    ("Popular Mobilization Forces", "Popular Mobilisation Forces"),
    ("Harakat al-Nujaba", "Harakat al-Nujabaa"),
]

DIFFERENT = [
    ("Hamas", "Hama"),
    ("Homs", "Hums"),
    ("Daesh", "Dish"),
    ("Niger", "Nigeria"),
    ("ISIS", "Isis"),
    ("M23", "m23"),
]


def _meets(name: str, text: str) -> bool:
    words = words_of(text)
    match = NameIndex([(name, 1)]).longest(text, words, 0)
    return match is not None and match.words == len(words)


@pytest.mark.parametrize(("name", "text"), SAME)
def test_spellings_of_one_name_meet(name: str, text: str) -> None:
    assert _meets(name, text)


@pytest.mark.parametrize(("name", "text"), DIFFERENT)
def test_other_names_do_not_meet(name: str, text: str) -> None:
    assert not _meets(name, text)


def test_the_longest_name_wins() -> None:
    index = NameIndex([("Islamic State", "group"), ("Islamic State in Iraq and Syria", "long")])
    text = "Islamic State in Iraq and Syria"
    match = index.longest(text, words_of(text), 0)
    assert match is not None
    assert (match.words, match.items) == (6, ("long",))


def test_a_name_does_not_run_over_a_full_stop() -> None:
    assert not _meets("Free Army", "Free. Army")


def test_a_possessive_ending_is_no_part_of_a_word() -> None:
    text = "Hamas's men, Houthis' boats"
    assert [text[word.start : word.end] for word in words_of(text)] == ["Hamas", "men", "Houthis", "boats"]


@given(st.text(max_size=200))
def test_mentions_of_any_text_are_in_order_and_apart(text: str) -> None:
    mentions = load().actors.find(text)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(end <= mention.start for end, mention in zip(ends, mentions, strict=False))
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)


@given(
    st.lists(
        st.sampled_from(
            ["ADF", "Hamas", "the", "Mali", "(IRI)", "Islamic Resistance in Iraq", "US", "forces", "'s", "."]
        )
    )
)
def test_mentions_of_states_and_actors_hold_their_words(parts: list[str]) -> None:
    text = " ".join(parts)
    for mention in load().actors.states.find(text):
        assert text[mention.start : mention.end].strip()
    for actor in load().actors.find(text):
        assert text[actor.start : actor.end].strip() == text[actor.start : actor.end]
