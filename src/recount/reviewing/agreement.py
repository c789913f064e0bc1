"""How far people who coded the same reports agree, by Krippendorff's alpha, field by field."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from recount.codebook import load

__all__ = ["Agreement", "Coded", "Differing", "FieldAgreement", "agreement_of", "alpha_of"]

Level = Literal["nominal", "interval", "ratio"]
Coded = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By report and coder the values of fields; None where the coder found that the text does not say."""

# Krippendorff, Content Analysis (2004), 11.4: rely on variables with alpha above .800, and draw tentative conclusions
# only from those between .667 and .800.
RELIABLE, TENTATIVE = 0.8, 0.667


class FieldAgreement(NamedTuple):
    """How far coders agree on one field."""

    field: str
    level: Level
    """How far apart two values are: nominal: the same or not; interval: in days; ratio: in shares of a figure."""
    reports: int
    """Coded by at least two people."""
    equal: int
    """Of these where all say the same."""
    units: int
    """That alpha is taken over: of figures and days those to which at least two people give one."""
    alpha: float | None
    """1 where all agree, 0 where they agree as often as by chance, below 0 where less often; None where it is not
    defined."""
    why: str
    """What alpha means, or why it is not defined."""


class Differing(NamedTuple):
    """A field of a report of which coders say different things."""

    report: str
    field: str
    values: Mapping[str, Any]
    """By coder."""


class Agreement(NamedTuple):
    """How far the coders of a round agree."""

    fields: tuple[FieldAgreement, ...]
    differing: tuple[Differing, ...]
    """In the order of the reports, then of the fields."""


def agreement_of(answers: Coded, fields: Sequence[str]) -> Agreement:
    """Return how far coders agree on each field, and where they differ."""
    twice = {report: by for report, by in answers.items() if len(by) > 1}
    differing = tuple(
        Differing(report, field, {coder: values[field] for coder, values in by.items()})
        for report, by in twice.items()
        for field in fields
        if len({_same(field, values[field]) for values in by.values()}) > 1
    )
    apart = {(one.report, one.field) for one in differing}
    found = []
    for field in fields:
        equal = sum((report, field) not in apart for report in twice)
        found.append(_of_field(field, [[v[field] for v in by.values()] for by in twice.values()], equal))
    return Agreement(tuple(found), differing)


def alpha_of(units: Iterable[Sequence[Any]], level: Level) -> float | None:
    """Return Krippendorff's alpha over units, each with the values that coders give it; None where it is not defined.

    Values are numbers, or for `nominal` anything that can be told apart.
    """
    # Late: it loads numpy, which asking what to look at next does not wait for.
    import krippendorff

    paired = [unit for unit in units if len(unit) > 1]
    values = {value for unit in paired for value in unit}
    domain = sorted(values) if level != "nominal" else list(values)
    if len(domain) < 2:
        return None
    counts = [[sum(one == value for one in unit) for value in domain] for unit in paired]
    numbers = domain if level != "nominal" else list(range(len(domain)))
    return float(krippendorff.alpha(value_counts=counts, value_domain=numbers, level_of_measurement=level))


def _of_field(field: str, told: Sequence[Sequence[Any]], equal: int) -> FieldAgreement:
    level: Level = "interval" if field == "when" else "ratio" if field in ("killed", "injured") else "nominal"
    units = [[key for value in unit if (key := _measured(field, level, value)) is not None] for unit in told]
    paired = [unit for unit in units if len(unit) > 1]
    alpha = alpha_of(paired, level)
    alpha = None if alpha is None else round(alpha, 4)
    return FieldAgreement(field, level, len(told), equal, len(paired), alpha, _why(alpha, told, paired, level))


def _why(alpha: float | None, told: Sequence[Any], paired: Sequence[Any], level: Level) -> str:
    left = len(told) - len(paired)
    aside = ""
    if left and level != "nominal":
        aside = f"; {left} report{'' if left == 1 else 's'} to which fewer than two people give one left out"
    if not told:
        return "nobody's reports were coded by a second person yet"
    if not paired:
        return "no report has two values to compare: the text does not say, by one or all"
    if alpha is None:
        return f"all give one and the same value to every report, so that chance cannot be told from agreement{aside}"
    if alpha >= RELIABLE:
        return f"reliable{aside}"
    return f"{'for tentative conclusions only' if alpha >= TENTATIVE else 'not reliable'}{aside}"


def _measured(field: str, level: Level, value: Any) -> Any:
    """Return what alpha compares; None for a day or figure that the text does not give."""
    if level == "nominal":
        return _same(field, value)
    if value is None:
        return None
    if level == "interval":
        # The middle of the days that are possible: both ends have a say.
        return sum(date.fromisoformat(value[end]).toordinal() for end in ("earliest", "latest")) / 2
    return next(value[one] for one in ("best", "low", "high") if value.get(one) is not None)


def _same(field: str, value: Any) -> Any:
    """Return a key that is the same for values that say the same."""
    return "not said" if value is None else _KEYS.get(field, str)(value)


def _names(value: Sequence[str]) -> tuple[str, ...]:
    """Return one neutral name for each actor, however it is written."""
    actors = load().actors
    found = ((actors.resolve(one), one) for one in value)
    return tuple(sorted({_folded(actor.name if actor else one) for actor, one in found}))


def _place(value: Mapping[str, str]) -> tuple[str, ...]:
    return _folded(value["name"]), value.get("country", "")


def _bounds(value: Mapping[str, int | None]) -> tuple[int | None, ...]:
    return tuple(value.get(one) for one in ("low", "best", "high"))


def _folded(name: str) -> str:
    """Return a name without case and accents: coders spell them differently, and mean the same."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())


_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "when": lambda value: (value["earliest"], value["latest"]),
    "where": _place,
    "perpetrators": _names,
    "targets": _names,
    "killed": _bounds,
    "injured": _bounds,
}
