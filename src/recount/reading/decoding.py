"""Bytes become text, or a clear word on why they cannot."""

import re
from typing import Literal

from recount.errors import NotText

__all__ = ["clean_characters", "decode", "encoding_of", "form_of"]

_MARKS = (
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY = (
    (b"%PDF-", "a PDF", "Give it as a file by itself."),
    (b"PK\x03\x04", "a zip archive or an office document", "Unpack it, or save the document as plain text."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it with `gunzip` first."),
    (b"BZh", "a bzip2 archive", "Unpack it with `bunzip2` first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it with `unxz` first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Give the text that goes with it."),
    (b"\xff\xd8\xff", "a picture", "Give the text that goes with it."),
    (b"GIF8", "a picture", "Give the text that goes with it."),
    (b"RIFF", "a picture, sound or film", "Give the text that goes with it."),
    (b"\x7fELF", "a programme", "Give the text of a report."),
    (b"SQLite format 3", "a database", "Export its articles as JSON lines."),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
# charset-normalizer's measure of disorder, in [0, 1]: real text stays below a tenth.
_MOST_DISORDER = 0.1
# Bytes of text for one stray NUL: exports of old databases leave a few.
_TEXT_PER_NUL = 500
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|section)\b",
    re.I | re.S,
)
_STRAY = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, *, name: str, declared: str | None = None, page: bool = False) -> str:
    """Return the text of `data`, without a byte order mark.

    The order is: byte order mark, the charset that a server or page declares, UTF-8, then recognition.

    Raises:
        NotText: the bytes are a picture, an archive or such, or no encoding fits them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name).removeprefix("\ufeff")
    _refuse_binary(data, name)
    if b"\x00" in data:
        return _without_mark(data, name)
    for stated in (declared, _declared_in(data) if page else None, "utf-8"):
        decoded = _try(data, stated) if stated else None
        if decoded is not None:
            return decoded
    return _recognised(data, name)


def form_of(text: str) -> Literal["page", "text", "lines"]:
    """Tell by content whether text is an HTML page, JSON lines or plain text."""
    start = text.lstrip("\ufeff \t\r\n")[:4000]
    if _HTML_START.match(start):
        return "page"
    if start.startswith("{") or re.match(r"\[\s*\{", start):
        return "lines"
    return "text"


def clean_characters(text: str) -> str:
    """Normalise line ends to \\n and put harmless characters in place of control characters, one for one.

    Lone surrogates become U+FFFD, form feeds and line separators a line end, other controls a blank.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    text = _SURROGATE.sub("\ufffd", text)
    return _STRAY.sub(" ", text)


_LINE_ENDS = {ord(mark): "\n" for mark in "\r\x0b\x0c\x85\u2028\u2029"}


def _refuse_binary(data: bytes, name: str) -> None:
    for mark, kind, advice in _BINARY:
        if data.startswith(mark):
            raise NotText(f"{name} is {kind}, not text. {advice}")


def _declared_in(data: bytes) -> str | None:
    match = _XML_DECLARED.search(data[:1024]) or _DECLARED.search(data[:8192])
    if match is None:
        return None
    encoding = match[1].decode("ascii", "replace").lower()
    # A page whose tag could be read as ASCII is not in UTF-16, whatever it says; "iso-8859-1" means windows-1252.
    return {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}.get(
        encoding, None if encoding.startswith("utf-16") else encoding
    )


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _strictly(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise NotText(f"{name} begins as {encoding} text but does not go on as such. Save it as UTF-8 again.")
    return text


def _without_mark(data: bytes, name: str) -> str:
    """Read UTF-16 without its mark; any other text holds no NUL bytes except stray ones."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    for share, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        text = _try(data, encoding) if share / half > 0.4 and other / half < 0.05 else None
        if text is not None:
            return text
    text = _try(data, "utf-8") if data.count(0) <= len(data) // _TEXT_PER_NUL else None
    if text is None:
        raise NotText(f"{name} holds NUL bytes: it is a binary file, not text. Give the text of the report.")
    return text


def encoding_of(data: bytes, name: str) -> str:
    """Recognise the encoding of text that is not in UTF-8 by its first bytes.

    Raises:
        NotText: no encoding fits.
    """
    from charset_normalizer import from_bytes

    results = from_bytes(data[:200_000])
    best = results.best()
    if best is None or best.chaos > _MOST_DISORDER:
        raise NotText(
            f"{name} is in an encoding that cannot be told. Save it as UTF-8 "
            "(`iconv -f ENCODING -t UTF-8 FILE`) and read it again."
        )
    # Of encodings that read the sample alike or equally well, the one in use on the web is meant.
    equals = [one for one in results if one.chaos <= best.chaos and one.coherence >= best.coherence]
    alike = [encoding for one in equals for encoding in (one.encoding, *one.could_be_from_charset)]
    return "cp1252" if "cp1252" in alike else best.encoding


def _recognised(data: bytes, name: str) -> str:
    encoding = encoding_of(data, name)
    text = _try(data, encoding)
    if text is None:
        raise NotText(f"{name} mixes encodings (mostly {encoding}). Save it as UTF-8 and read it again.")
    return text
