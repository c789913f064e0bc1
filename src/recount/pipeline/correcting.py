"""Puts what people decided of a report in place of what was coded; what was coded stays in the casebook."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

from recount.codebook import load
from recount.nouns.events import NO_PLACE, Claim, EventReport, Period, Place, Side, review_of
from recount.nouns.report import ActorKind, Effect, Modality, WhenPrecision, WherePrecision

__all__ = ["corrected"]

_EFFECTS = frozenset(get_args(Effect)) - {"munitions"}
_BOUNDS = ("low", "best", "high")
_WEEK, _MONTH = 7, 31


def corrected(report: EventReport, decisions: Sequence[Mapping[str, Any]]) -> EventReport:
    """Return a report with its decisions, corrections applied; one that is no value of its field stays unapplied.

    A correction is: of a type or the modality its word; of `when` a day or {earliest, latest}; of `where` a name or
    {name, latitude, longitude, country, …}; of perpetrators or targets a name, or a list of them; of killed and the
    other effects a number or {low, best, high}.
    """
    standing: dict[str, Mapping[str, Any]] = {}
    for one in decisions:
        if one["field"] is None:
            continue
        standing[one["field"]] = one
    unapplied: list[str] = []
    for field, one in standing.items():
        if one["verdict"] != "correct":
            continue
        changed = _applied(report, field, one)
        if changed is None:
            unapplied.append(f"{field}: {one['value']!r} (decision {one['seq']}, by {one['by']})")
        else:
            report = changed
    kept = tuple(one for one in decisions if standing.get(one["field"] or "", one) is one)
    return report._replace(review=review_of(decisions), decisions=kept, unapplied=tuple(unapplied))


def _applied(report: EventReport, field: str, decision: Mapping[str, Any]) -> EventReport | None:
    """Return the report with one field corrected; None where the value is none of the field's."""
    if field in _EFFECTS:
        return _with_claim(report, field, decision)
    change = _FIELDS.get(field)
    try:
        return change(report, decision["value"]) if change else None
    except (ValueError, TypeError, KeyError):
        return None


def _event_type(report: EventReport, value: Any) -> EventReport | None:
    return report._replace(event_type=value) if value in load().event_types.names else None


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
    if not set(given) <= set(Place._fields):
        return None
    # Another name is another place: what was known of the first one does not hold.
    before = report.where if given.get("name", report.where.name) == report.where.name else NO_PLACE
    place = before._replace(**given)
    if place.precision == "unknown" and place.latitude is not None:
        place = place._replace(precision="exact")
    fits = place.precision in get_args(WherePrecision) and (place.latitude is None) == (place.longitude is None)
    within = place.latitude is None or (
        -90 <= float(place.latitude) <= 90 and -180 <= float(place.longitude or 0) <= 180
    )
    return report._replace(where=place) if fits and within else None


def _sides(value: Any) -> tuple[Side, ...] | None:
    listed = value if isinstance(value, list) else [value]
    found = []
    for one in listed:
        given = {"name": one} if isinstance(one, str) else dict(one)
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


def _with_claim(report: EventReport, effect: str, decision: Mapping[str, Any]) -> EventReport | None:
    """Put a person's figure in place of all of an effect; the words that it was read from stay with it."""
    value = decision["value"]
    given = dict.fromkeys(_BOUNDS, value) if isinstance(value, int) else value
    if not isinstance(given, Mapping) or not set(given) <= set(_BOUNDS):
        return None
    figures = [given.get(one) for one in _BOUNDS]
    known = [one for one in figures if one is not None]
    if not known or any(type(one) is not int or one < 0 for one in known) or known != sorted(known):
        return None
    before = [claim for claim in report.claims if claim.effect == effect]
    words = tuple(one for claim in before for one in claim.words)
    low, best, high = figures
    claim = Claim(
        f"{report.id}/decision/{decision['seq']}", report.id, cast(Effect, effect), None,
        before[0].group_kind if before else "unknown", low, best, high, "person", words=words, by=str(decision["by"]),
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
