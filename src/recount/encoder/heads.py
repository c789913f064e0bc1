"""The names of a model's heads and labels, as its file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, chain

__all__ = ["Heads"]


@dataclass(frozen=True)
class Heads:
    """Head → labels, in the order of the model's outputs."""

    tags: Mapping[str, tuple[str, ...]]
    arguments: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, tuple[str, ...]]
    statuses: tuple[str, ...]

    def tag_number(self, head: str, label: str) -> int:
        """Return the place of a tag among all tags of all heads."""
        return _offset(self.tags, head) + self.tags[head].index(label)

    def text_number(self, head: str, label: str) -> int:
        """Return the place of a text label among those of all text heads."""
        return _offset(self.texts, head) + self.texts[head].index(label)

    def attribute_range(self, name: str) -> tuple[int, int]:
        """Return the half-open range of an attribute's classes among those of all attributes."""
        first = _offset(self.attributes, name)
        return first, first + len(self.attributes[name])


def _offset(table: Mapping[str, tuple[str, ...]], head: str) -> int:
    sizes = chain([0], accumulate(len(labels) for labels in table.values()))
    return dict(zip(table, sizes, strict=False))[head]
