"""Times of TimeML: what is read from its files, what counts as found, and what the command prints."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recount import api
from recount.cli import app
from recount.errors import BadArgument, BadCorpus
from recount.evaluation.times import TimeCase, evaluate_times, read_timeml
from recount.nouns.timeml import Timex

DCT = '<DCT><TIMEX3 tid="t0" type="DATE" value="{day}" functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>'
TIMEML = (
    '<?xml version="1.0" ?>\n<TimeML><DOCID>invented</DOCID>'
    + DCT.format(day="2024-01-22T10:00")
    + '<TITLE>On <TIMEX3 tid="t9" type="DATE" value="2024">no text</TIMEX3></TITLE>'
    '<TEXT>Shells &amp; mines <EVENT eid="e1">hit</EVENT> Kaya on '
    '<TIMEX3 tid="t1" type="DATE" value="2024-01-19">Friday</TIMEX3>.'
    '<TIMEX3 tid="t2" type="DURATION" value="P2D"/></TEXT></TimeML>'
)


def read(content: str) -> TimeCase:
    return read_timeml(content.encode(), source="a.tml", name="a")


def test_words_times_and_the_day_of_creation_are_read() -> None:
    case = read(TIMEML)
    assert case.text == "Shells & mines hit Kaya on Friday."
    assert case.created == date(2024, 1, 22)
    assert case.times == (Timex(27, 33, "DATE", "2024-01-19"),)


def test_a_time_within_a_time_is_part_of_it() -> None:
    inner = '<TIMEX3 type="DATE" value="2024-01">in <TIMEX3 type="DATE" value="2024">2024</TIMEX3></TIMEX3>'
    assert read(f"<TimeML><TEXT>{inner}</TEXT></TimeML>").times == (Timex(0, 7, "DATE", "2024-01"),)


def test_a_file_without_a_day_has_none() -> None:
    assert read("<TimeML><TEXT>Quiet.</TEXT></TimeML>").created is None
    assert read(f"<TimeML>{DCT.format(day='XXXX')}<TEXT>Quiet.</TEXT></TimeML>").created is None


BAD = [
    ("<TimeML><TEXT>", "no XML"),
    ("<TimeML><DCT/></TimeML>", "holds no text"),
    ("<html><TEXT>a</TEXT></html>", "holds no text"),
    ('<!DOCTYPE TimeML [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TimeML><TEXT>&b;</TEXT></TimeML>', "document type"),
    ('<!DOCTYPE TimeML SYSTEM "file:///etc/hostname"><TimeML><TEXT>a</TEXT></TimeML>', "document type"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_what_is_no_timeml_is_named(content: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read(content)


class _Told:
    """Finds what it was told to find."""

    def __init__(self, *times: Timex) -> None:
        self.found = times

    def times(self, text: str, *, created: date | None) -> Sequence[Timex]:
        return self.found


TEXT = "From Monday to late Friday, for two days."
EXPECTED = (Timex(5, 11, "DATE", "2024-01-15"), Timex(20, 26, "DATE", "2024-01-19"), Timex(32, 40, "DURATION", "P2D"))
FOUND = [
    # found                                              relaxed  strict  type  value
    (EXPECTED, 1.0, 1.0, 1.0, 1.0),
    ((), 0.0, 0.0, 0.0, 0.0),
    # Wider words: relaxed alone; another value: right words alone.
    ((Timex(15, 26, "DATE", "2024-01-19"), *EXPECTED[2:]), 0.8, 0.4, 0.8, 0.8),
    ((Timex(5, 11, "DATE", "2024-01-22"), Timex(32, 40, "TIME", "P2D")), 0.8, 0.8, 0.4, 0.4),
    # One time over two expected ones answers one of them; one beside all is wrong.
    ((Timex(5, 26, "DATE", "2024-01-15"),), 0.5, 0.0, 0.5, 0.5),
    ((*EXPECTED, Timex(0, 4, "DATE", "2024")), 6 / 7, 6 / 7, 6 / 7, 6 / 7),
]


@pytest.mark.parametrize(("found", "relaxed", "strict", "type_", "value"), FOUND)
def test_f1_is_that_of_tempeval(
    found: tuple[Timex, ...], relaxed: float, strict: float, type_: float, value: float
) -> None:
    case = TimeCase("a", "", TEXT, None, EXPECTED)
    figures = evaluate_times([case], _Told(*found)).figures()
    measured = [figures[name]["f1"] for name in ("relaxed", "strict", "type", "value")]
    assert measured == pytest.approx([relaxed, strict, type_, value])


def test_the_value_f1_is_the_share_of_right_values_times_the_relaxed_f1() -> None:
    case = TimeCase("a", "", TEXT, None, EXPECTED)
    found = _Told(Timex(5, 11, "DATE", "wrong"), Timex(15, 26, "DATE", "2024-01-19"), Timex(0, 4, "DATE", "2024"))
    figures = evaluate_times([case], found).figures()
    assert figures["value"]["f1"] == pytest.approx(1 / 2 * figures["relaxed"]["f1"])


def test_every_time_is_a_row_with_its_verdict() -> None:
    case = TimeCase("a", "", TEXT, None, EXPECTED)
    evaluation = evaluate_times([case], _Told(Timex(0, 4, "DATE", "2024"), Timex(15, 26, "DATE", "2024-01-18")))
    assert [row[-1] for row in evaluation.rows()] == ["spurious", "missed", "extent value", "missed"]
    assert all(len(row) == len(evaluation.header) for row in evaluation.rows())
    assert evaluation.figures()["items"] == {"passed": 0, "total": 4, "share": 0.0}


def test_nothing_expected_and_nothing_found_is_no_figure() -> None:
    figures = evaluate_times([TimeCase("a", "", "Quiet.", None, ())], _Told()).figures()
    assert figures["relaxed"]["f1"] is None


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.tml").write_text(TIMEML, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_with_its_folders(corpus: Path) -> None:
    figures = api.evaluate_times(str(corpus)).figures()
    assert figures["cases"] == 2
    assert figures["value"]["f1"] == 1.0
    assert figures["folders"]["one"] == {"relaxed": 1.0, "strict": 1.0, "type": 1.0, "value": 1.0}


def test_one_file_is_a_corpus(corpus: Path) -> None:
    assert api.evaluate_times(str(corpus / "one" / "a.tml")).figures()["cases"] == 1


@pytest.mark.parametrize("name", ["absent", "."])
def test_a_folder_without_timeml_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArgument, match="tml"):
        api.evaluate_times(str(tmp_path / name))


def test_the_command_prints_figures_and_writes_the_cases(corpus: Path) -> None:
    table = corpus / "cases.csv"
    result = CliRunner().invoke(app, ["evaluate", "times", str(corpus), "--json", "--cases", str(table)])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["strict"]["f1"] == 1.0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(row["text"], row["found_value"], row["verdict"]) for row in rows] == [
        ("Friday", "2024-01-19", "right")
    ] * 2
