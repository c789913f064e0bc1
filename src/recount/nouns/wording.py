"""How nouns are said to a person: short phrases that never say more than the value does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from recount.nouns.article import Article, Published
from recount.nouns.report import Count, Party, Report, When, Where
from recount.nouns.statement import Speaker, Statement
from recount.nouns.tally import Tally, TallyPart, TallyShare

__all__ = [
    "attribution",
    "bounds_in_words",
    "check_in_words",
    "count_in_words",
    "days_in_words",
    "part_in_words",
    "parties_in_words",
    "party_in_words",
    "period_in_words",
    "place_as_written",
    "place_in_words",
    "precision_of_place",
    "precision_of_time",
    "published_in_words",
    "responsibility_in_words",
    "share_in_words",
    "sources_in_words",
    "speaker_in_words",
    "statements_of",
    "visible",
    "visible_in_place",
    "when_in_words",
]

# An article may hold escape sequences that would colour, move or rewrite a terminal, and overrides that would
# show its letters in another order than they are coded in. The marks for left-to-right and right-to-left
# (U+200E, U+200F, U+061C) stay: Arabic and Hebrew texts need them and they reorder nothing by themselves.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_PLACE_PRECISION = {
    "exact": "exact place",
    "near": "near a known place",
    "admin2": "district only",
    "admin1": "province only",
    "area": "wider area",
    "country": "country only",
    "international": "at sea or in the air",
    "unknown": "place unknown",
}
_TIME_PRECISION = {
    "day": "to the day",
    "days": "within days",
    "week": "within a week",
    "month": "within a month",
    "year": "within a year",
    "unknown": "day not stated",
}
_PUBLISHED_BASIS = {
    "given": "given",
    "metadata": "page metadata",
    "url": "from the address",
    "text": "from the dateline",
    "none": "not known how",
}


def visible(text: str) -> str:
    """Return text with each character that steers a terminal or the order of letters written as ⟨U+…⟩."""
    return _STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))


def visible_in_place(text: str) -> str:
    """Return text with one sign for each such character, so that places in the text stay what they are."""
    return _STEERING.sub(lambda found: " " if found[0] in "\r\x0b\x0c" else "\N{REPLACEMENT CHARACTER}", text)


def bounds_in_words(low: int | None, best: int | None, high: int | None) -> str:
    """Say a figure with its bounds: "57", "≥12", "≤70", "≈140 (130–150)", "24–99".

    "?" means that the text gives no figure.
    """
    if low is None and high is None:
        return f"≈{best:,}" if best is not None else "?"
    if high is None:
        return f"≥{low:,}"
    if low is None:
        return f"≤{high:,}"
    if low == high:
        return f"{low:,}"
    if best is not None and low < best < high:
        return f"≈{best:,} ({low:,}–{high:,})"
    return f"{low:,}–{high:,}"


def days_in_words(earliest: date | None, latest: date | None) -> str:
    """Say a range of days, both ends included; "day unknown" where neither is known."""
    if earliest is None and latest is None:
        return "day unknown"
    if earliest is None:
        return f"by {latest}"
    if latest is None:
        return f"from {earliest}"
    if earliest == latest:
        return str(earliest)
    return f"{earliest} – {latest}"


def when_in_words(when: When) -> str:
    """Say on which days a happening took place; a bound that is not from the text says so."""
    if when.basis == "context" and when.latest is not None and when.earliest is None:
        return f"by {when.latest}"
    return days_in_words(when.earliest, when.latest)


def precision_of_time(when: When) -> str:
    """Say how exactly the day is known, and that a bound comes from the publication day only."""
    if when.basis == "context":
        return "day not stated; bounded by publication"
    if when.basis == "relative" and when.earliest is None and when.latest is None:
        return "counts from the publication day, which is not known"
    return _TIME_PRECISION[when.precision]


def published_in_words(published: Published | None) -> str:
    """Say the publication day and how it is known."""
    if published is None:
        return "date unknown"
    days = days_in_words(published.earliest, published.latest)
    return f"{days} ({_PUBLISHED_BASIS[published.basis]})"


def place_as_written(where: Where) -> str | None:
    """Say a place as written, with the words beside its name ("12 km north of Kaya"); None where none is named."""
    quote = " ".join(where.spans[0].quote.split()) if where.spans else ""
    if where.relation == "between" and len(where.spans) > 1 and " and " not in quote:
        quote += f" and {where.spans[1].quote}"
    beside = where.relation not in ("at", "apposed") and where.name is not None and where.name in quote
    return quote if beside else where.name or where.gazetteer_name


def place_in_words(where: Where) -> str:
    """Say a place as written, its province and country, or "place unknown"."""
    parts = [place_as_written(where), where.admin1, where.country]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or "place unknown"


def precision_of_place(where: Where) -> str:
    """Say how exactly the place is known, and within how many kilometres where the words place it beside a name."""
    beside = where.relation not in ("at", "in") and where.radius_km is not None and where.precision != "country"
    within = f", within {max(1, round(where.radius_km or 0))} km" if beside else ""
    return _PLACE_PRECISION[where.precision] + within


def party_in_words(party: Party) -> str:
    """Name a party by its neutral name where the actor list holds one, else as written."""
    return party.canonical or party.name


def parties_in_words(parties: Iterable[Party], *, unknown: str) -> str:
    """Name several parties once each, or say `unknown` where the text names none."""
    return ", ".join(dict.fromkeys(party_in_words(party) for party in parties)) or unknown


def count_in_words(count: Count) -> str:
    """Say how many of whom suffered what: "≥12 killed (soldiers)", "of them 3 killed (children)"."""
    figure = bounds_in_words(count.low, count.best, count.high)
    effect = "" if count.effect == "munitions" else f" {count.effect}"
    if count.part_of:
        figure = f"of them {figure}"
    if not count.group:
        return f"{figure}{effect or ' munitions'}"
    return f"{figure}{effect} ({count.group})" if effect else f"{figure} {count.group}"


def part_in_words(part: TallyPart) -> str:
    """Say one summand of a tally: "57 in Iraq"."""
    figure = bounds_in_words(part.low, part.best, part.high)
    if part.area:
        return f"{figure} in {part.area}"
    return f"{figure} {part.group}" if part.group else figure


def share_in_words(share: TallyShare) -> str:
    """Say a share of a tally: "more than half of them: JNIM"."""
    party = share.party.name if share.party else None
    return f"{share.words} of them: {party}" if party else f"{share.words} of them"


def check_in_words(tally: Tally) -> str | None:
    """Say whether the parts add up: "57 + 83 = 140 ✓"; None where the text gives no parts."""
    if tally.check is None:
        return None
    summands = " + ".join(bounds_in_words(part.low, part.best, part.high) for part in tally.parts)
    total = f"{summands} = {tally.check.parts_sum:,}" if summands else f"parts: {tally.check.parts_sum:,}"
    if tally.check.agrees:
        return f"{total} ✓"
    return f"{total} ✗ not {bounds_in_words(tally.low, tally.best, tally.high)}"


def period_in_words(tally: Tally) -> str:
    """Say over which days a tally counts; "period not stated" where the text does not say."""
    if tally.since is None and tally.until is None:
        return "period not stated"
    if tally.until is None:
        return f"since {tally.since}"
    if tally.since is None:
        return f"until {tally.until}"
    return days_in_words(tally.since, tally.until)


def speaker_in_words(speaker: Speaker, article: Article) -> str:
    """Name who says a thing; the outlet where the article speaks in its own voice."""
    if speaker.kind == "outlet" and not speaker.name:
        return article.outlet or "the outlet"
    if speaker.name and speaker.role and speaker.role.casefold() not in speaker.name.casefold():
        return f"{speaker.name} ({speaker.role})"
    return speaker.name or speaker.role or speaker.side or "unnamed source"


def statements_of(ids: Sequence[str], statements: Sequence[Statement], about: str) -> tuple[Statement, ...]:
    """Return the statements that a report or tally names, or that name it by its id, `about`."""
    named = set(ids)
    return tuple(said for said in statements if said.id in named or about in said.about)


def sources_in_words(
    told: Report | Tally, article: Article, statements: Sequence[Statement]
) -> Mapping[str, tuple[str, ...]]:
    """Map each speaker to the stances taken on a report or tally, in text order.

    Empty where no statement speaks of it: then it is told in the outlet's own voice.
    """
    stances: dict[str, list[str]] = {}
    for said in statements_of(told.statements, statements, told.id):
        speaker = speaker_in_words(said.speaker, article)
        if said.via:
            speaker = f"{speaker}, via {said.via}"
        taken = stances.setdefault(speaker, [])
        if said.stance not in taken:
            taken.append(said.stance)
    return {speaker: tuple(taken) for speaker, taken in stances.items()}


Attribution = Literal["claimed", "accused", "denied", "contested", "unclaimed"]


def responsibility_in_words(report: Report) -> tuple[str, ...]:
    """Say who claims a deed, is charged with it or denies it: "claimed by X", "denied by Y"; each once."""
    words = {"claimed": "claimed by", "accused": "blamed on", "denied": "denied by"}
    said = dict.fromkeys(f"{words[each.how]} {each.party}" for each in report.responsibility)
    return (*said, *(("claimed by nobody",) if report.responsibility_status == "unclaimed" else ()))


def attribution(report: Report, statements: Sequence[Statement]) -> Attribution | None:
    """Say on what word the perpetrator is named; None where it is told as known or nobody is named.

    Only statements that name the perpetrator count where any does; a confirmation outranks the rest, and
    a claim of one's own deed outranks an accusation by another.
    """
    status = report.responsibility_status
    if status in {"contested", "unclaimed"}:
        return status
    told = statements_of(report.statements, statements, report.id)
    naming = [said for said in told if "perpetrators" in said.fields] or told
    stances = {said.stance for said in naming}
    if not report.perpetrators or "confirms" in stances:
        return None
    if "claims" in stances:
        return "claimed"
    if "accuses" in stances:
        return "accused"
    return "denied" if stances == {"denies"} else None
