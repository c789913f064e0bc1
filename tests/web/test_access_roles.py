"""Who may what: each address takes a role, and each role is let in or kept out accordingly."""

import re

import pytest
from fastapi import FastAPI
from team import Address, addresses_of, app_of, browser_of, cheap_passwords, empty_casebook, team_app

from recount.api.accounts import ACCOUNT_ROLES, may_act_as
from recount.web.access import csrf_checked

__all__ = ["cheap_passwords", "empty_casebook", "team_app"]

# Who is not logged in yet.
OPEN = {("GET", "/login"), ("POST", "/login")}
# What even a reader may change: her own session and password.
OWN = {("POST", "/logout"), ("POST", "/account/password")}


def asked(address: Address) -> str:
    """Return an address with something in the place of its parameters."""
    return re.sub(r"\{[^}]*\}", "ev1:0000000000000000", address.path)


def known(app: FastAPI) -> list[Address]:
    return [one for one in addresses_of(app) if (one.method, one.path) not in OPEN]


def test_every_address_takes_a_role(team_app: FastAPI) -> None:
    assert {(one.method, one.path) for one in addresses_of(team_app) if one.least is None} == OPEN


def test_whoever_changes_something_is_a_coder_at_least(team_app: FastAPI) -> None:
    changing = [one for one in known(team_app) if one.method != "GET"]
    by_readers = {(one.method, one.path) for one in changing if one.least == "reader"}
    assert by_readers == OWN


def test_every_change_is_checked_for_its_token(team_app: FastAPI) -> None:
    for one in addresses_of(team_app):
        if one.method != "GET":
            calls = [dependency.call for dependency in one.route.dependant.dependencies]
            assert csrf_checked in calls, one.path


def test_nothing_changes_by_get(team_app: FastAPI) -> None:
    """A link or a picture of another page could else change something in the reader's name."""
    methods = {(one.path, tuple(sorted(one.route.methods or ()))) for one in addresses_of(team_app)}
    assert [path for path, both in methods if "GET" in both and set(both) - {"GET", "HEAD"}] == []


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_a_role_is_let_in_where_it_may_and_kept_out_elsewhere(team_app: FastAPI, role: str) -> None:
    wrong = []
    for one in known(team_app):
        if one.least is None:
            continue
        answer = browser_of(team_app, role, raise_server_exceptions=False).request(one.method, asked(one), data={})
        let_in = answer.status_code not in (401, 403) and not answer.headers.get("location", "").startswith("/login?")
        if let_in != may_act_as(role, one.least):  # type: ignore[arg-type]
            wrong.append((one.method, one.path, one.least, answer.status_code))
    assert wrong == []


def test_nobody_without_an_account_is_let_in(team_app: FastAPI) -> None:
    """Programmes hear 401; browsers are sent to the login page, and come back where they wanted to be."""
    programme, browser = browser_of(team_app, headers={}), browser_of(team_app)
    for one in known(team_app):
        if one.least is None:
            continue
        assert programme.request(one.method, asked(one)).status_code == 401, one.path
        answer = browser.request(one.method, asked(one))
        wanted = 401 if one.path.endswith(".json") else 303
        assert answer.status_code == wanted, one.path


def test_in_public_everybody_reads_and_nobody_decides(team_app: FastAPI) -> None:
    public = app_of(team_app.state.serving.casebook, public=True)
    browser = browser_of(public, raise_server_exceptions=False)
    for one in known(public):
        if one.least is not None:
            status = browser.request(one.method, asked(one)).status_code
            kept_out = one.method != "GET" or one.least != "reader"
            assert (status == 403) == kept_out, (one.method, one.path, status)


def test_a_session_with_a_role_does_not_count_in_public(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    public = browser_of(app_of(team_app.state.serving.casebook, public=True), headers=dict(browser.headers))
    assert public.get("/users").status_code == 403


def test_on_one_s_own_machine_nobody_logs_in(team_app: FastAPI) -> None:
    browser = browser_of(app_of(team_app.state.serving.casebook, by="A. Coder"))
    assert browser.get("/login").headers["location"] == "/"
    assert browser.get("/account").status_code == 404
    assert browser.get("/users").status_code == 404
    assert browser.get("/api").status_code == 200
