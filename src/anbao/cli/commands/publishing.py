"""Commands that publish the graph: as files for other tools, as a site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from anbao.cli.app import app

__all__ = ["export", "site"]


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


@app.command
def site(
    folder: Annotated[
        Path | None, Parameter(help="Where the site goes; with --serve it may be left out.")
    ] = None,
    /,
    *,
    serve: Annotated[bool, Parameter(negative="", help="Show it on this machine until Ctrl-C.")] = False,
    port: Annotated[int, Parameter(help="With --serve: the port; 0 for any that is free.")] = 0,
) -> int:
    """Build the static site: a page for everything, the map, what-if and SPARQL in the browser."""
    from anbao.cli import publishing

    return publishing.site(folder, serve=serve, port=port)
