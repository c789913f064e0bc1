"""HTML pages become articles: trafilatura finds the body, and a plain walk brings back the prose that it lost."""

import re
from copy import deepcopy
from typing import NamedTuple

from lxml.etree import LxmlError, iterwalk  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata

from recount.codebook import load
from recount.errors import EmptyArticle, NotText
from recount.nouns import Article, Removed
from recount.reading.blocks import Block, blocks_of
from recount.reading.decoding import clean_characters
from recount.reading.furniture import clean_lines, reason_of
from recount.reading.languages import language_of
from recount.reading.metadata import PageFacts, facts_of
from recount.reading.pieces import Known
from recount.reading.plain import author_in, guess_title, published_near_top
from recount.reading.pruning import prune
from recount.reading.published import settle

__all__ = ["article_of_page"]

# Code points of letters and figures; shorter ones ("Kaya", "4") are found in any text.
_SHORTEST_PART = 25
# Share of the words of trafilatura's body that a container must hold to be the article's.
_COVERING = 0.8
# Letters and figures in a block worth keeping among what was left out.
_SHORTEST_REMOVED = 10
# The longest blocks are enough to find the element that holds them.
_MOST_KEYS = 100
# Sum of the depths of all elements: reading takes a second for each million. The longest live blogs have about one.
_MOST_DEPTHS = 5_000_000
# Entries of a live blog; two articles on one page can be two stories.
_FEWEST_ENTRIES = 3
# Words in a block that is taken back although trafilatura dropped it.
_FEWEST_WORDS = 5
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


class _Body(NamedTuple):
    lines: list[str]
    removed: tuple[Removed, ...]


def article_of_page(html: str, known: Known, *, source: str | None) -> Article:
    """Build an article from a page; what is `known` comes before what the page says.

    Its text is the title, a blank line, and the paragraphs separated by blank lines.

    Raises:
        EmptyArticle: no prose on the page.
        NotText: the page is built so that reading it would take minutes, or fails.
    """
    try:
        return _article(html, known, source)
    except LxmlError as error:
        raise NotText(
            f"{source or 'The page'} is no page that can be read ({error}). Save its words as a text file."
        ) from error


def _article(html: str, known: Known, source: str | None) -> Article:
    html = _INVISIBLE.sub("", clean_characters(html))
    tree = _parse(html, source)
    if tree is None:
        raise EmptyArticle(f"{source or 'The page'} holds no HTML. Give the page of a report.")
    facts = facts_of(tree, url=known.url)
    title = known.title or _title(tree, facts)
    pruned = prune(tree)
    found, left = _body_of(tree, facts)
    lines, repeated = _once(found)
    body = clean_lines(lines)
    kept = [line for _, line in body.lines if line.strip()]
    removed = tuple(dict.fromkeys((*pruned, *left, *repeated, *body.removed)))
    title, text = _with_title(title, kept)
    if not any(re.search(r"\w", line) for line in kept) or _says_no_report(title, kept):
        raise EmptyArticle(
            f"{source or 'The page'} holds no report: no prose outside of menus and notices. If it needs a browser or "
            "a login, save the page from there and read the file."
        )
    in_text = published_near_top(text, [*(one.text for one in left), *lines], removed)
    settled = settle([known.published, facts.published, facts.published_in_address, in_text])
    return Article.of(
        text,
        external_id=known.external_id,
        title=title,
        outlet=known.outlet or facts.outlet,
        url=known.url or facts.url,
        author=known.author or facts.author or author_in(removed),
        published=settled.published,
        published_rivals=settled.rivals,
        language=language_of(text, stated=known.language or facts.language),
        removed=removed,
        source=source,
    )


def _parse(html: str, source: str | None) -> HtmlElement | None:
    # Without `huge_tree` the parser drops what is nested more than 256 deep, as some page builders nest it.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None
    if _depths(tree) > _MOST_DEPTHS:
        raise NotText(
            f"{source or 'The page'} nests its elements so deep, and has so many, that it would take minutes to read. "
            "Save its words as a text file."
        )
    return tree if len(tree) else None


def _depths(tree: HtmlElement) -> int:
    """Add up how deep each element stands, up to a bit more than the bound."""
    depth = total = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth
        if total > 2 * _MOST_DEPTHS:
            break
    return total // 2


def _title(tree: HtmlElement, facts: PageFacts) -> str | None:
    """Return the headline: the only <h1> where it is the title that the head states, else that title."""
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    stated = facts.title
    if stated is None:
        found = extract_metadata(deepcopy(tree))
        stated = found.title if found else None
    for heading in headings:
        if heading and stated and (_key(heading) in _key(stated) or _key(stated) in _key(heading)):
            return heading
    if stated is None and len(headings) == 1:
        stated = headings[0]
    return " ".join(stated.split()) if stated and stated.strip() else None


def _body_of(tree: HtmlElement, facts: PageFacts) -> _Body:
    """Return the paragraphs of the body in the order of the page, and what stood among them."""
    try:
        document = bare_extraction(deepcopy(tree), include_comments=False, include_tables=True)
    except (LxmlError, ValueError, RecursionError, AttributeError):
        document = None
    body = getattr(document, "body", None)
    found = blocks_of(body) if body is not None else []
    container = _container(tree, found)
    merged = _merged(found, blocks_of(container))
    told = sum(len(line) for line in merged.lines)
    if facts.body and len(facts.body) > 2 * told:
        return _Body([line for line in facts.body.splitlines() if line.strip()], merged.removed)
    return merged


