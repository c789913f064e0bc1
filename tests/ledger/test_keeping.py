"""A casebook keeps what was read, as it was found, once; and what was coded, beside what was coded before."""

import json
from pathlib import Path

import apsw
import pytest

from recount import api
from recount.api import casebook
from recount.errors import BadArgument, BadLedger, NoLedger, UnknownId
from recount.ledger import Ledger, current_coding, record_at
from recount.nouns import Record
from recount.settings import ReaderName

ROOT = Path(__file__).parents[2]
LINES = (
    {"id": "a-1", "published": "2024-05-03", "outlet": "Radio Amel", "title": "Three soldiers killed near Kaya",
     "text": "Gunmen killed three soldiers near Kaya, Burkina Faso, on Thursday, the army said."},
    {"id": "a-2", "published": "2024-01-24", "title": "Rocket hits market",
     "text": "Two rockets hit the market in Kirkuk, Iraq, on Monday, killing at least three civilians, police said."},
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "small.recount"
    casebook.init_casebook(path, by="A. Coder")
    return path


def lines_file(folder: Path, *lines: object) -> str:
    path = folder / "lines.jsonl"
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines), encoding="utf-8")
    return str(path)


def test_records_come_back_as_they_are_coded_without_a_casebook(book: Path) -> None:
    sources = sorted(map(str, (ROOT / "examples").glob("*.html")))
    casebook.add(book, sources, by="A. Coder")
    for record in api.code_sources(sources):
        assert isinstance(record, Record)
        assert casebook.casebook_record(book, record.article.id) == record


def test_original_bytes_are_kept_as_they_were_found(book: Path, tmp_path: Path) -> None:
    page = ROOT / "examples" / "wire-story.html"
    table = tmp_path / "table.csv"
    table.write_bytes(b'number;body\r\n7;"Gunmen killed two people in Mosul, Iraq, on Friday,\r\nthe police said."\r\n')
    line = json.dumps(LINES[0])
    casebook.add(book, [str(page), str(table), lines_file(tmp_path, line)], columns={"text": "body", "id": "number"})
    with Ledger.open(book) as ledger:
        ids = [row["id"] for row in ledger.all("SELECT id FROM article ORDER BY seq")]
    found = [casebook.casebook_original(book, id_) for id_ in ids]
    assert found[0] == page.read_bytes()
    assert found[1] is not None and found[1].rstrip() == table.read_bytes().partition(b"\r\n")[2].rstrip()
    assert found[2] == f"{line}\n".encode()


def test_a_second_run_adds_only_what_is_new(book: Path, tmp_path: Path) -> None:
    first = casebook.add(book, [lines_file(tmp_path, LINES[0])])
    second = casebook.add(book, [lines_file(tmp_path, *LINES)])
    third = casebook.add(book, [lines_file(tmp_path, *LINES)])
    assert [(one.added, one.known) for one in (first, second, third)] == [(1, 0), (1, 1), (0, 2)]
    assert casebook.casebook_counts(book)["article"] == 2


def test_the_same_article_in_another_file_is_found_again_and_kept_once(book: Path, tmp_path: Path) -> None:
    casebook.add(book, [lines_file(tmp_path, LINES[0])])
    casebook.add(book, [lines_file(tmp_path, {**LINES[0], "id": "other-id"})])
    assert casebook.casebook_counts(book)["article"] == 1
    with Ledger.open(book) as ledger:
        assert ledger.value("SELECT count(*) FROM obtained") == 2


def test_what_fails_is_kept_once_with_its_reason_and_the_rest_is_added(book: Path, tmp_path: Path) -> None:
    source = lines_file(tmp_path, LINES[0], '{"id": 3}', LINES[1])
    for _ in range(2):
        outcome = casebook.add(book, [source])
        assert [problem.stage for problem in outcome.problems] == ["reading"]
    with Ledger.open(book) as ledger:
        (row,) = ledger.all("SELECT place, message FROM problem")
    assert row["place"] == "line 2"
    assert 'no "text"' in row["message"]
    assert casebook.casebook_counts(book)["article"] == 2


