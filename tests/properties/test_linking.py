"""Whatever two reports say: a later one meets the same earlier ones as if all had come together, across all borders."""

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recount.linking.comparisons import COMPARISONS, DUCKDB
from recount.linking.keys import RULES, kept_keys, keys_of, seeks, sought_keys, window_of
from recount.linking.profiles import ReportProfile, profile_of_text
from recount.linking.scoring import answered_pairs, pairs_sql
from recount.linking.tables import table_of

DAY = 738_000
DB = duckdb.connect()
NOTHING = profile_of_text("", name="nothing")


def profile(name: str = "a", **values: Any) -> ReportProfile:
    """Return the profile of a report that says nothing else."""
    return NOTHING._replace(**{"report": name, "article": name, "family": name, **values})


def dated(first: int, width: int = 0) -> dict[str, Any]:
    return {"first_day": DAY + first, "last_day": DAY + first + width, "published": DAY + first + width + 1}


@st.composite
def profiles(draw: st.DrawFn) -> ReportProfile:
    """Reports of few places, days and names, so that many meet; near borders of cells, weeks and months."""
    day = draw(st.integers(-40, 40))
    when: dict[str, Any] = draw(
        st.sampled_from([{}, {"published": DAY + day}])
        | st.integers(0, 30).map(lambda width: dated(day, width) | {"published": None if width % 2 else DAY + day + 31})
    )
    point: dict[str, Any] = draw(
        st.just({})
        | st.tuples(st.floats(11.9, 13.1), st.floats(-0.6, 1.1)).map(
            lambda at: {"latitude": at[0], "longitude": at[1], "radius_km": 2.0}
        )
        | st.sampled_from([(-90.0, -180.0), (90.0, 180.0), (0.0, 179.9)]).map(
            lambda at: {"latitude": at[0], "longitude": at[1]}
        )
    )
    return profile(
        **when,
        **point,
        is_fine=draw(st.booleans()),
        place=draw(st.sampled_from([None, "wof:1", "wof:2"])),
        country=draw(st.sampled_from([None, "BF", "ML"])),
        admin1=draw(st.sampled_from([None, "Sahel", "Gao"])),
        event_type=draw(st.sampled_from([None, "Battles", "Riots"])),
        killed_low=draw(st.sampled_from([None, 0, 1, 12])),
        killed_high=draw(st.sampled_from([None, 12, 20])),
        has_happened=draw(st.booleans()),
        perpetrators=draw(st.sampled_from([(), ("jnim",), ("jnim", "army of mali")])),
        names=draw(
            st.lists(st.sampled_from(["sana", "jnim", "dori", "amel", "kaya", "djibo"]), unique=True).map(tuple)
        ),
        words=draw(st.lists(st.sampled_from(["livestock", "bridge", "motorcycle"]), unique=True).map(tuple)),
    )


def pairs_of(listed: list[ReportProfile]) -> set[tuple[int, int]]:
    DB.register("profile", table_of(listed))
    found = DB.execute(f"SELECT join_key_l, join_key_r FROM ({pairs_sql(DUCKDB)})").fetchall()
    assert len(set(found)) == len(found), "each pair once"
    return set(found)


def finds(new: ReportProfile, old: ReportProfile) -> bool:
    return not set(sought_keys(new)).isdisjoint(kept_keys(old))


def meet(one: ReportProfile, other: ReportProfile) -> bool:
    """Tell whether two reports are compared, and check that it does not matter which of them comes first."""
    both = [one._replace(report="a", article="a"), other._replace(report="b", article="b")]
    found = pairs_of(both)
    assert found == pairs_of(both[::-1])
    if found:
        assert finds(*both)
        assert finds(*both[::-1])
    return bool(found)


@settings(max_examples=40, deadline=None)
@given(drawn=st.lists(profiles(), min_size=2, max_size=14))
def test_a_pair_that_is_compared_is_found_by_keys_whichever_of_the_two_is_new(drawn: list[ReportProfile]) -> None:
    listed = [one._replace(report=f"r{at}", article=f"a{at // 2}") for at, one in enumerate(drawn)]
    found = pairs_of(listed)
    for at, one in enumerate(listed):
        for later, other in enumerate(listed[at + 1 :], start=at + 1):
            assert finds(one, other) == finds(other, one)
            if (at, later) in found:
                assert at < later
                assert one.article != other.article, "reports of one article are never compared"
                assert finds(one, other)


@settings(max_examples=15, deadline=None)
@given(drawn=st.lists(profiles(), min_size=3, max_size=12), data=st.data())
def test_which_others_are_there_and_in_which_order_does_not_matter(drawn: list[ReportProfile], data: Any) -> None:
    listed = [one._replace(report=f"r{at}", article=f"a{at}") for at, one in enumerate(drawn)]
    order = data.draw(st.permutations(range(len(listed))))
    some = order[: data.draw(st.integers(2, len(order)))]
    among = {(listed[a].report, listed[b].report) for a, b in pairs_of(listed)}
    alone = {(listed[some[a]].report, listed[some[b]].report) for a, b in pairs_of([listed[at] for at in some])}
    kept = {listed[at].report for at in some}
    assert {frozenset(pair) for pair in alone} == {frozenset(pair) for pair in among if kept.issuperset(pair)}


