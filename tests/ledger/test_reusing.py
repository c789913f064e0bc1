"""Readers of a casebook that is kept open share connections, and see what they would see with one of their own."""

import json
import shutil
from pathlib import Path

import pytest

from recount.api import casebook, linking
from recount.ledger import Ledger, reusing
from recount.ledger.event_days import kept_days_of_events
from recount.ledger.event_listing import EventQuery, ask, days_of_events

TEXT = "Gunmen killed {} traders in Gao, Mali, on 1 March 2024, the governor said."


def add(book: Path, *figures: int) -> None:
    lines = book.with_suffix(".jsonl")
    told = [{"id": f"t{one}", "published": "2024-03-02", "text": TEXT.format(one)} for one in figures]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    casebook.add(book, [str(lines)], processes=1)


def articles(book: Path) -> int:
    with Ledger.open(book) as ledger:
        return int(ledger.value("SELECT count(*) FROM article"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = tmp_path / "kept.recount"
    casebook.init_casebook(made)
    add(made, 3)
    return made


def test_the_next_reader_takes_the_connection_of_the_last_and_sees_what_came_since(book: Path) -> None:
    with reusing.kept_open(book):
        with Ledger.open(book) as first:
            connection = first._db
        add(book, 4)
        with Ledger.open(book) as second:
            assert second._db is connection
            assert second.value("SELECT count(*) FROM article") == 2
            with Ledger.open(book) as beside:
                assert beside._db is not connection
    with Ledger.open(book) as later:
        assert later._db is not connection


def test_a_reader_who_left_in_the_middle_holds_nobody_to_what_they_saw(book: Path) -> None:
    add(book, 4, 5)
    with reusing.kept_open(book):
        ledger = Ledger.open(book)
        rows = ledger.rows("SELECT id FROM article")
        next(rows)
        ledger.close()
        ledger.close()
        add(book, 6)
        assert articles(book) == 4


def test_another_casebook_at_the_path_is_opened_anew(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.recount"
    casebook.init_casebook(other)
    with reusing.kept_open(book):
        assert articles(book) == 1
        book.unlink()
        shutil.move(other, book)
        assert articles(book) == 0


def test_who_writes_has_a_connection_of_their_own(book: Path) -> None:
    with reusing.kept_open(book):
        articles(book)
        with Ledger.open(book, write=True) as ledger, ledger.writing():
            assert articles(book) == 1


@pytest.mark.parametrize("query", [EventQuery(), EventQuery(country="ML"), EventQuery(country="NE")])
def test_the_days_of_events_at_hand_are_those_of_the_casebook_after_each_change(book: Path, query: EventQuery) -> None:
    def act(number: int) -> None:
        if number % 2:
            add(book, 10 + number)
        else:
            linking.link(book)

    for number in range(4):
        act(number)
        with Ledger.open(book) as ledger:
            asked = ask(ledger, query)
            first, second = (kept_days_of_events(ledger, asked, most=100) for _ in range(2))
            assert first is second
            assert dict(first) == days_of_events(ledger, asked, most=100)
    with Ledger.open(book) as ledger:
        (event,) = next(ledger.rows("SELECT article.id FROM article LIMIT 1"))
    casebook.redact(book, [event], reason="asked for by a court")
    with Ledger.open(book) as ledger:
        asked = ask(ledger, query)
        assert dict(kept_days_of_events(ledger, asked, most=100)) == days_of_events(ledger, asked, most=100)
