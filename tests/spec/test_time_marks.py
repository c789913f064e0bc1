"""Every time of a text as TimeML marks it: which words, of what type, with what value.

Every row is read as published on Thursday 26 October 2023 unless it says otherwise. Times in brackets.
"""

from datetime import date

import pytest

from recount.codebook import load
from recount.extraction.time_marks import mark_times
from recount.nouns.timeml import timexes_of

PUBLISHED = date(2023, 10, 26)

DATES = [
    ("Shells hit Kaya on [22 January 2022].", "DATE", "2022-01-22"),
    ("Shells hit Kaya on [March eighth].", "DATE", "2023-03-08"),
    ("The levy is payable [Dec. 15].", "DATE", "2023-12-15"),
    ("Shells hit Kaya on [Monday, Oct. 23].", "DATE", "2023-10-23"),
    ("Shells hit Kaya on [Friday].", "DATE", "2023-10-20"),
    ("Talks will resume on [Friday].", "DATE", "2023-10-27"),
    ("The envoy may arrive as early as [Tuesday].", "DATE", "2023-10-31"),
    ("Shells hit Kaya [late Tuesday].", "DATE", "2023-10-24"),
    ("Shells hit Kaya [last week].", "DATE", "2023-W42"),
    ("Shells hit Kaya over [the weekend].", "DATE", "2023-W42-WE"),
    ("Shells hit Kaya [earlier this month].", "DATE", "2023-10"),
    ("[February]'s shelling killed two.", "DATE", "2023-02"),
    ("Shells hit Kaya [last year].", "DATE", "2022"),
    ("Kaya fell in [1990].", "DATE", "1990"),
    ("Kaya fell in [nineteen ninety-one].", "DATE", "1991"),
    ("Shells hit Kaya [two days ago].", "DATE", "2023-10-24"),
    ("Shells hit Kaya [six weeks ago].", "DATE", "2023-W37"),
    ("Shells hit Kaya [a year ago].", "DATE", "2022"),
    ("Shells hit Kaya [several years ago].", "DATE", "PAST_REF"),
    ("Kaya was rebuilt by [year-end].", "DATE", "2023"),
    ("The truce will hold on [Christmas Day].", "DATE", "2023-12-25"),
    ("The truce will hold until [Thanksgiving Day].", "DATE", "2023-11-23"),
]

PERIODS = [
    ("Attacks doubled in [the third quarter].", "DATE", "2023-Q3"),
    ("Attacks doubled in [the first quarter of 2021].", "DATE", "2021-Q1"),
    ("[Fourth-quarter] losses grew.", "DATE", "2023-Q4"),
    ("Attacks fell in [the second half of 2020].", "DATE", "2020-H2"),
    ("Attacks fell in [the latest quarter].", "DATE", "2023-Q3"),
    ("Attacks fell in [the current quarter].", "DATE", "2023-Q4"),
    ("Attacks fell in [the year-ago quarter].", "DATE", "2022-Q3"),
    ("Revenue fell in [fiscal 2022].", "DATE", "2022"),
    ("Shells hit Kaya [last summer].", "DATE", "2023-SU"),
    ("Shells hit Kaya in [the winter of 2021].", "DATE", "2021-WI"),
    ("Kaya grew in [the late 1980s].", "DATE", "198"),
    ("Kaya grew in [the 20th century].", "DATE", "19"),
]

HOURS = [
    ("Shells hit Kaya at [5 p.m. on Friday].", "TIME", "2023-10-20T17:00"),
    ("Shells hit Kaya at [9:15 a.m. EST Tuesday].", "TIME", "2023-10-24T09:15"),
    ("Shells hit Kaya on [Friday at noon].", "TIME", "2023-10-20T12:00"),
    ("Shells hit Kaya on [Friday night].", "TIME", "2023-10-20TNI"),
    ("Shells hit Kaya [last night].", "TIME", "2023-10-25TNI"),
    ("Shells hit Kaya [this morning].", "TIME", "2023-10-26TMO"),
    ("Shells hit Kaya at [22:40].", "TIME", "2023-10-26T22:40"),
]

