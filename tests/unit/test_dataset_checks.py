"""Files of datasets, of others too, are checked: errors and warnings differ, and nothing ends in a traceback."""

import csv
import hashlib
import io
import json
import struct
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from invented_rows import ACLED_EVENT, GED_EVENT, PLOVER_EVENT, POLECAT_EVENT
from typer.testing import CliRunner

from recount.api.checking import Findings, check
from recount.cli import app
from recount.errors import BadArgument, BadDataset, NotFound, RecountError
from recount.publishing.checking import form_of
from recount.publishing.checking.findings import MOST_EXAMPLES
from recount.publishing.checking.text_files import MOST_LINE_BYTES
from recount.publishing.formats.acled import write_acled
from recount.publishing.formats.ged import write_ged
from recount.publishing.formats.plover import plover_line
from recount.publishing.formats.polecat import write_polecat

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def table(writer: Callable[..., int], *rows: Any) -> str:
    out = io.StringIO(newline="")
    writer(rows, out)
    return out.getvalue()


def changed(text: str, values: Mapping[str, str | None], *, delimiter: str = ",", out: str = ",") -> str:
    """Return a table of one row with other cells; a column that is None is taken away, a new one is added."""
    head, row = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    cells = {**dict(zip(head, row, strict=True)), **values}
    kept = {name: value for name, value in cells.items() if value is not None}
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=out, lineterminator="\n").writerows([kept.keys(), kept.values()])
    return made.getvalue()


def told(findings: Findings) -> set[tuple[str, str, str | None]]:
    return {(kind.level, kind.kind, kind.column) for kind in findings.kinds}


ACLED = table(write_acled, ACLED_EVENT)
GED = table(write_ged, GED_EVENT)
POLECAT = table(write_polecat, POLECAT_EVENT)
PLOVER = plover_line(PLOVER_EVENT)


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        (ACLED, "a.csv", "acled"),
        (GED, "g.csv", "ged"),
        (POLECAT, "p.tsv", "polecat"),
        (POLECAT, "p.txt", "polecat"),
        (PLOVER, "p.jsonl", "plover"),
    ],
)
def test_what_recount_writes_passes_and_tells_what_it_is(write: Write, text: str, name: str, form: str) -> None:
    findings = check(write(text, name))
    assert (findings.form, findings.kinds, findings.rows) == (form, (), 1)


ACLED_ERRORS = [
    ({"event_date": "2024-13-02"}, "type", "event_date"),
    ({"year": "2023"}, "year-contradicts", "year"),
    ({"time_precision": "4"}, "not-in-codebook", "time_precision"),
    ({"geo_precision": "0"}, "not-in-codebook", "geo_precision"),
    ({"event_type": "War"}, "not-in-codebook", "event_type"),
    ({"sub_event_type": "Skirmish"}, "not-in-codebook", "sub_event_type"),
    ({"sub_event_type": "Grenade"}, "type-contradicts", "sub_event_type"),
    ({"disorder_type": "Demonstrations"}, "type-contradicts", "disorder_type"),
    ({"inter1": "Army"}, "not-in-codebook", "inter1"),
    ({"inter1": "9"}, "not-in-codebook", "inter1"),
    ({"interaction": "Rebel group-Civilians"}, "interaction-contradicts", "interaction"),
    ({"interaction": "19"}, "not-in-codebook", "interaction"),
    ({"inter1": "1", "inter2": "2", "interaction": "13"}, "interaction-contradicts", "interaction"),
    ({"iso": "562"}, "iso-contradicts", "iso"),
    ({"region": "Sahel"}, "not-in-codebook", "region"),
    ({"latitude": "91"}, "range", "latitude"),
    ({"longitude": "14,35"}, "type", "longitude"),
    ({"fatalities": "-1"}, "range", "fatalities"),
    ({"fatalities": "about 9"}, "type", "fatalities"),
    ({"actor1": ""}, "blank", "actor1"),
    ({"civilian_targeting": "yes"}, "not-in-codebook", "civilian_targeting"),
]


