"""Changes come from forms of these pages, sent by the browser that they were shown to."""

import pytest
from fastapi import FastAPI
from team import HTML, PASSWORD, addresses_of, app_of, browser_of, cheap_passwords, empty_casebook, team_app, token_in

from recount.web.access import doors

__all__ = ["cheap_passwords", "empty_casebook", "team_app"]

ADD = {"name": "New", "password": PASSWORD, "role": "reader"}


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_no_change_without_its_token(team_app: FastAPI, role: str) -> None:
    browser = browser_of(team_app, role)
    del browser.headers["x-csrf-token"]
    for one in addresses_of(team_app):
        if one.method != "GET":
            assert browser.request(one.method, one.path, data={"name": "x"}).status_code == 403, one.path


def test_no_change_without_a_token_where_nobody_logs_in(team_app: FastAPI) -> None:
    browser = browser_of(app_of(team_app.state.serving.casebook, by="A. Coder"))
    for one in addresses_of(team_app):
        if one.method != "GET":
            assert browser.request(one.method, one.path, data={"csrf": ""}).status_code == 403, one.path


def test_the_token_comes_in_the_form_or_in_a_header(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    token = browser.headers.pop("x-csrf-token")
    assert browser.post("/users/add", data=ADD | {"csrf": token}).status_code == 303
    assert browser.post("/users/remove", data={"name": "New"}, headers={"x-csrf-token": token}).status_code == 303
    assert browser.post("/users/add", data=ADD, files={"csrf": (None, token)}).status_code == 303


@pytest.mark.parametrize("token", ["", "none", "undefined", "\u00e9", "a" * 10_000])
def test_a_wrong_token_is_none(team_app: FastAPI, token: str) -> None:
    browser = browser_of(team_app, "admin")
    del browser.headers["x-csrf-token"]
    assert browser.post("/users/add", data=ADD | {"csrf": token}).status_code == 403


def test_the_token_of_another_session_is_none(team_app: FastAPI) -> None:
    browser, other = browser_of(team_app, "admin"), browser_of(team_app, "admin")
    browser.headers["x-csrf-token"] = other.headers["x-csrf-token"]
    assert browser.post("/users/add", data=ADD).status_code == 403


def test_the_token_of_where_nobody_logs_in_is_none_where_people_do(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    browser.headers["x-csrf-token"] = doors(team_app).sessions.csrf
    assert browser.post("/users/add", data=ADD).status_code == 403


def test_nobody_is_logged_in_as_somebody_else_by_another_site(team_app: FastAPI) -> None:
    """A login form that was shown to one browser is worth nothing in another."""
    token = token_in(browser_of(team_app).get("/login").text)
    victim = browser_of(team_app)
    victim.get("/login")
    assert victim.post("/login", data={"csrf": token, "name": "Ada", "password": PASSWORD}).status_code == 403


OTHERS = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "https://127.0.0.1"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
]


@pytest.mark.parametrize("headers", OTHERS)
def test_a_page_of_another_origin_changes_nothing_even_with_the_token(
    team_app: FastAPI, headers: dict[str, str]
) -> None:
    assert browser_of(team_app, "admin").post("/users/add", data=ADD, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"origin": "http://127.0.0.1"}, {"sec-fetch-site": "same-origin"}])
def test_our_own_pages_may(team_app: FastAPI, headers: dict[str, str]) -> None:
    browser = browser_of(team_app, "admin")
    assert browser.post("/users/add", data=ADD, headers=headers).status_code == 303


def test_behind_a_proxy_with_https_our_own_origin_is_that_of_the_proxy(team_app: FastAPI) -> None:
    asked = team_app.state.serving
    app = app_of(asked.casebook, accounts=asked.accounts, secure=True, hosts=("review.example.org",))
    browser = browser_of(app, "admin", base_url="http://review.example.org")
    allowed = browser.post("/users/add", data=ADD, headers={"origin": "https://review.example.org"})
    refused = browser.post("/users/add", data=ADD, headers={"origin": "http://review.example.org"})
    assert (allowed.status_code, refused.status_code) == (303, 403)


def test_a_form_sent_after_the_session_ended_leads_to_the_login_page_and_back(team_app: FastAPI) -> None:
    sent_from = {"referer": "http://127.0.0.1/users?a=1", "x-csrf-token": "old"}
    answer = browser_of(team_app, headers=HTML | sent_from).post("/users/add", data=ADD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fusers")


def test_json_as_text_is_no_form(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    token = browser.headers.pop("x-csrf-token")
    answer = browser.post("/users/add", content=f'{{"csrf": "{token}"}}', headers={"content-type": "text/plain"})
    assert answer.status_code == 403
