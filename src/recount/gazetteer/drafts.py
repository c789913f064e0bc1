"""Weighs one possible name at a time: a place for sure, doubtful, or none."""

import re
from dataclasses import dataclass

from recount.gazetteer.evidence import Evidence, evidence_of
from recount.gazetteer.names import key_of
from recount.gazetteer.pieces import Pieces
from recount.gazetteer.place import Scored
from recount.gazetteer.relations import is_placed_after
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.words import place_words

__all__ = ["Draft", "demonym_at", "judged", "place_of_people", "told"]

# Importance (see `Place.importance`) from which a bare name is taken for the place: about a town of 60,000, or a
# first-level division. Chosen on invented pairs (tests/spec/test_places.py) and a sample of public news.
KNOWN = 0.42
# From which a preposition is enough: about a town of 1,500.
TOWN = 0.25
# From which a name that is also a common word or a person's needs only a preposition, and from which not even that.
_USUAL_TOWN, _USUAL_CITY = 0.4, 0.6
# In a headline, where every word has a capital.
_HEADLINE = 0.5
# A city of about a million, or a capital.
_CITY = 0.56
_COUNTRY = 0.85
# What is left of a place's importance under a name that English reports seldom write.
_SELDOM = 0.75
_AREAS = frozenset({"area", "region", "disputed", "admin1", "macroregion", "sea area"})
_POINTLESS = re.compile(r"[A-Z]{1,5}|.")
_ARABIC_NAME = re.compile(r"\b(?:al|el|ash|esh|as|es|at|ad|ed|ar|er|az|ez|an|en)[- ]", re.IGNORECASE)
# Kind words after a name that make a place of it even where no list holds it; "X forces' area" does not.
_TELLING = frozenset(
    [
        "province",
        "district",
        "city",
        "town",
        "village",
        "quarter",
        "camp",
        "crossing",
        "field",
        "airport",
        "base",
        "dam",
        "countryside",
        "island",
        "prison",
        "mountain",
        "plant",
        "bridge",
    ]
)


@dataclass(slots=True)
class Draft:
    """A name on its way to being a mention."""

    first: int
    """Number of its first word."""
    last: int
    """Number of its last word, included."""
    key: str
    found: tuple[Scored, ...]
    evidence: Evidence
    sure: bool
    """False where only its company in the text can still save it."""
    demonym: bool = False

    @property
    def importance(self) -> float:
        """Importance of the best-known place of exactly this name, sites without their kind word aside.

        A place known by the name to few counts for less: Grozny is also "Dzhokhar", a man's name.
        """
        return max(
            (
                one.place.importance * (_SELDOM if one.alternate else 1)
                for one in self.found
                if one.likeness_score == 1 and not one.bare_site
            ),
            default=0,
        )

    @property
    def placed(self) -> bool:
        """A word of place stands before it: "in", "near", "eastern"."""
        return self.evidence.preposition in ("firm", "plain", "goal")


def demonym_at(pieces: Pieces, number: int, gazetteer: Gazetteer) -> Draft | None:
    """Take the name of a people that begins at a word: "Syrian", "South African"."""
    for last in (number + 1, number):
        if last >= len(pieces) or (last > number and not pieces.joined(number)):
            continue
        key = key_of(pieces.text[pieces.all[number].start : pieces.all[last].end])
        code = pieces.words.demonyms.get(key)
        if code and pieces.all[number].capital:
            evidence = evidence_of(pieces, number, last)
            return Draft(number, last, key, place_of_people(code, gazetteer), evidence, sure=True, demonym=True)
    return None


def place_of_people(people: str, gazetteer: Gazetteer) -> tuple[Scored, ...]:
    """Find the country or area of a people: by its ISO code, or by the area's name as the list of demonyms has it."""
    if len(people) == 2:
        return gazetteer.countries(people)
    found = gazetteer.look_up_exactly(people)
    return tuple(one for one in found if one.place.kind in _AREAS)[:1]


