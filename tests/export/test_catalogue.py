"""The description of an export tells the truth of every file and graph."""

import gzip
import hashlib
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID, Namespace, URIRef

from anbao import __version__, export
from anbao.export import Content
from anbao.export.catalogue import listed
from anbao.graph.stores import read

SPDX = Namespace("http://spdx.org/rdf/terms#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
RELEASE = URIRef(str(DCAT) + "version")  # DCAT 3, which rdflib does not know yet
DATA = "https://w3id.org/anbao/data/"
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
VARIANTS = {name: URIRef(f"https://w3id.org/anbao/dataset/{name}") for name in ("asserted", "inferred")}


@pytest.fixture(scope="module")
def description(exported: Path) -> rdflib.Graph:
    """Return the description as rdflib reads it."""
    return rdflib.Graph().parse(exported / "void.ttl")


def number(graph: rdflib.Graph, subject: URIRef, predicate: URIRef) -> int:
    """Return a count that a description gives."""
    [value] = graph.objects(subject, predicate)
    return int(str(value))


def test_every_file_is_described(description: rdflib.Graph, exported: Path) -> None:
    """The files described are those in the folder, each with its size and SHA-256."""
    files = {p.relative_to(exported).as_posix(): p for p in exported.rglob("*") if p.is_file()}
    del files["void.ttl"]
    described = {str(url).removeprefix(DATA): url for url in description.objects(None, DCAT.downloadURL)}
    assert set(described) == set(files)
    for path, url in described.items():
        content = files[path].read_bytes()
        [checksum] = description.objects(url, SPDX.checksum)
        assert str(description.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert description.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert number(description, URIRef(str(url)), DCAT.byteSize) == len(content)
        assert description.value(url, DCTERMS.license) == LICENCE


def test_triples_of_each_dump_are_counted(description: rdflib.Graph, exported: Path) -> None:
    """Each RDF dump holds as many statements as are told."""
    told = {
        str(d): number(description, URIRef(str(d)), VOID.triples)
        for d in description.objects(None, VOID.dataDump)
    }
    assert len(told) == 13
    for url, count in told.items():
        path = exported / url.removeprefix(DATA)
        form = ox.RdfFormat.from_extension(path.suffix[1:]) or ox.RdfFormat.RDF_XML
        assert sum(1 for _ in ox.parse(path=path, format=form)) == count


@pytest.mark.parametrize("variant", VARIANTS)
def test_counts_are_those_of_the_graph(description: rdflib.Graph, content: Content, variant: str) -> None:
    """Triples, subjects, objects, classes, properties and graphs are counted right."""
    quads: list[ox.Quad] = getattr(content, variant)
    dataset = VARIANTS[variant]
    counts = {
        VOID.triples: len(quads),
        VOID.distinctSubjects: len({quad.subject for quad in quads}),
        VOID.distinctObjects: len({quad.object for quad in quads}),
        VOID.properties: len({quad.predicate for quad in quads}),
    }
    assert {name: number(description, dataset, name) for name in counts} == counts
    kinds = Counter(str(quad.object)[1:-1] for quad in quads if quad.predicate.value == str(RDF.type))
    parts = list(description.objects(dataset, VOID.classPartition))
    told = {
        str(description.value(p, VOID["class"])): number(description, URIRef(str(p)), VOID.entities)
        for p in parts
    }
    assert told == kinds
    assert number(description, dataset, VOID.classes) == len(kinds)
    parts = list(description.objects(dataset, VOID.propertyPartition))
    told = {
        str(description.value(p, VOID.property)): number(description, URIRef(str(p)), VOID.triples)
        for p in parts
    }
    assert told == Counter(quad.predicate.value for quad in quads)
    graphs = Counter(str(quad.graph_name)[1:-1] for quad in quads)
    named = {
        str(name): number(description, URIRef(str(name)), VOID.triples)
        for name in description.objects(dataset, SD.namedGraph)
    }
    assert named == graphs


def test_each_graph_says_what_it_holds(description: rdflib.Graph, content: Content) -> None:
    """Every named graph has a title in both languages; that of a profile names its positions."""
    for name in {quad.graph_name for quad in content.inferred}:
        titles = description.objects(URIRef(name.value), DCTERMS.title)  # type: ignore[union-attr]
        assert {title.language for title in titles} == {"en", "zh-hans"}  # type: ignore[attr-defined]
    for classified in content.classifications:
        subjects = description.objects(URIRef(classified.graph.value), DCTERMS.subject)
        assert {str(subject) for subject in subjects} == {position.iri for position in classified.positions}


def test_licence_and_release(description: rdflib.Graph) -> None:
    """Each dataset says its licence and its release."""
    for dataset in (URIRef("https://w3id.org/anbao/dataset"), *VARIANTS.values()):
        assert description.value(dataset, DCTERMS.license) == LICENCE
        assert str(description.value(dataset, RELEASE)) == __version__


def test_what_is_not_exported_is_not_told_of(content: Content, tmp_path: Path) -> None:
    """An export of one format describes its files only, compressed ones as compressed."""
    export.write(tmp_path / "some", content, ["owl", "graphml"], gzip=True)
    described = rdflib.Graph().parse(tmp_path / "some" / "void.ttl")
    urls = {str(url) for url in described.objects(None, DCAT.downloadURL)}
    assert urls == {DATA + "anbao-ontology.owl.gz", DATA + "anbao.graphml.gz"}
    for url in urls:
        assert str(described.value(URIRef(url), DCAT.compressFormat)).endswith("/gzip")
        gzip.decompress((tmp_path / "some" / url.removeprefix(DATA)).read_bytes())
    assert (VARIANTS["inferred"], None, None) not in described


def test_listed_files_are_those_described(exported: Path, tmp_path: Path) -> None:
    """An export is known by its description; any other Turtle lists nothing."""
    paths = {p.relative_to(exported).as_posix() for p in exported.rglob("*") if p.is_file()}
    assert listed(read(exported / "void.ttl")) == paths
    other = tmp_path / "other.ttl"
    other.write_text(f"<urn:a> <{DCAT.downloadURL}> <{DATA}anbao.ttl> .", "utf-8")
    assert listed(read(other)) == set()
