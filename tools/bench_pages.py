"""Time the review pages over a casebook: page by page, and as many readers ask at once while articles are added.

    python tools/bench_pages.py million.recount --events 745000
    python tools/bench_pages.py million.recount --load --seconds 60

A casebook that is not there is filled with generated events, of which a share is graded, as a server that has run for a
while leaves them. Pages are asked of `recount serve` in a process of its own, over HTTP, as a browser asks.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

from bench_publishing import fill_events
from generate_articles import articles
from recount.api import reviewing

__all__ = ["main"]

_READERS, _A_SECOND = 20, 50
_STARTS_SECONDS = 120.0
# Times that each page is asked; the first is told apart, since it finds nothing in memory.
_ASKED = 12
# Seconds after which a page is taken for one that does not come.
_LONGEST_SECONDS = 20.0


class Asked(NamedTuple):
    """An answer to one request."""

    name: str
    seconds: float
    status: int


def main() -> None:
    """Fill the casebook unless it is there, ask its pages, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--graded", type=int, default=5_000, help="Events that are graded before pages are asked.")
    parser.add_argument("--load", action="store_true", help="Twenty readers at once, while articles are added.")
    parser.add_argument("--seconds", type=float, default=60.0, help="How long the load lasts.")
    parser.add_argument("--articles", type=int, default=2_000, help="How many articles are added meanwhile.")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    if not arguments.casebook.exists():
        print(fill_events(arguments.casebook, arguments.events, seed=arguments.seed))
    if arguments.graded:
        print(f"{reviewing.prepare(arguments.casebook, limit=arguments.graded)} graded")
    with served(arguments.casebook) as base:
        pages = _pages(base)
        if arguments.load:
            _under_load(arguments.casebook, base, pages, arguments)
        else:
            _one_by_one(base, pages)


@contextmanager
def served(casebook: Path, *, by: str = "bench") -> Iterator[str]:
    """Serve a casebook in a process of its own; yields its address."""
    command = [str(Path(sys.executable).parent / "recount"), "serve", str(casebook), "--port", "0", "--by", by]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        try:
            yield _address(child)
        finally:
            child.terminate()


def _address(child: "subprocess.Popen[str]") -> str:
    began, told = time.monotonic(), ""
    while time.monotonic() - began < _STARTS_SECONDS and child.stdout:
        told += child.stdout.readline()
        found = re.search(r"http://[\w.:\[\]]+\d", told)
        if found:
            # What else it prints is read away, so that it never waits for a reader.
            threading.Thread(target=child.stdout.read, daemon=True).start()
            return found[0]
        if child.poll() is not None:
            break
    raise SystemExit(f"The server told no address:\n{told}")


def _pages(base: str) -> dict[str, str]:
    """Return addresses by name, with ids and filters that the casebook has."""
    with httpx.Client(base_url=base, timeout=_LONGEST_SECONDS) as client:
        listed = client.get("/events.json").json()
        event = max(listed["events"], key=lambda one: one["reports"] or 0)
        shown = client.get(f"/events/{event['id']}.json").json()
        article = re.search(r"art1:[0-9a-f]+", json.dumps(shown))
        tallies = re.search(r"tal1:[0-9a-f]+", client.get("/tallies.json").text)
        actor = re.search(r'"(?:perpetrators|actors)": ?\[\{"name": ?"([^"]+)"', json.dumps(shown))
    day, country, kind = event["when"]["earliest"], event["where"]["country"], event["event_type"]
    pages = {
        "overview": "/",
        "events": "/events",
        "events, by country": f"/events?country={country}",
        "events, by type": f"/events?type={quote(kind)}",
        "events, until a day": f"/events?until={day}",
        "events, contested": "/events?contested=yes",
        "events, by grade": "/events?grade=Fair",
        "events, by deaths": "/events?order=deaths",
        "events, one box": f"/events?bbox={_box(event)}",
        "map": f"/events.geojson?country={country}",
        "event": f"/events/{event['id']}",
        "queue": "/queue",
        "queue, by country": f"/queue?country={country}",
        "actors": "/actors",
        "places": "/places",
        "tallies": "/tallies",
        "search": "/search?words=killed",
        "search, rare": "/search?words=%22car+bomb%22&country=" + country,
        "history": "/history",
    }
    if article:
        pages["article"] = f"/articles/{article[0]}"
    if tallies:
        pages["tally"] = f"/tallies/{tallies[0]}"
    if actor:
        pages["actor"] = f"/actors/{quote(actor[1], safe='')}"
    return pages


