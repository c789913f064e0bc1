"""Sets mentions down on the map, all those of one article together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from recount.gazetteer.containing import contained
from recount.gazetteer.context import Context, context_of, one_place
from recount.gazetteer.drafts import place_of_people
from recount.gazetteer.ends import with_near_ends
from recount.gazetteer.ground import apart_km, holds_place, is_point
from recount.gazetteer.names import bare_key, fold, key_of, similarity
from recount.gazetteer.place import LocatedMention, Place, PlaceMention, Scored
from recount.gazetteer.positions import position_of, settle_positions
from recount.gazetteer.store import Gazetteer
from recount.gazetteer.weighing import FAMOUS, kinds_of, weighed
from recount.gazetteer.words import place_words

__all__ = ["locate"]

# Letters, once folded, from which a name alike is hardly another one.
_LONG_NAME = 6
# A rival is close when it has this share of the winner's score: then it is shown, and without any context the
# name stays open.
_CLOSE = 0.8
_OPEN = 0.94
# With context that speaks for both, only near-equals leave it open.
_EQUAL = 0.98
# Importance from which a town can be meant by its division's name: about 500 people.
_LEAST_SEAT = 0.2
# Importance from which a name within a name is that of a place: a town of a country spoken of, a city elsewhere.
_LEAST_INNER, _KNOWN_INNER, _SPOKEN_OF = 0.42, 0.5, 0.3
_WHOLE = frozenset({"country", "dependency", "admin1"})
# Importance from which a place is not doubted because a list puts it beside another that it does not lie in.
_BEYOND_DOUBT = 0.42
# Kilometres around a division's point within which sources may disagree on what lies in it.
_DIVISION_KM = 60.0
# Likeness from which two names are one, articles aside; and from which one is a way to write the other.
_SAME, _OWN_NAME = 0.98, 0.84
# Likeness of names from which, with other grounds, one is the other's spelling: of a town, and of a hamlet.
_ALIKE, _HAMLET_ALIKE = 0.84, 0.9
# Countries whose names nobody has to spell out of another script or language: there a name alike is another name.
_SPELT, _SPELT_ALIKE = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"}), 0.95
# Divisions whose towns of the same name are mostly their seats.
_NAMED_SO = frozenset({"admin1", "admin2"})
_ROUNDS = 2
# Divisions of an article in which every name is looked up once more.
_MOST_DIVISIONS = 8


# Sites that reports call by their bare name; a dam or a port needs its word.
_KNOWN_BY_NAME = frozenset(
    {"air base", "military base", "garrison", "camp", "oil field", "gas field", "crossing", "compound", "prison"}
)
# Kind words of sites: a town near which a site of its name may lie must at least bear that name.
_BUILT = frozenset({"base", "camp", "field", "airport", "crossing", "dam", "plant", "port", "bridge", "prison"})
# Kind words of what is no town, even where a town bears the name.
_NATURAL = frozenset({"mountain", "sea", "island", "area"})


def locate(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, *, outlet_country: str | None = None
) -> tuple[LocatedMention, ...]:
    """Choose the place that each mention of one article most likely means, one result per mention, in order.

    Grounds, each in the result's `reason`: the name, what it is written to lie in, the countries and divisions of
    the article, nearness to its other places, the kind of place that the words ask for, and how known it is. A
    name that is not held gets the smallest known place that it is written to lie in, never more.

    Args:
        mentions: of one text, as `find_mentions` returns them.
        gazetteer: where to look.
        outlet_country: ISO code of the outlet's country, a weak ground.
    """
    candidates = [_candidates(mention, gazetteer) for mention in mentions]
    chosen: list[tuple[Scored, ...]] = [found[:1] for found in candidates]
    for turn in range(_ROUNDS):
        context = context_of(mentions, candidates, chosen, outlet_country, first=turn == 0)
        candidates = [
            _widened(mention, found, context, gazetteer) for mention, found in zip(mentions, candidates, strict=True)
        ]
        chosen = _round(mentions, candidates, context)
    by_start = {mention.name_start: index for index, mention in enumerate(mentions)}
    first = {mention.name_start: ranked[:1] for mention, ranked in zip(mentions, chosen, strict=True)}
    located = [
        _settled(mention, ranked, [one for start in mention.containers for one in first.get(start, ())], context)
        for mention, ranked in zip(mentions, chosen, strict=True)
    ]
    located = [
        contained(one, located, by_start, context, gazetteer, inner=_inner(one, context, gazetteer)) for one in located
    ]
    return settle_positions(located, gazetteer)


def _candidates(mention: PlaceMention, gazetteer: Gazetteer) -> tuple[Scored, ...]:
    if mention.names_a_people:
        return mention.found
    found = gazetteer.look_up(mention.name, limit=14)
    short, _, rest = mention.name.partition(" ")
    whole = place_words().short_forms.get(short.lower().rstrip("."))
    if whole and rest:
        found = (*found, *gazetteer.look_up(f"{whole} {rest}", limit=14))
    if not found and mention.kind_hint and " " in mention.name:
        # "Camp Speicher", "Mount Sinjar": the list may hold the name without its kind word.
        found = gazetteer.look_up(mention.name.partition(" ")[2], limit=6)
        found = tuple(one for one in found if one.place.kind in kinds_of(mention))
    return found


def _widened(
    mention: PlaceMention, found: tuple[Scored, ...], context: Context, gazetteer: Gazetteer
) -> tuple[Scored, ...]:
    """Add the namesakes in the article's countries and divisions, which fame alone would leave out."""
    if mention.names_a_people:
        return found
    more = list(found)
    for country, weight in sorted(context.countries.items()):
        if weight >= 0.3:
            more += gazetteer.look_up(mention.name, country=country, limit=8)
    if not found or found[0].place.importance < FAMOUS:
        for division in sorted(context.divisions)[:_MOST_DIVISIONS]:
            more += gazetteer.look_up(mention.name, within=division, limit=4)
    once: dict[int, Scored] = {}
    for one in more:
        if one.place.row not in once or once[one.place.row].score < one.score:
            once[one.place.row] = one
    return tuple(once.values())


