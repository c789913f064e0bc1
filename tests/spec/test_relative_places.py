"""Relative places: how the words beside a name say where something is, how far off that may be, and how precise."""

import pytest

from recount import gazetteer
from recount.gazetteer import LocatedMention, distance_km, find_mentions, link, locate


def literal(text: str) -> list[LocatedMention]:
    names = gazetteer.load()
    return [one for one in locate(find_mentions(text, names), names) if one.mention.role == "literal"]


def the(name: str, text: str) -> LocatedMention:
    found = [one for one in literal(text) if one.mention.name == name]
    assert found, f"{name!r} is not among {[one.mention.name for one in literal(text)]}"
    return found[0]


WORDS = [
    # text, name, relation, distance km, bearing, at most km, words
    ("It fell 12 km NW of Kirkuk.", "Kirkuk", "direction", 12, 315, None, "12 km NW of"),
    ("It fell 1,200 metres west of Kirkuk.", "Kirkuk", "direction", 1.2, 270, None, "1,200 metres west of"),
    ("It fell half a mile north of Kirkuk.", "Kirkuk", "direction", 0.8, 0, None, "half a mile north of"),
    ("It fell 9 km north-northeast of Kirkuk.", "Kirkuk", "direction", 9, 22.5, None, "9 km north-northeast of"),
    ("It fell 30 km from Kirkuk to the south.", "Kirkuk", "direction", 30, 180, None, "30 km from … to the south"),
    ("It fell south of Kirkuk.", "Kirkuk", "direction", None, 180, None, "south of"),
    ("It fell 4 km from Kirkuk.", "Kirkuk", "near", 4, None, None, "4 km from"),
    ("It fell less than 5 km from Kirkuk.", "Kirkuk", "near", None, None, 5, "less than 5 km from"),
    ("It fell a few kilometres east of Kirkuk.", "Kirkuk", "direction", None, 90, 10, "a few kilometres east of"),
    ("They live an hour's drive from Kirkuk.", "Kirkuk", "near", None, None, 50, "an hour's drive from"),
    ("It fell near Kirkuk.", "Kirkuk", "near", None, None, None, "near"),
    ("They fired from the hills above Goma.", "Goma", "near", None, None, None, "the hills above"),
    ("They crossed upstream of Bor in South Sudan.", "Bor", "near", None, None, None, "upstream of"),
    ("It fell in Kirkuk's southern suburbs.", "Kirkuk", "edge", None, 180, None, "'s southern suburbs"),
    ("It fell on the western outskirts of Kirkuk.", "Kirkuk", "edge", None, 270, None, "the western outskirts of"),
    ("They shelled the Manbij countryside in Syria.", "Manbij", "countryside", None, None, None, "countryside"),
    ("They hit Homs' eastern desert.", "Homs", "countryside", None, 90, None, "' eastern desert"),
    ("They stood on the road to Kirkuk.", "Kirkuk", "route", None, None, None, "road to"),
    ("They drove along the Kirkuk highway.", "Kirkuk", "route", None, None, None, "highway"),
    ("It sank 8 nautical miles off Hodeidah.", "Hodeidah", "off", 14.82, None, None, "8 nautical miles off"),
    ("It sank off Hodeidah.", "Hodeidah", "off", None, None, None, "off"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "relation", "distance", "bearing", "at_most", "words"), WORDS)
def test_the_words_beside_a_name_say_how_the_place_lies_to_it(
    text: str,
    name: str,
    relation: str,
    distance: float | None,
    bearing: float | None,
    at_most: float | None,
    words: str,
) -> None:
    mention = the(name, text).mention
    assert (mention.relation, mention.distance_km, mention.bearing) == (relation, distance, bearing)
    assert (mention.reach_km, mention.relation_words) == (at_most, words)


TWO_ENDS = [
    # text, first name, second name, relation
    ("It happened between Gao and Ansongo in Mali.", "Gao", "Ansongo", "between"),
    ("It happened on the Gao-Ansongo road in Mali.", "Gao", "Ansongo", "route"),
    ("It happened on the road from Gao to Ansongo in Mali.", "Gao", "Ansongo", "route"),
    ("It happened on the highway linking Gao and Ansongo in Mali.", "Gao", "Ansongo", "route"),
]


@pytest.mark.parametrize(("text", "one", "other", "relation"), TWO_ENDS)
def test_what_lies_between_two_places_is_in_their_middle_and_half_the_gap_off(
    text: str, one: str, other: str, relation: str
) -> None:
    first, second = the(one, text), the(other, text)
    assert (first.mention.relation, first.mention.other_name) == (relation, other)
    assert (first.latitude, first.longitude) == (second.latitude, second.longitude)
    assert first.place is not None and second.place is not None and first.radius_km is not None
    ends = (first.place.latitude, first.place.longitude, second.place.latitude, second.place.longitude)
    assert first.radius_km == pytest.approx(distance_km(*ends) / 2, abs=0.1)


