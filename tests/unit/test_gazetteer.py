"""The packaged gazetteer: what it holds, how it is looked up, what it says when it is damaged."""

import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recount import gazetteer
from recount.errors import BadGazetteer
from recount.gazetteer import Gazetteer, find_mentions, locate
from recount.gazetteer.store import PACKAGED

HELD = [
    # name, country, kind, latitude, longitude, within km
    ("Syria", "SY", "country", 35.0, 38.0, 50),
    ("Russia", "RU", "country", 60.0, 100.0, 50),
    ("Cook County", "US", "admin2", 41.84, -87.82, 25),
    ("Catalonia", "ES", "admin1", 41.8, 1.5, 80),
    ("Europe", None, "area", 48.7, 9.1, 50),
    ("Scotland", "GB", "admin1", 56.0, -4.0, 50),
    ("Euphrates", None, "region", 34.5, 41.0, 50),
    ("DR Congo", "CD", "country", -2.5, 23.5, 50),
    ("Al-Omar oil field", "SY", "oil field", 35.15, 40.58, 30),
    ("Ain al-Asad air base", "IQ", "air base", 33.79, 42.44, 25),
    ("Al-Shaddadi base", "SY", "military base", 36.05, 40.73, 25),
    ("Deir ez-Zor", "SY", "locality", 35.34, 40.14, 15),
    ("دير الزور", "SY", "locality", 35.34, 40.14, 15),
    ("Донецк", "UA", "locality", 48.0, 37.8, 20),
    ("חיפה", "IL", "locality", 32.8, 35.0, 20),
    ("北京", "CN", "locality", 39.9, 116.4, 20),
    ("Nairobi", "KE", "locality", -1.28, 36.82, 20),
    ("Tokyo", "JP", "locality", 35.69, 139.69, 30),
    ("Red Sea", None, "sea area", 20.3, 38.5, 100),
]


@pytest.mark.parametrize(("name", "country", "kind", "latitude", "longitude", "within"), HELD)
def test_known_names_are_held(
    name: str, country: str | None, kind: str, latitude: float, longitude: float, within: float
) -> None:
    found = [one.place for one in gazetteer.load().look_up(name) if one.place.kind == kind]
    assert found[0].country == country
    assert gazetteer.distance_km(found[0].latitude, found[0].longitude, latitude, longitude) <= within


PRESENT = [
    # town, country, its province or county of today
    ("Kisangani", "CD", "Tshopo"),
    ("Bunia", "CD", "Ituri"),
    ("Garissa", "KE", "Garissa"),
    ("Ménaka", "ML", "Ménaka"),
    ("Jenin", "PS", "West Bank"),
]


@pytest.mark.parametrize(("name", "country", "division"), PRESENT)
def test_towns_lie_in_their_present_divisions(name: str, country: str, division: str) -> None:
    towns = [one.place for one in gazetteer.load().look_up(name, country=country) if one.place.kind == "locality"]
    assert towns[0].admin1 == division


ALIKE = [
    # as reports write it, country, a name of the same place
    ("Al-Shaddadi", "SY", "Ash Shaddadah"),
    ("Shadadi", "SY", "Ash Shaddadah"),
    ("Dayr az Zawr", "SY", "Deir ez-Zor"),
    ("Hodeida", "YE", "Al Hudaydah"),
    ("El-Fashir", "SD", "El Fasher"),
    ("Avdeevka", "UA", "Avdiyivka"),
]


@pytest.mark.parametrize(("written", "country", "name"), ALIKE)
def test_other_spellings_are_found(written: str, country: str, name: str) -> None:
    assert name in [one.place.name for one in gazetteer.load().look_up(written, country=country)]


@pytest.mark.parametrize("name", ["Xqzvwkplm", "", "!!", "Zzuvarka"])
def test_what_is_not_held_is_not_found(name: str) -> None:
    assert gazetteer.load().look_up(name) == ()


