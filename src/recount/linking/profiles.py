"""What linking compares of a report: plain values, each None or empty where the report does not say."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from recount.encoder.sentences import MOST_RARE, load_sentences
from recount.gazetteer.names import bare_key, fold, key_of
from recount.linking.wording import names_and_words

__all__ = ["FINE", "ReportProfile", "name_key", "profile_of", "profile_of_text", "sentence_around"]

FINE = frozenset({"exact", "near"})
"""Precisions of places that tell one town from the next."""
_UNHAPPENED = frozenset({"threatened", "planned", "hypothetical"})
# Days. A period longer than this says too little of when (a campaign, a year).
_LONGEST_PERIOD = 31
# Characters on either side of the anchor that are looked at for its sentence.
_AROUND = 320
# Of an article that opens with a happening so many characters are taken to tell of it; of another one, those around.
_OPENS_WITHIN = 600
_LEAD = 600
_BEFORE, _AFTER = 300, 500
_MOST_NAMES, _MOST_WORDS = 16, 40
# Bits of rarity in news: a word of one article in 64.
_RARE = 6.0
_LISTS = (
    "place_words",
    "other_names",
    "hours",
    "perpetrators",
    "perpetrator_kinds",
    "targets",
    "target_kinds",
    "weapons",
    "weapon_groups",
)
_WEAPON_GROUPS = {
    **dict.fromkeys(("drone", "missile", "rocket", "artillery", "air-delivered"), "from afar"),
    **dict.fromkeys(("ied", "suicide", "vehicle"), "planted"),
}
# Letters of a word as it sounds: shorter ones are "of", "the", "in".
_LEAST_LETTERS, _LEAST_PLACE_LETTERS = 4, 3
_HOURS = {
    **dict.fromkeys(("dawn", "sunrise", "daybreak"), ("morning", "night")),
    **dict.fromkeys(("morning", "breakfast"), ("morning",)),
    **dict.fromkeys(("noon", "midday", "afternoon", "lunchtime"), ("afternoon",)),
    **dict.fromkeys(("evening", "dusk", "sunset", "nightfall"), ("evening",)),
    **dict.fromkeys(("night", "overnight", "midnight"), ("evening", "night")),
}
_WORD = re.compile(r"[^\W\d_]+")


class ReportProfile(NamedTuple):
    """A report as linking sees it."""

    report: str
    article: str
    place_in_order: int
    """When its article was kept: lower is earlier. The first report of an event gives it its id."""
    family: str
    """The article, or the first of those that tell the same story in the same words: one source."""
    published: int | None
    """Days since 1 January of the year 1."""
    first_day: int | None
    """Of the period in which it happened; None where not stated or longer than a month."""
    last_day: int | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    place: str | None
    """The place's id in the gazetteer, or its name as it sounds where the gazetteer lacks it."""
    place_name: str | None
    """As written."""
    place_words: tuple[str, ...]
    """Words of its name, as they sound."""
    is_fine: bool
    """Whether the place tells one town from the next."""
    country: str | None
    admin1: str | None
    event_type: str | None
    sub_event_type: str | None
    has_happened: bool
    """False for what is threatened, planned or imagined; what is denied was said to have happened."""
    perpetrators: tuple[str, ...]
    """Names, neutral ones where the actor list has them, as they sound."""
    perpetrator_kinds: tuple[str, ...]
    """Kind of actor and country."""
    targets: tuple[str, ...]
    """Words of their names, as they sound."""
    target_kinds: tuple[str, ...]
    weapons: tuple[str, ...]
    """Categories."""
    weapon_groups: tuple[str, ...]
    """Categories that are easily taken for each other: what comes from afar, what is planted or driven."""
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    names: tuple[str, ...]
    """Names in what tells of it, as they sound, the rarest first."""
    other_names: tuple[str, ...]
    """Of these, those that name neither its place and country nor a party: people, other places, offices."""
    words: tuple[str, ...]
    """Other rare words there, the rarest first."""
    numbers: tuple[str, ...]
    """As figures, without one and two."""
    hours: tuple[str, ...]
    """Parts of the day in which it may have happened: night, morning, afternoon, evening."""
    told: str
    """Headline and lead, or the lines around the act."""


