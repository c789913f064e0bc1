"""Names of places: which are found, what they say of the place, and where they are set down."""

import pytest

from recount import gazetteer
from recount.gazetteer import LocatedMention, contains, distance_km, find_mentions, locate, same_place


def located(text: str) -> tuple[LocatedMention, ...]:
    names = gazetteer.load()
    return locate(find_mentions(text, names), names)


def literal(text: str) -> list[LocatedMention]:
    return [one for one in located(text) if one.mention.role == "literal"]


def the(name: str, text: str) -> LocatedMention:
    found = [one for one in literal(text) if one.mention.name == name]
    assert found, f"{name!r} is not among {[one.mention.name for one in literal(text)]}"
    return found[0]


ON_THE_MAP = [
    # text, name as written, country, latitude, longitude, within km, precision
    ("A base in the city of Al-Shaddadi, south of Al-Hasakah, Syria.", "Al-Shaddadi", "SY", 36.05, 40.73, 25, "exact"),
    ("Shells fell on Ash Shadadi town in Hasakah province, Syria.", "Ash Shadadi", "SY", 36.05, 40.73, 25, "exact"),
    ("Syrian troops left al-Shadadi, in Al-Hasakah Governorate.", "al-Shadadi", "SY", 36.05, 40.73, 25, "exact"),
    ("Rockets hit the Al-Omar oil field in eastern Syria.", "Al-Omar oil field", "SY", 35.15, 40.58, 30, "exact"),
    ("The bases of Al-Omar and Al-Shaddadi fields in Syria were attacked.", "Al-Omar", "SY", 35.15, 40.58, 30, "exact"),
    ("Iraqi forces at Ain al-Assad base came under fire.", "Ain al-Assad", "IQ", 33.79, 42.44, 25, "exact"),
    ("A rocket landed near Ayn al-Asad airbase in Iraq.", "Ayn al-Asad", "IQ", 33.79, 42.44, 25, "near"),
    ("Clashes broke out in Deir Ezzor, Syria.", "Deir Ezzor", "SY", 35.34, 40.14, 15, "exact"),
    ("Clashes broke out in Deir ez-Zor in eastern Syria.", "Deir ez-Zor", "SY", 35.34, 40.14, 15, "exact"),
    ("Two men were shot in the Deir Ezzor countryside in Syria.", "Deir Ezzor", "SY", 35.2, 40.3, 80, "admin1"),
    ("Warplanes bombed Maarat al-Numan in Idlib province, Syria.", "Maarat al-Numan", "SY", 35.64, 36.67, 15, "exact"),
    ("A mine exploded in the village of Kafr Nabl, Idlib, Syria.", "Kafr Nabl", "SY", 35.61, 36.56, 15, "exact"),
    ("Mortars fell on Tal Rifaat, north of Aleppo.", "Tal Rifaat", "SY", 36.47, 37.10, 15, "exact"),
    ("A car bomb went off in Manbij, northern Syria.", "Manbij", "SY", 36.53, 37.95, 15, "exact"),
    ("Gunmen attacked a checkpoint 5 km south of Kirkuk, Iraq.", "Kirkuk", "IQ", 35.42, 44.39, 12, "near"),
    ("A bomb killed two in Tal Afar, Nineveh province, Iraq.", "Tal Afar", "IQ", 36.37, 42.45, 15, "exact"),
    ("A convoy was hit near Baiji in Salah al-Din province, Iraq.", "Baiji", "IQ", 34.93, 43.49, 15, "near"),
    ("An attack was reported in Hawija, Iraq.", "Hawija", "IQ", 35.33, 43.77, 15, "exact"),
    ("Air strikes hit Hodeidah, Yemen.", "Hodeidah", "YE", 14.80, 42.95, 20, "exact"),
    ("Shelling was heard in Al Hudaydah city in Yemen.", "Al Hudaydah", "YE", 14.80, 42.95, 20, "exact"),
    ("Fighting went on in Marib city, Yemen.", "Marib", "YE", 15.46, 45.32, 20, "exact"),
    ("Fighters entered Mukalla in Hadramawt, Yemen.", "Mukalla", "YE", 14.54, 49.13, 15, "exact"),
    ("A missile was fired from Saada province in Yemen.", "Saada", "YE", 16.9, 43.8, 100, "admin1"),
    ("A strike hit Khan Younis in the southern Gaza Strip.", "Khan Younis", "PS", 31.34, 34.30, 10, "exact"),
    ("Strikes hit the Jabalia refugee camp in northern Gaza.", "Jabalia refugee camp", "PS", 31.53, 34.49, 10, "exact"),
    ("Palestinian youths clashed with soldiers in Jenin.", "Jenin", "PS", 32.46, 35.30, 10, "exact"),
    ("Rockets fell on Kiryat Shmona in northern Israel.", "Kiryat Shmona", "IL", 33.21, 35.57, 10, "exact"),
    ("Artillery fire hit Aita al-Shaab in southern Lebanon.", "Aita al-Shaab", "LB", 33.10, 35.33, 15, "exact"),
    ("Russian forces shelled Bakhmut in Donetsk Oblast, Ukraine.", "Bakhmut", "UA", 48.59, 38.00, 15, "exact"),
    ("A missile hit Kharkiv, Ukraine.", "Kharkiv", "UA", 49.99, 36.23, 15, "exact"),
    ("A drone was downed over Odesa, Ukraine.", "Odesa", "UA", 46.48, 30.73, 20, "exact"),
    ("Guided bombs fell on Kupiansk in Ukraine's Kharkiv region.", "Kupiansk", "UA", 49.71, 37.61, 15, "exact"),
    ("Ukrainian drones hit an oil depot in Belgorod, Russia.", "Belgorod", "RU", 50.60, 36.59, 20, "exact"),
    ("Shelling hit Sudzha in Russia's Kursk region.", "Sudzha", "RU", 51.19, 35.27, 15, "exact"),
    ("Gunmen killed ten in Goma, North Kivu, Congo.", "Goma", "CD", -1.68, 29.22, 15, "exact"),
    ("Rebels raided a village near Beni in eastern Congo.", "Beni", "CD", 0.49, 29.47, 25, "near"),
    ("An attack took place in Bunia, Ituri province, DR Congo.", "Bunia", "CD", 1.57, 30.25, 20, "exact"),
    ("Jihadists attacked Djibo, Burkina Faso.", "Djibo", "BF", 14.10, -1.63, 15, "exact"),
    ("An ambush near Kaya, Burkina Faso, left six dead.", "Kaya", "BF", 13.09, -1.08, 20, "near"),
    ("Soldiers were ambushed near Ménaka, Mali.", "Ménaka", "ML", 15.92, 2.40, 20, "near"),
    ("Helicopters struck Kidal in northern Mali.", "Kidal", "ML", 18.44, 1.41, 20, "exact"),
    ("A blast was reported in Timbuktu, Mali.", "Timbuktu", "ML", 16.77, -3.01, 20, "exact"),
    ("Villagers fled Tillabéri, Niger.", "Tillabéri", "NE", 14.21, 1.45, 40, None),
    ("Insurgents overran Gwoza in Borno State, Nigeria.", "Gwoza", "NG", 11.09, 13.69, 20, "exact"),
    ("A suicide bomber struck Maiduguri, Nigeria.", "Maiduguri", "NG", 11.85, 13.16, 20, "exact"),
    ("Bandits took pupils from Kuriga, Kaduna State, Nigeria.", "Kuriga", "NG", 10.7, 7.0, 90, None),
    ("Shelling hit El Fasher, North Darfur, Sudan.", "El Fasher", "SD", 13.63, 25.35, 20, "exact"),
    ("The RSF attacked Wad Madani in Gezira state, Sudan.", "Wad Madani", "SD", 14.40, 33.52, 20, "exact"),
    ("People fled to Adre, Chad.", "Adre", "TD", 13.47, 22.20, 20, "exact"),
    ("A car bomb exploded in Baidoa, Somalia.", "Baidoa", "SO", 3.11, 43.65, 20, "exact"),
    ("Mortars hit Beledweyne in the Hiran region, Somalia.", "Beledweyne", "SO", 4.74, 45.20, 20, "exact"),
    ("Fano fighters took Lalibela, Ethiopia.", "Lalibela", "ET", 12.03, 39.04, 20, "exact"),
    ("Drones hit Mekelle in Tigray, Ethiopia.", "Mekelle", "ET", 13.50, 39.47, 20, "exact"),
    ("Gunmen raided Mocímboa da Praia, Mozambique.", "Mocímboa da Praia", "MZ", -11.35, 40.35, 20, "exact"),
    ("A blast hit a mosque in Kunduz, Afghanistan.", "Kunduz", "AF", 36.73, 68.86, 20, "exact"),
    ("A bomb killed three in Peshawar, Pakistan.", "Peshawar", "PK", 34.01, 71.57, 20, "exact"),
    ("Air strikes hit Loikaw in Kayah State, Myanmar.", "Loikaw", "MM", 19.68, 97.21, 20, "exact"),
    ("A bomb exploded in Jolo, Sulu, Philippines.", "Jolo", "PH", 6.05, 121.00, 20, "exact"),
    ("Dissidents attacked police in Corinto, Cauca, Colombia.", "Corinto", "CO", 3.17, -76.26, 25, "exact"),
    ("Clashes were reported in Benghazi, Libya.", "Benghazi", "LY", 32.11, 20.07, 20, "exact"),
    ("A grenade was thrown in Bor, Jonglei, South Sudan.", "Bor", "SS", 6.21, 31.56, 25, "exact"),
    ("Gangs burned houses in Carrefour, Haiti.", "Carrefour", "HT", 18.54, -72.40, 15, "exact"),
    # Ships, seas, areas: no land, and no capital.
    ("A missile hit a tanker in the Red Sea.", "Red Sea", None, 20.3, 38.5, 50, "international"),
    ("A ship was boarded in the Gulf of Aden.", "Gulf of Aden", None, 12.9, 48.2, 50, "international"),
    ("Militants are active in the Sahel.", "Sahel", None, 15, 6, 1500, "international"),
    ("Shelling continued in Donbas, Ukraine.", "Donbas", "UA", 48.3, 38.4, 150, "area"),
    ("Fighting spread across Darfur in Sudan.", "Darfur", "SD", 13.0, 24.5, 300, "area"),
    ("Attacks were reported in northern Iraq.", "Iraq", "IQ", 33.0, 44.0, 50, "area"),
    ("Attacks were reported in Iraq.", "Iraq", "IQ", 33.0, 44.0, 50, "country"),
    ("Attacks were reported in Anbar province.", "Anbar", "IQ", 33.0, 41.7, 50, "admin1"),
    # The same name elsewhere: the article's countries decide.
    ("In Lebanon, a shooting in Tripoli killed two.", "Tripoli", "LB", 34.43, 35.84, 20, "exact"),
    ("Militias fought in Tripoli, Libya.", "Tripoli", "LY", 32.88, 13.19, 20, "exact"),
    ("Taliban fighters attacked police in Kandahar, Afghanistan.", "Kandahar", "AF", 31.61, 65.70, 20, "exact"),
    ("Colombian troops entered Barcelona, Quindío.", "Barcelona", "CO", 4.4, -75.7, 60, None),
    # Sites are meant where the words say so; otherwise the town.
    ("Drones hit the Kweires air base in Syria.", "Kweires", "SY", 36.19, 37.58, 20, "exact"),
    ("Two soldiers died at Shayrat airbase, Syria.", "Shayrat", "SY", 34.49, 36.91, 15, "exact"),
    ("Trucks waited at the Rafah crossing.", "Rafah crossing", "PS", 31.25, 34.26, 15, "near"),
    ("Shells hit Zamzam camp in North Darfur, Sudan.", "Zamzam camp", "SD", 13.5, 25.3, 30, "exact"),
    ("Protesters marched to Baghdad's international airport.", "Baghdad", "IQ", 33.26, 44.23, 15, "exact"),
    # Between and along.
    ("A bus was attacked on the Damascus-Homs highway in Syria.", "Damascus", "SY", 34.1, 36.5, 30, "area"),
    ("A convoy was ambushed between Gao and Ansongo, Mali.", "Gao", "ML", 15.97, 0.22, 40, "area"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "country", "latitude", "longitude", "within", "precision"), ON_THE_MAP)
