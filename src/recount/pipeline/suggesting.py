"""What words that a person picks in an article say of a field: the reading that coding would give them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from recount import codebook, gazetteer
from recount.errors import BadArgument, BadQuote
from recount.extraction import RulesPlaceFinder, split_sentences
from recount.extraction.counts import find_counts
from recount.extraction.parties import find_parties
from recount.extraction.quantities import Bounds
from recount.extraction.reports import party_nouns
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.times import find_times
from recount.gazetteer import Place, PlaceMention, rank_candidates
from recount.gazetteer.positions import position_of
from recount.nouns import Article, Party, Reading, Report, Span, Where
from recount.nouns.outlets import country_of_outlet
from recount.pipeline.correcting import CORRECTED_FIELDS
from recount.pipeline.written import bounds_value, days_value, value_in_words
from recount.resolution import resolve_actors, resolve_places

__all__ = ["PICKED_FIELDS", "Suggestion", "actors_named", "place_near", "places_named", "suggested"]

_CHOSEN = frozenset({"event_type", "sub_event_type", "modality"})
PICKED_FIELDS = tuple(field for field in CORRECTED_FIELDS if field not in _CHOSEN)
"""Fields whose value can be read from words."""
_METHOD = "person.words/1"
_ID = f"rep1:{'0' * 16}"
_FAR_KM = 50.0


class Suggestion(NamedTuple):
    """What picked words say of a field; a person may change it."""

    field: str
    words: Span
    """The words picked, with those beside them that belong to the value ("at least")."""
    value: Any
    """As a correction takes it; None where the words give none."""
    written: str
    """The value as a person would write it; empty without one."""
    candidates: tuple[Mapping[str, Any], ...] = ()
    """Of a place: what its name may mean, the likeliest first, each a value of `where` with `kind`."""
    note: str = ""
    """Why there is no value, or what to look at."""


def suggested(article: Article, field: str, start: int, end: int) -> Suggestion:
    """Return what the words from `start` up to, not including, `end` (code points) say of a field.

    Figures come with the bounds that the words beside them give, days counted from the day of publication, places by
    the gazetteer and the article's other places, parties by the actor list.

    Raises:
        BadArgument: no words stand there, or no words give such a field.
    """
    if field not in PICKED_FIELDS:
        raise BadArgument(f"No words give {field!r}. Pick words for one of {', '.join(PICKED_FIELDS)}.")
    try:
        words = article.quote(start, end)
    except BadQuote as error:
        raise BadArgument(str(error)) from error
    if field == "when":
        return _when(article, words)
    if field == "where":
        return _where(article, words)
    if field in ("perpetrators", "targets"):
        return _side(article, field, words)
    return _figure(article, field, words)


def places_named(name: str, *, country: str | None = None, limit: int = 8) -> tuple[Mapping[str, Any], ...]:
    """Return what a name may mean, the likeliest first, each as a value of `where` with the `kind` of the place."""
    if not name.strip():
        return ()
    found = rank_candidates(name, gazetteer.load(), country=country.upper() if country else None, limit=limit)
    return tuple(_place_value(name.strip(), one.place) for one in found)


def place_near(latitude: float, longitude: float) -> Mapping[str, Any] | None:
    """Return the nearest known town to a point, as a value of `where` with `kind`; None far from any.

    Raises:
        BadArgument: no such point.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadArgument(f"{latitude},{longitude} is no place on earth. Give latitude and longitude in degrees.")
    town = gazetteer.load().nearest(latitude, longitude, within_km=_FAR_KM)
    return _place_value(town.name, town) if town else None


def actors_named(words: str, *, limit: int = 20) -> tuple[Mapping[str, Any], ...]:
    """Return listed actors whose name or another name holds some words, those that begin with them first."""
    sought = words.strip().casefold()
    if not sought:
        return ()
    ranked = []
    for actor in codebook.load().actors.actors:
        names = [one.casefold() for one in (actor.name, *actor.aliases)]
        held = [name for name in names if sought in name]
        if held:
            begins = [name.startswith(sought) for name in held]
            # The neutral name before another one that two actors may share.
            ranked.append((not names[0].startswith(sought), not any(begins), actor.name, actor))
    ranked.sort(key=lambda one: one[:3])
    return tuple({"name": one.name, "kind": one.kind, "country": one.country} for *_, one in ranked[:limit])


def _figure(article: Article, field: str, words: Span) -> Suggestion:
    sheet, offset = _sentence_sheet(article, words)
    start, end = words.start - offset, words.end - offset
    counts: list[tuple[Span, Bounds, str]] = [
        (span, count.bounds, count.effect)
        for count in find_counts(sheet, find_parties(sheet))
        if _shared(span := sheet.span(count.first, count.end), start, end)
    ]
    counts += [
        (span, quantity.bounds, "")
        for quantity in sheet.quantities
        if _shared(span := sheet.span(quantity.first, quantity.end), start, end)
    ]
    if not counts:
        return Suggestion(field, words, None, "", note="No figure is read in these words. Write it.")
    # A figure of another effect that the words touch gives way; of two the one that the words hold more of.
    span, bounds, effect = max(counts, key=lambda one: (one[2] == field, _shared(one[0], start, end), -one[0].start))
    taken = _figure_words(sheet, span, bounds)
    widened = article.quote(min(words.start, taken.start + offset), max(words.end, taken.end + offset))
    value = bounds_value(bounds)
    note = f"These words count {effect}." if effect and effect != field else ""
    return Suggestion(field, widened, value, value_in_words(field, value), note=note)


