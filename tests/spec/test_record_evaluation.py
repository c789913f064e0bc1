"""When a found value answers an expected one, as tables."""

from datetime import date

import pytest

from recount.evaluation.accepting import days_accepted, distance_km, one_of, speaker_accepted, weapon_accepted
from recount.evaluation.assignment import assign
from recount.evaluation.expected import Bounds, ExpectedWhen
from recount.evaluation.names import names_agree, occurrences, spellings_agree
from recount.nouns import (
    Article,
    Method,
    Record,
    Span,
    Speaker,
    SpeakerKind,
    Weapon,
    WeaponCategory,
    When,
    Where,
)

NAMES = [
    # expected                             found                                        agree
    ("ISWAP",                              "ISWAP fighters",                            True),
    ("ISWAP fighters",                     "ISWAP",                                     True),
    ("police station",                     "the police station of Baidoa",              True),
    ("US forces",                          "forces",                                    False),
    ("US forces",                          "Military Forces of the United States",      True),
    ("US forces / American base",          "the American base in the city",             True),
    ("RSF",                                "Rapid Support Forces",                      True),
    ("Rapid Support Forces",               "the RSF",                                   True),
    ("Allied Democratic Forces",           "ADF",                                       True),
    ("Al Shabaab",                         "Harakat al-Shabab",                         False),
    ("Al Shabaab",                         "al-Shabab",                                 True),
    ("dissidents of the FARC's 33rd Front", "FARC 36th Front",                          False),
    ("residents",                          "a resident",                                True),
    ("Óscar Pabón",                        "Father Oscar Pabon",                        True),
    ("the army",                           "the police",                                False),
    ("military council",                   "the terrorist military council",            True),
    ("soldiers",                           None,                                        False),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "found", "agree"), NAMES)
def test_names_of_parties_and_speakers(expected: str, found: str | None, agree: bool) -> None:
    assert names_agree(expected, found) is agree


PLACES = [
    ("Al-Shaddadi",       "Ash Shadadi",           True),
    ("Deir ez-Zor",       "Dayr az-Zawr",          True),
    ("Ménaka",            "Menaka",                True),
    ("Kharkiv / Kharkov", "the city of Kharkov",   True),
    ("Kharkiv",           "Kherson",               False),
    ("Goma",              "Gao",                   False),
    ("Kutum",             "15 km south of Kutum",  True),
    ("the village of Nyama / Kutum", "Nyama",      True),
    ("west of Kutum",     "Kutum",                 False),
    ("Kutum",             None,                    False),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "found", "agree"), PLACES)
def test_spellings_of_places(expected: str, found: str | None, agree: bool) -> None:
    assert spellings_agree(expected, found) is agree


BOUNDS = [
    # expected                                   low   best  high  admitted
    (Bounds(low=12, best=12, high=None),          12,   12,   None, True),
    (Bounds(low=12, best=12, high=None),          12,   12,   12,   False),
    (Bounds(best=12),                             1,    12,   99,   True),
    (Bounds(low=3, best=None),                    3,    None, 7,    True),
    (Bounds(low=3, best=None),                    3,    3,    None, False),
    (Bounds(),                                    1,    2,    3,    True),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "low", "best", "high", "admitted"), BOUNDS)
def test_only_bounds_that_are_given_count_and_null_counts(
    expected: Bounds, low: int, best: int | None, high: int | None, admitted: bool
) -> None:
    assert expected.admits(low, best, high) is admitted


DAY, NEXT = date(2024, 4, 9), date(2024, 4, 10)
DAYS = [
    (ExpectedWhen(earliest=DAY, latest=DAY), When(earliest=DAY, latest=DAY),   True),
    (ExpectedWhen(earliest=DAY, latest=DAY), When(earliest=DAY, latest=NEXT),  False),
    (ExpectedWhen(latest=NEXT),              When(earliest=DAY, latest=NEXT),  True),
    (ExpectedWhen(earliest=None),            When(earliest=DAY),               False),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "found", "accepted"), DAYS)
def test_days_are_exact(expected: ExpectedWhen, found: When, accepted: bool) -> None:
    assert days_accepted(expected, found) is accepted


