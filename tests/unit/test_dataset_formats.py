"""Rows are written as ACLED, UCDP GED, POLECAT and PLOVER write them."""

import io

import pytest
from invented_rows import ACLED_EVENT, GED_EVENT, PLOVER_EVENT, POLECAT_EVENT

from recount.codebook import load
from recount.errors import BadDataset
from recount.publishing.formats.acled import (
    ACLED_COLUMNS,
    INTERACTIONS,
    SUB_EVENT_TYPES,
    AcledRow,
    acled_degrees,
    acled_line,
    interaction_of,
    read_acled,
    write_acled,
)
from recount.publishing.formats.ged import GED_COLUMNS, GedRow, ged_line, priogrid_of, read_ged
from recount.publishing.formats.plover import MODES, QUAD_CODES, plover_line, plover_scale, read_plover
from recount.publishing.formats.polecat import POLECAT_COLUMNS, PolecatRow, polecat_line


def test_each_format_has_its_columns_and_a_field_for_each() -> None:
    formats = [(ACLED_COLUMNS, AcledRow, 31), (GED_COLUMNS, GedRow, 49), (POLECAT_COLUMNS, PolecatRow, 40)]
    for columns, row, number in formats:
        assert len(columns) == number
        assert tuple(column.attribute for column in columns) == row._fields  # type: ignore[attr-defined]
        assert all(column.about for column in columns)


def test_a_field_may_be_none_where_its_column_may_be_blank() -> None:
    for columns, row in [(ACLED_COLUMNS, AcledRow), (GED_COLUMNS, GedRow), (POLECAT_COLUMNS, PolecatRow)]:
        for column, type_ in zip(columns, row.__annotations__.values(), strict=True):
            assert column.blank == ("None" in str(type_)), column.name


def test_acled_is_written_with_4_decimals_and_blanks() -> None:
    assert acled_line(ACLED_EVENT) == (
        "MLI90001,2024-01-02,2024,1,Political violence,Battles,Armed clash,Military Forces of Mali (2021-),,State "
        "forces,JNIM,Unidentified Armed Group (Mali); Militia of Sarou,Rebel group,State forces-Rebel group,,466,"
        "Western Africa,Mali,Mopti,Bandiagara,,Sarou,14.3500,-3.6123,1,Radio Amel; Sahel Post,National,"
        '"Soldiers said ""nine"" gunmen died near Sarou.",9,,1704326400\n'
    )


def test_ged_is_written_with_midnights_a_point_and_minus_one() -> None:
    line = ged_line(GED_EVENT)
    assert line.startswith("900001,MLI-2024-1-900-1,2024,1,Clear,1,")
    assert ",-1," in line
    assert ",14.35,-3.612345,POINT (-3.612345 14.35)," in line
    assert ",2024-01-02 00:00:00.000,2024-01-02 00:00:00.000,0,9,0,0,9,12,9,432,\n" in line


def test_polecat_is_parted_by_tabs() -> None:
    cells = polecat_line(POLECAT_EVENT).rstrip("\n").split("\t")
    assert cells[:7] == ["900001", "2024-01-02", "ASSAULT", "firearms", "-9.0", "MATERIAL CONFLICT", "military"]


def test_a_formula_is_no_formula_any_more() -> None:
    line = acled_line(ACLED_EVENT._replace(notes='=HYPERLINK("https://bad.example")'))
    assert "\"'=HYPERLINK(" in line


def test_types_are_those_of_the_codebook() -> None:
    known = {sub.name: (sub.event_type, sub.disorder_type) for sub in load().event_types.sub_types}
    assert known == SUB_EVENT_TYPES


INTERACTION_CASES = [
    ("State forces", "Rebel group", "State forces-Rebel group", 12),
    ("Rebel group", "State forces", "State forces-Rebel group", 12),
    ("Civilians", "External/Other forces", "External/Other forces-Civilians", 78),
    ("Rioters", "Rioters", "Rioters-Rioters", 55),
    ("Protesters", None, "Protesters only", 60),
]


@pytest.mark.parametrize(("first", "second", "together", "number"), INTERACTION_CASES)
def test_interaction_joins_the_kinds_of_both_actors(first: str, second: str, together: str, number: int) -> None:
    assert interaction_of(first, second) == together == INTERACTIONS[number]


def test_44_interactions_and_none_without_kinds() -> None:
    assert len(INTERACTIONS) == 44
    assert interaction_of(None, None) is None


def test_degrees_of_acled_have_no_minus_zero() -> None:
    assert str(acled_degrees(-0.00001)) == "0.0"


@pytest.mark.parametrize(
    ("north", "east", "cell"),
    [(-89.9, -179.9, 1), (-89.9, 179.9, 720), (90, 180, 259_200), (33.33, 44.38, 177_569)],
)
def test_a_point_lies_in_a_cell_of_priogrid(north: float, east: float, cell: int) -> None:
    assert priogrid_of(north, east) == cell


def test_every_type_of_plover_has_a_quad_code_and_a_scale() -> None:
    assert len(MODES) == 16
    assert set(MODES) == set(QUAD_CODES)
    assert all(plover_scale(one, None) is not None for one in MODES)
    assert (plover_scale("ASSAULT", "drone"), plover_scale("PROTEST", "riot"), plover_scale("BORE", None)) == (
        -9.5,
        -7,
        None,
    )


def test_a_record_of_plover_is_one_line() -> None:
    line = plover_line({**PLOVER_EVENT, "text": "one\ntwo"})
    assert line.count("\n") == 1 and line.endswith("}\n")


HEAD = ",".join(column.name for column in ACLED_COLUMNS)
BAD_TABLES = [
    ("", "The head is not that of ACLED"),
    ("event_id_cnty,event_date\n", "year, time_precision"),
    (f"{HEAD}\nMLI1,2024-01-02\n", "Line 2 has 2 cells, ACLED 31"),
    (f"{HEAD}\n{acled_line(ACLED_EVENT).replace('2024-01-02', 'Tuesday')}", "Line 2, event_date: 'Tuesday' is no day"),
    (f'{HEAD}\n"MLI1', "Line 2 is no line of a table of ACLED"),
]


@pytest.mark.parametrize(("text", "says"), BAD_TABLES)
def test_what_cannot_be_read_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadDataset, match=says):
        list(read_acled(io.StringIO(text, newline="")))


def test_a_byte_order_mark_is_no_part_of_the_head() -> None:
    out = io.StringIO(newline="")
    write_acled([ACLED_EVENT], out)
    assert list(read_acled(io.StringIO("\ufeff" + out.getvalue(), newline=""))) == [ACLED_EVENT]


def test_a_text_longer_than_csv_takes_by_itself_is_read() -> None:
    event = GED_EVENT._replace(source_article="a" * 200_000)
    text = ",".join(column.name for column in GED_COLUMNS) + "\n" + ged_line(event)
    assert list(read_ged(io.StringIO(text, newline=""))) == [event]


@pytest.mark.parametrize(("line", "says"), [("{", "Line 1 is no JSON"), ("[]", "an object"), ("{}", "actor, date")])
def test_lines_that_are_no_events_of_plover_are_named(line: str, says: str) -> None:
    with pytest.raises(BadDataset, match=says):
        list(read_plover([line]))
