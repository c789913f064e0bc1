"""Write docs/cli.md from the help of the command line, so that the two cannot differ.

uv run python tools/write_cli_docs.py
"""

import re
from pathlib import Path

from typer.testing import CliRunner

from recount.cli import app

__all__ = ["OUT", "cli_page", "main"]

OUT = Path(__file__).parent.parent / "docs" / "cli.md"

_KINDS = (
    "record",
    "muc",
    "wikievents",
    "rams",
    "entities",
    "types",
    "times",
    "places",
    "counts",
    "statements",
    "tallies",
    "linking",
    "figures",
)
_CASEBOOK = (
    *("init", "add", "recode", "search", "show", "why", "decide", "redact"),
    *("link", "events", "why-linked", "join", "split", "tallies", "agreement"),
    *("export", "publish", "check", "diff", "log", "seal", "verify", "serve", "demo"),
)
_COMMANDS = (
    *((), ("code",), ("explain",), ("schema",)),
    *((name,) for name in _CASEBOOK),
    *(("evaluate",), *(("evaluate", kind) for kind in _KINDS)),
    *(("user",), *(("user", name) for name in ("add", "list", "remove", "role", "password"))),
    *(("gazetteer",), ("gazetteer", "look-up"), ("gazetteer", "build")),
)

_OPENING = """\
# The command line

Written from `--help` by `tools/write_cli_docs.py`; a test fails when the two differ.

Records go to standard output, messages to standard error, so that a pipe carries records only. On a terminal
`recount code` prints tables; in a pipe it prints JSON, one object a line. `NO_COLOR` is respected.

| exit code | meaning |
|---|---|
| 0 | every input was coded, the casebook is as it was written |
| 1 | some were not; each is named on standard error with what to do |
| 2 | wrong usage |
| 130 | stopped by you; what was finished is kept |
"""


def cli_page() -> str:
    """Return the page: each command with its help as printed on 96 columns."""
    parts = [_OPENING]
    for command in _COMMANDS:
        name = " ".join(("recount", *command))
        parts.append(f"## `{name}`\n\n```text\n{_help(*command)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(cli_page(), encoding="utf-8", newline="\n")
    print(OUT)


def _help(*command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="recount", env={"COLUMNS": "96", "NO_COLOR": "1"})
    return re.sub(r"[ \t]+$", "", result.output, flags=re.MULTILINE).strip()


if __name__ == "__main__":
    main()
