"""Sayings become statements: who says so, as what, of which reports and fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recount.encoder import Judges
from recount.extraction.sheet import Sheet
from recount.extraction.speakers import Voice, voice_of
from recount.extraction.speech import SpeechAt
from recount.extraction.statement_clues import (
    about_clues,
    kind_clues,
    overlap,
    plain_name,
    spoken_of_before,
    stance_by_rules,
    stance_clues,
    telling_spans,
)
from recount.nouns import (
    Report,
    Span,
    Stance,
    Statement,
    StatementSpans,
    Tally,
    spans_in,
    statement_id,
)

__all__ = ["statements_of"]

_METHOD = "statements.rules/1"
# The chance from which on a saying is held to speak of a report, and that of the likeliest one where none reaches it.
# Swept on corpus/dev: 0.4 and 0.25 tie 86 % of the sayings to a right report, 0.5 alone 71 %.
_LEAST_ABOUT, _LEAST_ALONE = 0.4, 0.25
_FIELDS = ("when", "where", "perpetrators", "targets", "weapons", "casualties", "munitions")


def statements_of(
    sheet: Sheet,
    speech: Sequence[SpeechAt],
    reports: Sequence[Report],
    tallies: Sequence[Tally],
    judges: Judges | None = None,
) -> tuple[Statement, ...]:
    """Return one statement for each saying, in order; with `judges`, these decide on stances, kinds and happenings."""
    voices: list[Voice] = []
    statements: list[Statement] = []
    for position, saying in enumerate(speech):
        voice = voice_of(sheet, saying, voices, speech[:position])
        voices.append(voice)
        contents = tuple(sheet.span(*piece) for piece in (saying.content, *saying.further))
        counted = [tally for tally in tallies if overlap(contents, tally.spans)]
        if judges is None:
            told = _told_by_rules(sheet, saying, contents, reports, counted)
            stance = stance_by_rules(saying, voice, contents, told)
        else:
            told = _told_by_judges(sheet, saying, voice, reports, statements, judges)
            judged = _with_kind(sheet, saying, voice, judges)
            clues = stance_clues(sheet, saying, voice, judged.speaker.kind, told, counted)
            stance, voice = _likeliest(judges.stance.chances(clues)), judged
        statement = _statement(sheet, saying, voice, contents, stance, told, counted)
        if all(statement.id != other.id for other in statements):
            statements.append(statement)
    return tuple(_joined(statements))


def _statement(
    sheet: Sheet,
    saying: SpeechAt,
    voice: Voice,
    contents: tuple[Span, ...],
    stance: Stance,
    told: Sequence[Report],
    counted: Sequence[Tally],
) -> Statement:
    cue = sheet.span(*saying.cue) if saying.cue else None
    return Statement(
        id=statement_id(sheet.article.id, contents[0], cue),
        speaker=voice.speaker,
        via=voice.via,
        cue=cue.quote if cue else None,
        stance=stance,
        about=tuple([report.id for report in told] + [tally.id for tally in counted]),
        fields=tuple(dict.fromkeys(_fields(contents, told))),
        spans=StatementSpans(
            source=(voice.source,) if voice.source else (),
            cue=(cue,) if cue else (),
            content=contents,
        ),
        method=_METHOD,
    )


def _told_by_judges(
    sheet: Sheet,
    saying: SpeechAt,
    voice: Voice,
    reports: Sequence[Report],
    before: Sequence[Statement],
    judges: Judges,
) -> list[Report]:
    """Return the reports that a saying most likely speaks of; in order."""
    went_on = spoken_of_before(sheet, saying, voice, before)
    chances = [
        judges.about.chances(about_clues(sheet, saying, voice, report, reports, went_on))["yes"] for report in reports
    ]
    surest = max(chances, default=0.0)
    # A sentence of a party's own text is a statement only if it surely tells of something.
    alone = _LEAST_ALONE if saying.cue else _LEAST_ABOUT
    least = _LEAST_ABOUT if surest >= _LEAST_ABOUT else max(surest, alone)
    return [report for report, chance in zip(reports, chances, strict=True) if chance >= least]


def _with_kind(sheet: Sheet, saying: SpeechAt, voice: Voice, judges: Judges) -> Voice:
    """Return the voice with the likeliest kind of speaker; the outlet's own voice stays that."""
    if voice.speaker.name is None:
        return voice
    kind = _likeliest(judges.speaker_kind.chances(kind_clues(sheet, saying, voice)))
    return voice._replace(speaker=voice.speaker.model_copy(update={"kind": kind}))


