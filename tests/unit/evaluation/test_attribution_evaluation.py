"""Attributions in PolNeAR's form: how its files are read, and what the figures count."""

from collections.abc import Sequence

import pytest

from recount.errors import BadCorpus
from recount.evaluation.attributions import AttributionEvaluation, evaluate_attributions, read_attributions
from recount.nouns.labels import Attribution

TEXT = "“The bridge fell,” the mayor said, “at dawn.” Police deny it.\nThe road is open."
ANNOTATION = (
    "T1\tContent 0 18;35 45\t“The bridge fell,” “at dawn.”\n"
    "T2\tSource 19 28\tthe mayor\n"
    "T3\tCue 29 33\tsaid\n"
    "T4\tSource 46 52\tPolice\n"
    "T5\tCue 53 57\tdeny\n"
    "T6\tContent 58 60\tit\nThe road\n"
    "E1\tAttribution:T3 Content:T1 Cue:T3 Source:T2\n"
    "E2\tAttribution:T5 Content2:T6 Cue:T5 Source:T4\n"
)


class _Given:
    def __init__(self, *attributions: Attribution) -> None:
        self._given = attributions

    def attributions(self, text: str) -> Sequence[Attribution]:
        return self._given


def _evaluate(*found: Attribution) -> AttributionEvaluation:
    case = read_attributions(ANNOTATION, TEXT, source="one.ann", name="one")
    return evaluate_attributions([case], _Given(*found))


def test_parts_in_pieces_and_words_over_lines_are_read() -> None:
    case = read_attributions(ANNOTATION, TEXT, source="one.ann", name="one")
    assert case.attributions == (
        Attribution(((19, 28),), ((29, 33),), ((0, 18), (35, 45))),
        Attribution(((46, 52),), ((53, 57),), ((58, 60),)),
    )


def test_the_annotation_itself_is_right_throughout() -> None:
    case = read_attributions(ANNOTATION, TEXT, source="one.ann", name="one")
    figures = _evaluate(*case.attributions).figures()
    assert [figures[part][f"{name}_f1"] for part in ("source", "cue", "content") for name in ("exact", "overlap")] == [
        1.0
    ] * 6
    assert figures["whole"]["f1"] == figures["content"]["characters_f1"] == 1.0


def test_one_character_in_common_is_overlap_and_not_exact() -> None:
    figures = _evaluate(Attribution(((23, 28),), ((29, 33),), ((0, 18),))).figures()
    assert (figures["source"]["exact_f1"], figures["source"]["overlap_recall"]) == (0.0, 0.5)
    assert figures["content"]["overlap_precision"] == 1.0
    assert figures["content"]["characters_f1"] == pytest.approx(2 * 18 / (18 + 30))


def test_one_found_part_answers_one_expected_part() -> None:
    everything = ((0, len(TEXT)),)
    figures = _evaluate(Attribution(everything, everything, everything)).figures()
    assert figures["source"]["overlap_recall"] == 0.5
    assert figures["whole"]["recall"] == 0.5


def test_a_row_for_each_part_expected_or_found() -> None:
    evaluation = _evaluate(Attribution((), ((29, 33),), ((62, 66),)))
    verdicts = sorted((row[1], row[-1]) for row in evaluation.rows())
    assert verdicts == [
        ("content", "missed"),
        ("content", "missed"),
        ("content", "spurious"),
        ("cue", "missed"),
        ("cue", "right"),
        ("source", "missed"),
        ("source", "missed"),
    ]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        ("T1\tCue 0 900\tsaid\n", "lies outside its text"),
        ("E1\tAttribution:T1 Cue:T1 Source:T9\n", "which is not marked"),
    ],
)
def test_a_file_that_does_not_fit_its_text_is_refused(annotation: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=message):
        read_attributions(annotation, TEXT, source="one.ann", name="one")