def judged(pieces: Pieces, gazetteer: Gazetteer, first: int, last: int) -> Draft | None:
    """Weigh a name that the gazetteer holds: a sure draft, a doubtful one, or None."""
    name = pieces.text[pieces.all[first].start : pieces.all[last].end]
    evidence = evidence_of(pieces, first, last)
    draft = Draft(first, last, key_of(name), gazetteer.look_up_exactly(name), evidence, sure=False)
    if _is_no_name(pieces, draft):
        draft.sure = evidence.named_kind and pieces.all[first].capital and draft.key not in pieces.words.before
        return draft if draft.sure else None
    if evidence.organisation:
        # "the Government of Iraq": the state is named, as a side.
        draft.sure = draft.importance >= _COUNTRY and not evidence.capital_after
        return draft if draft.sure else None
    if _is_someone_else(pieces, draft):
        return None
    usual = first == last and _is_usual(pieces, draft)
    if (
        first == last
        and pieces.all[last].lower in pieces.surnames
        and draft.importance < _COUNTRY
        and not evidence.hint
    ):
        draft.sure = draft.placed and draft.importance >= TOWN and not evidence.capital_after
        return draft if draft.sure else None
    draft.sure = _is_sure(pieces, gazetteer, draft, usual=usual)
    torn = (evidence.capital_before or evidence.capital_after) and not evidence.hint and not pieces.in_headline(first)
    return None if torn and not draft.sure else draft


def _is_no_name(pieces: Pieces, draft: Draft) -> bool:
    """Tell whether the words are months, titles, bodies: no place however many hamlets bear the name."""
    if draft.key in pieces.words.never:
        return True
    if draft.first != draft.last:
        return False
    lower = pieces.all[draft.last].lower
    if len(lower) <= 3 and draft.importance >= _COUNTRY:
        # "Us", "Car" are no short forms of countries; "US", "CAR" are.
        return not pieces.all[draft.last].text.isupper()
    return lower in pieces.words.never or len(lower) < 3


def _is_someone_else(pieces: Pieces, draft: Draft) -> bool:
    """Tell whether the name belongs to a person or a thing rather than to a place."""
    evidence, importance = draft.evidence, draft.importance
    if not pieces.all[draft.first].capital and importance < TOWN and not evidence.hint:
        return True
    placed = evidence.named_kind or evidence.hint in _TELLING
    placed_after = is_placed_after(pieces.text, pieces.all[draft.last].end)
    if evidence.person and not placed and not (draft.last > draft.first and importance >= _USUAL_CITY):
        return True
    if _has_article(pieces, draft.first) and not (evidence.hint or _takes_article(draft) or placed_after):
        return True
    return evidence.speaks and importance < _CITY and not evidence.named_kind


def _is_usual(pieces: Pieces, draft: Draft) -> bool:
    """Tell whether the word is also a common word, a given name, or an abbreviation."""
    piece, words = pieces.all[draft.last], pieces.words
    if piece.lower in words.common or piece.lower in words.given_names:
        return True
    shouted = piece.text.isupper() and len(piece.text) > 2
    return shouted and draft.importance < _CITY and not draft.evidence.dateline


def _is_sure(pieces: Pieces, gazetteer: Gazetteer, draft: Draft, *, usual: bool) -> bool:
    evidence, importance = draft.evidence, draft.importance
    headline = pieces.in_headline(draft.first)
    if draft.last > draft.first and not evidence.capital_before and any(_is_site(one) for one in draft.found):
        return True
    if evidence.hint and not (usual and (headline or (not evidence.named_kind and importance < TOWN))):
        return _is_kind(draft) or not evidence.capital_before
    if headline:
        return importance >= _HEADLINE and not usual
    if evidence.capital_before or evidence.capital_after:
        inside = importance >= TOWN and draft.placed and not evidence.capital_before
        return not usual and (inside or (importance >= _COUNTRY and evidence.preposition != ""))
    if usual:
        return (draft.placed and importance >= _USUAL_TOWN) or importance >= _USUAL_CITY or evidence.dateline
    return _stands_alone(pieces, draft, gazetteer.divisions)


def _is_site(one: Scored) -> bool:
    """Tell whether a place is a named site, sea or area: its full name is hardly anything else."""
    towns = ("locality", "neighbourhood", "admin1", "admin2", "admin3", "macroregion")
    return one.likeness_score == 1 and not one.bare_site and not one.alternate and one.place.kind not in towns


