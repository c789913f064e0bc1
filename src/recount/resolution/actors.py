"""Names of parties and speakers become the codebook's actors and the forces of states."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recount.codebook.actors import Actor, ActorMention
from recount.codebook.loader import Codebook
from recount.codebook.state_forces import StateForce
from recount.nouns.record import Reading
from recount.nouns.report import ActorKind, Party, Report
from recount.nouns.span import Span
from recount.nouns.statement import Speaker, SpeakerKind, Statement
from recount.nouns.tally import Tally

__all__ = ["resolve_actors"]

# Crowds and civilians are no organised actors: they get a country, never a canonical name.
_PEOPLE: frozenset[ActorKind] = frozenset({"civilians", "protesters", "rioters"})
# Speakers of these kinds may turn out to speak for a party; witnesses, medics or monitors stay what they are.
_OPEN_SPEAKERS: frozenset[SpeakerKind] = frozenset({"official", "party to the conflict", "other"})

# From a possessive on: "the army's new" keeps "the army".
_OWNED = re.compile(r"(?<=\w)['’]s?(?:\s.*)?$")


def resolve_actors(reading: Reading, codebook: Codebook) -> Reading:
    """Return the reading with canonical actors in its parties, and with the sides of its speakers.

    Only named parties are resolved, by the actor list or by the rule for a state's forces; a party that neither knows
    stays as it is. Run it after places and times: a state's forces outside their own country are external
    forces (ACLED), and an actor is not taken for one that did not exist in the year of the report.
    """
    article = _Article(reading, codebook)
    return reading.model_copy(
        update={
            "reports": tuple(_report(report, article) for report in reading.reports),
            "tallies": tuple(_tally(tally, article) for tally in reading.tallies),
            "statements": tuple(_statement(statement, article) for statement in reading.statements),
        }
    )


class _Setting(NamedTuple):
    """What is known of the happening that a party belongs to."""

    year: int | None
    country: str | None


class _Known(NamedTuple):
    """What a name stands for: a listed actor, or a state's forces by rule."""

    actor: Actor | None
    force: StateForce | None

    @property
    def canonical(self) -> str:
        if self.actor is not None:
            return self.actor.name
        return self.force.canonical if self.force else ""


class _Article:
    """The actors that one article names, seen together."""

    def __init__(self, reading: Reading, codebook: Codebook) -> None:
        self.codebook = codebook
        published = reading.article.published
        self.year = published.latest.year if published else None
        self._places = tuple(dict.fromkeys(_countries_in(reading)))
        self.country = self._places[0] if len(self._places) == 1 else None
        text = reading.article.text
        # Without a year: an article of 2020 may recall what a group that ended in 2017 did.
        self._mentions = codebook.actors.find(text, countries=self._places)
        forces = Counter(mention.force.country for mention in codebook.actors.states.find(text))
        self._states = frozenset(forces)

    def known(self, name: str, spans: Sequence[Span], setting: _Setting) -> _Known | None:
        """Return what a noun phrase stands for, by its words and by the article; None where neither tells."""
        actors = self.codebook.actors
        for span in spans:
            for mention in self._within(span):
                if actors.is_all_of(span.quote, mention.start - span.start, mention.end - span.start):
                    return self._active(mention.actor, setting)
        actor = actors.resolve(name, countries=self._places, year=setting.year)
        if actor is not None:
            return _Known(actor, None)
        for phrase in (name, *(span.quote for span in spans)):
            force = actors.state_force(phrase)
            if force is not None:
                return _Known(None, force)
        return self._domestic(name, setting)

    def _active(self, actor: Actor, setting: _Setting) -> _Known | None:
        return _Known(actor, None) if actor.was_active(setting.year) else None

    def _within(self, span: Span) -> Iterator[ActorMention]:
        for mention in self._mentions:
            if span.start <= mention.start and mention.end <= span.end:
                yield mention

    def _domestic(self, name: str, setting: _Setting) -> _Known | None:
        """Read "the army", "police" as the forces of the country where it happened.

        Only where the article names no other state's forces: in a report on Kenyan troops in Somalia, "the army" may
        be either's.
        """
        states = self.codebook.actors.states
        branch = states.is_domestic(name)
        if branch is None or setting.country is None or self._states - {setting.country}:
            return None
        return _Known(None, states.of(setting.country, branch))

    def country_of(self, name: str) -> str | None:
        """Return the one country whose people a phrase names ("Palestinian children"), else None."""
        codes = {
            mention.code for mention in self.codebook.countries.find(name) if mention.how in ("adjective", "people")
        }
        return codes.pop() if len(codes) == 1 else None


