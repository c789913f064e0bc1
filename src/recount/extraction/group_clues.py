"""Clues to whom a count is of: what its words and its report say, never the name of a side."""

from collections.abc import Iterator, Sequence

from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.voices import author_of
from recount.nouns import Count, Party, Report, Span

__all__ = ["clues_of"]

_OWN = frozenset({"our", "its", "their", "his", "her", "my", "your"})


def clues_of(sheet: Sheet, report: Report, count: Count, before: Sequence[Count]) -> Iterator[str]:
    """Yield the clues to a count's group kind; `before` are the report's earlier counts, whose kinds are settled.

    Words with a capital letter, words that take a side and names of actors are no clues, so that the same is coded of
    every side.
    """
    at = TokenRange(*sheet.token_range(count.spans[0].start, count.spans[0].end))
    sub_type = report.sub_event_type or report.event_type
    bare = "bare" if count.group is None else "group"
    yield from ("always", bare, f"lists {count.group_kind}", f"effect {count.effect}", f"type {sub_type}")
    yield f"lists {count.group_kind} in {sub_type}"
    yield f"{count.effect} in {sub_type}"
    if count.rule in {"singular", "listed", "zero-stated"}:
        yield f"rule {count.rule}"
    yield from _words(sheet, at)
    yield from _parties(sheet, report, count)
    yield from (f"weapon {weapon.category}" for weapon in report.weapons)
    if author_of(sheet) is not None:
        yield "release"
        yield f"release {bare} {count.group_kind}"
    yield from _earlier(count, before)


def _words(sheet: Sheet, at: TokenRange) -> Iterator[str]:
    sentence = sheet.sentences[sheet.sentence_of(at.first)]
    for position in range(*at):
        if _is_neutral(sheet, position):
            yield f"inside {sheet.lower(position)}"
            known = sheet.lexicon.people.at(sheet.tokens, position)
            if known:
                entry, _ = known.payload
                yield f"inside {entry.kind} {entry.group_kind}"
    if any(state.first < at.end and at.first < state.end for state in sheet.states):
        yield "inside state"
    if any(actor.first < at.end and at.first < actor.end for actor in sheet.actors):
        yield "inside actor"
    for found in sheet.lexicon.people.find(sheet.tokens, *sentence):
        if not at.first <= found.first < at.end:
            yield f"sentence {found.payload[0].kind} {'before' if found.first < at.first else 'after'}"
    if sheet.lower(at.first - 1) in _OWN or sheet.lower(at.first) in _OWN:
        yield f"own {sheet.lower(at.first - 1) if sheet.lower(at.first - 1) in _OWN else sheet.lower(at.first)}"


def _is_neutral(sheet: Sheet, position: int) -> bool:
    token = sheet.tokens[position]
    loaded = sheet.lexicon.loaded.at(sheet.tokens, position) is not None
    in_name = any(actor.first <= position < actor.end for actor in sheet.actors)
    return token.text.isalpha() and token.text.islower() and not loaded and not in_name


def _parties(sheet: Sheet, report: Report, count: Count) -> Iterator[str]:
    for role, parties in (("doer", report.perpetrators), ("target", report.targets)):
        if not parties:
            yield f"no {role}"
        for party in parties:
            yield f"{role} {party.kind}"
            if _names(party, count.spans[0]):
                yield f"is {role} {party.kind}"
            if _same_noun(party.name, count.group):
                yield f"noun of {role}"
            at = sheet.token_range(party.spans[0].start, party.spans[0].end)
            yield from (
                f"{role} site {found.payload.category}" for found in sheet.lexicon.sites.find(sheet.tokens, *at)
            )
    kinds = {party.kind for party in report.targets if party.kind not in {"site", "unknown"}}
    if len(kinds) == 1:
        yield f"only target {min(kinds)}"


def _same_noun(name: str, group: str | None) -> bool:
    """Tell whether both end in one noun, whatever its number: "gunmen" and "two gunmen"."""
    if not group:
        return False
    one, other = (
        name.rsplit(maxsplit=1)[-1].lower().removesuffix("s"),
        group.rsplit(maxsplit=1)[-1].lower().removesuffix("s"),
    )
    return one == other


def _names(party: Party, span: Span) -> bool:
    return any(span.overlaps(other) for other in party.spans)


def _earlier(count: Count, before: Sequence[Count]) -> Iterator[str]:
    whole = next((other for other in before if other.id == count.part_of), None)
    if whole:
        yield f"part of {whole.group_kind}"
    if before:
        last = before[-1]
        same = "same effect" if last.effect == count.effect else "other effect"
        bare = "bare" if count.group is None else "group"
        yield f"after {last.group_kind} {same} {bare}"
    else:
        yield "first"