def _inner(one: LocatedMention, context: Context, gazetteer: Gazetteer) -> Place | None:
    """Find the place within a name that is not held: "Belfast Magistrate's Court" is at Belfast.

    The name's first words, the more the better, and what stands after "of" or "in"; known to some, or in a country
    that the article speaks of.
    """
    if one.place is not None or one.runners_up or one.mention.names_a_people:
        return None
    words = place_words()
    bodies = words.organisation & {word.lower() for word in one.mention.name.split()}
    for name in _names_within(one.mention.name):
        if name.lower() in words.common | words.parts | words.never | words.given_names:
            continue
        people = words.demonyms.get(key_of(name))
        if people and not bodies:
            # "The Russian embassy" may be anywhere; "the Russian army" is Russia's.
            continue
        found = place_of_people(people, gazetteer) if people else gazetteer.look_up_exactly(name)
        mention = replace(one.mention, name=name, kind_hint=None)
        ranked = sorted(
            (weighed(mention, each, (), (), context) for each in found),
            key=lambda each: (-each.score, each.place.row),
        )
        if not ranked or ranked[0].bare_site:
            continue
        spoken_of = context.countries.get(ranked[0].place.country or "", 0.0) >= _SPOKEN_OF
        if ranked[0].place.importance >= (_LEAST_INNER if spoken_of else _KNOWN_INNER):
            return _seat(mention, tuple(ranked)).place
    return None


def _names_within(name: str) -> Iterator[str]:
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).removesuffix("'s").removesuffix("’s")
    for number, word in enumerate(words[:-1]):
        if word in ("of", "in", "at"):
            yield " ".join(words[number + 1 :]).removeprefix("the ")


