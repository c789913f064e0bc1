"""Zip archives: the web archives inside of a WACZ become pieces; any other is refused with advice."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from recount.errors import NotText, UnreadableSource
from recount.reading.pieces import Found, LeftOut, Piece, Unread, shown
from recount.reading.streams import joined
from recount.reading.warcs import pieces_of_warc

__all__ = ["ZIP_MARK", "pieces_of_zip"]

ZIP_MARK = b"PK\x03\x04"

_KINDS = (
    ("word/", "a Word document", "Save it as plain text or as a web page."),
    ("xl/", "a spreadsheet", "Save its sheet as CSV."),
    ("ppt/", "a presentation", "Save it as plain text."),
    ("content.xml", "an office document", "Save it as plain text or as a web page."),
    ("META-INF/container.xml", "an e-book", "Save it as plain text."),
)
# Members of one archive; the largest crawls are cut into some hundred.
_MAX_MEMBERS = 10_000
# Times its packed size that a member may unpack to, from so many bytes on: those of a WACZ are packed already.
_MOST_GROWTH = 50
_FREE_BYTES = 100_000_000
_ENCRYPTED = 0x1


def pieces_of_zip(stream: BinaryIO, base: Piece) -> Iterator[Found]:
    """Yield the pieces of the web archives that a WACZ holds, in the order of their names.

    Nothing is unpacked to disk. What is damaged, locked or grows too much is an `Unread` of its own.

    Raises:
        NotText: the archive is damaged, or is no WACZ.
    """
    if not stream.seekable():
        raise NotText(f"{base.name} is a zip archive, which can only be read from a file. Save it, and give the file.")
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            warcs = sorted((one for one in members if _is_warc(one.filename)), key=lambda one: one.filename)
            if not warcs or len(members) > _MAX_MEMBERS:
                raise NotText(f"{base.name} {_refusal([one.filename for one in members])}")
            for member in warcs:
                yield from _of_member(archive, member, base)
            if len(members) > len(warcs):
                yield LeftOut(base.source, "index of the archive", len(members) - len(warcs))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError) as error:
        raise NotText(
            f"{base.name} is damaged as a zip archive ({error}). Get it again, or save its text as plain text."
        ) from error


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz"))


def _refusal(names: list[str]) -> str:
    if len(names) > _MAX_MEMBERS:
        return f"is a zip archive of {len(names)} files, too many for a web archive. Unpack it, and give its folder."
    for mark, kind, advice in _KINDS:
        if any(name.startswith(mark) for name in names):
            return f"is {kind}, not text. {advice}"
    return f"is a zip archive of {len(names)} files without web archives. Unpack it, and give its folder."


def _of_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, base: Piece) -> Iterator[Found]:
    inside = base._replace(place=shown(member.filename), how="archive")
    try:
        if member.flag_bits & _ENCRYPTED:
            raise NotText(f"{inside.name} is locked with a password. Unpack it, and give its folder.")
        if member.file_size > max(_FREE_BYTES, _MOST_GROWTH * member.compress_size):
            raise NotText(
                f"{inside.name} unpacks to more than {_MOST_GROWTH} times its size, as no web archive does: it may be "
                "made to fill the disk. Unpack it yourself if you trust it."
            )
        with archive.open(member) as opened:
            stream = cast("BinaryIO", opened)
            # Winding back in a packed member would unpack it from its start each time.
            packed = member.compress_type != zipfile.ZIP_STORED
            yield from pieces_of_warc(joined(b"", stream) if packed else stream, inside)
    except UnreadableSource as error:
        yield Unread(base.source, "reading", error, inside.place)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        told = NotText(f"{inside.name} is damaged ({error}). What came before is kept; get the archive again.")
        yield Unread(base.source, "reading", told, inside.place)
