"""Which reports of an event are sources of their own: copies, citations and one outlet's articles are one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from recount.codebook.outlets import outlet_of, scale_of
from recount.nouns.events import EventReport, EventSources, Voice

__all__ = ["source_of_claim", "sources_of", "told_by"]

_PARTY = "party to the conflict"


def told_by(reports: Sequence[EventReport]) -> Mapping[str, str]:
    """Return for the id of each report the source that it belongs to, by the name of its first article or outlet.

    Reports are one source where their articles tell one story in the same words, where one outlet published them in
    words of their own, or where all that one says of the event it has of the same other outlet. An outlet that prints
    another's story is a source of its own once it tells one of its own.
    """
    families: dict[str, str] = {}
    found: dict[str, str] = {}
    for report in reports:
        source = families.get(report.family)
        if source is None:
            is_copy = report.family != report.article
            own = None if is_copy else _key(report.outlet)
            source = families[report.family] = _cited(report.voices) or own or report.family
        found[report.id] = source
    return found


def source_of_claim(voices: Sequence[Voice], of_report: str) -> str:
    """Return the source of a figure: the outlet that all who give it are cited from, else that of its report."""
    return _cited(voices) or of_report


def sources_of(reports: Sequence[EventReport], told: Mapping[str, str]) -> EventSources:
    """Return who tells of an event; `told` is what `told_by` returns for its reports."""
    outlets = tuple(dict.fromkeys(report.outlet for report in reports if report.outlet))
    partial: dict[str, bool] = {}
    for report in reports:
        only_party = bool(report.voices) and all(voice.kind == _PARTY for voice in report.voices)
        partial[told[report.id]] = partial.get(told[report.id], True) and only_party
    return EventSources(len(partial), outlets, scale_of(outlets), sum(partial.values()))


def _cited(voices: Sequence[Voice]) -> str | None:
    """Return the outlet that all voices are cited from; None where one is not, or there is none."""
    cited = {_key(voice.via) for voice in voices}
    return cited.pop() if len(cited) == 1 else None


@lru_cache(maxsize=10_000)
def _key(outlet: str | None) -> str | None:
    """Return one name for an outlet however it is written ("AFP", "Agence France-Presse"); None where it has none."""
    listed = outlet_of(outlet)
    name = " ".join((listed.name if listed else outlet or "").split()).casefold()
    return name.removeprefix("the ") or None