def _container(tree: HtmlElement, found: list[Block]) -> HtmlElement:
    """Return the smallest element that holds the body; where nothing was found, the one with the most prose."""
    if not found:
        candidates = tree.xpath("//*[@itemprop='articleBody'] | //article | //main | //body")
        return max(candidates[:50], key=_prose, default=tree)
    keys = sorted((_key(block.text) for block in found), key=len, reverse=True)[:_MOST_KEYS]
    needed = _COVERING * sum(len(key) for key in keys)
    container, whole = tree, _content(tree)
    while True:
        contents = [(_content(child), child) for child in container]
        content, largest = max(contents, key=lambda pair: len(pair[0]), default=("", None))
        if len(content) < needed or largest is None:
            return _with_later_entries(container)
        if content != whole and sum(len(key) for key in keys if key in content) < needed:
            return _with_later_entries(container)
        container, whole = largest, content


def _content(element: HtmlElement) -> str:
    return _key(element.text_content()) if isinstance(element.tag, str) else ""


def _with_later_entries(container: HtmlElement) -> HtmlElement:
    """Return the element that holds all entries of a live blog where `container` is one of them.

    Other stories on a page are articles too, but their headings are links to them.
    """
    entry = next((one for one in (container, *container.iterancestors()) if one.tag == "article"), None)
    for parent in entry.iterancestors() if entry is not None else ():
        entries = list(parent.iter("article"))
        own = [one for one in entries if not one.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]//a[@href]")]
        told = [one for one in own if any(_is_prose(block) for block in blocks_of(one))]
        if len(told) >= _FEWEST_ENTRIES and len(told) > 0.7 * len(entries):
            return parent
        if parent.tag in ("main", "body"):
            break
    return container


def _prose(element: HtmlElement) -> tuple[int, int]:
    """Rank elements by the prose of their paragraphs; of two alike the smaller."""
    blocks = blocks_of(element)
    return sum(len(block.text) for block in blocks if _is_prose(block)), -sum(len(block.text) for block in blocks)


def _merged(found: list[Block], walked: list[Block]) -> _Body:
    """Return the walk's blocks that trafilatura kept or that are prose, and what only trafilatura has, in order."""
    keys = [_key(block.text) for block in found]
    parts = [_key(block.text) for block in walked]
    lumps = _lumps(keys, parts)
    whole, lumped = "\n".join(keys), "\n".join(keys[number] for number in lumps)
    number_of = {key: number for number, key in reversed(list(enumerate(keys)))}
    held = "\n".join(parts)
    only = [key not in held and number not in lumps for number, key in enumerate(keys)]
    lines: list[str] = []
    left: list[Removed] = []
    headings: list[str] = []
    told = 0
    for block, key in zip(walked, parts, strict=True):
        same = number_of.get(key)
        part = (len(key) >= _SHORTEST_PART and key in whole) or (block.linked < 0.5 and key in lumped)
        if not key or (same is None and not part and not _is_prose(block)):
            # The heading of prose that trafilatura dropped comes back with it.
            headings = [*headings, block.text] if block.heading and block.linked < 0.5 else []
            if len(key) >= _SHORTEST_REMOVED and not headings:
                left.append(Removed(text=block.text, reason=reason_of(block.text) or "no prose"))
            continue
        if same is not None and same >= told:
            # What only trafilatura has (a table that it wrote out anew) goes before the next block that both have.
            lines.extend(found[number].text for number in range(told, same) if only[number])
            told = same + 1
        lines.extend([*headings, block.text] if same is None else [block.text])
        headings = []
    lines.extend(found[number].text for number in range(told, len(found)) if only[number])
    return _Body(lines, tuple(left))


def _lumps(keys: list[str], parts: list[str]) -> frozenset[int]:
    """Return the numbers of trafilatura's blocks that run several of the walk's together."""
    held = "\n".join(parts)
    long_parts = list(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST_PART))
    loose = [number for number, key in enumerate(keys) if key and key not in held]
    return frozenset(number for number in loose if sum(part in keys[number] for part in long_parts) > 1)


def _once(lines: list[str]) -> _Body:
    """Drop paragraphs told twice in the same words, as pull quotes and copies for small screens are."""
    seen: set[str] = set()
    kept: list[str] = []
    removed: list[Removed] = []
    for line in lines:
        key = _key(line)
        if len(key) >= _SHORTEST_PART and key in seen:
            removed.append(Removed(text=line, reason="told twice"))
            continue
        seen.add(key)
        kept.append(line)
    return _Body(kept, tuple(removed))


def _is_prose(block: Block) -> bool:
    text = block.text
    return (
        block.linked < 0.5
        and len(text.split()) >= _FEWEST_WORDS
        and text.rstrip("\"”’') ").endswith((".", "!", "?", "…", ":", "。", "؟", "।"))
        and reason_of(text) is None
    )


def _with_title(title: str | None, kept: list[str]) -> tuple[str | None, str]:
    """Put the title before the body unless it stands there; the title is then as the text has it."""
    if title is None:
        text = "\n\n".join(kept)
        return guess_title(text), text
    for number, line in enumerate(kept[:3]):
        if _key(line) == _key(title):
            rest = [*kept[:number], *kept[number + 1 :]]
            return " ".join(line.split()), "\n\n".join([" ".join(line.split()), *rest])
    return title, "\n\n".join([title, *kept])


def _says_no_report(title: str | None, kept: list[str]) -> bool:
    lines = load().words("furniture")["not_a_report"]["lines"]
    words = " ".join(kept)
    return len(words) < 400 and any(line in f"{title} {words}".lower() for line in lines)


def _key(text: str) -> str:
    """Reduce text to its letters and figures, to compare it across white space and marks."""
    return re.sub(r"[\W_]+", "", text.casefold())
