"""What goes behind an address: the named graphs of the export, and which of them a query means.

Every store has named graphs; what its default graph holds, each sees in its
own way. Ours is served with one that holds what sources assert and the rules
decided. Elsewhere a query names the same graphs (`default-graph-uri`). The
hierarchies that HermiT inferred stay apart: those of the positions contradict
one another.
"""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from anbao.export.content import ASSERTED, DECIDED, SPECIALITIES, Content

__all__ = ["default_graphs", "quads_to_push", "quads_to_serve"]


def default_graphs(store: ox.Store) -> list[str]:
    """Return the named graphs that a question of the library asks.

    Args:
        store: the graph as `anbao.load` gives it.
    """
    premises = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return [ASSERTED.value, DECIDED.value, SPECIALITIES.value, *premises]


def quads_to_push(content: Content, *, inferred: bool) -> list[ox.Quad]:
    """Return everything in named graphs: what sources assert and, if wanted, what followed of it."""
    return content.inferred if inferred else [*content.asserted, *content.carried]


def quads_to_serve(content: Content, *, inferred: bool) -> list[ox.Quad]:
    """Return the same with a default graph that holds the graphs that are meant."""
    quads, names = quads_to_push(content, inferred=inferred), set(default_graphs(content.engine.store))
    return [*quads, *_default(quads, names)]


def _default(quads: Collection[ox.Quad], names: Collection[str]) -> list[ox.Quad]:
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in quads
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in names
    ]
