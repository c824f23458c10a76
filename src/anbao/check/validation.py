"""Whether the data keeps its own rules: SHACL, violation queries, OWL consistency.

The shapes under `ontology/shapes/` say what each resource must have, the
queries of `queries/violations/` what SHACL says badly, and HermiT whether the
axioms can all be true, under the bare statutes and under every position. What
they find is a result; only unusable input raises.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL
from rdflib.term import Node

from anbao.disputes import documents
from anbao.disputes.disputes import Dispute, from_store
from anbao.errors import InconsistentOntology
from anbao.graph.query_files import QueryFile, folder
from anbao.graph.stores import RDF_TYPE, files, read, resources, text
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.hermit import realise
from anbao.law.norms import Law, read_law
from anbao.wording import Label, phrase

__all__ = ["Violation", "check", "of_axioms", "of_queries", "of_shapes", "of_specialities"]

DOCUMENTS = {".json", ".yaml", ".yml"}
OURS = "https://w3id.org/anbao/id/"  # a term of another vocabulary may be declared in several modules
ENDLESS = {"provision-cycle"}  # a walk up such a circle would not end


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a rule of the data.

    Attributes:
        check: the name of the shape or query, or `consistency`.
        entity: the IRI of what is at fault; of an annotated axiom, its subject.
        property: the IRI of the property at fault, where it is one.
        value: the value at fault, where it is one.
        message: what is wrong and how to mend it, in both languages.
        severity: `violation`, `warning` or `info`.
        file: the file that describes the entity, where it is known.
    """

    check: str
    entity: str
    property: str | None
    value: str | None
    message: Label
    severity: str = "violation"
    file: Path | None = None


def check(paths: Sequence[Path] = (), *, reasoner: bool = True) -> list[Violation]:
    """Return what breaks the rules in the graph of the package together with the given files.

    Args:
        paths: more files, of RDF or of disputes (JSON, YAML).
        reasoner: whether HermiT runs too, on what is not cached yet.

    Raises:
        DataError: a file cannot be read or parsed, or a dispute names something unknown.
        ContradictoryFindings: a JSON or YAML dispute finds a circumstance both ways.
        ReasonerUnavailable: there is no Java to run HermiT on.
    """
    store = ox.Store()
    places = _Places()
    known = {path.resolve() for path in files()}
    added = [path for path in paths if path.suffix not in DOCUMENTS and path.resolve() not in known]
    for path in [*files(), *added]:
        store.extend(places.note(read(path), path))
    if places.twice:  # two descriptions run together break rules that each keeps, and tell of nothing else
        return places.repeated()
    found = of_queries(store, folder("violations"))
    law = read_law(store) if ENDLESS.isdisjoint(violation.check for violation in found) else None
    written = [path for path in paths if path.suffix in DOCUMENTS]
    disputes = [dispute for path in written for dispute in documents.read_file(path, law)] if law else []
    found += of_shapes(store)
    if law:
        # A finding that breaks a shape cannot be read; it is reported already.
        disputes += [] if found else from_store(store, law)
        if reasoner:
            found += of_axioms(law) or of_specialities(store, law)
            found += of_disputes(law, disputes)
    located = {replace(violation, file=places.of(violation)) for violation in found}
    return sorted(
        located,
        key=lambda v: (str(v.file or ""), v.entity, v.check, v.property or "", v.value or ""),
    )


class _Places:
    """The files that state each property, recorded while reading."""

    def __init__(self) -> None:
        self.named: dict[str, Path] = {}
        self.described: dict[str, Path] = {}
        self.stated: dict[tuple[str, str], Path] = {}
        self.twice: dict[str, Path] = {}

    def note(self, quads: Iterable[ox.Quad], path: Path) -> Iterator[ox.Quad]:
        """Yield quads as they come, and note that `path` states them."""
        for quad in quads:
            subject = str(getattr(quad.subject, "value", quad.subject))
            self.named.setdefault(subject, path)
            first = self.described.setdefault(subject, path) if quad.predicate == RDF_TYPE else path
            if first != path and subject.startswith(OURS):
                self.twice.setdefault(subject, path)
            self.stated.setdefault((subject, quad.predicate.value), path)
            yield quad

    def repeated(self) -> list[Violation]:
        """Return the resources that two files describe, each with the file that came second."""
        found = []
        for entity, path in sorted(self.twice.items(), key=lambda item: (str(item[1]), item[0])):
            first = self.described[entity]
            message = phrase("check.described twice", first=first)
            found.append(Violation("described-twice", entity, str(RDF.type), None, message, file=path))
        return found

    def of(self, violation: Violation) -> Path | None:
        """Return the file that states the property at fault, or else describes or names the entity."""
        described = self.described.get(violation.entity) or self.named.get(violation.entity)
        return self.stated.get((violation.entity, violation.property or ""), described)


def of_shapes(store: ox.Store, only: Sequence[str] = ()) -> list[Violation]:
    """Return what breaks the SHACL shapes, or those of the shapes named by the IRIs in `only`."""
    shapes, data = _shapes(tuple(only)), _union(store)
    with _quiet():
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    return [_of_result(report, node, shapes, data) for node in report.objects(None, SH.result)]


@cache
def _shapes(only: tuple[str, ...]) -> Graph:
    """Return the shapes; where some are named, those alone, with all that they refer to."""
    if only:
        return _described(_shapes(()), [URIRef(iri) for iri in only])
    shapes = Graph()
    for path in sorted((resources() / "ontology" / "shapes").glob("*.ttl")):
        shapes.parse(path)
    return shapes


