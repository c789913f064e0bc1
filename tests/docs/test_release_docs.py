"""The page on releases names every measure, every kind of change, and an assertions file that can be read."""

import re
from pathlib import Path

import pytest
import yaml

from recount.publishing.release.assertions import Assertions
from recount.publishing.release.changes import KINDS
from recount.publishing.release.counts import MEASURES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "releases.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("measure", [*MEASURES, "countries", "entering", "accepted_only"])
def test_every_measure_is_explained(measure: str) -> None:
    assert re.search(rf"^\|[^|]*`{measure}`|`{measure}: true` asks", PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_is_explained(kind: str) -> None:
    assert f"\n| {kind} | " in PAGE


def test_the_file_on_the_page_can_be_read() -> None:
    (told,) = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    read = Assertions.of(yaml.safe_load(told), where="the page")
    assert read.accepted_only
    assert {bound.measure for bound in (*read.minimum, *read.maximum)} >= {"events", "countries", "retracted_share"}
