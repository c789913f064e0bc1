"""What a coder may answer of a report, and what an answer means: values in the shapes in which decisions give them.

`None` means that the text does not say: a coder chooses it, and never leaves a field out.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, get_args

from recount.codebook import load
from recount.errors import BadArgument
from recount.nouns.events import EventReport, Side, bounds_given
from recount.nouns.report import Modality
from recount.nouns.wording import bounds_in_words

__all__ = ["FIELDS", "NOT_SAID", "coded_values", "in_words", "value_of_report"]

FIELDS: Mapping[str, str] = {
    "event_type": "Type",
    "sub_event_type": "Sub-type",
    "modality": "Whether it happened",
    "when": "When",
    "where": "Where",
    "perpetrators": "Who did it",
    "targets": "Who was attacked",
    "killed": "Killed",
    "injured": "Injured",
}
"""What coders may be asked of a report, and what a form calls it."""
NOT_SAID = "the text does not say"
_BOUNDS = ("low", "best", "high")
_EFFECTS = ("killed", "injured")
# Of a name or a note: more is not typed by hand.
_MOST_LETTERS = 500


def coded_values(fields: Iterable[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a coder says of each field, checked.

    Args:
        fields: what is asked.
        given: by field: of a type or the modality its word; of `when` {earliest, latest}, days as YYYY-MM-DD; of
            `where` {name, country, admin1}; of perpetrators and targets a list of names; of killed and injured
            {low, best, high}; None where the text does not say.

    Raises:
        BadArgument: a field is left out, or a value is none of its field's.
    """
    asked = list(fields)
    missing = [FIELDS[one] for one in asked if one not in given]
    if missing:
        raise BadArgument(f"Say for each field what the text says, or that it does not say: {', '.join(missing)}.")
    found = {one: None if given[one] is None else _READ[one](one, given[one]) for one in asked}
    sub, type_ = found.get("sub_event_type"), found.get("event_type")
    if sub and type_ and load().event_types.type_of(sub) != type_:
        raise BadArgument(f"{sub} is no sub-type of {type_}. Choose one of {', '.join(_subs_of(type_))}.")
    return found


def in_words(field: str, value: Any) -> str:
    """Say a coder's value."""
    if value is None:
        return NOT_SAID
    if field in _EFFECTS:
        return bounds_in_words(*(value.get(one) for one in _BOUNDS))
    if field == "when":
        first, last = value["earliest"], value["latest"]
        return first if first == last else f"{first} to {last}"
    if field == "where":
        return ", ".join(value[one] for one in ("name", "admin1", "country") if value.get(one))
    return ", ".join(value) if isinstance(value, list) else str(value)


def value_of_report(report: EventReport, field: str) -> str:
    """Say what was coded of a report."""
    if field in _EFFECTS:
        told = [one for one in report.claims if one.effect == field and not one.revised]
        words = (
            bounds_in_words(one.low, one.best, one.high) + (f" ({one.group})" if one.group else "") for one in told
        )
        return ", ".join(words) or NOT_SAID
    if field == "when":
        days = [day.isoformat() if day else "?" for day in report.when[:2]]
        return NOT_SAID if days == ["?", "?"] else " to ".join(dict.fromkeys(days))
    if field == "where":
        parts = (report.where.name, report.where.admin1, report.where.country)
        return ", ".join(one for one in parts if one) or NOT_SAID
    value = getattr(report, field)
    if field in ("perpetrators", "targets"):
        sides: tuple[Side, ...] = value
        return ", ".join(one.known_as for one in sides) or NOT_SAID
    return value or NOT_SAID


def _word(field: str, value: Any) -> str:
    types = load().event_types
    words = {
        "event_type": types.names,
        "sub_event_type": tuple(one.name for one in types.sub_types),
        "modality": get_args(Modality),
    }[field]
    if value not in words:
        raise BadArgument(f"{FIELDS[field]}: {value!r} is none of {', '.join(words)}.")
    return str(value)


def _subs_of(type_: str) -> list[str]:
    return [one.name for one in load().event_types.sub_types if one.event_type == type_]


def _when(field: str, value: Any) -> dict[str, str]:
    try:
        first, last = (date.fromisoformat(value[one]) for one in ("earliest", "latest"))
    except (ValueError, TypeError, KeyError):
        raise BadArgument(f"{FIELDS[field]}: give the first and the last possible day as YYYY-MM-DD.") from None
    if first > last:
        raise BadArgument(f"{FIELDS[field]}: the first possible day, {first}, is after the last one, {last}.")
    return {"earliest": first.isoformat(), "latest": last.isoformat()}


def _where(field: str, value: Any) -> dict[str, str]:
    known = {"name", "country", "admin1"}
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise BadArgument(f"{FIELDS[field]}: give a name, and country and province where they are told.")
    found = {name: _name(field, one) for name, one in value.items() if one}
    if "name" not in found:
        raise BadArgument(f"{FIELDS[field]}: give the name of the place as the text has it, be it a country's.")
    if "country" in found:
        code = found["country"].upper()
        if load().countries.get(code) is None:
            raise BadArgument(f"{FIELDS[field]}: {found['country']!r} is no code of a country. Give two letters: ML.")
        found["country"] = code
    return found


def _names(field: str, value: Any) -> list[str]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not listed:
        raise BadArgument(f"{FIELDS[field]}: give at least one name, or say that the text does not say.")
    return list(dict.fromkeys(_name(field, one) for one in listed))


def _name(field: str, value: Any) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words or len(words) > _MOST_LETTERS:
        raise BadArgument(f"{FIELDS[field]}: a name has at least one letter and at most {_MOST_LETTERS}.")
    return words


def _figure(field: str, value: Any) -> dict[str, int | None]:
    try:
        figures = bounds_given(value)
    except BadArgument as error:
        raise BadArgument(f"{FIELDS[field]}: {error}") from None
    return dict(zip(_BOUNDS, figures, strict=True))


_READ: Mapping[str, Callable[[str, Any], Any]] = {
    "event_type": _word,
    "sub_event_type": _word,
    "modality": _word,
    "when": _when,
    "where": _where,
    "perpetrators": _names,
    "targets": _names,
    "killed": _figure,
    "injured": _figure,
}
