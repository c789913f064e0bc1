"""Types of events as labels of whole texts: reading the sets, and weighted F1.

Weighted F1 as scikit-learn defines it (`f1_score(average="weighted")`): the F1 of each label, weighted by how many
texts carry it. The sets are those that ConfliBERT (Hu et al. 2022) is measured on, and PLOVER's gold records.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, TypeAdapter, ValidationError

from recount.errors import BadCorpus
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.json_lines import NumberedLine, bad_line
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import by_name, count_sets, shares, total

__all__ = ["TypeCase", "TypeCorpus", "TypeEvaluation", "TypePredictor", "evaluate_types", "read_types"]

# The files name no labels. A set is told by its number of 0/1 columns; one column holds a class.
_BY_COLUMNS = {4: "satp_relevant", 7: "insightCrime"}
_ONE_CLASS = "cameo_class"
_PLOVER = "plover_gsr"
_NEEDED_ROWS = "Each line is a text, a tab, and either one class or a 0 or 1 for every label, parted by tabs."
_NEEDED_PLOVER = 'PLOVER\'s gold records are a JSON list of {"id": …, "event": …, "text": …}.'


class TypePredictor(Protocol):
    """A reader that labels whole texts."""

    def labels(self, text: str, *, corpus: str) -> set[str]:
        """Return the labels of a text.

        `corpus` names the set: "satp_relevant" and "insightCrime" (labels "1", "2" … by column, any number of
        them), "cameo_class" (one class, as its file writes it: "0" to "4"), "plover_gsr" (one of PLOVER's event
        names), or what the file's folder is called.
        """
        ...


class TypeCase(NamedTuple):
    """A text and its labels."""

    name: str
    text: str
    labels: frozenset[str]


class TypeCorpus(NamedTuple):
    """A set of labelled texts."""

    name: str
    cases: tuple[TypeCase, ...]


class _PloverRecord(BaseModel):
    id: str
    event: str
    text: str | None = None


class _Comparison(NamedTuple):
    counts: Mapping[str, FieldCount]
    item: Item


@dataclass(frozen=True)
class TypeEvaluation:
    """What comparing labels gave, text by text in the order of the file."""

    corpus: str
    comparisons: tuple[_Comparison, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every text with its labels; it passes if they are exactly those found."""
        return tuple(comparison.item for comparison in self.comparisons)

    def figures(self) -> dict[str, Any]:
        """Add up the texts; shares in [0, 1], None where nothing was expected or found.

        `weighted_f1` is 0 where labels are found and none is expected. `exact` is the share of texts with
        exactly the labels expected.
        """
        labels = by_name(comparison.counts for comparison in self.comparisons)
        return {
            "corpus": self.corpus,
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "weighted_f1": _weighted(labels.values()),
            "micro": shares(total(labels.values())),
            "macro_f1": sum(shares(count)["f1"] or 0.0 for count in labels.values()) / len(labels) if labels else None,
            "exact": summarise(self.items)["share"],
            "labels": {name: {**shares(count), "expected": count.expected} for name, count in labels.items()},
        }


def read_types(text: str, *, source: str, folder: str) -> TypeCorpus:
    """Read labelled texts: lines of tab-separated values, or PLOVER's gold records (JSON).

    Quotation marks are those of CSV, as in the preparation published with ConfliBERT. `folder` names a set that is
    none of the known ones. Records without a text (PLOVER's own documentation) are no texts.

    Raises:
        BadCorpus: a line is not in this format.
    """
    if text.lstrip().startswith("["):
        return TypeCorpus(_PLOVER, tuple(_plover(text, source)))
    rows = list(_rows(text, source))
    if not rows:
        raise BadCorpus(f"{source}: the file is empty. {_NEEDED_ROWS}")
    n_labels = len(rows[0][1]) - 1
    name = _ONE_CLASS if n_labels == 1 else _BY_COLUMNS.get(n_labels, folder)
    cases = []
    for line, (content, *marks) in rows:
        if len(marks) != n_labels:
            raise bad_line(line, f"{len(marks)} labels where the first line has {n_labels}", _NEEDED_ROWS)
        if n_labels > 1 and not set(marks) <= {"0", "1"}:
            raise bad_line(line, f"{' '.join(marks)} after the text", _NEEDED_ROWS)
        labels = marks if n_labels == 1 else [str(at) for at, mark in enumerate(marks, start=1) if mark == "1"]
        cases.append(TypeCase(f"line {line.number}", content, frozenset(labels)))
    return TypeCorpus(name, tuple(cases))


def evaluate_types(corpus: TypeCorpus, predictor: TypePredictor) -> TypeEvaluation:
    """Label each text and compare."""
    return TypeEvaluation(
        corpus.name,
        tuple(_compare(case, frozenset(predictor.labels(case.text, corpus=corpus.name))) for case in corpus.cases),
    )


def _rows(text: str, source: str) -> Iterator[tuple[NumberedLine, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    try:
        for row in reader:
            line = NumberedLine(source, reader.line_num)
            if len(row) < 2:
                raise bad_line(line, "no tab", _NEEDED_ROWS)
            yield line, row
    except csv.Error as problem:
        raise bad_line(NumberedLine(source, reader.line_num), str(problem), _NEEDED_ROWS) from None


def _plover(text: str, source: str) -> Iterator[TypeCase]:
    try:
        records = TypeAdapter(list[_PloverRecord]).validate_python(json.loads(text))
    except json.JSONDecodeError as problem:
        raise bad_line(NumberedLine(source, problem.lineno), problem.msg, _NEEDED_PLOVER) from None
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadCorpus(f"{source}, record {where}: {first['msg']}. {_NEEDED_PLOVER}") from None
    for record in records:
        if record.text is not None:
            yield TypeCase(record.id, record.text, frozenset({record.event}))


def _compare(case: TypeCase, found: frozenset[str]) -> _Comparison:
    counts = {label: count_sets(case.labels & {label}, found & {label}) for label in case.labels | found}
    return _Comparison(counts, Item(case.name, "labels", _shown(case.labels), _shown(found), case.labels == found))


def _weighted(counts: Iterable[FieldCount]) -> float | None:
    held = list(counts)
    if not held:
        return None
    n_expected = sum(count.expected for count in held)
    weighted = sum(count.expected * (shares(count)["f1"] or 0.0) for count in held)
    return weighted / n_expected if n_expected else 0.0


def _shown(labels: Iterable[str]) -> str:
    return ", ".join(sorted(labels)) or "none"
