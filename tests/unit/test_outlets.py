import pytest

from recount.codebook.country_codes import codes_of
from recount.codebook.outlets import SCALES, is_agency, outlet_of, outlets, scale_of
from recount.publishing.formats.acled import SOURCE_SCALES

SCALE_CASES = [
    # outlets, country of the event, scale
    (["Reuters"], None, "International"),
    (["AFP", "Agence France-Presse"], None, "International"),
    (["Studio Tamani"], "ML", "National"),
    (["Studio Tamani", "AFP"], "ML", "National-International"),
    (["Greater Kashmir", "The Hindu"], "IN", "Subnational-National"),
    (["Twitter", "Enab Baladi"], "SY", "New media-National"),
    (["MSF", "Facebook"], "SD", "Other-New media"),
    (["Al Arabiya", "Reuters"], "YE", "Regional-International"),
    (["SOHR", "SANA", "Reuters"], "SY", "Local partner-International"),
    (["Daily Trust"], "NE", "Regional"),
    (["Daily Trust"], "SO", "International"),
    (["Radio Nobody"], "ML", None),
    (["Radio Nobody", "reuters.com"], "ML", "International"),
    ([], None, None),
]


@pytest.mark.parametrize(("names", "country", "scale"), SCALE_CASES)
def test_outlets_have_acleds_scale(names: list[str], country: str | None, scale: str | None) -> None:
    assert scale == scale_of(names, country=country)
    assert scale is None or scale in SOURCE_SCALES


def test_every_pair_of_scales_is_one_that_acled_writes() -> None:
    pairs = {f"{first}-{second}" for at, first in enumerate(SCALES) for second in SCALES[at + 1 :]}
    assert pairs <= set(SOURCE_SCALES)


def test_an_outlet_is_found_by_other_names_and_its_site() -> None:
    found = {outlet_of(name) for name in ("BBC", "the bbc", "BBC News", "www.bbc.com")}
    assert len(found) == 1
    assert outlet_of("BBC Nowhere") is None


def test_wire_agencies_are_told_from_other_outlets() -> None:
    assert [is_agency(name) for name in ("AFP", "Tasnim", "BBC", None)] == [True, True, False, False]


def test_the_list_holds_outlets_of_all_scales_and_known_countries() -> None:
    listed = set(outlets().values())
    assert len(listed) > 250
    assert {outlet.scale for outlet in listed} == set(SCALES)
    assert all(codes_of(outlet.country) for outlet in listed if outlet.country)
