"""JSON-LD in compact form, one tree for each resource.

The context follows the data: a property all of whose values are resources,
dates or texts in a language is declared so, and its values are written plain.
Any other value is written out in full, so that expanding always gives the
triples back. PyLD does the same for any context and takes several times as
long: the tests compare the two, the benchmark times them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

import pyoxigraph as ox

from anbao.export.content import PREFIXES, Content
from anbao.export.files import File
from anbao.export.rdf import STEM, VARIANTS
from anbao.graph.namespaces import OWL, RDF
from anbao.graph.stores import RDF_TYPE

__all__ = ["CONTEXT_URL", "Compactor", "build_context", "context", "files"]

CONTEXT_URL = "https://w3id.org/anbao/context.jsonld"
MEDIA_TYPE = "application/ld+json"
VOCABULARY = PREFIXES["anbao"]
XSD = PREFIXES["xsd"]
STRING, INTEGER, BOOLEAN = XSD + "string", XSD + "integer", XSD + "boolean"
NATIVE = {STRING, INTEGER, BOOLEAN}
FIRST, REST, NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
ANNOTATED = ox.NamedNode(OWL + "annotatedSource")
Json: TypeAlias = dict[str, Any]


@cache
def shorten(iri: str) -> str:
    """Return an IRI with its prefix, or as it is where no prefix is known."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


@cache
def term_of(predicate: str) -> str:
    """Return the key of a property: bare for one of this ontology, prefixed for another."""
    own = predicate.removeprefix(VOCABULARY)
    return own if own != predicate else shorten(predicate)


def _kind(value: object) -> str:
    """Return how a value is typed in a context: `@id`, `@language`, or the IRI of its datatype."""
    if not isinstance(value, ox.Literal):
        return "@id"
    return "@language" if value.language else value.datatype.value


