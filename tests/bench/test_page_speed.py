"""What pages cost beside plain Python: they are made while a person waits."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from recount.api import casebook
from recount.ledger import Ledger
from recount.ledger.judging import EventRow, keep_events
from recount.nouns.marks import marks_of
from recount.web import Serving, create_app

ADDITIONS = 1_000_000
TURNS = 5
WORDS = 3_000
LEAST_SPANS = 200
# Additions in a loop of Python in whose time the page of an article of 3,000 words is made, opening the casebook and
# checking each quote included. Measured on two busy cores in November 2026, with 1,250 spans in 27 reports: 4,200,000
# to 4,900,000, which is 0.12 s. The rest is room for noise.
MOST_ADDITIONS_AN_ARTICLE = 8_000_000
# Twice the text: a page that compared all with all would take four times as long.
MOST_TIMES_FOR_TWICE = 3.0
# Events of the smaller casebook, and how much slower a page may be with ten times as many: one that goes through all of
# them would take ten times as long. Measured: 0.8 to 1.8, since some count up to 100,000.
EVENTS, MOST_TIMES_FOR_TEN_TIMES = 10_000, 2.5
FIRST, DAYS = date(2019, 1, 1), 1_500
COUNTRIES = ["NE", "ML", "BF", "NG", "TD"]
# What a person waits for at most.
MOST_SECONDS = 0.3
PARAGRAPHS = [
    "Gunmen on motorcycles attacked the village of {place} in western Niger on Saturday, killing at least {n} people, "
    "local officials said.",
    "“They shot at everyone,” said Moussa Hamidou, a trader. “We ran towards the river and hid there.”",
    "The defence ministry said its forces had repelled the attack and killed {n} assailants. It gave no figure for "
    "wounded soldiers.",
    "On Thursday a roadside bomb hit a patrol near {place}, wounding {n} soldiers, and shells hit a market.",
    "Traders said that prices had risen since the rains, and that the road to the south was open again.",
]
PLACES = ["Banibangou", "Abala", "Ouallam", "Torodi", "Téra", "Ayorou", "Filingué", "Tahoua", "Makalondi", "Say"]


def text_of(words: int) -> str:
    """Return an invented article of at least so many words."""
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        number = len(paragraphs)
        told = PARAGRAPHS[number % len(PARAGRAPHS)]
        paragraphs.append(told.format(place=PLACES[number // 5 % len(PLACES)], n=number + 3))
    return "\n\n".join(paragraphs)


def book_of(folder: Path, words: int) -> tuple[Path, str]:
    """Return a casebook of one article, and the article's id."""
    source, book = folder / f"{words}.jsonl", folder / f"{words}.recount"
    line = {"id": "long", "title": "A long day", "published": "2024-03-13", "text": text_of(words)}
    source.write_text(json.dumps(line), encoding="utf-8")
    casebook.init_casebook(book)
    casebook.add(book, [str(source)], processes=1)
    (hit,) = casebook.search(book, "motorcycles")
    return book, hit.article


@pytest.fixture(autouse=True)
def still_heap() -> Iterator[None]:
    """Keep what other tests left in memory out of the time: Python looks through all of it now and then."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def seconds(work: Callable[[], object]) -> float:
    """Return the shortest of several times for some work."""
    times = []
    gc.collect()
    for _ in range(TURNS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def additions() -> None:
    total = 0
    for number in range(ADDITIONS):
        total += number


def page(book: Path, article: str) -> Callable[[], object]:
    browser = TestClient(create_app(Serving(book, by="tester")), base_url="http://127.0.0.1")

    def ask() -> None:
        assert browser.get(f"/articles/{article}").status_code == 200

    ask()
    return ask


@pytest.mark.slow
def test_a_long_article_is_shown_while_nobody_waits_and_twice_of_it_takes_twice_as_long(tmp_path: Path) -> None:
    book, article = book_of(tmp_path, WORDS)
    record = casebook.casebook_record(book, article)
    assert record is not None
    assert len({(mark.start, mark.end) for mark in marks_of(record)}) >= LEAST_SPANS
    del record
    once, plain = seconds(page(book, article)), seconds(additions)
    twice = seconds(page(*book_of(tmp_path, 2 * WORDS)))
    assert once < MOST_SECONDS
    assert once / plain * ADDITIONS < MOST_ADDITIONS_AN_ARTICLE
    assert twice / once < MOST_TIMES_FOR_TWICE


def casebook_of_events(folder: Path, number: int) -> Path:
    """Return a casebook whose list holds so many events, as linking writes it; none is graded."""
    book = folder / f"{number}-events.recount"
    casebook.init_casebook(book)
    events = [
        EventRow(
            f"ev1:{one:016x}", 1, 1, day := (FIRST + timedelta(days=one % DAYS)).isoformat(), day,
            PLACES[one % len(PLACES)], COUNTRIES[one % len(COUNTRIES)], 14.0 + one % 7 / 10, 2.0 + one % 11 / 10,
            "Battles", "Armed clash", one % 9, one % 9, None,
        )
        for one in range(number)
    ]  # fmt: skip
    with Ledger.open(book, write=True) as ledger, ledger.writing():
        keep_events(ledger, ((event, [f"rep1:{event.id[4:]}"]) for event in events), gone=None)
    return book


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("events")
    return casebook_of_events(folder, EVENTS), casebook_of_events(folder, 10 * EVENTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    ["/", "/events", "/events?country=NE", "/events?until=2020-03-01", "/events?order=deaths", "/events.geojson",
     "/places", "/tallies", "/queue", "/actors"],
)  # fmt: skip
def test_ten_times_the_events_make_no_page_that_lists_them_much_slower(large: tuple[Path, Path], path: str) -> None:
    few, many = large
    slower = seconds(listing(many, path)) / seconds(listing(few, path))
    assert slower < MOST_TIMES_FOR_TEN_TIMES


def listing(book: Path, path: str) -> Callable[[], object]:
    browser = TestClient(create_app(Serving(book, by="tester")), base_url="http://127.0.0.1")

    def ask() -> None:
        assert browser.get(path).status_code == 200

    ask()
    return ask
