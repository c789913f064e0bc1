"""What a person coded of documents, one line of JSON each, by the names of the ledger's columns."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field, model_validator

from recount.evaluation.json_lines import bad_line, read_lines
from recount.nouns.report import (
    ActorKind,
    Effect,
    Modality,
    ResponsibilityHow,
    WeaponCategory,
    WhenBasis,
    WhenPrecision,
    WherePrecision,
)
from recount.nouns.statement import SpeakerKind

__all__ = ["CodedLine", "FigureLine", "read_coded_lines"]

_NEEDED = (
    'Each line needs {"document": …, "event_type": …, "anchor": …, "casualties": [{"effect": "killed", "low": 4, '
    '"best": 4, "high": 4}]}; corpus/README.md names the rest.'
)


class _Party(BaseModel):
    name: str
    canonical: str | None = None
    kind: ActorKind = "unknown"
    country: str | None = None


class _Weapon(BaseModel):
    category: WeaponCategory


class _Speaker(BaseModel):
    kind: SpeakerKind
    side: str | None = None
    """Canonical actor for whom the speaker speaks."""
    via: str | None = None
    """The outlet that is quoted."""


class _Responsibility(BaseModel):
    party: str
    how: ResponsibilityHow


class FigureLine(BaseModel):
    """How many were killed, hurt …, by whose word."""

    effect: Effect
    low: int | None = Field(None, ge=0)
    best: int | None = Field(None, ge=0)
    high: int | None = Field(None, ge=0)
    rule: str | None = None
    """The named rule of its words; None where the bounds tell it."""
    group: str | None = None
    group_kind: str = Field("unknown", pattern="^(civilian|state|perpetrator|rebel|unknown)$")
    speaker: _Speaker | None = None
    """None for the outlet's own voice."""
    part_of: int | None = Field(None, ge=0)
    """Place, from 0, of the figure that contains it."""
    rival: bool = False
    """Whether speakers of the document differ on it."""
    revised: bool = False
    """Whether a later figure of the document takes its place."""


class CodedLine(BaseModel):
    """What a document leads with, as a person coded it."""

    document: str = Field(min_length=1)
    event_type: str
    sub_event_type: str | None = None
    modality: Modality = "actual"
    earliest: date | None = None
    latest: date | None = None
    when_precision: WhenPrecision = "unknown"
    when_basis: WhenBasis = "none"
    place: str | None = None
    gazetteer_id: str | None = None
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_km: float | None = Field(None, ge=0)
    country: str | None = None
    admin1: str | None = None
    where_precision: WherePrecision = "unknown"
    perpetrators: list[_Party] = []
    targets: list[_Party] = []
    weapons: list[_Weapon] = []
    casualties: list[FigureLine] = []
    figures: list[FigureLine] | None = None
    """In place of `casualties`, where the person coded whose dead they are and who says so."""
    responsibility: list[_Responsibility] = []
    anchor: str = Field(min_length=1)
    """Words of the act."""

    @model_validator(mode="after")
    def _parts_have_wholes(self) -> Self:
        figures = self.figures or []
        for place, one in enumerate(figures):
            if one.part_of is not None and one.part_of >= place:
                raise ValueError(f"figure {place} is part of figure {one.part_of}, which has to stand before it")
        return self


def read_coded_lines(text: str, *, source: str) -> dict[str, CodedLine]:
    """Read what a person coded, by document.

    Raises:
        BadCorpus: a line is not of this form, or its document was there before.
    """
    found: dict[str, CodedLine] = {}
    for line, held in read_lines(text, CodedLine, source=source, needed=_NEEDED):
        if held.document in found:
            raise bad_line(line, f"document {held.document} is there a second time", "Each is coded once.")
        found[held.document] = held
    return found
