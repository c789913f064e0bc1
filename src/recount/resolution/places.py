"""Names of places become rows of the gazetteer, with coordinates, divisions and how precise they are."""

from collections.abc import Sequence

from recount.gazetteer import Gazetteer, LocatedMention, PlaceMention, Scored, contains, link, locate
from recount.nouns import Candidate, Notice, Reading, Report, Span, Tally, TallyArea, TallyPart, Where
from recount.nouns.outlets import country_of_outlet
from recount.resolution.place_codes import acled_geo_precision, ucdp_where_prec

__all__ = ["resolve_places"]

_METHOD = "places.rules/2"


def resolve_places(reading: Reading, gazetteer: Gazetteer, names: Sequence[PlaceMention]) -> Reading:
    """Return the reading with every report's and tally's places set down, as far as text and gazetteer tell.

    `names` are the article's names of places. Names and spans stay as extraction wrote them. A named place that the
    gazetteer does not hold takes the smallest known place that it is written to lie in, or where the article's other
    places lie, and gets a notice; it never takes a capital's point.
    """
    located = _located(reading, gazetteer, names)
    notices: list[Notice] = []
    reports = []
    for report in reading.reports:
        where, notice = _where(report, located)
        reports.append(report.model_copy(update={"where": where}))
        notices.extend([notice] if notice else [])
    tallies = tuple(_tally(tally, located) for tally in reading.tallies)
    return reading.model_copy(
        update={
            "reports": tuple(reports),
            "tallies": tallies,
            "notices": tuple(dict.fromkeys((*reading.notices, *notices))),
        }
    )


def _located(reading: Reading, gazetteer: Gazetteer, names: Sequence[PlaceMention]) -> tuple[LocatedMention, ...]:
    """Set down all places of the article together, with those that only extraction took for places."""
    text = reading.article.text
    mentions = list(names)
    for name, span in _named(reading):
        if not any(mention.start < span.end and span.start < mention.end for mention in mentions):
            mentions.append(PlaceMention(span.start, span.end, name, span.start, span.end, "literal"))
    ordered = link(text, sorted(mentions, key=lambda mention: mention.name_start))
    return locate(ordered, gazetteer, outlet_country=country_of_outlet(reading.article.url))


def _named(reading: Reading) -> list[tuple[str, Span]]:
    wheres = [(report.where.name, report.where.spans) for report in reading.reports]
    areas = [(area.name, area.spans) for tally in reading.tallies for area in tally.areas]
    return [(name, spans[0]) for name, spans in (*wheres, *areas) if name and spans]


def _where(report: Report, located: Sequence[LocatedMention]) -> tuple[Where, Notice | None]:
    where = report.where
    if not where.spans:
        return where, None
    main = _at(where.spans[0], where.name, located)
    if where.stands_for is not None:
        main = _at(where.stands_for, None, located) or main
    if main is None:
        return where, None
    others = [found for span in where.spans[1:] if (found := _at(span, None, located)) is not None]
    update: dict[str, object] = {
        "gazetteer_id": main.place.id if main.place else None,
        "gazetteer_name": main.place.name if main.place else None,
        "latitude": main.latitude,
        "longitude": main.longitude,
        "radius_km": main.radius_km,
        "relation": main.mention.relation,
        "relation_words": main.mention.relation_words,
        "distance_km": main.mention.distance_km,
        "bearing": main.mention.bearing,
        "country": main.country,
        "admin1": main.admin1,
        "admin2": main.admin2,
        "precision": main.precision,
        "candidates": tuple(_candidate(one) for one in main.runners_up),
        "method": _METHOD,
    }
    if main.place is None and not main.container and main.latitude is None:
        update |= _held_by(others)
    elif main.place is not None:
        update |= _divisions_beside(main, others)
    on_border = main.mention.relation == "border" and main.latitude is not None
    notice = None if main.place or on_border else _unknown(where, main, update)
    return _coded(where.model_copy(update=update), main), notice


