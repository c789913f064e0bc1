"""What linking reads off a text's wording: names, rarer words, numbers, years."""

import pytest

from recount.encoder.sentences import load_sentences
from recount.linking.wording import names_of, numbers_of, rare_words_of, wording_of, words_of, years_of

NAMES = [
    # A word that opens a sentence has its capital from that.
    ("Shells hit Dori.", "dori"),
    ("Police said so. Soldiers left Dori.", "dori"),
    ("“Soldiers left,” said Aminata Sawadogo's aide.", "aminata sawadogo"),
    # Unless the name goes on, or stands elsewhere as one.
    ("Aminata Sawadogo left.", "aminata sawadogo"),
    ("Dori burned. They fled Dori.", "dori"),
    # In a headline of capitals nothing counts but what is a name elsewhere.
    ("Gunmen Kill Twelve In Market Near Dori\nThe attack on Dori was on Monday.", "dori"),
    # Days, months, titles and agencies name no happening.
    ("They met Mr Diallo on Monday in May, Reuters reported.", "diallo"),
    ("They met Émile Kaboré.", "emile kabore"),
    ("they fled", ""),
    ("", ""),
]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case[0][:30])
def test_names(case: tuple[str, str]) -> None:
    text, names = case
    assert " ".join(names_of(text)) == names


def test_a_name_counts_as_often_as_it_has_its_capital() -> None:
    assert dict(names_of("DORI BURNS AGAIN TODAY\nDori burned. They fled Dori, the dori of old.")) == {"dori": 3}


NUMBERS = [
    ("At least 12 people died.", "12"),
    ("Twelve people died.", "12"),
    ("1,200 fled in 2009.", "1200"),
    ("A 5.8-magnitude quake", "5.8"),
    ("Dozens died, hundreds fled.", "dozens hundreds"),
    ("One man and two women", ""),
    ("A man aged 33, room 101b", "33"),
]


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case[0])
def test_numbers(case: tuple[str, str]) -> None:
    text, numbers = case
    assert " ".join(sorted(numbers_of(text))) == numbers


def test_years_stand_alone() -> None:
    assert years_of("From 1998 to 2013, $2000.50, 2,013 people, 12/2014 and 20135.") == {1998, 2013}


def test_rare_words_are_those_of_few_articles() -> None:
    rarity = load_sentences().rarity
    found = rare_words_of("The police said the earthquake shook Tessaoua and Tessaoua's 40 wells.", rarity)
    assert {"earthquake", "tessaoua"} <= found.keys()
    assert found.keys().isdisjoint({"the", "police", "said", "40"})
    assert found["tessaoua"] == 2


def test_words_are_folded() -> None:
    assert dict(words_of("Kaboré’s car, KABORE'S car")) == {"kabore": 2, "car": 2}


def test_all_that_is_compared() -> None:
    wording = wording_of("In 2013 shells hit Dori; 14 died.")
    assert set(wording.names) == {"dori"}
    assert wording.numbers == {"14"}
    assert wording.years == {2013}
    assert wording.words["shells"] == 1
