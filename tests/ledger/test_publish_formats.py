"""What a release holds: every format fits, opens in the tools of the field, and says what the casebook says."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import geopandas
import pandas
import pytest
from markdown_it import MarkdownIt
from releasing import FILES, book_of_articles, csv_rows, linked, publisher, titled
from shapely.geometry import Point

from recount.api.checking import check
from recount.api.deriving import event_under
from recount.api.linking import events
from recount.codebook.rules import published_rules
from recount.nouns.events import SettledEvent
from recount.publishing.events.columns import JSON_COLUMNS, event_columns
from recount.publishing.formats.acled import read_acled
from recount.publishing.formats.acled_rows import events_of_acled
from recount.publishing.formats.ged import read_ged
from recount.publishing.formats.ged_rows import event_of_relid, events_of_ged
from recount.publishing.formats.mapping import ReadEvent

COLUMNS = event_columns(published_rules().values())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of_articles(tmp_path_factory.mktemp("formats"))


@pytest.fixture(scope="module")
def settled_events(book: Path) -> list[SettledEvent]:
    """The events as the casebook itself tells of them, before anything is withheld."""
    return [event_under(book, one.id) for one in events(book, limit=100)]


@pytest.fixture(scope="module")
def release(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, for the public."""
    return publisher(book, tmp_path_factory.mktemp("release"))("first", license="CC-BY-4.0")[0]


def of_acled(folder: Path) -> dict[str, ReadEvent]:
    with (folder / "acled.csv").open(encoding="utf-8", newline="") as lines:
        return {one.id: one for one in events_of_acled(read_acled(lines))}


def of_ged(folder: Path) -> dict[str, ReadEvent]:
    with (folder / "ged.csv").open(encoding="utf-8", newline="") as lines:
        return {one.id: one for one in events_of_ged(read_ged(lines))}


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_there_and_fits(release: Path, name: str) -> None:
    found = check(release / name)
    assert (found.kinds, found.fits) == ((), True)
    assert found.rows is not None and found.rows > 0


def test_the_whole_folder_fits_and_validates_with_frictionless(release: Path) -> None:
    found = check(release)
    assert (found.form, found.kinds, found.fits) == ("package", (), True)
    told = frictionless.validate(str(release / "datapackage.json"))
    assert told.valid, told.flatten(["title", "rowNumber", "fieldName", "note"])
    described = {one["path"] for one in json.loads((release / "datapackage.json").read_bytes())["resources"]}
    assert described == {
        str(path.relative_to(release)) for path in release.rglob("*") if path.is_file()
    } - {"datapackage.json"}  # fmt: skip


def test_the_table_of_everything_opens_in_pandas_with_numbers_as_numbers(release: Path) -> None:
    found = pandas.read_csv(release / "events.csv", encoding="utf-8")
    assert list(found.columns) == [column.name for column in COLUMNS]
    for column in COLUMNS:
        known = found[column.name].dropna()
        if column.type in ("integer", "number"):
            assert known.empty or pandas.api.types.is_numeric_dtype(known), column.name
        elif column.type == "boolean":
            assert set(known) <= {0, 1}, column.name
        elif column.type == "day":
            assert pandas.to_datetime(known, format="%Y-%m-%d").notna().all(), column.name


def test_geoparquet_has_the_types_of_its_columns(release: Path) -> None:
    types = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "day": "DATE"}
    told = duckdb.connect().execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(release / "events.parquet")])
    found = {name: type_ for name, type_, *_ in told.fetchall()}
    found.pop("geometry")
    assert found == {column.name: types[column.type] for column in COLUMNS}


