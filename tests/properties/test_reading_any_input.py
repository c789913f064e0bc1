"""Whatever the bytes are, reading yields articles or says why not."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recount.codebook import load
from recount.errors import EmptyArticle
from recount.extraction.times import find_times
from recount.nouns import Article, Published
from recount.reading import LeftOut, Piece, Unread, article_of, pieces, read, read_text

_WORDS = (
    "Share Advertisement Related Articles Gunmen killed four guards near Kaya on Friday. Photo: By 2024 January 22 - "
    "to and since between until overnight last week night May March 5 p.m. at the 3rd weekend ago two days "
    "<p> </p> <div> <article> </article> <br> <a href='x'> </a> \n \n\n \r\n \t &amp; <!-- --> <table> <td>"
)
WORDS = st.sampled_from(_WORDS.split(" "))
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
FIXTURES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


NAMES = ["a.txt", "a.html", "a.jsonl", "a.json", "a", "a.csv", "a.tsv", "a.gz", "a.warc", "a.wacz", "a.rss", "a.pdf"]


@FIXTURES
@given(data=st.binary(max_size=400) | TEXTS.map(str.encode), name=st.sampled_from(NAMES))
def test_any_bytes_become_articles_or_a_reason(tmp_path: Path, data: bytes, name: str) -> None:
    assert_read(tmp_path / name, data)


def assert_read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    found = list(pieces(str(path)))
    assert found
    for one in (article_of(one) if isinstance(one, Piece) else one for one in found if not isinstance(one, LeftOut)):
        assert isinstance(one, (Article, Unread))
        if isinstance(one, Article):
            assert re.search(r"\w", one.text)
            assert "\r" not in one.text
            assert "\x00" not in one.text
            assert one.model_dump_json()
        else:
            assert str(one.error)


_RECORD = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-05-03T10:00:00Z\r\n"
    b"Content-Type: text/html\r\nContent-Length: 27\r\n\r\n<p>Two were killed here.</p>\r\n\r\n"
)
WHOLE = {
    "a.jsonl": b'{"text": "Two were killed.", "published": "2024-05-01", "id": 1}\n' * 3,
    "a.csv": b'text,id,published\n"Two were\nkilled.",1,2024-05-01\n' * 3,
    "a.warc": _RECORD * 3,
    "a.warc.gz": gzip.compress(_RECORD) * 3,
    "a.jsonl.gz": gzip.compress(b'{"text": "Two were killed."}\n' * 3),
    "a.rss": b"<rss><channel><item><title>A</title><description>Two killed.</description></item></channel></rss>",
    "a.html": b"<html><head><title>Depot</title></head><body><p>Two were killed at Kaya.</p></body></html>",
}
CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4)


@FIXTURES
@given(name=st.sampled_from(sorted(WHOLE)), changes=CHANGES)
def test_a_damaged_file_of_any_kind_becomes_articles_or_a_reason(
    tmp_path: Path, name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    data = WHOLE[name]
    for start, length, put in changes:
        at = start % (len(data) + 1)
        data = data[:at] + put + data[at + length :]
    assert_read(tmp_path / name, data)


@FIXTURES
@given(text=TEXTS | st.text(max_size=200))
def test_reading_twice_is_reading_once(text: str) -> None:
    try:
        once = read_text(text)
    except EmptyArticle:
        return
    assert read_text(once.text).text == once.text


@FIXTURES
@given(texts=st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40), min_size=1, max_size=5))
def test_json_lines_apart_are_json_lines_together(tmp_path: Path, texts: list[str]) -> None:
    lines = [json.dumps({"id": number, "text": f"Kaya {text}"}) for number, text in enumerate(texts)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines))
    together = [one.text for one in read(str(tmp_path / "all.jsonl")) if isinstance(one, Article)]
    apart = []
    for line in lines:
        (tmp_path / "one.jsonl").write_text(line)
        apart += [one.text for one in read(str(tmp_path / "one.jsonl")) if isinstance(one, Article)]
    assert together == apart


@FIXTURES
@given(text=TEXTS | st.text(max_size=200), published=st.dates() | st.none())
def test_times_lie_in_the_text_in_order_and_resolve_to_ordered_days(text: str, published: date | None) -> None:
    known = Published(earliest=published, latest=published, precision="day", basis="given") if published else None
    end = 0
    for mention in find_times(text, load()):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        days = mention.expression.resolve(known)
        if days and days.earliest and days.latest:
            assert days.earliest <= days.latest
