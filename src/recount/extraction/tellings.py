"""What the clauses of an article tell of acts: who, whom, with what, where and when beside each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recount.extraction.arguments import Arguments, arguments_of
from recount.extraction.parties import PartyAt
from recount.extraction.sheet import PlaceAt, Sheet, TimeAt, TokenRange, WeaponAt
from recount.extraction.speaking import speaking_ranges
from recount.extraction.speech import SpeechAt
from recount.extraction.triggers import UNREAL, Trigger
from recount.nouns import Modality, TimeExpression

__all__ = ["Telling", "dateline_end", "find_tellings"]

_CLAUSE_WORDS = frozenset({";", "while", "whereas", "but", "meanwhile", "after", "before", "following", "when"})


@dataclass(frozen=True)
class Telling:
    """What one clause tells of one act."""

    sentence: int
    clause: TokenRange
    triggers: tuple[Trigger, ...]
    """The one that says most of the act first."""
    arguments: Arguments
    weapons: tuple[WeaponAt, ...]
    places: tuple[PlaceAt, ...]
    """Where the act took place: the finest first, then what contains it."""
    times: tuple[TimeAt, ...]
    definite: bool
    novel: bool
    campaign: bool

    @property
    def main(self) -> Trigger:
        """The trigger that says most of the act."""
        return self.triggers[0]

    @property
    def modality(self) -> Modality:
        """The modality of the main trigger."""
        return self.main.modality


def find_tellings(
    sheet: Sheet, parties: Sequence[PartyAt], speech: Sequence[SpeechAt], triggers: Sequence[Trigger]
) -> tuple[Telling, ...]:
    """Return one telling for each clause that holds an act, in order."""
    tellings: list[Telling] = []
    for number in range(len(sheet.sentences)):
        here = [trigger for trigger in triggers if sheet.sentence_of(trigger.first) == number]
        if here:
            tellings.extend(_tellings_of(sheet, number, here, parties, speech))
    return tuple(tellings)


def _tellings_of(
    sheet: Sheet,
    number: int,
    triggers: Sequence[Trigger],
    parties: Sequence[PartyAt],
    speech: Sequence[SpeechAt],
) -> Iterator[Telling]:
    denied = [saying for saying in speech if saying.sentence == number and saying.stance == "denies"]
    triggers = [_as_denied(sheet, trigger, denied) for trigger in triggers]
    cues = frozenset(saying.cue.first for saying in speech if saying.sentence == number and saying.cue)
    clauses = _clauses(sheet, sheet.sentences[number], triggers, cues)
    sources = [saying.source for saying in speech if saying.sentence == number and saying.source]
    spoken = speaking_ranges(sheet, [saying for saying in speech if saying.sentence == number])
    cue_ends = [saying.cue.end for saying in speech if saying.sentence == number and saying.cue]
    for clause in clauses:
        inside = [trigger for trigger in triggers if clause.first <= trigger.first < clause.end]
        inside = [trigger for trigger in inside if _has_object(sheet, clause, trigger)]
        if not inside:
            continue
        times = tuple(time for time in _times(sheet, clause, cue_ends, inside))
        for ordered in _by_reality(inside):
            told = _telling(sheet, number, clause, ordered, parties, sources, times)
            yield replace(told, places=_places(sheet, clause, spoken))


def _has_object(sheet: Sheet, clause: TokenRange, trigger: Trigger) -> bool:
    """Tell whether an act that needs a weapon as its object ("fired", "shot down", "found") has one in its clause."""
    wanted = trigger.act.needs_object
    if "place" in wanted:
        return any(place.first == trigger.end and place.is_literal for place in sheet.places)
    if trigger.act.effect in {"arrested", "abducted"} and trigger.verb and not trigger.passive:
        # "captured 30 rifles" arrests nobody.
        reach = range(trigger.end, trigger.end + 5)
        taken = next((weapon for weapon in sheet.weapons if weapon.first in reach), None)
        if taken and not any(sheet.lexicon.people.at(sheet.tokens, place) for place in range(trigger.end, taken.first)):
            return False
    return not wanted or any(
        weapon.form.category in wanted for weapon in sheet.weapons if clause.first <= weapon.first < clause.end
    )


def _as_denied(sheet: Sheet, trigger: Trigger, denials: Sequence[SpeechAt]) -> Trigger:
    """An act that a speaker says did not happen is denied; "denied responsibility for the attack" leaves the attack."""
    for saying in denials:
        responsibility = saying.cue and sheet.lexicon.responsibility.at(sheet.tokens, saying.cue.first)
        definite = not trigger.verb and sheet.lower(trigger.first - 1) in sheet.lexicon.determiners
        inside = saying.content.first <= trigger.first < saying.content.end
        if inside and saying.cue and not responsibility and not definite and trigger.first - saying.cue.end <= 12:
            return trigger._replace(modality="denied", modality_at=saying.cue)
    return trigger


def _by_reality(triggers: Sequence[Trigger]) -> Iterator[tuple[Trigger, ...]]:
    """Yield the acts that took place or were tried, those only threatened, planned or supposed, those denied."""
    announced = [trigger for trigger in triggers if trigger.modality in {"threatened", "planned"}]
    supposed = [trigger for trigger in triggers if trigger.modality == "hypothetical"]
    denied = [trigger for trigger in triggers if trigger.modality == "denied"]
    real = [trigger for trigger in triggers if trigger not in (*announced, *supposed, *denied)]
    for group in (real, announced, supposed, denied):
        if group:
            yield tuple(sorted(group, key=lambda trigger: (-_weight(trigger), trigger.first)))


def _telling(
    sheet: Sheet,
    number: int,
    clause: TokenRange,
    ordered: tuple[Trigger, ...],
    parties: Sequence[PartyAt],
    sources: Sequence[TokenRange],
    times: tuple[TimeAt, ...],
) -> Telling:
    arguments = arguments_of(sheet, clause, ordered, parties, sources)
    arguments = replace(
        arguments, perpetrators=(*arguments.perpetrators, *_identified(sheet, clause, arguments, parties))
    )
    claimed = any(
        found.payload == "claims" for found in sheet.lexicon.responsibility.find(sheet.tokens, clause.first, clause.end)
    )
    if claimed or (ordered[0].modality in UNREAL and not arguments.perpetrators):
        arguments = replace(arguments, perpetrators=(*arguments.perpetrators, *_speaking(parties, sources)))
    return Telling(
        sentence=number,
        clause=clause,
        triggers=ordered,
        arguments=arguments,
        weapons=tuple(weapon for weapon in sheet.weapons if clause.first <= weapon.first < clause.end),
        places=(),
        times=times,
        definite=_starts_with(sheet, ordered[0], "definite"),
        novel=_is_novel(sheet, clause, ordered[0], times),
        campaign=_is_campaign(sheet, ordered[0], clause, times),
    )


def _is_novel(sheet: Sheet, clause: TokenRange, main: Trigger, times: Sequence[TimeAt]) -> bool:
    """Tell whether words set an act apart from the one before: "another", "meanwhile", "a day later", a semicolon."""
    if sheet.lower(clause.first) == ";" or any(time.mention.expression.kind == "reference" for time in times):
        return True
    return next(sheet.lexicon.context("novelty").find(sheet.tokens, clause.first, main.end), None) is not None


def _identified(sheet: Sheet, clause: TokenRange, arguments: Arguments, parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Return the listed actor that a clause says its unnamed doers are ("men identified as fighters of X")."""
    if not arguments.perpetrators or any(party.named.actor for party in arguments.perpetrators):
        return []
    first = arguments.perpetrators[0].end
    for found in sheet.lexicon.identified_as.find(sheet.tokens, first, min(first + 12, clause.end)):
        named = [party for party in parties if found.end <= party.first <= found.end + 5 and party.actor]
        if named:
            return named[:1]
    return []