@pytest.mark.parametrize(("values", "kind", "column"), ACLED_ERRORS)
def test_acled_errors(write: Write, values: dict[str, str], kind: str, column: str) -> None:
    findings = check(write(changed(ACLED, values)), "acled")
    assert ("error", kind, column) in told(findings)
    assert findings.kinds[0].examples[0].line == 2


ACLED_WARNINGS: list[tuple[dict[str, str | None], str, str | None]] = [
    ({"event_date": "02 January 2024"}, "older-day", "event_date"),
    ({"event_date": "02/01/2024"}, "older-day", "event_date"),
    ({"disorder_type": None}, "missing-column", None),
    ({"civilian_targeting": None}, "missing-column", None),
    ({"event_type": "Riots/Protests", "sub_event_type": "", "disorder_type": ""}, "older-type", "event_type"),
    ({"inter1": "State Forces"}, "spelling", "inter1"),
    ({"region": "Western africa"}, "spelling", "region"),
    ({"source_scale": "Village"}, "not-in-codebook", "source_scale"),
    ({"latitude": "0", "longitude": "0"}, "null-island", "latitude"),
    ({"mood": "grim"}, "unknown-column", None),
    ({"timestamp": None, "data_id": "7", "colour": "x"}, "unknown-column", None),
]


@pytest.mark.parametrize(("values", "kind", "column"), ACLED_WARNINGS)
def test_acled_warnings_are_no_errors(write: Write, values: dict[str, str | None], kind: str, column: str) -> None:
    findings = check(write(changed(ACLED, values)), "acled")
    assert ("warning", kind, column) in told(findings)
    assert findings.fits


PROTEST = {"event_type": "Protests", "sub_event_type": "Peaceful protest", "inter1": "6", "actor2": "", "inter2": "0",
           "interaction": "60"}  # fmt: skip
VINTAGES: list[tuple[str, dict[str, str | None], str]] = [
    ("numbers for kinds of actors", {"inter1": "1", "inter2": "2", "interaction": "12"}, ","),
    ("semicolons", {}, ";"),
    ("tabs", {}, "\t"),
    ("columns until 2023", {"data_id": "9", "event_id_no_cnty": "90001", "iso3": "MLI"}, ","),
    ("people around", {"population_1km": "", "population_best": "5000"}, ","),
    ("the codebook's own words", {"civilian_targeting": "Civilians targeted"}, ","),
    ("numbers of regions", {"region": "1"}, ","),
    ("whole numbers with a point", {"fatalities": "9.0", "year": "2024.0"}, ","),
    ("a day with a time", {"event_date": "2024-01-02 00:00:00"}, ","),
    ("nobody on the other side", {**PROTEST, "disorder_type": "Demonstrations"}, ","),
    ("any two scales", {"source_scale": "International-Local partner"}, ","),
]


@pytest.mark.parametrize(("vintage", "values", "delimiter"), VINTAGES)
def test_exports_of_other_years_fit(write: Write, vintage: str, values: dict[str, str | None], delimiter: str) -> None:
    assert check(write(changed(ACLED, values, out=delimiter)), "acled").kinds == (), vintage


def test_an_old_misspelling_is_a_warning(write: Write) -> None:
    findings = check(write(changed(ACLED, {**PROTEST, "disorder_type": "Demostrations"})), "acled")
    assert told(findings) == {("warning", "spelling", "disorder_type")}


def test_a_byte_order_mark_windows_line_ends_and_capitals_fit(write: Write) -> None:
    head, _, rows = ACLED.partition("\n")
    text = "\ufeff" + (head.upper() + "\n" + rows).replace("\n", "\r\n")
    findings = check(write(text))
    assert (findings.form, findings.errors, findings.warnings) == ("acled", 0, 0)


def test_an_id_that_stands_twice_is_an_error(write: Write) -> None:
    findings = check(write(table(write_acled, ACLED_EVENT, ACLED_EVENT)))
    assert told(findings) == {("error", "twice", "event_id_cnty")}


