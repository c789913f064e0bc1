"""Reports of a casebook become events: the same ones in whatever portions they come, and each says why."""

import gzip
import importlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from recount.api import casebook, linking
from recount.errors import BadArgument, UnknownId
from recount.ledger import Ledger, end_run, method_row, record_at, rows_of, start_run
from recount.ledger.judging import EventRow, event_reports, events, judgements_among
from recount.ledger.keeping import keep_coding
from recount.ledger.linking import linkable
from recount.nouns import Article, Record, Where
from recount.pipeline.coding import Coder
from recount.pipeline.linking import Linking, link

ROOT = Path(__file__).parents[2]
HAPPENINGS = 14


class State(NamedTuple):
    """What linking made: it follows from what was read, and from nothing else."""

    events: dict[str, tuple[EventRow, tuple[str, ...]]]
    judgements: dict[tuple[str, str], tuple[str, str, float | None]]


def state(book: Path) -> State:
    with Ledger.open(book) as ledger:
        found = events(ledger, limit=100_000)
        held = {one.id: (one, tuple(sorted(event_reports(ledger, one.id)))) for one in found}
        assert ledger.value("SELECT count(*) FROM event_report") == sum(len(reports) for _, reports in held.values())
        judged = judgements_among(ledger).by_method
    return State(held, {pair: (one.kind, one.verdict, one.probability) for pair, one in judged.items()})


def reports_of(book: Path) -> list[str]:
    with Ledger.open(book) as ledger:
        return [row["id"] for row in linkable(ledger)]


def number_of_judgements(book: Path) -> int:
    with Ledger.open(book) as ledger:
        return int(ledger.value("SELECT count(*) FROM judgement"))


def add(book: Path, lines: list[dict[str, Any]]) -> None:
    path = book.with_suffix(".jsonl")
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert casebook.add(book, [str(path)], processes=1).added == len(lines)


def copy_of(book: Path, folder: Path) -> Path:
    return Path(shutil.copy(book, folder / "copy.recount"))


