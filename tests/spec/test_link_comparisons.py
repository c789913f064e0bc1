"""What two reports answer to each question of linking: from yes to no, and nothing where one of them does not say."""

from typing import Any

import pytest

from recount.linking.comparisons import COMPARISONS
from recount.linking.profiles import ReportProfile, profile_of_text
from recount.linking.scoring import answered_pairs, scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import load

NAMES = {one.name: one.names for one in COMPARISONS}
DAY = 738_000
NOTHING = profile_of_text("", name="nothing")._replace(published=DAY)

Values = dict[str, Any]


def answers(*pairs: tuple[Values, Values]) -> list[dict[str, str | None]]:
    """Return the answers to each question; the reports of a pair have a name in common, so that they are compared."""
    listed = [
        NOTHING._replace(**{"report": f"{at}{side}", "article": f"{at}{side}", "names": (f"sana {at}",), **values})
        for at, pair in enumerate(pairs)
        for side, values in zip("ab", pair, strict=True)
    ]
    rows = {(row["l"], row["r"]): row for row in answered_pairs(table_of(listed)).to_pylist()}
    found = [rows[2 * at, 2 * at + 1] for at in range(len(pairs))]
    return [{name: None if row[name] is None else names[row[name]] for name, names in NAMES.items()} for row in found]


def on(first: int, last: int | None = None) -> Values:
    return {"first_day": DAY + first, "last_day": DAY + (first if last is None else last)}


def told(after: int) -> Values:
    return {"published": DAY + after}


def town(east_km: float = 0.0, place: str = "wof:1", **values: Any) -> Values:
    """On the equator, where a degree is 111.19 km."""
    at = {"latitude": 0.0, "longitude": east_km / 111.195, "radius_km": 2.0}
    return {**at, "place": place, "is_fine": True, "country": "KE", "admin1": "Meru", **values}


def area(admin1: str | None = "Meru", country: str = "KE", **values: Any) -> Values:
    return {"place": f"{country} {admin1}", "country": country, "admin1": admin1, "is_fine": False, **values}


def killed(low: int, high: int | None, after: int = 0) -> Values:
    return {"killed_low": low, "killed_high": high, "published": DAY + after}


def listed(question: str, *members: str) -> Values:
    return {question: members}


