"""Sorting more lines than memory holds: sorted runs in temporary files, merged as they are read."""

import heapq
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

__all__ = ["SortedLines"]

# Lines sorted in memory at a time: some 60 MB with Python's overhead.
_RUN_LINES = 400_000
# Files merged at a time, below the usual limit of open files.
_MOST_FILES = 200


class SortedLines:
    """Lines added in any order, read back in the order of their bytes; none may hold a line end."""

    def __init__(self, folder: Path, name: str) -> None:
        """Keep runs in `folder` under `name`."""
        self._folder, self._name = folder, name
        self._lines: list[bytes] = []
        self._runs: list[Path] = []
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.unlink(missing_ok=True)

    def add(self, line: bytes) -> None:
        """Add one line, without its end."""
        self._lines.append(line + b"\n")
        if len(self._lines) >= _RUN_LINES:
            self._write_run()

    def __iter__(self) -> Iterator[bytes]:
        """Yield every line in order, doubles included; may be asked for again."""
        self._write_run()
        while len(self._runs) > _MOST_FILES:
            some, self._runs = self._runs[:_MOST_FILES], self._runs[_MOST_FILES:]
            self._write(_merged(some))
            for run in some:
                run.unlink()
        return (line[:-1] for line in _merged(self._runs))

    def _write_run(self) -> None:
        if self._lines:
            self._lines.sort()
            self._write(iter(self._lines))
            self._lines = []

    def _write(self, lines: Iterator[bytes]) -> None:
        path = self._folder / f"{self._name}.{self._count}.run"
        self._count += 1
        with path.open("wb") as file:
            file.writelines(lines)
        self._runs.append(path)


def _merged(runs: list[Path]) -> Iterator[bytes]:
    files: list[IO[bytes]] = [run.open("rb") for run in runs]
    try:
        yield from heapq.merge(*files)
    finally:
        for file in files:
            file.close()
