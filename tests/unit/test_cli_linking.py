"""The commands of linking: JSON in a pipe, a table or tree for a person, exit codes, messages that say what to do."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from recount.cli import app
from recount.cli import linking as commands

TOLD = (
    {"id": "wire", "outlet": "Meridian Wire", "published": "2024-05-07", "title": "Drone kills nine in Kirkuk",
     "text": "A drone struck the livestock market of Kirkuk, Iraq, on Monday, killing nine traders, police said."},
    {"id": "radio", "outlet": "Radio Amel", "published": "2024-05-07", "title": "Market of Kirkuk hit",
     "text": "Nine traders were killed when a drone struck the livestock market in Kirkuk, Iraq, on Monday."},
    {"id": "post", "outlet": "The Post", "published": "2024-05-08", "title": "Ten dead after strike on market",
     "text": "A drone struck the livestock market of Kirkuk, Iraq, on 6 May, killing ten traders, the governor said."},
    {"id": "kaya", "outlet": "Radio Amel", "published": "2024-05-03", "title": "Three soldiers killed near Kaya",
     "text": "Gunmen killed three soldiers near Kaya, Burkina Faso, on Thursday, the army said."},
)  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"NO_COLOR": "1", "COLUMNS": "300"})


def lines(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The articles coded, and coded and linked."""
    folder = tmp_path_factory.mktemp("books")
    added, linked, source = folder / "added.recount", folder / "linked.recount", folder / "lines.jsonl"
    source.write_text("".join(f"{json.dumps(line)}\n" for line in TOLD), encoding="utf-8")
    assert run("init", added).exit_code == 0
    assert run("add", added, source).exit_code == 0
    shutil.copy(added, linked)
    assert run("link", linked, "--by", "A. Coder").exit_code == 0
    return added, linked


@pytest.fixture
def added(books: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(books[0], tmp_path / "book.recount"))


@pytest.fixture
def linked(books: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(books[1], tmp_path / "book.recount"))


@pytest.fixture
def strike(linked: Path) -> tuple[str, list[str]]:
    """The event of three reports, and its reports, the first kept first."""
    (event,) = lines(run("events", linked, "--reports", 3))
    (why,) = lines(run("why-linked", linked, event["id"]))
    return event["id"], [one["id"] for one in why["reports"]]


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)


def test_link_tells_what_was_linked(added: Path) -> None:
    result = run("link", added, "--by", "A. Coder")
    (told,) = lines(result)
    assert (told["reports"], told["events"], told["anew"], told["contradictions"]) == (4, 2, True, [])
    assert "Linked 4 reports" in result.stderr
    assert "holds 2 events" in result.stderr
    (again,) = lines(run("link", added))
    assert (again["reports"], again["judgements"], again["events"], again["anew"]) == (0, 0, 2, False)
    (anew,) = lines(run("link", added, "--anew"))
    assert (anew["reports"], anew["judgements"], anew["anew"]) == (4, 0, True)
    assert lines(run("link", added, "--since", "2024-05-07"))[0]["reports"] == 3


def test_who_linked_and_how_is_in_the_log(linked: Path) -> None:
    last = lines(run("log", linked, "--limit", 1))[0]
    assert (last["what"], last["by"]) == ("link", "A. Coder")
    assert last["outcome"]["events"] == 2
    assert last["outcome"]["method"].startswith("linking.")


def test_events_are_listed_one_a_line_the_latest_first(linked: Path) -> None:
    strike, raid = lines(run("events", linked))
    assert (strike["country"], strike["reports"], strike["sources"]) == ("IQ", 3, 3)
    assert (strike["killed_low"], strike["killed_high"]) == (9, 10)
    assert strike["earliest"] == strike["latest"] == "2024-05-06"
    assert (raid["country"], raid["reports"], raid["least_probability"]) == ("BF", 1, None)


