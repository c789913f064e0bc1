"""How many: the bounds that words give, what befell those counted, and who they are."""

import pytest

from recount import api
from recount.codebook import load
from recount.extraction.english import tokens_of
from recount.extraction.quantities import find_quantities
from recount.settings import ReaderName

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
    ("many people", None, None, None, "many"),
    ("tens of people", 20, None, None, "tens"),
    ("a few soldiers", 3, None, None, "several"),
    ("a couple of gunmen", 2, None, None, "a-couple"),
    ("some 20 people", None, 20, None, "about"),
    ("17 or so people", None, 17, None, "about"),
    ("sixty and some dead", 60, None, None, "and-some"),
    ("fewer than ten people", None, 10, 10, "nearly"),
    ("no more than 30 people", None, 30, 30, "at-most"),
    ("12 or more people", 12, 12, None, "at-least"),
    ("eight to ten thousand people", 8000, None, 10000, "range"),
    ("between 10 and 15 people", 10, None, 15, "range"),
    ("another three", 3, 3, 3, "exact"),
    ("a total of 19 people", 19, 19, 19, "exact"),
    ("both soldiers", 2, 2, 2, "both"),
    ("a family of five", 5, 5, 5, "family-of"),
    ("an unknown number of people", None, None, None, "unspecified"),
    ("unspecified number of people", None, None, None, "unspecified"),
]


@pytest.mark.parametrize(("words", "low", "best", "high", "rule"), BOUNDS)
def test_bounds_come_from_the_words(words: str, low: int | None, best: int | None, high: int | None, rule: str) -> None:
    found = find_quantities(tokens_of(words), load())

    assert [tuple(quantity.bounds) for quantity in found] == [(low, best, high, rule)]