def _figure_words(sheet: Sheet, span: Span, bounds: Bounds) -> Span:
    """Return the words of the bare figure where it is one of its own: "at least 12", not "at least 12 soldiers"."""
    inside = (one for one in sheet.quantities if one.bounds == bounds)
    numbers = (sheet.span(one.first, one.end) for one in inside)
    return next((one for one in numbers if span.start <= one.start and one.end <= span.end), span)


def _when(article: Article, words: Span) -> Suggestion:
    country = country_of_outlet(article.url)
    every = find_times(article.text, codebook.load(), country=country)
    touched = [one for one in every if one.start < words.end and words.start < one.end]
    if not touched:
        return Suggestion("when", words, None, "", note="No day is read in these words. Write it as 2024-05-01.")
    best = max(
        touched, key=lambda one: (one.expression.names_a_day, min(one.end, words.end) - max(one.start, words.start))
    )
    widened = article.quote(min(words.start, best.start), max(words.end, best.end))
    days = best.expression.resolve(article.published)
    value = days_value(days, best.expression) if days else None
    if value is None:
        unknown = article.published is None and not best.expression.is_complete
        why = "The day of publication is not known." if unknown else "The words set no first or no last day."
        return Suggestion("when", widened, None, "", note=f"{why} Write the days.")
    counted = days is not None and days.basis == "relative" and article.published is not None
    note = f"Counted from the publication on {article.published.latest}." if counted and article.published else ""
    return Suggestion("when", widened, value, value_in_words("when", value), note=note)


def _where(article: Article, words: Span) -> Suggestion:
    places = gazetteer.load()
    mentions = RulesPlaceFinder(places).mentions(article.text)
    touching = [one for one in mentions if one.start < words.end and words.start < one.end]
    best = max(touching, key=lambda one: min(one.end, words.end) - max(one.start, words.start), default=None)
    span = article.quote(best.start, best.end) if best else words
    name = best.name if best else words.quote.strip()
    if not name:
        return Suggestion("where", words, None, "", note="Pick the name of the place.")
    told = _report(words, where=Where(name=name, spans=(span,), basis="stated"))
    where = resolve_places(Reading(article=article, reports=(told,)), places, mentions).reports[0].where
    value = {
        "name": where.name, "gazetteer_id": where.gazetteer_id, "gazetteer_name": where.gazetteer_name,
        "latitude": where.latitude, "longitude": where.longitude, "radius_km": where.radius_km,
        "country": where.country, "admin1": where.admin1, "admin2": where.admin2, "precision": where.precision,
    }  # fmt: skip
    widened = article.quote(min(words.start, span.start), max(words.end, span.end))
    note = ""
    if not where.gazetteer_id:
        point = "the point is that of the places beside it" if where.latitude is not None else "it has no point"
        note = f"The gazetteer does not hold this name: {point}. Search another name, or point at the map."
    return Suggestion("where", widened, value, name, candidates=places_named(name), note=note)


def _side(article: Article, field: str, words: Span) -> Suggestion:
    sheet, offset = _sentence_sheet(article, words)
    start, end = words.start - offset, words.end - offset
    spans = [(party, sheet.span(party.first, party.end)) for party in find_parties(sheet)]
    touched = [(party, span) for party, span in spans if _shared(span, start, end)]
    kind, country = "unknown", None
    if touched:
        party, _ = max(touched, key=lambda one: _shared(one[1], start, end))
        noun = next(iter(party_nouns(sheet, [party])), None)
        kind, country = (noun.kind, noun.country) if noun else (kind, country)
    told = Party(name=words.quote, kind=kind, country=country, spans=(words,), method=_METHOD)
    reading = Reading(article=article, reports=(_report(words, perpetrators=(told,)),))
    known = resolve_actors(reading, codebook.load()).reports[0].perpetrators[0]
    value = {
        "name": " ".join(known.name.split()),
        "canonical": known.canonical,
        "kind": known.kind,
        "country": known.country,
    }
    listed = {name: one for name, one in value.items() if one is not None}
    note = "" if known.canonical else "No list of actors holds this name; it stays as it is written."
    return Suggestion(field, words, [listed], value_in_words(field, [listed]), note=note)


def _report(words: Span, **fields: Any) -> Report:
    """Return a report of nothing but one field, as resolution takes it."""
    return Report(id=_ID, event_type="", spans=(words,), method=_METHOD, **fields)


def _sentence_sheet(article: Article, words: Span) -> tuple[Sheet, int]:
    """Lay out the sentence or sentences that hold some words; return them with the place where they begin."""
    held = [one for one in split_sentences(article.text) if one.start < words.end and words.start < one.end]
    start = min([words.start, *(one.start for one in held)])
    end = max([words.end, *(one.end for one in held)])
    places = gazetteer.load()
    part = Article.of(article.text[start:end], url=article.url, language=article.language)
    return lay_out(part, codebook.load(), places, RulesPlaceFinder(places)), start


def _shared(span: Span, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))


def _place_value(name: str, place: Place) -> Mapping[str, Any]:
    position = position_of(PlaceMention(0, len(name), name, 0, len(name), "literal"), place)
    return {
        "name": name, "gazetteer_id": place.id, "gazetteer_name": place.name, "latitude": position.latitude,
        "longitude": position.longitude, "radius_km": position.radius_km, "country": place.country,
        "admin1": place.admin1, "admin2": place.admin2, "precision": position.precision, "kind": place.kind,
    }  # fmt: skip
