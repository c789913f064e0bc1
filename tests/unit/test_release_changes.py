"""What a comparison of two releases says became of each event, and by what."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from released import report, settled, state

from recount.errors import BadRelease
from recount.publishing.release import changes as comparing
from recount.publishing.release.change_rows import change_as_json, write_changes, write_retractions
from recount.publishing.release.changes import (
    NO_ARTICLE,
    RECODED,
    REJECTED,
    Cause,
    Change,
    Changes,
    FieldChange,
    Gone,
    changes,
)
from recount.publishing.release.states import EventState, States, state_of, write_states


def compared(old: list[EventState], new: list[EventState], **given: Any) -> Changes:
    return changes(States.of(old), States.of(new), **given)


CASES: list[tuple[str, list[EventState], list[EventState], list[tuple[str, tuple[str, ...], tuple[str, ...]]]]] = [
    # name, old, new, kind with ids before and after
    ("the same", [state("a", ["a", "b"])], [state("a", ["a", "b"])], []),
    ("new", [], [state("a", ["a"])], [("new", (), ("ev1:a",))]),
    ("retracted", [state("a", ["a"])], [], [("retracted", ("ev1:a",), ())]),
    ("another value", [state("a", ["a"], place="Kati")], [state("a", ["a"], place="Kayes")],
     [("changed", ("ev1:a",), ("ev1:a",))]),
    ("a report joins", [state("a", ["a"])], [state("a", ["a", "b"])], [("changed", ("ev1:a",), ("ev1:a",))]),
    ("its first report is gone", [state("a", ["a", "b"])], [state("b", ["b"])], [("changed", ("ev1:a",), ("ev1:b",))]),
    ("all reports but not the id are others", [state("a", ["a"])], [state("a", ["b"])],
     [("changed", ("ev1:a",), ("ev1:a",))]),
    ("merged", [state("a", ["a"]), state("b", ["b"])], [state("a", ["a", "b"])],
     [("merged", ("ev1:a", "ev1:b"), ("ev1:a",))]),
    ("split", [state("a", ["a", "b"])], [state("a", ["a"]), state("b", ["b"])],
     [("split", ("ev1:a",), ("ev1:a", "ev1:b"))]),
    ("a report moves from one event to another", [state("a", ["a", "b"]), state("c", ["c"])],
     [state("a", ["a"]), state("b", ["b", "c"])], [("regrouped", ("ev1:a", "ev1:c"), ("ev1:a", "ev1:b"))]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_became_of_events_is_told_by_their_reports(
    old: list[EventState], new: list[EventState], expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = compared(old, new)
    assert [(one.kind, one.old, one.new) for one in found.found] == expected
    assert (found.events_before, found.events_after) == (len(old), len(new))


def test_a_changed_value_names_the_report_claim_statement_and_decision_it_rests_on_now() -> None:
    old = state_of(settled(report(1)))
    more = report(2, decisions=({"seq": 17, "field": "killed"},))
    new = state_of(settled(report(1), more))
    new = new._replace(fields={**new.fields, "acled.fatalities": 3})
    (found,) = compared([old], [new]).found
    assert found.fields == (
        FieldChange(
            "acled.fatalities", 4, 3,
            (Cause("decision", "decision:17", True), Cause("claim", f"{more.id}/count/1", True)),
            (old.id, new.id),
        ),
    )  # fmt: skip
    assert found.joined == (more.id,)


def test_a_value_loses_what_it_rested_on() -> None:
    both, one = state_of(settled(report(1), report(2))), state_of(settled(report(1)))
    (found,) = compared([both], [one._replace(fields={**one.fields, "acled.fatalities": 9})]).found
    assert found.fields[0].causes == (Cause("claim", report(2).claims[0].id, False),)


def test_a_value_with_the_same_grounds_was_changed_by_a_rule_and_names_no_cause() -> None:
    (found,) = compared([state("a", ["a"], place="Kati")], [state("a", ["a"], place="Kayes")]).found
    assert found.fields == (FieldChange("place", "Kati", "Kayes", (), ("ev1:a", "ev1:a")),)


def test_a_rule_that_only_one_release_was_published_under_changes_nothing() -> None:
    old, new = state("a", ["a"], place="Kati"), state("a", ["a"], place="Kati")
    new = new._replace(fields={**new.fields, "ibc.deaths_min": 3})
    assert compared([old], [new]) == Changes(1, 1, 1, ())


WHYS = [
    # the old event has reports a1 and b1, of articles a and b; the new release; the reason why a1 is gone
    ("rejected in an event", [state("b1", ["b1"])._replace(rejected=("rep1:a1",))], {}, REJECTED),
    ("rejected, and nothing is left", [EventState("ev1:x", (), {}, {}, rejected=("rep1:a1",))], {}, REJECTED),
    ("coded anew", [state("a2", ["a2"])], {}, RECODED),
    ("its article has no event", [state("b1", ["b1"])], {}, NO_ARTICLE),
    ("the casebook knows more", [state("b1", ["b1"])], {"rep1:a1": "redacted"}, "redacted"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "known", "why"), [case[1:] for case in WHYS], ids=[case[0] for case in WHYS])
def test_a_report_that_is_gone_is_told_with_the_reason(new: list[EventState], known: dict[str, str], why: str) -> None:
    found = compared([state("a1", ["a1", "b1"])], new, why_gone=known)
    assert Gone("rep1:a1", why) in [gone for one in found.found for gone in one.gone]


def test_an_event_whose_reports_are_all_rejected_is_retracted_and_counts_no_more() -> None:
    found = compared([state("a", ["a"])], [EventState("ev1:a", (), {}, {}, rejected=("rep1:a",))])
    assert (found.events_after, [one.kind for one in found.found]) == (0, ["retracted"])


def test_retractions_list_every_id_that_names_no_event_any_more_with_its_ids_elsewhere() -> None:
    old = [state("a", ["a"]), state("b", ["b"])._replace(published_as={"acled": "MLI7", "ged": "7"}), state("c", ["c"])]
    found = compared(old, [state("a", ["a", "b"])])
    out = io.StringIO()
    assert write_retractions(found, out, when="2024-07-01") == 2
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows == [
        {"event": "ev1:b", "acled_id": "MLI7", "ged_id": "7", "when": "2024-07-01",
         "why": "its reports are now in ev1:a"},
        {"event": "ev1:c", "acled_id": "", "ged_id": "", "when": "2024-07-01", "why": f"1 report: {NO_ARTICLE}"},
    ]  # fmt: skip


def test_changes_as_a_table_hold_one_row_a_field_and_no_formula() -> None:
    old, new = state("a", ["a"], place="Kati", killed=4), state("a", ["a"], place="=HYPERLINK(0)", killed=5)
    out = io.StringIO()
    assert write_changes(compared([old], [new]), out) == 2
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("killed", "4", "5"),
        ("place", "Kati", "'=HYPERLINK(0)"),
    ]
    assert "a rule, the codebook or a method changed" in rows[0]["because"]


def test_an_event_that_stands_twice_in_a_release_is_an_error() -> None:
    one = state("a", ["a"])
    for old, new in (([one, one], []), ([], [one, one]), ([one], [one, one])):
        with pytest.raises(BadRelease, match="ev1:a twice"):
            compared(old, new)


def test_files_and_values_in_memory_compare_alike_however_few_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [state_of(settled(report(number))) for number in range(1, 12)]
    new = [one._replace(fields={**one.fields, "place": "Kayes"}) for one in old[3:]]
    write_states(old, tmp_path / "old.parquet")
    write_states(new, tmp_path / "new.parquet")
    in_memory = compared(old, new)
    monkeypatch.setattr(comparing, "_AT_ONCE", 2)
    assert changes(States.at(tmp_path / "old.parquet"), States.at(tmp_path / "new.parquet")) == in_memory
    assert {one.kind for one in in_memory.found} == {"changed", "retracted"}


def test_a_change_as_json_says_what_came_and_went() -> None:
    change = Change("retracted", ("ev1:a",), (), gone=(Gone("rep1:a", REJECTED),), published_as={"ev1:a": {"ged": "7"}})
    assert change_as_json(change) == {
        "change": "retracted", "old": ["ev1:a"], "new": [], "fields": [], "joined": [],
        "gone": [{"report": "rep1:a", "why": REJECTED}], "published_as": {"ev1:a": {"ged": "7"}},
    }  # fmt: skip
