"""What is told of an error that nobody expected."""

import traceback
from pathlib import Path

__all__ = ["defect"]


def defect(error: Exception) -> str:
    """Return a message that names the error, where it was raised, and what to do."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"a defect of Recount ({type(error).__name__}: {error}; {Path(at.filename).name}, line {at.lineno}). "
        "Please report it with the input; the others were read."
    )
