"""The examples' expected records: readable, and every quote stands in the report beside it."""

import html
import json
import re
from pathlib import Path

import pytest

from recount.evaluation import Case, Expected, pair_cases, parse_expected
from recount.evaluation.names import occurrences

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = pair_cases([path.name for path in EXAMPLES.iterdir()])
NAMES = [case.name for case in CASES]


def page_of(case: Case) -> str:
    """Read every word that a reader of the report sees, furniture included."""
    source = (EXAMPLES / case.report).read_text(encoding="utf-8")
    if case.report.endswith(".jsonl"):
        return str(json.loads(source)["text"])
    if case.report.endswith(".html"):
        visible = re.sub(r"<(script|style|head)\b.*?</\1>|<!--.*?-->", " ", source, flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", visible))
    return source


def expected_of(case: Case) -> Expected:
    return parse_expected((EXAMPLES / case.expected).read_text(encoding="utf-8"), case.name)


def quotes_of(expected: Expected) -> list[str]:
    reports = expected.reports
    return [
        *(quote for report in reports for quote in report.quote),
        *(quote for report in reports for saying in report.says or () for quote in saying.quote),
        *(quote for report in reports for count in report.casualties or () for quote in count.quote),
        *(quote for tally in expected.tallies for quote in tally.quote),
        *expected.not_reports,
        *expected.furniture,
        *expected.loaded_wording,
    ]


def test_there_are_eight_examples() -> None:
    assert NAMES == [
        "live-blog", "no-event", "party-statement", "press-release", "radio-bulletin", "sitrep",
        "three-events", "wire-story",
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_quote_stands_in_the_report(case: Case) -> None:
    page = page_of(case)
    assert [quote for quote in quotes_of(expected_of(case)) if not any(occurrences(page, quote))] == []


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_report_says_that_it_is_invented(case: Case) -> None:
    source = (EXAMPLES / case.report).read_text(encoding="utf-8")
    assert re.search(r"Invented (example )?for Recount", source[:600])


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_publication_day_is_known_and_bounds_what_happened(case: Case) -> None:
    expected = expected_of(case)
    assert expected.published is not None
    days = [report.when.latest for report in expected.reports if report.when.latest]
    assert all(day <= expected.published.day for day in days)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_report_has_a_quote_and_an_unknown_toll_is_not_a_zero(case: Case) -> None:
    for report in expected_of(case).reports:
        assert report.quote
        assert report.where.near
        assert all((count.low, count.best, count.high) != (0, 0, 0) for count in report.casualties or ())


def test_a_football_match_holds_no_report() -> None:
    case = next(case for case in CASES if case.name == "no-event")
    assert expected_of(case).reports == ()
