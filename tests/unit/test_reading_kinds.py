"""Each kind of source becomes pieces and articles: PDF, web archives, feeds, tables, packed files, patterns."""

import gzip
import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reading_files import SENTENCE, answer, feed, page, pdf, record, zipped

from recount.errors import BadArgument
from recount.nouns import Article
from recount.reading import LeftOut, Piece, Unread, article_of, pieces, read

ONE = "Two men were killed near Kaya on Friday, the governor said."
TWO = "Three women were hurt near Djibo on Sunday, residents said."
THREE = "Ten houses were burnt in Dori on Monday, officials said."


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def articles(source: str, **options: object) -> list[Article]:
    found = list(read(source, **options))  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def cut(source: str) -> list[Piece]:
    return [one for one in pieces(source) if isinstance(one, Piece)]


def left_out(source: str) -> dict[str, int]:
    return {one.reason: one.number for one in pieces(source) if isinstance(one, LeftOut)}


# Pieces


def test_a_piece_is_found_before_it_is_read_and_can_be_sent_elsewhere(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", json.dumps({"text": ONE}) + "\n{broken\n" + json.dumps({"text": TWO}))
    found = cut(source)
    assert [one.place for one in found] == ["line 1", "line 2", "line 3"]
    assert [type(article_of(pickle.loads(pickle.dumps(one)))) for one in found] == [Article, Unread, Article]
    assert found[0].data == json.dumps({"text": ONE}).encode() + b"\n"


def test_items_of_an_array_are_kept_in_the_very_characters_of_the_file(tmp_path: Path) -> None:
    items = ['{"text":  "Two killed\\u00e9",\n "n": 1.50}', '{ "text" : "Três killed" }']
    found = cut(write(tmp_path / "a.json", f"[\n {items[0]} ,\n{items[1]}]\n"))
    assert [one.data.decode() for one in found] == items
    assert [one.place for one in found] == ["item 1", "item 2"]


def test_what_is_given_travels_with_each_piece(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", ONE)
    (found,) = pieces(source, published="2024-05", outlet="Kaya Radio", url="https://kaya.example/1")
    assert isinstance(found, Piece)
    assert (found.known.outlet, found.known.url, found.how) == ("Kaya Radio", "https://kaya.example/1", "file")
    with pytest.raises(BadArgument, match="someday"):
        pieces(source, published="someday")


def test_reading_a_text_loads_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    heavy = "{'fastwarc', 'feedparser', 'pypdfium2', 'trafilatura', 'lxml'}"
    code = f"import sys; from recount.reading import read; list(read(sys.argv[1])); print({heavy} & set(sys.modules))"
    source = write(tmp_path / "a.txt", ONE)
    done = subprocess.run([sys.executable, "-c", code, source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_a_folder_leaves_out_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden", ".git", "README.md", "b.expected.yaml"):
        write(tmp_path / name, ONE)
    assert left_out(str(tmp_path)) == {"hidden file or folder": 2, "about the folder": 2}


def test_patterns_are_expanded_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("in/b.txt", "in/a.txt", "in/deep/c.txt", "in/d.html", "[1].txt"):
        write(tmp_path / name, ONE)
    assert [Path(str(one.source)).name for one in articles(f"{tmp_path}/in/*.txt")] == ["a.txt", "b.txt"]
    assert [Path(str(one.source)).name for one in articles(f"{tmp_path}/**/?.txt")] == ["a.txt", "b.txt", "c.txt"]
    # A file of that very name is no pattern.
    assert len(articles(f"{tmp_path}/[1].txt")) == 1


# PDF


def test_lines_of_a_pdf_become_paragraphs_and_heads_are_taken_out(tmp_path: Path) -> None:
    def printed(number: int, *lines: str) -> list[tuple[int, int, int, str]]:
        body = [(72, 700 - 14 * rank, 11, line) for rank, line in enumerate(lines)]
        return [(72, 760, 9, "Sahel Monitor - Weekly"), *body, (300, 30, 9, f"Page {number} of 2")]

    first = printed(
        1, "Gunmen killed four guards at a fuel de-", "pot near Kaya. The Franco-", "Malian force found two"
    )
    second = printed(2, "bodies near the river, a spokesman said.", "It was the third attack.")
    (article,) = articles(write(tmp_path / "a.pdf", pdf([first, second], "/Author (A. Ba) /CreationDate (D:20240501)")))
    assert article.text == (
        "Gunmen killed four guards at a fuel depot near Kaya. The Franco-Malian force found two bodies near the river, "
        "a spokesman said. It was the third attack."
    )
    assert {(one.text, one.reason) for one in article.removed} == {
        ("Sahel Monitor - Weekly", "running head or foot"),
        ("Page 1 of 2", "page number"),
        ("Page 2 of 2", "page number"),
    }
    assert article.author == "A. Ba"
    assert article.published is None


def test_columns_of_a_pdf_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["Gunmen killed four guards", "at a fuel depot near Kaya", "on Friday, residents said."]
    right = ["Two women were hurt when", "a mine went off at Djibo,", "the governor said."]
    rows = [(x, 700 - 14 * rank, 10, column[rank]) for rank in range(3) for x, column in ((72, left), (320, right))]
    (article,) = articles(write(tmp_path / "a.pdf", pdf([[(72, 740, 16, "Attacks in the north"), *rows]])))
    assert article.title == "Attacks in the north"
    assert article.text.split("\n\n")[1:] == [" ".join(left), " ".join(right)]


def test_a_page_of_a_pdf_without_text_is_named(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "a.pdf", pdf([[(72, 700, 11, ONE)], []])))
    assert [(one.text, one.reason) for one in article.removed] == [("page 2", "page without text")]


def test_the_title_that_a_pdf_states_is_taken_where_it_stands_in_it(tmp_path: Path) -> None:
    lines = [(72, 720, 14, "Attack on a depot"), (72, 690, 11, ONE)]
    (article,) = articles(write(tmp_path / "a.pdf", pdf([lines], "/Title (Attack on a Depot)")))
    assert article.title == "Attack on a Depot"
    (article,) = articles(write(tmp_path / "b.pdf", pdf([lines], "/Title (Microsoft Word - final.docx)")))
    assert article.title == "Attack on a depot"


# Web archives


ARCHIVE = [
    record(answer(page(ONE)), "1"),
    record(b"x", "2", kind="request"),
    record(answer(b"", status="301 Moved"), "3"),
    record(answer(b"\x89PNG", kind="image/png"), "4"),
    record(answer(TWO.encode(), kind="text/plain"), "5"),
    record(answer(b"User-agent: *", kind="text/plain"), "robots.txt"),
    record(answer(pdf([[(72, 700, 11, THREE)]]), kind="application/pdf"), "6"),
    record(ONE.encode(), "7", kind="conversion", media="text/plain"),
    record(answer(gzip.compress(page(ONE)), "Content-Encoding: gzip\r\n"), "8"),
    record(answer(b"%x\r\n%b\r\n0\r\n\r\n" % (len(page(TWO)), page(TWO)), "Transfer-Encoding: chunked\r\n"), "9"),
    record(answer(page(THREE), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"), "10"),
]
TOLD = [ONE, TWO, THREE, ONE, ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b"".join(ARCHIVE)),
        ("a.warc.gz", b"".join(map(gzip.compress, ARCHIVE))),
        ("a.warc.gz", gzip.compress(b"".join(ARCHIVE))),
        ("a.wacz", zipped({"archive/a.warc": b"".join(ARCHIVE), "pages/pages.jsonl": b"{}"})),
    ],
)
def test_pages_texts_and_pdf_of_a_web_archive_are_read(tmp_path: Path, name: str, content: bytes) -> None:
    source = write(tmp_path / name, content)
    assert [one.text for one in articles(source)] == TOLD
    first = cut(source)[0]
    assert first.place is not None
    assert first.place.endswith("record <urn:uuid:1>")
    assert first.obtained == datetime(2024, 5, 3, 10, tzinfo=UTC)
    assert (first.known.url, first.media_type, first.declared, first.how) == (
        "https://kaya.example/1",
        "text/html",
        "utf-8",
        "archive",
    )
    left = left_out(source)
    left.pop("index of the archive", None)
    assert left == {"request record": 1, "answer 301": 1, "picture": 1, "notice to programmes": 1}


# Feeds

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Kaya Radio</title>
<entry><id>urn:a:1</id><title type="html">Two &lt;b&gt;killed&lt;/b&gt;</title><link href="https://kaya.example/1"/>
<author><name>A. Ba</name></author><published>2024-05-03T23:30:00-05:00</published><updated>2024-05-09</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{ONE}</p><p>{TWO}</p></div></content></entry></feed>"""
RSS = feed(
    "<item><title>Attack &amp; flight</title><link>https://kaya.example/1</link><guid>urn:a:1</guid>"
    "<pubDate>Fri, 03 May 2024 23:30:00 -0500</pubDate><description>Short.</description>"
    f"<encoded xmlns='http://purl.org/rss/1.0/modules/content/'><![CDATA[<p>{ONE}</p><p>{TWO}</p>]]></encoded></item>",
    f"<item><title>Houses burnt</title><description>{THREE}</description></item>",
)


def test_entries_of_an_rss_feed_are_articles_with_what_the_feed_says(tmp_path: Path) -> None:
    source = write(tmp_path / "a.rss", RSS)
    first, second = articles(source)
    assert first.text == f"Attack & flight\n\n{ONE}\n\n{TWO}"
    assert (first.external_id, first.url, first.outlet) == ("urn:a:1", "https://kaya.example/1", "Kaya Radio")
    assert first.published is not None
    assert (first.published.earliest.isoformat(), first.published.basis) == ("2024-05-03", "metadata")
    assert second.text == f"Houses burnt\n\n{THREE}"
    assert second.published is None
    one, two = cut(source)
    assert (one.place, two.place) == ("entry 1", "entry 2")
    assert one.original is not None
    assert RSS.count(one.original) == 1
    assert one.original.startswith(b"<item><title>Attack")


@pytest.mark.parametrize("name", ["a.atom", "a.xml", "a", "a.xml.gz"])
def test_an_atom_feed_is_known_by_name_or_content(tmp_path: Path, name: str) -> None:
    (article,) = articles(write(tmp_path / name, gzip.compress(ATOM.encode()) if name.endswith("gz") else ATOM))
    assert article.text == f"Two killed\n\n{ONE}\n\n{TWO}"
    assert (article.title, article.author, article.external_id) == ("Two killed", "A. Ba", "urn:a:1")
    assert article.published is not None
    assert article.published.earliest.isoformat() == "2024-05-03"


def test_a_json_feed_is_read(tmp_path: Path) -> None:
    item = {"id": "1", "url": "https://kaya.example/1", "title": "Attack", "date_published": "2024-05-03T10:00:00Z"}
    items = [item | {"content_html": f"<p>{ONE}</p>"}, {"id": "2", "content_text": f"{TWO}\n\n{THREE}"}]
    content = {"version": "https://jsonfeed.org/version/1.1", "title": "Kaya Radio", "items": items}
    first, second = articles(write(tmp_path / "a.json", json.dumps(content)))
    assert (first.text, first.outlet) == (f"Attack\n\n{ONE}", "Kaya Radio")
    assert second.text == f"{TWO}\n\n{THREE}"


def test_what_is_given_comes_before_what_a_feed_says(tmp_path: Path) -> None:
    first, _ = articles(write(tmp_path / "a.rss", RSS), outlet="Sahel Daily", published="2024-06")
    assert first.outlet == "Sahel Daily"
    assert first.published is not None
    assert first.published.basis == "given"


# Tables

TABLE = f'id,text,published,title\n7,"{ONE}\n\n""{TWO}""",2024-05,Attack\n8,{ONE.replace(",", " ")},,\n'


def test_rows_of_a_table_are_articles_and_keep_their_own_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", TABLE)
    first, second = articles(source)
    assert first.text == f'{ONE}\n\n"{TWO}"'
    assert (first.external_id, first.title, second.external_id) == ("7", "Attack", "8")
    assert first.published is not None
    assert (first.published.precision, first.published.basis) == ("month", "given")
    assert [one.place for one in cut(source)] == ["line 2", "line 5"]
    assert b"".join(one.original or b"" for one in cut(source)) == TABLE.partition("\n")[2].encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", f"id\ttext\n1\t{ONE}\n".encode()),
        ("a.csv", f"text;id\n{ONE};1\n".encode()),
        ("a.csv", f'\ufeffText , ID\n"{ONE}",1\n'.encode()),
        ("a.csv", f'text,id\r\n"{ONE}",1\r\n'.encode("utf-16")),
        ("a.csv.gz", gzip.compress(f'text,id\n"{ONE}",1\n'.encode())),
    ],
)
def test_delimiters_marks_and_packing_of_tables_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    (article,) = articles(write(tmp_path / name, content))
    assert (article.text, article.external_id) == (ONE, "1")


def test_a_table_in_an_old_encoding_is_recognised(tmp_path: Path) -> None:
    said = "Le gouverneur a déclaré vendredi que l’attaque du dépôt avait tué quatre gardes près de Kaya"
    (article, _) = articles(write(tmp_path / "a.csv", f"text,id\n{said},1\n{said},2\n".encode("cp1252")))
    assert article.text == said


def test_columns_can_be_named(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", f'Body,Day\n"{ONE}",2024-05-01\n')
    (article,) = articles(source, columns={"text": "body", "published": "day"})
    assert article.text == ONE
    assert article.published is not None
    (unread,) = read(source, columns={"text": "words"})
    assert isinstance(unread, Unread)
    assert 'no column "words"' in str(unread.error)
    assert '"Body", "Day"' in str(unread.error)
    with pytest.raises(BadArgument, match="body"):
        read(source, columns={"body": "text"})


# Packed files


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.txt.gz", ONE.encode(), [ONE]),
        ("a.html.gz", page(ONE), [ONE]),
        ("a.jsonl.gz", json.dumps({"text": ONE}).encode() + b"\n" + json.dumps({"text": TWO}).encode(), [ONE, TWO]),
        ("a.pdf.gz", pdf([[(72, 700, 11, SENTENCE)]]), [SENTENCE]),
        ("a.gz", json.dumps({"text": ONE}).encode(), [ONE]),
    ],
)
def test_packed_files_are_read_as_what_is_in_them(tmp_path: Path, name: str, content: bytes, texts: list[str]) -> None:
    half = len(content) // 2
    members = gzip.compress(content[:half]) + gzip.compress(content[half:])
    assert [one.text for one in articles(write(tmp_path / name, members))] == texts


def test_what_came_before_the_break_of_a_packed_file_is_kept(tmp_path: Path) -> None:
    lines = b"".join(
        json.dumps({"text": f"{number * 7919} men were killed near Kaya."}).encode() + b"\n" for number in range(50)
    )
    *found, last = read(write(tmp_path / "a.jsonl.gz", gzip.compress(lines)[:-60]))
    assert isinstance(last, Unread)
    assert "near byte" in str(last.error)
    assert 10 < len(found) < 50
    assert all(isinstance(one, Article) and one.text.endswith("near Kaya.") for one in found)
