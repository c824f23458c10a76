"""Refuses to build a wheel or sdist without what `make wheel` makes first: hatchling runs this hook.

`anbao site` needs the bundled browser modules, without the classifications a wheel would need Java
to decide anything, and without the circuits each decision would be a hundred times slower. A build that
left them out would only fail on the machine of a user.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["Assets"]


class Assets(BuildHookInterface[Any]):
    """Looks for the files and folders that pyproject.toml requires of a build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """End the build with one message if something is missing; an editable install needs nothing."""
        if version == "editable":
            return
        root = Path(self.root)
        required: list[str] = self.config["required"]
        if missing := [name for name in required if not _made(root / name)]:
            self.app.abort(
                f"anbao: {', '.join(missing)} missing in {root}: run `make wheel`, which makes them first."
            )


def _made(path: Path) -> bool:
    """Return whether a file is there, or a folder with something in it."""
    return path.is_file() or (path.is_dir() and any(path.iterdir()))
