"""Rows that somebody changes with another programme, past the guards, are named; what only a seal finds is told."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from faults import invented, made

from recount.api import casebook
from recount.ledger import Finding, Ledger, Seal, seal, verify
from recount.ledger.chain import START, digest_of, link, words_at
from recount.ledger.connecting import connect
from recount.ledger.rows import CODED
from recount.ledger.schema import CHAINED, columns_of

Execute = Callable[..., Any]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = made(tmp_path_factory.mktemp("sound") / "sound.recount", invented(10))
    with Ledger.open(path) as ledger:
        report = ledger.value("SELECT id FROM report")
    casebook.decide(path, report, "accept", by="ana")
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "casebook.recount"
    path.write_bytes(sound)
    return path


def sealed(path: Path) -> Seal:
    with Ledger.open(path) as ledger:
        return seal(ledger, by="ana", at=datetime.now(UTC))


def with_sqlite3(path: Path, change: Callable[[Execute], object]) -> None:
    """Change a casebook with Python's own module, which keeps no sums of pages."""
    with closing(sqlite3.connect(path)) as db:
        _unguarded(db.execute, change)
        db.commit()


def with_sums(path: Path, change: Callable[[Execute], object]) -> None:
    """Change a casebook with a programme that keeps the sums of pages."""
    with closing(connect(path, write=True)) as db:
        db.pragma("foreign_keys", False)
        db.execute("BEGIN")
        _unguarded(db.execute, change)
        db.execute("COMMIT")


