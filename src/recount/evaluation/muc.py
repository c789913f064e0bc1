"""MUC-3/4 in the processed form of GTT: reading it, and scoring templates and role fillers.

Two figures, each in the definition of its published scorer. `template`: GTT's string-match micro F1 over incident
type and five roles, with templates aligned one to one. `ceaf_ree`: GRIT's CEAF-REE, the entities of a role over
the whole article, aligned one to one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel

from recount.evaluation.assignment import assign
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.json_lines import read_lines
from recount.evaluation.muc_alignment import Mentions, align, compare_entities, mentions_of, without_subsets
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import by_name, shares, total
from recount.nouns.labels import MUC_ROLES, MucTemplate

__all__ = ["MucCase", "MucEvaluation", "MucPredictor", "evaluate_muc", "read_muc"]

_TYPE = "incident_type"
_NEEDED = (
    'Each line of the processed files of GTT is {"docid": …, "doctext": …, "templates": [{"incident_type": …, '
    '"PerpInd": [[["mention", offset], …], …], "PerpOrg": …, "Target": …, "Victim": …, "Weapon": …}, …]}.'
)


class MucPredictor(Protocol):
    """A reader that fills in MUC's templates."""

    def templates(self, text: str) -> list[MucTemplate]:
        """Return the templates of an article (MUC's own text is in lower case)."""
        ...


class MucCase(NamedTuple):
    """An article and the templates of its key."""

    name: str
    text: str
    templates: tuple[MucTemplate, ...]


class _TemplateLine(BaseModel):
    incident_type: str
    PerpInd: list[list[tuple[str, int]]]
    PerpOrg: list[list[tuple[str, int]]]
    Target: list[list[tuple[str, int]]]
    Victim: list[list[tuple[str, int]]]
    Weapon: list[list[tuple[str, int]]]


class _Line(BaseModel):
    docid: str
    doctext: str
    templates: list[_TemplateLine]


class _Template(NamedTuple):
    """A template made ready for comparison."""

    incident_type: str
    roles: Mapping[str, list[Mentions]]

    @property
    def size(self) -> int:
        return 1 + sum(len(entities) for entities in self.roles.values())


class _Comparison(NamedTuple):
    counts: Mapping[str, FieldCount]
    """Role or `incident_type` → template level."""
    ceaf: Mapping[str, FieldCount]
    items: tuple[Item, ...]
    left_alone: bool | None
    """Whether no template was found; None where the key has one."""


