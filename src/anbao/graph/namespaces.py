"""The namespaces of other vocabularies, and the end of an IRI."""

from __future__ import annotations

__all__ = ["DCTERMS", "ELI", "OWL", "RDF", "RDFS", "SKOS", "XSD", "local_name"]

DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def local_name(iri: str) -> str:
    """Return the end of an IRI: what follows its last `/` or `#`."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
