"""Text with marks in it: `[at least 12 soldiers|c1]` names the words inside `c1`."""

import re
from typing import NamedTuple

from recount.errors import BadExpectation

__all__ = ["MarkedText", "parse_marked"]

_CLOSING = re.compile(r"\|([A-Za-z][A-Za-z0-9]*(?: [A-Za-z][A-Za-z0-9]*)*)\]")


class MarkedText(NamedTuple):
    """A text without its marks, and where each mark stood."""

    text: str
    marks: dict[str, list[tuple[int, int]]]
    """Half-open code-point ranges of each mark, in order; a mark used several times has several."""

    def quotes(self, mark: str) -> tuple[str, ...]:
        """Return the words under a mark, one entry for each place."""
        return tuple(self.text[start:end] for start, end in self.marks[mark])


def parse_marked(source: str) -> MarkedText:
    """Take the marks out of a text.

    Marks may stand in one another, and one range may carry several names (`[Gunmen|p1 s1]`). Square brackets
    have no other use.

    Raises:
        BadExpectation: a bracket without its partner, or an empty mark.
    """
    pieces: list[str] = []
    length = 0
    opened: list[int] = []
    marks: dict[str, list[tuple[int, int]]] = {}
    position = 0
    while position < len(source):
        closing = _CLOSING.match(source, position)
        if closing:
            if not opened or opened[-1] == length:
                raise BadExpectation(
                    f"“{source[max(0, position - 30) : closing.end()]}”: a mark without an opening or words."
                )
            start = opened.pop()
            for name in closing[1].split():
                marks.setdefault(name, []).append((start, length))
            position = closing.end()
            continue
        character = source[position]
        if character == "[":
            opened.append(length)
        elif character == "]":
            raise BadExpectation(f"“{source[max(0, position - 30) : position + 1]}”: a mark without |names before ].")
        else:
            pieces.append(character)
            length += 1
        position += 1
    if opened:
        left = "".join(pieces)[opened[-1] : opened[-1] + 40]
        raise BadExpectation(f"“{left}”: the mark that opens here is not closed with |name].")
    return MarkedText("".join(pieces), {name: sorted(places) for name, places in marks.items()})