@settings(max_examples=8, deadline=None)
@given(drawn=st.lists(profiles(), min_size=2, max_size=10))
def test_answers_are_the_same_whichever_report_comes_first(drawn: list[ReportProfile]) -> None:
    listed = [one._replace(report=f"r{at}", article=f"a{at}", first_day=DAY, last_day=DAY, country="BF", is_fine=False)
              for at, one in enumerate(drawn)]  # fmt: skip
    last, names = len(listed) - 1, [one.name for one in COMPARISONS]
    forth, back = (answered_pairs(table_of(one)).to_pylist() for one in (listed, listed[::-1]))
    told = {(one["l"], one["r"]): [one[name] for name in names] for one in forth}
    assert told == {(last - one["r"], last - one["l"]): [one[name] for name in names] for one in back}


@settings(max_examples=100, deadline=None)
@given(drawn=profiles())
def test_keys_are_whole_numbers_that_a_casebook_can_hold_each_of_one_rule(drawn: ReportProfile) -> None:
    keys = keys_of(drawn)
    assert len(set(keys)) == len(keys)
    assert all(sum(rule.first_key <= key < rule.end_key for rule in RULES) == 1 for key in keys)
    for key in (*kept_keys(drawn), *sought_keys(drawn)):
        assert -(2**63) <= key < 2**63
    assert (keys == ()) == (window_of(drawn) is None or not _has_any_key(drawn))


def _has_any_key(one: ReportProfile) -> bool:
    fine = one.is_fine and one.latitude is not None
    figure = one.event_type is not None and one.killed_low is not None
    named = [name for name in one.names if not any(name in party for party in one.perpetrators)]
    return bool(fine or one.place or one.country or one.perpetrators or figure or named)


@settings(max_examples=100, deadline=None)
@given(drawn=profiles())
def test_whether_a_report_seeks_by_a_rule_is_the_same_in_python_and_in_sql(drawn: ReportProfile) -> None:
    DB.register("profile", table_of([drawn]))
    asked = ", ".join(f"({rule.seeks or 'TRUE'})" for rule in RULES)
    assert DB.execute(f"SELECT {asked} FROM profile").fetchall() == [tuple(seeks(drawn, rule) for rule in RULES)]


# Days on which bins of 3, weeks and months of 30 begin, and those around them.
BORDERS = range(DAY - DAY % 210 - DAY, DAY - DAY % 210 - DAY + 64)


@settings(max_examples=15, deadline=None)
@given(day=st.sampled_from(BORDERS), apart=st.integers(0, 3), north=st.floats(-80, 80), east=st.floats(-179, 178),
       moved=st.tuples(st.floats(-0.49, 0.49), st.floats(-0.49, 0.49)))  # fmt: skip
def test_reports_near_each_other_within_three_days_meet_across_cells_and_weeks(
    day: int, apart: int, north: float, east: float, moved: tuple[float, float]
) -> None:
    one = profile(**dated(day), is_fine=True, latitude=north, longitude=east)
    other = profile(**dated(day + apart), is_fine=True, latitude=north + moved[0], longitude=east + moved[1])
    assert meet(one, other)


@settings(max_examples=15, deadline=None)
@given(day=st.sampled_from(BORDERS), apart=st.integers(0, 7))
def test_reports_of_one_named_place_within_a_week_meet_across_weeks(day: int, apart: int) -> None:
    assert meet(profile(**dated(day), place="kaya"), profile(**dated(day + apart), place="kaya"))


@settings(max_examples=15, deadline=None)
@given(day=st.sampled_from(BORDERS), apart=st.integers(0, 2), admin1=st.sampled_from([None, "Sahel"]))
def test_a_report_of_a_country_without_a_town_meets_those_with_one(day: int, apart: int, admin1: str | None) -> None:
    town = profile(
        **dated(day), country="BF", admin1="Sahel", is_fine=True, latitude=14.0, longitude=-1.6, place="wof:1"
    )
    assert meet(town, profile(**dated(day + apart), country="BF", admin1=admin1))
    assert not meet(town, profile(**dated(day + apart), country="BF", admin1="Est"))


@settings(max_examples=15, deadline=None)
@given(day=st.sampled_from(BORDERS), apart=st.integers(0, 30))
def test_a_name_in_common_is_met_within_days_and_within_a_month_where_one_is_vague(day: int, apart: int) -> None:
    town: dict[str, Any] = {"country": "BF", "is_fine": True, "latitude": 14.0, "longitude": -1.6, "names": ("sana",)}
    far = {**town, "latitude": 11.0, "longitude": 1.0}
    assert meet(profile(**dated(day), **town), profile(**dated(day + apart), **far)) == (apart <= 3)
    assert meet(profile(**dated(day), **town), profile(**dated(day + apart), names=("sana",)))


VAGUE = [
    # what one says beside its day of publication   what both say
    ("names", {"names": ("sana",)}),
    ("a perpetrator", {"perpetrators": ("jnim",)}),
    ("a kind and a number", {"event_type": "Battles", "killed_low": 12}),
]


@pytest.mark.parametrize(("what", "both"), VAGUE)
@pytest.mark.parametrize("late", [0, 3, 10])
def test_a_report_without_place_or_day_still_meets_others(what: str, both: dict[str, Any], late: int) -> None:
    town = profile(**dated(0), country="BF", is_fine=True, latitude=14.0, longitude=-1.6, place="wof:1", **both)
    assert meet(town, profile(published=DAY + late, **both)), what
    assert not meet(town, profile(**both)), "nothing is known of when: it is no more than a word in common"
