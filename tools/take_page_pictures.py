"""Take the documentation's pictures of the review pages: those of the example casebook, in Chromium.

    uv run python tools/take_page_pictures.py

Needs Debian's `chromium`.
"""

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench_pages import served
from recount.api import demo, linking

__all__ = ["main"]

_PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
_ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
# Pixels; what a page has below is cut off.
_WIDE, _HIGH = 1280, 860
# A map is drawn by software where there is no graphics card.
_MAP_SECONDS = 60.0


def main() -> None:
    """Build the example casebook, and take a picture of each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.recount"
        demo.build_demo(path)
        most = max(linking.events(path, limit=1000), key=lambda event: event.reports)
        with served(path, by="example reviewer") as base, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=arguments.chromium, args=_ARGUMENTS)
            first = browser.new_page()
            first.goto(f"{base}/queue/next")
            article = re.sub(r"^https?://[^/]+", "", first.url)
            for name, address in (("events", "/events"), ("event", f"/events/{most.id}"), ("article", article)):
                _take(browser, base + address, _PICTURES / f"review-{name}.png")
            browser.close()


def _take(browser: Browser, address: str, target: Path) -> None:
    page = browser.new_page(viewport={"width": _WIDE, "height": _HIGH}, color_scheme="light")
    page.goto(address)
    if page.locator("[data-map]").count():
        page.locator("[data-map][data-drawn]").first.wait_for(timeout=_MAP_SECONDS * 1000)
    page.screenshot(path=target)
    print(f"{target.name}: {page.title()}")
    page.close()


if __name__ == "__main__":
    main()
