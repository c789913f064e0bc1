import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from settled import (
    ARMY,
    DAY,
    FRENCH,
    GAO,
    GUNMEN,
    HOSPITAL,
    JNIM,
    MARCHERS,
    MARKET,
    NOWHERE,
    POLICE,
    RED_SEA,
    RIOTERS,
    SOMEBODY,
    VILLAGERS,
    WITNESS,
    claim_of,
    event_id,
    report_of,
    settled_of,
)

from recount.nouns.events import SettledEvent
from recount.publishing.formats.acled import CIVILIANS_TARGETED, AcledRow, read_acled, write_acled
from recount.publishing.formats.acled_rows import acled_id, acled_rows, event_of_acled_id, events_of_acled
from recount.publishing.formats.mapping import NOTHING_WITHHELD, ReadEvent, Unmapped

STAMP = 1_760_000_000
NAMED_JNIM = "Jama'at Nusrat al-Islam wal-Muslimin"


@dataclass(frozen=True)
class Without:
    """Withholds one name."""

    name: str

    def text(self, text: str) -> str:
        return text.replace(self.name, "[name withheld]")

    place = text

    def link(self, link: str) -> str:
        return link


def rows_of(event: SettledEvent, withheld: Any = NOTHING_WITHHELD) -> tuple[AcledRow, ...]:
    rows = acled_rows(event, timestamp=STAMP, withheld=withheld)
    assert not isinstance(rows, Unmapped), rows.reason
    return rows


def row_of(event: SettledEvent) -> AcledRow:
    (row,) = rows_of(event)
    return row


def test_an_event_is_a_row_with_acleds_columns() -> None:
    event = settled_of(report_of(1, claim_of(12, 12)), outlets=("Studio Tamani", "AFP"))
    assert row_of(event) == AcledRow(
        "MLI2623536934927580640", DAY, 2024, 1, "Political violence", "Violence against civilians", "Attack",
        NAMED_JNIM, None, "Rebel group", "Civilians (Mali)", None, "Civilians", "Rebel group-Civilians",
        CIVILIANS_TARGETED, 466, "Western Africa", "Mali", "Gao", "Gao", None, "Gao", 16.2717, -0.0447, 1,
        "Studio Tamani; AFP", "National-International", "1 independent source. Killed: 12 (Radio 1).", 12, None, STAMP,
    )  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, 0x0123456789ABCDEF, 0xFFFFFFFFFFFFFFFF])
@pytest.mark.parametrize("part", [0, 31])
def test_an_id_gives_back_its_event_and_part(number: int, part: int) -> None:
    written = acled_id(event_id(number), "MLI", part)
    assert event_of_acled_id(written) == (event_id(number), part)


@pytest.mark.parametrize("other", ["", "MLI", "MLI12x", "MLI-5", "MLI" + "9" * 40, "MLI²"])
def test_an_id_of_others_that_no_event_has_gives_none(other: str) -> None:
    assert event_of_acled_id(other) is None


def test_a_divided_total_is_a_row_a_day_and_says_so() -> None:
    days = tuple((DAY + timedelta(days=at), figure) for at, figure in enumerate((5, 4, 4)))
    event = settled_of(acled={"spread": days, "fatalities": 5, "time_precision": 2})
    rows = rows_of(event)
    assert [(row.event_date, row.fatalities) for row in rows] == list(days)
    assert [event_of_acled_id(row.event_id_cnty) for row in rows] == [(event.id, part) for part in range(3)]
    assert rows[1].notes is not None
    assert rows[1].notes.endswith("The total of 13 is divided over 3 days; this is day 2 of them.")