def _round(
    mentions: Sequence[PlaceMention],
    candidates: Sequence[tuple[Scored, ...]],
    context: Context,
) -> list[tuple[Scored, ...]]:
    by_start_all = {mention.name_start: found for mention, found in zip(mentions, candidates, strict=True)}
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for mention in mentions:
        for start in mention.containers:
            inside[start].append(mention.name_start)
    ranked = []
    for mention, found in zip(mentions, candidates, strict=True):
        outer = [best for start in mention.containers for best in by_start_all.get(start, ())[:8]]
        held = [best for start in inside[mention.name_start] for best in by_start_all.get(start, ())[:8]]
        namesakes = {one.place.row for one in found if one.place.kind in _NAMED_SO and one.likeness_score >= _OWN_NAME}
        # The end of a road, and "Riyadh in Iraq", may be a village of a capital's name: the words decide.
        spelt_so = found if mention.other_name or mention.containers else _spelt_so(found)
        scored = [weighed(mention, one, outer, held, context, namesakes=namesakes) for one in spelt_so]
        scored.sort(key=lambda one: (-one.score, one.place.row))
        ranked.append(tuple(scored))
    return with_near_ends(mentions, ranked)


def _spelt_so(found: Sequence[Scored]) -> Sequence[Scored]:
    """Leave out names that are only alike where a place known all over the world has exactly this one."""
    known = any(one.likeness_score == 1 and not one.alternate and one.place.importance >= FAMOUS for one in found)
    return [one for one in found if one.likeness_score >= _SAME] if known else found


def _settled(
    mention: PlaceMention, ranked: tuple[Scored, ...], outer: Sequence[Scored], context: Context
) -> LocatedMention:
    if not ranked or not _fits(mention, ranked[0], context):
        return LocatedMention(mention, None, 0.0, (), reason="no place of this name is known")
    best = _seat(mention, ranked)
    if outer and not _is_listed(best, outer) and _contradicts(best, [one.place for one in outer]):
        inside = [one for one in ranked if _lies_in(one, outer)]
        if not inside:
            reason = f"the places of this name do not lie in {outer[0].place.name}"
            return LocatedMention(mention, None, 0.0, ranked[:3], reason=reason)
        best, ranked = inside[0], tuple(inside)
    rivals = [one for one in ranked if not one_place(one.place, best.place) and one.score >= _CLOSE * best.score]
    if rivals and _is_open(best, rivals):
        return _undecided(mention, best, rivals)
    place = best.place
    position = position_of(mention, place)
    division = place.kind in ("admin1", "macroregion")
    return LocatedMention(
        mention=mention,
        place=place,
        score=best.score,
        runners_up=tuple(rivals[:4]),
        precision=position.precision,
        latitude=position.latitude,
        longitude=position.longitude,
        radius_km=position.radius_km,
        country=None if position.precision == "international" else place.country,
        admin1=place.name if division else place.admin1,
        admin2=place.name if place.kind == "admin2" else place.admin2,
        reason=best.reason,
    )


def _lies_in(one: Scored, outer: Sequence[Scored]) -> bool:
    """Tell whether a place of much the same name lies in what the words say."""
    return one.likeness_score >= _HAMLET_ALIKE and all(holds_place(holder.place, one.place) for holder in outer)


def _is_listed(best: Scored, outer: Sequence[Scored]) -> bool:
    """Tell whether a name stands in a list beside others, not in them: "Barcelona, Liverpool", "Guam, Hawaii"."""
    known = best.likeness_score == 1 and best.place.importance >= _BEYOND_DOUBT
    return known and (best.place.kind in _WHOLE or all(one.place.kind == "locality" for one in outer))


