"""Figures that run up over time or area: never an event, with bounds, period, parts and a check of the sum."""

import pytest

from recount import api
from recount.nouns import Tally

WEDNESDAY = "2024-03-13"


def tally_of(text: str) -> Tally:
    """Return the one tally of an invented article."""
    (tally,) = api.code(text, published=WEDNESDAY).tallies
    return tally


FIGURES = [
    # text, measure, low, best, high, since
    (
        "More than 140 attacks have been carried out on bases in Iraq and Syria since October 17.",
        "attacks",
        141,
        140,
        None,
        "2023-10-17",
    ),
    (
        "At least 31,000 people have been killed in Gaza since October 7, the health ministry said.",
        "killed",
        31000,
        31000,
        None,
        "2023-10-07",
    ),
    (
        "Since the start of the year, 212 people have been abducted in Zamfara State.",
        "abducted",
        212,
        212,
        212,
        "2024-01-01",
    ),
    (
        "Nearly 8 million people have been displaced in Sudan since April 2023.",
        "displaced",
        None,
        8000000,
        8000000,
        "2023-04-01",
    ),
    ("The war has killed tens of thousands of people since 2014.", "killed", 20000, None, None, "2014-01-01"),
    ("Some 450 soldiers have been wounded since February 2022.", "injured", None, 450, None, "2022-02-01"),
    (
        "The organisation has recorded 57 attacks on health workers in Haiti this year.",
        "attacks",
        57,
        57,
        57,
        "2024-01-01",
    ),
    (
        "Over 1,500 people have been arrested in Belarus since the election in August 2020.",
        "arrested",
        1501,
        1500,
        None,
        "2020-08-01",
    ),
    ("In the past decade up to 350,000 people have been killed in the conflict.", "killed", None, 350000, 350000, None),
    ("The army says it has killed 13,000 fighters since the war began.", "killed", 13000, 13000, 13000, None),
    (
        "Thirteen soldiers have been killed in clashes along the border since Friday, the defence ministry said.",
        "killed",
        13,
        13,
        13,
        "2024-03-08",
    ),
    ("Since January 41 kidnapped villagers have been rescued in Zamfara.", "other", 41, 41, 41, "2024-01-01"),
    ("In 2023 the mission documented 1,240 abductions in Haiti.", "abducted", 1240, 1240, 1240, "2023-01-01"),
]


@pytest.mark.parametrize(("text", "measure", "low", "best", "high", "since"), FIGURES)
def test_a_running_figure_has_bounds_a_measure_and_a_beginning(
    text: str, measure: str, low: int | None, best: int | None, high: int | None, since: str | None
) -> None:
    tally = tally_of(text)

    assert (measure, low, best, high) == (tally.measure, tally.low, tally.best, tally.high)
    assert since is None or since == str(tally.since)


@pytest.mark.parametrize("text", [row[0] for row in FIGURES[:10]])
def test_a_running_figure_is_never_an_event(text: str) -> None:
    assert api.code(text, published=WEDNESDAY).reports == ()


PARTS = [
    # text, figures of the parts, whether they add up
    ("There have been 140 attacks since October 17, 57 in Iraq and 83 in Syria.", [57, 83], True),
    ("There have been 150 attacks since October 17, 57 in Iraq and 83 in Syria.", [57, 83], False),
    ("Since January, 90 people have been killed: 60 in Borno and 30 in Yobe.", [60, 30], True),
    ("Since January, 95 people have been killed: 60 in Borno, 20 in Adamawa and 15 in Yobe.", [60, 20, 15], True),
    (
        "The monitors counted 300 violations since January, of which 120 were in Donetsk and 150 in Luhansk.",
        [120, 150],
        False,
    ),
    ("At least 200 people have been killed since March, including 150 civilians and 50 soldiers.", [150, 50], True),
    (
        "The UN has documented 90 attacks since January: 40 in Ituri, 30 in North Kivu and 20 in South Kivu.",
        [40, 30, 20],
        True,
    ),
]