LENGTHS = [
    ("The siege lasted [three years].", "DURATION", "P3Y"),
    ("The siege lasted [two and a half years].", "DURATION", "P2Y6M"),
    ("The siege lasted [5 1/2 hours].", "DURATION", "PT5H30M"),
    ("The siege lasted [at least twenty-four hours].", "DURATION", "PT24H"),
    ("A [six-day] siege ended.", "DURATION", "P6D"),
    ("Kaya was besieged for [weeks].", "DURATION", "PXW"),
    ("Kaya was besieged for [several months].", "DURATION", "PXM"),
    ("Kaya was besieged for [a decade].", "DURATION", "P10Y"),
    ("Five died in [the past two months].", "DURATION", "P2M"),
    ("Five died in [the first nine months].", "DURATION", "P9M"),
    ("[Three days] later shells hit Kaya.", "DURATION", "P3D"),
]

HABITS = [
    ("They are searched [every Friday].", "SET", "XXXX-WXX-5"),
    ("Shells fall [daily].", "SET", "P1D"),
    ("The post is shelled [twice a week].", "SET", "P1W"),
    ("He reports [each month].", "SET", "P1M"),
    ("They meet on [Tuesday nights].", "SET", "XXXX-WXX-2TNI"),
]

AT_LARGE = [
    ("The town is [now] calm.", "DATE", "PRESENT_REF"),
    ("The town [currently] has no clinic.", "DATE", "PRESENT_REF"),
    ("The town was [recently] shelled.", "DATE", "PAST_REF"),
    ("He spoke of [the future].", "DATE", "FUTURE_REF"),
]


def times_in(sentence: str, *, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    times = timexes_of(mark_times(sentence, load()), published)
    return [(sentence[time.start : time.end], time.type, time.value) for time in times]


@pytest.mark.parametrize(
    ("marked", "type_", "value"), [*DATES, *PERIODS, *HOURS, *LENGTHS, *HABITS, *AT_LARGE], ids=lambda cell: cell
)
def test_a_time_has_its_words_type_and_value(marked: str, type_: str, value: str) -> None:
    words = marked[marked.index("[") + 1 : marked.index("]")]
    assert times_in(marked.replace("[", "").replace("]", "")) == [(words, type_, value)]


def test_a_range_is_two_times() -> None:
    found = times_in("Shells fell from Monday to Wednesday.")
    assert found == [("Monday", "DATE", "2023-10-23"), ("Wednesday", "DATE", "2023-10-25")]


POINTING = [
    ("Kaya fell in the third quarter; a year earlier it had held.", "2022-Q3"),
    ("Kaya fell on 3 May 2021. The next day it was retaken.", "2021-05-04"),
    ("Kaya was taken in 2015. Later that year it was lost.", "2015"),
    ("Kaya was taken in March 2021. It was lost the following year.", "2022"),
]


@pytest.mark.parametrize(("text", "value"), POINTING)
def test_a_time_that_points_back_counts_from_the_one_before(text: str, value: str) -> None:
    assert times_in(text)[-1][2] == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Shells hit Kaya on Friday.", "XXXX-WXX-5"),
        ("Shells hit Kaya on October 17.", "XXXX-10-17"),
        ("Shells hit Kaya in May.", "XXXX-05"),
        ("Shells hit Kaya yesterday.", "XXXX-XX-XX"),
        ("Shells hit Kaya in the third quarter.", "XXXX-Q3"),
    ],
)
def test_without_a_publication_day_values_keep_their_unknown_parts(sentence: str, value: str) -> None:
    assert times_in(sentence, published=None)[0][2] == value


NO_TIMES = [
    "The 12-year-old was unhurt.",
    "Three quarters of the houses burned.",
    "It costs $2 million a year.",
    "They may attack again.",
    "Some 2000 soldiers fled.",
    "The envoy left as soon as shells fell.",
]


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_what_only_looks_like_a_time_is_not_marked(sentence: str) -> None:
    assert times_in(sentence) == []
