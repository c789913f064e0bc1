"""WikiEvents and RAMS in their own formats: words, triggers, and arguments with their roles.

WikiEvents comes in two forms. The one of its authors ("text", "entity_mentions": Li, Ji and Han 2021,
"Document-Level Event Argument Extraction by Conditional Generation") gives every argument by offsets. A training
file in circulation ("docid", "start_idx") gives arguments as text alone, types to the second level only, and has
lost the last letter of words that end in a double one ("kil"). Both are read.
RAMS: Ebner et al. 2020, "Multi-Sentence Argument Linking".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from pydantic import BaseModel

from recount.evaluation.json_lines import NumberedLine, bad_line, read_lines

__all__ = ["Corpus", "EventCase", "GoldEvent", "Words", "read_rams", "read_wikievents"]

Corpus = Literal["wikievents", "rams"]
Words = tuple[int, int]
"""A half-open range of a case's words."""

_NEEDED_WIKIEVENTS = (
    'Each line of WikiEvents is {"doc_id": …, "tokens": […], "entity_mentions": […], "event_mentions": '
    '[{"event_type": …, "trigger": {"start": …, "end": …}, "arguments": [{"entity_id": …, "role": …}]}]}.'
)
_NEEDED_RAMS = (
    'Each line of RAMS is {"doc_key": …, "sentences": [[…]], "evt_triggers": [[first, last, [[type, 1.0]]]], '
    '"gold_evt_links": [[[first, last], [first, last], role], …]}.'
)
_RAMS_ROLE = re.compile(r"evt\d+arg\d+")


class GoldEvent(NamedTuple):
    """An event as annotated."""

    trigger: Words
    type: str
    arguments: frozenset[tuple[int, int, str]]
    """First word, the word after the last, and role."""


