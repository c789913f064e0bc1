"""`recount tallies`: JSON in a pipe, tables for a person, people's decisions, messages that say what to do."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from recount.cli import app

TOLD = (
    {"id": "amel-1", "outlet": "Radio Amel", "published": "2024-01-09", "title": "Drone hits base in Erbil",
     "text": "A drone struck a base in Erbil, Iraq, on Monday, wounding two soldiers, officials said."},
    {"id": "wire-1", "outlet": "Meridian Wire", "published": "2024-01-16", "title": "Rockets fired at base in Hasakah",
     "text": "Militants fired rockets at a base in Hasakah, Syria, on Monday. Nobody was killed, a spokesman said."},
    {"id": "wire-2", "outlet": "Meridian Wire", "published": "2024-01-31", "title": "Attacks pass six, ministry says",
     "text": "There have been six attacks since January 1, two in Iraq and four in Syria, the defence ministry said."},
    {"id": "wire-3", "outlet": "Meridian Wire", "published": "2024-02-15", "title": "Ministry counts nine attacks",
     "text": "There have been 9 attacks since January 1, three in Iraq and six in Syria, the defence ministry said."},
    {"id": "post-1", "outlet": "The Post", "published": "2024-02-08", "title": "Strike in Kirkuk",
     "text": "Gunmen attacked a checkpoint in Kirkuk, Iraq, on Wednesday, killing three policemen, the governor said."},
    {"id": "post-2", "outlet": "The Post", "published": "2024-03-01", "title": "Dead in Mali",
     "text": "At least 40 people have been killed in Mali since January 1, the mission said."},
)  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"NO_COLOR": "1", "COLUMNS": "200"})


def lines(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    book, source = folder / "book.recount", folder / "lines.jsonl"
    source.write_text("".join(f"{json.dumps(line)}\n" for line in TOLD), encoding="utf-8")
    assert run("init", book).exit_code == 0
    assert run("add", book, source).exit_code == 0
    assert run("link", book).exit_code == 0
    return book


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "book.recount"))


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    # In the package the command's name stands for the function.
    module = sys.modules["recount.cli.tallies"]
    monkeypatch.setattr(module, "is_terminal", lambda stream: stream is sys.stdout)


def test_tallies_are_listed_the_latest_first_with_what_is_held(book: Path) -> None:
    found = lines(run("tallies", book))
    assert [(one["best"], one["held"]["best"], one["missing"], one["surplus"]) for one in found] == [
        (40, 0, 40, 0),
        (9, 3, 6, 0),
        (6, 2, 4, 0),
    ]
    assert found[1]["sentence"] == (
        "The defence ministry says 9 attacks (3 in Iraq + 6 in Syria) since 1 January 2024; "
        "this casebook holds 3 (2 + 1) under acled."
    )


CHOSEN = [
    (("--country", "ml"), [40]),
    (("--measure", "attacks"), [9, 6]),
    (("--since", "2024-02-10"), [40, 9]),
    (("--until", "2023-12-31"), []),
    (("--rule", "ucdp", "--country", "SY"), [9, 6]),
]


@pytest.mark.parametrize(("options", "expected"), CHOSEN)
def test_tallies_are_chosen_by_country_days_and_measure(
    book: Path, options: tuple[str, ...], expected: list[int]
) -> None:
    assert [one["best"] for one in lines(run("tallies", book, *options))] == expected


def test_one_tally_shows_its_events_every_rule_and_the_gap_over_time(book: Path) -> None:
    tally = lines(run("tallies", book))[1]["id"]
    (shown,) = lines(run("tallies", book, tally))
    assert [(one["place"], one["inside"], one["parts"]) for one in shown["events"]] == [
        ("Erbil", "surely", ["Iraq"]),
        ("Hasakah", "surely", ["Syria"]),
        ("Kirkuk", "surely", ["Iraq"]),
    ]
    assert list(shown["by_rule"]) == ["acled", "ucdp", "airwars", "ibc"]
    assert shown["by_rule"]["ibc"]["held"]["best"] == 0
    assert [(one["until"], one["told"], one["held"], one["gap"]) for one in shown["over_time"]] == [
        ("2024-01-31", 6, 2, 4),
        ("2024-02-15", 9, 3, 6),
    ]
    assert [(one["month"], one["cumulated"]) for one in shown["by_month"]] == [("2024-01", 2), ("2024-02", 3)]


def test_people_outrank_what_was_coded_of_a_tally(book: Path) -> None:
    _, nine, six = (one["id"] for one in lines(run("tallies", book)))
    assert run("decide", book, nine, "reject", "--reason", "a misprint").exit_code == 0
    assert run("decide", book, six, "correct", "--field", "until", "--value", "2024-01-10").exit_code == 0
    found = lines(run("tallies", book, "--measure", "attacks"))
    assert [(one["id"], one["held"]["best"], one["corrected_by_people"]) for one in found] == [(six, 1, ["until"])]
    assert run("tallies", book, nine).exit_code != 0


@pytest.mark.usefixtures("on_terminal")
def test_a_person_sees_tables_and_bars(book: Path) -> None:
    tally = json.loads(run("tallies", book, "--json").stdout.splitlines()[1])["id"]
    listed, shown = run("tallies", book).stdout, run("tallies", book, tally).stdout
    assert "at least 40 people killed" in listed
    assert "Held under acled" in listed
    assert "Surely inside: 3 events" in shown
    assert "2024-02-15" in shown
    assert "█" in shown


MISTAKES = [
    (("--rule", "acle"), "There is no rule 'acle'"),
    (("--measure", "deaths"), "'deaths' is no measure"),
    (("--country", "Mali"), "'Mali' is no country code"),
    (("--since", "January"), "'January' is no day"),
    (("tal1:0000000000000000",), "lists those that it holds"),
]


@pytest.mark.parametrize(("given", "said"), MISTAKES)
def test_a_mistake_is_told_with_what_to_do(book: Path, given: tuple[str, ...], said: str) -> None:
    result = run("tallies", book, *given)
    assert result.exit_code != 0
    assert said in result.stderr


def test_reports_that_are_not_linked_are_told_of(book: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text(
        "Gunmen killed three soldiers near Kaya, Burkina Faso, on Thursday, the army said.", encoding="utf-8"
    )
    assert run("add", book, more, "--published", "2024-05-03").exit_code == 0
    assert "Link them: recount link" in run("tallies", book).stderr
