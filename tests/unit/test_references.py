"""What "the town" and "the same village" stand for."""

import pytest

from recount import gazetteer
from recount.codebook import load as load_codebook
from recount.extraction import RulesPlaceFinder
from recount.extraction.references import is_reference, referent_of
from recount.extraction.sheet import lay_out
from recount.nouns import Article

CASES = [
    # text, words, what they stand for
    ("Gunmen entered Gwoza in Borno State, Nigeria. They burned the town.", "the town", "Gwoza"),
    ("Gunmen entered Gwoza in Borno State, Nigeria. They left the state.", "the state", "Borno"),
    ("Shells fell in the village of Zzorugwa. The same village was hit again.", "The same village", "Zzorugwa"),
    ("Soldiers came to Nigeria. They burned the town.", "the town", None),
    ("They burned the town. Gwoza in Nigeria was quiet.", "the town", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name"), CASES)
def test_a_kind_word_stands_for_the_last_place_of_its_kind(text: str, words: str, name: str | None) -> None:
    names = gazetteer.load()
    sheet = lay_out(Article.of(text), load_codebook(), names, RulesPlaceFinder(names))
    found = referent_of(sheet, *sheet.token_range(text.index(words), text.index(words) + len(words)))
    assert (found.located.mention.name if found else None) == name


@pytest.mark.parametrize("words", ["the bazaar", "Gwoza", "the wall", "town"])
def test_other_words_call_no_place_by_its_kind(words: str) -> None:
    assert not is_reference(words)