def test_days_to_come_are_warned_of_only_where_today_is_given(write: Write) -> None:
    path = write(ACLED)
    assert check(path).kinds == ()
    assert told(check(path, today=date(2024, 1, 1))) == {("warning", "future", "event_date")}


def test_all_are_counted_and_few_are_shown(write: Write) -> None:
    rows = [ACLED_EVENT._replace(event_id_cnty=f"MLI{number}", year=2023) for number in range(50)]
    (kind,) = check(write(table(write_acled, *rows))).kinds
    assert (kind.number, len(kind.examples)) == (50, MOST_EXAMPLES)


def test_text_of_a_file_steers_no_terminal(write: Write) -> None:
    (kind,) = check(write(changed(ACLED, {"iso": "\x1b[2J\u202e" + "9" * 500})), "acled").kinds
    says = kind.examples[0].says
    assert "\x1b" not in says and "\u202e" not in says and len(says) < 200


GED_CASES = [
    ("error", {"best": "10"}, "sum-contradicts", "best"),
    ("warning", {"low": "10"}, "low-above-best", "low"),
    ("warning", {"high": "8", "low": "8"}, "best-above-high", "high"),
    ("error", {"low": "13"}, "low-above-high", "low"),
    ("error", {"best": "0", "deaths_b": "0", "low": "0", "high": "0"}, "no-deaths", "best"),
    ("error", {"date_end": "2024-01-01 00:00:00.000"}, "days", "date_end"),
    ("warning", {"date_end": "2024-01-05 00:00:00.000"}, "precision-contradicts", "date_prec"),
    ("error", {"year": "2023"}, "year-contradicts", "year"),
    ("error", {"where_prec": "8"}, "not-in-codebook", "where_prec"),
    ("error", {"date_prec": "0"}, "not-in-codebook", "date_prec"),
    ("error", {"type_of_violence": "4"}, "not-in-codebook", "type_of_violence"),
    ("warning", {"type_of_violence": "3"}, "side-contradicts", "side_b"),
    ("warning", {"priogrid_gid": "1"}, "grid-contradicts", "priogrid_gid"),
    ("error", {"geom_wkt": "POINT (14.35 -3.612345)"}, "point-contradicts", "geom_wkt"),
    ("error", {"geom_wkt": "14.35"}, "type", "geom_wkt"),
    ("error", {"active_year": "perhaps"}, "type", "active_year"),
    ("error", {"region": "Sahel"}, "not-in-codebook", "region"),
    ("error", {"number_of_sources": "-2"}, "range", "number_of_sources"),
]


@pytest.mark.parametrize(("level", "values", "kind", "column"), GED_CASES)
def test_ged(write: Write, level: str, values: dict[str, str], kind: str, column: str) -> None:
    findings = check(write(changed(GED, values)))
    assert (findings.form, (level, kind, column) in told(findings)) == ("ged", True), told(findings)


@pytest.mark.parametrize(
    "values",
    [
        {"active_year": "TRUE"},
        {"active_year": "", "code_status": "", "relid": ""},
        {"date_start": "2024-01-02", "date_end": "2024-01-02"},
        {"best": "0", "deaths_b": "0", "low": "0"},
        {"latitude": "14.5", "geom_wkt": "POINT (-3.612345 14.5)", "priogrid_gid": "150113"},
    ],
)
def test_what_yearly_and_candidate_files_hold_fits(write: Write, values: dict[str, str]) -> None:
    assert check(write(changed(GED, values))).kinds == ()


POLECAT_CASES = [
    ("error", {"Event Type": "DEMAND"}, "not-in-codebook", "Event Type"),
    ("error", {"Event Mode": "riot"}, "mode-contradicts", "Event Mode"),
    ("error", {"Quad Code": "VERBAL CONFLICT"}, "quad-contradicts", "Quad Code"),
    ("error", {"Quad Code": "5"}, "not-in-codebook", "Quad Code"),
    ("error", {"Intensity": "-11"}, "range", "Intensity"),
    ("warning", {"Contexts": "military;weather"}, "not-in-codebook", "Contexts"),
    ("warning", {"Publication Date": "2024-01-01"}, "days", "Event Date"),
]


