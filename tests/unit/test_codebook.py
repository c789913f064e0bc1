"""The codebook's files and their loader."""

import gc
import time
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from recount.codebook import Codebook, load
from recount.codebook.actors import Actor, ActorList
from recount.codebook.names import words_of
from recount.errors import BadCodebook

# Seconds, with room for a busy machine: about 0.2 on an idle one, and 0.73 was seen on a slow one. The start of the
# command depends on it.
MAX_LOAD_SECONDS = 1.5


def test_loading_the_actors_and_countries_stays_fast() -> None:
    # What tests before this one left in memory is not gone through again and again meanwhile: 0.2 seconds became 1.8.
    gc.collect()
    gc.freeze()
    try:
        started = time.process_time()
        codebook = Codebook(files("recount.codebook") / "data")
        codebook.actors.find("The Houthis fired at a ship.")
        _ = (codebook.digest, codebook.roles, codebook.event_types)
        assert time.process_time() - started < MAX_LOAD_SECONDS
    finally:
        gc.unfreeze()


def test_the_codebook_is_loaded_once() -> None:
    assert load() is load()


def test_the_digest_follows_names_and_contents_but_not_line_ends(tmp_path: Path) -> None:
    def digest(folder: str, name: str, content: bytes) -> str:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(content)
        return Codebook(tmp_path / folder).digest

    first = digest("a", "acts.yaml", b"- struck\n- hit\n")
    assert digest("b", "acts.yaml", b"- struck\r\n- hit\r\n") == first
    assert digest("c", "acts.yaml", b"- struck\n") != first
    assert digest("d", "deeds.yaml", b"- struck\n- hit\n") != first


def test_words_that_yaml_takes_for_truth_values_stay_words(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("[on, off, yes, no, NO, true]", encoding="utf-8")
    assert Codebook(tmp_path).words("words") == ["on", "off", "yes", "no", "NO", True]


def test_an_unknown_list_names_those_that_exist(tmp_path: Path) -> None:
    (tmp_path / "acts.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(BadCodebook, match=r"no list 'act'. It holds: acts"):
        Codebook(tmp_path).words("act")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "acts.yaml").write_text("{a: [", encoding="utf-8")
    with pytest.raises(BadCodebook, match=r"acts\.yaml cannot be read"):
        Codebook(tmp_path).words("acts")


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCodebook, match="no YAML file"):
        Codebook(tmp_path)


def test_acled_has_six_types_and_twenty_five_sub_types() -> None:
    types = load().event_types
    assert (len(types.names), len(types.sub_types)) == (6, 25)
    assert types.type_of("Air/drone strike") == "Explosions/Remote violence"
    assert types.disorder_type("Mob violence") == "Political violence"
    assert types.type_of("Picnic") is None


def test_role_nouns_are_found_in_singular_and_plural() -> None:
    roles = load().roles
    soldiers, child, base, doctor = (
        roles.person("Soldiers"),
        roles.person("child"),
        roles.site("base"),
        roles.office("doctor"),
    )
    assert soldiers is not None and (soldiers.kind, soldiers.group_kind) == ("state forces", "state")
    assert child is not None and child.group_kind == "civilian"
    assert base is not None and base.category == "military"
    assert doctor is not None and doctor.speaker_kind == "medical"


def test_no_role_noun_stands_twice_in_its_part() -> None:
    roles = load().roles
    people = [word for entry in roles.people for word in entry.words]
    sites = [word for site in roles.sites for word in site.words]
    assert (sorted(people), sorted(sites)) == (sorted(set(people)), sorted(set(sites)))
    offices = [word for office in roles.offices for word in office.words]
    assert len(people) + len(sites) + len(offices) >= 400


def test_countries_have_two_letter_codes_and_names_of_their_own() -> None:
    countries = load().countries
    assert len(countries.countries) >= 195
    names = defaultdict(set)
    for country in countries.countries:
        assert len(country.code) == 2 and country.code.isupper()
        for name in (country.name, *country.also, *country.adjectives, *country.people):
            names[name].add(country.code)
    assert {name: codes for name, codes in names.items() if len(codes) > 1} == {}


