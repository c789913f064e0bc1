"""Feeds (RSS, Atom, RDF, JSON Feed) become pieces, one an entry, from what the feed itself holds."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any, NamedTuple

from recount.errors import EmptyArticle, NotText
from recount.nouns import Published
from recount.reading.decoding import clean_characters, decode
from recount.reading.pieces import Found, Known, LeftOut, Piece, Unread
from recount.reading.published import published_in

__all__ = ["is_feed", "pieces_of_feed", "pieces_of_json_feed"]

# Characters in which JSON says that it is a feed.
_HEAD = 4_096
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf)[\s>/]", re.I)
_ITEM = re.compile(r"<(?P<name>(?:[\w.-]{1,40}:)?(?:item|entry))[\s>]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
# Entries of one feed; archives of whole years have some thousand.
_MAX_ENTRIES = 20_000
# Tags of one feed, about eight seconds of parsing; ten thousand entries have some hundred thousand.
_MAX_TAGS = 400_000


def is_feed(text: str) -> bool:
    """Tell whether a text is an RSS, Atom or RDF feed by its root element."""
    prologue = _prologue(text)
    return bool(_ROOT.match(text, prologue.root))


def pieces_of_feed(data: bytes, base: Piece) -> Iterator[Found]:
    """Yield a piece for each entry of a feed, in its order; linked pages are not fetched.

    Raises:
        NotText: no feed, or one that declares entities of its own, as attacks do and feeds do not.
        EmptyArticle: no entry.
    """
    text = clean_characters(decode(data, name=base.name, declared=base.declared, page=True))
    if not is_feed(text):
        raise NotText(f"{base.name} is XML, but no feed (RSS, Atom). Give its words as text, or its page as .html.")
    feed = _parsed(text, base.name)
    entries = feed["entries"]
    if not entries:
        raise EmptyArticle(f"{base.name} is a feed without entries. Give its address again later, or another feed.")
    raw = _raw_entries(text, len(entries))
    outlet = _line(feed["feed"].get("title"))
    language = _line(feed["feed"].get("language"))
    for number, entry in enumerate(entries[:_MAX_ENTRIES], start=1):
        known = Known(
            external_id=_line(entry.get("id")),
            title=_line(entry.get("title")),
            published=_published(entry.get("published") or entry.get("created")),
            outlet=outlet,
            url=_address(entry.get("link")),
            author=_line(entry.get("author")),
            language=_line(entry.get("language")) or language,
        )
        content, plain = _content(entry)
        yield _piece(content, plain, known, base, number, raw[number - 1] if raw else None)
    if len(entries) > _MAX_ENTRIES:
        yield LeftOut(base.source, f"entry beyond {_MAX_ENTRIES}", len(entries) - _MAX_ENTRIES)


def pieces_of_json_feed(text: str, base: Piece) -> Iterator[Found] | None:
    """Cut a JSON Feed (jsonfeed.org) into its entries; None for any other JSON."""
    if "jsonfeed.org/version" not in text[:_HEAD]:
        return None
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version" not in str(feed.get("version")):
        return None
    return _of_items(feed, items, base)


def _of_items(feed: Mapping[str, Any], items: list[Any], base: Piece) -> Iterator[Found]:
    if not items:
        raise EmptyArticle(f"{base.name} is a feed without entries. Give its address again later, or another feed.")
    for number, item in enumerate(items, start=1):
        entry: dict[str, Any] = item if isinstance(item, dict) else {}
        authors = entry.get("authors") or [entry.get("author")]
        first = authors[0] if isinstance(authors, list) and authors else None
        known = Known(
            external_id=_line(entry.get("id")),
            title=_line(entry.get("title")),
            published=_published(entry.get("date_published")),
            outlet=_line(feed.get("title")),
            url=_address(entry.get("url")) or _address(entry.get("external_url")),
            author=_line(first.get("name")) if isinstance(first, dict) else None,
            language=_line(entry.get("language")) or _line(feed.get("language")),
        )
        html, plain = entry.get("content_html"), entry.get("content_text") or entry.get("summary")
        content = html if isinstance(html, str) and html.strip() else plain
        original = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield _piece(content if isinstance(content, str) else "", content is not html, known, base, number, original)


class _Prologue(NamedTuple):
    root: int
    """Where the root element begins."""
    declared: str
    """What the document type declares by itself, such as entities."""


def _prologue(text: str) -> _Prologue:
    """Pass over comments, instructions and the document type, each once."""
    position = 0
    declared = ""
    while (start := text.find("<", position)) >= 0:
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
        elif text.startswith("<?", start):
            end = text.find("?>", start)
        elif text[start : start + 9].upper() == "<!DOCTYPE":
            end = text.find(">", start)
            subset = text.find("[", start, end)
            if subset >= 0:
                closed = text.find("]", subset)
                declared += text[subset : closed if closed >= 0 else len(text)]
                end = text.find(">", closed) if closed >= 0 else -1
        else:
            return _Prologue(start, declared)
        if end < 0:
            break
        position = end + 1
    return _Prologue(len(text), declared)


def _parsed(text: str, name: str) -> Mapping[str, Any]:
    """Parse a feed whose characters are all there: nothing is fetched, and nothing stands for something else."""
    prologue = _prologue(text)
    if "<!ENTITY" in prologue.declared.upper():
        raise NotText(
            f"{name} declares entities of its own, as files made to fill the memory or to read others do. Save the "
            "feed without its <!DOCTYPE>."
        )
    tags = text.count("<")
    if tags > _MAX_TAGS:
        raise NotText(f"{name} is a feed with {tags} tags, too many to read. Split it.")
    # Half a second to import; only feeds wait for it.
    import feedparser  # type: ignore[import-untyped]

    # Its first line is ours, so that what the feed says of its encoding and document type is not asked again.
    document = f'<?xml version="1.0" encoding="utf-8"?>\n{text[prologue.root :]}'.encode("utf-8", "replace")
    try:
        feed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(document),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise NotText(f"{name} is no feed that can be read ({type(error).__name__}: {error}). Get it again.") from error
    return feed


def _raw_entries(text: str, number: int) -> list[bytes] | None:
    """Return the very characters of each entry; None where they cannot be told apart."""
    found: list[bytes] = []
    position = 0
    while (start := _ITEM.search(text, position)) and len(found) <= number:
        closing = f"</{start['name']}>"
        end = text.find(closing, start.end())
        if end < 0:
            return None
        position = end + len(closing)
        found.append(text[start.start() : position].encode("utf-8", "replace"))
    return found if len(found) == number else None


def _content(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the longest text of an entry, and whether it is plain."""
    told = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    longest: Mapping[str, Any] = max(told, key=lambda one: len(one.get("value") or ""), default={})
    value = str(longest.get("value") or "")
    if longest.get("type") != "text/plain" and not _TAG.search(value):
        return unescape(value), True
    return value, longest.get("type") == "text/plain"


