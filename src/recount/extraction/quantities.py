"""Numbers as news writes them, and the bounds that the words give."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from recount.codebook import Codebook
from recount.extraction.english import PhraseIndex, Token

__all__ = ["Bounds", "Quantity", "find_quantities"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_GREATEST_AGE = 110


class Bounds(NamedTuple):
    """What a number's words say: `low` and `high` inclusive, None where they set no bound."""

    low: int | None
    best: int | None
    high: int | None
    rule: str


class Quantity(NamedTuple):
    """A number phrase at tokens `first` up to, not including, `end`; the bare number begins at `number`."""

    first: int
    number: int
    end: int
    bounds: Bounds


class _Words(NamedTuple):
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    vague: PhraseIndex[Mapping[str, Any]]
    before: PhraseIndex[str]
    after: PhraseIndex[str]
    units: frozenset[str]
    """Words after a number that measure: no count."""
    labels: frozenset[str]
    """Words before a number that name or date: no count."""
    one_person: frozenset[str]
    """Nouns for one person, after which "of 51" is an age."""
    people: frozenset[str]
    """Nouns for people, after which "between 9 and 15" are ages."""


@lru_cache(maxsize=4)
def _words(codebook: Codebook) -> _Words:
    words = codebook.words("quantities")
    return _Words(
        words["numbers"],
        words["scales"],
        PhraseIndex(words["vague"].items()),
        PhraseIndex((phrase, rule) for rule, phrases in words["before"].items() for phrase in phrases),
        PhraseIndex((phrase, rule) for rule, phrases in words["after"].items() for phrase in phrases),
        frozenset(words["units"]),
        frozenset(words["labels"]),
        frozenset(words["one_person"]),
        frozenset(word for group in codebook.roles.people for word in (*group.words, *group.singular)),
    )


def find_quantities(
    tokens: Sequence[Token], codebook: Codebook, *, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Quantity, ...]:
    """Return the number phrases of a run of tokens, in order, none overlapping another.

    Years, clock times, ages, distances, durations, shares and sums of money are not counts. `taken` are token
    ranges of dates and names, whose numbers are no counts either.
    """
    words = _words(codebook)
    blocked = {position for first, end in taken for position in range(first, end)}
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        quantity = None if position in blocked else _quantity_at(tokens, position, words, blocked, found)
        if quantity is None:
            position += 1
        else:
            found.append(quantity)
            position = quantity.end
    return tuple(found)


def _quantity_at(
    tokens: Sequence[Token], position: int, words: _Words, blocked: set[int], found: Sequence[Quantity]
) -> Quantity | None:
    floor = found[-1].end if found else 0
    vague = words.vague.at(tokens, position)
    if vague and not (position and tokens[position - 1].lower == "as"):
        entry = vague.payload
        told = _number_at(tokens, vague.end, words) if entry["rule"] == "family-of" else None
        if told:
            return Quantity(position, position, told[1], Bounds(told[0], told[0], told[0], "family-of"))
        bounds = Bounds(entry.get("low"), entry.get("best"), entry.get("high"), entry["rule"])
        before = words.before.ending_at(tokens, position, floor)
        if before and bounds.best is not None:
            return Quantity(before.first, position, vague.end, _bounds(bounds.best, before.payload))
        if before and before.payload in {"at-least", "more-than"}:
            return Quantity(before.first, position, vague.end, bounds)
        return Quantity(position, position, vague.end, bounds)
    read = _number_at(tokens, position, words)
    if read is None or not _counts(tokens, position, read, words, blocked):
        return None
    value, end = read
    joined = _range_at(tokens, position, value, end, words, floor)
    if joined:
        return joined
    before = words.before.ending_at(tokens, position, floor)
    after = words.after.at(tokens, end)
    rule = before.payload if before and before.payload != "exact" else after.payload if after else "exact"
    first = before.first if before else position
    if after:
        end = after.end
    return Quantity(first, position, end, _bounds(value, rule))


def _bounds(value: int, rule: str) -> Bounds:
    match rule:
        case "at-least":
            return Bounds(value, value, None, rule)
        case "more-than":
            return Bounds(value + 1, value, None, rule)
        case "at-most" | "nearly":
            return Bounds(None, value, value, rule)
        case "about":
            return Bounds(None, value, None, rule)
        case "and-some":
            return Bounds(value, None, None, rule)
        case _:
            return Bounds(value, value, value, "exact")


