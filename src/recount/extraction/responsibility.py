"""Who claims a deed, who is charged with it, and who denies it: the doer as a contested field."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from recount.codebook import Codebook
from recount.extraction.english import PhraseIndex
from recount.extraction.sheet import Sheet
from recount.extraction.side_names import side_names
from recount.nouns import (
    Party,
    Report,
    Responsibility,
    ResponsibilityHow,
    ResponsibilityStatus,
    Span,
    Stance,
    Statement,
    Tally,
)

__all__ = ["Charge", "charges_of", "with_responsibility"]

# Sentences back to the happening that a charge means; tokens from a phrase to the name that it is about.
_REACH, _BEFORE, _AFTER = 3, 14, 5
_NO_SIDES = frozenset({"site", "civilians", "unknown"})
_HOWS: tuple[ResponsibilityHow, ...] = ("claimed", "accused", "denied")
# What a party's own words on its own deed are.
_OWN_WORD: Mapping[Stance, ResponsibilityHow] = {"claims": "claimed", "confirms": "claimed", "denies": "denied"}


class Charge(NamedTuple):
    """One phrase of responsibility and whose name stands at it."""

    how: ResponsibilityHow | None
    """None where the words say that nobody has claimed it, or that somebody left it open."""
    party: str | None
    """None for a word that stands for a party named before ("it", "the group"), and where nobody claims."""
    first: int
    end: int
    spans: tuple[Span, ...]


class _Name(NamedTuple):
    first: int
    end: int
    party: str


def charges_of(sheet: Sheet, reports: Sequence[Report], tallies: Sequence[Tally] = ()) -> tuple[Charge, ...]:
    """Return the phrases of responsibility in an article, in order; those of a share of a total are none."""
    names: list[_Name] | None = None
    shares = [span for tally in tallies for share in tally.shares for span in share.spans]
    passed_over = {sheet.sentence_of(sheet.token_range(span.start, span.end)[0]) for span in shares}
    found: list[Charge] = []
    for number, (first, end) in enumerate(sheet.sentences):
        if number in passed_over:
            continue
        for phrase in _index(sheet.codebook).find(sheet.tokens, first, end):
            how, side = phrase.payload
            words = sheet.span(phrase.first, phrase.end)
            if how is None:
                found.append(Charge(None, None, phrase.first, phrase.end, (words,)))
                continue
            # Most articles have no such phrase, and need no names.
            names = _names(sheet, reports) if names is None else names
            name = (_before if side == "before" else _after)(sheet, names, number, phrase.first, phrase.end)
            stands_in = side == "before" and name is None
            if name is not None or stands_in:
                spans = (words, sheet.span(name.first, name.end)) if name else (words,)
                found.append(Charge(how, name.party if name else None, phrase.first, phrase.end, spans))
    return tuple(found)


@lru_cache(maxsize=4)
def _index(codebook: Codebook) -> PhraseIndex[tuple[ResponsibilityHow | None, str]]:
    words: Mapping[str, Mapping[str, Sequence[str]]] = codebook.words("responsibility")
    open_ended = [(phrase, (None, "")) for name in ("unclaimed", "open") for phrase in words[name]]
    told = [(phrase, (how, side)) for how in _HOWS for side, phrases in words[how].items() for phrase in phrases]
    return PhraseIndex([*open_ended, *told])


def _names(sheet: Sheet, reports: Sequence[Report]) -> list[_Name]:
    """Return the names that may be charged: listed actors and forces, parties of the reports, other names of sides."""
    found = [_Name(actor.first, actor.end, actor.actor.name) for actor in sheet.actors]
    found += [_Name(state.first, state.end, state.force.canonical) for state in sheet.states]
    for report in reports:
        for party in (*report.perpetrators, *report.targets):
            if party.kind not in _NO_SIDES:
                found += [
                    _Name(*sheet.token_range(span.start, span.end), party.canonical or party.name)
                    for span in party.spans
                ]
    found += [_Name(*sheet.token_range(start, end), sheet.article.text[start:end]) for start, end in side_names(sheet)]
    kept: list[_Name] = []
    for name in found:
        if not any(name.first < other.end and other.first < name.end for other in kept):
            kept.append(name)
    return sorted(kept)


def _before(sheet: Sheet, names: Sequence[_Name], number: int, first: int, _: int) -> _Name | None:
    """Return the name nearest before a phrase in its sentence; None behind a pronoun, or where none stands there."""
    floor = max(sheet.sentences[number].first, first - _BEFORE)
    near = [name for name in names if floor <= name.first and name.end <= first]
    stand_in = PhraseIndex((word, word) for word in sheet.codebook.words("responsibility")["stand_ins"])
    last = near[-1].end if near else floor
    between = list(stand_in.find(sheet.tokens, last, first))
    if between and between[-1].payload not in {"which", "who"}:
        return None
    return near[-1] if near else None


def _after(sheet: Sheet, names: Sequence[_Name], number: int, _: int, end: int) -> _Name | None:
    """Return the first name after a phrase, close to it."""
    limit = min(sheet.sentences[number].end, end + _AFTER)
    return next((name for name in names if end <= name.first < limit), None)


def with_responsibility(
    sheet: Sheet, report: Report, reports: Sequence[Report], statements: Sequence[Statement], charges: Sequence[Charge]
) -> Report:
    """Return a report with who claims it, is charged with it and denies it; `statements` are those about it."""
    own = [charge for charge in charges if _means(sheet, charge, report, reports, statements)]
    called = {party: _called(sheet, party) for party in report.perpetrators if party.kind not in _NO_SIDES}
    open_ended = [charge.spans[0] for charge in own if charge.how is None]
    sure = [said for said in statements if not any(_in(words, tuple(_all_spans(said))) for words in open_ended)]
    found = [*_from_statements(called, sure), *_from_charges(own, called, statements)]
    kept: dict[tuple[str, str], Responsibility] = {}
    for each in found:
        held = kept.get((each.party, each.how))
        if held is None or (held.statement is None and each.statement):
            kept[each.party, each.how] = each
    responsibility = tuple(kept.values())
    unclaimed = any(charge.how is None for charge in own)
    status = _status(set(called.values()), responsibility, unclaimed=unclaimed)
    return report.model_copy(update={"responsibility": responsibility, "responsibility_status": status})


def _means(
    sheet: Sheet, charge: Charge, report: Report, reports: Sequence[Report], statements: Sequence[Statement]
) -> bool:
    """Tell whether a phrase speaks of a report: a statement about it holds it, or it is the one told last before."""
    words = charge.spans[0]
    if any(any(words.overlaps(span) for span in _all_spans(said)) for said in statements):
        return True
    sentence = sheet.sentence_of(charge.first)
    told = {
        other.id: max((at for at in _sentences(sheet, other) if at <= sentence), default=-_REACH - 1)
        for other in reports
    }
    nearest = max(told.values())
    if sentence - nearest > _REACH or told[report.id] != nearest:
        return False
    return next(other.id for other in reversed(reports) if told[other.id] == nearest) == report.id


def _sentences(sheet: Sheet, report: Report) -> Iterator[int]:
    for span in report.spans:
        yield sheet.sentence_of(sheet.token_range(span.start, span.end).first)


def _all_spans(said: Statement) -> Iterator[Span]:
    yield from (*said.spans.source, *said.spans.cue, *said.spans.content)


def _called(sheet: Sheet, party: Party) -> str:
    """Return a party's name: that of the listed actor or state in its words, else as written."""
    if party.canonical:
        return party.canonical
    held = [sheet.token_range(span.start, span.end) for span in party.spans]
    listed = [_Name(actor.first, actor.end, actor.actor.name) for actor in sheet.actors]
    listed += [_Name(state.first, state.end, state.force.canonical) for state in sheet.states]
    return next(
        (name.party for name in listed if any(name.first < end and first < name.end for first, end in held)), party.name
    )


