"""Whatever reports say: more dead is never worth less, order changes nothing, and what is decided is asked no more."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconciliation_of_any import RULES, events

from recount.nouns.events import Event, EventReport, Outcome, Review, SettledEvent
from recount.reconciliation import settled
from recount.reviewing import REASONS, asked_of, dead_of, worth_of

REVIEWS: tuple[Review | None, ...] = (None, "accepted", "corrected", "unsure")
DECIDED = ("accepted", "corrected", "rejected")


@st.composite
def reviewed(draw: st.DrawFn) -> Event:
    """An event of which people decided on some reports."""
    event: Event = draw(events())
    reports = tuple(one._replace(review=draw(st.sampled_from(REVIEWS))) for one in event.reports)
    return event._replace(reports=reports, rejected=("rep1:rejected",) if draw(st.booleans()) else ())


def with_dead(event: SettledEvent, low: int, high: int) -> SettledEvent:
    outcome = event.outcomes["ucdp"]
    values = {**outcome.values, "low": low, "best": low, "high": high}
    changed: Outcome = outcome._replace(values=values)
    return event._replace(outcomes={**event.outcomes, "ucdp": changed})


@settings(max_examples=100, deadline=None)
@given(events(), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_more_dead_is_never_worth_less(event: Event, low: int, apart: int, more: int) -> None:
    told = settled(event, RULES)
    before = worth_of(with_dead(told, low, low + apart)).points
    assert worth_of(with_dead(told, low, low + apart + more)).points >= before
    assert worth_of(with_dead(told, low + more, low + apart + more)).points >= before - 0.01, "rounded"


@settings(max_examples=100, deadline=None)
@given(reviewed(), st.randoms())
def test_the_order_of_reports_changes_neither_what_is_asked_nor_how_much_it_is_worth(event: Event, chance: Any) -> None:
    told = settled(event, RULES)
    mixed = list(told.reports)
    chance.shuffle(mixed)
    other = told._replace(reports=tuple(mixed))
    assert asked_of(told) == asked_of(other)
    assert worth_of(told) == worth_of(other)


@settings(max_examples=100, deadline=None)
@given(reviewed())
def test_what_people_decided_is_never_asked_again_and_everything_else_is_in_time(event: Event) -> None:
    told = settled(event, RULES)
    by_id = {one.id: one for one in told.reports}
    asked: set[str] = set()
    while (next_ := asked_of(told)).report is not None:
        assert by_id[next_.report].review not in DECIDED
        assert next_.report not in asked
        asked.add(next_.report)
        told = told._replace(reports=tuple(_accepted(one, next_.report) for one in told.reports))
    assert asked == {one.id for one in by_id.values() if one.review not in DECIDED}
    assert next_.decided == next_.reports == len(by_id) + len(told.rejected)


def _accepted(report: EventReport, id_: str) -> EventReport:
    return report._replace(review="accepted") if report.id == id_ else report


@settings(max_examples=100, deadline=None)
@given(reviewed(), st.none() | st.floats(0, 1))
def test_reasons_add_up_and_none_is_unknown(event: Event, least: float | None) -> None:
    told = settled(event, RULES)
    found = worth_of(told, least_probability=least)
    assert found.points == round(sum(one.points for one in found.reasons), 2)
    assert {one.code for one in found.reasons} <= REASONS.keys()
    assert all(one.points > 0 and one.words for one in found.reasons)
    low, high = dead_of(told)
    assert 0 <= low <= high
