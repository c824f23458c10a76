"""`anbao schema`: the JSON Schema of disputes and of what the commands give."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from cyclopts import Parameter

from anbao import schemas
from anbao.cli.streams import out

__all__ = ["schema"]


def schema(
    name: Annotated[
        Literal[
            "dispute",
            "decision",
            "comparison",
            "contradiction",
            "backtest",
            "burden",
            "flips",
            "apportionment",
        ],
        Parameter(help="Which schema."),
    ] = "dispute",
    /,
) -> int:
    """Print a JSON Schema: of disputes, of what a command gives, of what `anbao apportion` reads."""
    out(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))
    return 0
