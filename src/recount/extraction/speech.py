"""Who says what: the words of the source, the cue and the content, before anything is coded from the content."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recount.extraction.lexicon import CueForm
from recount.extraction.sheet import Sheet, TokenRange
from recount.nouns import Stance

__all__ = ["SpeechAt", "find_speech"]

_QUOTES_OPEN = frozenset({"“", '"', "«", "„", "‘"})
_QUOTES_CLOSE = frozenset({"”", '"', "»", "“", "’"})
_SPEAKER_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
_MAX_SOURCE = 24
_NEAR_QUOTE = 3
_SOURCE_BORDERS = frozenset(
    {",", ";", ":", "—", "–", "that", "but", "while", "as", "which", "(", ")", "where", "after"}
)


@dataclass(frozen=True)
class SpeechAt:
    """One saying. Ranges are of tokens; `source` is None where the sentence leaves the speaker out."""

    sentence: int
    source: TokenRange | None
    cue: TokenRange | None
    content: TokenRange
    stance: Stance
    quoted: bool
    """The content is, or holds, words in quotation marks."""
    continued: bool = False
    """The speaker was named in an earlier sentence."""
    further: tuple[TokenRange, ...] = ()
    """What else is said: "“A,” she said, “B.”" has its second part here."""


def find_speech(sheet: Sheet) -> tuple[SpeechAt, ...]:
    """Return the sayings of an article in order. A quoted sentence without a cue goes on in the voice before it."""
    found: list[SpeechAt] = []
    for number in range(len(sheet.sentences)):
        here = list(_in_sentence(sheet, number))
        if not here:
            here = list(_continued(sheet, number, found))
        found.extend(here)
    return tuple(found)


def _in_sentence(sheet: Sheet, number: int) -> Iterator[SpeechAt]:
    sentence = sheet.sentences[number]
    last_end = sentence.first
    pending: SpeechAt | None = None
    for found in sheet.lexicon.cues.find(sheet.tokens, *sentence):
        if found.first < last_end or _is_name_part(sheet, found.first, sentence):
            continue
        form = found.payload
        saying = (
            _according_to(sheet, number, TokenRange(found.first, found.end))
            if form.part == "preposition"
            else _said(sheet, number, TokenRange(found.first, found.end), form)
        )
        if saying:
            last_end = max(last_end, found.end)
            if pending and saying.source is None and saying.cue and pending.content.first < saying.cue.first:
                # "…, saying that …", "… and warned that …": the first content ends where the second cue begins.
                end = min(pending.content.end, saying.cue.first)
                pending = replace(pending, content=TokenRange(pending.content.first, end))
            if pending:
                yield pending
            pending = saying
    if pending:
        yield pending


def _is_name_part(sheet: Sheet, position: int, sentence: TokenRange) -> bool:
    """A capitalised word in mid-sentence is part of a name: "the United States"."""
    return (
        position > sentence.first
        and sheet.tokens[position].text[0].isupper()
        and (sheet.tokens[position - 1].text[0].isupper())
    )


def _according_to(sheet: Sheet, number: int, cue: TokenRange) -> SpeechAt | None:
    sentence = sheet.sentences[number]
    end = cue.end
    while end < sentence.end and sheet.lower(end) not in {",", ";", ".", "—", "–", ":"} and not _finite(sheet, end):
        end += 1
    if cue.end >= end:
        return None
    end = _apposition_end(sheet, TokenRange(cue.end, end), sentence)
    source = TokenRange(cue.end, end)
    if cue.first - sentence.first <= 2:
        content = TokenRange(min(end + 1, sentence.end), sentence.end)
    else:
        content = TokenRange(sentence.first, cue.first)
    if content.first >= content.end:
        return None
    return SpeechAt(number, source, cue, content, "reports", quoted=_quoted(sheet, content))


def _finite(sheet: Sheet, position: int) -> bool:
    return sheet.lower(position) in sheet.lexicon.auxiliaries and sheet.lower(position) != "'s"


def _said(sheet: Sheet, number: int, cue: TokenRange, form: CueForm) -> SpeechAt | None:
    sentence = sheet.sentences[number]
    if form.part in {"base", "s", "ing"} and not _is_saying_verb(sheet, cue, form.part):
        return None
    if form.stance != "denies" and sheet.lower(cue.first - 1) in {"not", "never"}:
        # "has not confirmed any deaths" says nothing of them.
        return None
    if _is_participle_modifier(sheet, cue, form) or _is_passive(sheet, cue, form):
        return _passive_saying(sheet, number, cue, form) if _is_passive(sheet, cue, form) else None
    closing = _closing_quote_before(sheet, cue, sentence)
    # "…, noting that …": the subject is that of the sentence.
    source = None if form.part == "ing" or _is_inverted(sheet, cue) else _source_before(sheet, cue, sentence)
    after = TokenRange(cue.end, sentence.end)
    if form.part != "ing" and (closing is not None or _after_comma_clause(sheet, source, cue, sentence)):
        before_end = source.first if source else cue.first
        content = TokenRange(sentence.first, before_end)
        if sheet.lower(cue.end) == "," and sentence.end - cue.end > before_end - sentence.first:
            # "In May, the observatory says, 73 were killed": the longer part is what is said.
            content = TokenRange(cue.end + 1, sentence.end)
        inverted = _source_after(sheet, cue, sentence) if source is None or source.end <= source.first else None
        return _saying(sheet, number, inverted or source, cue, content, form.stance)
    said = after if form.stance == "estimates" else _content_after(sheet, after)
    if said is None or not _carries_content(sheet, cue, said, form):
        return None
    return _saying(sheet, number, source, cue, said, form.stance)


def _is_inverted(sheet: Sheet, cue: TokenRange) -> bool:
    """Tell whether the speaker follows: ", said a resident", "” said the priest"."""
    if sheet.lower(cue.first - 1) not in {","} | _QUOTES_CLOSE:
        return False
    position = cue.end + 1 if sheet.lower(cue.end) in sheet.lexicon.determiners else cue.end
    people = sheet.lexicon.people.at(sheet.tokens, position) or sheet.lexicon.offices.at(sheet.tokens, position)
    return people is not None


def _saying(
    sheet: Sheet, number: int, source: TokenRange | None, cue: TokenRange, content: TokenRange, stance: Stance
) -> SpeechAt | None:
    if content.first >= content.end:
        return None
    if source and source.first >= source.end:
        source = None
    if source and sheet.lower(source.first) in {"no", "nobody", "none", "neither"}:
        # "No one has claimed the attack" is nobody's saying.
        return None
    return SpeechAt(number, source, cue, content, stance, quoted=_quoted(sheet, content))


def _is_saying_verb(sheet: Sheet, cue: TokenRange, part: str) -> bool:
    """Tell a verb of saying from the noun that looks like it: "the police posts", "two reports", "a claim"."""
    before, after = sheet.lower(cue.first - 1), sheet.lower(cue.end)
    if part == "ing":
        return before in {",", "—", "–"}
    if before in sheet.lexicon.determiners or after in sheet.lexicon.prepositions - {"that"}:
        return False
    if part == "s":
        return before not in sheet.lexicon.prepositions and after not in sheet.lexicon.auxiliaries
    return before not in {"to", "will", "would", "could", "'s"} and (
        before.endswith("s") or before in {"they", "we", "police", "people", "who"}
    )


def _is_participle_modifier(sheet: Sheet, cue: TokenRange, form: CueForm) -> bool:
    # "the reported attack", "two alleged facilitators"
    before = sheet.lower(cue.first - 1)
    counted = any(quantity.end == cue.first for quantity in sheet.quantities)
    return form.part in {"past", "participle"} and (counted or before in sheet.lexicon.determiners)


def _is_passive(sheet: Sheet, cue: TokenRange, form: CueForm) -> bool:
    if form.part not in {"past", "participle"}:
        return False
    before, last = sheet.lower(cue.first - 2), sheet.lower(cue.first - 1)
    return last in sheet.lexicon.be or (before in sheet.lexicon.be and last in sheet.lexicon.adverbs)


def _passive_saying(sheet: Sheet, number: int, cue: TokenRange, form: CueForm) -> SpeechAt | None:
    """Read "it was reported that …" (no speaker) and "was blamed on X by Y"."""
    if sheet.lower(cue.end) != "that":
        return None
    sentence = sheet.sentences[number]
    return _saying(sheet, number, None, cue, TokenRange(cue.end + 1, sentence.end), form.stance)


def _closing_quote_before(sheet: Sheet, cue: TokenRange, sentence: TokenRange) -> int | None:
    """Return where a quote closes before the cue, with at most a speaker's name between them."""
    for position in range(cue.first - 1, max(sentence.first, cue.first - _MAX_SOURCE) - 1, -1):
        lower = sheet.lower(position)
        if lower in _QUOTES_CLOSE and position > sentence.first:
            opened = any(sheet.lower(place) in _QUOTES_OPEN for place in range(sentence.first, position))
            return position if opened or sheet.lower(sentence.first) not in _QUOTES_OPEN else None
        if lower in {";", ":"}:
            return None
    return None


