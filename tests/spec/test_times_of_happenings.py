"""Which time of a text dates which happening.

Every text is read as published on Monday 22 January 2024.
"""

import pytest

from recount import api

Row = tuple[str, str, str | None, str | None, str]

TIMES = [
    # text, words of the act, earliest, latest, basis
    (
        # Two times in one sentence: the one beside the act.
        "The mayor on Friday praised nurses of Kaya, where a bomb killed four people at a market on 6 November 2021.",
        "killed",
        "2021-11-06",
        "2021-11-06",
        "stated",
    ),
    (
        # A day before anything wider than a month.
        "Since the war began in 2021 shells killed five people in Kaya on Friday.",
        "killed",
        "2024-01-19",
        "2024-01-19",
        "relative",
    ),
    (
        # No time of its own: the day that its paragraph is on.
        "Gunmen killed four people in Kaya on Friday. They also abducted two teachers in Boulsa.",
        "abducted",
        "2024-01-19",
        "2024-01-19",
        "relative",
    ),
    (
        # When somebody spoke is no day of the story.
        "The mayor of Kaya spoke to reporters, police said on Friday. Gunmen killed four people in Boulsa.",
        "killed",
        None,
        "2024-01-22",
        "context",
    ),
    (
        # A date of another calendar is a day of its own, though none that is read.
        "Shells fell on Kaya on Friday. On 12 Rajab 1445 gunmen killed four people in Boulsa.",
        "killed",
        None,
        "2024-01-22",
        "context",
    ),
    (
        # Nor does the day of another paragraph reach this far.
        "The council of Kaya met on Friday.\n\nGunmen killed four people in Boulsa.",
        "killed",
        None,
        "2024-01-22",
        "context",
    ),
    (
        # "The next day" counts from the day told before, whether an act was told of it or not.
        "The council of Kaya met on 10 January 2024. The next day gunmen killed four people in Boulsa.",
        "killed",
        "2024-01-11",
        "2024-01-11",
        "relative",
    ),
    (
        "Gunmen killed four people in Kaya on Thursday. In the evening they shot dead two teachers in Boulsa.",
        "shot",
        "2024-01-18",
        "2024-01-18",
        "relative",
    ),
    (
        "The envoy left Kaya on 10 January 2024. Two days after the visit gunmen killed four people in Boulsa.",
        "killed",
        "2024-01-12",
        "2024-01-12",
        "relative",
    ),
    (
        "Gunmen killed four people in Kaya in the week of 8 January.",
        "killed",
        "2024-01-08",
        "2024-01-14",
        "stated",
    ),
    (
        "The envoy left Kaya on 10 January 2024. Two weeks earlier gunmen had killed four people in Boulsa.",
        "killed",
        "2023-12-24",
        "2023-12-30",
        "relative",
    ),
    (
        "The envoy came to Kaya on 10 January 2024. Two months before the visit gunmen killed four people in Boulsa.",
        "killed",
        "2023-11-01",
        "2023-11-30",
        "relative",
    ),
    (
        "Kaya was burned in 2015. In March of that year gunmen killed four people in Boulsa.",
        "killed",
        "2015-03-01",
        "2015-03-31",
        "stated",
    ),
    (
        # A season has its months where the hemisphere is known.
        "Gunmen killed four people in Kharkiv in the autumn of 2022.",
        "killed",
        "2022-09-01",
        "2022-11-30",
        "stated",
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", TIMES, ids=lambda row: row[0][:60])
def test_a_happening_has_the_time_that_dates_it(row: Row) -> None:
    text, words, earliest, latest, basis = row
    reports = [report for report in api.code(text, published="2024-01-22").reports if words in report.anchor.quote]
    assert reports
    when = reports[0].when
    assert (str(when.earliest) if when.earliest else None, str(when.latest)) == (earliest, latest)
    assert when.basis == basis


LOG = """Kaya under fire: live

09:10 Shells hit the market of Kaya, killing two people.

11:40 Soldiers have closed the road to Boulsa.

15:50 Gunmen killed a teacher in Boulsa.
"""


def test_an_entry_of_a_log_is_of_the_day_of_publication() -> None:
    reports = api.code(LOG, published="2024-01-22").reports
    assert {str(report.when.earliest) for report in reports} == {"2024-01-22"}
    assert [report.when.spans[0].quote for report in reports] == ["09:10", "15:50"]


def test_an_hour_alone_in_a_story_names_no_day() -> None:
    (report,) = api.code("At 15:50 gunmen killed a teacher in Boulsa.", published="2024-01-22").reports
    assert report.when.basis == "context"
