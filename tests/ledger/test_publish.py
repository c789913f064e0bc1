"""`recount publish`: whole or not at all, the same bytes, recorded, under a user's rules too; and the command."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from releasing import FILES, Publish, added, book_of_articles, csv_rows, publisher
from typer.testing import CliRunner, Result

from recount.api import casebook, recorded
from recount.api import publishing as api
from recount.api.checking import check
from recount.api.publishing import Publishing
from recount.cli import app
from recount.cli import publishing as commands
from recount.errors import BadArgument, BadCodebook, LedgerFull, NotFound, RecountError, ReleaseRefused
from recount.pipeline import publishing as pipeline
from recount.publishing.release import writing


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of_articles(tmp_path_factory.mktemp("built"))


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "book.recount"))


@pytest.fixture
def outs(tmp_path: Path) -> Path:
    (tmp_path / "outs").mkdir()
    return tmp_path / "outs"


@pytest.fixture
def publish(book: Path, outs: Path) -> Publish:
    return publisher(book, outs)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def full(*_: Any, **__: Any) -> Any:
    raise OSError(28, "No space left on device")


BREAKING = [
    # where it breaks
    (pipeline, "published_file"),
    (pipeline, "_rendered"),
    (writing, "pictures"),
    (writing, "descriptor_text"),
]


@pytest.mark.parametrize(("module", "function"), BREAKING)
def test_a_disk_that_is_full_leaves_nothing_and_an_earlier_release_stays(
    publish: Publish, outs: Path, book: Path, monkeypatch: pytest.MonkeyPatch, module: Any, function: str
) -> None:
    earlier = outs / "out"
    earlier.mkdir()
    (earlier / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    monkeypatch.setattr(module, function, full)
    with pytest.raises(RecountError, match=r"No space left on device.*Nothing was left"):
        publish("out", forms=["csv"], force=True)
    with pytest.raises(RecountError, match="No space left"):
        publish("new", forms=["csv"])
    assert [path.name for path in outs.iterdir()] == ["out"]
    assert digests(earlier).keys() == {"datapackage.json"}
    refused = casebook.casebook_log(book, limit=1)[0]
    assert "No space left" in refused["outcome"]["refused"]


def test_what_cannot_be_put_in_its_place_leaves_the_earlier_release_there(
    publish: Publish, outs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, _ = publish("out", forms=["csv"])
    before = digests(out)
    rename: Callable[[Path, Path], Path] = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.name == target.name == "out":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(RecountError, match="Permission denied"):
        publish("out", forms=["acled"], force=True)
    assert digests(out) == before
    assert [path.name for path in outs.iterdir()] == ["out"]


def test_an_interrupted_release_leaves_nothing(publish: Publish, outs: Path, book: Path) -> None:
    def pressed(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish("out", forms=["csv"], told=pressed)
    assert list(outs.iterdir()) == []
    assert casebook.casebook_log(book, limit=1)[0]["outcome"] == {"refused": "KeyboardInterrupt"}
    assert casebook.verify(book, processes=1).findings == ()


def test_force_takes_the_place_of_a_release_and_of_nothing_else(publish: Publish, outs: Path) -> None:
    out, _ = publish("out", forms=["csv"])
    with pytest.raises(BadArgument, match="holds a release already"):
        publish("out", forms=["acled"])
    publish("out", forms=["acled"], force=True)
    assert (out / "acled.csv").is_file() and not (out / "events.csv").exists()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadArgument, match=r"holds notes\.txt"):
        publish("out", forms=["csv"], force=True)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    other = outs / "other"
    other.mkdir()
    (other / "thesis.doc").write_text("mine", encoding="utf-8")
    for force in (False, True):
        with pytest.raises(BadArgument, match="is there and is no release"):
            publish("other", forms=["csv"], force=force)
    assert [path.name for path in other.iterdir()] == ["thesis.doc"]


def test_an_empty_folder_is_filled(publish: Publish, outs: Path) -> None:
    (outs / "out").mkdir()
    assert (publish("out", forms=["csv"])[0] / "events.csv").is_file()


@pytest.mark.parametrize(
    ("name", "words"), [("deep/er/out", "There is no folder"), ("file", "is there and is no release")]
)
def test_a_folder_that_cannot_be_made_is_refused(publish: Publish, outs: Path, name: str, words: str) -> None:
    (outs / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(BadArgument, match=words):
        publish(name, forms=["csv"], force=True)
    assert (outs / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("out", [".", "..", "../outs"])
def test_the_folder_that_one_is_in_is_not_replaced(
    book: Path, outs: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(outs)
    with pytest.raises(BadArgument, match="You are in"):
        api.publish(book, Path(out), Publishing(processes=1, force=True))
    assert list(outs.iterdir()) == []


MEANT_NOT: list[tuple[dict[str, Any], str]] = [
    # how, what is told
    ({"forms": ["xls"]}, "xls is no format"),
    ({"forms": []}, "Nothing is no format"),
    ({"coarsen": "village"}, "is no way to blur places"),
    ({"delay": "a month"}, "is no delay"),
    ({"role": "everybody"}, "There is no role"),
    ({"rules": ["nobody"]}, "There is no rule"),
    ({"since": "soon"}, "soon"),
    ({"country": "Mali"}, "is no country code"),
    ({"asserting": Path("none.yaml")}, "cannot be read"),
    ({"previous": Path("none")}, "is no release"),
]


@pytest.mark.parametrize(("how", "words"), MEANT_NOT)
def test_what_cannot_be_meant_is_refused(publish: Publish, outs: Path, how: dict[str, Any], words: str) -> None:
    with pytest.raises(BadArgument, match=words):
        publish("out", **how)
    assert list(outs.iterdir()) == []


def test_a_casebook_without_events_publishes_nothing(tmp_path: Path, outs: Path) -> None:
    book = added(tmp_path / "unlinked.recount", [{"text": "Gunmen killed two farmers in Djibo on 5 March 2024."}])
    with pytest.raises(ReleaseRefused, match=r"1 reports are in none yet: recount link"):
        publisher(book, outs)("out")
    with pytest.raises((NotFound, RecountError), match=r"none\.recount"):
        publisher(tmp_path / "none.recount", outs)("out")
    assert list(outs.iterdir()) == []


def test_filters_leave_what_they_say(publish: Publish) -> None:
    out, _ = publish(forms=["csv"], country="ml", since="2024-06-01", until="2024-09-01")
    assert {(row["country"], row["place"]) for row in csv_rows(out / "events.csv")} == {
        ("ML", "Ansongo"), ("ML", "Bamako"),
    }  # fmt: skip


def test_the_same_casebook_gives_the_same_event_files_but_for_the_time(publish: Publish, book: Path) -> None:
    first, _ = publish("first")
    second, _ = publish("second")
    for name in (*FILES[1:], "release.parquet", "rules/acled.yaml", "figures/timeline.svg", "figures/coverage.svg"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    rows = [csv_rows(out / "acled.csv") for out in (first, second)]
    assert all(row.pop("timestamp") for told in rows for row in told)
    assert rows[0] == rows[1]


@pytest.mark.slow
def test_however_many_processes_render_the_bytes_are_the_same(
    book: Path, outs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces of three events stand for those of hundreds, which take their time to be made."""
    at = datetime.now(UTC)
    monkeypatch.setattr(api, "now", lambda: at)
    monkeypatch.setattr(pipeline, "_FEWEST_FOR_PROCESSES", 2)
    monkeypatch.setattr(pipeline, "_PIECE", 3)
    made = []
    for processes in (1, 2):
        api.publish(book, outs / "out", Publishing(processes=processes, force=True))
        found = digests(outs / "out")
        # They name the end of the chain, which grows by the record of the release itself.
        del found["README.md"], found["datapackage.json"]
        made.append(found)
    assert made[0] == made[1]
    assert len(made[0]) > 12


