"""What picked words say of a field is what coding would read in them; what a person writes is read likewise."""

from datetime import date
from typing import Any

import pytest

from recount.errors import BadArgument
from recount.nouns import Article, Published
from recount.pipeline.correcting import check_correction
from recount.pipeline.suggesting import Suggestion, actors_named, place_near, places_named, suggested
from recount.pipeline.written import value_in_words, value_of_written

DAY = date(2024, 5, 6)
TEXT = (
    "🔥 Gunmen killed at least 12 villagers in Kaya, Burkina Faso, on Friday. More than 20 people were injured.\n\n"
    "Fighters from JNIM fled, and dozens were arrested between 1 and 3 May. The Sudanese army shelled Omdurman, "
    "30 km south of Zzorvikby, the next day. Two of them are missing since Saturday."
)


def article(published: date | None = DAY) -> Article:
    known = Published(earliest=published, latest=published, precision="day", basis="given") if published else None
    return Article.of(TEXT, published=known)


def picked(field: str, words: str, *, published: date | None = DAY) -> Suggestion:
    start = TEXT.index(words)
    return suggested(article(published), field, start, start + len(words))


FIGURES = [
    # field, words picked, words with what belongs to them, value
    ("killed", "12", "at least 12", {"low": 12, "best": 12}),
    ("killed", "at least 12 villagers", "at least 12 villagers", {"low": 12, "best": 12}),
    ("injured", "20 people", "More than 20 people", {"low": 21}),
    ("arrested", "dozens", "dozens", {"low": 24}),
    ("missing", "Two of them", "Two of them", 2),
]


@pytest.mark.parametrize(("field", "words", "widened", "value"), FIGURES)
def test_figures_come_with_the_bounds_that_their_words_give(field: str, words: str, widened: str, value: Any) -> None:
    told = picked(field, words)
    assert (told.words.quote, told.value) == (widened, value)
    assert TEXT[told.words.start : told.words.end] == widened


def test_words_that_count_something_else_say_so() -> None:
    assert picked("killed", "20 people").note == "These words count injured."
    assert picked("killed", "fled").value is None


WHENS = [
    ("Friday", "2024-05-03"),
    ("between 1 and 3 May", {"earliest": "2024-05-01", "latest": "2024-05-03", "precision": "days", "lasts": True}),
]


@pytest.mark.parametrize(("words", "value"), WHENS)
def test_days_count_from_the_day_of_publication(words: str, value: Any) -> None:
    told = picked("when", words)
    assert told.value == value
    check_correction("when", told.value, TEXT)


def test_a_day_that_nothing_tells_is_left_to_the_person() -> None:
    assert picked("when", "Friday", published=None).value is None
    assert "not known" in picked("when", "Friday", published=None).note
    assert picked("when", "Gunmen").value is None


def test_a_place_is_the_one_that_the_article_means_with_what_else_it_may_be() -> None:
    told = picked("where", "Kaya")
    assert (told.value["gazetteer_name"], told.value["country"], told.value["precision"]) == ("Kaya", "BF", "exact")
    assert {"BF", "ML"} <= {one["country"] for one in told.candidates}
    check_correction("where", told.value, TEXT)


def test_a_place_of_no_list_says_so() -> None:
    told = picked("where", "Zzorvikby")
    assert told.value["gazetteer_id"] is None
    assert "does not hold" in told.note


PARTIES = [
    ("Fighters from JNIM", "Jama'at Nusrat al-Islam wal-Muslimin", "rebel group"),
    ("The Sudanese army", "Military Forces of Sudan", "state forces"),
    ("villagers", None, "civilians"),
]


@pytest.mark.parametrize(("words", "canonical", "kind"), PARTIES)
def test_a_party_is_the_one_of_the_lists(words: str, canonical: str | None, kind: str) -> None:
    told = picked("perpetrators", words)
    assert [(one["name"], one.get("canonical"), one["kind"]) for one in told.value] == [(words, canonical, kind)]
    check_correction("perpetrators", told.value, TEXT)
    assert told.written == (canonical or words)


@pytest.mark.parametrize(
    ("field", "start", "end"), [("killed", 5, 5), ("when", 0, 9999), ("modality", 0, 4), ("x", 0, 4)]
)
def test_no_words_and_no_field_are_refused(field: str, start: int, end: int) -> None:
    with pytest.raises(BadArgument):
        suggested(article(), field, start, end)


WRITTEN = [
    ("killed", "12", 12),
    ("killed", "1,200", 1200),
    ("killed", "at least 12", {"low": 12, "best": 12}),
    ("killed", "≥12", {"low": 12}),
    ("killed", "12+", {"low": 12}),
    ("killed", "≤12", {"high": 12}),
    ("killed", "up to 12", {"best": 12, "high": 12}),
    ("killed", "10-15", {"low": 10, "high": 15}),
    ("killed", "≈12 (10–15)", {"low": 10, "best": 12, "high": 15}),
    ("killed", "≈12", {"best": 12}),
    ("killed", "dozens", {"low": 24}),
    ("killed", "some", "some"),
    ("killed", "-3", "-3"),
    ("when", "2024-05-01", "2024-05-01"),
    ("when", "2024-05-01 – 2024-05-03", {"earliest": "2024-05-01", "latest": "2024-05-03"}),
    ("when", "3 May 2024", "2024-05-03"),
    ("when", "May 2024", {"earliest": "2024-05-01", "latest": "2024-05-31", "precision": "month"}),
    ("when", "Friday", "Friday"),
    ("where", " Kaya ", "Kaya"),
    ("modality", "foiled", "foiled"),
    ("targets", "", []),
    ("targets", "M23; the hills", ["M23", "the hills"]),
    ("targets", "villagers", [{"name": "villagers", "kind": "civilians"}]),
    (
        "targets",
        "the Sudanese army",
        [
            {
                "name": "the Sudanese army",
                "canonical": "Military Forces of Sudan",
                "kind": "state forces",
                "country": "SD",
            }
        ],
    ),
]


@pytest.mark.parametrize(("field", "written", "value"), WRITTEN)
def test_what_a_person_writes_is_read_as_articles_are(field: str, written: str, value: Any) -> None:
    assert value_of_written(field, written) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("killed", 12),
        ("killed", {"low": 12}),
        ("killed", {"high": 12}),
        ("killed", {"low": 10, "high": 15}),
        ("killed", {"low": 10, "best": 12, "high": 15}),
        ("killed", {"low": 1200, "high": 1500}),
        ("when", "2024-05-01"),
        ("when", {"earliest": "2024-05-01", "latest": "2024-05-03"}),
        ("targets", ["M23", "the hills"]),
        ("modality", "foiled"),
        ("where", "Kaya"),
    ],
)
def test_a_value_in_words_is_read_as_the_value_again(field: str, value: Any) -> None:
    assert value_of_written(field, value_in_words(field, value)) == value


def test_names_are_looked_up_in_the_lists() -> None:
    assert [one["name"] for one in actors_named("shabaab")][-1] == "al-Shabaab"
    assert actors_named("al-sh")[0]["name"] == "al-Shabaab"
    assert actors_named("  ") == places_named(" ") == ()
    assert {one["country"] for one in places_named("Kaya", country="ml")} == {"ML"}


def test_the_town_nearest_to_a_point_is_named_where_one_is_near() -> None:
    near = place_near(13.1, -1.1)
    assert near is not None
    assert (near["gazetteer_name"], near["country"]) == ("Kaya", "BF")
    assert place_near(-50.0, -120.0) is None
    with pytest.raises(BadArgument):
        place_near(91.0, 0.0)
