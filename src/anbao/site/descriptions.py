"""The machine's side of a page: its Turtle and JSON-LD, and what stands embedded in the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from anbao.engine.engine import Engine
from anbao.export import Content, Description, describe
from anbao.export.catalogue import NAME, Written
from anbao.export.catalogue import describe as describe_files
from anbao.export.files import File
from anbao.export.jsonld import CONTEXT_URL, Compactor
from anbao.export.owl import files as owl_files
from anbao.export.rdf import files as rdf_files
from anbao.export.resources import document_of
from anbao.site.catalogue import Resource
from anbao.site.tables import ask

__all__ = ["Descriptions", "read_descriptions"]

ASSERTED = "asserted"
DOWNLOADS = "data"
IN_FORCE = {True: "InForce", False: "NotInForce"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Descriptions:
    """The documents of all resources, by their path, and statutes and provisions as schema.org has them."""

    content: Content
    documents: Mapping[str, Description]
    legislation: Mapping[str, Json]

    def document(self, resource: Resource) -> str:
        """Return the path of the document that describes a resource, without its ending."""
        return document_of(resource.iri)

    @cached_property
    def trees(self) -> dict[str, Json]:
        """What each document says of the resources that it describes, as JSON-LD, by IRI."""
        found: dict[str, Json] = {}
        for document in self.documents.values():
            writer = Compactor(document.terms, document.about)
            subjects = [node for node in writer.outgoing if isinstance(node, ox.NamedNode)]
            found |= {node.value: writer.node(node) for node in subjects}
        return found

    def embedded(self, resource: Resource) -> Markup:
        """Return the JSON-LD embedded in a page: that of schema.org, and the resource's own statements."""
        blocks = []
        if resource.iri in self.legislation:
            known = self.legislation[resource.iri]
            blocks.append({**known, "name": resource.label.zh, "alternateName": resource.label.en})
        blocks.append({"@context": CONTEXT_URL, **self.trees[resource.iri]})
        return Markup("\n").join(_script(block) for block in blocks)

    @cached_property
    def dumps(self) -> list[File]:
        """The whole graph as its sources assert it, in files to be downloaded."""
        forms = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
        found = [file for form in forms for file in rdf_files(self.content, form) if file.variant == ASSERTED]
        return [*found, *owl_files(self.content)]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the documents in Turtle and JSON-LD, their context, and the dumps with their description."""
        terms: Json = {}
        for path, document in self.documents.items():
            terms = document.terms
            yield f"{path}.ttl", document.turtle().encode("utf-8")
            yield f"{path}.jsonld", document.jsonld_text().encode("utf-8")
        yield "context.jsonld", json.dumps({"@context": terms}, ensure_ascii=False, indent=1).encode("utf-8")
        for file in self.dumps:
            yield f"{DOWNLOADS}/{file.path}", file.content
        written = [Written.of(file, file.path, file.content) for file in self.dumps]
        yield f"{DOWNLOADS}/{NAME}", describe_files(self.content, written)


def _script(block: Json) -> Markup:
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def read_descriptions(engine: Engine, store: ox.Store) -> Descriptions:
    """Return the descriptions of all resources of a graph."""
    content = Content(engine)
    documents = {document.path: document for document in describe(content)}
    return Descriptions(content, documents, dict(_legislation(store)))


def _legislation(store: ox.Store) -> Iterator[tuple[str, Json]]:
    """Yield statutes and provisions as schema.org's `Legislation`; a query names the properties."""
    for row in ask(store, "legislation"):
        page, until = row.pop("page"), row.pop("until")
        described: Json = {"@context": "https://schema.org", "@type": "Legislation", "@id": page.value}
        described |= {name: _value(term) for name, term in row.items() if term is not None}
        if row["legislationDateVersion"] is not None:
            described["legislationLegalForce"] = IN_FORCE[until is None]
        yield page.value, {**described, "legislationJurisdiction": "CN", "inLanguage": "zh-Hans"}


def _value(term: ox.NamedNode | ox.Literal) -> str | Json:
    return {"@id": term.value} if isinstance(term, ox.NamedNode) else term.value
