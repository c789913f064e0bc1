"""What every reader does last: who says what of its reports and tallies, what became of each sentence, notices."""

from collections.abc import Iterator, Sequence

from recount.encoder import Judges
from recount.extraction.apart import apart
from recount.extraction.group_kinds import with_group_kinds
from recount.extraction.loaded import notices_of_loaded_wording
from recount.extraction.other_calendars import notices_of_other_calendars
from recount.extraction.responsibility import Charge, charges_of, with_responsibility
from recount.extraction.rivals import disagreements_of
from recount.extraction.sheet import Sheet
from recount.extraction.speech import SpeechAt
from recount.extraction.statements import statements_of
from recount.extraction.statuses import sentences_of
from recount.extraction.tellings import Telling
from recount.extraction.uncoded import Chances, notices_of_uncoded_violence
from recount.extraction.wholes import with_wholes
from recount.nouns import Notice, Reading, Report, Statement, Tally
from recount.nouns.calendar import weekday_told

__all__ = ["round_off", "unread"]


def round_off(
    sheet: Sheet,
    speech: Sequence[SpeechAt],
    reports: tuple[Report, ...],
    tallies: tuple[Tally, ...],
    *,
    tellings: Sequence[Telling] = (),
    chances: Sequence[Chances] = (),
    judges: Judges | None = None,
) -> Reading:
    """Return the reading of an article whose reports and tallies are found.

    `tellings` are its clauses of acts; `chances`, where a network read it, those of each sentence's status; `judges`
    decide, where there are any, what each saying is and speaks of.
    """
    reports = tuple(with_group_kinds(sheet, with_wholes(sheet, report)) for report in apart(reports, tallies))
    statements = statements_of(sheet, speech, reports, tallies, judges)
    charges = charges_of(sheet, reports, tallies)
    reports = tuple(_with_statements(sheet, report, reports, statements, charges) for report in reports)
    tallies = tuple(tally.model_copy(update={"statements": _ids_about(tally.id, statements)}) for tally in tallies)
    sentences = sentences_of(sheet, reports, tallies, statements, tellings=tellings, chances=chances)
    return Reading(
        article=sheet.article.model_copy(update={"sentences": sentences}),
        reports=reports,
        tallies=tallies,
        statements=statements,
        notices=(
            *_notices(sheet),
            *_wrong_weekdays(sheet),
            *notices_of_other_calendars(sheet.article, sheet.codebook),
            *_unequal_sums(tallies),
            *notices_of_uncoded_violence(sheet, sentences, tellings, chances),
        ),
    )


def unread(sheet: Sheet) -> Reading:
    """Return the reading of a text in a language that is not read."""
    article = sheet.article
    notice = Notice(
        kind="unsupported language",
        message=f"The text is in {article.language!r}; only English is coded. Translate it, or keep it as it is.",
    )
    return Reading(article=article.model_copy(update={"sentences": sentences_of(sheet, (), (), ())}), notices=(notice,))


def _with_statements(
    sheet: Sheet, report: Report, reports: Sequence[Report], statements: Sequence[Statement], charges: Sequence[Charge]
) -> Report:
    about = [statement for statement in statements if report.id in statement.about]
    report = with_responsibility(sheet, report, reports, about, charges)
    return report.model_copy(
        update={
            "statements": tuple(statement.id for statement in about),
            "disagreements": disagreements_of(report, about),
        }
    )


def _ids_about(identity: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(statement.id for statement in statements if identity in statement.about)


def _wrong_weekdays(sheet: Sheet) -> Iterator[Notice]:
    """Yield each date of the text whose weekday is another than the one written beside it."""
    for first, end, mention in sheet.times:
        said = mention.expression
        days = said.resolve(sheet.article.published) if said.weekday is not None else None
        if days and days.earliest and said.weekday is not None and said.misnames(days.earliest):
            message = weekday_told(said.weekday, days.earliest)
            yield Notice(kind="contradicting date", message=message, spans=(sheet.span(first, end),))


def _unequal_sums(tallies: Sequence[Tally]) -> Iterator[Notice]:
    for tally in tallies:
        if tally.check and not tally.check.agrees:
            message = f"“{tally.spans[0].quote}”, but its parts add up to {tally.check.parts_sum:,}"
            yield Notice(kind="parts do not add up", message=message, spans=tally.spans)


def _notices(sheet: Sheet) -> Iterator[Notice]:
    """Yield loaded wording, and the sign of a text that was cut off."""
    yield from notices_of_loaded_wording(sheet)
    if sheet.sentence_ranges:
        last = sheet.sentence_ranges[-1]
        ending = sheet.article.text[last.start : last.end]
        if len(ending) > 40 and ending[-1].isalnum():
            yield Notice(
                kind="cut-off text",
                message="The last sentence has no end: the text looks cut off.",
                spans=(sheet.article.quote(last.start, last.end),),
            )
