"""What names tell each other: the ends of a road lie near each other, and a town stands in the district of its name."""

import pytest

from recount import gazetteer
from recount.gazetteer import LocatedMention, find_mentions, locate
from recount.nouns import Span, Where
from recount.nouns.wording import place_as_written


def the(name: str, text: str) -> LocatedMention:
    names = gazetteer.load()
    return next(one for one in locate(find_mentions(text, names), names) if one.mention.name == name)


ENDS = [
    # text, name, country, latitude, longitude (common knowledge to some kilometres)
    ("Hawija, Iraq, was shelled, and so was the road between Hawija and Riyadh.", "Riyadh", "IQ", 35.27, 43.91),
    ("Hawija, Iraq, was shelled, and so was the road between Hawija and Riyadh.", "Hawija", "IQ", 35.33, 43.77),
    ("Talks were held in Riyadh. Shells hit Hawija in Iraq.", "Riyadh", "SA", 24.69, 46.72),
    ("A mine went off on the Gao-Ansongo road in Mali.", "Ansongo", "ML", 15.66, 0.50),
]


@pytest.mark.parametrize(("text", "name", "country", "latitude", "longitude"), ENDS)
def test_the_ends_of_a_road_lie_near_each_other(
    text: str, name: str, country: str, latitude: float, longitude: float
) -> None:
    place = the(name, text).place
    assert place is not None
    assert (place.country, round(place.latitude - latitude), round(place.longitude - longitude)) == (country, 0, 0)


def test_the_reason_names_the_other_end() -> None:
    one = the("Riyadh", "Hawija, Iraq, was shelled, and so was the road between Hawija and Riyadh.")
    assert "km from Hawija, as the words say" in one.reason


def test_a_village_of_a_capitals_name_is_meant_where_the_words_say_so() -> None:
    place = the("Riyadh", "Shells fell on Riyadh in Iraq.").place
    assert place is not None
    assert place.country == "IQ"


def test_a_town_in_the_district_of_its_name_goes_before_a_hamlet_elsewhere() -> None:
    text = "A strike killed four near Hawija, Iraq. Houses burned in Diyala province."
    place = the("Hawija", text).place
    assert place is not None
    assert place.admin1 == "Kirkuk"


def test_a_place_between_two_is_written_with_both() -> None:
    spans = (Span(10, 24, "between Hawija"), Span(29, 35, "Riyadh"))
    where = Where(name="Hawija", relation="between", spans=spans)
    assert place_as_written(where) == "between Hawija and Riyadh"
