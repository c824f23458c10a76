"""The merged ontology, read by horned-owl."""

from collections import Counter
from pathlib import Path

import pyhornedowl
import pyoxigraph as ox
import pytest

from anbao.export import Content
from anbao.graph.namespaces import OWL, RDFS
from anbao.graph.stores import RDF_TYPE

HOME = "https://w3id.org/anbao/"


def test_horned_owl_reads_the_same_axioms(exported: Path, content: Content) -> None:
    """horned-owl, in Rust, finds the axioms that the graph states of terms and circumstances."""
    ontology = pyhornedowl.open_ontology(str(exported / "anbao-ontology.owl"))
    kinds = Counter(type(axiom.component).__name__ for axiom in ontology.get_axioms())
    said = [t for t in content.asserted_triples if not str(t.subject).startswith(f"<{HOME}id/")]

    def stated(predicate: str) -> int:
        return sum(triple.predicate.value == predicate for triple in said)

    def declared(kind: str) -> int:
        return sum((t.predicate, t.object) == (RDF_TYPE, ox.NamedNode(OWL + kind)) for t in said)

    assert kinds["SubClassOf"] == stated(RDFS + "subClassOf") > 200
    assert kinds["DisjointClasses"] == stated(OWL + "disjointWith")
    assert kinds["EquivalentClasses"] == stated(OWL + "equivalentClass")
    assert kinds["DeclareObjectProperty"] == declared("ObjectProperty")
    assert kinds["DeclareDataProperty"] == declared("DatatypeProperty")
    annotated = sum(bool(axiom.ann) for axiom in ontology.get_axioms())
    assert annotated == declared("Axiom") > 100


def test_one_header_and_no_import(exported: Path) -> None:
    """The modules are merged under the header of the ontology."""
    read = list(ox.parse(path=exported / "anbao-ontology.owl", format=ox.RdfFormat.RDF_XML))
    headers = [
        q.subject for q in read if (q.predicate, q.object) == (RDF_TYPE, ox.NamedNode(OWL + "Ontology"))
    ]
    assert headers == [ox.NamedNode(HOME + "ontology")]
    assert not [quad for quad in read if quad.predicate.value == OWL + "imports"]


@pytest.mark.parametrize("name", ["ontology#Norm", "circumstance#Consumer"])
def test_terms_have_both_labels(exported: Path, name: str) -> None:
    """Labels in both languages come with the terms."""
    ontology = pyhornedowl.open_ontology(str(exported / "anbao-ontology.owl"))
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert len(ontology.get_annotations(HOME + name, label)) == 2
