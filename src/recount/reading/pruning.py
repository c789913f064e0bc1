"""Takes the elements of a page that never hold its report out of the tree, and keeps what they said."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from recount.nouns import Removed
from recount.reading.furniture import element_reason, reason_of

__all__ = ["prune"]

_SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "button",
    "select",
    "input",
    "textarea",
    "object",
)
_TAGS = {"nav": "navigation", "footer": "page footer", "aside": "aside", "form": "form", "dialog": "notice"}
_INLINE = frozenset(("a", "span", "em", "strong", "b", "i", "small"))
# Reasons for which a link at the end of a paragraph is cut off it.
_LINK_REASONS = frozenset(("related stories", "share buttons", "subscription", "navigation", "advertisement"))
# Share of a page's words above which an element is its report, whatever its class says.
_MOST_SHARE = 0.4
_NOTICES = frozenset(("subscription", "cookie notice", "advertisement"))
# Characters of prose outside of all cards from which on a page is taken to have a story of its own.
_LEAST_PROSE = 80
_LEAST_SENTENCE = 60
# Characters of the smallest removed text worth keeping.
_WORTH_KEEPING = 12
# Characters of the longest removed text kept whole; comment sections run to megabytes.
_LONGEST_KEPT = 2000
# Parts of a class that tell by themselves what the element is; shorter ones ("ad", "nav") stand in other words.
_SHORTEST_PART = 5


def prune(tree: HtmlElement) -> tuple[Removed, ...]:
    """Remove furniture from `tree` in place; return what prose-like text went with it, with the reasons."""
    removed: list[Removed] = []
    for element in list(tree.iter(*_SILENT)):
        _drop(element)
    whole = max(len(_text(tree)), 1)
    # What was inside of an element that went; asking each for its ancestors takes minutes on hostile pages.
    gone: set[HtmlElement] = {tree}
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element in gone:
            continue
        reason = _reason(element)
        if reason is None or _is_report(element, whole, reason):
            continue
        removed.extend(_kept(element, reason))
        gone.update(element.iter())
        _drop(element)
    removed.extend(_drop_cards(tree))
    for element in list(tree.iter(*_INLINE)):
        reason = reason_of(_text(element)) if len(_text(element)) < 60 else None
        if reason in _LINK_REASONS and _ends_paragraph(element):
            removed.extend(_kept(element, reason))
            _drop(element)
    return tuple(dict.fromkeys(removed))


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _holds_blocks(element: HtmlElement) -> bool:
    return next(element.iterdescendants("p", "div"), None) is not None


def _reason(element: HtmlElement) -> str | None:
    if element.tag in ("html", "body", "main", "article", "h1"):
        return None
    if element.tag == "figcaption":
        return "caption or credit"
    if element.tag == "figure":
        # Quotes, tables and posts are set as figures too; a picture's text is its caption.
        return None if element.xpath(".//blockquote | .//table | .//pre") else "caption or credit"
    if element.tag in _TAGS:
        return _TAGS[element.tag]
    return element_reason(_marks(element))


def _marks(element: HtmlElement) -> Iterator[str]:
    for attribute in ("class", "id", "role", "data-component", "data-testid"):
        for mark in (element.get(attribute) or "").split():
            word = re.sub(r"[_-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", mark)).lower().strip("-")
            yield word
            parts = word.split("-")
            yield from (part for part in (parts[0], parts[-1]) if len(parts) > 1 and len(part) >= _SHORTEST_PART)
            yield from ("-".join(parts[-2:]), "-".join(parts[:2]))


def _is_report(element: HtmlElement, whole: int, reason: str) -> bool:
    if element.xpath(".//h1 | .//main | .//*[@itemprop='articleBody']"):
        return reason not in ("navigation", "comments")
    if element.tag in ("nav", "footer", "figure", "figcaption") or reason == "comments":
        return False
    share = len(_text(element)) / whole
    # A long notice beside a report of one sentence is still a notice.
    beside = reason in _NOTICES and any(_is_sentence_outside(one, element) for one in element.xpath("//p | //div"))
    return share > _MOST_SHARE and not beside


def _is_sentence_outside(one: HtmlElement, element: HtmlElement) -> bool:
    if one is element or _holds_blocks(one) or any(above is element for above in one.iterancestors()):
        return False
    text = _text(one)
    return len(text) >= _LEAST_SENTENCE and text.endswith((".", "!", "?", "”", '"'))


def _drop_cards(tree: HtmlElement) -> Iterator[Removed]:
    """Take out the cards of other stories: links around whole blocks, and articles whose heading is a link.

    They stay where the page has no prose besides them, as on the page of a live blog with linked headings.
    """
    links = ".//a[@href][not(starts-with(@href, '#'))]"
    blocks = "[.//h2 or .//h3 or .//h4 or .//h5 or .//p or .//div]"
    cards = [*tree.xpath(links + blocks)]
    for heading in tree.xpath("//h2 | //h3 | //h4 | //h5"):
        linked = sum(len(_text(link)) for link in heading.xpath(links))
        card = heading.xpath("ancestor::*[self::article or self::li][1]")
        if linked and linked > 0.8 * len(_text(heading)) and card and not card[0].xpath(".//h1"):
            cards.append(card[0])
    inside = {element for card in cards for element in card.iter()}
    told = sum(len(_text(one)) for one in tree.iter("p", "div") if one not in inside and not _holds_blocks(one))
    if told < _LEAST_PROSE:
        return
    gone: set[HtmlElement] = {tree}
    for card in cards:
        if card not in gone:
            yield from _kept(card, "related stories")
            gone.update(card.iter())
            _drop(card)


def _kept(element: HtmlElement, reason: str) -> Iterator[Removed]:
    text = " ".join(" ".join(element.itertext()).split())
    if len(text) >= _WORTH_KEEPING:
        yield Removed(text=text[:_LONGEST_KEPT], reason=reason)


def _ends_paragraph(element: HtmlElement) -> bool:
    """Tell whether an inline element stands after the last sentence of its parent."""
    parent = element.getparent()
    if parent is None or (element.tail or "").strip():
        return False
    if any((later.tail or "").strip() or _text(later) for later in element.itersiblings()):
        return False
    before = _text(parent).removesuffix(_text(element)).rstrip()
    return not before or before.endswith((".", "!", "?", "”", '"', "…"))


def _drop(element: HtmlElement) -> None:
    """Take an element out and leave the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()