COUNTRIES = [
    # text                                             codes in order
    ("U.S. and UK jets flew over Yemen.", ["US", "GB", "YE"]),
    ("They told us to leave.", []),
    ("South Sudanese and Sudanese officers met in Juba.", ["SS", "SD", "SS"]),
    ("Nigeriens and Nigerians crossed the border.", ["NE", "NG"]),
    ("Côte d'Ivoire and DR Congo", ["CI", "CD"]),
    ("A ship in the Gulf of Oman and one in the Indian Ocean", []),
    ("the Kremlin and the Pentagon", ["RU", "US"]),
    ("Papua New Guinea, Guinea-Bissau, Equatorial Guinea, Guinea", ["PG", "GW", "GQ", "GN"]),
    ("Norway's navy", ["NO"]),
]


@pytest.mark.parametrize(("text", "codes"), COUNTRIES)
def test_countries_are_found_by_name_demonym_and_house(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in load().countries.find(text)] == codes


def test_houses_stand_for_institutions() -> None:
    countries = load().countries
    pentagon, moscow = countries.metonym("the Pentagon"), countries.metonym("Moscow")
    assert pentagon is not None and (pentagon.country, pentagon.institution) == ("US", "military")
    assert moscow is not None and (moscow.country, moscow.institution) == ("RU", "government")
    assert countries.metonym("Aleppo") is None
    assert countries.code_of("Nigerian") == "NG"
    assert countries.code_of("Nigerian army") is None


def _names(actor: Actor) -> tuple[str, ...]:
    # "Islamic State (Yemen)" tells two groups of one name apart; nobody writes it so.
    # Nor is a name looked for across a comma: most commas part two names.
    return tuple(name for name in (actor.name, *actor.aliases) if not {"(", ","} & set(name))


def test_the_list_is_world_wide_and_each_id_is_used_once() -> None:
    actors = load().actors
    assert len(actors) >= 900
    assert len({actor.id for actor in actors.actors}) == len(actors)
    assert len({actor.country for actor in actors.actors}) >= 60


def test_every_year_lies_within_reach() -> None:
    for actor in load().actors.actors:
        for year in (actor.start_year, actor.end_year, actor.state_since):
            assert year is None or 1900 < year < 2027, actor.name
        if actor.start_year and actor.end_year:
            assert actor.start_year <= actor.end_year, actor.name


def test_a_name_that_two_actors_share_tells_them_apart_by_country() -> None:
    shared = defaultdict(set)
    for actor in load().actors.actors:
        for name in _names(actor):
            shared[tuple(word.keys[0] for word in words_of(name))].add(actor)
    for key, actors in shared.items():
        bases = [actor.country for actor in actors]
        assert len(bases) == len(set(bases)), (key, [actor.name for actor in actors])


def test_every_name_leads_back_to_its_actor_in_its_country() -> None:
    actors = load().actors
    lost = [
        (actor.name, name)
        for actor in actors.actors
        for name in _names(actor)
        if actors.resolve(name, countries=[actor.country or actor.countries[0]] if actor.countries else []) != actor
    ]
    assert lost == []


BAD_ENTRIES = [
    ("{XX: {rebel group: {A: {}}, rebels: {B: {}}}}", "'rebels' is not one of"),
    ("{SY: {rebel group: {A: {founded: 2012}}}}", "no such field: founded"),
    ("{SY: {rebel group: {A: {in: QQ}}}}", "countries.yaml has no QQ"),
    ("{SY: {rebel group: {A: {side: Nobody}}}}", "neither a listed actor nor a country"),
    ("{SY: {rebel group: {A: {}}}, IQ: {rebel group: {a: {}}}}", "twice"),
]


@pytest.mark.parametrize(("content", "message"), BAD_ENTRIES)
def test_a_wrong_entry_is_refused_with_its_name(tmp_path: Path, content: str, message: str) -> None:
    content = content.replace("XX", "SY")
    (tmp_path / "actors.yaml").write_text(content, encoding="utf-8")
    codebook = load()
    with pytest.raises(BadCodebook, match=message):
        ActorList.parse(
            {"actors": Codebook(tmp_path).words("actors")},
            countries=codebook.countries,
            state_words=codebook.words("state_forces"),
            rules=codebook.words("actor_words"),
        )
