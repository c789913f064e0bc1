"""Accounts of a casebook: what is kept of them, and which names, passwords and changes are refused."""

import json
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from recount.api import accounts as api
from recount.api.casebook import init_casebook
from recount.errors import BadArgument, NoLedger

PASSWORD = "correct horse battery"


def hasher(memory_kib: int = 8) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(api, "_HASHER", hasher())
    api._nobody.cache_clear()
    yield
    api._nobody.cache_clear()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.recount"
    init_casebook(path)
    return path


def kept(book: Path) -> dict[str, dict[str, str]]:
    read = json.loads(api.accounts_file(book).read_text(encoding="utf-8"))
    return {one["name"]: one for one in read["accounts"]}


def test_a_password_opens_the_account_that_it_was_given_to(book: Path) -> None:
    added = api.add_account(book, "Ada", PASSWORD, role="admin")
    assert api.check_password(book, "Ada", PASSWORD) == added
    assert api.check_password(book, "Ada", PASSWORD.upper()) is None
    assert api.check_password(book, "Nobody", PASSWORD) is None
    assert api.check_password(book, "", "") is None


def test_what_is_kept_is_a_salted_hash_that_only_the_owner_of_the_file_reads(book: Path) -> None:
    api.add_account(book, "Ada", PASSWORD, role="admin")
    api.add_account(book, "Bea", PASSWORD)
    written = api.accounts_file(book).read_text(encoding="utf-8")
    assert PASSWORD not in written
    one, other = (kept(book)[name]["password"] for name in ("Ada", "Bea"))
    assert one.startswith("$argon2id$")
    assert one != other
    assert stat.S_IMODE(api.accounts_file(book).stat().st_mode) == 0o600
    assert PASSWORD.encode() not in book.read_bytes()


