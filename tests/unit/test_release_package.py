"""The descriptor of a release is what the specification of data packages says, and says what it was made with."""

import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import frictionless
import pytest
from released import report, settled

from recount.publishing.columns import COLUMNS
from recount.publishing.formats.acled import ACLED_COLUMNS
from recount.publishing.formats.ged import GED_COLUMNS
from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.release.counts import Counts
from recount.publishing.release.package import (
    Contributor,
    License,
    MadeWith,
    PublishedFile,
    Release,
    descriptor,
    descriptor_text,
    published_file,
)
from recount.publishing.release.states import state_of, write_states

MADE = MadeWith(
    "0.1.0", "a" * 64, "b" * 64, "c" * 64, {"ucdp": "d" * 64, "acled": "e" * 64}, {"events.rules/3": 2},
    {"as": ["acled"], "coarsen": None, "delay_days": 30},
)  # fmt: skip
RELEASE = Release(
    "sahel-events", "Events in the Sahel", "2024.7", "2024-07-01T00:00:00Z", "A. Coder (2024): Events in the Sahel.",
    (License("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),), (Contributor("A. Coder"),),
)  # fmt: skip
PLACES = (
    ColumnSpec("place", "text", "Where."),
    ColumnSpec("type", "text", "What.", among=("Battles", "Riots")),
    ColumnSpec("killed", "integer", "How many.", blank=True, low=0),
    ColumnSpec("at", "moment", "When.", blank=True),
    ColumnSpec("day", "day", "When."),
    ColumnSpec("tags", "text", "Which.", blank=True, among=("a", "b"), separator=";"),
)


@pytest.fixture
def counts() -> Counts:
    counted = Counts()
    counted.take(settled(report(1)))
    counted.hold_back("names of private persons", 3)
    counted.leave_out("ged", "no deaths", "ev1:1")
    return counted


def _written(folder: Path, rows: list[tuple[Any, ...]]) -> PublishedFile:
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[column.name for column in PLACES], *rows])
    return published_file(folder, "places.csv", "Places.", rows=len(rows), columns=PLACES)


GOOD = [
    ("Kati", "Battles", 4, "2024-03-05 00:00:00.000", "2024-03-05", "a;b"),
    ("=1", "Riots", "", "", "2024-03-05", ""),
]


def test_a_release_validates_with_frictionless_down_to_its_cells(tmp_path: Path, counts: Counts) -> None:
    described = descriptor(RELEASE, [_written(tmp_path, GOOD)], MADE, counts)
    (tmp_path / "datapackage.json").write_text(descriptor_text(described), encoding="utf-8")
    told = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert told.valid, told.flatten()


@pytest.mark.parametrize(
    "row",
    [
        ("", "Battles", 4, "", "2024-03-05", ""),
        ("Kati", "Wars", 4, "", "2024-03-05", ""),
        ("Kati", "Battles", -4, "", "2024-03-05", ""),
        ("Kati", "Battles", 4, "5 March", "2024-03-05", ""),
    ],
)
def test_frictionless_finds_a_cell_that_its_column_does_not_allow(
    tmp_path: Path, counts: Counts, row: tuple[Any, ...]
) -> None:
    described = descriptor(RELEASE, [_written(tmp_path, [row])], MADE, counts)
    (tmp_path / "datapackage.json").write_text(descriptor_text(described), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_columns_of_every_format_are_a_table_schema(counts: Counts) -> None:
    files = [
        PublishedFile(f"{name}.csv", "Events.", 1, "0" * 64, 1, columns)
        for name, columns in (("acled", ACLED_COLUMNS), ("ged", GED_COLUMNS), ("reports", COLUMNS))
    ]
    described = descriptor(RELEASE, files, MADE, counts)
    assert list(frictionless.Package.metadata_validate(described)) == []
    assert [len(one["schema"]["fields"]) for one in described["resources"]] == [31, 49, len(COLUMNS)]


def test_other_files_are_named_with_their_media_type_and_digest(tmp_path: Path, counts: Counts) -> None:
    for name in ("release.parquet", "figures/map.svg", "README.md", "Events 1.geojson", "events-1.geojson"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    names = ("release.parquet", "figures/map.svg", "README.md", "Events 1.geojson", "events-1.geojson")
    described = descriptor(RELEASE, [published_file(tmp_path, name, "It.") for name in names], MADE, counts)
    assert [(one["name"], one["mediatype"], one.get("encoding")) for one in described["resources"]] == [
        ("release.parquet", "application/vnd.apache.parquet", None),
        ("figures/map.svg", "image/svg+xml", "utf-8"),
        ("readme.md", "text/markdown", "utf-8"),
        ("events-1.geojson", "application/geo+json", "utf-8"),
        ("events-1.geojson-2", "application/geo+json", "utf-8"),
    ]
    assert {one["type"] for one in described["resources"]} == {"file"}
    first = described["resources"][0]
    assert (first["bytes"], first["hash"]) == (15, f"sha256:{sha256(b'release.parquet').hexdigest()}")
    assert list(frictionless.Package.metadata_validate(described)) == []


def test_files_that_are_no_csv_validate_beside_it(tmp_path: Path, counts: Counts) -> None:
    write_states([state_of(settled(report(1)))], tmp_path / "release.parquet")
    texts = {
        "plover.jsonl": '{"id": 1}\n{"id": 2}\n', "events.geojson": '{"type":"FeatureCollection","features":[]}',
        "record.schema.json": '{"type": "object"}', "rules/acled.yaml": "name: acled\n", "README.md": "# It\n",
        "figures/map.svg": "<svg/>",
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    others = [
        published_file(tmp_path, name, "It.", rows=2, columns=PLACES if name == "plover.jsonl" else ())
        for name in (*texts, "release.parquet")
    ]
    described = descriptor(RELEASE, [_written(tmp_path, GOOD), *others], MADE, counts)
    (tmp_path / "datapackage.json").write_text(descriptor_text(described), encoding="utf-8")
    told = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert told.valid, told.flatten()
    assert len(told.tasks) == 8


def test_a_file_that_was_altered_is_found(tmp_path: Path, counts: Counts) -> None:
    (tmp_path / "README.md").write_text("# It\n", encoding="utf-8")
    described = descriptor(RELEASE, [published_file(tmp_path, "README.md", "It.")], MADE, counts)
    (tmp_path / "datapackage.json").write_text(descriptor_text(described), encoding="utf-8")
    (tmp_path / "README.md").write_text("# Id\n", encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_package_says_what_it_was_made_with_and_what_was_held_back(counts: Counts) -> None:
    made = json.loads(descriptor_text(descriptor(RELEASE, [], MADE, counts)))["recount"]
    assert made["rules"] == {"acled": "e" * 64, "ucdp": "d" * 64}
    assert made["arguments"]["delay_days"] == 30
    assert made["counts"]["held_back"] == {"names of private persons": 3}
    assert made["counts"]["left_out"] == {"ged": {"no deaths": 1}}
    assert made["citation"] == RELEASE.citation


def test_what_the_user_does_not_say_is_not_said(counts: Counts) -> None:
    described = descriptor(RELEASE._replace(licenses=(), contributors=()), [], MADE, counts)
    assert not {"licenses", "contributors"} & set(described)