@dataclass(frozen=True)
class MucEvaluation:
    """What comparing templates with the key gave, article by article in the order of the file."""

    comparisons: tuple[_Comparison, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every incident type and entity of the key, and for each article what was found beyond it."""
        return tuple(item for comparison in self.comparisons for item in comparison.items)

    def figures(self) -> dict[str, Any]:
        """Add up the articles (micro average); shares in [0, 1], None where nothing was expected or found."""
        counts = by_name(comparison.counts for comparison in self.comparisons)
        ceaf = by_name(comparison.ceaf for comparison in self.comparisons)
        template = shares(total(counts.values()))
        without = [c.left_alone for c in self.comparisons if c.left_alone is not None]
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "ceaf_ree": {
                **shares(total(ceaf.values())),
                "roles": {role: shares(ceaf.get(role, FieldCount())) for role in MUC_ROLES},
            },
            "template": {
                "precision": template["precision"],
                "recall": template["recall"],
                "micro_f1": template["f1"],
                "roles": {role: shares(counts.get(role, FieldCount())) for role in MUC_ROLES},
            },
            "type": shares(counts.get(_TYPE, FieldCount())),
            "articles_without_template_left_alone": sum(without) / len(without) if without else None,
        }


def read_muc(text: str, *, source: str) -> list[MucCase]:
    """Read a processed file of GTT: JSON lines of articles with their templates.

    A template that is in the key twice, word for word, counts once, as in GTT's scorer.

    Raises:
        BadCorpus: a line is not in this format.
    """
    cases = []
    for _, article in read_lines(text, _Line, source=source, needed=_NEEDED):
        templates: list[MucTemplate] = []
        for line in article.templates:
            filled = {role: _entities(getattr(line, role)) for role in MUC_ROLES}
            template = MucTemplate(line.incident_type, filled)
            if template not in templates:
                templates.append(template)
        cases.append(MucCase(article.docid, article.doctext, tuple(templates)))
    return cases


def evaluate_muc(cases: Iterable[MucCase], predictor: MucPredictor) -> MucEvaluation:
    """Fill in templates for each article and compare them with its key."""
    return MucEvaluation(tuple(_compare(case, predictor.templates(case.text)) for case in cases))


def _entities(role: list[list[tuple[str, int]]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(mention for mention, _ in entity) for entity in role if entity)


def _compare(case: MucCase, predicted: Sequence[MucTemplate]) -> _Comparison:
    expected = [_ready(template) for template in case.templates]
    found = [_ready(template) for template in predicted]
    gains = [[_gain(each, wanted) for wanted in expected] for each in found]
    given = align(gains, found=sum(each.size for each in found), expected=sum(each.size for each in expected))
    answering = {column: found[row] for row, column in enumerate(given) if column is not None}
    counts = by_name(
        [
            *(_counts(wanted, answering.get(column)) for column, wanted in enumerate(expected)),
            *(_counts(None, found[row]) for row, column in enumerate(given) if column is None),
        ]
    )
    ceaf = {role: _ceaf(_of_article(case.templates, role), _of_article(predicted, role)) for role in MUC_ROLES}
    spurious = [found[row] for row, column in enumerate(given) if column is None]
    items = (*_items(case, answering), _nothing_further(case.name, expected, answering, spurious))
    return _Comparison(counts, ceaf, items, None if expected else not found)


def _ready(template: MucTemplate) -> _Template:
    roles = {role: mentions_of(template.roles.get(role, ())) for role in MUC_ROLES}
    return _Template(template.incident_type.lower(), roles)


def _gain(found: _Template, expected: _Template) -> FieldCount | None:
    """Count a pair of templates; None where their types do not let them answer each other.

    "attack" answers a key of "bombing / attack", as in GTT's scorer.
    """
    return total(_counts(expected, found).values()) if found.incident_type in expected.incident_type else None


def _counts(expected: _Template | None, found: _Template | None) -> dict[str, FieldCount]:
    """Count a pair, a template that was missed (`found` None) or one too many (`expected` None)."""
    both = int(expected is not None and found is not None)
    counts = {_TYPE: FieldCount(int(expected is not None), both, int(found is not None), both)}
    for role in MUC_ROLES:
        counts[role] = compare_entities(expected.roles[role] if expected else (), found.roles[role] if found else ())
    return counts


def _of_article(templates: Iterable[MucTemplate], role: str) -> list[Mentions]:
    """Return the entities of a role over all templates, normalised after subsets are left out, as GRIT does."""
    filled = (frozenset(map(str.lower, entity)) for each in templates for entity in each.roles.get(role, ()) if entity)
    return mentions_of([tuple(entity) for entity in without_subsets(filled)])


def _ceaf(expected: Sequence[Mentions], found: Sequence[Mentions]) -> FieldCount:
    """Count the entities of a role, aligned one to one; a pair holds if the found mentions are a subset (phi)."""
    paired = assign([[float(each <= wanted) for each in found] for wanted in expected])
    n_right = len(paired) - paired.count(None)
    return FieldCount(len(expected), n_right, len(found), n_right)


def _items(case: MucCase, answering: Mapping[int, _Template]) -> Iterator[Item]:
    for number, template in enumerate(case.templates):
        answer = answering.get(number)
        stem = f"templates[{number}]"
        shown = answer.incident_type if answer else "no such template"
        yield Item(case.name, f"{stem}.{_TYPE}", template.incident_type, shown, answer is not None)
        for role in MUC_ROLES:
            there = answer.roles[role] if answer else []
            for entity, wanted in zip(template.roles[role], mentions_of(template.roles[role]), strict=True):
                held = [each for each in there if each <= wanted]
                shown = "; ".join(map(_shown, held or there)) or "none"
                yield Item(case.name, f"{stem}.{role}", " / ".join(entity), shown, bool(held))


def _nothing_further(
    case: str, expected: Sequence[_Template], answering: Mapping[int, _Template], spurious: Iterable[_Template]
) -> Item:
    beyond = [
        f"{role}: {_shown(each)}"
        for number, answer in sorted(answering.items())
        for role in MUC_ROLES
        for each in answer.roles[role]
        if not any(each <= wanted for wanted in expected[number].roles[role])
    ]
    beyond += [f"{each.incident_type} template with {each.size - 1} entities" for each in spurious]
    return Item(case, "nothing further", "none", "; ".join(beyond) or "none", not beyond)


def _shown(entity: Mentions) -> str:
    return " / ".join(sorted(entity))
