"""A casebook survives `kill -9` at any moment: it is whole, and the same command goes on where it was stopped."""

import gzip
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from faults import Forge, assert_whole, content, invented, jsonl, made

from recount.api import casebook
from recount.errors import BadLedger
from recount.ledger import Ledger, verify

REPORTS = invented(44)
FEW = invented(12, seed=5)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return jsonl(tmp_path_factory.mktemp("source") / "reports.jsonl", REPORTS)


def few(folder: Path) -> Path:
    return jsonl(folder / "few.jsonl", FEW)


@pytest.fixture(scope="module")
def forge(source: Path) -> Iterator[Forge]:
    with Forge([source]) as forge:
        yield forge


class Load(NamedTuple):
    """A source, and what a casebook says of it after a run that nothing disturbed."""

    source: Path
    reports: int
    said: dict[str, list[str]]
    operations: int
    """How often the run wrote to the disk."""


def undisturbed(forge: Forge, source: Path, reports: int) -> Load:
    path = source.with_suffix(".recount")
    casebook.init_casebook(path)
    ended = forge.run("add", path, sources=[str(source)], processes=1)
    assert (reports, None) == (ended.outcome["added"], ended.error)
    return Load(source, reports, content(path), ended.operations)


@pytest.fixture(scope="module")
def load(source: Path, forge: Forge) -> Load:
    return undisturbed(forge, source, len(REPORTS))


@pytest.fixture(scope="module")
def short_load(source: Path, forge: Forge) -> Load:
    """Two transactions."""
    return undisturbed(forge, jsonl(source.with_name("short.jsonl"), REPORTS[:22]), 22)


def articles_in(path: Path) -> int:
    with Ledger.open(path) as ledger:
        return int(ledger.value("SELECT count(*) FROM article"))


def left_of(session: int) -> list[str]:
    """Return the processes of a session that are still there after a while."""
    for _ in range(100):
        stats = [one.read_text().rpartition(")") for one in Path("/proc").glob("[0-9]*/stat") if one.exists()]
        left = [name for name, _, rest in stats if int(rest.split()[3]) == session and rest.split()[0] != "Z"]
        if not left:
            break
        time.sleep(0.1)
    return left


def resumed(forge: Forge, path: Path, load: Load) -> dict[str, list[str]]:
    ended = forge.run("add", path, sources=[str(load.source)], processes=1)
    assert ended.error is None
    assert load.reports == ended.outcome["added"] + ended.outcome["known"]
    assert_whole(path)
    return content(path)


