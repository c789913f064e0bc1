"""What the words around a capitalised name tell: a place, a person, an organisation, or nothing."""

import re
from dataclasses import dataclass
from functools import cache

from recount.gazetteer.pieces import Pieces
from recount.gazetteer.words import alternatives, place_words

__all__ = ["Evidence", "evidence_of"]

_REACH = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """The surroundings of one possible name."""

    hint: str | None
    """The kind that a word after or before the name says."""
    end: int
    """Where the kind word after the name ends; the name's end where there is none."""
    start: int
    """Where a phrase such as "the village of" begins; the name's start where there is none."""
    named_kind: bool
    """A kind phrase stands before the name ("the village of X"): any name after it is a place."""
    preposition: str
    """`firm`, `plain`, `goal`, `weak` or empty, as in the word list."""
    capital_before: bool
    capital_after: bool
    person: bool
    organisation: bool
    dateline: bool
    speaks: bool
    """A verb of speech follows: people do that, and capitals."""
    plural: bool
    """The kind word is a plural: names joined to this one share it."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = place_words()
    parts = r"(?:(?:north|south|east|west|central)\w*\s+)?"
    return {
        "after": re.compile(
            rf"(?:['’]s)?(?:\s+|-){parts}(?:(?:{alternatives(words.between)})\s+)?(?P<kind>{alternatives(words.after)})\b(?!-)",
            re.I,
        ),
        "before": re.compile(
            rf"\b(?P<kind>{alternatives(words.before)})(?:\s+known\s+as|\s+called|\s+named)?\s+of\s+(?:the\s+)?$", re.I
        ),
        "called": re.compile(
            rf"\b(?P<kind>{alternatives(words.before)})\s+(?:known\s+as|called|named)\s+[\"“]?$", re.I
        ),
        "beside": re.compile(
            r"\b(?P<kind>villages?|towns?|city|hamlet|camp|neighbou?rhood|settlement|kibbutz|moshav|commune|checkpoint)\s+$",
            re.I,
        ),
        "firm": re.compile(rf"\b(?:{alternatives(words.firm)})\s+(?:the\s+)?$", re.I),
        "plain": re.compile(
            rf"\b(?:{alternatives(words.plain)})\s+(?:the\s+)?(?:(?:{alternatives(words.parts)})\s+)*$", re.I
        ),
        "goal": re.compile(
            rf"\b(?<!according )(?:{alternatives(words.goal)})\s+(?:the\s+)?(?:(?:{alternatives(words.parts)})\s+)*$",
            re.I,
        ),
        # "eastern Ghouta": only places have parts.
        "part": re.compile(rf"(?<![\w-])(?:{alternatives(words.parts)})\s+$"),
        "weak": re.compile(r"\b(?:of|between|and|or)\s+(?:the\s+)?$", re.I),
        "dateline": re.compile(
            r"(?:,\s*[A-Z][\w. ]{2,25})?(?:,?\s*\(?(?:\w{3,9}\.?\s+\d{1,2})\)?)?\s*"
            r"(?:\([^()\n]{2,40}\)\s*[-–—:]?|[-–—]{1,2}|:)\s+\S"
        ),
        "speaks": re.compile(r",?\s+(?:said|says|told|added|explained|explains|tweeted|wrote|argued|recalled)\b"),
        "media": re.compile(r"\s+(?:media|tv|television|news|radio|visit|funeral|department|run)\b", re.I),
    }


def evidence_of(pieces: Pieces, first: int, last: int) -> Evidence:
    """Read the surroundings of the name that spans words `first` to `last`, both included."""
    text, patterns, words = pieces.text, _patterns(), pieces.words
    start, end = pieces.all[first].start, pieces.all[last].end
    floor = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    before = text[floor:start]
    after = patterns["after"].match(text, end)
    if after and patterns["media"].match(text, after.end()):
        after = None
    named = patterns["before"].search(before) or patterns["called"].search(before)
    beside = patterns["beside"].search(before)
    hint, plural, phrase_start = None, False, start
    if named or beside:
        word = (named or beside)["kind"].lower()  # type: ignore[index]
        hint = words.before.get(word) or words.after.get(word)
        plural = word.endswith("s") and word.removesuffix("s") in (words.before.keys() | words.after.keys())
        phrase_start = floor + (named or beside).start()  # type: ignore[union-attr]
    if after and hint is None:
        kind = re.sub(r"\s+", " ", after["kind"].lower())
        hint = words.after[kind]
        plural = kind.endswith("s") and kind.removesuffix("s") in words.after
    preposition = next(
        (name for name in ("firm", "plain", "part", "goal", "weak") if patterns[name].search(before)), ""
    )
    preposition = "plain" if preposition == "part" else preposition
    return Evidence(
        hint=hint,
        end=after.end("kind") if after else end,
        start=phrase_start,
        named_kind=bool(named or beside),
        preposition=preposition,
        capital_before=_capital_before(pieces, first),
        capital_after=_capital_after(pieces, last) and not after,
        person=any(number in pieces.person_words for number in range(first, last + 1)),
        organisation=_organisation(pieces, first, last, kind_after=after is not None),
        dateline=_dateline(pieces, first, last),
        speaks=patterns["speaks"].match(text, end) is not None,
        plural=plural,
    )


def _capital_before(pieces: Pieces, first: int) -> bool:
    """Tell whether the name seems to go on to the left: a capital that a sentence's beginning does not explain."""
    if first == 0 or pieces.gap(first - 1) != " ":
        return False
    before = pieces.all[first - 1]
    words = pieces.words
    if not before.capital or before.arabic or before.lower in words.parts | words.before.keys() | words.after.keys():
        return False
    if before.lower in words.demonyms or not before.text[0].isalpha():
        return False
    known = words.never | words.common | words.plain | words.goal | words.titles
    if pieces.begins_sentence(first - 1) or pieces.in_headline(first):
        return (
            before.lower not in known
            and not before.lower.endswith(("ed", "ing", "ly"))
            and not pieces.in_headline(first)
        )
    return before.lower not in _DAYS


