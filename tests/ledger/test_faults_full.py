"""A full disk: the command says so, nothing is half-written, and once there is room it goes on where it stopped."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Ended, Forge, assert_whole, content, invented, jsonl

from recount.api import casebook
from recount.ledger import verify
from recount.ledger.connecting import PAGE_BYTES

REPORTS = invented(44, seed=2)
GOES_ON = "run the same command again: it goes on where it stopped"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return jsonl(tmp_path_factory.mktemp("source") / "reports.jsonl", REPORTS)


@pytest.fixture(scope="module")
def forge(source: Path) -> Iterator[Forge]:
    with Forge([source]) as forge:
        yield forge


@pytest.fixture(scope="module")
def undisturbed(source: Path, forge: Forge) -> tuple[dict[str, list[str]], int, int]:
    """What a run says that nothing disturbs, the bytes of its file, and how often it writes."""
    path = source.with_name("undisturbed.recount")
    casebook.init_casebook(path)
    ended = forge.run("add", path, sources=[str(source)], processes=1)
    assert (len(REPORTS), None) == (ended.outcome["added"], ended.error)
    return content(path), path.stat().st_size, ended.operations


def assert_told(ended: Ended, path: Path) -> None:
    assert ended.error
    assert ended.error.startswith(f"LedgerFull: {path} cannot be written: ")
    assert "What was kept before is whole" in ended.error
    assert_whole(path)


def completed(forge: Forge, path: Path, source: Path) -> dict[str, list[str]]:
    ended = forge.run("add", path, sources=[str(source)], processes=1)
    assert ended.error is None
    assert_whole(path)
    return content(path)


def test_a_full_disk(
    tmp_path: Path, source: Path, forge: Forge, undisturbed: tuple[dict[str, list[str]], int, int]
) -> None:
    """On a file system of its own, at sizes from one that holds the empty casebook to one that lacks a few pages."""
    said, size, _ = undisturbed
    casebook.init_casebook(tmp_path / "empty.recount")
    empty = (tmp_path / "empty.recount").stat().st_size
    for room in (empty + 300_000, empty + 600_000, size, size + 600_000):
        folder = tmp_path / str(room)
        folder.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={room}", "none", folder], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("no file system may be mounted here; the limits below stand for it")
        try:
            path = folder / "casebook.recount"
            casebook.init_casebook(path)
            assert_told(forge.run("add", path, sources=[str(source)], processes=1), path)
            kept = tmp_path / f"{room}.recount"
            for one in folder.glob("casebook.recount*"):
                shutil.copyfile(one, f"{kept}{one.name.removeprefix('casebook.recount')}")
            subprocess.run(["mount", "-o", "remount,size=20000000", folder], check=True)
            assert said == completed(forge, path, source)
            assert said == completed(forge, kept, source)
        finally:
            subprocess.run(["umount", folder], check=True)


def test_no_room_for_a_new_casebook(tmp_path: Path, forge: Forge) -> None:
    path = tmp_path / "casebook.recount"
    for limit in (1_000, 40_000, 300_000):
        ended = forge.run("init_casebook", path, fault={"bytes": limit})
        assert ended.error
        assert ended.error.startswith("LedgerFull: ")
    casebook.init_casebook(path)
    assert_whole(path)


@pytest.mark.slow
def test_no_more_bytes_in_a_file(
    tmp_path: Path, source: Path, forge: Forge, undisturbed: tuple[dict[str, list[str]], int, int]
) -> None:
    said, size, _ = undisturbed
    for number, limit in enumerate((600_000, size // 2, size - PAGE_BYTES)):
        path = tmp_path / f"{number}.recount"
        casebook.init_casebook(path)
        assert_told(forge.run("add", path, fault={"bytes": limit}, sources=[str(source)], processes=1), path)
        assert said == completed(forge, path, source)


@pytest.mark.slow
def test_no_more_pages_in_a_casebook(
    tmp_path: Path, source: Path, forge: Forge, undisturbed: tuple[dict[str, list[str]], int, int]
) -> None:
    said, size, _ = undisturbed
    path = tmp_path / "casebook.recount"
    casebook.init_casebook(path)
    empty = path.stat().st_size
    for share in (0.0, 0.3, 0.6, 0.9):
        pages = int((empty + (size - empty) * share) / PAGE_BYTES)
        ended = forge.run("add", path, fault={"pages": pages}, sources=[str(source)], processes=1)
        assert_told(ended, path)
        assert GOES_ON in str(ended.error)
    assert said == completed(forge, path, source)


@pytest.mark.slow
def test_full_at_any_write(
    tmp_path: Path, source: Path, forge: Forge, undisturbed: tuple[dict[str, list[str]], int, int]
) -> None:
    """Full for one write, and with room again at the next: what failed is not kept, or was kept already."""
    said, _, operations = undisturbed
    for at in range(1, operations + 1, max(1, operations // 15)):
        path = tmp_path / f"{at}.recount"
        casebook.init_casebook(path)
        ended = forge.run("add", path, fault={"at": at, "how": "full"}, sources=[str(source)], processes=1)
        # A checkpoint is put off where it fails: what it moves stands in the file beside.
        if ended.error:
            assert_told(ended, path)
        assert_whole(path)
        assert said == completed(forge, path, source), at


def test_full_while_articles_are_redacted(tmp_path: Path, source: Path, forge: Forge) -> None:
    """A removal needs room for the file to be written anew; the same command again completes it."""
    path = tmp_path / "casebook.recount"
    casebook.init_casebook(path)
    forge.run("add", path, sources=[str(source)], processes=1)
    article = casebook.search(path, "market")[0].article
    size = path.stat().st_size
    ended = forge.run("redact", path, fault={"bytes": size // 2}, articles=[article], reason="asked for")
    assert ended.error
    assert ended.error.startswith("LedgerFull: ")
    assert verify(path).findings == ()
    assert forge.run("redact", path, articles=[article], reason="asked for").error is None
    assert verify(path).findings == ()
