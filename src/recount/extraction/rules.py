"""The first reader: word lists and rules of English news prose."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from recount.codebook import Codebook
from recount.extraction.accusations import blame
from recount.extraction.counts import CountAt, find_counts
from recount.extraction.happenings import Happening, gather, is_elsewhere
from recount.extraction.parties import PartyAt, find_parties
from recount.extraction.place_names import PlaceFinder, RulesPlaceFinder
from recount.extraction.reports import is_group, is_of_doers, reports_of
from recount.extraction.rounding import round_off, unread
from recount.extraction.running import is_running_total
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.speaking import speaking_ranges
from recount.extraction.speech import SpeechAt, find_speech
from recount.extraction.tallies import tallies_of
from recount.extraction.tellings import Telling, find_tellings
from recount.extraction.totals import totals_by_rules
from recount.extraction.triggers import UNREAL, find_triggers
from recount.extraction.voices import own_voice
from recount.gazetteer import Gazetteer
from recount.nouns import Article, Reading, Report

__all__ = ["Clauses", "Counts", "Reader", "RulesReader", "clauses_of", "reports_by_rules", "single_counts"]


class Reader(Protocol):
    """Reads an article: every value with its words, nothing resolved yet."""

    name: str
    version: str
    model_digest: str | None
    """Of the trained network; None for a reader without one."""
    places: PlaceFinder
    """Finds the names of places, for whoever resolves them."""

    def read(self, article: Article) -> Reading:
        """Return the reports, tallies, statements and notices of an article, and its sentences' statuses."""
        ...


class RulesReader:
    """Reads with the codebook's word lists and a few rules of English news prose."""

    name = "rules"
    version = "1"
    model_digest: str | None = None

    def __init__(self, codebook: Codebook, gazetteer: Gazetteer) -> None:
        """Read with the word lists of `codebook` and the place names of `gazetteer`."""
        self._codebook = codebook
        self._gazetteer = gazetteer
        self.places: PlaceFinder = RulesPlaceFinder(gazetteer)

    def read(self, article: Article) -> Reading:
        """Return what an article tells; text in a language other than English is not coded and says so."""
        sheet = lay_out(article, self._codebook, self._gazetteer, self.places)
        if article.language not in {None, "en"}:
            return unread(sheet)
        clauses = clauses_of(sheet)
        counts = single_counts(clauses)
        reports = reports_by_rules(clauses, counts.single)
        tallies = tallies_of(sheet, totals_by_rules(sheet, counts.running, clauses.counts), clauses.tellings)
        return round_off(sheet, clauses.speech, reports, tallies, tellings=clauses.tellings)


class Clauses(NamedTuple):
    """What the word lists and rules find in an article before they decide on happenings."""

    sheet: Sheet
    parties: tuple[PartyAt, ...]
    speech: tuple[SpeechAt, ...]
    tellings: tuple[Telling, ...]
    counts: tuple[CountAt, ...]
    """Of what took place; not of what might."""


class Counts(NamedTuple):
    """Counts by what they belong to."""

    running: tuple[CountAt, ...]
    """Totals over time."""
    single: tuple[CountAt, ...]
    """Of one happening."""


def clauses_of(sheet: Sheet) -> Clauses:
    """Return the parties, sayings, acts and counts of an article."""
    parties = find_parties(sheet)
    speech = find_speech(sheet)
    speech = (*speech, *own_voice(sheet, speech))
    tellings = find_tellings(sheet, parties, speech, find_triggers(sheet, parties))
    speech = tuple(_by_content(saying, tellings) for saying in speech)
    counts = tuple(count for count in find_counts(sheet, parties) if not _is_supposed(count, tellings))
    return Clauses(sheet, parties, speech, tellings, counts)


def single_counts(clauses: Clauses) -> Counts:
    """Tell running totals from counts of one happening; those told of other fields of life are neither."""
    sheet, tellings = clauses.sheet, clauses.tellings
    running = tuple(count for count in clauses.counts if is_running_total(sheet, count, tellings))
    passed_over = {telling.sentence for telling in tellings if is_elsewhere(sheet, telling)}
    single = tuple(
        count
        for count in clauses.counts
        if count not in running and count.is_of_an_act and sheet.sentence_of(count.first) not in passed_over
    )
    return Counts(running, single)


def reports_by_rules(clauses: Clauses, single: Sequence[CountAt]) -> tuple[Report, ...]:
    """Return the happenings that words of acts, with enough beside them, tell of."""
    sheet, tellings = clauses.sheet, clauses.tellings
    elsewhere = [telling for telling in tellings if is_elsewhere(sheet, telling)]
    running = [count for count in clauses.counts if is_running_total(sheet, count, tellings)]
    happenings = gather(sheet, tellings, elsewhere, single, running)
    blame(sheet, happenings, clauses.speech, clauses.parties)
    _give_counts(sheet, happenings, single, tellings, clauses.parties)
    return reports_of(sheet, happenings, speaking_ranges(sheet, clauses.speech))


def _by_content(saying: SpeechAt, tellings: Sequence[Telling]) -> SpeechAt:
    """Who says that an act did not happen denies it, who announces one warns, whatever the verb of saying."""
    said = [telling for telling in tellings if saying.content.first <= telling.main.first < saying.content.end]
    if saying.stance != "reports" or not said:
        return saying
    if all(telling.modality == "denied" for telling in said):
        return replace(saying, stance="denies")
    told = {telling.modality for telling in said}
    if "threatened" in told and told <= UNREAL:
        return replace(saying, stance="warns")
    return saying


def _is_supposed(count: CountAt, tellings: Sequence[Telling]) -> bool:
    """Tell whether a number is of what might happen: "an attack could kill thousands"."""
    beside = [telling for telling in tellings if telling.clause.first <= count.first < telling.clause.end]
    return bool(beside) and all(telling.modality == "hypothetical" for telling in beside)


def _give_counts(
    sheet: Sheet,
    happenings: Sequence[Happening],
    counts: Sequence[CountAt],
    tellings: Sequence[Telling],
    parties: Sequence[PartyAt],
) -> None:
    """Give each count to the happening of its clause, else of its sentence, else to the one told last."""
    for count in counts:
        owner = _owner(sheet, count, happenings, tellings)
        if owner is not None:
            owner.counts.append(_with_side(count, owner, parties))


def _with_side(count: CountAt, happening: Happening, parties: Sequence[PartyAt]) -> CountAt:
    """Tell the doers' own dead: armed people without a name, counted in an attack that a group made."""
    counted = next(
        (party for party in parties if count.group and count.group.first <= party.head < count.group.end), None
    )
    by_group = any(is_group(party.named) for party in happening.perpetrators)
    if counted and by_group and is_of_doers(counted):
        return replace(count, group_kind="perpetrator")
    return count


def _owner(
    sheet: Sheet, count: CountAt, happenings: Sequence[Happening], tellings: Sequence[Telling]
) -> Happening | None:
    sentence = sheet.sentence_of(count.first)
    told = [(happening, telling) for happening in happenings for telling in happening.tellings]
    for happening, telling in told:
        if telling.sentence == sentence and telling.clause.first <= count.first < telling.clause.end:
            return happening
    for happening, telling in told:
        if telling.sentence == sentence:
            return happening
    if any(telling.sentence == sentence and telling.campaign for telling in tellings):
        return None
    before = [(telling.sentence, happening) for happening, telling in told if telling.sentence < sentence]
    if not before:
        return None
    last, happening = max(before, key=lambda item: item[0])
    return happening if sentence - last <= 3 else None
