"""`recount gazetteer`: candidates of a name, and a file of one's own."""

import json
from pathlib import Path

from typer.testing import CliRunner

from recount.cli import app

RUN = CliRunner()


def test_a_look_up_in_a_pipe_is_one_json_object() -> None:
    done = RUN.invoke(app, ["gazetteer", "look-up", "Al-Tanf", "--country", "sy", "--limit", "2"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["name"], told["country"], len(told["candidates"])) == ("Al-Tanf", "sy", 2)
    best = told["candidates"][0]
    assert best["name"] == "Al-Tanf garrison" and best["country"] == "SY" and best["gazetteer_id"].startswith("site:")
    assert 0 < best["confidence"] <= 1 and best["reason"] and abs(best["latitude"] - 33.5) < 0.1


def test_a_name_that_is_not_held_has_no_candidates() -> None:
    done = RUN.invoke(app, ["gazetteer", "look-up", "Xqzvwkplm"])
    assert done.exit_code == 0 and json.loads(done.stdout)["candidates"] == []


def test_a_country_that_is_no_code_is_wrong_usage() -> None:
    done = RUN.invoke(app, ["gazetteer", "look-up", "Kaya", "--country", "Burkina"])
    assert done.exit_code == 2 and "ISO 3166" in done.stderr


def test_a_file_is_built_without_its_bad_lines(tmp_path: Path) -> None:
    dump = tmp_path / "ZB.txt"
    good = "\t".join(
        ["1", "Lutz", "Lutz", "", "47.5", "16.5", "P", "PPL", "ZB", "", "", "", "", "", "5000", "", "", "", ""]
    )
    dump.write_text(f"{good}\nbroken\n", encoding="utf-8")
    out = tmp_path / "own.gazetteer"
    done = RUN.invoke(app, ["gazetteer", "build", "--geonames", str(dump), "--out", str(out)])
    assert done.exit_code == 1
    assert f"{dump}, line 2: 1 fields, not 19. Left out." in done.stderr
    assert "1 places, 1 spellings" in done.stderr and out.exists()


def test_nothing_to_build_from_is_wrong_usage(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["gazetteer", "build", "--out", str(tmp_path / "own.gazetteer")])
    assert done.exit_code == 2 and "Nothing to build from" in done.stderr


def test_versions_name_the_gazetteer_and_its_sources_once() -> None:
    done = RUN.invoke(app, ["--version", "--verbose"])
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert sum(line.startswith("recount") for line in lines) == 1
    assert sum(line.startswith("gazetteer: sha256:") for line in lines) == 1
    assert any(line.startswith("places: ") and "spellings" in line for line in lines)
    assert done.stdout.count("Who's On First (https://whosonfirst.org)") == 1
