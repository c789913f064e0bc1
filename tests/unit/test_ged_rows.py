import io
from datetime import date
from typing import Any

import pytest
from settled import ARMY, DAY, GAO, HOSPITAL, JNIM, NOWHERE, RED_SEA, WITNESS, claim_of, event_id, report_of, settled_of

from recount.nouns.events import Choice, Period, SettledEvent
from recount.publishing.formats.ged import GedRow, priogrid_of, read_ged, write_ged
from recount.publishing.formats.ged_rows import dyad_year_of, event_of_relid, events_of_ged, ged_rows, relid_of
from recount.publishing.formats.mapping import NOTHING_WITHHELD, ReadEvent, Unmapped


def row_of(event: SettledEvent, **more: Any) -> GedRow:
    rows = ged_rows(event, withheld=NOTHING_WITHHELD, **more)
    assert not isinstance(rows, Unmapped), rows.reason
    (row,) = rows
    return row


def test_an_event_is_a_row_with_geds_columns() -> None:
    event = settled_of(
        report_of(1, claim_of(12, 12, voices=(HOSPITAL,))),
        report_of(
            2, claim_of(15, 15, report=2), outlet="Radio, Two", title='Dead in "Gao"; more feared', published=None
        ),
    )
    assert row_of(event) == GedRow(
        2501999792983, "MLI-2024-3-81985529216486895", 2024, False, "Clear", 3, None, None, "JNIM - Civilians", None,
        None, "JNIM - Civilians", None, None, "JNIM", None, None, "Civilians", 2,
        '"Radio 1,2024-05-03,Attack in Gao, part 1";"Radio Two,,Dead in \'Gao\', more feared"',
        "Radio 1;Radio, Two", "2024-05-03;", "Attack in Gao, part 1;Dead in 'Gao', more feared",
        "hospital director; Radio, Two", 1, "Gao", "exact place, within 4 km", "Gao", "Gao", 16.271667, -0.044722,
        "POINT (-0.044722 16.271667)", 153000, "Mali", 432, "Africa", 1, 1, DAY, DAY, 0, 0, 12, 0, 12, 12, 12, None,
        None,
    )  # fmt: skip


# Cells of PRIO-GRID 2.0: row by row of half degrees from the south-west corner.
CELLS = [
    (-90.0, -180.0, 1),
    (-90.0, 179.9, 720),
    (-89.5, -180.0, 721),
    (90.0, 180.0, 259_200),
    (89.9, -180.0, 258_481),
    (34.53, 69.17, 179_779),
    (0.0, 0.0, 129_961),
    (-0.01, -0.01, 129_240),
    (0.49, 0.49, 129_961),
    (0.5, 0.5, 130_682),
]


@pytest.mark.parametrize(("latitude", "longitude", "cell"), CELLS)
def test_a_point_lies_in_its_cell_of_prio_grid(latitude: float, longitude: float, cell: int) -> None:
    assert priogrid_of(latitude, longitude) == cell


def test_governments_have_geds_name_and_number() -> None:
    event = settled_of(
        perpetrators=(ARMY,),
        targets=(JNIM,),
        where=GAO._replace(country="YE"),
        ucdp={"type_of_violence": 1, "side_a": "Government of Yemen", "side_b": "Government of Russia"},
    )
    row = row_of(event)
    assert (row.side_a, row.gwnoa) == ("Government of Yemen (North Yemen)", "678")
    assert (row.side_b, row.gwnob) == ("Government of Russia (Soviet Union)", "365")
    assert row.dyad_name == "Government of Yemen (North Yemen) - Government of Russia (Soviet Union)"
    assert (row.country, row.country_id, row.region) == ("Yemen (North Yemen)", 678, "Middle East")


def test_the_conflict_of_a_government_has_no_name_since_events_do_not_tell_what_it_is_about() -> None:
    row = row_of(settled_of(ucdp={"type_of_violence": 1, "side_a": "Government of Mali", "side_b": "JNIM"}))
    assert row.conflict_name is None
    assert (row.conflict_new_id, row.dyad_new_id, row.side_a_new_id, row.side_b_new_id) == (None,) * 4


def test_what_is_no_state_in_ged_stands_under_one() -> None:
    row = row_of(settled_of(where=GAO._replace(country="PS")))
    assert (row.country, row.country_id, row.relid[:3]) == ("Israel", 666, "PSE")


