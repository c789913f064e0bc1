"""What the commands print, where, and with which exit code. A record built by hand stands in for coding."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import yaml
from invented import RECORD, bare_record
from typer.testing import CliRunner, Result

import recount
from recount.cli import app, output, terminal
from recount.errors import BadArgument, BadCodebook
from recount.nouns import Problem, Record
from recount.publishing.explanation import explain_page

HOSTILE = bare_record(
    "A \x1b[31mred\x1b[0m word, [bold]markup[/bold], \x9b2J and \u202eturned\u202c.\n:smile: \x07 end.",
    title="Title\x1b]0;owned\x07 [red]x[/red]\nsecond line",
    outlet="\x1b[2JOutlet",
    url="javascript:alert(1)\x1b[0m",
)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Evaluation(NamedTuple):
    items: tuple[tuple[str, str, Any, Any, bool], ...] = (
        ("case-a", "reports[0].where", "Ansongo", "Ansongo", True),
        ("case-b", "reports[0].when", "2025-05-20", None, False),
    )

    def figures(self) -> dict[str, Any]:
        return {"reports": {"precision": 1.0, "f1": 0.5}, "exact_record": 0.25}


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stand in for the API: a source "bad…" fails, "hostile" is an attack, "usage" a wrong argument."""
    module = ModuleType("recount.api")

    def code_sources(sources: Sequence[str], **given: Any) -> Iterator[Record | Problem]:
        for source in sources:
            if source == "usage":
                raise BadArgument(f"{given['published']!r} is no day. Write it as 2024-05-01.")
            if source == "broken":
                raise BadCodebook("acts.yaml, line 3: no such type.")
            if source.startswith("bad"):
                yield Problem(source=source, stage="reading", message="No such file. Check the path.\x1b[31m")
            else:
                yield HOSTILE if source == "hostile" else RECORD

    vars(module).update(
        code_sources=code_sources,
        record_schema=lambda: Record.model_json_schema(mode="serialization"),
        versions=lambda: {"codebook": "cb1:1", "attributions": "Names: GeoNames\nOutlines: Natural Earth"},
        explain_page=explain_page,
        evaluate_records=lambda corpus, reader: _Evaluation(),
    )
    monkeypatch.setitem(sys.modules, "recount.api", module)
    monkeypatch.setattr(recount, "api", module, raising=False)
    return module


def run(*arguments: str, width: int = 100, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": str(width), **environment})


# What goes where


def test_a_pipe_gets_one_json_object_a_line_in_the_order_of_the_inputs() -> None:
    result = run("code", "a.html", "hostile", "b.html")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["article"]["id"] for record in records] == [
        RECORD.article.id,
        HOSTILE.article.id,
        RECORD.article.id,
    ]
    assert result.stderr == ""
    assert result.exit_code == 0


def test_json_is_the_record() -> None:
    assert json.loads(run("code", "a").stdout) == RECORD.model_dump(mode="json")


def test_yaml_is_the_record() -> None:
    documents = list(yaml.safe_load_all(run("code", "a", "b", "--format", "yaml").stdout))
    assert documents == [RECORD.model_dump(mode="json")] * 2


def test_a_terminal_gets_a_table_or_one_indented_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.cli.is_terminal", lambda stream: True)
    assert "Who says so" in run("code", "a").stdout
    assert run("code", "a", "--format", "json").stdout.startswith('{\n  "article"')
    assert len(run("code", "a", "b", "--format", "json").stdout.splitlines()) == 2


def test_the_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["title"] == "Record"


def test_the_version_and_where_its_data_comes_from() -> None:
    assert run("--version").stdout == f"recount {recount.settings.VERSION}\n"
    verbose = run("--version", "--verbose").stdout
    assert "codebook: cb1:1\n" in verbose
    assert "Outlines: Natural Earth" in verbose


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("code", "a"), 0),
        (("code", "a", "bad"), 1),
        (("explain", "bad"), 1),
        (("code", "broken"), 1),
        (("code", "usage", "--published", "soon"), 2),
        (("code",), 2),
        (("code", "a", "--format", "xml"), 2),
        (("code", "a", "--nonsense"), 2),
        (("explain", "a", "--html", "/no/such/folder/page.html"), 2),
        (("nonsense",), 2),
        ((), 2),
        (("evaluate", "record", "examples"), 0),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_a_failed_input_is_named_with_stage_and_message_and_the_others_are_coded() -> None:
    result = run("code", "bad-one.txt", "good.txt")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ("Not coded: 1\n  bad-one.txt (reading): No such file. Check the path.⟨U+001B⟩[31m\n")


