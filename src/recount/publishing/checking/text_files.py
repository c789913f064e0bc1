"""Files of text, read line by line within bounds, whatever they hold."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from recount.errors import BadDataset, NotFound
from recount.publishing.checking.findings import Notebook, shown

__all__ = ["MOST_LINE_BYTES", "check_is_file", "text_lines", "text_pieces"]

# The longest line that is read. GED's longest, with hundreds of sources, has some 100 KB.
MOST_LINE_BYTES = 8_000_000
_PIECE_BYTES = 262_144

_BINARY = {
    b"PK\x03\x04": "a packed archive or an Excel workbook. Unpack it, or save the sheet as CSV (UTF-8)",
    b"\x1f\x8b": "packed with gzip. Unpack it first",
    b"PAR1": "a Parquet file. Check it with --as parquet",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook. Save the sheet as CSV (UTF-8)",
    b"\xff\xfe": "UTF-16. Save it as UTF-8",
    b"\xfe\xff": "UTF-16. Save it as UTF-8",
    b"SQLite format 3": "a database. Export a table of it first",
    b"%PDF": "a PDF. Give the data itself",
}


def check_is_file(path: Path) -> None:
    """See that a path is a file with something in it.

    Raises:
        NotFound: there is no such file.
        BadDataset: it is a folder or another thing that is no file, cannot be opened, or is empty.
    """
    try:
        if path.is_dir():
            raise BadDataset(f"{path} is a folder. Name a file, or check a data package with --as package.")
        if not path.exists():
            raise NotFound(f"There is no file {path}. Check the path and the folder that you are in.")
        if not path.is_file():
            raise BadDataset(f"{path} is no regular file. Copy what it gives into a file first.")
        if path.stat().st_size == 0:
            raise BadDataset(f"{path} is empty. A dataset has at least a head.")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def text_lines(path: Path, notebook: Notebook) -> Iterator[str]:
    """Yield the lines of a text in UTF-8, each with its line end, without a byte order mark.

    Bytes that are no UTF-8 are an error of their line, and are read as "�".

    Raises:
        NotFound: there is no such file.
        BadDataset: it is no file of text, is empty, cannot be read, or holds a line of more than `MOST_LINE_BYTES`.
    """
    check_is_file(path)
    number = 0
    try:
        with path.open("rb") as file:
            while raw := file.readline(MOST_LINE_BYTES + 1):
                number += 1
                if len(raw) > MOST_LINE_BYTES:
                    raise BadDataset(
                        f"{path}, line {number}: longer than {MOST_LINE_BYTES:,} bytes. No row is that long; the line "
                        "ends are missing, or a quote is never closed."
                    )
                if number == 1:
                    raw = _opened(path, raw)
                yield _decoded(raw, number, notebook)
    except OSError as error:
        raise _unreadable(path, error) from None


def text_pieces(path: Path, notebook: Notebook) -> Iterator[str]:
    """Yield a text in UTF-8 in pieces of any length, for formats that do not go by lines.

    Raises:
        NotFound: there is no such file.
        BadDataset: it is no file of text, is empty, or cannot be read.
    """
    check_is_file(path)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    begun = False
    try:
        with path.open("rb") as file:
            while raw := file.read(_PIECE_BYTES):
                piece = decoder.decode(raw if begun else _opened(path, raw))
                begun = True
                if "\ufffd" in piece:
                    notebook.warn("encoding", "signs that stand for bytes that could not be read; save it as UTF-8")
                yield piece
            yield decoder.decode(b"", final=True)
    except OSError as error:
        raise _unreadable(path, error) from None


def _opened(path: Path, raw: bytes) -> bytes:
    for begin, what in _BINARY.items():
        if raw.startswith(begin):
            raise BadDataset(f"{path} is {what}.")
    if b"\x00" in raw[:4096]:
        raise BadDataset(f"{path} is no text: it begins with bytes that no text has. Save it as CSV in UTF-8.")
    return raw.removeprefix(b"\xef\xbb\xbf")


def _decoded(raw: bytes, number: int, notebook: Notebook) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        around = raw[max(0, error.start - 15) : error.start + 10].decode("utf-8", errors="replace")
        notebook.error("encoding", f"bytes that are no UTF-8 near {shown(around)}; save the file as UTF-8", line=number)
        return raw.decode("utf-8", errors="replace")


def _unreadable(path: Path, error: Exception) -> BadDataset:
    reason = getattr(error, "strerror", None) or error
    return BadDataset(f"{path} cannot be read: {reason}. Check the path and its permissions.")
