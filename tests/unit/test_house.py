"""The rules of the house that can be read off its files."""

import ast
import logging
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from importlinter.cli import lint_imports

from recount.settings import VERSION

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
PROGRAMMES = sorted(path for folder in ("src", "tools", "training") for path in (ROOT / folder).rglob("*.py"))
STAGES = ("extraction", "resolution", "linking", "reconciliation", "reviewing", "publishing", "evaluation")

MAX_MODULE_LINES = 400
"""Past that, look for the second job (CONTRIBUTING.md)."""
MAX_FUNCTION_LINES = 60
"""Counted with signature and docstring; about 40 is the aim, and 60 where a table of options is long."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def kept_files() -> Iterator[Path]:
    """Yield the files that belong to the project: those that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this copy of the project is no git clone, so its own files cannot be told from others")
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def kept_texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_imports_run_down_the_list_of_the_house(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    # It silences every logger that is there already; later tests listen to ours.
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).disabled = False
    assert broken == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_names_its_surface(path: Path) -> None:
    body = tree_of(path).body
    rest = body[1:] if ast.get_docstring(ast.Module(body, [])) else body
    assigned = {
        target.id for statement in rest for target in getattr(statement, "targets", []) if isinstance(target, ast.Name)
    }
    assert not rest or "__all__" in assigned, "name the public names in __all__"


@pytest.mark.parametrize("path", PROGRAMMES, ids=named)
def test_a_module_does_one_job(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_MODULE_LINES
    assert path.stem not in {"utils", "util", "helpers", "misc", "common"}, "code lives beside its noun"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_function_does_one_job(path: Path) -> None:
    long = {
        f"{node.name}, line {node.lineno}": node.end_lineno - node.lineno + 1
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_stages_ask_no_clock() -> None:
    """Contracts see imports only, and `date` is imported for good reasons."""
    asked = [
        f"{named(path)}:{node.lineno}"
        for stage in STAGES
        for path in (ROOT / "src" / "recount" / stage).rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}
    ]
    assert asked == []


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    # A path at the start of a word; the path part of an address follows its host and is not meant.
    absolute = re.compile(r"(?<![\w.~<}/-])/(?:home|root|work|Users|mnt|srv)/[\w.]")
    found = [
        f"{named(path)}:{number}"
        for path, text in kept_texts()
        if path.name != "uv.lock"
        for number, line in enumerate(text.splitlines(), start=1)
        if absolute.search(line)
    ]
    assert found == []


def test_every_todo_has_an_issue_number() -> None:
    bare = [
        f"{named(path)}:{number}"
        for path in PROGRAMMES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))", line)
    ]
    assert bare == []


def test_one_version_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (cited, VERSION) == (version, version)
    assert f"## [{version}]" in changes


def test_every_dependency_is_argued() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    wanted = [line for group in groups for line in group]
    names = {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0] for line in wanted}
    page = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    argued = {
        name.strip()
        for row in re.findall(r"^\| ([a-z0-9, -]+) \|", page, flags=re.MULTILINE)
        for name in row.split(",")
    }
    assert argued - {"package", ""} == names


def test_every_folder_of_the_house_is_in_the_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    house = ROOT / "src" / "recount"
    folders = {path.name for path in house.iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {path.name for path in house.glob("*.py")} - {"__init__.py", "__main__.py"}
    missing = [name for name in sorted(folders | files) if f"`src/recount/{name}`" not in plan]
    assert missing == []


def test_a_folder_that_the_plan_calls_empty_is_empty() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name, state in re.findall(r"^\| `src/recount/(\w+)` \|[^|]*\| ([^|]*) \|$", plan, flags=re.MULTILINE):
        held = {path.name for path in (ROOT / "src" / "recount" / name).rglob("*.*") if path.suffix != ".pyc"}
        assert (held == {"__init__.py"}) is ("**empty**" in state), name
