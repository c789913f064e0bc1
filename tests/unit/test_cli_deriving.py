"""`recount why --rule` and `recount show EVENT` on a terminal and in a pipe."""

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from derivable import attack_of, copy_of, derivable, report_of

from recount.api import casebook, linking
from recount.cli import app
from recount.cli import looking as commands

ROOT = Path(__file__).parents[2]


def run(*arguments: object, columns: int = 200) -> Result:
    return CliRunner().invoke(
        app, [str(one) for one in arguments], env={"NO_COLOR": "1", "COLUMNS": str(columns), "TERM": "dumb"}
    )


def lines(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return derivable(tmp_path_factory.mktemp("deriving"))


@pytest.fixture(scope="module")
def attack(kept: Path) -> str:
    return attack_of(kept)


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Path:
    return copy_of(kept, tmp_path)


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)


def shown(*arguments: object, columns: int = 200) -> str:
    result = run(*arguments, columns=columns)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def row_of(page: str, *words: str) -> str:
    """Return the line of a page that holds some words."""
    (found, *_) = [line for line in page.splitlines() if all(word in line for word in words)]
    return found


@pytest.mark.usefixtures("on_terminal")
def test_the_first_line_answers_the_question(kept: Path, attack: str) -> None:
    for rule, answer in (
        ("ucdp", "UCDP GED: low 9, best 19, high 24, deaths_a 16, deaths_civilians 3"),
        ("acled", "ACLED: fatalities 9"),
    ):
        assert shown("why", kept, attack, "killed", "--rule", rule).splitlines()[0] == answer


@pytest.mark.usefixtures("on_terminal")
def test_each_figure_stands_with_who_gives_it_and_what_becomes_of_it(kept: Path, attack: str) -> None:
    page = shown("why", kept, attack, "killed", "--rule", "ucdp")
    taken = row_of(page, "16 soldiers killed")
    assert all(
        words in taken for words in ("a doctor at the hospital reports (medical)", "Radio Amel", "best, deaths_a")
    )
    assert "left out by one-source-once: the same source" in row_of(page, "Sahel Post", "≥9")
    assert "“at least nine soldiers … killing”" in page
    assert page.index("low  ") < page.index("left out by")


@pytest.mark.usefixtures("on_terminal")
def test_what_a_line_says_is_printed_once(kept: Path, attack: str) -> None:
    page = " ".join(shown("why", kept, attack, "killed", "--rule", "ucdp").split())
    for says in ("The figure of the most reliable source", "are one source, which has its newest figure"):
        assert page.count(says) == 1, says


@pytest.mark.usefixtures("on_terminal")
def test_values_that_are_nothing_have_no_line(kept: Path, attack: str) -> None:
    page = shown("why", kept, attack, "killed", "--rule", "acled")
    assert "spread" not in page
    assert "deaths_unknown" not in shown("why", kept, attack, "best", "--rule", "ucdp").splitlines()[0]


@pytest.mark.usefixtures("on_terminal")
def test_a_line_that_keeps_the_event_out_comes_right_after_the_figures(kept: Path, attack: str) -> None:
    page = shown("why", kept, attack, "killed", "--rule", "ibc")
    assert page.splitlines()[1].startswith("Its dataset would not hold this event: sources below 2. two-sources")


