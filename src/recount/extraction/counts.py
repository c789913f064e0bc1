"""How many were killed, injured, taken, and how many weapons were fired: numbers tied to what they count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from recount.extraction.counted import PERSONAL, TOLL_REACH, attack_noun, counted_group, munition
from recount.extraction.lexicon import EffectForm
from recount.extraction.parties import GroupKind, PartyAt
from recount.extraction.quantities import Bounds, Quantity
from recount.extraction.sheet import Sheet, TokenRange
from recount.nouns import Effect

__all__ = ["CountAt", "CountEffect", "find_counts"]

# Words between a verb and its number.
_VERB_REACH = 9
_UNDONE_REACH = 5


CountEffect = Effect | Literal["attacks", "other"]
"""`other`: what was undone ("41 kidnapped victims rescued"), which is no harm."""


@dataclass(frozen=True)
class CountAt:
    """A number at tokens `first` up to, not including, `end`, with what it counts and what befell those counted."""

    first: int
    end: int
    effect: CountEffect
    bounds: Bounds
    group: TokenRange | None
    group_kind: GroupKind
    effect_at: TokenRange | None
    subset_first: int | None = None
    """First token of the count of the same effect that contains it."""
    toll: bool = False
    """The words speak of a toll ("the death toll rose to 17")."""

    @property
    def is_harm(self) -> bool:
        """Tell whether people were hit or taken, or had to go."""
        return self.effect not in {"attacks", "munitions", "other"}

    @property
    def is_of_an_act(self) -> bool:
        """Tell whether harm or weapons of an act are counted, not acts themselves, nor harm undone."""
        return self.effect not in {"attacks", "other"}


def find_counts(sheet: Sheet, parties: Sequence[PartyAt]) -> tuple[CountAt, ...]:
    """Return the counts of an article in order."""
    found: list[CountAt] = []
    for number in range(len(sheet.sentences)):
        sentence = sheet.sentences[number]
        here: list[CountAt] = []
        for quantity in _quantities(sheet, sentence, parties):
            count = _count(sheet, sentence, quantity, here, parties) or _of_them(
                sheet, number, quantity, found, parties
            )
            if count:
                here.append(count)
        found.extend(here)
        found.extend(_zeros(sheet, sentence))
    return tuple(found)


def _quantities(sheet: Sheet, sentence: TokenRange, parties: Sequence[PartyAt]) -> list[Quantity]:
    """Return the numbers of a sentence, with "a soldier" read as one soldier where nothing else counts it."""
    found = [quantity for quantity in sheet.quantities if sentence.first <= quantity.first < sentence.end]
    covered = {position for quantity in found for position in range(quantity.first, quantity.end + 1)}
    for party in parties:
        if (
            sentence.first <= party.first < sentence.end
            and party.role == "people"
            and not party.plural
            and sheet.lower(party.first) in {"a", "an"}
            and party.first not in covered
        ):
            twos = sheet.codebook.words("quantities")["two_persons"]
            n, rule = (2, "couple") if sheet.lower(party.head) in twos else (1, "singular")
            bounds = Bounds(n, n, n, rule)
            found.append(Quantity(party.first, party.first, party.first + 1, bounds))
    return sorted(found, key=lambda quantity: quantity.first)


def _count(
    sheet: Sheet,
    sentence: TokenRange,
    quantity: Quantity,
    here: Sequence[CountAt],
    parties: Sequence[PartyAt],
) -> CountAt | None:
    if sheet.lower(quantity.first - 1) in {"how", "not"}:
        return None
    if sheet.lower(quantity.end) in sheet.codebook.words("quantities")["animals"]:
        return None
    attack = attack_noun(sheet, sentence, quantity)
    if attack:
        end = max(attack.end, quantity.end)
        return CountAt(quantity.first, end, "attacks", quantity.bounds, attack, "unknown", attack)
    weapon = munition(sheet, sentence, quantity)
    if weapon:
        return CountAt(quantity.first, weapon.end, "munitions", quantity.bounds, weapon, "unknown", None)
    group, kind = counted_group(sheet, sentence, quantity, parties)
    end = group.end if group else quantity.end
    following = (other.first for other in sheet.quantities if other.first >= quantity.end)
    limit = min(end + _UNDONE_REACH, sentence.end, next(following, sentence.end))
    undone = next(sheet.lexicon.undone.find(sheet.tokens, quantity.end, limit), None)
    if undone:
        return CountAt(quantity.first, end, "other", quantity.bounds, group, kind, TokenRange(undone.first, undone.end))
    subset = _subset_of(sheet, quantity, here)
    effect = _effect(sheet, sentence, quantity, group, end, here, subset, kind)
    if effect is None:
        return None
    form, at = effect
    if (
        form.effect in sheet.codebook.words("quantities")["people_only"]
        and group is None
        and _counts_things(sheet, end)
    ):
        return None
    if quantity.bounds.rule == "singular" and (group is None or (kind == "unknown" and form.part == "noun")):
        return None
    if subset is not None and here[subset].effect != form.effect:
        # "seven dead, two of them teenagers, and 24 wounded": the wounded are no part of the dead.
        subset = None
    stop = max(end, at.end) if at and at.first - end <= 1 and at.first >= end else end
    return CountAt(
        quantity.first,
        stop,
        form.effect,  # type: ignore[arg-type]
        quantity.bounds,
        group,
        kind,
        at,
        subset_first=None if subset is None else here[subset].first,
        toll=form.part == "toll",
    )


def _counts_things(sheet: Sheet, position: int) -> bool:
    """Tell whether a noun that names no people follows a number: "captured three villages"."""
    lower, lexicon = sheet.lower(position), sheet.lexicon
    closed = lower in lexicon.prepositions | lexicon.conjunctions | lexicon.auxiliaries | lexicon.pronouns
    follows = lower[:1].isalpha() and not closed and not lexicon.effects.at(sheet.tokens, position)
    return follows and lower not in PERSONAL | lexicon.adverbs


def _of_them(
    sheet: Sheet, number: int, quantity: Quantity, found: Sequence[CountAt], parties: Sequence[PartyAt]
) -> CountAt | None:
    """Read "Four of them were children" as part of the last count of the sentence before."""
    if sheet.lower(quantity.end) != "of" or sheet.lower(quantity.end + 1) not in {"them", "those"} or not found:
        return None
    whole = next((count for count in reversed(found) if count.subset_first is None), None)
    if whole is None or not whole.is_harm or number - sheet.sentence_of(whole.first) > 1:
        return None
    group, kind = counted_group(sheet, sheet.sentences[number], quantity, parties)
    end = group.end if group else quantity.end
    return CountAt(
        quantity.first, end, whole.effect, quantity.bounds, group, kind, whole.effect_at, subset_first=whole.first
    )


def _subset_of(sheet: Sheet, quantity: Quantity, here: Sequence[CountAt]) -> int | None:
    """Return which count of the sentence contains this one: "17 killed, including three children"."""
    if not here:
        return None
    floor = here[-1].first
    for position in range(quantity.first - 1, max(floor, quantity.first - 7), -1):
        lower = sheet.lower(position)
        if lower == "including" or (
            lower in {"among", "amongst"} and sheet.lower(position + 1) in {"them", "whom", "the"}
        ):
            return next((n for n in range(len(here) - 1, -1, -1) if here[n].subset_first is None), None)
        if lower in {";", "."} or sheet.lexicon.effects.at(sheet.tokens, position):
            break
    last = here[-1]
    joined = sheet.lower(quantity.first - 1) in {"and", ","} and quantity.first - last.end <= 2
    if last.subset_first is not None and joined:
        return next((n for n, count in enumerate(here) if count.first == last.subset_first), None)
    if sheet.lower(quantity.end) == "of" and sheet.lower(quantity.end + 1) in {"them", "whom", "those"}:
        return next((n for n in range(len(here) - 1, -1, -1) if here[n].subset_first is None), None)
    return None


def _effect(
    sheet: Sheet,
    sentence: TokenRange,
    quantity: Quantity,
    group: TokenRange | None,
    end: int,
    here: Sequence[CountAt],
    subset: int | None,
    kind: GroupKind,
) -> tuple[EffectForm, TokenRange | None] | None:
    beside = _beside(sheet, sentence, quantity, end)
    if beside:
        return beside
    left = _left_effect(sheet, sentence, quantity, here)
    if left and (quantity.first - left[1].end <= 3 or left[0].part == "toll"):
        return left
    right = _right_effect(sheet, sentence, end, kind if group else None)
    beside_number = right is not None and right[1].first - end <= 2
    if right and (subset is None or not here or beside_number):
        return right
    if subset is not None:
        whole = here[min(subset, len(here) - 1)]
        return (EffectForm(whole.effect, "past", False), whole.effect_at) if whole.is_harm else None
    if left and group is not None:
        return left
    # "killed 12 soldiers and three civilians": the second count shares the verb of the first.
    if (
        here
        and group is not None
        and sheet.lower(quantity.first - 1) in {"and", ","}
        and here[-1].end >= quantity.first - 2
    ):
        last = here[-1]
        if last.is_harm:
            return EffectForm(last.effect, "past", False), last.effect_at
    return None


def _beside(sheet: Sheet, sentence: TokenRange, quantity: Quantity, end: int) -> tuple[EffectForm, TokenRange] | None:
    """Read "12 dead", "30 people wounded", "12 deaths"."""
    for position in (quantity.end, end, quantity.end + 1, end + 1):
        found = sheet.lexicon.effects.at(sheet.tokens, position, sentence.end)
        if not found or found.payload.part in {"toll", "base", "s", "ing"}:
            continue
        if sheet.lower(position - 1) == "the":
            continue
        if position == quantity.end + 1 and not (sheet.lower(quantity.end) in PERSONAL or found.payload.part == "noun"):
            continue
        if position == end + 1 and sheet.lower(end) not in {
            "confirmed",
            "reportedly",
            "more",
            "others",
            "seriously",
            "critically",
        }:
            continue
        # "22 wounded people": right after the number the participle is an adjective.
        object_at = found.end if position > quantity.end else -1
        active = found.payload.part == "past" and object_at >= 0 and _object_follows(sheet, object_at)
        if not active:
            return found.payload, TokenRange(found.first, found.end)
    return None


def _object_follows(sheet: Sheet, end: int) -> bool:
    """Tell whether a verb has an object: "two gunmen killed five villagers" counts five killed, not two."""
    position = end
    lower, following = sheet.lower(position), sheet.lower(position + 1)
    if (lower, following) in {("at", "least"), ("more", "than"), ("up", "to"), ("as", "many")}:
        return True
    if lower in sheet.lexicon.determiners:
        return True
    return any(quantity.first == position for quantity in sheet.quantities) or (
        sheet.codebook.roles.person(sheet.lower(position)) is not None
    )


def _left_effect(
    sheet: Sheet, sentence: TokenRange, quantity: Quantity, here: Sequence[CountAt]
) -> tuple[EffectForm, TokenRange] | None:
    """Return the active verb or the toll before a number: "killed at least 12", "the death toll rose to 17"."""
    floor = max(sentence.first, quantity.first - TOLL_REACH, here[-1].end if here else 0)
    for position in range(quantity.first - 1, floor - 1, -1):
        lower = sheet.lower(position)
        found = sheet.lexicon.effects.at(sheet.tokens, position, quantity.first)
        if quantity.first - position > _VERB_REACH and not (found and found.payload.part == "toll"):
            continue
        if found:
            part = found.payload.part
            if found.payload.passive_like:
                continue
            if part == "toll" or (
                part in {"past", "base", "s", "ing", "participle"} and not _was_passive(sheet, position)
            ):
                return found.payload, TokenRange(found.first, found.end)
            if part == "noun" and sheet.lower(found.end) == "of" and found.end + 1 >= quantity.first:
                return found.payload, TokenRange(found.first, found.end)
        if lower in {";", ".", ":"} or (lower == "," and quantity.first - position > 4):
            return None
    return None


def _was_passive(sheet: Sheet, position: int) -> bool:
    return sheet.lower(position - 1) in sheet.lexicon.be or (
        sheet.lower(position - 1) in sheet.lexicon.adverbs and (sheet.lower(position - 2) in sheet.lexicon.be)
    )


def _right_effect(
    sheet: Sheet, sentence: TokenRange, end: int, kind: GroupKind | None
) -> tuple[EffectForm, TokenRange] | None:
    """Return the passive verb after a number's noun: "12 people, among them a nurse, were killed"."""
    # "12, including five women, were killed"
    aside = sheet.lower(end) == "," and sheet.lower(end + 1) in {"including", "among", "most", "many", "some"}
    reach = 14 if kind is not None or aside else 3
    for position in range(end, min(end + reach, sentence.end)):
        lower = sheet.lower(position)
        found = sheet.lexicon.effects.at(sheet.tokens, position, sentence.end)
        if found and found.payload.part in {"past", "participle", "adjective", "ing", "base", "s"}:
            part = found.payload.part
            if found.payload.effect == "displaced" and kind not in {"civilian", "unknown"}:
                return None
            if (
                found.payload.passive_like
                or part == "adjective"
                or (part in {"past", "participle"} and not _object_follows(sheet, found.end))
            ):
                return found.payload, TokenRange(found.first, found.end)
            return None
        if lower in {";", ".", "while", "after", "when", "but"} or (
            sheet.lexicon.verbs.at(sheet.tokens, position)
            and lower not in {"including"}
            and position > end
            and lower not in sheet.lexicon.auxiliaries
            and not lower.endswith("ing")
        ):
            return None
    return None


def _zeros(sheet: Sheet, sentence: TokenRange) -> Iterator[CountAt]:
    """Yield stated zeros: "no casualties" states none killed, "nobody was hurt" none injured."""
    stems = sheet.codebook.words("quantities")["zero_effects"]
    for found in sheet.lexicon.zeros.find(sheet.tokens, *sentence):
        words = sheet.words(found.first, found.end).lower()
        if sheet.lower(found.end) in {"figures", "figure"}:
            continue
        effect = next((effect for effect, told in stems.items() if any(stem in words for stem in told)), None)
        if effect:
            nobody, at = Bounds(0, 0, 0, "zero-stated"), TokenRange(found.first, found.end)
            yield CountAt(found.first, found.end, effect, nobody, None, "unknown", at)
