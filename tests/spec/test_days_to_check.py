"""What a person is asked to look at in the days of an article, and what is never guessed."""

import pytest

from recount import api, gazetteer
from recount.codebook import load
from recount.extraction import RulesPlaceFinder
from recount.extraction.other_calendars import notices_of_other_calendars
from recount.extraction.rival_times import notices_of_rival_times
from recount.extraction.sheet import lay_out
from recount.extraction.times import find_times
from recount.extraction.told import ScoredRange
from recount.nouns import Article, Record
from recount.nouns.dates import TimeExpression
from recount.nouns.outlets import country_of_outlet
from recount.reading.published import published_in, published_in_address, settle

OTHER_CALENDARS = [
    # text                                                words in the notice
    ("Shells hit Kaya on 12 Rajab 1445.", "12 Rajab 1445"),
    ("Shells hit Kaya on 12 Rajab 1445 AH.", "12 Rajab 1445 AH"),
    ("Shells hit Kaya on the 3rd of Ramadan.", "3rd of Ramadan"),
    ("Shells hit Kaya in 1445 AH.", "1445 AH"),
    ("Shells hit Herat on 3 Bahman 1402.", "3 Bahman 1402"),
    ("On day 211 of the war shells hit Kaya.", "day 211"),
    ("On day 12 of the siege shells hit Kaya.", "day 12 of the siege"),
    ("On the 40th day of the offensive shells hit Kaya.", "the 40th day of the offensive"),
    ("The log has it under Julian day 22.", "Julian day 22"),
]


@pytest.mark.parametrize(("text", "words"), OTHER_CALENDARS)
def test_dates_of_other_calendars_are_told_and_not_read(text: str, words: str) -> None:
    (notice,) = notices_of_other_calendars(Article.of(text), load())
    assert notice.kind == "other calendar"
    assert [span.quote for span in notice.spans] == [words]
    assert find_times(text, load()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Rajab Karim, 12, was wounded.",
        "They rested on Tuesday. Day 2 was calm.",
        "Asad 10 times denied it.",
        "Room 1445 burned.",
        "The Ramadan truce held.",
    ],
)
def test_names_and_plain_numbers_are_no_dates_of_other_calendars(text: str) -> None:
    assert list(notices_of_other_calendars(Article.of(text), load())) == []


def notices_of(record: Record, kind: str) -> list[str]:
    return [notice.message for notice in record.notices if notice.kind == kind]


CONTRADICTIONS = [
    # text, published, words of the message
    ("Shells hit Kaya on Friday, January 18, killing two.", "2024-01-22", "says Friday, but 2024-01-18 was a Thursday"),
    ("The council met on Friday, January 18, in Kaya.", "2024-01-22", "says Friday, but 2024-01-18 was a Thursday"),
    (
        "Gunmen killed four people in Kaya on Monday.\n\nOn January 23 gunmen shot four people dead in Kaya.",
        "2024-01-25",
        "dates contradict each other",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "words"), CONTRADICTIONS)
def test_dates_that_contradict_each_other_get_one_notice(text: str, published: str, words: str) -> None:
    (message,) = notices_of(api.code(text, published=published), "contradicting date")
    assert words in message


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Kaya on Thursday, January 18, killing two people.",
        "Gunmen killed four people in Kaya on Monday.\n\nOn January 12 gunmen shot four people dead in Kaya.",
        "Gunmen killed four people in Kaya on Monday.\n\nOn Tuesday gunmen killed two others in Kaya.",
    ],
)
def test_dates_that_agree_get_none(text: str) -> None:
    assert notices_of(api.code(text, published="2024-01-25"), "contradicting date") == []


RIVALS = [
    ("The blast of Monday was loud. The blast of January 23 shook Kaya.", 1),
    ("The blast of Tuesday was loud. The blast of January 23 shook Kaya.", 0),
    ("The blast of Monday was loud. The blast of January 12 shook Kaya.", 0),
    ("The blast of January 21 was loud. The blast of January 23 shook Kaya.", 0),
]


@pytest.mark.parametrize(("text", "notices"), RIVALS)
def test_a_weekday_and_a_date_told_of_one_happening_have_to_agree(text: str, notices: int) -> None:
    article = Article.of(text, published=published_in("2024-01-25", basis="given"))
    places = gazetteer.load()
    sheet = lay_out(article, load(), places, RulesPlaceFinder(places))
    whole = [ScoredRange(0, len(sheet.tokens), 1.0)]
    assert len(list(notices_of_rival_times(sheet, whole))) == notices


