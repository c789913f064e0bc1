"""PDF files become articles by their text layer."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recount.errors import EmptyArticle, NotText
from recount.nouns import Article, Removed
from recount.reading.layout import Page, Run, paragraphs_of
from recount.reading.pieces import Known
from recount.reading.plain import article_of_text, guess_title

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

__all__ = ["article_of_pdf"]

# Pages; the longest reports of inquiries have about a thousand.
_MAX_PAGES = 2_000
# Characters of all pages; a thousand pages have about three million.
_MAX_LETTERS = 10_000_000
# Runs of one page: a page of a newspaper has some thousands.
_MAX_RUNS = 50_000
# Letters and figures; fewer on all pages together are marks on scanned pictures.
_FEWEST_LETTERS = 20
_LOCKED = 4
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x00A0: " ",
}  # fmt: skip
# What programmes write as title: the name of a file.
_NO_TITLE = re.compile(r"microsoft|untitled|unknown|layout \d|\S+\.(?:docx?|pdf|indd|qxd|rtf|odt|pages)$", re.I)


def article_of_pdf(data: bytes, known: Known, *, name: str, source: str | None) -> Article:
    """Build an article from the text layer of a PDF; what is `known` comes before what the file says.

    The day on which the file was made is no day of publication, and is not taken for one.

    Raises:
        NotText: the file is damaged, locked, scanned, or too long.
        EmptyArticle: nothing but page furniture.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(name, getattr(error, "err_code", None)) from error
    try:
        if len(document) > _MAX_PAGES:
            raise NotText(f"{name} has {len(document)} pages, no report. Split it into files of {_MAX_PAGES} at most.")
        pages = list(_pages(document, name))
        told = {key: _told(document, key) for key in ("Title", "Author")}
    finally:
        document.close()
    letters = sum(one.isalnum() for page in pages for run in page.runs for one in run.text)
    if letters < _FEWEST_LETTERS:
        raise NotText(
            f"{name} holds {len(pages)} pages without text: pictures of pages, as scanners make them. Have their words "
            "recognised (`ocrmypdf FILE.pdf NEW.pdf`), and read the new file."
        )
    return _article(pages, told, known, name, source)


def _unopened(name: str, code: int | None) -> NotText:
    if code == _LOCKED:
        return NotText(f"{name} is locked with a password. Save it without (`qpdf --decrypt FILE.pdf NEW.pdf`).")
    return NotText(f"{name} is damaged as a PDF. Get it again, or mend it (`qpdf FILE.pdf NEW.pdf`).")


def _told(document: "PdfDocument", key: str) -> str:
    try:
        return " ".join(str(document.get_metadata_value(key)).split())
    except ValueError:
        # Not in the encoding that it begins with.
        return ""


def _pages(document: "PdfDocument", name: str) -> Iterator[Page]:
    import pypdfium2

    letters = 0
    for number in range(len(document)):
        runs: list[Run] = []
        try:
            page = document[number]
            text = page.get_textpage()
            for rank in range(min(text.count_rects(), _MAX_RUNS)):
                left, bottom, right, top = text.get_rect(rank)
                words = text.get_text_bounded(left, bottom, right, top).translate(_LIGATURES)
                letters += len(words)
                runs.append(Run(words.replace("\r\n", " "), left, bottom, right, top))
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            # A damaged page has no runs, and is named as such.
            runs = []
        if letters > _MAX_LETTERS:
            raise NotText(f"{name} holds more than {_MAX_LETTERS / 1e6:.0f} million characters, no report. Split it.")
        yield Page(runs, number + 1)


def _article(pages: list[Page], told: dict[str, str], known: Known, name: str, source: str | None) -> Article:
    found = paragraphs_of(pages)
    silent = [
        Removed(text=f"page {page.number}", reason="page without text")
        for page in pages
        if not any(run.text.strip() for run in page.runs)
    ]
    text = "\n\n".join(found.texts)
    title = known.title or _title(told["Title"], found.texts) or guess_title(text)
    if not text:
        raise EmptyArticle(f"{name} holds no sentence besides heads and page numbers. Give the words of a report.")
    article = article_of_text(text, known._replace(title=title), source=source)
    author = told["Author"]
    return article.model_copy(
        update={
            "author": article.author or (author if " " in author else None),
            "removed": (*article.removed, *found.removed, *silent),
        }
    )


def _title(stated: str, texts: list[str]) -> str | None:
    """Take the title that the file states where it stands at the top, or where the text has none."""
    if not re.search(r"\w", stated) or _NO_TITLE.match(stated):
        return None
    top = re.sub(r"\W+", "", " ".join(texts[:5])).lower()
    stands = re.sub(r"\W+", "", stated).lower() in top
    return stated if stands or guess_title("\n\n".join(texts)) is None else None