def _has_article(pieces: Pieces, first: int) -> bool:
    return first > 0 and pieces.all[first - 1].lower == "the" and pieces.gap(first - 1) == " "


def _takes_article(draft: Draft) -> bool:
    """Tell whether a name can follow "the": countries, seas, areas, ranges; a town cannot ("the Speaker")."""
    return any(one.place.kind not in ("locality", "admin2", "admin3", "neighbourhood") for one in draft.found)


def _stands_alone(pieces: Pieces, draft: Draft, divisions: frozenset[str]) -> bool:
    """Tell whether an uncommon name without a kind word is a place."""
    if draft.importance >= KNOWN or draft.evidence.dateline or draft.evidence.preposition == "firm":
        return True
    if draft.placed:
        long = draft.last > draft.first or len(pieces.all[draft.first].text) >= 4
        if draft.importance >= TOWN or (long and draft.evidence.preposition == "plain"):
            return True
    return _known_container_after(pieces, draft.last, divisions)


def _known_container_after(pieces: Pieces, last: int, divisions: frozenset[str]) -> bool:
    """Tell whether a division or country follows after a comma: "Kaya, Burkina Faso"."""
    tail = pieces.text[pieces.all[last].end :][:60]
    found = re.match(r",\s+(?:in\s+)?(?:the\s+)?(?:\w+ern\s+)?((?:[A-Z][\w'’-]+[ -]?){1,3})", tail)
    if not found:
        return False
    names = found[1].replace("-", " ").split()
    return any(key_of(" ".join(names[:count])) in divisions for count in range(len(names), 0, -1))


def _is_kind(draft: Draft) -> bool:
    kinds = place_words().hint_kinds.get(draft.evidence.hint or "", frozenset())
    return any(one.place.kind in kinds for one in draft.found)


def told(pieces: Pieces, gazetteer: Gazetteer, number: int) -> Draft | None:
    """Take a name that is not held under this spelling, where the words beside it say that it is a place."""
    last = pieces.run(number)
    if last - number > 3 or not _can_be_told(pieces, number, last):
        return None
    name = pieces.text[pieces.all[number].start : pieces.all[last].end]
    evidence = evidence_of(pieces, number, last)
    if evidence.organisation or evidence.capital_before:
        return None
    if evidence.person and not (evidence.named_kind or evidence.hint in _TELLING):
        return None
    if _has_article(pieces, number) and evidence.hint is None:
        return None
    given = pieces.all[number].lower in pieces.words.given_names or pieces.all[last].lower in pieces.surnames
    strong = (
        evidence.named_kind
        or evidence.hint in _TELLING
        or evidence.preposition == "firm"
        or (evidence.preposition != "" and _known_container_after(pieces, last, gazetteer.divisions))
        or is_placed_after(pieces.text, pieces.all[last].end)
    )
    if strong and (evidence.named_kind or not given):
        return Draft(number, last, key_of(name), gazetteer.look_up(name, limit=6), evidence, sure=True)
    if evidence.preposition in ("plain", "goal") and not given and not evidence.capital_after:
        found = gazetteer.look_up(name, limit=6)
        if evidence.preposition == "goal" and not (found and found[0].place.importance >= KNOWN):
            return None
        alike = bool(found) and found[0].likeness_score >= 0.9
        if alike and (found[0].place.importance >= TOWN or _ARABIC_NAME.search(name)):
            return Draft(number, last, key_of(name), found, evidence, sure=True)
    return None


def _can_be_told(pieces: Pieces, number: int, last: int) -> bool:
    first, words = pieces.all[number], pieces.words
    if pieces.in_headline(number) or first.arabic:
        return False
    if _POINTLESS.fullmatch(pieces.text[first.start : pieces.all[last].end]):
        return False
    if number == last and first.lower in words.never | words.common | words.titles:
        return False
    if first.lower in words.never | words.titles and first.lower not in words.part_before:
        return False
    return first.capital or pieces.all[min(number + 1, last)].capital
