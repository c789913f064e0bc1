"""The example casebook as it lies in the package: something of everything, and nothing to take for news."""

from collections import Counter
from functools import cache
from itertools import combinations

import pytest

from recount.example import FOLDER, MARK, SOURCES
from recount.gazetteer import load
from recount.nouns import Article
from recount.reading import read

OUTLETS = {
    "Continental Service (invented)",
    "Faso State Broadcasting (invented)",
    "Liptako Incident Monitor (invented)",
    "Meridian Wire (invented)",
    "Northern Relief Network (invented)",
    "Radio Kawral (invented)",
    "The Sahel Independent (invented)",
    "Tillabéri Courier (invented)",
    "Voice of the Liptako Front (invented)",
}
# Pairs of articles that print one text, whole or cut, by their ids.
COPIES = {
    ("ind-0305", "mw-0305"),
    ("ind-0305", "tc-0305"),
    ("mw-0305", "tc-0305"),
    ("mw-0309", "tc-0309"),
    ("mw-0313", "tc-0314"),
    ("mw-0323", "tc-0323"),
}
PLACES = [
    # name           country  division
    ("Djibo", "BF", "Sahel"),
    ("Dori", "BF", "Sahel"),
    ("Aribinda", "BF", "Sahel"),
    ("Tongomayel", "BF", "Sahel"),
    ("Mentao", "BF", "Sahel"),
    ("Nassoumbou", "BF", "Sahel"),
    ("Baraboulé", "BF", "Sahel"),
    ("Markoye", "BF", "Sahel"),
    ("Gorom-Gorom", "BF", "Sahel"),
    ("Oursi", "BF", "Sahel"),
    ("Gangaol", "BF", "Sahel"),
    ("Yakouta", "BF", "Sahel"),
    ("Falagountou", "BF", "Sahel"),
    ("Sebba", "BF", "Sahel"),
    ("Titao", "BF", "Nord"),
    ("Ouahigouya", "BF", "Nord"),
    ("Bankilaré", "NE", "Tillabéri"),
    ("Téra", "NE", "Tillabéri"),
    ("Ayorou", "NE", "Tillabéri"),
]


@cache
def articles() -> tuple[Article, ...]:
    found = [
        one
        for source in SOURCES
        for path in source.paths
        for one in read(str(path), outlet=source.outlet, published=source.published)
    ]
    return tuple(one for one in found if isinstance(one, Article))


def trigrams(text: str) -> set[tuple[str, ...]]:
    words = text.replace(MARK, "").lower().split()
    return set(zip(words, words[1:], words[2:], strict=False))


def test_it_holds_at_least_sixty_articles_and_everything_in_it_can_be_read() -> None:
    read_in_all = [one for source in SOURCES for path in source.paths for one in read(str(path))]
    assert [one for one in read_in_all if not isinstance(one, Article)] == []
    assert len(articles()) >= 60


def test_every_file_in_the_folder_is_read() -> None:
    asked = {path for source in SOURCES for path in source.paths}
    assert {one for one in FOLDER.iterdir() if not one.name.startswith(".")} == asked


def test_every_article_says_first_or_last_that_it_is_invented() -> None:
    unmarked = [one.title for one in articles() if not (one.text.startswith(MARK) or one.text.rstrip().endswith(MARK))]
    assert unmarked == []


def test_every_outlet_is_marked_as_invented_and_has_an_address_that_cannot_exist() -> None:
    assert {one.outlet for one in articles()} == OUTLETS
    hosts = {one.url.split("/")[2] for one in articles() if one.url}
    assert {host.rpartition(".")[2] for host in hosts} == {"example"}


def test_all_that_is_told_was_published_in_one_month_or_on_the_day_after() -> None:
    days = [one.published.earliest.isoformat() for one in articles() if one.published and one.published.earliest]
    assert len(days) == len(articles())
    assert (min(days), max(days)) == ("2024-03-02", "2024-04-01")


def test_outlets_of_different_leanings_tell_of_it_often_enough() -> None:
    told = Counter(one.outlet for one in articles())
    assert {outlet: number for outlet, number in told.items() if number < 4} == {
        "Northern Relief Network (invented)": 1
    }


def test_only_the_intended_copies_print_the_same_words() -> None:
    shown = [(one.external_id or "", trigrams(one.text)) for one in articles()]
    alike = {
        (min(one, other), max(one, other))
        for (one, words), (other, rival) in combinations(shown, 2)
        if words and rival and len(words & rival) > 0.5 * min(len(words), len(rival))
    }
    assert alike == COPIES


@pytest.mark.parametrize(("name", "country", "division"), PLACES)
def test_its_towns_are_real(name: str, country: str, division: str) -> None:
    found = load().look_up(name, country=country)
    assert division in [one.place.admin1 for one in found]
    assert any(name in one.text for one in articles())


def test_it_has_a_long_article_a_cut_one_and_a_quotation_from_right_to_left() -> None:
    assert max(len(one.text.split()) for one in articles()) >= 2_500
    assert [one.external_id for one in articles() if one.text.endswith("Since then, the nurse said, peop")] == [
        "con-0327"
    ]
    assert [one.external_id for one in articles() if "لن يمر أحد" in one.text] == ["con-0316"]
