"""What every answer tells browsers to refuse, and what the pages refuse to answer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from served import client_of
from starlette.testclient import TestClient
from team import HTML, PASSWORD, addresses_of, app_of, browser_of, cheap_passwords, empty_casebook, team_app

from recount.api.casebook import init_casebook
from recount.web.security import LARGEST_BODY, content_policy

__all__ = ["cheap_passwords", "empty_casebook", "team_app"]

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}


@pytest.fixture(scope="module")
def own(empty_casebook: Path) -> FastAPI:
    return app_of(empty_casebook, by="A. Coder")


def policy_of(told: str) -> dict[str, list[str]]:
    return {name: rest for name, *rest in (one.split() for one in told.split(";"))}


def answers(browser: TestClient, app: FastAPI) -> Iterator[tuple[str, object]]:
    """Yield an answer of every kind: of each address, of files, and of errors."""
    for one in addresses_of(app):
        yield one.path, browser.request(one.method, re.sub(r"\{[^}]*\}", "x", one.path))
    for path in ("/nothing", "/nothing.json", "/static/manifest.json", "/static/nothing.js", "/static", "/events/"):
        yield path, browser.get(path)
    yield "method", browser.put("/api")
    yield "host", browser.get("/api", headers={"host": "evil.example"})
    yield "size", browser.post("/login", content=b"x" * (LARGEST_BODY + 1))


def test_every_answer_forbids_what_pages_do_not_need(own: FastAPI) -> None:
    for path, answer in answers(browser_of(own, raise_server_exceptions=False), own):
        headers = answer.headers  # type: ignore[attr-defined]
        assert policy_of(headers["content-security-policy"]) == POLICY, path
        told = [headers.get_list(name) for name in ("x-content-type-options", "x-frame-options", "referrer-policy")]
        assert told == [["nosniff"], ["DENY"], ["same-origin"]], path
        opener, resource = headers["cross-origin-opener-policy"], headers["cross-origin-resource-policy"]
        assert (opener, resource) == ("same-origin", "same-origin"), path
        assert "geolocation=()" in headers["permissions-policy"], path
        assert "server" not in headers, path


def test_pages_stay_in_no_cache_and_built_files_for_ever(own: FastAPI) -> None:
    browser = browser_of(own)
    assert browser.get("/api").headers["cache-control"] == "no-store"
    assert browser.get("/nothing").headers["cache-control"] == "no-store"
    page = browser.get("/api").text
    built = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert built
    for path in built:
        assert browser.get(path).headers["cache-control"] == "public, max-age=31536000, immutable", path
    assert browser.get("/static/manifest.json").headers["cache-control"] == "no-cache"
    assert browser.get("/static/nothing-12345678.js").headers.get("cache-control") is None


def test_what_a_defect_tells_is_nothing_of_what_it_met(own: FastAPI) -> None:
    broken = app_of(own.state.serving.casebook)

    @broken.get("/broken")
    def fails() -> None:
        raise RuntimeError("secret detail")

    answer = browser_of(broken, raise_server_exceptions=False).get("/broken")
    assert (answer.status_code, "secret" in answer.text, "Traceback" in answer.text) == (500, False, False)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    with pytest.raises(RuntimeError):
        browser_of(broken).get("/broken")


TILES = [
    ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
    ("http://127.0.0.1:8080/{z}/{x}/{y}.png?key=a;b", "http://127.0.0.1:8080"),
    ("https://{s}.tile.example.org/{z}/{x}/{y}.png", "https://*.tile.example.org"),
    ("https://evil.example;script-src/{z}/{x}/{y}", None),
    ("https://a b/{z}/{x}/{y}", None),
    ("data:{z}{x}{y}", None),
]


@pytest.mark.parametrize(("tiles", "origin"), TILES)
def test_tiles_come_from_their_own_address_and_bring_nothing_else(tiles: str, origin: str | None) -> None:
    added = [origin] if origin else []
    wanted = POLICY | {"img-src": POLICY["img-src"] + added, "connect-src": POLICY["connect-src"] + added}
    assert policy_of(content_policy(tiles)) == wanted


HOSTS = [
    # asked for          answered
    ("127.0.0.1", True),
    ("127.0.0.1:8000", True),
    ("localhost:8000", True),
    ("LOCALHOST", True),
    ("[::1]:8000", True),
    ("evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("evil.example:8000", False),
    ("localhost@evil.example", False),
    ("127.0.0.1:8000:evil", False),
    ("", False),
    ("[::1", False),
]


@pytest.mark.parametrize(("host", "answered"), HOSTS)
def test_a_site_that_points_its_name_at_this_machine_reads_nothing(own: FastAPI, host: str, answered: bool) -> None:
    answer = browser_of(own).get("/api.json", headers={"host": host})
    assert answer.status_code == (200 if answered else 421)


def test_where_others_ask_any_name_of_the_machine_will_do(empty_casebook: Path) -> None:
    open_to_all = browser_of(app_of(empty_casebook, public=True, hosts=()))
    assert open_to_all.get("/api.json", headers={"host": "review.example.org"}).status_code == 200
    assert open_to_all.get("/api.json", headers={"host": "a b"}).status_code == 421


def test_a_body_has_a_limit_told_or_not(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    form = {"content-type": "application/x-www-form-urlencoded"}

    def untold(size: int) -> Iterator[bytes]:
        yield from (b"name=" + b"x" * 65_000 for _ in range(size // 65_000 + 1))

    assert browser.post("/users/add", content=b"a=" + b"x" * LARGEST_BODY, headers=form).status_code == 413
    assert browser.post("/users/add", content=untold(LARGEST_BODY), headers=form).status_code == 413
    assert browser.post("/users/add", headers=form | {"content-length": "-1"}, content=b"").status_code in (400, 413)
    many = "&".join(f"a{number}=" for number in range(5000))
    assert browser.post("/users/add", content=many, headers=form).status_code == 400
    assert browser.post("/users/add", data={"name": "x" * 5000}).status_code == 422


TRAVERSALS = [
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static/..%5capp.py",
    "/static/%2e%2e%2f%2e%2e%2fsettings.py",
    "/static/....//app.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/manifest.json%00.js",
    "/events/..%2f..%2fetc%2fpasswd",
    "/articles/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/articles/art1:0000000000000000%00",
    "/reports/..%5c..%5cbook.recount",
    "/places/%ff%fe",
    "/actors/%2e%2e%2f",
    "/coding/..%2f..%2fbook.recount.users.json",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_pages(own: FastAPI, path: str) -> None:
    answer = browser_of(own).get(path)
    assert answer.status_code in (404, 405, 422), answer.text[:300]
    assert "import " not in answer.text
    assert "root:" not in answer.text


def test_accounts_and_the_casebook_itself_are_no_pages(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "admin")
    for name in ("book.recount", "book.recount.users.json", "book.recount.users.json.lock"):
        for folder in ("/", "/static/", "/static/../"):
            assert browser.get(f"{folder}{name}").status_code == 404


def test_words_of_a_path_do_not_become_markup(own: FastAPI) -> None:
    browser = browser_of(own)
    for path in (
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/events/%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/login?next=%22%3E%3Cb%3E",
    ):
        page = browser.get(path)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


NAMES = ['a"; x-evil=1\r\nx-evil: 1', "é تقرير %0d%0a", "<script>alert(1)<!-- {{ 7*191 }}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_casebook_s_name_adds_no_header_and_no_markup(tmp_path: Path, name: str) -> None:
    """The file's name stands in titles and in the names of downloads."""
    path = tmp_path / f"{name}.recount"
    init_casebook(path)
    app = app_of(path)
    browser = browser_of(app)
    for one in addresses_of(app):
        if one.method == "GET" and "{" not in one.path:
            answer = browser.get(one.path)
            assert answer.status_code < 500, one.path
            assert "x-evil" not in answer.headers
            assert not [value for value in answer.headers.values() if set(value) & set("\r\n\0")], one.path
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>alert" not in answer.text
                assert "1337" not in answer.text


def test_a_name_of_an_account_does_not_become_markup(team_app: FastAPI) -> None:
    admin = browser_of(team_app, "admin")
    name = "<img src=x onerror=alert(1)>"
    assert admin.post("/users/add", data={"name": name, "password": PASSWORD, "role": "reader"}).status_code == 303
    assert "<img" not in admin.get("/users", headers=HTML).text
    assert admin.get("/users.json").headers["content-type"] == "application/json"


def test_a_page_is_asked_for_its_head_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.recount"
    init_casebook(path)
    answer = client_of(path).head("/")
    assert (answer.status_code, answer.text) == (200, "")
