"""Mentions of one event are found across documents, on invented sentences."""

import pytest

from recount.encoder.sentences import load_sentences
from recount.linking.documents import DocumentModel
from recount.linking.mentions import (
    MentionProfile,
    group_mentions,
    likeness_of_mentions,
    load_mention_model,
    profile_of_mention,
    stem_of,
)

STEMS = [
    ("shot", "shooting"),
    ("killed", "kills"),
    ("struck", "striking"),
    ("died", "death"),
    ("carries", "carried"),
    ("planned", "plan"),
    ("falling", "fell"),
    ("charges", "charged"),
    ("KABORÉ'S", "kabore"),
]


@pytest.mark.parametrize("case", STEMS, ids=" ".join)
def test_forms_of_a_word_have_one_stem(case: tuple[str, str]) -> None:
    one, other = case
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize("word", ["", "a", "ss", "–", "us", "gas"])
def test_short_words_keep_what_they_are(word: str) -> None:
    assert stem_of(word) == word


def mention(sentence: str, trigger: str, document: str, number: int = 0) -> MentionProfile:
    start = sentence.index(trigger)
    return profile_of_mention(
        sentence, start, start + len(trigger), trigger=trigger, document=document, sentence_number=number
    )


MENTIONS = [
    mention("Mortar shells bombarded Dori at dawn.", "bombarded", "one"),
    mention("The bombardment of Dori at dawn shocked many.", "bombardment", "two"),
    mention("The bombarding of Dori went on at dawn.", "bombarding", "two", 3),
    mention("The mayor resigned in tears.", "resigned", "two", 4),
    mention("Shells bombarded Dori at dawn.", "bombarded", "three"),
]


def test_mentions_of_one_thing_are_one_group_in_documents_of_one_group() -> None:
    labels = group_mentions(MENTIONS, {"one": "a", "two": "a", "three": "b"}, load_mention_model())
    assert labels[0] == labels[2]
    assert labels[3] not in labels[:3]
    assert [label[0] for label in labels] == ["a", "a", "a", "a", "b"]


def test_likeness_tells_stems_surroundings_and_places() -> None:
    likeness = likeness_of_mentions(MENTIONS, load_sentences())
    triggers, places = likeness["triggers"], likeness["places"]
    assert triggers[0, 4] == pytest.approx(1 + load_sentences().rarity("bombarded"))
    assert triggers[0, 3] < 1
    assert likeness["surroundings"][0, 4] > 0.8
    assert places[0, 1] == places[0, 4] == 1
    assert places[0, 3] == places[2, 3] == 0
    assert places[2, 2] == 2


def test_the_trigger_is_not_among_its_surroundings() -> None:
    held = mention("Shells hit Dori.", "hit", "one")
    assert held.surroundings.split() == ["Shells", "Dori."]


def test_no_mentions_no_groups() -> None:
    assert group_mentions([], {}, DocumentModel(0.0, 0.0, 1.0, {}, "")) == []