@pytest.mark.parametrize(("level", "values", "kind", "column"), POLECAT_CASES)
def test_polecat(write: Write, level: str, values: dict[str, str], kind: str, column: str) -> None:
    text = changed(POLECAT, values, delimiter="\t", out="\t")
    assert told(check(write(text, "p.tsv"))) == {(level, kind, column)}


PLOVER_CASES: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("error", {"event": ["DEMAND"]}, "not-in-codebook", "event"),
    ("error", {"event": "ASSAULT"}, "type", "event"),
    ("error", {"mode": ["riot"]}, "mode-contradicts", "mode"),
    ("error", {"quad_code": 1}, "quad-contradicts", "quad_code"),
    ("error", {"event_scale": "much"}, "range", "event_scale"),
    ("error", {"date": "yesterday"}, "type", "date"),
    ("error", {"enddate": "2024-01-01"}, "days", "enddate"),
    ("error", {"actor": []}, "missing-key", "actor"),
    ("error", {"size": {"dead": -1}}, "range", "size"),
    ("error", {"event_loc": {"lat": 14.35, "lon": 200}}, "range", "event_loc"),
    ("error", {"recipient": ["gunmen"]}, "type", "recipient"),
    ("warning", {"context": ["weather"]}, "not-in-codebook", "context"),
    ("warning", {"mood": "grim"}, "unknown-key", None),
    ("warning", {"actor": [{"sector": "XYZ"}]}, "not-in-codebook", "actor"),
]


@pytest.mark.parametrize(("level", "values", "kind", "column"), PLOVER_CASES)
def test_plover(write: Write, level: str, values: dict[str, Any], kind: str, column: str | None) -> None:
    findings = check(write(json.dumps({**PLOVER_EVENT, **values}), "p.jsonl"))
    assert (level, kind, column) in told(findings)
    assert findings.fits == (level == "warning")


@pytest.mark.parametrize("line", ["{", "[1]", "[" * 100_000, '{"id":"\\ud800"}', "1" * 5000, "NaN"])
def test_lines_that_are_no_events_are_errors_and_the_next_is_read(write: Write, line: str) -> None:
    findings = check(write(f"{line}\n{PLOVER}", "p.jsonl"), "plover")
    assert not findings.fits and findings.rows == 2


def feature(geometry: Any, **further: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {}, **further}


def collection(*features: Any, **further: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **further})


SQUARE = [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]]
GOOD_GEOJSON = [
    feature({"type": "Point", "coordinates": [-3.6, 14.35]}, id="a"),
    feature({"type": "Polygon", "coordinates": [SQUARE]}),
    feature({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}),
    feature(None),
]
BAD_GEOJSON = [
    ("error", collection(feature({"type": "Point", "coordinates": [14.35, -100]})), "range"),
    ("error", collection(feature({"type": "Point", "coordinates": ["14", "3"]})), "type"),
    ("error", collection(feature({"type": "Polygon", "coordinates": [SQUARE[:4]]})), "ring"),
    ("error", collection(feature({"type": "Circle", "coordinates": [1, 1]})), "type"),
    ("error", collection({"type": "Feature"}), "type"),
    ("error", collection("no feature"), "type"),
    ("error", collection(*[feature(None, id="a")] * 2), "twice"),
    ("error", '{"type": "Feature", "geometry": null, "properties": {}}', "type"),
    ("warning", collection(), "no-rows"),
    ("warning", collection(feature({"type": "Point", "coordinates": [0, 0]})), "null-island"),
    ("warning", collection(feature(None), crs={"type": "name"}), "crs"),
]


