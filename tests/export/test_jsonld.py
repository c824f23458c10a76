"""JSON-LD: expanding gives the same triples, and PyLD would write the same."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld as pyld

from anbao.export import Content, describe
from anbao.export.jsonld import CONTEXT_URL, Compactor, build_context


@pytest.fixture(scope="module")
def document(exported: Path) -> Any:
    """Return the exported JSON-LD of what is asserted."""
    return json.loads((exported / "anbao.jsonld").read_text("utf-8"))


def canonical(text: str | bytes) -> ox.Dataset:
    """Return quads with canonical blank nodes."""
    found = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def test_pyld_expands_to_the_same_quads(document: Any, exported: Path) -> None:
    """The reference implementation reads the dump as the N-Quads say it."""
    expanded = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(expanded) == canonical((exported / "anbao.nq").read_bytes())


def test_rdflib_expands_to_the_same_number(document: Any, content: Content) -> None:
    """Another processor finds as many quads."""
    read = rdflib.Dataset().parse(data=json.dumps(document), format="json-ld")
    assert len(read) == len(content.asserted)


def test_pyld_compacts_to_the_same_trees(document: Any) -> None:
    """Where no axiom is annotated, PyLD writes each resource alike with the same context."""
    compacted = pyld.compact(pyld.expand(document), document["@context"])
    ours = {graph["@id"]: graph["@graph"] for graph in document["@graph"]}
    theirs = {graph["@id"]: graph["@graph"] for graph in compacted["@graph"]}
    compared = 0
    for name, trees in ours.items():
        for tree, peer in zip(trees, theirs[name], strict=True):
            if "@reverse" not in tree:
                assert tree == peer
                compared += 1
    assert compared > 3500


def test_context_is_published_and_used(document: Any, exported: Path) -> None:
    """The context file is the one inside the dumps."""
    published = json.loads((exported / "context.jsonld").read_text("utf-8"))
    assert published["@context"] == document["@context"]
    assert published["@context"]["laidDownIn"] == {"@id": "anbao:laidDownIn", "@type": "@id"}
    assert published["@context"]["wording"] == {"@id": "anbao:wording", "@container": "@language"}


def test_each_resource_is_one_tree(document: Any) -> None:
    """In a graph, no resource is split over two trees, and blank nodes have no name."""
    for graph in document["@graph"]:
        names = [tree["@id"] for tree in graph["@graph"]]
        assert len(names) == len(set(names))
    assert '"_:' not in json.dumps(document)


def test_description_expands_with_the_published_context(content: Content, exported: Path) -> None:
    """A page's JSON-LD, its context loaded from its address, gives the page's triples."""
    published = json.loads((exported / "context.jsonld").read_text("utf-8"))

    def load(address: str, options: object = None) -> dict[str, Any]:
        assert address == CONTEXT_URL
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": published,
        }

    chosen = [d for d in describe(content) if d.path in {"id/cn-ecl-art-38-2", "circumstance", "id/case-c19"}]
    assert len(chosen) == 3
    for description in chosen:
        document = json.loads(description.jsonld_text())
        assert document["@context"] == CONTEXT_URL
        expanded = pyld.to_rdf(document, {"format": "application/n-quads", "documentLoader": load})
        said = "".join(f"{triple} .\n" for triple in description.triples)
        assert canonical(expanded) == canonical(said)


ODD = """
<urn:s> <urn:mixed> <urn:o>, "text", "text"@en, 5, "005"^^<http://www.w3.org/2001/XMLSchema#integer>, true .
<urn:s> <urn:spoken> "a"@en, "b"@en, "c"@zh .
<urn:s> <urn:day> "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<urn:s> <urn:list> ( <urn:a> "b" ( 3 ) ) ; <urn:empty> () ; <urn:nested> [ <urn:p> [ a <urn:C> ] ] .
<urn:s> <urn:broken> [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ] .
<urn:t> <urn:spoken> "d"@en .
<https://w3id.org/anbao/id/x> a <https://w3id.org/anbao/ontology#Norm> ; <urn:size> 1.50 .
"""


def test_odd_values_survive() -> None:
    """Values of mixed kinds, lists in lists, lists that are none, and odd numbers come back as they were."""
    triples = [quad.triple for quad in ox.parse(ODD, format=ox.RdfFormat.TURTLE)]
    context = build_context(triples)
    document = {"@context": context, "@graph": list(Compactor(context, triples).nodes())}
    expanded = pyld.to_rdf(json.loads(json.dumps(document)), {"format": "application/n-quads"})
    assert canonical(expanded) == canonical("".join(f"{triple} .\n" for triple in triples))


def test_context_made_for_other_data_loses_nothing() -> None:
    """A value that does not suit the context is written out in full."""
    space = "PREFIX : <https://w3id.org/anbao/ontology#> "
    suited = space + ':s :p "a"@en ; :q :o ; :d "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
    made_for = [quad.triple for quad in ox.parse(suited, format=ox.RdfFormat.TURTLE)]
    other = space + ':s :p "plain", :o, "b"@en ; :q "text", 7, "c"@en ; :d :o, "day", 8 .'
    triples = [quad.triple for quad in ox.parse(other, format=ox.RdfFormat.TURTLE)]
    context = build_context(made_for)
    document = {"@context": context, "@graph": list(Compactor(context, triples).nodes())}
    expanded = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(expanded) == canonical("".join(f"{triple} .\n" for triple in triples))