def _after_comma_clause(sheet: Sheet, source: TokenRange | None, cue: TokenRange, sentence: TokenRange) -> bool:
    """Tell whether the cue closes its sentence: "Two rockets fell in a field, the army said on Sunday."."""
    if source is None and _source_after(sheet, cue, sentence) is None:
        return False
    first = source.first if source else cue.first
    if first - sentence.first < 4 or sheet.lower(first - 1) != ",":
        return False
    rest = [sheet.lower(position) for position in range(cue.end, sentence.end)]
    # "…, officials said, adding that …": the "that" is the next cue's.
    own = rest[: rest.index(",")] if "," in rest else rest
    return "that" not in own[:6] and len(rest) <= 16 and not any(word in _QUOTES_OPEN for word in rest)


def _source_before(sheet: Sheet, cue: TokenRange, sentence: TokenRange) -> TokenRange | None:
    """Return the subject of a cue: back to the last border that no apposition bridges."""
    end = cue.first
    while end > sentence.first and (
        sheet.lower(end - 1) in sheet.lexicon.adverbs
        or sheet.lower(end - 1) in sheet.lexicon.auxiliaries
        or _in_time(sheet, end - 1)
    ):
        end -= 1
    if sheet.lower(end - 1) in {"and", "or", "then"}:
        return None
    if sheet.lower(end - 1) == ",":
        return _name_before_apposition(sheet, end - 1, sentence)
    first = end
    while first > sentence.first and end - first < _MAX_SOURCE:
        lower = sheet.lower(first - 1)
        if (lower in _SOURCE_BORDERS and first - 1 > sentence.first) or lower in _QUOTES_CLOSE | _QUOTES_OPEN:
            break
        if lower == "and" and _clause_before(sheet, sentence, first - 1):
            break
        first -= 1
    return TokenRange(first, end) if first < end else None