def test_features_with_points_areas_or_no_place_fit(write: Write) -> None:
    findings = check(write(collection(*GOOD_GEOJSON, bbox=[-4, 0, 1, 15]), "m.geojson"))
    assert (findings.kinds, findings.rows) == ((), 4)


@pytest.mark.parametrize(("level", "text", "kind"), BAD_GEOJSON)
def test_geojson(write: Write, level: str, text: str, kind: str) -> None:
    findings = check(write(text, "m.geojson"))
    assert (level, kind) in {(one.level, one.kind) for one in findings.kinds}


def test_a_long_collection_is_read_piece_by_piece(write: Write) -> None:
    features = [feature({"type": "Point", "coordinates": [number % 180, 7.25]}, id=number) for number in range(9000)]
    for indent in (None, 1):
        text = json.dumps({"name": "é" * 70_000, "features": features, "type": "FeatureCollection"}, indent=indent,
                          ensure_ascii=False)  # fmt: skip
        findings = check(write(text, "m.geojson"))
        assert (findings.rows, findings.kinds) == (9000, ())


def test_one_feature_without_end_is_given_up(write: Write) -> None:
    with pytest.raises(BadDataset, match="more than 16,000,000 characters"):
        check(write('{"features": [{"a": "' + "x" * 17_000_000, "m.geojson"))


POINT = struct.pack("<BIdd", 1, 1, -3.6, 14.35)
AREA = struct.pack(">BIII8d", 0, 3, 1, 4, 0, 0, 1, 0, 1, 1, 0, 0)
ABOUT = {"version": "1.1.0", "primary_column": "geometry",
         "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}}  # fmt: skip
WKB_CASES = [
    (POINT, None),
    (AREA, None),
    (struct.pack("<BIdd", 1, 1, float("nan"), float("nan")), None),
    (struct.pack("<BII", 1, 7, 1) + POINT, None),
    (POINT[:-1], "wkb"),
    (POINT + b"x", "wkb"),
    (b"", "wkb"),
    (b"\x07" + POINT[1:], "wkb"),
    (struct.pack("<BII", 1, 2, 4_000_000_000), "wkb"),
    (struct.pack("<BII", 1, 7, 1) * 50, "wkb"),
    (struct.pack("<BIdd", 1, 1, 14.35, -100.0), "range"),
]


def parquet(path: Path, geometry: Any, about: Any) -> Path:
    made = pa.table({"id": ["a"], "geometry": pa.array([geometry], pa.binary())})
    pq.write_table(made.replace_schema_metadata({"geo": json.dumps(about)} if about else None), path)
    return path


@pytest.mark.parametrize(("geometry", "kind"), WKB_CASES)
def test_geometries_of_geoparquet_can_be_read(tmp_path: Path, geometry: bytes, kind: str | None) -> None:
    findings = check(parquet(tmp_path / "e.parquet", geometry, ABOUT))
    assert [one.kind for one in findings.kinds] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("about", "level", "kind"),
    [
        (None, "warning", "no-geo"),
        ([], "warning", "no-geo"),
        ("words", "error", "geo"),
        ({**ABOUT, "version": "0.4"}, "warning", "geo-version"),
        ({**ABOUT, "primary_column": "place"}, "error", "geo"),
        ({**ABOUT, "columns": {"geometry": {"encoding": "WKT"}}}, "warning", "geo-encoding"),
        ({**ABOUT, "columns": {"geometry": ABOUT["columns"]["geometry"], "gone": {}}}, "error", "geo"),  # type: ignore[index]
    ],
)
def test_metadata_of_geoparquet_name_its_columns(tmp_path: Path, about: Any, level: str, kind: str) -> None:
    findings = check(parquet(tmp_path / "e.parquet", POINT, about))
    assert [(one.level, one.kind) for one in findings.kinds] == [(level, kind)]


