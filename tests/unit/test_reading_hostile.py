"""Malformed and hostile inputs end in a reason or an article, in time and in little memory, and cost nothing else."""

import gzip
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from reading_files import SENTENCE, answer, feed, page, pdf, record, zipped

from recount.nouns import Article
from recount.reading import Piece, Unread, article_of, pieces, read

SECONDS = 12.0
"""For one file, on a busy machine; the slowest takes about two."""

LINE = json.dumps({"text": SENTENCE}).encode() + b"\n"
ROW = f'"{SENTENCE}",2024-05-01\n'.encode()
TABLE = b"text,published\n"
ITEM = f"<item><title>Depot</title><description>{SENTENCE}</description></item>"
BILLION = '<!DOCTYPE a [<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
)
PRINTED = pdf([[(72, 700, 11, SENTENCE)], [(72, 700, 11, "Two more were found dead near the river.")]])
GOOD_RECORD = record(answer(), "good")
CENTRAL = b"PK\x01\x02\x14\x03\x14\x00"
ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<41> <41>]" % (
    b"41" * 32,
    b"42" * 32,
)
SCRIPT = b"/Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert) >>"
DEEP_JSON = "[" * 100_000


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def shifted(data: bytes, at: int, with_: bytes) -> bytes:
    return data[:at] + with_ + data[at + len(with_) :]


Build = bytes | Callable[[], bytes]

