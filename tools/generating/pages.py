"""Articles as web pages of several make-ups, text files and JSON lines."""

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

__all__ = ["page_of", "write_folder"]

_MENU = ("Home", "World", "Politics", "Economy", "Sport", "Culture", "Opinion", "Weather", "Archive", "Contact")
_ASIDE = (
    "Subscribe to our newsletter",
    "Most read today",
    "Follow us on social media",
    "Sign in to comment",
    "Listen to the evening programme",
)


def write_folder(lines: Iterable[dict[str, Any]], folder: Path) -> None:
    """Write six of ten articles as pages, two as text files, and two into one `articles.jsonl`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as together:
        for number, line in enumerate(lines):
            name = line["id"]
            if number % 10 < 6:
                (folder / f"{name}.html").write_text(page_of(line, number), encoding="utf-8")
            elif number % 10 < 8:
                (folder / f"{name}.txt").write_text(_plain(line, number), encoding="utf-8")
            else:
                together.write(json.dumps(line, ensure_ascii=False) + "\n")


def page_of(line: dict[str, Any], number: int) -> str:
    """Return an article as a web page; the number chooses its make-up."""
    make_up = (_with_linked_data, _with_meta_tags, _bare)[number % 3]
    return make_up(line, _menu(number), [escape(part, quote=False) for part in line["text"].split("\n\n")])


def _plain(line: dict[str, Any], number: int) -> str:
    head = [line["title"], line["outlet"], line["published"][:10]]
    if line["author"] and number % 2:
        head.insert(1, f"By {line['author']}")
    return "\n\n".join([*head, line["text"]]) + "\n"


def _menu(number: int) -> str:
    shown = [_MENU[(number + step) % len(_MENU)] for step in range(4 + number % 4)]
    return "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in shown)


def _with_linked_data(line: dict[str, Any], menu: str, paragraphs: list[str]) -> str:
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": line["title"],
        "datePublished": line["published"],
        "publisher": {"@type": "NewsMediaOrganization", "name": line["outlet"]},
        "mainEntityOfPage": line["url"],
    }
    if line["author"]:
        facts["author"] = {"@type": "Person", "name": line["author"]}
    title, data = escape(line["title"]), json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
    body = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {escape(line["outlet"])}</title>
<link rel="canonical" href="{escape(line["url"])}">
<script type="application/ld+json">{data}</script></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1>
{body}
</article><aside><h2>{_ASIDE[len(title) % len(_ASIDE)]}</h2><ul>{menu}</ul></aside></main>
<footer><p>© {escape(line["outlet"])}. All rights reserved.</p></footer></body></html>
"""


def _with_meta_tags(line: dict[str, Any], menu: str, paragraphs: list[str]) -> str:
    title, outlet = escape(line["title"]), escape(line["outlet"])
    author = f'<span class="author">By {escape(line["author"])}</span> ' if line["author"] else ""
    body = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}">
<meta property="og:type" content="article"><meta property="og:url" content="{escape(line["url"])}">
<meta property="article:published_time" content="{line["published"]}"></head>
<body><div class="top"><ul class="menu">{menu}</ul></div>
<div class="story"><h1 class="headline">{title}</h1>
<div class="byline">{author}<time datetime="{line["published"]}">{line["published"][:10]}</time></div>
<div class="story-body">
{body}
</div></div>
<div class="related"><h3>Related</h3><ul>{menu}</ul></div>
<div class="footer">{outlet} · Terms of use · Privacy</div></body></html>
"""


def _bare(line: dict[str, Any], menu: str, paragraphs: list[str]) -> str:
    title, author = escape(line["title"]), escape(line["author"] or line["outlet"])
    body = "<br><br>\n".join(paragraphs)
    return f"""<html><head><title>{title} - {escape(line["outlet"])}</title></head>
<body><table width="100%"><tr><td><ul>{menu}</ul></td>
<td><h2>{title}</h2><i>{author}, {line["published"][:10]}</i>
<div id="text">{body}</div></td></tr></table>
<p><small>{escape(line["outlet"])}</small></p></body></html>
"""