def test_a_casebook_that_may_only_be_read_is_published_all_the_same(
    publish: Publish, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> int:
        raise LedgerFull("attempt to write a readonly database")

    monkeypatch.setattr(recorded, "start_run", refused)
    before = book.read_bytes()
    out, done = publish(forms=["csv"])
    assert done.unrecorded == "attempt to write a readonly database"
    assert len(csv_rows(out / "events.csv")) == done.events > 0
    assert book.read_bytes() == before


def test_a_release_is_recorded_with_its_arguments_and_digests(publish: Publish, book: Path) -> None:
    out, done = publish("june", forms=["csv", "acled"], coarsen="10km", since="2024-01-01")
    entry = casebook.casebook_log(book, limit=1)[0]
    assert (entry["what"], entry["by"]) == ("publish", "A. Coder")
    assert entry["details"] == {
        "to": ["csv", "acled"], "out": "june", "coarsen": "10km", "since": "2024-01-01", "role": "public",
    }  # fmt: skip
    told = digests(out)
    del told["datapackage.json"]
    assert entry["outcome"] == {"events": done.events, "sha256": told}
    assert casebook.verify(book, processes=1).findings == ()


def test_a_refused_release_is_recorded_too(publish: Publish, book: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("minimum: {events: 100}", encoding="utf-8")
    with pytest.raises(ReleaseRefused):
        publish("out", forms=["csv"], asserting=tmp_path / "rules.yaml")
    entry = casebook.casebook_log(book, limit=1)[0]
    assert (entry["what"], entry["details"]["asserting"]) == ("publish", "rules.yaml")
    assert "events is 11; it has to be at least 100" in entry["outcome"]["refused"]


SAID = {"section": "Our handbook, 2", "says": "As the handbook has it."}
MINE: dict[str, Any] = {
    "name": "ours", "title": "Our handbook", "document": "Our handbook", "about": "Hospitals, then outlets.",
    "claims": {"dead": [{"line": "the-dead", "does": "take", "effect": "killed", **SAID}]},
    "values": {
        "toll": {"line": "most", "does": "highest", "of": "dead", "bounds": ["high", "best", "low"], **SAID},
        "where_told": {"line": "told", "does": "code", "of": "where_precision", "codes": {"exact": "town"}, **SAID},
        "war": {"line": "war", "does": "precedence", "of": "ucdp_type", "order": [1, 3, 2], **SAID},
        "place": {"line": "place", "does": "first-known", "of": "where", **SAID},
        "day": {"line": "day", "does": "middle-day", "precisions": ["day"], **SAID},
    },
    "enters": [{"line": "ten-dead", "does": "at-least", "values": ["toll"], "number": 10, **SAID}],
}  # fmt: skip


def rule(tmp_path: Path, file: str = "ours.yaml", /, **more: Any) -> str:
    path = tmp_path / file
    path.write_text(yaml.safe_dump({**MINE, **more}, sort_keys=False), encoding="utf-8")
    return str(path)


def test_a_rule_of_a_users_own_has_its_columns_and_goes_with_the_release(publish: Publish, tmp_path: Path) -> None:
    mine = rule(tmp_path)
    out, _ = publish(rules=[mine])
    rows = {row["place"]: row for row in csv_rows(out / "events.csv")}
    assert {name: rows["Djibo"][f"ours_{name}"] for name in ("enters", "toll", "where_told", "day")} == {
        "enters": "1", "toll": "15", "where_told": "", "day": "2024-03-05",
    }  # fmt: skip
    assert (rows["Titao"]["ours_why_not"], rows["Tessalit"]["ours_war"]) == ("ten-dead", "1")
    assert rows["Kirkuk"]["ours_where_told"] == "town"
    assert json.loads(rows["Kirkuk"]["ours_place"])["country"] == "IQ"
    assert (out / "rules" / "ours.yaml").read_bytes() == Path(mine).read_bytes()
    assert check(out).fits
    described = json.loads((out / "datapackage.json").read_bytes())
    assert set(described["recount"]["rules"]) == {"acled", "airwars", "ibc", "ours", "ucdp"}


REFUSED: list[tuple[dict[str, Any], str]] = [
    # the rule, what is told
    ({"name": "acled"}, "is that of a packaged rule"),
    ({"name": "killed", "values": {"least": MINE["values"]["toll"]}, "enters": []}, "columns would be called killed_"),
    ({"values": {"toll": {"line": "x", "does": "guess", **SAID}}}, "does 'guess'"),
    ({"values": {"toll": {"line": "x", "does": "first-known", **SAID}}, "enters": []}, "lacks of"),
    ({"values": {**MINE["values"], "rest": {"line": "x", "does": "rest", "of": "toll", "without": ["day"], **SAID}}},
     "day is no figure"),
    ({"values": {"code": {**MINE["values"]["where_told"], "codes": {"exact": 1, "near": "outside"}}}, "enters": []},
     "all of them whole numbers or all of them words"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "words"), REFUSED)
def test_a_rule_that_cannot_be_applied_is_refused_before_anything_is_written(
    publish: Publish, outs: Path, book: Path, tmp_path: Path, more: dict[str, Any], words: str
) -> None:
    before = book.read_bytes()
    with pytest.raises((BadArgument, BadCodebook), match=words):
        publish("out", forms=["csv"], rules=[rule(tmp_path, **more)])
    assert (list(outs.iterdir()), book.read_bytes()) == ([], before)


def test_two_rules_of_one_name_are_refused(publish: Publish, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="another rule is called 'ours' too"):
        publish("out", forms=["csv"], rules=[rule(tmp_path), rule(tmp_path, "theirs.yaml", title="Theirs")])


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["publish", *map(str, arguments)], env={"NO_COLOR": "1", "COLUMNS": "300"})


def test_in_a_pipe_what_was_published_is_json(book: Path, outs: Path) -> None:
    done = run(book, outs / "out", "--as", "acled", "--as", "csv", "--processes", 1)
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["out"], told["events"], told["rows"]) == (str(outs / "out"), 11, {"acled.csv": 12, "events.csv": 11})
    assert told["left_out"]["acled"]["it is only threatened"] == 1
    assert f"Check it with: recount check {outs / 'out'}" in done.stderr


