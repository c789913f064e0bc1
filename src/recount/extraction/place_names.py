"""The names of places in an article: those that the trained tagger finds, and those that the words beside them tell."""

from collections.abc import Sequence
from typing import cast

from recount.encoder import PlaceTagger, Scores, states_of
from recount.gazetteer import Gazetteer, NamedRange, PlaceMention, Role, clues_of, find_mentions, mentions_at

__all__ = ["place_mentions"]


def place_mentions(
    text: str, scores: Scores, tagger: PlaceTagger, gazetteer: Gazetteer, *, avoid: Sequence[tuple[int, int]] = ()
) -> tuple[PlaceMention, ...]:
    """Return the mentions of places in a text, in order, none overlapping another.

    The tagger decides what is a name and how it is meant. Where it finds none, a name that the rules find counts if
    words beside it say what kind of place it is ("the village of X") or how an act lies to it ("5 km south of X").

    Args:
        text: of an article.
        scores: the trained reader's, of the same text.
        tagger: finds the names.
        gazetteer: where names are looked up.
        avoid: half-open ranges of code points that other names (of actors, persons, organisations) take.
    """
    chances = tagger.chances(states_of(scores), clues_of(text, scores.words, gazetteer))
    names = [
        NamedRange(int(scores.words[name.first, 0]), int(scores.words[name.end - 1, 1]), cast(Role, name.role))
        for name in tagger.names(chances)
    ]
    names = [name for name in names if not _overlaps(name.start, name.end, avoid)]
    taken = [(name.start, name.end) for name in names]
    told = [
        NamedRange(mention.name_start, mention.name_end, mention.role)
        for mention in find_mentions(text, gazetteer, avoid=avoid)
        if _is_told(mention) and not _overlaps(mention.name_start, mention.name_end, taken)
    ]
    return mentions_at(text, gazetteer, sorted([*names, *told]))


def _is_told(mention: PlaceMention) -> bool:
    return mention.role == "literal" and (mention.kind_hint is not None or mention.relation != "at")


def _overlaps(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in ranges)
