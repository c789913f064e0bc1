"""The pages that a user follows, run as she would: in order, and with what they claim to print.

A `python` block of a page is run, all blocks of a page together; of a `console` block, the lines that begin
with `$ `. A `text` block right after a `python` block, and the lines after a command, are what it prints;
`...` stands for anything.
"""

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs").glob("how-to/*.md")),
]

_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<code>.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Step(NamedTuple):
    """One thing to run, and what the page says that it prints."""

    line: int
    kind: str
    code: str
    printed: str | None
    """None where the page does not say."""


def steps_of(page: str) -> Iterator[Step]:
    """Yield what a page lets its reader run, in order."""
    blocks = list(_BLOCK.finditer(page))
    for number, block in enumerate(blocks):
        line = page.count("\n", 0, block.start("code")) + 1
        if block["kind"] == "python":
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            claimed = after and after["kind"] == "text" and not page[block.end() : after.start()].strip()
            yield Step(line, "python", block["code"], after["code"] if after and claimed else None)
        elif block["kind"] == "console":
            for part in re.split(r"^\$ ", block["code"], flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                yield Step(line, "console", command, printed.strip() or None)


def printed_by_python(step: Step, namespace: dict[str, Any], page: Path) -> str:
    # Padding makes a traceback name the line of the page.
    code = compile("\n" * (step.line - 1) + step.code, str(page), "exec")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, namespace)
    return printed.getvalue()


def printed_by_shell(command: str, folder: Path) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that holds the examples, as a clone does, and takes what a page writes."""
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(page: Path, clone: Path) -> None:
    namespace: dict[str, Any] = {"__name__": "__page__"}
    for step in steps_of(page.read_text(encoding="utf-8")):
        if step.kind == "python":
            printed = printed_by_python(step, namespace, page)
        else:
            printed = printed_by_shell(step.code, clone)
        if step.printed is not None:
            same = doctest.OutputChecker().check_output(step.printed, printed, _FLAGS)
            assert same, f"{page.name}, line {step.line}: says\n{step.printed}\nprints\n{printed}"


PAGE = """
```python
print("one\\n" * 2)
```

```text
one
...
```

```python
print("no claim")
```
Words between.
```text
not its output
```
```console
$ echo two
two
$ true
```
"""


def test_a_page_is_read_in_order_with_its_claims() -> None:
    assert [(step.kind, step.code, step.printed) for step in steps_of(PAGE)] == [
        ("python", 'print("one\\n" * 2)\n', "one\n...\n"),
        ("python", 'print("no claim")\n', None),
        ("console", "echo two", "two"),
        ("console", "true", None),
    ]
