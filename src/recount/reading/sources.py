"""Sources become pieces, and pieces articles: files, folders, patterns of names, addresses and standard input."""

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from recount.errors import BadArgument, NotFound, NotText, UnreadableSource
from recount.nouns import Article, Published
from recount.reading.articles import article_of
from recount.reading.cutting import SUFFIXES, cut, suffix_of
from recount.reading.fetching import fetch
from recount.reading.folders import matches_of, walked
from recount.reading.pieces import Found, Known, LeftOut, Piece, Unread, shown
from recount.reading.plain import article_of_text
from recount.reading.published import published_in
from recount.reading.streams import joined
from recount.reading.tables import check_columns

__all__ = ["pieces", "read", "read_text"]

_READABLE = (
    "Pages (.html), texts (.txt, .md), PDF, JSON lines (.jsonl), tables (.csv, .tsv), feeds (.rss, .atom) and web "
    "archives (.warc, .wacz) can be read, packed (.gz) or not."
)
# Bytes read ahead: long lines are passed over five times as fast as with eight thousand.
_BUFFER = 262_144
# A server that does not know what it sends says so.
_UNTOLD = "application/octet-stream"
_SUFFIX_OF_TYPE = {"text/csv": ".csv", "text/tab-separated-values": ".tsv"}
_ADVICE = {
    ".docx": "Save it as plain text or as a web page.",
    ".doc": "Save it as plain text or as a web page.",
    ".xlsx": "Save its sheet as CSV.",
    ".zip": "Unpack it first.",
}


def pieces(
    source: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Found]:
    """Yield what the articles of a source are read from, in order; nothing of it is decoded or read yet.

    What cannot be read on the way is an `Unread`, what is no report by its kind a `LeftOut` with a count. Files of
    lines, tables and archives may be of any length: one piece at a time is held.

    Raises:
        BadArgument: `published` is no date, or `columns` names what an article does not have; at once, before
            anything is opened.
    """
    check_columns(columns)
    given = Known(published=_given_date(published), outlet=outlet or None, url=url or None)
    return _of_source(source, given, columns)


def read(
    source: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article | Unread]:
    """Yield the articles of a source in order, and an `Unread` for whatever of it could not be read.

    A source is a path to a page (.html), a text (.txt, .md, no suffix) or JSON lines (.jsonl, .ndjson, .json), a
    folder of them (read through in the order of names), a pattern of paths ("2024/*.html"), an http(s) address, or
    `-` for standard input. `published`, `outlet` and `url` hold for every article of the source, before what it says
    itself. `columns` says which columns of a table hold what ({"text": "body"}).

    Raises:
        BadArgument: `published` is no date, or `columns` names what an article does not have; at once, before
            anything is read.
    """
    return _articles(pieces(source, published=published, outlet=outlet, url=url, columns=columns))


def _articles(found: Iterator[Found]) -> Iterator[Article | Unread]:
    for one in found:
        if isinstance(one, Piece):
            yield article_of(one)
        elif isinstance(one, Unread):
            yield one


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


def _of_source(source: str, given: Known, columns: Mapping[str, str] | None) -> Iterator[Found]:
    base = Piece(_writable(source), None, b"", "unknown", given)
    try:
        if source == "-":
            # A second stream, so that closing it leaves standard input open.
            yield from cut(joined(b"", sys.stdin.buffer), base._replace(how="standard input"), "", columns=columns)
        elif "://" in source[:12]:
            yield from _of_address(source, base, columns)
        else:
            yield from _of_path(source, base, columns)
    except UnreadableSource as error:
        yield Unread(base.source, "reading", error)


def _of_address(source: str, base: Piece, columns: Mapping[str, str] | None) -> Iterator[Found]:
    fetched = fetch(source)
    suffix = _SUFFIX_OF_TYPE.get(fetched.media_type or _UNTOLD, "")
    if fetched.media_type in (None, _UNTOLD):
        suffix = suffix_of(urlsplit(fetched.url).path)
    base = base._replace(declared=fetched.charset, media_type=fetched.media_type, how="fetched")
    for one in cut(io.BytesIO(fetched.data), base, suffix if suffix in SUFFIXES else "", columns=columns):
        # The address of a feed, an archive or a file of lines is not that of the articles in it.
        if isinstance(one, Piece) and one.how == "fetched" and one.form != "line" and one.known.url is None:
            yield one._replace(known=one.known._replace(url=fetched.url))
        else:
            yield one


def _of_path(source: str, base: Piece, columns: Mapping[str, str] | None) -> Iterator[Found]:
    path = Path(source)
    try:
        if path.is_dir():
            yield from _of_folder(path, base, columns)
        elif any(mark in source for mark in "*?[") and not path.exists():
            yield from _of_pattern(source, base, columns)
        else:
            with path.open("rb", buffering=_BUFFER) as file:
                yield from cut(file, base, suffix_of(source), columns=columns)
    except FileNotFoundError:
        raise NotFound(f"There is no file or folder {base.name}. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotFound(f"{base.name} cannot be opened: {reason}. Check its permissions.") from error


def _of_pattern(pattern: str, base: Piece, columns: Mapping[str, str] | None) -> Iterator[Found]:
    paths = matches_of(pattern)
    if not paths:
        raise NotFound(f"There is no file that {base.name} fits. Check the path, and put the pattern in quotes.")
    for path in paths:
        yield from _of_source(_as_path(path), base.known, columns)


def _of_folder(folder: Path, base: Piece, columns: Mapping[str, str] | None) -> Iterator[Found]:
    found = False
    for path in walked(folder):
        if isinstance(path, LeftOut):
            yield path._replace(source=_writable(path.source))
            continue
        found = True
        if isinstance(path, Unread):
            yield path._replace(source=_writable(path.source))
        elif suffix_of(path.name) not in SUFFIXES:
            suffix = path.suffix.lower()
            message = f"{shown(str(path))} is a {shown(suffix)} file. {_ADVICE.get(suffix, _READABLE)}"
            yield Unread(_writable(str(path)), "reading", NotText(message))
        else:
            yield from _of_source(_as_path(str(path)), base.known, columns)
    if not found:
        raise NotFound(f"The folder {base.name} holds no file to read. {_READABLE}")


def _as_path(path: str) -> str:
    """Name a path that was met so that it is taken for nothing else."""
    return str(Path.cwd() / path) if "://" in path[:12] else "./-" if path == "-" else path


def _writable(name: str) -> str:
    """Write the bytes of a name that is not UTF-8 as escapes, so that it can stand in a record."""
    return name.encode("utf-8", "backslashreplace").decode()
