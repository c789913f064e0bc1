"""Which of an article's places is where this happening took place, for the rules and for the trained reader."""

import pytest

from recount import api
from recount.nouns import Report
from recount.settings import ReaderName

READERS = (ReaderName.RULES, ReaderName.MODEL)


def first_report(text: str, reader: ReaderName) -> Report:
    found = api.code(text, published="2024-05-04", reader=reader).reports
    assert found, text
    return found[0]


CASES = [
    # text, name, basis by rules, basis by the trained reader
    # Who speaks, and where, is not where it happened.
    ("Police in Kirkuk said gunmen killed two men in Hawija on Monday.", "Hawija", "stated", "stated"),
    ("Gunmen killed two policemen on Monday, a general told reporters in Baghdad.", None, "none", "none"),
    ("The governor of Kano condemned the killing of twelve traders in Zaria on Friday.", "Zaria", "stated", "stated"),
    # A dateline is where the story was filed.
    ("BAGHDAD, May 3 (Wire) - Gunmen killed two policemen on Monday, officials said.", None, "none", "none"),
    # Where somebody or something comes from, or goes to afterwards.
    (
        "Rockets fired from Tyre hit Kiryat Shmona on Tuesday, wounding two people.",
        "Kiryat Shmona",
        "stated",
        "stated",
    ),
    ("Hundreds fled to Goma after rebels attacked Sake on Friday, killing six.", "Sake", "stated", "stated"),
    ("Fighters from Mosul attacked a checkpoint in Tikrit on Monday, killing four.", "Tikrit", "stated", "stated"),
    ("A man born in Paris shot dead two people in Brussels on Tuesday.", "Brussels", "stated", "stated"),
    # A place inside the name of an organisation.
    ("The Aleppo Media Centre said a strike killed three children on Sunday.", None, "none", "none"),
    # A village and what only says where it lies.
    (
        "Clashes broke out in the village of Qorbata, near Baidoa in Somalia, on Monday, killing eight.",
        "Qorbata",
        "stated",
        "stated",
    ),
    # A paragraph's label, an earlier sentence, the headline.
    (
        "Weekly notes\n\nDerna. On 7 August a fisherman was killed when a landmine exploded at the harbour wall.",
        "Derna",
        "carried",
        "carried",
    ),
    (
        "Soldiers reached Hawija in Iraq on Sunday. Two of them were shot dead by a sniper on Monday.",
        "Hawija",
        "carried",
        "carried",
    ),
    (
        "Car bomb kills five in Kirkuk\n\nA car bomb killed five people on Monday, police said.",
        "Kirkuk",
        "heading",
        "stated",
    ),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("text", "name", "by_rules", "by_model"), CASES)
def test_the_place_is_where_it_happened(
    text: str, name: str | None, by_rules: str, by_model: str, reader: ReaderName
) -> None:
    where = first_report(text, reader).where
    assert where.name == name
    assert where.basis == (by_rules if reader is ReaderName.RULES else by_model)


@pytest.mark.parametrize("reader", READERS)
def test_each_labelled_paragraph_has_its_own_place(reader: ReaderName) -> None:
    text = (
        "Weekly notes\n\nDerna. On 7 August a fisherman was killed when a landmine exploded at the harbour wall.\n\n"
        "Ubari. Two gunmen shot dead a guard on Tuesday."
    )
    reports = api.code(text, published="2024-08-09", reader=reader).reports
    assert [report.where.name for report in reports] == ["Derna", "Ubari"]


def test_an_unknown_village_takes_its_container_and_no_capital() -> None:
    text = "Gunmen killed nine people on Sunday in the village of Zzorugwa in Borno State, Nigeria."
    where = first_report(text, ReaderName.RULES).where
    assert (where.name, where.gazetteer_id, where.admin1, where.precision) == ("Zzorugwa", None, "Borno", "admin1")
    assert (where.ucdp_where_prec, where.acled_geo_precision) == (4, 3)
    record = api.code(text, published="2024-05-04")
    assert [notice.kind for notice in record.notices] == ["unknown place"]


def test_a_place_on_a_road_names_both_its_ends() -> None:
    text = "Gunmen killed nine people on Sunday on the road from Maiduguri to Damboa in Borno State, Nigeria."
    where = first_report(text, ReaderName.RULES).where
    assert where.relation == "route" and where.ucdp_where_prec == 5
    assert {"Damboa"} <= {span.quote for span in where.spans}
    assert where.spans[0].quote == "road from Maiduguri"


def test_a_wave_over_a_province_and_a_strike_in_it_are_two_reports() -> None:
    text = (
        "Warplanes launched four raids on Idlib province in Syria on Sunday. A missile hit a bakery in Saraqib, "
        "killing nine people."
    )
    reports = api.code(text, published="2024-05-04", reader=ReaderName.RULES).reports
    assert [report.where.name for report in reports] == ["Idlib", "Saraqib"]
