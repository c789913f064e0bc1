import pytest

from recount.codebook import load
from recount.codebook.country_codes import codes_of, codes_of_alpha3, country_codes, region_of_waters

# UCDP GED 25.1 and Gleditsch & Ward's list of states; ACLED's columns `iso`, `region` and `country`.
KNOWN = [
    # code, alpha-3, numeric, ACLED's region, GED's name, GED's region, its number, Correlates of War
    ("ML", "MLI", 466, "Western Africa", "Mali", "Africa", 432, 432),
    ("YE", "YEM", 887, "Middle East", "Yemen (North Yemen)", "Middle East", 678, 679),
    ("CD", "COD", 180, "Middle Africa", "DR Congo (Zaire)", "Africa", 490, 490),
    ("RU", "RUS", 643, "Europe", "Russia (Soviet Union)", "Europe", 365, 365),
    ("EG", "EGY", 818, "Northern Africa", "Egypt", "Middle East", 651, 651),
    ("AZ", "AZE", 31, "Caucasus and Central Asia", "Azerbaijan", "Europe", 373, 373),
    ("AF", "AFG", 4, "Caucasus and Central Asia", "Afghanistan", "Asia", 700, 700),
    ("MM", "MMR", 104, "Southeast Asia", "Myanmar (Burma)", "Asia", 775, 775),
    ("DE", "DEU", 276, "Europe", "Germany", "Europe", 260, 255),
    ("SD", "SDN", 729, "Northern Africa", "Sudan", "Africa", 625, 625),
    ("ZW", "ZWE", 716, "Southern Africa", "Zimbabwe (Rhodesia)", "Africa", 552, 552),
    ("HT", "HTI", 332, "Caribbean", "Haiti", "Americas", 41, 41),
    ("XK", "XKX", None, "Europe", "Kosovo", "Europe", 347, 347),
    ("PS", "PSE", 275, "Middle East", "Israel", "Middle East", 666, None),
    ("NO", "NOR", 578, "Europe", "Norway", "Europe", 385, 385),
]


@pytest.mark.parametrize(("code", "alpha3", "numeric", "region", "name", "ged_region", "number", "cow"), KNOWN)
def test_a_country_is_written_as_the_datasets_write_it(
    code: str, alpha3: str, numeric: int | None, region: str, name: str, ged_region: str, number: int, cow: int | None
) -> None:
    found = codes_of(code)
    assert found is not None
    assert (alpha3, numeric, region) == (found.alpha3, found.numeric, found.acled_region)
    assert (name, ged_region, number, cow) == (
        found.ged_name, found.ged_region, found.state_number, found.correlates_of_war,
    )  # fmt: skip


def test_every_country_of_the_codebook_has_codes_and_no_two_share_one() -> None:
    codes = country_codes()
    assert [country.code for country in load().countries.countries] == list(codes)
    assert len({one.alpha3 for one in codes.values()}) == len(codes)
    numbers = [one.state_number for one in codes.values() if one.is_state]
    assert len(set(numbers)) == len(numbers)
    numeric = [one.numeric for one in codes.values() if one.numeric is not None]
    assert len(set(numeric)) == len(codes) - 1


def test_a_country_is_found_by_its_three_letters_and_what_is_unknown_is_none() -> None:
    mali = codes_of_alpha3("MLI")
    assert mali is not None
    assert mali.code == "ML"
    assert codes_of_alpha3("XZZ") is None
    assert codes_of(None) is None
    assert codes_of("ZZ") is None


def test_waters_have_a_region_by_name() -> None:
    assert region_of_waters("the Red Sea") == "Middle East"
    assert region_of_waters("Sea of Tranquility") is None


def test_what_is_for_publishing_does_not_change_the_digest_of_the_coding_codebook() -> None:
    assert not [name for name in load().names if name.startswith("country_")]
