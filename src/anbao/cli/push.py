"""`anbao push`: loads the graph into another store and compares the counts."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

import anbao
from anbao.cli.parameters import Messages, Retries
from anbao.cli.streams import out, steps
from anbao.export.content import Content
from anbao.wording import word

__all__ = ["push"]

DIFFERENT = 1


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
    # imported here, so that --help works without the extra
    from anbao.endpoint import credentials, graphs
    from anbao.endpoint.asking import Endpoint
    from anbao.endpoint.pushing import Target
    from anbao.endpoint.pushing import push as push_quads

    store = Endpoint(endpoint, timeout, retries, credentials=credentials.from_environment())
    quads = graphs.quads_to_push(Content(anbao.load_engine()), inferred=inferred)
    with steps("sending") as tell:
        counts = push_quads(quads, Target(store, graph_store, update, replace), tell)
    different = [count for count in counts if count.sent != count.held]
    for count in different:
        out(word("endpoint.counts differ", lang, graph=count.graph, sent=count.sent, held=count.held))
    if different:
        return DIFFERENT
    total = sum(count.sent for count in counts)
    out(word("endpoint.counts agree", lang, address=endpoint, graphs=len(counts), statements=total))
    return 0
