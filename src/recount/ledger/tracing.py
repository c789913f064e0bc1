"""Walks from a coded figure back to the words, to who said them, to the article and to how it came here."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from recount.errors import BadArgument, UnknownId
from recount.ledger.casebook import Ledger
from recount.ledger.deciding import decisions_about, find
from recount.ledger.looking import article_of_coding, codings_of, made_by, record_at, sources_of
from recount.nouns import Article, Count, Party, Record, Report, Span, Stated, Statement, Tally
from recount.nouns.wording import (
    bounds_in_words,
    count_in_words,
    party_in_words,
    place_in_words,
    precision_of_place,
    precision_of_time,
    speaker_in_words,
    when_in_words,
)

__all__ = ["FIELDS", "Quote", "Trace", "Traced", "trace"]

EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
FIELDS = (
    "event_type", "sub_event_type", "modality", "when", "where", "perpetrators", "targets", "weapons", "casualties",
    "munitions", "responsibility", *EFFECTS,
)  # fmt: skip
"""Fields of a report that can be asked for."""


class Quote(NamedTuple):
    """Words that a value rests on, with their sentence."""

    start: int
    end: int
    words: str
    sentence: str


class Traced(NamedTuple):
    """One value of the field, as one report holds it."""

    value: str
    rule: str | None
    """What made the value of the words; None where they are the value."""
    method: str
    quotes: tuple[Quote, ...]
    said_by: tuple[dict[str, Any], ...]
    """Statements that hold its words: id, speaker, kind, stance, cue, content."""


class Trace(NamedTuple):
    """The way back from a field of a report or tally."""

    id: str
    field: str
    values: tuple[Traced, ...]
    """Rival values side by side; empty where the article does not say."""
    disagreements: tuple[dict[str, Any], ...]
    decisions: tuple[dict[str, Any], ...]
    article: dict[str, Any]
    sources: tuple[dict[str, Any], ...]
    """Where the article was found, with the SHA-256 of the bytes."""
    row: dict[str, Any]
    """seq and hash of the row in the chain."""
    coding: dict[str, Any]
    """Method with its version and digests, run, who ran it and when."""
    other_codings: tuple[dict[str, Any], ...]
    """What other methods made of the same field, newest first."""


def trace(ledger: Ledger, id_: str, field: str) -> Trace:
    """Return the way back from a field of a report or tally.

    Raises:
        UnknownId: the casebook holds no such report or tally.
        BadArgument: no such field.
    """
    table, row = find(ledger, id_)
    if table not in ("report", "tally"):
        raise BadArgument(f"{id_} is no report and no tally. `recount show` shows what it is.")
    if table == "report" and field not in FIELDS:
        raise BadArgument(f"A report has no field {field!r}. Ask for one of {', '.join(FIELDS)}.")
    article = int(article_of_coding(ledger, row["coding"]) or 0)
    codings = list(codings_of(ledger, article))[::-1]
    records = [(coding, record_at(ledger, coding)) for coding in codings]
    told = [(coding, record, noun) for coding, record in records if record and (noun := _noun(record, id_))]
    if not told:
        raise UnknownId(f"The content of {id_} was redacted: row {row['seq']} keeps its hash and the reason only.")
    coding, record, noun = told[0]
    made = {one["coding"]: one for one in made_by(ledger, article)}
    return Trace(
        id=id_,
        field=field,
        values=tuple(_values(record, noun, field)),
        disagreements=tuple(_disagreements(noun, field)),
        decisions=tuple(one for one in decisions_about(ledger, id_) if one["field"] in (None, field)),
        article=_about(record.article),
        sources=tuple(_found(one) for one in sources_of(ledger, article)),
        row={"seq": row["seq"], "hash": row["hash"].hex()},
        coding=made[coding["seq"]],
        other_codings=tuple(
            {**made[other["seq"]], "values": [one.value for one in _values(record, noun, field)]}
            for other, record, noun in told[1:]
        ),
    )


def _noun(record: Record, id_: str) -> Report | Tally | None:
    nouns: list[Report | Tally] = [*record.reports, *record.tallies]
    return next((one for one in nouns if one.id == id_), None)


def _values(record: Record, noun: Report | Tally, field: str) -> Iterator[Traced]:
    for value, rule, method, spans in _stated(noun, field):
        quotes = tuple(_quote(record.article, span) for span in spans)
        said = tuple(_said(one, record.article) for one in record.statements if _holds(one, noun.id, spans))
        yield Traced(value, rule, method, quotes, said)


def _stated(noun: Report | Tally, field: str) -> Iterator[tuple[str, str | None, str, Sequence[Span]]]:
    """Yield value, rule, method and spans of everything that the noun states for a field."""
    if isinstance(noun, Tally):
        yield f"{bounds_in_words(noun.low, noun.best, noun.high)} {noun.measure}", noun.rule, noun.method, noun.spans
    elif field in ("event_type", "sub_event_type", "modality"):
        yield from _codes(noun, field)
    elif field == "when":
        if noun.when.basis != "none":
            yield (
                when_in_words(noun.when),
                f"{precision_of_time(noun.when)} ({noun.when.basis})",
                noun.when.method,
                noun.when.spans,
            )
    elif field == "where":
        if noun.where.name:
            yield (
                place_in_words(noun.where),
                f"{precision_of_place(noun.where)} ({noun.where.basis})",
                noun.where.method,
                noun.where.spans,
            )
    elif field == "responsibility":
        for word in noun.responsibility:
            yield f"{word.party}: {word.how}", None, noun.method, word.spans
    else:
        for one in _listed(noun, field):
            yield _shown(one), one.rule if isinstance(one, Count) else None, one.method, one.spans


def _listed(noun: Report, field: str) -> Sequence[Stated]:
    if field in EFFECTS:
        return [one for one in noun.casualties if one.effect == field]
    return getattr(noun, field)  # type: ignore[no-any-return]


def _codes(noun: Report, field: str) -> Iterator[tuple[str, str | None, str, Sequence[Span]]]:
    value = getattr(noun, field)
    if value is None:
        return
    fields = ("event_type", "sub_event_type") if field != "modality" else ("modality",)
    found = [one for one in noun.evidence if one.field in fields]
    for one in found:
        yield value, f"{one.value}: {one.rule}", one.method, one.spans
    if not found:
        yield value, None, noun.method, noun.spans[:1]


def _shown(one: Stated) -> str:
    if isinstance(one, Count):
        return count_in_words(one)
    return f"{one.name} ({party_in_words(one)})" if isinstance(one, Party) else str(getattr(one, "name", ""))


def _quote(article: Article, span: Span) -> Quote:
    sentence = next((one.span.quote for one in article.sentences if one.span.overlaps(span)), span.quote)
    return Quote(span.start, span.end, span.quote, " ".join(sentence.split()))


def _holds(statement: Statement, about: str, spans: Sequence[Span]) -> bool:
    return about in statement.about and any(
        content.overlaps(span) for content in statement.spans.content for span in spans
    )


def _said(statement: Statement, article: Article) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "speaker": speaker_in_words(speaker, article),
        "role": speaker.role,
        "side": speaker.side,
        "kind": speaker.kind,
        "via": statement.via,
        "stance": statement.stance,
        "cue": statement.cue,
        "content": " … ".join(span.quote for span in statement.spans.content),
    }


def _disagreements(noun: Report | Tally, field: str) -> Iterator[dict[str, Any]]:
    for one in noun.disagreements if isinstance(noun, Report) else ():
        if field in one.field.split("."):
            yield one.model_dump(mode="json")


def _about(article: Article) -> dict[str, Any]:
    return article.model_dump(mode="json", include={"id", "title", "outlet", "url", "author", "published"})


def _found(source: dict[str, Any]) -> dict[str, Any]:
    kept = {name: source[name] for name in ("source", "place", "how", "at", "by", "size", "media_type")}
    return {**kept, "sha256": source["sha256"].hex()}
