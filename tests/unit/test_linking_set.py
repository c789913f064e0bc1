"""The reports that linking is measured with: how many they are, and what each of them must keep."""

import datetime
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "corpus" / "linking" / "test" / "reports.jsonl"
FIELDS = {"document", "event", "twin_of", "title", "text", "date", "outlet", "topic"}


@pytest.fixture(scope="module")
def reports() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def events(reports: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    told = defaultdict(list)
    for report in reports:
        told[report["event"]].append(report)
    return dict(told)


def test_the_set_has_its_size(reports: list[dict[str, Any]], events: dict[str, list[dict[str, Any]]]) -> None:
    assert (len(reports), len(events)) == (120, 40)
    assert len({report["document"] for report in reports}) == 120
    assert len({report["text"] for report in reports}) == 120
    assert len({report["topic"] for report in reports}) >= 14


def test_every_event_is_told_by_two_to_five_outlets(events: dict[str, list[dict[str, Any]]]) -> None:
    for event, told in events.items():
        assert 2 <= len(told) <= 5, event
        assert len({report["outlet"] for report in told}) == len(told), event


def test_twins_name_each_other(events: dict[str, list[dict[str, Any]]]) -> None:
    twins = {}
    for event, told in events.items():
        named = {report.get("twin_of") for report in told}
        assert len(named) == 1, event
        twins[event] = named.pop()
    pairs = {frozenset((event, twin)) for event, twin in twins.items() if twin is not None}
    assert len(pairs) >= 10
    assert all(len(pair) == 2 and all(twins[one] in pair for one in pair) for pair in pairs)


def test_every_report_is_one_of_a_newspaper_length(reports: list[dict[str, Any]]) -> None:
    for report in reports:
        assert FIELDS - {"twin_of"} <= report.keys() <= FIELDS
        assert all(isinstance(value, str) and value.strip() == value != "" for value in report.values())
        assert 60 <= len(report["text"].split()) <= 220, report["document"]
        assert datetime.date.fromisoformat(report["date"]).isoformat() == report["date"]


def test_the_order_of_the_reports_does_not_tell_their_event(reports: list[dict[str, Any]]) -> None:
    order = [(report["date"], report["outlet"]) for report in reports]
    assert order == sorted(order)
