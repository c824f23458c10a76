"""What each resource is described by when its IRI is looked up.

A description is the concise bounded description of the resource: the
statements about it, with the blank nodes in them and the annotations of its
axioms. It is symmetric for what the data names (`id/…`): what points to a
provision is found from the provision. The terms of the ontology share one
document, and so do the circumstances, because their IRIs differ after the `#`
only. Together the documents hold every asserted statement, and no other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from anbao.export.content import HOME, Content
from anbao.export.jsonld import ANNOTATED, CONTEXT_URL, Compactor, Json, build_context, shorten, term_of
from anbao.export.rdf import serialize
from anbao.graph.stores import text

__all__ = ["Description", "describe", "document_of", "statements"]

ID = HOME + "id/"
ONTOLOGY, CIRCUMSTANCE = "ontology", "circumstance"


@dataclass(frozen=True)
class Description:
    """What a document says.

    Attributes:
        path: where it stands below `https://w3id.org/anbao/`, without an ending: `id/cn-ecl`.
        about: the statements about what it describes, in order.
        incoming: the statements by which others point to it, in order.
        terms: the JSON-LD context of the graph.
    """

    path: str
    about: tuple[ox.Triple, ...]
    incoming: tuple[ox.Triple, ...]
    terms: Json

    @property
    def iri(self) -> str:
        """The IRI that leads to the document; that of the resource, if it describes one."""
        return HOME + self.path

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        """All statements of the document."""
        return self.about + self.incoming

    def turtle(self) -> str:
        """Return the document in Turtle."""
        return serialize(self.triples, ox.RdfFormat.TURTLE).decode("utf-8")

    def jsonld(self, context: str | Json = CONTEXT_URL) -> Json:
        """Return the document in JSON-LD, one tree for a resource with what points to it under `@reverse`.

        Args:
            context: the address of the context, or the context itself.
        """
        trees = list(Compactor(self.terms, self.about).nodes())
        for triple in self.incoming:
            pointing = trees[0].setdefault("@reverse", {}).setdefault(term_of(triple.predicate.value), [])
            pointing.append({"@id": shorten(text(triple.subject))})
        return (
            {"@context": context, **trees[0]} if len(trees) == 1 else {"@context": context, "@graph": trees}
        )

    def jsonld_text(self, context: str | Json = CONTEXT_URL) -> str:
        """Return the document in JSON-LD as text."""
        return json.dumps(self.jsonld(context), ensure_ascii=False, indent=1) + "\n"


def document_of(iri: str) -> str:
    """Return the path of the document that describes an IRI.

    What is computed from a resource (`…/id/case-c19-dispute-1/decision/…`) is
    described with it, and what the ontology says of foreign terms with the ontology.
    """
    if iri.startswith(ID):
        return "id/" + iri.removeprefix(ID).split("/", 1)[0]
    return CIRCUMSTANCE if iri.startswith(HOME + CIRCUMSTANCE) else ONTOLOGY


def describe(content: Content) -> Iterator[Description]:
    """Yield the documents of all resources, by path.

    A blank node stands in one document only, so that merging them gives the graph back.
    """
    found = statements(content)
    incoming: dict[str, list[ox.Triple]] = defaultdict(list)
    for home, triples in found.items():
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
                there = document_of(triple.object.value)
                if triple.object.value == HOME + there and there != home and there.startswith("id/"):
                    incoming[there].append(triple)
    terms = build_context(content.inferred)
    for path, triples in found.items():
        yield Description(path, tuple(triples), tuple(sorted(incoming[path], key=str)), terms)


def statements(content: Content) -> dict[str, list[ox.Triple]]:
    """Return by path, in order, what sources assert in each document."""
    homes = _homes(content.asserted_triples)
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in content.asserted_triples:
        found[homes[triple.subject]].append(triple)
    return dict(sorted(found.items()))


def _homes(triples: list[ox.Triple]) -> dict[Any, str]:
    """Return the document of each subject.

    A blank node stands with what points to it, or with what it annotates.
    """
    homes: dict[Any, str] = {}
    owners: dict[Any, Any] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            homes[triple.subject] = document_of(triple.subject.value)
        elif triple.predicate == ANNOTATED:
            owners[triple.subject] = triple.object
        if isinstance(triple.object, ox.BlankNode):
            owners[triple.object] = triple.subject
    for node in owners:
        above = node
        while isinstance(above, ox.BlankNode):
            above = owners[above]
        homes[node] = document_of(above.value)
    return homes
