"""JSON lines become articles, one a line; a bad line does not lose the good ones."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recount.errors import BadLine, EmptyArticle, UnreadableSource
from recount.nouns import Article, Published
from recount.reading.plain import Known, article_of_text
from recount.reading.published import published_in

__all__ = ["articles_of_lines", "records_of_json"]

_SHAPE = '{"id": …, "text": …, "published": "2024-05-01"}'
_TEXT_KEYS = ("title", "outlet", "url", "author", "language")


def articles_of_lines(
    lines: Iterable[str | bytes], given: Known, *, source: str
) -> Iterator[Article | UnreadableSource]:
    """Yield an article or the error of each line that is not blank; what is `given` comes before the line's own."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{source}, line {number}"
        try:
            decoded = _decoded(line, where).strip("\ufeff \t\r\n")
            if decoded:
                yield _article(_parse(decoded, where), given, where, source)
        except UnreadableSource as error:
            yield error


def records_of_json(text: str) -> list[str] | None:
    """Cut one JSON object, or an array of them, into lines; None where the text is JSON lines already."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = content if isinstance(content, list) else [content]
    return [json.dumps(item) for item in items]


def _decoded(line: str | bytes, where: str) -> str:
    """Decode each line by itself: one in another encoding does not lose the rest."""
    if isinstance(line, str):
        return line
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
    raise BadLine(f'{where}: "published" is {value!r}, not a date. Write "2024-05-01", "2024-05" or "2024".')
