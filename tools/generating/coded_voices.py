"""Coded reports with those who speak of them: claims and denials, rival tolls, parts of tolls, and tallies."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from generating.coded_articles import Pair, ReportTold, Saying, TallyTold, Text, told_act
from generating.coded_places import places
from recount.codebook import Facts, load
from recount.nouns.wording import bounds_in_words

__all__ = ["told_with_voices"]

Row = Mapping[str, Any]

_P_NOBODY: Final = 0.2
"""The outlet tells it in its own voice."""
_P_VIA: Final = 0.06
_P_NO_GROUP: Final = 0.3
_P_PART: Final = 0.3
"""Where three or more were killed."""
_P_RIVAL: Final = 0.15
"""Where a number of dead is told."""
_P_CLAIMED, _P_DENIED, _P_ACCUSED = 0.15, 0.08, 0.1
_P_TALLY: Final = 0.02
_SPEAKERS: Final = (
    ("witnesses", None, "witness"), ("a security source", None, "anonymous"), ("the governor", "governor", "official"),
    ("a doctor", "doctor", "medical"), ("local officials", None, "official"),
    ("the army", None, "party to the conflict"), ("a human rights monitor", None, "monitor"),
    ("the ministry of the interior", "ministry", "official"),
)  # fmt: skip
_GROUPS: Final = {
    "civilians": ("civilians", "civilian"), "protesters": ("protesters", "civilian"), "rioters": ("people", "civilian"),
    "state forces": ("soldiers", "state"), "rebel group": ("fighters", "rebel"),
    "political militia": ("militiamen", "rebel"),
}  # fmt: skip
_PARTS: Final = (("children", "civilian"), ("women", "civilian"), ("attackers", "perpetrator"))
_UCDP_WHERE: Final = {"exact": 1, "near": 2, "admin2": 3, "admin1": 4, "area": 5, "country": 6}
_ACLED_WHERE: Final = {"exact": 1, "near": 2, "admin2": 2, "admin1": 3, "area": 3}
_FIELDS: Final = ("when", "where", "perpetrators", "targets", "weapons", "casualties")


class _Draws:
    """Numbers that follow from another one, so that copies say the same."""

    def __init__(self, chance: int) -> None:
        digest = blake2b(chance.to_bytes(16, "little"), digest_size=64).digest()
        self._coming = iter([int.from_bytes(digest[at : at + 2], "little") for at in range(0, 64, 2)])

    def below(self, number: int) -> int:
        return next(self._coming) % number

    def happens(self, probability: float) -> bool:
        return next(self._coming) < probability * 65_536


def told_with_voices(row: Row, text: Text, chance: int) -> ReportTold:
    """Write a report with what speakers say of it."""
    draws = _Draws(chance)
    # "No one" is exact.
    row = {**row, **{f"{effect}_high": 0 for effect in ("killed", "injured") if row[f"{effect}_low"] == 0}}
    no_group = draws.happens(_P_NO_GROUP)

    def worded(row: Row, effect: str, low: int, best: int | None, high: int | None) -> tuple[str, dict[str, Any]]:
        return _worded(row, effect, low, best, high, no_group=no_group)

    told = told_act(row, text, chance, worded)
    values = told.values
    _said(told, text, draws)
    text.sentence(told.begins_at, "coded", f"tells of {row['report']} (“{row['anchor'][:20]}”)")
    told.rest.update(_rest(row, values))
    values.update(_codes(row))
    values["gazetteer_name"] = row["place"] if row["gazetteer_id"] else None
    values.update({"responsibility": [], "disagreements": []})
    values["responsibility_status"] = "stated" if values["perpetrators"] else None
    killed = next((count for count in values["casualties"] if count["effect"] == "killed"), None)
    _part(killed, told, text, draws)
    _rival(row, killed, told, text, draws)
    _responsibility(row, told, text, draws)
    _tally(row, told, text, draws)
    return told


def _worded(
    row: Row, effect: str, low: int, best: int | None, high: int | None, *, no_group: bool
) -> tuple[str, dict[str, Any]]:
    """Return the words for a number, and the group and the rule of the count."""
    if low == 0:
        return "no one", {"rule": "zero-stated"}
    kind = row["targets"][0]["kind"] if row["targets"] else "unknown"
    group, group_kind = ("people", "unknown") if effect == "injured" else _GROUPS.get(kind, ("people", "unknown"))
    told: dict[str, Any] = {} if no_group else {"group": group}
    told |= {} if no_group or group_kind == "unknown" else {"group_kind": group_kind}
    after = "" if no_group else f" {group}"
    if best is None:
        return (f"dozens of{after}" if after else "dozens"), {**told, "rule": "dozens"}
    if high is None:
        return f"at least {low}{after}", {**told, "rule": "at-least"}
    return f"{low}{after}", {**told, "rule": "exact"}


def _said(told: ReportTold, text: Text, draws: _Draws) -> None:
    """End the sentence with who says so, and note it."""
    content = [told.begins_at, text.length]
    if draws.happens(_P_NOBODY):
        text.add(".")
        return
    speaker, role, kind = _SPEAKERS[draws.below(len(_SPEAKERS))]
    via = "state radio" if draws.happens(_P_VIA) else None
    text.add(", ")
    source = text.add(speaker)
    text.add(" ")
    cue = text.add("told" if via else "said")
    text.add(f" {via}." if via else ".")
    side = _first(told.values, "perpetrators", "state forces") or _first(told.values, "targets", "state forces")
    known = {"when": "when_spans", "where": "where_spans"}
    fields = tuple(name for name in _FIELDS if told.values[known.get(name, name)])
    saying = Saying(speaker, kind, "reports", "told" if via else "said", source, cue, content, role, fields=fields)
    saying.side, saying.via = side if kind == "party to the conflict" else None, via
    told.sayings.append(saying)


def _first(values: Mapping[str, Any], field: str, kind: str) -> str | None:
    return next((party.get("canonical") for party in values[field] if party.get("kind") == kind), None)


def _rest(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a coder of articles notes besides: how time and place are told, and why a type was chosen."""
    rest: dict[str, Any] = {}
    first, last = row["earliest"], row["latest"]
    if first and first == last:
        rest["when"] = {"expression": _date(first)}
    elif first and last:
        rest["when"] = {"expression": {"kind": "between", "first": _date(first), "last": _date(last)}}
    near = {"relation": "near", "relation_words": "near"}
    where: dict[str, Any] = near if row["where_precision"] == "near" else {}
    codes = {"ucdp_where_prec": _UCDP_WHERE, "acled_geo_precision": _ACLED_WHERE}
    for name, held in codes.items():
        if row["where_precision"] in held:
            where[name] = held[row["where_precision"]]
    rest |= {"where": where} if where else {}
    value = row["sub_event_type"] or row["event_type"]
    told = {"spans": values["spans"], "field": "event_type", "value": value, "rule": "word of the act"}
    return {**rest, "evidence": [told]}


