"""The whole way of a reviewer through the pages of the example casebook, in a real browser."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Seen, Site, browser, example, log_in, seen_in, serving_copy
from playwright.sync_api import Browser, Download, Page, expect

from recount.api.casebook import casebook_row
from recount.api.linking import LinkedReport, WhyLinked, events, why_linked

__all__ = ["browser", "example"]

CODERS, REVIEWER = ("Cora", "Dan"), "Revi"
WIRE, PAPER = "Meridian Wire (invented)", "The Sahel Independent (invented)"


@pytest.fixture(scope="module")
def site(browser: Browser, example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving_copy(example, tmp_path_factory.mktemp("journey"), "--by", "you") as served:
        yield served


@pytest.fixture
def seen(browser: Browser, site: Site) -> Iterator[Seen]:
    with seen_in(browser, site) as opened:
        yield opened


def every_event(site: Site) -> list[WhyLinked]:
    return [why_linked(site.casebook, one.id) for one in events(site.casebook, limit=1_000)]


def report_of(site: Site, outlet: str, published: str, anchor: str) -> LinkedReport:
    return next(
        one
        for event in every_event(site)
        for one in event.reports
        if (one.outlet, one.published, one.anchor) == (outlet, published, anchor)
    )


def decisions_on(site: Site, id_: str) -> list[tuple[str, str, str | None, Any]]:
    """Return what people decided on an id: who, what, of which field, and the value."""
    told = casebook_row(site.casebook, id_)["decisions"]
    return [(one["by"], one["verdict"], one["field"], one["value"]) for one in told]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_the_overview_a_filter_leads_to_an_event_and_its_article(seen: Seen) -> None:
    page = seen.at("/")
    press(page, "g", "e")
    expect(page).to_have_url(re.compile(r"/events"))
    page.get_by_label("Country").first.select_option("NE")
    expect(page).to_have_url(re.compile(r"country=NE"))
    expect(page.locator("main")).to_contain_text("Bankilaré")
    expect(page.locator("main")).not_to_contain_text("Tongomayel")
    page.locator("a[data-open][href^='/events/ev1:'], main a[href^='/events/ev1:']").first.click()
    expect(page).to_have_url(re.compile(r"/events/ev1:[0-9a-f]{16}"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("What reports say")
    page.locator("main a[href^='/articles/'], main a[href^='/reports/']").first.click()
    expect(page).to_have_url(re.compile(r"/articles/art1:"))
    expect(page.locator("[data-text]")).to_be_visible()


def test_three_keys_open_a_report_of_the_queue_and_accept_it(seen: Seen, site: Site) -> None:
    asked = site.json("/queue.json")["events"][0]["report"]["id"]
    page = seen.at("/queue")
    keys = ["n", "a"]
    press(page, keys[0])
    expect(page).to_have_url(re.compile(re.escape(asked)))
    press(page, keys[1])
    expect(page).not_to_have_url(re.compile(re.escape(asked) + "$"))
    page.wait_for_load_state("networkidle")
    assert decisions_on(site, asked) == [("you", "accept", None, None)]
    assert len(keys) <= 3


def test_a_decision_is_taken_back_by_another_one(seen: Seen, site: Site) -> None:
    report = report_of(site, WIRE, "2024-03-15", "attack")
    page = seen.at(f"/articles/{report.article}#{report.id}")
    press(page, "u")
    expect(page.locator(f"[id='{report.id}']")).to_contain_text("unsure")
    press(page, "z")
    expect(page.locator("[data-announce]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [(who, verdict) for who, verdict, _, _ in decisions_on(site, report.id)] == [
        ("you", "unsure"),
        ("you", "withdraw"),
    ]


def test_a_place_is_corrected_on_the_map(seen: Seen, site: Site) -> None:
    report = report_of(site, WIRE, "2024-03-05", "attacked")
    assert report.place == "Djibo"
    page = seen.at(f"/articles/{report.article}?correct={report.id}&field=where")
    form = page.locator("[data-correcting]")
    before = form.get_by_label("Latitude").input_value()
    canvas = page.locator("#pick-map canvas")
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_be_visible()
    page.wait_for_load_state("networkidle")
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.55)
    expect(form.get_by_label("Latitude")).not_to_have_value(before)
    latitude, longitude = (float(form.get_by_label(one).input_value()) for one in ("Latitude", "Longitude"))
    form.get_by_label("Reason").fill("the market is east of Djibo")
    form.get_by_role("button", name="Keep the correction").click()
    expect(page.locator("[data-announce]")).to_be_visible()
    who, verdict, field, value = decisions_on(site, report.id)[-1]
    told = value.get("value", value)
    assert (who, verdict, field) == ("you", "correct", "where")
    assert (told["latitude"], told["longitude"]) == (latitude, longitude)


def test_an_event_is_split_and_put_together_again(seen: Seen, site: Site) -> None:
    event = next(one for one in every_event(site) if one.event.place == "Yakouta" and len(one.reports) > 2)
    stray = next(one for one in event.reports if one.place == "Gangaol")
    page = seen.at(f"/events/{event.event.id}")
    page.locator(f"[id='split-{stray.id}']").check()
    page.get_by_label("Why the ticked reports tell of another happening").fill("the other village")
    page.get_by_role("button", name="Split them off").click()
    page.wait_for_load_state("networkidle")
    assert why_linked(site.casebook, stray.id).event.id != event.event.id
    assert len(why_linked(site.casebook, event.event.id).reports) == len(event.reports) - 1
    page = seen.at(f"/events/{event.event.id}")
    page.get_by_role("button", name="Take back mine").click()
    page.wait_for_load_state("networkidle")
    assert why_linked(site.casebook, stray.id).event.id == event.event.id


def test_what_was_done_stands_in_the_history(seen: Seen) -> None:
    page = seen.at("/history")
    expect(page.locator("main")).to_contain_text("example coder A")
    expect(page.locator("main")).to_contain_text("the other village")


def test_events_are_exported_as_a_table(seen: Seen, tmp_path: Path) -> None:
    page = seen.at("/events?country=NE")
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV").click()
    rows = rows_of(coming.value, tmp_path / "events.csv")
    assert {row["country"] for row in rows} == {"NE"}


def test_reports_are_exported_as_a_table(seen: Seen, tmp_path: Path) -> None:
    page = seen.at("/export")
    page.get_by_label("csv", exact=True).last.check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the reports").click()
    assert len(rows_of(coming.value, tmp_path / "reports.csv")) > 100


def rows_of(download: Download, kept: Path) -> list[dict[str, str]]:
    download.save_as(kept)
    with kept.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_two_coders_code_blind_and_see_how_far_they_agree(
    browser: Browser, example: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("team")
    with serving_copy(
        example, folder, "--login", team={**dict.fromkeys(CODERS, "coder"), REVIEWER: "reviewer"}
    ) as site:
        with seen_in(browser, site) as seen:
            page = seen.page
            log_in(seen, REVIEWER)
            seen.at("/coding")
            page.get_by_label("Name").fill("two-of-them")
            page.get_by_label("Coders").fill("\n".join(CODERS))
            page.get_by_label("Reports", exact=True).fill("1")
            for box in page.locator("input[name=fields]").all():
                box.set_checked(box.input_value() in ("event_type", "killed"))
            page.get_by_role("button", name="Draw the reports").click()
            expect(page).to_have_url(re.compile("/coding/two-of-them"))
        for coder, killed in zip(CODERS, ("7", "9"), strict=True):
            with seen_in(browser, site) as seen:
                page = seen.page
                log_in(seen, coder)
                seen.at("/coding/two-of-them")
                press(page, "n")
                expect(page.get_by_role("heading", level=1)).to_contain_text("Report 1 of 1")
                page.get_by_label("Type", exact=True).select_option("Battles")
                page.get_by_label("Figure").fill(killed)
                page.get_by_role("button", name="Keep").click()
                expect(page).not_to_have_url(re.compile("rep1:"))
        with seen_in(browser, site) as seen:
            log_in(seen, REVIEWER)
            page = seen.at("/coding/two-of-them/agreement")
            expect(page.locator("main")).to_contain_text("Killed")
            expect(page.locator("main")).to_contain_text("9")
            page.locator("main a[href*='/adjudicate/']").first.click()
            expect(page.locator("main")).to_contain_text("Cora")
            expect(page.locator("main")).to_contain_text("Dan")
