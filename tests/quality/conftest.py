"""Several floors ask about the same texts: each is coded once a reader; and how figures are held to floors."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pytest

from recount import api


@pytest.fixture(scope="session", autouse=True)
def coded_once() -> Iterator[None]:
    """Keep what was coded from a text for as long as the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recount.api.evaluating.code", lru_cache(maxsize=1024)(api.code))
        yield


@pytest.fixture
def below() -> Callable[[Mapping[str, Any], Mapping[str, float]], dict[str, float]]:
    """Return what tells the figures that are below their floors; `found.recall` is a figure within figures."""

    def told(figures: Mapping[str, Any], floors: Mapping[str, float]) -> dict[str, float]:
        reached = {name: _figure(figures, name) for name in floors}
        return {name: value for name, value in reached.items() if value < floors[name]}

    return told


def _figure(figures: Mapping[str, Any], name: str) -> float:
    held: Any = figures
    for key in name.split("."):
        held = held[key]
    return float(held)
