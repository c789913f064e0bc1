"""Rows are only added; a casebook is read where nothing may be written; what is no casebook is told so."""

import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from faults import invented, made

from recount.api import casebook, linking, reviewing
from recount.errors import BadLedger, DamagedLedger, NewerLedger, NoLedger
from recount.ledger import Ledger, verify
from recount.ledger.connecting import connect
from recount.ledger.schema import CHAINED, REDACTABLE, tables

NO = "a casebook only grows"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A casebook with at least one row in each table."""
    path = made(tmp_path_factory.mktemp("filled") / "filled.recount", invented(8))
    with Ledger.open(path) as ledger:
        report = ledger.value("SELECT id FROM report ORDER BY seq")
        articles = [id_ for (id_,) in ledger.execute("SELECT id FROM article ORDER BY seq")]
        text = ledger.value("SELECT text FROM article ORDER BY seq DESC")
    more = path.with_name("more.jsonl")
    with more.open("w") as file:
        file.write('{"text": ""}\n')
        file.write(f'{{"text": {json.dumps(text)}, "outlet": "Another"}}\n')
        file.write('{"text": "Since January 40 people have been killed in Mali: 25 in Gao and 15 in Mopti."}\n')
    casebook.add(path, [str(more)], processes=1)
    casebook.decide(path, report, "accept", by="ana", reason="read twice")
    casebook.decide(path, articles[-1], "reject", by="ana", reason="read twice")
    linking.link(path)
    with Ledger.open(path) as ledger:
        others = "SELECT id FROM report WHERE coding NOT IN (SELECT coding FROM report WHERE id = ?) ORDER BY seq"
        other = ledger.value(others, (report,))
    linking.join(path, [report, other], by="ana", reason="read twice")
    code_twice(path)
    casebook.redact(path, articles[:1], reason="asked for", by="ana")
    return path.read_bytes()


def code_twice(path: Path) -> None:
    """Let two people code all reports, and a third decide between them."""
    drawn = reviewing.make_round(path, "all", coders=["ben", "cleo"], size=99, by="ana", fields=["killed"])
    for report in drawn.reports:
        for coder in drawn.coders:
            reviewing.answer(path, "all", report, {"killed": None}, by=coder, reason="read twice")
    reviewing.adjudicate(path, "all", drawn.reports[0], "killed", "machine", by="ana")


@pytest.fixture
def path(tmp_path: Path, filled: bytes) -> Path:
    path = tmp_path / "casebook.recount"
    path.write_bytes(filled)
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, write=True) as ledger:
        yield ledger


@pytest.mark.parametrize("table", CHAINED)
def test_no_row_is_changed_replaced_or_deleted(ledger: Ledger, path: Path, table: str) -> None:
    names = [column.name for column in tables()[table].columns]
    assert ledger.value(f"SELECT count(*) FROM {table}") > 0
    for sql in (
        *(f"UPDATE {table} SET {name} = {name}" for name in names),
        *(f"UPDATE {table} SET {name} = NULL" for name in names if name in ("text", "details", "reason")),
        f"UPDATE OR REPLACE {table} SET hash = zeroblob(32)",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    ):
        with pytest.raises(apsw.ConstraintError, match=NO):
            ledger.execute(sql)
    assert verify(path).findings == ()


@pytest.mark.parametrize("table", CHAINED)
def test_the_guards_hold_for_other_programmes(path: Path, table: str) -> None:
    """What is deleted past the triggers, by INSERT OR REPLACE of a programme that does not ask for them, is found."""
    with closing(sqlite3.connect(path)) as db:
        for sql in (f"UPDATE {table} SET hash = zeroblob(32)", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match=NO):
                db.execute(sql)


@pytest.mark.parametrize("table", [one for one in REDACTABLE if one != "tally"])
def test_a_redacted_row_is_changed_to_nothing_only(ledger: Ledger, table: str) -> None:
    seq = ledger.value("SELECT row FROM redaction WHERE kind = ?", (table,))
    assert seq
    for column in tables()[table].columns:
        value = {"INTEGER": "7", "TEXT": "'x'", "REAL": "1.5", "BLOB": "x'00'"}[column.type]
        with pytest.raises(apsw.ConstraintError, match=NO):
            ledger.execute(f"UPDATE {table} SET {column.name} = {value} WHERE seq = {seq}")


def test_a_row_is_emptied_only_once_its_removal_is_recorded(ledger: Ledger) -> None:
    for table in REDACTABLE:
        gone = ", ".join(f"{one.name} = NULL" for one in tables()[table].columns if not one.required)
        sql = f"UPDATE {table} SET {gone} WHERE seq NOT IN (SELECT row FROM redaction)"
        if ledger.value(f"SELECT count(*) FROM {table} WHERE seq NOT IN (SELECT row FROM redaction)"):
            with pytest.raises(apsw.ConstraintError, match=NO):
                ledger.execute(sql)


def test_a_casebook_that_may_only_be_read_is_read(path: Path, tmp_path: Path) -> None:
    article = casebook.search(path, "market")[0].article
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
    with read_only(path):
        said = subprocess.run([sys.executable, "-c", _READ, path, article], capture_output=True, text=True, check=False)
        assert (said.stdout.split(), said.stderr) == (["0", article, "LedgerFull"], "")
    assert verify(path).findings == ()


# Root may write everything: as root, the child gives its rights up first.
_READ = """
import os, sys
from pathlib import Path
from recount.api import casebook
from recount.errors import LedgerFull
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
path, article = Path(sys.argv[1]), sys.argv[2]
print(len(casebook.verify(path, processes=1).findings))
print(casebook.search(path, "market")[0].article)
try:
    casebook.decide(path, article, "accept", by="ana")
