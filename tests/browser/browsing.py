"""A real browser on the served example casebook, for tests of what people see and do."""

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from recount.api.accounts import add_account
from recount.api.demo import build_demo

__all__ = [
    "NARROW",
    "PASSWORD",
    "PICTURES",
    "WIDE",
    "Seen",
    "Site",
    "browser",
    "defects",
    "example",
    "seen_in",
    "serving_copy",
]

PICTURES = Path(__file__).resolve().parents[2] / "build" / "screenshots"
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=375, height=740)
PASSWORD = "correct horse battery"
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The map draws by software where there is no graphics card.
_OPTIONS = ("--no-sandbox", "--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
# Seconds. A loaded machine takes its time to load the pages; the first answer comes in two otherwise.
_STARTS = 60.0
# Milliseconds.
_WAITS = 15_000
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_OF_COLOURS = ("color-contrast", "link-in-text-block")
_CAME_UP = re.compile(r"(http://127\.0\.0\.1:\d+)")


class Site(NamedTuple):
    """Pages that are served."""

    base: str
    casebook: Path

    def json(self, path: str) -> Any:
        """Return the value that a page shows."""
        with urlopen(Request(f"{self.base}{path}")) as answer:
            return json.load(answer)


class Seen(NamedTuple):
    """A page, and what went wrong while it was looked at."""

    page: Page
    base: str
    errors: list[str]
    """What the console and scripts complain of."""
    outside: list[str]
    """Addresses on other machines that were asked."""

    def at(self, path: str) -> Page:
        """Go to a path; wait until nothing more is loaded."""
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the example casebook: built once for all modules, not to be written."""
    path = tmp_path_factory.getbasetemp() / "example-of-browsers.recount"
    build_demo(path)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.skip("There is no chromium on this machine: what people see and do in a browser was not tried.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_OPTIONS))
        yield started
        started.close()


@contextmanager
def serving_copy(example: Path, folder: Path, *options: str, team: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Serve a copy of the casebook by `recount serve` in a process of its own; `team` are names with their roles."""
    casebook = folder / "example.recount"
    shutil.copy(example, casebook)
    for name, role in (team or {}).items():
        add_account(casebook, name, PASSWORD, role=role)
    command = [sys.executable, "-m", "recount", "serve", str(casebook), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    said: list[str] = []
    found = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if _CAME_UP.search(line):
                found.set()
        found.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        found.wait(_STARTS)
        address = next((match[1] for line in said if (match := _CAME_UP.search(line))), None)
        assert address, f"It was not served: {''.join(said)}"
        yield Site(address, casebook)
        assert process.poll() is None, f"It stopped: {''.join(said)}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def seen_in(browser: Browser, site: Site, **options: Any) -> Iterator[Seen]:
    """Open a window on a site; until it is closed, no other machine may be asked and nothing may go wrong."""
    context: BrowserContext = browser.new_context(**{"viewport": WIDE, "base_url": site.base, **options})
    context.set_default_timeout(_WAITS)
    page = context.new_page()
    seen = Seen(page, site.base, [], [])
    page.on("console", lambda told: seen.errors.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda asked: _outside(asked.url, site.base, seen.outside))
    try:
        yield seen
    finally:
        context.close()
    assert not seen.errors, f"The console says: {seen.errors}"
    assert not seen.outside, f"Other machines were asked: {seen.outside}"


def log_in(seen: Seen, name: str) -> None:
    """Log in as one of the team."""
    page = seen.at("/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".who")).to_contain_text(name)
    page.wait_for_load_state("networkidle")


def defects(page: Page, *, colours: bool = True, others: bool = True) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA: rule, words, and the first elements.

    Rules on colours take the most time and see nothing new on a telephone; all others see nothing new in the dark.
    """
    only = {"type": "tag", "values": list(_RULES)} if others else {"type": "rule", "values": list(_OF_COLOURS)}
    left_out = {} if colours else {rule: {"enabled": False} for rule in _OF_COLOURS}
    found = Axe().run(page, options={"runOnly": only, "rules": left_out}).response["violations"]
    told = []
    for one in found:
        where = [" ".join(node["target"]) for node in one["nodes"]]
        if one["id"] == "target-size":
            # Words of a sentence may be as narrow as they are (2.5.8, "Inline"). Axe knows that of a sentence that
            # has other words beside its links, and not of one in which every word is coded.
            where = [target for target in where if not _is_word_of_text(page, target)]
        if where:
            told.append(f"{one['id']}: {one['help']}: {'; '.join(where[:3])}")
    return told


def _is_word_of_text(page: Page, target: str) -> bool:
    return bool(page.locator(target).evaluate("word => word.matches('.article .text .seg')"))


def _outside(url: str, base: str, into: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(base).netloc:
        into.append(url)
