"""The description of an export: VoID, DCAT 3 and PROV-O, with counts and checksums.

It is `void.ttl` in the folder of the export, and says of each file what it
holds, how many triples, how large it is and its SHA-256; of each named graph
what it holds, how many triples, and from what it comes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import pyoxigraph as ox

from anbao.export.content import ASSERTED, DECIDED, HOME, PREFIXES, SPECIALITIES, Content, keyed, ordered
from anbao.export.files import File
from anbao.export.jsonld import CONTEXT_URL, shorten
from anbao.export.jsonld import MEDIA_TYPE as JSON_LD
from anbao.export.rdf import serialize
from anbao.export.tables import LICENCE
from anbao.formats.decision import SOFTWARE
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import PROFILES
from anbao.wording import Label, phrase

__all__ = ["DATASET", "DOWNLOADS", "NAME", "Written", "dataset_of", "describe", "listed"]

NAME = "void.ttl"
DATASET = ox.NamedNode(HOME + "dataset")
DOWNLOADS = HOME + "data/"
IANA = "https://www.iana.org/assignments/media-types/"
GZIP = ox.NamedNode(IANA + "application/gzip")
SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": PREFIXES["prov"],
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
GRAPHS = {ASSERTED: "asserted", SPECIALITIES: "specialities", DECIDED: "decided"}
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
PUBLISHER = ox.NamedNode(HOME + "contributors")


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its path, size, digest, and whether it is compressed."""

    file: File
    path: str
    size: int
    sha256: str
    packed: bool

    @classmethod
    def of(cls, file: File, path: str, content: bytes) -> Written:
        """Return what there is to say of a file that was written."""
        return cls(file, path, len(content), hashlib.sha256(content).hexdigest(), path != file.path)


def _node(name: str) -> ox.NamedNode:
    prefix, local = name.split(":")
    return ox.NamedNode(SPACES[prefix] + local)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node("xsd:integer"))


class _Description:
    """Gathers triples about things."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def say(self, subject: ox.NamedNode, *about: tuple[str, ox.NamedNode | ox.Literal]) -> None:
        """Add properties; `a` gives the type."""
        for name, value in about:
            predicate = RDF_TYPE if name == "a" else _node(name)
            self.triples.append(ox.Triple(subject, predicate, value))

    def title(self, subject: ox.NamedNode, title: Label) -> None:
        for language, tag in LANGUAGES.items():
            self.say(subject, ("dcterms:title", ox.Literal(title[language], language=tag)))


def describe(content: Content, written: Sequence[Written]) -> bytes:
    """Return the description of an export in Turtle; it tells of the datasets that have a file in it."""
    found = _Description()
    found.title(DATASET, phrase("export.dataset"))
    _about(found, DATASET)
    for example in _examples(content):
        found.say(DATASET, ("void:exampleResource", example))
    for variant in sorted({one.file.variant for one in written}):
        _variant(found, content, variant)
    for one in written:
        _file(found, one)
    return serialize(ordered(keyed(found.triples)), ox.RdfFormat.TURTLE, SPACES)


def _examples(content: Content) -> list[ox.NamedNode]:
    """For each class of the ontology, return the resource with the most assertions."""
    statements = Counter(quad.subject for quad in content.asserted)
    typed = [
        (statements[quad.subject], quad.subject, quad.object.value)
        for quad in content.asserted
        if quad.predicate == RDF_TYPE
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value.startswith(str(ANBAO._NS))
    ]
    most = {kind: found for _, found, kind in sorted(typed, key=lambda one: (one[0], one[1].value))}
    return sorted(set(most.values()), key=str)


def _about(found: _Description, dataset: ox.NamedNode) -> None:
    """Say what holds of every dataset: its kind, licence, release and maker."""
    found.say(
        dataset,
        ("a", _node("void:Dataset")),
        ("a", _node("dcat:Dataset")),
        ("dcterms:license", ox.NamedNode(LICENCE)),
        ("dcterms:publisher", PUBLISHER),
        ("dcat:version", ox.Literal(version("anbao"))),
        ("void:uriSpace", ox.Literal(HOME)),
        ("foaf:homepage", ox.NamedNode(HOME)),
        ("prov:wasAttributedTo", PUBLISHER),
    )
    found.say(PUBLISHER, ("a", _node("foaf:Group")), ("foaf:name", ox.Literal("The Anbao contributors")))


def _variant(found: _Description, content: Content, variant: str) -> None:
    """Say what a dataset holds: counts, vocabularies, classes, properties, named graphs."""
    quads: list[ox.Quad] = getattr(content, variant)
    dataset = dataset_of(variant)
    found.title(dataset, phrase(f"export.{variant}"))
    _about(found, dataset)
    found.say(DATASET, ("void:subset", dataset))
    kinds = Counter(quad.object for quad in quads if quad.predicate == RDF_TYPE)
    properties = Counter(quad.predicate for quad in quads)
    found.say(
        dataset,
        ("void:triples", _number(len(quads))),
        ("void:distinctSubjects", _number(len({quad.subject for quad in quads}))),
        ("void:distinctObjects", _number(len({quad.object for quad in quads}))),
        ("void:properties", _number(len(properties))),
        ("void:classes", _number(len(kinds))),
    )
    if variant == "inferred":
        found.say(dataset, ("prov:wasDerivedFrom", dataset_of("asserted")))
    for space in sorted({_space(term.value) for term in [*properties, *kinds]}):  # type: ignore[union-attr]
        found.say(dataset, ("void:vocabulary", ox.NamedNode(space)))
    for kind, count in kinds.items():
        part = ox.NamedNode(f"{dataset.value}#class-{_short(kind.value)}")  # type: ignore[union-attr]
        found.say(dataset, ("void:classPartition", part))
        found.say(part, ("void:class", kind), ("void:entities", _number(count)))  # type: ignore[arg-type]
    for predicate, count in properties.items():
        part = ox.NamedNode(f"{dataset.value}#property-{_short(predicate.value)}")
        found.say(dataset, ("void:propertyPartition", part))
        found.say(part, ("void:property", predicate), ("void:triples", _number(count)))
    for name, count in Counter(quad.graph_name for quad in quads).items():
        found.say(dataset, ("sd:namedGraph", name), ("void:subset", name))  # type: ignore[arg-type]
        found.say(name, ("void:triples", _number(count)))  # type: ignore[arg-type]
        _graph(found, content, name)  # type: ignore[arg-type]


def dataset_of(variant: str) -> ox.NamedNode:
    """Return the IRI of what is asserted, or of the same with inferences."""
    return ox.NamedNode(f"{DATASET.value}/{variant}")


def _space(iri: str) -> str:
    """Return the namespace of a term."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _short(iri: str) -> str:
    return shorten(iri).replace(":", "-")


