"""`recount diff`: JSON lines in a pipe, a list for a person, exit codes, messages that say what to do."""

import json
import sys
from pathlib import Path

import pytest
from released import state
from typer.testing import CliRunner, Result

from recount.cli import app
from recount.cli import releases as commands
from recount.publishing.release.package import DESCRIPTOR, MADE_WITH
from recount.publishing.release.states import STATES, EventState, write_states


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)], env={"NO_COLOR": "1", "COLUMNS": "120"})


def _release(folder: Path, states: list[EventState], rules: dict[str, str]) -> Path:
    folder.mkdir()
    write_states(states, folder / STATES)
    (folder / DESCRIPTOR).write_text(json.dumps({MADE_WITH: {"rules": rules, "counts": {"events": 1}}}))
    return folder


@pytest.fixture
def june(tmp_path: Path) -> Path:
    return _release(tmp_path / "june", [state("a", ["a"], place="Kati"), state("c", ["c"])], {"acled": "d1"})


@pytest.fixture
def july(tmp_path: Path) -> Path:
    return _release(tmp_path / "july", [state("a", ["a", "b"], place="\x1b[31mKayes")], {"acled": "d2"})


def test_in_a_pipe_each_change_is_a_line_and_the_summary_is_a_message(june: Path, july: Path) -> None:
    done = run(june, july)
    assert done.exit_code == 0
    assert [(one["change"], one["old"]) for one in map(json.loads, done.stdout.splitlines())] == [
        ("changed", ["ev1:a"]),
        ("retracted", ["ev1:c"]),
    ]
    assert done.stderr == "2 events before, 1 after: 0 the same, 1 changed, 1 retracted\n"


def test_a_person_reads_what_changed_by_what_and_how_the_releases_were_made_otherwise(
    june: Path, july: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)
    shown = run(june, july).stdout
    for words in (
        "2 events before, 1 after: 0 the same, 1 changed, 1 retracted",
        "changed  ev1:a\n  1 report joined\n  place: Kati → ⟨U+001B⟩[31mKayes  (new report rep1:b)\n",
        "retracted  ev1:c\n  1 report: its article gives no event of this release: removed, recoded or left out\n",
        "Made otherwise\n  rules.acled: d1 → d2\n",
    ):
        assert words in shown
    assert "\x1b" not in shown


def test_differing_releases_leave_with_1_only_where_that_is_asked(june: Path, july: Path) -> None:
    codes = [
        run(*given).exit_code for given in ((june, july), (june, july, "--exit-code"), (june, june, "--exit-code"))
    ]
    assert codes == [0, 1, 0]


def test_only_what_became_of_one_event_is_told(june: Path, july: Path) -> None:
    assert [json.loads(line)["change"] for line in run(june, july, "--event", "ev1:c").stdout.splitlines()] == [
        "retracted"
    ]
    assert run(june, june, "--event", "ev1:a").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("june", "nowhere"), 1, "There is no"),
        (("june", "july", "--event", "ev1:x"), 1, "Neither"),
        (("june",), 2, "Missing argument 'NEW'"),
    ],
)
def test_what_cannot_be_compared_is_named(
    june: Path, july: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = run(*(june.parent / one if one in ("june", "july", "nowhere") else one for one in arguments))
    assert (done.exit_code, message in done.stderr) == (code, True)


def test_a_descriptor_that_is_no_json_is_named(june: Path, july: Path) -> None:
    (july / DESCRIPTOR).write_text("{")
    done = run(june, july)
    assert (done.exit_code, "is no data package" in done.stderr) == (1, True)
