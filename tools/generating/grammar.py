"""Sentences with choices and slots: "[Gunmen|Armed men] attacked {the_village} {when}" becomes a sentence of a scene.

A section starts with `== name`. In it a line is one option, or, in lists of short phrases, what stands between
semicolons. `[a|b]` is a choice, which may hold others; `{x}` is a slot or another section; `{x:2-9}` gives a slot's
bounds; `{X}` is `{x}` with a capital.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, Protocol, TypeVar

__all__ = ["Grammar", "capitalised", "sections_of"]


class HasChance(Protocol):
    """What choices are drawn from."""

    random: Callable[[], float]


S = TypeVar("S", bound=HasChance)

_TOKEN = re.compile(r"\[|\]|\||\{\w+(?::\w+(?:-\w+)?)?\}|[^\[\]|{}]+")
Bounded = Callable[[str], Callable[[S], str]]


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def sections_of(text: str, *, listed: bool) -> dict[str, list[str]]:
    """Return the options of each section; `listed` where they stand between semicolons instead of on lines."""
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("== "):
            options = sections.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            options.extend(part.strip() for part in line.split(";")) if listed else options.append(line)
    return sections


class Grammar(Generic[S]):
    """Sections whose options can be said of a scene."""

    def __init__(
        self,
        sections: Mapping[str, Iterable[str]],
        slots: Mapping[str, Callable[[S], str]],
        bounded: Mapping[str, Bounded[S]],
    ) -> None:
        """Compile every option once.

        Raises:
            ValueError: a bracket is open, or a slot is neither known nor a section.
        """
        self._slots, self._bounded = slots, bounded
        self._names = frozenset(sections)
        self.options: dict[str, list[str | Callable[[S], str]]] = {name: [] for name in sections}
        for name, lines in sections.items():
            for line in lines:
                tokens = _TOKEN.findall(line)
                if "".join(tokens) != line:
                    raise ValueError(f"{name}: {line!r} has a stray bracket")
                parts, rest = self._sequence(tokens, 0, f"{name}: {line!r}")
                if rest != len(tokens):
                    raise ValueError(f"{name}: {line!r} closes a bracket that is not open")
                self.options[name].append(_joined(parts))

    def say(self, section: str, scene: S) -> str:
        """Return one option of a section, filled for a scene."""
        options = self.options[section]
        option = options[int(scene.random() * len(options))]
        return option if isinstance(option, str) else option(scene)

    def say_anew(self, section: str, scene: S, used: set[tuple[str, int]]) -> str | None:
        """Return one option that was not used before, and note it; None where none is left."""
        options = self.options[section]
        count = len(options)
        first = int(scene.random() * count)
        for step in range(count):
            key = (section, (first + step) % count)
            if key not in used:
                used.add(key)
                option = options[key[1]]
                return option if isinstance(option, str) else option(scene)
        return None

    def _sequence(self, tokens: list[str], at: int, where: str) -> tuple[list[str | Callable[[S], str]], int]:
        parts: list[str | Callable[[S], str]] = []
        while at < len(tokens) and tokens[at] not in ("]", "|"):
            token = tokens[at]
            at += 1
            if token == "[":
                alternatives = []
                while True:
                    inner, at = self._sequence(tokens, at, where)
                    alternatives.append(_joined(inner))
                    if at == len(tokens):
                        raise ValueError(f"{where} leaves a bracket open")
                    at += 1
                    if tokens[at - 1] == "]":
                        break
                parts.append(_choice(alternatives))
            else:
                parts.append(self._slot(token[1:-1], where) if token[0] == "{" else token)
        return parts, at

    def _slot(self, name: str, where: str) -> Callable[[S], str]:
        name, _, bounds = name.partition(":")
        if name[0].isupper() and name not in self._names:
            inner = self._slot(f"{name.lower()}:{bounds}" if bounds else name.lower(), where)
            return lambda scene: capitalised(inner(scene))
        if bounds and name in self._bounded:
            return self._bounded[name](bounds)
        if name in self._slots:
            return self._slots[name]
        if name not in self._names:
            raise ValueError(f"{where} has the unknown slot {{{name}}}")
        return _choice(self.options[name])


def _joined(parts: list[str | Callable[[S], str]]) -> str | Callable[[S], str]:
    # A format with few values is filled about twice as fast as parts are joined.
    fixed = "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts)
    slots = [part for part in parts if not isinstance(part, str)]
    if not slots:
        return fixed.replace("%%", "%")
    if len(parts) == 1:
        return slots[0]
    if len(slots) == 1:
        first = slots[0]
        return lambda scene: fixed % first(scene)
    if len(slots) == 2:
        first, second = slots
        return lambda scene: fixed % (first(scene), second(scene))
    if len(slots) == 3:
        first, second, third = slots
        return lambda scene: fixed % (first(scene), second(scene), third(scene))
    return lambda scene: fixed % tuple([slot(scene) for slot in slots])


def _choice(options: list[str | Callable[[S], str]]) -> Callable[[S], str]:
    """Return a slot that says one of the options; sections may still be filling theirs."""

    def choose(scene: S) -> str:
        option = options[int(scene.random() * len(options))]
        return option if isinstance(option, str) else option(scene)

    return choose
