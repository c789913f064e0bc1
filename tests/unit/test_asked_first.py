"""What makes an event worth a person's look: the words that the queue gives, and what comes before what."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from settled import GAO, JNIM, claim_of, report_of, settled_of

from recount.nouns.events import NO_PERIOD, NO_PLACE, Choice, Period, Place, Rival, SettledEvent
from recount.reviewing import asked_of, worth_of

ONE_DEAD: Mapping[str, Any] = {"low": 1, "best": 1, "high": 1}
NO_DEAD: Mapping[str, Any] = {"low": 0, "best": 0, "high": 0}


def quiet(**more: Any) -> SettledEvent:
    """An event with nothing to ask about: one report, no dead, all told exactly."""
    return settled_of(report_of(1), ucdp=more.pop("ucdp", NO_DEAD), **more)


def two_tolls(low: int, high: int) -> SettledEvent:
    reports = (report_of(1, claim_of(low, low)), report_of(2, claim_of(high, high, report=2)))
    return settled_of(*reports, ucdp={"low": low, "best": low, "high": high})


def chosen(event: SettledEvent, field: str, line: str) -> SettledEvent:
    """The event with rivals for a field."""
    was = event.fields[field]
    rivals = (Rival("another", ("rep1:0000000000000002",)),)
    return event._replace(fields={**event.fields, field: Choice(was.value, line, was.reports, rivals)})


def place(precision: Any, **more: Any) -> Place:
    return GAO._replace(precision=precision, **more)


REASONS = [
    # What is special                                                     code              points words
    (quiet(), None, 0.0, None),
    (quiet(ucdp=ONE_DEAD), "dead", 1.0, "1 said to be killed"),
    (quiet(ucdp={"low": 140, "high": 140}), "dead", 7.14, "140 said to be killed"),
    (quiet(ucdp={"low": 0, "high": 3}), "dead", 2.0, "up to 3 said to be killed"),
    (two_tolls(3, 12), "tolls", 2.66, "sources differ on the dead: from 3 to 12"),
    (settled_of(report_of(1, responsibility_status="contested"), ucdp=NO_DEAD), "responsibility", 2.0,
     "different parties are said to have done it"),
    (settled_of(report_of(1, responsibility_status="denied"), ucdp=NO_DEAD), "responsibility", 1.5,
     "who is said to have done it denies it"),
    (chosen(quiet(), "where", "unresolved"), "rivals", 1.0, "reports differ on the place"),
    (chosen(quiet(), "when", "most-sources"), "rivals", 0.5, "reports differ on the day"),
    (chosen(chosen(quiet(), "when", "unresolved"), "perpetrators", "most-sources"), "rivals", 1.5,
     "reports differ on the day and who did it"),
    (quiet(where=NO_PLACE), "place", 2.0, "no place was found"),
    (quiet(where=place("country")), "place", 1.5, "only the country is told"),
    (quiet(where=place("admin1")), "place", 1.0, "only the province is told"),
    (quiet(where=place("exact", latitude=None, longitude=None)), "place", 1.0, "the gazetteer does not hold Gao"),
    (quiet(when=NO_PERIOD), "day", 1.5, "no day was found"),
    (quiet(when=Period(date(2024, 5, 1), date(2024, 5, 31), "month", "stated")), "day", 0.75,
     "it may have been on any of 31 days"),
    (quiet(when=Period(None, date(2024, 5, 31), "unknown", "context")), "day", 0.75,
     "only the first or only the last possible day is told"),
    (quiet(sub_event_type=None), "type", 0.5, "which kind of Violence against civilians it was is open"),
    (settled_of(report_of(1), report_of(2), ucdp=NO_DEAD), "cited", 1.0,
     "2 independent sources tell of it, in 2 reports"),
    (settled_of(report_of(1, review="unsure"), ucdp=NO_DEAD), "unsure", 1.0,
     "a person was unsure of one of its reports"),
    (settled_of(report_of(1, unapplied=("where: 'Goa' (decision 7, by ana)",)), ucdp=NO_DEAD), "correction", 2.0,
     "a correction is no value of its field: where"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "code", "points", "words"), REASONS, ids=[str(one[3]) for one in REASONS])
def test_each_reason_is_told_in_plain_words(
    event: SettledEvent, code: str | None, points: float, words: str | None
) -> None:
    found = {one.code: one for one in worth_of(event).reasons}
    if code is None:
        assert found == {}
    else:
        assert (points, words) == (found[code].points, found[code].words)


def test_a_report_that_may_belong_elsewhere_is_told_with_its_probability() -> None:
    (reason,) = worth_of(quiet(), least_probability=0.8).reasons
    assert reason.words == "one of its reports belongs to it with a probability of 0.80 only"
    assert worth_of(quiet(), least_probability=0.99).reasons == ()
    assert worth_of(quiet(), least_probability=None).reasons == ()


def test_figures_in_the_same_words_are_not_in_dispute() -> None:
    agreed = settled_of(
        report_of(1, claim_of(3, None)), report_of(2, claim_of(3, None, report=2)), ucdp={"low": 3, "high": 3}
    )
    assert "tolls" not in {one.code for one in worth_of(agreed).reasons}


ORDER = [
    ("a hundred dead, all agree", settled_of(ucdp={"low": 100, "best": 100, "high": 100})),
    ("three or forty dead", two_tolls(3, 40)),
    ("one dead, nobody knows where", quiet(ucdp=ONE_DEAD, where=NO_PLACE)),
    ("one dead, all told", quiet(ucdp=ONE_DEAD)),
    ("no dead, all told", quiet()),
]


def test_many_dead_and_contested_come_before_few_and_certain() -> None:
    worths = {name: worth_of(event).points for name, event in ORDER}
    expected = ["three or forty dead", "a hundred dead, all agree", *(name for name, _ in ORDER[2:])]
    assert sorted(worths, key=lambda name: -worths[name]) == expected


def test_the_weightiest_reason_comes_first_and_all_add_up() -> None:
    found = worth_of(two_tolls(3, 40))
    assert [one.points for one in found.reasons] == sorted((one.points for one in found.reasons), reverse=True)
    assert found.points == round(sum(one.points for one in found.reasons), 2)


def test_the_first_kept_report_is_asked_copies_and_doubtful_ones_last() -> None:
    first, second = report_of(1), report_of(2)
    copy = report_of(3, family=first.article)
    ids = {"first": first.id, "second": second.id, "copy": copy.id}
    cases: list[tuple[tuple[Any, ...], str | None, int]] = [
        ((copy, second, first), "first", 0),
        ((copy, second, first._replace(review="accepted")), "second", 1),
        ((copy, second._replace(review="corrected"), first._replace(review="accepted")), "copy", 2),
        ((copy, first._replace(review="unsure")), "copy", 0),
        ((first._replace(review="unsure"),), "first", 0),
        ((first._replace(review="accepted"),), None, 1),
    ]
    for reports, asked, decided in cases:
        found = asked_of(settled_of(*reports, perpetrators=(JNIM,)))
        assert (ids.get(asked or ""), decided, len(reports)) == found


def test_what_people_rejected_is_decided_and_never_asked() -> None:
    event = settled_of(report_of(1, review="accepted"))._replace(rejected=("rep1:0000000000000009",))
    assert asked_of(event) == (None, 2, 2)
    assert worth_of(event._replace(reports=())).points == 0.0
