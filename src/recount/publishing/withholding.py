"""Takes names of private persons out of what is published."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from recount.nouns import Record
from recount.publishing.persons import Named, named_in

__all__ = ["IN_A_LINK", "IN_A_TEXT", "Withholding"]

IN_A_TEXT = "[name withheld]"
IN_A_LINK = "name-withheld"
"""What stands in place of a name."""

_LETTERS = re.compile(r"[^\W_]+")


class Withholding:
    """The names that one record withholds; `names` lists those that it has taken out so far."""

    def __init__(self, named: Named) -> None:
        """Hold the names; nothing is withheld where there is no private one."""
        self.names: set[str] = set()
        # A name that a person and a place share is withheld.
        self._private = {_key(name) for name in (*named.private, *named.parts)}
        # "Yusuf Demba's farm" is a place that is not left as it is.
        whole = [_key(name) for name in named.private if " " in name]
        public = [name for name in named.public if not any(one in _key(name) for one in whole)]
        self._every = (*named.private, *named.parts, *public)
        self._in_text = _pattern(self._every) if self._private else None

    @classmethod
    def of(cls, record: Record, *, names: bool) -> "Withholding":
        """Return what is withheld of a record; nothing where `names` are published."""
        return cls(Named((), (), ()) if names else named_in(record))

    @property
    def withholds(self) -> bool:
        """Whether there is a name to take out."""
        return bool(self._private)

    def text(self, text: str) -> str:
        """Return a text without the names."""
        return self._without(text, self._in_text, IN_A_TEXT)

    def ranges(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the names stand in a text, as half-open ranges in order."""
        for found in self._in_text.finditer(text) if self._in_text else ():
            if _key(found[0]) in self._private:
                yield found.span()

    def place(self, name: str) -> str:
        """Return the name of a place without the names; a place that is called as a person is stays."""
        return name if not self._private or _key(name) in self._private else self.text(name)

    def link(self, link: str) -> str:
        """Return an address or a path without the names, which may be written with signs in it."""
        if not self._private:
            return link
        plain = unquote(link)
        known = _key(plain)
        if not any(name.split()[0] in known for name in self._private):
            return link
        told = self._without(plain, _pattern(self._every, flags=re.IGNORECASE), IN_A_LINK)
        return link if told == plain else told

    def value(self, value: Any) -> Any:
        """Return a value of JSON with every text in it without the names."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {name: self.value(one) for name, one in value.items()}
        return value

    def _without(self, text: str, pattern: re.Pattern[str] | None, instead: str) -> str:
        if pattern is None:
            return text

        def told(found: re.Match[str]) -> str:
            name = _key(found[0])
            if name not in self._private:
                return found[0]
            self.names.add(name)
            return instead

        return pattern.sub(told, text)


def _pattern(names: Iterable[str], *, flags: int = 0) -> re.Pattern[str]:
    """Return what finds names, the longest first, so that "Ali Sabieh" the town is no "Ali" the witness."""
    spelt = {form for name in names for form in _forms(name) if form}
    longest = sorted(spelt, key=lambda form: (-sum(map(len, form)), form))
    # Between the words of a name may stand a line's end, and in an address a hyphen.
    every = "|".join(r"[\W_]+".join(map(re.escape, form)) for form in longest)
    return re.compile(rf"(?<![^\W_])(?:{every})(?![^\W_])", flags)


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Yield a name as written, in capitals as headlines have it, and without accents as addresses have it."""
    for written in (name, _plain(name)):
        words = tuple(_LETTERS.findall(written))
        yield words
        yield tuple(word.upper() for word in words)


def _key(name: str) -> str:
    return " ".join(_LETTERS.findall(_plain(name))).casefold()


def _plain(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
