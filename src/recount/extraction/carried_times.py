"""The day on which the story is, for an act that is told without a time of its own."""

from recount.extraction.other_calendars import find_other_dates
from recount.extraction.sheet import Sheet, TimeAt
from recount.nouns.dates import TimeExpression

__all__ = ["CARRIED", "carried_time"]

CARRIED = "times.carried/1"
"""The method of a time that stands earlier in the story, not beside the act."""

_DAYS = frozenset({"date", "weekday", "day", "between", "reference"})
_BEFORE_TIME = frozenset({"on", "late", "early", "in", "at", "here"})
# Paragraphs that begin with an hour: fewer are no log of a day.
_FEWEST_ENTRIES = 3


def carried_time(sheet: Sheet, position: int) -> TimeAt | None:
    """Return the day told last before a word in its paragraph, or the day of a log for an entry with its hour."""
    sentence = sheet.sentence_ranges[sheet.sentence_of(position)]
    if find_other_dates(sheet.article.text[sentence.start : sentence.end], sheet.codebook):
        # "On 12 Rajab" has a day of its own, though none that is read.
        return None
    paragraph = sheet.paragraph_of(sheet.sentence_of(position))
    for time in reversed(sheet.times):
        if time.first >= position:
            continue
        if sheet.paragraph_of(sheet.sentence_of(time.first)) != paragraph:
            break
        if _carries(sheet, time):
            return time
    return _entry_of_log(sheet, paragraph)


def _carries(sheet: Sheet, time: TimeAt) -> bool:
    said = time.mention.expression
    if said.kind not in _DAYS or said.future:
        return False
    days = said.resolve(sheet.article.published)
    if said.kind != "reference" and (days is None or days.precision not in {"day", "days"}):
        return False
    return not _when_it_was_said(sheet, time)


def _when_it_was_said(sheet: Sheet, time: TimeAt) -> bool:
    """Tell whether a cue of speech stands right before a time: "police said on Tuesday"."""
    floor = sheet.sentences[sheet.sentence_of(time.first)].first
    for found in sheet.lexicon.cues.find(sheet.tokens, max(floor, time.first - 4), time.first):
        between = {sheet.lower(position) for position in range(found.end, time.first)}
        if between <= _BEFORE_TIME:
            return True
    return False


def _entry_of_log(sheet: Sheet, paragraph: int) -> TimeAt | None:
    """Return the hour of an entry as a time of the day of publication: "15:50 Gunmen are setting fire to buses"."""
    firsts: dict[int, int] = {}
    for sentence, (first, _) in enumerate(sheet.sentences):
        firsts.setdefault(sheet.paragraph_of(sentence), first)
    entries = {
        sheet.paragraph_of(sheet.sentence_of(time.first)): time
        for time in sheet.times
        if time.mention.expression.kind == "clock"
        and time.first == firsts[sheet.paragraph_of(sheet.sentence_of(time.first))]
    }
    found = entries.get(paragraph)
    if found is None or len(entries) < _FEWEST_ENTRIES:
        return None
    said = found.mention.expression
    today = TimeExpression(kind="day", offset=0, unit="day", hour=said.hour, minute=said.minute, zone=said.zone)
    return found._replace(mention=found.mention._replace(expression=today))
