"""The place that a paragraph or an article has set for an act whose own clause names none."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from recount.extraction.sheet import PlaceAt, Sheet, TokenRange
from recount.extraction.sites import finest_of, is_passed_through
from recount.extraction.tellings import dateline_end
from recount.nouns import WhereBasis

__all__ = ["Scene", "label_of", "scene_of"]

# Words of the longest label: "(2) 21.00, Sidi Hussein.", "8 April, Camp 17:".
_LONGEST_LABEL = 10
_ENDS = frozenset({".", ":", "-", "–", "—"})
# A line of its own that names a place and has no verb is a heading of what follows, up to this many words.
_LONGEST_LINE = 8


class Scene(NamedTuple):
    """A place and its containers, finest first, and on what it rests."""

    chain: tuple[PlaceAt, ...]
    basis: WhereBasis


def scene_of(sheet: Sheet, position: int, sources: Sequence[TokenRange] = ()) -> Scene | None:
    """Return where an act at a token takes place as far as the words around its clause tell; None for nothing.

    Asked in this order: the rest of its sentence, earlier sentences of the paragraph back to its label, the label, the
    headline. Places inside `sources` are those of who speaks; a dateline is where the story was filed, and no place.
    """
    sentence = sheet.sentence_of(position)
    if here := finest_of(sheet, _places_in(sheet, sentence, sources)):
        return Scene(here, "stated")
    for earlier in _before_in_paragraph(sheet, sentence):
        if found := finest_of(sheet, _places_in(sheet, earlier, sources)):
            return Scene(found, "carried")
    if label := label_of(sheet, sentence):
        return Scene(label, "heading")
    if sheet.headline is not None and sheet.headline != sentence:
        headline = finest_of(sheet, _places_in(sheet, sheet.headline, sources))
        if headline and headline[0].located.precision not in ("country", "international"):
            return Scene(headline, "heading")
    return None


def _places_in(sheet: Sheet, sentence: int, sources: Sequence[TokenRange]) -> list[PlaceAt]:
    first, end = max(sheet.sentences[sentence].first, dateline_end(sheet, sentence)), sheet.sentences[sentence].end
    return [
        place
        for place in sheet.places
        if first <= place.first < end
        and place.is_literal
        and not is_passed_through(sheet, place)
        and not any(source.first <= place.first < source.end for source in sources)
    ]


def _before_in_paragraph(sheet: Sheet, sentence: int) -> Iterator[int]:
    paragraph = sheet.paragraph_of(sentence)
    for earlier in range(sentence - 1, -1, -1):
        if sheet.paragraph_of(earlier) != paragraph:
            return
        yield earlier


def label_of(sheet: Sheet, sentence: int) -> tuple[PlaceAt, ...]:
    """Return the place that labels the paragraph of a sentence: "Derna. On 7 August …", "Koro cercle - A cart …".

    A line of its own before the paragraph counts as its label too. Empty where nothing does.
    """
    first = min([sentence, *_before_in_paragraph(sheet, sentence)])
    start = sheet.sentences[first].first
    end = min(start + 2 * _LONGEST_LABEL, len(sheet.tokens))
    if dateline_end(sheet, first) > start:
        return ()
    borders = [start, *(at + 1 for at in range(start, end) if sheet.lower(at) in _ENDS)]
    for begin, stop in pairwise(borders):
        if any(sheet.is_verb(at) for at in range(begin, stop)) or stop - begin > _LONGEST_LABEL:
            break
        if places := [place for place in sheet.places if begin <= place.first < stop and place.is_literal]:
            return finest_of(sheet, places)
    line = first - 1
    if line > 0 and line != sheet.headline and sheet.paragraph_of(line) != sheet.paragraph_of(first):
        begin, stop = sheet.sentences[line]
        alone = sheet.paragraph_of(line - 1) != sheet.paragraph_of(line)
        if alone and stop - begin <= _LONGEST_LINE and not any(sheet.is_verb(at) for at in range(begin, stop)):
            return finest_of(sheet, _places_in(sheet, line, ()))
    return ()
