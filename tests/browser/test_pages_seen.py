"""Every page, looked at in a real browser: light, dark, on a telephone, printed. Pictures lie in build/screenshots."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browsing import NARROW, PICTURES, WIDE, Seen, Site, browser, defects, example, log_in, seen_in, serving_copy
from playwright.sync_api import Browser, FloatRect, Page

from recount.api.demo import ROUND
from recount.api.linking import events, why_linked
from recount.api.reviewing import agreement, make_round
from recount.api.tallies import tallies

__all__ = ["browser", "example"]

# Pages by the name of their picture. {event} and so on stand for one that has something to show.
PAGES = {
    "overview": "/",
    "events": "/events",
    "events-filtered": "/events?country=BF&since=2024-03-04&until=2024-03-12",
    "event": "/events/{event}",
    "event-disputed": "/events/{disputed}",
    "article": "/articles/{article}",
    "article-long": "/articles/{long}",
    "article-correcting": "/articles/{article}?correct={report}&field=where",
    "article-right-to-left": "/articles/{arabic}",
    "tallies": "/tallies",
    "tally": "/tallies/{tally}",
    "search": "/search?words=market",
    "queue": "/queue",
    "actors": "/actors",
    "actor": "{actor}",
    "places": "/places",
    "place": "{place}",
    "coding": "/coding",
    "coding-round": "/coding/march-sample",
    "agreement": "/coding/march-sample/agreement",
    "adjudicating": "{differing}",
    "history": "/history",
    "export": "/export",
    "addresses": "/api",
    "not-found": "/events/ev1:0000000000000000",
}
# As everybody sees them where a casebook is served to read only.
PUBLIC = {
    "public-overview": "/",
    "public-events": "/events",
    "public-event": "/events/{event}",
    "public-article": "/articles/{article}",
}
# Where people log in.
TEAM = {"login": "/login", "accounts": "/users", "password": "/account", "round-to-code": "/coding/{round}/{asked}"}
ADMIN = "Ada"
# Pixels.
DRAWN = 4_000


@pytest.fixture(scope="module")
def site(browser: Browser, example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving_copy(example, tmp_path_factory.mktemp("seen"), "--by", "you") as served:
        yield served


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, str]:
    """Find pages that have something to show."""
    every = [why_linked(site.casebook, one.id) for one in events(site.casebook, limit=1_000)]
    most = max(every, key=lambda one: len(one.reports))
    held = next(one for one in every if one.contradictions)
    told = {(one.outlet, one.published): one for event in every for one in event.reports}
    wire = told["Meridian Wire (invented)", "2024-03-05"]
    tally = next(one for one in tallies(site.casebook) if one.told.tally.parts_agree is False)
    rows = {name: site.json(f"/{name}.json")[name] for name in ("actors", "places")}
    differing = agreement(site.casebook, ROUND).differing[0].report
    return {
        "actor": rows["actors"][0]["href"],
        "place": rows["places"][0]["href"],
        "differing": f"/coding/{ROUND}/adjudicate/{differing}",
        "event": most.event.id,
        "disputed": held.event.id,
        "article": wire.article,
        "report": wire.id,
        "long": told["The Sahel Independent (invented)", "2024-03-31"].article,
        "arabic": told["Continental Service (invented)", "2024-03-16"].article,
        "tally": tally.told.tally.id,
    }


def picture(page: Page, name: str) -> None:
    """Keep a picture of a page, as far down as a browser without a graphics card draws it rightly."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wide, high = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = FloatRect(x=0, y=0, width=wide, height=min(high, DRAWN))
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


class Looked(NamedTuple):
    """What somebody finds who looks at a page."""

    defects: dict[str, list[str]]
    """By how it is looked at."""
    pixels_too_wide: int
    """On a telephone."""
    shape: list[Any]
    """Language, headings of the first level, main parts, and whether there is a title."""


FINE = Looked({"light": [], "dark": [], "narrow": []}, 0, ["en", 1, 1, True])


def look_at(seen: Seen, path: str, name: str) -> Looked:
    """Look at a page in every way, and keep pictures of it."""
    found: dict[str, list[str]] = {}
    page = seen.at(path)
    shape = page.evaluate(
        "[document.documentElement.lang, document.querySelectorAll('h1').length,"
        " document.querySelectorAll('main').length, document.title.length > 0]"
    )
    found["light"] = defects(page)
    picture(page, f"{name}.light")
    page.emulate_media(color_scheme="dark")
    found["dark"] = defects(page, others=False)
    picture(page, f"{name}.dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    page.reload()
    page.wait_for_load_state("networkidle")
    found["narrow"] = defects(page, colours=False)
    picture(page, f"{name}.narrow")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    page.emulate_media(media="print")
    picture(page, f"{name}.print")
    page.emulate_media(media="screen")
    return Looked(found, max(0, wide - NARROW["width"]), shape)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_by_everybody(browser: Browser, site: Site, ids: dict[str, str], name: str) -> None:
    with seen_in(browser, site) as seen:
        looked = look_at(seen, PAGES[name].format(**ids), name)
        if name == "not-found":
            # The browser tells the console of the answer 404; it is what is asked for.
            seen.errors.clear()
    assert looked == FINE


def test_public_pages_can_be_used_by_everybody(
    browser: Browser, example: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    with serving_copy(example, tmp_path, "--public") as public, seen_in(browser, public) as seen:
        for name, path in PUBLIC.items():
            assert (name, look_at(seen, path.format(**ids), name)) == (name, FINE)


def test_pages_of_a_team_can_be_used_by_everybody(browser: Browser, example: Path, tmp_path: Path) -> None:
    team = {ADMIN: "admin", "Cora": "coder"}
    with serving_copy(example, tmp_path, "--login", team=team) as site, seen_in(browser, site) as seen:
        drawn = make_round(site.casebook, "by-two", coders=tuple(team), size=2, by=ADMIN)
        for name, path in TEAM.items():
            if name == "accounts":
                log_in(seen, ADMIN)
            there = path.format(round="by-two", asked=drawn.reports[0])
            assert (name, look_at(seen, there, name)) == (name, FINE)
