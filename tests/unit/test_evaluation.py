"""Comparing hand-made records with expected values: what passes, what fails, and the figures."""

from pathlib import Path

import pytest
from evaluated import TEXT, expected_of, record_of

from recount.errors import BadExpectation
from recount.evaluation import (
    Case,
    Expected,
    compare,
    evaluate_records,
    pair_cases,
    parse_expected,
    summarise,
)
from recount.nouns import Record

NOTHING = "reports: []\n"


def failed(record: Record, expected: Expected) -> list[str]:
    return [item.item for item in compare(record, expected) if not item.passed]


def test_a_record_that_says_what_is_expected_passes_every_item() -> None:
    assert failed(record_of(), expected_of()) == []


def test_the_number_of_items_does_not_depend_on_the_record() -> None:
    assert len(compare(record_of(reports=[]), expected_of())) == len(compare(record_of(), expected_of()))


def test_a_report_that_is_not_found_fails_all_its_items() -> None:
    items = compare(record_of(reports=["market"]), expected_of())
    post = [item for item in items if item.item.startswith("reports.post")]
    assert {item.passed for item in post} == {False}
    assert {item.found for item in post} == {"no such report"}
    assert all(item.passed for item in items if item.item.startswith("reports.market"))


def test_a_report_told_twice_is_one_too_many_even_at_an_expected_place() -> None:
    items = {item.item: item for item in compare(record_of(reports=["post", "post again", "market"]), expected_of())}
    assert not items["no further report"].passed
    assert items["no further report"].found.startswith("1: ")
    assert items["reports.post"].passed
    assert items["reports.market"].passed


def test_a_report_elsewhere_in_the_text_does_not_answer_for_a_missed_one() -> None:
    items = {item.item: item for item in compare(record_of(reports=["post", "post again"]), expected_of())}
    assert not items["reports.market"].passed
    assert not items["no further report"].passed


def test_words_that_hold_a_reports_anchor_fail_as_not_a_report() -> None:
    expected = parse_expected('reports: []\nnot_reports: ["stormed an army post", "is held every Saturday"]', "case")
    assert [(item.item, item.passed) for item in compare(record_of(), expected)] == [
        ("no further report", False),
        ("not_reports[0]", False),
        ("not_reports[1]", True),
    ]


def test_words_that_reading_lost_are_not_accounted_for() -> None:
    expected = parse_expected('not_reports: ["words that never were"]', "case")
    item = compare(record_of(reports=[]), expected)[-1]
    assert (item.found, item.passed) == ("not in the text", False)


def test_furniture_must_be_left_out_of_the_text() -> None:
    expected = parse_expected('furniture: ["Back to top", "the governor said"]', "case")
    items = compare(record_of(reports=[]), expected)[-2:]
    assert [(item.found, item.passed) for item in items] == [("left out", True), ("in the text", False)]


def test_figures_of_a_perfect_record() -> None:
    figures = evaluate_records([(record_of(), expected_of())]).figures()
    assert figures["reports"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "spurious": 0}
    assert {name: count["f1"] for name, count in figures["fields"].items()} == dict.fromkeys(
        (
            "casualties", "disagreements", "event_type", "modality", "munitions", "perpetrators",
            "statements", "sub_event_type", "targets", "weapons", "when", "where",
        ),
        1.0,
    )  # fmt: skip
    assert figures["tallies"]["f1"] == 1.0
    assert figures["exact_record"] == 1.0
    assert figures["no_event_articles_left_alone"] is None
    assert figures["items"]["share"] == 1.0


def test_a_missed_report_costs_recall_and_a_further_one_precision() -> None:
    missed = evaluate_records([(record_of(reports=["post"]), expected_of())]).figures()
    assert (missed["reports"]["precision"], missed["reports"]["recall"]) == (1.0, 0.5)
    further = evaluate_records([(record_of(reports=["post", "post again", "market"]), expected_of())]).figures()
    assert (further["reports"]["precision"], further["reports"]["recall"]) == (2 / 3, 1.0)
    assert further["fields"]["event_type"]["precision"] == 2 / 3
    assert further["exact_record"] == 0.0


def test_articles_without_an_event_are_counted_apart() -> None:
    none = parse_expected(NOTHING, "quiet")
    evaluation = evaluate_records([(record_of(reports=[]), none), (record_of(), none)])
    assert evaluation.figures()["no_event_articles_left_alone"] == 0.5
    assert evaluation.figures()["reports"]["recall"] == 0.0


def test_figures_of_no_case_say_that_nothing_was_measured() -> None:
    figures = evaluate_records([]).figures()
    assert figures["reports"]["f1"] is None
    assert figures["items"] == {"passed": 0, "total": 0, "share": None}


def test_a_summary_counts_items() -> None:
    items = compare(record_of(reports=["market"]), expected_of())
    summary = summarise(items)
    assert summary["total"] == len(items)
    assert summary["passed"] == sum(item.passed for item in items)


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(BadExpectation, match=r"case: reports\.0\.where: unknown key town; known here: name, country"):
        parse_expected("reports: [{key: a, event_type: Battles, where: {town: Gao}}]", "case")


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "reports: [",
        "reports: [{key: a}]",
        "name: me",
        "reports: [{key: a, event_type: x, when: {latest: soon}}]",
    ],
)
def test_what_cannot_be_compared_is_refused(text: str) -> None:
    with pytest.raises(BadExpectation, match="case"):
        parse_expected(text, "case")


def test_two_reports_of_one_key_are_refused() -> None:
    with pytest.raises(BadExpectation, match="share a key"):
        parse_expected("reports: [{key: a, event_type: Battles}, {key: a, event_type: Riots}]", "case")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("# What a coder records (given published: 2024-01-22).\nreports: []", "2024-01-22"),
        ("published: 2024-01-22\n", "2024-01-22"),
        ("published: {day: 2024-01-22, basis: given}\n", "2024-01-22"),
        ("published: {day: 2024-01-22, basis: metadata}\n", None),
        ("reports: []", None),
    ],
)
def test_the_publication_day_to_hand_over(text: str, given: str | None) -> None:
    day = parse_expected(text, "case").given
    assert (day.isoformat() if day else None) == given


def test_reports_are_paired_with_the_expected_values_beside_them() -> None:
    names = [
        "a.txt",
        "a.expected.yaml",
        "b.html",
        "b.expected.yaml",
        "c.txt",
        "README.md",
        "seed/x.txt",
        "seed/expected.yaml",
    ]
    assert pair_cases(names) == [
        Case("a.txt", "a.expected.yaml"),
        Case("b.html", "b.expected.yaml"),
        Case("seed/x.txt", "seed/expected.yaml"),
    ]
    assert [case.name for case in pair_cases(names)] == ["a", "b", "seed/x"]


@pytest.mark.parametrize(
    "names",
    [["a.expected.yaml"], ["a.txt", "a.html", "a.expected.yaml"], ["a.txt", "b.txt", "expected.yaml"]],
)
def test_expected_values_need_one_report_beside_them(names: list[str]) -> None:
    with pytest.raises(BadExpectation, match="one report must stand beside it"):
        pair_cases(names)


def test_the_hand_made_text_holds_the_quotes() -> None:
    assert all(quote in TEXT for report in expected_of().reports for quote in report.quote)


def test_the_file_shown_in_the_manual_is_readable() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    shown = manual.split("```yaml\n")[1].split("```")[0]
    assert [report.key for report in parse_expected(shown, "manual").reports] == ["eringeti"]
