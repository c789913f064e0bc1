"""Sources become articles: files, folders, JSON lines, addresses and standard input."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from recount.errors import BadArgument, EmptyArticle, NotFound, NotText, UnreadableSource
from recount.nouns import Article, Published
from recount.reading.decoding import decode, form_of
from recount.reading.fetching import MAX_BYTES, fetch
from recount.reading.lines import articles_of_lines, records_of_json
from recount.reading.plain import Known, article_of_text
from recount.reading.published import published_in

__all__ = ["Unread", "read", "read_text"]

_PAGES = frozenset({".html", ".htm", ".xhtml"})
_TEXTS = frozenset({".txt", ".md", ".text", ""})
_LINES = frozenset({".jsonl", ".ndjson", ".json"})
_ADVICE = {
    ".pdf": "Convert it with `pdftotext -layout FILE FILE.txt`; reading PDF comes with the casebook.",
    ".docx": "Save it as plain text or as a web page.",
    ".doc": "Save it as plain text or as a web page.",
    ".csv": 'Turn its rows into JSON lines: one object a line with "text" and "published".',
    ".warc": "Unpack its pages into a folder.",
    ".gz": "Unpack it first.",
    ".zip": "Unpack it first.",
}


class Unread(NamedTuple):
    """A source, or a line of one, that could not become an article."""

    source: str
    stage: str
    error: UnreadableSource


def read(
    source: str, *, published: str | None = None, outlet: str | None = None, url: str | None = None
) -> Iterator[Article | Unread]:
    """Yield the articles of a source in order, and an `Unread` for whatever of it could not be read.

    A source is a path to a page (.html), a text (.txt, .md, no suffix) or JSON lines (.jsonl, .ndjson, .json), a
    folder of them (read through in the order of names), an http(s) address, or `-` for standard input. `published`,
    `outlet` and `url` hold for every article of the source, before what it says itself.

    Raises:
        BadArgument: `published` is no date; at once, before anything is read.
    """
    given = Known(published=_given_date(published), outlet=outlet or None, url=url or None)
    return _read(source, given)


def read_text(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    author: str | None = None,
    language: str | None = None,
    external_id: str | None = None,
) -> Article:
    """Return the article of a text; the text stays as it is apart from furniture lines and line ends.

    Raises:
        BadArgument: `published` is no date.
        EmptyArticle: the text holds no sentence.
    """
    known = Known(
        external_id=external_id,
        title=title or None,
        published=_given_date(published),
        outlet=outlet or None,
        url=url or None,
        author=author or None,
        language=language or None,
    )
    return article_of_text(text, known, source=None, verbatim=True)


def _given_date(published: str | None) -> Published | None:
    if published is None:
        return None
    found = published_in(published, basis="given")
    if found is None:
        raise BadArgument(f'Published {published!r} is not a date. Write "2024-05-01", "2024-05" or "2024".')
    return found


def _read(source: str, given: Known) -> Iterator[Article | Unread]:
    try:
        if source == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            yield from _of_bytes(data, "standard input", "-", given)
        elif "://" in source[:12]:
            fetched = fetch(source)
            known = given if given.url else given._replace(url=fetched.url)
            yield from _of_bytes(fetched.data, source, source, known, declared=fetched.charset)
        else:
            yield from _of_path(Path(source), source, given)
    except UnreadableSource as error:
        yield Unread(source, "reading", error)


def _of_path(path: Path, source: str, given: Known) -> Iterator[Article | Unread]:
    try:
        if path.is_dir():
            yield from _of_folder(path, given)
            return
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            yield from _of_line_file(path, source, given)
            return
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file or folder {source}. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotFound(f"{source} cannot be opened: {reason}. Check its permissions.") from error
    yield from _of_bytes(data, source, source, given, suffix=path.suffix.lower())


def _of_folder(folder: Path, given: Known) -> Iterator[Article | Unread]:
    found = False
    for path in _files_below(folder):
        found = True
        suffix = path.suffix.lower()
        source = str(path)
        if path.is_symlink() and not _is_below(path, folder):
            error: UnreadableSource = NotFound(
                f"{source} is a link that leads out of {folder}. Give its target as a source."
            )
            yield Unread(source, "reading", error)
        elif suffix not in _PAGES | _TEXTS | _LINES:
            advice = _ADVICE.get(suffix, "Pages (.html), texts (.txt, .md) and JSON lines (.jsonl) can be read.")
            yield Unread(source, "reading", NotText(f"{source} is a {suffix} file. {advice}"))
        else:
            yield from _read(source if source != "-" else "./-", given)
    if not found:
        raise NotFound(f"The folder {folder} holds no file. Pages, texts and JSON lines can be read.")


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those below it in the order of their names.

    Hidden files are left out, and so are those that speak about the folder: its README, and expected records.
    """
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(".") or _is_about_the_folder(path.name):
            continue
        # A linked folder inside is read under its own name; one outside is not entered.
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        elif not path.is_dir() or not _is_below(path, folder):
            yield path


def _is_about_the_folder(name: str) -> bool:
    return name.partition(".")[0].upper() == "README" or name == "expected.yaml" or name.endswith(".expected.yaml")


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _of_line_file(path: Path, source: str, given: Known) -> Iterator[Article | Unread]:
    """Read JSON lines one by one, so that a file of any length fits in memory."""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield from _of_bytes(file.read(MAX_BYTES + 1), source, source, given, suffix=".jsonl")
            return
        yield from _of_lines(_raw_lines(file), source, given)


def _raw_lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(MAX_BYTES):
        yield line


def _of_lines(lines: Iterable[str | bytes], source: str, given: Known) -> Iterator[Article | Unread]:
    none = True
    for item in articles_of_lines(lines, given, source=source):
        none = False
        yield item if isinstance(item, Article) else Unread(source, "reading", item)
    if none:
        raise EmptyArticle(f'{source} is empty. Each line needs {{"id": …, "text": …, "published": "2024-05-01"}}.')


def _of_bytes(
    data: bytes, name: str, source: str, given: Known, *, suffix: str | None = None, declared: str | None = None
) -> Iterator[Article | Unread]:
    if len(data) > MAX_BYTES:
        raise NotText(
            f"{name} is longer than {MAX_BYTES / 1e6:.0f} MB: no report. Split it, or give JSON lines (.jsonl), which "
            "may be of any length."
        )
    if not data.strip():
        raise EmptyArticle(f"{name} is empty. Give the words of a report.")
    text = decode(data, name=name, declared=declared, page=suffix not in _TEXTS or suffix == "")
    form = form_of(text)
    if suffix in _PAGES or (form == "page" and suffix not in _LINES):
        # trafilatura takes half a second to import; plain text does not wait for it.
        from recount.reading.pages import article_of_page

        yield article_of_page(text, given, source=source)
    elif suffix in _LINES or (form == "lines" and suffix not in (".txt", ".md", ".text")):
        lines = (None if suffix == ".jsonl" else records_of_json(text)) or text.split("\n")
        yield from _of_lines(lines, source, given)
    else:
        yield article_of_text(text, given, source=source)