@pytest.fixture(scope="module", autouse=True)
def coded_once() -> Iterator[None]:
    """Code each article once, in however many casebooks it comes to stand."""
    code: Callable[[Coder, Article], Record] = Coder.code
    known: dict[str, Record] = {}

    def remembered(coder: Coder, article: Article) -> Record:
        key = article.model_dump_json()
        if key not in known:
            known[key] = code(coder, article)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Coder, "code", remembered)
        yield


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Invented articles in order of publication: several outlets, copies, twins, follow-ups."""
    tools = str(ROOT / "tools")
    sys.path.insert(0, tools)
    try:
        made: list[dict[str, Any]] = importlib.import_module("generate_report_sets").articles(HAPPENINGS, seed=3)
    finally:
        sys.path.remove(tools)
    return made


@pytest.fixture(scope="module")
def coded(lines: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("coded") / "book.recount"
    casebook.init_casebook(book, by="A. Coder")
    add(book, lines)
    return book


@pytest.fixture(scope="module")
def at_once(coded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = copy_of(coded, tmp_path_factory.mktemp("linked"))
    linking.link(book, by="A. Coder")
    return book


@pytest.fixture
def linked(at_once: Path, tmp_path: Path) -> Path:
    """A casebook of its own to write in, linked."""
    return copy_of(at_once, tmp_path)


@pytest.fixture
def largest(linked: Path) -> tuple[str, list[str]]:
    """The event of most reports that are no copies, and its reports, the first kept first."""
    event = max(linking.events(linked), key=lambda one: (one.sources, one.id)).id
    return event, [one.id for one in linking.why_linked(linked, event).reports]


def test_every_report_is_in_exactly_one_event(at_once: Path) -> None:
    held = [report for _, reports in state(at_once).events.values() for report in reports]
    assert sorted(reports_of(at_once)) == sorted(held)
    assert len(set(held)) == len(held) > HAPPENINGS
    assert casebook.verify(at_once).findings == ()
    assert linking.unlinked(at_once) == 0


def test_reports_of_several_outlets_are_joined_and_most_events_have_few(at_once: Path) -> None:
    sizes = [len(reports) for _, reports in state(at_once).events.values()]
    assert 3 <= max(sizes) < len(reports_of(at_once)) / 3
    assert len(sizes) > HAPPENINGS / 2


def test_every_judgement_tells_why_and_says_which_method(at_once: Path) -> None:
    with Ledger.open(at_once) as ledger:
        for row in ledger.all("SELECT * FROM judgement"):
            assert row["one"] < row["other"]
            assert row["reason"]
            assert row["method"]
            assert row["by"] is None
            assert 0 <= row["probability"] <= 1


def test_portions_make_what_all_at_once_makes(at_once: Path, lines: list[dict[str, Any]], tmp_path: Path) -> None:
    book = tmp_path / "portions.recount"
    casebook.init_casebook(book)
    for start, end in ((0, 15), (15, 40), (40, len(lines))):
        add(book, lines[start:end])
        linking.link(book)
    assert state(at_once) == state(book)
    assert casebook.verify(book).findings == ()


def recode(book: Path, change: Callable[[int, Record], Record], *, version: str) -> None:
    """Keep another coding of every article, as a later version of the programme would make it."""
    with Ledger.open(book, write=True) as ledger, ledger.writing():
        run = start_run(ledger, "recode", {}, by="A. Coder", at=datetime.now(UTC), version=version)
        for place, article in enumerate(list(ledger.all("SELECT * FROM article ORDER BY seq"))):
            first = ledger.one("SELECT * FROM coding WHERE article = ? ORDER BY seq", (article["seq"],))
            assert first is not None
            record = record_at(ledger, first)
            assert record is not None
            record = change(place, record)
            method = method_row(ledger, record.method.model_copy(update={"version": version}))
            keep_coding(ledger, rows_of(record), text=article["text"], article=article["seq"], run=run, method=method)
        end_run(ledger, run, {}, at=datetime.now(UTC))


def coarser(place: int, record: Record) -> Record:
    """Miss the first report of every third article, and the place in every other third."""
    reports = record.reports
    if place % 3 == 0:
        reports = reports[1:]
    elif place % 3 == 1:
        reports = tuple(report.model_copy(update={"where": Where()}) for report in reports)
    return record.model_copy(update={"reports": reports, "statements": (), "tallies": ()})


def test_recoding_between_portions_makes_what_all_at_once_makes(
    at_once: Path, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Some reports go, some get other values, some come back: what was judged of them before does not linger."""
    book = tmp_path / "recoded.recount"
    casebook.init_casebook(book)
    add(book, lines[:30])
    linking.link(book)
    before = reports_of(book)
    recode(book, coarser, version="2")
    assert 0 < len(reports_of(book)) < len(before), "some reports are gone"
    for start, end in ((30, 45), (45, len(lines))):
        add(book, lines[start:end])
        linking.link(book)
        in_portions = state(book)
        held = [report for _, reports in in_portions.events.values() for report in reports]
        assert sorted(reports_of(book)) == sorted(held)
        linking.link(anew := copy_of(book, tmp_path), anew=True)
        assert state(anew) == in_portions
    recode(book, lambda _, record: record, version="3")
    linking.link(book)
    assert state(at_once) == state(book)
    assert casebook.verify(book).findings == ()


def test_events_can_be_dropped_and_made_again(linked: Path) -> None:
    before = state(linked)
    with Ledger.open(linked, write=True) as ledger, ledger.writing():
        for table in ("event_report", "event_summary"):
            ledger.execute(f"DELETE FROM {table}")
    number = number_of_judgements(linked)
    linking.link(linked, anew=True)
    assert state(linked) == before
    assert number_of_judgements(linked) == number, "what holds already is not said again"


def test_linking_twice_writes_no_judgement_the_second_time(linked: Path) -> None:
    before, number = state(linked), number_of_judgements(linked)
    for since, anew in ((None, False), ("2012-01-01", False), (None, True)):
        outcome = linking.link(linked, since=since, anew=anew)
        assert (outcome.judgements, number_of_judgements(linked)) == (0, number)
    assert state(linked) == before


