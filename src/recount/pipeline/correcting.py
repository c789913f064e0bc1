"""Puts what people decided of a report in place of what was coded; what was coded stays in the casebook."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self, cast, get_args

from recount.codebook import Facts, load
from recount.errors import BadArgument
from recount.nouns.events import (
    NO_PERIOD,
    NO_PLACE,
    Claim,
    EventReport,
    Period,
    Place,
    Side,
    Words,
    bounds_given,
    review_of,
)
from recount.nouns.report import ActorKind, Effect, Modality, WhenPrecision, WherePrecision

__all__ = ["CORRECTED_FIELDS", "Correction", "check_correction", "coded_anew", "corrected"]

_EFFECTS = tuple(one for one in get_args(Effect) if one != "munitions")
_WEEK, _MONTH = 7, 31
_NUMBERS = frozenset({"latitude", "longitude", "radius_km"})
# What the codes of PLOVER and UCDP follow from.
_CODED = frozenset({"event_type", "sub_event_type", "modality", "perpetrators", "targets"})


class Correction(NamedTuple):
    """What a person gives in place of a coded value."""

    value: Any
    spans: tuple[tuple[int, int], ...] = ()
    """The words of the article that it rests on, as half-open ranges of code points; empty where the person gives
    none: then it rests on the words of the coded value."""

    @classmethod
    def of(cls, told: Any) -> Self:
        """Read a decision's value: the value itself, or {"value": …, "spans": [[start, end], …]}.

        Raises:
            ValueError: `spans` are no ranges.
        """
        if not isinstance(told, Mapping) or "value" not in told or not set(told) <= {"value", "spans"}:
            return cls(told)
        spans = []
        for start, end in told.get("spans") or ():
            if type(start) is not int or type(end) is not int:
                raise ValueError("A span is two whole numbers.")
            spans.append((start, end))
        return cls(told["value"], tuple(dict.fromkeys(spans)))

    def words(self, article: str, text: str) -> tuple[Words, ...]:
        """Return the words in the text of an article.

        Raises:
            ValueError: a span is empty or reaches outside the text.
        """
        if not all(0 <= start < end <= len(text) for start, end in self.spans):
            raise ValueError("No words stand there.")
        return tuple(Words(article, start, end, text[start:end]) for start, end in self.spans)


def corrected(report: EventReport, decisions: Sequence[Mapping[str, Any]], text: str = "") -> EventReport:
    """Return a report with its decisions, corrections applied; one that is no value of its field stays unapplied.

    A correction is: of a type or the modality its word; of `when` a day or {earliest, latest}; of `where` a name or
    {name, latitude, longitude, country, …}; of perpetrators or targets a name, or a list of them; of killed and the
    other effects a number or {low, best, high}. Each may come with the words that it rests on, as
    {"value": …, "spans": [[start, end], …]} in code points: they take the place of the coded value's words, and must
    lie in `text`, that of the report's article.

    A rejected field has no value: nobody takes it from this report. A type and a modality cannot be left out, so they
    are corrected, or the report is rejected as a whole.
    """
    standing: dict[str, Mapping[str, Any]] = {}
    for one in decisions:
        if one["field"] is None:
            continue
        standing[one["field"]] = one
    unapplied: list[str] = []
    for field, one in standing.items():
        if one["verdict"] not in ("correct", "reject"):
            continue
        changed = _without(report, field) if one["verdict"] == "reject" else _applied(report, field, one, text)
        if changed is None:
            told = "rejected" if one["verdict"] == "reject" else repr(one["value"])
            unapplied.append(f"{field}: {told} (decision {one['seq']}, by {one['by']})")
        else:
            report = coded_anew(changed) if field in _CODED else changed
    kept = tuple(one for one in decisions if standing.get(one["field"] or "", one) is one)
    return report._replace(review=review_of(decisions), decisions=kept, unapplied=tuple(unapplied))


def _without(report: EventReport, field: str) -> EventReport | None:
    """Return the report without the value of a field; None where it cannot be without."""
    words = {name: told for name, told in report.words.items() if name != field}
    if field in _EFFECTS:
        return report._replace(claims=tuple(one for one in report.claims if one.effect != field))
    if field in _EMPTY:
        return report._replace(**{field: _EMPTY[field]}, words=words)
    return None


def check_correction(field: str, value: Any, text: str) -> None:
    """Refuse a correction of a report that could not be applied, before it is kept.

    Raises:
        BadArgument: no such field, no value of it, or words that do not stand in the article's text.
    """
    if field not in CORRECTED_FIELDS:
        raise BadArgument(f"{field!r} cannot be corrected. Correct one of {', '.join(CORRECTED_FIELDS)}.")
    try:
        told = Correction.of(value)
        told.words("", text)
    except (ValueError, TypeError) as error:
        raise BadArgument(
            f"No words stand at {value.get('spans')!r} of a text of {len(text)} code points. Give each as "
            "[start, end] with 0 <= start < end <= length."
        ) from error
    decision = {"field": field, "verdict": "correct", "value": told.value, "seq": 0, "by": ""}
    if _applied(_ANY, field, decision, text) is None:
        raise BadArgument(f"{told.value!r} is no value of {field}. Give {_wanted(field)}.")


def _wanted(field: str) -> str:
    """Say what a correction of a field may be."""
    if field in _EFFECTS:
        return "a whole number of people, or bounds such as at least 12, up to 12, 10-15: the lower one first"
    if field == "event_type":
        return f"one of {', '.join(load().event_types.names)}"
    if field == "sub_event_type":
        return f"one of {', '.join(one.name for one in load().event_types.sub_types)}"
    if field == "modality":
        return f"one of {', '.join(get_args(Modality))}"
    if field == "when":
        return "a day as 2024-05-01, or the first and the last day, the earlier one first"
    if field == "where":
        return (
            "a name; or a point by latitude (-90 to 90) and longitude (-180 to 180), both of them; precision is one "
            f"of {', '.join(get_args(WherePrecision))}"
        )
    return f"a name or several, each with a kind where it is known: {', '.join(get_args(ActorKind))}"


def _applied(report: EventReport, field: str, decision: Mapping[str, Any], text: str) -> EventReport | None:
    """Return the report with one field corrected; None where the value is none of the field's."""
    change = _FIELDS.get(field)
    try:
        told = Correction.of(decision["value"])
        words = told.words(report.article, text)
        if field in _EFFECTS:
            return _with_claim(report, field, told.value, words, decision)
        changed = change(report, told.value) if change else None
    except (ValueError, TypeError, KeyError):
        return None
    return changed._replace(words={**changed.words, field: words}) if changed and words else changed


