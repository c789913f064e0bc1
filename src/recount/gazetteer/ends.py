"""The two ends of a road, or of "between X and Y", lie near each other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from recount.gazetteer.ground import apart_km, is_point
from recount.gazetteer.place import PlaceMention, Scored

__all__ = ["with_near_ends"]

# Kilometres. Farther apart two places are no ends of one road in the news, and their middle says nothing.
_FARTHEST_KM = 400.0
# How much the scores of both ends together may lose when namesakes near each other are taken; a capital outweighs a
# village of its name by about 0.7.
_MOST_LOST = 0.9
_MOST_CANDIDATES = 8


def with_near_ends(mentions: Sequence[PlaceMention], ranked: Sequence[tuple[Scored, ...]]) -> list[tuple[Scored, ...]]:
    """Put namesakes that lie near each other first where the best candidates of two ends lie far apart."""
    chosen = list(ranked)
    for index in range(len(mentions) - 1):
        one, two = mentions[index], mentions[index + 1]
        if one.other_name != two.name or two.other_name != one.name or not (chosen[index] and chosen[index + 1]):
            continue
        if _road_km(chosen[index][0], chosen[index + 1][0]) <= _FARTHEST_KM:
            continue
        near = [
            pair
            for pair in product(chosen[index][:_MOST_CANDIDATES], chosen[index + 1][:_MOST_CANDIDATES])
            if _road_km(*pair) <= _FARTHEST_KM
        ]
        best = max(near, key=lambda pair: pair[0].score + pair[1].score, default=None)
        if best is None:
            continue
        lost = chosen[index][0].score + chosen[index + 1][0].score - best[0].score - best[1].score
        if lost <= _MOST_LOST:
            apart = _road_km(*best)
            chosen[index] = _first(best[0], chosen[index], f"{apart:.0f} km from {two.name}, as the words say")
            chosen[index + 1] = _first(best[1], chosen[index + 1], f"{apart:.0f} km from {one.name}, as the words say")
    return chosen


def _road_km(one: Scored, two: Scored) -> float:
    """Measure how far two candidates lie apart; a division or country has no end of a road."""
    if not (is_point(one.place) and is_point(two.place)):
        return 0.0 if one.place.country == two.place.country else _FARTHEST_KM + 1
    return apart_km(one.place, two.place)


def _first(one: Scored, ranked: Sequence[Scored], why: str) -> tuple[Scored, ...]:
    # The article's words decide, so that the others are no rivals of the same weight.
    rest = [replace(other, score=other.score / 2) for other in ranked if other.place.row != one.place.row]
    score = max(other.score for other in ranked)
    return (replace(one, score=score, reason=f"{one.reason}; {why}"), *rest)
