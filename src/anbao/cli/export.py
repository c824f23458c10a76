"""`anbao export`: the graph as files for other tools."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import anbao
from anbao import export as exporting
from anbao.cli.streams import out, steps

__all__ = ["export"]

MEGABYTE = 1_000_000


def export(
    folder: Annotated[Path, Parameter(help="The folder to write; an earlier export in it is replaced.")],
    /,
    *,
    gzip: Annotated[bool, Parameter(negative="", help="Compress the dumps.")] = False,
    only: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            consume_multiple=True,
            help="Formats, by default all: turtle ntriples rdfxml trig nquads jsonld owl graphml gexf csv "
            "akomantoso legalruleml aif.",
        ),
    ] = None,
) -> int:
    """Write the graph in every usual format, as asserted and with inferences, with its description."""
    gc.disable()  # hundreds of thousands of terms are made, without a cycle among them
    try:
        with steps("writing") as tell:
            written = exporting.write(folder, anbao.load_engine(), only, gzip=gzip, tell=tell)
    finally:
        gc.enable()
    size = sum(one.size for one in written) / MEGABYTE
    out(f"{folder}: {len(written)} files, {size:.1f} MB, described in {exporting.DESCRIPTION}")
    return 0