def test_a_name_is_set_down_where_the_text_means_it(
    text: str, name: str, country: str | None, latitude: float, longitude: float, within: float, precision: str | None
) -> None:
    found = the(name, text)
    assert found.country == country, found.reason
    assert found.latitude is not None and found.longitude is not None, found.reason
    away = distance_km(found.latitude, found.longitude, latitude, longitude)
    assert away <= within, f"{away:.0f} km away: {found.place} because {found.reason}"
    assert precision is None or found.precision == precision


NO_PLACE = [
    # text, words that are not literal places
    ("Jordan Smith told the court that May was a hard month.", ["Jordan", "Smith", "May"]),
    ("President Paris addressed the nation.", ["Paris"]),
    ("Islamic State claimed the attack.", ["Islamic", "State", "Islamic State"]),
    ("Shares of Bank of America fell.", ["Bank", "America", "Bank of America"]),
    ("Many fled. Police arrived. Nice words were said. Of those, ten died.", ["Many", "Police", "Nice", "Of"]),
    ("Mobile phones were taken. Reading the list took hours.", ["Mobile", "Reading"]),
    ("On Friday the Army said that Said Hassan left the Base.", ["Friday", "Army", "Said", "Hassan", "Base"]),
    ("General Ali Omar and Colonel Hussein Khalid met in June.", ["Ali", "Omar", "Hussein", "Khalid", "June"]),
    ("Washington said it would respond.", ["Washington"]),
    ("Moscow has denied the claim.", ["Moscow"]),
    ("Syrian troops and Iraqi militias fought US forces.", ["Syrian", "Iraqi", "US"]),
    ("Talks with Tehran broke down, according to Reuters.", ["Tehran", "Reuters"]),
    ("The Washington Post reported the raid.", ["Washington"]),
    ("Mohammed al-Baghdadi, a trader, was shot.", ["Mohammed", "Baghdadi", "al-Baghdadi"]),
    ("Hezbollah and Hamas denied it; the White House did not comment.", ["Hezbollah", "Hamas", "White House"]),
    ("Sarah Nelson, a nurse, was hurt. Nelson said she ran.", ["Nelson", "Sarah"]),
]


