"""Commands that hand the graph to other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from anbao.cli.app import app

__all__ = ["export"]


@app.command
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
            "akomantoso legalruleml.",
        ),
    ] = None,
) -> int:
    """Write the graph in every usual format, as asserted and with inferences, with its description."""
    from anbao.cli import exports

    return exports.export(folder, only, gzip=gzip)
