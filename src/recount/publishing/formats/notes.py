"""An event in neutral words for a cell: how many sources, who gives which figure, who names whom."""

from collections.abc import Iterable, Iterator, Sequence

from recount.nouns.events import Claim, EventReport, SettledEvent
from recount.nouns.report import Effect
from recount.publishing.formats.mapping import Withheld, outlet_named, shortened, speaker_named, whole_text

__all__ = ["figures_told", "notes_of", "quoted"]

_EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
_HOW = {"claimed": "Claimed by", "accused": "Blamed on", "denied": "Denied by"}
# Figures of one effect that a note lists, and words of one kind: more make no cell that anybody reads.
_MOST = 6


def notes_of(event: SettledEvent, withheld: Withheld, more: Iterable[str] = ()) -> str:
    """Return sentences from coded values only, every word of an article among them in quotes and without names.

    Args:
        event: the event.
        withheld: takes names of private persons out.
        more: sentences to put after the others.
    """
    return " ".join((*_told(event, withheld), *more))


def figures_told(event: SettledEvent, effect: Effect, withheld: Withheld) -> list[str]:
    """Return the figures of an effect with who gives them, each once: "at least 9 (police, via Sahel Post)"."""
    told = (
        f"{_in_words(claim, withheld)} ({'; '.join(_givers(claim, report, withheld))})"
        for report in event.reports
        for claim in report.claims
        if claim.effect == effect and not claim.revised and claim.part_of is None
    )
    return list(dict.fromkeys(told))


def quoted(words: str, withheld: Withheld) -> str:
    """Return words of an article in quotes, without names of private persons."""
    inner = shortened(whole_text(withheld.text(words))).replace('"', "'")
    return f'"{inner}"'


def _told(event: SettledEvent, withheld: Withheld) -> Iterator[str]:
    sources = event.sources
    party = f", {sources.from_party} with only the word of a party to the conflict" if sources.from_party else ""
    yield f"{sources.independent} independent source{'' if sources.independent == 1 else 's'}{party}."
    effects = {claim.effect for report in event.reports for claim in report.claims}
    for effect in _EFFECTS:
        if effect in effects:
            yield f"{effect.capitalize()}: {_listed(figures_told(event, effect, withheld), ', ')}."
    words = event.fields["responsibility"].value if "responsibility" in event.fields else ()
    for how, said in _HOW.items():
        parties = dict.fromkeys(shortened(whole_text(withheld.text(word[0]))) for word in words if word[1] == how)
        if parties:
            yield f"{said} {_listed(list(parties), '; ')}."


def _in_words(claim: Claim, withheld: Withheld) -> str:
    figure = _bounds(claim.low, claim.best, claim.high)
    return f"{figure} {quoted(claim.group, withheld)}" if claim.group else figure


def _bounds(low: int | None, best: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "no figure" if best is None else f"about {best}"
    if high is None:
        return f"at least {low}"
    if low is None:
        return f"at most {high}"
    if low == high:
        return str(low)
    return f"{low} to {high}" if best is None or best in (low, high) else f"about {best} ({low} to {high})"


def _givers(claim: Claim, report: EventReport, withheld: Withheld) -> Sequence[str]:
    outlet = whole_text(outlet_named(report, withheld))
    given = [
        f"{speaker_named(voice, withheld)}, via {whole_text(voice.via or outlet)}"
        if voice.name or voice.role or voice.kind != "outlet"
        else whole_text(voice.via or outlet)
        for voice in claim.voices
    ]
    return list(dict.fromkeys(given)) or [outlet]


def _listed(told: Sequence[str], separator: str) -> str:
    left = len(told) - _MOST
    return separator.join(told[:_MOST]) + (f" and {left} more" if left > 0 else "")
