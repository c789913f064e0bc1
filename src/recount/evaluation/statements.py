"""Who says what in annotated reports, and how much of it is found.

Statements are paired one to one over an article by the words that are said. How many are found is one figure; what is
right of those found (speaker, kind, stance, the happening that they speak of) another; `end_to_end` puts both together:
there a missed statement is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from recount.codebook import EventTypes
from recount.evaluation.accepting import speaker_accepted
from recount.evaluation.annotated import AnnotatedStatement
from recount.evaluation.assignment import assign
from recount.evaluation.coded import CodedArticle
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.expected import Expected
from recount.evaluation.from_annotation import expected_of, speaker_of
from recount.evaluation.names import alternatives, normalised_words
from recount.evaluation.pairing import pair_reports, pair_tallies
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import Places, share_of, shared_characters, shares, total
from recount.nouns import Statement

__all__ = ["StatementEvaluation", "answers_of", "evaluate_statements"]

_CASE_HEADER = (
    "case", "statement", "content", "found_content", "speaker", "found_speaker", "found_role", "kind", "found_kind",
    "stance", "found_stance", "cue", "found_cue", "about", "found_about", "verdict",
)  # fmt: skip
_MEASURES = ("speaker", "speaker_exact", "kind", "stance", "about", "about_all")
_SHOWN = ("speaker", "stance", "about")
"""What an item passes by."""
# Scores only rank the statements that share words: how many of their words, then who speaks, then the cue.
_SAME_SPEAKER, _SAME_CUE = 0.3, 0.3


class _Gold(NamedTuple):
    told: AnnotatedStatement
    speaker: str
    content: Places
    cue: Places
    about: frozenset[str]
    """Ids of the found reports and tallies that answer those it is about, as far as they were found."""


@dataclass(frozen=True)
class _Pair:
    """A statement of the annotation and the one found in its place; either may be missing."""

    gold: _Gold | None
    found: Statement | None

    def asks(self, measure: str) -> bool:
        """Tell whether there is something to be right about: a happening that was not found cannot be spoken of."""
        return self.gold is not None and (not measure.startswith("about") or bool(self.gold.about))

    def holds(self, measure: str) -> bool:
        """Tell whether what was found is right in one respect; nothing found is wrong."""
        if self.gold is None or self.found is None:
            return False
        match measure:
            case "speaker":
                return speaker_accepted(self.gold.speaker, self.found.speaker)
            case "speaker_exact":
                said = normalised_words(self.found.speaker.name or self.found.speaker.kind)
                return any(normalised_words(name) == said for name in alternatives(self.gold.speaker))
            case "kind":
                return self.found.speaker.kind == self.gold.told.kind
            case "stance":
                return self.found.stance == self.gold.told.stance
            case "about":
                return bool(self.gold.about & set(self.found.about))
            case _:
                return self.gold.about == set(self.found.about)

    @property
    def verdict(self) -> str:
        """What is wrong, in words; `right` where nothing is."""
        if self.gold is None or self.found is None:
            return "spurious" if self.gold is None else "missed"
        return " ".join(name for name in _SHOWN if self.asks(name) and not self.holds(name)) or "right"


class _Comparison(NamedTuple):
    name: str
    text: str
    pairs: tuple[_Pair, ...]


@dataclass(frozen=True)
class StatementEvaluation:
    """What comparing statements gave, article by article in the order given."""

    comparisons: tuple[_Comparison, ...]

    header = _CASE_HEADER
    """What the cells of `rows` are."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every statement, expected or found; it passes if speaker, stance and happening are right."""
        return tuple(
            Item(
                comparison.name,
                f"{pair.gold.told.id if pair.gold else '-'}: {pair.verdict}",
                f"{pair.gold.speaker} {pair.gold.told.stance}" if pair.gold else "none",
                f"{pair.found.speaker.name or pair.found.speaker.kind} {pair.found.stance}" if pair.found else "none",
                pair.verdict == "right",
            )
            for comparison in self.comparisons
            for pair in comparison.pairs
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of `header` for every statement, expected or found."""
        for comparison in self.comparisons:
            for pair in comparison.pairs:
                yield (comparison.name, *_cells(comparison.text, pair))

    def figures(self) -> dict[str, Any]:
        """Add up the articles (micro average); shares in [0, 1], None where there was nothing to be right about."""
        pairs = [pair for comparison in self.comparisons for pair in comparison.pairs]
        paired = [pair for pair in pairs if pair.gold and pair.found]
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "found": shares(total(_count(pair) for pair in pairs)),
            **{measure: _share(paired, measure) for measure in _MEASURES},
            "compared": {measure: sum(pair.asks(measure) for pair in paired) for measure in _MEASURES},
            "end_to_end": {measure: _share(pairs, measure) for measure in _MEASURES},
        }


def evaluate_statements(articles: Iterable[CodedArticle], types: EventTypes) -> StatementEvaluation:
    """Compare the statements of each record with those of its annotation."""
    return StatementEvaluation(tuple(_compare(article, expected_of(article.annotated, types)) for article in articles))


def _compare(article: CodedArticle, expected: Expected) -> _Comparison:
    marked, record = article.annotated.marked, article.record
    answers = answers_of(article, expected)
    gold = [
        _Gold(
            told,
            speaker_of(marked, told),
            tuple(place for mark in told.content for place in article.places(mark)),
            tuple(place for mark in told.cue for place in article.places(mark)),
            frozenset(answers[name] for name in told.about if name in answers),
        )
        for told in article.annotated.record.statements
    ]
    given = assign([[_score(wanted, said) for said in record.statements] for wanted in gold])
    pairs = [
        _Pair(wanted, None if at is None else record.statements[at]) for wanted, at in zip(gold, given, strict=True)
    ]
    taken = {at for at in given if at is not None}
    # What the outlet says in its own voice needs no statement, and is none too many.
    spare = [said for at, said in enumerate(record.statements) if at not in taken and said.speaker.kind != "outlet"]
    return _Comparison(article.annotated.name, record.article.text, (*pairs, *(_Pair(None, said) for said in spare)))


def answers_of(article: CodedArticle, expected: Expected) -> Mapping[str, str]:
    """Return id in the annotation → id in the record, of the reports and tallies that were found."""
    record, told = article.record, article.annotated.record
    pairs: list[tuple[str, Any]] = [
        *zip([each.id for each in told.reports], pair_reports(record, expected), strict=True),
        *zip([each.id for each in told.tallies], pair_tallies(record, expected), strict=True),
    ]
    return {name: found.id for name, found in pairs if found is not None}


def _score(wanted: _Gold, said: Statement) -> float:
    content = tuple((span.start, span.end) for span in said.spans.content)
    shared = shared_characters(wanted.content, content)
    if not shared:
        return 0.0
    cue = bool(shared_characters(wanted.cue, tuple((span.start, span.end) for span in said.spans.cue)))
    alike = 2 * shared / (_length(wanted.content) + _length(content))
    return alike + _SAME_SPEAKER * speaker_accepted(wanted.speaker, said.speaker) + _SAME_CUE * cue


def _length(places: Places) -> int:
    return sum(end - start for start, end in places)


def _count(pair: _Pair) -> FieldCount:
    both = int(pair.gold is not None and pair.found is not None)
    return FieldCount(int(pair.gold is not None), both, int(pair.found is not None), both)


def _share(pairs: Sequence[_Pair], measure: str) -> float | None:
    return share_of(pair.holds(measure) for pair in pairs if pair.asks(measure))


def _cells(text: str, pair: _Pair) -> tuple[object, ...]:
    gold, said = pair.gold, pair.found
    expected = (
        (
            gold.told.id,
            _words(text, gold.content),
            gold.speaker,
            gold.told.kind,
            gold.told.stance,
            _words(text, gold.cue),
        )
        if gold
        else (None,) * 6
    )
    found: tuple[object, ...] = (None,) * 6
    if said:
        content = " … ".join(span.quote for span in said.spans.content)
        speaker = said.speaker
        found = (content, speaker.name, speaker.role, speaker.kind, said.stance, said.cue)
    about = (" ".join(gold.told.about) if gold else None, " ".join(said.about) if said else None)
    return (
        expected[0], expected[1], found[0], expected[2], found[1], found[2], expected[3], found[3],
        expected[4], found[4], expected[5], found[5], *about, pair.verdict,
    )  # fmt: skip


def _words(text: str, places: Places) -> str:
    return " … ".join(text[start:end] for start, end in places)
