"""Finds the names of places in a text, known or told by the words beside them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from recount.gazetteer.drafts import KNOWN, TOWN, Draft, demonym_at, judged, place_of_people, told
from recount.gazetteer.evidence import Evidence, evidence_of
from recount.gazetteer.linked import link
from recount.gazetteer.names import key_of
from recount.gazetteer.pieces import Pieces, ranges_overlap
from recount.gazetteer.place import PlaceMention, Role
from recount.gazetteer.relations import Relative, relative_before
from recount.gazetteer.roles import role_of
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.words import place_words

__all__ = ["NamedRange", "find_mentions", "mentions_at"]

# Importance from which a name joined to a sure one is a place: about a village with a name in several languages.
_JOINED = 0.12
# A capital city.
_CAPITAL = 0.62


class NamedRange(NamedTuple):
    """A half-open range of code points that is known to name a place."""

    start: int
    end: int
    role: Role | None = None
    """None where the words beside it shall tell."""


def find_mentions(
    text: str, gazetteer: Gazetteer, *, avoid: Sequence[tuple[int, int]] = ()
) -> tuple[PlaceMention, ...]:
    """Find the names of places in a text, in order, none overlapping another.

    A name counts where the gazetteer holds it and is known enough, or where the words beside it say that it is a
    place ("the village of X", "X district", "near X"); then it may be one that the gazetteer does not hold. Months,
    persons and parts of organisations' names are left alone.

    Args:
        text: any text; offsets are code points.
        gazetteer: the names to find.
        avoid: half-open ranges that other names (of actors, persons, organisations) take.
    """
    pieces = Pieces(text, place_words())
    drafts = _drafts(pieces, gazetteer, avoid)
    _share_kinds(pieces, drafts)
    _follow(drafts)
    kept = [draft for draft in drafts if draft.sure]
    mentions = [_mention(pieces, draft) for draft in kept]
    return tuple(link(text, mentions))


def mentions_at(
    text: str, gazetteer: Gazetteer, ranges: Sequence[NamedRange], *, linked: bool = True
) -> tuple[PlaceMention, ...]:
    """Read the words beside names whose ranges are known, one mention a range, in order.

    Args:
        text: any text; offsets are code points.
        gazetteer: the names to look up.
        ranges: in the order of the text, none overlapping another.
        linked: read what mentions tell of each other; two may then become one ("the Syrian-Turkish border").
    """
    pieces = Pieces(text, place_words())
    mentions = [_mention_at(pieces, gazetteer, one) for one in ranges]
    return tuple(link(text, mentions) if linked else mentions)


def _mention_at(pieces: Pieces, gazetteer: Gazetteer, one: NamedRange) -> PlaceMention:
    name = pieces.text[one.start : one.end]
    first, last = pieces.at(one.start), max(pieces.at(one.end) - 1, pieces.at(one.start))
    people = pieces.words.demonyms.get(key_of(name))
    if people:
        found = place_of_people(people, gazetteer)
        return PlaceMention(one.start, one.end, name, one.start, one.end, "demonym", found=found)
    if first >= len(pieces):
        return PlaceMention(one.start, one.end, name, one.start, one.end, one.role or "literal")
    found = gazetteer.look_up(name, limit=6)
    draft = Draft(first, last, key_of(name), found, evidence_of(pieces, first, last), sure=True)
    mention = replace(_mention(pieces, draft), name=name, name_start=one.start, name_end=one.end)
    # Words that the ranges do not part are read whole, but a mention holds its own name at least.
    mention = replace(mention, start=min(mention.start, one.start), end=max(mention.end, one.end))
    return replace(mention, role=one.role) if one.role else mention


def _drafts(pieces: Pieces, gazetteer: Gazetteer, avoid: Sequence[tuple[int, int]]) -> list[Draft]:
    drafts: list[Draft] = []
    number = 0
    while number < len(pieces):
        draft = _draft_at(pieces, gazetteer, number)
        if draft and avoid and ranges_overlap(pieces.all[draft.first].start, pieces.all[draft.last].end, avoid):
            draft = None
        if draft is None and drafts:
            draft = _joined_to(pieces, gazetteer, drafts[-1], number)
        if draft:
            drafts.append(draft)
        number = draft.last + 1 if draft else number + 1
    return drafts


_JOINT = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s+(?:the\s+)?")


def _joined_to(pieces: Pieces, gazetteer: Gazetteer, before: Draft, number: int) -> Draft | None:
    """Take an unknown name in a list that a kind phrase opens: "the villages of X, Y and Z"."""
    evidence = before.evidence
    gap = pieces.text[pieces.all[before.last].end : pieces.all[number].start]
    if before.demonym or not before.sure or not _JOINT.fullmatch(gap) or not pieces.can_begin(number):
        return None
    if pieces.all[number].lower in pieces.words.never | pieces.words.given_names:
        return None
    last = pieces.run(number)
    name = pieces.text[pieces.all[number].start : pieces.all[last].end]
    own = evidence_of(pieces, number, last)
    if not (evidence.named_kind and evidence.plural):
        found = gazetteer.look_up(name, limit=6) if before.placed and not (own.person or own.capital_after) else ()
        alike = bool(found) and found[0].likeness_score >= 0.9 and found[0].place.importance >= TOWN
        return Draft(number, last, key_of(name), found, own, sure=True) if alike else None
    shared = replace(own, hint=evidence.hint, plural=True, named_kind=True)
    return Draft(number, last, key_of(name), gazetteer.look_up(name, limit=6), shared, sure=True)


def _draft_at(pieces: Pieces, gazetteer: Gazetteer, number: int) -> Draft | None:
    people = demonym_at(pieces, number, gazetteer)
    if people or not pieces.can_begin(number):
        return people
    doubtful = None
    for last in pieces.slices(number):
        name = pieces.text[pieces.all[number].start : pieces.all[last].end]
        if not gazetteer.holds(name) or _ends_in_division_word(pieces, gazetteer, number, last):
            continue
        draft = judged(pieces, gazetteer, number, last)
        if draft and draft.sure:
            return _longer(pieces, gazetteer, draft) or draft
        doubtful = doubtful or draft
    return told(pieces, gazetteer, number) or doubtful


def _longer(pieces: Pieces, gazetteer: Gazetteer, draft: Draft) -> Draft | None:
    """Take the whole name of which a held one is only the first word: "Ain al-Assad" rather than "Ain"."""
    if draft.last >= pieces.run(draft.first):
        return None
    longer = told(pieces, gazetteer, draft.first)
    if longer is None or longer.last <= draft.last:
        return None
    known = longer.found and longer.found[0].likeness_score >= 0.9
    return longer if known or draft.importance < KNOWN else None


def _ends_in_division_word(pieces: Pieces, gazetteer: Gazetteer, first: int, last: int) -> bool:
    """Tell whether a name only adds the word for a division: "Borno State" is Borno, as the hint then says."""
    word = pieces.all[last].lower
    if last == first or pieces.words.after.get(word) not in ("province", "district", "city", "town", "village"):
        return False
    if word == "city" and pieces.all[last].capital:
        # "Mexico City", "Gaza City" are names of their own.
        return False
    return gazetteer.holds(pieces.text[pieces.all[first].start : pieces.all[last - 1].end])


def _share_kinds(pieces: Pieces, drafts: list[Draft]) -> None:
    """Give names joined by "and" and commas the kind word that one of them carries for all."""
    for order, step in ((range(1, len(drafts)), -1), (range(len(drafts) - 2, -1, -1), 1)):
        for index in order:
            draft, other = drafts[index], drafts[index + step]
            source = other.evidence
            one, two = sorted((draft, other), key=lambda d: d.first)
            between = pieces.text[pieces.all[one.last].end : pieces.all[two.first].start]
            if draft.demonym or other.demonym or not other.sure or not _JOINT.fullmatch(between):
                continue
            # "the bases of A and B" reaches right, "A and B districts" reaches left.
            reaches = source.named_kind if step == -1 else not source.named_kind
            if source.hint and source.plural and reaches and (not draft.evidence.hint or (step == -1)):
                draft.evidence = replace(draft.evidence, hint=source.hint, plural=True, named_kind=source.named_kind)
                draft.sure = True
            elif (
                not draft.sure
                and not draft.evidence.hint
                and (source.preposition in ("plain", "firm") or _opens_a_pair(pieces, other))
            ):
                lower = pieces.all[draft.last].lower
                usual = lower in pieces.words.common | pieces.words.given_names | pieces.words.never
                usual = usual or pieces.all[draft.last].text.isupper()
                draft.sure = not usual and draft.importance >= _JOINED


_PAIR = re.compile(r"\b(?:between|linking|connecting|joining)\s+(?:the\s+)?$")


def _opens_a_pair(pieces: Pieces, draft: Draft) -> bool:
    """Tell whether a second place follows by "and": "between X and Y", "the road linking X and Y"."""
    start = pieces.all[draft.first].start
    return _PAIR.search(pieces.text, max(0, start - 30), start) is not None


def _follow(drafts: list[Draft]) -> None:
    """Take doubtful names that are sure elsewhere in the same text."""
    sure = {draft.key for draft in drafts if draft.sure and not draft.demonym}
    for draft in drafts:
        if not draft.sure and draft.key in sure:
            evidence = draft.evidence
            draft.sure = not (
                evidence.capital_before or evidence.capital_after or evidence.person or evidence.organisation
            )


def _mention(pieces: Pieces, draft: Draft) -> PlaceMention:
    text, evidence = pieces.text, draft.evidence
    start, end = pieces.all[draft.first].start, pieces.all[draft.last].end
    name = text[start:end]
    if draft.demonym:
        return PlaceMention(start, end, name, start, end, "demonym", found=draft.found)
    state = any(one.place.kind == "country" and one.likeness_score == 1 for one in draft.found[:2])
    capital = any(one.place.kind == "locality" and one.place.importance >= _CAPITAL for one in draft.found[:2])
    hint = evidence.hint or (_own_kind(pieces, draft) if draft.last > draft.first else None)
    if state and not (hint == "province" and any(one.place.kind == "admin1" for one in draft.found)):
        # "Iraq bases", "US District Judge": the word after a country's name is no kind of country. "Niger State" is.
        hint = None
    relative = relative_before(text, start)
    if relative.relation == "at" and evidence.start < start:
        relative = _before_phrase(text, evidence, relative)
    role = role_of(text, start, end, state=state, capital=capital) if relative.relation == "at" else "literal"
    if evidence.organisation:
        role = "metonym"
    hint = hint or (relative.hint if relative.hint != "part" else None)
    after = evidence.end if hint and not evidence.named_kind and hint == evidence.hint else end
    return PlaceMention(
        start=min(start, relative.start) if role == "literal" else start,
        end=after if role == "literal" else end,
        name=name,
        name_start=start,
        name_end=end,
        role=role,
        kind_hint=hint,
        relation="near" if hint == "countryside" and relative.relation == "at" else relative.relation,
        distance_km=relative.distance_km,
        bearing=relative.bearing,
        found=draft.found,
    )


def _own_kind(pieces: Pieces, draft: Draft) -> str | None:
    """The kind that a name's own last words say: "Mosul airport"."""
    last = pieces.all[draft.last].lower
    return pieces.words.after.get(f"{pieces.all[draft.last - 1].lower} {last}") or pieces.words.after.get(last)


def _before_phrase(text: str, evidence: Evidence, relative: Relative) -> Relative:
    outer = relative_before(text, evidence.start)
    return outer if outer.relation not in ("at", "in") else relative
