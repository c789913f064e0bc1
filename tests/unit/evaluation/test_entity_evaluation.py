"""re3d: its folders read, exact and overlap F1, on invented reports with figures worked out."""

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recount.errors import BadCorpus
from recount.evaluation.entities import EntityCase, EntityEvaluation, evaluate_entities, read_re3d
from recount.nouns.labels import Entity

TEXT = "The Governor of Orvel met Mara Dun."
GOVERNOR, ORVEL = Entity(0, 21, "Person"), Entity(16, 21, "Location")
MARA = Entity(26, 34, "Person")
GOLD = frozenset({GOVERNOR, ORVEL, MARA})


class Answers:
    """A reader that says the same of every text."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.found = list(entities)

    def entities(self, text: str) -> list[Entity]:
        return self.found


def evaluated(found: Iterable[Entity], expected: frozenset[Entity] = GOLD) -> EntityEvaluation:
    return evaluate_entities([EntityCase("r1", "Invented News", TEXT, expected)], Answers(found))


def document(name: str = "r1", text: str = TEXT) -> str:
    return json.dumps({"_id": name, "text": text, "title": "…"})


def entity(which: Entity, *, document: str = "r1", value: str | None = None) -> str:
    words = TEXT[which.start : which.end] if value is None else value
    row = {"begin": which.start, "end": which.end, "type": which.type, "documentId": document, "value": words}
    return json.dumps(row | {"_id": "e", "confidence": 0})


def test_a_folder_is_read_with_nested_entities() -> None:
    entities = "\n".join(entity(each) for each in sorted(GOLD))
    assert read_re3d(document() + "\n", entities, folder="Invented News") == [
        EntityCase("r1", "Invented News", TEXT, GOLD)
    ]


def test_the_corpus_itself_is_perfect_whatever_the_order() -> None:
    evaluation = evaluated(sorted(GOLD, reverse=True))
    figures = evaluation.figures()
    assert (figures["exact"]["f1"], figures["overlap"]["f1"]) == (1.0, 1.0)
    assert all(item.passed for item in evaluation.items)


def test_silence_finds_nothing_and_nothing_expected_has_no_figure() -> None:
    assert evaluated([]).figures()["exact"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert evaluated([], frozenset()).figures()["exact"] == {"precision": None, "recall": None, "f1": None}


def test_exact_asks_for_the_same_characters_and_overlap_for_one_of_them() -> None:
    # "Mara" for "Mara Dun"; "Orvel" as an organisation; the governor exactly.
    figures = evaluated([GOVERNOR, Entity(26, 30, "Person"), Entity(16, 21, "Organisation")]).figures()
    assert figures["exact"] == {"precision": 1 / 3, "recall": 1 / 3, "f1": 1 / 3}
    assert figures["overlap"] == {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    assert figures["types"]["Person"] == {"exact_f1": 0.5, "overlap_f1": 1.0, "expected": 2, "found": 2}
    assert figures["types"]["Organisation"]["exact_f1"] == 0.0
    assert figures["folders"] == {"Invented News": {"exact_f1": 1 / 3, "overlap_f1": 2 / 3}}


def test_overlap_pairs_one_to_one_and_as_many_as_can_be() -> None:
    # The long one overlaps both persons; it must leave the governor to the other, which overlaps him alone.
    long, short = Entity(5, 34, "Person"), Entity(4, 12, "Person")
    assert evaluated([long, short]).figures()["overlap"]["precision"] == 1.0
    assert evaluated([long]).figures()["overlap"] == {"precision": 1.0, "recall": 1 / 3, "f1": 0.5}


def test_entities_that_touch_do_not_overlap() -> None:
    figures = evaluated([Entity(21, 26, "Location")], frozenset({ORVEL})).figures()
    assert figures["overlap"]["f1"] == 0.0


def test_items_show_what_stands_there_instead() -> None:
    items = {item.item: item for item in evaluated([Entity(26, 30, "Person")]).items}
    assert items["Person 26-34"][2:] == ("Mara Dun", "Person: Mara", False)
    assert items["Location 16-21"].found == "none"
    assert items["no further entity"][3:] == ("Person: Mara", False)


@pytest.mark.parametrize(
    ("documents", "entities", "message"),
    [
        (
            document(),
            entity(ORVEL, value="Velta"),
            r"entities.json, line 1: characters 16 to 21 are 'Orvel', not 'Velta'",
        ),
        (document(), f"{entity(ORVEL)}\n{entity(MARA, document='r9')}", "line 2: no document r9"),
        (document(), entity(Entity(99, 104, "Person"), value="Mara"), "line 1: characters 99 to 104"),
        ('{"text": "…"}', entity(ORVEL), "documents.json, line 1: _id: Field required"),
        (document(), "", "entities.json: the file is empty"),
    ],
)
def test_a_line_in_another_format_is_named(documents: str, entities: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read_re3d(documents, entities, folder="Invented News")


SPANS = st.builds(
    lambda start, n, kind: Entity(start, start + n, kind), st.integers(0, 25), st.integers(1, 9), st.just("P")
)


@given(expected=st.frozensets(SPANS, max_size=6), found=st.frozensets(SPANS, max_size=6))
def test_what_is_exact_overlaps_too(expected: frozenset[Entity], found: frozenset[Entity]) -> None:
    figures = evaluated(found, expected).figures()
    assert (figures["exact"]["f1"] or 0.0) <= (figures["overlap"]["f1"] or 0.0)