def _speaking(parties: Sequence[PartyAt], sources: Sequence[TokenRange]) -> list[PartyAt]:
    """Return the armed parties among those who speak: who claims a deed did it, as far as that speaker says."""
    return [
        party
        for party in parties
        if any(source.first <= party.first < source.end for source in sources) and (party.armed or party.actor)
    ]


def _weight(trigger: Trigger) -> int:
    strength = {"strong": 200, "weak": 100, "echo": 0}[trigger.act.strength]
    return strength + trigger.act.settles


def _clauses(sheet: Sheet, sentence: TokenRange, triggers: Sequence[Trigger], cues: frozenset[int]) -> list[TokenRange]:
    """Cut a sentence at clause words, and at cues after a comma, that have an act on both sides."""
    borders = [sentence.first]
    for position in range(sentence.first + 1, sentence.end):
        lower = sheet.lower(position)
        is_border = (
            lower in _CLAUSE_WORDS
            or (position in cues and sheet.lower(position - 1) == ",")
            or (lower == "and" and sheet.lower(position + 1) == "that")
            or (lower == "and" and _new_scene(sheet, sentence, position, triggers))
            or (lower == "and" and sheet.lower(position - 1) == "," and _new_subject(sheet, position + 1, triggers))
        )
        if not is_border:
            continue
        before = any(borders[-1] <= trigger.first < position for trigger in triggers)
        after = lower == ";" or any(position < trigger.first < sentence.end for trigger in triggers)
        if before and after and not _in_time_range(sheet, position):
            borders.append(position)
    return [TokenRange(first, end) for first, end in zip(borders, [*borders[1:], sentence.end], strict=True)]


def _new_scene(sheet: Sheet, sentence: TokenRange, joint: int, triggers: Sequence[Trigger]) -> bool:
    """Tell whether a joined verb has a place and time of its own: "killed five in A on Sunday and held two in B …"."""
    if not any(trigger.verb and trigger.first == joint + 1 for trigger in triggers):
        return False
    places = [
        place.first for place in sheet.places if sentence.first <= place.first < sentence.end and place.is_literal
    ]
    times = [time.first for time in sheet.times if sentence.first <= time.first < sentence.end]
    return all(min(found) < joint < max(found) for found in (places, times) if found) and bool(places and times)


