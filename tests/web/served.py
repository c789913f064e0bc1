"""Casebooks served in-process, for tests of pages."""

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from recount.web import Serving, create_app
from recount.web.access import doors

__all__ = ["BASE", "client_of"]

BASE = "http://127.0.0.1"


def client_of(casebook: Path, **options: Any) -> TestClient:
    """Return a browser of a casebook: who asks is `tester`, with every right, unless told otherwise.

    It sends the token that forms bring along where nobody logs in.
    """
    serving = Serving(casebook, **{"by": "tester", **options})
    app = create_app(serving)
    token = {"X-CSRF-Token": doors(app).sessions.csrf}
    return TestClient(app, base_url=BASE, follow_redirects=False, headers=token)