def _likeliest(chances: Mapping[str, float]) -> Any:
    """Return one of the codes that the judges were trained with, which are those of the record."""
    return max(chances, key=lambda code: chances[code])


def _joined(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Join what a text's own author says of one happening in sentences that follow each other.

    Of the sentences of a party's own text, those that tell of nothing are no statements.
    """
    last: Statement | None = None
    for statement in statements:
        own = statement.cue is None
        if own and not statement.about:
            continue
        if last is not None:
            goes_on = own and last.cue is None and (last.speaker, last.about) == (statement.speaker, statement.about)
            if goes_on:
                last = _with_more(last, statement)
                continue
            yield last
        last = statement
    if last is not None:
        yield last


def _with_more(one: Statement, other: Statement) -> Statement:
    spans = one.spans.model_copy(update={"content": (*one.spans.content, *other.spans.content)})
    fields = tuple(dict.fromkeys((*one.fields, *other.fields)))
    return one.model_copy(update={"spans": spans, "fields": fields})


def _told_by_rules(
    sheet: Sheet, saying: SpeechAt, contents: Sequence[Span], reports: Sequence[Report], counted: Sequence[Tally]
) -> list[Report]:
    told = [report for report in reports if overlap(contents, telling_spans(report))]
    if not told and saying.stance == "accuses":
        told = [report for report in reports if overlap(contents, spans_in(report.perpetrators))]
    return told or ([] if counted else _told_beside(sheet, saying, reports) or _on_its_doers(sheet, saying, reports))


def _told_beside(sheet: Sheet, saying: SpeechAt, reports: Sequence[Report]) -> list[Report]:
    """Return the happening told just before that a saying without an act of its own speaks of.

    So does a quotation right after it in its paragraph, and a denial or a charge up to three sentences on.
    """
    answers = saying.stance in {"denies", "accuses", "confirms"} or bool(
        saying.cue and sheet.lexicon.responsibility.at(sheet.tokens, saying.cue.first)
    )
    for before in range(saying.sentence - 1, max(saying.sentence - (4 if answers else 2), -1), -1):
        same = sheet.paragraph_of(before) == sheet.paragraph_of(saying.sentence)
        if not (answers or (saying.quoted and same)):
            return []
        sentence = sheet.span(*sheet.sentences[before])
        told = [report for report in reports if any(sentence.overlaps(span) for span in report.spans)]
        if told:
            return told
    return []


def _on_its_doers(sheet: Sheet, saying: SpeechAt, reports: Sequence[Report]) -> list[Report]:
    """Return the happening told up to two sentences before, in the paragraph, whose party a saying speaks of."""
    content = saying.content
    named = {plain_name(item.actor.name) for item in sheet.actors if content.first <= item.first < content.end}
    named |= {
        plain_name(sheet.words(item.first, item.end))
        for item in sheet.actors
        if content.first <= item.first < content.end
    }
    doers = any(
        found.payload[0].group_kind == "perpetrator"
        for found in sheet.lexicon.people.find(sheet.tokens, content.first, content.end)
    )
    for before in range(saying.sentence - 1, max(saying.sentence - 3, -1), -1):
        if sheet.paragraph_of(before) != sheet.paragraph_of(saying.sentence):
            return []
        sentence = sheet.span(*sheet.sentences[before])
        for report in reports:
            parties = [plain_name(party.name) for party in (*report.perpetrators, *report.targets)]
            if any(sentence.overlaps(span) for span in report.spans) and (
                doers or any(name in party or party in name for name in named for party in parties)
            ):
                return [report]
    return []


def _fields(contents: Sequence[Span], reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        for name in _FIELDS:
            if overlap(contents, spans_in(getattr(report, name))):
                yield name
