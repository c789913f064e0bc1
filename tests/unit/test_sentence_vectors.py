"""Vectors of sentences: alike where sentences say alike, the same in any company, zeros where nothing is known."""

import io
import time

import numpy as np
import pytest

from recount.encoder.sentences import MOST_RARE, SentenceVectors, load_sentences, vectors
from recount.errors import BadModel

SHELLS = "Twelve people were killed when shells hit a market in Kaya."
SAME = "Shelling of a market in Kaya left at least 12 dead."
OTHER = "Gunmen abducted three aid workers on the road to Dori."


def test_sentences_of_one_happening_are_more_alike_than_others() -> None:
    shells, same, other = vectors([SHELLS, SAME, OTHER])
    assert shells @ same > 0.6
    assert shells @ other < 0.3


def test_vectors_have_length_one_and_few_bits() -> None:
    found = vectors([SHELLS, SAME, OTHER])
    assert found.shape == (3, load_sentences().n_dimensions)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


@pytest.mark.parametrize("text", ["", "  \n", "…—!?", "x", "مرحبا بكم", "\x00\ud800"])
def test_a_text_without_a_known_piece_has_zeros(text: str) -> None:
    found = vectors([SHELLS, text, OTHER])
    assert not found[1].any()
    assert (found[[0, 2]] == vectors([SHELLS, OTHER])).all()


def test_no_texts_give_no_vectors() -> None:
    assert vectors([]).shape == (0, load_sentences().n_dimensions)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    texts = [SHELLS, "", SAME * 40, OTHER, "Dori."] * 30
    together = vectors(texts)
    assert all((vectors([text])[0] == row).all() for text, row in zip(texts, together, strict=True))


def test_vectors_are_the_same_to_the_bit_everywhere() -> None:
    # Whole numbers, one square root and one division: change this only with the table or the way words are cut.
    first = np.array([0.053757477551698685, -0.20550690591335297, 0.08939693868160248, 0.06396543234586716])
    assert (vectors([SHELLS])[0, :4] == first.astype(np.float32)).all()


def test_case_accents_and_marks_do_not_count() -> None:
    one, other = vectors(["Émile Kaboré fled – to Kaya!", "emile kabore FLED to kaya"])
    assert (one == other).all()


def test_the_length_of_a_text_does_not_break_sums() -> None:
    one, many = vectors([SAME, SAME * 20_000])
    assert many == pytest.approx(one, abs=1e-6)


def test_rarity_is_high_for_names_and_low_for_small_words() -> None:
    table = load_sentences()
    assert table.rarity("the") < 0.5 < table.rarity("killed") < 4 < table.rarity("earthquake") < MOST_RARE
    assert table.rarity("Tessaoua") == MOST_RARE
    assert table.rarity("Police") == table.rarity("police")


def test_the_file_says_where_it_comes_from() -> None:
    card = load_sentences().card
    assert "Apache-2.0" in card["base"]
    assert card["dimensions"] == load_sentences().n_dimensions


def test_twenty_thousand_sentences_a_second() -> None:
    # Measured: 25,000 to 31,000 on one core of 2026; the bound allows for slow and busy machines.
    texts = [f"{SHELLS} {OTHER[: number % 40]} {number}" for number in range(10_000)]
    began = time.process_time()
    vectors(texts)
    assert time.process_time() - began < 3


def test_a_broken_file_is_named() -> None:
    held = io.BytesIO()
    np.savez(held, card=np.frombuffer(b"{}", dtype=np.uint8))
    for content in (b"", b"nothing of the kind", held.getvalue()):
        with pytest.raises(BadModel, match="sentences"):
            SentenceVectors(content, load_sentences()._tokenizer)
