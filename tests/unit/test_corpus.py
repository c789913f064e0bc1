"""The corpus of annotated reports: what every file of it must keep."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from recount import codebook
from recount.errors import BadExpectation
from recount.evaluation.annotated import marks_of, parse_annotated
from recount.evaluation.from_annotation import expected_of
from recount.evaluation.marked_text import parse_marked

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
FILES = sorted(CORPUS.rglob("*.marked.txt"))
STANDOFF = sorted((CORPUS / "standoff").rglob("*.json"))

GOOD = """invented: true
conflict: Somewhere
voice: wire agency
outlet: null
published: 2023-05-04
---
[Gunmen|p1 s1] [attacked|a1] [a post near [Tessit|l1]|t1] on [Tuesday|d1], killing [at least two|n1].
---
reports:
- id: r1
  anchors: a1
  type: Armed clash
  when: {marks: d1, earliest: 2023-05-02, latest: 2023-05-02, precision: day, basis: relative}
  where: {marks: l1, country: ML, precision: exact}
  perpetrators: [{marks: [p1, s1], kind: unknown}]
  targets: [{marks: t1, kind: site}]
  casualties: [{id: c1, marks: n1, effect: killed, n: [2, 2, null]}]
"""

MARKED = [
    # source                        text              marks
    ("A [blast|a1] hit.", "A blast hit.", {"a1": [(2, 7)]}),
    ("[the base in [Hit|l1]|t1]", "the base in Hit", {"l1": [(12, 15)], "t1": [(0, 15)]}),
    ("[Men|p1 s2] and [men|p1]", "Men and men", {"p1": [(0, 3), (8, 11)], "s2": [(0, 3)]}),
    ("1|2 [a|b|x]", "1|2 a|b", {"x": [(4, 7)]}),
    ("none", "none", {}),
]


@pytest.mark.parametrize(("source", "text", "marks"), MARKED)
def test_marks_are_taken_out_of_the_text(source: str, text: str, marks: dict[str, list[tuple[int, int]]]) -> None:
    assert parse_marked(source) == (text, marks)


@pytest.mark.parametrize("source", ["[open", "close]", "[|a1]", "[words]", "a|b]"])
def test_a_mark_without_partner_or_words_is_refused(source: str) -> None:
    with pytest.raises(BadExpectation):
        parse_marked(source)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("invented: true", "invented: yes", "first line"),
        ("marks: t1", "marks: t2", "t2"),
        (", killing [at least two|n1]", ", [killing|a9] [at least two|n1]", "a9"),
        ("kind: unknown", "kind: terrorists", "kind"),
        ("\n---\nreports", "\nreports", "2 parts"),
        ("id: c1, marks: n1", "id: c1, part_of: c7, marks: n1", "c7"),
    ],
)
def test_marks_and_record_must_agree(old: str, new: str, told: str) -> None:
    assert parse_annotated(GOOD, "good").record.reports[0].targets[0].kind == "site"
    with pytest.raises(BadExpectation, match=re.escape(told)):
        parse_annotated(GOOD.replace(old, new, 1), "bad")


def test_expectations_follow_from_the_annotation() -> None:
    expected = expected_of(parse_annotated(GOOD, "good"), codebook.load().event_types)
    report = expected.reports[0]
    assert (report.event_type, report.sub_event_type) == ("Battles", "Armed clash")
    assert report.perpetrators == ("Gunmen",)
    assert report.where.name == "Tessit"
    assert report.casualties is not None
    assert (report.casualties[0].low, report.casualties[0].high) == (2, None)


def test_the_corpus_is_as_large_and_spread_as_it_says() -> None:
    folders = defaultdict(set)
    for path in FILES:
        part, conflict, _ = path.relative_to(CORPUS).parts
        folders[conflict].add(part)
    assert len(FILES) >= 400
    assert len(folders) >= 25
    assert all(len(parts) == 1 for parts in folders.values()), "a conflict stands in one part only"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_report_of_the_corpus_is_whole(path: Path) -> None:
    article = parse_annotated(path.read_text(encoding="utf-8"), path.name)
    types = codebook.load().event_types
    known = {*types.names, *(sub.name for sub in types.sub_types)}
    assert {report.type for report in article.record.reports} <= known
    assert expected_of(article, types).name == path.name


def test_stand_off_files_hold_offsets_and_labels_only() -> None:
    assert len(STANDOFF) >= 150
    for path in STANDOFF:
        held = json.loads(path.read_text(encoding="utf-8"))
        assert set(held) == {"corpus", "document", "published", "text_sha256", "marks", "record"}, path.name
        assert all(isinstance(n, int) for places in held["marks"].values() for place in places for n in place)
        longest = max((len(word) for word in _strings(held["record"])), default=0)
        assert longest <= 40, f"{path.name} holds words"


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [word for each in value.values() for word in _strings(each)]
    if isinstance(value, list):
        return [word for each in value for word in _strings(each)]
    return [value] if isinstance(value, str) else []


def test_marks_of_a_record_are_listed_once_for_each_use() -> None:
    assert [*marks_of(parse_annotated(GOOD, "good").record)] == ["a1", "d1", "l1", "p1", "s1", "t1", "n1"]
