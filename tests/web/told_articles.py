"""Invented articles of one casebook, for tests of the page of an article."""

import json
import re
from pathlib import Path
from typing import Any

from recount.api import casebook
from recount.api.linking import link

__all__ = ["AMBUSH", "HOSTILE", "MARKET", "article_of", "book_of", "plain", "report_of", "shown_text"]

AMBUSH: dict[str, Any] = {
    "id": "ambush",
    "title": "Ambush near Kaya",
    "outlet": "Sahel Post",
    "url": "https://sahelpost.example/ambush-near-kaya",
    "published": "2024-05-06",
    "text": (
        "🔥🔥 Gunmen killed at least 12 soldiers near Kaya, Burkina Faso, on Friday, the army said.\n\n"
        "“They came at dawn,” said Moussa Hamidou, a shopkeeper. A hospital source said 14 people were killed.\n\n"
        "The weather was mild. Fighters from JNIM were blamed by the army.\n\n"
        "On Saturday a roadside bomb wounded two soldiers in Djibo."
    ),
}
"""An emoji stands before every word: counted in UTF-16, all places in it are two off."""

MARKET: dict[str, Any] = {
    "id": "market",
    "title": "قصف في الأبيض",
    "outlet": "صحيفة النهر",
    "published": "2024-05-07",
    "text": "قُتل 7 أشخاص في الأبيض. Seven people were killed on Monday when shells hit a market in El Obeid, Sudan.",
}

_MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE: dict[str, Any] = {
    "id": f"hostile{_MARKUP}",
    "title": f"Blast {_MARKUP}",
    "outlet": f'"><svg onload=alert(3)>{_MARKUP}',
    "url": "javascript:alert(4)",
    "author": _MARKUP,
    "published": "2024-05-06",
    "text": (
        f"Gunmen killed 12 soldiers {_MARKUP} in Kaya on Friday, {_MARKUP} said Ali \"'><b onclick=x> Omar.\n\n"
        "A bomb \u202ekilled 3 people\u202c in Djibo on Friday.\n\n{{ 7 * 7 }} {% raw %} ${7*7}"
    ),
}
"""What may not become part of a page: markup, a script's address, marks that turn the order of letters round."""


def book_of(folder: Path, *articles: dict[str, Any]) -> Path:
    """Return a linked casebook of some articles."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "articles.jsonl"
    source.write_text("".join(f"{json.dumps(one)}\n" for one in articles), encoding="utf-8")
    book = folder / "told.recount"
    casebook.init_casebook(book)
    added = casebook.add(book, [str(source)], processes=1, by="A. Coder")
    assert added.added == len(articles)
    link(book, by="A. Coder")
    return book


def article_of(book: Path, words: str) -> str:
    """Return the id of the article in which some words stand."""
    (hit,) = casebook.search(book, words)
    return hit.article


def report_of(book: Path, words: str, place: int = 0) -> str:
    """Return the id of a report of the article in which some words stand, by its place in it."""
    record = casebook.casebook_record(book, article_of(book, words))
    assert record is not None
    return record.reports[place].id


def shown_text(page: dict[str, Any]) -> dict[int, str]:
    """Return what a page shows of the text, by the place of each run's first code point."""
    return {run["start"]: run["text"] for line in page["lines"] for run in line["runs"]}


def plain(html: str) -> str:
    """Return the words of a page without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