CASES: list[tuple[str, Values, Values, str]] = [
    # question  one                      other                          answer
    ("when", on(0), on(0), "same day"),
    ("when", on(0), on(0, 6), "periods overlap"),
    ("when", on(0, 6), on(6, 12), "periods overlap"),
    ("when", on(0), on(-20, 9), "within one month"),
    ("when", on(0), on(1), "1 day apart"),
    ("when", on(0, 2), on(3), "1 day apart"),
    ("when", on(0), on(3), "2 or 3 days apart"),
    ("when", on(0), on(4), "4 to 7 days apart"),
    ("when", on(0), on(8), "more days apart"),
    # One that does not say when was published some time after the other's day; or before it.
    ("when", on(0), told(0), "one undated, told within a week"),
    ("when", on(0), told(7), "one undated, told within a week"),
    ("when", on(0), told(8), "one undated, told later"),
    ("when", on(0), told(-1), "one told before the other's day"),
    ("told", told(0), told(1), "within a day"),
    ("told", told(0), told(7), "within a week"),
    ("told", told(0), told(31), "within a month"),
    ("told", told(0), told(32), "later"),
    ("where", town(), town(), "same place"),
    ("where", town(), town(900, "wof:2"), "farther apart"),
    ("where", town(), {**town(place="ayn issa"), "latitude": None}, "other unknown name"),
    ("where", area(), area(), "same area"),
    ("where", town(), area(), "one lies in the other's area"),
    ("where", town(), area(None), "one lies in the other's area"),
    ("where", town(), area("Isiolo"), "other division"),
    ("where", area(), area("Isiolo"), "other division"),
    ("where", town(), area("Meru", "UG"), "other country"),
    ("what", {"event_type": "Battles", "sub_event_type": "Armed clash"},
     {"event_type": "Battles", "sub_event_type": "Armed clash"}, "same kind"),
    ("what", {"event_type": "Battles", "sub_event_type": "Armed clash"}, {"event_type": "Battles"}, "same type"),
    ("what", {"event_type": "Battles"}, {"event_type": "Explosions/Remote violence"}, "both violent"),
    ("what", {"event_type": "Riots"}, {"event_type": "Protests"}, "both demonstrations"),
    ("what", {"event_type": "Riots"}, {"event_type": "Battles"}, "other type"),
    ("happened", {}, {}, "both"),
    ("happened", {"has_happened": False}, {}, "only one"),
    ("who", listed("perpetrators", "jnim"), listed("perpetrators", "aqim", "jnim"), "same name"),
    ("who", listed("perpetrators", "jnim"), listed("perpetrators", "aqim"), "other name"),
    ("who", listed("perpetrator_kinds", "rebel group:ML"), listed("perpetrator_kinds", "rebel group:ML"), "same kind"),
    ("who", listed("perpetrator_kinds", "rebel group:ML"), listed("perpetrator_kinds", "police:ML"), "other kind"),
    ("whom", listed("targets", "convoy", "army"), listed("targets", "army", "convoy"), "several words"),
    ("whom", listed("targets", "convoy", "army"), listed("targets", "army", "post"), "a word"),
    ("whom", listed("targets", "convoy"), listed("targets", "market"), "other"),
    ("weapon", listed("weapons", "drone"), listed("weapons", "drone", "missile"), "same"),
    ("weapon", listed("weapons", "drone"), listed("weapons", "ied"), "other"),
    ("weapon", {"weapons": ("drone",), "weapon_groups": ("from afar",)},
     {"weapons": ("missile",), "weapon_groups": ("from afar",)}, "same group"),
    # Numbers of dead are compared with their bounds.
    ("killed", killed(12, 12), killed(12, 12), "same"),
    ("killed", killed(12, None), killed(12, None), "same"),
    ("killed", killed(12, None), killed(12, 12), "overlap"),
    ("killed", killed(12, None), killed(20, 20), "overlap"),
    ("killed", killed(24, 36), killed(30, 30), "overlap"),
    # "At least two" leaves 200 open, and yet says something else.
    ("killed", killed(2, None), killed(200, 200), "differ"),
    ("killed", killed(10, 10), killed(20, 20), "alike"),
    ("killed", killed(10, 10), killed(20, 20, after=2), "rises"),
    ("killed", killed(20, 20, after=2), killed(10, 10), "rises"),
    # A later report with fewer dead is no revision upward.
    ("killed", killed(10, 10, after=2), killed(20, 20), "alike"),
    ("killed", killed(2, 2), killed(90, 90, after=2), "differ"),
    ("numbers", listed("numbers", "12", "40"), listed("numbers", "40"), "one"),
    ("numbers", listed("numbers", "12", "40"), listed("numbers", "12", "40"), "two"),
    ("numbers", listed("numbers", "12"), listed("numbers", "40"), "none"),
]  # fmt: skip


@pytest.fixture(scope="module")
def answered() -> list[dict[str, str | None]]:
    """The answers of all cases."""
    return answers(*((one, other) for _, one, other, _ in CASES))


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda at: f"{CASES[at][0]}: {CASES[at][3]}")
def test_answers(number: int, answered: list[dict[str, str | None]]) -> None:
    question, _, _, expected = CASES[number]
    assert expected in NAMES[question]
    assert expected == answered[number][question]