def name_key(name: str) -> str:
    """Spell a name as it sounds, so that transliterations of it agree."""
    return fold(bare_key(key_of(name)))


def profile_of(
    report: Mapping[str, Any],
    text: str,
    *,
    title: str | None,
    article: str,
    place_in_order: int,
    family: str,
    published: date | None,
) -> ReportProfile:
    """Return what linking compares of a report.

    Args:
        report: its values by the names of the ledger's columns, JSON already read.
        text: of its article, which its spans are of.
        title: the article's headline.
        article: the article's id.
        place_in_order: when the article was kept: lower is earlier.
        family: id of the first article that tells the story in the same words; its own where none does.
        published: the article's day of publication.
    """
    first, last = _period(report)
    killed, injured = (_bounds(report, effect) for effect in ("killed", "injured"))
    return ReportProfile(
        report=report["id"],
        article=article,
        place_in_order=place_in_order,
        family=family,
        published=published.toordinal() if published else None,
        first_day=first,
        last_day=last,
        event_type=report["event_type"],
        sub_event_type=report["sub_event_type"],
        has_happened=report["modality"] not in _UNHAPPENED,
        killed_low=killed[0],
        killed_high=killed[1],
        injured_low=injured[0],
        injured_high=injured[1],
        **_where(report),
        **_parties(report),
        **_telling(report, text, title),
    )


def _where(report: Mapping[str, Any]) -> dict[str, Any]:
    place = report["place"]
    return {
        "place": (report["gazetteer_id"] or name_key(place)) if place else None,
        "place_name": place,
        "place_words": _place_words(place),
        "is_fine": report["where_precision"] in FINE,
        **{name: report[name] for name in ("latitude", "longitude", "radius_km", "country", "admin1")},
    }


def _parties(report: Mapping[str, Any]) -> dict[str, Any]:
    perpetrators, targets = report["perpetrators"] or (), report["targets"] or ()
    weapons = tuple(sorted({one["category"] for one in report["weapons"] or ()}))
    place_words = _place_words(report["place"])
    return {
        "perpetrators": _known_names(perpetrators),
        "perpetrator_kinds": _party_kinds(perpetrators),
        "targets": tuple(word for word in _words(targets) if word not in place_words),
        "target_kinds": _party_kinds(targets),
        "weapons": weapons,
        "weapon_groups": tuple(sorted({_WEAPON_GROUPS[one] for one in weapons if one in _WEAPON_GROUPS})),
    }


def _telling(report: Mapping[str, Any], text: str, title: str | None) -> dict[str, Any]:
    told, headline = _told(text, title, *report["spans"][0])
    wording = _wording(told, headline)
    parties = (*(report["perpetrators"] or ()), *(report["targets"] or ()))
    known = " ".join(f"{one['name']} {one.get('canonical') or ''}" for one in parties)
    coded = {name_key(word) for word in _WORD.findall(f"{known} {report['admin1'] or ''}")}
    coded.update(_place_words(report["place"]))
    return {
        **wording._asdict(),
        "other_names": tuple(name for name in wording.names if name not in coded),
        "told": f"{headline or ''}\n{told}",
    }


def profile_of_text(
    text: str, *, name: str, title: str | None = None, published: date | None = None, place_in_order: int = 0
) -> ReportProfile:
    """Return what linking compares of an article from which nothing was coded: its wording and its day."""
    wording = _wording(text[:_LEAD], title)
    nothing: dict[str, Any] = dict.fromkeys(ReportProfile._fields)
    empty: dict[str, Any] = dict.fromkeys(_LISTS, ())
    return ReportProfile(**{
        **nothing, **empty, "report": name, "article": name, "family": name, "place_in_order": place_in_order,
        "published": published.toordinal() if published else None, "is_fine": False, "has_happened": True,
        **wording._asdict(), "told": f"{title or ''}\n{text[:_LEAD]}",
    })  # fmt: skip


