"""What the reports of one event together tell, for listing it: the most exact values, and tolls from least to most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Summary", "event_id", "summary_of"]


class Summary(NamedTuple):
    """An event at a glance. Nothing is settled by it: rival values stand in the reports."""

    sources: int
    """Reports in the same words count once."""
    first_day: int | None
    """Days since 1 January of the year 1: of the narrowest period that most reports give."""
    last_day: int | None
    place: str | None
    """As the report with the most exact place writes it."""
    country: str | None
    latitude: float | None
    longitude: float | None
    event_type: str | None
    sub_event_type: str | None
    killed_low: int | None
    """The least number that a report gives, and the greatest."""
    killed_high: int | None


def event_id(first_report: str) -> str:
    """Return the id of an event by the report of it that was kept first: later reports do not change it."""
    return f"ev1:{first_report.partition(':')[2]}"


def summary_of(reports: Sequence[Mapping[str, Any]]) -> Summary:
    """Return what reports of one event together tell; each is a profile by its names, the first kept first."""
    period = _period(reports)
    placed = min(reports, key=_vagueness)
    lows = [one["killed_low"] for one in reports if one["killed_low"] is not None]
    highs = [one["killed_high"] for one in reports if one["killed_high"] is not None]
    event_type = _most(one["event_type"] for one in reports)
    return Summary(
        len({one["family"] for one in reports}),
        *period,
        placed["place_name"],
        placed["country"],
        placed["latitude"],
        placed["longitude"],
        event_type,
        _most(one["sub_event_type"] for one in reports if one["event_type"] == event_type),
        min(lows, default=None),
        max([*lows, *highs], default=None),
    )


def _period(reports: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    periods = [(one["first_day"], one["last_day"]) for one in reports if one["first_day"] is not None]
    if not periods:
        return None, None
    narrowest = min(last - first for first, last in periods)
    return Counter(one for one in periods if one[1] - one[0] == narrowest).most_common(1)[0][0]


def _vagueness(report: Mapping[str, Any]) -> tuple[bool, bool, bool, float]:
    radius = report["radius_km"]
    return (
        report["country"] is None,
        not report["is_fine"],
        report["latitude"] is None,
        1e9 if radius is None else radius,
    )


def _most(values: Any) -> str | None:
    found = Counter(value for value in values if value is not None).most_common(1)
    return found[0][0] if found else None
