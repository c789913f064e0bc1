"""Events of few words for the spec of published rules: what outlets tell, as a conflict researcher would note it.

A figure is written as `at least 12 civilians`, `of them 3 children`, `dozens`, `nobody`, with what else is known of it
after commas: `replaced`, `disputed`, `over 2 places`, `over 2 places (second)`, `says medical`, `says party for JNIM`,
`says official via AFP`, `denied by party for the army`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from recount.codebook import Facts, load
from recount.nouns.events import (
    NO_PERIOD,
    NO_PLACE,
    Claim,
    Event,
    EventReport,
    Period,
    Place,
    ResponsibilityWord,
    Side,
    Voice,
)
from recount.pipeline.correcting import corrected

__all__ = ["SIDES", "event_told", "in_words"]

SIDES: Mapping[str, Side] = {
    "the army": Side("the army", "Military Forces of Mali", None, "state forces", "ML"),
    "the police": Side("the police", None, None, "state forces", None),
    "Niger's army": Side("Niger's army", "Military Forces of Niger", None, "state forces", "NE"),
    "JNIM": Side("JNIM", "JNIM", "jnim", "rebel group", None),
    "CMA": Side("CMA", "CMA", "cma", "rebel group", None),
    "gunmen": Side("gunmen", None, None, "political militia", None),
    "villagers": Side("villagers", None, None, "civilians", None),
    "marchers": Side("marchers", None, None, "protesters", None),
    "a market": Side("a market", None, None, "site", None),
}
_GROUPS = {
    "people": ("unknown", None),
    "civilians": ("civilian", "civilians"),
    "children": ("civilian", "children"),
    "women": ("civilian", "women"),
    "soldiers": ("state", "soldiers"),
    "policemen": ("state", "policemen"),
    "rebels": ("rebel", "rebels"),
    "attackers": ("perpetrator", "attackers"),
}
_WORDS: Mapping[str, tuple[int | None, int | None, int | None, str]] = {
    "nobody": (0, 0, 0, "zero-stated"),
    "several": (3, None, None, "several"),
    "many": (None, None, None, "many"),
    "tens": (20, None, None, "tens"),
    "dozens": (24, None, None, "dozens"),
    "hundreds": (200, None, None, "hundreds"),
}
_KINDS = {"party": "party to the conflict"}
_FIGURE = re.compile(
    r"(?P<part>of them )?(?P<how>at least |more than |up to |about )?(?:(?P<n>\d+)(?: to (?P<m>\d+))?|(?P<word>[a-z]+))"
    r"(?: (?P<group>[a-z]+))?"
)
_SAID = re.compile(r"(?P<how>says|denied by) (?P<kind>[a-z]+)(?: for (?P<side>.+?))?(?: via (?P<via>.+))?")
_SHARED = re.compile(r"over (?P<number>\d+) places(?P<later> \(second\))?")
_EFFECTS = ("killed", "injured")
_KEYS = {
    *_EFFECTS, "outlet", "copies", "published", "type", "modality", "by", "against", "when", "where", "responsibility",
    "voices", "decisions",
}  # fmt: skip


def event_told(reports: Sequence[Mapping[str, Any]]) -> Event:
    """Return an event as its reports are noted, decisions of people applied."""
    told = [_report(number, given) for number, given in enumerate(reports, 1)]
    rejected = tuple(one.id for one in told if one.review == "rejected")
    return Event("ev1:0123456789abcdef", tuple(one for one in told if one.review != "rejected"), rejected)


def in_words(reports: Sequence[Mapping[str, Any]]) -> str:
    """Return a note of reports as one line."""
    return " / ".join(_words(number, given) for number, given in enumerate(reports, 1))


def _words(number: int, given: Mapping[str, Any]) -> str:
    figures = [f"{one} {effect}" for effect in _EFFECTS for one in given.get(effect, ())]
    more = [f"{key} {_plain(value)}" for key, value in given.items() if key not in {"outlet", *_EFFECTS}]
    return f"{given.get('outlet', f'outlet {number}')}: {'; '.join([*figures, *more]) or 'no figure'}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class _Figure(NamedTuple):
    claim: Claim
    is_part: bool


def _report(number: int, given: Mapping[str, Any]) -> EventReport:
    assert set(given) <= _KEYS, given
    id_, article = f"rep1:{number:016x}", f"art1:{number:016x}"
    event_type, _, sub_event_type = str(given.get("type", "Violence against civilians / Attack")).partition(" / ")
    perpetrators, targets = (
        tuple(SIDES[name] for name in given.get(key, usual))
        for key, usual in (("by", ["JNIM"]), ("against", ["villagers"]))
    )
    modality = given.get("modality", "actual")
    facts = Facts(
        (event_type,), (sub_event_type,), (modality,), (),
        [side.kind for side in perpetrators], [side.kind for side in targets],
    )  # fmt: skip
    claims = _claims(id_, given)
    voices = tuple(dict.fromkeys([*(voice for claim in claims for voice in claim.voices), *_voices(given)]))
    report = EventReport(
        id_, article, number, f"art1:{given['copies']:016x}" if "copies" in given else article,
        given.get("outlet", f"Outlet {number}"), None, None, date(2024, 5, int(given.get("published", 10))),
        event_type, sub_event_type or None, modality, *load().crosswalk.plover(facts), load().crosswalk.ucdp(facts),
        _when(given.get("when", "2024-05-03")), _where(str(given.get("where", "exact"))), perpetrators, targets,
        responsibility=tuple(_responsibility(one) for one in given.get("responsibility", ())),
        claims=claims, voices=voices,
    )  # fmt: skip
    return corrected(report, _decisions(given)) if "decisions" in given else report


def _decisions(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"seq": seq, "field": None, "verdict": "reject", "value": None, "by": "Ana"}
        if one == "reject"
        else {"seq": seq, "field": one["field"], "verdict": "correct", "value": one["to"], "by": "Ana"}
        for seq, one in enumerate(given["decisions"], 1)
    ]


def _when(given: Any) -> Period:
    if given == "unknown":
        return NO_PERIOD
    if not isinstance(given, Mapping):
        return Period(date.fromisoformat(str(given)), date.fromisoformat(str(given)), "day", "stated")
    first, last = (date.fromisoformat(str(given[key])) for key in ("from", "to"))
    return Period(first, last, given["precision"], "stated", bool(given.get("lasts")))


def _where(given: str) -> Place:
    precision, _, radius = given.partition(" of ")
    if precision == "unknown":
        return NO_PLACE
    km = float(radius.removesuffix(" km")) if radius else 3.0
    return Place("Kaya", "gn:1", "Kaya", 13.0, -1.0, km, "ML", None, None, precision)  # type: ignore[arg-type]


def _responsibility(given: str) -> ResponsibilityWord:
    how, _, party = given.partition(" ")
    return ResponsibilityWord(SIDES[party].known_as, how, None)  # type: ignore[arg-type]


def _claims(id_: str, given: Mapping[str, Any]) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for effect in _EFFECTS:
        whole: str | None = None
        for words in given.get(effect, ()):
            figure = _figure(f"{id_}/count/{len(found)}", id_, effect, str(words), whole)
            found.append(figure.claim)
            whole = whole if figure.is_part else figure.claim.id
    return tuple(found)


def _figure(id_: str, report: str, effect: str, words: str, whole: str | None) -> _Figure:
    written, *more = words.split(", ")
    read = _FIGURE.fullmatch(written)
    assert read, words
    low, best, high, rule = _bounds(read)
    kind, group = _GROUPS[read["group"] or "people"]
    shared = next((found for one in more if (found := _SHARED.fullmatch(one))), None)
    said = [found for one in more if (found := _SAID.fullmatch(one))]
    assert len(more) == len(said) + bool(shared) + ("replaced" in more) + ("disputed" in more), words
    claim = Claim(
        id_, report, effect, group, kind, low, best, high, rule,  # type: ignore[arg-type]
        part_of=whole if read["part"] else None,
        revised="replaced" in more,
        rival="disputed" in more,
        shared=int(shared["number"]) if shared else 1,
        shared_first=not (shared and shared["later"]),
        voices=tuple(_voice(found) for found in said),
    )  # fmt: skip
    return _Figure(claim, bool(read["part"]))


def _bounds(read: re.Match[str]) -> tuple[int | None, int | None, int | None, str]:
    if read["word"]:
        return _WORDS[read["word"]]
    n = int(read["n"])
    if read["m"]:
        return n, None, int(read["m"]), "range"
    return {
        "at least ": (n, n, None, "at-least"),
        "more than ": (n + 1, n, None, "more-than"),
        "up to ": (None, n, n, "at-most"),
        "about ": (None, n, None, "about"),
    }.get(read["how"] or "", (n, n, n, "exact"))


def _voice(read: re.Match[str]) -> Voice:
    side = SIDES[read["side"]].known_as if read["side"] else None
    stance = "denies" if read["how"] == "denied by" else "claims" if side else "reports"
    kind = _KINDS.get(read["kind"], read["kind"])
    return Voice(f"st1:{abs(hash(read.string)):016x}", None, None, side, kind, stance, read["via"])  # type: ignore[arg-type]


def _voices(given: Mapping[str, Any]) -> list[Voice]:
    found = [_SAID.fullmatch(one) for one in given.get("voices", ())]
    assert all(found), given["voices"]
    return [_voice(one) for one in found if one]
