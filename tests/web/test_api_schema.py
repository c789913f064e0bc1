"""The description of all addresses holds: whatever fits it is answered without a defect, and as it is described."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance
from team import app_of

from recount.api.casebook import add, init_casebook, search
from recount.api.linking import events, link
from recount.web.access import doors

ARTICLES = [
    "Twelve people were killed in a Russian missile strike on Kharkiv, Ukraine, on Thursday, the governor said.",
    "At least ten people were killed when a missile hit Kharkiv, Ukraine, on Thursday, officials said. The army denied "
    "it. Since January, 40 attacks have been carried out in Ukraine: 25 in Kyiv and 15 in Kharkiv, a monitor said.",
]
# Addresses are many and cores are few: breadth here, depth where a page's own tests look.
EXAMPLES = 8


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    path, lines = folder / "book.recount", folder / "articles.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"id": str(number), "title": text[:30], "text": text, "published": "2024-05-03"}) + "\n"
            for number, text in enumerate(ARTICLES)
        ),
        encoding="utf-8",
    )
    init_casebook(path)
    add(path, [str(lines)], processes=1)
    link(path)
    return path


@pytest.fixture(scope="module")
def known(book: Path) -> dict[str, str]:
    """What the casebook holds, by the name that addresses have for it."""
    hit = search(book, "missile")[0]
    return {"event": events(book)[0].id, "article": hit.article, "report": hit.reports[0].id}


@pytest.fixture(scope="module")
def app(book: Path) -> FastAPI:
    return app_of(book, by="A. Coder", hosts=())


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    found: Any = schema.get_all_operations()
    return [one.ok() for one in found]


def failure_of(operation: Any, known: dict[str, str], headers: dict[str, str]) -> str | None:
    """Ask an operation for what fits its description; return what went wrong, if anything did."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        # Some of what is asked for is there; of chance's ids none ever is.
        for name in known.keys() & (case.path_parameters or {}).keys():
            if len(case.path_parameters[name]) % 2:
                case.path_parameters[name] = known[name]
        case.call_and_validate(headers=headers, checks=[not_a_server_error, content_type_conformance])

    try:
        asked()
    except (Exception, BaseExceptionGroup) as problem:  # noqa: BLE001 - all are told together below
        told = problem.exceptions if isinstance(problem, BaseExceptionGroup) else (problem,)
        return f"{operation.label}: {' '.join(str(told[0]).split())[:400]}"
    return None


def test_the_description_is_one(operations: list[Any]) -> None:
    labels = [one.label for one in operations]
    assert "GET /api.json" in labels
    assert "POST /login" in labels
    assert len(set(labels)) == len(labels)


def test_whatever_fits_the_description_is_answered(operations: list[Any], app: FastAPI, known: dict[str, str]) -> None:
    headers = {"Accept": "application/json", "X-CSRF-Token": doors(app).sessions.csrf}
    failed = [failure for one in operations if (failure := failure_of(one, known, headers))]
    assert failed == []
