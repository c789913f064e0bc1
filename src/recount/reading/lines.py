"""JSON lines become pieces, one a line, and each piece an article; a bad line does not lose the good ones."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from recount.errors import BadLine, EmptyArticle
from recount.nouns import Article, Published
from recount.reading.pieces import Found, Known, Piece, Unread
from recount.reading.plain import article_of_text
from recount.reading.published import published_in
from recount.reading.streams import lines_of

__all__ = ["article_of_line", "pieces_of_json", "pieces_of_lines"]

_SHAPE = '{"id": …, "text": …, "published": "2024-05-01"}'
_TEXT_KEYS = ("title", "outlet", "url", "author", "language")
# Characters of a value that a message repeats.
_LONGEST_SHOWN = 60
_BLANK = re.compile(r"[ \t\r\n]*")
_ARRAY = re.compile(r"[ \t\r\n]*\[[ \t\r\n]*(?=\{)")


def pieces_of_lines(stream: BinaryIO, base: Piece) -> Iterator[Found]:
    """Yield a piece for each line that is not blank, and an `Unread` for one too long to be read.

    Raises:
        EmptyArticle: no line holds anything.
    """
    none = True
    for line in lines_of(stream):
        place = f"line {line.number}"
        piece = base._replace(data=line.data or b"", place=place, form="line")
        if line.data is None:
            error = BadLine(
                f"{piece.name}: {line.length / 1e6:.0f} MB in one line, no report. Each line needs {_SHAPE}; "
                "the lines after it are read."
            )
            yield Unread(base.source, "reading", error, place)
        elif line.data.removeprefix(b"\xef\xbb\xbf").strip():
            yield piece
        else:
            continue
        none = False
    if none:
        raise EmptyArticle(f"{base.name} is empty. Each line needs {_SHAPE}.")


def pieces_of_json(text: str, base: Piece) -> Iterator[Found] | None:
    """Cut one JSON object, or an array of them, into pieces of the very characters; None for anything else."""
    if _ARRAY.match(text):
        return _items_of_array(text, base)
    start = _after_blank(text, 0)
    end = _end_of_value(text, start)
    if end is None or _after_blank(text, end) < len(text):
        return None
    return iter([_piece(text[start:end], base, None)])


def article_of_line(piece: Piece) -> Article:
    """Build the article of one line; what is known of the piece comes before what the line says.

    Raises:
        BadLine: the line is no article.
        EmptyArticle: nothing but page furniture.
    """
    decoded = _decoded(piece.data, piece.name).strip("\ufeff \t\r\n")
    return _article(_parse(decoded, piece.name), piece.known, piece.name, piece.source)


def _items_of_array(text: str, base: Piece) -> Iterator[Found]:
    opening = _ARRAY.match(text)
    position = opening.end() if opening else 0
    number = 0
    while True:
        end = _end_of_value(text, position)
        if end is None:
            break
        number += 1
        yield _piece(text[position:end], base, f"item {number}")
        position = _after_blank(text, end)
        if text[position : position + 1] != ",":
            break
        position = _after_blank(text, position + 1)
    if text[position : position + 1] != "]" or _after_blank(text, position + 1) < len(text):
        line = text.count("\n", 0, position) + 1
        error = BadLine(
            f"{base.name}: not a JSON array after item {number} (line {line}, character {position + 1} of the file). "
            "Mend it there, or give JSON lines (.jsonl)."
        )
        yield Unread(base.source, "reading", error, f"item {number + 1}")


def _piece(text: str, base: Piece, place: str | None) -> Piece:
    return base._replace(data=text.encode("utf-8", "surrogatepass"), place=place, form="line")


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _end_of_value(text: str, start: int) -> int | None:
    try:
        return json.JSONDecoder().raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None


def _decoded(line: bytes, where: str) -> str:
    """Decode each line by itself: one in another encoding does not lose the rest."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadLine(f"{where}: not UTF-8 at byte {error.start + 1}. Save the file as UTF-8.") from None


def _parse(line: str, where: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(
            f"{where}: not JSON ({error.msg} at character {error.colno}). Each line needs {_SHAPE}."
        ) from None
    except (RecursionError, ValueError):
        raise BadLine(f"{where}: JSON nested too deeply or a number too long. Each line needs {_SHAPE}.") from None
    if not isinstance(record, dict):
        raise BadLine(f"{where}: {type(record).__name__} instead of an object. Each line needs {_SHAPE}.")
    return record


def _article(record: Mapping[str, Any], given: Known, where: str, source: str) -> Article:
    text = record.get("text")
    if not isinstance(text, str):
        found = f'"text" is {type(text).__name__}' if "text" in record else 'no "text"'
        raise BadLine(f"{where}: {found}. Each line needs {_SHAPE}.")
    said = {key: _words(record.get(key), key, where) for key in _TEXT_KEYS}
    known = Known(
        external_id=_identifier(record.get("id"), where),
        title=given.title or said["title"],
        published=given.published or _published(record.get("published"), where),
        outlet=given.outlet or said["outlet"],
        url=given.url or said["url"],
        author=given.author or said["author"],
        language=given.language or said["language"],
    )
    try:
        return article_of_text(text, known, source=source, verbatim=True)
    except EmptyArticle:
        raise EmptyArticle(
            f'{where}: no sentence in "text" besides page furniture. Give the words of a report.'
        ) from None


def _words(value: object, key: str, where: str) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return " ".join(value.encode("utf-8", "replace").decode().split())
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value) or None
    raise BadLine(f'{where}: "{key}" is {type(value).__name__}, not text. Put it in quotes or leave it out.')


def _identifier(value: object, where: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).encode("utf-8", "replace").decode()
    raise BadLine(f'{where}: "id" is {type(value).__name__}. Give text or a whole number.')


def _published(value: object, where: str) -> Published | None:
    if value is None or value == "":
        return None
    if isinstance(value, (str, int, float)):
        found = published_in(value, basis="given")
        if found:
            return found
    shown = repr(value) if len(repr(value)) <= _LONGEST_SHOWN else f"{repr(value)[:_LONGEST_SHOWN]}…"
    raise BadLine(f'{where}: "published" is {shown}, not a date. Write "2024-05-01", "2024-05" or "2024".')
