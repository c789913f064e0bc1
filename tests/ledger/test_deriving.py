"""How a figure of an event comes about under a rule: which claims entered, which line took which, what was left out."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))

from derivable import attack_of, copy_of, derivable, report_of

from recount.api import casebook, deriving, linking
from recount.api.deriving import Derived
from recount.codebook.rules import PUBLISHED_RULES
from recount.errors import BadArgument, UnknownId

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return derivable(tmp_path_factory.mktemp("deriving"))


@pytest.fixture(scope="module")
def attack(kept: Path) -> str:
    return attack_of(kept)


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Path:
    return copy_of(kept, tmp_path)


def under(book: Path, event: str, rule: str, field: str | None = "killed") -> Derived:
    (found,) = deriving.derive(book, event, field, [rule])
    return found


def values(found: Derived) -> dict[str, object]:
    return {one.name: one.value for one in found.figures}


def left_out(found: Derived) -> dict[tuple[str, str], list[str]]:
    """By line and outlet why figures were left out."""
    told: dict[tuple[str, str], list[str]] = {}
    for line in found.lines:
        for claim, why in line.left_out:
            told.setdefault((line.line.name, str(found.claims[claim].report.outlet)), []).append(why)
    return told


def test_every_rule_makes_its_own_figure_of_the_same_statements(kept: Path, attack: str) -> None:
    assert values(under(kept, attack, "acled"))["fatalities"] == 9
    ucdp = values(under(kept, attack, "ucdp"))
    assert [ucdp[name] for name in ("low", "best", "high", "deaths_a", "deaths_civilians")] == [9, 19, 24, 16, 3]
    airwars = values(under(kept, attack, "airwars"))
    assert [airwars[name] for name in ("civilians_killed_min", "militants_killed_max", "grade")] == [3, 24, "Weak"]
    ibc = under(kept, attack, "ibc")
    assert (values(ibc)["deaths_max"], ibc.enters) == (3, False)


def test_each_figure_names_the_claims_that_it_was_taken_from(kept: Path, attack: str) -> None:
    found = under(kept, attack, "ucdp")
    groups = {
        one.name: [found.claims[id_].claim.group for id_ in one.rests_on] for one in found.figures if one.rests_on
    }
    assert groups["best"] == ["soldiers", "civilians"]
    assert groups["low"] == groups["high"] == ["soldiers"]
    assert {one.line.name for one in found.figures} >= {"low-estimate", "best-estimate", "high-estimate"}


def test_what_a_line_left_out_is_named_with_the_reason(kept: Path, attack: str) -> None:
    told = left_out(under(kept, attack, "ucdp"))
    assert told["one-source-once", "Sahel Post"] == ["the same source says it again"]
    assert told["one-source-once", "Radio Amel"] == ["the same source gives a newer figure"] * 2
    civilians = left_out(under(kept, attack, "ibc"))
    assert civilians["civilian-deaths", "Meridian Wire"] == ["another group"]
    assert civilians["deaths-once", "Radio Amel"] == ["the same source says it again"]


def test_lines_say_which_figures_they_made(kept: Path, attack: str) -> None:
    made = {line.line.name: line.why for line in under(kept, attack, "acled").lines if line.why}
    assert made == {"whole-toll": "makes 17, 19", "vague-words": "makes 12"}


def test_values_that_look_at_fields_show_the_words_of_these(kept: Path, attack: str) -> None:
    found = under(kept, attack, "acled", "when")
    assert [one.name for one in found.figures] == ["event_date", "time_precision"]
    (when,) = found.fields
    assert (when.name, {words.quote for _, words in when.words}) == ("when", {"Monday"})
    for report, words in under(kept, attack, "ucdp", "side_b").fields[1].words:
        record = casebook.casebook_record(kept, report.article)
        assert record is not None
        assert record.article.text[words.start : words.end] == words.quote


def test_shares_of_a_figure_show_the_claims_of_that_figure(kept: Path, attack: str) -> None:
    found = under(kept, attack, "ucdp", "deaths_a")
    assert set(values(found)) == {"deaths_a", "deaths_unknown"}
    assert {*found.figures[0].rests_on} <= set(found.claims)
    assert found.lines


@pytest.mark.parametrize("rule", PUBLISHED_RULES)
def test_no_value_rests_on_a_claim_that_the_derivation_does_not_show(kept: Path, attack: str, rule: str) -> None:
    for value in under(kept, attack, rule, None).figures:
        found = under(kept, attack, rule, value.name)
        assert {id_ for one in found.figures for id_ in one.rests_on} <= set(found.claims), value.name


def test_lines_that_keep_an_event_out_come_with_the_reason(kept: Path, attack: str) -> None:
    taken = next(one.id for one in linking.events(kept) if one.id != attack)
    found = under(kept, taken, "ucdp", None)
    assert {line.name: why for line, why in found.why_not} == {
        "one-death": "no figure is told",
        "organised-actors": "type_of_violence not known",
    }
    assert under(kept, taken, "acled", None).enters


def test_a_rule_of_a_users_own_is_derived_like_any(kept: Path, attack: str) -> None:
    found = under(kept, attack, str(ROOT / "examples" / "hospitals-first.yaml"))
    assert (found.rule.title, values(found)["dead"], values(found)["at_most"]) == ("Hospitals first", 19, 24)


def test_a_figure_that_a_person_corrected_is_shown_as_theirs(own: Path, attack: str) -> None:
    casebook.decide(
        own, report_of(own, "Meridian Wire", day="2024-05-07"), "correct", field="killed", value=11, by="B. R."
    )
    found = under(own, attack, "acled")
    (corrected,) = [one for one in found.claims.values() if one.claim.by]
    assert (corrected.claim.by, corrected.claim.low, corrected.claim.rule) == ("B. R.", 11, "person")
    assert corrected.claim.words[0].quote == "at least nine soldiers"


def test_reports_that_people_rejected_give_nothing_and_are_named(own: Path, attack: str) -> None:
    rejected = report_of(own, "Meridian Wire", day="2024-05-07")
    casebook.decide(own, rejected, "reject", by="B. R.", reason="another attack")
    found = under(own, attack, "acled")
    assert found.event.rejected == (rejected,)
    assert not [one for one in found.claims.values() if one.report.id == rejected]
    assert deriving.value_of_derived(found)["rejected"] == (rejected,)


def test_an_event_of_which_everything_was_rejected_has_no_value(own: Path, attack: str) -> None:
    for one in linking.why_linked(own, attack).reports:
        casebook.decide(own, one.id, "reject", by="B. R.")
    found = under(own, attack, "ucdp")
    assert (found.enters, found.claims, values(found)["best"]) == (False, {}, None)


def test_corrections_that_are_no_value_are_told(own: Path, attack: str) -> None:
    casebook.decide(
        own, report_of(own, "Sahel Post", day="2024-05-08"), "correct", field="killed", value="some", by="B. R."
    )
    (told,) = deriving.value_of_derived(under(own, attack, "acled"))["unapplied"]
    assert told.startswith("killed: 'some'")


@pytest.mark.parametrize(
    ("event", "field", "rule", "error", "says"),
    [
        (None, "colour", "ucdp", BadArgument, "type_of_violence"),
        (None, "killed", "nobody", BadArgument, "acled, ucdp, airwars, ibc"),
        ("ev1:0000000000000000", "killed", "ucdp", UnknownId, "recount events"),
    ],
)
def test_errors_name_what_there_is(
    kept: Path, attack: str, event: str | None, field: str, rule: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        deriving.derive(kept, event or attack, field, [rule])
