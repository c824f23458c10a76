"""The published JSON Schemas: of disputes, of what the commands give, of what `anbao apportion` reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["schema"]


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a name, such as `dispute` or `decision`."""
    text = (Path(__file__).parent / f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
