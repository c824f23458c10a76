"""What the SPARQL page offers: the questions of the library, prefixes, and names to complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from anbao.graph.query_files import MARK, QueryFile
from anbao.graph.questions import PREFIXES, library
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law
from anbao.site.names import shorten
from anbao.wording import Label

__all__ = ["answerable", "build_library"]

IS_DEFINED_BY = ox.NamedNode(PREFIXES["rdfs"] + "isDefinedBy")
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
CIRCUMSTANCES = {str(ANBAO.FactualCircumstance), str(ANBAO.LegalConcept)}
# What a term of the ontology is, in the words that an editor marks its completions with.
KINDS = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "property",
    PREFIXES["owl"] + "DatatypeProperty": "property",
    PREFIXES["owl"] + "AnnotationProperty": "property",
    PREFIXES["owl"] + "NamedIndividual": "constant",
}


def build_library(store: ox.Store, law: Law) -> dict[str, Any]:
    """Return the questions with their parameters, the prefixes, and the terms of the ontology."""
    return {
        "questions": [_question(question) for question in library() if answerable(question)],
        "prefixes": PREFIXES,
        "terms": [[name, kind, label.zh, label.en] for name, kind, label in sorted(_terms(store, law))],
    }


def answerable(question: QueryFile) -> bool:
    """Return whether a question can be answered in a browser: one that asks another endpoint cannot."""
    return all(param["type"] != "address" for param in question.header.get("params") or [])


def _question(question: QueryFile) -> dict[str, Any]:
    header = question.header
    lines = question.text.splitlines()
    return {
        "name": question.name,
        "summary": {language: question.summary(language) for language in ("zh", "en")},
        # YAML reads an example such as 2021-01-01 as a date; the page wants what would be typed.
        "params": [{k: str(v) for k, v in one.items()} for one in header.get("params") or []],
        "columns": header.get("columns") or {},
        "text": "\n".join(line for line in lines if not line.startswith(MARK)).strip() + "\n",
    }


def _terms(store: ox.Store, law: Law) -> Iterator[tuple[str, str, Label]]:
    """Yield the terms that the ontology defines, with their kinds and labels."""
    for quad in store.quads_for_pattern(None, IS_DEFINED_BY, None):
        if isinstance(quad.subject, ox.NamedNode):
            iri = quad.subject.value
            yield shorten(iri), _kind(store, quad.subject), law.labels.get(iri, Label("", ""))


def _kind(store: ox.Store, term: ox.NamedNode) -> str:
    typed = (quad.object for quad in store.quads_for_pattern(term, RDF_TYPE, None))
    types = sorted(one.value for one in typed if isinstance(one, ox.NamedNode))
    if CIRCUMSTANCES.intersection(types):
        return "enum"
    return next((KINDS[one] for one in types if one in KINDS), "type")