def test_a_person_sees_a_table_and_what_is_not_in_it(book: Path, outs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "is_terminal", lambda stream: stream is sys.stdout)
    added(book, [{"id": "new", "published": "2024-11-02", "text": "Gunmen killed two men in Gao, Mali, on Friday."}])
    done = run(book, outs / "out", "--as", "acled", "--processes", 1)
    assert done.exit_code == 0, done.stderr
    for words in ("File", "Rows", "acled.csv", "12", "Not in acled: ", "1 it is only threatened", "Held back: 1 names"):
        assert words in done.stdout, words
    assert "1 reports are in no event yet. Link them with: recount link" in done.stderr


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    # options                               exit code, what is told
    (("--redact", "places"), 2, "cannot be withheld"),
    (("--as", "xls"), 2, "xls is no format"),
    (("--coarsen", "0km"), 2, "is no way to blur places"),
    (("--processes", "0"), 2, "processes"),
    (("--country", "BR"), 1, "holds no such events"),
    (("--delay", "36500d"), 1, "Nothing may be published"),
    (("--asserting", "{file}"), 1, "events is 11; it has to be at least 12"),
    (("--rule", "{file}"), 1, "A rule has"),
]


@pytest.mark.parametrize(("options", "code", "words"), WRONG)
def test_what_cannot_be_done_says_so_and_has_its_code(
    book: Path, outs: Path, tmp_path: Path, options: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "some.yaml").write_text("minimum: {events: 12}", encoding="utf-8")
    given = [one.format(file=tmp_path / "some.yaml") for one in options]
    done = run(book, outs / "out", "--as", "csv", *given)
    assert (done.exit_code, done.stdout, list(outs.iterdir())) == (code, "", [])
    assert words in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
