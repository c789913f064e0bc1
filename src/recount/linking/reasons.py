"""Why two reports are taken for one happening, or not, in words."""

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt
from typing import Any

__all__ = ["VALUES", "kilometres_apart", "reason_of"]

VALUES = (
    "report", "first_day", "last_day", "latitude", "longitude", "weapons", "killed_low", "killed_high", "injured_low",
    "injured_high",
)  # fmt: skip
"""Columns of profiles that reasons are told with."""

_EARTH_KM = 12_742.0
# Answers that are told as they stand; None where the values say more.
_TOLD: Mapping[str, Mapping[str, str]] = {
    "when": {
        "same day": "same day",
        "periods overlap": "days overlap",
        "within one month": "within one month",
        "1 day apart": "1 day apart",
        "one told before the other's day": "one told before the day of the other",
        "one undated, told within a week": "one undated, told within a week of it",
        "one undated, told later": "one undated, told more than a week later",
    },
    "where": {
        "same place": "same place",
        "other unknown name": "places of other names",
        "one names the other's": "one names the place of the other",
        "other country": "other country",
        "same area": "same area",
        "one lies in the other's area": "one place lies in the other's area",
        "same division": "same province, one without a town",
        "other division": "other province",
    },
    "what": {
        "same kind": "same kind of event",
        "same type": "same type of event",
        "both violent": "both violent, of other types",
        "both demonstrations": "both demonstrations",
        "other type": "other types of event",
    },
    "happened": {"only one": "only one tells of something that happened"},
    "who": {
        "same name": "same perpetrator",
        "same kind": "same kind of perpetrator",
        "other name": "perpetrators of other names",
        "other kind": "other kind of perpetrator",
    },
    "whom": {
        "several words": "same target",
        "a word": "targets share a word",
        "same kind": "same kind of target",
        "other": "other target",
    },
    "weapon": {"same": "same weapon", "same group": "similar weapons", "other": "other weapon"},
    "names": {
        "six": "six or more names in common",
        "four": "four or more names in common",
        "three": "three names in common",
        "two": "two names in common",
        "one": "one name in common",
        "none": "no name in common",
    },
    "hour": {"same": "same part of the day", "other": "other part of the day"},
    "numbers": {"two": "numbers in common", "one": "a number in common"},
    "told": {"later": "told more than a month apart"},
}
_TOLLS = {
    "same": "same number {effect} ({one})",
    "overlap": "numbers {effect} overlap ({one}, {other})",
    "close": "numbers {effect} are close ({one}, {other})",
    "one apart": "numbers {effect} are one apart ({one}, {other})",
    "rises": "number {effect} revised upward ({one}, {other})",
    "alike": "numbers {effect} differ little ({one}, {other})",
    "differ": "numbers {effect} differ ({one}, {other})",
}


def kilometres_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    """Return the distance of two places on the ground; None where one has no coordinates."""
    if any(place[name] is None for place in (one, other) for name in ("latitude", "longitude")):
        return None
    north, south = radians(one["latitude"]), radians(other["latitude"])
    east = radians(other["longitude"] - one["longitude"])
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return _EARTH_KM * asin(sqrt(min(1.0, chord)))


def reason_of(answers: Mapping[str, str | None], one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say the answers of a comparison, what agrees and what does not, in the order of the questions.

    Args:
        answers: comparison → answer; None where one of the two does not say.
        one: the profile of the earlier report, by its names.
        other: that of the later one.
    """
    return ", ".join(said for name, answer in answers.items() if answer and (said := _said(name, answer, one, other)))


def _said(name: str, answer: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    if name in {"killed", "injured"}:
        figures = (_figure(side, name) for side in (one, other))
        return _TOLLS[answer].format(effect=name, **dict(zip(("one", "other"), figures, strict=True)))
    if name == "wording":
        return f"wording {answer} alike or more" if answer != "lower" else "other wording"
    if name == "words":
        return f"{float(answer):.0%} of rarer words in common or more" if answer != "lower" else "few words in common"
    if name == "weapon" and answer == "same":
        return f"both {', '.join(sorted(set(one['weapons']) & set(other['weapons'])))}"
    told = _TOLD[name].get(answer)
    if told or name in {"happened", "told", "numbers"}:
        return told
    if name == "when":
        gap = max(one["first_day"], other["first_day"]) - min(one["last_day"], other["last_day"])
        return f"{gap} days apart"
    apart = kilometres_apart(one, other)
    return None if apart is None else f"{apart:.0f} km apart"


def _figure(profile: Mapping[str, Any], effect: str) -> str:
    low, high = profile[f"{effect}_low"], profile[f"{effect}_high"]
    if low == high:
        return f"{low}"
    return f"at least {low}" if high is None else f"{low} to {high}"