def _name_before_apposition(sheet: Sheet, closing: int, sentence: TokenRange) -> TokenRange | None:
    """Read "Jon Smith, the governor of Herat, said": the name stands before the first comma."""
    opening = next(
        (p for p in range(closing - 1, max(sentence.first, closing - 16), -1) if sheet.lower(p) == ","), None
    )
    if opening is None:
        return None
    relative = sheet.lower(opening + 1) in {"which", "who", "whose"}
    if not relative and any(_finite(sheet, position) for position in range(opening, closing)):
        return None
    if relative:
        closing = opening
    first = _name_before(sheet, opening, sentence)
    return TokenRange(first, closing) if first < opening else None


def _name_before(sheet: Sheet, comma: int, sentence: TokenRange) -> int:
    first = comma
    while (
        first > sentence.first
        and sheet.lower(first - 1) not in _SOURCE_BORDERS | _QUOTES_CLOSE | _QUOTES_OPEN | {"."}
        and comma - first < 10
    ):
        first -= 1
    return first


def _clause_before(sheet: Sheet, sentence: TokenRange, position: int) -> bool:
    """Tell whether a clause, and no name, stands before an "and": a verb since the last border."""
    for place in range(position - 1, sentence.first - 1, -1):
        if sheet.lower(place) in _SOURCE_BORDERS:
            return False
        if sheet.is_verb(place):
            return True
    return False


def _source_after(sheet: Sheet, cue: TokenRange, sentence: TokenRange) -> TokenRange | None:
    """Return the subject of an inverted cue: "…, said the governor"."""
    end = cue.end
    while end < sentence.end and (_is_title_dot(sheet, end) or not _ends_source(sheet, end)):
        end += 1
    if sheet.lower(end) == "," and end + 1 < sentence.end and sheet.tokens[end + 1].text[0].isupper():
        # ", said the parish priest, Father Pabón."
        stop = end + 1
        while stop < sentence.end and (sheet.tokens[stop].text[0].isupper() or _is_title_dot(sheet, stop)):
            stop += 1
        end = stop if _ends_source(sheet, stop) and stop - end > 1 else end
    clause = any(sheet.is_verb(position) for position in range(cue.end, end))
    if clause or end <= cue.end:
        return None
    return TokenRange(cue.end, _apposition_end(sheet, TokenRange(cue.end, end), sentence))


