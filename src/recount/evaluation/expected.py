"""What a careful coder records from a report: the values that a record is compared with."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from recount.errors import BadExpectation
from recount.nouns import Effect, Measure, Modality

__all__ = [
    "Bounds",
    "Expected",
    "ExpectedCount",
    "ExpectedPublished",
    "ExpectedReport",
    "ExpectedSaying",
    "ExpectedTally",
    "ExpectedWhen",
    "ExpectedWhere",
    "parse_expected",
]

_GIVEN = re.compile(r"\bgiven published:\s*(\d{4}-\d{2}-\d{2})")


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, (str, dict)) else value


Quotes = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One quote, or several of which each tells of the value."""


class _Expectation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, value: Any) -> Any:
        if isinstance(value, dict) and (unknown := [str(key) for key in value if key not in cls.model_fields]):
            raise ValueError(f"unknown key {', '.join(unknown)}; known here: {', '.join(cls.model_fields)}")
        return value

    def states(self, key: str) -> bool:
        """Tell whether the file gives this key: only what is given is compared, `null` included."""
        return key in self.model_fields_set


class ExpectedPublished(_Expectation):
    """The day of publication and how it becomes known."""

    day: date
    basis: Literal["given", "metadata", "url", "text"] = "given"
    """`given`: handed over with the article, so not compared."""

    @model_validator(mode="before")
    @classmethod
    def _plain_day(cls, value: Any) -> Any:
        return {"day": value} if isinstance(value, (str, date)) else value


class ExpectedWhere(_Expectation):
    """A place: its name as written, and where it lies."""

    name: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    near: tuple[float, float] | None = None
    """Latitude and longitude, WGS84 degrees."""
    within_km: float = 25.0
    """Greatest distance from `near`, inclusive."""


class ExpectedWhen(_Expectation):
    """The day or days."""

    earliest: date | None = None
    latest: date | None = None
    precision: str | None = None
    basis: str | None = None


class Bounds(_Expectation):
    """How many, with the bounds that the words give."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    quote: Quotes = ()

    def admits(self, low: int | None, best: int | None, high: int | None) -> bool:
        """Tell whether each bound that the file gives is the one found."""
        found = {"low": low, "best": best, "high": high}
        return all(getattr(self, name) == value for name, value in found.items() if self.states(name))


class ExpectedCount(Bounds):
    """A count of people."""

    effect: Effect
    group: str | None = None
    group_kind: str | None = None


class ExpectedSaying(_Expectation):
    """Who says it, as what."""

    speaker: str
    """A name, or `outlet` for the article's own voice."""
    stance: str
    quote: Quotes = ()


class ExpectedReport(_Expectation):
    """What the article says of one happening. An absent list is not compared; an empty one means none."""

    key: str
    quote: Quotes = ()
    """Words that tell of it; a found report must tell of it in the same words or sentence."""
    event_type: str
    sub_event_type: str | None = None
    modality: Modality = "actual"
    where: ExpectedWhere = ExpectedWhere()
    when: ExpectedWhen = ExpectedWhen()
    perpetrators: tuple[str, ...] | None = None
    targets: tuple[str, ...] | None = None
    weapons: tuple[str, ...] | None = None
    casualties: tuple[ExpectedCount, ...] | None = None
    munitions: Annotated[tuple[Bounds, ...] | None, BeforeValidator(_listed)] = None
    says: tuple[ExpectedSaying, ...] | None = None
    disagreements: tuple[str, ...] | None = None


class TallyCheckExpected(_Expectation):
    """The parts added up."""

    parts_sum: int
    agrees: bool


class ExpectedTally(Bounds):
    """A cumulative figure."""

    measure: Measure
    since: date | None = None
    until: date | None = None
    areas: tuple[str, ...] | None = None
    """Country codes or names."""
    parts: dict[str, int] | None = None
    """Country code, area or group of each part, and its figure."""
    check: TallyCheckExpected | None = None
    speaker: str | None = None


class Expected(_Expectation):
    """All that is expected of one article's record."""

    name: str
    """Of the case, for the list of items; not part of the file."""
    published: ExpectedPublished | None = None
    reports: tuple[ExpectedReport, ...] = ()
    tallies: tuple[ExpectedTally, ...] = ()
    not_reports: tuple[str, ...] = ()
    """Words on which no report may be anchored."""
    furniture: tuple[str, ...] = ()
    """Words of the page that must not be in the article's text."""
    loaded_wording: tuple[str, ...] = ()
    """Words that a notice must point at."""

    @property
    def given(self) -> date | None:
        """The publication day to hand over with the article; None where the article itself tells it."""
        return self.published.day if self.published and self.published.basis == "given" else None

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        keys = [report.key for report in self.reports]
        if len(set(keys)) < len(keys):
            raise ValueError(f"two reports share a key among {', '.join(keys)}")
        return self


def parse_expected(yaml_text: str, name: str) -> Expected:
    """Read a file of expected values, for the case called `name`.

    Without a `published` key, a comment "given published: 2024-01-22" names the day to hand over.

    Raises:
        BadExpectation: not YAML, an unknown key, or a value that cannot be compared.
    """
    try:
        content = yaml.safe_load(yaml_text)
    except yaml.YAMLError as error:
        raise BadExpectation(f"{name}: not readable as YAML ({error}).") from error
    if not isinstance(content, dict) or "name" in content:
        raise BadExpectation(
            f"{name}: expected values are a mapping with `reports`, `tallies` …; see docs/evaluation.md."
        )
    comments = "\n".join(line for line in yaml_text.splitlines() if line.lstrip().startswith("#"))
    if "published" not in content and (given := _GIVEN.search(comments)):
        content = {**content, "published": {"day": given[1], "basis": "given"}}
    try:
        return Expected.model_validate({**content, "name": name})
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise BadExpectation(f"{name}: {faults}. See docs/evaluation.md for the keys.") from error
