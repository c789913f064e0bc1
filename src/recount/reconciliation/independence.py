"""Which reports of an event are sources of their own: copies, citations and one outlet's articles are one."""

from collections.abc import Mapping, Sequence

from recount.codebook.outlets import scale_of
from recount.nouns.events import EventReport, EventSources, Voice

__all__ = ["source_of_claim", "sources_of", "told_by"]

_PARTY = "party to the conflict"


def told_by(reports: Sequence[EventReport]) -> Mapping[str, str]:
    """Return for the id of each report the source that it belongs to, by the name of its first article or outlet.

    Reports are one source where their articles tell one story in the same words, where one outlet published them, or
    where all that one says of the event it has of the same other outlet.
    """
    families: dict[str, str] = {}
    outlets: dict[str, str] = {}
    found: dict[str, str] = {}
    for report in reports:
        cited = _cited(report.voices)
        outlet = cited or _key(report.outlet)
        source = families.get(report.family) or (outlets.get(outlet) if outlet else None) or outlet or report.family
        families.setdefault(report.family, source)
        if outlet:
            known = outlets.setdefault(outlet, source)
            if known != source:
                # A copy joins the outlet that it was printed in with the story that it copies.
                found = {one: source if of == known else of for one, of in found.items()}
                families = {one: source if of == known else of for one, of in families.items()}
                outlets = {one: source if of == known else of for one, of in outlets.items()}
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


def _key(outlet: str | None) -> str | None:
    if not outlet:
        return None
    name = " ".join(outlet.split()).casefold()
    return name.removeprefix("the ") or None
