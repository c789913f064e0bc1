"""One value for each field of an event, with the rival values beside it and why it was taken.

The order: a person's correction; the value that most independent sources give; for days and places the most exact one
first. Where sources are even, the one told first is taken and the choice says that it is unresolved.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from recount.codebook import Facts, load
from recount.nouns.events import (
    GROUP_KINDS,
    NO_PERIOD,
    NO_PLACE,
    STATE_KINDS,
    Choice,
    EventReport,
    Period,
    Place,
    Rival,
)

__all__ = ["FIELDS", "settled_fields"]

_VAGUENESS = {
    name: rank
    for rank, name in enumerate(("exact", "near", "admin2", "admin1", "area", "international", "country", "unknown"))
}
_NOTHING = (None, (), (None, None))
_ORGANISED = STATE_KINDS | GROUP_KINDS
_KIND_OF_DEAD = {"state": "state forces", "rebel": "rebel group", "civilian": "civilians"}
# Whoever names a sub-type names its type, and whoever corrects a type says that the sub-type of another is none.
_CORRECTED_BY: Mapping[str, tuple[str, ...]] = {
    "event_type": ("event_type", "sub_event_type"),
    "sub_event_type": ("sub_event_type", "event_type"),
}


class _Field(NamedTuple):
    value: Callable[[EventReport], Any]
    """None or empty where the report does not say."""
    key: Callable[[Any], Any]
    """Values with one key are the same."""
    exactness: Callable[[Any], float]
    """Lower is more exact; sources are counted among the most exact values only."""
    untold: Choice


def _untold(empty: Any) -> Choice:
    return Choice(empty, "none-given", why="no report tells")


def _same(value: Any) -> Any:
    return value


def _even(_: Any) -> float:
    return 0.0


def _period(report: EventReport) -> Any:
    return report.when if report.when.earliest or report.when.latest else None


def _days(value: Period) -> float:
    if value.earliest is None or value.latest is None:
        return 1e6
    return float((value.latest - value.earliest).days)


def _place(report: EventReport) -> Any:
    return report.where if report.where.precision != "unknown" or report.where.name else None


def _place_key(value: Place) -> Any:
    return value.gazetteer_id or (value.name or "").casefold(), value.precision


def _exactness(value: Place) -> float:
    return _VAGUENESS.get(value.precision, 9) + (0 if value.latitude is not None else 0.5)


def _names(value: Any) -> Any:
    return frozenset(side.known_as for side in value)


def _listed(value: Any) -> float:
    """Count sides that no list holds: a neutral name tells more than "gunmen"."""
    return 0.0 if any(side.canonical for side in value) else 1.0


def _people(value: Any) -> float:
    """Rank who was attacked: whose they are tells more than "a car", in which they sat."""
    if any(side.canonical or side.kind not in ("site", "unknown") for side in value):
        return 0.0
    return 1.0 if any(side.kind == "unknown" for side in value) else 2.0


FIELDS: Mapping[str, _Field] = {
    "event_type": _Field(attrgetter("event_type"), _same, _even, _untold(None)),
    "sub_event_type": _Field(attrgetter("sub_event_type"), _same, _even, _untold(None)),
    "modality": _Field(attrgetter("modality"), _same, _even, _untold(None)),
    "plover": _Field(attrgetter("plover_type", "plover_mode"), _same, _even, _untold((None, None))),
    "ucdp_type": _Field(attrgetter("ucdp_type"), _same, _even, _untold(None)),
    "when": _Field(_period, lambda value: value[:2], _days, _untold(NO_PERIOD)),
    "where": _Field(_place, _place_key, _exactness, _untold(NO_PLACE)),
    "perpetrators": _Field(attrgetter("perpetrators"), _names, _listed, _untold(())),
    "targets": _Field(attrgetter("targets"), _names, _people, _untold(())),
    "weapons": _Field(
        attrgetter("weapons"), lambda value: frozenset(one.category for one in value), _even, _untold(())
    ),
}  # fmt: skip
"""Fields with one value; `responsibility` keeps every word."""


def settled_fields(reports: Sequence[EventReport], sources: Mapping[str, str]) -> dict[str, Choice]:
    """Return a choice for each field; `sources` gives the source of each report."""
    if len(reports) == 1 and not reports[0].decisions:
        found = _told_once(reports[0])
    else:
        found = {name: _choice(name, field, reports, sources) for name, field in FIELDS.items()}
    if found["ucdp_type"].value is None:
        found["ucdp_type"] = _type_of_sides(found, reports)
    words = tuple(dict.fromkeys(word[:2] for report in reports for word in report.responsibility))
    told = tuple(report.id for report in reports if report.responsibility)
    found["responsibility"] = Choice(words, "all-told" if words else "none-given", told)
    return found


def _type_of_sides(found: Mapping[str, Choice], reports: Sequence[EventReport]) -> Choice:
    """Return UCDP's type of violence that follows from the sides of the event, where no report tells of both sides.

    Where only a site is said to have been attacked, those who died in it were.
    """
    doers = [side.kind for side in found["perpetrators"].value]
    if not _ORGANISED.intersection(doers):
        return found["ucdp_type"]
    attacked = [side.kind for side in found["targets"].value if side.kind not in ("site", "unknown")]
    dead = {claim.group_kind for one in reports for claim in one.claims if claim.effect == "killed" and claim.high != 0}
    facts = Facts(
        type=(found["event_type"].value,),
        sub_type=(),
        modality=(),
        weapon=(),
        perpetrator=doers,
        target=attacked or [kind for group, kind in _KIND_OF_DEAD.items() if group in dead],
    )
    value = load().crosswalk.ucdp(facts)
    told = tuple(dict.fromkeys((*found["perpetrators"].reports, *found["targets"].reports)))
    return found["ucdp_type"] if value is None else Choice(value, "from-sides", told, why="follows from both sides")


def _told_once(report: EventReport) -> dict[str, Choice]:
    """Return what `_choice` comes to for each field where there is one report that nobody corrected: of most events."""
    found: dict[str, Choice] = {}
    by = (report.id,)
    for name, field in FIELDS.items():
        value = field.value(report)
        found[name] = field.untold if value in _NOTHING else Choice(value, "only-value", by)
    return found


def _choice(name: str, field: _Field, reports: Sequence[EventReport], sources: Mapping[str, str]) -> Choice:
    told = [(report, value) for report in reports if (value := field.value(report)) not in _NOTHING]
    if not told:
        return field.untold
    corrected = [(report, value) for report, value in told if _is_corrected(report, name)]
    if len(told) == 1 and not corrected:
        return Choice(told[0][1], "only-value", (told[0][0].id,))
    by_key: dict[Any, list[tuple[EventReport, Any]]] = {}
    for report, value in told:
        by_key.setdefault(field.key(value), []).append((report, value))
    if corrected:
        # Of several corrections the last decision stands.
        report, value = max(corrected, key=lambda one: _last_decision(one[0], name))
        return _made(value, "person", by_key, field.key(value), why=None)
    if len(by_key) == 1:
        same = next(iter(by_key.values()))
        return Choice(same[0][1], "only-value", tuple(report.id for report, _ in same))
    return _weighed(field, by_key, sources)


def _weighed(field: _Field, by_key: Mapping[Any, list[tuple[EventReport, Any]]], sources: Mapping[str, str]) -> Choice:
    finest = min(field.exactness(same[0][1]) for same in by_key.values())
    among = {key: same for key, same in by_key.items() if field.exactness(same[0][1]) == finest}
    votes = {key: len({sources[report.id] for report, _ in same}) for key, same in among.items()}
    most = max(votes.values())
    first, *others = [key for key, number in votes.items() if number == most]
    value = by_key[first][0][1]
    if others:
        why = f"unresolved: {_many(most)} for each of {len(others) + 1} values; the one told first was taken"
        return _made(value, "unresolved", by_key, first, why=why)
    if len(among) < len(by_key) and len(among) == 1:
        return _made(value, "most-exact", by_key, first, why="more exact than its rivals")
    return _made(value, "most-sources", by_key, first, why=f"{_many(most)} for it, the most of any")


def _made(
    value: Any, line: str, by_key: Mapping[Any, list[tuple[EventReport, Any]]], key: Any, *, why: str | None
) -> Choice:
    rivals = tuple(
        Rival(same[0][1], tuple(report.id for report, _ in same)) for one, same in by_key.items() if one != key
    )
    return Choice(value, line, tuple(report.id for report, _ in by_key[key]), rivals, why)


def _is_corrected(report: EventReport, name: str) -> bool:
    return bool(report.decisions) and _last_decision(report, name) > 0


def _last_decision(report: EventReport, name: str) -> int:
    """Return the number of the last correction of a field that stands in the report; 0 where there is none."""
    fields = {field for field in _CORRECTED_BY.get(name, (name,)) if not _is_unapplied(report, field)}
    return max(
        (int(one["seq"]) for one in report.decisions if one["verdict"] == "correct" and one["field"] in fields),
        default=0,
    )


def _is_unapplied(report: EventReport, field: str) -> bool:
    return any(words.startswith(f"{field}: ") for words in report.unapplied)


def _many(number: int) -> str:
    return f"{number} independent source{'' if number == 1 else 's'}"
