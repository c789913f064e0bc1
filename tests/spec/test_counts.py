"""How many: the bounds that words give, what befell those counted, and who they are."""

import pytest

from recount import api
from recount.codebook import load
from recount.extraction.english import tokens_of
from recount.extraction.quantities import find_quantities

BOUNDS = [
    # words                                  low   best  high  rule
    ("12 people", 12, 12, 12, "exact"),
    ("twenty-one soldiers", 21, 21, 21, "exact"),
    ("two hundred and fifty people", 250, 250, 250, "exact"),
    ("25,105 people", 25105, 25105, 25105, "exact"),
    ("a dozen gunmen", 12, 12, 12, "exact"),
    ("half a dozen shells", 6, 6, 6, "exact"),
    ("at least 12 people", 12, 12, None, "at-least"),
    ("no fewer than nine people", 9, 9, None, "at-least"),
    ("140+ operations", 140, 140, None, "at-least"),
    ("more than 40 people", 41, 40, None, "more-than"),
    ("more than a dozen people", 13, 12, None, "more-than"),
    ("up to 60 fighters", None, 60, 60, "at-most"),
    ("as many as 1,200 families", None, 1200, 1200, "at-most"),
    ("nearly 70 soldiers", None, 70, 70, "nearly"),
    ("about 30 people", None, 30, None, "about"),
    ("between 10 and 15 rockets", 10, None, 15, "range"),
    ("10-15 drones", 10, None, 15, "range"),
    ("dozens of fighters", 24, None, None, "dozens"),
    ("scores of people", 40, None, None, "scores"),
    ("hundreds of families", 200, None, None, "hundreds"),
    ("several soldiers", 3, None, None, "several"),
    ("an unspecified number of troops", None, None, None, "unspecified"),
]


@pytest.mark.parametrize(("words", "low", "best", "high", "rule"), BOUNDS)
def test_bounds_come_from_the_words(words: str, low: int | None, best: int | None, high: int | None, rule: str) -> None:
    found = find_quantities(tokens_of(words), load())

    assert [tuple(quantity.bounds) for quantity in found] == [(low, best, high, rule)]


NO_COUNTS = [
    "Ahmed Salih, 34, was named",
    "at 5:30 in the afternoon",
    "the 57 km road",
    "a 12-year-old boy",
    "40 percent of the town",
    "over 3 days",
    "$500 was paid",
]


@pytest.mark.parametrize("words", NO_COUNTS)
def test_ages_times_distances_shares_and_money_are_no_counts(words: str) -> None:
    assert find_quantities(tokens_of(words), load()) == ()


CASUALTIES = [
    # text, [(effect, low, best, high, group, group kind)]
    (
        "Gunmen killed 12 villagers and wounded five others in an attack on a market in Gao, police said.",
        [("killed", 12, 12, 12, "villagers", "civilian"), ("injured", 5, 5, 5, "others", "unknown")],
    ),
    (
        "At least nine soldiers were killed and 14 wounded when a roadside bomb hit their convoy near Gao.",
        [("killed", 9, 9, None, "soldiers", "state"), ("injured", 14, 14, 14, None, "unknown")],
    ),
    (
        "Shelling in Goma left six people dead and up to 20 injured.",
        [("killed", 6, 6, 6, "people", "unknown"), ("injured", None, 20, 20, None, "unknown")],
    ),
    (
        "Militants ambushed a patrol near Goma, killing three police officers.",
        [("killed", 3, 3, 3, "police officers", "state")],
    ),
    (
        "Gunmen abducted more than 40 students from a school in Kaduna.",
        [("abducted", 41, 40, None, "students", "civilian")],
    ),
    (
        "A drone strike hit a fuel depot in Port Sudan on Monday. No casualties were reported.",
        [("killed", 0, 0, 0, None, "unknown"), ("injured", 0, 0, 0, None, "unknown")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASUALTIES)
def test_each_number_is_tied_to_what_befell_whom(text: str, expected: list[tuple[object, ...]]) -> None:
    record = api.code(text)

    found = [
        (count.effect, count.low, count.best, count.high, count.group, count.group_kind)
        for report in record.reports
        for count in report.casualties
    ]
    assert [item[:4] for item in found] == [item[:4] for item in expected]
    assert [item[5] for item in found if item[5] != "unknown"] == [item[5] for item in expected if item[5] != "unknown"]


def test_a_subset_names_the_count_that_contains_it() -> None:
    record = api.code(
        "At least 17 people, including three children, were killed when a bomb exploded at a market in Gao."
    )

    whole, part = record.reports[0].casualties
    assert (whole.best, part.best, part.part_of) == (17, 3, whole.id)
