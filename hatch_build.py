"""Builds the scripts and styles of the review pages into the package, before it is put together.

Node comes from PyPI with the build's own requirements, so that a machine needs none.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from tools.build_web import build


class PagesHook(BuildHookInterface[Any]):
    """Runs before a wheel, an editable installation and a source archive are made."""

    PLUGIN_NAME = "custom"

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build what is not built yet."""
        build(Path(self.root))
