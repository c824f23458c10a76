"""What the commands that hand the graph to other tools do and print."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

import anbao
from anbao import export as exporting
from anbao.cli.streams import out, steps

__all__ = ["export"]

MEGABYTE = 1_000_000


def export(folder: Path, only: Sequence[str] | None, *, gzip: bool) -> int:
    """Write an export and say how large it is; return the exit code."""
    gc.disable()  # hundreds of thousands of terms are made, without a cycle among them
    try:
        with steps("writing") as tell:
            written = exporting.write(folder, anbao.load_engine(), only, gzip=gzip, tell=tell)
    finally:
        gc.enable()
    size = sum(one.size for one in written) / MEGABYTE
    out(f"{folder}: {len(written)} files, {size:.1f} MB, described in {exporting.DESCRIPTION}")
    return 0
