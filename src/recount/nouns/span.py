"""The words that a value rests on."""

from typing import Any, NamedTuple, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from recount.errors import BadQuote

__all__ = ["Span"]


class Span(NamedTuple):
    """A half-open range of code points in an article's text, with the words found there.

    Printed as `[start, end]`: the words are in `article.text`.
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Quote `text` from `start` up to, not including, `end`.

        Raises:
            BadQuote: the range is empty or reaches outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise BadQuote(
                f"No words at [{start}, {end}] of a text of {len(text)} code points. "
                "A span needs 0 <= start < end <= length."
            )
        return cls(start, end, text[start:end])

    def check(self, text: str) -> Self:
        """Return the span itself once its quote is found to hold in `text`.

        Raises:
            BadQuote: the text has other words at this range.
        """
        held = text[max(self.start, 0) : max(self.end, 0)]
        if self.start < 0 or self.start >= self.end or held != self.quote:
            raise BadQuote(
                f"The text at [{self.start}, {self.end}] reads {held!r}, not {self.quote!r}. "
                "The article was changed after it was read, or the span belongs to another one."
            )
        return self

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda span: [span.start, span.end]),
        )

    @classmethod
    def _validate(cls, value: Any) -> "Span":
        if isinstance(value, cls):
            return value
        if isinstance(value, (list, tuple)) and len(value) == 3:
            return cls(int(value[0]), int(value[1]), str(value[2]))
        raise ValueError(f"A span is start, end and quote; got {value!r}. Use Span.of(text, start, end).")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 2,
            "maxItems": 2,
            "description": "[start, end): code-point offsets into article.text, half-open",
        }