@pytest.mark.usefixtures("on_terminal")
def test_all_rules_stand_side_by_side(kept: Path, attack: str) -> None:
    page = shown("why", kept, attack, "killed", "--rule", "all")
    assert page.index("ACLED") < page.index("UCDP GED") < page.index("Airwars") < page.index("Iraq Body Count")
    assert "would not hold it" in page
    assert "16 (a doctor at the hospital, Radio Amel)" in " ".join(page.split())


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_nothing_is_cut_and_nothing_steers_the_terminal(kept: Path, attack: str, columns: int) -> None:
    for arguments in (("why", kept, attack, "killed", "--rule", "ucdp"), ("show", kept, attack)):
        page = shown(*arguments, columns=columns)
        assert max(map(len, page.splitlines())) <= columns
        assert not [sign for sign in page if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"]
        assert "…" not in page.replace("“at least nine soldiers … killing”", "").replace(" …", "")
    assert "⟨U+001B⟩" in page


@pytest.mark.usefixtures("on_terminal")
def test_an_event_shows_what_was_taken_the_rivals_and_every_rule(kept: Path, attack: str) -> None:
    page = shown("show", kept, attack)
    assert page.splitlines()[0] == "Armed clash, Sevare, Mopti, ML (exact), 2024-05-06 (day)"
    assert page.splitlines()[1] == f"{attack}: 5 reports, 3 independent sources"
    assert "the army camp at Sevare" in row_of(page, "targets")
    assert "no: sources below 2" in row_of(page, "Iraq Body Count")
    assert page.index("≥9 soldiers") < page.index("16 soldiers")


@pytest.mark.usefixtures("on_terminal")
def test_people_are_named_where_they_corrected_or_rejected(own: Path, attack: str) -> None:
    rejected = report_of(own, "Sahel Post", day="2024-05-08")
    casebook.decide(own, rejected, "reject", by="B. Reviewer")
    casebook.decide(
        own, report_of(own, "Meridian Wire", day="2024-05-07"), "correct", field="killed", value=11, by="B. R."
    )
    for arguments in (("why", own, attack, "killed", "--rule", "acled"), ("show", own, attack)):
        page = shown(*arguments)
        assert f"{rejected} was rejected by people" in page
        assert "B. R." in row_of(page, "11 ")


def test_a_pipe_gets_one_line_of_json_for_each_rule(kept: Path, attack: str) -> None:
    found = lines(run("why", kept, attack, "killed", "--rule", "all"))
    assert [one["rule"] for one in found] == ["acled", "ucdp", "airwars", "ibc"]
    (acled, ucdp, *_) = found
    assert set(acled) == {
        "event", "rule", "document", "enters", "why_not", "figures", "lines", "claims", "fields", "rejected",
        "unapplied",
    }  # fmt: skip
    (best,) = [one for one in ucdp["figures"] if one["name"] == "best"]
    assert (best["value"], best["line"], len(best["rests_on"])) == (19, "best-estimate", 2)
    for id_ in best["rests_on"]:
        claim = ucdp["claims"][id_]
        assert claim["words"][0]["quote"] and claim["said_by"][0]["kind"] == "medical"
    (once,) = [one for one in ucdp["lines"] if one["line"] == "one-source-once"]
    assert once["says"] and once["section"] and {"claim", "why"} == set(once["left_out"][0])


def test_an_event_in_a_pipe_is_one_value(kept: Path, attack: str) -> None:
    (found,) = lines(run("show", kept, attack, "--json"))
    assert (found["id"], len(found["reports"]), len(found["figures"])) == (attack, 5, 8)
    assert found["outcomes"]["acled"]["values"]["fatalities"] == 9


def test_who_is_held_to_have_done_it_stands_with_who_says_so(
    tmp_path: Path, on_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, story = tmp_path / "claimed.recount", tmp_path / "story.txt"
    story.write_text(
        "A car bomb exploded at a checkpoint in Mogadishu, Somalia, on Monday, killing six people, the police said. "
        "Al-Shabaab claimed responsibility for the attack in a statement.\n"
    )
    casebook.init_casebook(book)
    casebook.add(book, [str(story)], published="2024-05-07", outlet="Meridian Wire", by="A. Coder")
    linking.link(book, by="A. Coder")
    event = next(one for one in linking.events(book) if one.event_type == "Explosions/Remote violence")
    page = shown("show", book, event.id)
    assert "claims (party to the conflict" in row_of(page, "al-Shabaab", "claimed", "Meridian Wire")
    monkeypatch.undo()
    (found,) = lines(run("show", book, event.id, "--json"))
    assert {(one["party"], one["how"], one["said_by"]["stance"]) for one in found["responsibility"]} == {
        ("al-Shabaab", "claimed", "claims")
    }


def test_a_rule_of_a_users_own_is_named_by_its_file(kept: Path, attack: str) -> None:
    rule = ROOT / "examples" / "hospitals-first.yaml"
    (found,) = lines(run("why", kept, attack, "killed", "--rule", rule))
    assert (found["rule"], found["figures"][0]["value"]) == ("hospitals_first", 19)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("killed", "--rule", "nobody"), "acled, ucdp, airwars, ibc"), (("colour", "--rule", "ucdp"), "type_of_violence")],
)
def test_what_is_not_there_is_an_error_that_names_what_is(
    kept: Path, attack: str, arguments: tuple[str, ...], says: str
) -> None:
    result = run("why", kept, attack, *arguments)
    assert result.exit_code != 0
    assert says in result.stderr
    assert not result.stdout
