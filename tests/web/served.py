"""Casebooks served in-process, for tests of pages."""

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from recount.web import Serving, create_app

__all__ = ["BASE", "client_of"]

BASE = "http://127.0.0.1"


def client_of(casebook: Path, **options: Any) -> TestClient:
    """Return a browser of a casebook: who asks is `tester`, with every right, unless told otherwise."""
    serving = Serving(casebook, **{"by": "tester", **options})
    return TestClient(create_app(serving), base_url=BASE, follow_redirects=False)
