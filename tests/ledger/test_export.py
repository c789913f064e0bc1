"""What leaves a casebook: every format holds the same rows, nothing else, whole or not at all."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

from recount.api import casebook, exporting, recorded
from recount.api.exporting import Exported, ExportForm, export
from recount.errors import BadArgument, LedgerFull, RecountError
from recount.publishing.columns import COLUMNS, EFFECTS
from recount.publishing.tables import report_row

ROOT = Path(__file__).resolve().parents[2]
FORMS: tuple[ExportForm, ...] = ("csv", "geojson", "parquet", "duckdb")
MORE = [
    {
        "id": "formula",
        "title": '=HYPERLINK("https://bad.example") Yusuf Demba saw it \u202eti was\u202c',
        "outlet": "+Radio Amel",
        "url": "https://amel.example/2024/03/yusuf-demba-saw-it",
        "published": "2024-03-06",
        "text": "Gunmen shot dead two farmers near Djibo, Burkina Faso, on Tuesday.\n\n"
        '"They came on motorcycles," said Yusuf Demba, a herder. Demba hid in a well. Governor Moussa Traoré said '
        "that six soldiers and two farmers were killed in Djibo on Tuesday.",
    },
    {"id": "nowhere", "title": "Two killed", "text": "Two soldiers were killed in a clash, officials said."},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a casebook of the examples and of a text that tries everything."""
    folder = tmp_path_factory.mktemp("casebook")
    more = folder / "more.jsonl"
    more.write_text("".join(json.dumps(one) + "\n" for one in MORE), encoding="utf-8")
    path = folder / "examples.recount"
    casebook.init_casebook(path)
    examples = sorted(str(one) for one in (ROOT / "examples").iterdir() if one.suffix in {".html", ".txt", ".jsonl"})
    assert casebook.add(path, [*examples, str(more)], processes=1).problems == ()
    return path


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "book.recount"))


