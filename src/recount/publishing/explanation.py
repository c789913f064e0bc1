"""One self-contained page that shows articles beside what was coded from them, word by word."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from recount.nouns import Record
from recount.nouns.wording import visible
from recount.publishing.explained import explain
from recount.settings import VERSION

__all__ = ["explain_page"]


def explain_page(records: Sequence[Record]) -> str:
    """Return an HTML page of the records, in their order.

    It holds its own styles, script and map, asks nothing of any other machine, and runs no script but its
    own: a content security policy names both by their hash. Without script it reads the same; words and
    values are then joined by links only.
    """
    style, script = _asset("explanation.css"), _asset("explanation.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    explained = [explain(record, f"r{number}-") for number, record in enumerate(records, start=1)]
    template = _environment().get_template("explanation.html.j2")
    # The two are files of this package, not words of an article: everything else is escaped.
    return template.render(
        records=explained,
        policy=policy,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        version=VERSION,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("recount.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["web_address"] = _web_address
    return environment


def _finalize(value: object) -> object:
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(value)
    return value


def _web_address(url: str | None) -> str | None:
    """Return an address only where it is one of the web: a `javascript:` one is text, never a link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _asset(name: str) -> str:
    return (resources.files("recount.publishing") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"sha256-{digest}"
