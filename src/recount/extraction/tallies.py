"""Running totals, kept apart from happenings, with their parts added up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recount.extraction.counts import CountAt
from recount.extraction.quantities import Quantity
from recount.extraction.reports import party_nouns
from recount.extraction.sheet import Sheet
from recount.extraction.tally_frames import Period, areas_of, period_of
from recount.extraction.tally_parts import PartAt, check_of, part_noun, parts_of
from recount.extraction.tally_shares import shares_of
from recount.extraction.tellings import Telling
from recount.nouns import Measure, Tally, tally_id

__all__ = ["Total", "tallies_of"]

_METHOD = "tallies.rules/2"
# Words between an earlier figure and the later one that takes its place in one sentence.
_REVISED_REACH = 12


@dataclass(frozen=True)
class Total:
    """A number that runs over time, with what it counts."""

    count: CountAt
    measure: Measure
    parts: tuple[Quantity, ...] = ()
    """Numbers that the trained reader takes for parts of it; without them rules look for parts."""
    follows: int | None = None
    """Which total before it this one stands beside without words of its own: "the police have 58"."""


def tallies_of(sheet: Sheet, totals: Sequence[Total], tellings: Sequence[Telling]) -> tuple[Tally, ...]:
    """Return a tally for each running total; the parts of a total are part of it, not tallies of their own."""
    tallies: list[Tally] = []
    taken: set[int] = set()
    made: dict[int, Tally] = {}
    for number, total in enumerate(totals):
        if total.count.first in taken or total.count.subset_first is not None:
            continue
        parts = parts_of(sheet, total.count, total.parts)
        taken.update(part.quantity.first for part in parts)
        before = made.get(total.follows) if total.follows is not None else None
        tally = _tally(sheet, total, parts, tellings, before)
        made[number] = tally
        tallies.append(tally)
    return _revised(sheet, tallies)


def _tally(
    sheet: Sheet, total: Total, parts: Sequence[PartAt], tellings: Sequence[Telling], before: Tally | None
) -> Tally:
    count = total.count
    sentence = sheet.sentence_of(count.first)
    campaign = _campaign_of(sheet, count, tellings)
    here = [telling for telling in tellings if telling.sentence == sentence]
    told = [time for telling in here for time in telling.times]
    at = next((each for each in sheet.quantities if each.first == count.first), None)
    period = period_of(sheet, at or _range(count), told, campaign.times if campaign else ())
    areas = areas_of(sheet, _range(count), parts, campaign)
    if before is not None:
        period = period if period.since or period.until else Period(before.since_expression, before.until_expression)
        areas = areas or before.areas
    source = here[0] if here else campaign
    anchor = sheet.span(count.first, count.end)
    nouns = tuple(part_noun(sheet, part) for part in parts)
    shares = tuple(shares_of(sheet, count))
    spans = (
        anchor,
        *(span for part in nouns for span in part.spans),
        *(span for share in shares for span in share.spans),
    )
    return Tally(
        id=tally_id(sheet.article.id, anchor),
        method=_METHOD,
        spans=tuple(dict.fromkeys(spans)),
        measure=total.measure,
        low=count.bounds.low,
        best=count.bounds.best,
        high=count.bounds.high,
        rule=count.bounds.rule,
        group=sheet.words(*count.group) if count.group else None,
        perpetrators=party_nouns(sheet, source.arguments.perpetrators if source else ()),
        targets=party_nouns(sheet, source.arguments.targets if source else ()),
        since_expression=period.since,
        until_expression=period.until,
        areas=areas,
        parts=nouns,
        check=check_of(count.bounds, parts),
        shares=shares,
    )


def _range(count: CountAt) -> Quantity:
    return Quantity(count.first, count.first, count.end, count.bounds)


def _campaign_of(sheet: Sheet, count: CountAt, tellings: Sequence[Telling]) -> Telling | None:
    """Return the campaign that a total points back to: in its sentence, or, with "the", in the sentence before."""
    sentence = sheet.sentence_of(count.first)
    own = next((telling for telling in tellings if telling.sentence == sentence and telling.campaign), None)
    if own:
        return own
    if not {sheet.lower(count.first - 1), sheet.lower(count.first)} & {"the", "these", "those"}:
        return None
    before = [
        telling
        for telling in tellings
        if telling.campaign
        and telling.sentence == sentence - 1
        and sheet.paragraph_of(telling.sentence) == sheet.paragraph_of(sentence)
    ]
    return before[-1] if before else None


def _revised(sheet: Sheet, tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    """Link each tally to the earlier figure of the article that it takes the place of."""
    updates = dict(_revisions(sheet, tallies))
    return tuple(tally.model_copy(update={"revises": updates.get(tally.id)}) for tally in tallies)


def _revisions(sheet: Sheet, tallies: Sequence[Tally]) -> Iterator[tuple[str, str]]:
    """Yield the later and the earlier of two figures of one measure, where words say that one became the other."""
    for number, tally in enumerate(tallies):
        first = sheet.token_range(tally.spans[0].start, tally.spans[0].end).first
        cue = sheet.lexicon.tally_words("revising").ending_at(sheet.tokens, first, max(0, first - _REVISED_REACH))
        alike = [other for other in tallies[:number] if other.measure == tally.measure and not other.parts]
        if cue is None or not alike:
            continue
        other = alike[-1]
        if "from" in cue.payload:
            # "437 dead, up from 398": the figure named first is the later one.
            yield other.id, tally.id
        elif tally.since_expression is None or tally.since_expression == other.since_expression:
            yield tally.id, other.id