def test_duckdb_reads_the_same_events_from_csv_parquet_and_json(release: Path) -> None:
    asked = {
        "events.csv": "SELECT event_id, earliest, latitude, acled_fatalities, ibc_deaths_max FROM read_csv(?)",
        "events.parquet": "SELECT event_id, earliest, latitude, acled_fatalities, ibc_deaths_max FROM read_parquet(?)",
        "events.geojson": "SELECT event_id, earliest::DATE, latitude, acled_fatalities, ibc_deaths_max FROM "
        "read_json(?)",
    }
    found = [duckdb.connect().execute(sql, [str(release / name)]).fetchall() for name, sql in asked.items()]
    assert found[0] == found[1] == found[2]
    assert any(row[1] for row in found[0]) and any(row[3] for row in found[0])


def test_columns_of_json_hold_json(release: Path, settled_events: list[SettledEvent]) -> None:
    by_id = {one.id: one for one in settled_events}
    for row in csv_rows(release / "events.csv"):
        told = {name: json.loads(row[name]) for name in JSON_COLUMNS if row[name]}
        event = by_id[row["event_id"]]
        assert [one["id"] for one in told["told_by"]] == [report.id for report in event.reports]
        assert set(told["derivation"]) == set(event.outcomes)
        known = {one["id"] for one in told.get("claims", [])}
        assert {id_ for rule in told["derivation"].values() for ids in rule["claims"].values() for id_ in ids} <= known


def test_lines_of_plover_name_the_events_of_the_table(release: Path) -> None:
    records = [json.loads(line) for line in (release / "plover.jsonl").read_text(encoding="utf-8").splitlines()]
    ids = {row["event_id"] for row in csv_rows(release / "events.csv")}
    assert len(records) == len(csv_rows(release / "polecat.tsv"))
    assert all(any(id_ in json.dumps(one) for id_ in ids) for one in records)


@pytest.mark.parametrize("name", ["events.parquet", "events.geojson"])
def test_geopandas_shows_points_areas_and_no_place(
    release: Path, settled_events: list[SettledEvent], name: str
) -> None:
    read = geopandas.read_parquet if name.endswith("parquet") else geopandas.read_file
    found: Any = read(release / name)
    assert found.crs is not None and found.crs.to_string() in ("OGC:CRS84", "EPSG:4326")
    places = {one.id: one.of("where") for one in settled_events}
    shapes = dict(zip(found["event_id"], found.geometry, strict=True))
    assert set(shapes) == set(places)
    kinds = set()
    for id_, shape in shapes.items():
        place = places[id_]
        if place.latitude is None:
            assert shape is None
            kinds.add("none")
        elif place.precision == "exact":
            assert (shape.geom_type, shape.x, shape.y) == ("Point", place.longitude, place.latitude)
            kinds.add("exact")
        else:
            assert shape.geom_type == "Polygon"
            assert shape.is_valid and shape.contains(Point(place.longitude, place.latitude))
            kinds.add(place.precision)
    assert kinds == {"none", "exact", "near", "admin2"}


def test_rows_of_acled_read_back_are_the_events_under_its_rule(
    release: Path, settled_events: list[SettledEvent]
) -> None:
    found = of_acled(release)
    entering = {one.id: one for one in settled_events if one.outcomes["acled"].enters}
    assert set(found) == set(entering) and len(found) > 8
    for id_, event in entering.items():
        told, values, where = found[id_], event.outcomes["acled"].values, event.of("where")
        spread = values["spread"] or ((values["event_date"], values["fatalities"]),)
        assert (told.first, told.last) == (spread[0][0], spread[-1][0])
        assert (told.latitude, told.longitude) == (round(where.latitude, 4), round(where.longitude, 4))
        assert told.types == (values["event_type"], values["sub_event_type"])
        assert told.figures == (("fatalities", values["fatalities"]),)