def _unguarded(execute: Execute, change: Callable[[Execute], object]) -> None:
    """Take the triggers away, change, and put the triggers back."""
    triggers = list(execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    for name, _ in triggers:
        execute(f"DROP TRIGGER {name}")
    change(execute)
    for _, sql in triggers:
        execute(sql)


def nth(execute: Execute, table: str, number: int) -> int:
    return int(next(iter(execute(f"SELECT seq FROM {table} ORDER BY seq LIMIT 1 OFFSET {number}")))[0])


def edit_value(execute: Execute) -> int:
    seq = nth(execute, "report", 3)
    execute("UPDATE report SET country = 'XX' WHERE seq = ?", (seq,))
    return seq


def edit_text(execute: Execute) -> int:
    """Change words that reports quote, and the index of words with them."""
    seq = nth(execute, "article", 4)
    title, text = next(iter(execute("SELECT title, text FROM article WHERE seq = ?", (seq,))))
    values = (seq, title, text)
    execute("INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', ?, ?, ?)", values)
    changed = text.replace("At least", "At most ")
    execute("UPDATE article SET text = ? WHERE seq = ?", (changed, seq))
    execute("INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)", (seq, title, changed))
    return seq


def delete_in_the_middle(execute: Execute) -> int:
    seq = nth(execute, "statement", 2)
    execute("DELETE FROM statement WHERE seq = ?", (seq,))
    return seq + 1


def insert_in_a_gap(execute: Execute) -> int:
    """Put another row in the place of one that is deleted."""
    seq = nth(execute, "statement", 2)
    execute("UPDATE statement SET id = 'st1:0000000000000000', speaker = 'Nobody' WHERE seq = ?", (seq,))
    return seq


def swap_two(execute: Execute) -> int:
    one, other = nth(execute, "report", 1), nth(execute, "report", 5)
    for before, after in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE report SET seq = ? WHERE seq = ?", (after, before))
    return one


def edit_a_hash(execute: Execute) -> int:
    seq = nth(execute, "coding", 2)
    execute("UPDATE coding SET hash = zeroblob(length(hash)) WHERE seq = ?", (seq,))
    return seq


def edit_who(execute: Execute) -> int:
    execute("UPDATE decision SET verdict = 'reject'")
    return nth(execute, "decision", 0)


def edit_original(execute: Execute) -> int:
    seq = nth(execute, "original", 5)
    execute("UPDATE original SET packed = zeroblob(20) WHERE seq = ?", (seq,))
    return seq


CHANGES = (
    edit_value, edit_text, delete_in_the_middle, insert_in_a_gap, swap_two, edit_a_hash, edit_who, edit_original,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("with_programme", [with_sqlite3, with_sums])
def test_a_changed_row_is_named_first(
    path: Path, change: Callable[[Execute], int], with_programme: Callable[[Path, Any], None]
) -> None:
    named: list[int] = []
    with_programme(path, lambda execute: named.append(change(execute)))
    first = verify(path).findings[0]
    assert first.kind in ("row", "chain")
    assert first.where.startswith(f"row {named[0]} (")


def test_a_row_between_two_others_is_named(path: Path) -> None:
    """There is no seq between two: the later rows are moved on by one."""

    def insert(execute: Execute) -> None:
        seq = nth(execute, "report", 4)
        for table in CHAINED:
            for row in sorted((one for (one,) in execute(f"SELECT seq FROM {table} WHERE seq >= {seq}")), reverse=True):
                execute(f"UPDATE {table} SET seq = seq + 1 WHERE seq = {row}")
        execute(
            "INSERT INTO problem (seq, run, source, stage, message, key, hash) "
            f"VALUES ({seq}, 1, 's', 'reading', 'm', x'00', zeroblob(32))"
        )
        inserted.append(seq)

    inserted: list[int] = []
    with_sums(path, insert)
    assert verify(path).findings[0].where.startswith(f"row {inserted[0]} (problem")


def test_rows_added_at_the_end_with_no_right_hash_are_named(path: Path) -> None:
    def insert(execute: Execute) -> None:
        last = max(seq for table in CHAINED for (seq,) in execute(f"SELECT ifnull(max(seq), 0) FROM {table}"))
        execute(
            "INSERT INTO decision (seq, about, verdict, by, at, hash) "
            f"VALUES ({last + 1}, 'rep1:00', 'accept', 'eve', '2024-01-01T00:00:00Z', zeroblob(32))"
        )

    with_sums(path, insert)
    assert "decision rep1:00" in verify(path).findings[0].where


def test_rows_deleted_at_the_end_are_found_by_a_seal_only(path: Path) -> None:
    """The chain ends a row earlier then, as it did before that row was written."""
    earlier = sealed(path)
    with_sums(path, lambda execute: execute("DELETE FROM decision"))
    assert verify(path).findings == ()
    assert [one.kind for one in verify(path, seal=earlier).findings] == ["seal"]
    assert "rows are missing at the end" in verify(path, seal=earlier).findings[0].what


def test_a_casebook_written_anew_with_a_right_chain_is_found_by_an_earlier_seal_only(path: Path) -> None:
    earlier = sealed(path)

    def forge(execute: Execute) -> None:
        seq = nth(execute, "report", 3)
        execute("UPDATE report SET country = 'XX' WHERE seq = ?", (seq,))
        rechain(execute)

    with_sums(path, forge)
    assert verify(path).findings == ()
    found = verify(path, seal=earlier).findings
    assert [one.kind for one in found] == ["seal"]
    assert "written anew" in found[0].what


def test_a_seal_stays_right_while_a_casebook_grows(path: Path, tmp_path: Path) -> None:
    earlier = sealed(path)
    with Ledger.open(path) as ledger:
        article = ledger.value("SELECT id FROM article")
    casebook.decide(path, article, "accept", by="ben")
    casebook.redact(path, [article], reason="asked for", by="ana")
    assert verify(path, seal=earlier).findings == ()


def rechain(execute: Execute) -> None:
    """Compute every hash anew, as somebody may who has read how."""
    rows = {
        seq: (table, dict(zip(columns_of(table), values, strict=False)))
        for table in CHAINED
        for seq, *values in execute(f"SELECT seq, {', '.join(columns_of(table))} FROM {table}")
    }
    texts = dict(
        execute("SELECT coding.seq, text FROM coding JOIN article ON article.seq = coding.article ORDER BY coding.seq")
    )
    head = START
    for seq, (table, columns) in sorted(rows.items()):
        words = words_at(columns.items(), texts.get(columns["coding"]) or "") if table in CODED else []
        head = link(head, digest_of(table, columns.items(), words))
        execute(f"UPDATE {table} SET hash = ? WHERE seq = ?", (head, seq))


HOSTILE = (
    ("a text that is none", "UPDATE article SET text = NULL WHERE seq = (SELECT max(seq) FROM article)"),
    ("a number of 4,000 figures", "UPDATE report SET spans = '[[1,' || replace(hex(zeroblob(2000)), '0', '9') || ']]'"),
    ("spans outside", "UPDATE report SET spans = '[[5,999999]]'"),
    ("spans that are none", "UPDATE report SET spans = '[[5,5]]'"),
    ("no such coding", "UPDATE report SET coding = 999999"),
    ("no such article", "UPDATE coding SET article = 999999"),
    ("a size", "UPDATE original SET size = -5"),
    ("a huge size", "UPDATE original SET size = 9223372036854775807"),
    ("packed", "UPDATE original SET packed = x'789c0300'"),
    ("another dictionary", "UPDATE original SET dictionary = 1"),
    ("an id", "UPDATE article SET id = 'art1:' || seq"),
)


@pytest.mark.parametrize(("named", "sql"), HOSTILE)
def test_content_that_contradicts_itself_is_found_under_a_right_chain(path: Path, named: str, sql: str) -> None:
    """Whoever computes the chain anew still has to make rows that fit each other."""

    def forge(execute: Execute) -> None:
        execute(sql)
        rechain(execute)

    with_sums(path, forge)
    assert findings_but_index(path), named


def findings_but_index(path: Path) -> list[Finding]:
    return [one for one in verify(path).findings if one.kind != "index"]


SCHEMA = (
    ("DROP TRIGGER report_is_never_changed", "report_is_never_changed"),
    ("DROP INDEX report_by_country", "report_by_country"),
    ("DROP VIEW current_coding", "current_coding"),
    ("CREATE TABLE other (x)", "other"),
    ("ALTER TABLE report ADD COLUMN other TEXT", "report"),
    ("DROP TABLE article_words", "article_words"),
    ("DROP TABLE tally", "tally"),
)


@pytest.mark.parametrize(("sql", "name"), SCHEMA)
def test_what_is_added_to_the_tables_or_taken_from_them_is_named(path: Path, sql: str, name: str) -> None:
    with closing(connect(path, write=True)) as db:
        db.pragma("foreign_keys", False)
        db.execute(sql)
    assert name in [one.where for one in verify(path).findings if one.kind == "schema"]
