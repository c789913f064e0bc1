"""A gazetteer of one's own: from small files of the form of GeoNames' dumps, and from a user's table."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from recount import api
from recount.errors import BadArgument, BadGazetteer
from recount.gazetteer import Gazetteer, building, rank_candidates
from recount.gazetteer.building import Built
from recount.gazetteer.building.runs import SortedLines

# geonameid, name, asciiname, alternatenames, latitude, longitude, class, code, country, admin1, admin2, population
PLACES = [
    (1, "Zubrowka", "Zubrowka", "Republic of Zubrowka,Зубровка", 47.0, 16.0, "A", "PCLI", "ZB", "00", "", 900_000),
    (2, "Lutz", "Lutz", "Lutz Province", 47.5, 16.5, "A", "ADM1", "ZB", "01", "", 200_000),
    (3, "Nebelsbad District", "Nebelsbad District", "", 47.6, 16.6, "A", "ADM2", "ZB", "01", "0101", 60_000),
    (4, "Nebelsbad", "Nebelsbad", "Небельсбад,نبلسباد", 47.61, 16.62, "P", "PPLA", "ZB", "01", "0101", 40_000),
    (5, "Al Ghāzibīyah", "Al Ghazibiyah", "Ghazibiya", 47.9, 16.1, "P", "PPL", "ZB", "01", "", 0),
    (6, "Kwarra Camp", "Kwarra Camp", "", 46.9, 16.3, "S", "CMPRF", "ZB", "01", "", 0),
    (7, "Hotel Budapest", "Hotel Budapest", "", 47.6, 16.6, "S", "HTL", "ZB", "01", "", 0),
    (8, "Sea of Mist", "Sea of Mist", "", 45.0, 14.0, "H", "SEA", "", "", "", 0),
]  # fmt: skip


def _line(place: tuple[object, ...]) -> str:
    number, name, ascii_name, others, latitude, longitude, of_class, code, country, first, second, people = place
    fields = [number, name, ascii_name, others, latitude, longitude, of_class, code, country, "", first, second]
    return "\t".join(str(field) for field in [*fields, "", "", people, "", 100, "Europe/Lutz", "2026-01-01"])


DUMP = "".join(_line(place) + "\n" for place in PLACES)
OTHER_NAMES = (
    "11\t4\ten\tNebelsbad Spa\t1\t\t\t\t\t\n12\t4\tlink\thttps://example.org\t\t\t\t\t\t\n13\t4\tde\tNebelbad\t\t\t\t1\t\t\n"
    "14\t99\ten\tNowhere\t\t\t\t\t\t\n"
)


def _built(
    folder: Path, dump: str = DUMP, *, alternate_names: Path | None = None, csv: Path | None = None
) -> tuple[Built, list[str]]:
    source = folder / "allCountries.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "short")
        archive.writestr("allCountries.txt", dump)
    bad: list[str] = []
    built = api.build_gazetteer(
        folder / "own.gazetteer", geonames=source, alternate_names=alternate_names, csv=csv, bad=bad.append
    )
    return built, bad


def test_a_dump_becomes_a_gazetteer(tmp_path: Path) -> None:
    built, bad = _built(tmp_path)
    names = Gazetteer(built.path)
    assert (len(names), built.places, bad) == (7, 7, [])
    assert names.digest == built.digest
    town = names.look_up("nebelsbad")[0].place
    assert (town.id, town.kind, town.country, town.admin1, town.admin2) == (
        "gn:4", "locality", "ZB", "Lutz", "Nebelsbad District",
    )  # fmt: skip
    assert town.population == 40_000
    assert town.latitude == pytest.approx(47.61, abs=2e-5) and town.longitude == pytest.approx(16.62, abs=2e-5)
    assert [one.place.kind for one in names.look_up("Kwarra camp")] == ["camp"]
    assert names.look_up("Hotel Budapest") == ()
    assert names.look_up("Sea of Mist")[0].place.country is None
    assert names.countries("ZB")[0].place.name == "Zubrowka"


@pytest.mark.parametrize(
    "written", ["Небельсбад", "نبلسباد", "Nebelsbad", "Ghazzibiyya", "el-Ghazibiyah", "Province of Lutz"]
)
def test_other_spellings_and_scripts_are_found(written: str, tmp_path: Path) -> None:
    built, _ = _built(tmp_path)
    assert rank_candidates(written, Gazetteer(built.path), country="ZB")


def test_a_dump_as_plain_text_gives_the_same_file(tmp_path: Path) -> None:
    zipped, _ = _built(tmp_path)
    plain = tmp_path / "ZB.txt"
    plain.write_text(DUMP, encoding="utf-8")
    again = api.build_gazetteer(tmp_path / "plain.gazetteer", geonames=plain)
    assert again.digest == zipped.digest
    assert (tmp_path / "plain.gazetteer").read_bytes() == zipped.path.read_bytes()


def test_alternate_names_join_their_places(tmp_path: Path) -> None:
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(OTHER_NAMES, encoding="utf-8")
    built, bad = _built(tmp_path, alternate_names=names)
    found = Gazetteer(built.path)
    assert bad == []
    assert [(one.place.id, one.alternate) for one in found.look_up("Nebelsbad Spa")][:1] == [("gn:4", False)]
    assert [(one.place.id, one.alternate) for one in found.look_up("Nebelbad")][:1] == [("gn:4", True)]
    assert not found.holds("Nowhere") and not found.holds("https://example.org")


BAD_LINES = [
    # a line, what is said of it
    ("1\tShort", "2 fields, not 19"),
    (_line((1, "Far", "Far", "", 91.5, 16.0, "P", "PPL", "ZB", "", "", 0)), "latitude 91.5 lies outside -90 to 90"),
    (_line((1, "East", "East", "", 1, "x", "P", "PPL", "ZB", "", "", 0)), "longitude 'x' is no number"),
    (_line(("one", "Id", "Id", "", 1, 1, "P", "PPL", "ZB", "", "", 0)), "no id or no name"),
]


@pytest.mark.parametrize(("line", "said"), BAD_LINES)
def test_a_bad_line_is_named_and_nothing_else_is_lost(line: str, said: str, tmp_path: Path) -> None:
    first, rest = DUMP.split("\n", 1)
    built, bad = _built(tmp_path, f"{first}\n{line}\n{rest}")
    assert built.places == 7 and built.bad_lines == 1
    assert bad == [f"{tmp_path / 'allCountries.zip'}/allCountries.txt, line 2: {said}. Left out."]


def test_own_places_come_on_top_of_a_dump(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,latitude,longitude,country,kind,other_names,population\n"
        "Gendarmerie Post Nine,47.2,16.2,zb,military base,Post Nine|Poste Neuf,\n"
        "Nowhere,n/a,16.2,ZB,,,\n"
        "Nebelsbad,46.0,15.0,ZB,,,120\n",
        encoding="utf-8",
    )
    built, bad = _built(tmp_path, csv=table)
    names = Gazetteer(built.path)
    assert built.places == 9
    assert bad == [f"{table}, line 3: 'n/a', '16.2' are no degrees. Left out."]
    post = names.look_up("Poste Neuf")[0].place
    assert (post.id, post.name, post.kind, post.country) == (
        "own:gendarmerie-post-nine",
        "Gendarmerie Post Nine",
        "military base",
        "ZB",
    )
    assert {one.place.id for one in names.look_up("Nebelsbad") if one.likeness_score == 1} >= {"gn:4", "own:nebelsbad"}


BAD_TABLES = [
    ("name,latitude\nKaya,13\n", "no column longitude"),
    ("name,latitude,longitude,colour\nKaya,13,-1,red\n", "unknown column colour"),
]


@pytest.mark.parametrize(("content", "said"), BAD_TABLES)
def test_a_table_without_its_columns_is_refused(content: str, said: str, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(BadArgument, match=said):
        _built(tmp_path, csv=table)
    assert not (tmp_path / "own.gazetteer").exists()


def test_what_stood_there_is_kept_until_the_new_file_is_whole(tmp_path: Path) -> None:
    built, _ = _built(tmp_path)
    before = built.path.read_bytes()
    with pytest.raises(BadArgument, match="No place"):
        _built(tmp_path, "broken\n")
    assert built.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["allCountries.zip", "own.gazetteer"]


MISUSED = [
    ({}, "Nothing to build from"),
    ({"wof": Path("x"), "csv": Path("y")}, "Give --geonames"),
    ({"geonames": Path("no-such.zip")}, "cannot be read"),
]


@pytest.mark.parametrize(("sources", "said"), MISUSED)
def test_misuse_says_what_to_give(sources: dict[str, Path], said: str, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=said):
        building.build(building.Sources(**sources), tmp_path / "own.gazetteer", told=lambda _: None, bad=print)


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,latitude,longitude\nKaya,13,-1\n", encoding="utf-8")
    with pytest.raises(BadArgument, match="there is no folder"):
        api.build_gazetteer(tmp_path / "none" / "own.gazetteer", csv=table)


def test_the_environment_names_another_gazetteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recount.gazetteer import load

    built, _ = _built(tmp_path)
    monkeypatch.setenv("RECOUNT_GAZETTEER", str(built.path))
    assert load.__wrapped__().digest == built.digest
    monkeypatch.setenv("RECOUNT_GAZETTEER", str(tmp_path / "none"))
    with pytest.raises(BadGazetteer, match="none"):
        load.__wrapped__()


def test_more_lines_than_memory_holds_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.gazetteer.building.runs._RUN_LINES", 7)
    monkeypatch.setattr("recount.gazetteer.building.runs._MOST_FILES", 3)
    lines = [f"{number * 7919 % 1000:03d}\t{number}".encode() for number in range(200)]
    kept = SortedLines(tmp_path, "lines")
    for line in lines:
        kept.add(line)
    assert list(kept) == sorted(lines) == list(kept)


def test_extracts_of_whos_on_first_join_their_places(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    nothing = {"wof_name": None, "population": None, "geonames_id": None, "admin1_wof_id": None, "admin2_wof_id": None}
    point = {"coord_source": "geom", "area_km2": None, "source_id": "", "is_capital": None, "population_gn": None}
    records: list[dict[str, Any]] = [
        {**nothing, **point, "wof_id": 77, "name": "Nebelsbad", "placetype": "locality", "latitude": 47.61,
         "longitude": 16.62, "country": "ZB", "geonames_id": 4, "names": [("eng", ["Old Nebelsbad"])]},
        {**nothing, **point, "wof_id": 78, "name": "Tiefenbrunn", "placetype": "locality", "latitude": 47.1,
         "longitude": 16.1, "country": "ZB", "names": []},
    ]  # fmt: skip
    kinds = pyarrow.map_(pyarrow.string(), pyarrow.list_(pyarrow.string()))
    table = pyarrow.table(
        {
            key: pyarrow.array([record[key] for record in records], type=kinds if key == "names" else None)
            for key in records[0]
        }
    )
    folder = tmp_path / "wof"
    folder.mkdir()
    parquet.write_table(table, folder / "zb.parquet")
    dump = tmp_path / "ZB.txt"
    dump.write_text(DUMP, encoding="utf-8")
    found = Gazetteer(api.build_gazetteer(tmp_path / "own.gazetteer", geonames=dump, wof=folder).path)
    assert len(found) == 8 and found.covered == {"ZB"}
    assert found.look_up("Old Nebelsbad")[0].place.id == "gn:4"
    assert found.look_up("Tiefenbrunn")[0].place.id == "wof:78"
