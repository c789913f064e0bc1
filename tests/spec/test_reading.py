"""Reading: what of a page or file is its report, and what is known of its publication."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from recount.errors import BadArgument, EmptyArticle
from recount.nouns import Article
from recount.reading import Unread, read, read_text
from recount.reading.furniture import reason_of
from recount.reading.published import published_in, published_in_address, published_in_line

PARAGRAPH = "Gunmen killed four guards at a fuel depot on the edge of Kaya on Friday, the regional governor said."
SECOND = "No group has claimed the attack, and the road to Djibo stayed closed for most of the day."


def article_of(path: Path, content: str | bytes, **given: Any) -> Article:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (article,) = read(str(path), **given)
    assert isinstance(article, Article), article
    return article


def page(body: str, head: str = "", language: str = "en") -> str:
    title = "<title>Depot attacked</title>"
    return f"<!DOCTYPE html><html lang='{language}'><head>{title}{head}</head><body>{body}</body></html>"


FURNITURE = [
    # line                                              reason
    ("Related Articles", "related stories"),
    ("READ MORE: Army retakes Djibo", "related stories"),
    ("Also read: Army retakes Djibo", "related stories"),
    ("Back to top button", "navigation"),
    ("Share this article", "share buttons"),
    ("Facebook | Twitter | WhatsApp", "share buttons"),
    ("12 shares", "share buttons"),
    ("Follow us on Telegram for more", "share buttons"),
    ("Advertisement", "advertisement"),
    ("Story continues below", "advertisement"),
    ("Subscribe to our newsletter", "subscription"),
    ("We use cookies to improve this site.", "cookie notice"),
    ("3 comments", "comments"),
    ("Comments (12)", "comments"),
    ("Tags: Kaya, Sahel", "tags"),
    ("#Kaya #Sahel", "tags"),
    ("Photo: A. Diallo", "caption or credit"),
    ("Smoke rises over the depot [File: Meridian Wire]", "caption or credit"),
    ("4 min read", "time of reading"),
    ("© 2024 Sahel Daily. All rights reserved.", "copyright"),
    ("Published: 22 January 2024, 10:15", "publication line"),
    ("By Awa Diallo", "byline"),
    ("By Awa Diallo and Idrissa Ba, Ouagadougou", "byline"),
    ("Reporting by Awa Diallo; editing by Tom Okello", "contact"),
    ("-ENDS-", "end mark"),
    ("* * *", "end mark"),
]


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_page_furniture_is_never_text(line: str, reason: str) -> None:
    assert reason_of(line) == reason
    article = read_text(f"{PARAGRAPH}\n\n{line}\n\n{SECOND}")
    assert article.text == f"{PARAGRAPH}\n\n{SECOND}"
    assert [(one.text, one.reason) for one in article.removed] == [(line, reason)]


PROSE = [
    PARAGRAPH,
    "Shares of the mine fell after the attack.",
    "Two people were killed.",
    "By Friday the road was open again.",
    "By nightfall 12 bodies had been counted",
    "Read the statement aloud, the man was told to do so.",
    "The home of the mayor was hit.",
    "On 22 January 2024 the camp was shelled.",
    "Photographs of the site showed two craters.",
    "Kaya",
    "“We saw two drones,” said a guard.",
    "Killed: 12",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_begins_like_furniture_stays(line: str) -> None:
    assert reason_of(line) is None


def test_titles_of_other_stories_go_with_their_heading() -> None:
    article = read_text(
        f"{PARAGRAPH}\n\nRelated Articles\n\nArmy retakes village near Djibo\nRains fail again\n\n{SECOND}"
    )
    assert article.text.split("\n\n")[-1] == SECOND
    assert "Rains" not in article.text
    assert {one.reason for one in article.removed} == {"related stories"}


TITLES = [
    (f"Four killed at depot\n\n{PARAGRAPH}", "Four killed at depot"),
    (f"Four killed at depot\n{PARAGRAPH}", "Four killed at depot"),
    (f"Who attacked the depot?\n\n{PARAGRAPH}", "Who attacked the depot?"),
    (f"Depot attacked in the U.S.\n\n{PARAGRAPH}", "Depot attacked in the U.S."),
    (f"[Translated from French.]\nFour killed at depot\n\n{PARAGRAPH}", "Four killed at depot"),
    (f"{PARAGRAPH}\n\n{SECOND}", None),
    (f"Four were killed.\n\n{PARAGRAPH}", None),
    ("Four killed at depot", None),
    (f"KAYA, 22 January 2024 - {PARAGRAPH}\n\n{SECOND}", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_a_first_line_that_looks_like_a_headline_is_the_title(text: str, title: str | None) -> None:
    article = read_text(text)
    assert article.title == title
    assert article.text == text


GIVEN_DATES = [
    ("2024-01-22", "2024-01-22", "2024-01-22", "day"),
    ("2024-01-22T23:30:00-05:00", "2024-01-22", "2024-01-22", "day"),
    ("2024-01-22 10:15:00", "2024-01-22", "2024-01-22", "day"),
    ("20240122", "2024-01-22", "2024-01-22", "day"),
    ("22 January 2024", "2024-01-22", "2024-01-22", "day"),
    ("January 22, 2024", "2024-01-22", "2024-01-22", "day"),
    ("Jan. 22, 2024", "2024-01-22", "2024-01-22", "day"),
    ("Mon, 22 Jan 2024 10:15:00 GMT", "2024-01-22", "2024-01-22", "day"),
    ("22/01/2024", "2024-01-22", "2024-01-22", "day"),
    ("01/22/2024", "2024-01-22", "2024-01-22", "day"),
    ("2024/1/22", "2024-01-22", "2024-01-22", "day"),
    ("2024-01", "2024-01-01", "2024-01-31", "month"),
    ("January 2024", "2024-01-01", "2024-01-31", "month"),
    ("2024", "2024-01-01", "2024-12-31", "year"),
    ("1705917600", "2024-01-22", "2024-01-22", "day"),
]


@pytest.mark.parametrize(("value", "earliest", "latest", "precision"), GIVEN_DATES)
def test_a_date_keeps_the_precision_in_which_it_is_written(
    value: str, earliest: str, latest: str, precision: str
) -> None:
    published = published_in(value, basis="given")
    assert published is not None
    assert (published.earliest, published.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))
    assert (published.precision, published.basis) == (precision, "given")


@pytest.mark.parametrize(
    "value", ["", "soon", "2024-13-01", "31 April 2024", "12", "22/22/2024", "0000-01-01", "yesterday"]
)
def test_nonsense_is_no_date(value: str) -> None:
    assert published_in(value, basis="given") is None
    with pytest.raises(BadArgument, match="not a date"):
        read_text(PARAGRAPH, published=value)
    with pytest.raises(BadArgument, match="not a date"):
        read("nowhere.txt", published=value)


ADDRESSES = [
    ("https://saheldaily.example/2024/01/22/depot", "2024-01-22", "day"),
    ("https://saheldaily.example/2024/jan/22/depot", "2024-01-22", "day"),
    ("https://saheldaily.example/news/2024-01-22-depot", "2024-01-22", "day"),
    ("https://saheldaily.example/news/20240122-depot", "2024-01-22", "day"),
    ("https://saheldaily.example/2024/01/depot", "2024-01-01", "month"),
    ("https://saheldaily.example/story-1202401229", None, None),
    ("https://saheldaily.example/top-10-of-2024", None, None),
    ("https://archive2024-01-22.example/depot", None, None),
]


@pytest.mark.parametrize(("url", "earliest", "precision"), ADDRESSES)
def test_an_address_can_hold_the_day(url: str, earliest: str | None, precision: str | None) -> None:
    published = published_in_address(url)
    if earliest is None:
        assert published is None
    else:
        assert published is not None
        assert (published.earliest, published.precision) == (date.fromisoformat(earliest), precision)
        assert published.basis == "url"


LINES_WITH_DATE = [
    ("Published: 22 January 2024", "2024-01-22"),
    ("Published on Jan 22, 2024 at 10:15 GMT", "2024-01-22"),
    ("Monday, 22 January 2024 | 10:15", "2024-01-22"),
    ("KAYA, 22 January 2024 -", "2024-01-22"),
    ("KAYA, 22 January -", None),
    ("January 2024", None),
]


@pytest.mark.parametrize(("line", "day"), LINES_WITH_DATE)
def test_only_an_explicit_day_month_and_year_is_a_day_of_publication(line: str, day: str | None) -> None:
    published = published_in_line(line)
    assert (published.earliest.isoformat() if published else None) == day


def test_a_dateline_with_a_year_tells_the_day_of_publication() -> None:
    article = read_text(f"KAYA, Burkina Faso, 22 January 2024 (Meridian Wire) - {PARAGRAPH}")
    assert article.published is not None
    assert (article.published.earliest, article.published.basis) == (date(2024, 1, 22), "text")


def test_the_line_under_a_letterhead_tells_the_day_of_publication() -> None:
    article = read_text(f"COMMUNIQUÉ No. 7\n\nKaya, 22 January 2024\n\n{PARAGRAPH}")
    assert article.published is not None
    assert (article.published.earliest, article.published.basis) == (date(2024, 1, 22), "text")


def test_a_dateline_without_a_year_and_a_line_of_change_do_not() -> None:
    assert read_text(f"KAYA, Jan 22 (Meridian Wire) - {PARAGRAPH}").published is None
    assert read_text(f"Last updated: 22 January 2024\n\n{PARAGRAPH}").published is None
    assert read_text(f"On 22 January 2024, {PARAGRAPH}").published is None


HEADS = [
    # what the page says of itself                                                        day           basis
    ("<meta property='article:published_time' content='2024-01-22T10:00:00Z'>", "2024-01-22", "metadata"),
    ("<meta name='date' content='22 January 2024'>", "2024-01-22", "metadata"),
    (
        '<script type=\'application/ld+json\'>{"@graph": [{"@type": "NewsArticle", "datePublished": '
        '"2024-01-22"}]}</script>',
        "2024-01-22",
        "metadata",
    ),
    ("<link rel='canonical' href='https://saheldaily.example/2024/01/22/depot'>", "2024-01-22", "url"),
    ("<meta property='article:modified_time' content='2024-01-23'>", None, None),
    ("<meta name='date' content='today'>", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("head", "day", "basis"), HEADS)
def test_a_page_is_dated_by_what_it_states_only(tmp_path: Path, head: str, day: str | None, basis: str | None) -> None:
    article = article_of(tmp_path / "page.html", page(f"<article><p>{PARAGRAPH}</p><p>{SECOND}</p></article>", head))
    found = article.published
    assert (found.earliest.isoformat() if found else None, found.basis if found else None) == (day, basis)


def test_what_is_given_comes_before_what_the_page_says(tmp_path: Path) -> None:
    head = "<meta property='og:site_name' content='Sahel Daily'><meta name='date' content='2024-01-22'>"
    article = article_of(
        tmp_path / "page.html",
        page(f"<article><p>{PARAGRAPH}</p></article>", head),
        published="2024-01-23",
        outlet="Kaya Radio",
        url="https://kaya.example/depot",
    )
    assert article.published is not None
    assert (article.published.earliest, article.published.basis) == (date(2024, 1, 23), "given")
    assert (article.outlet, article.url) == ("Kaya Radio", "https://kaya.example/depot")


def test_a_page_names_its_title_outlet_author_address_and_language(tmp_path: Path) -> None:
    head = (
        "<meta property='og:title' content='Four guards killed at fuel depot'>"
        "<meta property='og:site_name' content='Sahel Daily'><meta name='author' content='Awa Diallo'>"
        "<link rel='canonical' href='https://saheldaily.example/depot'>"
    )
    article = article_of(tmp_path / "page.html", page(f"<article><p>{PARAGRAPH}</p><p>{SECOND}</p></article>", head))
    assert article.title == "Four guards killed at fuel depot"
    assert article.text == f"Four guards killed at fuel depot\n\n{PARAGRAPH}\n\n{SECOND}"
    assert (article.outlet, article.author) == ("Sahel Daily", "Awa Diallo")
    assert (article.url, article.language) == ("https://saheldaily.example/depot", "en")


BODIES = [
    # body of the page                                                                  paragraphs of the text
    (f"<article><h1>Depot attacked</h1><p>{PARAGRAPH}</p><p>{SECOND}</p></article>", [PARAGRAPH, SECOND]),
    (f"<div><p>{PARAGRAPH}</p>{SECOND}</div>", [PARAGRAPH, SECOND]),
    (f"<div>{PARAGRAPH}<br><br>{SECOND}</div>", [PARAGRAPH, SECOND]),
    (
        f"<article><p>{PARAGRAPH}</p><p>Army sources said.</p><p>{SECOND}</p></article>",
        [PARAGRAPH, "Army sources said.", SECOND],
    ),
    (f"<main><p>{PARAGRAPH}</p><h2>What is known</h2><p>{SECOND}</p></main>", [PARAGRAPH, "What is known", SECOND]),
    (f"<article><p>{PARAGRAPH}</p><ul><li>{SECOND}</li></ul></article>", [PARAGRAPH, SECOND]),
    (f"<article><p>{PARAGRAPH}</p><blockquote>{SECOND}</blockquote></article>", [PARAGRAPH, SECOND]),
    (
        f"<article><p>{PARAGRAPH}</p><table><tr><td>Kaya</td><td>4 killed</td></tr></table><p>{SECOND}</p></article>",
        [PARAGRAPH, "Kaya | 4 killed", SECOND],
    ),
    (f"<article><p>{PARAGRAPH} <a href='/x'>Read more</a></p><p>{SECOND}</p></article>", [PARAGRAPH, SECOND]),
    (
        f"<article><figure><img src='x'><figcaption>Smoke over the depot.</figcaption></figure><p>{PARAGRAPH}</p>"
        f"<div class='wp-caption'><p>The depot in 2019.</p></div><p>{SECOND}</p></article>",
        [PARAGRAPH, SECOND],
    ),
    (
        f"<nav><a href='/'>Home</a></nav><article><p>{PARAGRAPH}</p><div class='share-bar'>Share on X</div>"
        f"<p>{SECOND}</p><div class='author-box'>Awa Diallo has written of the Sahel for a decade.</div></article>"
        "<section id='comments'><p>I saw the smoke from my own window that day.</p></section>"
        "<footer>All rights reserved.</footer>",
        [PARAGRAPH, SECOND],
    ),
    (
        f"<article><p>{PARAGRAPH}</p><script>var x = '<p>Twelve people were killed in Djibo on Friday.</p>';</script>"
        f"<style>p {{}}</style><p>{SECOND}</p></article>",
        [PARAGRAPH, SECOND],
    ),
    (
        f"<article><p>{PARAGRAPH}</p><p>{SECOND}</p>"
        "<aside><h3>Related</h3><p>Army retakes a village near Djibo.</p></aside></article>",
        [PARAGRAPH, SECOND],
    ),
    (
        f"<main><article><h2>14:05</h2><p>{PARAGRAPH}</p></article><article><h2>13:50</h2><p>{SECOND}</p></article>"
        "<article><h2>13:20</h2><p>A curfew was ordered in Kaya after the attack on the depot.</p></article></main>",
        [PARAGRAPH, SECOND, "A curfew was ordered in Kaya after the attack on the depot."],
    ),
]


OTHERS = [
    # other stories and notices of a page
    "<section><article><h3><a href='/a'>Army retakes village</a></h3><p>The army said it retook a village.</p>"
    "</article></section>",
    "<div class='more'><a href='/a'><h4>Army retakes village</h4><p>The army said it retook a village.</p></a></div>",
    "<p><strong>READ ALSO: <a href='/a'>Army retakes a village near Djibo</a></strong></p>",
    f"<div class='newsletter'>{'Every week of the Sahel comes to your inbox. ' * 12}</div>",
    f"<div id='comments'>{'<p>I saw the smoke from my own window on that day.</p>' * 5}</div>",
    f"<blockquote class='pullquote'>{SECOND}</blockquote>",
    "<p>(Reporting by A. Ba; Editing by C. Sy)</p>",
    "<h3>Topics</h3><ul><li><a href='/t'>Sahel</a></li><li><a href='/t'>Kaya</a></li></ul>",
]


@pytest.mark.parametrize("other", OTHERS)
def test_other_stories_and_notices_are_not_taken_in(tmp_path: Path, other: str) -> None:
    body = f"<main><article><h1>Depot attacked</h1><p>{PARAGRAPH}</p><p>{SECOND}</p></article>{other}</main>"
    article = article_of(tmp_path / "page.html", page(body))
    assert article.text == f"Depot attacked\n\n{PARAGRAPH}\n\n{SECOND}"


def test_a_class_that_sounds_like_furniture_does_not_cost_the_report(tmp_path: Path) -> None:
    body = f"<div class='content social-share related'><h1>Depot attacked</h1><p>{PARAGRAPH}</p><p>{SECOND}</p></div>"
    article = article_of(tmp_path / "page.html", page(body))
    assert article.text == f"Depot attacked\n\n{PARAGRAPH}\n\n{SECOND}"


@pytest.mark.parametrize(("body", "paragraphs"), BODIES)
def test_the_text_of_a_page_is_its_paragraphs_and_nothing_else(
    tmp_path: Path, body: str, paragraphs: list[str]
) -> None:
    article = article_of(tmp_path / "page.html", page(body))
    told = [one for one in article.text.split("\n\n")[1:] if not one[0].isdigit()]
    assert told == paragraphs


def test_what_is_left_out_is_kept_with_the_reason(tmp_path: Path) -> None:
    body = (
        f"<article><figure><figcaption>Smoke over the depot.</figcaption></figure><p>{PARAGRAPH}</p><p>{SECOND}</p>"
        "<div class='newsletter'>The week in the Sahel, every Friday in your inbox.</div></article>"
    )
    article = article_of(tmp_path / "page.html", page(body))
    assert {(one.text, one.reason) for one in article.removed} == {
        ("Smoke over the depot.", "caption or credit"),
        ("The week in the Sahel, every Friday in your inbox.", "subscription"),
    }


LANGUAGES = [
    (f"{PARAGRAPH} {SECOND}", None, "en"),
    ("Kaya", "fr", "fr"),
    ("Kaya", None, None),
    (
        "Des hommes armés ont tué quatre gardes dans un dépôt de carburant près de Kaya vendredi, a dit le gouverneur.",
        "en",
        "fr",
    ),
    (
        "قتل مسلحون أربعة حراس في مستودع للوقود على أطراف المدينة يوم الجمعة، بحسب ما قال حاكم المنطقة للصحفيين.",
        None,
        "ar",
    ),
]


@pytest.mark.parametrize(("text", "stated", "language"), LANGUAGES)
def test_the_language_is_recognised_where_the_text_is_long_enough(
    text: str, stated: str | None, language: str | None
) -> None:
    assert read_text(text, language=stated).language == language


@pytest.mark.parametrize("text", ["", "  \n ", "Advertisement\n\nRelated Articles", "***"])
def test_an_article_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(EmptyArticle, match="Give the words of a report"):
        read_text(text)


def test_a_page_that_is_no_report_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page("<p>Please enable JavaScript to go on reading.</p>"))
    (unread,) = read(str(path))
    assert isinstance(unread, Unread)
    assert isinstance(unread.error, EmptyArticle)
