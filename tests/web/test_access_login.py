"""Logging in: what a cookie is worth, when it ends, and where one lands."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from team import (
    HTML,
    PASSWORD,
    app_of,
    browser_of,
    cheap_passwords,
    empty_casebook,
    log_in,
    session_cookie,
    team_app,
    token_in,
)

from recount.api import accounts
from recount.web.access import doors
from recount.web.sessions import Sessions

__all__ = ["cheap_passwords", "empty_casebook", "team_app"]


def test_the_right_password_lets_in_and_a_wrong_one_does_not(team_app: FastAPI) -> None:
    browser = browser_of(team_app)
    refused = log_in(browser, "Ada", "correct horse batter")
    assert (refused.status_code, "Name and password do not fit together." in refused.text) == (401, True)
    assert browser.get("/account").status_code == 303
    let_in = log_in(browser, "Ada")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/")
    assert browser.get("/account.json").json()["name"] == "Ada"


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(team_app: FastAPI) -> None:
    known, unknown = (log_in(browser_of(team_app), name, "not the password") for name in ("Ada", "Nobody"))
    assert (known.status_code, known.text.count("\n")) == (unknown.status_code, unknown.text.count("\n"))


def test_a_programme_logs_in_and_hears_json(team_app: FastAPI) -> None:
    programme = browser_of(team_app)
    token = token_in(programme.get("/login").text)
    answer = programme.post(
        "/login", data={"csrf": token, "name": "Ada", "password": PASSWORD}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"name": "Ada", "role": "admin"}


def test_a_token_from_before_is_worth_nothing_after_logging_in(team_app: FastAPI) -> None:
    """Session fixation: whoever plants a cookie in a browser does not get the session that it begins."""
    browser = browser_of(team_app)
    planted = "planted-by-somebody-else"
    browser.cookies.set(session_cookie(team_app), planted, domain="127.0.0.1", path="/")
    log_in(browser, "Ada")
    given = [one.value for one in browser.cookies.jar if one.name == session_cookie(team_app)]
    assert planted not in given
    thief = browser_of(team_app, headers=HTML | {"cookie": f"{session_cookie(team_app)}={planted}"})
    assert thief.get("/account").status_code == 303


def test_logging_in_again_ends_the_session_before(team_app: FastAPI) -> None:
    browser = browser_of(team_app)
    log_in(browser, "Ada")
    first = browser.cookies[session_cookie(team_app)]
    token = token_in(browser.get("/account").text)
    again = browser.post("/login", data={"csrf": token, "name": "Revi", "password": PASSWORD})
    assert again.status_code == 303
    assert browser.cookies[session_cookie(team_app)] != first
    thief = browser_of(team_app, headers=HTML | {"cookie": f"{session_cookie(team_app)}={first}"})
    assert thief.get("/account").status_code == 303


def test_logging_out_ends_the_session_wherever_its_cookie_went(team_app: FastAPI) -> None:
    browser = browser_of(team_app)
    log_in(browser, "Ada")
    token = browser.cookies[session_cookie(team_app)]
    out = browser.post("/logout", data={"csrf": token_in(browser.get("/account").text)})
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    copied = browser_of(team_app, headers=HTML | {"cookie": f"{session_cookie(team_app)}={token}"})
    assert copied.get("/account").status_code == 303


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(team_app: FastAPI) -> None:
    browser = browser_of(team_app)
    visit = browser.get("/login").headers["set-cookie"]
    session = log_in(browser, "Ada").headers.get_list("set-cookie")[0]
    for one in (visit, session):
        flags = {part.strip().lower() for part in one.split(";")[1:]}
        assert flags == {"httponly", "path=/", "samesite=lax"}


def test_by_https_cookies_are_bound_to_it_and_to_this_host(team_app: FastAPI) -> None:
    casebook = team_app.state.serving.casebook
    secure = app_of(casebook, accounts=accounts.accounts_file(casebook), secure=True, hosts=("review.example.org",))
    browser = browser_of(secure, base_url="https://review.example.org")
    session = log_in(browser, "Ada").headers.get_list("set-cookie")[0]
    assert session.startswith("__Host-recount-")
    assert {part.strip().lower() for part in session.split(";")[1:]} == {
        "httponly", "path=/", "samesite=lax", "secure",
    }  # fmt: skip
    assert browser.get("/account").status_code == 200
    assert "max-age" in browser.get("/account").headers["strict-transport-security"]


@pytest.mark.parametrize("change", ["password", "removal"])
def test_another_password_and_a_removed_account_end_sessions_at_once(team_app: FastAPI, change: str) -> None:
    casebook, browser = team_app.state.serving.casebook, browser_of(team_app, "coder")
    assert browser.get("/account").status_code == 200
    if change == "password":
        accounts.change_password(casebook, "Cora", "another horse battery")
    else:
        accounts.remove_account(casebook, "Cora")
    assert browser.get("/account").status_code == 303


def test_another_role_holds_at_once(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "coder")
    assert browser.get("/users").status_code == 403
    accounts.change_role(team_app.state.serving.casebook, "Cora", "admin")
    assert browser.get("/users").status_code == 200


def test_accounts_that_cannot_be_read_let_nobody_in(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    accounts.accounts_file(team_app.state.serving.casebook).write_text("{", encoding="utf-8")
    assert browser.get("/account").status_code == 303


WAYS_OUT = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/\r\nset-cookie: a=b",
    "evil.example",
    "",
]


@pytest.mark.parametrize("to", WAYS_OUT)
def test_logging_in_leads_nowhere_else(team_app: FastAPI, to: str) -> None:
    browser = browser_of(team_app)
    assert log_in(browser, "Ada", next=to).headers["location"] == "/"
    assert browser.get("/login", params={"next": to}).headers["location"] == "/"


def test_after_logging_in_one_is_where_one_wanted_to_be(team_app: FastAPI) -> None:
    browser = browser_of(team_app)
    sent = browser.get("/account?from=a%26b").headers["location"]
    assert sent == "/login?next=%2Faccount%3Ffrom%3Da%2526b"
    page = browser.get(sent).text
    assert 'name="next" value="/account?from=a%26b"' in page
    assert log_in(browser, "Ada", next="/account?from=a%26b").headers["location"] == "/account?from=a%26b"


def test_a_part_of_a_page_is_not_replaced_by_the_login_page(team_app: FastAPI) -> None:
    answer = browser_of(team_app, headers=HTML | {"hx-request": "true"}).get("/account")
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login?next=%2Faccount")


def test_colleagues_log_in_at_once_and_each_is_who_they_are(team_app: FastAPI) -> None:
    names = ["Rita", "Cora", "Revi", "Ada"] * 3

    def asked(name: str) -> tuple[str, str]:
        browser = browser_of(team_app)
        log_in(browser, name)
        return browser.get("/account.json").json()["name"], browser.cookies[session_cookie(team_app)]

    with ThreadPoolExecutor(max_workers=6) as pool:
        told = list(pool.map(asked, names))
    assert [name for name, _ in told] == names
    assert len({token for _, token in told}) == len(names)


def test_one_s_own_password_is_changed_with_the_current_one(team_app: FastAPI) -> None:
    browser, elsewhere = browser_of(team_app), browser_of(team_app)
    log_in(browser, "Rita")
    log_in(elsewhere, "Rita")

    def change(**fields: str) -> int:
        token = token_in(browser.get("/account").text)
        return browser.post("/account/password", data={"csrf": token} | fields).status_code

    new = "another horse battery"
    assert change(current="wrong wrong", password=new, again=new) == 422
    assert change(current=PASSWORD, password=new, again=f"{new}!") == 422
    assert change(current=PASSWORD, password="short", again="short") == 422
    assert change(current=PASSWORD, password=new, again=new) == 303
    assert browser.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert log_in(browser_of(team_app), "Rita", new).status_code == 303


def test_an_admin_adds_changes_and_removes_accounts(team_app: FastAPI) -> None:
    admin = browser_of(team_app, "admin", headers=HTML | {"accept": "application/json"})
    added = admin.post("/users/add", data={"name": "Zoë N.", "password": PASSWORD, "role": "coder"})
    assert (added.status_code, added.json()["name"], added.json()["role"]) == (200, "Zoë N.", "coder")
    assert admin.post("/users/role", data={"name": "Zoë N.", "role": "reviewer"}).json()["role"] == "reviewer"
    assert admin.post("/users/password", data={"name": "Zoë N.", "password": "a new first word"}).status_code == 200
    assert log_in(browser_of(team_app), "Zoë N.", "a new first word").status_code == 303
    assert admin.post("/users/remove", data={"name": "Zoë N."}).status_code == 200
    assert admin.post("/users/remove", data={"name": "Ada"}).status_code == 422
    assert [one["name"] for one in admin.get("/users.json").json()["accounts"]] == ["Rita", "Cora", "Revi", "Ada"]


def test_no_page_shows_a_password_or_its_hash(team_app: FastAPI) -> None:
    admin = browser_of(team_app, "admin")
    kept = accounts.accounts_file(team_app.state.serving.casebook).read_text(encoding="utf-8")
    assert "argon2" in kept
    for path in ("/users", "/users.json", "/account", "/account.json", "/openapi.json"):
        assert "argon2" not in admin.get(path).text


def test_sessions_end_unused_and_end_anyhow() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    account = accounts.Account("Ada", "admin", "", "k")
    unused, used = sessions.begin(account), sessions.begin(account)
    for hour in range(0, 7 * 24, 8):
        now[0] = hour * 3600.0
        assert sessions.of(used) is not None, hour
    assert sessions.of(unused) is None
    now[0] = 7 * 24 * 3600.0 + 1
    assert sessions.of(used) is None
    assert len(sessions) == 0


def test_sessions_of_one_account_are_bounded_and_the_oldest_goes() -> None:
    sessions = Sessions()
    account = accounts.Account("Ada", "admin", "", "k")
    tokens = [sessions.begin(account) for _ in range(25)]
    assert [sessions.of(token) is not None for token in tokens] == [False] * 5 + [True] * 20


def test_a_server_does_not_keep_what_lets_in(team_app: FastAPI) -> None:
    token = doors(team_app).sessions.begin(accounts.Account("Ada", "admin", "", "k"))
    assert token.encode() not in repr(vars(doors(team_app).sessions)).encode()