def _in_time_range(sheet: Sheet, position: int) -> bool:
    return any(time.first <= position < time.end for time in sheet.times)


def _new_subject(sheet: Sheet, position: int, triggers: Sequence[Trigger]) -> bool:
    """Tell whether a noun phrase with a verb of its own follows: ", and a bomb exploded in …"."""
    if sheet.lower(position) not in sheet.lexicon.determiners | {
        "gunmen",
        "militants",
        "police",
        "troops",
        "soldiers",
        "in",
    }:
        return False
    return any(trigger.verb and position < trigger.first <= position + 8 for trigger in triggers)


def _places(sheet: Sheet, clause: TokenRange, sources: Sequence[TokenRange]) -> tuple[PlaceAt, ...]:
    return tuple(
        place
        for place in sheet.places
        if clause.first <= place.first < clause.end
        and place.is_literal
        and not any(source.first <= place.first < source.end for source in sources)
        and place.first >= dateline_end(sheet, sheet.sentence_of(place.first))
    )


def dateline_end(sheet: Sheet, sentence: int) -> int:
    """Return where the line that says where and when a story was filed ends ("BAIDOA, Somalia, May 14 (Wire) - ").

    It opens a paragraph with a place or a word in capitals and ends with a dash, or with an agency in brackets.
    """
    first, end = sheet.sentences[sentence]
    opens_with_place = any(place.first == first for place in sheet.places)
    if not (opens_with_place or sheet.tokens[first].text.isupper()):
        return first
    for position in range(first + 1, min(first + 16, end)):
        spaced = sheet.tokens[position - 1].end < sheet.tokens[position].start
        if sheet.lower(position) in {"—", "–", "-"} and spaced:
            return position + 1
    if sheet.lower(first + 1) == "(" or (
        sheet.lower(first + 1) == "," and "(" in sheet.words(first, min(first + 8, end))
    ):
        closing = next((p for p in range(first, min(first + 12, end)) if sheet.lower(p) == ")"), None)
        return first if closing is None else closing + 1
    return first


def _times(sheet: Sheet, clause: TokenRange, cue_ends: Sequence[int], triggers: Sequence[Trigger]) -> Iterator[TimeAt]:
    """Yield the times of the act: not those of the dateline, of what is to come, or at which somebody spoke."""
    dateline = dateline_end(sheet, sheet.sentence_of(clause.first))
    for time in sheet.times:
        if not clause.first <= time.first < clause.end or time.first < dateline:
            continue
        if time.mention.expression.future and not any(trigger.modality in UNREAL for trigger in triggers):
            continue
        cue_before = max((end for end in cue_ends if end <= time.first), default=None)
        between = range(cue_before, time.first) if cue_before is not None else range(0)
        if cue_before is None or not _belongs_to_cue(sheet, between, triggers):
            yield time


def _belongs_to_cue(sheet: Sheet, between: range, triggers: Sequence[Trigger]) -> bool:
    """Tell whether a time says when somebody spoke: right after the cue, or after the quotation that it opens."""
    words = [sheet.lower(position) for position in between]
    acts = [trigger.first for trigger in triggers if trigger.first in between]
    if acts:
        closing = [position for position in between if sheet.lower(position) in {"”", '"', "»"}]
        return bool(closing) and closing[-1] > acts[-1] and len(between) - (closing[-1] - between[0]) <= 3
    return len(words) <= 6 and "that" not in words


def _starts_with(sheet: Sheet, trigger: Trigger, name: str) -> bool:
    """Tell whether a noun of an act has a word of list `name` before it, with at most three modifiers between."""
    if trigger.verb:
        return False
    floor = max(trigger.first - 4, sheet.sentences[sheet.sentence_of(trigger.first)].first)
    for position in range(trigger.first - 1, floor - 1, -1):
        lower = sheet.lower(position)
        if name == "definite" and sheet.lexicon.context("novelty").at(sheet.tokens, position, trigger.first):
            # "the third attack" is not the one told before.
            return False
        if sheet.lexicon.context(name).at(sheet.tokens, position, trigger.first):
            return True
        if lower in sheet.lexicon.prepositions or not lower[:1].isalpha():
            return False
    return False


def _is_campaign(sheet: Sheet, trigger: Trigger, clause: TokenRange, times: Sequence[TimeAt]) -> bool:
    """Tell whether acts over time are meant: "constant attacks", "have attacked since October"."""
    floor = max(trigger.first - 5, clause.first)
    if any(True for _ in sheet.lexicon.context("campaign").find(sheet.tokens, floor, trigger.first)):
        return True
    after = sheet.lexicon.context("campaign_after").find(sheet.tokens, trigger.end, min(trigger.end + 10, clause.end))
    if next(after, None):
        return True
    return any(_runs_on(time.mention.expression) for time in times)


def _runs_on(expression: TimeExpression) -> bool:
    """Tell whether a time is a long one: "since October", not "since dawn on Thursday"."""
    if expression.kind == "since":
        return expression.first is None or expression.first.kind not in {"weekday", "day", "clock"}
    return expression.kind in {"duration", "recent"}
