"""Commands that publish the graph: as files for other tools, as a site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from anbao.cli.app import app
from anbao.cli.commands.parameters import Messages, Retries

__all__ = ["export", "push", "serve", "site"]


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
            "akomantoso legalruleml aif.",
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


@app.command
def serve(
    *,
    site: Annotated[Path | None, Parameter(help="The folder of the site, to be served with it.")] = None,
    bind: Annotated[
        str, Parameter(help="The interface; the default is not reached from other machines.")
    ] = "127.0.0.1",
    port: Annotated[int, Parameter(help="The port; 0 takes any that is free.")] = 7878,
    timeout: Annotated[float, Parameter(help="Seconds for one query.")] = 30.0,
    max_bytes: Annotated[int, Parameter(help="The longest result, in bytes.")] = 32 << 20,
    federated: Annotated[
        bool, Parameter(negative="", help="Let queries ask other endpoints (SERVICE), from this machine.")
    ] = False,
    inferred: Annotated[bool, Parameter(help="Serve what was inferred and decided too.")] = True,
    on_disk: Annotated[
        bool,
        Parameter(negative="", help="Read a database on disk: slower, for a machine shared with strangers."),
    ] = False,
    lang: Messages = "en",
) -> int:
    """Answer SPARQL queries over HTTP, read-only, and lead to resources by their IRIs."""
    from anbao.cli import endpoints

    return endpoints.serve(
        site,
        bind=bind,
        port=port,
        timeout=timeout,
        max_bytes=max_bytes,
        federated=federated,
        inferred=inferred,
        on_disk=on_disk,
        language=lang,
    )


@app.command
def push(
    endpoint: Annotated[str, Parameter(help="The address of a store's SPARQL endpoint.")],
    /,
    *,
    graph_store: Annotated[
        str | None, Parameter(help="The address of its Graph Store Protocol, to load through that.")
    ] = None,
    update: Annotated[
        str | None, Parameter(help="The address of its SPARQL Update, if that is another one.")
    ] = None,
    replace: Annotated[
        bool, Parameter(negative="", help="Remove what these graphs held in the store before.")
    ] = False,
    inferred: Annotated[bool, Parameter(help="Load what was inferred and decided too.")] = True,
    timeout: Annotated[float, Parameter(help="Seconds for one request.")] = 120.0,
    retries: Retries = 3,
    lang: Messages = "en",
) -> int:
    """Load the graph into another store. ANBAO_ENDPOINT_USER, _PASSWORD or _TOKEN say who asks."""
    from anbao.cli import endpoints

    return endpoints.push(
        endpoint,
        graph_store=graph_store,
        update=update,
        replace=replace,
        inferred=inferred,
        timeout=timeout,
        retries=retries,
        language=lang,
    )
