"""Addresses are fetched only when given, within limits, and never lead to files."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from reading_files import answer, feed, pdf, record

from recount.errors import NotFound, NotText
from recount.nouns import Article
from recount.reading import Unread, read
from recount.reading.fetching import fetch

SENTENCE = "Gunmen killed four guards at a fuel depot near Kaya on Friday, the governor said."
PAGE = f"<html><head><title>Depôt</title></head><body><article><p>{SENTENCE}</p></article></body></html>"

ENTRY = f"<item><title>Depot</title><link>https://kaya.example/1</link><description>{SENTENCE}</description></item>"
FILES: dict[str, tuple[bytes, dict[str, str]]] = {
    "/feed": (feed(ENTRY), {"Content-Type": "application/rss+xml"}),
    "/table": (f'text,id\n"{SENTENCE}",1\n'.encode(), {"Content-Type": "text/csv; charset=utf-8"}),
    "/table.csv": (f'text,id\n"{SENTENCE}",1\n'.encode(), {"Content-Type": "application/octet-stream"}),
    "/real.pdf": (pdf([[(72, 700, 11, SENTENCE)]]), {"Content-Type": "application/pdf"}),
    "/crawl.warc.gz": (record(answer(), "1", packed=True), {}),
    "/own": (b'{"text": "Two were killed.", "url": "https://kaya.example/1"}', {}),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = {
            "/moved": "/2024/01/22/page",
            "/file": "file:///etc/passwd",
            "/loop": "/loop",
            "/ftp": "ftp://x.example/",
        }
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.end_headers()
            return
        if self.path == "/missing":
            self.send_error(404)
            return
        body, headers = PAGE.encode("cp1252"), {"Content-Type": "text/html; charset=windows-1252"}
        if self.path == "/packed":
            body, headers = gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}
        if self.path == "/bomb":
            body, headers = gzip.compress(b"<p>" + b"a" * 3_000_000), {"Content-Encoding": "gzip"}
        if self.path == "/pdf":
            body, headers = b"%PDF-1.7", {"Content-Type": "application/pdf"}
        if self.path == "/lines":
            body, headers = b'{"text": "Two were killed."}\n{"text": "Three were killed."}', {}
        if self.path in FILES:
            body, headers = FILES[self.path]
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_with_its_address_and_charset(site: str) -> None:
    (article,) = read(f"{site}/moved")
    assert isinstance(article, Article)
    assert article.title == "Depôt"
    assert article.url == f"{site}/2024/01/22/page"
    assert article.published is not None
    assert (article.published.earliest.isoformat(), article.published.basis) == ("2024-01-22", "url")
    assert article.outlet == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/feed", "https://kaya.example/1"),
        ("/table", None),
        ("/table.csv", None),
        ("/real.pdf", "/real.pdf"),
        ("/crawl.warc.gz", "https://kaya.example/1"),
        ("/own", "https://kaya.example/1"),
    ],
)
def test_every_kind_is_read_from_an_address_and_its_articles_keep_their_own(
    site: str, path: str, url: str | None
) -> None:
    (article,) = read(site + path)
    assert isinstance(article, Article)
    assert article.url == (site + url if url == path else url)


def test_a_given_address_comes_before_the_one_fetched(site: str) -> None:
    (article,) = read(f"{site}/page", url="https://saheldaily.example/depot")
    assert isinstance(article, Article)
    assert article.url == "https://saheldaily.example/depot"


def test_packed_pages_and_json_lines_are_read(site: str) -> None:
    assert fetch(f"{site}/packed").data == PAGE.encode()
    assert [type(one) for one in read(f"{site}/lines")] == [Article, Article]


@pytest.mark.parametrize("path", ["/missing", "/file", "/ftp", "/loop"])
def test_pages_that_are_not_there_and_redirects_elsewhere_are_refused(site: str, path: str) -> None:
    (unread,) = read(site + path)
    assert isinstance(unread, Unread)
    assert type(unread.error) is NotFound
    assert "Depôt" not in str(unread.error)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x.example/a", "http://", "http://[", "data://text/plain,x"]
)
def test_only_http_addresses_are_fetched(url: str) -> None:
    with pytest.raises(NotFound, match=r"http"):
        fetch(url)


def test_long_pages_are_refused_packed_or_not(site: str) -> None:
    with pytest.raises(NotText, match="longer than"):
        fetch(f"{site}/page", max_bytes=50)
    with pytest.raises(NotText, match="longer than"):
        fetch(f"{site}/bomb", max_bytes=1_000_000)


def test_a_pdf_behind_an_address_says_what_to_do(site: str) -> None:
    (unread,) = read(f"{site}/pdf")
    assert isinstance(unread, Unread)
    assert "qpdf" in str(unread.error)


def test_a_closed_port_is_not_found() -> None:
    with pytest.raises(NotFound, match="did not answer"):
        fetch("http://127.0.0.1:9/", timeout_seconds=2)
