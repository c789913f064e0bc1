"""Entities of re3d: reading its folders, and exact and overlap F1.

re3d (Dstl and Committed Software 2017) publishes no scorer. `exact` asks for the same characters and type, as
CoNLL-2003 does for names; `overlap` for the same type and one character in common, one to one, which is "type
matching" of SemEval-2013 task 9 (Segura-Bedmar, Martínez and Herrero-Zazo 2013). Entities may stand in one another
and may share their words under two types; all count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, Field

from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.json_lines import bad_line, read_lines
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import by_name, count_sets, shares, total
from recount.nouns.labels import Entity

__all__ = ["EntityCase", "EntityEvaluation", "EntityPredictor", "evaluate_entities", "read_re3d"]

_NEEDED_DOCUMENTS = 'Each line of documents.json is {"_id": …, "text": …}.'
_NEEDED_ENTITIES = 'Each line of entities.json is {"documentId": …, "begin": …, "end": …, "type": …, "value": …}.'


class EntityPredictor(Protocol):
    """A reader that finds entities."""

    def entities(self, text: str) -> list[Entity]:
        """Return the entities of a text by re3d's names of types; offsets are half-open code points."""
        ...


class EntityCase(NamedTuple):
    """A report and its entities."""

    name: str
    folder: str
    """The source folder that it comes from."""
    text: str
    entities: frozenset[Entity]


class _Document(BaseModel):
    id: str = Field(alias="_id")
    text: str


class _EntityLine(BaseModel):
    document: str = Field(alias="documentId")
    begin: int
    end: int
    type: str
    value: str


class _Comparison(NamedTuple):
    folder: str
    exact: Mapping[str, FieldCount]
    """Type → entities with the same characters."""
    overlap: Mapping[str, FieldCount]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class EntityEvaluation:
    """What comparing entities gave, report by report in the order of the files."""

    comparisons: tuple[_Comparison, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every entity of the corpus, exactly; and for each report those found beyond them."""
        return tuple(item for comparison in self.comparisons for item in comparison.items)

    def figures(self) -> dict[str, Any]:
        """Add up the reports (micro average); shares in [0, 1], None where nothing was expected or found."""
        exact = by_name(comparison.exact for comparison in self.comparisons)
        overlap = by_name(comparison.overlap for comparison in self.comparisons)
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "exact": shares(total(exact.values())),
            "overlap": shares(total(overlap.values())),
            "types": {
                name: {
                    "exact_f1": shares(count)["f1"],
                    "overlap_f1": shares(overlap[name])["f1"],
                    "expected": count.expected,
                    "found": count.found,
                }
                for name, count in exact.items()
            },
            "folders": {folder: self._of_folder(folder) for folder in sorted({c.folder for c in self.comparisons})},
        }

    def _of_folder(self, folder: str) -> dict[str, float | None]:
        inside = [comparison for comparison in self.comparisons if comparison.folder == folder]
        exact, overlap = by_name(c.exact for c in inside), by_name(c.overlap for c in inside)
        return {
            "exact_f1": shares(total(exact.values()))["f1"],
            "overlap_f1": shares(total(overlap.values()))["f1"],
        }


def read_re3d(documents: str, entities: str, *, folder: str) -> list[EntityCase]:
    """Read a source folder of re3d from the contents of its documents.json and entities.json.

    Every entity counts, whatever its confidence.

    Raises:
        BadCorpus: a line is not in this format, or an entity's offsets do not hold its words.
    """
    source = f"{folder}/documents.json"
    texts = {
        each.id: each.text for _, each in read_lines(documents, _Document, source=source, needed=_NEEDED_DOCUMENTS)
    }
    held: dict[str, set[Entity]] = {name: set() for name in texts}
    source = f"{folder}/entities.json"
    for line, each in read_lines(entities, _EntityLine, source=source, needed=_NEEDED_ENTITIES):
        if each.document not in texts:
            raise bad_line(line, f"no document {each.document} in documents.json", _NEEDED_ENTITIES)
        words = texts[each.document][each.begin : each.end]
        if not words or words.split() != each.value.split():
            found = f"characters {each.begin} to {each.end} are {words!r}, not {each.value!r}"
            raise bad_line(line, found, _NEEDED_ENTITIES)
        held[each.document].add(Entity(each.begin, each.end, each.type))
    return [EntityCase(name, folder, text, frozenset(held[name])) for name, text in texts.items()]


def evaluate_entities(cases: Iterable[EntityCase], predictor: EntityPredictor) -> EntityEvaluation:
    """Find the entities of each report and compare them with the corpus."""
    return EntityEvaluation(tuple(_compare(case, frozenset(predictor.entities(case.text))) for case in cases))


def _compare(case: EntityCase, found: frozenset[Entity]) -> _Comparison:
    exact: dict[str, FieldCount] = {}
    overlap: dict[str, FieldCount] = {}
    for kind in {entity.type for entity in case.entities | found}:
        wanted = sorted(entity for entity in case.entities if entity.type == kind)
        given = sorted(entity for entity in found if entity.type == kind)
        n_paired = _n_paired(wanted, given)
        exact[kind] = count_sets(set(wanted), set(given))
        overlap[kind] = FieldCount(len(wanted), n_paired, len(given), n_paired)
    return _Comparison(case.folder, exact, overlap, tuple(_items(case, found)))


def _n_paired(expected: Sequence[Entity], found: Sequence[Entity]) -> int:
    """Return how many can be paired with one that they overlap, one to one, at most (Kuhn's augmenting paths)."""
    near = [[j for j, other in enumerate(found) if _overlap(entity, other)] for entity in expected]
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in near[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(expected)))


def _overlap(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


def _items(case: EntityCase, found: frozenset[Entity]) -> Iterator[Item]:
    name = f"{case.folder}/{case.name}"
    for entity in sorted(case.entities):
        near = sorted(other for other in found if _overlap(entity, other))
        shown = "; ".join(_shown(case.text, other) for other in ([entity] if entity in found else near))
        where = f"{entity.type} {entity.start}-{entity.end}"
        yield Item(name, where, case.text[entity.start : entity.end], shown or "none", entity in found)
    beyond = "; ".join(_shown(case.text, other) for other in sorted(found - case.entities))
    yield Item(name, "no further entity", "none", beyond or "none", not beyond)


def _shown(text: str, entity: Entity) -> str:
    return f"{entity.type}: {text[entity.start : entity.end]}"
