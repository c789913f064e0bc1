"""What is drawn of an event: the places that its reports give, and its reports by their day of publication."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from recount.nouns.events import EventReport, Place, SettledEvent

__all__ = ["places_drawn", "reports_drawn"]

# Days written under the line of days.
_MOST_TICKS = 5


def places_drawn(event: SettledEvent) -> dict[str, Any]:
    """Return the places that reports give as GeoJSON, the one that was taken first; those without a point have none."""
    given: dict[Place, list[EventReport]] = {}
    for report in event.reports:
        if report.where.precision != "unknown" or report.where.name:
            given.setdefault(report.where._replace(name=None), []).append(report)
    taken = event.of("where")._replace(name=None) if event.reports and event.of("where") else None
    listed = sorted(given.items(), key=lambda one: (one[0] != taken, -len(one[1])))
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(number, place, reports, rival=place != taken)
            for number, (place, reports) in enumerate(listed, start=1)
        ],
    }


def _feature(number: int, place: Place, reports: Sequence[EventReport], *, rival: bool) -> dict[str, Any]:
    known = place.latitude is not None and place.longitude is not None
    name = next((one.where.name for one in reports if one.where.name), None) or place.gazetteer_name
    outlets = list(dict.fromkeys(one.outlet or "an outlet not known" for one in reports))
    said = f"the place that {len(reports)} report{' gives' if len(reports) == 1 else 's give'}: {', '.join(outlets)}"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if known else None,
        "properties": {
            "id": f"place-{number}",
            "title": name or "a place without a name",
            "label": name,
            "lines": [said, f"known: {place.precision}", *([] if rival else ["taken for the event"])],
            "name": name,
            "gazetteer_name": place.gazetteer_name,
            "admin1": place.admin1,
            "precision": place.precision,
            "radius_km": place.radius_km,
            "country": place.country,
            "rival": rival,
            "outlets": outlets,
            "reports": [one.id for one in reports],
        },
    }


def reports_drawn(event: SettledEvent) -> dict[str, Any] | None:
    """Return reports by their day of publication, each with its place between the first and the last day, in [0, 1].

    None where no report has a day. The days on which it may have happened are part of the line where they are near.
    """
    dated = sorted((one for one in event.reports if one.published), key=lambda one: (str(one.published), one.order))
    if not dated:
        return None
    when = event.of("when")
    days = [one.published for one in dated if one.published]
    told = [day for day in (when.earliest, when.latest) if day] if when else []
    # An anniversary is told of years after: then the day of the event is off the line.
    near = [day for day in told if abs((day - days[0]).days) <= max(31, 2 * (days[-1] - days[0]).days)]
    first, last = min([*days, *near]), max([*days, *near])
    span = max(1, (last - first).days)

    def at(day: date) -> float:
        return (day - first).days / span if last > first else 0.5

    height: dict[date, int] = {}
    drawn = []
    for one in dated:
        day = one.published or first
        drawn.append(
            {
                "report": one.id, "outlet": one.outlet, "published": day.isoformat(), "at": at(day),
                "level": height.get(day, 0), "copied": one.family != one.article,
            }
        )  # fmt: skip
        height[day] = height.get(day, 0) + 1
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "ticks": [{"day": day.isoformat(), "at": at(day)} for day in _ticks(first, last)],
        "happened": {"from": at(min(near)), "to": at(max(near))} if near else None,
        "levels": max(height.values()),
        "reports": drawn,
        "undated": len(event.reports) - len(dated),
    }


def _ticks(first: date, last: date) -> list[date]:
    days = (last - first).days
    number = min(_MOST_TICKS, days + 1)
    if number < 2:
        return [first]
    return list(dict.fromkeys(first + timedelta(days=round(days * one / (number - 1))) for one in range(number)))
