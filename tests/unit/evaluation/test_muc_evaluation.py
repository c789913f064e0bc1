"""MUC templates: GTT's template-level micro F1 and GRIT's CEAF-REE, on invented articles with figures worked out."""

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recount.errors import BadCorpus
from recount.evaluation.comparing import FieldCount
from recount.evaluation.muc import MucEvaluation, evaluate_muc, read_muc
from recount.evaluation.muc_alignment import align, normalised
from recount.nouns.labels import MUC_ROLES, MucTemplate

Roles = Mapping[str, Sequence[Sequence[str]]]


def template(incident_type: str, **roles: Sequence[Sequence[str]]) -> MucTemplate:
    return MucTemplate(incident_type, {role: tuple(map(tuple, entities)) for role, entities in roles.items()})


def line(name: str, *templates: MucTemplate) -> str:
    filled = [
        {
            "incident_type": each.incident_type,
            **{role: [[[mention, 0] for mention in e] for e in each.roles.get(role, ())] for role in MUC_ROLES},
        }
        for each in templates
    ]
    return json.dumps({"docid": name, "doctext": f"invented text of {name}", "templates": filled})


class Answers:
    """A reader that was told what to say of each text."""

    def __init__(self, answers: Mapping[str, Sequence[MucTemplate]]) -> None:
        self.answers = answers

    def templates(self, text: str) -> list[MucTemplate]:
        return list(self.answers.get(text.removeprefix("invented text of "), ()))


def evaluated(key: Mapping[str, Sequence[MucTemplate]], answers: Mapping[str, Sequence[MucTemplate]]) -> MucEvaluation:
    text = "\n".join(line(name, *templates) for name, templates in key.items())
    return evaluate_muc(read_muc(text, source="invented.json"), Answers(answers))


MINE = template("bombing", PerpOrg=[["red column", "the column"]], Weapon=[["mine"]], Victim=[["two herders"]])
RAID = template("attack", PerpOrg=[["red column", "the column"]], Target=[["grain store", "store"]])
KEY = {"a": [MINE, RAID], "b": []}


def test_the_key_itself_is_perfect() -> None:
    evaluation = evaluated(KEY, KEY)
    figures = evaluation.figures()
    assert [figures["template"]["micro_f1"], figures["ceaf_ree"]["f1"], figures["type"]["f1"]] == [1.0, 1.0, 1.0]
    assert figures["articles_without_template_left_alone"] == 1.0
    assert all(item.passed for item in evaluation.items)


def test_no_answer_finds_nothing() -> None:
    figures = evaluated(KEY, {}).figures()
    assert [figures["template"]["micro_f1"], figures["ceaf_ree"]["f1"], figures["type"]["f1"]] == [0.0, 0.0, 0.0]


def test_nothing_to_find_and_nothing_found_has_no_figure() -> None:
    figures = evaluated({"b": []}, {}).figures()
    assert [figures["template"]["micro_f1"], figures["ceaf_ree"]["f1"], figures["type"]["f1"]] == [None, None, None]


def test_templates_are_aligned_one_to_one_for_the_best_f1() -> None:
    raid = template("attack", PerpOrg=[["The Column"]], Target=[["mill"]])
    wrong_type = template("arson", Weapon=[["mine"]])
    figures = evaluated(KEY, {"a": [wrong_type, raid]}).figures()
    # Of the key: 2 types, 5 entities. Found: 2 types, 3 entities. Right: one type, one organisation.
    assert figures["template"]["precision"] == 2 / 5
    assert figures["template"]["recall"] == 2 / 7
    assert figures["template"]["micro_f1"] == pytest.approx(1 / 3)
    assert figures["type"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert figures["template"]["roles"]["PerpOrg"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}


def test_the_alignment_that_serves_one_template_gives_way_to_the_one_that_serves_both() -> None:
    key = [
        template("attack", Victim=[["a mayor"], ["a nurse"]]),
        template("attack", Victim=[["a mayor"]], Target=[["bridge"]]),
    ]
    answers = [template("attack", Victim=[["mayor"]]), template("attack", Victim=[["mayor"], ["nurse"]])]
    figures = evaluated({"a": key}, {"a": answers}).figures()
    # First answer with the second template: 2 types and 3 victims right of 5 found, 5 of 6 in the key.
    assert figures["template"]["precision"] == 1.0
    assert figures["template"]["recall"] == 5 / 6


def test_in_a_template_two_mentions_of_one_entity_are_both_right() -> None:
    answers = [template("attack", PerpOrg=[["red column"]], Target=[["store"], ["grain store"]])]
    role = evaluated({"a": [RAID]}, {"a": answers}).figures()["template"]["roles"]["Target"]
    assert role == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_in_ceaf_two_mentions_of_one_entity_answer_once() -> None:
    answers = [template("attack", Target=[["store"], ["grain store"]])]
    roles = evaluated({"a": [RAID]}, {"a": answers}).figures()["ceaf_ree"]["roles"]
    assert roles["Target"] == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3)}
    assert roles["PerpOrg"]["f1"] == 0.0
    assert roles["Weapon"]["f1"] is None