def _apposition_end(sheet: Sheet, name: TokenRange, sentence: TokenRange) -> int:
    """Return where the words that say who a named speaker is end: "Almaz Bekele, a shopkeeper in Turmi,"."""
    if sheet.lower(name.end) != "," or not sheet.tokens[name.end - 1].text[0].isupper():
        return name.end
    # "Natalia Shevchenko, 54, a nurse"
    aged = sheet.lower(name.end + 1).isdigit() and sheet.lower(name.end + 2) == ","
    end = name.end + 3 if aged else name.end + 1
    while end < sentence.end and not _ends_source(sheet, end) and sheet.lower(end) not in {"who", "that", "which"}:
        end += 1
    offices = (sheet.lexicon.offices, sheet.lexicon.people)
    named = any(next(iter(index.find(sheet.tokens, name.end, end)), None) for index in offices)
    clause = any(sheet.is_verb(position) for position in range(name.end, end))
    return end if named and not clause and end - name.end <= 16 else name.end


def _ends_source(sheet: Sheet, position: int) -> bool:
    """Tell whether an inverted speaker ends here: "said a resident | who fled"."""
    return sheet.lower(position) in {",", ".", ";", ":", "who", "which", "whose"} | _QUOTES_OPEN or (
        _in_time(sheet, position)
    )


def _is_title_dot(sheet: Sheet, position: int) -> bool:
    """Tell whether a full stop belongs to a title before a name ("Mrs. Kavira", "Lt. Col. Smith")."""
    following = sheet.tokens[position + 1].text if position + 1 < len(sheet.tokens) else ""
    return (
        sheet.lower(position) == "."
        and 2 <= len(sheet.tokens[position - 1].text) <= 4
        and sheet.tokens[position - 1].text[0].isupper()
        and following[:1].isupper()
    )


def _in_time(sheet: Sheet, position: int) -> bool:
    return any(time.first <= position < time.end for time in sheet.times)


def _content_after(sheet: Sheet, after: TokenRange) -> TokenRange | None:
    first = after.first
    # "told reporters on Sunday that …", "said in a statement that …": the content begins after "that".
    for position in range(after.first, min(after.first + 16, after.end)):
        lower = sheet.lower(position)
        if sheet.lexicon.cues.at(sheet.tokens, position):
            # "speaks of eight killed, and adds that …": the "that" is the second cue's.
            break
        if lower in _QUOTES_OPEN and position - after.first > _NEAR_QUOTE:
            # 'said about 60 had been "neutralised"': the words before the quotation are said too.
            break
        if lower == "that" or lower in _QUOTES_OPEN or lower == ":":
            first = position + 1 if lower in {"that", ":"} else position
            break
    return TokenRange(first, after.end) if first < after.end else None


def _carries_content(sheet: Sheet, cue: TokenRange, content: TokenRange, form: CueForm) -> bool:
    """Tell whether what follows a cue is said: a clause, a quote, or an object of more than a word."""
    if any(
        sheet.lower(position) in _QUOTES_OPEN | {"that"} for position in range(cue.end, min(cue.end + 16, content.end))
    ):
        return True
    if form.stance in {"denies", "accuses", "condemns", "claims", "confirms", "warns", "estimates"}:
        return content.end - content.first >= 2
    base = sheet.lower(cue.first)
    has_verb = any(sheet.is_verb(position) for position in range(content.first, content.end))
    if any(base.startswith(verb[:4]) for verb in sheet.lexicon.needs_clause):
        return has_verb
    return content.end - content.first >= 3 and (has_verb or form.stance != "reports")


def _continued(sheet: Sheet, number: int, before: Sequence[SpeechAt]) -> Iterator[SpeechAt]:
    """A sentence that lies in quotation marks, or goes on inside them, keeps the speaker of the sentence before."""
    sentence = sheet.sentences[number]
    if not before or sentence.first >= sentence.end:
        return
    last = before[-1]
    if last.sentence < number - 1:
        return
    opens = sheet.lower(sentence.first) in _QUOTES_OPEN
    if opens or _inside_quote(sheet, last.sentence, number):
        yield replace(last, sentence=number, cue=None, content=sentence, quoted=True, continued=True)


def _inside_quote(sheet: Sheet, earlier: int, number: int) -> bool:
    """Tell whether a quotation opened in an earlier sentence of the paragraph is still open."""
    if sheet.paragraph_of(earlier) != sheet.paragraph_of(number):
        return False
    first = sheet.sentences[earlier].first
    words = [sheet.lower(position) for position in range(first, sheet.sentences[number].first)]
    straight = words.count('"')
    return words.count("“") > words.count("”") or straight % 2 == 1


def _quoted(sheet: Sheet, content: TokenRange) -> bool:
    return any(sheet.lower(position) in {"“", '"', "«", "„"} for position in range(content.first, content.end))