SPEAKERS: list[tuple[str, Speaker, bool, bool]] = [
    # expected                  speaker                                                  quoted  accepted
    ("Jon Roe",                 Speaker(name="Roe", role="army spokesman"),              False,  False),
    ("Jon Roe / army",          Speaker(name="Roe", role="army spokesman"),              False,  True),
    ("Jon Roe",                 Speaker(name="Captain Jon Roe"),                         False,  True),
    ("outlet",                  Speaker(kind="outlet"),                                  False,  True),
    ("outlet",                  Speaker(name="sources", kind="anonymous"),               False,  False),
    ("anonymous sources",       Speaker(name="two officials", kind="anonymous"),         False,  True),
    ("M23",                     Speaker(name="its spokesman", side="M23"),               True,   True),
    ("M23",                     Speaker(name="its spokesman", side="M23"),               False,  False),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "speaker", "quoted", "accepted"), SPEAKERS)
def test_speakers(expected: str, speaker: Speaker, quoted: bool, accepted: bool) -> None:
    assert speaker_accepted(expected, speaker, quote_holds=quoted) is accepted


WEAPONS: list[tuple[str, str, WeaponCategory, bool]] = [
    ("drone",              "unmanned aircraft",     "drone",         True),
    ("drones",             "unmanned aircraft",     "drone",         True),
    ("ballistic missiles", "missile",               "missile",       True),
    ("machetes",           "machete",               "melee",         True),
    ("bombs / air-delivered", "explosive",          "air-delivered", True),
    ("machine guns / small-arms", "rifles",         "small-arms",    True),
    ("rockets",            "mortar",                "artillery",     False),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "name", "category", "accepted"), WEAPONS)
def test_weapons(expected: str, name: str, category: WeaponCategory, accepted: bool) -> None:
    record = Record(
        article=Article.of("x"),
        method=Method(name="test", version="0", gazetteer_digest="0", codebook_digest="0"),
    )
    weapon = Weapon(name=name, category=category, spans=(Span(0, 1, "x"),), method="test.rules/1")
    assert weapon_accepted(expected, weapon, record) is accepted


CODES = [
    ("Battles", "Battles", True),
    ("Explosions/Remote violence", "Explosions/Remote violence", True),
    ("Strategic developments / Explosions/Remote violence", "Explosions/Remote violence", True),
    ("Battles", "Protests", False),
    (None, None, True),
    (None, "Attack", False),
    ("Attack", None, False),
]


@pytest.mark.parametrize(("expected", "found", "accepted"), CODES)
def test_codes_are_exact_with_alternatives_parted_by_a_spaced_stroke(
    expected: str | None, found: str | None, accepted: bool
) -> None:
    assert one_of(expected, found) is accepted


QUOTES = [
    ("an attack\non the base", "attack on the base", 1),
    ("“nobody’s fault”, he said", '"nobody\'s fault"', 1),
    ("nobody's fault", "nobody’s fault", 1),
    ("a well-known place", "well–known", 1),
    ("hit and hit", "hit", 2),
    ("nothing (of the kind)", "of the kind)", 1),
    ("nothing", "anything", 0),
]


@pytest.mark.parametrize(("text", "quote", "times"), QUOTES)
def test_quotes_are_found_whatever_their_line_breaks_and_marks(text: str, quote: str, times: int) -> None:
    assert len(list(occurrences(text, quote))) == times


def test_distance_is_in_km_and_unknown_without_coordinates() -> None:
    assert distance_km(Where(latitude=0.0, longitude=0.0), (0.0, 1.0)) == pytest.approx(111.2, abs=0.1)
    assert distance_km(Where(name="Goma"), (0.0, 1.0)) is None


KINDS: list[tuple[list[list[float]], list[int | None]]] = [
    ([[1.0, 5.0], [2.0, 4.0]], [1, 0]),           # 5 + 2 beats 1 + 4
    ([[3.0, 2.0], [3.0, 0.0]], [1, 0]),           # the greedy choice would leave the second row with nothing
    ([[1.0], [2.0]],           [None, 0]),
    ([[0.0, 0.0]],             [None]),
    ([[1.0, 9.0, 2.0]],        [1]),
    ([],                       []),
    ([[], []],                 [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("scores", "given"), KINDS)
def test_the_best_pairing_gives_each_once(scores: list[list[float]], given: list[int | None]) -> None:
    assert assign(scores) == given


def test_speaker_kinds_cover_the_outlets_own_voice() -> None:
    kind: SpeakerKind = "outlet"
    assert speaker_accepted("outlet", Speaker(kind=kind))