def _box(event: Mapping[str, Any]) -> str:
    north, east = event["where"]["latitude"] or 0.0, event["where"]["longitude"] or 0.0
    return f"{east - 1:.3f},{north - 1:.3f},{east + 1:.3f},{north + 1:.3f}"


def _asked(client: HTTPConnection, name: str, path: str) -> Asked:
    """Ask for a page by the plainest client there is: what it costs is taken from the server's share of the machine."""
    began = time.perf_counter()
    try:
        client.request("GET", path)
        answer = client.getresponse()
        answer.read()
        status = answer.status
    except (OSError, HTTPException):
        client.close()
        status = 0
    return Asked(name, time.perf_counter() - began, status)


def _client(base: str) -> HTTPConnection:
    return HTTPConnection(base.removeprefix("http://"), timeout=_LONGEST_SECONDS)


def _one_by_one(base: str, pages: Mapping[str, str]) -> None:
    with closing(_client(base)) as client:
        for name, path in pages.items():
            found = [_asked(client, name, path)]
            # A page that does not come is asked once: the others are told all the same.
            found += [_asked(client, name, path) for _ in range(_ASKED if found[0].status else 1)]
            first, rest = found[0].seconds, [one.seconds for one in found[1:]]
            wrong = {one.status for one in found} - {200}
            print(
                f"{name:24} first {first * 1000:7.0f} ms, median {statistics.median(rest) * 1000:6.0f}, "
                f"most {max(rest) * 1000:6.0f}{f'  status {wrong}' if wrong else ''}",
                flush=True,
            )


def _under_load(casebook: Path, base: str, pages: Mapping[str, str], arguments: argparse.Namespace) -> None:
    """Let many readers ask at a steady pace while articles are added, and tell how long they waited."""
    found: list[Asked] = []
    began = time.monotonic()
    until = began + arguments.seconds
    with _adding(casebook, arguments.articles, arguments.seed) as adding:
        readers = [
            threading.Thread(target=_reads, args=(base, pages, until, number, found)) for number in range(_READERS)
        ]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
        lasted, took = adding.poll() is None, time.monotonic() - began
    waited = sorted(one.seconds for one in found)
    wrong = [one for one in found if one.status != 200]
    print(
        f"{len(found)} requests of {_READERS} readers in {took:.0f} s "
        f"({len(found) / took:.1f} a second), {'all' if lasted else 'partly'} during a load of "
        f"{arguments.articles} articles: "
        f"p50 {_share(waited, 0.5):.0f} ms, p95 {_share(waited, 0.95):.0f}, most {waited[-1] * 1000:.0f}; "
        f"{len(wrong)} errors {sorted({one.status for one in wrong})}"
    )
    for name in pages:
        own = sorted(one.seconds for one in found if one.name == name)
        if own:
            print(f"  {name:24} {len(own):5} requests, p50 {_share(own, 0.5):6.0f} ms, p95 {_share(own, 0.95):6.0f}")


def _share(waited: Sequence[float], share: float) -> float:
    return waited[min(len(waited) - 1, int(len(waited) * share))] * 1000


def _reads(base: str, pages: Mapping[str, str], until: float, number: int, found: list[Asked]) -> None:
    """Ask one page after another, so that all readers together ask so many a second; waiting for none of the past."""
    chance, every = random.Random(number), _READERS / _A_SECOND
    due = time.monotonic() + chance.random() * every
    with closing(_client(base)) as client:
        while due < until:
            time.sleep(max(0.0, due - time.monotonic()))
            name = chance.choice(list(pages))
            found.append(_asked(client, name, pages[name]))
            due += every


@contextmanager
def _adding(casebook: Path, number: int, seed: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Add generated articles with two processes, as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            # Another seed each time: what is known already would not be coded again.
            for one in articles(number, seed=seed + int(time.time()), with_truth=False):
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
        command = [str(Path(sys.executable).parent / "recount"), "add", str(casebook), str(source), "--processes", "2"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            try:
                yield child
            finally:
                child.terminate()


if __name__ == "__main__":
    main()
