"""An annotated report of the corpus beside what was coded from its text."""

from typing import NamedTuple

from recount.evaluation.annotated import AnnotatedArticle
from recount.nouns import Record

__all__ = ["CodedArticle"]


class CodedArticle(NamedTuple):
    """What people marked in a text, and what a reader coded from it; both rest on the same characters."""

    annotated: AnnotatedArticle
    record: Record