def test_every_candidate_gives_its_reason_and_a_bounded_score() -> None:
    for one in gazetteer.load().look_up("Tripoli"):
        assert one.reason and 0 <= one.score <= 1 and 0 <= one.likeness_score <= 1


@pytest.mark.parametrize(("name", "country"), [("Купянск", "UA"), ("Авдіівка", "UA"), ("قيارة", "IQ")])
def test_a_name_in_another_script_is_found_by_its_sound(name: str, country: str) -> None:
    """None of these spellings is held as such."""
    assert gazetteer.load().look_up(name, country=country)


RANKED = [
    # name, country given, id's kind, name of the likeliest
    ("Kandahar", "AF", "locality", "Kandahār"),
    ("Kandahar province", "AF", "admin1", "Kandahar"),
    ("Kutupalong refugee camp", "BD", "camp", "Kutupalong camp"),
    ("Wadi Halfa town", "SD", "locality", "Wadi Halfa"),
]


@pytest.mark.parametrize(("name", "country", "kind", "likeliest"), RANKED)
def test_a_bare_name_is_the_town_and_a_kind_word_may_be_missing(
    name: str, country: str, kind: str, likeliest: str
) -> None:
    best = gazetteer.rank_candidates(name, gazetteer.load(), country=country)[0]
    assert (best.place.kind, best.place.name) == (kind, likeliest)


@pytest.mark.parametrize("name", ["Tripoli", "Kandahar", "Al-Tanf", "Hodeida", "San José", "Qayara"])
def test_confidences_are_shares_and_fall(name: str) -> None:
    ranked = gazetteer.rank_candidates(name, gazetteer.load())
    shares = [one.confidence for one in ranked]
    assert all(share is not None and 0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, key=lambda share: -(share or 0))


def test_a_name_that_is_not_held_has_no_candidate() -> None:
    assert gazetteer.rank_candidates("Xqzvwkplm refugee camp", gazetteer.load()) == ()


def test_a_country_narrows_the_look_up() -> None:
    assert {one.place.country for one in gazetteer.load().look_up("Tripoli", country="LB")} == {"LB"}


def test_the_file_opens_fast_and_states_its_digest() -> None:
    begun = time.perf_counter()
    names = Gazetteer(PACKAGED)
    assert time.perf_counter() - begun < 1.0
    assert names.digest.startswith("sha256:") and len(names) == names.about["places"]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadGazetteer, match="recount gazetteer build"):
        Gazetteer(tmp_path / "none.zip")


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(BadGazetteer, match="recount gazetteer build"):
        Gazetteer(path)


def test_a_file_of_another_scheme_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.json", '{"scheme": 0, "digest": "sha256:0"}')
    with pytest.raises(BadGazetteer, match="scheme"):
        Gazetteer(path)


_WORDS = st.sampled_from(
    ["Aleppo", "near", "the", "village of", "Kaya", ",", ".", "\n", "5 km south of", "Syrian", "and", "between",
     "Al-Omar", "base", "province", "’s", "said", "Xyz", "دمشق", "Киев", "(", "-", "General", "US", "A", "of"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=25).map(" ".join)))
def test_spans_hold_for_any_text(text: str) -> None:
    names = gazetteer.load()
    mentions = find_mentions(text, names)
    end = 0
    for mention in mentions:
        assert end <= mention.start <= mention.name_start < mention.name_end <= mention.end <= len(text)
        assert text[mention.name_start : mention.name_end] == mention.name
        end = mention.end
    located = locate(mentions, names)
    assert [one.mention for one in located] == list(mentions)
    assert locate(mentions, names) == located
    for one in located:
        assert (one.latitude is None) == (one.longitude is None)
        if one.place is None and one.container is None:
            assert one.latitude is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [(36.2, 37.16, "SY"), (15.35, 44.21, "YE"), (-16.5, 179.99, "FJ"), (0.0, -30.0, None)],
)
def test_a_point_lies_in_the_country_of_the_nearest_town(
    latitude: float, longitude: float, country: str | None
) -> None:
    place = gazetteer.load().nearest(latitude, longitude)
    assert country == (place.country if place else None)
