"""Where a name lies that no gazetteer holds: in what it is written to lie in, what it is named after, or nearby."""

import pytest

from recount import gazetteer
from recount.gazetteer import LocatedMention, NamedRange, distance_km, locate, mentions_at


def given(text: str, name: str, *others: str) -> LocatedMention:
    """Set down names that are known to be names of places, whether the gazetteer holds them or not."""
    names = gazetteer.load()
    ranges = sorted(NamedRange(text.index(each), text.index(each) + len(each)) for each in (name, *others))
    located = locate(mentions_at(text, names, ranges), names)
    return next(one for one in located if one.mention.name == name)


CONTAINED = [
    # text, name, other names, precision, country, what holds it
    ("Shells fell on Qarmuniyah in Idlib province, Syria.", "Qarmuniyah", ("Idlib", "Syria"), "admin1", "SY", "Idlib"),
    ("He died in Hospital Nine, Goma, a nurse said.", "Hospital Nine", ("Goma",), "near", "CD", "Goma"),
    ("Belfast Magistrate's Court heard the case.", "Belfast Magistrate's Court", (), "near", "GB", "Belfast"),
    ("Thieves broke into the Bank of Mexico in May.", "Bank of Mexico", (), "country", "MX", "Mexico"),
]


@pytest.mark.parametrize(("text", "name", "others", "precision", "country", "holder"), CONTAINED)
def test_an_unknown_name_takes_the_smallest_place_that_the_words_give(
    text: str, name: str, others: tuple[str, ...], precision: str, country: str, holder: str
) -> None:
    one = given(text, name, *others)
    assert one.place is None
    assert (one.precision, one.country) == (precision, country)
    assert one.container is not None
    assert one.container.name == holder
    assert holder in one.reason


AROUND = "Fighters left Sarmada and Atarib for Bab al-Hawa on Monday. Two houses burned down in Tell Qarmuniyah."


def test_an_unknown_name_lies_in_the_area_where_most_places_of_the_article_lie() -> None:
    one = given(AROUND, "Tell Qarmuniyah", "Sarmada", "Atarib", "Bab al-Hawa")
    assert one.place is None
    assert (one.precision, one.country) == ("area", "SY")
    assert one.latitude is not None
    assert one.longitude is not None
    assert distance_km(one.latitude, one.longitude, 36.18, 36.72) < 30
    assert one.radius_km is not None
    assert one.radius_km >= 50
    assert "most places of the article lie around" in one.reason


def test_an_unknown_airport_is_near_the_only_town_that_the_article_names() -> None:
    one = given("Fighters entered Kidal. Shells hit Tarmikat airport.", "Tarmikat", "Kidal")
    assert (one.place, one.precision, one.country, one.radius_km) == (None, "near", "ML", 25.0)


def test_places_far_apart_are_no_surrounding() -> None:
    text = "Talks were held in Geneva, Cairo and Doha. Nothing was heard from Tell Qarmuniyah."
    one = given(text, "Tell Qarmuniyah", "Geneva", "Cairo", "Doha")
    assert (one.place, one.latitude, one.precision) == (None, None, "unknown")


def test_an_unknown_village_never_takes_the_point_of_the_capital() -> None:
    text = "The village of Tell Qarmuniyah was shelled, officials in Damascus said. Fighting went on in Syria."
    one = given(text, "Tell Qarmuniyah", "Syria")
    assert one.place is None
    assert (one.precision, one.country, one.latitude) == ("country", "SY", None)


def test_a_list_of_countries_and_islands_holds_nothing_in_one_another() -> None:
    text = "Flights to Hawaii, Guam and Saipan were cancelled."
    assert given(text, "Guam", "Hawaii", "Saipan").country == "GU"