def _countries_in(reading: Reading) -> Iterator[str]:
    for report in reading.reports:
        if report.where.country:
            yield report.where.country
    for tally in reading.tallies:
        yield from (area.country for area in tally.areas if area.country)


def _report(report: Report, article: _Article) -> Report:
    day = report.when.latest or report.when.earliest
    setting = _Setting(day.year if day else article.year, report.where.country)
    return report.model_copy(
        update={
            "perpetrators": tuple(_party(party, setting, article) for party in report.perpetrators),
            "targets": tuple(_party(party, setting, article) for party in report.targets),
        }
    )


def _tally(tally: Tally, article: _Article) -> Tally:
    day = tally.until or tally.since
    countries = {area.country for area in tally.areas if area.country}
    country = countries.pop() if len(countries) == 1 else None
    setting = _Setting(day.year if day else article.year, country)
    return tally.model_copy(
        update={
            "perpetrators": tuple(_party(party, setting, article) for party in tally.perpetrators),
            "targets": tuple(_party(party, setting, article) for party in tally.targets),
            "shares": tuple(
                share.model_copy(update={"party": _party(share.party, setting, article)}) if share.party else share
                for share in tally.shares
            ),
        }
    )


def _party(party: Party, setting: _Setting, article: _Article) -> Party:
    if party.kind in _PEOPLE:
        return party.model_copy(update={"country": party.country or article.country_of(party.name)})
    known = article.known(party.name, party.spans, setting)
    if known is None:
        return party
    own = known.actor.country if known.actor else known.force.country if known.force else None
    return party.model_copy(
        update={
            "canonical": known.canonical,
            "actor_id": known.actor.id if known.actor else None,
            "kind": _kind(party.kind, known, setting),
            "country": own or party.country,
        }
    )


def _kind(stated: ActorKind, known: _Known, setting: _Setting) -> ActorKind:
    """Return the kind of a resolved party; a site stays a site, a state's forces abroad are external."""
    is_site = known.force is not None and known.force.is_site
    if stated == "site" or (is_site and stated == "unknown"):
        return "site"
    kind = known.actor.kind_in(setting.year) if known.actor else "state forces"
    own = known.actor.country if known.actor else known.force.country if known.force else None
    if kind == "state forces" and setting.country and own and own != setting.country:
        return "external/other"
    return kind


def _statement(statement: Statement, article: _Article) -> Statement:
    speaker = statement.speaker
    if speaker.kind == "outlet" or (speaker.name is None and speaker.role is None):
        return statement
    known = _side(speaker, statement.spans.source, article)
    if known is None:
        return statement
    side = known.canonical
    kind: SpeakerKind = "party to the conflict" if _speaks_for_a_party(known, article) else speaker.kind
    update = {"side": side, "kind": kind if speaker.kind in _OPEN_SPEAKERS else speaker.kind}
    return statement.model_copy(update={"speaker": speaker.model_copy(update=update)})


def _side(speaker: Speaker, source: Sequence[Span], article: _Article) -> _Known | None:
    """Return for whom a speaker speaks: by role, by name, then by an institution named beside it."""
    setting = _Setting(article.year, article.country)
    offices = article.codebook.roles
    phrases = [phrase for phrase in (speaker.role, speaker.name) if phrase]
    for phrase in phrases:
        spans = [span for span in source if span.quote == phrase]
        known = article.known(phrase, spans, setting)
        if known is None and offices.office(phrase.rpartition(" ")[2]):
            # "the army spokesman" and "the army's new spokesman" speak for the army.
            known = article.known(_OWNED.sub("", phrase.rpartition(" ")[0]), (), setting)
        if known is not None:
            return known
    countries = article.codebook.countries
    states = article.codebook.actors.states
    for phrase in phrases:
        houses = [mention for mention in countries.find(phrase) if mention.how == "metonym"]
        if len(houses) == 1:
            force = states.read(phrase[houses[0].start : houses[0].end])
            return _Known(None, force) if force else None
    return None


def _speaks_for_a_party(known: _Known, article: _Article) -> bool:
    """Tell whether it is an armed actor, or the armed forces of a state (not its government or police)."""
    if known.actor is not None:
        return article.codebook.actors.is_party(known.actor)
    return known.force is not None and known.force.branch == "military"
