"""The graph as a network for Gephi, yEd, igraph and their kind: GraphML and GEXF.

A node is a resource with its labels in both languages and its types; an edge is
a statement between two resources, with the property and its labels.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
from networkx.readwrite.gexf import GEXFWriter

from anbao.export.content import Content
from anbao.export.files import File
from anbao.export.jsonld import term_of
from anbao.graph.namespaces import SKOS
from anbao.graph.stores import RDF_TYPE, text

__all__ = ["build", "gexf", "graphml"]

LABEL = ox.NamedNode(SKOS + "prefLabel")


def build(content: Content) -> nx.MultiDiGraph[str]:
    """Return what sources assert as a network of IRIs.

    Nodes carry `label_zh`, `label_en` and `type` (the names of their classes,
    separated by spaces), edges `property`, `label_zh` and `label_en`.
    """
    triples = [t for t in content.asserted_triples if isinstance(t.subject, ox.NamedNode)]
    types: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        kinds = types[text(triple.subject)]
        if triple.predicate == RDF_TYPE:
            kinds.append(term_of(text(triple.object)))
    labels = _labels(triples)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, kinds in types.items():
        network.add_node(iri, **labels[iri], type=" ".join(kinds))
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.NamedNode) and value.value in types and triple.predicate != RDF_TYPE:
            about = {"property": term_of(triple.predicate.value), **labels[triple.predicate.value]}
            network.add_edge(text(triple.subject), value.value, **about)
    return network


def _labels(triples: list[ox.Triple]) -> dict[str, dict[str, str]]:
    """Return the labels of each resource; where there is none, the end of its IRI."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in triples:
        if triple.predicate == LABEL and isinstance(triple.object, ox.Literal):
            language = "label_" + (triple.object.language or "").split("-")[0]
            found[text(triple.subject)][language] = triple.object.value

    class Named(dict[str, dict[str, str]]):
        def __missing__(self, iri: str) -> dict[str, str]:
            name = term_of(iri)
            return {"label_zh": name, "label_en": name}

    return Named(found)


def graphml(content: Content) -> Iterator[File]:
    """Yield the network in GraphML."""
    target = io.BytesIO()
    nx.write_graphml(build(content), target, named_key_ids=True)
    yield File("anbao.graphml", target.getvalue(), "application/graphml+xml")


def gexf(content: Content) -> Iterator[File]:
    """Yield the network in GEXF; a node's label is its Chinese one."""
    network = build(content)
    named: dict[str, Any] = {iri: about["label_zh"] for iri, about in network.nodes.items()}
    nx.set_node_attributes(network, named, "label")
    writer = GEXFWriter()
    # The day of writing would make every file differ.
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    writer.add_graph(network)
    writer.indent(writer.xml)
    # The writer's own `write` encodes each of half a million pieces apart.
    text = ElementTree.tostring(writer.xml, encoding="unicode", xml_declaration=True)
    yield File("anbao.gexf", text.encode("utf-8"), "application/gexf+xml")