except LedgerFull as error:
    print(type(error).__name__)
"""


class read_only:  # noqa: N801
    """A folder and a file in it that nobody may write, and that everybody may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.path.chmod(0o444)
        self.path.parent.chmod(0o555)
        for one in self.path.parent.parents:
            if one.owner() == self.path.owner() and len(one.parts) > 2:
                one.chmod(one.stat().st_mode | stat.S_IXOTH)

    def __exit__(self, *_: object) -> None:
        self.path.parent.chmod(0o755)
        self.path.chmod(0o644)


def not_casebooks(folder: Path, filled: bytes) -> dict[str, tuple[type[BadLedger], str]]:
    (folder / "nothing").touch()
    (folder / "text").write_text("KAYA – At least 12 people were killed.\n" * 200)
    (folder / "bytes").write_bytes(bytes(range(256)) * 300)
    (folder / "folder").mkdir()
    with closing(sqlite3.connect(folder / "other.db")) as db:
        db.execute("CREATE TABLE report (id)")
    (folder / "newer").write_bytes(filled)
    with closing(connect(folder / "newer", write=True)) as db:
        db.pragma("user_version", 99)
    (folder / "header").write_bytes(filled[:100])
    return {
        "missing": (NoLedger, "recount init"),
        "nothing": (NoLedger, "recount init"),
        "text": (NoLedger, "is no casebook"),
        "bytes": (NoLedger, "is no casebook"),
        "folder": (NoLedger, "recount init"),
        "other.db": (NoLedger, "is no casebook"),
        "newer": (NewerLedger, "pip install --upgrade recount"),
        "header": (DamagedLedger, "is damaged"),
    }


def test_what_is_no_casebook_is_told_so(tmp_path: Path, filled: bytes) -> None:
    for name, (error, message) in not_casebooks(tmp_path, filled).items():
        before = (tmp_path / name).read_bytes() if (tmp_path / name).is_file() else None
        for write in (False, True):
            with pytest.raises(BadLedger, match=message) as raised:
                Ledger.open(tmp_path / name, write=write)
            assert raised.type is error, name
            assert str(tmp_path / name) in str(raised.value)
        assert before is None or before == (tmp_path / name).read_bytes()


def test_a_casebook_is_made_over_nothing_else(tmp_path: Path, filled: bytes) -> None:
    for name in not_casebooks(tmp_path, filled):
        if name not in ("missing", "nothing"):
            with pytest.raises(BadLedger, match="exists already"):
                casebook.init_casebook(tmp_path / name)
    with pytest.raises(BadLedger, match="no folder"):
        casebook.init_casebook(tmp_path / "none" / "casebook.recount")