def test_linking_what_was_published_since_a_day_leaves_nothing_behind(
    at_once: Path, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    """What is new and older than the day is linked too: nothing else would link it later."""
    book = tmp_path / "since.recount"
    casebook.init_casebook(book)
    add(book, lines[:20])
    linking.link(book)
    add(book, lines[20:])
    linking.link(book, since=lines[-1]["published"][:10])
    assert linking.unlinked(book) == 0
    assert state(at_once) == state(book)


def test_an_event_keeps_its_id_when_later_reports_come(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    book = tmp_path / "later.recount"
    casebook.init_casebook(book)
    add(book, lines[:40])
    linking.link(book)
    before = state(book).events
    add(book, lines[40:60])
    linking.link(book)
    after = state(book).events
    grown = {id_ for id_ in before.keys() & after.keys() if set(before[id_][1]) < set(after[id_][1])}
    same = {id_ for id_ in before.keys() & after.keys() if before[id_] == after[id_]}
    assert grown
    assert same
    for id_, (_, reports) in after.items():
        with Ledger.open(book) as ledger:
            first = next(row["id"] for row in linkable(ledger) if row["id"] in reports)
        assert id_ == f"ev1:{first.partition(':')[2]}"


def test_why_linked_gives_reports_in_order_with_their_words_and_the_reason_of_each_pair(
    linked: Path, largest: tuple[str, list[str]]
) -> None:
    event, reports = largest
    found = linking.why_linked(linked, event)
    assert found == linking.why_linked(linked, reports[-1]), "any of its reports leads to it"
    assert found.event.id == event
    assert len(reports) == found.event.reports > 2
    for report in found.reports:
        assert report.anchor
        assert report.anchor in report.sentence
    assert {report for one in found.judgements for report in one.pair} == set(reports)
    surest = [one.probability or 0 for one in found.judgements]
    assert surest == sorted(surest, reverse=True)
    for one in found.not_linked:
        assert len(set(one.pair) & set(reports)) == 1


def test_a_person_splits_and_takes_it_back(linked: Path, largest: tuple[str, list[str]]) -> None:
    (event, reports), before = largest, state(linked)
    done = linking.split(linked, event, reports[1:2], by="B. Reviewer", reason="the second strike")
    assert len(done.events) > 1
    assert done.contradictions == ()
    told = linking.why_linked(linked, event)
    assert reports[1] not in {one.id for one in told.reports}
    (judged,) = [one for one in told.people if one.pair == tuple(sorted((reports[0], reports[1])))]
    assert (judged.by, judged.verdict, judged.reason) == ("B. Reviewer", "different", "the second strike")
    assert datetime.fromisoformat(str(judged.at)).tzinfo == UTC
    assert len(judged.quotes) == 2
    assert judged in told.not_linked
    for anew in (False, True):
        linking.link(linked, anew=anew)
        assert reports[1] not in {one.id for one in linking.why_linked(linked, event).reports}
    linking.withdraw(linked, [event], by="B. Reviewer", reason="it was one")
    assert state(linked) == before
    assert casebook.verify(linked).findings == ()


def test_a_person_joins_and_takes_it_back(linked: Path) -> None:
    before = state(linked)
    one, other = sorted(before.events)[:2]
    done = linking.join(linked, [one, other], by="B. Reviewer", reason="same bridge")
    assert len(done.events) == 1
    joined = linking.why_linked(linked, done.events[0])
    assert {report.id for report in joined.reports} == {*before.events[one][1], *before.events[other][1]}
    assert {(judged.by, judged.verdict, judged.reason) for judged in joined.people} == {
        ("B. Reviewer", "same", "same bridge")
    }
    linking.link(linked, anew=True)
    assert linking.why_linked(linked, done.events[0]).reports == joined.reports
    linking.withdraw(linked, list(done.events), by="B. Reviewer")
    assert state(linked) == before


def test_only_who_judged_takes_it_back(linked: Path, largest: tuple[str, list[str]]) -> None:
    event, reports = largest
    linking.split(linked, event, reports[1:2], by="B. Reviewer")
    with pytest.raises(BadArgument, match=r"C\. Other has judged nothing"):
        linking.withdraw(linked, [event], by="C. Other")
    assert reports[1] not in {one.id for one in linking.why_linked(linked, event).reports}


def test_people_who_contradict_each_other_are_both_shown_and_who_keeps_apart_holds(
    linked: Path, largest: tuple[str, list[str]]
) -> None:
    event, reports = largest
    linking.split(linked, event, reports[1:2], by="B. Reviewer")
    done = linking.join(linked, [reports[0], reports[1]], by="C. Other")
    pair = tuple(sorted(reports[:2]))
    assert done.contradictions == (pair,)
    for report in reports[:2]:
        (held,) = linking.why_linked(linked, report).contradictions
        assert [(one.by, one.verdict) for one in held] == [("B. Reviewer", "different"), ("C. Other", "same")]
        assert {one.pair for one in held} == {pair}
    assert pair in linking.link(linked, anew=True).contradictions


WRONG: list[tuple[Callable[[Path, str, list[str]], object], type[Exception], str]] = [
    (lambda book, event, _: linking.join(book, [event], by="B"), BadArgument, "at least two"),
    (lambda book, event, _: linking.join(book, [event, event], by="B"), BadArgument, "at least two"),
    (lambda book, event, _: linking.join(book, [event, "ev1:00"], by="B"), UnknownId, "no event ev1:00"),
    (lambda book, event, _: linking.join(book, [event, "rep1:00"], by="B"), UnknownId, "no event rep1:00"),
    (lambda book, event, own: linking.split(book, event, own, by="B"), BadArgument, "not all of it"),
    (lambda book, event, _: linking.split(book, event, [], by="B"), BadArgument, "another happening"),
    (lambda book, event, _: linking.split(book, event, ["rep1:00"], by="B"), BadArgument, "no report of"),
    (lambda book, event, _: linking.withdraw(book, [event], by="B"), BadArgument, "judged nothing"),
    (lambda book, *_: linking.why_linked(book, "ev1:00"), UnknownId, "no event"),
    (lambda book, *_: linking.link(book, since="soon"), BadArgument, "soon"),
    (lambda book, *_: linking.link(book, engine="abacus"), BadArgument, "abacus"),
    (lambda book, *_: linking.events(book, limit=0), BadArgument, "at least one"),
    (lambda book, *_: linking.events(book, since="soon"), BadArgument, "soon"),
]


@pytest.mark.parametrize(("call", "error", "words"), WRONG)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    linked: Path,
    largest: tuple[str, list[str]],
    call: Callable[[Path, str, list[str]], object],
    error: type[Exception],
    words: str,
) -> None:
    before = linked.read_bytes()
    with pytest.raises(error, match=words):
        call(linked, *largest)
    assert linked.read_bytes() == before


def test_events_are_filtered(at_once: Path) -> None:
    every = linking.events(at_once, limit=1_000)
    assert len(every) == len(state(at_once).events)
    day = "2012-01-02"
    expected: list[tuple[dict[str, Any], Callable[[Any], bool]]] = [
        ({"country": "ml"}, lambda one: one.country == "ML"),
        ({"since": day}, lambda one: one.latest is not None and one.latest >= day),
        ({"until": day}, lambda one: one.earliest is not None and one.earliest <= day),
        ({"since": day, "until": day}, lambda one: one.earliest is not None and one.earliest <= day <= one.latest),
        ({"event_type": "Battles"}, lambda one: one.event_type == "Battles"),
        ({"event_type": "Attack"}, lambda one: one.sub_event_type == "Attack"),
        ({"least_reports": 3}, lambda one: one.reports >= 3),
        ({"country": "ML", "least_reports": 2}, lambda one: one.country == "ML" and one.reports >= 2),
        ({"country": "NZ"}, lambda one: False),
    ]
    for asked, fits in expected:
        assert [one for one in every if fits(one)] == linking.events(at_once, limit=1_000, **asked), asked
    assert every[:5] + every[5:9] == linking.events(at_once, limit=5) + linking.events(at_once, limit=4, offset=5)
    dated = [one.earliest for one in every if one.earliest]
    assert dated == sorted(dated, reverse=True)
    assert all(one.earliest for one in every[: len(dated)]), "those without a day come last"


def test_a_removed_article_is_in_no_event_and_the_others_stay(linked: Path, largest: tuple[str, list[str]]) -> None:
    event, reports = largest
    linking.join(linked, [event, max(set(state(linked).events) - {event})], by="B. Reviewer", reason="because of X")
    first = linking.why_linked(linked, event).reports[0]
    casebook.redact(linked, [first.article], reason="a witness is in danger")
    others = set(reports_of(linked))
    assert first.id not in others
    assert set(reports) - {first.id} <= others
    held = [report for _, own in state(linked).events.values() for report in own]
    assert sorted(others) == sorted(held)
    with pytest.raises(UnknownId):
        linking.why_linked(linked, first.id)
    for event in state(linked).events:
        told = linking.why_linked(linked, event)
        assert first.id not in {one for judged in (*told.judgements, *told.not_linked) for one in judged.pair}
        assert first.id not in {one for judged in told.people for one in judged.pair}
    with Ledger.open(linked) as ledger:
        rows = list(ledger.all("SELECT * FROM judgement WHERE ? IN (one, other)", (first.id,)))
    assert rows
    assert all(row["reason"] is row["quotes"] is row["probability"] is row["by"] is None for row in rows)
    assert casebook.verify(linked).findings == ()


def test_linking_after_a_removal_makes_what_linking_anew_makes(linked: Path, lines: list[dict[str, Any]]) -> None:
    """Copies of a removed article are compared with others in its place."""
    with Ledger.open(linked) as ledger:
        copied = ledger.value(
            "SELECT article.id FROM copy JOIN article ON article.seq = copy.family ORDER BY 1 LIMIT 1"
        )
    casebook.redact(linked, [copied], reason="a witness is in danger")
    linking.link(linked)
    once = state(linked)
    linking.link(linked, anew=True)
    assert state(linked) == once
    assert casebook.verify(linked).findings == ()


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def stopped(*_: Any, **__: Any) -> Any:
    raise Stopped


@pytest.mark.parametrize("portion", [0, 30])
def test_an_interrupted_linking_leaves_a_casebook_that_the_next_one_completes(
    at_once: Path, lines: list[dict[str, Any]], portion: int, tmp_path: Path
) -> None:
    book = tmp_path / "stopped.recount"
    casebook.init_casebook(book)
    if portion:
        add(book, lines[:portion])
        linking.link(book)
    add(book, lines[portion:])
    waiting = linking.unlinked(book)
    with pytest.raises(Stopped):
        link(book, Linking(scorer=stopped), at=lambda: datetime.now(UTC))
    assert linking.unlinked(book) == waiting > 0
    assert casebook.verify(book).findings == ()

    def told(step: str, done: int, total: int) -> None:
        if step == "judgements" and done:
            raise Stopped

    with pytest.raises(Stopped):
        linking.link(book, told=told)
    assert number_of_judgements(book) > 0
    assert casebook.verify(book).findings == ()
    linking.link(book)
    assert state(at_once) == state(book)


def test_a_linking_that_was_killed_before_it_made_its_indexes_is_mended_by_the_next_one(linked: Path) -> None:
    before = state(linked)
    with Ledger.open(linked, write=True) as ledger, ledger.writing():
        for name in ("judgement_of_pair", "judgement_of_other"):
            ledger.execute(f"DROP INDEX {name}")
    assert linking.link(linked).judgements == 0
    assert state(linked) == before
    assert casebook.verify(linked).findings == ()


def test_a_casebook_in_which_nothing_is_coded_is_linked(tmp_path: Path) -> None:
    book = tmp_path / "empty.recount"
    casebook.init_casebook(book)
    for _ in range(2):
        outcome = linking.link(book)
        assert (outcome.reports, outcome.judgements, outcome.events) == (0, 0, 0)
    add(book, [{"id": "a", "text": "The market of Kaya is held every Saturday."}])
    assert linking.link(book).events == 0
    assert linking.events(book) == []


@pytest.mark.parametrize("version", [1, 2])
def test_a_casebook_of_an_earlier_version_is_taken_on_and_linked(version: int, tmp_path: Path) -> None:
    book = tmp_path / "small.recount"
    book.write_bytes(gzip.decompress((ROOT / f"tests/ledger/files/version-{version}.recount.gz").read_bytes()))
    assert linking.events(book) == []
    assert linking.unlinked(book) == 2
    outcome = linking.link(book)
    assert (outcome.reports, outcome.events, outcome.anew) == (2, 2, True)
    assert [one.country for one in linking.events(book)] == ["BF", "IQ"]
    assert casebook.verify(book).findings == ()
