"""Lines of a public corpus, each checked against the corpus's own format."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from recount.errors import BadCorpus

__all__ = ["NumberedLine", "bad_line", "read_lines"]

_Form = TypeVar("_Form", bound=BaseModel)


class NumberedLine(NamedTuple):
    """Where a line stands, for messages about it."""

    source: str
    number: int
    """From 1."""


def bad_line(line: NumberedLine, found: str, needed: str) -> BadCorpus:
    """Return the error for a line that is not in its corpus's format: what was found, and what it needs."""
    return BadCorpus(f"{line.source}, line {line.number}: {found}. {needed}")


def read_lines(text: str, form: type[_Form], *, source: str, needed: str) -> Iterator[tuple[NumberedLine, _Form]]:
    """Yield each line of JSON lines in the given form, with its number; empty lines are passed over.

    `needed` says in a sentence what a line holds. Only line feeds end a line: JSON strings may hold other
    characters that Python would split at.

    Raises:
        BadCorpus: a line is no JSON or not of this form, or there is none at all.
    """
    empty = True
    for number, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        empty = False
        line = NumberedLine(source, number)
        try:
            yield line, form.model_validate_json(content)
        except ValidationError as problem:
            first = problem.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise bad_line(line, f"{where}: {first['msg']}" if where else first["msg"], needed) from None
    if empty:
        raise BadCorpus(f"{source}: the file is empty. {needed}")
