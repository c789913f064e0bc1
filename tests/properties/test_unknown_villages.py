"""A village on no list never takes the point of a town: not that of the capital whose name its province bears."""

import pytest

from recount import gazetteer
from recount.gazetteer import find_mentions, locate

# Divisions that bear the name of their capital, each with words as reports write them.
DIVISIONS = [
    ("Idlib province, Syria", "SY"),
    ("Homs province, Syria", "SY"),
    ("Kandahar province, Afghanistan", "AF"),
    ("Ghazni province, Afghanistan", "AF"),
    ("Kunduz province, Afghanistan", "AF"),
    ("Kirkuk province, Iraq", "IQ"),
    ("Marib governorate, Yemen", "YE"),
    ("Saada governorate, Yemen", "YE"),
    ("Kidal region, Mali", "ML"),
    ("Gao region, Mali", "ML"),
    ("Kharkiv region, Ukraine", "UA"),
    ("Sumy region, Ukraine", "UA"),
    ("Kaduna State, Nigeria", "NG"),
    ("Sokoto State, Nigeria", "NG"),
]
SENTENCES = (
    "Gunmen killed nine people in the village of {} in {}.",
    "Nine people died in {} village, {}, on Monday.",
    "Shells fell on the hamlet of {}, {}, at night.",
)


@pytest.mark.parametrize("name", ["Zzorugwa", "Xqurmela", "Qwabbiro"])
@pytest.mark.parametrize(("division", "country"), DIVISIONS)
def test_an_unknown_village_is_known_to_its_division_only(name: str, division: str, country: str) -> None:
    names = gazetteer.load()
    for sentence in SENTENCES:
        text = sentence.format(name, division)
        village = next(one for one in locate(find_mentions(text, names), names) if one.mention.name == name)
        assert (village.place, village.country, village.precision) == (None, country, "admin1"), text
        assert village.container is not None and village.container.kind == "admin1", text
        assert (village.latitude, village.longitude) == (village.container.latitude, village.container.longitude)
