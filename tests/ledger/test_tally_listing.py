"""What is kept at hand of a casebook's tallies is what reading them all anew would give, whatever was done since."""

import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from recount.api import casebook
from recount.ledger import Decision, Ledger, decide, tally_listing
from recount.ledger.chain import SqlValue
from recount.ledger.deciding import Verdict
from recount.ledger.tallies import events_touching, tallies, touching_number
from recount.ledger.tally_listing import ListedTally, listed_tallies
from recount.pipeline.tallying import sorted_tallies

AT = datetime(2024, 7, 1, tzinfo=UTC)
TOLD = "The army said {} soldiers have been killed in attacks in Mali since 1 May 2024."
DAYS = [date(2024, 3, 1) + timedelta(days=5 * number) for number in range(8)]


def add(book: Path, *figures: int) -> None:
    lines = book.with_suffix(".jsonl")
    told = [{"id": f"t{one}", "published": "2024-06-30", "text": TOLD.format(one)} for one in figures]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    assert not casebook.add(book, [str(lines)], processes=1).problems


def read_anew(book: Path) -> list[ListedTally]:
    kept, tally_listing._kept[:] = list(tally_listing._kept), []
    with Ledger.open(book) as ledger:
        found = list(listed_tallies(ledger).tallies)
    tally_listing._kept[:] = kept
    return found


def at_hand(book: Path) -> list[ListedTally]:
    with Ledger.open(book) as ledger:
        return list(listed_tallies(ledger).tallies)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = tmp_path / "tallies.recount"
    casebook.init_casebook(made)
    add(made, 140, 180)
    assert len(at_hand(made)) == 2
    return made


def decided(verdict: Verdict, field: str | None = None, value: object = None) -> Callable[[Path], None]:
    def act(book: Path) -> None:
        with Ledger.open(book, write=True) as ledger:
            (id_, *_) = [one.id for one in tallies(ledger)]
            decide(ledger, Decision(id_, verdict, "A. Coder", field, value), at=AT)

    return act


def coded_without_tallies(book: Path) -> None:
    """Code the first article anew, by what finds nothing in it."""
    with Ledger.open(book, write=True) as ledger:
        coding = ledger.one("SELECT * FROM coding ORDER BY seq LIMIT 1") or {}
        names = ("article", "method", "run", "dictionary", "details")
        with ledger.writing():
            ledger.append("coding", {**{name: coding[name] for name in names}, "rows": 0})


def removed(book: Path) -> None:
    with Ledger.open(book) as ledger:
        (id_,) = next(ledger.rows("SELECT id FROM article ORDER BY seq LIMIT 1"))
    casebook.redact(book, [id_], reason="asked for by a court")


@pytest.mark.parametrize(
    ("done", "number"),
    [
        (lambda book: add(book, 200), 3),
        (lambda book: add(book, 140), 2),
        (decided("correct", "until", "2024-05-20"), 2),
        (decided("reject"), 2),
        (coded_without_tallies, 1),
        (removed, 1),
    ],
    ids=["another tally", "one that is known", "corrected", "rejected", "coded anew", "removed"],
)
def test_what_came_since_is_read_and_nothing_is_forgotten(
    book: Path, done: Callable[[Path], None], number: int
) -> None:
    done(book)
    assert read_anew(book) == at_hand(book)
    assert len(at_hand(book)) == number
    decided("withdraw")(book)
    assert read_anew(book) == at_hand(book)


def test_another_casebook_at_the_same_path_is_another(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.recount"
    casebook.init_casebook(other)
    add(other, 3, 4, 5, 6)
    at_hand(book)
    book.unlink()
    shutil.move(other, book)
    assert (len(at_hand(book)), read_anew(book)) == (4, at_hand(book))


def test_a_reader_of_an_earlier_moment_sees_that_moment(book: Path) -> None:
    with Ledger.open(book) as early, early.still():
        add(book, 200)
        assert len(at_hand(book)) == 3
        assert len(listed_tallies(early).tallies) == 2
    assert len(at_hand(book)) == 3


def test_nothing_is_sorted_again_as_long_as_no_tally_comes(book: Path) -> None:
    with Ledger.open(book) as ledger:
        before = sorted_tallies(ledger)
    lines = book.with_suffix(".jsonl")
    lines.write_text(json.dumps({"id": "x", "text": "Gunmen killed two traders in Gao on Monday."}), encoding="utf-8")
    casebook.add(book, [str(lines)], processes=1)
    with Ledger.open(book) as ledger:
        assert sorted_tallies(ledger) is before


def touching(ledger: Ledger, since: date | None, until: date | None, countries: set[str] | None) -> list[str]:
    """Say which events are meant, report by report."""
    moved = {
        about
        for (about,) in ledger.rows(
            "SELECT about FROM decision WHERE field IN ('when', 'where') AND verdict IN ('correct', 'reject')"
        )
    }
    found: dict[str, str] = {}
    for event, day, id_, earliest, latest, country in ledger.rows(
        "SELECT event_summary.id, event_summary.earliest, report.id, report.earliest, report.latest, report.country "
        "FROM event_summary JOIN event_report ON event = event_summary.id JOIN report ON report.id = report"
    ):
        in_days = (not latest or not since or latest >= since.isoformat()) and (
            not earliest or not until or earliest <= until.isoformat()
        )
        in_place = country is None or countries is None or country in countries
        if id_ in moved or (in_days and in_place):
            found[event] = day or "9"
    return sorted(found, key=lambda one: (found[one], one))


def test_the_events_that_tallies_may_count_are_those_of_which_a_report_may_tell(tmp_path: Path) -> None:
    chance, made = random.Random(3), tmp_path / "touched.recount"
    casebook.init_casebook(made)
    with Ledger.open(made, write=True) as ledger, ledger.writing():
        ledger.execute("PRAGMA defer_foreign_keys = on")
        events: dict[str, tuple[str | int | None, ...]] = {}
        for number in range(60):
            days = sorted(chance.sample(DAYS, 2))
            earliest, latest = (chance.choice([day.isoformat(), day.isoformat(), None]) for day in days)
            country, event = chance.choice([None, "ML", "NE", "BF"]), f"ev1:{chance.randrange(30):02}"
            days_told: dict[str, SqlValue] = {"earliest": earliest, "latest": latest}
            ledger.append("report", {"coding": 1, "id": f"rep1:{number}", "country": country, **days_told})
            ledger.execute("INSERT INTO event_report VALUES (?, ?)", (f"rep1:{number}", event))
            events[event] = (event, 1, 1, earliest, latest, country)
        ledger.many(
            "INSERT INTO event_summary (id, reports, sources, earliest, latest, country) VALUES (?, ?, ?, ?, ?, ?)",
            events.values(),
        )
        for number, field, verdict in ((1, "when", "correct"), (2, "where", "reject"), (3, "killed", "correct")):
            about = f"rep1:{number}"
            told: dict[str, SqlValue] = {"about": about, "field": field, "verdict": verdict, "by": "A", "at": "2024"}
            ledger.append("decision", told)
        ledger.execute("PRAGMA defer_foreign_keys = off")
        for _ in range(200):
            since, until = chance.choice([None, *DAYS]), chance.choice([None, *DAYS])
            countries = chance.choice([None, set(), {"ML"}, {"ML", "NE"}, {"XX"}])
            expected = touching(ledger, since, until, countries)
            assert events_touching(ledger, since, until, countries) == expected
            assert touching_number(ledger, since, until, countries, most=5) <= 5