def _described(shapes: Graph, chosen: Sequence[URIRef]) -> Graph:
    """Return the triples that can be reached from the chosen shapes; other shapes lose their targets."""
    described = Graph()
    for node in {node for shape in chosen for node in shapes.transitive_objects(shape, None)}:
        for triple in shapes.triples((node, None, None)):
            if node in chosen or triple[1] not in (SH.targetClass, SH.targetSubjectsOf):
                described.add(triple)
    return described


def _union(store: ox.Store) -> Graph:
    """Return the union of a store's graphs; premises stand in graphs of their own."""

    def term(value: object) -> Node:
        if isinstance(value, ox.NamedNode):
            return URIRef(value.value)
        if isinstance(value, ox.Literal):
            datatype = None if value.language else URIRef(value.datatype.value)
            return Literal(value.value, lang=value.language, datatype=datatype, normalize=False)
        assert isinstance(value, ox.BlankNode)
        return BNode(value.value)

    graph = Graph()
    with _quiet():
        for quad in store:
            graph.add((term(quad.subject), URIRef(quad.predicate.value), term(quad.object)))
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging the malformed literals that the shapes report anyway."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _of_result(report: Graph, node: Node, shapes: Graph, data: Graph) -> Violation:
    """Return one SHACL result, with the messages of the shape that it comes from."""
    parts = (SH.sourceShape, SH.focusNode, SH.resultPath, SH.value, SH.resultSeverity)
    source, focus, offending, value, severity = (report.value(node, part) for part in parts)
    path = _first_property(shapes, shapes.value(source, SH.path)) or offending
    subject = data.value(focus, OWL.annotatedSource) if isinstance(focus, BNode) else None
    messages = {
        (text.language or "").split("-")[0]: str(text)
        for text in shapes.objects(source, SH.message)
        if isinstance(text, Literal)
    }
    return Violation(
        check=str(source).rsplit("#", 1)[-1].split("-")[0],
        entity=str(subject or focus),
        property=str(path) if path is not None else None,
        value=str(value) if value is not None else None,
        message=Label(messages.get("zh", str(source)), messages.get("en", str(source))),
        severity=str(severity).rsplit("#", 1)[-1].lower(),
    )


def _first_property(shapes: Graph, path: Node | None) -> Node | None:
    """Return the first property of a path: of `( a b )`, `a | b` and `^a` it is `a`."""
    if path is None or isinstance(path, URIRef):
        return path
    inner = (shapes.value(path, step) for step in (SH.inversePath, SH.alternativePath, RDF.first))
    return _first_property(shapes, next((part for part in inner if part is not None), None))


def of_queries(store: ox.Store, queries: Iterable[QueryFile]) -> list[Violation]:
    """Return what violation queries find on the union of a store's graphs."""
    found = []
    for query in queries:
        rows = store.query(query.text, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        message = Label(*(_message(query, language) for language in ("zh", "en")))
        severity = str(query.header.get("severity", "violation"))
        for row in rows:
            entity, path, value = (
                getattr(row[name], "value", None) for name in ("entity", "property", "value")
            )
            found.append(Violation(query.name, str(entity), path, value, message, severity))
    return found


def _message(query: QueryFile, language: str) -> str:
    """Return problem and solution, as the header of a query states them."""
    parts = (str(query.header[part][language]).strip() for part in ("problem", "solution"))
    return ("" if language == "zh" else " ").join(parts)


def of_axioms(law: Law) -> list[Violation]:
    """Return the positions under which a circumstance, or the scope of a norm, can have no member.

    Raises:
        ReasonerUnavailable: a profile is not cached and there is no Java.
    """
    found = []
    seen: set[str] = set()
    for position in law.positions.values():
        for ferenda in (False, True):
            profile = classification.profile_of(law, position, ferenda=ferenda)
            if profile.digest in seen:
                continue
            seen.add(profile.digest)
            try:
                classification.classify(law, profile)
            except InconsistentOntology as error:
                found.append(_empty(position.iri, position.label, error))
    return found


def _empty(position: str, label: Label, error: InconsistentOntology) -> Violation:
    mend = f" {error.mend}" if error.mend else ""
    fault = {"position": label, "what": error.what, "mend": mend}
    message = phrase("check.no member", **fault)
    return Violation("consistency", position, None, None, message)


def of_specialities(store: ox.Store, law: Law) -> list[Violation]:
    """Return where the stored specialities differ from what HermiT infers of the norms as they are.

    Raises:
        ReasonerUnavailable: the axioms are not cached and there is no Java.
    """
    quads = store.quads_for_pattern(None, ox.NamedNode(ANBAO.specialTo), None)
    stored = {(text(quad.subject), text(quad.object)) for quad in quads}
    inferred = classification.specialities(law)
    return [
        Violation("stale-speciality", special, str(ANBAO.specialTo), general, phrase(message))
        for message, pairs in (
            ("check.speciality not inferred", stored - inferred),
            ("check.speciality not stored", inferred - stored),
        )
        for special, general in sorted(pairs)
    ]


def of_disputes(law: Law, disputes: Iterable[Dispute]) -> list[Violation]:
    """Return the disputes whose findings HermiT finds to contradict the axioms of the ontology."""
    found = {dispute.iri: (dispute.found(holds=True), dispute.found(holds=False)) for dispute in disputes}
    profile = classification.profile_of(law, law.bare)
    places = realise(law.circumstances, profile.logic, {}, found)
    message = phrase("check.findings contradict")
    return [
        Violation("contradictory-findings", iri, str(ANBAO.finding), None, message)
        for iri, place in places.items()
        if place is None
    ]
