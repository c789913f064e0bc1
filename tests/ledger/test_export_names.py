"""Names of private persons are withheld in whatever is exported; those who speak or act for a side keep theirs."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from recount import api
from recount.api import casebook
from recount.api.exporting import ExportForm, export
from recount.nouns import Record
from recount.publishing.persons import Named, named_in
from recount.publishing.withholding import Withholding

HEAD = "Gunmen shot dead two farmers near Djibo, Burkina Faso, on Tuesday.\n\n"


@cache
def coded(text: str) -> Record:
    return api.code(HEAD + text, published="2024-03-06", outlet="Radio Amel")


WITHHELD = [
    # said in the text                                                                     name
    ('"They came at dawn," said Yusuf Demba, a herder.',                                   "Yusuf Demba"),
    ("A nurse at the clinic, Halima Ali, said 22 wounded people had been brought in.",     "Halima Ali"),
    ("Mrs. Awa Kindo, a resident, said she counted nine men.",                             "Awa Kindo"),
    ("Shopkeeper Abdul Manan said that nobody came to help.",                              "Abdul Manan"),
    ("Issa Tall, 51, had asked for protection in January.",                                "Issa Tall"),
]  # fmt: skip
KEPT = [
    ("Governor Moussa Traoré said that the army would come.",                              "Moussa Traoré"),
    ("Colonel Adama Bary, a military spokesman, said that the army would come.",           "Adama Bary"),
    ("The Ministry of Health said that both had died at once.",                            "Ministry of Health"),
    ("Human Rights Watch said that it was the third attack this year.",                    "Human Rights Watch"),
    ("Residents of Djibo said that nobody came.",                                          "Djibo"),
    ("The Islamic State in the Greater Sahara said that its men did it.",                  "Islamic State"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), WITHHELD)
def test_a_private_person_is_recognised(text: str, name: str) -> None:
    assert name in named_in(coded(text)).private


@pytest.mark.parametrize(("text", "name"), KEPT)
def test_one_who_speaks_for_a_side_keeps_the_name(text: str, name: str) -> None:
    record = coded(text)
    assert Withholding.of(record, names=False).text(record.article.text) == record.article.text
    assert name in record.article.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Yusuf Demba hid.", "[name withheld] hid."),
        ("Demba hid, Yusuf did not.", "[name withheld] hid, [name withheld] did not."),
        ("YUSUF DEMBA'S STORY", "[name withheld]'S STORY"),
        ("Yusuf\nDemba", "[name withheld]"),
        ("Dembaya is a village.", "Dembaya is a village."),
        ("Moussa Traoré of Djibo", "Moussa Traoré of Djibo"),
    ],
)
def test_the_name_goes_wherever_it_stands(text: str, told: str) -> None:
    record = coded('"They came at dawn," said Yusuf Demba, a herder. Governor Moussa Traoré said that it was so.')
    assert Withholding.of(record, names=False).text(text) == told
    assert Withholding.of(record, names=True).text(text) == text


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://a.example/yusuf-demba-saw-it", "https://a.example/name-withheld-saw-it"),
        ("https://a.example/Yusuf%20Demba", "https://a.example/name-withheld"),
        ("https://a.example/two-farmers", "https://a.example/two-farmers"),
        ("reports/demba_interview.txt", "reports/name-withheld_interview.txt"),
    ],
)
def test_the_name_goes_from_addresses_and_paths(link: str, told: str) -> None:
    record = coded('"They came at dawn," said Yusuf Demba, a herder.')
    assert Withholding.of(record, names=False).link(link) == told


def test_a_place_that_is_called_after_a_person_is_told_from_one_that_is_called_alike() -> None:
    withheld = Withholding(Named(("Yusuf Demba",), ("Yusuf", "Demba"), ("Yusuf Demba's farm", "Demba Kunda", "Demba")))
    assert withheld.place("Yusuf Demba's farm") == "[name withheld]'s farm"
    assert withheld.place("Demba Kunda") == "Demba Kunda"
    assert withheld.place("Demba") == "Demba"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a casebook in which a witness is named in title, address, path and quotes."""
    folder = tmp_path_factory.mktemp("names")
    source = folder / "yusuf-demba.jsonl"
    article = {
        "title": "Yusuf Demba saw two farmers die",
        "url": "https://amel.example/yusuf-demba",
        "published": "2024-03-06",
        "text": HEAD + "Yusuf Demba, a herder, said that nine people were killed. Mayor Ousmane Zongo said that three "
        "people were killed in Djibo. The attackers took Demba's motorcycle.",
    }
    source.write_text(json.dumps(article), encoding="utf-8")
    path = folder / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(source)], processes=1)
    return path


def everything(path: Path) -> str:
    """Return all that a file tells, as one text."""
    if path.suffix in {".csv", ".geojson"}:
        return path.read_text(encoding="utf-8")
    if path.suffix == ".parquet":
        found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    else:
        found = duckdb.connect(str(path), read_only=True).execute("SELECT * FROM report")
    return repr(found.fetchall())


@pytest.mark.parametrize("form", ["csv", "geojson", "parquet", "duckdb"])
def test_a_witness_is_in_no_file_unless_asked_for(book: Path, tmp_path: Path, form: ExportForm) -> None:
    without, with_names = tmp_path / f"without.{form}", tmp_path / f"with.{form}"
    done: Any = export(book, without, form=form)
    told = everything(without).casefold()
    assert "yusuf" not in told and "demba" not in told
    assert "ousmane zongo" in told and "a herder" in told
    assert done.withheld_names > 0
    # Compressed or not: the bytes hold it nowhere else either.
    assert b"demba" not in without.read_bytes().lower()
    assert export(book, with_names, form=form, names=True).withheld_names == 0
    assert "Yusuf Demba" in everything(with_names)
