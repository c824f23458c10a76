"""What each resource is described by on its own page."""

import pyoxigraph as ox
import pytest

from anbao.export import Content, Description, describe
from anbao.export.resources import document_of
from anbao.graph.namespaces import OWL
from anbao.graph.stores import RDF_TYPE

HOME = "https://w3id.org/anbao/"


@pytest.fixture(scope="module")
def documents(content: Content) -> dict[str, Description]:
    """Return the documents by path."""
    return {description.path: description for description in describe(content)}


def test_union_of_all_documents_is_the_dump(documents: dict[str, Description], content: Content) -> None:
    """Merging the Turtle of all documents gives the dump: no blank node stands in two of them."""
    merged: list[ox.Quad] = []
    for number, description in enumerate(documents.values()):
        named: dict[ox.BlankNode, ox.BlankNode] = {}
        for quad in ox.parse(description.turtle(), format=ox.RdfFormat.TURTLE):
            ends = [
                named.setdefault(end, ox.BlankNode(f"d{number}n{len(named)}"))
                if isinstance(end, ox.BlankNode)
                else end
                for end in (quad.subject, quad.object)
            ]
            merged.append(ox.Quad(ends[0], quad.predicate, ends[1]))
    found = ox.Dataset(merged)
    dump = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in content.asserted_triples)
    for dataset in (found, dump):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == dump


def test_every_resource_has_a_document(documents: dict[str, Description], content: Content) -> None:
    """Whatever the graph describes under id/ has a document with every statement about it."""
    about: dict[str, set[ox.Triple]] = {}
    for triple in content.asserted_triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(HOME + "id/"):
            about.setdefault(triple.subject.value, set()).add(triple)
    assert len(about) > 3000
    for iri, triples in about.items():
        assert triples <= set(documents[iri.removeprefix(HOME)].about)


def test_description_is_symmetric(documents: dict[str, Description]) -> None:
    """The page of a provision tells which norms it lays down and what is part of it."""
    provision = documents["id/cn-ecl-art-38-2"]
    pointing = {(str(t.subject), t.predicate.value.rsplit("#")[-1]) for t in provision.incoming}
    assert (f"<{HOME}id/cn-ecl-art-38-2-safety>", "laidDownIn") in pointing
    assert all(t.object == ox.NamedNode(provision.iri) for t in provision.incoming)
    tree = provision.jsonld()
    assert tree["@id"] == "id:cn-ecl-art-38-2"
    assert {"@id": "id:cn-ecl-art-38-2-safety"} in tree["@reverse"]["laidDownIn"]


def test_annotations_of_axioms_stand_with_their_circumstance(documents: dict[str, Description]) -> None:
    """The sources of an axiom are in the document of the circumstances, and in no other."""
    axiom = ox.NamedNode(OWL + "Axiom")
    holding = [
        path
        for path, description in documents.items()
        if any((t.predicate, t.object) == (RDF_TYPE, axiom) for t in description.triples)
    ]
    assert holding == ["circumstance"]


def test_terms_share_a_document(documents: dict[str, Description]) -> None:
    """Terms, modules and what is said of foreign terms stand in the ontology's document."""
    subjects = {str(triple.subject) for triple in documents["ontology"].about}
    assert f"<{HOME}ontology#Norm>" in subjects
    assert f"<{HOME}ontology/norms>" in subjects
    assert "<http://www.w3.org/2004/02/skos/core#prefLabel>" in subjects
    assert documents["ontology"].incoming == ()


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("id/cn-ecl", "id/cn-ecl"),
        ("id/case-c19-dispute-1/decision/position-p02", "id/case-c19-dispute-1"),
        ("ontology#Norm", "ontology"),
        ("ontology/norms", "ontology"),
        ("circumstance#Consumer", "circumstance"),
    ],
)
def test_document_of(iri: str, path: str) -> None:
    """An IRI is described where the redirects of w3id.org lead."""
    assert document_of(HOME + iri) == path
