"""The explanation page: complete, joined word by word, closed to everything that an article may try."""

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from invented import ATTACKS, BOMB, RAID, RECORD, STRIKE, bare_record

from recount.nouns import Article, Record, When, Where
from recount.publishing.base_map import Box, clip, countries, country_names, inside
from recount.publishing.explanation import explain_page
from recount.publishing.site_map import HEIGHT, WIDTH, draw_map
from recount.publishing.timeline import draw_timeline

_VOID = {"meta", "link", "input", "rect", "circle", "line", "path", "stop", "br"}
PAGE = explain_page([RECORD])


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of those of interest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def test_every_element_is_closed_and_every_anchor_is_there_once() -> None:
    page = Page(PAGE)
    assert page.open == []
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.all("href") if link.startswith("#")} <= set(ids)


def test_the_text_stands_there_in_full() -> None:
    text = re.sub(r"<[^>]+>", "", PAGE[PAGE.index('<div class="text"') :])
    written = " ".join(text.split())
    for sentence in RECORD.article.sentences:
        assert sentence.span.quote.replace("\n", " ") in written


def test_each_value_knows_its_words_and_the_words_their_values() -> None:
    page = Page(PAGE)
    carried = {
        value
        for _, attributes in page.elements
        if "data-fields" in attributes
        for value in attributes["data-v"].split()
    }
    shown = {
        attributes["data-v"]
        for _, attributes in page.elements
        if "data-v" in attributes and "data-fields" not in attributes
    }
    assert shown
    assert shown <= carried


def test_overlapping_values_share_their_words() -> None:
    words = re.search(r'<a class="seg f-where [^>]*data-fields="([^"]*)"[^>]*>Ménaka</a>', PAGE)
    assert words
    assert words[1].split()[:3] == ["where", "whom", "what"]


@pytest.mark.parametrize(
    "words",
    [
        "57 + 83 = 140 ✓",
        "≥12 killed",
        "≤20 injured",
        "Speakers differ on casualties",
        "Who (claimed)",
        "Nothing here is verified",
        "near Ansongo, Gao, Mali",
        "coded: tells of report 1",
        "published 2025-05-22",
    ],
)
def test_what_a_reader_finds(words: str) -> None:
    assert words in PAGE


# Closed to the outside