NO_COUNTS = [
    "Ahmed Salih, 34, was named",
    "a man of 51 was named",
    "a woman of sixty, from the village",
    "the boy of eleven had left",
    "a farmer, 38, was named",
    "girls aged 12 and 14 had left",
    "boys between 9 and 15 had left",
    "Rosa Díaz, eight.",
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
        [("killed", 0, 0, 0, None, "unknown")],
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
    told = [(kind[5], wanted[5]) for kind, wanted in zip(found, expected, strict=True) if wanted[5] != "unknown"]
    assert [kind for kind, _ in told] == [wanted for _, wanted in told]


def test_a_subset_names_the_count_that_contains_it() -> None:
    record = api.code(
        "At least 17 people, including three children, were killed when a bomb exploded at a market in Gao."
    )

    whole, part = record.reports[0].casualties
    assert (whole.best, part.best, part.part_of) == (17, 3, whole.id)


PARTS = [
    # text, part's best, whole's best
    ("As many as 12, including five women, were killed when a bomb exploded in Gao on Monday.", 5, 12),
    ("Seven people, five of them children, were killed by a mine near Hajin on Sunday.", 5, 7),
    ("Two children were among eight people killed when a mine exploded in Marib on Sunday.", 2, 8),
    ("A bomb killed nine people in Gao on Monday. Four of the dead were children.", 4, 9),
    ("A bomb killed nine people in Gao on Monday. Two soldiers were among the dead.", 2, 9),
    ("A bomb killed eight people in Gao on Monday. Five policemen and three civilians were killed.", 3, 8),
    ("Six passengers, a father and daughter among them, were killed when a bomb exploded in Gao.", 1, 6),
    ("A bomb killed four people and wounded nine in Gao on Monday. Two of the wounded were children.", 2, 9),
    ("Gunmen abducted seven men in Gao on Monday. The bodies of three were found two days later.", 3, 7),
    ("Gunmen abducted nineteen men in Gao on Monday; one man is still missing.", 1, 19),
]

NO_PARTS = [
    # Others are numbered last, and it is of them that one died.
    "Six people were killed when gunmen opened fire in Gao on Monday; seven were taken to hospital, of whom one died.",
    # No part is as large as its whole.
    "A clash near Gao left 19 dead on Monday. 19 of them were killed by gunfire.",
]


@pytest.mark.parametrize("text", NO_PARTS)
def test_a_count_is_part_of_the_last_number_and_smaller(text: str) -> None:
    record = api.code(text, published="2024-03-13", reader=ReaderName.RULES)

    assert [count.part_of for report in record.reports for count in report.casualties] == [None, None]


@pytest.mark.parametrize(("text", "part", "whole"), PARTS)
def test_a_part_is_told_by_the_words_beside_it_or_by_the_sum(text: str, part: int, whole: int) -> None:
    counts = [count for report in api.code(text, published="2024-03-13").reports for count in report.casualties]

    best_of = {count.id: count.best for count in counts}
    assert (part, whole) in [(count.best, best_of[count.part_of]) for count in counts if count.part_of]


REVISIONS = [
    # text, later figure, earlier figure
    ("Four soldiers were killed near Gao on Monday. A fifth died on Tuesday, raising the toll to five.", 5, 4),
    ("A bomb killed 12 people in Gao on Monday. The ministry later raised the death toll to 17.", 17, 12),
    ("A bomb killed 12 people in Gao on Monday. Three more died in hospital, bringing the toll to 15.", 15, 12),
]


@pytest.mark.parametrize(("text", "later", "earlier"), REVISIONS)
def test_a_later_figure_names_the_one_that_it_revises(text: str, later: int, earlier: int) -> None:
    counts = [count for report in api.code(text, published="2024-03-13").reports for count in report.casualties]

    best_of = {count.id: count.best for count in counts}
    assert [(later, earlier)] == [(count.best, best_of[count.revises]) for count in counts if count.revises]


CASUALTIES_IN_THE_NEWS = [
    # text, [(effect, low, best, high)]
    (
        "Nine people died and dozens were wounded in the shelling of Horlivka on Monday.",
        [("killed", 9, 9, 9), ("injured", 24, None, None)],
    ),
    ("The death toll from Sunday's attack on a church in Owo rose to 40.", [("killed", 40, 40, 40)]),
    ("Police arrested more than 200 people during protests in Almaty on Tuesday.", [("arrested", 201, 200, None)]),
    ("About 3,000 people fled their homes after clashes in Tambura on Monday.", [("displaced", None, 3000, None)]),
    ("Between 20 and 30 soldiers were killed in an ambush near Tongo Tongo on Friday.", [("killed", 20, None, 30)]),
    (
        "Two children were among eight people killed when a mine exploded under a cart in Marib on Sunday.",
        [("killed", 8, 8, 8), ("killed", 2, 2, 2)],
    ),
    (
        "A woman was killed and her two sons were hurt when a shell hit their home in Donetsk on Monday.",
        [("killed", 1, 1, 1), ("injured", 2, 2, 2)],
    ),
    ("Gunmen shot dead a teacher in Narathiwat on Tuesday.", [("killed", 1, 1, 1)]),
    ("Nobody was hurt when a rocket landed in an olive grove near Metula on Monday.", [("injured", 0, 0, 0)]),
    (
        "Twelve soldiers and three civilians were killed in an attack on a base in Inata on Sunday.",
        [("killed", 12, 12, 12), ("killed", 3, 3, 3)],
    ),
    (
        "An attack on a convoy in Tahoua on Saturday left 17 dead and six missing.",
        [("killed", 17, 17, 17), ("missing", 6, 6, 6)],
    ),
    ("Almost 70 villagers were massacred by gunmen in Solhan on Friday night.", [("killed", None, 70, 70)]),
    (
        "Several people were injured when police fired rubber bullets at protesters in Santiago on Friday.",
        [("injured", 3, None, None)],
    ),
    (
        "As many as 16 fighters were killed in an air strike near Galkayo on Sunday, the army said.",
        [("killed", None, 16, 16)],
    ),
    (
        "The blast in Kandahar on Thursday killed three people, including a 12-year-old girl.",
        [("killed", 3, 3, 3), ("killed", 1, 1, 1)],
    ),
    (
        "Hospital staff said 24 Palestinians, most of them women, were killed overnight in Khan Younis.",
        [("killed", 24, 24, 24)],
    ),
    (
        "Seven people, five of them children, were killed by a mine near Hajin on Sunday.",
        [("killed", 7, 7, 7), ("killed", 5, 5, 5)],
    ),
    (
        "A police officer died of his wounds on Monday, two days after he was shot in an ambush in Kohat.",
        [("killed", 1, 1, 1)],
    ),
    (
        "It was not clear who was behind the bombing in Turbat on Monday, which left one person dead.",
        [("killed", 1, 1, 1)],
    ),
    ("Both policemen were killed when gunmen attacked a checkpoint near Gao on Monday.", [("killed", 2, 2, 2)]),
    ("A family of five was killed when a shell hit a house in Donetsk on Monday.", [("killed", 5, 5, 5)]),
    ("An unspecified number of soldiers were killed near Gao on Monday.", [("killed", None, None, None)]),
    ("A couple was killed when a shell hit a house in Donetsk on Monday.", [("killed", 2, 2, 2)]),
    ("No one was hurt when a rocket landed near Metula on Monday.", [("injured", 0, 0, 0)]),
    (
        "Kenyan police shot dead at least one protester in Kisumu on Wednesday, a witness said.",
        [("killed", 1, 1, None)],
    ),
    (
        "The toll from Friday's shelling of Sloviansk has risen to 15, with 24 injured.",
        [("killed", 15, 15, 15), ("injured", 24, 24, 24)],
    ),
    (
        "Four miners were taken hostage in Bambari on Tuesday and two others are missing.",
        [("abducted", 4, 4, 4), ("missing", 2, 2, 2)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASUALTIES_IN_THE_NEWS)
def test_a_count_of_people_is_read_from_every_wording(
    text: str, expected: list[tuple[str, int | None, int | None, int | None]]
) -> None:
    record = api.code(text, published="2024-03-13")

    found = [(one.effect, one.low, one.best, one.high) for report in record.reports for one in report.casualties]
    assert sorted(expected, key=str) == sorted(found, key=str)


GROUP_KINDS = [
    # text, group kinds of its counts
    ("Gunmen killed five villagers in an attack on a market in Gao on Monday.", ["civilian"]),
    ("Three police officers were killed in an ambush near Gao on Monday.", ["state"]),
    ("Four soldiers and seven attackers were killed when militants attacked a base in Gao.", ["state", "perpetrator"]),
    ("A shell killed seven people in Donetsk on Monday, including two children.", [None, "civilian"]),
    ("Two peacekeepers were killed when their vehicle hit a mine near Gao on Monday.", ["state"]),
    ("A warder and two federal agents were killed in an ambush near Gao on Monday.", ["state", "state"]),
    # Fighters who are taken are arrested; whoever is abducted has no part in the deed.
    ("Gunmen abducted seven men in Gao on Monday.", ["civilian"]),
]


@pytest.mark.parametrize(("text", "kinds"), GROUP_KINDS)
def test_whom_a_count_is_of_comes_from_its_noun_and_its_report(text: str, kinds: list[str | None]) -> None:
    counts = [count for report in api.code(text, published="2024-03-13").reports for count in report.casualties]

    assert [kind or count.group_kind for kind, count in zip(kinds, counts, strict=True)] == [
        count.group_kind for count in counts
    ]


MUNITIONS = [
    # text, low, best, high
    ("Russia launched 28 drones at Odesa overnight.", 28, 28, 28),
    ("At least 40 rockets were fired at Kiryat Shmona on Monday.", 40, 40, None),
    ("Between 10 and 15 shells landed in the port of Uvira on Sunday.", 10, None, 15),
    ("The rebels fired up to six mortar rounds at the airport in Bangui on Friday.", None, 6, 6),
    ("Two missiles hit a hotel in Kharkiv on Tuesday.", 2, 2, 2),
]


@pytest.mark.parametrize(("text", "low", "best", "high"), MUNITIONS)
def test_what_was_fired_is_counted_apart_from_people(
    text: str, low: int | None, best: int | None, high: int | None
) -> None:
    record = api.code(text, published="2024-03-13")

    assert [(low, best, high)] == [
        (one.low, one.best, one.high) for report in record.reports for one in report.munitions
    ]


def test_a_figure_above_the_whole_is_a_rivals_and_no_part() -> None:
    text = (
        "A bomb killed at least nine people in Baidoa on Tuesday, the police said. "
        "“We killed 27 of them,” the spokesman of Al Shabaab said."
    )
    (report,) = api.code(text, published="2024-03-13").reports
    killed = {count.best: count.part_of for count in report.casualties if count.effect == "killed"}
    assert killed == {9: None, 27: None}
    assert [value.value for value in report.disagreements[0].values] == ["≥9", "27"]
