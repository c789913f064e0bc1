"""What lists and the queue look up of events follows from the events, and goes with them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recount.api import casebook, linking, reviewing
from recount.errors import LedgerFull
from recount.ledger import Ledger
from recount.ledger.asking import place_in_queue, waiting_reports
from recount.ledger.facets import asked_events, asked_number, events_to_grade, facets_of, to_grade_number
from recount.ledger.judging import event_reports
from recount.ledger.schema import SCHEMA_VERSION, expected_objects, objects_of

LINES = [
    {
        "id": "army",
        "outlet": "Radio Amel",
        "published": "2024-05-03",
        "text": "Gunmen killed 12 soldiers near Kaya, Burkina Faso, on Thursday, the army said.",
    },
    {
        "id": "residents",
        "outlet": "The Herald",
        "published": "2024-05-03",
        "text": "Gunmen killed 40 soldiers near Kaya, Burkina Faso, on Thursday, residents said.",
    },
    {
        "id": "rockets",
        "outlet": "Meridian Wire",
        "published": "2024-01-24",
        "text": "Two rockets hit the market in Kirkuk, Iraq, on Monday, killing at least three civilians, police said.",
    },
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in LINES), encoding="utf-8")
    path = tmp_path / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(lines)], processes=1)
    linking.link(path)
    return path


@pytest.fixture
def reports(book: Path) -> dict[str, str]:
    """The report of each line, by the line's id."""
    with Ledger.open(book) as ledger:
        sql = (
            "SELECT external_id, report.id FROM report JOIN coding ON coding.seq = report.coding "
            "JOIN article ON article.seq = coding.article"
        )
        return dict(ledger.rows(sql))


@pytest.fixture
def ledger(book: Path) -> Iterator[Ledger]:
    with Ledger.open(book) as ledger:
        yield ledger


def facets(book: Path) -> dict[str, dict[str, Any]]:
    with Ledger.open(book) as ledger:
        return facets_of(ledger, [event for (event,) in ledger.rows("SELECT id FROM event_summary")])


def everything(book: Path) -> list[list[tuple[Any, ...]]]:
    tables = ("event_facet", "event_reason", "event_actor", "actor_total")
    with Ledger.open(book) as ledger:
        return [sorted(ledger.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]


def test_an_event_is_listed_ungraded_until_it_is_prepared(book: Path) -> None:
    events = len(facets(book))
    assert {one["worth"] for one in facets(book).values()} == {None}
    assert (reviewing.waiting(book), reviewing.queue_count(book)) == (events, 0)
    assert reviewing.prepare(book) == 0
    assert (reviewing.waiting(book), reviewing.queue_count(book)) == (0, events)


def test_so_many_are_prepared_as_are_asked_for_the_likeliest_first(book: Path, ledger: Ledger) -> None:
    first = events_to_grade(ledger, 1)
    before = to_grade_number(ledger)
    assert reviewing.prepare_some(book, 1) == before - 1
    assert [one.event for one in asked_events(ledger)] == first


def test_the_queue_goes_on_after_an_event_and_keeps_to_its_filters(book: Path, ledger: Ledger) -> None:
    reviewing.prepare(book)
    found = asked_events(ledger)
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)
    after = (found[0].worth, found[0].event)
    assert asked_events(ledger, after=after) == found[1:]
    countries = {one["event"]: one["country"] for one in facets(book).values()}
    assert [countries[one.event] for one in asked_events(ledger, country="iq")] == ["IQ"]
    assert asked_events(ledger, country="FR") == []
    for code in {reason[0] for one in found for reason in one.reasons}:
        expected = [one for one in found if code in {reason[0] for reason in one.reasons}]
        assert asked_events(ledger, reason=code) == expected
        assert asked_events(ledger, reason=code, after=after) == [one for one in expected if one != found[0]]


def test_a_decision_takes_a_report_out_of_the_queue_and_taking_it_back_puts_it_in(
    book: Path, reports: dict[str, str]
) -> None:
    reviewing.prepare(book)
    before = reviewing.queue_count(book)
    with Ledger.open(book) as ledger:
        event, worth, asked = place_in_queue(ledger, reports["rockets"])
    assert asked == reports["rockets"]
    casebook.decide(book, reports["rockets"], "accept", by="ana")
    with Ledger.open(book) as ledger:
        assert place_in_queue(ledger, reports["rockets"]) == (event, worth, None)
        assert (asked_number(ledger), to_grade_number(ledger)) == (before - 1, 0)
    casebook.decide(book, reports["rockets"], "withdraw", by="ana")
    assert reviewing.queue_count(book) == before


