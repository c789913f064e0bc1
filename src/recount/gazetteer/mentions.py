"""Finds the names of places in a text, known or told by the words beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recount.gazetteer.evidence import Evidence, evidence_of
from recount.gazetteer.names import key_of
from recount.gazetteer.pieces import Pieces, ranges_overlap
from recount.gazetteer.place import PlaceMention, Scored
from recount.gazetteer.relations import Relative, relative_before
from recount.gazetteer.roles import role_of
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.words import place_words

__all__ = ["find_mentions"]

# Importance (see `Place.importance`) from which a bare name is taken for the place: about a town of 60,000, or a
# first-level division. Chosen on invented pairs (tests/spec/test_places.py) and a sample of public news.
_KNOWN = 0.42
# From which a preposition is enough: about a town of 1,500.
_TOWN = 0.25
_COUNTRY = 0.85
# A city of about a million, or a capital.
_CITY = 0.56
_POINTLESS = re.compile(r"[A-Z]{1,3}$|.$")


@dataclass(slots=True)
class _Draft:
    """A name on its way to being a mention."""

    first: int
    last: int
    key: str
    found: tuple[Scored, ...]
    evidence: Evidence
    sure: bool
    demonym: bool = False

    @property
    def importance(self) -> float:
        return max(
            (one.place.importance for one in self.found if one.likeness_score == 1 and not one.bare_site), default=0
        )


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
    _share_kinds(pieces, drafts, gazetteer)
    _follow(pieces, drafts)
    kept = [draft for draft in drafts if draft.sure]
    mentions = [_mention(pieces, draft) for draft in kept]
    return tuple(_with_containers(text, _with_second_ends(text, _apart(mentions))))


def _drafts(pieces: Pieces, gazetteer: Gazetteer, avoid: Sequence[tuple[int, int]]) -> list[_Draft]:
    drafts: list[_Draft] = []
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


def _joined_to(pieces: Pieces, gazetteer: Gazetteer, before: _Draft, number: int) -> _Draft | None:
    """Take an unknown name in a list that a kind phrase opens: "the villages of X, Y and Z"."""
    evidence = before.evidence
    gap = pieces.text[pieces.all[before.last].end : pieces.all[number].start]
    if not (evidence.named_kind and evidence.plural and before.sure and _JOINT.fullmatch(gap)):
        return None
    if not pieces.all[number].capital or pieces.all[number].lower in pieces.words.never:
        return None
    last = pieces.run(number)
    name = pieces.text[pieces.all[number].start : pieces.all[last].end]
    own = evidence_of(pieces, number, last)
    shared = replace(own, hint=evidence.hint, plural=True, named_kind=True)
    return _Draft(number, last, key_of(name), gazetteer.look_up(name, limit=6), shared, sure=True)


def _draft_at(pieces: Pieces, gazetteer: Gazetteer, number: int) -> _Draft | None:
    people = _demonym(pieces, number, gazetteer)
    if people:
        return people
    if not pieces.can_begin(number):
        return None
    doubtful = None
    for last in pieces.slices(number):
        name = pieces.text[pieces.all[number].start : pieces.all[last].end]
        if not gazetteer.holds(name) or _ends_in_division_word(pieces, gazetteer, number, last):
            continue
        draft = _judged(pieces, gazetteer, number, last)
        if draft and draft.sure:
            told = _told(pieces, gazetteer, number) if last < pieces.run(number) else None
            better = told and (draft.importance < _KNOWN or (told.found[:1] and told.found[0].likeness_score >= 0.9))
            return told if told and better and told.last > draft.last else draft
        doubtful = doubtful or draft
    return _told(pieces, gazetteer, number) or doubtful


def _ends_in_division_word(pieces: Pieces, gazetteer: Gazetteer, first: int, last: int) -> bool:
    """Tell whether a name only adds the word for a division: "Borno State" is Borno, as the hint then says."""
    word = pieces.all[last].lower
    if last == first or pieces.words.after.get(word) not in ("province", "district", "city", "town", "village"):
        return False
    if word == "city" and pieces.all[last].capital:
        # "Mexico City", "Gaza City" are names of their own.
        return False
    return gazetteer.holds(pieces.text[pieces.all[first].start : pieces.all[last - 1].end])


def _demonym(pieces: Pieces, number: int, gazetteer: Gazetteer) -> _Draft | None:
    words = pieces.words
    for last in (number + 1, number):
        if last >= len(pieces) or (last > number and not pieces.joined(number)):
            continue
        key = key_of(pieces.text[pieces.all[number].start : pieces.all[last].end])
        code = words.demonyms.get(key)
        if code and pieces.all[number].capital:
            found = tuple(one for one in gazetteer.countries(code))
            return _Draft(number, last, key, found, evidence_of(pieces, number, last), sure=True, demonym=True)
    return None


def _judged(pieces: Pieces, gazetteer: Gazetteer, first: int, last: int) -> _Draft | None:
    """Weigh a held name: a sure draft, a doubtful one that its company may yet save, or None."""
    name = pieces.text[pieces.all[first].start : pieces.all[last].end]
    evidence = evidence_of(pieces, first, last)
    draft = _Draft(first, last, key_of(name), gazetteer.look_up_exactly(name), evidence, sure=False)
    importance, words = draft.importance, pieces.words
    lower = pieces.all[last].lower
    single = first == last
    if draft.key in words.never or (single and (lower in words.never or (len(lower) < 3 and importance < _COUNTRY))):
        draft.sure = evidence.named_kind and pieces.all[first].capital and lower not in words.before
        return draft if draft.sure else None
    if not pieces.all[first].capital and importance < _TOWN and not evidence.hint:
        return None
    if evidence.organisation:
        # "the Government of Iraq": the state is named, as a side.
        draft.sure = importance >= _COUNTRY and not evidence.capital_after
        return draft if draft.sure else None
    if evidence.person and not evidence.named_kind and not (last > first and importance >= 0.6):
        return None
    usual = single and (
        lower in words.common
        or lower in words.given_names
        or (pieces.all[first].text.isupper() and len(lower) > 2 and importance < _CITY and not evidence.dateline)
    )
    if _has_article(pieces, first) and not evidence.hint and not _takes_article(draft):
        return None
    if evidence.speaks and importance < _CITY and not evidence.named_kind:
        return None
    headline = pieces.in_headline(first)
    if single and lower in pieces.surnames and importance < _COUNTRY and not evidence.hint:
        draft.sure = evidence.preposition in ("plain", "firm") and importance >= _TOWN and not evidence.capital_after
        return draft if draft.sure else None
    if evidence.hint and not (usual and headline) and not (usual and not evidence.named_kind and importance < _TOWN):
        draft.sure = _is_kind(draft) or not evidence.capital_before
    elif headline:
        draft.sure = importance >= 0.5 and not usual
    elif evidence.capital_before or evidence.capital_after:
        draft.sure = (
            importance >= _TOWN
            and evidence.preposition in ("firm", "plain")
            and not usual
            and not evidence.capital_before
        )
        draft.sure = draft.sure or (importance >= _COUNTRY and not usual and evidence.preposition != "")
        if not draft.sure:
            return None
    elif usual:
        placed = evidence.preposition in ("firm", "plain") and importance >= 0.4
        draft.sure = placed or importance >= 0.6 or evidence.dateline
    else:
        draft.sure = _stands_alone(pieces, draft, gazetteer.divisions)
    return draft


def _has_article(pieces: Pieces, first: int) -> bool:
    return first > 0 and pieces.all[first - 1].lower == "the" and pieces.gap(first - 1) == " "


def _takes_article(draft: _Draft) -> bool:
    """Tell whether a name can follow "the": countries, seas, areas, ranges; a town cannot ("the Speaker")."""
    return any(one.place.kind not in ("locality", "admin2", "admin3", "neighbourhood") for one in draft.found)


def _stands_alone(pieces: Pieces, draft: _Draft, divisions: frozenset[str]) -> bool:
    """Tell whether an uncommon name without a kind word is a place."""
    evidence, importance = draft.evidence, draft.importance
    if importance >= _KNOWN or evidence.dateline:
        return True
    if evidence.preposition == "firm":
        return True
    if evidence.preposition == "plain":
        return importance >= _TOWN or draft.last > draft.first or len(pieces.all[draft.first].text) >= 4
    return _known_container_after(pieces, draft, divisions)


def _known_container_after(pieces: Pieces, draft: _Draft, divisions: frozenset[str]) -> bool:
    """Tell whether a division or country follows after a comma: "Kaya, Burkina Faso"."""
    tail = pieces.text[pieces.all[draft.last].end :][:60]
    found = re.match(r",\s+(?:in\s+)?(?:the\s+)?(?:\w+ern\s+)?((?:[A-Z][\w'’-]+[ -]?){1,3})", tail)
    if not found:
        return False
    names = found[1].replace("-", " ").split()
    return any(key_of(" ".join(names[:count])) in divisions for count in range(len(names), 0, -1))


def _is_kind(draft: _Draft) -> bool:
    kinds = place_words().hint_kinds.get(draft.evidence.hint or "", frozenset())
    return any(one.place.kind in kinds for one in draft.found)


def _told(pieces: Pieces, gazetteer: Gazetteer, number: int) -> _Draft | None:
    """Take a name that is not held under this spelling, where the words beside it say that it is a place."""
    last = pieces.run(number)
    if pieces.in_headline(number) or pieces.all[number].arabic or last - number > 3:
        return None
    name = pieces.text[pieces.all[number].start : pieces.all[last].end]
    words = pieces.words
    first = pieces.all[number]
    if _POINTLESS.fullmatch(name) or (number == last and first.lower in words.never | words.common | words.titles):
        return None
    if first.lower in words.never | words.titles and first.lower not in words.part_before:
        return None
    if not first.capital and not pieces.all[min(number + 1, last)].capital:
        return None
    evidence = evidence_of(pieces, number, last)
    if evidence.organisation or evidence.capital_before or (evidence.person and not evidence.named_kind):
        return None
    found = gazetteer.look_up(name, limit=6)
    strong = evidence.named_kind or evidence.hint in _TELLING or evidence.preposition == "firm"
    given = first.lower in words.given_names or pieces.all[last].lower in pieces.surnames
    if strong and not (given and not evidence.named_kind):
        return _Draft(number, last, key_of(name), found, evidence, sure=True)
    arabic_name = (
        re.search(r"\b(?:al|el|ash|esh|as|es|at|ad|ed|ar|er|az|ez|an|en)[- ]", name, re.IGNORECASE) is not None
    )
    if evidence.preposition == "plain" and not given and found:
        close = found[0].likeness_score >= 0.9 and (found[0].place.importance >= _TOWN or arabic_name)
        if close and not evidence.capital_after:
            return _Draft(number, last, key_of(name), found, evidence, sure=True)
    return None


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


def _share_kinds(pieces: Pieces, drafts: list[_Draft], gazetteer: Gazetteer) -> None:
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
            elif not draft.sure and not draft.evidence.hint and source.preposition in ("plain", "firm"):
                lower = pieces.all[draft.last].lower
                usual = lower in pieces.words.common | pieces.words.given_names | pieces.words.never
                draft.sure = not usual and draft.importance >= 0.12


def _follow(pieces: Pieces, drafts: list[_Draft]) -> None:
    """Take doubtful names that are sure elsewhere in the same text."""
    sure = {draft.key for draft in drafts if draft.sure and not draft.demonym}
    for draft in drafts:
        if not draft.sure and draft.key in sure:
            evidence = draft.evidence
            draft.sure = not (
                evidence.capital_before or evidence.capital_after or evidence.person or evidence.organisation
            )


def _mention(pieces: Pieces, draft: _Draft) -> PlaceMention:
    text, evidence = pieces.text, draft.evidence
    start, end = pieces.all[draft.first].start, pieces.all[draft.last].end
    name = text[start:end]
    if draft.demonym:
        return PlaceMention(start, end, name, start, end, "demonym", found=draft.found)
    state = any(one.place.kind == "country" and one.likeness_score == 1 for one in draft.found[:2])
    capital = any(one.place.kind == "locality" and one.place.importance >= 0.62 for one in draft.found[:2])
    hint = evidence.hint or (_own_kind(pieces, draft) if draft.last > draft.first else None)
    if state and hint in ("base", "field", "camp", "road", "front", "building", "prison", "airport"):
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


def _own_kind(pieces: Pieces, draft: _Draft) -> str | None:
    """The kind that a name's own last words say: "Mosul airport"."""
    last = pieces.all[draft.last].lower
    return pieces.words.after.get(f"{pieces.all[draft.last - 1].lower} {last}") or pieces.words.after.get(last)