def _coded(where: Where, main: LocatedMention) -> Where:
    codes = {
        "ucdp_where_prec": ucdp_where_prec(where, two_ends=main.mention.other_name is not None),
        "acled_geo_precision": acled_geo_precision(where),
    }
    return where.model_copy(update=codes)


def _at(span: Span, name: str | None, located: Sequence[LocatedMention]) -> LocatedMention | None:
    """Find the mention that a span rests on: the one of this name, else the literal one that it covers most of."""
    touching = [one for one in located if one.mention.start < span.end and span.start < one.mention.end]

    def rank(one: LocatedMention) -> tuple[bool, bool, int, int]:
        mention = one.mention
        shared = min(mention.end, span.end) - max(mention.start, span.start)
        return (mention.name != name, mention.role != "literal", -shared, mention.start)

    return min(touching, key=rank, default=None)


def _held_by(others: Sequence[LocatedMention]) -> dict[str, object]:
    """Say of an unknown place what the smallest known place beside it says."""
    order = ("admin2", "admin1", "area", "country", "international")
    known = [one for one in others if one.place is not None and one.precision in (*order, "exact", "near")]
    if not known:
        return {}

    def size(one: LocatedMention) -> int:
        return order.index(one.precision) + 1 if one.precision in order else 0

    smallest = min(known, key=lambda one: (size(one), one.mention.start))
    return {
        "latitude": smallest.latitude,
        "longitude": smallest.longitude,
        "radius_km": smallest.radius_km,
        "country": smallest.country,
        "admin1": smallest.admin1,
        "admin2": smallest.admin2,
        "precision": "near" if smallest.precision == "exact" else smallest.precision,
    }


def _divisions_beside(main: LocatedMention, others: Sequence[LocatedMention]) -> dict[str, object]:
    """Fill divisions that the gazetteer does not state for the place from the names beside it that hold it."""
    update: dict[str, object] = {}
    for other in others:
        if other.place is None or not contains(other, main):
            continue
        if main.admin1 is None and other.admin1 and main.precision not in ("country", "international"):
            update.setdefault("admin1", other.admin1)
        if main.country is None and other.country and main.precision != "international":
            update.setdefault("country", other.country)
    return update


def _unknown(where: Where, main: LocatedMention, update: dict[str, object]) -> Notice:
    if main.runners_up:
        some = ", ".join(
            f"{one.place.name} ({one.place.admin1 or one.place.country or 'no country'})" for one in main.runners_up[:3]
        )
        message = f"{where.name!r} may be one of several places, and the text does not tell which: {some}."
    else:
        message = f"{where.name!r} is not in the gazetteer."
    precision = update["precision"]
    if precision != "unknown":
        message += f" Its position is known to the {_IN_WORDS.get(str(precision), precision)} only."
    return Notice(kind="unknown place", message=message, spans=where.spans[:1])


_IN_WORDS = {"admin1": "first-level division", "admin2": "second-level division", "near": "town beside it"}


def _candidate(one: Scored) -> Candidate:
    place = one.place
    return Candidate(
        gazetteer_id=place.id,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        score=one.score,
    )


def _tally(tally: Tally, located: Sequence[LocatedMention]) -> Tally:
    return tally.model_copy(
        update={
            "areas": tuple(_area(area, located) for area in tally.areas),
            "parts": tuple(_part(part, located) for part in tally.parts),
        }
    )


def _area(area: TallyArea, located: Sequence[LocatedMention]) -> TallyArea:
    found = _at(area.spans[0], area.name, located) if area.spans else None
    if found is None:
        return area
    return area.model_copy(
        update={
            "country": found.country or area.country,
            "gazetteer_id": found.place.id if found.place else area.gazetteer_id,
        }
    )


def _part(part: TallyPart, located: Sequence[LocatedMention]) -> TallyPart:
    if part.area is None:
        return part
    found = next((one for span in part.spans if (one := _at(span, part.area, located)) is not None), None)
    if found is None or found.mention.name != part.area:
        return part
    return part.model_copy(update={"country": found.country or part.country})