def _seat(mention: PlaceMention, ranked: tuple[Scored, ...]) -> Scored:
    """Take a division's town of the same name where no word asks for the division: "in Kidal" is in the town."""
    best = ranked[0]
    if best.place.kind not in ("admin1", "admin2", "admin3") or kinds_of(mention):
        return best
    key = key_of(mention.name)
    for one in ranked[1:]:
        town = one.place.kind == "locality" and one.place.importance >= _LEAST_SEAT and one.likeness_score >= _SAME
        # "Montana City" is called Montana too, but Montana is the state.
        same = similarity(key, key_of(one.place.name)) >= _OWN_NAME
        if town and same and (holds_place(best.place, one.place) or one_place(best.place, one.place)):
            return one
    return best


def _contradicts(best: Scored, outer: Sequence[Place]) -> bool:
    """Tell whether a place lies in another country or division than those it is written to lie in."""
    place = best.place
    if place.kind == "country":
        return False
    countries = {one.country for one in outer if one.country and one.kind in ("country", "admin1")}
    if countries and place.country is not None and place.country not in countries:
        return True
    return any(_lies_outside(place, one) for one in outer if one.kind == "admin1")


def _lies_outside(place: Place, division: Place) -> bool:
    """Tell whether a place is known to lie in another first-level division, not only just across its line."""
    if place.admin1_row in (None, division.row) or place.country != division.country or holds_place(division, place):
        return False
    away = apart_km(place, division)
    return away > max(division.radius_km or 0, _DIVISION_KM)


def _fits(mention: PlaceMention, best: Scored, context: Context) -> bool:
    """Refuse a name that is only alike when nothing else speaks for the place."""
    supported = "written to lie in" in best.reason or context.countries.get(best.place.country or "", 0) >= 0.5
    kinds = kinds_of(mention)
    if best.bare_site and best.place.kind not in kinds:
        return supported and best.likeness_score >= 0.97 and best.place.kind in _KNOWN_BY_NAME
    if mention.kind_hint in _BUILT and best.place.kind not in kinds and best.likeness_score < 0.95:
        return False
    whole = best.likeness_score == 1 and " " in mention.name
    if mention.kind_hint in _NATURAL and is_point(best.place) and best.place.kind not in kinds and not whole:
        return False
    if best.alternate and best.place.kind == "locality" and not supported and best.place.importance < FAMOUS:
        return False
    if best.likeness_score >= 0.98:
        return True
    if best.place.country in _SPELT:
        return supported and best.likeness_score >= _SPELT_ALIKE
    if supported:
        # Hamlets are many: one is always alike.
        return best.likeness_score >= (_ALIKE if best.place.importance >= _LEAST_SEAT else _HAMLET_ALIKE)
    long = len(fold(bare_key(key_of(mention.name)))) >= _LONG_NAME
    return long and best.likeness_score >= 0.95 and best.place.importance >= FAMOUS


def _is_open(best: Scored, rivals: Sequence[Scored]) -> bool:
    """Tell whether the text leaves a name open between namesakes: nothing beside fame speaks for the first."""
    if best.place.kind == "country":
        return False
    if any(word in best.reason for word in ("written to lie in", "article", "what is written")):
        hamlet = best.place.importance < _LEAST_SEAT or rivals[0].place.country != best.place.country
        return hamlet and rivals[0].score > _EQUAL * best.score
    return rivals[0].score >= _OPEN * best.score


def _undecided(mention: PlaceMention, best: Scored, rivals: Sequence[Scored]) -> LocatedMention:
    """Say only what all the namesakes share: their country or division, or nothing."""
    places = [best.place, *(rival.place for rival in rivals)]
    country = best.place.country if len({place.country for place in places}) == 1 else None
    division = len({place.admin1_row for place in places}) == 1 and best.place.admin1_row is not None
    return LocatedMention(
        mention=mention,
        place=None,
        score=0.0,
        runners_up=(best, *rivals)[:5],
        precision="admin1" if country and division else "country" if country else "unknown",
        country=country,
        admin1=best.place.admin1 if country and division else None,
        reason="several places of this name, and the text does not tell which",
    )
