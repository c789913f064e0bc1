"""Every knob: its unit, its default, and why."""

import enum

__all__ = ["DEFAULT_READER", "VERSION", "ReaderName"]

VERSION = "0.1.0"


class ReaderName(enum.StrEnum):
    """Which reader codes."""

    RULES = "rules"
    """The codebook's word lists and rules of English news prose."""
    MODEL = "model"
    """The trained network; the word lists say what its words mean."""


# The one that does better on the development part of the corpus (docs/evaluation.md).
DEFAULT_READER = ReaderName.RULES
