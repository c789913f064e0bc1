"""Several floors ask about the same texts: each is coded once a reader."""

from collections.abc import Iterator
from functools import lru_cache

import pytest

from recount import api


@pytest.fixture(scope="session", autouse=True)
def coded_once() -> Iterator[None]:
    """Keep what was coded from a text for as long as the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recount.api.evaluating.code", lru_cache(maxsize=1024)(api.code))
        yield