@pytest.fixture
def out(book: Path) -> Callable[..., Path]:
    """Give a function that exports and returns the file."""

    def exported(form: ExportForm = "csv", **options: Any) -> Path:
        target = book.parent / f"reports.{form}"
        export(book, target, form=form, by="A. Coder", force=True, **options)
        return target

    return exported


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def table_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    else:
        found = duckdb.connect(str(path), read_only=True).execute("SELECT * FROM report")
    names = [one[0] for one in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def one_of(rows: Iterable[Mapping[str, Any]], outlet: str, place: str = "Djibo") -> Mapping[str, Any]:
    return next(row for row in rows if row["outlet"] == outlet and row["place"] == place)


def test_every_format_holds_every_report_of_the_current_codings_once(book: Path, out: Callable[..., Path]) -> None:
    held = casebook.casebook_counts(book)["report"]
    ids = [row["report_id"] for row in csv_rows(out("csv"))]
    assert len(ids) == len(set(ids)) == held > 20
    assert [one["id"] for one in features(out("geojson"))] == ids
    assert [row["report_id"] for row in table_rows(out("parquet"))] == ids
    assert [row["report_id"] for row in table_rows(out("duckdb"))] == ids


def test_a_tally_is_no_row(out: Callable[..., Path]) -> None:
    assert all(row["report_id"].startswith("rep1:") for row in csv_rows(out("csv")))


def test_every_format_has_the_described_columns(out: Callable[..., Path]) -> None:
    names = [column.name for column in COLUMNS]
    assert list(csv_rows(out("csv"))[0]) == names
    assert list(features(out("geojson"))[0]["properties"]) == names
    assert list(table_rows(out("parquet"))[0]) == names
    described = duckdb.connect(str(out("duckdb")), read_only=True).execute("SELECT * FROM column_description")
    assert [(row[0], row[2]) for row in described.fetchall()] == [(column.name, column.about) for column in COLUMNS]


def test_figures_go_round_in_every_format(out: Callable[..., Path]) -> None:
    plain = csv_rows(out("csv"))
    points = features(out("geojson"))
    for rows in (table_rows(out("parquet")), table_rows(out("duckdb"))):
        for row, cells, feature in zip(rows, plain, points, strict=True):
            assert str(row["latitude"] if row["latitude"] is not None else "") == cells["latitude"]
            assert feature["properties"]["latitude"] == row["latitude"]
            for effect in EFFECTS:
                told = [row[f"{effect}_{bound}"] for bound in ("low", "best", "high")]
                assert ["" if one is None else str(one) for one in told] == [
                    cells[f"{effect}_{bound}"] for bound in ("low", "best", "high")
                ]
                assert told == [feature["properties"][f"{effect}_{bound}"] for bound in ("low", "best", "high")]


def test_tables_have_types_and_nulls(out: Callable[..., Path]) -> None:
    for form in ("parquet", "duckdb"):
        rows = table_rows(out(form))
        row = one_of(rows, "+Radio Amel")
        assert row["published"] == date(2024, 3, 6)
        assert row["earliest"] == row["latest"] == date(2024, 3, 5)
        assert isinstance(row["coded_at"], datetime)
        assert isinstance(row["latitude"], float) and isinstance(row["names_withheld"], bool)
        assert row["abducted_low"] is row["abducted_how"] is row["decisions"] is None


def test_an_unknown_number_is_never_zero(book: Path, out: Callable[..., Path]) -> None:
    rows = table_rows(out("duckdb"))
    zeros = [row for row in rows if row["killed_low"] == 0]
    untold = [row for row in rows if row["killed_how"] is None]
    assert untold and all(row[f"killed_{bound}"] is None for row in untold for bound in ("low", "best", "high"))
    # "there were no casualties" is told.
    assert zeros and all('"rule":"zero-' in row["casualties"].replace(": ", ":") for row in zeros)


def test_rival_tolls_stand_side_by_side(out: Callable[..., Path]) -> None:
    row = next(one for one in csv_rows(out("csv")) if (one["title"] or "").startswith("Car bomb kills"))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("9", "", "")
    assert row["killed_how"] == "rivals"
    assert row["killed_rivals"].startswith("9 (≥9; police and residents) | ")
    assert "27 (Sheikh Abu Yahya" in row["killed_rivals"]


def test_a_row_says_where_it_comes_from(book: Path, out: Callable[..., Path]) -> None:
    row = one_of(csv_rows(out("csv")), "'+Radio Amel")
    found = casebook.why(book, row["report_id"], "event_type")
    assert (row["row"], row["row_hash"]) == (str(found.row["seq"]), found.row["hash"].removeprefix("sha256:"))
    assert row["original_sha256"] == found.sources[0]["sha256"]
    assert row["source"].endswith("more.jsonl")
    assert row["anchor"] in MORE[0]["text"]
    assert all(word in MORE[0]["text"] for word in json.loads(row["quotes"])["when"])


def test_geojson_is_what_rfc_7946_says(out: Callable[..., Path]) -> None:
    whole = json.loads(out("geojson").read_text(encoding="utf-8"))
    assert whole["type"] == "FeatureCollection" and set(whole) == {"type", "features", "bbox"}
    west, south, east, north = whole["bbox"]
    placed = [one for one in whole["features"] if one["geometry"]]
    assert placed and len(placed) < len(whole["features"])
    for one in placed:
        longitude, latitude = one["geometry"]["coordinates"]
        assert west <= longitude <= east and south <= latitude <= north
        assert (longitude, latitude) == (one["properties"]["longitude"], one["properties"]["latitude"])
    assert all(one["type"] == "Feature" and "properties" in one and "geometry" in one for one in whole["features"])
    assert any(one["properties"]["radius_km"] for one in placed)


def test_a_spreadsheet_runs_no_formula(out: Callable[..., Path]) -> None:
    rows = csv_rows(out("csv", names=True))
    row = one_of(rows, "'+Radio Amel")
    assert row["title"].startswith("'=HYPERLINK(")
    assert not any(
        cell[:1] in "=+-@\t\r" and not re.fullmatch(r"-?\d+(\.\d+)?", cell)
        for one in rows
        for cell in one.values()
        if cell
    )
    assert all(float(one["longitude"]) < 0 for one in rows if one["country"] == "CO" and one["longitude"])


def test_what_reorders_letters_is_written_out(out: Callable[..., Path]) -> None:
    assert "⟨U+202E⟩" in out("csv").read_text(encoding="utf-8")
    for form in ("csv", "geojson"):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", out(form).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"country": "bf"}, lambda row: row["country"] == "BF"),
        ({"since": "2025-01-01"}, lambda row: (row["latest"] or row["earliest"] or "") >= "2025-01-01"),
        ({"until": "2024-03-05"}, lambda row: "" < (row["earliest"] or row["latest"]) <= "2024-03-05"),
        ({"country": "ZW"}, lambda _: False),
    ],
)
def test_filters_leave_what_they_say(
    out: Callable[..., Path], asked: dict[str, str], kept: Callable[[dict[str, str]], bool]
) -> None:
    everything = csv_rows(out("csv"))
    assert csv_rows(out("csv", **asked)) == [row for row in everything if kept(row)]


@pytest.mark.parametrize("form", FORMS)
def test_no_rows_make_a_whole_file(out: Callable[..., Path], form: ExportForm) -> None:
    target = out(form, country="ZW")
    if form == "csv":
        assert csv_rows(target) == []
    elif form == "geojson":
        assert json.loads(target.read_text(encoding="utf-8")) == {"type": "FeatureCollection", "features": []}
    else:
        assert table_rows(target) == []


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_the_same_casebook_makes_the_same_bytes(out: Callable[..., Path], form: ExportForm) -> None:
    assert out(form).read_bytes() == out(form).read_bytes()


