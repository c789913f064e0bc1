"""How far coders agree: Krippendorff's own worked examples, and what is said where alpha is not defined."""

from typing import Any

import pytest

from recount.reviewing import agreement_of
from recount.reviewing.agreement import alpha_of

NONE = None

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): rows are coders, columns units.
BINARY = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
NOMINAL = (list("aabbdcccedda"), list("babbbccceddd"))
FOUR_CODERS = (
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
)


def units(rows: Any) -> list[list[Any]]:
    return [[value for value in unit if value is not None] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "level", "alpha"),
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "interval", 0.849),
        (FOUR_CODERS, "ratio", 0.797),
    ],
)
def test_alpha_is_that_of_the_published_examples(rows: Any, level: Any, alpha: float) -> None:
    found = alpha_of(units(rows), level)
    assert found is not None
    assert alpha == round(found, 3)


def test_alpha_is_not_defined_for_one_value_or_units_coded_once() -> None:
    assert alpha_of([["a", "a"], ["a", "a"]], "nominal") is None
    assert alpha_of([["a"], ["b"]], "nominal") is None
    assert alpha_of([], "ratio") is None


def coded(field: str, *pairs: tuple[Any, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """What Ana and Ben say of reports r1, r2 …"""
    return {f"r{n}": {"Ana": {field: one}, "Ben": {field: other}} for n, (one, other) in enumerate(pairs, start=1)}


def figure(number: int) -> dict[str, int]:
    return {"low": number, "best": number, "high": number}


def test_each_field_is_measured_by_what_its_values_are() -> None:
    for field, level in (("event_type", "nominal"), ("where", "nominal"), ("when", "interval"), ("killed", "ratio")):
        assert level == agreement_of({}, [field]).fields[0].level


def test_what_the_text_does_not_say_is_a_value_of_words_and_none_of_figures() -> None:
    (words,) = agreement_of(
        coded("modality", ("actual", "actual"), (None, None), ("denied", None)), ["modality"]
    ).fields
    assert (words.reports, words.equal, words.units) == (3, 2, 3)
    told = coded("killed", (figure(3), figure(3)), (figure(9), figure(12)), (figure(4), None), (None, None))
    (figures,) = agreement_of(told, ["killed"]).fields
    assert (figures.reports, figures.equal, figures.units) == (4, 2, 2)
    assert "2 reports to which fewer than two people give one left out" in figures.why


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("perpetrators", ["JNIM"], ["Jama'at Nusrat al-Islam wal-Muslimin"]),
        ("perpetrators", ["the army", "police"], ["police", "the army"]),
        ("where", {"name": "Ménaka", "country": "ML"}, {"name": "menaka", "country": "ML", "admin1": "Ménaka"}),
        ("killed", {"low": 3, "best": 3, "high": 3}, {"low": 3, "best": 3, "high": 3}),
    ],
)
def test_values_that_say_the_same_are_equal_however_they_are_written(field: str, one: Any, other: Any) -> None:
    found = agreement_of(coded(field, (one, other)), [field])
    assert (found.fields[0].equal, found.differing) == (1, ())


def test_where_coders_differ_both_values_are_told() -> None:
    (differing,) = agreement_of(coded("event_type", ("Battles", "Riots"), ("Riots", "Riots")), ["event_type"]).differing
    assert differing == ("r1", "event_type", {"Ana": "Battles", "Ben": "Riots"})


@pytest.mark.parametrize(
    ("pairs", "alpha", "why"),
    [
        ([], None, "nobody's reports were coded by a second person yet"),
        (
            [("Riots", "Riots"), ("Riots", "Riots")],
            None,
            "all give one and the same value to every report, so that chance cannot be told from agreement",
        ),
        ([("Riots", "Riots"), ("Battles", "Battles")], 1.0, "reliable"),
        ([("Riots", "Battles"), ("Battles", "Riots")], -0.5, "not reliable"),
        ([("Riots", "Riots")] * 9 + [("Battles", "Battles")] * 5 + [("Riots", "Battles")] * 2, 0.7417,
         "for tentative conclusions only"),
    ],
)  # fmt: skip
def test_alpha_is_said_in_words(pairs: list[tuple[Any, Any]], alpha: float | None, why: str) -> None:
    (field,) = agreement_of(coded("event_type", *pairs), ["event_type"]).fields
    assert (alpha, why) == (field.alpha, field.why)


def test_reports_that_one_person_coded_do_not_count() -> None:
    told = {**coded("event_type", ("Riots", "Riots")), "r9": {"Ana": {"event_type": "Battles"}}}
    assert agreement_of(told, ["event_type"]).fields[0].reports == 1
