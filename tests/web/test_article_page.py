"""The page of an article: its words beside what was coded from them, who says it, and what people decided."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import client_of
from told_articles import AMBUSH, HOSTILE, MARKET, article_of, book_of, plain, report_of, shown_text

from recount.api import casebook

KAYA, OBEID, OMAR = "Kaya army shopkeeper", "Obeid", "Omar"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(tmp_path_factory.mktemp("articles"), AMBUSH, MARKET, HOSTILE)


@pytest.fixture(scope="module")
def browser(book: Path) -> TestClient:
    return client_of(book)


def page_of(browser: TestClient, book: Path, words: str) -> str:
    answer = browser.get(f"/articles/{article_of(book, words)}")
    assert answer.status_code == 200, answer.text
    return answer.text


def twin_of(browser: TestClient, book: Path, words: str) -> dict[str, Any]:
    value: dict[str, Any] = browser.get(f"/articles/{article_of(book, words)}.json").json()
    return value


def card(value: dict[str, Any], place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = value["reports"][place]
    return found


def rows(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {row["label"]: row["items"] for row in told["rows"]}


class _Page(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


# The text


@pytest.mark.parametrize("words", [KAYA, OBEID])
def test_each_run_stands_at_its_place_in_the_text_counted_in_code_points(
    browser: TestClient, book: Path, words: str
) -> None:
    record = casebook.casebook_record(book, article_of(book, words))
    assert record is not None
    text = record.article.text
    shown = shown_text(twin_of(browser, book, words))
    assert {start: text[start : start + len(run)] for start, run in shown.items()} == shown
    assert sum(map(len, shown.values())) == sum(one.span.end - one.span.start for one in record.article.sentences)


def test_the_page_writes_each_place_beside_its_run(browser: TestClient, book: Path) -> None:
    page = page_of(browser, book, KAYA)
    places = [int(one["data-start"] or "") for _, one in _Page(page).elements if "data-start" in one]
    assert places == sorted(shown_text(twin_of(browser, book, KAYA)))


def test_words_and_values_name_each_other(browser: TestClient, book: Path) -> None:
    elements = _Page(page_of(browser, book, KAYA)).elements
    carried = [set((one["data-v"] or "").split()) for _, one in elements if "data-v" in one and "data-start" in one]
    valued = {one["data-v"] for tag, one in elements if one.get("class") == "value" and "data-v" in one}
    assert valued
    assert valued <= set().union(*carried)
    ids = [one["id"] for _, one in elements if "id" in one]
    assert len(ids) == len(set(ids))
    targets = {
        (one["href"] or "")[1:] for tag, one in elements if tag == "a" and (one.get("href") or "").startswith("#")
    }
    assert targets <= set(ids)


def test_every_sentence_has_its_status_with_the_reason(browser: TestClient, book: Path) -> None:
    value = twin_of(browser, book, KAYA)
    assert {line["status"] for line in value["lines"]} >= {"coded", "irrelevant"}
    assert all(line["reason"] for line in value["lines"])
    words = plain(page_of(browser, book, KAYA))
    assert "irrelevant: no act, actor, weapon or speaker was found." in words


def test_a_text_keeps_its_own_direction(browser: TestClient, book: Path) -> None:
    page = page_of(browser, book, OBEID)
    assert '<h1 dir="auto"' in page
    lines = [one for tag, one in _Page(page).elements if tag == "p" and one.get("dir") == "auto"]
    assert len(lines) == len(twin_of(browser, book, OBEID)["lines"])
    quotes = [one for tag, one in _Page(page).elements if tag == "q"]
    assert all(one.get("dir") == "auto" for one in quotes)


# What was coded


def test_each_value_is_shown_with_who_says_it(browser: TestClient, book: Path) -> None:
    told = rows(card(twin_of(browser, book, KAYA)))
    assert [(one["text"], one["said_by"]) for one in told["How many"]] == [
        ("≥12 killed (soldiers)", [["accuses", "the army"]]),
        ("14 killed (people)", [["reports", "A hospital source"]]),
    ]
    words = plain(page_of(browser, book, KAYA))
    assert "≥12 killed (soldiers) at least 12 soldiers in an accusation by the army" in words
    assert "14 killed (people) 14 people were killed reports A hospital source" in words
    assert "Nothing here is verified." in words


def test_a_report_leads_to_its_event_and_an_article_to_its_report(browser: TestClient, book: Path) -> None:
    report, article = report_of(book, KAYA), article_of(book, KAYA)
    event = card(twin_of(browser, book, KAYA))["event"]
    assert f'href="/events/{event}"' in page_of(browser, book, KAYA)
    answer = browser.get(f"/reports/{report}?from=queue")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{article}?from=queue#{report}")
    assert browser.get(f"/reports/{report}.json").headers["location"] == f"/articles/{article}.json"
    assert f'id="{report}"' in page_of(browser, book, KAYA)


@pytest.mark.parametrize(
    "path", ["/articles/art1:0000000000000000", "/reports/rep1:0000000000000000", "/statements/st1:0", "/articles/x"]
)
def test_what_the_casebook_does_not_hold_is_not_found(browser: TestClient, path: str) -> None:
    assert (browser.get(path).status_code, browser.get(f"{path}.json").status_code) == (404, 404)


def test_where_it_was_found_and_how_it_was_coded_is_told(browser: TestClient, book: Path) -> None:
    found = twin_of(browser, book, KAYA)["found"]
    (source,) = found["sources"]
    assert source["source"].endswith("articles.jsonl")
    assert source["by"] == "A. Coder"
    assert [one["by"] for one in found["codings"]] == ["A. Coder"]
    assert found["family"] == []


# The original


def test_the_original_is_saved_and_never_shown(browser: TestClient, book: Path) -> None:
    article = article_of(book, OMAR)
    answer = browser.get(f"/articles/{article}/original")
    assert answer.content == casebook.casebook_original(book, article)
    name = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer.headers["content-disposition"])
    assert name and name[1].endswith((".txt", ".bin"))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


# Hostile articles


def test_markup_in_an_article_stays_words(browser: TestClient, book: Path) -> None:
    page = page_of(browser, book, OMAR)
    parsed = _Page(page)
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"img", "svg", "iframe", "object", "style"}
    assert not [name for _, one in parsed.elements for name in one if name.startswith("on") or name == "style"]
    assert all("src" in one for tag, one in parsed.elements if tag == "script")
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert "${7*7}" in page


def test_an_address_that_is_none_of_the_web_is_no_link(browser: TestClient, book: Path) -> None:
    links = [one.get("href") or "" for tag, one in _Page(page_of(browser, book, OMAR)).elements if tag == "a"]
    assert not [one for one in links if "javascript" in one.lower()]
    outward = [
        one for tag, one in _Page(page_of(browser, book, KAYA)).elements if (one.get("href") or "").startswith("http")
    ]
    assert [(one["href"], one["rel"]) for one in outward] == [(AMBUSH["url"], "noopener noreferrer nofollow")]


def test_marks_that_turn_letters_round_are_seen_and_keep_their_places(browser: TestClient, book: Path) -> None:
    page, value = page_of(browser, book, OMAR), twin_of(browser, book, OMAR)
    assert "\u202e" not in page
    shown = "".join(shown_text(value).values())
    assert "A bomb �killed 3 people� in Djibo" in shown


# Everybody


@pytest.fixture(scope="module")
def public(book: Path) -> TestClient:
    return client_of(book, public=True)


def test_everybody_reads_only_the_sentences_from_which_something_was_coded(public: TestClient, book: Path) -> None:
    value, page = twin_of(public, book, KAYA), page_of(public, book, KAYA)
    words = plain(page)
    assert "at least 12 soldiers" in words
    assert "The weather was mild" not in page
    assert "The weather was mild" not in public.get(f"/articles/{article_of(book, KAYA)}.json").text
    assert value["left_out"] >= 1
    assert [line["gap"] for line in value["lines"]].count(True) == 1


def test_everybody_sees_no_name_of_a_private_person(public: TestClient, book: Path) -> None:
    article = article_of(book, KAYA)
    both = public.get(f"/articles/{article}").text + public.get(f"/articles/{article}.json").text
    assert "Hamidou" not in both
    assert "Moussa" not in both
    assert "[name withheld]" in both
    record = casebook.casebook_record(book, article)
    assert record is not None
    at = record.article.text.index("Moussa")
    assert shown_text(twin_of(public, book, KAYA))[at] == "[name withheld]"


def test_everybody_gets_no_original_and_no_form(public: TestClient, book: Path) -> None:
    article = article_of(book, KAYA)
    assert public.get(f"/articles/{article}/original").status_code == 404
    page = public.get(f"/articles/{article}?correct={report_of(book, KAYA)}").text
    assert "<form" not in page
    assert "/original" not in page
    assert "articles.jsonl" not in page


def test_an_article_that_was_removed_says_so(tmp_path: Path) -> None:
    book = book_of(tmp_path, AMBUSH)
    article, report = article_of(book, KAYA), report_of(book, KAYA)
    casebook.redact(book, [article], reason="a witness is in danger", by="Bea")
    browser = client_of(book)
    page = browser.get(f"/articles/{article}").text
    assert "This article was removed" in page
    assert "a witness is in danger" in page
    assert "Hamidou" not in page
    assert browser.get(f"/articles/{article}/original").status_code == 404
    assert browser.get(f"/reports/{report}").status_code in (303, 404)
    assert "in danger" not in client_of(book, public=True).get(f"/articles/{article}").text