UNMAPPED = [
    ({}, {"type_of_violence": None}, "the type of violence is not known"),
    ({}, {"best": None}, "no figure of deaths"),
    ({}, {"side_a": None}, "a side is not known"),
    ({"when": Period(None, DAY, "day", "context")}, {}, "no first or last day"),
    ({"where": RED_SEA}, {}, "no country"),
    ({"where": NOWHERE}, {}, "no country"),
    ({"where": GAO._replace(latitude=None)}, {}, "the place has no coordinates"),
]


@pytest.mark.parametrize(("fields", "values", "reason"), UNMAPPED)
def test_what_ged_cannot_hold_says_why(fields: dict[str, Any], values: dict[str, Any], reason: str) -> None:
    event = settled_of(**fields, ucdp=values)
    assert ged_rows(event, withheld=NOTHING_WITHHELD) == Unmapped(event.id, "ged", reason)
    assert dyad_year_of(event, NOTHING_WITHHELD) is None


def test_what_the_rule_keeps_out_is_no_row() -> None:
    found = ged_rows(settled_of(enters=False), withheld=NOTHING_WITHHELD)
    assert isinstance(found, Unmapped)
    assert found.reason == "the rule keeps it out: a line of the rule"


def test_an_event_without_reports_is_no_row() -> None:
    event = settled_of()._replace(reports=())
    assert ged_rows(event, withheld=NOTHING_WITHHELD) == Unmapped(event.id, "ged", "no report of it is left")


def test_a_dyad_that_reached_25_deaths_is_active_in_that_year() -> None:
    event = settled_of()
    assert dyad_year_of(event, NOTHING_WITHHELD) == (("JNIM", "Civilians", 2024), 12)
    assert row_of(event, active={("JNIM", "Civilians", 2024)}).active_year
    assert not row_of(event, active={("JNIM", "Civilians", 2023)}).active_year


def test_the_coding_is_to_be_checked_where_reports_are_split() -> None:
    event = settled_of()
    where = Choice(GAO, "first-told", why="unresolved")
    assert row_of(event._replace(fields={**event.fields, "where": where})).code_status == "Check where"


def test_sources_are_those_whose_figures_entered() -> None:
    event = settled_of(
        report_of(1, claim_of(12, 12, voices=(WITNESS,)), claim_of(99, 99, number=2, voices=(HOSPITAL,)))
    )
    outcome = event.outcomes["ucdp"]
    rests_on = dict.fromkeys(("low", "best", "high"), ("rep1:0000000000000001/count/1",))
    event = event._replace(outcomes={"ucdp": outcome._replace(rests_on=rests_on)})
    assert row_of(event).source_original == "Adama Keita"


def test_an_id_is_the_first_49_bits() -> None:
    ids = [row_of(settled_of(number=number)).id for number in (0, 1 << 15, (1 << 64) - 1)]
    assert ids == [0, 1, (1 << 49) - 1]


@pytest.mark.parametrize("number", [0, 0x0123456789ABCDEF, 0xFFFFFFFFFFFFFFFF])
def test_a_relid_gives_back_its_event(number: int) -> None:
    assert event_of_relid(relid_of(event_id(number), "MLI", 2024, 3)) == event_id(number)


@pytest.mark.parametrize("other", ["", "SYR-2013-1-11973-99", "MLI-2024-3-99999999999999999999", "MLI-2024-9-1"])
def test_a_relid_of_others_is_no_event_of_recount(other: str) -> None:
    assert event_of_relid(other) is None


def test_what_was_published_reads_back_to_the_same_events() -> None:
    week = Period(date(2023, 12, 28), date(2024, 1, 3), "week", "stated")
    figures = {"low": 3, "best": 5, "high": 9, "deaths_a": 1, "deaths_b": 2, "deaths_civilians": 0, "deaths_unknown": 2}
    events = [
        settled_of(number=1),
        settled_of(
            number=0xFFFFFFFFFFFFFFFF, when=week, ucdp={**figures, "type_of_violence": 2, "side_b": '=SIDE;"B"'}
        ),
    ]
    out = io.StringIO()
    write_ged([row_of(event) for event in events], out)
    read = list(events_of_ged(read_ged(io.StringIO(out.getvalue(), newline=""))))
    attack = {
        "low": 12,
        "best": 12,
        "high": 12,
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": 12,
        "deaths_unknown": 0,
    }
    assert read == [
        ReadEvent(event_id(1), DAY, DAY, 16.271667, -0.044722, "Mali", ("3", "JNIM", "Civilians"),
                  tuple(attack.items())),
        ReadEvent(event_id(0xFFFFFFFFFFFFFFFF), week.earliest or DAY, week.latest or DAY, 16.271667, -0.044722, "Mali",
                  ("2", "JNIM", '=SIDE;"B"'), tuple(figures.items())),
    ]  # fmt: skip
