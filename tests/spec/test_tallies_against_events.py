"""A tally beside coded events: what is inside, what is held under each rule, what is missing or beyond.

Texts become tallies as anywhere else; events are written by hand, a line each.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from recount import api
from recount.codebook.tally_measures import tally_measures
from recount.ledger.tallies import TallyRow
from recount.nouns import Tally
from recount.nouns.events import Place, Side, Words
from recount.pipeline.tallying import ToldTally, checked
from recount.reconciliation.tally_events import CountedEvent, EventColumns
from recount.reconciliation.tally_lines import by_month, gap_over_time, successive
from recount.reconciliation.tally_scope import Doubts, Region, doubts_of_period, doubts_of_place, doubts_of_sides
from recount.reconciliation.tally_words import sentence_of
from recount.reconciliation.tallying import Compared, Held, TallyCheckResult, against

PUBLISHED = date(2024, 3, 13)
RULES = frozenset({"acled", "ucdp", "airwars", "ibc"})
JNIM = Side("JNIM", "Group for Support of Islam and Muslims (JNIM)", "jnim", "rebel group", "ML")
ARMY = Side("the army", "Military Forces of Mali", None, "state forces", "ML")
POLICE = Side("police", "Police Forces of Mali", None, "state forces", "ML")
GUNMEN = Side("gunmen", None, None, "unknown", None)
CIVILIANS = Side("civilians", None, None, "civilians", None)
TRADERS = Side("two traders", None, None, "civilians", None)


def place(country: str | None, **given: Any) -> Place:
    unknown = dict.fromkeys(Place._fields)
    return Place(
        **{**unknown, "precision": "exact" if "gazetteer_id" in given else "country", "country": country, **given}
    )


def event(
    number: int, first: str | None, last: str | None = None, *, country: str | None = "IQ", **given: Any
) -> CountedEvent:
    """An attack that every rule's dataset would hold; `killed` is the figure of all of them."""
    earliest, latest = (date.fromisoformat(day) if day else None for day in (first, last or first))
    killed = given.pop("killed", 0)
    values = {
        "acled": {"fatalities": killed},
        "ucdp": {"low": killed, "best": killed, "high": killed + 1, "deaths_civilians": killed // 2},
        "airwars": {"civilians_killed_min": killed // 2, "civilians_killed_max": killed},
        "ibc": {"deaths_min": killed // 2, "deaths_max": killed},
    }
    told: dict[str, Any] = {
        "where": place(country), "perpetrators": (), "targets": (), "event_type": "Battles", "modality": "actual",
        "values": {rule: {name: one for name, one in named.items() if killed} for rule, named in values.items()},
        "enters": RULES,
    }  # fmt: skip
    return CountedEvent(id=f"ev1:{number:016x}", earliest=earliest, latest=latest, **{**told, **given})


def attack_on_civilians(number: int, killed: int) -> CountedEvent:
    return event(number, "2023-11-05", targets=(CIVILIANS,), killed=killed)


def columns(*events: CountedEvent) -> EventColumns:
    return EventColumns(events, tally_measures())


def told(text: str) -> ToldTally:
    """Return the one tally of an invented article, as a casebook would give it."""
    record = api.code(text, published=str(PUBLISHED))
    (tally,) = record.tallies
    return checked(row_of(tally, text))


def row_of(tally: Tally, text: str) -> TallyRow:
    dump = tally.model_dump(mode="json")
    perpetrators, targets = (
        tuple(Side(**{name: one[name] for name in Side._fields}) for one in dump[role])
        for role in ("perpetrators", "targets")
    )
    article = "art1:0000000000000000"
    return TallyRow(
        tally.id, article, "The Post", None, None, PUBLISHED, tally.measure, tally.low, tally.best, tally.high,
        tally.since, tally.until, tally.group, tuple(dump["areas"]), perpetrators, targets, tuple(dump["parts"]),
        tally.check.parts_sum if tally.check else None, tally.check.agrees if tally.check else None,
        tuple(Words(article, span.start, span.end, span.quote) for span in tally.spans), text, (), (),
    )  # fmt: skip


def result(text: str, events: Sequence[CountedEvent], rule: str = "acled") -> TallyCheckResult:
    return against(told(text).tally, columns(*events), rule)


IN_TWO_COUNTRIES = "There have been 140 attacks since October 17, 57 in Iraq and 83 in Syria, the Pentagon says."


def test_a_tally_and_its_parts_stand_beside_what_is_held_in_one_sentence() -> None:
    held = [event(n, "2023-11-05") for n in range(41)]
    held += [event(100 + n, "2023-12-05", country="SY") for n in range(55)]
    found = result(IN_TWO_COUNTRIES, held)

    assert sentence_of(found, "the Pentagon", PUBLISHED) == (
        "The Pentagon says 140 attacks (57 in Iraq + 83 in Syria) since 17 October 2023; "
        "this casebook holds 96 (41 + 55) under acled."
    )
    assert (found.whole.covered, found.whole.missing, found.whole.surplus) == (96, 44, 0)
    assert [(one.compared.missing, one.compared.covered) for one in found.parts] == [(16, 41), (28, 55)]
    assert (found.held_parts_sum, found.held_agrees) == (96, True)


def test_what_is_held_beyond_the_told_figure_is_surplus() -> None:
    found = result("There have been 3 attacks in Iraq since October 17.", [event(n, "2023-11-05") for n in range(5)])

    assert (found.whole.covered, found.whole.missing, found.whole.surplus) == (3, 0, 2)
    assert len(found.events) == 5


COUNTS = [
    # an event, whether it counts for a tally of attacks in Iraq since 17 October under acled: (surely, with perhaps)
    (event(1, "2023-10-17"), (1, 1)),  # the first day is inside
    (event(1, "2024-03-13"), (1, 1)),  # so is the last: that of publication
    (event(1, "2023-10-16"), (0, 0)),
    (event(1, "2023-10-15", "2023-10-20"), (0, 1)),  # partly outside the period
    (event(1, None), (0, 1)),  # its day is not known
    (event(1, "2023-11-05", country="SY"), (0, 0)),
    (event(1, "2023-11-05", country=None), (0, 1)),  # it may have been in Iraq
    (event(1, "2023-11-05", event_type="Protests"), (0, 0)),  # no attack
    (event(1, "2023-11-05", event_type="Violence against civilians"), (1, 1)),
    (event(1, "2023-11-05", modality="foiled"), (0, 0)),  # did not happen
    (event(1, "2023-11-05", enters=frozenset({"ucdp"})), (0, 0)),  # ACLED would not hold it
]


@pytest.mark.parametrize(("one", "expected"), COUNTS)
def test_an_attack_counts_by_its_days_country_type_and_dataset(one: CountedEvent, expected: tuple[int, int]) -> None:
    held = result("There have been 57 attacks in Iraq since October 17.", [one]).whole.held

    assert held is not None
    assert expected == (held.best, held.high)


FIGURES = [
    # text, rule, what 8 killed and 3 killed come to (least, figure, greatest), what it follows
    ("At least 60 people have been killed in Iraq since October 17.", "acled", (11, 11, 11)),  # ACLED: fatalities
    ("At least 60 people have been killed in Iraq since October 17.", "ucdp", (11, 11, 13)),  # GED: low, best, high
    ("At least 60 civilians have been killed in Iraq since October 17.", "ucdp", (5, 5, 5)),  # GED: deaths_civilians
    ("At least 60 civilians have been killed in Iraq since October 17.", "airwars", (5, 5, 11)),  # Airwars: min, max
    ("At least 60 people have been killed in Iraq since October 17.", "ibc", (5, 5, 11)),  # IBC: deaths min and max
    # ACLED does not tell civilians from others: none of the dead may be theirs.
    ("At least 60 civilians have been killed in Iraq since October 17.", "acled", (0, 11, 11)),
]


@pytest.mark.parametrize(("text", "rule", "expected"), FIGURES)
def test_people_are_summed_by_the_values_of_the_rule(text: str, rule: str, expected: tuple[int, int, int]) -> None:
    held = result(text, [attack_on_civilians(1, 8), attack_on_civilians(2, 3)], rule).whole.held

    assert held is not None
    assert expected == (held.low, held.best, held.high)


NOT_COMPARED = [
    (
        "At least 60 people have been killed in Iraq since October 17.",
        "airwars",
        "airwars gives no figure for people killed",
    ),
    (
        "Some 450 soldiers have been wounded in Iraq since October 17.",
        "acled",
        "acled gives no figure for fighters injured",
    ),
    ("The army says it has killed 13,000 fighters in all.", "acled", "the text gives no period"),
]


@pytest.mark.parametrize(("text", "rule", "why"), NOT_COMPARED)
def test_what_cannot_be_compared_says_why(text: str, rule: str, why: str) -> None:
    assert Compared(None, why_not=why) == result(text, [event(1, "2023-11-05", killed=8)], rule).whole


GAPS = [
    # low, best, high as told; covered, missing, missing at least, surplus, remainder, for 80 held and 10 more perhaps
    ((100, 100, 100), (80, 20, 10, 0, (10, 20))),
    ((101, 100, None), (80, 21, 11, 0, (11, None))),  # more than 100
    ((50, 50, None), (50, 0, 0, 0, (0, None))),  # at least 50: more is no contradiction
    ((50, 50, 50), (50, 0, 0, 30, (0, 0))),
    ((None, 100, None), (80, 20, 10, 0, (10, 20))),  # some 100
    ((None, 100, 100), (80, None, None, 0, (0, 20))),  # up to 100: nothing has to be missing
    ((None, 60, 60), (60, None, None, 20, (0, 0))),  # up to 60
]


@pytest.mark.parametrize(("figures", "expected"), GAPS)
def test_the_gap_is_taken_from_the_bounds_that_words_give(
    figures: tuple[int | None, int | None, int | None], expected: tuple[Any, ...]
) -> None:
    tally = told("There have been 57 attacks in Iraq since October 17.").tally
    low, best, high = figures
    events = columns(*(event(n, "2023-11-05") for n in range(80)), *(event(100 + n, None) for n in range(10)))
    whole = against(tally._replace(low=low, best=best, high=high), events, "acled").whole

    assert Held(80, 80, 90, 80, 10) == whole.held
    assert expected == (whole.covered, whole.missing, whole.missing_at_least, whole.surplus, whole.residual)


IRAQ = Region("Iraq", "country", "IQ")
ERBIL = Region("Erbil province", "admin1", "IQ", "Erbil", None, "wof:1", 36.2, 44.0, 60.0)
TOWN = Region("Soran", "place", "IQ", "Soran", "Erbil", "wof:2", 36.65, 44.54, 10.0)
SAHEL = Region("the Sahel", "area", None, "Sahel", None, "area:sahel", 15.0, 0.0, 1500.0)
PLACES: list[tuple[Sequence[Region], Place, Doubts]] = [
    ([], place(None), ()),  # no area: everywhere
    ([IRAQ], place("IQ"), ()),
    ([IRAQ], place("SY"), None),
    ([IRAQ], place(None), ("the event's country is not known",)),
    ([ERBIL], place("IQ", admin1="Erbil"), ()),
    ([ERBIL], place("IQ", admin1="Duhok"), None),
    ([ERBIL], place("IQ"), ("the event's first-level division is not known",)),
    ([ERBIL, IRAQ], place("IQ", admin1="Duhok"), ()),  # one of them is enough
    ([TOWN], place("IQ", gazetteer_id="wof:2"), ()),
    ([TOWN], place("IQ", gazetteer_id="wof:2", precision="near"), ("near Soran, not in it",)),
    ([TOWN], place("IQ", gazetteer_id="wof:3", latitude=36.66, longitude=44.5), ("within the reach of Soran",)),
    ([TOWN], place("IQ", gazetteer_id="wof:3", latitude=36.0, longitude=44.5), None),
    ([TOWN], place("IQ", admin1="Erbil", precision="admin1"), ("the event's place is known only roughly",)),
    ([TOWN], place("IQ", admin1="Duhok", precision="admin1"), None),
    ([SAHEL], place("ML", gazetteer_id="wof:4", latitude=14.5, longitude=-4.0), ("where the Sahel ends is not known",)),
    ([SAHEL], place("IQ", gazetteer_id="wof:2", latitude=36.6, longitude=44.5), None),
]


@pytest.mark.parametrize(("regions", "where", "expected"), PLACES)
def test_a_place_is_inside_an_area_as_far_as_it_is_known(
    regions: Sequence[Region], where: Place, expected: Doubts
) -> None:
    assert expected == doubts_of_place(regions, where)


SIDES: list[tuple[Sequence[Side], Sequence[Side], bool | None]] = [
    # the tally's, the event's: True surely, False perhaps, None not
    ([], [JNIM], True),
    ([JNIM], [JNIM], True),
    ([JNIM], [ARMY, JNIM], True),
    ([JNIM], [ARMY], None),
    ([JNIM], [], False),
    ([JNIM], [GUNMEN], False),
    ([ARMY], [POLICE], False),  # another force of the same state
    ([ARMY], [ARMY._replace(canonical="Military Forces of Niger", country="NE")], None),
    ([Side("rebels", None, None, "rebel group", "ML")], [JNIM], True),  # kind and country
    ([Side("rebels", None, None, "rebel group", None)], [JNIM], False),
    ([CIVILIANS], [TRADERS], True),  # all civilians
    ([TRADERS], [CIVILIANS], False),  # some of them
    ([Side("traders", None, None, "civilians", None)], [TRADERS], True),  # the same words
    ([Side("police posts", None, None, "site", None)], [JNIM], None),
    ([Side("police posts", None, None, "site", None)], [POLICE], False),
]


@pytest.mark.parametrize(("asked", "held", "expected"), SIDES)
def test_a_party_is_the_one_meant_by_name_else_by_kind_and_country(
    asked: Sequence[Side], held: Sequence[Side], expected: bool | None
) -> None:
    doubts = doubts_of_sides(asked, held, role="target", all_civilians=tally_measures().all_civilians)
    assert expected == (None if doubts is None else not doubts)


def test_without_a_first_day_nothing_before_the_last_is_surely_inside() -> None:
    assert doubts_of_period(None, date(2024, 3, 1), date(2024, 1, 1), date(2024, 1, 1)) == (
        "the tally's first day is not known",
    )


def test_no_area_counts_everywhere_and_says_so() -> None:
    found = result("Since January 1, 30 people have been killed, the mission says.", [event(1, "2024-02-01", killed=2)])
    assert "The text names no area: events everywhere are counted." in found.notes


def test_successive_tallies_of_one_speaker_are_a_line_of_told_and_held() -> None:
    first = told("There have been 57 attacks in Iraq since October 17.").tally
    earlier = first._replace(id="tal1:0000000000000001", low=20, best=20, high=20, until=date(2023, 12, 31))
    elsewhere = first._replace(id="tal1:0000000000000002", regions=(Region("Syria", "country", "SY"),))
    every = [(first, "the Pentagon"), (earlier, "The Pentagon"), (elsewhere, "the Pentagon"), (earlier, "the army")]
    events = columns(*(event(n, "2023-11-05") for n in range(15)), *(event(50 + n, "2024-02-01") for n in range(20)))
    line = gap_over_time(successive(first, "the Pentagon", every), events, "acled")

    assert [(str(one.until), one.told, one.held, one.gap) for one in line] == [
        ("2023-12-31", 20, 15, 5),
        ("2024-03-13", 57, 35, 22),
    ]
    assert [(f"{one.month:%Y-%m}", one.held, one.cumulated) for one in by_month(first, events, "acled")] == [
        ("2023-11", 15, 15),
        ("2023-12", 0, 15),
        ("2024-01", 0, 15),
        ("2024-02", 20, 35),
    ]


PARTS_LOOKED_UP = [
    # text, the areas of its parts as the gazetteer knows them
    (
        "There have been 140 attacks since October 17, 57 in Iraq and 83 in Syria.",
        [("country", "IQ"), ("country", "SY")],
    ),
    # A capital is no country; of a province and a town of one name a total is told of the province.
    ("Since January, 95 people have been killed in Syria: 60 in Aleppo and 35 in Damascus.", [("admin1", "SY")] * 2),
]


@pytest.mark.parametrize(("text", "expected"), PARTS_LOOKED_UP)
def test_the_areas_of_parts_are_looked_up(text: str, expected: list[tuple[str, str]]) -> None:
    regions = [part.region for part in told(text).tally.parts]
    assert [(one.level, one.country) for one in regions if one] == expected