def _graph(found: _Description, content: Content, name: ox.NamedNode) -> None:
    """Say what a named graph holds, and from which graphs it comes."""
    found.say(name, ("a", _node("sd:NamedGraph")), ("a", _node("void:Dataset")), ("sd:name", name))
    classified = {c.graph: c for c in content.classifications} if name.value.startswith(PROFILES) else {}
    if name in classified:
        positions = classified[name].positions
        zh, en = ("; ".join(position.label[language] for position in positions) for language in ("zh", "en"))
        found.title(name, phrase("export.classified", positions=Label(zh, en)))
        for position in positions:
            found.say(name, ("dcterms:subject", ox.NamedNode(position.iri)))
    else:
        found.title(name, phrase(f"export.{GRAPHS.get(name, 'premises')}"))
    if name in classified or name == DECIDED:
        found.say(name, ("prov:wasDerivedFrom", ASSERTED), ("prov:wasAttributedTo", SOFTWARE))


def _file(found: _Description, one: Written) -> None:
    """Say what a file is: its kind, size, digest, and how many triples it holds."""
    here = ox.NamedNode(DOWNLOADS + one.path)
    checksum = ox.NamedNode(here.value + "#sha256")
    found.say(dataset_of(one.file.variant), ("dcat:distribution", here))
    found.say(
        here,
        ("a", _node("dcat:Distribution")),
        ("dcat:downloadURL", here),
        ("dcat:mediaType", ox.NamedNode(IANA + one.file.media_type)),
        ("dcat:byteSize", ox.Literal(str(one.size), datatype=_node("xsd:nonNegativeInteger"))),
        ("dcterms:license", ox.NamedNode(LICENCE)),
        ("spdx:checksum", checksum),
    )
    found.say(
        checksum,
        ("a", _node("spdx:Checksum")),
        ("spdx:algorithm", _node("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", ox.Literal(one.sha256, datatype=_node("xsd:hexBinary"))),
    )
    if one.packed:
        found.say(here, ("dcat:compressFormat", GZIP))
    if one.file.triples is not None:
        found.say(here, ("a", _node("void:Dataset")), ("void:triples", _number(one.file.triples)))
        found.say(dataset_of(one.file.variant), ("void:dataDump", here))
    if one.file.media_type == JSON_LD:
        found.say(here, ("dcterms:conformsTo", ox.NamedNode(CONTEXT_URL)))


def listed(description: Iterable[ox.Quad]) -> set[str]:
    """Return the paths of the files that a description tells of; empty if it describes no export."""
    quads = list(description)
    if not any(quad.subject == DATASET and quad.object == _node("void:Dataset") for quad in quads):
        return set()
    urls = (quad.object for quad in quads if quad.predicate == _node("dcat:downloadURL"))
    return {text(url).removeprefix(DOWNLOADS) for url in urls} | {NAME}
