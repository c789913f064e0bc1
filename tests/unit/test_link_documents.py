"""Whole documents grouped by their wording, on invented texts."""

import numpy as np
import pytest

from recount.linking.documents import (
    DocumentModel,
    groups_of,
    likeness_of,
    load_document_model,
    profiles_of,
    weights_of,
)
from recount.linking.wording import opening_of, signature_of

DORI = [
    "Shells hit a market in Dori on Monday, killing 14 people, Mayor Aminata Sawadogo said. It was the worst attack "
    "on Dori since 2019.",
    "DORI – At least 14 traders died when mortar shells fell on the market of Dori. Sawadogo, the mayor, asked "
    "Ouagadougou for help.",
    "The mayor of Dori, Aminata Sawadogo, has buried the 14 victims of the shelling of its market. Burkina Faso has "
    "seen nothing like it since 2019.",
]
TESSAOUA = [
    "Gunmen stormed a school in Tessaoua in Niger on Friday and took 30 pupils, the teacher Moussa Issoufou said. "
    "Nobody claimed it.",
    "Thirty pupils were abducted from a school in Tessaoua, the governor of Maradi said. Their teacher, Moussa "
    "Issoufou, hid in a well.",
    "Niger's army searches the bush near Tessaoua for the 30 pupils whom gunmen took. “We saw them go north,” "
    "Issoufou said in Maradi.",
]
FLAT = DocumentModel(0.0, 0.0, 2.0, {}, "sha256:none")


def weights(rows: list[list[float]]) -> np.ndarray:
    held: np.ndarray = np.array(rows, dtype=float)
    found: np.ndarray = held + held.T
    return found


def test_documents_of_two_events_fall_into_two_groups() -> None:
    model = load_document_model()
    texts = [*DORI, *TESSAOUA]
    assert groups_of(weights_of(likeness_of(profiles_of(texts)), model), model) == [0, 0, 0, 3, 3, 3]


def test_two_documents_weigh_the_same_whatever_else_is_there() -> None:
    model = load_document_model()
    few = weights_of(likeness_of(profiles_of(DORI[:2])), model)
    many = weights_of(likeness_of(profiles_of([*DORI[:2], *TESSAOUA])), model)
    assert few[0, 1] == many[0, 1] == many[1, 0]
    assert many[0, 1] > 2
    assert many[0, 2] < -2


def test_a_document_that_says_nothing_of_a_comparison_is_not_weighed_by_it() -> None:
    likeness = likeness_of(
        profiles_of(["they fled in 2019.", "they fled in 2019.", "they fled in 2020.", "they fled."])
    )
    assert np.isnan(likeness["names"]).all()
    assert likeness["years"][0, 1:].tolist() == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)
    assert np.isnan(likeness["numbers"]).all()
    model = DocumentModel(0.5, 0.0, 2.0, {"names": ((0.5, 3.0), (-1.0, -3.0)), "years": ((1.0, 2.0), (-1.0, -2.0))}, "")
    assert weights_of(likeness, model)[0, 1:].tolist() == [2.5, -1.5, 0.5]


def test_the_first_level_that_is_reached_counts() -> None:
    model = DocumentModel(0.0, 0.0, 2.0, {"names": ((0.6, 2.0), (0.2, 1.0), (-1.0, -1.0))}, "")
    likeness = {"names": np.array([[0.6, 0.59], [0.1, -0.3]])}
    assert weights_of(likeness, model).tolist() == [[2.0, 1.0], [-1.0, -1.0]]


def test_groups_are_joined_while_they_agree_on_average() -> None:
    # 0 and 1 agree; 2 agrees with 1 by less than it disagrees with 0.
    assert groups_of(weights([[0, 3, -2], [0, 0, 1], [0, 0, 0]]), FLAT) == [0, 0, 2]
    assert groups_of(weights([[0, 3, -2], [0, 0, 2.5], [0, 0, 0]]), FLAT) == [0, 0, 0]


def test_groups_that_agree_far_more_within_stay_apart() -> None:
    within, between = 6.0, 1.0
    rows = [[0.0 if a >= b else within if a // 3 == b // 3 else between for b in range(6)] for a in range(6)]
    assert groups_of(weights(rows), FLAT) == [0, 0, 0, 3, 3, 3]
    assert groups_of(weights(rows), FLAT._replace(most_apart=5.5)) == [0] * 6


def test_no_documents_no_groups() -> None:
    assert groups_of(weights_of(likeness_of(profiles_of([])), load_document_model()), FLAT) == []
    assert groups_of(np.zeros((1, 1)), FLAT) == [0]


def test_weights_of_the_shipped_file_fall_with_likeness() -> None:
    for name, levels in load_document_model().levels.items():
        leasts = [least for least, _ in levels]
        assert leasts == sorted(leasts, reverse=True), name
        assert leasts[-1] == -1
        assert levels[0][1] > levels[-1][1], name


def test_an_opening_is_the_title_and_the_first_words() -> None:
    assert opening_of("Shells hit Dori, again. Many fled.", "Dawn", n_words=4) == "Dawn\nShells hit Dori"
    assert opening_of("", None) == ""


def test_signatures_share_what_words_share() -> None:
    held = ("a b c", "b c d", "")
    one, other, none = (signature_of(dict.fromkeys(words.split(), 1), lambda _: 8.0, 256) for words in held)
    assert one @ one == pytest.approx(1, abs=1e-3)
    assert one @ other == pytest.approx(2 / 3, abs=0.1)
    assert not none.any()