ZONES = [
    # hour in the text                 part of the message, None: no notice
    ("at 23:30 GMT on Sunday", "is on 2024-01-22"),
    ("at 21:30 GMT on Sunday", "may be on 2024-01-22"),
    ("at 20:00 GMT on Sunday", None),
    ("at 23:30 on Sunday", None),
    ("at 23:30 local time on Sunday", None),
]


@pytest.mark.parametrize(("hour", "words"), ZONES)
def test_a_zone_moves_no_day_and_says_where_it_would(hour: str, words: str | None) -> None:
    record = api.code(f"A missile hit a depot in Kharkiv {hour}, killing two people.", published="2024-01-24")
    (report,) = record.reports
    assert str(report.when.earliest) == str(report.when.latest) == "2024-01-21"
    messages = notices_of(record, "time zone")
    assert (words is not None and words in messages[0]) if messages else words is None


def weekend_in(text: str, country: str | None) -> TimeExpression:
    (mention,) = find_times(text, load(), country=country)
    return mention.expression


@pytest.mark.parametrize(
    ("country", "earliest", "latest"),
    [
        (None, "2024-01-20", "2024-01-21"),
        ("KE", "2024-01-20", "2024-01-21"),
        ("SY", "2024-01-19", "2024-01-20"),
        ("EG", "2024-01-19", "2024-01-20"),
    ],
)
def test_a_weekend_is_when_the_country_of_the_outlet_rests(country: str | None, earliest: str, latest: str) -> None:
    days = weekend_in("Shells hit Kaya over the weekend.", country).resolve(published_in("2024-01-22", basis="given"))
    assert days is not None
    assert (str(days.earliest), str(days.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://www.kaya-post.sy/a/1", "SY"),
        ("https://kaya-post.com.eg/a", "EG"),
        ("https://kaya-post.com/a", None),
        ("https://kaya.ly/a", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_the_ending_of_an_address_tells_the_country_of_an_outlet(url: str | None, country: str | None) -> None:
    assert country_of_outlet(url) == country


PUBLISHED = [
    # data         address     text         taken         basis       rivals
    ("2024-01-22", None, None, "2024-01-22", "metadata", []),
    ("2024-01-22", "2024/01/22", "22 January 2024", "2024-01-22", "metadata", []),
    ("2024-01-22", "2024/01", "22 January 2024", "2024-01-22", "metadata", []),
    ("2024-01-22", "2024/01/20", None, "2024-01-22", "metadata", ["2024-01-20"]),
    ("2024-01-22", "2024/01/20", "19 January 2024", "2024-01-22", "metadata", ["2024-01-20", "2024-01-19"]),
    (None, "2024/01/20", "19 January 2024", "2024-01-20", "url", ["2024-01-19"]),
    (None, "2024/01", "19 January 2024", "2024-01-19", "text", []),
    (None, "2024/02", "19 January 2024", "2024-02-01", "url", ["2024-01-19"]),
]


@pytest.mark.parametrize(("data", "address", "text", "taken", "basis", "rivals"), PUBLISHED)
def test_publication_is_taken_from_data_address_and_text_in_this_order(
    data: str | None, address: str | None, text: str | None, taken: str, basis: str, rivals: list[str]
) -> None:
    settled = settle(
        [
            published_in(data, basis="metadata") if data else None,
            published_in_address(f"https://kaya-post.example/{address}/shells") if address else None,
            published_in(text, basis="text") if text else None,
        ]
    )
    assert settled.published is not None
    assert (str(settled.published.earliest), settled.published.basis) == (taken, basis)
    assert [str(rival.earliest) for rival in settled.rivals] == rivals


def test_days_of_publication_that_contradict_each_other_are_told_with_the_one_taken() -> None:
    text = "Published: 19 January 2024\n\nShells hit Kaya on Friday, killing two people, police said."
    record = api.code(text, url="https://kaya-post.example/2024/01/20/shells")
    (message,) = notices_of(record, "contradicting publication date")
    assert "2024-01-20 (the address) or 2024-01-19 (the text): the first was taken" in message
    assert "--published" in message


def test_without_a_publication_day_times_stay_relative_and_the_notice_says_what_to_give() -> None:
    record = api.code("Shells hit Kaya on Friday, killing two people, police said.")
    (report,) = record.reports
    assert (report.when.earliest, report.when.latest, report.when.basis) == (None, None, "relative")
    (message,) = notices_of(record, "unknown publication date")
    assert "--published" in message
