"""Whatever is judged of whatever reports: groups keep apart what a person keeps apart, and depend on no order."""

import random
from itertools import combinations
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from recount.linking.clustering import Clusters, Edge, Member, clusters_of

MISSING = -6.0
NUMBER = 12

Pair = tuple[str, str]


class Judged(NamedTuple):
    """Reports, and what is judged of them."""

    members: list[Member]
    edges: list[Edge]
    same: list[Pair]
    different: list[Pair]
    copies: dict[str, str]
    most_apart: float | None = None


@st.composite
def judged(draw: st.DrawFn) -> Judged:
    number = draw(st.integers(0, NUMBER))
    articles = draw(st.lists(st.integers(0, 9), min_size=number, max_size=number))
    members = [Member(f"r{at:02}", f"a{article}", article) for at, article in enumerate(articles)]
    # Judgements on reports that are gone remain.
    named = st.sampled_from(list(combinations((f"r{at:02}" for at in range(number + 2)), 2)))
    weights = st.sampled_from([-30.0, -4.0, -1.0, -0.1, 0.0, 0.1, 1.0, 2.0, 2.5, 4.0, 9.0, 30.0]) | st.integers(
        -9_000, 9_000
    ).map(lambda one: one / 1_000)
    edges = draw(st.dictionaries(named, weights, max_size=30))
    same, different, copied = (draw(st.lists(named, max_size=most, unique=True)) for most in (5, 5, 4))
    return Judged(members, [Edge(*pair, weight) for pair, weight in edges.items()], same, different,
                  {copy: first for first, copy in copied})  # fmt: skip


def grouped(given: Judged) -> Clusters:
    _, edges, same, different, copies, most_apart = given
    named: dict[str, Any] = {"copies": copies, "same": same, "different": different, "most_apart": most_apart}
    return clusters_of(given.members, edges, missing=MISSING, **named)


@settings(max_examples=150, deadline=None)
@given(given=judged())
def test_every_report_is_in_exactly_one_group(given: Judged) -> None:
    held = [report for reports in grouped(given).groups for report in reports]
    assert sorted(member.report for member in given.members) == sorted(held)


@settings(max_examples=150, deadline=None)
@given(given=judged())
def test_no_group_holds_a_pair_that_a_person_judged_different(given: Judged) -> None:
    for reports in map(set, grouped(given).groups):
        assert not any(reports.issuperset(pair) for pair in given.different)


@settings(max_examples=150, deadline=None)
@given(given=judged())
def test_what_a_person_joins_is_together_or_told_as_a_contradiction(given: Judged) -> None:
    found = grouped(given)
    group = {report: reports for reports in found.groups for report in reports}
    for one, other in given.same:
        if one in group and other in group:
            assert (group[one] is not group[other]) == ((one, other) in found.contradictions)
    if not given.different:
        assert found.contradictions == ()


@settings(max_examples=150, deadline=None)
@given(given=judged())
def test_a_method_never_joins_reports_of_one_article(given: Judged) -> None:
    article = {member.report: member.article for member in given.members}
    for reports in grouped(given._replace(same=[])).groups:
        assert len({article[report] for report in reports}) == len(reports)


@settings(max_examples=150, deadline=None)
@given(given=judged(), seed=st.integers(0, 2**32))
def test_the_order_of_what_is_given_decides_nothing(given: Judged, seed: int) -> None:
    turned, chance = [Edge(other, one, weight) for one, other, weight in given.edges], random.Random(seed)
    lists: list[Any] = [given.members[:], turned, [(b, a) for a, b in given.same], [(b, a) for a, b in given.different]]
    for one in lists:
        chance.shuffle(one)
    copies = dict(sorted(given.copies.items(), reverse=True))
    assert grouped(given) == grouped(Judged._make([*lists, copies, given.most_apart]))


@settings(max_examples=150, deadline=None)
@given(given=judged())
def test_what_nothing_connects_is_grouped_as_if_it_were_alone(given: Judged) -> None:
    """This makes it exact to put together anew only the events that new reports touch.

    Edges that speak against, and what a person keeps apart, connect nothing.
    """
    joining = [(edge.one, edge.other) for edge in given.edges if edge.weight >= 0]
    joining += [*given.same, *given.copies.items()]
    whole = grouped(given)
    alone: list[tuple[str, ...]] = []
    contradictions: list[Pair] = []
    for part in connected([member.report for member in given.members], joining):
        own = grouped(given._replace(members=[member for member in given.members if member.report in part]))
        alone += own.groups
        contradictions += own.contradictions
    assert set(whole.groups) == set(alone)
    assert whole.contradictions == tuple(sorted(contradictions))


def connected(reports: list[str], joining: list[Pair]) -> list[set[str]]:
    parts = [{report} for report in reports]
    for pair in joining:
        touched = [part for part in parts if not part.isdisjoint(pair)]
        # Through a report that is gone nothing is connected.
        if len(touched) == 2 and set().union(*touched).issuperset(pair):
            parts = [part for part in parts if part not in touched] + [touched[0] | touched[1]]
    return parts
