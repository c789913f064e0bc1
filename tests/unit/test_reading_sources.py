"""Files, folders, JSON lines and standard input become articles; what cannot says why and what to do."""

import io
import json
import sys
from pathlib import Path

import pytest

from recount.errors import BadLine, EmptyArticle, NotFound, NotText, UnreadableSource
from recount.nouns import Article
from recount.reading import Unread, read

TEXT = (
    "Four guards killed at depot\n\nGunmen killed four guards at a fuel depot near Kaya on Friday, the governor said.\n"
)


def write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def articles(source: str) -> list[Article]:
    found = list(read(source))
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def errors(source: str) -> list[UnreadableSource]:
    return [one.error for one in read(source) if isinstance(one, Unread)]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
)
def test_line_ends_and_marks_of_encodings_do_not_change_the_text(tmp_path: Path, content: bytes) -> None:
    (article,) = articles(write(tmp_path / "a.txt", content))
    assert article.text == TEXT.strip()
    assert article.title == "Four guards killed at depot"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Bürgermeister von Köln sprach von „zwei Verletzten“ nach dem Angriff auf den Öltanker.", "cp1252"),
        ("Обстрел села ранил двух жителей, сообщил глава района в пятницу вечером.", "cp1251"),
        ("قصفت طائرة مسيرة مستودع وقود يوم الجمعة، قال الحاكم للصحفيين", "cp1256"),
    ],
)
def test_other_encodings_are_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    (article,) = articles(write(tmp_path / "a.txt", text.encode(encoding)))
    assert article.text == text


def test_a_page_is_read_in_the_charset_that_it_declares(tmp_path: Path) -> None:
    sentence = "Le gouverneur a déclaré vendredi que l’attaque du dépôt avait tué quatre gardes près de Kaya."
    html = f"<html><head><meta charset='windows-1252'><title>Dépôt</title></head><body><p>{sentence}</p></body></html>"
    (article,) = articles(write(tmp_path / "a.html", html.encode("cp1252")))
    assert sentence in article.text


REFUSED = [
    # name           content                              error       advice
    ("a.pdf", b"%PDF-1.7 ...", NotText, "qpdf"),
    ("a.txt", b"%PDF-1.7 ...", NotText, "qpdf"),
    ("a.txt", b"\x89PNG\r\n\x1a\n....", NotText, "picture"),
    ("a.docx", b"PK\x03\x04....", NotText, "plain text"),
    ("a.txt", b"\x00\x01\x02\x03binary\x00\x00", NotText, "binary"),
    ("a.txt", bytes(range(128, 256)) * 20, NotText, "UTF-8"),
    ("a.txt", b"", EmptyArticle, "empty"),
    ("a.txt", b" \n\n ", EmptyArticle, "empty"),
    ("a.txt", b"Advertisement\n", EmptyArticle, "furniture"),
    ("a.html", b"<html><body><nav>Home</nav></body></html>", EmptyArticle, "save the page"),
    ("a.jsonl", b"\n\n", EmptyArticle, "empty"),
]


@pytest.mark.parametrize(("name", "content", "kind", "advice"), REFUSED)
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, kind: type[UnreadableSource], advice: str
) -> None:
    source = write(tmp_path / name, content)
    (error,) = errors(source)
    assert type(error) is kind
    assert source in str(error)
    assert advice in str(error)


@pytest.mark.parametrize("source", ["nowhere.txt", "no/such/folder", "a\x00b", "x" * 5000])
def test_a_missing_file_is_not_found(source: str) -> None:
    (error,) = errors(source)
    assert type(error) is NotFound


def test_a_page_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.reading.streams.MAX_BYTES", 1000)
    (error,) = errors(write(tmp_path / "a.html", "<p>Four people were killed.</p>" * 100))
    assert type(error) is NotText


def test_deep_nesting_does_not_break_reading(tmp_path: Path) -> None:
    sentence = "Four people were killed at a fuel depot near Kaya on Friday, the governor of the region said."
    deep = "<div>" * 500 + f"<p>{sentence}</p>" + "</div>" * 500
    (article,) = articles(write(tmp_path / "a.html", f"<html><body>{deep}</body></html>"))
    assert sentence in article.text
    bomb = "<div>" * 50_000 + f"<p>{sentence}</p>"
    assert len(list(read(write(tmp_path / "b.html", bomb)))) == 1


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    write(folder / "c.txt", TEXT)
    write(folder / "a.txt", TEXT)
    write(folder / "b" / "a.md", TEXT)
    write(folder / ".hidden.txt", TEXT)
    write(folder / "README.md", TEXT)
    write(folder / "a.expected.yaml", "reports: []")
    write(folder / ".git" / "a.txt", TEXT)
    write(folder / "d.png", b"\x89PNG")
    found = [(one.source or "").removeprefix(f"{folder}/") for one in read(str(folder))]
    assert found == ["a.txt", "b/a.md", "c.txt", "d.png"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(tmp_path / "secret.txt", TEXT)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder)
    write(folder / "a.txt", TEXT)
    found = list(read(str(folder)))
    assert [type(one) for one in found] == [Article, Unread, Unread]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (error,) = errors(str(tmp_path))
    assert type(error) is NotFound


