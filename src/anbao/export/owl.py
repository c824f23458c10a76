"""The ontology as one OWL 2 DL document, for editors and reasoners that cannot follow imports."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from anbao.export.content import HOME, Content
from anbao.export.files import File
from anbao.export.rdf import serialize
from anbao.export.resources import CIRCUMSTANCE, ONTOLOGY, statements
from anbao.graph.namespaces import OWL
from anbao.graph.stores import RDF_TYPE

__all__ = ["files"]

HEADER = ox.NamedNode(HOME + "ontology")
IMPORTS = ox.NamedNode(OWL + "imports")


def files(content: Content) -> Iterator[File]:
    """Yield the terms and circumstances in RDF/XML under one header, the modules merged."""
    documents = statements(content)
    said = documents[CIRCUMSTANCE] + documents[ONTOLOGY]
    headers = {
        t.subject for t in said if t.predicate == RDF_TYPE and t.object == ox.NamedNode(OWL + "Ontology")
    }
    modules = headers - {HEADER}
    kept = [t for t in said if t.subject not in modules and t.predicate != IMPORTS]
    form = ox.RdfFormat.RDF_XML
    yield File("anbao-ontology.owl", serialize(kept, form), form.media_type, triples=len(kept))
