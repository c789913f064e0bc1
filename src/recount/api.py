"""The public functions. Command line and web call only these."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from recount.errors import BadArgument, UnreadableSource
from recount.evaluation import Evaluation, pair_cases, parse_expected
from recount.evaluation import evaluate_records as _evaluate
from recount.nouns import Article, Problem, Record
from recount.pipeline import Coder, read_and_code
from recount.publishing.explanation import explain_page
from recount.reading import read_text
from recount.settings import VERSION

__all__ = [
    "code",
    "code_article",
    "code_sources",
    "evaluate_records",
    "explain_page",
    "record_schema",
    "versions",
]


@lru_cache(maxsize=1)
def _coder() -> Coder:
    return Coder()


def code(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Record:
    """Return the record of one article's text.

    Args:
        text: the article as plain text.
        title: the headline; where absent, the first line is taken as one if it looks like one.
        published: the publication day ("2024-01-22"), month ("2024-01") or year; unknown stays unknown.
        outlet: the name of the outlet.
        url: the article's address; it is not fetched.

    Raises:
        BadArgument: `published` is no date.
        EmptyArticle: nothing is left once page furniture is taken away.
    """
    return _coder().code(read_text(text, title=title, published=published, outlet=outlet, url=url))


def code_article(article: Article) -> Record:
    """Return the record of an article that was read before."""
    return _coder().code(article)


def code_sources(
    sources: Sequence[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Iterator[Record | Problem]:
    """Yield a record or a problem for each article of each source, in input order.

    A source is a path to a file or folder, an address (fetched only because it is named here), or `-` for
    standard input. The options override what the inputs say of themselves.
    """
    return read_and_code(_coder(), sources, published=published, outlet=outlet, url=url)


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    return Record.model_json_schema(mode="serialization")


def versions() -> dict[str, str]:
    """Return the versions and digests of what codes here, and the attributions of its data."""
    method = _coder().method
    return {
        "recount": VERSION,
        "reader": method.version,
        "codebook": method.codebook_digest,
        "gazetteer": method.gazetteer_digest,
        "attributions": (distribution("recount").read_text("licenses/NOTICE") or "").strip(),
    }


def evaluate_records(corpus: str) -> Evaluation:
    """Code every report of a folder that has an expected record beside it, and compare.

    A report `NAME.txt` has its expected record in `NAME.expected.yaml`; a folder with one report may name it
    `expected.yaml`.

    Raises:
        BadArgument: the folder does not exist or holds no such pair.
        BadExpectation: an expected record cannot be compared.
        UnreadableSource: a report cannot be read.
    """
    folder = Path(corpus)
    if not folder.is_dir():
        raise BadArgument(f"{corpus} is no folder. Give one that holds reports with NAME.expected.yaml beside them.")
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    cases = pair_cases(names)
    if not cases:
        raise BadArgument(f"{corpus} holds no report with an expected record (NAME.expected.yaml) beside it.")
    pairs = []
    for case in cases:
        expected = parse_expected((folder / case.expected).read_text(encoding="utf-8"), case.name)
        given = expected.given.isoformat() if expected.given else None
        coded = next(code_sources([str(folder / case.report)], published=given))
        if isinstance(coded, Problem):
            raise UnreadableSource(f"{case.report}: {coded.message}")
        pairs.append((coded, expected))
    return _evaluate(pairs)
