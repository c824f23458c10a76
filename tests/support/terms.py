"""Terms of the ontology in RDF that the package writes."""

from __future__ import annotations

from rdflib import Graph, URIRef

from anbao.graph.vocabulary import ANBAO

__all__ = ["undeclared"]


def undeclared(graph: Graph) -> set[str]:
    """Return the terms in Anbao's namespace that its ontology does not declare."""
    terms = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    ours = {term.removeprefix(ANBAO._NS) for term in terms if term.startswith(ANBAO._NS)}
    return {name for name in ours if name not in ANBAO.__annotations__}
