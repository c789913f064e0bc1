"""Runs a command in a process of its own and watches what it takes."""

import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Watched", "watch"]

_EVERY_SECONDS = 0.1


class Watched(NamedTuple):
    """What a command and its children took."""

    seconds: float
    """By the clock."""
    cpu_seconds: float
    mb: int
    """The most memory they held together, shared pages counted once."""
    rss_mb: int
    """The same with shared pages counted in each of them: never less than `mb`."""
    output: str


def watch(command: Sequence[str]) -> Watched:
    """Run a command until it ends, on Linux.

    Raises:
        SystemExit: it failed.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        most, most_rss = 0, 0
        while child.poll() is None:
            held = [_held_kb(process) for process in _family_of(child.pid)]
            most = max(most, sum(pss for _, pss in held))
            most_rss = max(most_rss, sum(rss for rss, _ in held))
            time.sleep(_EVERY_SECONDS)
        told = child.stdout.read() if child.stdout else ""
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(round(seconds, 2), round(used, 2), most // 1024, most_rss // 1024, told)


def _family_of(process: int) -> Iterator[int]:
    """Yield a process and those that it started, as Linux lists them."""
    yield process
    try:
        # A thread's children are listed with it.
        lists = [one.read_text(encoding="ascii") for one in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(lists).split():
        yield from _family_of(int(child))


def _held_kb(process: int) -> tuple[int, int]:
    """Return what a process holds (RSS), and the same with pages that it shares in parts (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0, 0
    held = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("Rss:", "Pss:"))}
    return held.get("Rss", 0), held.get("Pss", 0)