def coded_anew(report: EventReport) -> EventReport:
    """Return the report with the codes of PLOVER and UCDP that follow from its types and sides."""
    facts = Facts(
        type=(report.event_type,),
        sub_type=(report.sub_event_type,) if report.sub_event_type else (),
        modality=(report.modality,),
        weapon=[weapon.category for weapon in report.weapons],
        perpetrator=[side.kind for side in report.perpetrators],
        target=[side.kind for side in report.targets],
    )
    crosswalk = load().crosswalk
    plover_type, plover_mode = crosswalk.plover(facts)
    return report._replace(plover_type=plover_type, plover_mode=plover_mode, ucdp_type=crosswalk.ucdp(facts))


def _event_type(report: EventReport, value: Any) -> EventReport | None:
    types = load().event_types
    if value not in types.names:
        return None
    kept = report.sub_event_type if types.type_of(report.sub_event_type or "") == value else None
    return report._replace(event_type=value, sub_event_type=kept)


def _sub_event_type(report: EventReport, value: Any) -> EventReport | None:
    of = load().event_types.type_of(value)
    return report._replace(event_type=of, sub_event_type=value) if of else None


def _modality(report: EventReport, value: Any) -> EventReport | None:
    return report._replace(modality=value) if value in get_args(Modality) else None


def _when(report: EventReport, value: Any) -> EventReport | None:
    given = {"earliest": value, "latest": value} if isinstance(value, str) else value
    first, last = (date.fromisoformat(given[one]) for one in ("earliest", "latest"))
    if first > last:
        return None
    days = (last - first).days + 1
    usual = "day" if days == 1 else "days" if days < _WEEK else "week" if days == _WEEK else "month"
    precision = given.get("precision", usual if days <= _MONTH else "year")
    if precision not in get_args(WhenPrecision):
        return None
    period = Period(first, last, cast(WhenPrecision, precision), "stated", bool(given.get("lasts", False)))
    return report._replace(when=period)


