"""Spark makes what one machine makes: the same records, and the same rows of a casebook in the same order."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from recount.api import CODED_SCHEMA, casebook, code_batches, code_parquet
from recount.cli import app
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.linking.scoring import scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import load
from recount.pipeline.spark_linking import SparkScorer
from recount.pipeline.sparking import Spark, session
from recount.pipeline.working import Failed, Processes
from recount.reading import LeftOut, Piece

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[2]
MASTER = "local[2]"
NUMBER = 44
JAVA = shutil.which("java") or os.environ.get("JAVA_HOME")
needs_java = pytest.mark.skipif(not JAVA, reason="Spark needs Java 17, which is neither on PATH nor in JAVA_HOME")
# What differs between any two runs: when they were, and how they were done.
DIFFERING = {"hash", "at"}
COMPARED = ("article", "original", "obtained", "method", "coding", "report", "statement", "tally", "problem")


@pytest.fixture(scope="module")
def spark() -> "Iterator[SparkSession]":
    """Start Spark once; what runs in it finds it there."""
    running = session(MASTER)
    yield running
    running.stop()


def articles(number: int, *, seed: int) -> list[dict[str, Any]]:
    command = [sys.executable, str(ROOT / "tools" / "generate_articles.py"), str(number), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return [json.loads(line) for line in done.stdout.splitlines()]


def tool(name: str) -> Any:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Return invented articles, and one that cannot be read in their middle."""
    made = articles(NUMBER, seed=7)
    return [*made[:30], {"id": "bad", "text": ""}, *made[30:]]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"NO_COLOR": "1"})