# A name, its bytes, and what comes of it: the kinds in order, "?" for whatever it is; and words of the reason.
CASES: list[tuple[str, Build, str, str]] = [
    # Texts
    ("nul.txt", b"\x00" * 5000, "U", "binary"),
    ("stray-nul.txt", SENTENCE.encode() * 10 + b"\x00", "A", ""),
    ("latin.txt", b"\xff\xfe\xfd" * 300, "?", ""),
    ("utf16-odd.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le")[:-1], "U", "utf-16"),
    ("utf16-lone.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\x00\xd8", "U", "utf-16"),
    ("utf32-cut.txt", b"\xff\xfe\x00\x00" + b"abc", "U", "utf-32"),
    ("surrogate.txt", SENTENCE.encode() + b"\xed\xa0\x80", "?", ""),
    ("overlong.txt", SENTENCE.encode() + b"\xc0\xaf", "?", ""),
    ("overrides.txt", f"\u202e{SENTENCE}\u202c\u200f\u2067".encode(), "A", ""),
    ("marks-only.txt", "\u202e\u200f\u2066\ufeff".encode(), "U", "no sentence"),
    ("combining.txt", (SENTENCE + "e" + "\u0301" * 50_000).encode(), "A", ""),
    ("blank-lines.txt", b"\n" * 1_000_000 + SENTENCE.encode(), "A", ""),
    ("one-line.txt", b"a" * 3_000_000, "A", ""),
    ("brackets.txt", b"[" * 200_000 + SENTENCE.encode(), "A", ""),
    ("dates.txt", b"3 May 2024 " * 50_000, "A", ""),
    ("too-long.txt", lambda: b"a" * 20_000_001, "U", "longer than 20 MB"),
    ("controls.txt", bytes(range(1, 32)) + SENTENCE.encode(), "A", ""),
    ("empty", b"", "U", "empty"),
    ("blank", b" \r\n\t \n", "U", "empty"),
    ("programme", b"\x7fELF\x02\x01" + bytes(200), "U", "programme"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "U", "picture"),
    ("database", b"SQLite format 3\x00" + bytes(50), "U", "database"),
    # Pages
    ("deep-10000.html", b"<div>" * 10_000 + page(), "?", ""),
    ("deep-100000.html", b"<div>" * 100_000 + page(), "?", ""),
    ("deep-inline.html", b"<b>" * 100_000 + page(), "?", ""),
    ("deep-list.html", b"<ul><li>" * 20_000 + page(), "?", ""),
    ("deep-and-many.html", b"<div>" * 1000 + b"<p>x y.</p>" * 20_000, "U", "so deep"),
    ("attributes.html", b"<p " + b"a='x' " * 50_000 + b">" + page(), "A", ""),
    ("angles.html", b"<" * 100_000 + page(), "?", ""),
    ("comments.html", b"<!--" * 100_000 + page(), "U", "HTML"),
    ("billion.html", (BILLION + "]>").encode() + page(SENTENCE + "&a9;"), "A", ""),
    ("outside.html", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + page(SENTENCE + "&e;"), "A", ""),
    ("linked-data.html", page(head=f'<script type="application/ld+json">{DEEP_JSON}</script>'), "A", ""),
    ("number.html", page(head=f'<script type="application/ld+json">{{"a": {"9" * 9000}}}</script>'), "A", ""),
    ("february.html", page(head='<meta property="article:published_time" content="2024-02-31">'), "A", ""),
    ("far.html", page(head='<meta property="article:published_time" content="9999-99-99T99:99:99Z">'), "A", ""),
    ("charset.html", page(head='<meta charset="no-such-charset">'), "A", ""),
    ("charset-utf7.html", page(head='<meta charset="utf-7">'), "A", ""),
    ("charset-rot13.html", page(head='<meta charset="rot13">'), "A", ""),
    ("charset-zlib.html", page(head='<meta charset="zlib">'), "A", ""),
    ("broken-utf8.html", page() + b"\xff\xfe\xfd", "?", ""),
    ("nul.html", page().replace(b"killed", b"kil\x00led"), "?", ""),
    ("no-body.html", b"<!doctype html>", "U", ""),
    ("canonical.html", page(head='<link rel="canonical" href="http://[::1">'), "A", ""),
    ("references.html", page(SENTENCE + "&#xD800;&#1114112;&#0;&#99999999999;"), "A", ""),
    # JSON
    ("deep.jsonl", DEEP_JSON.encode() + b"\n" + LINE, "UA", "deeply"),
    ("deep.json", DEEP_JSON.encode(), "U", "JSON"),
    ("deep-object.json", b'{"text":' * 50_000, "U", "JSON"),
    ("number.jsonl", b'{"text": ' + b"9" * 10_000 + b"}\n" + LINE, "UA", "number"),
    ("float.jsonl", b'{"text": "x killed", "published": 1e999}\n' + LINE, "UA", "date"),
    ("infinity.jsonl", b'{"text": "x killed", "published": Infinity}\n' + LINE, "UA", "date"),
    ("nan.jsonl", b'{"text": "x killed", "published": NaN}\n' + LINE, "UA", "date"),
    ("negative.jsonl", b'{"text": "x killed", "published": -9e15}\n' + LINE, "UA", "date"),
    ("february.jsonl", b'{"text": "x killed", "published": "2024-02-31"}\n' + LINE, "UA", "2024-02-31"),
    ("far.jsonl", b'{"text": "x killed", "published": "9999-99-99"}\n' + LINE, "UA", "9999-99-99"),
    ("long-date.jsonl", b'{"text": "x killed", "published": "' + b"1" * 99_999 + b'"}\n' + LINE, "UA", "date"),
    ("host.jsonl", b'{"text": "x killed", "url": "http://[::1/2024/99/99/"}\n' + LINE, "AA", ""),
    ("surrogate.jsonl", b'{"text": "x \\ud800 killed", "id": "\\udfff", "title": "\\ud800"}\n' + LINE, "AA", ""),
    ("latin.jsonl", b'{"text": "D\xe9p\xf4t"}\n' + LINE, "UA", "UTF-8"),
    ("nul.jsonl", b'{"text": "x \\u0000 killed"}\n\x00\n' + LINE, "AUA", "JSON"),
    ("kinds.jsonl", b'null\n3\n"a"\n[]\n{}\n' + LINE, "UUUUUA", "needs"),
    ("title.jsonl", b'{"text": "x killed", "title": {"a": 1}}\n' + LINE, "UA", "title"),
    ("author.jsonl", b'{"text": "x killed", "author": [1, 2]}\n' + LINE, "UA", "author"),
    ("marks.jsonl", b"\xef\xbb\xbf\n\xef\xbb\xbf" + LINE, "A", ""),
    ("broken-array.json", b"[" + LINE[:-1] + b", {oops", "AU", "item 1"),
    ("twice.jsonl", b'{"text": "one killed", "text": "two killed"}\n', "A", ""),
    ("cut.json", LINE[:-20], "U", "JSON"),
    # Tables
    ("open-quote.csv", TABLE + ROW + b'"open quote,2024\n' + ROW, "AUA", "do not match"),
    ("open-quotes.csv", TABLE + b'x","\n' * 2_000, "U" * 22, "never closed"),
    ("header-only.csv", TABLE, "U", "no row"),
    ("no-text.csv", b"body,published\n" + ROW, "U", '"body"'),
    ("empty.csv", b"", "U", "columns"),
    ("nul.csv", TABLE + b"\x00\x00\x00\n" + ROW, "?", ""),
    ("cells.csv", TABLE + b"a,b,c,d\n" + b"a\n" + ROW, "UUA", "cells"),
    ("february.csv", TABLE + b"Two killed,2024-02-31\n" + ROW, "UA", "2024-02-31"),
    ("latin.csv", TABLE + "Dépôt à Kaya attaqué,\n".encode() + b"D\xe9p\xf4t,2024\n" + ROW, "AUA", "UTF-8"),
    ("no-cells.csv", TABLE + b",,,\n\n,\n" + ROW, "A", ""),
    ("carriage.csv", TABLE.replace(b"\n", b"\r") + ROW.replace(b"\n", b"\r"), "A", ""),
    ("utf16.csv", (TABLE + ROW).decode().encode("utf-16")[:-1], "?", ""),
    ("wide.csv", b"text," + b"a," * 50_000 + b"\n" + ROW, "U", "cells"),
    ("long-row.csv", lambda: TABLE + b"x" * 6_000_000 + b",2024\n" + ROW, "UA", "do not match"),
    ("formula.csv", TABLE + b"=cmd|' /C calc'!A0 killed two,2024\n", "A", ""),
    # Gzip
    ("cut.txt.gz", packed(SENTENCE.encode())[:-9], "U", "near byte"),
    ("cut.jsonl.gz", packed(LINE * 3)[:-4], "AAAU", "near byte"),
    ("head.gz", b"\x1f\x8b", "U", "near byte"),
    ("garbage.gz", b"\x1f\x8b\x08" + b"\xff" * 300, "U", "near byte"),
    ("checksum.jsonl.gz", shifted(packed(LINE), len(packed(LINE)) - 8, b"\x00\x00\x00\x00"), "?", ""),
    ("twice.txt.gz", packed(packed(SENTENCE.encode())), "U", "packed twice"),
    ("bomb.txt.gz", lambda: packed(bytes(50_000_000)), "U", "longer than 20 MB"),
    ("bomb.jsonl.gz", lambda: packed(LINE + b"\x00" * 120_000_000), "AU", "200 times"),
    ("bomb.csv.gz", lambda: packed(TABLE + ROW + b"a" * 120_000_000), "?", ""),
    ("tail.jsonl.gz", packed(LINE) + b"garbage", "AU", "near byte"),
    ("nulls.jsonl.gz", packed(LINE) + bytes(500), "A", ""),
    # Web archives
    ("cut.warc", GOOD_RECORD + record(answer())[:-40], "AU", "damaged"),
    ("cut.warc.gz", packed(GOOD_RECORD) + record(answer(), packed=True)[:-40], "AU", "damaged"),
    ("middle.warc.gz", packed(GOOD_RECORD) + record(answer(), packed=True)[:90] + packed(GOOD_RECORD), "AUA", "byte 0"),
    ("long.warc", record(answer(), length=10**9) + GOOD_RECORD, "UA", "of 999999"),
    ("huge.warc", record(answer(), length=10**40) + GOOD_RECORD, "UA", "damaged"),
    ("negative.warc", GOOD_RECORD + record(answer(), length=-5) + GOOD_RECORD, "AUA", "damaged"),
    ("short.warc", GOOD_RECORD + record(answer(), length=30) + GOOD_RECORD, "AUA", "damaged"),
    ("words.warc", GOOD_RECORD + record(answer(), length="many") + GOOD_RECORD, "AUA", "damaged"),
    ("garbage.warc", GOOD_RECORD + b"\xff\r\n\r\n" * 9 + GOOD_RECORD, "AUA", "damaged"),
    ("header.warc", GOOD_RECORD + b"WARC/1.0\r\nX: " + b"a" * 200_000 + b"\r\n\r\n" + GOOD_RECORD, "AUA", "damaged"),
    ("empty.warc", b"", "U", "no record"),
    ("no.warc", b"hello", "U", "damaged"),
    ("version.warc", b"WARC/9.9\r\n\r\n", "?", ""),
    ("marks.warc", b"WARC/1.0\r\n" * 5_000, "?", ""),
    ("marks.warc.gz", b"\x1f\x8b\x08" * 20_000, "U", "no record"),
    ("start.warc.gz", packed(GOOD_RECORD) + packed(GOOD_RECORD)[:40], "AU", "in the middle"),
    ("start.warc", GOOD_RECORD + GOOD_RECORD[:40], "AU", "damaged"),
    ("date.warc", record(answer(), day="9999-99-99T99:99:99Z"), "A", ""),
    ("chunks.warc", record(answer(b"ffffffff\r\nabc", "Transfer-Encoding: chunked\r\n")) + GOOD_RECORD, "UA", "page"),
    ("packing.warc", record(answer(b"\x1f\x8b\x08junk", "Content-Encoding: gzip\r\n")) + GOOD_RECORD, "UA", "page"),
    ("brotli.warc", record(answer(b"\xff\xff\xff", "Content-Encoding: br\r\n")) + GOOD_RECORD, "UA", "page"),
    ("alien.warc", record(answer(b"\xff\xff", "Content-Encoding: wat\r\n")) + GOOD_RECORD, "?", ""),
    (
        "bomb.warc",
        lambda: record(answer(packed(bytes(60_000_000)), "Content-Encoding: gzip\r\n")) + GOOD_RECORD,
        "A",
        "",
    ),
    ("bomb.warc.gz", lambda: record(answer(bytes(130_000_000)), packed=True) + packed(GOOD_RECORD), "UA", "200 times"),
    # Zip archives
    ("cut.wacz", zipped({"archive/a.warc": GOOD_RECORD})[:-30], "U", "damaged"),
    ("member.wacz", zipped({"archive/a.warc": b"junk", "archive/b.warc": GOOD_RECORD}), "UA", "damaged"),
    ("paths.wacz", zipped({"archive/../../../tmp/a.warc": GOOD_RECORD}), "A", ""),
    ("nested.wacz", zipped({"archive/a.zip": zipped({"archive/a.warc": GOOD_RECORD})}), "U", "without web archives"),
    ("checksum.wacz", zipped({"archive/a.warc": GOOD_RECORD}).replace(b"Gunmen", b"Gunman", 1), "?", ""),
    (
        "bomb.wacz",
        lambda: zipped({"archive/a.warc": bytes(130_000_000), "archive/b.warc": GOOD_RECORD}, packed=True),
        "UA",
        "50 times",
    ),
    ("many.wacz", lambda: zipped({f"a{number}": b"" for number in range(10_001)}), "U", "10001"),
    ("locked.wacz", zipped({"archive/a.warc": b"x"}).replace(CENTRAL + b"\x00", CENTRAL + b"\x01"), "U", "password"),
    ("word.docx", zipped({"word/document.xml": b"<a/>"}), "U", "plain text"),
    ("end.zip", b"PK\x03\x04" + bytes(20), "U", "Unpack"),
    # Feeds
    ("billion.rss", feed(ITEM.replace("Gunmen", "&a9;"), before=BILLION + "]>"), "U", "entities"),
    ("hidden.rss", feed(ITEM, before="<!-- <rss> -->" + BILLION + "]>"), "U", "entities"),
    ("small.rss", feed(ITEM, before=BILLION.replace("<!ENTITY", "<!entity") + "]>"), "U", "entities"),
    ("outside.rss", feed(ITEM, before='<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "U", "entities"),
    ("parameter.rss", feed(ITEM, before='<!DOCTYPE a [<!ENTITY % e SYSTEM "http://x.example">%e;]>'), "U", "entities"),
    ("doctype.rss", feed(ITEM, before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/a.dtd">'), "A", ""),
    ("utf16.rss", feed(ITEM, before=BILLION + "]>").decode().encode("utf-16"), "U", "entities"),
    ("open.xml", b"<!DOCTYPE [" * 10_000, "U", "no feed"),
    ("comments.xml", b"<!--" * 200_000, "U", "no feed"),
    ("cut.rss", feed(ITEM, ITEM)[:-60], "?", ""),
    ("deep.rss", feed("<item><description>" + "<a>" * 50_000), "?", ""),
    ("items.rss", feed("<item>" * 5_000), "?", ""),
    ("tags.rss", feed("<a>" * 500_000), "U", "tags"),
    ("none.rss", feed(), "U", "without entries"),
    ("headline.rss", feed("<item><title>Two killed</title></item>", ITEM), "UA", "no text"),
    ("february.rss", feed(ITEM.replace("<item>", "<item><pubDate>Sat, 31 Feb 2024</pubDate>")), "A", ""),
    ("far.rss", feed(ITEM.replace("<item>", "<item><pubDate>9999-99-99</pubDate>")), "A", ""),
    ("long-date.rss", feed(ITEM.replace("<item>", f"<item><pubDate>{'9' * 99_999}</pubDate>")), "A", ""),
    ("script.rss", feed("<item><description>&lt;script&gt;alert(1)&lt;/script&gt;</description></item>"), "U", ""),
    ("address.rss", feed(ITEM.replace("<item>", "<item><link>javascript:alert(1)</link>")), "A", ""),
    ("host.rss", feed(ITEM.replace("<item>", "<item><link>http://[::1</link>")), "A", ""),
    ("inside.rss", feed(ITEM.replace("Gunmen", "<![CDATA[<item>Gunmen</item>]]>")), "A", ""),
    ("other.xml", b"<svg><a/></svg>", "U", "no feed"),
    ("feed.json", json.dumps({"version": "https://jsonfeed.org/version/1", "items": [1, {}]}).encode(), "UU", ""),
    # PDF
    ("cut.pdf", PRINTED[:400], "U", "damaged"),
    ("head.pdf", b"%PDF-1.7", "U", "damaged"),
    ("not.pdf", b"hello", "U", "damaged"),
    ("cycle.pdf", PRINTED.replace(b"/Kids [4", b"/Kids [2"), "?", ""),
    ("count.pdf", PRINTED.replace(b"/Count 2", b"/Count 2147483647"), "?", ""),
    ("count-negative.pdf", PRINTED.replace(b"/Count 2", b"/Count -7"), "?", ""),
    ("parent.pdf", PRINTED.replace(b"/Parent 2", b"/Parent 4"), "?", ""),
    ("xref.pdf", PRINTED.replace(b"startxref\n", b"startxref\n99"), "?", ""),
    ("length.pdf", PRINTED.replace(b"/Length ", b"/Length 99999"), "?", ""),
    ("font.pdf", PRINTED.replace(b"/BaseFont /Helvetica", b"/BaseFont 5 0 R"), "?", ""),
    ("scanned.pdf", pdf([[], []]), "U", "ocrmypdf"),
    ("locked.pdf", PRINTED.replace(b"/Root 1 0 R", b"/Root 1 0 R " + ENCRYPTED), "U", "password"),
    ("dates.pdf", pdf([[(72, 700, 11, SENTENCE)]], "/CreationDate (D:99999999999999)"), "A", ""),
    ("title.pdf", pdf([[(72, 700, 11, SENTENCE)]], "/Title (\\377\\376\\000\\330)"), "A", ""),
    ("far.pdf", pdf([[(10**9, -(10**9), 9999, SENTENCE)]]), "?", ""),
    ("javascript.pdf", PRINTED.replace(b"/Pages 2 0 R", SCRIPT), "A", ""),
]  # fmt: skip


def bytes_of(content: Build) -> bytes:
    return content if isinstance(content, bytes) else content()


def test_there_are_enough_of_them() -> None:
    names = [name for name, *_ in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 100


@pytest.mark.parametrize(("name", "content", "kinds", "reason"), CASES, ids=[name for name, *_ in CASES])
def test_a_hostile_file_ends_in_time_with_a_reason_and_costs_no_other(
    tmp_path: Path, name: str, content: Build, kinds: str, reason: str
) -> None:
    (tmp_path / name).write_bytes(bytes_of(content))
    (tmp_path / "~good.txt").write_text(SENTENCE)
    begun = time.monotonic()
    *found, good = read(str(tmp_path))
    assert time.monotonic() - begun < SECONDS
    assert isinstance(good, Article)
    assert good.text == SENTENCE
    assert found
    assert kinds == "?" or "".join("A" if isinstance(one, Article) else "U" for one in found) == kinds, found
    messages = [str(one.error) for one in found if isinstance(one, Unread)]
    assert all(str(tmp_path / name) in message and len(message) < 1000 for message in messages), messages
    assert any(reason in message for message in messages) or not reason, messages
    assert not any("root:" in one.text for one in found if isinstance(one, Article))
    assert all(one.model_dump_json() for one in found if isinstance(one, Article))


def test_pipes_sockets_links_and_locked_files_in_a_folder_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a-pipe.txt")
    (tmp_path / "b-loop.txt").symlink_to(tmp_path / "c-loop.txt")
    (tmp_path / "c-loop.txt").symlink_to(tmp_path / "b-loop.txt")
    (tmp_path / "d-folder").symlink_to(tmp_path)
    (tmp_path / "e-zero.txt").symlink_to("/dev/zero")
    (tmp_path / "f-nothing.txt").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(tmp_path / "g-socket.txt"))
        (tmp_path / "z.txt").write_text(SENTENCE)
        *found, good = read(str(tmp_path))
    assert isinstance(good, Article)
    assert [Path(one.source or "").name for one in found] == [
        "a-pipe.txt",
        "b-loop.txt",
        "c-loop.txt",
        "e-zero.txt",
        "f-nothing.txt",
        "g-socket.txt",
    ]
    assert all(isinstance(one, Unread) and one.source in str(one.error) for one in found)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is open to the superuser")
def test_files_and_folders_without_permission_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").mkdir(mode=0)
    (tmp_path / "c.txt").write_text(SENTENCE)
    first, second, good = read(str(tmp_path))
    (tmp_path / "b").chmod(0o700)
    assert isinstance(first, Unread)
    assert isinstance(second, Unread)
    assert "ermission" in str(first.error)
    assert isinstance(good, Article)


@pytest.mark.parametrize(
    "name", [b"a\nb.txt", b"a\rb.txt", b"\xff\xfe.txt", "a\u202etxt.exe".encode(), b"-", b"a" * 250 + b".txt", b"*.txt"]
)
def test_strange_names_are_shown_in_one_line(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118  names of bytes
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"\x00" * 900)
    (tmp_path / "~good.txt").write_text(SENTENCE)
    found = list(read(str(tmp_path)))
    assert [one.text for one in found if isinstance(one, Article)] == [SENTENCE]
    unread = [one for one in found if isinstance(one, Unread)]
    assert len(unread) == 1
    assert str(unread[0].error).isprintable()
    assert unread[0].source.encode()


@pytest.mark.parametrize("pattern", ["*", "**", "[", "[]", "*" * 500, "a/**/../**/*", "[!a-", "?" * 300])
def test_patterns_that_nothing_fits_say_so(tmp_path: Path, pattern: str) -> None:
    begun = time.monotonic()
    (found,) = read(str(tmp_path / "no" / pattern))
    assert isinstance(found, Unread)
    assert time.monotonic() - begun < SECONDS


def with_hole(path: Path, length: int) -> str:
    """Write two lines with one of NULs between them: a hole in the file, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(LINE)
        file.seek(length, io.SEEK_CUR)
        file.write(b"\n" + LINE)
    return str(path)


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    first, second, third = read(with_hole(tmp_path / "a.jsonl", 100_000_000))
    assert isinstance(second, Unread)
    assert second.place == "line 2"
    assert "100 MB in one line" in str(second.error)
    assert isinstance(first, Article)
    assert isinstance(third, Article)


_MEASURED = """
import pathlib, re, resource, sys
from recount.reading import read
found = [type(one).__name__ for source in sys.argv[1:] for one in read(source)]
status = pathlib.Path("/proc/self/status")
# A process started by a large one inherits that one's peak in ru_maxrss; VmHWM is its own.
own = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(found.count("Article"), found.count("Unread"), peak)
"""


def test_the_worst_of_them_and_a_line_of_a_gigabyte_stay_in_little_memory(tmp_path: Path) -> None:
    wanted = ("bomb.jsonl.gz", "bomb.txt.gz", "bomb.warc.gz", "bomb.wacz", "deep-100000.html", "long-row.csv")
    worst = [(tmp_path / name, content) for name, content, *_ in CASES if name in wanted]
    for path, content in worst:
        path.write_bytes(bytes_of(content))
    sources = [*(str(path) for path, _ in worst), with_hole(tmp_path / "hole.jsonl", 1_000_000_000), "/dev/zero"]
    done = subprocess.run([sys.executable, "-c", _MEASURED, *sources], capture_output=True, text=True, check=True)
    articles, unread, kilobytes = map(int, done.stdout.split())
    assert articles == 6
    assert unread >= 8
    assert kilobytes < 1_000_000


@pytest.mark.parametrize("form", ["page", "text", "line", "pdf", "unknown"])
@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 50, b"{", b"%PDF-", b"<", b"<rss>", b"\x1f\x8b"])
def test_any_piece_becomes_an_article_or_a_reason(form: str, data: bytes) -> None:
    piece = Piece("a", None, data, form, declared="no-such-charset")  # type: ignore[arg-type]
    found = article_of(piece)
    assert isinstance(found, Article) or "a" in str(found.error)


def test_pieces_of_a_broken_source_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINE + b"{\n" + LINE)
    found = [article_of(one) if isinstance(one, Piece) else one for one in pieces(str(path))]
    assert [one.place for one in found if isinstance(one, Unread)] == ["line 2"]
