"""Take the README's pictures: the explanation page as PNG, `recount code` and `recount why` as SVG.

The figure under a rule is of the reports on the page docs/how-to/explain-a-figure.md.

    uv run python tools/take_pictures.py examples/wire-story.html

Needs Debian's `chromium` for the page.
"""

import argparse
import contextlib
import io
import re
import subprocess
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console, Group, RenderableType
from rich.terminal_theme import TerminalTheme

from recount import api
from recount.api import casebook, deriving, linking
from recount.cli.derived import derivation
from recount.cli.tables import record_tables
from recount.cli.traced import as_tree
from recount.nouns import Record

__all__ = ["main", "picture_of_page", "picture_of_rule", "picture_of_tables", "picture_of_trace"]

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = DOCS / "pictures"

# A picture in a repository must not make its reader's browser ask another machine for letters.
_SVG = re.sub(r"@font-face \{\{.*?\}\}\n|<!--.*?-->", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
# Black, red, green, yellow, blue, magenta, cyan and white, as the page has them.
_COLOURS = ["1e1d1a", "c0311f", "2b7a3d", "806000", "2456b8", "b02a6b", "0b7285", "66635b"]
_PAPER = TerminalTheme(
    (255, 254, 251), (30, 29, 26), [(int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in _COLOURS]
)


def picture_of_tables(record: Record, *, width: int = 108) -> str:
    """Return the tables of a record as SVG, `width` columns wide."""
    return _picture(record_tables(record, width=width), title="recount code", width=width)


def picture_of_trace(article: str, published: str | None, field: str, *, width: int = 108) -> str:
    """Return as SVG where a field of the first report of an article comes from, as a casebook tells it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "casebook.recount"
        casebook.init_casebook(path)
        casebook.add(path, [article], published=published, by="A. Coder")
        (hit,) = casebook.search(path, "killed")
        found = casebook.why(path, hit.reports[0].id, field)
    return _picture(as_tree(found), title=f"recount why … {field}", width=width)


def picture_of_rule(page: Path, field: str, rule: str, *, width: int = 124) -> str:
    """Return as SVG how a figure of the one event in a page's reports comes about under a rule."""
    told = re.search(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    if told is None:
        raise SystemExit(f"{page}: no block of Python writes reports.jsonl")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        exec(told[1], {})
        path = Path("casebook.recount")
        casebook.init_casebook(path)
        casebook.add(path, ["reports.jsonl"], by="A. Coder")
        linking.link(path, by="A. Coder")
        (event,) = linking.events(path)
        (found,) = deriving.derive(path, event.id, field, [rule])
    return _picture(Group(*derivation(found)), title=f"recount why … {field} --rule {rule}", width=width)


def _picture(shown: RenderableType, *, title: str, width: int) -> str:
    console = Console(record=True, width=width, file=io.StringIO(), markup=False, emoji=False, highlight=False)
    console.print(shown)
    return console.export_svg(title=title, theme=_PAPER, code_format=_SVG, unique_id="recount")


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
    """Code one article and write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article")
    parser.add_argument("--published")
    parser.add_argument("--no-page", dest="page", action="store_false", help="leave the page, which needs chromium")
    arguments = parser.parse_args()
    coded = next(iter(api.code_sources([arguments.article], published=arguments.published)))
    if not isinstance(coded, Record):
        raise SystemExit(f"{coded.source}: {coded.message}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "code.svg").write_text(picture_of_tables(coded), encoding="utf-8", newline="\n")
    traced = picture_of_trace(arguments.article, arguments.published, "killed")
    (PICTURES / "why.svg").write_text(traced, encoding="utf-8", newline="\n")
    ruled = picture_of_rule(DOCS / "how-to" / "explain-a-figure.md", "killed", "ucdp")
    (PICTURES / "why-rule.svg").write_text(ruled, encoding="utf-8", newline="\n")
    if arguments.page:
        picture_of_page(api.explain_page([coded]), PICTURES / "explain.png")


if __name__ == "__main__":
    main()