def _range_at(
    tokens: Sequence[Token], position: int, value: int, end: int, words: _Words, floor: int
) -> Quantity | None:
    """Read "between 10 and 15", "10 to 15", "10-15"."""
    if end >= len(tokens) or tokens[end].lower not in {"and", "to", "-", "–", "or"}:
        return None
    second = _number_at(tokens, end + 1, words)
    if second is None or second[0] <= value:
        return None
    scale = words.scales.get(tokens[second[1] - 1].lower)
    if scale and tokens[end - 1].lower not in words.scales and value * scale < second[0]:
        # "eight to ten thousand"
        value *= scale
    joiner = tokens[end].lower
    before = tokens[position - 1].lower if position > floor else ""
    if joiner == "and" and before != "between":
        return None
    if joiner in {"-", "–"} and tokens[end].start != tokens[end - 1].end:
        return None
    first = position - 1 if before in {"between", "from"} else position
    return Quantity(first, position, second[1], Bounds(value, None, second[0], "range"))


def _number_at(tokens: Sequence[Token], position: int, words: _Words) -> tuple[int, int] | None:
    """Return the value of the number that begins here and the position after it."""
    if position >= len(tokens):
        return None
    token = tokens[position]
    if _DIGITS.fullmatch(token.text):
        value = float(token.text.replace(",", ""))
        end = position + 1
        if end < len(tokens) and tokens[end].lower in words.scales and tokens[end].lower != "dozen":
            return round(value * words.scales[tokens[end].lower]), end + 1
        return (int(value), end) if value == int(value) and "." not in token.text else None
    return _spelled(tokens, position, words)


def _spelled(tokens: Sequence[Token], position: int, words: _Words) -> tuple[int, int] | None:
    total = 0
    current: int | None = None
    end = position
    while end < len(tokens):
        word = tokens[end].lower
        pieces = word.split("-")
        if all(piece in words.numbers for piece in pieces):
            current = (current or 0) + sum(words.numbers[piece] for piece in pieces)
        elif word in words.scales and (current is not None or (end > 0 and tokens[end - 1].lower == "a")):
            scaled = (current or 1) * words.scales[word]
            total, current = (total + scaled, 0) if words.scales[word] >= 1000 else (total, scaled)
        elif not (
            word == "and"
            and current
            and end + 1 < len(tokens)
            and current % 100 == 0
            and _is_small(tokens[end + 1], words)
        ):
            break
        end += 1
    return None if current is None else (total + current, end)


def _is_small(token: Token, words: _Words) -> bool:
    return all(piece in words.numbers for piece in token.lower.split("-"))


def _counts(tokens: Sequence[Token], position: int, read: tuple[int, int], words: _Words, blocked: set[int]) -> bool:
    """Tell whether a number counts things: no age, distance, share, time, sum of money, name."""
    _, end = read
    after = tokens[end].lower if end < len(tokens) else ""
    before = tokens[position - 1].lower if position else ""
    text = tokens[position].text
    if after in words.units or before in words.labels:
        return False
    if end < len(tokens) and after in {":", "/"} and tokens[end].start == tokens[end - 1].end:
        return end + 1 >= len(tokens) or not tokens[end + 1].text.isdigit()
    if position and before in {":", "/", "-", "."} and tokens[position - 1].end == tokens[position].start:
        return False
    if after in {",", "."} and text.isdigit() and len(text) == 4 and text[:2] in {"19", "20"}:
        return False
    if text.lower() == "one":
        return _one_counts(after, before)
    if _is_age(tokens, position, read, words):
        return False
    return not any(place in blocked for place in range(position, end))


def _is_age(tokens: Sequence[Token], position: int, read: tuple[int, int], words: _Words) -> bool:
    """Tell an age: "a man of 51", "Ahmed Salih, 34, was", "girls aged 12 and 14", "boys between 9 and 15"."""
    value, end = read
    if value > _GREATEST_AGE or position < 2:
        return False
    after = tokens[end].lower if end < len(tokens) else "."
    before, earlier = tokens[position - 1].lower, tokens[position - 2]
    if before == "of":
        return position >= 3 and _is_aged(tokens, position, words)
    if before == ",":
        named = earlier.text[:1].isupper() and after in {",", ".", ";", ")"}
        return named or (after == "," and tokens[position].text.isdigit())
    if before in {"and", "to"} and position >= 4 and earlier.text.isdigit():
        opening, noun = tokens[position - 3].lower, tokens[position - 4].lower
        return "aged" in {opening, noun} or (opening == "between" and noun in words.people)
    return before == "between" and earlier.lower in words.people


def _is_aged(tokens: Sequence[Token], position: int, words: _Words) -> bool:
    """Tell an age after a single person from a number of things: "a man of 51 was", not "a group of 51 men"."""
    person, article = tokens[position - 2].lower, {tokens[position - 3].lower, tokens[max(position - 4, 0)].lower}
    return person in words.one_person and bool(article & {"a", "an", "the", "one"})


def _one_counts(after: str, before: str) -> bool:
    """ "One" counts before a noun or "of"; it is a pronoun in "the one", "no one", "one another"."""
    if before in {"the", "this", "that", "no", "any", "which", "every", "each"} or after in {
        "another",
        "day",
        "side",
    }:
        return False
    return bool(after) and (after.isalpha() or "-" in after)
