"""`anbao serve`: answers SPARQL queries over HTTP until Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import anbao
from anbao.cli.parameters import Messages
from anbao.cli.streams import out
from anbao.export.content import Content
from anbao.wording import word

__all__ = ["serve"]


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
    # imported here, so that --help works without the extra
    from anbao.endpoint import graphs
    from anbao.endpoint.serving import Settings
    from anbao.endpoint.serving import serve as serve_quads

    settings = Settings(bind, port, site, timeout, max_bytes, federated, on_disk)
    content = Content(anbao.load_engine())
    merged = graphs.default_graphs(content.engine.store)

    def announce(address: str) -> None:
        out(word("endpoint.serving", lang, address=address))

    serve_quads(lambda: graphs.quads_to_serve(content, inferred=inferred), merged, settings, announce)
    return 0
