"""Articles written to attack their readers: every page that can be reached shows their words, and none of them acts."""

import json
import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi import FastAPI
from team import addresses_of, app_of, browser_of

from recount.api.casebook import add, decide, init_casebook, search
from recount.api.linking import events, link

# Pages looked at; enough for every kind of page of a casebook of eight articles.
MOST_PAGES = 400
# Where characters that turn the order of writing around may stand: what follows them stays as it is.
KEEPS_ORDER = frozenset({"bdi", "title", "textarea"})
TURNS_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
OURS = re.compile(r"^/static/[\w.-]+$")

MARKUP = "<xss-a onclick=alert(1)>x</xss-a><script>alert(1)</script><svg/onload=alert(1)><img src=x onerror=alert(1)>"
BREAKS = "\"'><xss-b>`${alert(1)}`{{7*191}}{%raw%}</title></textarea></script><!--"
TURNED = "\u202egnp.exe\u202c \u2066abc"
NOT_QUOTED = "The harvest festival will go on as its organisers had planned it in spring."
PLACES = ("Kyiv", "Kharkiv", "Odesa", "Dnipro")


def articles() -> Iterator[dict[str, str]]:
    day = "2024-05-03"
    for number, words in enumerate((MARKUP, BREAKS, TURNED, "<!--<plaintext><base href=//evil.example/>")):
        place = PLACES[number]
        yield {
            "id": f"a{number}",
            "title": f"Strike kills 12 in {place} {words}",
            "outlet": f"The {words} Herald",
            "url": ("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://a.example/\"><xss-u>",
                    "//evil.example/x")[number],
            "published": day,
            "text": f"Strike kills 12 in {place} {words}\n\nTwelve people were killed in a Russian missile strike on "
            f"{place}, Ukraine, on Thursday, said governor Oleh {words} Petrenko. {words} The army said that at "
            f"least 15 people were wounded. \"{words} we saw the bodies\", a witness told the {words} agency.\n\n"
            f"Since January, 40 attacks have been carried out in Ukraine: 25 in Kyiv and 15 in Kharkiv, said the "
            f"{words} monitor. {words}\n\n{NOT_QUOTED}",
        }  # fmt: skip
        yield {
            "id": f"b{number}",
            "title": f"At least ten dead in {place}",
            "outlet": f"Radio {words}",
            "url": "vbscript:msgbox(1)",
            "published": day,
            "text": f"At least ten people were killed when a missile hit {place}, Ukraine, on Thursday, officials of "
            f"{words} said. The Army of {words} denied the attack.",
        }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    path, lines = folder / "hostile.recount", folder / "articles.jsonl"
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in articles()), encoding="utf-8")
    init_casebook(path, by="<xss-by>")
    outcome = add(path, [str(lines)], by="<xss-by>", processes=1)
    assert outcome.added == 8, outcome
    link(path, by="<xss-by>")
    for hit in search(path, "missile"):
        for report in hit.reports:
            decide(path, report.id, "unsure", by="<xss-by>", reason=MARKUP)
    return path


class Element(NamedTuple):
    name: str
    attributes: dict[str, str]


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.turned: list[str] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(one)
        if tag not in VOID:
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number].name == tag:
                del self._open[number:]
                return

    def handle_data(self, data: str) -> None:
        kept = any(one.name in KEEPS_ORDER or one.attributes.get("dir") == "auto" for one in self._open)
        if TURNS_ORDER.search(data) and not kept:
            self.turned.append(data.strip()[:120])


def begun(app: FastAPI) -> list[str]:
    """Return every address that can be asked for, with what the casebook holds in place of its parameters."""
    casebook = app.state.serving.casebook
    hits, grouped = list(search(casebook, "missile")), events(casebook)
    there = {
        "event": [one.id for one in grouped],
        "article": [one.article for one in hits],
        "report": [report.id for one in hits for report in one.reports],
    }
    paths = []
    for one in addresses_of(app):
        names = re.findall(r"\{(\w+)[^}]*\}", one.path)
        if one.method == "GET" and not names:
            paths.append(one.path)
        elif one.method == "GET" and len(names) == 1:
            paths.extend(re.sub(r"\{[^}]*\}", known, one.path) for known in there.get(names[0], [])[:4])
    return paths


def crawled(app: FastAPI) -> dict[str, Any]:
    """Return every page that can be reached by links, and the twin of each."""
    browser = browser_of(app, raise_server_exceptions=False)
    waiting, found = deque(begun(app)), dict[str, Any]()
    kinds: dict[str, int] = {}
    while waiting and len(found) < MOST_PAGES:
        path = waiting.popleft().partition("#")[0]
        # A few pages of each kind are enough.
        kind = re.sub(r"[0-9a-f]{8,}|\d+|=[^&]*", "…", path)
        if path in found or kinds.get(kind, 0) >= 8:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        found[path] = answer = browser.get(path)
        if to := answer.headers.get("location"):
            waiting.append(urljoin(path, to))
        if answer.headers.get("content-type", "").startswith("text/html"):
            for one in Page(answer.text).elements:
                href = one.attributes.get("href", "")
                if one.name in ("a", "link") and href.startswith("/") and not href.startswith(("//", "/static/")):
                    waiting.append(href)
    return found


