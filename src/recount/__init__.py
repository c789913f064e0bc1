"""News reports about armed conflict become an incident dataset that can be defended.

import recount
record = recount.code(text, published="2024-01-22")
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recount.api import code, code_article, code_sources, record_schema
    from recount.nouns import Article, Record

__all__ = ["Article", "Record", "code", "code_article", "code_sources", "record_schema"]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: `recount --help` must not wait for the codebook and the gazetteer.
    if name not in __all__:
        raise AttributeError(f"recount has no {name!r}. It has: {', '.join(__all__)}.")
    from recount import api, nouns

    return getattr(api, name, None) or getattr(nouns, name)