@pytest.mark.parametrize(("text", "words"), NO_PLACE)
def test_other_names_are_no_places(text: str, words: list[str]) -> None:
    assert [one.mention.name for one in literal(text) if one.mention.name in words] == []


ROLES = [
    # text, name, role
    ("Washington said it would respond.", "Washington", "metonym"),
    ("Moscow has denied the claim.", "Moscow", "metonym"),
    ("Syrian troops advanced.", "Syrian", "demonym"),
    ("South African police fired.", "South African", "demonym"),
    ("Iran's foreign minister spoke.", "Iran", "metonym"),
    ("US forces were attacked.", "US", "metonym"),
    ("Gunmen fired in Moscow on Monday.", "Moscow", "literal"),
    ("The blast in Syria killed two.", "Syria", "literal"),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_a_name_says_what_it_stands_for(text: str, name: str, role: str) -> None:
    assert [(one.mention.name, one.mention.role) for one in located(text)][:1] == [(name, role)]


WORDS_BESIDE = [
    # text, name, span, kind hint, relation, distance, bearing
    ("It fell 5 km south of Kirkuk.", "Kirkuk", "5 km south of Kirkuk", None, "direction", 5, 180),
    ("It fell ten miles northeast of Kirkuk.", "Kirkuk", "ten miles northeast of Kirkuk", None, "direction", 16.09, 45),
    ("It fell on the outskirts of Aleppo.", "Aleppo", "the outskirts of Aleppo", None, "edge", None, None),
    ("It fell near the town of Kobani.", "Kobani", "near the town of Kobani", "town", "near", None, None),
    ("They left the village of Xyzzira.", "Xyzzira", "Xyzzira", "village", "at", None, None),
    ("They met off the coast of Yemen.", "Yemen", "off the coast of Yemen", None, "off", None, None),
    ("They met in Aleppo Governorate.", "Aleppo", "Aleppo Governorate", "province", "at", None, None),
    ("They shelled the Aleppo countryside.", "Aleppo", "Aleppo countryside", "countryside", "countryside", None, None),
    ("They hit Mosul airport.", "Mosul airport", "Mosul airport", "airport", "at", None, None),
    ("They shelled northern Gaza.", "Gaza", "northern Gaza", None, "in", None, 0),
    ("A bomb hit Kabul University.", "Kabul", "Kabul University", "building", "at", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "span", "hint", "relation", "distance", "bearing"), WORDS_BESIDE)
def test_the_words_beside_a_name_belong_to_it(
    text: str, name: str, span: str, hint: str | None, relation: str, distance: float | None, bearing: float | None
) -> None:
    mention = the(name, text).mention
    assert text[mention.start : mention.end] == span
    assert text[mention.name_start : mention.name_end] == name
    assert (mention.kind_hint, mention.relation, mention.distance_km, mention.bearing) == (
        hint,
        relation,
        distance,
        bearing,
    )


SHARED_KINDS = [
    # text, names, the kind word that all of them share
    ("Drones hit the bases of Al-Omar and Al-Shaddadi fields.", ["Al-Omar", "Al-Shaddadi"], "base"),
    ("They closed Aleppo and Idlib provinces.", ["Aleppo", "Idlib"], "province"),
    ("Fighting hit Borno, Yobe and Adamawa states.", ["Borno", "Yobe", "Adamawa"], "province"),
    ("They burned the villages of Abalira, Bumoka and Citundu.", ["Abalira", "Bumoka", "Citundu"], "village"),
]


@pytest.mark.parametrize(("text", "names", "hint"), SHARED_KINDS)
def test_joined_names_share_one_kind_word(text: str, names: list[str], hint: str) -> None:
    assert [(one.mention.name, one.mention.kind_hint) for one in literal(text)] == [(name, hint) for name in names]


UNKNOWN = [
    # text, name, country, first-level division, precision: the smallest known thing it lies in, never a capital
    ("Gunmen burned the village of Xyzzira in Borno State, Nigeria.", "Xyzzira", "NG", "Borno", "admin1"),
    ("Ten died in the village of Qorbizan, near Kaya, Burkina Faso.", "Qorbizan", "BF", None, None),
    ("A strike hit the village of Zzuvarka in Ukraine.", "Zzuvarka", "UA", None, "country"),
    ("They fled the village of Xyzzira.", "Xyzzira", None, None, "unknown"),
]


@pytest.mark.parametrize(("text", "name", "country", "admin1", "precision"), UNKNOWN)
def test_an_unknown_name_takes_its_smallest_known_container(
    text: str, name: str, country: str | None, admin1: str | None, precision: str | None
) -> None:
    found = the(name, text)
    assert found.place is None
    assert found.country == country
    if precision is not None:
        assert (found.admin1, found.precision) == (admin1, precision)


def test_a_bare_name_with_many_equals_stays_open() -> None:
    found = the("Springfield", "Shots were fired in Springfield.")
    assert found.place is None and found.latitude is None
    assert len(found.runners_up) >= 2


def test_a_place_is_the_same_under_two_spellings() -> None:
    one, two = (the(name, f"Shells fell on {name} in Al-Hasakah, Syria.") for name in ("Al-Shaddadi", "Ash Shadadi"))
    assert same_place(one, two)
    assert not contains(one, two)


def test_a_province_holds_its_town_and_a_country_its_province() -> None:
    found = {one.mention.name: one for one in literal("Shells fell on Bakhmut in Donetsk Oblast, Ukraine.")}
    assert contains(found["Donetsk"], found["Bakhmut"])
    assert contains(found["Ukraine"], found["Donetsk"])
    assert not contains(found["Bakhmut"], found["Donetsk"])


def test_ranges_to_avoid_are_left_alone() -> None:
    text = "Ansar Aleppo attacked Homs, Syria."
    names = [one.name for one in find_mentions(text, gazetteer.load(), avoid=[(0, 12)])]
    assert names == ["Homs", "Syria"]
