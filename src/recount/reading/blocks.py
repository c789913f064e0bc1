"""Cuts a tree of elements into blocks of text: paragraphs, headings, items of lists, rows of tables."""

import re
from typing import NamedTuple

from lxml.etree import iterwalk  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

__all__ = ["Block", "blocks_of"]

# Elements of HTML, and of the small XML that trafilatura returns.
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "item", "li", "list", "main", "nav", "ol", "p", "pre",
    "quote", "row", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
))
# fmt: on
_CELLS = frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "lb"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "head"))
# Text in these keeps its line breaks.
_KEPT = frozenset(("pre", "code"))
_LINKS = frozenset(("a", "ref"))
_SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "graphic")
)


class Block(NamedTuple):
    """A paragraph, heading, item or row, with white space made even."""

    text: str
    linked: float
    """Share of its letters that are links, in [0, 1]."""
    heading: bool = False


class _Writer:
    """Collects runs of text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._runs: list[str] = []
        self._linked = 0
        self._links = 0
        self._silent = 0
        self._heading = False
        self._kept = 0

    def write(self, text: str | None) -> None:
        if text and not self._silent:
            self._runs.append(text.replace("\t", " ") if self._kept else re.sub(r"\s+", " ", text))
            if self._links:
                self._linked += len(text.strip())

    def start(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.close()
            self._heading = tag in _HEADINGS
        elif tag in _CELLS:
            self._runs.append("\t")
        elif tag in _BREAKS:
            self._runs.append("\n")
        self._links += tag in _LINKS
        self._silent += tag in _SILENT
        self._kept += tag in _KEPT

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.close()
            self._heading = False
        self._links -= tag in _LINKS
        self._silent -= tag in _SILENT
        self._kept -= tag in _KEPT

    def close(self) -> None:
        whole = "".join(self._runs)
        linked = self._linked
        self._runs, self._linked = [], 0
        # Old pages separate paragraphs by two line breaks.
        for part in re.split(r"\n[ \t]*\n", whole):
            cells = [re.sub(r" *\n *", "\n", re.sub(r" +", " ", cell)).strip() for cell in part.split("\t")]
            text = " | ".join(cell for cell in cells if cell)
            text = re.sub(r"^[-•▪●]\s+", "", text)
            if text:
                self.blocks.append(Block(text, min(1.0, linked / max(len(whole.strip()), 1)), self._heading))


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the blocks below `root` in the order of the page.

    A single line break stays one; the cells of a row are joined by " | "; marks of list items are left out.
    """
    writer = _Writer()
    # Walked without recursion: hostile pages nest elements a hundred thousand deep.
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            writer.write(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            writer.start(tag)
            writer.write(element.text)
        else:
            writer.end(tag)
            if element is not root:
                writer.write(element.tail)
    writer.close()
    return writer.blocks
