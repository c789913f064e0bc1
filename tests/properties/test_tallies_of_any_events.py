"""Whatever events a casebook holds: their order does not matter, and a wider period never holds less."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recount.codebook.tally_measures import tally_measures
from recount.nouns.events import Place, Side
from recount.reconciliation.tally_events import CountedEvent, EventColumns
from recount.reconciliation.tally_scope import Region
from recount.reconciliation.tallying import CheckedPart, CheckedTally, Held, against

RULE = "ucdp"
START = date(2024, 1, 1)
SIDES = (Side("JNIM", "JNIM", "jnim", "rebel group", "ML"), Side("gunmen", None, None, "unknown", None))
NOWHERE = Place(None, None, None, None, None, None, None, None, None, "unknown")
MALI = Region("Mali", "country", "ML")
NIGER = Region("Niger", "country", "NE")

days = st.integers(0, 60).map(lambda number: START + timedelta(days=number))
figures = st.integers(0, 9).map(lambda number: {"low": number, "best": number, "high": number + 2} if number else {})


@st.composite
def counted(draw: st.DrawFn) -> CountedEvent:
    first = draw(st.none() | days)
    lasting = draw(st.sampled_from([0, 0, 3, 40]))
    return CountedEvent(
        f"ev1:{draw(st.integers(0, 10**9)):016x}", first, first and first + timedelta(days=lasting),
        NOWHERE._replace(country=draw(st.sampled_from([None, "ML", "NE"]))),
        draw(st.sampled_from([(), SIDES[:1], SIDES[1:]])), (), draw(st.sampled_from(["Battles", "Riots"])), "actual",
        {RULE: draw(figures)}, frozenset({RULE} if draw(st.booleans()) else ()),
    )  # fmt: skip


events = st.lists(counted(), max_size=12, unique_by=lambda one: one.id)
asked = st.builds(
    CheckedTally,
    id=st.just("tal1:0000000000000000"), measure=st.sampled_from(["attacks", "killed"]), low=st.just(9),
    best=st.just(9), high=st.just(9), since=days, until=days, counted=st.none(), group=st.just("everyone"),
    regions=st.sampled_from([(), (MALI,), (MALI, NIGER)]), perpetrators=st.sampled_from([(), SIDES[:1]]),
    targets=st.just(()), parts_sum=st.none(), parts_agree=st.none(),
    parts=st.just(tuple(CheckedPart(one.name, one, None, 1, 1, 1) for one in (MALI, NIGER))),
)  # fmt: skip


def held_of(tally: CheckedTally, held: list[CountedEvent]) -> Held:
    found = against(tally, EventColumns(held, tally_measures()), RULE).whole.held
    assert found is not None
    return found


@given(asked, events, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_events_does_not_matter(
    tally: CheckedTally, held: list[CountedEvent], chance: st.DataObject
) -> None:
    mixed = list(held)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    ordered, other = (against(tally, EventColumns(one, tally_measures()), RULE) for one in (held, mixed))
    assert ordered == other


@given(asked, events)
@settings(max_examples=150, deadline=None)
def test_a_tally_of_just_what_is_held_has_no_gap(tally: CheckedTally, held: list[CountedEvent]) -> None:
    number = held_of(tally, held).best
    whole = against(
        tally._replace(low=number, best=number, high=number), EventColumns(held, tally_measures()), RULE
    ).whole
    assert (whole.covered, whole.missing, whole.surplus) == (number, 0, 0)


@given(asked, events, st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_a_wider_period_never_holds_less(
    tally: CheckedTally, held: list[CountedEvent], before: int, after: int
) -> None:
    assert tally.since is not None
    assert tally.until is not None
    wider = tally._replace(since=tally.since - timedelta(days=before), until=tally.until + timedelta(days=after))
    narrow, wide = held_of(tally, held), held_of(wider, held)
    assert wide.best >= narrow.best
    assert wide.high >= narrow.high


@given(asked, events)
@settings(max_examples=150, deadline=None)
def test_what_is_listed_adds_up_to_what_is_held(tally: CheckedTally, held: list[CountedEvent]) -> None:
    found = against(tally, EventColumns(held, tally_measures()), RULE)
    sure = [one for one in found.events if not one.doubts]
    assert found.whole.held == Held(
        sum(one.figure.low for one in sure),
        sum(one.figure.best for one in sure),
        sum(one.figure.high for one in found.events),
        len(sure),
        len(found.events) - len(sure),
    )
