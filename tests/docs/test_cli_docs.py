"""docs/cli.md says what `--help` says."""

import importlib.util
from pathlib import Path

_TOOL = Path(__file__).resolve().parents[2] / "tools" / "write_cli_docs.py"
_SPEC = importlib.util.spec_from_file_location("write_cli_docs", _TOOL)
assert _SPEC and _SPEC.loader
_WRITER = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_WRITER)


def test_the_page_is_the_help_of_today() -> None:
    assert _WRITER.OUT.read_text(encoding="utf-8") == _WRITER.cli_page(), "run tools/write_cli_docs.py"


def test_every_command_has_an_example() -> None:
    page = _WRITER.cli_page()
    kinds = [
        f"evaluate {kind}" for kind in ("record", "muc", "wikievents", "rams", "entities", "types", "times", "places")
    ]
    for command in ("code", "explain", "schema", *kinds, "gazetteer look-up", "gazetteer build"):
        section = page.partition(f"## `recount {command}`")[2].partition("\n## ")[0]
        assert f"    recount {command} " in section.partition("Examples:")[2]
