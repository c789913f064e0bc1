"""Days of reports and periods of tallies, set against the day of publication."""

from datetime import date

import pytest

from recount.codebook import load
from recount.extraction.times import find_times
from recount.nouns import Article, Modality, Published, Reading, Report, Tally, When, report_id, tally_id
from recount.nouns.dates import TimeExpression
from recount.resolution.times import resolve_times

PUBLISHED = Published(earliest=date(2024, 1, 22), latest=date(2024, 1, 22), precision="day", basis="given")


def expression_in(text: str) -> TimeExpression | None:
    mentions = find_times(text, load())
    return mentions[0].expression if mentions else None


def reading_of(text: str, *, published: Published | None = PUBLISHED, modality: Modality = "actual") -> Reading:
    """One report for each sentence, with the first time that the sentence names."""
    article = Article.of(text, published=published)
    reports = []
    start = 0
    for sentence in text.split(". "):
        anchor = article.quote(start, start + len(sentence))
        times = find_times(sentence, load())
        when = When()
        if times:
            words = article.quote(start + times[0].start, start + times[0].end)
            when = When(expression=times[0].expression, spans=(words,))
        reports.append(
            Report(
                id=report_id(article.id, anchor),
                event_type="Battles",
                modality=modality,
                when=when,
                spans=(anchor,),
                method="test/1",
            )
        )
        start += len(sentence) + 2
    return Reading(article=article, reports=tuple(reports))


def when_of(text: str, *, published: Published | None = PUBLISHED, modality: Modality = "actual") -> When:
    return resolve_times(reading_of(text, published=published, modality=modality), load()).reports[0].when


def test_a_report_without_a_time_is_bounded_by_publication_only() -> None:
    when = when_of("Shells hit Kaya.")
    assert (when.earliest, when.latest) == (None, date(2024, 1, 22))
    assert (when.precision, when.basis) == ("unknown", "context")


def test_without_time_and_publication_nothing_is_known() -> None:
    when = when_of("Shells hit Kaya.", published=None)
    assert (when.earliest, when.latest, when.precision, when.basis) == (None, None, "unknown", "none")


def test_a_relative_time_without_publication_day_stays_relative() -> None:
    when = when_of("Shells hit Kaya on Friday.", published=None)
    assert (when.earliest, when.latest, when.precision, when.basis) == (None, None, "unknown", "relative")


def test_what_is_planned_is_not_bounded_by_publication() -> None:
    when = when_of("They plan an attack.", modality="planned")
    assert (when.latest, when.basis) == (None, "none")


def test_what_is_planned_for_a_weekday_or_a_date_is_still_to_come() -> None:
    assert when_of("They plan an attack on Friday.", modality="planned").earliest == date(2024, 1, 26)
    assert when_of("They plan an attack on 14 April.", modality="planned").earliest == date(2024, 4, 14)
    assert when_of("They planned an attack in 2021.", modality="planned").earliest == date(2021, 1, 1)


def test_a_day_counted_from_the_wrong_day_is_left_out() -> None:
    when = when_of("Talks ended on Sunday. Three days later they hit Djibo.")
    later = resolve_times(reading_of("Talks ended on Sunday. Three days later they hit Djibo."), load()).reports[1].when
    assert when.earliest == date(2024, 1, 21)
    assert (later.earliest, later.latest, later.basis) == (None, date(2024, 1, 22), "context")


def test_what_took_place_is_past_whatever_the_sentence_foretells() -> None:
    when = when_of("Shells hit Kaya on Friday and will fall again.")
    assert when.earliest == date(2024, 1, 19)


def test_a_month_ends_with_the_day_of_publication() -> None:
    when = when_of("Shells hit Kaya in January.")
    assert (when.earliest, when.latest, when.precision) == (date(2024, 1, 1), date(2024, 1, 22), "month")


def test_a_past_act_after_publication_gets_a_notice_and_keeps_its_date() -> None:
    resolved = resolve_times(reading_of("Shells hit Kaya on 3 March 2024."), load())
    assert resolved.reports[0].when.earliest == date(2024, 3, 3)
    (notice,) = resolved.notices
    assert notice.kind == "contradicting date"
    assert [span.quote for span in notice.spans] == ["3 March 2024"]


def test_a_planned_act_after_publication_is_no_contradiction() -> None:
    assert resolve_times(reading_of("They plan it for 3 March 2024.", modality="planned"), load()).notices == ()


def test_a_weekday_that_does_not_fit_its_date_gets_a_notice() -> None:
    (notice,) = resolve_times(reading_of("Shells hit Kaya on Friday, 18 January 2024."), load()).notices
    assert "Friday" in notice.message
    assert "Thursday" in notice.message


def test_the_next_day_counts_from_the_report_told_before() -> None:
    resolved = resolve_times(reading_of("Shells hit Kaya on 10 January 2024. The next day they hit Djibo."), load())
    assert [report.when.earliest for report in resolved.reports] == [date(2024, 1, 10), date(2024, 1, 11)]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        # A total that runs on was counted until the article was published.
        ("since October 17", None, date(2023, 10, 17), date(2024, 1, 22)),
        ("since October 17", "until Sunday", date(2023, 10, 17), date(2024, 1, 21)),
        ("between 3 and 5 March", None, date(2023, 3, 3), date(2023, 3, 5)),
        ("in the last three months", None, date(2023, 10, 22), date(2024, 1, 22)),
    ],
)
def test_a_tally_has_the_period_of_its_words(since: str, until: str | None, first: date, last: date) -> None:
    article = Article.of("Five attacks were counted.", published=PUBLISHED)
    words = article.quote(0, 12)
    tally = Tally(
        id=tally_id(article.id, words),
        measure="attacks",
        best=5,
        rule="exact",
        spans=(words,),
        method="test/1",
        since_expression=expression_in(since),
        until_expression=expression_in(until) if until else None,
    )
    (resolved,) = resolve_times(Reading(article=article, tallies=(tally,)), load()).tallies
    assert (resolved.since, resolved.until) == (first, last)


def test_resolving_twice_is_resolving_once() -> None:
    once = resolve_times(reading_of("Shells hit Kaya on Friday. They hit Djibo on 3 March 2024."), load())
    assert resolve_times(once, load()) == once
