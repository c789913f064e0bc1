"""Every page, looked at in a real browser: light, dark, on a telephone, printed. Pictures lie in build/screenshots."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import NARROW, PICTURES, WIDE, Site, browser, defects, example, seen_in, serving_copy
from playwright.sync_api import Browser, FloatRect, Page

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
    "search": "/search?q=market",
    "queue": "/queue",
    "actors": "/actors",
    "places": "/places",
    "coding": "/coding",
    "coding-round": "/coding/march-sample",
    "agreement": "/coding/march-sample/agreement",
    "history": "/history",
    "export": "/export",
    "not-found": "/events/ev1:0000000000000000",
}
# Pixels.
DRAWN = 4_000


@pytest.fixture(scope="module")
def site(browser: Browser, example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving_copy(example, tmp_path_factory.mktemp("seen"), "--by", "you") as served:
        yield served


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, str]:
    """Find pages that have something to show."""
    from recount.api.linking import events, why_linked
    from recount.api.tallies import tallies

    every = [why_linked(site.casebook, one.id) for one in events(site.casebook, limit=1_000)]
    most = max(every, key=lambda one: len(one.reports))
    held = next(one for one in every if one.contradictions)
    told = {(one.outlet, one.published): one for event in every for one in event.reports}
    wire = told["Meridian Wire (invented)", "2024-03-05"]
    tally = next(one for one in tallies(site.casebook) if one.told.tally.parts_agree is False)
    return {
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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_by_everybody(browser: Browser, site: Site, ids: dict[str, str], name: str) -> None:
    path = PAGES[name].format(**ids)
    found: dict[str, list[str]] = {}
    with seen_in(browser, site) as seen:
        page = seen.at(path)
        found["light"] = defects(page)
        picture(page, f"{name}.light")
        page.emulate_media(color_scheme="dark")
        found["dark"] = defects(page)
        picture(page, f"{name}.dark")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
        page.reload()
        page.wait_for_load_state("networkidle")
        found["narrow"] = defects(page)
        picture(page, f"{name}.narrow")
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(WIDE)
        page.emulate_media(media="print")
        picture(page, f"{name}.print")
        if name == "not-found":
            # The browser tells the console of the answer 404; it is what is asked for.
            seen.errors.clear()
    assert found == {"light": [], "dark": [], "narrow": []}
    assert wide <= NARROW["width"], f"wider than a telephone: {wide} px"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_main_part_and_a_language(
    browser: Browser, site: Site, ids: dict[str, str], name: str
) -> None:
    with seen_in(browser, site) as seen:
        page = seen.at(PAGES[name].format(**ids))
        shape = page.evaluate(
            "[document.documentElement.lang, document.querySelectorAll('h1').length,"
            " document.querySelectorAll('main').length, document.title.length > 0]"
        )
        seen.errors.clear()
    assert shape == ["en", 1, 1, True]
