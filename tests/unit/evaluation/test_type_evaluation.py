"""Sets of labelled texts: their formats read, and weighted F1, on invented texts with figures worked out."""

import json
from collections.abc import Mapping, Set

import pytest

from recount.errors import BadCorpus
from recount.evaluation.types import TypeEvaluation, evaluate_types, read_types


class Answers:
    """A reader that was told what to say of each text."""

    def __init__(self, answers: Mapping[str, Set[str]], corpus: str) -> None:
        self.answers, self.corpus = answers, corpus

    def labels(self, text: str, *, corpus: str) -> set[str]:
        assert corpus == self.corpus
        return set(self.answers.get(text, ()))


# Texts by their labels: raid 1 and 4, blast 2, arrest 3, rain none.
ROWS = "raid\t1\t0\t0\t1\r\nblast\t0\t1\t0\t0\r\narrest\t0\t0\t1\t0\r\nrain\t0\t0\t0\t0\r\nblast two\t0\t1\t0\t0\r\n"


def evaluated(answers: Mapping[str, Set[str]], rows: str = ROWS) -> TypeEvaluation:
    corpus = read_types(rows, source="dev.tsv", folder="invented")
    return evaluate_types(corpus, Answers(answers, corpus.name))


def test_columns_become_labels_and_tell_the_set() -> None:
    corpus = read_types(ROWS, source="dev.tsv", folder="invented")
    assert corpus.name == "satp_relevant"
    assert [sorted(case.labels) for case in corpus.cases] == [["1", "4"], ["2"], ["3"], [], ["2"]]
    assert read_types("a\t1\t0\n", source="x.tsv", folder="invented").name == "invented"


def test_quoted_fields_are_those_of_csv() -> None:
    corpus = read_types('"He said ""run"" – and\tran."\t0\t1\n', source="x.tsv", folder="invented")
    assert corpus.cases[0].text == 'He said "run" – and\tran.'


def test_one_column_is_a_class() -> None:
    corpus = read_types("a\t4\nb\t0\n", source="train.tsv", folder="invented")
    assert corpus.name == "cameo_class"
    assert [set(case.labels) for case in corpus.cases] == [{"4"}, {"0"}]


def test_plover_records_are_read_without_their_documentation() -> None:
    records = [
        {"id": "0", "event": "DOCUMENT", "comment": "…"},
        {"id": "1", "event": "ASSAULT", "text": "Raiders struck."},
    ]
    corpus = read_types(json.dumps(records), source="gold.txt", folder="invented")
    assert corpus.name == "plover_gsr"
    assert [(case.name, case.text, set(case.labels)) for case in corpus.cases] == [
        ("1", "Raiders struck.", {"ASSAULT"})
    ]


def test_the_set_itself_is_perfect() -> None:
    figures = evaluated({"raid": {"1", "4"}, "blast": {"2"}, "arrest": {"3"}, "blast two": {"2"}}).figures()
    assert (figures["weighted_f1"], figures["micro"]["f1"], figures["macro_f1"], figures["exact"]) == (1, 1, 1, 1)


def test_weighted_f1_weighs_each_label_by_its_texts() -> None:
    # F1 by label: 1 → 2/3 (right once, once too often), 2 → 2/3 (one of two), 3 → 0, 4 → 1; texts: 1, 2, 1, 1.
    figures = evaluated({"raid": {"1", "4"}, "blast": {"2"}, "arrest": {"1"}}).figures()
    assert figures["weighted_f1"] == pytest.approx((2 / 3 + 2 * 2 / 3 + 0 + 1) / 5)
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 0 + 1) / 4)
    assert figures["micro"]["precision"] == 3 / 4
    assert figures["micro"]["recall"] == 3 / 5
    assert figures["exact"] == 3 / 5
    assert figures["labels"]["2"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "expected": 2}


def test_silence_finds_nothing_and_no_label_at_all_has_no_figure() -> None:
    assert evaluated({}).figures()["weighted_f1"] == 0.0
    assert evaluated({}, "rain\t0\t0\n").figures()["weighted_f1"] is None
    assert evaluated({"rain": {"1"}}, "rain\t0\t0\n").figures()["weighted_f1"] == 0.0


def test_items_are_texts() -> None:
    item = evaluated({"raid": {"2"}}).items[0]
    assert item == ("line 1", "labels", "1, 4", "2", False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "dev.tsv: the file is empty"),
        ("no labels\n", "dev.tsv, line 1: no tab"),
        ("a\t0\t1\nb\t0\n", "line 2: 1 labels where the first line has 2"),
        ("a\t0\t1\nb\t0\t7\n", "line 2: 0 7 after the text"),
        ("[{]", "line 1: Expecting property name"),
        ('[{"id": "1"}]', "record 0.event: Field required"),
    ],
)
def test_a_line_in_another_format_is_named(text: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read_types(text, source="dev.tsv", folder="invented")
