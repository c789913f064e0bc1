"""Land borders: the stretch nearest to a place, and the middle of the whole."""

import pytest

from recount.gazetteer import distance_km
from recount.gazetteer.borders import border_near, neighbours, whole_border


def test_neighbours_share_a_land_border() -> None:
    assert neighbours("SY") == {"TR", "IQ", "JO", "IL", "LB"}
    assert neighbours("XX") == frozenset()


def test_the_nearest_stretch_of_a_border_is_as_far_as_the_radius_says() -> None:
    # Azaz lies some 7 km from Turkey.
    found = border_near("SY", "TR", 36.586, 37.044)
    assert found is not None and found == border_near("TR", "SY", 36.586, 37.044)
    away = distance_km(36.586, 37.044, found.latitude, found.longitude)
    assert away == pytest.approx(found.radius_km) and away < 12


def test_countries_without_a_common_border_have_no_stretch() -> None:
    assert border_near("SY", "FR", 36.5, 37.0) is None
    assert whole_border("SY", "FR") is None


def test_the_whole_border_reaches_from_its_middle_to_its_end() -> None:
    found = whole_border("TH", "MY")
    assert found is not None
    assert 5.5 < found.latitude < 7 and 100 < found.longitude < 102.2
    assert 80 < found.radius_km < 150
