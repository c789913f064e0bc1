"""Processes that tests start find their modules compiled: together they start some hundreds."""

import os
from pathlib import Path

# Some environments forbid Python to keep compiled modules; then every process compiles the same thousand again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parent / "build" / "pycache"))