def _capital_after(pieces: Pieces, last: int) -> bool:
    if last + 1 >= len(pieces) or pieces.gap(last) != " " or pieces.in_headline(last):
        return False
    after = pieces.all[last + 1]
    if after.lower in ("al", "el", "ul") and pieces.gap(last + 1) in ("-", " ") and last + 2 < len(pieces):
        after = pieces.all[last + 2]
    return after.capital and not after.arabic and after.lower not in _DAYS and after.text[0].isalpha()


def _organisation(pieces: Pieces, first: int, last: int, *, kind_after: bool) -> bool:
    """Tell whether the name is part of an organisation's: "Kyiv Times", "Bank of X", "X Liberation Army"."""
    words = pieces.words
    if not kind_after and _capital_after(pieces, last) and pieces.all[last + 1].lower in words.organisation:
        return True
    if first and pieces.gap(first - 1) == " " and pieces.all[first - 1].lower in words.named_bodies:
        return True
    link = first - 2 if first >= 3 and pieces.all[first - 1].lower == "the" else first - 1
    if link >= 1 and pieces.all[link].lower in ("of", "for") and pieces.gap(link) == " ":
        head = pieces.all[link - 1]
        return head.capital and head.lower in words.organisation_before and not pieces.in_headline(first)
    return False


def _dateline(pieces: Pieces, first: int, last: int) -> bool:
    """Tell whether the name opens a line as a dateline does: "KABUL (Agency) —", "Goma, March 3 –"."""
    start = pieces.all[first].start
    if start > 0 and pieces.text[start - 1] != "\n":
        return False
    found = _patterns()["dateline"].match(pieces.text, pieces.all[last].end)
    return found is not None and (pieces.all[first].text.isupper() or found[0].strip()[0] in ",(—–-")


_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
)