def rows_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the chained rows of a casebook, in order, apart from what differs between any two runs."""
    with Ledger.open(path) as ledger:
        return {
            table: [
                {column: value for column, value in row.items() if column not in DIFFERING}
                for row in ledger.all(f"SELECT * FROM {table} ORDER BY seq")
            ]
            for table in COMPARED
        }


@pytest.mark.slow
@needs_java
def test_a_parquet_table_is_coded_as_here_and_in_its_order(
    spark: "SparkSession", lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    table = pa.Table.from_pylist(lines)
    pq.write_table(table, tmp_path / "articles.parquet")
    source, target = str(tmp_path / "articles.parquet"), str(tmp_path / "coded")
    code_parquet(source, target)
    here = [row for batch in code_batches(table.to_batches()) for row in batch.to_pylist()]
    # Spark numbers the parts that it writes.
    there = [row for part in sorted(Path(target).glob("*.parquet")) for row in pq.read_table(part).to_pylist()]
    assert there == here
    assert [row["external_id"] for row in there] == [line["id"] for line in lines]
    assert [row["external_id"] for row in there if row["problem"]] == ["bad"]
    assert spark.read.parquet(target).columns == CODED_SCHEMA.names
    with pytest.raises(BadArgument, match="already exists"):
        code_parquet(source, target)
    with pytest.raises(BadArgument, match="no column body"):
        code_parquet(source, str(tmp_path / "other"), columns={"text": "body"})


@pytest.mark.slow
@needs_java
def test_a_casebook_holds_the_same_rows_in_the_same_order(
    spark: "SparkSession", lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    source = tmp_path / "articles.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines[:40]))
    here, there = tmp_path / "here.recount", tmp_path / "there.recount"
    for path in (here, there):
        assert run("init", path, "--by", "A. Coder").exit_code == 0
    told = [
        run("add", here, source, tmp_path / "missing.txt", "--processes", "2", "--by", "A. Coder"),
        run(
            "add", there, source, tmp_path / "missing.txt", "--engine", "spark", "--master", MASTER, "--by", "A. Coder"
        ),
    ]
    assert [one.exit_code for one in told] == [1, 1]
    assert json.loads(told[0].stdout) == json.loads(told[1].stdout)
    assert json.loads(told[1].stdout)["added"] == 39
    assert rows_of(there) == rows_of(here)
    assert casebook.verify(there).findings == ()
    last = casebook.casebook_log(there, limit=1)[0]
    assert (last["details"]["engine"], last["details"]["master"]) == ("spark", MASTER)
    again = run("add", there, source, "--engine", "spark", "--master", MASTER)
    assert (json.loads(again.stdout)["added"], json.loads(again.stdout)["known"]) == (0, 39)


@pytest.mark.slow
@needs_java
def test_kept_articles_are_coded_anew(spark: "SparkSession", lines: list[dict[str, Any]], tmp_path: Path) -> None:
    path, source = tmp_path / "book.recount", tmp_path / "articles.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines[:9]))
    casebook.init_casebook(path)
    casebook.add(path, [str(source)], processes=1)
    with Ledger.open(path) as ledger:
        rows = [*ledger.all("SELECT * FROM article ORDER BY seq"), {"id": "art1:0000000000000000", "text": ""}]
    there, here = (list(engine.work(rows, "code")) for engine in (Spark(MASTER), Processes()))
    assert there == here
    assert [isinstance(made, Failed) for _, made in there] == [False] * 9 + [True]


@pytest.mark.slow
@needs_java
def test_what_spark_cannot_finish_is_one_problem(spark: "SparkSession") -> None:
    """A piece that takes a minute is given up by Spark, and then by the process that has its own time."""
    short = "Two people were killed in Gao, Mali, on Friday."
    long = " ".join(one["text"] for one in articles(6_000, seed=12))
    items = [Piece(f"{at}.txt", None, (long if at == 2 else short).encode(), "text") for at in range(4)]
    given = [items[0], LeftOut("folder", "picture", 1), *items[1:]]
    made = list(Spark(MASTER, seconds=4.0, seconds_a_piece=6.0).work(given, "read_and_code"))
    assert [item for item, _ in made] == given
    assert [type(one) for _, one in made] == [tuple, type(None), tuple, Failed, tuple]
    assert "longer than 6 seconds" in made[3][1].message


@pytest.mark.slow
@needs_java
def test_spark_finds_the_pairs_that_one_machine_finds(spark: "SparkSession", tmp_path: Path) -> None:
    path, training = tmp_path / "reports.parquet", tool("train_linking")
    tool("generate_report_sets").write_reports(path, 600, seed=7)
    words = ("livestock", "motorcycle", "checkpoint", "mortar")
    profiles = [
        one._replace(told=f"Gunmen struck {one.place_name}.", words=words[: at % 4], other_names=words[at % 3 :])
        for at, (one, _) in enumerate(training.profiles_of_reports(path))
    ]
    # Nothing is known of some, and a text without a known word has no vector.
    profiles[::9] = [one._replace(told="", words=(), other_names=()) for one in profiles[::9]]
    table, weights = table_of(profiles), load()
    here = [row for row in scored_pairs(table, weights).to_pylist() if row["r"] >= 100]
    assert len(here) > 200
    assert SparkScorer(MASTER)(table, weights, first_new=100).to_pylist() == here


@pytest.mark.parametrize("master", ["", "locale", "local[", "http://host", "local[2] --conf x"])
def test_a_master_that_spark_does_not_know_is_refused(master: str) -> None:
    with pytest.raises(BadArgument, match="no master of Spark"):
        Spark(master).checked()


def test_options_belong_to_their_engine(tmp_path: Path) -> None:
    path = tmp_path / "book.recount"
    run("init", path)
    told = [
        run("add", path, "x.txt", "--master", "local[2]"),
        run("add", path, "x.txt", "--engine", "spark", "--processes", "2"),
        run("recode", path, "--engine", "spark", "--master", "there"),
    ]
    assert [one.exit_code for one in told] == [2, 2, 2]
    assert "give --engine spark with it" in told[0].stderr
    assert "--master local[2] for --processes" in told[1].stderr


def test_without_java_spark_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadArgument, match="Java 17"):
        Spark(MASTER).checked()


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.pipeline.sparking.find_spec", lambda name: None)
    with pytest.raises(BadArgument, match=r"recount\[spark\]"):
        Spark(MASTER).checked()