@pytest.mark.slow
def test_killed_at_any_write_sync_or_cut(tmp_path: Path, forge: Forge, short_load: Load) -> None:
    """Before an operation, and in the middle of a write: in transactions, at a commit, in the checkpoint at the end."""
    source, _, said, operations = short_load
    for number, at in enumerate(range(1, operations + 1, max(1, operations // 30))):
        path = tmp_path / f"{at}.recount"
        casebook.init_casebook(path)
        how = ("kill", "torn")[number % 2]
        ended = forge.run("add", path, sources=[str(source)], processes=1, fault={"at": at, "how": how})
        # How many transactions there are follows from the time that each takes.
        assert ended.killed or ended.operations < at
        assert_whole(path)
        assert said == resumed(forge, path, short_load), f"{how} at operation {at}"
        path.unlink()


@pytest.mark.slow
def test_killed_at_random_moments_of_one_load(tmp_path: Path, forge: Forge, load: Load) -> None:
    """One casebook is killed again and again on its way, between rows and at any other moment."""
    chance = random.Random(20241)
    for round_ in range(5):
        path = tmp_path / f"{round_}.recount"
        casebook.init_casebook(path)
        for again in range(6):
            fault = {"row": chance.randrange(2, 120)} if again % 2 else {"after": chance.random() * 0.15}
            forge.run("add", path, fault=fault, sources=[str(load.source)], processes=1)
            assert_whole(path)
        assert load.said == resumed(forge, path, load)


@pytest.mark.slow
def test_a_load_in_processes_killed(tmp_path: Path, forge: Forge, load: Load) -> None:
    path = tmp_path / "two.recount"
    casebook.init_casebook(path)
    script = tmp_path / "load.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom recount.api import casebook\nif __name__ == '__main__':\n"
        "    casebook.add(Path(sys.argv[1]), sys.argv[2:], processes=2)\n"
    )
    with subprocess.Popen([sys.executable, script, path, load.source], start_new_session=True) as process:
        while process.poll() is None and articles_in(path) == 0:
            time.sleep(0.01)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert_whole(path)
    assert left_of(process.pid) == [], "processes that read and code end with the one that writes"
    assert load.said == resumed(forge, path, load)


@pytest.mark.slow
def test_killed_while_a_casebook_is_made(tmp_path: Path, source: Path, forge: Forge) -> None:
    """There is a casebook, or there is none yet and it can be made."""
    operations = forge.run("init_casebook", tmp_path / "undisturbed.recount", fault={}).operations
    for at in range(1, operations + 1, 2):
        path = tmp_path / f"{at}.recount"
        assert forge.run("init_casebook", path, fault={"at": at, "how": ("kill", "torn")[at // 2 % 2]}).killed
        try:
            casebook.init_casebook(path)
        except BadLedger as error:
            assert "exists already" in str(error)
        assert_whole(path)
    assert len(FEW) == forge.run("add", path, sources=[str(few(tmp_path))], processes=1).outcome["added"]


@pytest.mark.slow
def test_killed_while_articles_are_redacted(tmp_path: Path, forge: Forge) -> None:
    """The words are there as before, or removed; the same command again removes them from every byte of the file."""
    before = made(tmp_path / "before.recount", FEW)
    with Ledger.open(before) as ledger:
        gone = [id_ for (id_,) in ledger.execute("SELECT id FROM article ORDER BY seq LIMIT 2 OFFSET 6")]
    asked: dict[str, Any] = {"articles": gone, "reason": "a witness asked for it", "by": "ana"}
    path = tmp_path / "undisturbed.recount"
    shutil.copyfile(before, path)
    operations = forge.run("redact", path, **asked).operations
    old, new = content(before), content(path)
    assert_nowhere(path)
    for at in range(1, operations + 1, max(1, operations // 15)):
        path = tmp_path / f"{at}.recount"
        shutil.copyfile(before, path)
        assert forge.run("redact", path, fault={"at": at, "how": ("kill", "torn")[at // 2 % 2]}, **asked).killed
        assert verify(path).findings == ()
        assert content(path) in (old, new)
        assert forge.run("redact", path, **asked).error is None
        assert verify(path).findings == ()
        assert new == content(path)
        assert_nowhere(path)


def assert_nowhere(path: Path) -> None:
    """Check that no byte of a casebook, or of what stands beside it, holds words of the two redacted reports."""
    for one in path.parent.glob(f"{path.name}*"):
        written = one.read_bytes()
        assert [number for number in ("report no. 5-6.", "report no. 5-7.") if number.encode() in written] == []


@pytest.mark.slow
def test_killed_while_an_older_casebook_is_taken_on(tmp_path: Path, forge: Forge) -> None:
    written = gzip.decompress((Path(__file__).parent / "files" / "version-1.recount.gz").read_bytes())
    path = tmp_path / "undisturbed.recount"
    path.write_bytes(written)
    ended = forge.run("add", path, sources=[], processes=1)
    assert ended.error is None
    said = content(path)
    for at in range(1, ended.operations + 1, max(1, ended.operations // 10)):
        path = tmp_path / f"{at}.recount"
        path.write_bytes(written)
        assert forge.run(
            "add", path, fault={"at": at, "how": ("kill", "torn")[at // 2 % 2]}, sources=[], processes=1
        ).killed
        assert verify(path).findings == ()
        assert forge.run("add", path, sources=[], processes=1).error is None
        assert verify(path).findings == ()
        assert said == content(path)
