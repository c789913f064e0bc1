"""Judgements on pairs become groups: whole groups agree or stay apart, a person outranks a method, order is nothing.

A report is written as its article and a number, `b2`; letters are in the order in which articles were kept.
"""

from itertools import permutations
from typing import Any

import pytest

from recount.linking.clustering import Clusters, Edge, Member, clusters_of

MISSING = -6.0


def found(reports: str, edges: dict[str, float] | None = None, **judged: Any) -> Clusters:
    """Group reports; pairs are written "a1 b1"."""
    return clusters_of(
        [Member(one, one[0], ord(one[0])) for one in reports.split()],
        [Edge(pair.split()[0], pair.split()[1], weight) for pair, weight in (edges or {}).items()],
        missing=MISSING,
        most_apart=judged.get("most_apart"),
        copies=dict(tuple(pair.split()) for pair in judged.get("copies", ())),
        same=[tuple(pair.split()) for pair in judged.get("same", ())],
        different=[tuple(pair.split()) for pair in judged.get("different", ())],
    )


def groups(*given: Any, **judged: Any) -> str:
    return " | ".join(" ".join(reports) for reports in found(*given, **judged).groups)


METHOD = [
    # reports        what a method made of pairs                                            groups
    ("", {}, ""),
    ("a1", {}, "a1"),
    ("a1 b1", {}, "a1 | b1"),
    ("a1 b1", {"a1 b1": 3.0}, "a1 b1"),
    ("a1 b1", {"a1 b1": 0.0}, "a1 b1"),
    ("a1 b1", {"a1 b1": -0.1}, "a1 | b1"),
    # One weak link between two that agree, and a third report: no chain.
    ("a1 b1 c1", {"a1 b1": 5.0, "b1 c1": 1.0, "a1 c1": -4.0}, "a1 b1 | c1"),
    # A pair that was not compared counts against: 1 and -6 are below 0 on average.
    ("a1 b1 c1", {"a1 b1": 5.0, "b1 c1": 1.0}, "a1 b1 | c1"),
    # Two events of two reports each, with one link between them.
    ("a1 b1 c1 d1", {"a1 b1": 5.0, "c1 d1": 5.0, "b1 c1": 4.0}, "a1 b1 | c1 d1"),
    # They agree on the whole, though one pair does not.
    ("a1 b1 c1 d1", {"a1 b1": 5.0, "c1 d1": 5.0, "a1 c1": 3.0, "a1 d1": 3.0, "b1 c1": 3.0, "b1 d1": -2.0},
     "a1 b1 c1 d1"),
    # The surest link is followed first: b1 goes to c1, and a1, which fits b1 alone, stays behind.
    ("a1 b1 c1", {"a1 b1": 2.0, "b1 c1": 4.0, "a1 c1": -9.0}, "a1 | b1 c1"),
    # One pair that agrees in every word does not outvote three that do not.
    ("a1 b1 c1 d1", {"a1 b1": 12.0, "c1 d1": 12.0, "a1 c1": 40.0, "a1 d1": -4.0, "b1 c1": -4.0, "b1 d1": -4.0},
     "a1 b1 | c1 d1"),
    # Reports of one article tell of two happenings, whatever a method says.
    ("a1 a2", {"a1 a2": 9.0}, "a1 | a2"),
    ("a1 a2 b1", {"a1 b1": 3.0, "a2 b1": 5.0}, "a1 | a2 b1"),
    ("a1 a2 b1 b2", {"a1 b1": 3.0, "a2 b2": 2.0, "a1 b2": 1.0}, "a1 b1 | a2 b2"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "edges", "expected"), METHOD)
def test_a_method_joins_what_agrees_on_the_whole(reports: str, edges: dict[str, float], expected: str) -> None:
    assert expected == groups(reports, edges)


TWINS = {"a1 b1": 8.0, "c1 d1": 6.0, "a1 c1": 1.0, "a1 d1": 1.0, "b1 c1": 1.0, "b1 d1": 1.0}
MOST_APART = [
    # Two groups that agree by 1 with each other, and within by 8 and 6.
    # most apart   groups
    (None, "a1 b1 c1 d1"),
    (5.0, "a1 b1 c1 d1"),
    (4.9, "a1 b1 | c1 d1"),
]


@pytest.mark.parametrize(("most_apart", "expected"), MOST_APART)
def test_groups_that_agree_much_less_with_each_other_than_within_are_two_happenings(
    most_apart: float | None, expected: str
) -> None:
    assert expected == groups("a1 b1 c1 d1", TWINS, most_apart=most_apart)


def test_a_single_report_is_no_group_to_be_kept_apart() -> None:
    assert groups("a1 b1 c1", {"a1 b1": 9.0, "a1 c1": 1.0, "b1 c1": 1.0}, most_apart=2.0) == "a1 b1 c1"