def test_a_dry_run_tells_and_keeps_nothing(book: Path, tmp_path: Path) -> None:
    casebook.add(book, [lines_file(tmp_path, LINES[0])])
    before = book.read_bytes()
    outcome = casebook.add(book, [lines_file(tmp_path, *LINES, "{}")], dry_run=True)
    assert (outcome.added, outcome.known, len(outcome.problems)) == (1, 1, 1)
    assert book.read_bytes() == before


def test_a_newer_coding_stands_beside_the_older_one(book: Path, tmp_path: Path) -> None:
    casebook.add(book, [lines_file(tmp_path, LINES[0])])
    with Ledger.open(book) as ledger:
        id_ = ledger.value("SELECT id FROM article")
    by_rules = casebook.casebook_record(book, id_)
    outcome = casebook.recode(book, reader=ReaderName.MODEL)
    again = casebook.recode(book, reader=ReaderName.MODEL)
    assert (outcome.added, again.added) == (1, 0)
    with Ledger.open(book) as ledger:
        codings = list(ledger.all("SELECT * FROM coding ORDER BY seq"))
        assert record_at(ledger, codings[0]) == by_rules
        newest = current_coding(ledger, codings[0]["article"])
    record = casebook.casebook_record(book, id_)
    assert newest == codings[1]
    assert record is not None and record.method.name == "recount.model"


def test_a_decision_keeps_the_words_it_was_taken_on(book: Path, tmp_path: Path) -> None:
    casebook.add(book, [lines_file(tmp_path, LINES[1])])
    report = casebook.search(book, country="IQ")[0].reports[0].id
    casebook.decide(book, report, "correct", by="B. Reviewer", field="casualties", value={"killed": 4}, reason="later")
    (decision,) = casebook.casebook_row(book, report)["decisions"]
    assert (decision["by"], decision["value"]) == ("B. Reviewer", {"killed": 4})
    assert any("three civilians" in quote for quote in decision["quotes"])


@pytest.mark.parametrize(
    ("verdict", "field", "value"),
    [("maybe", None, None), ("correct", "where", None), ("accept", None, 3), ("correct", None, {"killed": 4})],
)
def test_a_decision_that_contradicts_itself_is_refused(
    book: Path, tmp_path: Path, verdict: str, field: str | None, value: object
) -> None:
    casebook.add(book, [lines_file(tmp_path, LINES[1])])
    report = casebook.search(book, country="IQ")[0].reports[0].id
    with pytest.raises(BadArgument):
        casebook.decide(book, report, verdict, by="B. Reviewer", field=field, value=value)


def test_an_id_that_is_not_held_is_told(book: Path) -> None:
    for id_ in ("rep1:0000000000000000", "art1:0000000000000000", "nonsense", ""):
        with pytest.raises(UnknownId, match="recount search"):
            casebook.casebook_row(book, id_)


def test_a_casebook_is_not_made_over_a_file(book: Path, tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="exists already"):
        casebook.init_casebook(book)
    with pytest.raises(BadLedger, match="no folder"):
        casebook.init_casebook(tmp_path / "none" / "new.recount")
    with pytest.raises(NoLedger, match="recount init"):
        casebook.casebook_counts(tmp_path / "none.recount")


def test_rows_are_appended_in_a_transaction_only(book: Path) -> None:
    with Ledger.open(book, write=True) as ledger, pytest.raises(BadArgument):
        ledger.append("run", {"command": "x", "arguments": "{}", "started": "", "by": "", "version": ""})


def test_any_sqlite_reads_the_views(book: Path, tmp_path: Path) -> None:
    casebook.add(book, [lines_file(tmp_path, *LINES)])
    plain = apsw.Connection(str(book), flags=apsw.SQLITE_OPEN_READONLY, vfs="unix")
    quotes = dict(
        plain.execute("SELECT field, quote FROM stated WHERE report = (SELECT id FROM reports WHERE country = 'IQ')")
    )
    assert quotes["where"] == "Kirkuk"
    assert quotes["weapons"] in LINES[1]["text"]
    said = list(plain.execute("SELECT speaker, about FROM statements"))
    reports = {id_ for (id_,) in plain.execute("SELECT id FROM reports")}
    assert {one for _, about in said for one in json.loads(about)} <= reports
    assert len(said) == 2
