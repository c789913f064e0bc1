"""How values are said to a person: never more than the text gives."""

from datetime import date

import pytest

from recount.nouns import Article, Count, Published, Span, Speaker, When, Where
from recount.nouns.wording import (
    bounds_in_words,
    count_in_words,
    days_in_words,
    place_in_words,
    precision_of_place,
    precision_of_time,
    published_in_words,
    speaker_in_words,
    visible,
    when_in_words,
)

BOUNDS = [
    # low  best  high   said
    (57, 57, 57, "57"),
    (12, 12, None, "≥12"),
    (12, None, None, "≥12"),
    (None, 70, 70, "≤70"),
    (None, None, 70, "≤70"),
    (24, None, 99, "24–99"),
    (126, 140, 154, "≈140 (126–154)"),
    (140, 140, 154, "140–154"),
    (None, 140, None, "≈140"),
    (None, None, None, "?"),
    (25105, 25105, 25105, "25,105"),
    (0, 0, 0, "0"),
]


@pytest.mark.parametrize(("low", "best", "high", "said"), BOUNDS)
def test_figures(low: int | None, best: int | None, high: int | None, said: str) -> None:
    assert bounds_in_words(low, best, high) == said


DAYS = [
    # earliest          latest             said
    (date(2025, 5, 1), date(2025, 5, 1), "2025-05-01"),
    (date(2025, 5, 1), date(2025, 5, 3), "2025-05-01 – 2025-05-03"),
    (None, date(2025, 5, 3), "by 2025-05-03"),
    (date(2025, 5, 1), None, "from 2025-05-01"),
    (None, None, "day unknown"),
]


@pytest.mark.parametrize(("earliest", "latest", "said"), DAYS)
def test_days(earliest: date | None, latest: date | None, said: str) -> None:
    assert days_in_words(earliest, latest) == said


def test_a_day_that_only_the_publication_bounds_says_so() -> None:
    when = When(latest=date(2025, 5, 3), basis="context")
    assert when_in_words(when) == "by 2025-05-03"
    assert precision_of_time(when) == "day not stated; bounded by publication"


COUNTS = [
    # effect      group       part_of  low  high   said
    ("killed", "soldiers", None, 12, None, "≥12 killed (soldiers)"),
    ("killed", None, None, 12, 12, "12 killed"),
    ("killed", "children", "c0", 3, 3, "of them 3 killed (children)"),
    ("munitions", "rockets", None, 10, None, "≥10 rockets"),
    ("munitions", None, None, 10, 10, "10 munitions"),
]


@pytest.mark.parametrize(("effect", "group", "part_of", "low", "high", "said"), COUNTS)
def test_counts(effect: str, group: str | None, part_of: str | None, low: int, high: int | None, said: str) -> None:
    count = Count.model_validate(
        {
            "id": "c1",
            "effect": effect,
            "group": group,
            "part_of": part_of,
            "low": low,
            "high": high,
            "rule": "exact",
            "spans": (Span(0, 1, "x"),),
            "method": "counts.rules/1",
        }
    )
    assert count_in_words(count) == said


PLACES = [
    # name            admin1            country  said
    ("Tal Harmal", "Raqqa", "SY", "Tal Harmal, Raqqa, SY"),
    ("Raqqa", "Raqqa", "SY", "Raqqa, SY"),
    ("Tal Harmal", None, None, "Tal Harmal"),
    (None, None, "SY", "SY"),
    (None, None, None, "place unknown"),
]


@pytest.mark.parametrize(("name", "admin1", "country", "said"), PLACES)
def test_places(name: str | None, admin1: str | None, country: str | None, said: str) -> None:
    assert place_in_words(Where(name=name, admin1=admin1, country=country)) == said


def test_a_relative_place_is_said_with_its_words() -> None:
    text = "Two men were shot 12 km north of Kaduna on Monday."
    span = Span.of(text, text.index("12"), text.index(" on Monday"))
    where = Where(name="Kaduna", relation="direction", country="NG", precision="near", radius_km=15.4, spans=(span,))
    assert place_in_words(where) == "12 km north of Kaduna, NG"
    assert precision_of_place(where) == "near a known place, within 15 km"


SPEAKERS = [
    # speaker                                              outlet         said
    (Speaker(kind="outlet"), "Radio Amel", "Radio Amel"),
    (Speaker(kind="outlet"), None, "the outlet"),
    (Speaker(name="A. Diarra", role="spokesperson"), None, "A. Diarra (spokesperson)"),
    (Speaker(name="the health worker", role="health worker"), None, "the health worker"),
    (Speaker(role="security source"), None, "security source"),
    (Speaker(), None, "unnamed source"),
]


@pytest.mark.parametrize(("speaker", "outlet", "said"), SPEAKERS)
def test_speakers(speaker: Speaker, outlet: str | None, said: str) -> None:
    assert speaker_in_words(speaker, Article.of("Text.", outlet=outlet)) == said


def test_how_the_publication_day_is_known() -> None:
    day = date(2025, 5, 22)
    known = Published(earliest=day, latest=day, precision="day", basis="url")
    assert published_in_words(known) == "2025-05-22 (from the address)"
    assert published_in_words(None) == "date unknown"


STEERING = [
    # text                    visible
    ("\x1b[31mred", "⟨U+001B⟩[31mred"),
    ("a\x9b2Jb", "a⟨U+009B⟩2Jb"),
    ("\u202eevil\u202c", "⟨U+202E⟩evil⟨U+202C⟩"),
    ("a\r\nb\tc\n", "a\nb\tc\n"),
    ("\u200fدير الزور", "\u200fدير الزور"),
    ("Ménaka 👋", "Ménaka 👋"),
]


@pytest.mark.parametrize(("text", "shown"), STEERING)
def test_characters_that_steer_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
