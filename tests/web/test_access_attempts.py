"""Guessing passwords takes longer with every try, and forgetting a name costs nobody their account."""

import pytest
from fastapi import FastAPI
from team import PASSWORD, browser_of, cheap_passwords, empty_casebook, log_in, team_app

from recount.web.access import doors
from recount.web.attempts import Attempts

__all__ = ["cheap_passwords", "empty_casebook", "team_app"]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def waits(attempts: Attempts, clock: Clock, name: str, address: str, times: int) -> list[int]:
    """Try so often, each time as soon as it is allowed, and return the waits."""
    waited = []
    for _ in range(times):
        wait = attempts.begin(name, address)
        waited.append(wait)
        if wait:
            clock.now += wait
            assert attempts.begin(name, address) == 0
    return waited


def test_the_wait_grows_with_each_wrong_password(clock: Clock) -> None:
    told = waits(Attempts(clock), clock, "Ada", "192.0.2.1", 12)
    assert told == [0, 0, 0, 0, 0, 2, 3, 5, 9, 17, 33, 65]


def test_a_name_waits_five_minutes_at_most_so_that_others_cannot_keep_its_owner_out(clock: Clock) -> None:
    attempts = Attempts(clock)
    told = [waits(attempts, clock, "Ada", f"192.0.2.{number}", 1)[0] for number in range(40)]
    assert max(told) == 301


def test_an_address_waits_whatever_name_it_tries(clock: Clock) -> None:
    attempts = Attempts(clock)
    told = [attempts.begin(f"name {number}", "192.0.2.1") for number in range(30)]
    assert told[:20] == [0] * 20
    assert all(told[20:])


def test_one_network_of_version_6_is_one_address(clock: Clock) -> None:
    attempts = Attempts(clock)
    told = [attempts.begin(f"name {number}", f"2001:db8::{number:x}") for number in range(30)]
    assert all(told[20:])


def test_capitals_and_spaces_make_no_other_name(clock: Clock) -> None:
    attempts = Attempts(clock)
    told = [attempts.begin(name, f"192.0.2.{number}") for number, name in enumerate(("Ada", "ADA", " ada ") * 3)]
    assert told[5:] == [2] * 4


def test_the_right_password_ends_the_wait_of_the_name(clock: Clock) -> None:
    attempts = Attempts(clock)
    for _ in range(4):
        attempts.begin("Ada", "192.0.2.1")
    attempts.succeeded("Ada", "192.0.2.1")
    assert [attempts.begin("Ada", "192.0.2.1") for _ in range(5)] == [0] * 5


def test_logging_in_oneself_gives_no_tries_at_others(clock: Clock) -> None:
    attempts, told = Attempts(clock), []
    for number in range(30):
        told.append(attempts.begin(f"name {number}", "192.0.2.1"))
        if not attempts.begin("Mallory", "192.0.2.1"):
            attempts.succeeded("Mallory", "192.0.2.1")
    assert any(told)


def test_tries_are_forgotten_an_hour_later(clock: Clock) -> None:
    attempts = Attempts(clock)
    waits(attempts, clock, "Ada", "192.0.2.1", 8)
    clock.now += 3700
    assert attempts.begin("Ada", "192.0.2.1") == 0
    assert attempts.begin("Ada", "192.0.2.1") == 0


def test_what_is_remembered_is_bounded(clock: Clock) -> None:
    attempts = Attempts(clock)
    for number in range(10_050):
        attempts.begin(f"name {number}", f"address {number}")
    assert (len(attempts._names), len(attempts._addresses)) == (10_000, 10_000)


def test_guessing_is_refused_even_with_the_right_password_until_the_wait_is_over(team_app: FastAPI) -> None:
    clock = Clock()
    doors(team_app).attempts = Attempts(clock)
    browser = browser_of(team_app)
    told = [log_in(browser, "Ada", "not the password").status_code for _ in range(6)]
    assert told == [401] * 5 + [429]
    refused = log_in(browser, "Ada", PASSWORD)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    assert "Wait 2 seconds" in refused.text
    clock.now += 2
    assert log_in(browser, "Ada", PASSWORD).status_code == 303


def test_the_current_password_cannot_be_guessed_by_a_borrowed_browser_either(team_app: FastAPI) -> None:
    browser = browser_of(team_app, "reader")
    fields = {"current": "not the password", "password": "another horse", "again": "another horse"}
    told = [browser.post("/account/password", data=fields).status_code for _ in range(6)]
    assert told == [422] * 5 + [429]
