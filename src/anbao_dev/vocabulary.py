"""Writes `src/anbao/graph/vocabulary.py` from the ontology: `python -m anbao_dev.vocabulary`."""

from __future__ import annotations

from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, SKOS

ROOT = Path(__file__).parents[2]
NAMESPACE = "https://w3id.org/anbao/ontology#"
TARGET = ROOT / "src" / "anbao" / "graph" / "vocabulary.py"
WIDTH = 100  # of a line with its comment
KINDS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
)
HEAD = '''"""The terms of the Anbao ontology, closed: an unknown name raises.

Generated from `ontology/` by `make generate`; do not edit.
"""

from __future__ import annotations

from rdflib.namespace import DefinedNamespace, Namespace
from rdflib.term import URIRef

__all__ = ["ANBAO"]


class ANBAO(DefinedNamespace):
    """The classes, properties and individuals of the ontology."""

    _fail = True
    _NS = Namespace("{namespace}")

'''


def generate() -> str:
    """Return the text of the vocabulary module."""
    graph = rdflib.Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path)
    terms = {
        term for kind in KINDS for term in graph.subjects(RDF.type, kind) if str(term).startswith(NAMESPACE)
    }
    lines = []
    for term in sorted(terms, key=str):
        labels = (o for o in graph.objects(term, SKOS.prefLabel) if isinstance(o, rdflib.Literal))
        label = next((str(o) for o in labels if o.language == "en"), "")
        name = str(term).removeprefix(NAMESPACE)
        line = f"    {name}: URIRef"
        comment = f"  # {label}"
        lines.append(line + (comment if len(line + comment) <= WIDTH else ""))
    return HEAD.replace("{namespace}", NAMESPACE) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(generate(), "utf-8")
