"""What a page says of itself in its head: title, outlet, author, address, day of publication, language."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from recount.nouns import Published
from recount.reading.published import published_in, published_in_address

__all__ = ["PageFacts", "facts_of"]

# In order of trust. Times of the last change are never a day of publication.
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "publishdate", "publish_date", "publish-date", "pubdate", "publication_date",
    "publication-date", "date.publication", "article_date_original", "originalpublicationdate", "article.published",
    "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc.terms.date", "date",
)  # fmt: skip
_SITE_NAMES = (
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "citation_journal_title",
    "twitter:site",
)
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title", "title")
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "citation_author",
)
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|LiveBlog|Report$|PressRelease")
_MOST_ITEMS = 500


class PageFacts(NamedTuple):
    """What the head of a page tells, each None where it does not."""

    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    published: Published | None
    """As the page's own data state it."""
    published_in_address: Published | None
    language: str | None
    body: str | None
    """The text that the page holds for machines (JSON-LD `articleBody`); often without paragraphs."""


def facts_of(tree: HtmlElement, *, url: str | None) -> PageFacts:
    """Collect the facts of a page; `url` is where it came from, if known."""
    metas = _metas(tree)
    items = list(_linked_data(tree))
    article = next((item for item in items if _ARTICLE_TYPE.search(_type(item))), {})
    canonical = _canonical(tree, metas, url)
    address = url or canonical
    return PageFacts(
        title=_first([*_values(metas, _TITLE_NAMES), _text(article.get("headline"))]),
        outlet=_outlet(metas, article, items, address),
        author=_author(metas, article),
        url=canonical or url,
        published=_published(tree, metas, article, items),
        published_in_address=published_in_address(address) if address else None,
        language=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(
            [_text(article.get("inLanguage")), *_values(metas, ("og:locale", "content-language", "dc.language"))]
        ),
        body=_text(article.get("articleBody"), lines=True),
    )


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _values(metas: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from metas.get(name, ())


def _first(values: Iterable[str | None]) -> str | None:
    return next((" ".join(value.split()) for value in values if value and value.strip()), None)


def _linked_data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the page's JSON-LD, whatever lists and graphs they are wrapped in."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            waiting = [json.loads(script.text_content().strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_ITEMS):
            if not waiting:
                break
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                yield item
                waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _type(item: Mapping[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(str(one) for one in kind) if isinstance(kind, list) else str(kind or "")


def _text(value: object, *, lines: bool = False) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("alternateName")
    if not isinstance(value, str) or not value.strip():
        return None
    return value.strip() if lines else " ".join(value.split())


def _canonical(tree: HtmlElement, metas: Mapping[str, list[str]], url: str | None) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in [*links, *_values(metas, ("og:url",))]:
        try:
            full: str = urljoin(url or "", (address or "").strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        # A canonical address without a path is the front page: a template's mistake.
        if parts.scheme in ("http", "https") and parts.hostname and parts.path.strip("/"):
            return full
    return None


def _outlet(
    metas: Mapping[str, list[str]], article: Mapping[str, Any], items: list[Mapping[str, Any]], address: str | None
) -> str | None:
    sites = (_text(item) for item in items if re.search(r"Organization|WebSite", _type(item)))
    named = _first([*_values(metas, _SITE_NAMES[:1]), _text(article.get("publisher")), *sites])
    if named:
        return named
    named = _first(value.lstrip("@") for value in _values(metas, _SITE_NAMES[1:]) if "://" not in value)
    if named or not address:
        return named
    try:
        host = str(urlsplit(address).hostname or "")
    except ValueError:
        # An address that is none tells no outlet; the article is read all the same.
        return None
    return host.removeprefix("www.").removeprefix("m.") or None


def _author(metas: Mapping[str, list[str]], article: Mapping[str, Any]) -> str | None:
    people = article.get("author")
    said = [_text(one) for one in (people if isinstance(people, list) else [people])]
    names = [name for name in said if name] or [
        value for value in _values(metas, _AUTHOR_NAMES) if "://" not in value and not value.startswith("@")
    ][:1]
    clean = (re.sub(r"^by\s+", "", " ".join(name.split()), flags=re.I) for name in names if name and "://" not in name)
    return ", ".join(dict.fromkeys(name for name in clean if name)) or None


def _published(
    tree: HtmlElement,
    metas: Mapping[str, list[str]],
    article: Mapping[str, Any],
    items: list[Mapping[str, Any]],
) -> Published | None:
    """Return the day of publication as the page states it: never the day of reading, of a change, or of a file."""
    stated = [article.get("datePublished"), *_values(metas, _DATE_NAMES)]
    stated += [item.get("datePublished") for item in items]
    stated += [article.get("dateCreated")]
    stated += _marked_times(tree)
    for value in stated:
        found = published_in(value, basis="metadata") if isinstance(value, str) else None
        if found:
            return found
    return None


def _marked_times(tree: HtmlElement) -> list[str]:
    """Return the dates of elements marked as the time of publication, or of the only <time> of the article."""
    marked = [
        element.get("datetime") or element.get("content") or element.text_content()
        for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate or self::time[contains(@class, 'publish')"
                                  " or contains(@class, 'entry-date')]]")
    ]  # fmt: skip
    if marked:
        return [value for value in marked if value]
    # Times inside the body of a live blog, and those of other stories, are not the article's.
    header = tree.xpath(
        "//article//header//time[@datetime] | //main//header//time[@datetime] | //h1/..//time[@datetime]"
    )
    loose = header or tree.xpath("//article//time[@datetime] | //main//time[@datetime]")
    days = {str(time.get("datetime"))[:10] for time in loose}
    return [str(loose[0].get("datetime"))] if len(days) == 1 else []