def _told(text: str, title: str | None, start: int, end: int) -> tuple[str, str | None]:
    """Return the part of an article that most likely tells of a happening, and the headline where that does too."""
    if start < _OPENS_WITHIN:
        return text[:_LEAD], title
    return text[max(start - _BEFORE, 0) : end + _AFTER], None


class _Wording(NamedTuple):
    """The rarest names and other words first, of equally rare ones the longest."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    hours: tuple[str, ...]


def _wording(told: str, title: str | None) -> _Wording:
    rarities = load_sentences().rarities.get
    named, words, numbers = names_and_words(told, title)
    names = sorted((-rarities(word, MOST_RARE), -len(word), word) for word in named)
    rare = sorted((-bits, -len(word), word) for word in words if (bits := rarities(word, MOST_RARE)) >= _RARE)
    keys = tuple(dict.fromkeys(name_key(word) for *_, word in names))
    return _Wording(
        keys[:_MOST_NAMES],
        tuple(word for *_, word in rare[:_MOST_WORDS]),
        tuple(sorted(numbers)[:_MOST_NAMES]),
        _hours(words),
    )


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence that holds a span, at most some hundred characters; cheap, for comparing only."""
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    begins = max(before.rfind(mark) + len(mark) if mark in before else 0 for mark in (". ", "\n", "? ", "! ", ".” "))
    ends = [place for mark in (". ", ".\n", "\n", "? ", "! ") if (place := after.find(mark)) >= 0]
    return (before[begins:] + text[start:end] + after[: min(ends, default=len(after))]).strip()


def _period(report: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the days in which it happened, where the words settle them within a month."""
    if report["earliest"] is None or report["latest"] is None or report["when_basis"] == "context":
        return None, None
    first, last = (_ordinal(report[name]) for name in ("earliest", "latest"))
    return (first, last) if last - first < _LONGEST_PERIOD else (None, None)


def _ordinal(day: str | date) -> int:
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def _known_names(parties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return neutral names, and names as written that name somebody: "gunmen" and "the attackers" do not."""
    named = (
        party.get("canonical") or party["name"] for party in parties if party.get("canonical") or _names_one(party)
    )
    return tuple(dict.fromkeys(name_key(name) for name in named))


@lru_cache(maxsize=1 << 14)
def _place_words(place: str | None) -> tuple[str, ...]:
    words = dict.fromkeys(name_key(word) for word in _WORD.findall(place or "") if word[:1].isupper())
    return tuple(word for word in words if len(word) >= _LEAST_PLACE_LETTERS)


def _hours(words: set[str]) -> tuple[str, ...]:
    """Return the parts of the day that some words name."""
    return tuple(sorted({part for word in _HOURS.keys() & words for part in _HOURS[word]}))


def _names_one(party: Mapping[str, Any]) -> bool:
    words = party["name"].split()
    return any(word[:1].isupper() for word in words[1:]) or party["name"][1:2].isupper()


def _words(parties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the words of the names: a convoy of the army, an army convoy."""
    words = (name_key(word) for party in parties for word in _WORD.findall(party["name"]))
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST_LETTERS))


def _party_kinds(parties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    kinds = (f"{party.get('kind', 'unknown')}:{party.get('country') or ''}" for party in parties)
    return tuple(sorted({kind for kind in kinds if not kind.startswith("unknown")}))


def _bounds(report: Mapping[str, Any], effect: str) -> tuple[int | None, int | None]:
    """Return the least and greatest number that the report's counts of an effect leave open.

    Groups may or may not overlap, so that together they are at least the greatest of them and at most their sum;
    where speakers differ, it is anything from the lowest to the highest figure.
    """
    casualties = report["casualties"] or ()
    counts = [one for one in casualties if one["effect"] == effect and not one.get("part_of")]
    lows = [low for one in counts if (low := one.get("exactly", one.get("low"))) is not None]
    highs = [one.get("exactly", one.get("high")) for one in counts]
    if not lows:
        return None, None
    disputed = any(one["field"] == f"casualties.{effect}" for one in report["disagreements"] or ())
    known = [high for high in highs if high is not None]
    if len(known) < len(highs):
        return (min(lows) if disputed else max(lows)), None
    return (min(lows), max(known)) if disputed else (max(lows), sum(known))