class EventCase(NamedTuple):
    """A text and its events. Events of one trigger and type are one, with the arguments of all."""

    name: str
    words: tuple[str, ...]
    events: tuple[GoldEvent, ...]
    events_left_out: int = 0
    """Events whose trigger has no place in the text."""
    arguments_left_out: int = 0
    """Arguments whose words are not in the text."""

    @property
    def text(self) -> str:
        """The words joined by blanks; offsets for and from readers are into this text."""
        return " ".join(self.words)

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Where each word stands in the text, half-open."""
        ends = accumulate(self.words, lambda end, word: end + 1 + len(word), initial=-1)
        return [(end - len(word), end) for word, end in zip(self.words, list(ends)[1:], strict=True)]


class _Trigger(BaseModel):
    start: int
    end: int


class _Argument(BaseModel):
    entity_id: str
    role: str


class _Event(BaseModel):
    event_type: str
    trigger: _Trigger
    arguments: list[_Argument]


class _Mention(BaseModel):
    id: str
    start: int
    end: int


class _Article(BaseModel):
    doc_id: str
    tokens: list[str]
    entity_mentions: list[_Mention]
    event_mentions: list[_Event]


class _TextTrigger(BaseModel):
    start_idx: int
    end_idx: int


class _TextArgument(BaseModel):
    role: str
    text: str


class _TextEvent(BaseModel):
    event_type: str
    trigger: _TextTrigger
    arguments: list[_TextArgument]


class _TextArticle(BaseModel):
    docid: str
    tokens: list[str]
    event_mentions: list[_TextEvent]


class _Window(BaseModel):
    doc_key: str
    sentences: list[list[str]]
    evt_triggers: list[tuple[int, int, list[tuple[str, float]]]]
    gold_evt_links: list[tuple[tuple[int, int], tuple[int, int], str]]


def read_wikievents(text: str, *, source: str) -> list[EventCase]:
    """Read WikiEvents in the form of its authors, or that of the training file without offsets of arguments.

    Raises:
        BadCorpus: a line is in neither form, or names a word or mention that it does not hold.
    """
    if '"docid"' in text.split("\n", 1)[0]:
        articles = read_lines(text, _TextArticle, source=source, needed=_NEEDED_WIKIEVENTS)
        return [_case_without_offsets(line, article) for line, article in articles]
    return [
        _case_of_article(line, article)
        for line, article in read_lines(text, _Article, source=source, needed=_NEEDED_WIKIEVENTS)
    ]


def read_rams(text: str, *, source: str) -> list[EventCase]:
    """Read RAMS: windows of five sentences, one annotated event each; words are counted over the window.

    Roles lose the numbers of event and argument, as in the published scorer: "evt089arg01victim" is "victim".

    Raises:
        BadCorpus: a line is not in this format, or names a word that it does not hold.
    """
    return [
        _case_of_window(line, window) for line, window in read_lines(text, _Window, source=source, needed=_NEEDED_RAMS)
    ]


def _case_of_article(line: NumberedLine, article: _Article) -> EventCase:
    mentions = {mention.id: (mention.start, mention.end) for mention in article.entity_mentions}
    events: list[GoldEvent] = []
    for event in article.event_mentions:
        missing = [each.entity_id for each in event.arguments if each.entity_id not in mentions]
        if missing:
            raise bad_line(line, f"no entity mention {missing[0]}", _NEEDED_WIKIEVENTS)
        trigger = (event.trigger.start, event.trigger.end)
        arguments = frozenset((*mentions[each.entity_id], each.role) for each in event.arguments)
        events.append(GoldEvent(trigger, event.event_type, arguments))
    _check(line, events, len(article.tokens), _NEEDED_WIKIEVENTS)
    return EventCase(article.doc_id, tuple(article.tokens), _merged(events))


def _case_without_offsets(line: NumberedLine, article: _TextArticle) -> EventCase:
    events: list[GoldEvent] = []
    lost_events = lost_arguments = 0
    for event in article.event_mentions:
        trigger = (event.trigger.start_idx, event.trigger.end_idx)
        if trigger[0] == trigger[1]:
            lost_events += 1
            continue
        arguments = set()
        for argument in event.arguments:
            place = _nearest(argument.text.split(), article.tokens, trigger)
            if place is None:
                lost_arguments += 1
            else:
                arguments.add((*place, argument.role))
        events.append(GoldEvent(trigger, event.event_type, frozenset(arguments)))
    _check(line, events, len(article.tokens), _NEEDED_WIKIEVENTS)
    return EventCase(article.docid, tuple(article.tokens), _merged(events), lost_events, lost_arguments)


def _case_of_window(line: NumberedLine, window: _Window) -> EventCase:
    words = tuple(word for sentence in window.sentences for word in sentence)
    events: list[GoldEvent] = []
    for first, last, types in window.evt_triggers:
        arguments = frozenset(
            (start, end + 1, _RAMS_ROLE.sub("", role))
            for trigger, (start, end), role in window.gold_evt_links
            if trigger == (first, last)
        )
        events.extend(GoldEvent((first, last + 1), name, arguments) for name, _ in types)
    _check(line, events, len(words), _NEEDED_RAMS)
    return EventCase(window.doc_key, words, _merged(events))


def _merged(events: Iterable[GoldEvent]) -> tuple[GoldEvent, ...]:
    """Join events of one trigger and type; in the order of their triggers."""
    merged: dict[tuple[Words, str], GoldEvent] = {}
    for event in events:
        other = merged.get((event.trigger, event.type))
        arguments = event.arguments | (other.arguments if other else frozenset())
        merged[event.trigger, event.type] = event._replace(arguments=arguments)
    return tuple(merged[key] for key in sorted(merged))


def _check(line: NumberedLine, events: Iterable[GoldEvent], n_words: int, needed: str) -> None:
    for event in events:
        for start, end in (event.trigger, *((start, end) for start, end, _ in event.arguments)):
            if not 0 <= start < end <= n_words:
                raise bad_line(line, f"words {start} to {end} of {n_words} do not exist", needed)


def _nearest(argument: Sequence[str], words: Sequence[str], trigger: Words) -> Words | None:
    """Return where the argument stands nearest to the trigger; the first of two as near.

    Source of the rule: the preparation published with WikiEvents, which finds generated arguments so.
    """
    places = list(_places(argument, words)) if argument else []
    return min(places, key=lambda place: max(trigger[0] - place[1], place[0] - trigger[1]), default=None)


def _places(argument: Sequence[str], words: Sequence[str]) -> Iterator[Words]:
    n = len(argument)
    for start in range(len(words) - n + 1):
        if not words[start].startswith(argument[0]):
            continue
        here = words[start : start + n]
        if list(here[:-1]) == list(argument[:-1]) and _doubled(argument[-1], here[-1]):
            yield start, start + n


def _doubled(written: str, word: str) -> bool:
    """Tell whether a word is the one written, or that with its last letter repeated ("Campbel", "Campbell")."""
    return word == written or (word.startswith(written) and set(word[len(written) :]) == {written[-1]})
