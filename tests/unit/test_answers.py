"""What a coder may answer, and that the same seed draws the same sample."""

from datetime import date
from typing import Any

import pytest
from settled import GAO, GUNMEN, JNIM, claim_of, report_of

from recount.errors import BadArgument
from recount.nouns.events import NO_PERIOD, NO_PLACE, Period
from recount.reviewing import coded_values, in_words, sample, value_of_report

GIVEN = [
    # field, what is given, what is kept, and its words
    ("event_type", "Battles", "Battles", "Battles"),
    ("modality", "denied", "denied", "denied"),
    ("when", {"earliest": "2024-05-03", "latest": "2024-05-03"}, {"earliest": "2024-05-03", "latest": "2024-05-03"},
     "2024-05-03"),
    ("when", {"earliest": "2024-05-01", "latest": "2024-05-07"}, {"earliest": "2024-05-01", "latest": "2024-05-07"},
     "2024-05-01 to 2024-05-07"),
    ("where", {"name": " Gao ", "country": "ml", "admin1": ""}, {"name": "Gao", "country": "ML"}, "Gao, ML"),
    ("perpetrators", ["gunmen", " the  army ", "gunmen"], ["gunmen", "the army"], "gunmen, the army"),
    ("killed", 12, {"low": 12, "best": 12, "high": 12}, "12"),
    ("killed", {"low": 12}, {"low": 12, "best": None, "high": None}, "≥12"),
    ("injured", {"low": 3, "high": 5}, {"low": 3, "best": None, "high": 5}, "3–5"),
    ("injured", None, None, "the text does not say"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "given", "kept", "words"), GIVEN)
def test_a_value_is_kept_in_the_shape_of_corrections(field: str, given: Any, kept: Any, words: str) -> None:
    found = coded_values([field], {field: given})[field]
    assert kept == found
    assert words == in_words(field, found)


WRONG = [
    ("event_type", "War", "none of Battles"),
    ("sub_event_type", "Battles", "none of"),
    ("when", "2024-05-03", "first and the last"),
    ("when", {"earliest": "2024-05-09", "latest": "2024-05-03"}, "is after the last one"),
    ("where", {"country": "ML"}, "name of the place"),
    ("where", {"name": "Gao", "country": "XX"}, "no code of a country"),
    ("where", {"name": "Gao", "radius_km": 3}, "give a name"),
    ("perpetrators", [], "at least one name"),
    ("perpetrators", [""], "at least one letter"),
    ("targets", ["x" * 501], "at most 500"),
    ("killed", -1, "whole numbers"),
    ("killed", {"low": 5, "high": 3}, "the least first"),
    ("killed", {"low": True}, "whole numbers"),
    ("killed", "many", "whole number"),
    ("injured", {}, "whole numbers"),
]


@pytest.mark.parametrize(("field", "given", "words"), WRONG)
def test_what_is_no_value_of_its_field_is_refused(field: str, given: Any, words: str) -> None:
    with pytest.raises(BadArgument, match=words):
        coded_values([field], {field: given})


def test_a_field_that_is_left_out_is_no_answer() -> None:
    with pytest.raises(BadArgument, match="Who was attacked, Killed"):
        coded_values(["event_type", "targets", "killed"], {"event_type": "Battles"})


def test_a_sub_type_belongs_to_its_type() -> None:
    with pytest.raises(BadArgument, match="no sub-type of Battles"):
        coded_values(["event_type", "sub_event_type"], {"event_type": "Battles", "sub_event_type": "Mob violence"})
    assert coded_values(["sub_event_type"], {"sub_event_type": "Mob violence"}) == {"sub_event_type": "Mob violence"}


def test_what_was_coded_is_said_in_the_same_words() -> None:
    told = report_of(1, claim_of(3, 3, group="soldiers"), claim_of(12, None, number=2), perpetrators=(JNIM, GUNMEN))
    may = told._replace(when=Period(date(2024, 5, 1), date(2024, 5, 31), "month", "stated"))
    expected = {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "modality": "actual",
        "when": "2024-05-01 to 2024-05-31",
        "where": "Gao, Gao, ML",
        "perpetrators": "Jama'at Nusrat al-Islam wal-Muslimin, gunmen on motorbikes",
        "targets": "the text does not say",
        "killed": "3 (soldiers), ≥12",
        "injured": "the text does not say",
    }
    assert expected == {field: value_of_report(may, field) for field in expected}
    nothing = told._replace(when=NO_PERIOD, where=NO_PLACE, sub_event_type=None)
    assert {value_of_report(nothing, field) for field in ("when", "where", "sub_event_type")} == {
        "the text does not say"
    }
    assert value_of_report(told._replace(where=GAO._replace(admin1=None)), "where") == "Gao, ML"


def test_the_same_seed_draws_the_same_reports_whatever_their_order() -> None:
    ids = [f"rep1:{number:016x}" for number in range(100)]
    drawn = sample(ids, size=10, seed=1)
    assert drawn == sample(reversed(ids), size=10, seed=1)
    assert drawn == sample([*ids, *ids], size=20, seed=1)[:10]
    assert set(drawn) != set(sample(ids, size=10, seed=2))
    assert sorted(sample(ids, size=1_000, seed=1)) == ids
    assert sample(ids, size=0, seed=1) == []


def test_each_report_has_the_same_chance() -> None:
    ids = [str(number) for number in range(20)]
    drawn = [one for seed in range(400) for one in sample(ids, size=5, seed=seed)]
    assert all(60 < drawn.count(one) < 140 for one in ids), "100 of 400 draws each, give or take"
