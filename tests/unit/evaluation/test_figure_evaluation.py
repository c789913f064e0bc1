"""Published figures of a programme's coding beside a person's: what is the same is right, and order does not matter."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from recount.api.measuring_figures import evaluate_figures as evaluate_corpus
from recount.codebook.rules import published_rules
from recount.errors import BadArgument, BadCorpus
from recount.evaluation.coded_lines import CodedLine, read_coded_lines
from recount.evaluation.published_figures import FigureEvaluation, PredictedEvent, evaluate_figures
from recount.nouns.events import EventReport, SettledEvent
from recount.pipeline.coded_events import person_report, settled_groups
from recount.pipeline.documents import Telling

TEXT = "Gunmen of the Red Column shot villagers in Orvel."
COLUMN = {"name": "the Red Column", "canonical": "Red Column", "kind": "rebel group", "country": "ML"}


def report(name: str, *, order: int = 1, **given: Any) -> EventReport:
    line = CodedLine.model_validate(
        {
            "document": name, "anchor": "shot", "event_type": "Violence against civilians", "sub_event_type": "Attack",
            "earliest": "2024-03-16", "latest": "2024-03-16", "when_precision": "day",
            "place": "Orvel", "latitude": 14.0, "longitude": -4.0, "country": "ML", "where_precision": "exact",
            "perpetrators": [COLUMN], "targets": [{"name": "villagers", "kind": "civilians"}], **given,
        }
    )  # fmt: skip
    return person_report(
        Telling(name, TEXT, None, date(2024, 3, 17), f"Outlet {name}"), line.model_dump(mode="json"), order
    )


def killed(number: int, **given: Any) -> dict[str, Any]:
    return {"effect": "killed", "low": number, "best": number, "high": number, "group_kind": "civilian", **given}


def events(**reports: list[EventReport]) -> dict[str, SettledEvent]:
    told = [(name, one) for name, own in reports.items() for one in own]
    found = settled_groups([one for _, one in told], [name for name, _ in told], published_rules().values())
    return {str(name): event for name, event in found.items()}


def compared(
    gold: dict[str, SettledEvent], predicted: dict[str, SettledEvent], **of: tuple[str, ...]
) -> FigureEvaluation:
    return evaluate_figures(gold, [PredictedEvent(event, of.get(name, (name,))) for name, event in predicted.items()])


def shares(figures: Any, name: str) -> list[Any]:
    """Return all figures of a name, wherever they stand."""
    if not isinstance(figures, dict):
        return []
    own = [figures[name]] if name in figures and not isinstance(figures[name], dict) else []
    return own + [one for value in figures.values() for one in shares(value, name)]


def test_what_equals_the_persons_coding_is_wholly_right() -> None:
    gold = events(a=[report("1", casualties=[killed(4)]), report("2", order=2, casualties=[killed(6)])])
    evaluation = compared(gold, gold)
    figures = evaluation.figures()

    assert {*shares(figures, "equal"), *shares(figures, "every_value")} - {None} == {1.0}
    assert {*shares(figures, "missing"), *shares(figures, "surplus"), *shares(figures, "log_difference")} - {None} == {
        0.0
    }
    assert figures["ibc"]["deaths_max"]["totals"] == {"expected": 6, "found": 6}
    assert {row[3] for row in evaluation.rows()} == {"equal"}
    assert all(item.passed for item in evaluation.items)


def test_each_way_to_be_wrong_has_its_share_and_its_row() -> None:
    gold = events(a=[report("1", casualties=[killed(4)])], b=[report("2", casualties=[killed(3)])])
    other = events(a=[report("1", casualties=[killed(1)], longitude=-3.0)], b=[report("2", earliest=None, latest=None)])
    evaluation = compared(gold, other)
    acled, ucdp = (evaluation.figures()[rule] for rule in ("acled", "ucdp"))

    assert acled["enters"] == {"expected": 2, "found": 1, "equal": 0.5, "missing": 0.5, "surplus": 0.0}
    assert acled["fatalities"]["totals"] == {"expected": 7, "found": 1}
    assert (acled["point_within_25_km"]["equal"], acled["point_within_161_km"]["equal"]) == (0.0, 0.5)
    assert (ucdp["best"]["equal"], ucdp["best"]["missing"], acled["every_value"]) == (0.0, 0.5, 0.0)
    rows = {(event, rule, value): (verdict, *rest) for event, rule, value, verdict, *rest in evaluation.rows()}
    assert rows["a", "ucdp", "best"] == ("other", 4, 1, "1")
    assert rows["b", "ucdp", "best"] == ("missing", 3, None, "2")


def test_an_event_in_two_pieces_answers_once_and_the_rest_is_surplus() -> None:
    own = [report(name, order=order, casualties=[killed(4)]) for order, name in enumerate("123", start=1)]
    gold = events(a=own)
    evaluation = compared(gold, events(one=own[:2], two=own[2:]), one=("a", "a"), two=("a",))
    figures = evaluation.figures()

    assert figures["events"] == {"expected": 1, "found": 2, "matched": 1}
    assert figures["acled"]["fatalities"]["totals"] == {"expected": 4, "found": 8}
    assert figures["acled"]["enters"]["surplus"] == 0.5
    assert figures["acled"]["fatalities"]["equal"] == 1.0


def test_a_merged_event_answers_the_one_that_most_of_its_documents_tell_of() -> None:
    own = [report(name, order=order, casualties=[killed(4)]) for order, name in enumerate("123", start=1)]
    gold = events(a=own[:1], b=own[1:])
    figures = compared(gold, events(one=own), one=("a", "b", "b")).figures()

    assert figures["events"] == {"expected": 2, "found": 1, "matched": 1}
    assert figures["acled"]["enters"]["missing"] == 0.5


def test_a_person_tells_parts_rivals_revisions_and_speakers() -> None:
    figures = [
        killed(9, revised=True),
        killed(10, rival=True, group_kind="unknown", speaker={"kind": "medical"}),
        killed(2, part_of=1, group="women", group_kind="civilian"),
        killed(30, rival=True, group_kind="unknown", speaker={"kind": "party to the conflict", "side": "Red Column"}),
    ]
    claimed = [{"party": "Red Column", "how": "claimed"}]
    (event,) = events(a=[report("1", figures=figures, responsibility=claimed)]).values()
    ucdp, airwars = event.outcomes["ucdp"].values, event.outcomes["airwars"].values

    assert (ucdp["low"], ucdp["best"], ucdp["high"]) == (10, 10, 30)
    assert (airwars["women_killed_max"], airwars["grade"]) == (2, "Confirmed")


BOUNDS = [
    # low   best  high   named rule
    (4,     4,    4,     "exact"),
    (4,     4,    None,  "at-least"),
    (None,  4,    4,     "at-most"),
    (None,  None, 4,     "at-most"),
    (None,  4,    None,  "about"),
    (4,     None, 9,     "range"),
    (None,  None, None,  "unspecified"),
]  # fmt: skip


@pytest.mark.parametrize(("low", "best", "high", "rule"), BOUNDS)
def test_bounds_tell_the_named_rule_of_their_words(
    low: int | None, best: int | None, high: int | None, rule: str
) -> None:
    (claim,) = report("1", casualties=[{"effect": "killed", "low": low, "best": best, "high": high}]).claims
    assert claim.rule == rule


def write(folder: Path, lines: list[dict[str, Any]], name: str) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_shuffled_lines_change_nothing(tmp_path: Path) -> None:
    folder = Path(__file__).parents[3] / "corpus" / "linking" / "train"
    lines = [json.loads(line) for line in (folder / "reports-2.jsonl").read_text(encoding="utf-8").splitlines()][:12]
    coded = str(folder / "coded-2.jsonl")
    straight = evaluate_corpus(str(write(tmp_path, lines, "straight.jsonl")), coded=coded)
    random.Random(3).shuffle(lines)
    shuffled = evaluate_corpus(str(write(tmp_path, lines, "shuffled.jsonl")), coded=coded)

    assert list(straight.rows()) == list(shuffled.rows())
    assert straight.figures() == shuffled.figures()
    assert straight.figures()["events"]["expected"] == 4


def test_a_corpus_without_a_persons_coding_says_what_to_do(tmp_path: Path) -> None:
    line = {"document": "d", "event": "e", "text": TEXT, "date": "2024-03-17"}
    path = write(tmp_path, [line], "reports.jsonl")
    with pytest.raises(BadArgument, match=r"There is no .*coded\.jsonl"):
        evaluate_corpus(str(path))
    write(tmp_path, [{"document": "another", "event_type": "Battles", "anchor": "shot"}], "coded.jsonl")
    with pytest.raises(BadArgument, match="has no document of"):
        evaluate_corpus(str(path))


WRONG = [
    ("no anchor", {"document": "d", "event_type": "Battles"}, "anchor"),
    ("a part before its whole", {"document": "d", "event_type": "Battles", "anchor": "shot",
                                 "figures": [killed(2, part_of=0)]}, "has to stand before it"),
    ("fewer than none", {"document": "d", "event_type": "Battles", "anchor": "shot",
                         "casualties": [killed(-2)]}, "greater than or equal to 0"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_lines_that_cannot_be_read_are_named(line: dict[str, Any], told: str) -> None:
    with pytest.raises(BadCorpus, match=f"coded, line 1.*{told}"):
        read_coded_lines(json.dumps(line), source="coded")
    with pytest.raises(BadCorpus, match="a second time"):
        read_coded_lines('{"document": "d", "event_type": "Battles", "anchor": "x"}\n' * 2, source="coded")
