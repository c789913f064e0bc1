"""Words that take a side, each with the neutral term that is coded in its place."""

from collections.abc import Iterator

from recount.extraction.sheet import Sheet
from recount.nouns import Notice, Span

__all__ = ["notices_of_loaded_wording"]

# In a line with more capitals than this share of its words a capital is no sign of a name.
_MOST_CAPITALS = 0.6


def notices_of_loaded_wording(sheet: Sheet) -> Iterator[Notice]:
    """Yield one notice for each term, in the order of its first place, with all places where the article uses it.

    Words inside a name ("Al-Aqsa Martyrs Brigades") are none, nor are phrases that take no side ("sanctions regime").
    """
    places: dict[tuple[str, str], list[Span]] = {}
    for found in sheet.lexicon.loaded.find(sheet.tokens):
        if found.payload and not _is_in_a_name(sheet, found.first, found.end):
            words = " ".join(token.lower for token in sheet.tokens[found.first : found.end])
            places.setdefault((words, found.payload), []).append(sheet.span(found.first, found.end))
    for (_, neutral), spans in places.items():
        times = f", {len(spans)} times" if len(spans) > 1 else ""
        yield Notice(
            kind="loaded wording",
            message=f"“{spans[0].quote}” takes a side{times}; coded as: {neutral}",
            neutral=neutral,
            spans=tuple(spans),
        )


def _is_in_a_name(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether words are part of a listed actor's name, or of capitalised words that go on beside them."""
    actors = (actor for actor in sheet.actors if actor.first < end and first < actor.end)
    if any(actor.end - actor.first > end - first for actor in actors):
        return True
    sentence = sheet.sentences[sheet.sentence_of(first)]
    words = [token for token in sheet.tokens[sentence.first : sentence.end] if token.text[0].isalpha()]
    capitals = [token for token in words if token.text[0].isupper()]
    if len(capitals) > _MOST_CAPITALS * len(words):
        return False

    def named(position: int) -> bool:
        inside = sentence.first < position < sentence.end
        return inside and sheet.tokens[position].text[0].isupper() and sheet.tokens[position].text[-1].isalpha()

    own = all(sheet.tokens[position].text[0].isupper() for position in range(first, end))
    return own and (named(end) or (named(first - 1) and first > sentence.first))