def test_the_policy_names_the_style_and_the_script_by_their_hash() -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', PAGE)
    assert policy
    for tag in ("style", "script"):
        inline = re.search(f"<{tag}>(.*?)</{tag}>", PAGE, flags=re.DOTALL)
        assert inline
        digest = base64.b64encode(hashlib.sha256(inline[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


def test_nothing_is_asked_of_another_machine() -> None:
    page = Page(PAGE)
    assert page.all("src") == []
    assert page.all("style") == []
    links = [
        (tag, attributes["href"])
        for tag, attributes in page.elements
        if "href" in attributes and not attributes["href"].startswith("#")
    ]
    assert links == [("link", "data:,"), ("a", RECORD.article.url)]
    assert "@import" not in PAGE
    assert set(re.findall(r"url\(([^)]*)\)", PAGE)) == {"#hatch", "#fade"}


HOSTILE = bare_record(
    "He said <script>alert(1)</script> & \"quoted\" 'it' </style></p> {{ 7*7 }} {% raw %}\n\n"
    "<img src=x onerror=alert(1)> \u202eturned\u202c \u2066kept\u2069 \x1b[31mred\x00 end.",
    title='</title><script>alert(2)</script>" onload="alert(3)',
    outlet="<b onclick=alert(4)>Outlet</b>",
    url="javascript:alert(5)",
)


def test_an_article_cannot_open_an_element_or_an_attribute() -> None:
    hostile = Page(explain_page([HOSTILE]))
    plain = Page(explain_page([bare_record("Nothing.\n\nhere", title="A", outlet="B", url="c")]))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(attributes) for _, attributes in hostile.elements] == [
        sorted(attributes) for _, attributes in plain.elements
    ]
    assert hostile.open == []
    assert "{{ 7*7 }}" in hostile.texts["p"]


def test_nor_turn_letters_around_nor_hide_controls() -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", explain_page([HOSTILE]))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/b?c=d&e=\"f'", True),
        ("http://a.example", True),
        ("HTTPS://A.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("https:", False),
        ("//a.example/b", False),
        ("file:///etc/passwd", False),
        ("http://[broken", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    page = Page(explain_page([bare_record("Text.", title="T", url=url)]))
    assert (url in page.all("href")) == linked


# More than one, none, other scripts


def test_several_records_share_a_page_without_sharing_anchors() -> None:
    page = Page(explain_page([RECORD, HOSTILE, RECORD]))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert page.texts["h1"].count("Two army posts") == 2


def test_a_right_to_left_text_says_so() -> None:
    article = Article.of("قُتل خمسة جنود.", title="هجوم", language="ar")
    page = explain_page([Record(article=article, method=RECORD.method)])
    assert '<div class="text" dir="rtl" lang="ar">' in page


def test_the_same_record_makes_the_same_page() -> None:
    assert explain_page([RECORD]) == PAGE


# The map


def with_reports(*reports: object) -> Record:
    return RECORD.model_copy(update={"reports": reports})


def test_the_map_shows_each_place_with_its_uncertainty() -> None:
    drawn = draw_map(RECORD)
    assert drawn
    assert [spot.numbers for spot in drawn.spots] == [(1,), (2,), (3,)]
    assert [spot.radius is None for spot in drawn.spots] == [False, True, False]
    assert all(0 < spot.x < WIDTH and 0 < spot.y < HEIGHT for spot in drawn.spots)
    assert {label.text for label in drawn.names} <= set(country_names().values())


def test_the_circle_is_as_wide_as_the_radius_of_the_record() -> None:
    def radius(radius_km: float) -> float:
        where = Where(name="Kaya", country="BF", latitude=13.09, longitude=-1.08, precision="near", radius_km=radius_km)
        drawn = draw_map(with_reports(RAID.model_copy(update={"where": where})))
        assert drawn and drawn.spots[0].radius
        return drawn.spots[0].radius

    assert radius(40) == pytest.approx(2 * radius(20), rel=0.01)


def test_two_reports_at_one_place_are_one_spot() -> None:
    drawn = draw_map(with_reports(STRIKE, RAID, STRIKE))
    assert drawn
    assert [spot.numbers for spot in drawn.spots] == [(1, 3), (2,)]


def test_a_country_is_tinted_and_never_a_point() -> None:
    where = Where(name="Mali", country="ML", latitude=17.0, longitude=-4.0, precision="country")
    drawn = draw_map(with_reports(RAID.model_copy(update={"where": where})))
    assert drawn
    assert drawn.spots == ()
    assert sum(outline.only for outline in drawn.outlines) == 1


def test_no_place_no_map() -> None:
    assert draw_map(with_reports(RAID.model_copy(update={"where": Where()}))) is None


@pytest.mark.parametrize("longitude", [-179.9, 179.9])
def test_the_date_line_does_not_empty_the_map(longitude: float) -> None:
    where = Where(name="Taveuni", country="FJ", latitude=-16.8, longitude=longitude, precision="exact")
    drawn = draw_map(with_reports(RAID.model_copy(update={"where": where})))
    assert drawn
    assert drawn.outlines


def test_outlines_hold_their_capitals() -> None:
    places = {"ML": (-8.0, 12.64), "FR": (2.35, 48.86), "AU": (149.13, -35.28), "IQ": (44.36, 33.31)}
    for country in countries():
        if country.code in places and country.name == country_names()[country.code]:
            assert sum(inside(places[country.code], ring) for ring, _ in country.outlines) % 2 == 1


def test_a_clipped_ring_stays_in_its_box() -> None:
    box = Box(0, 0, 2, 2)
    ring = clip(((-1, 1), (1, 3), (3, 1), (1, -1)), box)
    assert all(0 <= x <= 2 and 0 <= y <= 2 for x, y in ring)
    assert clip(((5, 5), (6, 5), (6, 6)), box) == ()


# The days


def test_bars_cover_the_possible_days_and_end_before_the_publication() -> None:
    strip = draw_timeline(RECORD)
    assert strip
    assert [bar.number for bar in strip.bars] == [1, 2, 3]
    assert strip.published is not None
    for bar in strip.bars:
        assert 0 <= bar.left < bar.left + bar.width <= strip.published
    raid, strike, bomb = strip.bars
    assert bomb.width == pytest.approx(7 * raid.width, abs=0.1)
    assert strike.width == pytest.approx(2 * raid.width, abs=0.1)


def test_a_day_bounded_from_above_only_fades() -> None:
    when = When(latest=date(2025, 5, 22), precision="unknown", basis="context")
    strip = draw_timeline(
        with_reports(BOMB.model_copy(update={"when": when}), BOMB.model_copy(update={"when": When()}))
    )
    assert strip
    assert [bar.open_left for bar in strip.bars] == [True]
    assert strip.bars[0].label == "by 2025-05-22"
    assert strip.undated == (2,)


@pytest.mark.parametrize("years", [0, 1, 3, 9, 45, 120])
def test_the_axis_names_a_handful_of_days(years: int) -> None:
    when = When(earliest=date(2025 - years, 1, 31), latest=date(2025 - years, 2, 1), precision="days", basis="stated")
    strip = draw_timeline(with_reports(RAID.model_copy(update={"when": when})))
    assert strip
    assert 1 <= len(strip.ticks) <= 9


def test_no_day_no_strip() -> None:
    assert draw_timeline(with_reports(RAID.model_copy(update={"when": When()}))) is None


def test_a_tally_that_does_not_add_up_is_told_as_such() -> None:
    assert ATTACKS.check
    wrong = ATTACKS.model_copy(update={"check": ATTACKS.check.model_copy(update={"parts_sum": 139, "agrees": False})})
    page = explain_page([RECORD.model_copy(update={"tallies": (wrong,)})])
    assert "57 + 83 = 139 ✗ not 140" in page
    assert "the parts do not add up" in page