def test_rows_of_ged_read_back_are_the_events_under_its_rule(release: Path, settled_events: list[SettledEvent]) -> None:
    found = of_ged(release)
    entering = {
        one.id: one
        for one in settled_events
        if one.outcomes["ucdp"].enters and one.of("when").earliest and one.of("where").latitude
    }
    assert set(found) == set(entering) and len(found) >= 4
    for id_, event in entering.items():
        told, values, when, where = found[id_], event.outcomes["ucdp"].values, event.of("when"), event.of("where")
        assert (told.first, told.last) == (when.earliest, when.latest)
        assert (told.latitude, told.longitude) == (where.latitude, where.longitude)
        assert told.types == (str(values["type_of_violence"]), values["side_a"], values["side_b"])
        assert dict(told.figures) == {name: values[name] for name in dict(told.figures)}


def test_a_total_over_days_is_a_row_a_day_that_add_up(release: Path, settled_events: list[SettledEvent]) -> None:
    event = titled(settled_events, "Thirty die in days of fighting")
    with (release / "acled.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in read_acled(lines) if row.location == "Ansongo"]
    assert [row.event_date for row in rows] == [date(2024, 6, day) for day in (3, 4, 5, 6)]
    assert sum(row.fatalities for row in rows) == event.outcomes["acled"].values["fatalities"] == 30
    assert len({row.event_id_cnty for row in rows}) == 4
    with (release / "ged.csv").open(encoding="utf-8", newline="") as lines:
        (ged,) = [row for row in read_ged(lines) if event_of_relid(row.relid) == event.id]
    assert (ged.best, ged.date_prec, ged.event_clarity) == (30, 2, 2)


def test_who_fights_is_not_its_own_opponent(release: Path) -> None:
    """The reader finds the fallen soldiers beside both sides of the battle."""
    with (release / "ged.csv").open(encoding="utf-8", newline="") as lines:
        sides = {(row.side_a, row.side_b) for row in read_ged(lines) if row.type_of_violence == 1}
    assert sides == {("Government of Mali", "Jama'at Nusrat al-Islam wal-Muslimin")}
    with (release / "acled.csv").open(encoding="utf-8", newline="") as lines:
        actors = {(row.actor1, row.actor2) for row in read_acled(lines) if row.country == "Mali" and row.actor2}
    assert actors == {("Military Forces of Mali", "Jama'at Nusrat al-Islam wal-Muslimin")}


def test_a_total_of_two_towns_is_divided_between_them(release: Path) -> None:
    with (release / "ged.csv").open(encoding="utf-8", newline="") as lines:
        found = {row.where_coordinates: row for row in read_ged(lines) if row.type_of_violence == 3}
    assert {name: (row.best, row.deaths_civilians, row.event_clarity) for name, row in found.items()} == {
        "Dori": (8, 8, 2), "Kaya": (7, 7, 2),
    }  # fmt: skip


def test_copies_are_one_source_and_rival_tolls_stand_in_the_notes(release: Path) -> None:
    (row,) = [one for one in csv_rows(release / "acled.csv") if one["location"] == "Djibo"]
    assert row["source"] == "Meridian Wire; The Daily Crossing; Radio Amel"
    assert row["notes"].startswith("2 independent sources. ")
    assert '12 "villagers"' in row["notes"] and '15 "villagers"' in row["notes"]
    (row,) = [one for one in csv_rows(release / "events.csv") if one["place"] == "Djibo"]
    assert (row["reports"], row["sources"], row["ibc_deaths_min"], row["ibc_deaths_max"]) == ("3", "2", "12", "15")


def test_a_threat_and_a_tally_are_no_events_of_datasets_that_count_what_happened(
    release: Path, settled_events: list[SettledEvent]
) -> None:
    threat = titled(settled_events, "Group threatens town").id
    assert threat in {row["event_id"] for row in csv_rows(release / "events.csv")}
    assert threat not in of_acled(release)
    assert "450" not in (release / "acled.csv").read_text(encoding="utf-8")
    readme = (release / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"\| ACLED \| it is only threatened \| 1 \| `{threat}` \|", readme)


def test_the_readme_names_commands_that_check_what_is_there(release: Path) -> None:
    told = re.findall(r"^recount check (\S+) --as (\w+)$", (release / "README.md").read_text(), flags=re.MULTILINE)
    assert {form for _, form in told} == {"acled", "ged", "plover", "polecat", "package"}
    assert all(check(release / path, form).fits for path, form in told)


EVIL = '=HYPERLINK("https://bad.example") <script>alert(1)</script> ![x](https://bad.example/p) | \x00\x1b[31m \u202eti'
HOSTILE = (
    {"id": "a", "title": f"{EVIL}\n# Breaking\r\n- one, \"two\"", "outlet": f"+{EVIL}\n", "published": "2024-03-06",
     "url": "javascript:alert(1)",
     "text": "Gunmen shot dead two farmers in Djibo, Burkina Faso, on Tuesday, =cmd|'/C calc'!A0 officials said. "
     "\"@SUM(1+1) they came,\" said the governor of <b>Sahel</b>."},
    {"id": "b", "title": "x, \"y\";" * 1500, "outlet": "- [Post](https://bad.example) `" + "z" * 10_000,
     "published": "2024-05-08", "text": "A drone struck the market of Kirkuk, Iraq, on 6 May, killing ten traders, the "
     "[governor](https://bad.example) said."},
    {"id": "c", "title": "\ud800 half a character", "outlet": "\t@Post", "published": "2024-10-05",
     "text": "Malian soldiers clashed with JNIM fighters in Tessalit, Mali, on 3 October 2024. Five soldiers were "
     "killed, the army said."},
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return publisher(linked(folder / "book.recount", HOSTILE), folder)("out", names=True, role="partner")[0]


def test_whatever_an_article_holds_the_release_fits(hostile: Path) -> None:
    for name in (*FILES, ""):
        found = check(hostile / name)
        assert (found.fits, [kind for kind in found.kinds if kind.level == "error"]) == (True, []), name
    assert frictionless.validate(str(hostile / "datapackage.json")).valid
    assert len(csv_rows(hostile / "events.csv")) == len(geopandas.read_file(hostile / "events.geojson")) == 3


@pytest.mark.parametrize("name", ["acled.csv", "ged.csv", "polecat.tsv", "events.csv"])
def test_no_cell_begins_a_formula_or_steers_what_shows_it(hostile: Path, name: str) -> None:
    rows = csv_rows(hostile / name)
    assert rows
    for cell in (cell for row in rows for cell in row.values()):
        assert not re.match(r"\s*[=+@\uff1d\uff0b\uff20]|\s*-(?!\d+(\.\d+)?$)|[\t\r\n]", cell), cell[:80]
        assert not re.search("[\x00-\x08\x1b\u202a-\u202e\u2066-\u2069]", cell), cell[:80]


def test_nothing_of_an_article_is_live_in_the_readme(hostile: Path) -> None:
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(
        (hostile / "README.md").read_text(encoding="utf-8")
    )
    assert "<script" not in shown and "<b>" not in shown
    targets = re.findall(r'(?:href|src)="([^"]*)"', shown)
    assert targets and all((hostile / one).is_file() for one in targets)
    assert "Breaking</h1>" not in shown
    assert not re.search("[\x00-\x08\x1b\u202a-\u202e]", shown)


def test_what_a_user_says_of_a_release_is_shown_and_not_run(book: Path, tmp_path: Path) -> None:
    said = f"{EVIL}\n# Head"
    out, _ = publisher(book, tmp_path)(
        "Größe & Zahl (1)", forms=["csv"], title=said, edition=said, citation=said, license=said
    )
    assert check(out).fits
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(
        (out / "README.md").read_text(encoding="utf-8")
    )
    assert "<script" not in shown and shown.count("<h1>") == 1
    assert all((out / one).is_file() for one in re.findall(r'(?:href|src)="([^"]*)"', shown))
    described = json.loads((out / "datapackage.json").read_bytes())
    assert re.fullmatch(r"[-a-z0-9._/]+", described["name"])