def _date(day: Any) -> dict[str, Any]:
    return {"kind": "date", "year": day.year, "month": day.month, "day": day.day}


def _codes(row: Row) -> dict[str, Any]:
    perpetrators, targets = (tuple(party["kind"] for party in row[name]) for name in ("perpetrators", "targets"))
    return _crosswalked(
        row["event_type"], row["sub_event_type"], row["modality"], tuple(row["weapons"]), perpetrators, targets
    )


@lru_cache(maxsize=50_000)
def _crosswalked(
    event_type: str, sub_type: str | None, modality: str, weapons: Any, perpetrators: Any, targets: Any
) -> dict[str, Any]:
    crosswalk = load().crosswalk
    facts = Facts((event_type,), (sub_type,) if sub_type else (), (modality,), weapons, perpetrators, targets)
    plover_type, plover_mode = crosswalk.plover(facts)
    return {"plover_type": plover_type, "plover_mode": plover_mode, "ucdp_type": crosswalk.ucdp(facts)}


def _part(killed: Mapping[str, Any] | None, told: ReportTold, text: Text, draws: _Draws) -> None:
    """Tell of whom some of the dead were."""
    least = (killed or {}).get("exactly") or (killed or {}).get("low") or 0
    happens, share, which = draws.happens(_P_PART), draws.below(3), draws.below(len(_PARTS))
    if least < 3 or not happens:
        return
    group, group_kind = _PARTS[which]
    text.add(" ")
    start, _ = text.add("Among the dead were ")
    number = max(2, least // (2 + share))
    words = text.add(f"{number} {group}")
    text.add(".")
    text.sentence(start, "coded", f"tells of {told.values['id']} (“dead”)")
    known = {"group": group, "group_kind": group_kind, "part_of": "/count/0", "rule": "exact", "exactly": number}
    told.values["casualties"].append({"spans": [words], "effect": "killed", **known})


def _rival(row: Row, killed: Mapping[str, Any] | None, told: ReportTold, text: Text, draws: _Draws) -> None:
    """Tell another number of dead, of a party's."""
    happens, more = draws.happens(_P_RIVAL), draws.below(4)
    if killed is None or not happens:
        return
    least = killed.get("exactly", killed.get("low", 0))
    number = least + 1 + least * more // 4 if more or not least else least // 2
    party = next((one for one in (*row["perpetrators"], *row["targets"]) if one["canonical"]), None)
    speaker, side = (party["name"], party["canonical"]) if party else ("the opposition", None)
    saying = _speaks(text, "However, ", speaker, "put", f"the number of dead at {number}", told.values["id"])
    saying.kind, saying.stance, saying.side, saying.fields = "party to the conflict", "claims", side, ("casualties",)
    first = told.sayings[0] if told.sayings else None
    told.sayings.append(saying)
    _, end = saying.content_at
    told.values["casualties"].append(
        {"spans": [[end - len(str(number)), end]], "effect": "killed", "rule": "exact", "exactly": number}
    )
    low, best, high = (killed.get("exactly", killed.get(name)) for name in ("low", "best", "high"))
    values = [_value(bounds_in_words(low, best, high), first), _value(str(number), saying)]
    told.values["disagreements"].append({"field": "casualties.killed", "values": values})


def _speaks(text: Text, opening: str, speaker: str, cue: str, content: str, about: str) -> Saying:
    """Write a sentence in which someone says something of a report; an official, who reports it, at first."""
    text.add(" ")
    start, _ = text.add(opening)
    source = text.add(speaker)
    text.add(" ")
    cue_at = text.add(cue)
    text.add(" ")
    content_at = text.add(content)
    text.add(".")
    text.sentence(start, "coded", f"tells of {about} (“{cue}”)")
    return Saying(speaker, "official", "reports", cue, source, cue_at, content_at)


def _value(value: str, saying: Saying | None) -> dict[str, Any]:
    return {"value": value, **({"statement": saying} if saying else {})}


def _responsibility(row: Row, told: ReportTold, text: Text, draws: _Draws) -> None:
    """Tell that the doer claims it, denies it, or is charged with it."""
    draw = draws.below(1_000) / 1_000
    party = row["perpetrators"][0] if row["perpetrators"] else None
    if party is None or not party["canonical"] or draw >= _P_CLAIMED + _P_DENIED + _P_ACCUSED:
        return
    how = "claimed" if draw < _P_CLAIMED else "denied" if draw < _P_CLAIMED + _P_DENIED else "accused"
    name, canonical = party["name"], party["canonical"]
    content, stance = {
        "claimed": ("responsibility for it", "claims"),
        "denied": ("any part in it", "denies"),
        "accused": (f"{name} of it", "accuses"),
    }[how]
    speaker = "the head of the district" if how == "accused" else name
    saying = _speaks(text, "Later ", speaker, how, content, told.values["id"])
    saying.stance, saying.fields = stance, ("perpetrators",)
    if how != "accused":
        saying.kind, saying.side = "party to the conflict", canonical
    told.sayings.append(saying)
    told.values["responsibility"].append(
        {"party": canonical, "how": how, "statement": saying, "spans": [saying.content_at]}
    )
    told.values["responsibility_status"] = "contested" if how == "denied" else how
    if how == "denied":
        values = [_value(canonical, None), _value(f"not {canonical}", saying)]
        told.values["disagreements"].insert(0, {"field": "perpetrators", "values": values})


def _tally(row: Row, told: ReportTold, text: Text, draws: _Draws) -> None:
    """Tell how many attacks, or dead, there were in a country this year, in two of its places."""
    happens, first, second, more = draws.happens(_P_TALLY), draws.below(60), draws.below(60), draws.below(9)
    country = next((one for one in places().countries if one.code == row["country"]), None)
    if country is None or not happens:
        return
    measure, noun = (("killed", "people were killed"), ("attacks", "attacks were counted"))[more % 2]
    numbers, towns = (10 + first, 10 + second), (list(country.towns)[more % 3 % len(country.towns)], country.capital)
    # Now and then the parts do not add up.
    whole, since = sum(numbers) + (more == 8), row["published"].replace(month=1, day=1)
    parts = [f"{number} in {town}" for number, town in zip(numbers, towns, strict=True)]
    content = f"{whole} {noun} since {since:%d %B %Y} in {country.name}, {', '.join(parts)}"
    saying = _speaks(text, "In the capital ", "the ministry of defence", "said", content, "a total")
    saying.role = "ministry of defence"

    def at(words: str) -> list[Pair]:
        start = saying.content_at[0] + content.index(words)
        return [[start, start + len(words)]]

    values: dict[str, Any] = {
        "measure": measure,
        **dict.fromkeys(("low", "best", "high"), whole),
        "since": since.isoformat(),
        "until": row["published"].isoformat(),
        "areas": [{"name": country.name, "country": country.code, "spans": at(country.name)}],
        "parts": [
            {"area": town, "country": country.code, **dict.fromkeys(("low", "best", "high"), number), "spans": at(part)}
            for number, town, part in zip(numbers, towns, parts, strict=True)
        ],
        "parts_sum": sum(numbers),
        "parts_agree": int(sum(numbers) == whole),
        "spans": at(f"{whole} {noun}"),
    }
    told.tallies.append(TallyTold(values, "exact", saying))
