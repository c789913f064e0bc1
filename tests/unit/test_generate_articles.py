"""The generator of invented articles: always the same, as long and as mixed as it says, with a known answer."""

import importlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from recount.gazetteer import load
from recount.nouns import Article
from recount.reading import read

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")


@pytest.fixture(scope="module")
def generator() -> Any:
    sys.path.insert(0, TOOLS)
    try:
        return importlib.import_module("generate_articles")
    finally:
        sys.path.remove(TOOLS)


@pytest.fixture(scope="module")
def told(generator: Any) -> list[dict[str, Any]]:
    return list(generator.articles(2_000, seed=7, with_truth=True))


def by_kind(told: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [line for line in told if line["truth"]["kind"] == kind]


def test_the_same_seed_gives_the_same_articles_whatever_their_number(
    generator: Any, told: list[dict[str, Any]]
) -> None:
    few = [{key: line[key] for key in line if key != "truth"} for line in told[:300]]
    assert few == list(generator.articles(300, seed=7))
    assert few[:20] != list(generator.articles(20, seed=8))


def test_an_article_is_one_line_of_json(generator: Any) -> None:
    for line in generator.articles(50, seed=3):
        written = json.dumps(line, ensure_ascii=False)
        assert "\n" not in written
        assert set(json.loads(written)) == {"id", "title", "text", "outlet", "url", "author", "published"}


def test_articles_are_about_two_kilobytes_long(told: list[dict[str, Any]]) -> None:
    sizes = [len(line["text"].encode()) for line in told]
    assert 1_800 < sum(sizes) / len(sizes) < 2_200
    assert (min(sizes) >= 600, max(sizes) <= 5_200) == (True, True)


def test_kinds_come_in_their_shares(told: list[dict[str, Any]]) -> None:
    newsroom = importlib.import_module("generating.newsroom")
    found = Counter(line["truth"]["kind"] for line in told)
    assert set(found) == set(newsroom.KINDS)
    assert {kind: found[kind] / len(told) for kind in found} == pytest.approx(newsroom.KINDS, abs=0.03)


def test_sentences_are_filled_and_begin_with_a_capital(told: list[dict[str, Any]]) -> None:
    for line in told[:600]:
        assert not set("{}[]|") & set(line["title"] + line["text"])
        assert not any(mark in line["text"] for mark in ("  ", ",,", " ,", ",.", "..", "%s"))
        assert not line["title"][0].islower()


def test_ids_are_unique_and_days_never_go_back(told: list[dict[str, Any]]) -> None:
    assert len({line["id"] for line in told}) == len(told)
    days = [line["published"][:10] for line in told]
    assert days == sorted(days)


def test_a_copy_shares_its_words_with_an_earlier_article_of_another_outlet(told: list[dict[str, Any]]) -> None:
    place = {line["id"]: at for at, line in enumerate(told)}
    copies = by_kind(told, "copy")
    for copy in copies:
        source = told[place[copy["truth"]["copy_of"]]]
        assert 0 < place[copy["id"]] - place[source["id"]] <= 200
        assert (source["outlet"], source["url"]) != (copy["outlet"], copy["url"])
        assert source["truth"]["event"] == copy["truth"]["event"]
        held = set(source["text"].split("\n\n")[1:])
        shared = [part in held for part in copy["text"].split("\n\n")[1:]]
        assert sum(shared) >= len(shared) - 2
        if copy["truth"]["cut"]:
            assert all(shared)
            assert len(shared) < len(held)
    assert 0.2 < sum(copy["truth"]["cut"] for copy in copies) / len(copies) < 0.5


def test_an_update_keeps_the_address_and_says_another_toll(told: list[dict[str, Any]]) -> None:
    known = {line["id"]: line for line in told}
    updates = by_kind(told, "update")
    assert len({update["truth"]["copy_of"] for update in updates}) == len(updates), "one update of each at most"
    for update in updates:
        source = known[update["truth"]["copy_of"]]
        assert (source["url"], source["outlet"]) == (update["url"], update["outlet"])
        assert source["text"] != update["text"]
        assert source["truth"]["event"] == update["truth"]["event"]


def test_a_retelling_reports_an_earlier_happening_in_other_words(told: list[dict[str, Any]]) -> None:
    first = {line["truth"]["event"]: line for line in reversed(by_kind(told, "conflict"))}
    for retelling in by_kind(told, "retelling"):
        source = first[retelling["truth"]["event"]]
        assert source["outlet"] != retelling["outlet"]
        shared = set(source["text"].split("\n\n")) & set(retelling["text"].split("\n\n"))
        assert len(shared) <= 2, "short sentences of circumstance may agree by chance"


def test_towns_are_known_to_the_gazetteer(generator: Any) -> None:
    countries = importlib.import_module("generating.happening").countries()
    towns = {town for country in countries for town, _ in country.places}
    assert (len(countries) >= 25, len(towns) >= 300) == (True, True)
    assert [town for town in sorted(towns) if not load().holds(town)] == []


def test_a_folder_of_pages_texts_and_lines_can_be_read(generator: Any, tmp_path: Path) -> None:
    lines = list(generator.articles(30, seed=5))
    generator.write_folder(lines, tmp_path)
    found = list(read(str(tmp_path)))
    assert len(found) == len(lines)
    articles = [article for article in found if isinstance(article, Article)]
    assert len(articles) == len(lines)
    titles = [article.title or "" for article in articles]
    assert [line["title"] for line in lines if not any(line["title"] in title for title in titles)] == []
