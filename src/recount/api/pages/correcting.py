"""The form in which a person corrects one field of a report."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from recount.api.pages.decided import LABELS, standing_of
from recount.codebook import load
from recount.errors import BadArgument
from recount.nouns import Record, Report
from recount.nouns.report import ActorKind, Modality
from recount.nouns.wording import bounds_in_words, days_in_words, party_in_words, visible
from recount.pipeline.correcting import CORRECTED_FIELDS, Correction
from recount.pipeline.suggesting import PICKED_FIELDS, places_named, suggested
from recount.pipeline.written import value_in_words

__all__ = ["Correcting", "correcting_form"]

_FIRST = "where"


class Correcting(NamedTuple):
    """What is to be corrected, as far as a person has come."""

    about: str
    """Id of a report."""
    field: str | None = None
    start: int | None = None
    """Of the words that were picked, in code points; both or none."""
    end: int | None = None
    written: str | None = None
    """What the person wrote; None where nothing was written yet."""
    lookup: str | None = None
    """A name that the gazetteer is asked for."""
    error: str | None = None
    """Why what was sent was refused."""


def correcting_form(
    record: Record, decisions: Mapping[str, Sequence[Mapping[str, Any]]], asked: Correcting
) -> dict[str, Any] | None:
    """Return what the form shows; None where the article has no such report.

    Raises:
        BadArgument: there is no such field, or no words stand where some were picked.
    """
    report = next((one for one in record.reports if one.id == asked.about), None)
    if report is None:
        return None
    field = asked.field or _FIRST
    if field not in CORRECTED_FIELDS:
        raise BadArgument(f"{field!r} cannot be corrected. Correct one of {', '.join(CORRECTED_FIELDS)}.")
    standing = standing_of(decisions.get(report.id, ())).get(field)
    coded = _coded(report, field)
    now = _corrected(field, standing) if standing and standing["verdict"] == "correct" else coded
    form: dict[str, Any] = {
        "about": report.id, "field": field, "label": LABELS[field],
        "fields": [{"field": one, "label": LABELS[one]} for one in CORRECTED_FIELDS],
        "coded": visible(coded), "written": visible(now), "words": None, "note": "", "options": _options(field),
        "kinds": list(get_args(ActorKind)) if field in ("perpetrators", "targets") else [],
        "place": None, "candidates": [], "features": None, "lookup": asked.lookup or "", "error": asked.error,
        "picks_words": field in PICKED_FIELDS,
    }  # fmt: skip
    if field == "where":
        form["place"] = _point(report)
        form["candidates"] = list(places_named(asked.lookup or report.where.name or ""))
    if asked.start is not None and asked.end is not None:
        form |= _picked(record, field, asked.start, asked.end)
    if field == "where":
        form["features"] = _features(form["candidates"], form["place"])
    if asked.written is not None:
        form["written"] = visible(asked.written)
    return form


def _picked(record: Record, field: str, start: int, end: int) -> dict[str, Any]:
    """Return what picked words change in the form."""
    if field not in PICKED_FIELDS:
        words = record.article.quote(start, end)
        return {"words": {"start": start, "end": end, "quote": visible(words.quote)}}
    told = suggested(record.article, field, start, end)
    found: dict[str, Any] = {
        "words": {"start": told.words.start, "end": told.words.end, "quote": visible(told.words.quote)},
        "note": told.note,
    }
    if told.value is not None:
        found["written"] = visible(told.written)
    if field == "where" and told.value is not None:
        found |= {"place": told.value, "candidates": list(told.candidates)}
    return found


def _point(report: Report) -> dict[str, Any]:
    where = report.where
    return {
        "name": where.name, "gazetteer_id": where.gazetteer_id, "gazetteer_name": where.gazetteer_name,
        "latitude": where.latitude, "longitude": where.longitude, "radius_km": where.radius_km,
        "country": where.country, "admin1": where.admin1, "precision": where.precision,
    }  # fmt: skip


def _features(candidates: Sequence[Mapping[str, Any]], place: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the candidates as a map takes them; the coded place too, where it is a point of its own.

    Where the coded place has a country, those of other countries stay in the list alone: the map would show the world.
    """
    country = place["country"] if place else None
    candidates = [one for one in candidates if country in (None, one["country"])] or candidates
    listed = {one["gazetteer_id"] for one in candidates}
    own = [place] if place and place["latitude"] is not None and place["gazetteer_id"] not in listed else []
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [one["longitude"], one["latitude"]]},
                "properties": {
                    "id": one["gazetteer_id"], "title": one["gazetteer_name"] or one["name"],
                    "label": one["gazetteer_name"] or one["name"], "precision": one["precision"],
                    "rival": bool(place) and one["gazetteer_id"] != (place or {}).get("gazetteer_id"),
                    "lines": [", ".join(part for part in (one.get("admin1"), one.get("country")) if part)],
                },
            }
            for one in (*own, *candidates)
        ],
    }  # fmt: skip


def _options(field: str) -> list[str]:
    types = load().event_types
    if field == "event_type":
        return list(types.names)
    if field == "sub_event_type":
        return [one.name for one in types.sub_types]
    return list(get_args(Modality)) if field == "modality" else []


def _corrected(field: str, decision: Mapping[str, Any]) -> str:
    try:
        return value_in_words(field, Correction.of(decision["value"]).value)
    except (ValueError, TypeError, KeyError):
        return ""


def _coded(report: Report, field: str) -> str:
    """Return the coded value as a person would write it; empty where nothing was coded."""
    if field in ("event_type", "sub_event_type", "modality"):
        return getattr(report, field) or ""
    if field == "when":
        when = report.when
        return days_in_words(when.earliest, when.latest) if when.earliest and when.latest else ""
    if field == "where":
        return report.where.name or ""
    if field in ("perpetrators", "targets"):
        parties = report.perpetrators if field == "perpetrators" else report.targets
        return "; ".join(dict.fromkeys(party_in_words(one) for one in parties))
    revised = {one.revises for one in report.casualties}
    counts = [one for one in report.casualties if one.effect == field and not one.part_of and one.id not in revised]
    return bounds_in_words(counts[0].low, counts[0].best, counts[0].high) if counts else ""
