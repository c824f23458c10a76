"""Reading and writing RDF files."""

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from anbao.errors import DataError, SyntaxFault
from anbao.graph import stores
from anbao.graph.vocabulary import ANBAO

ELI = "http://data.europa.eu/eli/ontology#"
RAPPER = shutil.which("rapper")


def test_whole_graph_loads_premises_apart() -> None:
    """The premises of positions stand in named graphs of their own, all else in the default graph."""
    store = stores.load()
    named = {text.value for text in store.named_graphs() if isinstance(text, ox.NamedNode)}
    assert named
    assert all(name.endswith("-premises") for name in named)
    assert len(store) > 10_000


def test_rdflib_reads_the_same_triples() -> None:
    """Both rdflib and Oxigraph count the same quads in every file."""
    for path in stores.files():
        counted = rdflib.Dataset().parse(path, format="trig" if path.suffix == ".trig" else "turtle")
        assert len(set(stores.read(path))) == len(counted), path


@pytest.mark.skipif(RAPPER is None, reason="rapper of raptor2-utils is not installed")
def test_raptor_reads_the_same_triples() -> None:
    """Raptor, which shares no code with either, counts the same triples in every Turtle file."""
    for path in stores.files():
        if path.suffix == ".ttl":
            done = subprocess.run(
                [str(RAPPER), "-q", "-i", "turtle", "-o", "ntriples", str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
            assert len(set(done.stdout.splitlines())) == len(set(stores.read(path))), path


def test_only_shapes_and_the_working_vocabulary_are_left_out(tmp_path: Path) -> None:
    """A graph that lies below a folder named `shapes` is read all the same."""
    home = tmp_path / "shapes"
    (home / "ontology" / "shapes").mkdir(parents=True)
    for name in ("ontology/terms.ttl", "ontology/working.ttl", "ontology/shapes/terms.ttl"):
        (home / name).touch()
    assert stores.files(home) == [home / "ontology/terms.ttl"]


def test_malformed_file_names_file_and_line(tmp_path: Path) -> None:
    """A syntax error says where it is."""
    path = tmp_path / "broken.ttl"
    path.write_text("PREFIX id: <https://w3id.org/anbao/id/>\nid:a id:b ;\n", "utf-8")
    with pytest.raises(SyntaxFault, match=r"broken\.ttl:[23]"):
        stores.load([path])


def test_unknown_ending_names_those_known(tmp_path: Path) -> None:
    """A file of another kind is refused with the kinds that can be read."""
    with pytest.raises(DataError, match=r"\.trig"):
        list(stores.read(tmp_path / "graph.xlsx"))


def test_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is no traceback."""
    with pytest.raises(DataError, match="No such file"):
        stores.load([tmp_path / "nowhere.ttl"])


def test_layout_is_stable() -> None:
    """Laying out twice changes nothing, and blank nodes keep their place."""
    once = stores.turtle_layout(
        "@prefix : <urn:x:> . :b :p [ :q 1 ], [ :q 2 ] . :a :p ( :c :d ) ; :o 'x'@zh-Hans ."
    )
    assert stores.turtle_layout(once) == once


def test_every_article_has_a_norm_or_a_reason_for_none() -> None:
    """For each article of each statute a norm stands, or it says why none does; never both."""
    store = stores.load()
    parts: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(ELI + "is_part_of"), None):
        parts.setdefault(stores.text(quad.object), set()).add(stores.text(quad.subject))
    versions = {
        stores.text(quad.object): stores.text(quad.subject)
        for quad in store.quads_for_pattern(None, ox.NamedNode(ELI + "has_member"), None)
    }
    bearing = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(ANBAO.laidDownIn)), None):
        bearing.add(versions.get(stores.text(quad.object), stores.text(quad.object)))
    reasoned = {
        stores.text(quad.subject)
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(ANBAO.noNormBecause)), None)
    }

    def within(provision: str) -> set[str]:
        return {provision}.union(*map(within, parts.get(provision, ())))

    statutes = store.quads_for_pattern(None, stores.RDF_TYPE, ox.NamedNode(str(ANBAO.Statute)))
    articles = {article for quad in statutes for article in parts.get(stores.text(quad.subject), ())}
    assert len(articles) > 250
    assert {article for article in articles if within(article) & bearing} == articles - reasoned
    assert reasoned <= articles
