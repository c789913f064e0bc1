"""Published rules are lines of data, a user may write one, and one that cannot be applied says what is wrong."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from recount.codebook.rules import PUBLISHED_RULES, Rule, published_rules, rule_of
from recount.errors import BadArgument, BadCodebook
from recount.nouns.events import Claim, Event, EventReport, Period, Place
from recount.reconciliation import compiled, settled
from recount.reconciliation.claims import CLAIM_LINES
from recount.reconciliation.lines import ENTERS_LINES, VALUE_LINES

SAID = {"section": "Our handbook, 2", "says": "As the handbook has it."}
MINE: dict[str, Any] = {
    "name": "hospital_first",
    "title": "Hospitals first",
    "document": "Our handbook",
    "about": "What hospitals say, else monitors.",
    "claims": {
        "dead": [
            {"line": "the-dead", "does": "take", "effect": "killed", **SAID},
            {"line": "whole-reports", "does": "whole", **SAID},
            {"line": "once-each", "does": "independent", **SAID},
        ]
    },
    "values": {
        "toll": {"line": "hospitals", "does": "most-reliable", "of": "dead", "bounds": ["best", "low"],
                 "order": ["medical", "monitor", "outlet"], **SAID},
        "most": {"line": "at-most", "does": "highest", "of": "dead", "bounds": ["high", "best", "low"], **SAID},
        "sources": {"line": "how-many", "does": "sources", "of": "dead", **SAID},
    },
    "enters": [{"line": "five-dead", "does": "at-least", "values": ["toll"], "number": 5, **SAID}],
}  # fmt: skip


TAKE: dict[str, Any] = MINE["claims"]["dead"][0]


def written(tmp_path: Path, content: Any) -> str:
    path = tmp_path / "rule.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return str(path)


def changed(**more: Any) -> dict[str, Any]:
    return {**MINE, **more}


def event_of(*dead: int) -> Event:
    place = Place("Kaya", None, None, 13.0, -1.0, 3.0, "BF", None, None, "exact")
    reports = tuple(
        EventReport(
            f"rep1:{at}", f"art1:{at}", at, f"art1:{at}", f"Outlet {at}", None, None, None, "Battles", None, "actual",
            None, None, None, Period(None, None, "unknown", "none"), place,
            claims=(Claim(f"rep1:{at}/count/0", f"rep1:{at}", "killed", None, "unknown", n, n, n, "exact"),),
        )
        for at, n in enumerate(dead)
    )  # fmt: skip
    return Event("ev1:1", reports)


def test_a_rule_of_a_users_own_makes_figures_beside_the_packaged_ones(tmp_path: Path) -> None:
    rules = [compiled(rule_of(name)) for name in ("acled", written(tmp_path, MINE))]
    outcomes = settled(event_of(12, 9), rules).outcomes
    assert outcomes["acled"].values["fatalities"] == 9
    assert outcomes["hospital_first"].values == {"toll": 9, "most": 12, "sources": 2}
    assert outcomes["hospital_first"].enters
    assert outcomes["hospital_first"].rests_on["most"] == ("rep1:0/count/0",)
    assert settled(event_of(3), rules).outcomes["hospital_first"].why_not == ("five-dead",)


def test_a_rules_digest_is_that_of_its_file_whatever_the_line_ends(tmp_path: Path) -> None:
    path = Path(written(tmp_path, MINE))
    first = rule_of(str(path)).digest
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert first == rule_of(str(path)).digest


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name: [", "YAML"),
        ("", "A rule has"),
        ("- a list", "A rule has"),
        ({key: value for key, value in MINE.items() if key != "document"}, "A rule has about, claims, document"),
        (changed(colour="red"), "A rule has"),
        (changed(name="two words"), "is none for columns"),
        (changed(name="acled"), "that of a packaged rule"),
        (changed(enters=[{**MINE["enters"][0], "section": ""}]), "lacks section"),
        (changed(enters=[{**MINE["enters"][0], "says": None}]), "lacks says"),
        (changed(enters=["five dead"]), "lacks everything"),
        (changed(claims={"dead": "all of them"}), "claims dead is"),
        (changed(claims=["dead"]), "claims"),
        (changed(values=["toll"]), "values"),
        (changed(claims={"dead": 5}), "claims dead is 5"),
        (changed(enters=5), "enters"),
        (changed(enters=[{**MINE["enters"][0], "line": "hospitals"}]), "hospitals twice"),
    ],
)
def test_a_file_that_is_no_rule_says_what_is_wrong(tmp_path: Path, content: Any, words: str) -> None:
    with pytest.raises(BadCodebook, match=words):
        rule_of(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (changed(enters=[{**MINE["enters"][0], "does": "guess"}]), "five-dead: does 'guess'. Here it may is, known"),
        (changed(enters=[{**MINE["enters"][0], "values": ["tole"]}]), "nothing before it is called tole"),
        (changed(values={"toll": {**MINE["values"]["toll"], "of": "deaths"}}), "nothing before it is called deaths"),
        (changed(values={"toll": {**MINE["values"]["toll"], "does": "median"}}), "does 'median'. Here it may lowest"),
        (changed(claims={"dead": MINE["claims"]["dead"][1:]}), "has to `take`"),
        (changed(claims={"dead": []}), "has to `take`"),
        (changed(claims={"dead": [{**MINE["claims"]["dead"][0], "does": "steal"}]}), "to `take`"),
        (changed(claims={"dead": [TAKE, {"line": "next", "does": "steal", **SAID}]}), "'steal'"),
        (changed(claims={"dead": [TAKE, {"line": "next", "does": "figure", "table": "nobody's", **SAID}]}), "nobody's"),
        (changed(claims={"dead": [TAKE, {"line": "next", "does": "whole", "kinds": ["x"], **SAID}]}), "takes nothing"),
        (changed(claims={"dead": [TAKE, {"line": "next", "does": "group", **SAID}]}), "either kinds or words"),
        (changed(claims={"dead": [{**TAKE, "effect": "eaten"}]}), "effect is 'eaten'; give one of killed"),
        (changed(claims={"dead": [{"line": "the-dead", "does": "take", **SAID}]}), "the-dead: lacks effect"),
        (changed(values={"toll": {"line": "hospitals", "does": "most-reliable", "of": "dead", **SAID}}), "lacks order"),
        (changed(values={"toll": {"line": "least", "does": "lowest", **SAID}}), "lacks of"),
        (changed(enters=[{"line": "five-dead", "does": "at-least", "values": ["toll"], **SAID}]), "lacks number"),
        (changed(values={"toll": {**MINE["values"]["toll"], "bounds": ["middle"]}}), "middle"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_applied_says_which_line(tmp_path: Path, content: Any, words: str) -> None:
    rule = rule_of(written(tmp_path, content))
    with pytest.raises((BadCodebook, BadArgument), match=words):
        compiled(rule)


def test_a_name_that_is_neither_rule_nor_file_is_told_with_those_that_there_are() -> None:
    with pytest.raises(BadArgument, match="acled, ucdp, airwars, ibc"):
        rule_of("median")


@pytest.mark.parametrize("rule", published_rules().values(), ids=PUBLISHED_RULES)
def test_every_line_of_a_packaged_rule_cites_a_section_and_says_what_it_does(rule: Rule) -> None:
    assert compiled(rule).name == rule.name
    names = [line.name for line in rule.lines]
    assert len(set(names)) == len(names)
    for line in rule.lines:
        assert line.section.strip(), line.name
        assert line.says.endswith("."), line.name
        assert rule.line(line.name) is line
    assert rule.line("no such line") is None


def test_every_word_of_what_a_line_can_do_is_explained_and_used_by_a_packaged_rule() -> None:
    used = {line.does for rule in published_rules().values() for line in rule.lines}
    for known in (CLAIM_LINES, VALUE_LINES, ENTERS_LINES):
        assert set(known) <= used
        assert [word for word, does in known.items() if not (does.__doc__ or "").strip()] == []