@pytest.fixture(scope="module")
def both(hostile: Path) -> dict[str, dict[str, Any]]:
    return {kind: crawled(app_of(hostile, by="<xss-by>", public=kind == "public")) for kind in ("own", "public")}


@pytest.fixture(params=["own", "public"])
def pages(request: pytest.FixtureRequest, both: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return both[request.param]


def html_of(pages: dict[str, Any]) -> Iterator[tuple[str, Page]]:
    for path, answer in pages.items():
        if answer.headers.get("content-type", "").startswith("text/html"):
            yield path, Page(answer.text)


def test_every_page_answers(pages: dict[str, Any]) -> None:
    failed = {path: answer.status_code for path, answer in pages.items() if answer.status_code >= 500}
    assert failed == {}


def test_no_element_of_an_article_becomes_one_of_a_page(pages: dict[str, Any]) -> None:
    wrong = []
    for path, page in html_of(pages):
        for one in page.elements:
            script = one.name == "script" and not OURS.match(one.attributes.get("src", ""))
            data = one.name == "script" and one.attributes.get("type") == "application/json"
            foreign = one.name.startswith("xss") or one.name in (
                "style",
                "base",
                "plaintext",
                "iframe",
                "object",
                "embed",
            )
            if foreign or (script and not data):
                wrong.append((path, one))
    assert wrong == []


def test_no_attribute_acts(pages: dict[str, Any]) -> None:
    wrong = [
        (path, one)
        for path, page in html_of(pages)
        for one in page.elements
        for name in one.attributes
        if (name.startswith("on") or name in ("style", "srcdoc", "formaction", "hx-on")) or name.startswith("hx-on:")
    ]
    assert wrong == []


def test_links_lead_to_pages_of_ours_or_of_the_web(pages: dict[str, Any]) -> None:
    wrong = []
    for path, page in html_of(pages):
        for one in page.elements:
            for name in ("href", "src", "action", "hx-get", "hx-post", "poster", "data", "xlink:href"):
                address = one.attributes.get(name)
                if address is None or (one.name == "link" and address == "data:,"):
                    continue
                parts = urlsplit(address)
                outside = bool(parts.scheme or parts.netloc)
                link_out = one.name == "a" and parts.scheme in ("http", "https")
                careful = {"noopener", "noreferrer", "nofollow"} <= set(one.attributes.get("rel", "").split())
                if outside and not (link_out and careful):
                    wrong.append((path, one))
    assert wrong == []


def test_words_of_an_article_are_no_template(pages: dict[str, Any]) -> None:
    assert [path for path, answer in pages.items() if "1337" in answer.text] == []


def test_words_that_turn_the_order_of_writing_turn_only_themselves(pages: dict[str, Any]) -> None:
    wrong = [(path, words) for path, page in html_of(pages) for words in page.turned]
    assert wrong == []


def test_twins_are_json_and_say_so(pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        if urlsplit(path).path.endswith(".json") and answer.status_code == 200:
            assert answer.headers["content-type"] in ("application/json", "application/geo+json"), path
            assert answer.headers["x-content-type-options"] == "nosniff"
            json.loads(answer.text)


def test_what_an_article_was_is_given_as_a_file_that_no_browser_runs(pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        kind = answer.headers.get("content-type", "")
        if answer.status_code == 200 and not kind.startswith(("text/html", "application/json")):
            assert not kind.startswith(("text/html", "image/svg", "application/xhtml", "text/xml")), path
            disposition = answer.headers.get("content-disposition", "")
            assert disposition.startswith("attachment") or kind.startswith(("application/geo+json", "text/plain")), path


def test_in_public_nobody_learns_who_decided(both: dict[str, dict[str, Any]]) -> None:
    assert [path for path, answer in both["public"].items() if "xss-by" in answer.text] == []


def test_in_public_only_words_that_are_quoted_are_shown(both: dict[str, dict[str, Any]]) -> None:
    shown = {
        kind: [path for path, answer in pages.items() if NOT_QUOTED in answer.text] for kind, pages in both.items()
    }
    assert shown["own"]
    assert shown["public"] == []


def test_in_public_no_page_has_a_form_that_changes_something(both: dict[str, dict[str, Any]]) -> None:
    wrong = [
        (path, one)
        for path, page in html_of(both["public"])
        for one in page.elements
        if (one.name == "form" and one.attributes.get("method", "get").lower() != "get")
        or {"hx-post", "hx-put", "hx-delete", "hx-patch"} & one.attributes.keys()
    ]
    assert wrong == []
