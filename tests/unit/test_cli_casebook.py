"""The commands on casebooks: tables for a person, JSON in a pipe, exit codes, and messages that say what to do."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from recount.cli import app, looking
from recount.cli import casebook as commands

ROOT = Path(__file__).parents[2]
PAGE = str(ROOT / "examples" / "wire-story.html")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"NO_COLOR": "1", "COLUMNS": "300"})


def lines(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "book.recount"
    assert run("init", path, "--by", "A. Coder").exit_code == 0
    assert run("add", path, PAGE, "--by", "A. Coder").exit_code == 0
    return path


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (commands, looking):
        monkeypatch.setattr(module, "is_terminal", lambda stream: stream is sys.stdout)


@pytest.fixture
def report(kept: Path) -> str:
    (hit,) = lines(run("search", kept, "Baidoa"))
    return str(hit["reports"][0]["id"])


def test_add_says_what_was_added_and_what_failed(tmp_path: Path) -> None:
    path = tmp_path / "book.recount"
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "Two people were killed in Gao, Mali, on Friday."}\n{"id": 3}\n')
    run("init", path)
    first, second = run("add", path, bad), run("add", path, bad)
    assert (first.exit_code, second.exit_code) == (1, 1)
    (told,), (again,) = lines(first), lines(second)
    assert (told["added"], told["failed"], again["added"], again["known"]) == (1, 1, 0, 1)
    assert 'no "text"' in told["problems"][0]["message"]
    assert "holds 1 article and" in first.stderr
    assert "bad.jsonl, line 2" in first.stderr


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.recount"
    run("init", path)
    result = run("add", path, PAGE, "--dry-run")
    assert (lines(result)[0]["added"], "1 to be added" in result.stderr) == (1, True)
    assert "holds 0 articles" in result.stderr


def test_columns_of_a_table_are_named(tmp_path: Path) -> None:
    path = tmp_path / "book.recount"
    table = tmp_path / "table.csv"
    table.write_text('body,day\n"A bomb killed three soldiers in Gao, Mali, on Monday.",2024-05-07\n')
    run("init", path)
    assert run("add", path, table, "--columns", "text=body,published=day").exit_code == 0
    (hit,) = lines(run("search", path, "bomb"))
    assert hit["published"] == "2024-05-07"
    assert run("add", path, table, "--columns", "text").exit_code == 2
    assert run("code", table, "--columns", "text=body,published=day").exit_code == 0


def test_search_shows_articles_with_their_reports(kept: Path, on_terminal: None) -> None:
    result = run("search", kept, "suicide", "--near", "Baidoa", "--within", "40")
    assert "Car bomb kills at least nine" in result.stdout
    assert "Suicide bomb · 2025-05-13 · Baidoa, SO" in result.stdout
    assert "Near Baidoa" in result.stderr
    assert "Nothing fits" in run("search", kept, "earthquake").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("search", "{}"), 2),
        (("search", "{}", "x", "--near", "Nowhere at all"), 2),
        (("search", "{}", "--since", "soon"), 2),
        (("show", "{}", "art1:0000000000000000"), 1),
        (("why", "{}", "rep1:0000000000000000", "killed"), 1),
        (("decide", "{}", "rep1:0000000000000000", "accept"), 1),
        (("decide", "{}", "rep1:0000000000000000", "perhaps"), 2),
        (("redact", "{}", "art1:0000000000000000"), 2),
        (("redact", "{}", "rep1:0000000000000000", "--reason", "x"), 2),
        (("verify", "{}", "--seal", "{}"), 2),
        (("init", "{}"), 1),
        (("verify", "none.recount"), 1),
    ],
)
def test_what_cannot_be_done_says_so_and_has_its_code(kept: Path, arguments: tuple[str, ...], code: int) -> None:
    result = run(*(one.format(kept) for one in arguments))
    assert result.exit_code == code
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_show_names_where_an_article_was_found_and_who_coded_it(kept: Path, report: str, on_terminal: None) -> None:
    shown = run("show", kept, report).stdout
    for words in (
        "1 report",
        "≥9 killed",
        "Found in",
        "by A. Coder",
        "Coded by recount.rules",
    ):
        assert words in shown


def test_show_gives_the_bytes_as_found_in_a_pipe_and_harmless_ones_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, text = tmp_path / "book.recount", tmp_path / "a.txt"
    text.write_bytes(b"Two people were killed in Gao, Mali, on Friday.\x1b]0;owned\x07\n")
    run("init", path)
    run("add", path, text)
    (hit,) = lines(run("search", path, "killed"))
    assert run("show", path, hit["article"], "--original").stdout_bytes == text.read_bytes()
    monkeypatch.setattr(looking, "is_terminal", lambda stream: stream is sys.stdout)
    assert "\x1b]0" not in run("show", path, hit["article"], "--original").stdout


def test_why_is_a_tree_for_people_and_a_value_for_programmes(
    kept: Path, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (value,) = lines(run("why", kept, report, "killed"))
    assert value["values"][0]["value"] == "≥9 killed (people)"
    assert value["sources"][0]["source"] == PAGE
    monkeypatch.setattr(looking, "is_terminal", lambda stream: stream is sys.stdout)
    tree = run("why", kept, report, "killed").stdout
    for words in ("by rule: at-least", "claims: Sheikh Abu Yahya", "Speakers disagree", "Meridian Wire", "row "):
        assert words in tree


def test_decisions_removals_and_runs_are_in_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.recount"
    run("init", path)
    run("add", path, PAGE, "--by", "A. Coder")
    (hit,) = lines(run("search", path, "Baidoa"))
    decided = run("decide", path, hit["reports"][0]["id"], "correct", "--field", "killed", "--value", "9", "--by", "B")
    assert decided.exit_code == 0
    seal = tmp_path / "seal.json"
    assert run("seal", path, "--out", seal).exit_code == 0
    assert run("redact", path, hit["article"], "--reason", "asked for", "--by", "C").exit_code == 0
    log = lines(run("log", path))
    assert [one["what"] for one in log] == ["redact", "correct", "add", "init"]
    assert [one["by"] for one in log][:3] == ["C", "B", "A. Coder"]
    assert run("verify", path, "--seal", seal).exit_code == 0
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)
    assert "asked for" in run("log", path).stdout
    assert "is as it was written; nothing was changed since the seal" in run("verify", path, "--seal", seal).stdout


def test_verify_names_what_is_not_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.recount"
    run("init", path)
    run("add", path, PAGE)
    data = bytearray(path.read_bytes())
    at = data.index(b"Meridian Wire")
    data[at] ^= 1
    path.write_bytes(data)
    result = run("verify", path)
    assert result.exit_code == 1
    (told,) = lines(result)
    assert told["findings"][0]["where"].startswith("row ")
    assert {one["kind"] for one in told["findings"]} >= {"row", "page"}
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)
    assert "is not as it was written. First:" in run("verify", path).stdout


def test_metadata_for_datasette_name_the_file(kept: Path) -> None:
    value = json.loads(run("schema", "--datasette", kept).stdout)
    assert set(value["databases"]) == {"book"}
