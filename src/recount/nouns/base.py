"""What every noun shares: frozen, closed to unknown fields, compared by value."""

from pydantic import BaseModel, ConfigDict, Field

from recount.nouns.span import Span

__all__ = ["Noun", "Stated"]


class Noun(BaseModel):
    """A frozen value of the domain."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Stated(Noun):
    """A value together with the words that it rests on and the method that read it."""

    spans: tuple[Span, ...] = Field(min_length=1)
    """In order of importance: the first one names the value at its fullest."""
    method: str = Field(pattern=r"^[a-z_.\-]+/\d+$")
    """The rule or model that read the value, with its version: `counts.rules/1`."""
