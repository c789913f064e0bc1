"""WikiEvents and RAMS: both forms read, triggers and arguments scored, on invented texts with figures worked out."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from recount.errors import BadCorpus
from recount.evaluation.event_corpora import Corpus, EventCase, GoldEvent, read_rams, read_wikievents
from recount.evaluation.events import EventEvaluation, evaluate_events
from recount.evaluation.heads import head_of, without_article
from recount.nouns.labels import Argument, PredictedEvent, Trigger

SENTENCE = "A truck bomb exploded near the old mill in Orvel , and two guards died ."
WORDS = SENTENCE.split()
BLAST, DEATH = "Conflict.Attack.DetonateExplode", "Life.Die.Unspecified"
ARTICLE: dict[str, Any] = {
    "doc_id": "invented-1",
    "tokens": WORDS,
    "entity_mentions": [
        {"id": "t1", "start": 0, "end": 3},
        {"id": "t2", "start": 5, "end": 8},
        {"id": "t3", "start": 9, "end": 10},
        {"id": "t4", "start": 12, "end": 14},
    ],
    "event_mentions": [
        {
            "event_type": BLAST,
            "trigger": {"start": 3, "end": 4, "text": "exploded"},
            "arguments": [
                {"entity_id": "t1", "role": "ExplosiveDevice"},
                {"entity_id": "t2", "role": "Target"},
                {"entity_id": "t3", "role": "Place"},
            ],
        },
        {
            "event_type": DEATH,
            "trigger": {"start": 14, "end": 15, "text": "died"},
            "arguments": [{"entity_id": "t4", "role": "Victim"}],
        },
        {"event_type": "Movement.Transportation.Unspecified", "trigger": {"start": 4, "end": 5}, "arguments": []},
    ],
}
CASE = read_wikievents(json.dumps(ARTICLE), source="invented.jsonl")[0]


def at(case: EventCase, start: int, end: int) -> tuple[int, int]:
    return case.offsets[start][0], case.offsets[end - 1][1]


def told(case: EventCase, event: GoldEvent) -> PredictedEvent:
    arguments = tuple(Argument(*at(case, start, end), role) for start, end, role in sorted(event.arguments))
    return PredictedEvent(Trigger(*at(case, *event.trigger), event.type), arguments)


class Answers:
    """A reader that was told what to say: with the triggers given, and without."""

    def __init__(self, given: Sequence[PredictedEvent], found: Sequence[PredictedEvent]) -> None:
        self.given, self.found = given, found

    def events(self, text: str, triggers: Sequence[Trigger] | None, *, corpus: Corpus) -> list[PredictedEvent]:
        return list(self.found if triggers is None else self.given)


def evaluated(given: Sequence[PredictedEvent], found: Sequence[PredictedEvent]) -> EventEvaluation:
    return evaluate_events([CASE], Answers(given, found), corpus="wikievents")


GOLD = [told(CASE, event) for event in CASE.events]
BARE = [PredictedEvent(event.trigger) for event in GOLD]


def f1(figures: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        figures = figures[name]
    return figures


PATHS = [
    "trigger.f1",
    "trigger.identified.f1",
    "argument.gold_triggers.f1",
    "argument.gold_triggers.span.f1",
    "argument.predicted_triggers.f1",
    "argument.predicted_triggers.span.f1",
]


@pytest.mark.parametrize("group", ["all", "conflict_life"])
@pytest.mark.parametrize("path", PATHS)
def test_the_corpus_itself_is_perfect_and_silence_finds_nothing(group: str, path: str) -> None:
    assert f1(evaluated(GOLD, GOLD[::-1]).figures(), f"{group}.{path}") == 1.0
    assert f1(evaluated(BARE, []).figures(), f"{group}.{path}") == 0.0


def test_a_text_without_events_has_no_figure() -> None:
    bare = EventCase("invented", ("Rain", "fell", "."), ())
    figures = evaluate_events([bare], Answers([], []), corpus="rams").figures()
    assert {f1(figures, f"all.{path}") for path in PATHS} == {None}


def test_offsets_hold_the_words() -> None:
    assert [CASE.text[start:end] for start, end in CASE.offsets] == WORDS


def test_the_head_forgives_what_the_span_does_not() -> None:
    # "old mill in Orvel" has the head of "the old mill"; "truck bomb" lacks only the article of "A truck bomb".
    blast = PredictedEvent(
        GOLD[0].trigger,
        (Argument(*at(CASE, 6, 10), "Target"), Argument(*at(CASE, 1, 3), "ExplosiveDevice")),
    )
    argument = evaluated([blast, *BARE[1:]], []).figures()["all"]["argument"]["gold_triggers"]
    assert argument["precision"] == 1.0
    assert argument["recall"] == 2 / 4
    assert argument["span"]["precision"] == 1 / 2
    assert argument["span"]["recall"] == 1 / 4


def test_an_argument_of_a_found_event_counts_only_with_its_trigger_and_type() -> None:
    other_type = GOLD[0]._replace(trigger=GOLD[0].trigger._replace(type="Conflict.Attack.Unspecified"))
    figures = evaluated(GOLD, [other_type, GOLD[2]]).figures()["all"]
    assert figures["trigger"]["precision"] == 1 / 2
    assert figures["trigger"]["recall"] == 1 / 3
    assert figures["trigger"]["identified"]["precision"] == 1.0
    # Found: three arguments of the wrong type, one right; four expected.
    assert figures["argument"]["predicted_triggers"]["precision"] == 1 / 4
    assert figures["argument"]["predicted_triggers"]["recall"] == 1 / 4


def test_an_argument_in_another_role_is_wrong() -> None:
    victim = GOLD[2].arguments[0]._replace(role="Killer")
    answer = [*BARE[:2], PredictedEvent(GOLD[2].trigger, (victim,))]
    assert evaluated(answer, []).figures()["all"]["argument"]["gold_triggers"]["precision"] == 0.0


def test_other_types_do_not_count_in_conflict_and_life() -> None:
    assert [event.type for event in CASE.events] == [BLAST, "Movement.Transportation.Unspecified", DEATH]
    figures = evaluated(GOLD, [GOLD[1]]).figures()
    assert figures["all"]["trigger"]["precision"] == 1.0
    assert figures["conflict_life"]["trigger"] == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "identified": {"precision": 0.0, "recall": 0.0, "f1": 0.0},
    }


def test_words_that_are_not_in_the_text_are_wrong() -> None:
    nowhere = PredictedEvent(Trigger(900, 905, BLAST), (Argument(3, 3, "Target"),))
    figures = evaluated(GOLD, [*GOLD, nowhere]).figures()["all"]
    assert figures["trigger"]["precision"] == 3 / 4
    assert figures["argument"]["predicted_triggers"]["precision"] == 4 / 5


def test_a_reader_answers_every_trigger_given() -> None:
    with pytest.raises(ValueError, match="shorter"):
        evaluated(GOLD[:1], [])


def test_items_are_triggers_arguments_and_what_is_too_much() -> None:
    wrong = PredictedEvent(Trigger(*at(CASE, 13, 14), DEATH))
    items = {item.item: item for item in evaluated(BARE, [GOLD[0], wrong]).items}
    assert items["events[0].trigger"][2:] == (f"{BLAST}: “exploded”", BLAST, True)
    assert items["events[0].Target"][2:] == ("the old mill", "none", False)
    assert items["no further trigger"][3:] == (f"{DEATH}: “guards”", False)


# The form of the training file


def test_arguments_without_offsets_are_found_next_to_their_trigger() -> None:
    words = ["Guards", "left", ".", "Hal", "Campbell", "said", "guards", "at", "Orvel", "were", "hurt", "by", "guards"]
    line = {
        "docid": "invented-2",
        "tokens": words,
        "event_mentions": [
            {
                "event_type": "Life.Injure",
                "trigger": {"start_idx": 10, "end_idx": 11, "text": "hurt"},
                "arguments": [{"role": "Victim", "text": "guards"}, {"role": "Injurer", "text": "Hal Campbel"}],
            },
            {
                "event_type": "Life.Injure",
                "trigger": {"start_idx": 10, "end_idx": 11, "text": "hurt"},
                "arguments": [{"role": "Place", "text": "Orvel"}, {"role": "Victim", "text": "a cook"}],
            },
            {"event_type": "Life.Die", "trigger": {"start_idx": 0, "end_idx": 0, "text": "kil"}, "arguments": []},
        ],
    }
    case = read_wikievents(json.dumps(line), source="train.jsonl")[0]
    # "guards" after the trigger is nearer; "Campbel" lost its last letter; "a cook" and "kil" have no place.
    assert case.events == (
        GoldEvent((10, 11), "Life.Injure", frozenset({(12, 13, "Victim"), (3, 5, "Injurer"), (8, 9, "Place")})),
    )
    assert (case.events_left_out, case.arguments_left_out) == (1, 1)


def test_types_deeper_than_the_corpus_are_cut() -> None:
    case = EventCase("invented", ("Guards", "died"), (GoldEvent((1, 2), "Life.Die", frozenset()),))
    found = [PredictedEvent(Trigger(7, 11, DEATH))]
    figures = evaluate_events([case], Answers(found, found), corpus="wikievents").figures()
    assert figures["all"]["trigger"]["f1"] == 1.0


# RAMS

WINDOW = {
    "doc_key": "invented-3",
    "sentences": [["Raiders", "came", "."], ["The", "mill", "burned", "."]],
    "evt_triggers": [[5, 5, [["conflict.attack.setfire", 1.0]]]],
    "gold_evt_links": [[[5, 5], [0, 0], "evt009arg01attacker"], [[5, 5], [3, 4], "evt009arg02target"]],
}


def test_rams_counts_words_over_the_window_and_roles_lose_their_numbers() -> None:
    case = read_rams(json.dumps(WINDOW), source="dev.jsonl")[0]
    arguments = frozenset({(0, 1, "attacker"), (3, 5, "target")})
    assert case.events == (GoldEvent((5, 6), "conflict.attack.setfire", arguments),)
    assert case.text == "Raiders came . The mill burned ."


def test_in_rams_the_article_belongs_to_the_span() -> None:
    case = read_rams(json.dumps(WINDOW), source="dev.jsonl")[0]
    trigger = Trigger(*at(case, 5, 6), "conflict.attack.setfire")
    answer = [PredictedEvent(trigger, (Argument(*at(case, 4, 5), "target"),))]
    argument = evaluate_events([case], Answers(answer, answer), corpus="rams").figures()["conflict_life"]["argument"]
    assert argument["gold_triggers"]["precision"] == 1.0
    assert argument["gold_triggers"]["span"]["precision"] == 0.0


# Heads, and what is no corpus


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("a convoy of Veltan soldiers", "convoy"),
        ("Veltan soldiers", "soldiers"),
        ("the mill 's", "mill"),
        ("Mara Dun , the mayor", "Dun"),
        ("drones and rockets", "drones"),
        ("Orvel", "Orvel"),
        ("of", "of"),
    ],
)
def test_the_head_of_a_noun_phrase(phrase: str, head: str) -> None:
    words = phrase.split()
    assert words[head_of(words, 0, len(words))] == head


def test_an_article_alone_stays() -> None:
    assert without_article(["The"], 0, 1) == (0, 1)
    assert without_article(["The", "mill"], 0, 2) == (1, 2)


def changed(**values: Any) -> str:
    return json.dumps(ARTICLE | values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not JSON", "line 1: Invalid JSON"),
        (f"{changed()}\n{changed(tokens=['short'])}", "line 2: words 3 to 4 of 1 do not exist"),
        (changed(entity_mentions=[]), "line 1: no entity mention t1"),
        (json.dumps({"doc_id": "x"}), "line 1: tokens: Field required"),
        (json.dumps(WINDOW), "line 1: doc_id: Field required"),
    ],
)
def test_a_line_in_another_format_is_named(text: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read_wikievents(text, source="invented.jsonl")


def test_rams_names_a_line_in_another_format_too() -> None:
    with pytest.raises(BadCorpus, match="line 1: doc_key: Field required"):
        read_rams(changed(), source="dev.jsonl")
