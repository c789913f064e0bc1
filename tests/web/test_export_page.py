"""Exports: what leaves the casebook through a browser, who took it, and what nobody gets unasked."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from listed import listed_casebook, own_copy
from served import client_of

from recount.api.casebook import casebook_log, init_casebook
from recount.api.downloads import _slug


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return listed_casebook(tmp_path_factory.mktemp("export"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where exports are made: it has to be empty again."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_reports_leave_as_a_table_without_private_names(book: Path, tmp_path: Path, temporary: Path) -> None:
    own = own_copy(book, tmp_path)
    answer = client_of(own).post("/export/reports", data={"form": "csv", "country": "ML"})
    assert answer.headers["content-disposition"] == 'attachment; filename="own-reports.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 2
    assert "Awa Traore" not in answer.text
    assert list(temporary.iterdir()) == []
    run = casebook_log(own)[0]
    assert (run["what"], run["by"], run["details"]["names"]) == ("export", "tester", False)


def test_an_admin_may_keep_names(book: Path, tmp_path: Path, temporary: Path) -> None:
    own = own_copy(book, tmp_path)
    answer = client_of(own).post("/export/reports", data={"form": "csv", "names": "yes"})
    assert "Awa Traore" in answer.text
    assert casebook_log(own)[0]["details"]["names"] is True


def test_a_release_leaves_as_a_zip(book: Path, tmp_path: Path, temporary: Path) -> None:
    own = own_copy(book, tmp_path)
    answer = client_of(own).post("/export/release", data={"form": ["csv", "geojson"], "title": "Ours", "delay": "1"})
    assert answer.headers["content-type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    names = set(packed.namelist())
    assert {"own-release/events.csv", "own-release/datapackage.json"} <= names
    assert not [name for name in names if name.startswith("/") or ".." in name]
    assert b"Awa Traore" not in packed.read("own-release/events.csv")
    assert list(temporary.iterdir()) == []
    assert casebook_log(own)[0]["by"] == "tester"


@pytest.mark.parametrize(
    ("to", "given", "status"),
    [
        ("reports", {"form": "../../etc/passwd"}, 422),
        ("reports", {"form": "csv", "country": "nowhere"}, 422),
        ("reports", {"form": "csv", "since": "later"}, 422),
        ("reports", {}, 422),
        ("release", {"form": "xlsx"}, 422),
        ("release", {"form": "csv", "coarsen": "a bit"}, 422),
        ("release", {"form": "csv", "role": "king"}, 422),
        ("release", {"form": "csv", "delay": "-3"}, 422),
        ("release", {"form": "csv", "since": "2030-01-01"}, 409),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(
    book: Path, temporary: Path, to: str, given: dict[str, str], status: int
) -> None:
    assert client_of(book).post(f"/export/{to}", data=given).status_code == status
    assert list(temporary.iterdir()) == []


def test_everybody_takes_nothing(book: Path) -> None:
    public = client_of(book, public=True)
    assert public.get("/export").status_code == 403
    assert public.post("/export/reports", data={"form": "csv"}).status_code == 403


def test_a_change_needs_the_token_of_a_form(book: Path) -> None:
    client = client_of(book)
    client.headers.pop("x-csrf-token")
    assert client.post("/export/reports", data={"form": "csv"}).status_code == 403


def test_the_page_offers_all_forms(book: Path) -> None:
    client: TestClient = client_of(book)
    page = client.get("/export").text
    assert all(f'value="{one}"' in page for one in ("acled", "ged", "plover", "csv", "parquet", "duckdb"))
    assert "Keep the names of private persons" in page
    assert client.get("/export.json").json()["roles"][0]["name"] == "public"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("My Casebook (2024).recount", "my-casebook-2024"), ("../x\n.recount", "x"), ("…", "casebook")],
)
def test_a_file_has_a_plain_name(name: str, expected: str) -> None:
    assert _slug(Path(name)) == expected


def test_an_empty_casebook_offers_the_page(tmp_path: Path) -> None:
    init_casebook(tmp_path / "new.recount")
    assert client_of(tmp_path / "new.recount").get("/export").status_code == 200
