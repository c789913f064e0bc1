"""When: which words of a sentence are a time, and which days they mean.

Every row is read as published on Monday 22 January 2024 unless it says otherwise.
"""

from datetime import date

import pytest

from recount.codebook import load
from recount.extraction.times import find_times
from recount.nouns import Published

MONDAY = "2024-01-22"

DATES = [
    # sentence, words, earliest, latest, precision, basis
    ("Shells hit Kaya on 22 January 2024.", "22 January 2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on Jan. 22, 2024.", "Jan. 22, 2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on January 22nd.", "January 22nd", "2024-01-22", "2024-01-22", "day", "stated"),
    (
        "Shells hit Kaya on the 22nd of January, 2024.",
        "22nd of January, 2024",
        "2024-01-22",
        "2024-01-22",
        "day",
        "stated",
    ),
    ("Shells hit Kaya on 22/01/2024.", "22/01/2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on 03/04/2023.", "03/04/2023", "2023-04-03", "2023-04-03", "day", "stated"),
    ("Shells hit Kaya on 1/22/2024.", "1/22/2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on 22.01.2024.", "22.01.2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on 2024-01-22.", "2024-01-22", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya at 2024-01-22T04:10Z.", "2024-01-22T04:10Z", "2024-01-22", "2024-01-22", "day", "stated"),
    ("Shells hit Kaya on Mon, 22 Jan 2024.", "Mon, 22 Jan 2024", "2024-01-22", "2024-01-22", "day", "stated"),
    ("On Friday, January 19, shells hit Kaya.", "Friday, January 19", "2024-01-19", "2024-01-19", "day", "stated"),
    ("On Friday (January 19) shells hit Kaya.", "Friday (January 19)", "2024-01-19", "2024-01-19", "day", "stated"),
    ("On January 19 (Friday) shells hit Kaya.", "January 19 (Friday)", "2024-01-19", "2024-01-19", "day", "stated"),
    ("Shells hit Kaya on the 20th.", "the 20th", "2024-01-20", "2024-01-20", "day", "relative"),
    ("Shells hit Kaya on the 28th.", "the 28th", "2023-12-28", "2023-12-28", "day", "relative"),
    (
        "Shells hit Kaya on the 5th of last month.",
        "the 5th of last month",
        "2023-12-05",
        "2023-12-05",
        "day",
        "relative",
    ),
    ("Shells hit Kaya on October 17.", "October 17", "2023-10-17", "2023-10-17", "day", "stated"),
    ("Shells hit Kaya on 23 January.", "23 January", "2023-01-23", "2023-01-23", "day", "stated"),
    ("Shells hit Kaya on October 17 last year.", "October 17 last year", "2023-10-17", "2023-10-17", "day", "relative"),
    (
        "Shells hit Kaya on the fifth of last month.",
        "the fifth of last month",
        "2023-12-05",
        "2023-12-05",
        "day",
        "relative",
    ),
    ("Shells hit Kaya on the 5th instant.", "the 5th instant", "2024-01-05", "2024-01-05", "day", "relative"),
    ("Shells hit Kaya on 14 January, a Sunday.", "14 January, a Sunday", "2024-01-14", "2024-01-14", "day", "stated"),
    ("Shells hit Kaya on 17-Jan-2021.", "17-Jan-2021", "2021-01-17", "2021-01-17", "day", "stated"),
    ("Shells hit Kaya on 17-Jan-21.", "17-Jan-21", "2021-01-17", "2021-01-17", "day", "stated"),
    ("Shells hit Kaya on Jan. 17, '21.", "Jan. 17, '21", "2021-01-17", "2021-01-17", "day", "stated"),
    ("Shells hit Kaya on 19/01/21.", "19/01/21", "2021-01-19", "2021-01-19", "day", "stated"),
    ("Shells hit Kaya on 2021/01/19.", "2021/01/19", "2021-01-19", "2021-01-19", "day", "stated"),
    ("Shells hit Kaya on 19 Jan at 2330Z.", "19 Jan at 2330Z", "2024-01-19", "2024-01-19", "day", "stated"),
    ("Shells hit Kaya on March eighth.", "March eighth", "2023-03-08", "2023-03-08", "day", "stated"),
    ("Shells hit Kaya on Christmas Day.", "Christmas Day", "2023-12-25", "2023-12-25", "day", "stated"),
    ("Shells hit Kaya on Thanksgiving Day.", "Thanksgiving Day", "2023-11-23", "2023-11-23", "day", "stated"),
    ("Shells hit Kaya on 29 February.", "29 February", "2020-02-29", "2020-02-29", "day", "stated"),
]

DAYS = [
    ("Shells hit Kaya on Friday.", "Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("Shells hit Kaya on Monday.", "Monday", "2024-01-22", "2024-01-22", "day", "relative"),
    ("Shells hit Kaya last Friday.", "last Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("Shells hit Kaya last Monday.", "last Monday", "2024-01-15", "2024-01-15", "day", "relative"),
    ("Shells hit Kaya this Friday.", "this Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("Talks begin next Friday.", "next Friday", "2024-01-26", "2024-01-26", "day", "relative"),
    ("Shells hit Kaya on Thursday last week.", "Thursday last week", "2024-01-18", "2024-01-18", "day", "relative"),
    ("Friday's shelling wounded two.", "Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("Shells hit Kaya late on Tuesday.", "late on Tuesday", "2024-01-16", "2024-01-16", "day", "relative"),
    ("Shells hit Kaya early Tuesday.", "early Tuesday", "2024-01-16", "2024-01-16", "day", "relative"),
    ("Shells hit Kaya at dawn on Friday.", "at dawn on Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("Shells hit Kaya on Thursday night.", "Thursday night", "2024-01-18", "2024-01-18", "day", "relative"),
    ("Shells hit Kaya overnight Thursday.", "overnight Thursday", "2024-01-18", "2024-01-19", "days", "relative"),
    ("Shells hit Kaya overnight into Friday.", "overnight into Friday", "2024-01-18", "2024-01-19", "days", "relative"),
    ("Shells hit Kaya overnight.", "overnight", "2024-01-21", "2024-01-22", "days", "relative"),
    ("Shells hit Kaya today.", "today", "2024-01-22", "2024-01-22", "day", "relative"),
    ("Shells hit Kaya this morning.", "this morning", "2024-01-22", "2024-01-22", "day", "relative"),
    ("Shells hit Kaya last night.", "last night", "2024-01-21", "2024-01-21", "day", "relative"),
    ("Shells hit Kaya yesterday evening.", "yesterday evening", "2024-01-21", "2024-01-21", "day", "relative"),
    (
        "It was shelled the day before yesterday.",
        "the day before yesterday",
        "2024-01-20",
        "2024-01-20",
        "day",
        "relative",
    ),
    ("Voting is due tomorrow.", "tomorrow", "2024-01-23", "2024-01-23", "day", "relative"),
    ("Shells hit Kaya at 5 p.m. on Friday.", "at 5 p.m. on Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    (
        "Shells hit Kaya on Friday at 17:00 local time.",
        "Friday at 17:00 local time",
        "2024-01-19",
        "2024-01-19",
        "day",
        "relative",
    ),
    ("Shells hit Kaya on Friday, around 3am.", "Friday, around 3am", "2024-01-19", "2024-01-19", "day", "relative"),
]

WIDER = [
    ("Shells hit Kaya over the weekend.", "over the weekend", "2024-01-20", "2024-01-21", "days", "relative"),
    ("Shells hit Kaya at the weekend.", "at the weekend", "2024-01-20", "2024-01-21", "days", "relative"),
    ("Shells hit Kaya last week.", "last week", "2024-01-15", "2024-01-21", "week", "relative"),
    ("Shells hit Kaya early last week.", "early last week", "2024-01-15", "2024-01-17", "days", "relative"),
    ("Shells hit Kaya late last week.", "late last week", "2024-01-18", "2024-01-21", "days", "relative"),
    ("Shells hit Kaya this month.", "this month", "2024-01-01", "2024-01-22", "month", "relative"),
    ("Shells hit Kaya last month.", "last month", "2023-12-01", "2023-12-31", "month", "relative"),
    ("Last month's shelling killed two.", "Last month", "2023-12-01", "2023-12-31", "month", "relative"),
    ("Shells hit Kaya earlier this year.", "earlier this year", "2024-01-01", "2024-01-21", "year", "relative"),
    ("Shells hit Kaya late last year.", "late last year", "2023-09-01", "2023-12-31", "year", "relative"),
    ("Shells hit Kaya in January 2023.", "January 2023", "2023-01-01", "2023-01-31", "month", "stated"),
    ("Shells hit Kaya in May.", "May", "2023-05-01", "2023-05-31", "month", "relative"),
    ("Shells hit Kaya last October.", "last October", "2023-10-01", "2023-10-31", "month", "relative"),
    ("Shells hit Kaya in March last year.", "March last year", "2023-03-01", "2023-03-31", "month", "relative"),
    ("Shells hit Kaya in early January.", "early January", "2024-01-01", "2024-01-10", "month", "relative"),
    ("Shells hit Kaya in mid-December.", "mid-December", "2023-12-11", "2023-12-20", "month", "relative"),
    ("Shells hit Kaya at the end of December.", "the end of December", "2023-12-21", "2023-12-31", "month", "relative"),
    ("Shells hit Kaya in mid-2023.", "mid-2023", "2023-05-01", "2023-08-31", "year", "stated"),
    ("December's shelling killed two.", "December", "2023-12-01", "2023-12-31", "month", "relative"),
    (
        "Shells hit Kaya in the first quarter of 2023.",
        "the first quarter of 2023",
        "2023-01-01",
        "2023-03-31",
        "year",
        "stated",
    ),
    (
        "Shells hit Kaya in the second half of last year.",
        "the second half of last year",
        "2023-07-01",
        "2023-12-31",
        "year",
        "relative",
    ),
    ("Shells hit Kaya in the summer of 2021.", "the summer of 2021", "2021-01-01", "2021-12-31", "year", "stated"),
    ("Shells hit Kaya in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31", "unknown", "stated"),
    ("Shells hit Kaya two decades ago.", "two decades ago", "1999-01-01", "2009-12-31", "unknown", "relative"),
    (
        "Shells hit Kaya in the first week of July.",
        "the first week of July",
        "2023-07-01",
        "2023-07-07",
        "week",
        "relative",
    ),
    (
        "Shells hit Kaya in the last week of May 2022.",
        "the last week of May 2022",
        "2022-05-25",
        "2022-05-31",
        "week",
        "stated",
    ),
    (
        "Shells hit Kaya on the weekend of 13-14 January.",
        "on the weekend of 13-14 January",
        "2024-01-13",
        "2024-01-14",
        "days",
        "stated",
    ),
    (
        "Shells hit Kaya in the week of 8 January.",
        "the week of 8 January",
        "2024-01-08",
        "2024-01-14",
        "week",
        "stated",
    ),
    ("Shells hit Kaya in 2021.", "2021", "2021-01-01", "2021-12-31", "year", "stated"),
    ("The 2014 war left Kaya in ruins.", "2014", "2014-01-01", "2014-12-31", "year", "stated"),
    ("Shells hit Kaya two days ago.", "two days ago", "2024-01-20", "2024-01-20", "day", "relative"),
    ("Shells hit Kaya a week ago.", "a week ago", "2024-01-12", "2024-01-18", "week", "relative"),
    ("Shells hit Kaya a fortnight ago.", "a fortnight ago", "2024-01-05", "2024-01-11", "week", "relative"),
    ("Shells hit Kaya three months ago.", "three months ago", "2023-10-01", "2023-10-31", "month", "relative"),
    ("Shells hit Kaya some two years ago.", "some two years ago", "2022-01-01", "2022-12-31", "year", "relative"),
    ("Shells hit Kaya several days ago.", "several days ago", None, "2024-01-20", "unknown", "relative"),
    ("Shells hit Kaya in recent days.", "in recent days", None, "2024-01-22", "unknown", "relative"),
]

SPANS = [
    ("Five died in the past 48 hours.", "in the past 48 hours", "2024-01-20", "2024-01-22", "days", "relative"),
    ("Five died in the last three months.", "in the last three months", "2023-10-22", "2024-01-22", "year", "relative"),
    ("Five died over the past week.", "over the past week", "2024-01-15", "2024-01-22", "month", "relative"),
    ("Five died in the past few days.", "in the past few days", None, "2024-01-22", "unknown", "relative"),
    ("Five died in the past fortnight.", "in the past fortnight", "2024-01-08", "2024-01-22", "month", "relative"),
    ("Five have died since October 17.", "since October 17", "2023-10-17", "2024-01-22", "year", "stated"),
    ("Five have died since October 7, 2023.", "since October 7, 2023", "2023-10-07", "2024-01-22", "year", "stated"),
    ("Five have died since Friday.", "since Friday", "2024-01-19", "2024-01-22", "days", "relative"),
    ("Five have died since 2011.", "since 2011", "2011-01-01", "2024-01-22", "unknown", "stated"),
    (
        "Five have died since the start of the year.",
        "since the start of the year",
        "2024-01-01",
        "2024-01-22",
        "month",
        "relative",
    ),
    ("Five had died as of January 20.", "as of January 20", None, "2024-01-20", "unknown", "stated"),
    ("Five died between 3 and 5 March.", "between 3 and 5 March", "2023-03-03", "2023-03-05", "days", "stated"),
    ("Five died from 3 to 5 March 2022.", "from 3 to 5 March 2022", "2022-03-03", "2022-03-05", "days", "stated"),
    ("Five died on March 3-5.", "March 3-5", "2023-03-03", "2023-03-05", "days", "stated"),
    ("Five died on the night of January 5-6.", "night of January 5-6", "2024-01-05", "2024-01-06", "days", "stated"),
    (
        "Five died on the night of Thursday to Friday.",
        "night of Thursday to Friday",
        "2024-01-18",
        "2024-01-19",
        "days",
        "relative",
    ),
    ("Five died from Monday to Wednesday.", "from Monday to Wednesday", "2024-01-15", "2024-01-17", "days", "relative"),
    ("Five died on Saturday and Sunday.", "Saturday and Sunday", "2024-01-20", "2024-01-21", "days", "relative"),
    (
        "Five died from December 28 to January 3, 2024.",
        "from December 28 to January 3, 2024",
        "2023-12-28",
        "2024-01-03",
        "week",
        "stated",
    ),
    ("Five died between January and May.", "between January and May", "2023-01-01", "2023-05-31", "year", "relative"),
    ("Five died in November and December.", "November and December", "2023-11-01", "2023-12-31", "year", "relative"),
    ("Five died between 2011 and 2015.", "between 2011 and 2015", "2011-01-01", "2015-12-31", "unknown", "stated"),
]

COMING = [
    ("Talks will resume on Friday.", "Friday", "2024-01-26", "2024-01-26", "day", "relative"),
    ("The vote is scheduled for February 3.", "February 3", "2024-02-03", "2024-02-03", "day", "stated"),
    ("The vote is set for 12 May.", "12 May", "2024-05-12", "2024-05-12", "day", "stated"),
    ("On Friday, the council will vote.", "Friday", "2024-01-26", "2024-01-26", "day", "relative"),
    ("The army will attack, the minister said on Friday.", "Friday", "2024-01-19", "2024-01-19", "day", "relative"),
    ("The minister said on Friday that the army will attack.", "Friday", "2024-01-19", "2024-01-19", "day", "relative"),
]

Row = tuple[str, str, str | None, str | None, str, str]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def published_on(text: str) -> Published:
    return Published(earliest=date.fromisoformat(text), latest=date.fromisoformat(text), precision="day", basis="given")


@pytest.mark.parametrize("row", [*DATES, *DAYS, *WIDER, *SPANS, *COMING], ids=lambda row: row[0])
def test_a_time_is_found_whole_and_means_its_days(row: Row) -> None:
    sentence, words, earliest, latest, precision, basis = row
    (mention,) = find_times(sentence, load())
    assert sentence[mention.start : mention.end] == words
    days = mention.expression.resolve(published_on(MONDAY))
    assert days is not None
    assert (days.earliest, days.latest) == (day(earliest), day(latest))
    assert (days.precision, days.basis) == (precision, basis)


OTHER_DAYS = [
    # published     words                  earliest      latest
    ("2024-01-19", "on Friday", "2024-01-19", "2024-01-19"),
    ("2024-01-19", "last Friday", "2024-01-12", "2024-01-12"),
    ("2024-01-18", "overnight Thursday", "2024-01-17", "2024-01-18"),
    ("2024-01-25", "earlier this week", "2024-01-22", "2024-01-24"),
    ("2024-01-22", "earlier this week", "2024-01-21", "2024-01-21"),
    ("2024-01-25", "over the weekend", "2024-01-20", "2024-01-21"),
    ("2024-01-21", "over the weekend", "2024-01-20", "2024-01-21"),
    ("2024-01-20", "over the weekend", "2024-01-20", "2024-01-20"),
    ("2024-01-21", "last weekend", "2024-01-13", "2024-01-14"),
    ("2024-03-31", "last month", "2024-02-01", "2024-02-29"),
    ("2024-01-05", "on Sunday, January 7", "2024-01-07", "2024-01-07"),
    ("2023-12-31", "two days ago", "2023-12-29", "2023-12-29"),
    ("2024-01-02", "on December 30", "2023-12-30", "2023-12-30"),
    ("2024-05-31", "in the last three months", "2024-02-29", "2024-05-31"),
]


@pytest.mark.parametrize(("published", "words", "earliest", "latest"), OTHER_DAYS)
def test_the_publication_day_settles_relative_times(published: str, words: str, earliest: str, latest: str) -> None:
    (mention,) = find_times(f"Shells hit Kaya {words}.", load())
    days = mention.expression.resolve(published_on(published))
    assert days is not None
    assert (days.earliest, days.latest) == (day(earliest), day(latest))


@pytest.mark.parametrize(
    "words", ["on Friday", "on October 17", "yesterday", "over the weekend", "in May", "last week"]
)
def test_without_a_publication_day_relative_times_stay_unknown(words: str) -> None:
    (mention,) = find_times(f"Shells hit Kaya {words}.", load())
    assert mention.expression.resolve(None) is None


@pytest.mark.parametrize("words", ["on 17 October 2023", "in October 2023", "in 2023", "between 2019 and 2021"])
def test_stated_times_need_no_publication_day(words: str) -> None:
    (mention,) = find_times(f"Shells hit Kaya {words}.", load())
    days = mention.expression.resolve(None)
    assert days is not None
    assert days.basis == "stated"


def test_a_publication_month_widens_relative_times() -> None:
    month = Published(earliest=date(2024, 1, 1), latest=date(2024, 1, 31), precision="month", basis="given")
    (mention,) = find_times("Shells hit Kaya on Friday.", load())
    days = mention.expression.resolve(month)
    assert days is not None
    assert (days.earliest, days.latest, days.precision) == (date(2023, 12, 29), date(2024, 1, 26), "month")


NO_TIMES = [
    "They may attack again.",
    "Troops march 10 km a day.",
    "It was the second attack.",
    "He was shot after Friday prayers.",
    "They are searched every Friday.",
    "Some 2000 soldiers fled.",
    "A group of 2014 people fled.",
    "The Sunday Times first told of it.",
    "The April 6 Youth Movement called for calm.",
    "He studied in 6th of October City.",
    "Shells fell for three hours.",
    "Shells fall daily, twice a week at least.",
    "The town is now calm and was recent news.",
    "A three-year siege ended.",
    "The 22nd Brigade pulled out.",
    "Sat in the shade, the men waited.",
    "It happened on 31 April.",
    "An august assembly sat.",
    "The 12-year-old was unhurt.",
    "Call 2024-01 for help.",
    "The post is open 24/7/365.",
    "Room 17/24/99 burned.",
]


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_what_only_looks_like_a_time_is_none(sentence: str) -> None:
    assert find_times(sentence, load()) == ()


def test_a_number_after_in_and_a_month_counts_people() -> None:
    sentence = "In March 12 people were killed."
    (mention,) = find_times(sentence, load())
    assert sentence[mention.start : mention.end] == "March"


REFERENCES = [
    ("Two days later shells hit Kaya.", 2),
    ("The next day shells hit Kaya.", 1),
    ("Shells hit Kaya the same day.", 0),
    ("Shells had hit Kaya a day earlier.", -1),
]


@pytest.mark.parametrize(("sentence", "offset"), REFERENCES)
def test_a_reference_counts_from_the_day_told_before(sentence: str, offset: int) -> None:
    (mention,) = find_times(sentence, load())
    (before,) = find_times("Shells hit Djibo on 10 January 2024.", load())
    told = before.expression.resolve(None)
    days = mention.expression.resolve(None, reference=told)
    assert not mention.expression.names_a_day
    assert mention.expression.resolve(published_on(MONDAY)) is None
    assert days is not None
    assert days.earliest == date(2024, 1, 10 + offset)


def test_an_hour_alone_names_no_day() -> None:
    (mention,) = find_times("Shells hit Kaya at 5 p.m.", load())
    assert not mention.expression.names_a_day
    assert mention.expression.resolve(published_on(MONDAY)) is None
