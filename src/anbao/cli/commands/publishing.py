"""Commands that publish the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from anbao.cli.app import app

__all__ = ["site"]


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
