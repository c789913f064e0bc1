"""Tables (CSV, TSV) become pieces, one a row; a bad row does not lose the good ones."""

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple, TextIO

from recount.errors import BadArgument, BadLine, EmptyArticle, NotText
from recount.reading.decoding import encoding_of
from recount.reading.pieces import Found, Piece, Unread
from recount.reading.streams import peeked

__all__ = ["check_columns", "pieces_of_table"]

_KEYS = ("id", "text", "published", "title", "outlet", "url", "author", "language")
_DELIMITERS = ",\t;|"
# Characters of one row. Longer ones are a quote that is never closed: the longest reports have a tenth of that.
_MAX_ROW = 5_000_000
# Rows with a quote that is never closed, after which a file is given up: each is looked for to the end of `_MAX_ROW`.
_MAX_OPEN = 20
_SAMPLE = 65_536
_UNDECODED = re.compile("[\udc80-\udcff]")


class _OpenQuote(Exception):
    """A quote of the row is not closed within the bound, or not at all."""


class _Row(NamedTuple):
    line: int
    """The number of the line in which the row begins, from 1."""
    raw: str
    cells: list[str] | None
    """None where its quotes do not match, or the row is too long."""


class _Lines:
    """The lines of a table one by one; those of a row that failed can be given back, all but its first."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self._size = 0
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._stream.readline(_MAX_ROW + 1)
        if not line and not self.taken:
            raise StopIteration
        self._size += len(line)
        if line:
            self.taken.append(line)
        if not line or self._size > _MAX_ROW:
            raise _OpenQuote
        return line

    def begin(self) -> None:
        self.number += len(self.taken)
        self.taken, self._size = [], 0

    def give_back(self) -> None:
        self._back.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]
        while self.taken and not self.taken[0].endswith(("\n", "\r")) and not self._back:
            # The rest of a line that is itself too long.
            rest = self._stream.readline(_MAX_ROW)
            if not rest or rest.endswith(("\n", "\r")):
                break


def check_columns(columns: Mapping[str, str] | None) -> None:
    """Refuse names of columns for what an article does not have.

    Raises:
        BadArgument: a key is none of those of JSON lines.
    """
    unknown = [key for key in columns or () if key not in _KEYS]
    if unknown:
        raise BadArgument(
            f"There is no column for {', '.join(map(repr, unknown))}. Columns are for {', '.join(_KEYS)}."
        )


def pieces_of_table(stream: BinaryIO, base: Piece, *, columns: Mapping[str, str] | None = None) -> Iterator[Found]:
    """Yield a piece for each row below the header; its data is the row as one JSON line, its original the row itself.

    `columns` names the column of a key where it has another name ({"text": "body"}).

    Raises:
        BadLine: no column of text, or a column named that is not there.
        EmptyArticle: no row below the header.
        NotText: no encoding fits, or quotes are open all over the file.
    """
    sample, stream = peeked(stream, _SAMPLE)
    encoding = _encoding(sample, base.name)
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    none = True
    try:
        rows = _rows(_Lines(text), sample.decode(encoding, "replace"), base.name)
        header = next((row for row in rows if row.cells and any(row.cells)), None)
        places = _places(header.cells if header and header.cells else [], columns or {}, base.name)
        for row in rows:
            if row.cells is None or any(cell.strip() for cell in row.cells):
                none = False
                yield _found(row, header, places, base, encoding)
    finally:
        text.detach()
    if none:
        raise EmptyArticle(f"{base.name} holds no row below its header. Give one report a row.")


def _encoding(sample: bytes, name: str) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    bad = len(_UNDECODED.findall(text))
    good = sum(one > "\x7f" for one in text) - bad
    if bad <= good:
        return "utf-8-sig"
    try:
        return encoding_of(sample, name)
    except NotText:
        # The rows that are in ASCII can still be read.
        return "utf-8-sig"


def _rows(lines: _Lines, sample: str, name: str) -> Iterator[_Row]:
    csv.field_size_limit(max(csv.field_size_limit(), 2 * _MAX_ROW))
    delimiter = _delimiter(sample)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    open_quotes = 0
    while True:
        lines.begin()
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except (_OpenQuote, csv.Error) as error:
            cells = None
            open_quotes += isinstance(error, _OpenQuote)
            lines.give_back()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        yield _Row(lines.number + 1, "".join(lines.taken), cells)
        if open_quotes > _MAX_OPEN:
            raise NotText(
                f"{name}: {open_quotes} rows with a quote that is never closed. Its rows after line {lines.number + 1} "
                "are not read: export it again with quotes doubled inside of cells."
            )


def _delimiter(sample: str) -> str:
    """Take the mark that cuts the header into most known names, and of two alike into most cells."""
    header = next((line for line in sample.lstrip("\ufeff").splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda mark: _worth(header.split(mark)))


def _worth(names: Sequence[str]) -> tuple[int, int]:
    return sum(_plain(name) in _KEYS for name in names), len(names)


def _plain(name: str) -> str:
    return name.strip("\ufeff \t\"'").lower()


def _places(header: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """Return the number of the column of each key that the table has."""
    plain = [_plain(cell) for cell in header]
    wanted = {key: _plain(columns.get(key, key)) for key in _KEYS}
    places = {key: plain.index(column) for key, column in wanted.items() if column in plain}
    missing = [columns[key] for key in columns if key not in places]
    if missing or "text" not in places:
        lacking = ", ".join(f'"{column}"' for column in missing or ["text"])
        found = ", ".join(f'"{cell.strip()[:40]}"' for cell in header[:40]) or "none"
        raise BadLine(
            f'{name}: no column {lacking}. Its columns are {found}. Rename one to "text", or say which one holds the '
            'text (columns={"text": …}).'
        )
    return places


def _found(row: _Row, header: _Row | None, places: Mapping[str, int], base: Piece, encoding: str) -> Piece | Unread:
    place = f"line {row.line}"
    number = len(header.cells) if header and header.cells else 0
    name = base._replace(place=place).name
    if row.cells is None:
        return _bad(base, place, f"{name}: the quotes of this row do not match. Double those inside of a cell.")
    if len(row.cells) < number or any(cell.strip() for cell in row.cells[number:]):
        message = f"{name}: {len(row.cells)} cells instead of {number}. Put cells that hold the delimiter in quotes."
        return _bad(base, place, message)
    if encoding == "utf-8-sig" and _UNDECODED.search(row.raw):
        return _bad(base, place, f"{name}: not UTF-8. Save the file as UTF-8.")
    record = {key: row.cells[place] for key, place in places.items() if row.cells[place].strip()}
    if "text" not in record:
        error = EmptyArticle(f"{name}: the cell of text is empty. Give the words of a report.")
        return Unread(base.source, "reading", error, place)
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
    # The wrapper takes a mark off the start of the file, so writing must not put one there.
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-8"}.get(encoding, encoding)
    original = row.raw.encode(plain, "surrogateescape")
    return base._replace(data=line, place=place, form="line", original=original)


def _bad(base: Piece, place: str, message: str) -> Unread:
    return Unread(base.source, "reading", BadLine(message), place)
