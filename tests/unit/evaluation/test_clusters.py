"""Scores of groups, against figures worked out by hand; and what an evaluation of links tells of each event."""

import random
import time
from itertools import permutations
from typing import Any

import pytest

from recount.evaluation.clusters import compare_clusters
from recount.evaluation.linking import evaluate_linking, evaluate_mention_linking
from recount.evaluation.linking_corpora import Document, Mention


def labels(groups: str) -> list[int]:
    """Return for a to z, as far as they are named, the number of the group: "ab c" gives [0, 0, 1]."""
    held = {item: number for number, group in enumerate(groups.split()) for item in group}
    return [held[item] for item in sorted(held)]


CASES = [
    # expected       found         pairs P R     B³ P   B³ R   MUC P  MUC R  CEAF-e P  CEAF-e R
    ("abc de",      "abc de",      1, 1,         1, 1,         1, 1,         1, 1),
    # One of three items is put with the others' group: 2 links of 3 are right on either side.
    ("abc de",      "ab cde",      0.5, 0.5,     11 / 15, 11 / 15, 2 / 3, 2 / 3, 0.8, 0.8),
    # Everything in one group: the larger event is paired with it, 2·3/(3+5).
    ("abc de",      "abcde",       4 / 10, 1,    (9 / 5 + 4 / 5) / 5, 1, 3 / 4, 1, 0.75, 0.375),
    # Everything alone: each event finds one of its members, 2/(3+1) and 2/(2+1).
    ("abc de",      "a b c d e",   0, 0,         1, (1 + 1) / 5, 0, 0, (1 / 2 + 2 / 3) / 5, (1 / 2 + 2 / 3) / 2),
    # The example of Vilain et al. (1995): abcd expected, ab and cd found.
    ("abcd",        "ab cd",       1, 2 / 6,     1, 2 / 4,     1, 2 / 3,     (2 * 2 / 6) / 2, 2 * 2 / 6),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}|{case[1]}")
def test_scores_as_worked_out_by_hand(case: tuple[Any, ...]) -> None:
    expected, found, *figures = case
    scores = compare_clusters(labels(expected), labels(found))
    shown = [scores.pairs, scores.b_cubed, scores.muc, scores.ceaf_e]
    assert figures == pytest.approx([value for score in shown for value in (score.precision, score.recall)])


def test_conll_is_the_mean_of_three_f1() -> None:
    scores = compare_clusters(labels("abc de"), labels("abcde"))
    muc, b_cubed, ceaf = 6 / 7, 2 * 0.52 / 1.52, 2 * 0.75 * 0.375 / 1.125
    assert pytest.approx((muc + b_cubed + ceaf) / 3) == scores.conll_f1
    assert pytest.approx(scores.conll_f1) == scores.figures()["conll_f1"]


def test_labels_may_be_anything_and_only_equality_counts() -> None:
    assert compare_clusters(["x", "x", None], [(1, 2), (1, 2), 7]) == compare_clusters([1, 1, 2], ["b", "b", "a"])


def test_nothing_to_link_gives_no_score_of_links() -> None:
    scores = compare_clusters([1, 2], [1, 2])
    assert (scores.pairs.f1, scores.muc.f1) == (None, None)
    assert scores.conll_f1 == 1
    assert compare_clusters([], []).conll_f1 is None


def test_the_same_number_of_labels() -> None:
    with pytest.raises(ValueError, match="3 labels are expected and 2 found"):
        compare_clusters([1, 2, 3], [1, 2])


def test_the_best_pairing_is_found_where_the_greedy_one_is_not() -> None:
    rng = random.Random(7)
    for _ in range(150):
        expected = [rng.randrange(5) for _ in range(rng.randint(1, 14))]
        found = [rng.randrange(5) for _ in expected]
        groups, others = (sorted({*each}) for each in (expected, found))
        alike = [
            [
                2 * sum((a, b) == (x, y) for a, b in zip(expected, found, strict=True))
                / (expected.count(x) + found.count(y))
                for y in others
            ]
            for x in groups
        ]  # fmt: skip
        if len(groups) > len(others):
            alike = [list(column) for column in zip(*alike, strict=True)]
        best = max(
            sum(row[column] for row, column in zip(alike, order, strict=True))
            for order in permutations(range(len(alike[0])), len(alike))
        )
        assert best / len(groups) == pytest.approx(compare_clusters(expected, found).ceaf_e.recall)


def test_a_hundred_thousand_items_take_seconds() -> None:
    rng = random.Random(7)
    expected = [rng.randrange(20_000) for _ in range(100_000)]
    found = [label if rng.random() < 0.9 else rng.randrange(20_000) for label in expected]
    began = time.process_time()
    compare_clusters(expected, found)
    compare_clusters(expected, [0] * len(expected))
    assert time.process_time() - began < 20


REPORTS = [
    Document("one", "market", "…", topic="kaya", twin_of="station"),
    Document("two", "market", "…", topic="kaya"),
    Document("three", "market", "…", topic="kaya"),
    Document("four", "station", "…", topic="kaya", twin_of="market"),
    Document("five", "bridge", "…", topic="dori", twin_of="an event of another corpus"),
]


def test_each_event_names_what_was_put_elsewhere_and_which_strangers_are_in_its_group() -> None:
    evaluation = evaluate_linking(REPORTS, ["x", "x", "z", "x", "y"])
    assert [tuple(item) for item in evaluation.items] == [
        ("kaya", "event market", "one, two, three", "elsewhere: three; strangers: four (station)", False),
        ("kaya", "event station", "four", "strangers: one (market), two (market)", False),
        ("dori", "event bridge", "five", "together", True),
        ("", "twins market and station", "apart", "merged", False),
    ]
    assert list(evaluation.rows()) == [
        ("kaya", "market", "one", "there", "market"),
        ("kaya", "market", "two", "there", "market"),
        ("kaya", "market", "three", "elsewhere", "market"),
        ("kaya", "market", "four", "stranger", "station"),
        ("kaya", "station", "four", "there", "station"),
        ("kaya", "station", "one", "stranger", "market"),
        ("kaya", "station", "two", "stranger", "market"),
        ("dori", "bridge", "five", "there", "bridge"),
    ]


def test_rows_do_not_depend_on_what_groups_are_called() -> None:
    one = evaluate_linking(REPORTS, ["x", "x", "z", "x", "y"])
    other = evaluate_linking(REPORTS, [3, 3, 1, 3, 2])
    assert list(one.rows()) == list(other.rows())


def test_figures_of_links() -> None:
    figures = evaluate_linking(REPORTS, ["x", "x", "x", "y", "z"]).figures()
    assert (figures["documents"], figures["events"], figures["groups"]) == (5, 3, 3)
    assert {"precision": 1, "recall": 1, "f1": 1} == figures["pairs"] == figures["b_cubed"]
    assert figures["conll_f1"] == 1
    assert figures["twins"] == {"pairs": 1, "merged": 0, "apart": 1.0}


def test_mentions_are_compared_alike() -> None:
    mentions = [
        Mention(f"1_1ecb/0/{number}", "1_1ecb", event, "1", "Shells hit Dori and Kaya.", 7, 10, "hit", 0)
        for number, event in enumerate(["ACT1", "ACT1", "ACT2"])
    ]
    figures = evaluate_mention_linking(mentions, [1, 1, 1]).figures()
    assert (figures["mentions"], figures["events"], figures["groups"]) == (3, 2, 1)
    assert pytest.approx(1 / 3) == figures["pairs"]["precision"]
    assert figures["twins"] == {"pairs": 0, "merged": 0, "apart": None}