ACTORS = [
    # type, sub-type, perpetrators, targets, actor1, inter1, actor2, inter2, interaction
    ("Battles", "Armed clash", (ARMY,), (JNIM,),
     ("Military Forces of Mali", "State forces"), (NAMED_JNIM, "Rebel group"), "State forces-Rebel group"),
    ("Battles", "Armed clash", (FRENCH,), (JNIM,),
     ("Military Forces of France", "External/Other forces"), (NAMED_JNIM, "Rebel group"),
     "Rebel group-External/Other forces"),
    ("Battles", "Armed clash", (), (),
     ("Unidentified Armed Group (Mali)", "Political militia"), ("Unidentified Armed Group (Mali)", "Political militia"),
     "Political militia-Political militia"),
    ("Violence against civilians", "Attack", (GUNMEN,), (MARKET,),
     ("Unidentified Armed Group (Mali)", "Political militia"), ("Civilians (Mali)", "Civilians"),
     "Political militia-Civilians"),
    ("Violence against civilians", "Attack", (SOMEBODY,), (VILLAGERS,),
     ("Unidentified Armed Group (Mali)", "Political militia"), ("Civilians (Mali)", "Civilians"),
     "Political militia-Civilians"),
    ("Protests", "Peaceful protest", (MARCHERS,), (),
     ("Protesters (Mali)", "Protesters"), None, "Protesters only"),
    ("Protests", "Excessive force against protesters", (POLICE,), (MARCHERS,),
     ("Protesters (Mali)", "Protesters"), ("Police Forces of Mali", "State forces"), "State forces-Protesters"),
    ("Riots", "Mob violence", (VILLAGERS,), (POLICE,),
     ("Rioters (Mali)", "Rioters"), ("Police Forces of Mali", "State forces"), "State forces-Rioters"),
    ("Riots", "Violent demonstration", (RIOTERS,), (),
     ("Rioters (Mali)", "Rioters"), None, "Rioters only"),
    ("Explosions/Remote violence", "Air/drone strike", (), (JNIM,),
     ("Unidentified Armed Group (Mali)", "Political militia"), (NAMED_JNIM, "Rebel group"),
     "Rebel group-Political militia"),
    ("Strategic developments", "Arrests", (POLICE,), (),
     ("Police Forces of Mali", "State forces"), None, "State forces only"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sub", "perpetrators", "targets", "first", "second", "interaction"), ACTORS)
def test_actors_have_acleds_names_and_kinds(
    kind: str, sub: str, perpetrators: Any, targets: Any, first: Any, second: Any, interaction: str
) -> None:
    row = row_of(settled_of(event_type=kind, sub_event_type=sub, perpetrators=perpetrators, targets=targets))
    assert (row.actor1, row.inter1) == first
    assert (row.actor2, row.inter2) == (second or (None, None))
    assert row.interaction == interaction


def test_further_actors_are_associated_ones() -> None:
    row = row_of(settled_of(perpetrators=(ARMY, POLICE, FRENCH)))
    assert row.assoc_actor_1 == "Police Forces of Mali; Military Forces of France"


TARGETED = [
    ("Violence against civilians", "Attack", (VILLAGERS,), True),
    ("Explosions/Remote violence", "Grenade", (VILLAGERS,), True),
    ("Explosions/Remote violence", "Grenade", (ARMY,), False),
    ("Protests", "Excessive force against protesters", (MARCHERS,), True),
    ("Protests", "Peaceful protest", (), False),
    ("Battles", "Armed clash", (VILLAGERS,), False),
]


@pytest.mark.parametrize(("kind", "sub", "targets", "is_targeted"), TARGETED)
def test_civilians_are_targeted_where_they_are_the_main_target(
    kind: str, sub: str, targets: Any, is_targeted: bool
) -> None:
    row = row_of(settled_of(event_type=kind, sub_event_type=sub, targets=targets))
    assert row.civilian_targeting == (CIVILIANS_TARGETED if is_targeted else None)


UNMAPPED = [
    ({"modality": "threatened"}, {}, "it is only threatened"),
    ({"modality": "denied"}, {}, "it is only denied"),
    ({}, {"event_date": None, "time_precision": None}, "no day better than a month"),
    ({}, {"geo_precision": None}, "no place better than a country"),
    ({"where": NOWHERE}, {}, "the place has no name"),
    ({"where": GAO._replace(latitude=None)}, {}, "the place has no coordinates"),
    ({"where": GAO._replace(country=None)}, {}, "no country"),
    ({"where": RED_SEA._replace(gazetteer_name="Sea of Nowhere")}, {},
     "international waters that the codebook does not list"),
    ({"event_type": "Explosions/Remote violence", "sub_event_type": None}, {},
     "no sub-event type, and its type has no general one"),
    ({"event_type": None, "sub_event_type": None}, {}, "no event type"),
    ({"event_type": "Strategic developments", "sub_event_type": "Other", "perpetrators": (), "targets": (MARKET,)}, {},
     "no actor is named"),
    ({}, {"spread": tuple((DAY, 1) for _ in range(40))}, "a total over more than 32 days"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "values", "reason"), UNMAPPED)
def test_what_acled_cannot_hold_says_why(fields: dict[str, Any], values: dict[str, Any], reason: str) -> None:
    event = settled_of(**fields, acled=values)
    assert acled_rows(event, timestamp=STAMP, withheld=NOTHING_WITHHELD) == Unmapped(event.id, "acled", reason)


def test_what_the_rule_keeps_out_is_no_row() -> None:
    found = acled_rows(settled_of(enters=False), timestamp=STAMP, withheld=NOTHING_WITHHELD)
    assert isinstance(found, Unmapped)
    assert found.reason == "the rule keeps it out: a line of the rule"


def test_an_unsettled_sub_type_is_the_most_general_one_and_the_notes_say_so() -> None:
    row = row_of(settled_of(event_type="Battles", sub_event_type=None))
    assert row.sub_event_type == "Armed clash"
    assert row.notes is not None
    assert row.notes.endswith('The sub-event type is not settled; "Armed clash" is the most general one of its type.')


def test_a_sub_type_of_another_type_is_not_taken() -> None:
    row = row_of(settled_of(acled={"event_type": "Battles", "sub_event_type": "Grenade"}))
    assert (row.event_type, row.sub_event_type) == ("Battles", "Armed clash")


def test_an_event_without_reports_is_no_row() -> None:
    event = settled_of()._replace(reports=())
    found = acled_rows(event, timestamp=STAMP, withheld=NOTHING_WITHHELD)
    assert found == Unmapped(event.id, "acled", "no report of it is left")


def test_waters_stand_as_the_country() -> None:
    row = row_of(settled_of(where=RED_SEA, acled={"geo_precision": 3}))
    assert (row.country, row.location, row.region, row.iso) == ("Red Sea", "Red Sea", "Middle East", None)
    assert row.event_id_cnty.startswith("XZZ")


def test_kosovo_has_the_number_0() -> None:
    row = row_of(settled_of(where=GAO._replace(country="XK")))
    assert (row.iso, row.country, row.event_id_cnty[:3]) == (0, "Kosovo", "XKX")


def test_demonstrations_say_that_the_size_of_the_crowd_is_not_reported() -> None:
    kinds = [("Protests", "Peaceful protest"), ("Riots", "Violent demonstration"), ("Riots", "Mob violence")]
    rows = [row_of(settled_of(event_type=kind, sub_event_type=sub)) for kind, sub in kinds]
    assert [row.tags for row in rows] == ["crowd size=no report", "crowd size=no report", None]


def test_notes_set_rival_figures_side_by_side_with_who_gives_them() -> None:
    event = settled_of(
        report_of(1, claim_of(12, 12), claim_of(3, None, effect="injured", number=2, group='"shopkeepers"')),
        report_of(2, claim_of(9, None, report=2, voices=(HOSPITAL,)), claim_of(None, 20, report=2, voices=(WITNESS,))),
        responsibility=(("JNIM", "claimed"), ("Col. Ba", "accused")),
    )
    assert row_of(event).notes == (
        "2 independent sources. Killed: 12 (Radio 1), at least 9 (hospital director, via Studio Tamani), "
        "at most 20 (Adama Keita, via Radio 2). Injured: at least 3 \"'shopkeepers'\" (Radio 1). "
        "Claimed by JNIM. Blamed on Col. Ba."
    )


def test_no_withheld_name_is_left_in_any_cell() -> None:
    event = settled_of(
        report_of(1, claim_of(9, 9, voices=(WITNESS,), group="friends of Adama Keita"), title="Adama Keita speaks"),
        perpetrators=(GUNMEN._replace(name="men of Adama Keita"),),
        where=GAO._replace(name="Adama Keita's farm", gazetteer_name=None),
        responsibility=(("Adama Keita", "accused"),),
    )
    assert "Adama Keita" in str(rows_of(event))
    rows = rows_of(event, Without("Adama Keita"))
    assert "Adama Keita" not in str(rows)
    assert "(trader, via Radio 1)" in str(rows)


def test_armed_actors_that_no_list_holds_are_quoted_in_the_notes() -> None:
    row = row_of(settled_of(perpetrators=(GUNMEN,)))
    assert row.notes is not None
    assert 'Armed actors as written: "gunmen on motorbikes".' in row.notes


def test_what_was_published_reads_back_to_the_same_events() -> None:
    days = tuple((DAY + timedelta(days=at), 2) for at in range(3))
    events = [
        settled_of(number=1),
        settled_of(number=0xFFFFFFFFFFFFFFFF, acled={"spread": days, "fatalities": 2}),
        settled_of(number=7, where=RED_SEA, event_type="Battles", sub_event_type="Armed clash",
                   acled={"event_date": date(2023, 12, 31), "fatalities": 0, "geo_precision": 3}),
        settled_of(number=8, perpetrators=(GUNMEN._replace(name='=1+"a";b\n'),)),
    ]  # fmt: skip
    out = io.StringIO()
    write_acled([row for event in events for row in rows_of(event)], out)
    attack = ("Violence against civilians", "Attack")
    assert list(events_of_acled(read_acled(io.StringIO(out.getvalue(), newline="")))) == [
        ReadEvent(event_id(1), DAY, DAY, 16.2717, -0.0447, "Mali", attack, (("fatalities", 12),)),
        ReadEvent(event_id(0xFFFFFFFFFFFFFFFF), DAY, days[-1][0], 16.2717, -0.0447, "Mali", attack,
                  (("fatalities", 6),)),
        ReadEvent(event_id(7), date(2023, 12, 31), date(2023, 12, 31), 20.0, 38.5, "Red Sea",
                  ("Battles", "Armed clash"), (("fatalities", 0),)),
        ReadEvent(event_id(8), DAY, DAY, 16.2717, -0.0447, "Mali", attack, (("fatalities", 12),)),
    ]  # fmt: skip
