"""The server beside its pages: where it listens, and how it prepares what waits for review meanwhile."""

import socket
import threading
from itertools import count
from pathlib import Path

import pytest

from recount.errors import BadArgument, LedgerBusy
from recount.web import running

HERE = Path("book.recount")


def prepared(left: list[int | Exception], *, seconds: float = 0.0) -> tuple[int, list[float]]:
    """Run the thread's loop over what preparing tells; return how often it asked, and the waits between.

    Each batch takes so many seconds.
    """
    waits: list[float] = []
    asked = 0

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0.0)
            return False

    stop = Stop()

    def some(_casebook: Path, _number: int) -> int:
        nonlocal asked
        told = left[asked]
        asked += 1
        if asked == len(left):
            stop.set()
        if isinstance(told, Exception):
            raise told
        return told

    # Told before and after each batch.
    times = (half * seconds for number in count() for half in (number, number + 1))
    running._prepare(HERE, some, stop, clock=lambda: next(times))
    return asked, waits


def test_batches_follow_each_other_while_something_is_left() -> None:
    short, long = running._BETWEEN, running._AGAIN
    assert prepared([120, 70, 20, 0, 0, 50]) == (6, [short, short, short, long, long, short])


def test_batches_take_a_tenth_of_the_time_at_most() -> None:
    assert prepared([20, 10, 0], seconds=0.5)[1] == pytest.approx([4.5, 4.5, running._AGAIN])


def test_what_may_only_be_read_is_left_in_peace() -> None:
    assert prepared([500, 500, 500])[1] == [running._BETWEEN, running._AGAIN, running._AGAIN]


def test_a_casebook_that_is_busy_is_asked_again_later_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    busy = LedgerBusy("a load is running")
    asked, waits = prepared([busy, busy, 10, 0])
    assert (asked, waits) == (4, [running._AGAIN, running._AGAIN, running._BETWEEN, running._AGAIN])
    assert [record.getMessage().count("a load is running") for record in caplog.records] == [1]


def test_any_free_port_is_one_that_others_can_reach_or_not() -> None:
    with running.bound("127.0.0.1", 0) as own, running.bound("0.0.0.0", 0) as everybody:
        assert own.getsockname()[1] > 0
        assert (running.is_loopback(own), running.is_loopback(everybody)) == (True, False)
    with running.bound("localhost", 0) as named:
        assert running.is_loopback(named)


@pytest.mark.parametrize(
    ("host", "says"), [("192.0.2.1", "is no address of this machine"), ("no.such.invalid", "There is no host")]
)
def test_an_address_of_another_machine_is_refused(host: str, says: str) -> None:
    with pytest.raises(BadArgument, match=says):
        running.bound(host, 0)


def test_a_taken_port_is_refused_with_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadArgument, match=f"Port {port} of 127.0.0.1 is taken"):
            running.bound("127.0.0.1", port)
