"""What has to hold of a release before it may be published."""

from pathlib import Path
from typing import Any

import pytest
from released import report, settled

from recount.errors import BadArgument
from recount.publishing.release.assertions import Assertions, failures
from recount.publishing.release.changes import Change, Changes
from recount.publishing.release.counts import Counts


@pytest.fixture(scope="module")
def counts() -> Counts:
    """Two events in Mali, one of them accepted; of ten of the release before, one has ended."""
    counted = Counts()
    counted.take(settled(report(1, review="accepted")))
    counted.take(settled(report(2)))
    counted.compare(Changes(10, 2, 0, (Change("retracted", ("ev1:a",)), Change("changed", ("ev1:b",), ("ev1:b",)))))
    return counted


CASES: list[tuple[str, list[str]]] = [
    # the file, the sentences
    ("", []),
    ("accepted_only: false", []),
    ("accepted_only: true", ["1 of 2 events are not accepted by people; all have to be (accepted_only)."]),
    ("minimum: {events: 2, accepted_share: 0.5, located_share: 1, countries: {ML: 2}, entering: {acled: 2}}", []),
    ("minimum: {events: 1000}", ["events is 2; it has to be at least 1,000."]),
    ("minimum: {accepted_share: 0.51}", ["accepted_share is 0.5; it has to be at least 0.51."]),
    ("minimum: {countries: {ML: 3, NO: 1}}",
     ["countries.ML is 2; it has to be at least 3.", "countries.NO is 0; it has to be at least 1."]),
    ("minimum: {entering: {ucdp: 1}}", ["entering.ucdp is 0; it has to be at least 1."]),
    ("maximum: {events: 1, retracted_share: 0.05}",
     ["events is 2; it has to be at most 1.", "retracted_share is 0.1; it has to be at most 0.05."]),
    ("maximum: {events: 2, retracted_share: 0.1, unresolved_share: 0}", []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), CASES)
def test_each_assertion_that_fails_is_one_sentence(
    counts: Counts, tmp_path: Path, told: str, expected: list[str]
) -> None:
    path = tmp_path / "assertions.yaml"
    path.write_text(told, encoding="utf-8")
    assert failures(Assertions.read(path), counts) == expected


WRONG: list[tuple[Any, str]] = [
    ("minimun: {events: 1}", "minimun is not known. Known are accepted_only, minimum, maximum"),
    ("minimum: {event: 1}", "event is not known. Known are events, reports, .*countries"),
    ("minimum: {events: many}", "minimum, events: 'many' is no number"),
    ("minimum: {events: true}", "True is no number"),
    ("minimum: {events: .nan}", "nan is no number"),
    ("minimum: {events: -1}", "-1 is no number"),
    (f"minimum: {{events: {'9' * 400}}}", "is no number"),
    ("minimum: {accepted_share: 50}", "50 is no share"),
    ("minimum: {countries: 10}", "countries: give a number for each"),
    ("minimum: [events]", "minimum holds no keys"),
    ("accepted_only: maybe", "neither true nor false"),
    ("- events", "holds no keys"),
    ("a: [", "is no YAML"),
    ("!!python/object/apply:os.getcwd []", "is no YAML"),
    (b"\xff\xfe\x00", "is no YAML"),
    ("#" * 70_000, "larger than"),
]


@pytest.mark.parametrize(("told", "message"), WRONG, ids=[str(case[0])[:30] for case in WRONG])
def test_what_cannot_be_meant_is_named_with_what_can(tmp_path: Path, told: Any, message: str) -> None:
    path = tmp_path / "assertions.yaml"
    path.write_bytes(told if isinstance(told, bytes) else told.encode())
    with pytest.raises(BadArgument, match=message):
        Assertions.read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=r"none\.yaml cannot be read"):
        Assertions.read(tmp_path / "none.yaml")