def _where(report: EventReport, value: Any) -> EventReport | None:
    given = {"name": value} if isinstance(value, str) else dict(value)
    numbers = {one: float(given[one]) for one in _NUMBERS & set(given) if given[one] is not None}
    words = [one for name, one in given.items() if name not in _NUMBERS and one is not None]
    if not set(given) <= set(Place._fields) or not all(isinstance(one, str) for one in words):
        return None
    given.update(numbers)
    # Another name is another place: what was known of the first one does not hold.
    before = report.where if given.get("name", report.where.name) == report.where.name else NO_PLACE
    place = before._replace(**given)
    if place.precision == "unknown" and place.latitude is not None:
        place = place._replace(precision="exact")
    fits = place.precision in get_args(WherePrecision) and (place.latitude is None) == (place.longitude is None)
    within = place.latitude is None or (-90 <= place.latitude <= 90 and -180 <= (place.longitude or 0) <= 180)
    return report._replace(where=place) if fits and within else None


def _sides(value: Any) -> tuple[Side, ...] | None:
    listed = value if isinstance(value, list) else [value]
    found = []
    for one in listed:
        given = {"name": one} if isinstance(one, str) else dict(one)
        if not isinstance(given["name"], str) or not given["name"].strip():
            return None
        actor = load().actors.resolve(given["name"])
        kind = given.get("kind", actor.kind if actor else "unknown")
        if kind not in get_args(ActorKind):
            return None
        canonical, actor_id = (actor.name, actor.id) if actor else (given.get("canonical"), None)
        country = given.get("country", actor.country if actor else None)
        found.append(Side(given["name"], canonical, actor_id, cast(ActorKind, kind), country))
    return tuple(found)


def _perpetrators(report: EventReport, value: Any) -> EventReport | None:
    sides = _sides(value)
    return None if sides is None else report._replace(perpetrators=sides)


def _targets(report: EventReport, value: Any) -> EventReport | None:
    sides = _sides(value)
    return None if sides is None else report._replace(targets=sides)


def _with_claim(
    report: EventReport, effect: str, value: Any, told: tuple[Words, ...], decision: Mapping[str, Any]
) -> EventReport | None:
    """Put a person's figure in place of all of an effect; without words of its own it keeps those of the coded one."""
    try:
        low, best, high = bounds_given(value)
    except BadArgument:
        return None
    before = [claim for claim in report.claims if claim.effect == effect]
    kinds = {claim.group_kind for claim in before}
    words = told or tuple(one for claim in before for one in claim.words)
    claim = Claim(
        f"{report.id}/decision/{decision['seq']}", report.id, cast(Effect, effect), None,
        # Of soldiers and civilians together the person says no more than how many they were.
        kinds.pop() if len(kinds) == 1 else "unknown", low, best, high, "person", words=words, by=str(decision["by"]),
    )  # fmt: skip
    return report._replace(claims=(*(one for one in report.claims if one.effect != effect), claim))


_FIELDS: Mapping[str, Callable[[EventReport, Any], EventReport | None]] = {
    "event_type": _event_type,
    "sub_event_type": _sub_event_type,
    "modality": _modality,
    "when": _when,
    "where": _where,
    "perpetrators": _perpetrators,
    "targets": _targets,
}

_EMPTY: Mapping[str, Any] = {
    "sub_event_type": None, "when": NO_PERIOD, "where": NO_PLACE, "perpetrators": (), "targets": (), "weapons": (),
    "responsibility": (),
}  # fmt: skip
"""Fields that a report may be without, and what it then has."""

CORRECTED_FIELDS: tuple[str, ...] = (*_FIELDS, *_EFFECTS)
"""What people correct of a report."""

_ANY = EventReport(
    "", "", 0, "", None, None, None, None, "", None, "actual", None, None, None,
    Period(None, None, "unknown", "none"), NO_PLACE,
)  # fmt: skip
"""A report of which nothing is known: what is a value of a field is one in it."""
