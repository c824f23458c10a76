"""What the commands do and print that go through an address: serve, push, ask elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

import anbao
from anbao.cli.streams import out, steps
from anbao.cli.words import word
from anbao.endpoint import contents, credentials
from anbao.endpoint.asking import Endpoint
from anbao.endpoint.asking import ask as ask_endpoint
from anbao.endpoint.pushing import Target
from anbao.endpoint.pushing import push as push_quads
from anbao.export.content import Content
from anbao.graph import questions as queries
from anbao.graph.stores import files

__all__ = ["ask", "push", "serve"]

DIFFERENT = 1


def serve(
    site: Path | None,
    *,
    bind: str,
    port: int,
    timeout: float,
    max_bytes: int,
    federated: bool,
    inferred: bool,
    on_disk: bool,
    language: str,
) -> int:
    """Serve the graph until told to stop; return the exit code."""
    from anbao.endpoint.serving import Settings
    from anbao.endpoint.serving import serve as serve_quads

    settings = Settings(bind, port, site, timeout, max_bytes, federated, on_disk)
    content = Content(anbao.load_engine())
    merged = contents.meant(content.engine.store)

    def announce(address: str) -> None:
        out(word("serving", language).format(address=address))

    serve_quads(lambda: contents.served(content, inferred=inferred), merged, settings, announce)
    return 0


def push(
    address: str,
    *,
    graph_store: str | None,
    update: str | None,
    replace: bool,
    inferred: bool,
    timeout: float,
    retries: int,
    language: str,
) -> int:
    """Load the graph into a store and print what it holds then; return 1 if that is something else."""
    endpoint = Endpoint(address, timeout, retries, credentials=credentials.from_environment())
    quads = contents.pushed(Content(anbao.load_engine()), inferred=inferred)
    with steps("sending") as tell:
        counts = push_quads(quads, Target(endpoint, graph_store, update, replace), tell)
    different = [count for count in counts if count.sent != count.held]
    for count in different:
        out(word("pushed amiss", language).format(graph=count.graph, sent=count.sent, held=count.held))
    if different:
        return DIFFERENT
    total = sum(count.sent for count in counts)
    out(word("pushed", language).format(address=address, graphs=len(counts), statements=total))
    return 0


def ask(
    name: str,
    parameters: dict[str, str],
    added: Sequence[Path],
    *,
    address: str,
    graphs: Sequence[str],
    timeout: float,
    retries: int,
) -> queries.Table | list[ox.Triple]:
    """Return what a query finds at an endpoint; names of resources are looked up in the graph here."""
    store, question = anbao.load([*files(), *added]), queries.find(name)
    terms = queries.terms(store, question, parameters)
    named = graphs or contents.meant(store)
    endpoint = Endpoint(address, timeout, retries, named, credentials.from_environment())
    return ask_endpoint(endpoint, question, terms)