@pytest.mark.parametrize(("text", "parts", "agrees"), PARTS)
def test_parts_are_added_up_and_checked(text: str, parts: list[int], agrees: bool) -> None:
    tally = tally_of(text)

    assert parts == [part.best for part in tally.parts]
    assert tally.check is not None
    assert (sum(parts), agrees) == (tally.check.parts_sum, tally.check.agrees)


def test_a_sum_that_does_not_agree_is_noticed() -> None:
    record = api.code("There have been 150 attacks since October 17, 57 in Iraq and 83 in Syria.", published=WEDNESDAY)

    assert "parts do not add up" in [notice.kind for notice in record.notices]


NO_TALLIES = [
    "Gunmen killed 12 people in a market in Gao on Monday.",
    "The country has had three presidents since 2011.",
    "The price of bread has risen by 40 percent since January.",
    "The team has won five matches since October.",
]


@pytest.mark.parametrize("text", NO_TALLIES)
def test_figures_of_one_event_or_of_no_conflict_are_no_tallies(text: str) -> None:
    assert api.code(text, published=WEDNESDAY).tallies == ()


def test_a_tally_beside_an_event_leaves_the_event_its_own_count() -> None:
    record = api.code(
        "A bomb killed four people in Kabul on Monday. More than 300 people have been killed in bombings in the city "
        "since January.",
        published=WEDNESDAY,
    )

    (report,) = record.reports
    (tally,) = record.tallies
    assert ([count.best for count in report.casualties], tally.best) == ([4], 300)


def test_who_states_a_tally_is_a_statement_about_it() -> None:
    record = api.code(
        "At least 31,000 people have been killed in Gaza since October 7, the health ministry said.",
        published=WEDNESDAY,
    )

    (tally,) = record.tallies
    (said,) = record.statements
    assert ((tally.id,), (said.id,)) == (said.about, tally.statements)


def test_a_total_that_runs_on_is_until_the_day_of_publication() -> None:
    running = tally_of("At least 31,000 people have been killed in Gaza since October 7.")
    closed = tally_of("In 2023 the mission documented 1,240 abductions in Haiti.")

    assert (str(running.until), str(closed.until)) == ("2024-03-13", "2023-12-31")


def test_a_day_with_since_before_it_is_a_beginning() -> None:
    tally = tally_of("At least 52 people have been killed in Dhaka since the blockade was called on January 6.")

    assert (str(tally.since), str(tally.until)) == ("2024-01-06", "2024-03-13")


SHARES = [
    # text, words of the share, who it is ascribed to
    (
        "There have been 140 attacks since October 17, the majority of them claimed by the Islamic Resistance in Iraq.",
        "the majority",
        "Islamic Resistance in Iraq",
    ),
    (
        "The UN has documented 90 attacks since January. Most of them were carried out by gunmen.",
        "most",
        "gunmen",
    ),
    (
        "Since January 140 attacks have been recorded: 57 in Gao and 83 in Menaka. More than half of them were claimed "
        "by the Islamic State.",
        "more than half",
        "Islamic State",
    ),
]


@pytest.mark.parametrize(("text", "words", "party"), SHARES)
def test_a_share_in_words_is_kept_with_who_it_is_ascribed_to(text: str, words: str, party: str) -> None:
    (share,) = tally_of(text).shares

    assert share.party is not None
    assert (words, party) == (share.words, share.party.name)


def test_a_tally_names_the_earlier_figure_that_it_takes_the_place_of() -> None:
    record = api.code(
        "At least 437 people have been killed in Tripoli since Friday, up from 398 killed as counted before.",
        published=WEDNESDAY,
    )

    figures = {tally.best: tally for tally in record.tallies}
    assert figures[437].revises == figures[398].id
    assert figures[398].revises is None


def test_areas_without_a_name_are_areas_as_written() -> None:
    tally = tally_of("Since January, 460 suspects have been arrested in the two provinces.")

    assert [area.name for area in tally.areas] == ["the two provinces"]


def test_a_number_of_areas_is_no_figure() -> None:
    tally = tally_of("This year we logged 41 attacks across nine districts of Sudan.")

    assert tally.best == 41
