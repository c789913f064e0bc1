"""`recount serve` and `recount user`: what they print and refuse, and a server that really answers."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner, Result

from recount.api import accounts as api
from recount.api.casebook import init_casebook
from recount.cli import accounts as user_commands
from recount.cli import app

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.recount"
    init_casebook(path)
    return path


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=typed, env={"NO_COLOR": "1"})


def test_accounts_are_added_listed_changed_and_removed(book: Path) -> None:
    added = run("user", "add", book, "Ada", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (added.exit_code, added.stderr) == (0, "Added Ada (admin).\n")
    assert run("user", "add", book, "Bea", "--password-stdin", typed=PASSWORD).exit_code == 0
    assert run("user", "role", book, "bea", "coder").stderr == "Bea is coder.\n"
    listed = [json.loads(line) for line in run("user", "list", book).stdout.splitlines()]
    assert [(one["name"], one["role"], sorted(one)) for one in listed] == [
        ("Ada", "admin", ["added", "name", "role"]),
        ("Bea", "coder", ["added", "name", "role"]),
    ]
    assert run("user", "password", book, "Bea", "--password-stdin", typed="another horse\n").exit_code == 0
    assert api.check_password(book, "Bea", "another horse") is not None
    assert run("user", "remove", book, "Bea").stderr == "Removed Bea.\n"
    assert run("user", "remove", book, "Ada").exit_code == 0
    assert "There are no accounts" in run("user", "list", book).stderr


def test_a_password_is_asked_for_twice_and_not_shown(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_commands, "is_terminal", lambda _stream: True)
    asked = run("user", "add", book, "Ada", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    assert api.check_password(book, "Ada", PASSWORD) is not None


def test_where_nobody_can_be_asked_it_says_how_to_give_a_password(book: Path) -> None:
    refused = run("user", "add", book, "Ada")
    assert (refused.exit_code, "--password-stdin" in refused.stderr) == (2, True)


REFUSED = [
    # options                                            what it says
    (["--host", "0.0.0.0"], "recount user add"),
    (["--host", "0.0.0.0", "--no-login"], "Leave out --no-login"),
    (["--behind-proxy", "https://review.example.org"], "recount user add"),
    (["--login"], "recount user add"),
    (["--login", "--public"], "Leave out one of the two"),
    (["--behind-proxy", "review.example.org", "--public"], "Write it as https://"),
    (["--behind-proxy", "https://example.org/path", "--public"], "Write it as https://"),
    (["--tiles", "https://tiles.example.org/"], "{z}/{x}/{y}"),
    (["--tiles", "javascript:{z}{x}{y}"], "no address of map tiles"),
    (["--host", "no.such.host.invalid"], "There is no host"),
]


@pytest.mark.parametrize(("options", "says"), REFUSED)
def test_what_cannot_be_served_is_refused_with_what_to_do(book: Path, options: list[str], says: str) -> None:
    refused = run("serve", book, "--port", "0", *options)
    assert (refused.exit_code, says in refused.stderr) == (2, True), refused.stderr


def test_a_port_that_is_taken_is_told_with_another_one(book: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("serve", book, "--port", port)
    assert refused.exit_code == 2
    assert f"Port {port} of 127.0.0.1 is taken" in refused.stderr
    assert "--port 0" in refused.stderr


def test_a_casebook_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    refused = run("serve", tmp_path / "typo.recount")
    assert (refused.exit_code, "recount init" in refused.stderr) == (1, True)


class Served:
    """A server in a process of its own."""

    def __init__(self, book: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from recount.cli import main; main()", "serve", str(book), "--port", "0", *options],
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"NO_COLOR": "1"},
        )
        assert self.process.stderr
        self.told = self.process.stderr.readline()
        found = re.search(r"http://\S+:(\d+)", self.told)
        self.port = int(found[1]) if found else 0

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, {name.lower(): value for name, value in answer.headers.items()}, ""
        except urllib.error.HTTPError as refused:
            body = refused.read().decode()
            return refused.code, {name.lower(): value for name, value in refused.headers.items()}, body

    def stop(self, how: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        _, rest = self.process.communicate(timeout=20)
        return self.process.returncode, rest


@pytest.fixture
def serving(book: Path) -> Iterator[Any]:
    started: list[Served] = []

    def start(*options: str) -> Served:
        started.append(Served(book, *options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


def test_a_server_tells_its_address_answers_and_ends_by_ctrl_c(book: Path, serving: Any) -> None:
    served = serving("--by", "A. Coder")
    assert f"{book} (0 articles): http://127.0.0.1:{served.port} (you are A. Coder)\n" == served.told
    status, headers, _ = served.ask("/api.json")
    assert status == 200
    assert "server" not in headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert served.ask("/api.json", host="evil.example")[0] == 421
    code, rest = served.stop()
    assert (code, rest.splitlines()[-1]) == (0, "Stopped.")


def test_a_team_s_server_asks_who_it_is(book: Path, serving: Any) -> None:
    api.add_account(book, "Ada", PASSWORD, role="admin")
    served = serving("--login")
    assert "people log in" in served.told
    status, _, body = served.ask("/api.json")
    assert (status, json.loads(body)) == (401, {"status": 401, "error": "Log in first."})


def test_a_public_server_takes_no_changes(serving: Any) -> None:
    served = serving("--public")
    assert "read only, for everybody" in served.told
    assert served.ask("/api.json")[0] == 200
    assert served.ask("/users.json")[0] == 403