def test_a_decision_stands_beside_the_values(book: Path, out: Callable[..., Path]) -> None:
    first, second, third = (row["report_id"] for row in csv_rows(out("csv"))[:3])
    killed = {"low": 1, "best": 1, "high": 1}
    casebook.decide(book, first, "reject", by="A. Coder", reason="a film")
    casebook.decide(book, second, "accept", by="A. Coder")
    casebook.decide(book, second, "correct", by="B. Coder", field="killed", value=killed)
    casebook.decide(book, third, "unsure", by="A. Coder")
    casebook.decide(book, third, "withdraw", by="A. Coder")
    rows = {row["report_id"]: row for row in csv_rows(out("csv"))}
    assert [rows[one]["review"] for one in (first, second, third)] == ["rejected", "corrected", ""]
    decided = json.loads(rows[second]["decisions"])
    assert [(one["field"], one["verdict"], one["value"], one["by"]) for one in decided] == [
        (None, "accept", None, "A. Coder"),
        ("killed", "correct", killed, "B. Coder"),
    ]


def test_a_redacted_article_is_not_exported(book: Path, out: Callable[..., Path]) -> None:
    article = one_of(csv_rows(out("csv")), "'+Radio Amel")["article_id"]
    casebook.redact(book, [article], reason="witness in danger")
    for form in FORMS:
        assert b"HYPERLINK" not in out(form).read_bytes()
    assert article not in {row["article_id"] for row in csv_rows(out("csv"))}


def test_a_file_that_is_there_is_not_written_over(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports.csv"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(BadArgument, match="exists already"):
        export(book, target, form="csv")
    assert target.read_text(encoding="utf-8") == "mine"
    assert export(book, target, form="csv", force=True).rows == len(csv_rows(target))


@pytest.mark.parametrize(
    ("form", "target", "options"),
    [
        ("csv", "book.recount", {"force": True}),
        ("csv", "nowhere/reports.csv", {}),
        ("csv", "reports.csv", {"since": "yesterday"}),
        ("csv", "reports.csv", {"since": "2024-02-01", "until": "2024-01-01"}),
        ("csv", "reports.csv", {"country": "Mali"}),
        ("parquet", "-", {}),
        ("xls", "reports.xls", {}),
    ],
)
def test_what_cannot_be_meant_is_refused(book: Path, form: Any, target: str, options: dict[str, Any]) -> None:
    before = book.read_bytes()
    with pytest.raises(BadArgument):
        export(book, Path("-") if target == "-" else book.parent / target, form=form, **options)
    assert book.read_bytes() == before
    assert [one.name for one in book.parent.iterdir()] == ["book.recount"]


@pytest.mark.parametrize("form", FORMS)
def test_an_error_in_the_middle_leaves_no_file(book: Path, form: ExportForm, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = iter(range(5))

    def full(*told: Any) -> dict[str, Any]:
        if next(rows, None) is None:
            raise OSError(28, "No space left on device")
        return report_row(*told)

    monkeypatch.setattr(exporting, "report_row", full)
    target = book.parent / f"reports.{form}"
    target.write_bytes(b"mine")
    with pytest.raises(RecountError, match=r"No space left on device.*Nothing was left"):
        export(book, target, form=form, force=True)
    assert target.read_bytes() == b"mine"
    assert [one.name for one in book.parent.iterdir() if one.name.startswith(".")] == []


def test_the_export_is_recorded(book: Path, out: Callable[..., Path]) -> None:
    target = out("csv", country="BF")
    entry = casebook.casebook_log(book, limit=1)[0]
    assert (entry["what"], entry["by"]) == ("export", "A. Coder")
    assert entry["details"] == {
        "to": "csv", "out": "reports.csv", "since": None, "until": None, "country": "BF", "names": False,
    }  # fmt: skip
    assert entry["outcome"] == {
        "rows": len(csv_rows(target)),
        "withheld_names": 1,
        "sha256": sha256(target.read_bytes()).hexdigest(),
    }
    assert casebook.verify(book, processes=1).findings == ()


def test_a_casebook_that_may_only_be_read_is_exported_all_the_same(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> int:
        raise LedgerFull("attempt to write a readonly database")

    monkeypatch.setattr(recorded, "start_run", refused)
    done: Exported = export(book, book.parent / "reports.csv", form="csv")
    assert done.rows == len(csv_rows(book.parent / "reports.csv")) > 0
    assert done.unrecorded == "attempt to write a readonly database"


def test_standard_output_takes_text(book: Path, out: Callable[..., Path], capfdbinary: Any) -> None:
    done = export(book, Path("-"), form="csv")
    printed = capfdbinary.readouterr().out
    assert printed == out("csv").read_bytes()
    assert done.sha256 == sha256(printed).hexdigest()


def test_progress_is_told(book: Path) -> None:
    heard: list[tuple[int, int]] = []
    export(book, book.parent / "reports.csv", form="csv", told=lambda done, whole: heard.append((done, whole)))
    articles = casebook.casebook_counts(book)["coding"]
    assert heard == [(number, articles) for number in range(1, articles + 1)]


def test_the_table_of_columns_in_the_page_is_that_of_the_files() -> None:
    page = (ROOT / "docs" / "how-to" / "export-a-casebook.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", page, flags=re.MULTILINE)
    told = [(column.name, column.type, column.about.replace("|", "\\|")) for column in COLUMNS]
    assert rows == told
