"""Published rules that turn the statements on an event into figures, codes and grades, as data.

A rule is a YAML file: named sets of claims, each made by lines one after the other; values, each made by one line of
such a set, of the event's fields, or of other values; and lines that say what keeps an event out. Every line says what
it does in this project's words and cites the section that it follows. What a line can do stands in
`recount.reconciliation`, in `claims` and `lines`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Self

from recount.errors import BadArgument, BadCodebook

__all__ = ["PUBLISHED_RULES", "Line", "Rule", "published_rules", "rule_of"]

PUBLISHED_RULES = ("acled", "ucdp", "airwars", "ibc")
"""Names of the packaged rules, in the order in which they are shown."""

# Bytes. The longest packaged rule has 9 KB.
_MOST_BYTES = 262_144
_KEYS = frozenset({"name", "title", "document", "about", "claims", "values", "enters"})
_LINE = ("line", "does", "section", "says")
_PARTS = {
    "claims": "It holds lists of lines by the name of a set.",
    "values": "It holds a line by the name of each value.",
    "enters": "It is a list of lines.",
}


class Line(NamedTuple):
    """One line of a rule."""

    name: str
    does: str
    section: str
    """Of the document, or "Recount" where the document leaves it open and this project decides."""
    says: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """A published way to turn rival statements into figures."""

    name: str
    title: str
    document: str
    about: str
    claims: Mapping[str, tuple[Line, ...]]
    """By name of a set of claims the lines that make it, in order."""
    values: Mapping[str, Line]
    """By name the line that makes a value, in order: a later one may use those before it."""
    enters: tuple[Line, ...]
    """All must hold, or the rule's dataset would not have the event."""
    content: bytes
    """The file, with the line ends of Unix: it goes with what is published under the rule."""

    @classmethod
    def parse(cls, file: bytes, *, where: str) -> Self:
        """Build from a file; `where` names it in errors.

        Raises:
            BadCodebook: it is no YAML, a key or a line's part is missing or unknown, or two lines share a name.
        """
        from recount.codebook.loader import read_yaml

        file = file.replace(b"\r\n", b"\n")
        content = read_yaml(file, where)
        if not isinstance(content, Mapping) or set(content) != _KEYS:
            found = ", ".join(map(str, content)) if isinstance(content, Mapping) else type(content).__name__
            raise BadCodebook(f"{where}: has {found}. A rule has {', '.join(sorted(_KEYS))}.")
        for part, kind in (("claims", Mapping), ("values", Mapping), ("enters", list)):
            if content[part] is not None and not isinstance(content[part], kind):
                raise BadCodebook(f"{where}: {part} is {content[part]!r}. {_PARTS[part]}")
        for name, lines in (content["claims"] or {}).items():
            if not isinstance(lines, list):
                raise BadCodebook(f"{where}: claims {name} is {lines!r}. {_PARTS['claims']}")
        rule = cls(
            name=str(content["name"]),
            title=str(content["title"]),
            document=str(content["document"]),
            about=str(content["about"]),
            claims={
                str(name): tuple(_line(one, where) for one in lines)
                for name, lines in (content["claims"] or {}).items()
            },
            values={str(name): _line(one, where) for name, one in (content["values"] or {}).items()},
            enters=tuple(_line(one, where) for one in content["enters"] or ()),
            content=file,
        )
        names = [line.name for line in rule.lines]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise BadCodebook(f"{where}: {', '.join(twice)} twice. Each line needs a name of its own.")
        if not rule.name.isidentifier():
            raise BadCodebook(f"{where}: the name {rule.name!r} is none for columns. Use letters, digits and _.")
        return rule

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of the file."""
        return (*(line for lines in self.claims.values() for line in lines), *self.values.values(), *self.enters)

    def line(self, name: str) -> Line | None:
        """Return the line of this name; None where there is none."""
        return next((line for line in self.lines if line.name == name), None)


def _line(given: Any, where: str) -> Line:
    if not isinstance(given, Mapping) or (missing := [part for part in _LINE if not given.get(part)]):
        told = ", ".join(missing) if isinstance(given, Mapping) else "everything"
        raise BadCodebook(f"{where}: {given!r} lacks {told}. A line has {', '.join(_LINE)}.")
    arguments = {str(key): value for key, value in given.items() if key not in _LINE}
    name, does, section, says = (str(given[part]) for part in _LINE)
    return Line(name, does, section, says, arguments)


@lru_cache(maxsize=1)
def published_rules() -> Mapping[str, Rule]:
    """Return the packaged rules by name."""
    return {name: Rule.parse(_file(name), where=f"{name}.yaml") for name in PUBLISHED_RULES}


def _file(name: str) -> bytes:
    """Return the file of a packaged rule by its name, or of one of a user's by its path.

    Raises:
        BadArgument: there is neither.
    """
    if name in PUBLISHED_RULES:
        return (files("recount.codebook") / "data" / "rules" / f"{name}.yaml").read_bytes()
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise BadArgument(f"{path} cannot be read: {error.strerror or error}.") from error
    raise BadArgument(
        f"There is no rule {name!r}. Give one of {', '.join(PUBLISHED_RULES)}, or the path of a rule's YAML file."
    )


def rule_of(name: str) -> Rule:
    """Return a packaged rule by its name, or one of a user's by the path of its file.

    Raises:
        BadArgument: there is neither.
        BadCodebook: the file is no rule.
    """
    if name in PUBLISHED_RULES:
        return published_rules()[name]
    rule = Rule.parse(_file(name), where=name)
    if rule.name in PUBLISHED_RULES:
        raise BadCodebook(f"{name}: the name {rule.name!r} is that of a packaged rule. Give yours another.")
    return rule
