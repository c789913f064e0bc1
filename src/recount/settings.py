"""Every knob: its unit, its default, and why."""

import enum
import os
from pathlib import Path

__all__ = [
    "DEFAULT_ENGINE",
    "DEFAULT_READER",
    "GAZETTEER_VARIABLE",
    "SECONDS_A_PIECE",
    "VERSION",
    "EngineName",
    "LinksName",
    "ReaderName",
    "gazetteer_file",
]

VERSION = "0.1.0"


GAZETTEER_VARIABLE = "RECOUNT_GAZETTEER"
"""Environment variable that names another gazetteer than the packaged one, such as one with a user's own places."""


def gazetteer_file() -> Path | None:
    """The gazetteer that the environment names; None where the packaged one is meant."""
    named = os.environ.get(GAZETTEER_VARIABLE, "").strip()
    return Path(named) if named else None


class ReaderName(enum.StrEnum):
    """Which reader codes."""

    RULES = "rules"
    """The codebook's word lists and rules of English news prose."""
    MODEL = "model"
    """The trained network; the word lists say what its words mean."""


# Rules are the better ones on single sentences and on the examples that they were built with (ADR 12); on whole reports
# that neither has met, the trained reader finds half as many happenings again (docs/evaluation.md).
DEFAULT_READER = ReaderName.RULES


class LinksName(enum.StrEnum):
    """By what measured reports are put into events."""

    TRUE = "true"
    """The corpus: what coding costs."""
    FOUND = "found"
    """Linking: what coding and linking cost together."""


class EngineName(enum.StrEnum):
    """What runs the reading and coding of a load."""

    PROCESSES = "processes"
    """Processes of this machine."""
    SPARK = "spark"
    """Tasks of Apache Spark, on this machine or on a cluster."""


# Spark takes seconds to start, and on one machine codes no faster (ADR 27).
DEFAULT_ENGINE = EngineName.PROCESSES

# Seconds to read and code one article before it is given up. The longest page that may be read, 20 MB of prose, takes
# the rules about as long; a report takes 0.05.
SECONDS_A_PIECE = 600.0
