"""Invented events as rows of ACLED, UCDP GED, POLECAT and PLOVER."""

from datetime import date

from recount.publishing.formats.acled import AcledRow, acled_degrees
from recount.publishing.formats.ged import GedRow, point_wkt, priogrid_of
from recount.publishing.formats.plover import PloverRecord
from recount.publishing.formats.polecat import PolecatRow

__all__ = ["ACLED_EVENT", "GED_EVENT", "PLOVER_EVENT", "POLECAT_EVENT"]

ACLED_EVENT = AcledRow(
    event_id_cnty="MLI90001", event_date=date(2024, 1, 2), year=2024, time_precision=1,
    disorder_type="Political violence", event_type="Battles", sub_event_type="Armed clash",
    actor1="Military Forces of Mali (2021-)", assoc_actor_1=None, inter1="State forces", actor2="JNIM",
    assoc_actor_2="Unidentified Armed Group (Mali); Militia of Sarou", inter2="Rebel group",
    interaction="State forces-Rebel group", civilian_targeting=None, iso=466, region="Western Africa", country="Mali",
    admin1="Mopti", admin2="Bandiagara", admin3=None, location="Sarou", latitude=acled_degrees(14.35),
    longitude=acled_degrees(-3.61234567), geo_precision=1, source="Radio Amel; Sahel Post", source_scale="National",
    notes='Soldiers said "nine" gunmen died near Sarou.', fatalities=9, tags=None, timestamp=1704326400,
)  # fmt: skip

GED_EVENT = GedRow(
    id=900001, relid="MLI-2024-1-900-1", year=2024, active_year=True, code_status="Clear", type_of_violence=1,
    conflict_dset_id=None, conflict_new_id=None, conflict_name="Mali: Government", dyad_dset_id=None, dyad_new_id=None,
    dyad_name="Government of Mali - JNIM", side_a_dset_id=None, side_a_new_id=None, side_a="Government of Mali",
    side_b_dset_id=None, side_b_new_id=None, side_b="JNIM", number_of_sources=-1,
    source_article='"Radio Amel,2024-01-03,Nine dead near Sarou";"Sahel Post,2024-01-03,Clash"',
    source_office="Radio Amel;Sahel Post", source_date="2024-01-03;2024-01-03", source_headline=None,
    source_original="army", where_prec=1, where_coordinates="Sarou village", where_description=None,
    adm_1="Mopti region", adm_2="Bandiagara cercle", latitude=14.35, longitude=-3.612345,
    geom_wkt=point_wkt(-3.612345, 14.35), priogrid_gid=priogrid_of(14.35, -3.612345), country="Mali", country_id=432,
    region="Africa", event_clarity=1, date_prec=1, date_start=date(2024, 1, 2), date_end=date(2024, 1, 2), deaths_a=0,
    deaths_b=9, deaths_civilians=0, deaths_unknown=0, best=9, high=12, low=9, gwnoa="432", gwnob=None,
)  # fmt: skip

_NO_PARTY = (None,) * 8
POLECAT_EVENT = PolecatRow(
    "900001", date(2024, 1, 2), "ASSAULT", "firearms", -9.0, "MATERIAL CONFLICT", "military", *_NO_PARTY, *_NO_PARTY,
    "Sarou", None, "Bandiagara", "Mopti", "MLI", 14.35, -3.612345, None, "Sarou", "PPL", "Radio Amel",
    date(2024, 1, 3), None, None, None, "en", "recount",
)  # fmt: skip

PLOVER_EVENT: PloverRecord = {
    "id": "ev900001",
    "date": "2024-01-02",
    "actor": [{"code": "MLI", "sector": "MIL", "entity_text": "soldiers"}],
    "recipient": [{"sector": "REB", "entity_text": "gunmen"}],
    "event": ["ASSAULT"],
    "mode": ["firearms"],
    "context": ["military"],
    "quad_code": 4,
    "event_scale": -9,
    "size": {"dead": 9},
    "event_loc": {"resolved_place": "Sarou", "lat": 14.35, "lon": -3.612345},
}
