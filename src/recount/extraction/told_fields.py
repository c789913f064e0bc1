"""The words that the trained model gives for a happening become fields: parties, places, times, weapons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from recount.extraction.carried_times import carried_time
from recount.extraction.parties import PartyAt
from recount.extraction.references import referent_of
from recount.extraction.reports import party_identity, where_of
from recount.extraction.scenes import Scene, label_of, scene_of
from recount.extraction.sheet import PlaceAt, Sheet, TimeAt, TokenRange
from recount.extraction.sites import is_passed_through
from recount.extraction.tellings import dateline_end
from recount.extraction.times import at_hour
from recount.extraction.told import ScoredRange, Told, main_anchor
from recount.nouns import Span, Weapon, When, Where, WhereBasis

__all__ = ["parties_told", "weapons_told", "when_told", "where_told"]

# How much likelier a district has to be than a town, a province than a district; swept 0-0.5 on corpus/dev.
_COARSE_COSTS = 0.15
# What a place outside the act's paragraphs costs: more than any chance can make up for. On corpus/dev, of the places
# told with a chance of 0.9 and more, three in four were right in the act's paragraph, one in three elsewhere.
_FAR_COSTS = 1.0
# A headline names the region or the best-known town as often as the place itself. Costs of 0-1 are alike on corpus/dev.
_HEADLINE_COSTS = 0.2
# What a place outside the sentence, and outside the paragraph, of the fullest telling costs; swept 0-0.5 on corpus/dev.
_SENTENCE_COSTS, _PARAGRAPH_COSTS = 0.05, 0.1
# What "the harbour wall", a place without a name, costs; 0-1 are alike on corpus/dev.
_UNNAMED_COSTS = 0.3
# What a place costs from which or to which somebody went.
_PASSING_COSTS = 0.3
_COARSENESS = {"country": 3, "admin1": 2, "admin2": 1}
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "who", "which", "them", "him", "her", "their", "its", "our", "us", "his"}
)
_METHOD = "reader.model/1"


def parties_told(
    sheet: Sheet, told: Sequence[ScoredRange], parties: Sequence[PartyAt], *, second: float
) -> list[PartyAt]:
    """Return the mentions of the likeliest party, and of others that are nearly as likely.

    What the word lists know of a mention's head is kept; its extent is the model's. A further party has to be
    `second` times as likely as the first; a pronoun without a known antecedent names nobody.
    """
    mentions = [(party, score) for first, end, score in told if (party := _mention(sheet, first, end, parties))]
    if not mentions:
        return []
    chances: dict[str, float] = {}
    for party, score in mentions:
        name = party_identity(sheet, party.named)
        chances[name] = max(chances.get(name, 0.0), score)
    least = max(chances.values()) * second
    return [party for party, _ in mentions if chances[party_identity(sheet, party.named)] >= least]


def _mention(sheet: Sheet, first: int, end: int, parties: Sequence[PartyAt]) -> PartyAt | None:
    while first < end and not sheet.lower(first)[:1].isalnum():
        first += 1
    closed = sheet.lexicon.determiners | sheet.lexicon.prepositions | {"and", "or", "but"}
    while first < end and (not sheet.lower(end - 1)[:1].isalnum() or sheet.lower(end - 1) in closed):
        end -= 1
    if sheet.lower(end) == ")" and any(sheet.lower(position) == "(" for position in range(first, end)):
        end += 1
    if first >= end or (end - first == 1 and sheet.lower(first) in _PRONOUNS):
        return next((party for party in parties if party.first == first < end and party.stands_for), None)
    inside = [party for party in parties if party.first < end and first < party.end and first <= party.head < end]
    if not inside:
        return PartyAt(first, end, end - 1, "name", "unknown", "unknown", plural=False)
    head = max(inside, key=lambda party: (_shared(party, first, end), -party.first))
    return replace(head, first=first, end=end)


def _shared(party: PartyAt, first: int, end: int) -> int:
    return min(party.end, end) - max(party.first, first)


def weapons_told(sheet: Sheet, told: Sequence[ScoredRange]) -> Iterator[Weapon]:
    """Yield each weapon once; its category is that of the word list, `other` for a word that it lacks."""
    seen: dict[str, Weapon] = {}
    for first, end, _ in told:
        known = next((weapon for weapon in sheet.weapons if weapon.first < end and first < weapon.end), None)
        name, category = sheet.words(first, end), known.form.category if known else "other"
        key = f"{category}:{sheet.lower(end - 1).removesuffix('s')}"
        earlier = seen.get(key)
        spans = (*(earlier.spans if earlier else ()), sheet.span(first, end))
        seen[key] = Weapon(name=earlier.name if earlier else name, category=category, spans=spans, method=_METHOD)
    yield from seen.values()


def where_told(
    sheet: Sheet,
    told: Told,
    beside: Sequence[PlaceAt],
    spoken: Sequence[TokenRange],
) -> Where:
    """Return the likeliest of the places told, where a finer one may be somewhat less likely; then the others.

    A place in the paragraph of one of the act's tellings goes before any other. Where the model tells none there, the
    label of the paragraph stands in, then what it tells elsewhere, the places of the act's own clauses (`beside`), and
    what the words around its fullest telling set. `spoken` are the words for who speaks, to whom and where.
    """
    main = main_anchor(sheet, told)
    found = sorted(_candidates(sheet, told, spoken), key=lambda each: (each.cost, each.span.start))
    spans = tuple(dict.fromkeys(each.span for each in found))
    if found and found[0].basis in ("stated", "carried"):
        return _chosen(sheet, found[0], spans)
    if label := label_of(sheet, sheet.sentence_of(main.first)):
        return where_of(sheet, Scene(label, "heading"))
    if found:
        return _chosen(sheet, found[0], spans)
    scene = Scene(tuple(beside), "stated") if beside else scene_of(sheet, main.first, spoken)
    return where_of(sheet, scene) if scene else Where()


def _chosen(sheet: Sheet, best: "_Candidate", spans: tuple[Span, ...]) -> Where:
    placed = _placed_by(sheet, best.span)
    if placed is not None:
        return Where(name=placed.quote, basis=best.basis, spans=tuple(dict.fromkeys((placed, *spans))), method=_METHOD)
    named = (best.stands_for,) if best.stands_for else ()
    spans = tuple(dict.fromkeys((best.span, *named, *spans)))
    return Where(name=best.name, stands_for=best.stands_for, basis=best.basis, spans=spans, method=_METHOD)


def _placed_by(sheet: Sheet, span: Span) -> Span | None:
    """Return the name that words only place: X, where they are the "30 km west of Y" of "X, 30 km west of Y"."""
    for place in sheet.places:
        told_by = place.located.mention.told_by
        if told_by is not None and span.start <= told_by < span.end and place.is_literal:
            return sheet.span(place.first, place.end)
    return None


class _Candidate(NamedTuple):
    cost: float
    span: Span
    name: str
    basis: WhereBasis
    stands_for: Span | None


def _candidates(sheet: Sheet, told: Told, spoken: Sequence[TokenRange]) -> Iterator[_Candidate]:
    sentences = {sheet.sentence_of(anchor.first) for anchor in told.anchors}
    main = sheet.sentence_of(main_anchor(sheet, told).first)
    paragraphs = {sheet.paragraph_of(sentence) for sentence in sentences}
    places = [_place_in(sheet, first, end) for first, end, _ in told.arguments["place"]]
    placing = {place.located.mention.told_by for place in places if place}
    for (first, end, score), place in zip(told.arguments["place"], places, strict=True):
        if not _can_be_the_place(sheet, place, first, end, spoken):
            continue
        sentence = sheet.sentence_of(first)
        near = sheet.paragraph_of(sentence) in paragraphs
        same_paragraph = sheet.paragraph_of(sentence) == sheet.paragraph_of(main)
        basis: WhereBasis = "stated" if sentence in sentences else "carried" if near else "elsewhere"
        cost = _COARSE_COSTS * _coarseness(place) - score + (0.0 if near else _FAR_COSTS)
        if sentence == sheet.headline:
            cost += _HEADLINE_COSTS
        if place is not None and is_passed_through(sheet, place):
            cost += _PASSING_COSTS
        if place is None and not any(sheet.tokens[at].text[:1].isupper() for at in range(first, end)):
            cost += _UNNAMED_COSTS
        cost += _SENTENCE_COSTS * (sentence != main) + _PARAGRAPH_COSTS * (not same_paragraph)
        if place is not None and place.located.mention.name_start in placing:
            # "X, just outside Y": Y only says where X lies.
            cost += _COARSE_COSTS
        span = sheet.span(place.first, place.end) if place else sheet.span(first, end)
        name = place.located.mention.name if place else sheet.words(first, end)
        named = referent_of(sheet, first, end)
        stands_for = sheet.span(named.first, named.end) if named else None
        if basis == "elsewhere" and sentence == sheet.headline:
            basis = "heading"
        yield _Candidate(cost, span, name, basis, stands_for)


def _can_be_the_place(sheet: Sheet, place: PlaceAt | None, first: int, end: int, spoken: Sequence[TokenRange]) -> bool:
    """Tell whether words may be the act's place: not where a story was filed or somebody spoke, and a name at all."""
    if first < dateline_end(sheet, sheet.sentence_of(first)):
        return False
    if any(each.first <= first < each.end for each in spoken):
        return False
    return place is not None or _can_be_a_name(sheet, first, end)


