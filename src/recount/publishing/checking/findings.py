"""What is wrong with a file of a dataset: counted by kind, with some examples of each."""

from typing import Literal, NamedTuple

from recount.nouns.wording import visible

__all__ = ["MOST_EXAMPLES", "Example", "Findings", "FoundKind", "Level", "Notebook", "shown"]

Level = Literal["error", "warning"]
"""`error`: it breaks the format or contradicts itself. `warning`: allowed or in use, yet worth a look."""

# Examples of one kind that are kept; all are counted.
MOST_EXAMPLES = 5
# Signs of a value that are shown.
_MOST_SIGNS = 80


class Example(NamedTuple):
    """One place where something is wrong."""

    line: int | None
    """Of the file, from 1; None where it is wrong with the file as a whole."""
    says: str
    """What was found."""


class FoundKind(NamedTuple):
    """One kind of thing that is wrong."""

    kind: str
    level: Level
    column: str | None
    number: int
    examples: tuple[Example, ...]


class Findings(NamedTuple):
    """The outcome of a check."""

    file: str
    form: str
    rows: int
    """Rows, records or features that were read."""
    kinds: tuple[FoundKind, ...]
    """Errors first."""
    notes: tuple[str, ...] = ()
    """What the file was taken for: a delimiter, an older vintage."""

    @property
    def errors(self) -> int:
        """How many errors."""
        return sum(one.number for one in self.kinds if one.level == "error")

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return sum(one.number for one in self.kinds if one.level == "warning")

    @property
    def fits(self) -> bool:
        """Whether there is no error."""
        return not self.errors


class Notebook:
    """Takes down what is wrong while a file is read; it holds a bounded number of examples."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._counts: dict[tuple[Level, str, str | None], int] = {}
        self._examples: dict[tuple[Level, str, str | None], list[Example]] = {}
        self._notes: dict[str, None] = {}

    def error(self, kind: str, says: str, *, line: int | None = None, column: str | None = None) -> None:
        """Take down an error."""
        self._take("error", kind, says, line, column)

    def warn(self, kind: str, says: str, *, line: int | None = None, column: str | None = None) -> None:
        """Take down a warning."""
        self._take("warning", kind, says, line, column)

    def note(self, says: str) -> None:
        """Take down what the file was taken for."""
        self._notes[says] = None

    def findings(self, file: str, form: str, rows: int) -> Findings:
        """Return all that was taken down."""
        kinds = [
            FoundKind(kind, level, column, number, tuple(self._examples[level, kind, column]))
            for (level, kind, column), number in self._counts.items()
        ]
        kinds.sort(key=lambda one: (one.level != "error", one.kind, one.column or ""))
        return Findings(file, form, rows, tuple(kinds), tuple(self._notes))

    def _take(self, level: Level, kind: str, says: str, line: int | None, column: str | None) -> None:
        key = (level, kind, column)
        self._counts[key] = self._counts.get(key, 0) + 1
        examples = self._examples.setdefault(key, [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(Example(line, says))


def shown(value: object) -> str:
    """Return a value of a file in quotes, short, on one line and with nothing that steers a terminal."""
    text = " ".join(visible(str(value)[: _MOST_SIGNS + 1]).split())
    return f'"{text[:_MOST_SIGNS]}…"' if len(text) > _MOST_SIGNS else f'"{text}"'
