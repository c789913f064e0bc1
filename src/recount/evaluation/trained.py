"""The trained model's answers in the terms of the public corpora it is measured on."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from recount.encoder import Encoder, Scores, WordSpan, spans_of
from recount.errors import MissingHead
from recount.nouns.labels import MUC_ROLES, Argument, Entity, MucTemplate, PredictedEvent, Trigger

__all__ = ["TrainedPredictor"]

_EXPLOSION = re.compile(r"(?i)(?:car |suicide )?(?:bomb|explo|blast|detonat|blew|blow|went off|ied\b)")
_MOST = 3
"""Entities of one role in one article: MUC's keys hold 1.5 on the mean where they hold one."""
_TYPE_SETS = {"satp_relevant": "satp", "insightCrime": "insightcrime"}


class TrainedPredictor:
    """Answers for the corpora of `recount evaluate muc|wikievents|rams|entities|types`."""

    def __init__(self, encoder: Encoder) -> None:
        """Answer with `encoder`, at the thresholds that its file gives for each corpus."""
        self._encoder = encoder
        self._corpora: Mapping[str, Any] = encoder.card.get("corpora", {})

    def templates(self, text: str) -> list[MucTemplate]:
        """Return one template for an article that tells of an incident, with all its roles' fillers."""
        scores = self._encoder.read(text)
        chosen = self._corpora.get("muc", {})
        chances = {label: scores.text("muc", label) for label in self._encoder.heads.texts["muc"]}
        kind = max(chances, key=lambda label: chances[label])
        if scores.text("relevance", "conflict") < chosen.get("relevance", 0.5):
            return []
        roles = {}
        for role in MUC_ROLES:
            spans = scores.spans("muc", role, threshold=chosen.get(role, 0.5))
            likeliest = _distinct(text, scores, spans)[: chosen.get("most", _MOST)]
            roles[role] = tuple((mention,) for mention in likeliest)
        return [MucTemplate(kind, roles)]

    def events(self, text: str, triggers: Sequence[Trigger] | None, *, corpus: str) -> list[PredictedEvent]:
        """Return the events of a text; with `triggers` given, one for each."""
        scores = self._encoder.read(text)
        if triggers is None:
            triggers = self._triggers(text, scores, corpus)
        ranges = [_words_of(scores, trigger.start, trigger.end) for trigger in triggers]
        chances = scores.arguments("events", ranges)
        chosen = self._corpora.get("wikievents", {})
        roles = self._encoder.heads.arguments["events"]
        allowed: Mapping[str, Sequence[str]] = self._encoder.card.get("event_roles", {})
        found = []
        for number, trigger in enumerate(triggers):
            names = {name.lower() for name in allowed.get(_two_levels(trigger.type), roles)}
            arguments = []
            for i, role in enumerate(roles):
                if role.lower() not in names:
                    continue
                for span in spans_of(chances[number, :, i], chosen.get("argument", 0.5)):
                    start, end = _characters(scores, span)
                    arguments.append(Argument(start, end, role if corpus == "wikievents" else role.lower()))
            found.append(PredictedEvent(trigger, tuple(arguments)))
        return found

    def entities(self, text: str) -> list[Entity]:
        """Return the entities of a text by re3d's types."""
        scores = self._encoder.read(text)
        thresholds = self._corpora.get("entities", {})
        return [
            Entity(*_characters(scores, span), label)
            for label in self._encoder.heads.tags["entities"]
            for span in scores.spans("entities", label, threshold=thresholds.get(label, 0.5))
        ]

    def labels(self, text: str, *, corpus: str) -> set[str]:
        """Return the labels of a text.

        Raises:
            MissingHead: the model has not learnt this corpus.
        """
        head = _TYPE_SETS.get(corpus)
        if head is None:
            raise MissingHead(f"The trained reader has learnt no types of {corpus}; it has {', '.join(_TYPE_SETS)}.")
        scores = self._encoder.read(text)
        least = self._corpora.get(corpus, {})
        return {label for label in self._encoder.heads.texts[head] if scores.text(head, label) >= least.get(label, 0.5)}

    def _triggers(self, text: str, scores: Scores, corpus: str) -> list[Trigger]:
        least = self._corpora.get("wikievents", {}).get("trigger", 0.5)
        found: list[Trigger] = []
        for kind in self._encoder.heads.tags["wikievents"]:
            for span in scores.spans("wikievents", kind, threshold=least):
                start, end = _characters(scores, span)
                found.append(Trigger(start, end, _full_type(kind, text[start:end], corpus)))
        return sorted(found)


def _full_type(kind: str, words: str, corpus: str) -> str:
    """Name a type's third level: the corpora mark explosions by words, and leave most others open."""
    if corpus == "rams":
        return f"{kind.lower()}.n/a"
    if kind == "Conflict.Attack" and _EXPLOSION.match(words):
        return f"{kind}.DetonateExplode"
    return "GenericCrime.GenericCrime.GenericCrime" if kind == "GenericCrime.GenericCrime" else f"{kind}.Unspecified"


def _two_levels(kind: str) -> str:
    return ".".join(kind.split(".")[:2])


def _words_of(scores: Scores, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, (first, last) in enumerate(scores.words) if first < end and start < last]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def _characters(scores: Scores, span: WordSpan) -> tuple[int, int]:
    return int(scores.words[span.first, 0]), int(scores.words[span.end - 1, 1])


def _distinct(text: str, scores: Scores, spans: Sequence[WordSpan]) -> list[str]:
    """Return one mention for each entity: of mentions that hold each other's words, the likeliest."""
    best: dict[str, float] = {}
    for span in spans:
        start, end = _characters(scores, span)
        mention = " ".join(text[start:end].split())
        best[mention] = max(best.get(mention, 0.0), span.score)
    kept: list[str] = []
    for mention in sorted(best, key=lambda each: (-best[each], each)):
        if not any(_same(mention, other) for other in kept):
            kept.append(mention)
    return kept


def _same(one: str, other: str) -> bool:
    """Tell whether one mention's words are among the other's, or are its initials."""
    ours, theirs = one.split(), other.split()
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return True
    initials = {
        "".join(word[0] for word in words if word not in {"of", "the", "for", "and"}) for words in (ours, theirs)
    }
    return one in initials or other in initials