def test_packaged_parameters_are_those_of_rfc_9106(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    api.add_account(book, "Ada", PASSWORD)
    assert kept(book)["Ada"]["password"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_of_earlier_parameters_is_made_anew_when_its_owner_logs_in(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = api.add_account(book, "Ada", PASSWORD)
    before = kept(book)["Ada"]["password"]
    monkeypatch.setattr(api, "_HASHER", hasher(16))
    assert api.check_password(book, "Ada", PASSWORD) == added
    after = kept(book)["Ada"]["password"]
    assert ("m=8," in before, "m=16," in after) == (True, True)
    assert api.check_password(book, "Ada", PASSWORD) == added


def test_an_unknown_name_takes_as_long_as_a_known_one(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.add_account(book, "Ada", PASSWORD)
    asked: list[str] = []
    verify = api._HASHER.verify

    class Counting:
        check_needs_rehash = staticmethod(api._HASHER.check_needs_rehash)
        hash = staticmethod(api._HASHER.hash)

        @staticmethod
        def verify(hashed: str, password: bytes) -> bool:
            asked.append(hashed)
            return verify(hashed, password)

    monkeypatch.setattr(api, "_HASHER", Counting)
    api.check_password(book, "Ada", "not the password")
    api.check_password(book, "Nobody", "not the password")
    assert len(asked) == 2


GOOD_NAMES = [
    # as given       as kept
    ("A. Coder", "A. Coder"),
    ("  Zoe\u0308 ", "Zo\u00eb"),
    ("أحمد", "أحمد"),
    ("李雷", "李雷"),
    ("x" * 64, "x" * 64),
    ("<b>Bob</b>", "<b>Bob</b>"),
]


@pytest.mark.parametrize(("given", "wanted"), GOOD_NAMES)
def test_a_name_is_kept_as_a_person_writes_it(book: Path, given: str, wanted: str) -> None:
    assert api.add_account(book, given, PASSWORD).name == wanted
    assert api.check_password(book, given, PASSWORD) is not None


BAD_NAMES = ["", "   ", "x" * 65, "A\nB", "A\u202eB", "A\u200bB", "A\x00B", "A\u2028B", "\ud800", "A  B", "A\u2066B"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_shows_all_of_itself(book: Path, name: str) -> None:
    with pytest.raises(BadArgument, match="cannot be named"):
        api.add_account(book, name, PASSWORD)


@pytest.mark.parametrize("name", ["Ada", "ADA", " ada "])
def test_two_accounts_do_not_look_alike(book: Path, name: str) -> None:
    api.add_account(book, "Ada", PASSWORD)
    with pytest.raises(BadArgument, match="There is an account Ada already"):
        api.add_account(book, name, PASSWORD)


BAD_PASSWORDS = [
    ("nine char", "too short"),
    ("x" * 1025, "too long"),
    ("é" * 513, "too long"),
    ("aaaaaaaaaaaa", "easily guessed"),
    ("A. Long-Named Coder", "easily guessed"),
]


@pytest.mark.parametrize(("password", "why"), BAD_PASSWORDS)
def test_a_password_that_others_would_find_is_refused(book: Path, password: str, why: str) -> None:
    with pytest.raises(BadArgument, match=why):
        api.add_account(book, "A. long-named coder", password)
    api.add_account(book, "A. long-named coder", PASSWORD)
    with pytest.raises(BadArgument, match=why):
        api.change_password(book, "A. long-named coder", password)


def test_the_same_letters_are_the_same_password_on_any_keyboard(book: Path) -> None:
    api.add_account(book, "Ada", "cafe\u0301 au lait")
    assert api.check_password(book, "Ada", "caf\u00e9 au lait") is not None


def test_a_role_is_one_of_four(book: Path) -> None:
    for role in ("boss", "public", ""):
        with pytest.raises(BadArgument, match="Take one of: reader, coder, reviewer, admin"):
            api.add_account(book, "Ada", PASSWORD, role=role)


def test_an_admin_stays_while_there_are_others(book: Path) -> None:
    api.add_account(book, "Ada", PASSWORD, role="admin")
    api.add_account(book, "Bea", PASSWORD)
    with pytest.raises(BadArgument, match="Ada is the only admin"):
        api.remove_account(book, "Ada")
    with pytest.raises(BadArgument, match="Ada is the only admin"):
        api.change_role(book, "Ada", "reader")
    api.change_role(book, "Bea", "admin")
    api.remove_account(book, "Ada")
    api.remove_account(book, "Bea")
    assert api.accounts_of(book) == ()


def test_another_password_has_another_key_and_another_role_has_not(book: Path) -> None:
    added = api.add_account(book, "Ada", PASSWORD)
    assert api.change_role(book, "Ada", "coder").key == added.key
    assert api.change_password(book, "Ada", "another horse").key != added.key
    assert api.check_password(book, "Ada", PASSWORD) is None


def test_a_name_that_is_not_there_is_told_with_those_that_are(book: Path) -> None:
    api.add_account(book, "Ada", PASSWORD)
    with pytest.raises(BadArgument, match=r"no account 'Bea'\. There are: Ada"):
        api.remove_account(book, "Bea")
    with pytest.raises(BadArgument, match=r"no account 'Bea'\. There are: Ada"):
        api.change_role(book, "Bea", "coder")


def test_accounts_need_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(NoLedger):
        api.add_account(tmp_path / "typo.recount", "Ada", PASSWORD)
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_casebook_has_the_accounts_of_the_casebook(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.recount"
    link.symlink_to(book)
    api.add_account(link, "Ada", PASSWORD)
    assert [one.name for one in api.accounts_of(book)] == ["Ada"]


NO_ROLE = '{"accounts_version": 1, "accounts": [{"name": "A", "role": "root", "password": "", "key": "", "added": ""}]}'
DAMAGED = [
    "",
    "{",
    "[]",
    '{"accounts_version": 2, "accounts": []}',
    '{"accounts_version": 1}',
    '{"accounts_version": 1, "accounts": [{"name": "Ada"}]}',
    NO_ROLE,
    "\xff",
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_opens_nothing_and_is_told(book: Path, text: str) -> None:
    api.accounts_file(book).write_bytes(text.encode("latin-1"))
    for ask in (api.accounts_of, lambda path: api.add_account(path, "Ada", PASSWORD)):
        with pytest.raises(BadArgument, match="is damaged"):
            ask(book)


def test_a_hash_that_is_none_opens_nothing(book: Path) -> None:
    api.add_account(book, "Ada", PASSWORD)
    path = api.accounts_file(book)
    path.write_text(path.read_text(encoding="utf-8").replace("$argon2id$", "plain:"), encoding="utf-8")
    assert api.check_password(book, "Ada", PASSWORD) is None


@pytest.mark.skipif(os.name != "posix", reason="permissions of other systems are other ones")
def test_a_file_that_others_may_write_to_is_refused(book: Path) -> None:
    api.add_account(book, "Ada", PASSWORD)
    api.accounts_file(book).chmod(0o666)
    with pytest.raises(BadArgument, match="chmod 600"):
        api.check_password(book, "Ada", PASSWORD)


def test_those_who_add_accounts_at_once_lose_none(book: Path) -> None:
    names = [f"Coder {number}" for number in range(12)]
    threads = [threading.Thread(target=api.add_account, args=(book, name, PASSWORD)) for name in names]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.name for one in api.accounts_of(book)) == sorted(names)


def test_a_change_that_fails_leaves_the_file_as_it_was(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.add_account(book, "Ada", PASSWORD)
    before = api.accounts_file(book).read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadArgument, match="No space left on device"):
        api.add_account(book, "Bea", PASSWORD)
    assert api.accounts_file(book).read_bytes() == before
    assert not [path.name for path in book.parent.iterdir() if path.name.startswith(".")]


def test_a_password_is_checked_in_a_fraction_of_a_second(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    api.add_account(book, "Ada", PASSWORD)
    began = time.perf_counter()
    assert api.check_password(book, "Ada", PASSWORD)
    assert time.perf_counter() - began < 5