def test_a_mention_that_is_none_of_the_entitys_makes_it_wrong() -> None:
    figures = evaluated({"a": [RAID]}, {"a": [template("attack", Target=[["grain store", "depot"]])]}).figures()
    assert figures["template"]["roles"]["Target"]["f1"] == 0.0
    assert figures["ceaf_ree"]["roles"]["Target"]["f1"] == 0.0


def test_ceaf_counts_an_entity_of_two_templates_once() -> None:
    figures = evaluated(KEY, {"a": [template("attack", PerpOrg=[["red column"]])] * 2}).figures()
    assert figures["ceaf_ree"]["roles"]["PerpOrg"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    # All templates of the article: one organisation, weapon, victim and target.
    assert figures["ceaf_ree"]["recall"] == 1 / 4


def test_a_type_is_right_if_the_key_holds_it() -> None:
    key = {"a": [template("bombing / attack")]}
    assert evaluated(key, {"a": [template("attack")]}).figures()["type"]["f1"] == 1.0
    assert evaluated(key, {"a": [template("arson")]}).figures()["type"]["f1"] == 0.0


def test_a_template_that_stands_twice_in_the_key_counts_once() -> None:
    assert evaluated({"a": [RAID, RAID]}, {"a": [RAID]}).figures()["template"]["micro_f1"] == 1.0


@pytest.mark.parametrize(
    ("mention", "plain"),
    [("The  Red-Column", "redcolumn"), ('"santa rosa" farm', "santa rosa farm"), ("an U.S. base", "us base")],
)
def test_mentions_are_compared_without_case_punctuation_and_articles(mention: str, plain: str) -> None:
    assert normalised(mention) == plain


def test_items_say_what_was_found_and_what_is_too_much() -> None:
    answers = {"a": [template("attack", Target=[["store"], ["mill"]])]}
    items = {item.item: item for item in evaluated({"a": [RAID]}, answers).items}
    assert items["templates[0].Target"][2:] == ("grain store / store", "store", True)
    assert items["templates[0].PerpOrg"].found == "none"
    assert items["nothing further"][3:] == ("Target: mill", False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("{", "line 1: Invalid JSON"),
        (f"{line('a')}\n\n" + '{"docid": "b", "doctext": "…"}', "line 3: templates: Field required"),
        (line("a").replace("[]", '[{"incident_type": "attack"}]'), "line 1: templates.0.PerpInd: Field required"),
    ],
)
def test_a_line_in_another_format_is_named(text: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read_muc(text, source="invented.json")


ENTITIES = st.lists(st.lists(st.sampled_from("pqrs"), min_size=1, max_size=2, unique=True), max_size=3)
TEMPLATES = st.lists(
    st.builds(template, st.sampled_from(["attack", "bombing"]), PerpInd=ENTITIES, Victim=ENTITIES), max_size=4
)


@given(key=TEMPLATES, answers=TEMPLATES, order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_templates_does_not_matter(key: list[Any], answers: list[Any], order: Any) -> None:
    shuffled = order.sample(answers, len(answers))
    there, back = (evaluated({"a": key}, {"a": each}).figures() for each in (answers, shuffled))
    assert there["template"]["micro_f1"] == back["template"]["micro_f1"]
    assert there["articles_without_template_left_alone"] == back["articles_without_template_left_alone"]


@given(key=TEMPLATES)
@settings(max_examples=40, deadline=None)
def test_a_key_is_perfect_whatever_it_holds(key: list[Any]) -> None:
    once = [each for number, each in enumerate(key) if each not in key[:number]]
    figures = evaluated({"a": key}, {"a": once}).figures()
    assert figures["template"]["micro_f1"] in (1.0, None)
    assert figures["type"]["f1"] in (1.0, None)


GAINS = st.lists(
    st.lists(
        st.none() | st.builds(lambda right, answered: FieldCount(9, answered, 9, right), *[st.integers(1, 5)] * 2),
        min_size=3,
        max_size=3,
    ),
    max_size=4,
)


@given(gains=GAINS)
@settings(max_examples=150, deadline=None)
def test_no_alignment_is_better(gains: list[list[FieldCount | None]]) -> None:
    def f1(given: Sequence[int | None]) -> float:
        held = [gains[row][column] for row, column in enumerate(given) if column is not None]
        if None in held:
            return -1.0
        precision, recall = (sum(count[at] for count in held if count) / whole for at, whole in ((3, 20), (1, 15)))
        return 2 * precision * recall / (precision + recall) if held else 0.0

    possible = [
        f1(given)
        for given in itertools.product([None, 0, 1, 2], repeat=len(gains))
        if len([c for c in given if c is not None]) == len({c for c in given if c is not None})
    ]
    assert f1(align(gains, found=20, expected=15)) == pytest.approx(max(possible))
