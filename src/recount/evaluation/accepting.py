"""Which found value answers an expected one: tolerant where a coder would be, strict where not."""

from math import asin, cos, radians, sin, sqrt

from recount.evaluation.expected import Bounds, ExpectedCount, ExpectedSaying, ExpectedWhen
from recount.evaluation.names import alternatives, names_agree, normalised_words, occurrences, spellings_agree
from recount.nouns import (
    Article,
    Count,
    Disagreement,
    Party,
    Record,
    Report,
    Span,
    Speaker,
    Statement,
    Tally,
    Weapon,
    When,
    Where,
)

__all__ = [
    "bounds_accepted",
    "count_accepted",
    "days_accepted",
    "disagreement_accepted",
    "distance_km",
    "group_accepted",
    "one_of",
    "party_accepted",
    "place_name_accepted",
    "quoted",
    "saying_accepted",
    "speaker_accepted",
    "statements_about",
    "weapon_accepted",
]

_EARTH_RADIUS_KM = 6371.0


def one_of(expected: str | None, found: str | None) -> bool:
    """Tell whether a code is one of the expected alternatives; an expected None answers None only."""
    if expected is None or found is None:
        return expected is found
    return found.casefold() in [option.casefold() for option in alternatives(expected)]


def quoted(article: Article, quotes: tuple[str, ...], spans: tuple[Span, ...]) -> bool:
    """Tell whether any span shares words with any occurrence of any quote; true where no quote is given."""
    if not quotes:
        return True
    held = [place for quote in quotes for place in occurrences(article.text, quote)]
    return any(span.overlaps(place) for span in spans for place in held)


def place_name_accepted(expected: str, where: Where) -> bool:
    """Tell whether the place is expected by its name as written, with the words beside it, or in the gazetteer."""
    written = where.spans[0].quote if where.spans else None
    return any(spellings_agree(expected, name) for name in (where.name, where.gazetteer_name, written))


def distance_km(where: Where, near: tuple[float, float]) -> float | None:
    """Measure the great-circle distance; None where the place has no coordinates."""
    if where.latitude is None or where.longitude is None:
        return None
    there, here = radians(where.latitude), radians(near[0])
    arc = sin((there - here) / 2) ** 2 + cos(there) * cos(here) * sin(radians(where.longitude - near[1]) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(arc))


def days_accepted(expected: ExpectedWhen, when: When) -> bool:
    """Tell whether the first and the last day, as far as expected, are exactly those found."""
    return all(
        getattr(expected, name) == getattr(when, name) for name in ("earliest", "latest") if expected.states(name)
    )


def party_accepted(expected: str, party: Party, record: Record) -> bool:
    """Tell whether a party is expected by its written or its canonical name."""
    return names_agree(expected, party.name) or names_agree(expected, party.canonical)


def weapon_accepted(expected: str, weapon: Weapon, record: Record) -> bool:
    """Tell whether a weapon is expected by its name, its last word ("missiles") or its category."""
    if names_agree(expected, weapon.name):
        return True
    heads = [normalised_words(option)[-1:] for option in alternatives(expected)]
    return normalised_words(weapon.name)[-1:] in heads or one_of(_singular(expected), weapon.category)


def count_accepted(expected: ExpectedCount, count: Count, record: Record) -> bool:
    """Tell whether a count has the effect, the given bounds, and the quoted words if there are any."""
    return count.effect == expected.effect and bounds_accepted(expected, count, record)


def bounds_accepted(expected: Bounds, count: Count | Tally, record: Record) -> bool:
    """Tell whether every bound that is given is the one found, in the quoted words if there are any."""
    return expected.admits(count.low, count.best, count.high) and quoted(record.article, expected.quote, count.spans)


def group_accepted(expected: ExpectedCount, count: Count) -> bool:
    """Tell whether the people counted are those expected: the same words, or words within the count's own."""
    if expected.group is None:
        return True
    return names_agree(expected.group, count.group) or any(
        names_agree(expected.group, span.quote) for span in count.spans
    )


def saying_accepted(expected: ExpectedSaying, said: Statement, record: Record) -> bool:
    """Tell whether a statement has the speaker and the stance, in the quoted words if there are any."""
    spans = (*said.spans.content, *said.spans.cue, *said.spans.source)
    return (
        speaker_accepted(expected.speaker, said.speaker, quote_holds=bool(expected.quote))
        and one_of(expected.stance, said.stance)
        and quoted(record.article, expected.quote, spans)
    )


def speaker_accepted(expected: str, speaker: Speaker, *, quote_holds: bool = False) -> bool:
    """Tell whether a speaker is expected, by name or office.

    `outlet` asks for the article's own voice, and "anonymous …" for any unnamed source. The side spoken for
    is an answer only where the words are pinned by a quote (`quote_holds`): else every spokesman of a group
    would do for the group.
    """
    if "outlet" in alternatives(expected) and speaker.kind == "outlet":
        return True
    if "anonymous" in normalised_words(expected) and speaker.kind == "anonymous":
        return True
    if names_agree(expected, speaker.name) or names_agree(expected, speaker.role):
        return True
    return quote_holds and names_agree(expected, speaker.side)


def disagreement_accepted(expected: str, found: Disagreement, record: Record) -> bool:
    """Tell whether speakers are found to differ on the field, or on a part of it ("casualties.killed")."""
    return any(found.field.split(".")[0] == option for option in alternatives(expected))


def statements_about(record: Record, told: Report | Tally) -> tuple[Statement, ...]:
    """Return the statements that speak of a report or tally, by either end of the link."""
    return tuple(said for said in record.statements if said.id in told.statements or told.id in said.about)


def _singular(expected: str) -> str:
    return " / ".join(
        option if option == "small-arms" else option.removesuffix("s") for option in alternatives(expected)
    )