def _before_phrase(text: str, evidence: Evidence, relative: Relative) -> Relative:
    outer = relative_before(text, evidence.start)
    return outer if outer.relation not in ("at", "in") else relative


def _apart(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Cut relative words that would reach into the mention before."""
    kept: list[PlaceMention] = []
    for mention in mentions:
        floor = kept[-1].end if kept else 0
        if mention.start < floor:
            if mention.name_start < floor:
                previous = kept[-1]
                kept[-1] = replace(previous, end=min(previous.end, mention.name_start))
                floor = kept[-1].end
            mention = replace(mention, start=max(mention.start, min(floor, mention.name_start)))
        kept.append(mention)
    return kept


def _with_second_ends(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Join the two ends of "between X and Y" and of "the X-Y road"."""
    ended = list(mentions)
    for index in range(len(ended) - 1):
        one, two = ended[index], ended[index + 1]
        gap = text[one.name_end : two.name_start]
        if one.relation == "between" and re.fullmatch(r"(?:\s+\w+)?\s+and\s+(?:the\s+)?(?:\w+\s+of\s+)?", gap):
            ended[index] = replace(one, other_name=two.name)
            ended[index + 1] = replace(two, relation="between", other_name=one.name)
        elif two.kind_hint == "road" and re.fullmatch(r"\s*[-–—]\s*|\s+(?:to|and)\s+", gap):
            ended[index] = replace(one, relation="route", kind_hint="road", other_name=two.name)
            ended[index + 1] = replace(two, relation="route", other_name=one.name)
    return ended


_INTO = re.compile(
    r"\s*[,(]?\s*(?:(?:in|of|inside|within)\s+)?(?:the\s+)?(?:\w+ern\s+|central\s+)?"
    r"(?:(?:\w+\s+)?(?:province|region|state|district|governorate|county|city|town|department)\s+of\s+)?(?:the\s+)?$"
)
_OUT_OF = re.compile(r"['’]s?\s+(?:\w+ern\s+|central\s+|\w+\s+)?(?:(?:city|town|village|province|region)\s+of\s+)?$")


def _is_state(mention: PlaceMention) -> bool:
    return any(one.place.kind == "country" and one.likeness_score == 1 for one in mention.found[:1])


_PEOPLE_OF = re.compile(
    r"\s+(?:\w+ern\s+|port\s+|border\s+|coastal\s+|capital\s+)?"
    r"(?:(?:city|town|village|province|region|district|governorate|island|capital|port|state|oblast)\s+(?:of\s+)?)?"
)


def _with_containers(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Note which names are written as what holds a name: "Kaya, Sanmatenga province", "Ukraine's Kharkiv region"."""
    held = list(mentions)
    for index, mention in enumerate(mentions):
        if _is_state(mention):
            continue
        outer: list[int] = []
        last = mention
        for other in mentions[index + 1 : index + 4]:
            gap = text[last.end : other.name_start]
            if other.role != "literal" or not _INTO.fullmatch(gap) or not gap.strip(" \n") or "\n" in gap:
                break
            outer.append(other.name_start)
            last = other
        before = mentions[index - 1] if index else None
        if (before and before.role != "demonym" and _OUT_OF.fullmatch(text[before.name_end : mention.name_start])) or (
            before and before.role == "demonym" and _PEOPLE_OF.fullmatch(text[before.name_end : mention.name_start])
        ):
            outer.append(before.name_start)
        if outer:
            held[index] = replace(mention, containers=tuple(outer))
    return held