def _can_be_a_name(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether words that are on no list can name a place.

    "The bazaar" can; "the", "112", "above" and "hundreds of kilometers" cannot.
    """
    words = [sheet.tokens[position].text for position in range(first, end) if sheet.lower(position)[:1].isalpha()]
    closed = sheet.lexicon.determiners | sheet.lexicon.prepositions
    said = [word for word in words if word.lower() not in closed]
    if any(word[:1].isupper() for word in said):
        return True
    counted = any(quantity.first < end and first < quantity.end for quantity in sheet.quantities)
    return bool(said) and len(words) > 1 and not counted


def _place_in(sheet: Sheet, first: int, end: int) -> PlaceAt | None:
    here = [place for place in sheet.places if place.first < end and first < place.end]
    return max(here, key=lambda place: (min(place.end, end) - max(place.first, first), -place.first), default=None)


def _coarseness(place: PlaceAt | None) -> int:
    known = place.located.place if place else None
    return _COARSENESS.get(known.kind, 0) if known else 0


def when_told(sheet: Sheet, told: Sequence[ScoredRange], beside: Sequence[TimeAt]) -> When:
    """Return the likeliest time that names a day, else the likeliest of all.

    Where the model tells none, the times of the act's own clauses (`beside`) stand in.
    """
    if not told:
        told = [ScoredRange(time.first, time.end, 0.0) for time in beside]
    found: list[tuple[bool, float, TimeAt]] = []
    for first, end, score in told:
        for time in sheet.times:
            if time.first < end and first < time.end:
                found.append((time.mention.expression.names_a_day, score, time))
    if not found:
        return When(spans=tuple(sheet.span(first, end) for first, end, _ in told), method=_METHOD) if told else When()
    _, _, best = max(found, key=lambda each: (each[0], each[1], -each[2].first))
    if best.mention.expression.kind == "clock":
        # An hour alone has its day from the story, or from the log that it is an entry of.
        day = carried_time(sheet, best.first + 1)
        said = at_hour(day.mention.expression, best.mention.expression) if day else best.mention.expression
        return When(expression=said, spans=(sheet.span(best.first, best.end),), method=_METHOD)
    return When(expression=best.mention.expression, spans=(sheet.span(best.first, best.end),), method=_METHOD)