def package(folder: Path, text: str = ACLED, **said: Any) -> Path:
    """Make a data package of one table; what is said of it may be wrong."""
    (folder / "acled.csv").write_text(text, encoding="utf-8", newline="")
    content = (folder / "acled.csv").read_bytes()
    resource = {
        "name": "acled", "path": "acled.csv", "bytes": len(content), "rows": 1,
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [{"name": name, "type": "string"} for name in ACLED.partition("\n")[0].split(",")]},
    }  # fmt: skip
    described = {"name": "release", "licenses": [{"name": "CC-BY-4.0"}], "resources": [{**resource, **said}]}
    (folder / "datapackage.json").write_text(json.dumps(described))
    return folder


PACKAGE_CASES: list[tuple[dict[str, Any], str]] = [
    ({"hash": "sha256:00"}, "digest"),
    ({"bytes": 3}, "bytes"),
    ({"rows": 2}, "rows"),
    ({"path": "gone.csv"}, "file"),
    ({"path": "../acled.csv"}, "path"),
    ({"path": "/etc/passwd"}, "path"),
    ({"path": "https://bad.example/a.csv"}, "path"),
    ({"path": None}, "path"),
    ({"schema": {"fields": [{"name": "event_id_cnty", "type": "integer"}]}}, "type"),
    ({"schema": {"fields": [{"name": "mood", "type": "string", "constraints": {"required": True}}]}}, "file"),
    ({"schema": {"fields": [{"name": "year", "type": "integer", "constraints": {"maximum": 2000}}]}}, "range"),
    ({"schema": {"fields": "none"}}, "schema"),
]


def test_a_package_whose_files_are_as_it_says_fits(tmp_path: Path) -> None:
    findings = check(package(tmp_path))
    assert (findings.form, findings.rows, findings.kinds) == ("package", 1, ())


@pytest.mark.parametrize(("said", "kind"), PACKAGE_CASES)
def test_a_package_that_says_what_is_not_so_does_not_fit(tmp_path: Path, said: dict[str, Any], kind: str) -> None:
    findings = check(package(tmp_path, **said))
    assert kind in {one.kind for one in findings.kinds if one.level == "error"}


def test_a_file_of_a_package_is_checked_by_its_own_format(tmp_path: Path) -> None:
    findings = check(package(tmp_path, changed(ACLED, {"year": "2023"})))
    assert told(findings) == {("error", "year-contradicts", None)}


def test_a_link_that_leads_out_of_a_package_is_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text(ACLED)
    (folder / "inside.csv").symlink_to(tmp_path / "outside.csv")
    assert [one.kind for one in check(package(folder, path="inside.csv")).kinds] == ["path"]


UNREADABLE: list[tuple[bytes, str, str]] = [
    (b"", "acled", "is empty"),
    (b"\x00\x01\x02", "acled", "no text"),
    (b"PK\x03\x04rest", "acled", "Excel"),
    (b"\x1f\x8b\x08", "ged", "gzip"),
    ("event_id_cnty,year\n".encode("utf-16"), "acled", "UTF-16"),
    (b"a,b,c\n1,2,3\n", "acled", "no table of ACLED"),
    (ACLED.encode(), "ged", "no table of UCDP GED"),
    (ACLED.partition("\n")[2].encode(), "acled", "lost its head"),
    (b"x" * (MOST_LINE_BYTES + 2), "acled", "longer than"),
    (b"x" * (MOST_LINE_BYTES + 2), "plover", "longer than"),
    (b"[1, 2]", "geojson", "no JSON object"),
    (b'{"features": [{"a": ', "geojson", "no JSON"),
    (b"[" * 100_000, "geojson", "no JSON"),
    (b'{"a":' * 100_000, "geojson", "nested"),
    (b"PAR1 and no more", "parquet", "no Parquet"),
    (b"words", "parquet", "no Parquet"),
    (b"{", "package", "no JSON"),
    (b"{}", "package", "no resources"),
]


@pytest.mark.parametrize(("content", "form", "says"), UNREADABLE)
def test_what_cannot_be_read_is_a_clear_error(write: Write, content: bytes, form: Any, says: str) -> None:
    with pytest.raises(BadDataset, match=says):
        check(write(content, "file"), form)


