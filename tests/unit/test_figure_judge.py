"""The judge of figures: its file, its arithmetic on small weights, and what stands around a figure."""

import io
import json

import numpy as np
import pytest

from recount import encoder
from recount.encoder import FigureJudge, pooled
from recount.errors import BadModel
from recount.extraction.figure_clues import FIGURE_CLUES
from recount.pipeline.coding import Coder
from recount.settings import ReaderName

KINDS = ("none", "count", "tally", "part")
MEASURES = ("killed", "attacks")


def _file(**changed: object) -> bytes:
    """Write a judge with one state, one pool and one clue whose output repeats its bias."""
    card = {"kinds": KINDS, "measures": MEASURES, "clues": ["one"], "pools": 1, "members": 1, **changed}
    arrays: dict[str, np.ndarray] = {
        "card": np.frombuffer(json.dumps(card).encode(), np.uint8),
        "mean": np.zeros(1, np.float32),
        "deviation": np.ones(1, np.float32),
        "0/a.0.weight": np.ones((2, 1)),
        "0/a.0.bias": np.zeros(2),
        "0/c.weight": np.ones((2, 1)),
        "0/c.bias": np.zeros(2),
        "0/k.weight": np.zeros((2, 4, 3)),
        "0/k.bias": np.zeros(2),
        "0/o.weight": np.zeros((4, 6)),
        "0/o.bias": np.array([0.0, 0.0, 1.0, 0.0]),
        "0/m.weight": np.zeros((2, 6)),
        "0/m.bias": np.array([0.0, 2.0]),
    }
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def test_chances_are_those_of_the_weights_and_add_up_to_one() -> None:
    judged = FigureJudge(_file()).judge(np.ones((3, 1, 1), np.float32), np.ones((3, 1), np.float32))
    assert judged.kinds.shape == (3, 4)
    assert np.allclose(judged.kinds.sum(1), 1)
    assert np.allclose(judged.kinds[:, 2], np.e / (np.e + 3))
    assert judged.measures.argmax(1).tolist() == [1, 1, 1]


def test_an_article_without_numbers_has_no_chances() -> None:
    judged = FigureJudge(_file()).judge(np.zeros((0, 1, 1), np.float32), np.zeros((0, 1), np.float32))
    assert judged.kinds.shape == (0, 4)


def test_what_stands_around_a_figure_is_the_mean_of_its_words() -> None:
    states = np.array([[1.0], [3.0], [8.0]], np.float32)
    assert pooled(states, [[(0, 2), (2, 2)], [(1, 3), (0, 1)]]).tolist() == [[[2.0], [0.0]], [[5.5], [1.0]]]


@pytest.mark.parametrize("content", [b"", b"no file", _file(members=2)])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadModel, match="judge of figures"):
        FigureJudge(content)


def test_the_packaged_judge_has_the_reader_that_it_was_trained_with_and_clues_that_are_there() -> None:
    judge = encoder.load_judge()
    assert judge.card["reader"] == encoder.load().digest
    assert set(judge.clues) <= set(FIGURE_CLUES)
    assert judge.kinds == KINDS


def test_a_record_names_the_judge() -> None:
    digests = (Coder(reader=ReaderName.MODEL).method.model_digest or "").split()
    assert encoder.load_judge().digest in digests
