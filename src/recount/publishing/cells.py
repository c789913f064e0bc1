"""Text in the cells of tables: safe to open in a spreadsheet or to print, and exactly what it was when read back."""

import re
from collections.abc import Sequence

__all__ = ["are_plain", "cell_of", "text_of"]

# What a spreadsheet takes for the begin of a formula, in its full-width forms too.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# As `recount.nouns.wording.visible` has it, and a sign that only looks like such a character written out.
_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_LOOKS_SO = r"⟨(?=U\+[0-9A-F]{4,6}⟩)"
_STEERS = re.compile(f"[{_STEERING}]|{_LOOKS_SO}")
_STEERS_OR_PARTS = re.compile(f"[{_STEERING}\t\n]|{_LOOKS_SO}")
_WRITTEN_OUT = re.compile(r"⟨U\+([0-9A-F]{4,5}|0[0-9A-F]{5}|10[0-9A-F]{4})⟩")
# First signs of a text of which more has to be known; white space that is not printed is none that `are_plain` meets.
_FIRST = frozenset("=+-@\uff1d\uff0b\uff0d\uff20' ") | {""}


def are_plain(texts: Sequence[str]) -> bool:
    """Tell quickly whether texts are their own cells: so most are. False where they have to be looked at."""
    whole = " ".join(texts)
    return whole.isprintable() and "⟨" not in whole and _FIRST.isdisjoint([text[:1] for text in texts])


def cell_of(text: str, *, blank_is_none: bool = False, one_line: bool = False) -> str:
    """Return a text as a cell holds it; `text_of` gives it back exactly.

    A cell that a spreadsheet would take for a formula gets a ' before it, and so does one that only looks as if it had
    got one. Characters that steer a terminal or the order of letters are written as ⟨U+…⟩.

    Args:
        text: any text.
        blank_is_none: whether an empty cell means no value, so that an empty text has to be told from it: it is a '.
        one_line: write tabs and line ends as ⟨U+…⟩ too.
    """
    if are_plain((text,)):
        return text
    steers = _STEERS_OR_PARTS if one_line else _STEERS
    shown = steers.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return f"'{shown}" if _is_marked(shown, blank_is_none=blank_is_none) else shown


def text_of(cell: str, *, blank_is_none: bool = False) -> str:
    """Return the text that `cell_of` wrote as this cell; one that it would not write is returned as it is."""
    if cell[:1] == "'" and _is_marked(cell[1:], blank_is_none=blank_is_none):
        cell = cell[1:]
    if "⟨U+" not in cell:
        return cell
    return _WRITTEN_OUT.sub(lambda found: chr(int(found[1], 16)), cell)


def _is_marked(shown: str, *, blank_is_none: bool) -> bool:
    """Tell whether a ' goes before a text; whether others stand there already makes no difference."""
    bare = shown.lstrip("'")
    if not bare:
        return blank_is_none
    return bool(_FORMULA.match(bare)) and not _NUMBER.fullmatch(bare)