def test_a_folder_or_nothing_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="is a folder"):
        check(tmp_path, "acled")
    with pytest.raises(NotFound, match=r"no datapackage\.json"):
        check(tmp_path)
    with pytest.raises(NotFound, match="There is no file"):
        check(tmp_path / "gone.csv")
    with pytest.raises(BadArgument, match="neither its name nor its head"):
        (tmp_path / "notes.txt").write_text("words")
        check(tmp_path / "notes.txt")
    with pytest.raises(RecountError):
        check("\x00", "acled")


def test_bytes_that_are_no_utf_8_are_errors_of_their_line(write: Write) -> None:
    findings = check(write(changed(ACLED, {"location": "Gadéma"}).encode("latin-1")), "acled")
    (kind,) = findings.kinds
    assert (kind.kind, kind.examples[0].line, findings.rows) == ("encoding", 2, 1)


def test_a_quote_that_is_never_closed_is_an_error(write: Write) -> None:
    findings = check(write(ACLED + '"MLI2,2024-01-02\n' + "more words\n" * 50), "acled")
    assert told(findings) == {("error", "quotes", None)}
    assert "not closed" in findings.kinds[0].examples[0].says


def test_a_row_that_never_ends_is_an_error_before_it_fills_the_memory(write: Write) -> None:
    cell = '"' + "words\n" * 100_000 + '",'
    with pytest.raises(BadDataset, match="has a row of more than"):
        check(write(ACLED + cell * 40), "acled")


def test_a_row_of_another_length_is_an_error_and_the_next_is_read(write: Write) -> None:
    head, row = ACLED.splitlines(keepends=True)
    findings = check(write(head + "MLI1,2024-01-02\n" + row), "acled")
    assert told(findings) == {("error", "cells", None)}
    assert findings.rows == 1


def test_a_formula_in_a_plain_table_is_a_warning(write: Write) -> None:
    findings = check(write('name,says\nx,"=HYPERLINK(1)"\ny,-5\n'), "csv")
    assert told(findings) == {("warning", "formula", None)}


def test_form_is_told_by_name_and_head(write: Write, tmp_path: Path) -> None:
    assert form_of(tmp_path) == "package"
    assert form_of(write(b"", "a.parquet")) == "parquet"
    assert form_of(write('{"id": 1}\n', "a.jsonl")) is None
    assert form_of(write("a,b\n", "a.csv")) is None


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["check", *map(str, arguments)], env={"NO_COLOR": "1"})


def test_the_command_says_in_its_exit_code_whether_files_fit(write: Write) -> None:
    good, bad = write(ACLED, "good.csv"), write(changed(ACLED, {"year": "2023"}), "bad.csv")
    warned = write(changed(ACLED, {"event_date": "02 January 2024"}), "warned.csv")
    assert run(good).exit_code == 0
    assert run(warned).exit_code == 0
    assert run(good, bad, warned).exit_code == 1
    assert run(good, "gone.csv").exit_code == 1
    assert run(good, "--today", "soon").exit_code == 2
    assert run(good, "--as", "xls").exit_code == 2
    assert run().exit_code == 2


def test_in_a_pipe_the_command_prints_json(write: Write) -> None:
    printed = json.loads(run(write(changed(ACLED, {"year": "2023"}))).stdout)
    assert (printed["form"], printed["fits"], printed["errors"]) == ("acled", False, 1)
    assert printed["kinds"][0]["examples"] == [{"line": 2, "says": "2023 of an event of 2024-01-02"}]


def test_on_a_terminal_the_command_prints_a_table(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.cli.checking.is_terminal", lambda _: True)
    printed = run(write(changed(ACLED, {"year": "2023", "notes": "[bold]x"}))).stdout
    assert "does not fit as acled. 1 rows, 1 errors, 0 warnings" in " ".join(printed.split())
    assert "year-contradicts" in printed