def test_a_wrong_argument_is_told_in_its_own_words() -> None:
    assert run("code", "usage", "--published", "soon").stderr == (
        "recount: 'soon' is no day. Write it as 2024-05-01.\n"
    )


# What a table says


def test_the_table_fits_its_width_and_tells_bounds_speakers_and_checks() -> None:
    printed = run("code", "a", "--format", "table", width=100).stdout
    assert max(map(len, printed.splitlines())) <= 100
    for words in (
        "2025-05-20",
        "≥12 killed",
        "≤20 injured",
        "57 + 83 = 140 ✓",
        "claims: The",
        "(claimed)",
        "nothing here is verified",
        "report 2, weapons",
        "12 sentences: 5 coded",
    ):
        assert words in printed


@pytest.mark.parametrize("width", [40, 60, 83, 84, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    printed = run("code", "a", "--format", "table", width=width).stdout
    assert max(map(len, printed.splitlines())) <= width


def test_an_article_without_reports_says_so() -> None:
    assert "No report of a happening" in run("code", "hostile", "--format", "table").stdout


def test_the_explained_article_names_fields_where_colour_is_missing() -> None:
    printed = " ".join(run("explain", "a", NO_COLOR="1").stdout.split())
    assert "[when: before dawn on Tuesday]" in printed
    assert "[where: Ménaka]" in printed
    assert "\x1b" not in printed


def test_evaluation_prints_what_differs_first() -> None:
    printed = run("evaluate", "record", "examples").stdout
    assert printed.index("case-b") < printed.index("case-a")
    assert "1 of 2 items as expected" in printed
    assert json.loads(run("evaluate", "record", "examples", "--json").stdout) == _Evaluation().figures()


# What an article cannot do


@pytest.mark.parametrize("form", ["table", "json", "yaml"])
def test_no_character_of_an_article_steers_the_terminal(form: str) -> None:
    assert not STEERING.search(run("code", "hostile", "--format", form).stdout)


def test_nor_does_it_when_explained() -> None:
    printed = run("explain", "hostile").stdout
    assert not STEERING.search(printed)
    assert "[bold]markup[/bold]" in printed
    assert ":smile:" in printed


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_hostile_text_survives_as_it_is(form: str) -> None:
    printed = run("code", "hostile", "--format", form).stdout
    record = json.loads(printed) if form == "json" else yaml.safe_load(printed)
    assert record == HOSTILE.model_dump(mode="json")


def test_marks_that_arabic_needs_are_left_alone() -> None:
    assert terminal.plain("\u200fدير الزور\u200e") == "\u200fدير الزور\u200e"


# The process


def test_a_closed_pipe_is_silent() -> None:
    program = "import sys; from recount.cli import main; sys.argv = ['recount', 'schema']; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", _standing_in(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=30)


def _standing_in(program: str) -> str:
    """Open a program with an API whose schema is larger than a pipe holds."""
    return (
        "import sys, types, recount; api = types.ModuleType('recount.api'); "
        "api.record_schema = lambda: {str(n): n for n in range(200_000)}; "
        f"recount.api = sys.modules['recount.api'] = api; {program}"
    )


def test_a_progress_bar_on_a_terminal_leaves_the_records_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("recount.cli.is_terminal", lambda stream: stream is sys.stderr)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with pytest.raises(SystemExit) as left:
        app(["code", "a", "bad", "b"])
    printed = capfd.readouterr()
    assert left.value.code == 1
    assert [json.loads(line)["article"]["id"] for line in printed.out.splitlines()] == [RECORD.article.id] * 2
    assert "articles" in printed.err
    assert "Not coded: 1" in printed.err


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_help_and_version_start_fast(argument: str) -> None:
    program = f"import sys; sys.argv = ['recount', {argument!r}]; from recount.cli import main; main()"
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    # Seconds. Twice what is promised, since tests share their machine.
    assert min(seconds) < 0.8


def test_output_is_written_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def records() -> Iterator[Record]:
        yield RECORD
        seen.append(capsys.readouterr().out)
        yield RECORD

    output.write_json(records(), terminal=False)
    assert json.loads(seen[0])["article"]["id"] == RECORD.article.id
