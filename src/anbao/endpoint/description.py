"""What an endpoint says of itself: SPARQL 1.1 Service Description, with VoID's counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files
from string import Template

import pyoxigraph as ox

from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE

__all__ = ["FORMATS", "describe", "page", "sizes"]

SD, VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
W3_FORMATS = "http://www.w3.org/ns/formats/"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N3")
DATASET = ox.NamedNode("https://w3id.org/anbao/dataset")


def sd(name: str) -> ox.NamedNode:
    """Return a term of SPARQL 1.1 Service Description."""
    return ox.NamedNode(SD + name)


def sizes(quads: Iterable[ox.Quad]) -> dict[str, int]:
    """Return how many statements each graph holds; the default graph's name is empty."""
    counted = Counter(
        "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value for quad in quads
    )
    return dict(sorted(counted.items()))


def describe(address: str, graphs: Mapping[str, int], *, federated: bool) -> list[ox.Triple]:
    """Return the description of an endpoint.

    Args:
        address: of the endpoint.
        graphs: its graphs with their sizes, as `sizes` gives them.
        federated: whether it asks other endpoints.
    """
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    language = ox.NamedNode(PREFIXES["dcterms"] + "language")
    said = [
        ox.Triple(service, RDF_TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), ox.NamedNode(address)),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, RDF_TYPE, sd("Dataset")),
        ox.Triple(dataset, ox.NamedNode(PREFIXES["dcterms"] + "isVersionOf"), DATASET),
        *(ox.Triple(dataset, language, ox.Literal(tag)) for tag in ("zh-Hans", "en")),
    ]
    for name in (*RESULTS, *GRAPHS):
        said.append(ox.Triple(service, sd("resultFormat"), ox.NamedNode(W3_FORMATS + name)))
    if federated:
        said.append(ox.Triple(service, sd("feature"), sd("BasicFederatedQuery")))
    return [*said, *(triple for place, item in enumerate(graphs.items()) for triple in _graph(place, *item))]


def _graph(place: int, name: str, size: int) -> Iterator[ox.Triple]:
    dataset, graph = ox.BlankNode("dataset"), ox.BlankNode(f"graph{place}")
    yield ox.Triple(graph, RDF_TYPE, sd("Graph"))
    yield ox.Triple(graph, ox.NamedNode(VOID + "triples"), ox.Literal(size))
    if not name:
        yield ox.Triple(dataset, sd("defaultGraph"), graph)
        return
    named = ox.BlankNode(f"named{place}")
    yield ox.Triple(dataset, sd("namedGraph"), named)
    yield ox.Triple(named, RDF_TYPE, sd("NamedGraph"))
    yield ox.Triple(named, sd("name"), ox.NamedNode(name))
    yield ox.Triple(named, sd("graph"), graph)


def page(address: str, graphs: Mapping[str, int]) -> str:
    """Return the description for people, in both languages, with a form to ask by."""
    rows = "\n".join(
        f"<tr><td>{escape(name) or 'DEFAULT'}</td><td>{size}</td></tr>" for name, size in graphs.items()
    )
    text = files("anbao").joinpath("endpoint", "templates", "endpoint.html").read_text("utf-8")
    return Template(text).substitute(address=escape(address), rows=rows)
