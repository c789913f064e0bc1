import io
from typing import Any

import pytest
from settled import (
    ARMY,
    DAY,
    GAO,
    GUNMEN,
    HOSPITAL,
    JNIM,
    MARKET,
    POLICE,
    RED_SEA,
    SOMEBODY,
    VILLAGERS,
    claim_of,
    report_of,
    settled_of,
)

from recount.nouns.events import Claim, Period, SettledEvent, Side
from recount.publishing.formats.mapping import NOTHING_WITHHELD, Unmapped
from recount.publishing.formats.plover import PloverRecord, read_plover, write_plover
from recount.publishing.formats.plover_rows import plover_rows
from recount.publishing.formats.polecat import PolecatRow, read_polecat, write_polecat
from recount.publishing.formats.polecat_rows import polecat_rows


def record_of(event: SettledEvent) -> PloverRecord:
    found = plover_rows(event, withheld=NOTHING_WITHHELD, version="9.9")
    assert not isinstance(found, Unmapped), found.reason
    (record,) = found
    return record


def row_of(event: SettledEvent) -> PolecatRow:
    found = polecat_rows(event, withheld=NOTHING_WITHHELD, version="9.9")
    assert not isinstance(found, Unmapped), found.reason
    (row,) = found
    return row


def test_an_event_is_a_record_of_plover() -> None:
    assert record_of(settled_of()) == {
        "id": "ev1:0123456789abcdef",
        "date": "2024-05-03",
        "actor": [
            {"sector": "REB", "entity_text": "JNIM", "identifier_text": "Jama'at Nusrat al-Islam wal-Muslimin",
             "code": "MLI"},
        ],
        "recipient": [{"sector": "CVL", "entity_text": "villagers", "identifier_text": "villagers"}],
        "event": ["ASSAULT"],
        "mode": ["firearms"],
        "quad_code": 4,
        "event_scale": -9,
        "size": {"dead": 12},
        "event_loc": {
            "extracted_place": "Gao", "resolved_place": "Gao", "geonameid": "2457161", "lat": 16.271667,
            "lon": -0.044722, "city": "Gao", "district": "Gao", "province": "Gao", "country": "Mali",
            "country_code": "MLI", "resolution": 4,
        },
        "event_text": "gunmen attacked it",
        "text": "gunmen attacked it",
        "cite_info": {
            "publication": "Radio 1", "url": "https://radio1.example/a", "title": "Attack in Gao, part 1",
            "coder": "Recount", "codebook": "PLOVER 2.0 draft (2024-02-04)", "version": "9.9",
        },
        "coder": "Recount",
        "comment": "1 independent source: Radio 1",
    }  # fmt: skip


def test_an_event_is_a_row_of_polecat() -> None:
    row = row_of(settled_of(perpetrators=(ARMY, POLICE), targets=(JNIM,)))
    assert (row.event_id, row.event_date, row.event_type, row.event_mode) == (
        "ev1:0123456789abcdef", DAY, "ASSAULT", "firearms",
    )  # fmt: skip
    assert (row.intensity, row.quad_code) == (-9, "MATERIAL CONFLICT")
    assert row.actor_name == "Military Forces of Mali;Police Forces of Mali"
    assert (row.actor_country, row.actor_cow) == ("MLI", "432")
    assert (row.primary_actor_sector, row.actor_sectors) == ("MIL", "MIL;COP")
    assert (row.recipient_name_raw, row.primary_recipient_sector) == ("JNIM", "REB")
    assert (row.placename, row.country, row.geonames_id) == ("Gao", "MLI", "2457161")
    assert (row.source, row.publication_date, row.version) == ("Radio 1", DAY, "9.9")


SECTORS = [
    (ARMY, "MIL"),
    (POLICE, "COP"),
    (JNIM, "REB"),
    (GUNMEN, "UAF"),
    (VILLAGERS, "CVL"),
    (SOMEBODY, "UNK"),
    (Side("authorities", "Government of Mali", None, "state forces", "ML"), "GOV"),
    (Side("UN troops", "MINUSMA", None, "external/other", None), "MIL"),
]


