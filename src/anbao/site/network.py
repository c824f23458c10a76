"""The graph as nodes and edges: what the map shows, and the neighbours on every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from anbao.site.catalogue import Catalogue, Resource
from anbao.site.tables import ask

__all__ = ["Edge", "Network", "read_network"]

SOFTWARE = "https://w3id.org/anbao/software"


@dataclass(frozen=True, order=True)
class Edge:
    """A relation between two resources with pages; `kind` is the IRI of a property or class.

    `claimed_by` is `statute`, `inferred` or `author` where the relation needs
    an authority, else empty; `authority` is its IRI.
    """

    source: str
    kind: str
    target: str
    authority: str
    claimed_by: str


@dataclass(frozen=True)
class Network:
    """The resources that stand in some relation, and the relations."""

    catalogue: Catalogue
    edges: tuple[Edge, ...]

    @cached_property
    def nodes(self) -> list[Resource]:
        """The resources that stand in some relation, kind by kind."""
        touched = {iri for edge in self.edges for iri in (edge.source, edge.target)}
        pages = (self.catalogue.pages[iri] for iri in touched)
        return sorted(pages, key=lambda page: (page.kind.rank, page.identifier, page.iri))

    @cached_property
    def around(self) -> dict[str, list[Edge]]:
        """The edges of each resource."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.source].append(edge)
            found[edge.target].append(edge)
        return found


def read_network(store: ox.Store, catalogue: Catalogue) -> Network:
    """Return the relations between the pages of a graph."""
    return Network(catalogue, tuple(sorted(set(_edges(store, catalogue)))))


def _edges(store: ox.Store, catalogue: Catalogue) -> Iterator[Edge]:
    for row in ask(store, "edges"):
        source = catalogue.page_of(row["from"].value)
        target = catalogue.page_of(getattr(row["to"], "value", ""))
        if source is None or target is None or source.iri == target.iri:
            continue
        authority = row["by"].value if row["by"] is not None else ""
        claimed = _claimed_by(catalogue, authority)
        yield Edge(source.iri, row["kind"].value, target.iri, authority, claimed)


def _claimed_by(catalogue: Catalogue, authority: str) -> str:
    if not authority:
        return ""
    if authority == SOFTWARE:
        return "inferred"
    page = catalogue.page_of(authority)
    return "statute" if page is not None and page.kind.name in ("provision", "statute") else "author"