FILTERS = [
    (("--country", "IQ"), ["IQ"]),
    (("--country", "bf"), ["BF"]),
    (("--since", "2024-05-03"), ["IQ"]),
    (("--until", "2024-05-03"), ["BF"]),
    (("--type", "Air/drone strike"), ["IQ"]),
    (("--reports", "2"), ["IQ"]),
    (("--limit", "1"), ["IQ"]),
    (("--limit", "1", "--offset", "1"), ["BF"]),
    (("--country", "NZ"), []),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_events_are_filtered(linked: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert expected == [event["country"] for event in lines(run("events", linked, *options))]


def test_what_is_not_linked_yet_is_told(added: Path) -> None:
    result = run("events", added)
    assert (lines(result), "4 reports are in no event yet" in result.stderr) == ([], True)
    run("link", added)
    assert run("events", added).stderr == ""


def test_a_person_sees_a_table(linked: Path, on_terminal: None) -> None:
    shown = run("events", linked).stdout
    for words in ("Event", "Kirkuk, IQ", "2024-05-06", "Air/drone strike", "9–10", "2024-05-02"):
        assert words in shown
    assert "No events fit" in run("events", linked, "--country", "NZ").stdout
    assert "More with --offset 1" in run("events", linked, "--limit", "1").stdout
    assert lines(run("events", linked, "--json"))[0]["country"] == "IQ"


def test_why_linked_gives_reports_and_the_reason_of_each_pair(linked: Path, strike: tuple[str, list[str]]) -> None:
    event, reports = strike
    (why,) = lines(run("why-linked", linked, event))
    assert lines(run("why-linked", linked, reports[2])) == [why], "any report leads to its event"
    assert [one["outlet"] for one in why["reports"]] == ["Meridian Wire", "Radio Amel", "The Post"]
    assert [one["killed"] for one in why["reports"]] == ["9", "9", "10"]
    assert len(why["judgements"]) == 3
    assert any("same number killed (9)" in one["reason"] for one in why["judgements"])
    assert (why["people"], why["contradictions"]) == ([], [])


def test_a_person_sees_a_tree(linked: Path, strike: tuple[str, list[str]], on_terminal: None) -> None:
    event, reports = strike
    run("split", linked, event, reports[2], "--by", "B. Reviewer", "--reason", "the second strike")
    run("join", linked, reports[0], reports[2], "--by", "C. Other")
    shown = run("why-linked", linked, event).stdout
    for words in (
        f"{event} Air/drone strike, Kirkuk, IQ, 2024-05-06",
        "2 reports, 2 sources",
        "Meridian Wire, 2024-05-07",
        "A drone struck the livestock market of Kirkuk",
        "9 killed",
        "Taken for one happening because",
        "same day",
        "Judged by people",
        "the second strike",
        f"People contradict each other on {min(reports[0], reports[2])}",
        "B. Reviewer says different but C. Other says same",
    ):
        assert words in shown, words


def test_people_split_join_and_take_back(linked: Path, strike: tuple[str, list[str]]) -> None:
    event, reports = strike
    told = run("split", linked, event, reports[2], "--by", "B. Reviewer", "--reason", "the second strike")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "Kept. Events now: " in told.stderr
    assert sorted(one["reports"] for one in lines(run("events", linked, "--country", "IQ"))) == [1, 2]
    (why,) = lines(run("why-linked", linked, event))
    assert {(one["by"], one["verdict"], one["reason"]) for one in why["people"]} == {
        ("B. Reviewer", "different", "the second strike")
    }
    other = run("join", linked, event, reports[2], "--by", "C. Other")
    assert "This contradicts what was judged before" in other.stderr
    assert "People contradict each other" in run("link", linked, "--anew").stderr
    assert run("split", linked, event, "--withdraw", "--by", "B. Reviewer").exit_code == 0
    assert run("join", linked, event, "--withdraw", "--by", "C. Other").exit_code == 0
    (again,) = lines(run("why-linked", linked, event))
    assert ([one["id"] for one in again["reports"]], again["people"]) == (reports, [])


WRONG = [
    # arguments                                     exit code   what is told
    (("why-linked", "{book}", "ev1:0000"), 1, "holds no event ev1:0000"),
    (("why-linked", "{book}", "rep1:0000"), 1, "until `recount link` has run"),
    (("split", "{book}", "{event}", "{all}"), 2, "not all of it"),
    (("split", "{book}", "{event}"), 2, "another happening"),
    (("split", "{book}", "{event}", "rep1:0000"), 2, "rep1:0000 is no report of"),
    (("split", "{book}", "ev1:0000", "rep1:0000"), 1, "holds no event"),
    (("split", "{book}", "{event}", "--withdraw", "--by", "B. Reviewer"), 2, "B. Reviewer has judged nothing"),
    (("join", "{book}", "{event}"), 2, "at least two"),
    (("join", "{book}", "{event}", "ev1:0000"), 1, "holds no event ev1:0000"),
    (("join", "{book}", "{event}", "--withdraw", "--by", "B. Reviewer"), 2, "judged nothing"),
    (("link", "{book}", "--since", "soon"), 2, "soon"),
    (("link", "{book}", "--engine", "abacus"), 2, "abacus"),
    (("link", "{book}", "--engine", "spark", "--master", "locale"), 2, "no master of Spark"),
    (("events", "{book}", "--until", "2024-13-01"), 2, "2024-13-01"),
    (("events", "{book}", "--limit", "0"), 2, "limit"),
    (("link", "none.recount"), 1, "none.recount"),
    (("events", "none.recount"), 1, "none.recount"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG)
def test_what_cannot_be_done_says_so_and_has_its_code(
    linked: Path, strike: tuple[str, list[str]], arguments: tuple[str, ...], code: int, words: str
) -> None:
    event, reports = strike
    given = [one.format(book=linked, event=event, all="{all}") for one in arguments]
    result = run(*(part for one in given for part in (reports if one == "{all}" else [one])))
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
