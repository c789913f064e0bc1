"""Annotated reports of the project's corpus: a marked text and one record that rests on its marks."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from recount.errors import BadExpectation
from recount.evaluation.marked_text import MarkedText, parse_marked
from recount.nouns import ActorKind, Effect, Measure, Modality, SpeakerKind, Stance, WeaponCategory
from recount.nouns.report import WhenBasis, WhenPrecision, WherePrecision

__all__ = [
    "AnnotatedArticle",
    "AnnotatedCount",
    "AnnotatedParty",
    "AnnotatedReport",
    "AnnotatedStatement",
    "AnnotatedTally",
    "Annotation",
    "Header",
    "marks_of",
    "parse_annotated",
]


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Marks = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Names of marks; the fullest first."""
Figures = tuple[int | None, int | None, int | None]
GroupKind = Literal["civilian", "state", "perpetrator", "rebel", "unknown"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Header(_Part):
    """What is known of a report beside its text."""

    invented: Literal[True]
    conflict: str
    voice: str
    """Kind of outlet or text: wire agency, state media, situation report …"""
    outlet: str | None
    published: date | None
    """None where the day of publication is unknown."""


class AnnotatedParty(_Part):
    """A side, a group, people or a site."""

    marks: Marks
    kind: ActorKind
    country: str | None = None
    """ISO 3166-1 alpha-2 of the side it belongs to, for states and their forces."""


class AnnotatedWeapon(_Part):
    """What it was done with."""

    marks: Marks
    category: WeaponCategory


class AnnotatedCount(_Part):
    """How many, as `n: [low, best, high]` by the rules of `docs/codebook.md`."""

    id: str
    marks: Marks
    effect: Effect
    group: str | None = None
    """The words for whom or what is counted, as written."""
    group_kind: GroupKind = "unknown"
    n: Figures
    part_of: str | None = None


class AnnotatedWhen(_Part):
    """The day or days, both inclusive."""

    marks: Marks = ()
    earliest: date | None = None
    latest: date | None = None
    precision: WhenPrecision = "unknown"
    basis: WhenBasis = "context"


class AnnotatedWhere(_Part):
    """The place at which it happened."""

    marks: Marks = ()
    country: str | None = None
    admin1: str | None = None
    precision: WherePrecision = "unknown"


class AnnotatedReport(_Part):
    """What the article says of one happening."""

    id: str
    anchors: Marks = Field(min_length=1)
    """Every phrase that names the act; its fullest telling first."""
    type: str
    """A sub-event type of ACLED; its event type where the text does not settle the sub-type."""
    modality: Modality = "actual"
    when: AnnotatedWhen = AnnotatedWhen()
    where: AnnotatedWhere = AnnotatedWhere()
    perpetrators: tuple[AnnotatedParty, ...] = ()
    targets: tuple[AnnotatedParty, ...] = ()
    weapons: tuple[AnnotatedWeapon, ...] = ()
    casualties: tuple[AnnotatedCount, ...] = ()
    munitions: tuple[AnnotatedCount, ...] = ()
    disagreements: tuple[str, ...] = ()


class AnnotatedTallyPart(_Part):
    """One summand of a tally."""

    marks: Marks
    area: Marks = ()
    group: str | None = None
    n: Figures


class AnnotatedTally(_Part):
    """A cumulative figure; `n: [low, best, high]`."""

    id: str
    marks: Marks
    measure: Measure
    n: Figures
    since: date | None = None
    until: date | None = None
    period: Marks = ()
    areas: Marks = ()
    perpetrators: tuple[AnnotatedParty, ...] = ()
    targets: tuple[AnnotatedParty, ...] = ()
    parts: tuple[AnnotatedTallyPart, ...] = ()
    agrees: bool | None = None
    """Whether the parts add up to the whole; None without parts."""


class AnnotatedStatement(_Part):
    """One speaker saying one thing."""

    id: str
    source: Marks = ()
    """Empty for the outlet's own voice."""
    kind: SpeakerKind
    cue: Marks = ()
    content: Marks = Field(min_length=1)
    stance: Stance
    about: tuple[str, ...] = ()
    """Ids of reports and tallies."""
    via: Marks = ()


class Annotation(_Part):
    """The record of an annotated report."""

    reports: tuple[AnnotatedReport, ...] = ()
    tallies: tuple[AnnotatedTally, ...] = ()
    statements: tuple[AnnotatedStatement, ...] = ()
    background: Marks = ()
    """Marks of sentences of conflict context that code nothing."""

    @model_validator(mode="after")
    def _ids_hold(self) -> Self:
        told = [*(each.id for each in self.reports), *(each.id for each in self.tallies)]
        ids = [*told, *(each.id for each in self.statements)]
        if len(set(ids)) < len(ids):
            raise ValueError("two reports, tallies or statements share an id")
        for said in self.statements:
            if unknown := set(said.about) - set(told):
                raise ValueError(f"statement {said.id} is about {', '.join(sorted(unknown))}, which is not there")
        for report in self.reports:
            counts = {count.id for count in (*report.casualties, *report.munitions)}
            for count in report.casualties:
                if count.part_of is not None and count.part_of not in counts:
                    raise ValueError(f"count {count.id} is part of {count.part_of}, which {report.id} does not hold")
        return self


class AnnotatedArticle(NamedTuple):
    """A report of the corpus."""

    name: str
    header: Header
    marked: MarkedText
    record: Annotation


def marks_of(value: object) -> Iterator[str]:
    """Yield the name of every mark that a part of a record rests on, in the order of its fields."""
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            held = getattr(value, key)
            if key in _MARK_FIELDS:
                yield from held
            else:
                yield from marks_of(held)
    elif isinstance(value, tuple):
        for item in value:
            yield from marks_of(item)


_MARK_FIELDS = frozenset(
    {"marks", "anchors", "source", "cue", "content", "via", "background", "area", "areas", "period"}
)


def parse_annotated(source: str, name: str) -> AnnotatedArticle:
    """Read a file of the corpus: a header, the marked text and the record, parted by lines of `---`.

    Raises:
        BadExpectation: not so built, an unknown key or value, or marks and record that do not agree.
    """
    parts = source.split("\n---\n")
    if len(parts) != 3:
        raise BadExpectation(
            f"{name}: {len(parts)} parts; a header, the text and the record are parted by lines of ---."
        )
    if not source.startswith("invented: true\n"):
        raise BadExpectation(f"{name}: the first line must say `invented: true`.")
    try:
        header = Header.model_validate(yaml.safe_load(parts[0]))
        record = Annotation.model_validate(yaml.safe_load(parts[2]) or {})
        marked = parse_marked(parts[1].strip("\n"))
    except yaml.YAMLError as error:
        raise BadExpectation(f"{name}: not readable as YAML ({error}).") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise BadExpectation(f"{name}: {faults}.") from error
    except BadExpectation as error:
        raise BadExpectation(f"{name}: {error}") from error
    used = set(marks_of(record))
    if unknown := sorted(used - set(marked.marks)):
        raise BadExpectation(f"{name}: the record names marks that the text lacks: {', '.join(unknown)}.")
    if idle := sorted(set(marked.marks) - used):
        raise BadExpectation(f"{name}: marks that the record does not name: {', '.join(idle)}.")
    return AnnotatedArticle(name, header, marked, record)
