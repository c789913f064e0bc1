"""A seal shows that nothing before it was changed; a removal leaves no word of it, and the chain whole."""

import json
from pathlib import Path

import pytest

from recount.api import casebook
from recount.errors import BadArgument, UnknownId
from recount.ledger import Ledger
from recount.ledger.connecting import connect

SECRET = "Omar Sabri"
TEXT = f"Gunmen shot {SECRET} dead at his house in Mosul, Iraq, on Tuesday, said Hala Dinar, who hid in a well."


@pytest.fixture
def book(tmp_path: Path) -> Path:
    lines = tmp_path / "lines.jsonl"
    told = [
        {"id": "kept", "text": "A drone hit a depot in Gao, Mali, on Monday, killing two soldiers, the army said."},
        {"id": "secret", "title": f"{SECRET} killed", "url": "https://amel.example/omar-sabri", "text": TEXT},
    ]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    path = tmp_path / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(lines)])
    lines.unlink()
    return path


def the_secret(book: Path) -> str:
    return casebook.search(book, "Mosul")[0].article


def test_no_word_of_what_was_removed_is_left_in_the_file(book: Path) -> None:
    report = casebook.search(book, country="IQ")[0].reports[0].id
    casebook.decide(book, report, "accept", by="B. Reviewer", reason=f"{SECRET} is named")
    casebook.redact(book, [the_secret(book)], reason="a witness is in danger", by="A. Coder")
    held = b"".join(path.read_bytes() for path in book.parent.iterdir())
    for words in (SECRET, "Sabri", "sabri", "Hala", "Dinar", "dinar", "hid in a well", "omar-sabri", "mosul"):
        assert words.encode() not in held, words
    assert b"a witness is in danger" in held


def test_the_chain_holds_and_what_was_not_removed_is_there(book: Path) -> None:
    other = casebook.search(book, "Gao")[0].article
    before = casebook.casebook_record(book, other)
    casebook.redact(book, [the_secret(book)], reason="asked for by a court")
    found = casebook.verify(book)
    assert (found.findings, found.articles) == ((), 2)
    assert found.redacted >= 4
    assert casebook.casebook_record(book, other) == before


def test_what_was_removed_is_told_as_such(book: Path) -> None:
    article = the_secret(book)
    report = casebook.search(book, country="IQ")[0].reports[0].id
    casebook.redact(book, [article], reason="asked for by a court", by="A. Coder")
    assert casebook.casebook_record(book, article) is None
    assert casebook.casebook_original(book, article) is None
    (removal,) = casebook.casebook_row(book, article)["redactions"]
    assert (removal["reason"], removal["by"]) == ("asked for by a court", "A. Coder")
    with pytest.raises(UnknownId, match="redacted"):
        casebook.why(book, report, "killed")
    with pytest.raises(BadArgument, match="redacted"):
        casebook.decide(book, report, "accept", by="B. Reviewer")
    assert casebook.search(book, "Mosul") == []
    assert casebook.search(book, country="IQ") == []


def test_what_stays_of_a_removed_row_is_checked_too(book: Path) -> None:
    casebook.redact(book, [the_secret(book)], reason="asked for by a court")
    db = connect(book, write=True)
    db.execute("DROP TRIGGER coding_is_never_changed")
    db.execute("UPDATE coding SET rows = rows + 1 WHERE details IS NULL")
    db.close()
    found = [one for one in casebook.verify(book).findings if one.kind == "row"]
    assert [one.what for one in found] == ["it was redacted, and what stays of it is not as it was written"]


def test_removing_twice_removes_once(book: Path) -> None:
    article = the_secret(book)
    first = casebook.redact(book, [article], reason="asked for")
    second = casebook.redact(book, [article], reason="asked for again")
    assert first.rows >= 4
    assert second.rows == 0
    assert casebook.verify(book).findings == ()


def test_what_was_removed_can_be_added_again_and_is_not_the_old_rows(book: Path, tmp_path: Path) -> None:
    casebook.redact(book, [the_secret(book)], reason="by mistake")
    lines = tmp_path / "again.jsonl"
    lines.write_text(json.dumps({"id": "secret", "title": "x", "url": "https://amel.example/omar-sabri", "text": TEXT}))
    outcome = casebook.add(book, [str(lines)])
    assert (outcome.added, outcome.known) == (0, 1)
    assert casebook.verify(book).findings == ()


@pytest.mark.parametrize(("id_", "reason"), [("rep1:0000000000000000", "why"), ("art1:0000000000000000", "why")])
def test_only_articles_that_are_there_are_removed(book: Path, id_: str, reason: str) -> None:
    with pytest.raises((BadArgument, UnknownId)):
        casebook.redact(book, [id_], reason=reason)


def test_a_removal_needs_its_reason(book: Path) -> None:
    with pytest.raises(BadArgument, match="reason"):
        casebook.redact(book, [the_secret(book)], reason=" ")


def test_a_seal_holds_while_rows_are_added_and_content_is_removed(book: Path, tmp_path: Path) -> None:
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps(casebook.seal(book, by="A. Coder").written()))
    casebook.redact(book, [the_secret(book)], reason="asked for")
    assert casebook.verify(book, seal=seal).findings == ()


def test_a_seal_of_another_casebook_does_not_hold(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.recount"
    casebook.init_casebook(other, by="C")
    lines = tmp_path / "other.jsonl"
    lines.write_text(json.dumps({"text": "A bomb killed two people in Homs, Syria, on Friday."}))
    casebook.add(other, [str(lines)])
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps(casebook.seal(other).written()))
    assert [one.kind for one in casebook.verify(book, seal=seal).findings] == ["seal"]


def test_a_longer_seal_shows_that_the_end_was_cut_off(book: Path, tmp_path: Path) -> None:
    early = tmp_path / "early.recount"
    early.write_bytes(book.read_bytes())
    report = casebook.search(book, country="IQ")[0].reports[0].id
    casebook.decide(book, report, "accept", by="B. Reviewer")
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps(casebook.seal(book).written()))
    assert casebook.verify(early).findings == ()
    assert [one.kind for one in casebook.verify(early, seal=seal).findings] == ["seal"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"kind": "recount seal"}', "not json", '{"kind": 3, "head": 4}'])
def test_what_is_no_seal_is_refused(book: Path, tmp_path: Path, content: str) -> None:
    seal = tmp_path / "seal.json"
    seal.write_text(content)
    with pytest.raises(BadArgument, match="no seal"):
        casebook.verify(book, seal=seal)
    with pytest.raises(BadArgument, match="cannot be read"):
        casebook.verify(book, seal=tmp_path / "none.json")


def test_parts_of_a_long_chain_are_checked_apart(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recount.ledger import verifying

    whole = casebook.verify(book, processes=1)
    monkeypatch.setattr(verifying, "FEWEST_ROWS_A_PROCESS", 5)
    with Ledger.open(book) as ledger:
        assert ledger.head.seq > 10
    parts = casebook.verify(book, processes=3)
    assert parts == whole