# From what is most alike to what is least: nothing may be answered more surely than what stands before it.
SLOPES: list[tuple[str, list[tuple[Values, Values]]]] = [
    ("when", [(on(0), on(days)) for days in (0, 1, 2, 3, 5, 9, 20)]),
    ("where", [(town(), town(km, f"wof:{km:.0f}")) for km in (0.5, 3.9, 4.1, 8, 13, 20, 30, 50, 90, 300)]),
    # What lies around a town is found within the radius that is known of it.
    ("where", [(town(radius_km=wide), town(40, "wof:2")) for wide in (60.0, 38.1, 30.0, 20.0, 2.0)]),
    ("killed", [(killed(100, 100), killed(number, number)) for number in (100, 96, 60, 40, 5)]),
    ("injured", [({"injured_low": 50, "injured_high": 50}, {"injured_low": number, "injured_high": number})
                 for number in (50, 48, 30, 4)]),
    ("words", [({"words": tuple("abcdefghij")}, {"words": tuple("abcdefghij"[:n] + "qrstuvwxyz"[n:])})
               for n in range(10, -1, -1)]),
    ("names", [({"other_names": tuple("abcdefgh")}, {"other_names": tuple("abcdefgh"[:n] + "qrst")})
               for n in range(8, -1, -1)]),
    ("wording", [({"told": "Gunmen on motorcycles killed eleven traders at the market of Sari."}, {"told": words})
                 for words in ("Gunmen on motorcycles killed eleven traders at the market of Sari.",
                               "Eleven traders were killed by gunmen on a market in Sari.",
                               "The parliament adopted the budget of the coming year after a long debate.")]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "pairs"), SLOPES)
def test_what_is_less_alike_is_never_answered_more_surely(question: str, pairs: list[tuple[Values, Values]]) -> None:
    places = [NAMES[question].index(str(found[question])) for found in answers(*pairs)]
    assert places == sorted(places)
    assert places[0] < places[-1]


SAID: dict[str, Values] = {
    "when": on(0),
    "where": town(),
    "what": {"event_type": "Battles", "sub_event_type": "Armed clash"},
    "who": {"perpetrators": ("jnim",), "perpetrator_kinds": ("rebel group:ML",)},
    "whom": {"targets": ("convoy", "army"), "target_kinds": ("site:ML",)},
    "weapon": {"weapons": ("drone",), "weapon_groups": ("from afar",)},
    "killed": killed(3, 3),
    "injured": {"injured_low": 3, "injured_high": 3},
    "names": {"other_names": tuple("abcdefgh")},
    "hour": {"hours": ("night",)},
    "words": {"words": tuple("abcdefgh")},
    "numbers": {"numbers": ("12", "14", "40", "60")},
    "wording": {"told": "Gunmen killed eleven traders."},
}
# Whether it has happened is always told; when it was published may be all that is known of when it was.
ALWAYS = {"happened", "told"}


@pytest.mark.parametrize("question", sorted(set(NAMES) - ALWAYS))
def test_what_one_of_the_two_does_not_say_weighs_nothing(question: str) -> None:
    said, silent = SAID[question], dict[str, Any]()
    found = [one[question] for one in answers((said, said), (said, silent), (silent, said), (silent, silent))]
    assert found[0] == NAMES[question][0]
    assert found[3] is None
    assert question == "when" or found[1] is found[2] is None


def test_a_text_in_which_no_word_is_known_is_weighed_by_what_else_it_says() -> None:
    told = ("Gunmen killed eleven traders.", "", "\U0001f4f0")
    listed = [NOTHING._replace(report=f"r{at}", article=f"a{at}", told=words, **on(0), **town())
              for at, words in enumerate(told)]  # fmt: skip
    assert scored_pairs(table_of(listed), load()._replace(floor=1e-9)).num_rows == 3


def test_reports_of_one_article_are_never_compared() -> None:
    both = [NOTHING._replace(report=name, article="a", names=("sana",), **SAID["where"]) for name in ("a1", "a2")]
    assert answered_pairs(table_of(both)).num_rows == 0
    assert answered_pairs(table_of([both[0], both[1]._replace(article="b")])).num_rows == 1


def test_no_reports_make_no_pairs() -> None:
    empty: list[ReportProfile] = []
    assert answered_pairs(table_of(empty)).num_rows == answered_pairs(table_of([NOTHING])).num_rows == 0
