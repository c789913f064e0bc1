"""Take the README's pictures: the explanation page as PNG, the table of `recount code` as SVG.

    uv run python tools/take_pictures.py examples/wire-story.html

Needs Debian's `chromium` for the page.
"""

import argparse
import io
import re
import subprocess
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from recount import api
from recount.cli.tables import record_tables
from recount.nouns import Record

__all__ = ["main", "picture_of_page", "picture_of_tables"]

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"

# A picture in a repository must not make its reader's browser ask another machine for letters.
_SVG = re.sub(r"@font-face \{\{.*?\}\}\n|<!--.*?-->", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
# Black, red, green, yellow, blue, magenta, cyan and white, as the page has them.
_COLOURS = ["1e1d1a", "c0311f", "2b7a3d", "806000", "2456b8", "b02a6b", "0b7285", "66635b"]
_PAPER = TerminalTheme(
    (255, 254, 251), (30, 29, 26), [(int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in _COLOURS]
)


def picture_of_tables(record: Record, *, width: int = 108) -> str:
    """Return the tables of a record as SVG, `width` columns wide."""
    console = Console(record=True, width=width, file=io.StringIO(), markup=False, emoji=False, highlight=False)
    console.print(record_tables(record, width=width))
    return console.export_svg(title="recount code", theme=_PAPER, code_format=_SVG, unique_id="recount")


def picture_of_page(page: str, out: Path, *, width: int = 1360, height: int = 1180) -> None:
    """Write the top of an explanation page as PNG; `width` and `height` are pixels of the window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ]
        command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        command += [
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--window-size={width},{height}",
        ]
        command += [f"--screenshot={out.resolve()}", path.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Code one article and write both pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article")
    parser.add_argument("--published")
    arguments = parser.parse_args()
    coded = next(iter(api.code_sources([arguments.article], published=arguments.published)))
    if not isinstance(coded, Record):
        raise SystemExit(f"{coded.source}: {coded.message}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "code.svg").write_text(picture_of_tables(coded), encoding="utf-8", newline="\n")
    picture_of_page(api.explain_page([coded]), PICTURES / "explain.png")


if __name__ == "__main__":
    main()
