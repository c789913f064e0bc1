"""The trained reader's network: windows without a lost word, spans read off chances, the model file."""

import io
import itertools
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recount import encoder
from recount.encoder import Encoder, spans_of
from recount.encoder.pieces import Pieces, owners, windows
from recount.errors import BadModel

SPANS = [
    # outside, begin, inside of each word               threshold  spans as (first, end)
    ([(0.9, 0.1, 0.0), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)], 0.5, [(1, 3)]),
    ([(0.1, 0.8, 0.1), (0.1, 0.8, 0.1)], 0.5, [(0, 1), (1, 2)]),
    ([(0.4, 0.1, 0.5), (0.9, 0.05, 0.05)], 0.5, [(0, 1)]),
    ([(0.4, 0.5, 0.1), (0.45, 0.1, 0.45)], 0.58, [(0, 1)]),
    ([(0.9, 0.05, 0.05)], 0.5, []),
    ([], 0.5, []),
]


@pytest.mark.parametrize(("chances", "threshold", "expected"), SPANS)
def test_spans_are_read_off_chances(
    chances: list[tuple[float, float, float]], threshold: float, expected: list[tuple[int, int]]
) -> None:
    found = spans_of(np.array(chances, dtype=np.float32).reshape(-1, 3), threshold)
    assert [(span.first, span.end) for span in found] == expected


def pieces_of(sizes: list[int]) -> Pieces:
    """Make words of so many pieces each."""
    total = sum(sizes)
    firsts = np.cumsum([0, *sizes])[:-1].astype(np.int64)
    words = np.stack([np.arange(len(sizes)), np.arange(len(sizes)) + 1], axis=1).astype(np.int64)
    return Pieces(np.arange(total), np.zeros(total, dtype=np.int64), firsts, words)


@given(st.lists(st.integers(1, 9), max_size=400))
def test_windows_hold_every_piece_and_open_at_words(sizes: list[int]) -> None:
    pieces = pieces_of(sizes)
    found = windows(pieces, size=60, overlap=20)
    held = {piece for start, end in found for piece in range(start, end)}
    assert held == set(range(sum(sizes)))
    assert all(end - start <= 60 for start, end in found)
    assert all(start in set(pieces.firsts.tolist()) for start, _ in found)
    assert all(later[0] < earlier[1] for earlier, later in itertools.pairwise(found)), "windows overlap"


def test_a_damaged_model_file_is_refused() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as file:
        file.writestr("card.json", "{}")
    for content in (b"", b"PK", empty.getvalue()):
        with pytest.raises(BadModel, match="Install Recount again"):
            Encoder(content)


SENTENCE = "Gunmen attacked a village near Gao on Tuesday, killing at least 12 people, the governor said. "
FILLER = "The weather was fine and the market sold millet, onions and cloth to buyers from the hills. "


@pytest.fixture(scope="module")
def model() -> Encoder:
    return encoder.load()


@given(st.lists(st.integers(1, 9), max_size=400))
def test_no_word_is_read_at_a_seam(sizes: list[int]) -> None:
    """Every piece is owned by a window that shows it half the overlap, or all that the text has, on either side."""
    pieces = pieces_of(sizes)
    ranges = windows(pieces, size=60, overlap=20)
    owner = owners(len(pieces.ids), ranges)
    for piece, number in enumerate(owner.tolist()):
        start, end = ranges[number]
        assert start <= piece < end
        assert start == 0 or piece - start >= 9
        assert end == len(pieces.ids) or end - piece >= 9


def test_a_sentence_is_read_alike_wherever_it_stands(model: Encoder) -> None:
    """What stands far before a sentence, and with it where the windows are cut, hardly moves its scores."""
    chances = []
    for n_before in range(12, 40, 4):
        text = FILLER * n_before + SENTENCE * 3 + FILLER * 20
        scores = model.read(text)
        word = int(np.searchsorted(scores.words[:, 1], text.index("killing"), side="right"))
        assert text[slice(*scores.words[word])] == "killing"
        chances.append(1 - float(scores.tag("spans", "killed")[word + 3, 0]))
    assert all(chance > 0.5 for chance in chances), chances


def test_every_word_has_scores_that_are_chances(model: Encoder) -> None:
    scores = model.read(FILLER * 40)
    assert len(scores.words) == len(scores.tags) == len(scores.of_word)
    assert np.allclose(scores.tags.sum(-1), 1, atol=1e-4)
    assert scores.arguments("happenings", [(0, 1), (5, 7)]).shape[:2] == (2, len(scores.words))
    assert np.allclose(scores.same([(0, 1), (9, 10)]), scores.same([(0, 1), (9, 10)]).T)


def test_a_text_without_words_has_no_scores(model: Encoder) -> None:
    for text in ("", " \n "):
        scores = model.read(text)
        assert len(scores.words) == 0
        assert scores.spans("happenings", "anchor") == []
