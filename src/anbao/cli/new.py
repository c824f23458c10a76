"""`anbao new`: a commented file for a new case, position or statute."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import anbao
from anbao.check import scaffolds
from anbao.cli.streams import out

__all__ = ["new"]


def new(
    kind: Annotated[Literal["case", "position", "statute"], Parameter(help="What to add.")],
    name: Annotated[str, Parameter(help="Its identifier, such as c99, p99 or tl.")],
    /,
    *,
    into: Annotated[Path, Parameter(help="The folder to write into.")] = Path(),
) -> int:
    """Write a commented scaffold for a new case, position or statute, to be filled in."""
    path = scaffolds.write(kind, name, into, anbao.load())
    out(f"{path}\nReplace the example values in it, then: anbao check {path}")
    return 0
