"""An annotated report of the corpus beside what was coded from its text."""

from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from recount.evaluation.annotated import AnnotatedArticle
from recount.nouns import Record

__all__ = ["CodedArticle"]


class _Both(NamedTuple):
    annotated: AnnotatedArticle
    record: Record


class CodedArticle(_Both):
    """What people marked in a text, and what a reader coded from it.

    Reading leaves out furniture such as bylines and captions, so that the record's text may be shorter than the marked
    one: `places` gives what is under a mark in the characters of the record.
    """

    @cached_property
    def _kept(self) -> list[tuple[int, int, int]]:
        """Runs of characters in both texts: start in the marked text, start in the record's, length."""
        marked, read = self.annotated.marked.text, self.record.article.text
        if marked == read:
            return [(0, 0, len(read))]
        runs = SequenceMatcher(None, marked, read, autojunk=False).get_matching_blocks()
        return [(run.a, run.b, run.size) for run in runs]

    def places(self, mark: str) -> list[tuple[int, int]]:
        """Return the half-open ranges of the record's text that a mark holds; what reading left out has none."""
        found = []
        for start, end in self.annotated.marked.marks[mark]:
            shifts = [there - here for here, there, length in self._kept if here <= start and end <= here + length]
            found += [(start + shift, end + shift) for shift in shifts[:1]]
        return found