def build_context(statements: Iterable[ox.Quad | ox.Triple]) -> Json:
    """Return the JSON-LD context that suits some statements."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        kinds[statement.predicate.value].add(_kind(statement.object))
    terms: Json = {"@version": 1.1, "@vocab": VOCABULARY, **PREFIXES}
    for predicate in sorted(kinds):
        if predicate in {RDF_TYPE.value, FIRST.value, REST.value} or len(kinds[predicate]) > 1:
            continue
        if term_of(predicate) == predicate:  # without a prefix it stays what it is, outside the context
            continue
        (kind,) = kinds[predicate]
        if kind == "@language":
            terms[term_of(predicate)] = {"@id": shorten(predicate), "@container": "@language"}
        elif kind not in NATIVE:
            terms[term_of(predicate)] = {"@id": shorten(predicate), "@type": shorten(kind)}
    return terms


class Compactor:
    """Writes resources as compact JSON-LD; blank nodes are nested where they belong."""

    def __init__(self, terms: Mapping[str, Any], statements: Iterable[ox.Triple | ox.Quad]) -> None:
        """Index the statements by subject, and annotated axioms by what they are about."""
        self.terms = terms
        self.outgoing: dict[Any, list[tuple[ox.NamedNode, Any]]] = {}
        self.axioms: dict[Any, list[ox.BlankNode]] = defaultdict(list)
        for statement in statements:
            self.outgoing.setdefault(statement.subject, []).append((statement.predicate, statement.object))
            if statement.predicate == ANNOTATED and isinstance(statement.subject, ox.BlankNode):
                self.axioms[statement.object].append(statement.subject)

    def nodes(self) -> Iterator[Json]:
        """Yield one tree for each resource that has an IRI, in the order of the statements."""
        for subject in self.outgoing:
            if isinstance(subject, ox.NamedNode):
                yield self.node(subject)

    def node(self, subject: ox.NamedNode | ox.BlankNode) -> Json:
        """Return the tree of one resource, the annotations of its axioms in it."""
        tree: Json = {"@id": shorten(subject.value)} if isinstance(subject, ox.NamedNode) else {}
        nested = isinstance(subject, ox.BlankNode)
        grouped: dict[ox.NamedNode, list[Any]] = defaultdict(list)
        for predicate, value in self.outgoing.get(subject, ()):
            if not (nested and predicate == ANNOTATED):  # said by the nesting
                grouped[predicate].append(value)
        for predicate, values in grouped.items():
            if predicate == RDF_TYPE:
                tree["@type"] = _bare([term_of(value.value) for value in values])
            else:
                self._add(tree, predicate.value, values)
        if axioms := self.axioms.get(subject):
            tree["@reverse"] = {shorten(ANNOTATED.value): [self.node(axiom) for axiom in axioms]}
        return tree

    def _add(self, tree: Json, predicate: str, values: list[Any]) -> None:
        key = term_of(predicate)
        declared = self.terms.get(key, {})
        if declared.get("@container") == "@language":
            spoken: dict[str, list[str]] = defaultdict(list)
            for value in values:
                if isinstance(value, ox.Literal) and value.language:
                    spoken[value.language].append(value.value)
            if spoken:
                tree[key] = {language: _bare(texts) for language, texts in sorted(spoken.items())}
            values = [v for v in values if not (isinstance(v, ox.Literal) and v.language)]
            # The full IRI of the property is no term, and so bound to no container.
            key, declared = predicate, {}
        if values:
            tree[key] = _bare([self._value(value, declared.get("@type")) for value in values])

    def _value(self, value: Any, declared: str | None) -> Any:
        if isinstance(value, ox.NamedNode):
            return shorten(value.value) if declared == "@id" else {"@id": shorten(value.value)}
        if isinstance(value, ox.BlankNode):
            members = self._members(value)
            if members is None:
                return self.node(value)
            return {"@list": [self._value(member, declared) for member in members]}
        return _literal(value, declared)

    def _members(self, head: Any) -> list[Any] | None:
        """Return the members of a well-formed list, or None if the node is no list."""
        found = []
        while head != NIL:
            described = dict(self.outgoing.get(head, ()))
            if set(described) != {FIRST, REST} or len(self.outgoing[head]) != len(described):
                return None
            found.append(described[FIRST])
            head = described[REST]
        return found


def _literal(value: ox.Literal, declared: str | None) -> Any:
    """Return a literal: plain where the context types it, or a JSON type does."""
    datatype = value.datatype.value
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if declared == shorten(datatype):
        return value.value
    if declared is None:
        if datatype == STRING:
            return value.value
        if datatype == INTEGER and str(int(value.value)) == value.value:
            return int(value.value)
        if datatype == BOOLEAN and value.value in {"true", "false"}:
            return value.value == "true"
    return {"@value": value.value, "@type": shorten(datatype)}


def _bare(values: list[Any]) -> Any:
    """Return a single value without its list."""
    return values[0] if len(values) == 1 else values


def context(content: Content) -> Json:
    """Return the published context: that of everything asserted, inferred and decided."""
    return {"@context": build_context(content.inferred)}


def write(terms: Mapping[str, Any], graphs: Mapping[str, Iterable[Json]]) -> bytes:
    """Return named graphs as one document, a line for each resource so that versions can be compared."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    trees = (
        f'{{"@id": {line(shorten(name))}, "@graph": [\n' + ",\n".join(map(line, nodes)) + "\n]}"
        for name, nodes in graphs.items()
    )
    text = f'{{"@context": {line(terms)},\n"@graph": [\n' + ",\n".join(trees) + "\n]}\n"
    return text.encode("utf-8")


def files(content: Content) -> Iterator[File]:
    """Yield the context, then each variant with its named graphs and the context inside."""
    published = context(content)
    terms = published["@context"]
    text = json.dumps(published, ensure_ascii=False, indent=1) + "\n"
    yield File("context.jsonld", text.encode("utf-8"), MEDIA_TYPE, packed=False)
    for variant in VARIANTS:
        quads: list[ox.Quad] = getattr(content, variant)
        inside: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            inside[quad.graph_name.value].append(quad)  # type: ignore[union-attr]
        trees = {name: Compactor(terms, found).nodes() for name, found in inside.items()}
        yield File(f"{STEM[variant]}.jsonld", write(terms, trees), MEDIA_TYPE, variant, len(quads))