def _from_statements(called: Mapping[Party, str], statements: Sequence[Statement]) -> Iterator[Responsibility]:
    for said in statements:
        own = next((party for party in called if _speaks(said, party)), None)
        if own and (how := _OWN_WORD.get(said.stance)):
            yield _of(called[own], how, said, said.spans.source or own.spans[:1])
        elif said.stance == "accuses":
            named = [party for party in called if any(_in(span, said.spans.content) for span in party.spans)]
            for party in named or [*called][:1]:
                if party is not own:
                    spans = tuple(span for span in party.spans if _in(span, said.spans.content))
                    yield _of(called[party], "accused", said, spans or party.spans[:1])


def _of(party: str, how: ResponsibilityHow, said: Statement, spans: tuple[Span, ...]) -> Responsibility:
    return Responsibility(party=party, how=how, statement=said.id, spans=spans)


def _in(span: Span, others: Sequence[Span]) -> bool:
    return any(other.overlaps(span) for other in others)


def _speaks(said: Statement, party: Party) -> bool:
    """Tell whether a party speaks for itself."""
    speaker = {_bare(name) for name in (said.speaker.side, said.speaker.name) if name}
    return bool(speaker & {_bare(name) for name in (party.canonical, party.name) if name}) or any(
        _in(span, said.spans.source) for span in party.spans
    )


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _from_charges(
    charges: Sequence[Charge], called: Mapping[Party, str], statements: Sequence[Statement]
) -> Iterator[Responsibility]:
    # "It" and "the group" stand for the doer, where only one is known.
    stood_for = next(iter(called.values())) if len(called) == 1 else None
    for charge in charges:
        party = charge.party or stood_for
        if charge.how is not None and party is not None:
            said = next((said for said in statements if _in(charge.spans[0], tuple(_all_spans(said)))), None)
            yield Responsibility(party=party, how=charge.how, statement=said.id if said else None, spans=charge.spans)


def _status(
    known: set[str], responsibility: Sequence[Responsibility], *, unclaimed: bool
) -> ResponsibilityStatus | None:
    told = {(each.how, each.party) for each in responsibility}
    charged = {party for how, party in told if how != "denied"}
    hows = {how for how, _ in told}
    if len(charged) > 1 or ("denied" in hows and (charged or known)):
        return "contested"
    first = next((how for how in _HOWS if how in hows), None)
    if first is None and unclaimed:
        return "unclaimed"
    return first or ("stated" if known else None)
