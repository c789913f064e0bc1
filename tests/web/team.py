"""A casebook whose pages a team logs in to, for tests of who may what."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient

from recount.api import accounts
from recount.api.casebook import init_casebook
from recount.web import Serving, create_app
from recount.web.access import Needs, doors
from recount.web.security import guard

__all__ = [
    "BASE",
    "HTML",
    "PASSWORD",
    "Address",
    "addresses_of",
    "app_of",
    "browser_of",
    "cheap_passwords",
    "empty_casebook",
    "log_in",
    "session_cookie",
    "team_app",
    "token_in",
]

BASE = "http://127.0.0.1"
PASSWORD = "correct horse battery"
HTML = {"accept": "text/html"}
_TEAM = {"Rita": "reader", "Cora": "coder", "Revi": "reviewer", "Ada": "admin"}


@pytest.fixture(scope="module")
def cheap_passwords() -> Iterator[None]:
    """Hash passwords by parameters that cost nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        accounts._nobody.cache_clear()
        yield
    accounts._nobody.cache_clear()


@pytest.fixture(scope="module")
def empty_casebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("team") / "book.recount"
    init_casebook(path)
    return path


@pytest.fixture
def team_app(cheap_passwords: None, empty_casebook: Path) -> FastAPI:
    """Give pages that a reader, a coder, a reviewer and an admin may log in to."""
    accounts.accounts_file(empty_casebook).unlink(missing_ok=True)
    for name, role in _TEAM.items():
        accounts.add_account(empty_casebook, name, PASSWORD, role=role)
    return app_of(empty_casebook, accounts=accounts.accounts_file(empty_casebook))


def app_of(casebook: Path, **options: Any) -> FastAPI:
    asked = Serving(casebook, **options)
    return guard(create_app(asked), asked)


def browser_of(app: FastAPI, role: str | None = None, **options: Any) -> TestClient:
    """Return a browser; logged in, where a role is given, without having asked for the login page."""
    given: dict[str, Any] = {"base_url": BASE, "follow_redirects": False, "headers": dict(HTML)}
    browser = TestClient(app, **given | options)
    if role:
        name = next(name for name, its in _TEAM.items() if its == role)
        account = accounts.account_of(app.state.serving.casebook, name)
        assert account
        token = doors(app).sessions.begin(account)
        session = doors(app).sessions.of(token)
        assert session
        browser.headers |= {"cookie": f"{session_cookie(app)}={token}", "x-csrf-token": session.csrf}
    return browser


def session_cookie(app: FastAPI) -> str:
    from recount.web.access import cookies_of

    return cookies_of(app.state.serving).session


def token_in(page: str) -> str:
    """Return what the forms of a page bring along."""
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    assert found, "a form without its token"
    return found[1]


def log_in(browser: TestClient, name: str, password: str = PASSWORD, **fields: str) -> Any:
    """Send the form of the login page as a person does."""
    token = token_in(browser.get("/login").text)
    return browser.post("/login", data={"csrf": token, "name": name, "password": password, **fields})


class Address(NamedTuple):
    """One address and one way to ask for it."""

    method: str
    path: str
    least: str | None
    """The role that it takes; None where it asks for none."""
    route: RouteContext


def addresses_of(app: FastAPI) -> list[Address]:
    """Return all addresses with the role that each takes."""
    found = []
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        asked = [one.call.role for one in dependant.dependencies if isinstance(one.call, Needs)] if dependant else []
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append(Address(method, str(route.path), asked[0] if asked else None, route))
    return found