def _line(value: object) -> str | None:
    """Return a value of a feed as one line without tags; None where it says nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)[:100]
    if not isinstance(value, str):
        return None
    return " ".join(unescape(_TAG.sub(" ", value)).split())[:1000] or None


def _address(value: object) -> str | None:
    address = _line(value)
    return address if address and address.startswith(("http://", "https://")) else None


def _published(value: object) -> Published | None:
    return published_in(value[:200], basis="metadata") if isinstance(value, str) else None


def _piece(content: str, plain: bool, known: Known, base: Piece, number: int, original: bytes | None) -> Piece | Unread:
    place = f"entry {number}"
    if not content.strip():
        name = base._replace(place=place).name
        told = f" Its page is {known.url}: give that address." if known.url else ""
        error = EmptyArticle(f"{name}: the feed holds a headline and no text.{told}")
        return Unread(base.source, "reading", error, place)
    given = base.known
    stated = {key: value for key, value in known._asdict().items() if getattr(given, key) is None}
    paragraphs = content if not plain else "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", content))
    page = f"<html><body><article>{paragraphs}</article></body></html>"
    return base._replace(
        place=place,
        data=page.encode("utf-8", "replace"),
        form="page",
        known=given._replace(**stated),
        declared="utf-8",
        media_type="text/html",
        original=original,
        how="feed",
    )
