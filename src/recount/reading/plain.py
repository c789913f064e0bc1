"""Plain text becomes an article: its title, its day of publication, and the lines that are its report."""

import re

from recount.errors import EmptyArticle
from recount.nouns import Article, Published, Removed
from recount.reading.decoding import clean_characters
from recount.reading.furniture import clean_lines, reason_of
from recount.reading.languages import language_of
from recount.reading.pieces import Known
from recount.reading.published import published_in_address, published_in_line, settle

__all__ = ["article_of_text", "author_in", "guess_title", "published_near_top"]

# Code points. Headlines are rarely longer; the median is about 65.
_LONGEST_TITLE = 160
# Lines from either end in which a day of publication may stand by itself.
_NEAR_TOP = 8
_DATELINE = re.compile(
    r"^[^\n]{0,60}?\b(?P<date>\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4})"
    r"[^\n.]{0,40}?\s*(?:—|–|--|-|:|\))\s"
)
# The line under a letterhead: "Kaya, 3 May 2024".
_LETTERHEAD = re.compile(
    r"(?:[A-Z][\w'’.-]*[ ,]+){1,5}(?P<date>\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})\.?"
)
_NOTE = re.compile(r"\[[^\]\n]{1,300}\][ \t]*\n\s*")
# Zero-width characters and soft hyphens cut words in two for every reader but the eye.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def article_of_text(text: str, known: Known, *, source: str | None, verbatim: bool = False) -> Article:
    """Build an article from plain text; what is `known` comes before what the text says.

    The title line stays in the text. `verbatim` leaves everything but furniture lines and line ends alone.

    Raises:
        EmptyArticle: nothing but page furniture.
    """
    text = clean_characters(text)
    if not verbatim:
        text = _INVISIBLE.sub("", text)
    lines = text.split("\n")
    cleaned = clean_lines(lines)
    kept = [line for _, line in cleaned.lines]
    if not verbatim:
        kept = [line.rstrip() for line in kept]
        kept = [re.sub(r"^#{1,6}\s+", "", line) for line in kept]
    body = "\n".join(kept) if cleaned.removed or not verbatim else text
    body = re.sub(r"\n{3,}", "\n\n", body) if cleaned.removed or not verbatim else body
    body = body if verbatim and not cleaned.removed else body.strip()
    if not re.search(r"\w", body):
        raise EmptyArticle(
            f"{source or 'The text'} holds no sentence"
            + (" besides page furniture." if cleaned.removed else ".")
            + " Give the words of a report."
        )
    in_address = published_in_address(known.url) if known.url else None
    settled = settle([known.published, in_address, published_near_top(body, lines, cleaned.removed)])
    return Article.of(
        body,
        external_id=known.external_id,
        title=known.title or guess_title(body),
        outlet=known.outlet,
        url=known.url,
        author=known.author or author_in(cleaned.removed),
        published=settled.published,
        published_rivals=settled.rivals,
        language=language_of(body, stated=known.language),
        removed=cleaned.removed,
        source=source,
    )


def guess_title(text: str) -> str | None:
    """Return the first line where it looks like a headline; None where it does not.

    A headline is short, ends without a full stop, and has a blank line or a longer paragraph below it. An editor's
    note in brackets may stand above it.
    """
    lines = _NOTE.sub("", text.lstrip(), count=1).split("\n")
    first = lines[0].strip()
    if not first or len(first) > _LONGEST_TITLE or not re.search(r"\w", first):
        return None
    if first.endswith((".", ",", ";", ":", "-", "–", "—")) and not re.search(r"\b(?:[A-Z]\.){2,}$", first):
        return None
    rest = [line for line in lines[1:] if line.strip()]
    if not rest or _DATELINE.match(first + " "):
        return None
    blank_below = not lines[1].strip()
    return first if blank_below or len(rest[0].strip()) > max(len(first), 80) else None


def published_near_top(body: str, lines: list[str], removed: tuple[Removed, ...]) -> Published | None:
    """Read an explicit day, month and year from a publication line or a dateline near the top.

    A line of the last change tells no day of publication, nor does a dateline without a year.
    """
    near = [line.strip() for line in lines if line.strip()]
    lines_of_date = {one.text for one in removed if one.reason in ("publication line", "byline")}
    for line in [*near[:_NEAR_TOP], *near[-2:]]:
        if line in lines_of_date and not re.match(r"(?:last\s+)?(?:updated|modified)", line, re.I):
            found = published_in_line(line)
            if found:
                return found
    for line in [line.strip() for line in body.split("\n") if line.strip()][:_NEAR_TOP]:
        match = _LETTERHEAD.fullmatch(line) or _DATELINE.match(line)
        if match and re.match(r"[^a-z]*[A-Z]", line):
            found = published_in_line(match["date"])
            if found:
                return found
    return None


def author_in(removed: tuple[Removed, ...]) -> str | None:
    """Read the author from a byline that was left out; None where there is none."""
    for one in removed:
        if one.reason == "byline" and reason_of(one.text) == "byline":
            name = re.sub(r"^(?:(?:written|reported|reporting|report|story)\s+)?by\s*:?\s+", "", one.text, flags=re.I)
            return re.split(r"\s*[,|–•·]\s*", name)[0].strip() or None
    return None
