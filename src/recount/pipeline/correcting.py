"""Puts what people decided of a report in place of what was coded; what was coded stays in the casebook."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

from recount.codebook import Facts, load
from recount.nouns.events import NO_PLACE, Claim, EventReport, Period, Place, Side, review_of
from recount.nouns.report import ActorKind, Effect, Modality, WhenPrecision, WherePrecision

__all__ = ["coded_anew", "corrected"]

_EFFECTS = frozenset(get_args(Effect)) - {"munitions"}
_BOUNDS = ("low", "best", "high")
_WEEK, _MONTH = 7, 31
_NUMBERS = frozenset({"latitude", "longitude", "radius_km"})
# What the codes of PLOVER and UCDP follow from.
_CODED = frozenset({"event_type", "sub_event_type", "modality", "perpetrators", "targets"})


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
            report = coded_anew(changed) if field in _CODED else changed
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
    kinds = {claim.group_kind for claim in before}
    words = tuple(one for claim in before for one in claim.words)
    low, best, high = figures
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