def test_joined_and_split_events_are_graded_at_once(book: Path, reports: dict[str, str]) -> None:
    reviewing.prepare(book)
    linking.join(book, [reports["army"], reports["rockets"]], by="ana")
    assert reviewing.waiting(book) == 0
    (joined,) = [one for one in facets(book).values() if one["reports"] >= 2 and one["contested"]]
    with Ledger.open(book) as ledger:
        assert {reports["army"], reports["rockets"]} <= set(event_reports(ledger, joined["event"]))
    linking.withdraw(book, [reports["army"]], by="ana")
    assert reviewing.waiting(book) == 0


def test_what_is_looked_up_is_the_same_when_it_is_made_again(book: Path, reports: dict[str, str]) -> None:
    casebook.decide(book, reports["army"], "correct", by="ana", field="killed", value=9)
    reviewing.prepare(book)
    before = everything(book)
    linking.link(book, anew=True)
    assert reviewing.waiting(book) == len(before[0])
    reviewing.prepare(book)
    assert everything(book) == before
    reviewing.refresh_events(book, list(facets(book)))
    assert everything(book) == before
    assert casebook.verify(book).findings == ()


def test_indexes_are_there_after_everything_was_linked(book: Path, ledger: Ledger) -> None:
    assert objects_of(ledger.rows, version=SCHEMA_VERSION) == expected_objects(SCHEMA_VERSION)
    linking.link(book, anew=True)
    with Ledger.open(book) as anew:
        assert objects_of(anew.rows, version=SCHEMA_VERSION) == expected_objects(SCHEMA_VERSION)


def test_actors_are_counted_by_what_they_are_said_to_have_done(book: Path) -> None:
    reviewing.prepare(book)
    with Ledger.open(book) as ledger:
        counted = (
            "SELECT actor, sum(role = 'perpetrator'), sum(role = 'target') FROM event_actor GROUP BY actor ORDER BY 1"
        )
        totals = list(ledger.rows("SELECT actor, perpetrator, target FROM actor_total ORDER BY actor"))
        assert totals == list(ledger.rows(counted))
        assert totals


def test_nothing_of_a_removed_article_is_looked_up(book: Path, ledger: Ledger, reports: dict[str, str]) -> None:
    reviewing.prepare(book)
    article = waiting_reports(ledger, [reports["rockets"]])[reports["rockets"]].article
    event = place_in_queue(ledger, reports["rockets"])[0]
    casebook.redact(book, [article], reason="asked for")
    left = everything(book)
    assert event is not None and event not in json.dumps(left)
    assert waiting_reports(ledger, [reports["rockets"]]) == {}


def test_a_casebook_that_may_not_be_written_stays_as_it_is(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise LedgerFull("a disc")

    events = reviewing.waiting(book)
    monkeypatch.setattr("recount.pipeline.preparing.prepare", refuse)
    assert reviewing.prepare_some(book, 10) == events


def test_an_event_that_was_linked_anew_meanwhile_is_graded_another_time(
    book: Path, reports: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from recount.pipeline import preparing
    from recount.pipeline.reconciling import settled_events as grade

    def slow(ledger: Ledger, *asked: Any) -> Any:
        found = list(grade(ledger, *asked))
        monkeypatch.setattr(preparing, "settled_events", grade)
        linking.join(book, [reports["army"], reports["rockets"]], by="ana")
        return found

    monkeypatch.setattr(preparing, "settled_events", slow)
    reviewing.prepare(book)
    after = everything(book)
    linking.link(book, anew=True)
    reviewing.prepare(book)
    assert everything(book) == after


def test_who_says_it_comes_with_the_words(ledger: Ledger, reports: dict[str, str]) -> None:
    found = waiting_reports(ledger, reports.values())
    army = found[reports["army"]]
    assert (army.outlet, army.text[army.start : army.end] != "") == ("Radio Amel", True)
    assert [voice.name for voice in army.voices] == ["the army"]