@pytest.mark.parametrize(("side", "sector"), SECTORS)
def test_kinds_of_actors_have_sectors(side: Side, sector: str) -> None:
    assert record_of(settled_of(perpetrators=(side,)))["actor"][0]["sector"] == sector


def test_kosovo_has_plovers_code() -> None:
    side = Side("police", "Police Forces of Kosovo", None, "state forces", "XK")
    assert record_of(settled_of(perpetrators=(side,)))["actor"][0]["code"] == "KOS"


def test_where_nobody_is_named_the_actor_is_unknown_and_a_site_is_no_recipient() -> None:
    record = record_of(settled_of(perpetrators=(), targets=(MARKET,)))
    assert record["actor"] == [{"sector": "UNK"}]
    assert "recipient" not in record


FIGURES = [
    # claims, killed as size has it
    ((claim_of(12, 12),), 12),
    ((claim_of(12, 12), claim_of(12, 12, number=2, voices=(HOSPITAL,))), 12),
    ((claim_of(12, 12), claim_of(9, 9, number=2)), None),
    ((claim_of(12, None),), None),
    ((claim_of(9, 9, revised=True), claim_of(12, 12, number=2)), 12),
    ((claim_of(12, 12), claim_of(3, 3, number=2, part_of="rep1:0000000000000001/count/1")), 12),
    ((claim_of(12, 12, shared=2),), None),
    ((), None),
]


@pytest.mark.parametrize(("claims", "dead"), FIGURES)
def test_a_size_stands_only_where_one_exact_figure_is_agreed(claims: tuple[Claim, ...], dead: int | None) -> None:
    record = record_of(settled_of(report_of(1, *claims)))
    assert record.get("size", {}).get("dead") == dead


UNMAPPED = [
    ({"plover": (None, None)}, "the crosswalk gives no type of PLOVER"),
    ({"modality": "denied"}, "it is only denied"),
    ({"modality": "planned"}, "it is only planned"),
    ({"when": Period(None, None, "unknown", "none")}, "no first or last day"),
]


@pytest.mark.parametrize(("fields", "reason"), UNMAPPED)
def test_what_plover_cannot_hold_says_why(fields: dict[str, Any], reason: str) -> None:
    event = settled_of(**fields)
    assert plover_rows(event, withheld=NOTHING_WITHHELD, version="1") == Unmapped(event.id, "plover", reason)
    assert polecat_rows(event, withheld=NOTHING_WITHHELD, version="1") == Unmapped(event.id, "polecat", reason)


def test_an_event_without_reports_is_no_record() -> None:
    event = settled_of()._replace(reports=())
    assert plover_rows(event, withheld=NOTHING_WITHHELD, version="1") == Unmapped(
        event.id, "plover", "no report of it is left"
    )


def test_a_threat_is_an_event_of_plover() -> None:
    record = record_of(settled_of(modality="threatened", plover=("THREATEN", "violence")))
    assert (record["event"], record["quad_code"], record["event_scale"]) == (["THREATEN"], 3, -3.5)


def test_waters_have_no_country_and_no_resolution() -> None:
    place = record_of(settled_of(where=RED_SEA))["event_loc"]
    assert "country" not in place
    assert "resolution" not in place


def test_several_days_have_an_end() -> None:
    last = DAY.replace(day=9)
    assert record_of(settled_of(when=Period(DAY, last, "week", "stated")))["enddate"] == "2024-05-09"


def test_what_was_written_reads_back() -> None:
    events = [settled_of(number=1), settled_of(number=2, where=GAO._replace(name="=Gao\tx;y"), perpetrators=())]
    out, table = io.StringIO(), io.StringIO()
    write_plover(map(record_of, events), out)
    assert list(read_plover(io.StringIO(out.getvalue()))) == [record_of(event) for event in events]
    write_polecat(map(row_of, events), table)
    assert list(read_polecat(io.StringIO(table.getvalue(), newline=""))) == [row_of(event) for event in events]
