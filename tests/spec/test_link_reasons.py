"""Why two reports are taken for one happening, in words that a person can object to."""

from typing import Any

import pytest

from recount.linking.comparisons import COMPARISONS
from recount.linking.profiles import profile_of_text
from recount.linking.reasons import VALUES, kilometres_apart, reason_of
from recount.linking.scoring import answered_pairs
from recount.linking.tables import SCHEMA, table_of

DAY = 738_000
NOTHING = profile_of_text("", name="nothing")._replace(published=DAY)

Values = dict[str, Any]


def reason(one: Values, other: Values) -> str:
    """Return why two reports are linked that have a name in common, so that they are compared."""
    both = [
        NOTHING._replace(**{"report": at, "article": at, "family": at, "names": ("sana",), **values})
        for at, values in (("a", one), ("b", other))
    ]
    table = table_of(both)
    (pair,) = answered_pairs(table).to_pylist()
    answers = {one.name: None if pair[one.name] is None else one.names[pair[one.name]] for one in COMPARISONS}
    earlier, later = table.select(VALUES).to_pylist()
    return reason_of(answers, earlier, later)


def on(first: int, last: int | None = None) -> Values:
    return {"first_day": DAY + first, "last_day": DAY + (first if last is None else last)}


def town(east_km: float = 0.0, place: str = "wof:1") -> Values:
    """On the equator, where a degree is 111.19 km."""
    at = {"latitude": 0.0, "longitude": east_km / 111.195, "radius_km": 2.0}
    return {**at, "place": place, "is_fine": True, "country": "KE"}


def killed(low: int, high: int | None, after: int = 0) -> Values:
    return {"killed_low": low, "killed_high": high, "published": DAY + after}


CASES: list[tuple[Values, Values, str]] = [
    # one                 other                       reason
    ({}, {}, ""),
    (on(0), on(0), "same day"),
    (on(0), on(3), "3 days apart"),
    (on(0, 2), on(5, 9), "3 days apart"),
    (on(5, 9), on(0, 2), "3 days apart"),
    (on(0), on(11), "11 days apart"),
    (town(), town(), "same place"),
    (town(), town(12.4, "wof:2"), "12 km apart"),
    (town(), town(480, "wof:2"), "480 km apart"),
    (killed(3, 3), killed(3, 3), "same number killed (3)"),
    (killed(3, None), killed(3, None), "same number killed (at least 3)"),
    (killed(12, None), killed(20, 20), "numbers killed overlap (at least 12, 20)"),
    (killed(24, 36), killed(30, 30), "numbers killed overlap (24 to 36, 30)"),
    (killed(10, 10), killed(20, 20, after=2), "number killed revised upward (10, 20)"),
    (killed(2, 2), killed(90, 90), "numbers killed differ (2, 90)"),
    ({"injured_low": 4, "injured_high": 4}, {"injured_low": 4, "injured_high": 4}, "same number injured (4)"),
    ({"weapons": ("drone", "missile")}, {"weapons": ("missile",)}, "both missile"),
    ({"has_happened": False}, {}, "only one tells of something that happened"),
    ({"perpetrators": ("jnim",)}, {"perpetrators": ("jnim",)}, "same perpetrator"),
    ({"perpetrators": ("jnim",)}, {"perpetrators": ("aqim",)}, "perpetrators of other names"),
    ({}, {"published": DAY + 40}, "told more than a month apart"),
    # Together: in the order of the questions.
    ({**on(0), **town(), **killed(3, 3)}, {**on(1), **town(), **killed(3, 3)},
     "1 day apart, same place, same number killed (3)"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_reasons_in_words(one: Values, other: Values, expected: str) -> None:
    assert expected == reason(one, other)


# An answer that goes without saying: that both tell of what has happened, when they were published, and no figure.
SILENT = {("happened", "both"), ("numbers", "none")}
EVERY = [(one.name, answer) for one in COMPARISONS for answer in one.names]


@pytest.mark.parametrize(("question", "answer"), EVERY)
def test_every_answer_is_said(question: str, answer: str) -> None:
    side = {**dict.fromkeys(VALUES), **on(0), **town(), **killed(3, 3), "injured_low": 1, "weapons": ("drone",)}
    said = reason_of({question: answer}, side, {**side, "longitude": 0.5})
    goes_without = (question, answer) in SILENT or (question == "told" and answer != COMPARISONS[1].otherwise)
    assert bool(said) != goes_without
    assert "_" not in said
    assert "None" not in said


def test_no_two_answers_to_one_question_are_said_alike() -> None:
    side = {**dict.fromkeys(VALUES), **on(0), **town(), **killed(3, 3), "injured_low": 1, "weapons": ("drone",)}
    for one in COMPARISONS:
        # Days and kilometres are told as they are.
        told = [reason_of({one.name: answer}, side, side) for answer in one.names]
        told = [words for words in told if words and not words.endswith(("days apart", "km apart"))]
        assert len(set(told)) == len(told), one.name


def test_reasons_are_told_with_columns_that_profiles_have() -> None:
    assert set(VALUES) <= set(SCHEMA.names)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111.2),
        ((60.0, 0.0), (60.0, 1.0), 55.6),
        ((0.0, 179.5), (0.0, -179.5), 111.2),
        ((90.0, 0.0), (-90.0, 77.0), 20015.1),
        ((None, None), (0.0, 0.0), None),
        ((0.0, 0.0), (0.0, None), None),
    ],
)
def test_kilometres_are_on_the_ground(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None], km: float | None
) -> None:
    sides = [dict(zip(("latitude", "longitude"), at, strict=True)) for at in (one, other)]
    found = kilometres_apart(*sides)
    assert (None if found is None else round(found, 1)) == km