RADII = [
    # text, name, at least km, at most km, precision
    ("It fell in Kirkuk.", "Kirkuk", 2, 20, "exact"),
    ("It fell 20 km north of Kirkuk.", "Kirkuk", 8, 20, "near"),
    ("It fell 20 km from Kirkuk.", "Kirkuk", 20, 30, "near"),
    ("It fell 90 km north of Kirkuk.", "Kirkuk", 35, 50, "area"),
    ("It fell near Kirkuk.", "Kirkuk", 10, 20, "near"),
    ("It fell north of Kirkuk.", "Kirkuk", 25, 35, "near"),
    ("It fell in Anbar province.", "Anbar", 100, 300, "admin1"),
    ("They drove an hour's drive from Kirkuk.", "Kirkuk", 50, 60, "area"),
]


@pytest.mark.parametrize(("text", "name", "least", "most", "precision"), RADII)
def test_the_vaguer_the_words_the_wider_the_radius(
    text: str, name: str, least: float, most: float, precision: str
) -> None:
    found = the(name, text)
    assert found.radius_km is not None and least <= found.radius_km <= most
    assert found.precision == precision


BORDERS = [
    # text, words of the mention, country, latitude, longitude, within km, precision
    ("Shots were fired on the Syrian-Iraqi border.", "Syrian-Iraqi border", None, 34.9, 41.2, 60, "area"),
    ("It fell along Lebanon's border with Israel.", "Lebanon's border with Israel", "LB", 33.1, 35.5, 40, "area"),
    ("It fell near the border with Sudan in Ouaddai, Chad.", "border with Sudan", "TD", 13.3, 22.1, 80, "area"),
    ("It fell near Mandera on the Kenya-Somalia border.", "Kenya-Somalia border", "KE", 3.94, 41.87, 15, "near"),
]


@pytest.mark.parametrize(("text", "name", "country", "latitude", "longitude", "within", "precision"), BORDERS)
def test_a_border_is_a_place_of_its_own_at_the_stretch_nearest_to_the_place_beside_it(
    text: str, name: str, country: str | None, latitude: float, longitude: float, within: float, precision: str
) -> None:
    found = the(name, text)
    assert (found.mention.relation, found.country, found.precision) == ("border", country, precision)
    assert found.latitude is not None and found.longitude is not None
    assert distance_km(found.latitude, found.longitude, latitude, longitude) <= within


@pytest.mark.parametrize(
    "text",
    [
        "It fell in the Syrian border town of Azaz.",
        "Syrian border guards fired.",
        "The Turkish border police said so.",
        "They closed the Rafah border crossing.",
    ],
)
def test_towns_guards_and_crossings_of_a_border_are_no_border(text: str) -> None:
    assert [one.mention.name for one in literal(text) if one.mention.relation == "border"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Fighting between Israel and Hezbollah went on.",
        "The war between Russia and Ukraine is in its third year.",
        "A deal between Moscow and Kyiv was signed.",
        "Relations between Iran and Iraq were tense.",
    ],
)
def test_between_states_there_is_no_place(text: str) -> None:
    assert literal(text) == []


APPOSED = [
    # text, name, latitude, longitude, within km
    ("Men burned Zzorugwa, a village 15 km south of Damboa, Nigeria.", "Zzorugwa", 11.02, 12.756, 12),
    ("They looted Zzorugwa (15 km south of Damboa) in Nigeria.", "Zzorugwa", 11.02, 12.756, 12),
    ("Men burned Zzorugwa, a small village near Damboa, Nigeria.", "Zzorugwa", 11.155, 12.756, 12),
]


@pytest.mark.parametrize(("text", "name", "latitude", "longitude", "within"), APPOSED)
def test_a_village_on_no_list_lies_where_the_words_after_its_name_say(
    text: str, name: str, latitude: float, longitude: float, within: float
) -> None:
    found = the(name, text)
    assert found.place is None and found.precision == "near"
    assert found.latitude is not None and found.longitude is not None
    assert distance_km(found.latitude, found.longitude, latitude, longitude) <= within


def test_a_namesake_far_from_where_the_words_say_is_another_place() -> None:
    # There is a Bor in South Sudan, and none known south of Damboa.
    found = the("Bor", "Men burned Bor, a village 15 km south of Damboa in Borno State, Nigeria.")
    assert found.latitude is not None and abs(found.latitude - 11.02) < 0.2


@pytest.mark.parametrize("text", [row[0] for row in (*WORDS, *TWO_ENDS, *BORDERS, *APPOSED)])
def test_linking_mentions_again_changes_nothing(text: str) -> None:
    mentions = find_mentions(text, gazetteer.load())
    assert tuple(link(text, mentions)) == mentions
