"""Files of each kind, built byte by byte for the tests of reading."""

import gzip
import io
import zipfile

__all__ = ["SENTENCE", "answer", "feed", "page", "pdf", "record", "zipped"]

SENTENCE = "Gunmen killed four guards at a fuel depot near Kaya on Friday, the governor said."


def page(words: str = SENTENCE, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{words}</p></article></body></html>".encode()


def pdf(pages: list[list[tuple[int, int, int, str]]], info: str = "") -> bytes:
    """Write a PDF by hand: each page is lines with their x and y in points, their size and their words."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj\n" for x, y, size, words in lines)
        resources = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(shown) + 5} >>\nstream\nBT\n{shown}ET\nendstream")
    objects.append(f"<< {info} >>")
    written = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(written)}\n%%EOF"
    return written + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def answer(body: bytes = page(), headers: str = "", status: str = "200 OK", kind: str = "text/html") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{headers}\r\n".encode() + body


def record(
    body: bytes,
    name: str = "1",
    *,
    kind: str = "response",
    media: str = "application/http; msgtype=response",
    length: object = None,
    packed: bool = False,
    day: str = "2024-05-03T10:00:00Z",
) -> bytes:
    """Write one record of a WARC; `length` lies about its length."""
    stated = len(body) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: {day}\r\n"
        f"WARC-Target-URI: https://kaya.example/{name}\r\nContent-Type: {media}\r\nContent-Length: {stated}\r\n\r\n"
    )
    whole = head.encode() + body + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0) if packed else whole


def feed(*entries: str, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>Kaya Radio</title>{''.join(entries)}</channel></rss>".encode()


def zipped(members: dict[str, bytes], *, packed: bool = False) -> bytes:
    written = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(written, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()