def lines_of(*records: object) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records)


def test_a_bad_line_never_loses_the_good_ones(tmp_path: Path) -> None:
    content = lines_of(
        {"id": 7, "text": "Two were killed.", "published": "2024-05", "outlet": "Kaya Radio", "unknown": [1]},
        "",
        "not json",
        {"id": 8},
        [1, 2],
        {"text": 5},
        {"text": "Three were killed.", "published": "someday"},
        {"text": "Four were killed.", "id": "x4", "title": "Four killed", "url": "https://kaya.example/4"},
        {"text": "Advertisement"},
        {"text": "Five were killed.", "id": {}},
    )
    source = write(tmp_path / "a.jsonl", content)
    found = list(read(source))
    assert [type(one.error).__name__ if isinstance(one, Unread) else one.external_id for one in found] == [
        "7",
        "BadLine",
        "BadLine",
        "BadLine",
        "BadLine",
        "BadLine",
        "x4",
        "EmptyArticle",
        "BadLine",
    ]
    messages = [str(one.error) for one in found if isinstance(one, Unread)]
    assert [message.split(", line ")[1].split(":")[0] for message in messages] == ["3", "4", "5", "6", "7", "9", "10"]
    assert 'Each line needs {"id"' in messages[1]


def test_a_line_keeps_its_text_and_carries_what_it_says(tmp_path: Path) -> None:
    text = "  Two  were killed.\r\n\r\nShare\r\n\r\nNo title\there.\u00a0"
    record = {"id": "k1", "text": text, "title": "Two killed", "author": ["A. Ba", "C. Sy"], "language": "en"}
    (article,) = articles(write(tmp_path / "a.ndjson", lines_of(record)))
    assert article.text == "Two  were killed.\n\nNo title\there."
    assert (article.title, article.author, article.language) == ("Two killed", "A. Ba, C. Sy", "en")
    assert [one.text for one in article.removed] == ["Share"]


def test_a_line_without_furniture_is_verbatim(tmp_path: Path) -> None:
    text = "  Two\u00ad were killed. \n\n\n\nOne\u2028more.\x00"
    (article,) = articles(write(tmp_path / "a.jsonl", lines_of({"text": text})))
    assert article.text == "  Two\u00ad were killed. \n\n\n\nOne\nmore. "


def test_options_come_before_what_a_line_says(tmp_path: Path) -> None:
    source = write(
        tmp_path / "a.jsonl", lines_of({"text": "Two were killed.", "published": "2024-05-01", "outlet": "A"})
    )
    (article,) = read(source, published="2024-06", outlet="B")
    assert isinstance(article, Article)
    assert article.published is not None
    assert (article.published.precision, article.published.basis, article.outlet) == ("month", "given", "B")


def test_a_line_in_another_encoding_is_bad_alone(tmp_path: Path) -> None:
    content = b'{"text": "Two were killed."}\n{"text": "D\xe9p\xf4t"}\n{"text": "Three were killed."}'
    found = list(read(write(tmp_path / "a.jsonl", content)))
    assert [type(one) for one in found] == [Article, Unread, Article]


@pytest.mark.parametrize(
    "content", ['{\n "text": "Two were killed."\n}', '[{"text": "Two were killed."}]', '{"text": "Two were killed."}']
)
def test_json_may_be_one_object_or_an_array(tmp_path: Path, content: str) -> None:
    (article,) = articles(write(tmp_path / "a.json", content))
    assert article.text == "Two were killed."


@pytest.mark.parametrize(
    "value", ["[" * 100_000, '{"text": ' + "1" * 5000 + "}", '{"text": "a\ud800b c"}', "null", "3"]
)
def test_hostile_json_is_a_bad_line_or_an_article(tmp_path: Path, value: str) -> None:
    found = list(read(write(tmp_path / "a.jsonl", value.encode("utf-8", "surrogatepass"))))
    assert len(found) == 1


def test_a_lone_surrogate_becomes_a_replacement_character(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "a.jsonl", '{"text": "Two \\ud800 killed.", "title": "x \\ud800"}'))
    assert article.text == "Two \ufffd killed."
    assert article.model_dump_json()


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (TEXT.encode(), "Four guards killed at depot"),
        (b'{"text": "Two were killed.", "title": "Two killed"}\n', "Two killed"),
        (f"<!doctype html><html><head><title>Depot</title></head><body><p>{TEXT}</p></body></html>".encode(), "Depot"),
    ],
)
def test_standard_input_is_told_apart_by_content(monkeypatch: pytest.MonkeyPatch, data: bytes, title: str) -> None:
    monkeypatch.setattr(sys, "stdin", _Bytes(data))
    (article,) = articles("-")
    assert (article.title, article.source) == (title, "-")


def test_a_bad_line_is_a_bad_line(tmp_path: Path) -> None:
    (error,) = errors(write(tmp_path / "a.jsonl", "{"))
    assert type(error) is BadLine