PEOPLE = [
    # reports       a method                   a person: same        different           groups
    ("a1 b1", {}, ["a1 b1"], [], "a1 b1"),
    ("a1 b1", {"a1 b1": -9.0}, ["a1 b1"], [], "a1 b1"),
    ("a1 b1", {"a1 b1": 9.0}, [], ["a1 b1"], "a1 | b1"),
    # A person joins reports of one article, which a method does not.
    ("a1 a2", {}, ["a1 a2"], [], "a1 a2"),
    # What is joined by a person is weighed as a whole by a method.
    ("a1 b1 c1", {"a1 c1": 3.0, "b1 c1": -1.0}, ["a1 b1"], [], "a1 b1 c1"),
    ("a1 b1 c1", {"a1 c1": 3.0}, ["a1 b1"], [], "a1 b1 | c1"),
    # A person's word holds for those that come with it: c1 may not come to a1 by way of b1.
    ("a1 b1 c1", {"a1 b1": 5.0, "b1 c1": 5.0, "a1 c1": 5.0}, [], ["a1 c1"], "a1 b1 | c1"),
    # Of one "same" and one "different" on a pair, the one that keeps apart holds.
    ("a1 b1", {"a1 b1": 9.0}, ["a1 b1"], ["a1 b1"], "a1 | b1"),
    # Three judgements that cannot hold together.
    ("a1 b1 c1", {}, ["a1 b1", "b1 c1"], ["a1 c1"], "a1 b1 | c1"),
    # Reports that are not there, such as those of a removed article, disturb nothing.
    ("a1 b1", {"a1 b1": 5.0, "a1 z1": 9.0}, ["z1 a1"], ["z1 b1"], "a1 b1"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "edges", "same", "different", "expected"), PEOPLE)
def test_a_person_outranks_a_method_and_who_keeps_apart_outranks_who_joins(
    reports: str, edges: dict[str, float], same: list[str], different: list[str], expected: str
) -> None:
    assert expected == groups(reports, edges, same=same, different=different)


CONTRADICTIONS = [
    # same                  different     cannot be followed
    (["a1 b1"], [], []),
    (["a1 b1"], ["a1 c1"], []),
    (["a1 b1"], ["a1 b1"], [("a1", "b1")]),
    (["a1 b1"], ["b1 a1"], [("a1", "b1")]),
    (["a1 b1", "b1 c1"], ["a1 c1"], [("b1", "c1")]),
    (["c1 d1", "a1 b1", "c1 b1"], ["a1 d1"], [("c1", "d1")]),
    (["a1 z1"], ["a1 z1"], []),
]


@pytest.mark.parametrize(("same", "different", "expected"), CONTRADICTIONS)
def test_what_cannot_be_followed_is_told(
    same: list[str], different: list[str], expected: list[tuple[str, str]]
) -> None:
    assert tuple(expected) == found("a1 b1 c1 d1", {}, same=same, different=different).contradictions


COPIED = "bcdefghijklmnopqrstu"
COPIES = [
    # reports      a method                                  copies                groups
    ("a1 b1", {}, ["b1 a1"], "a1 b1"),
    # The copy c1 of b1 says what b1 says: a1 and b1 are one pair, not two of which one was not compared.
    ("a1 b1 c1", {"a1 b1": 1.0}, ["c1 b1"], "a1 b1 c1"),
    # What a method made of a copy is not asked.
    ("a1 b1 c1", {"a1 b1": -1.0, "a1 c1": 9.0}, ["c1 b1"], "a1 | b1 c1"),
    # Twenty copies of a1 do not outvote one report that disagrees with y1, nor one that agrees.
    (f"a1 {' '.join(f'{one}1' for one in COPIED)} x1 y1", {"a1 x1": 5.0, "a1 y1": 2.0, "x1 y1": -3.0},
     [f"{one}1 a1" for one in COPIED], f"a1 {' '.join(f'{one}1' for one in COPIED)} x1 | y1"),
    (f"a1 {' '.join(f'{one}1' for one in COPIED)} x1 y1", {"a1 x1": 5.0, "a1 y1": -2.0, "x1 y1": 3.0},
     [f"{one}1 a1" for one in COPIED], f"a1 {' '.join(f'{one}1' for one in COPIED)} x1 y1"),
    # Copies of copies belong to the first.
    ("a1 b1 c1 d1", {"a1 d1": 1.0}, ["c1 b1", "b1 a1"], "a1 b1 c1 d1"),
    # A copy of an article repeats both of its reports: each copy stays with its own.
    ("a1 a2 b1 b2", {}, ["b1 a1", "b2 a2"], "a1 b1 | a2 b2"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "edges", "copies", "expected"), COPIES)
def test_copies_have_one_voice(reports: str, edges: dict[str, float], copies: list[str], expected: str) -> None:
    assert expected == groups(reports, edges, copies=copies)


def test_a_person_may_keep_a_copy_from_what_it_copies() -> None:
    assert groups("a1 b1 c1", {"a1 c1": 5.0}, copies=["b1 a1"], different=["a1 b1"]) == "a1 c1 | b1"


def test_the_order_of_what_is_given_decides_nothing() -> None:
    members = [Member(f"{one}1", one, 7) for one in "abcde"]
    # Links that tie: which of them is followed first may not hang on which was given first.
    edges = [Edge("a1", "b1", 2.0), Edge("b1", "c1", 2.0), Edge("c1", "d1", 2.0), Edge("d1", "e1", 2.0)]
    expected = clusters_of(members, edges, missing=MISSING)
    assert [len(reports) for reports in expected.groups] == [2, 2, 1]
    for shuffled in permutations(members):
        assert expected == clusters_of(shuffled, edges, missing=MISSING)
    for turned in permutations(edges):
        assert expected == clusters_of(members, [Edge(b, a, w) for a, b, w in turned], missing=MISSING)


def test_groups_come_in_the_order_in_which_their_first_article_was_kept() -> None:
    members = [Member("late", "x", 9), Member("first", "y", 1), Member("second", "z", 2)]
    found = clusters_of(members, [Edge("late", "first", 3.0)], missing=MISSING)
    assert found.groups == (("first", "late"), ("second",))
