"""GraphML and GEXF, read back by networkx and by igraph."""

from __future__ import annotations

from pathlib import Path

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest

from anbao.export import Content
from anbao.export.network import build

PROVISION = "https://w3id.org/anbao/id/cn-ecl-art-38-2"
NORM = "https://w3id.org/anbao/id/cn-ecl-art-38-2-safety"


@pytest.fixture(scope="module")
def network(content: Content) -> nx.MultiDiGraph[str]:
    """Return the network that was exported."""
    return build(content)


def test_network_holds_every_resource_and_link(network: nx.MultiDiGraph[str], content: Content) -> None:
    """Nodes are the resources with an IRI, edges the statements between them other than types."""
    subjects = {t.subject for t in content.asserted_triples if isinstance(t.subject, ox.NamedNode)}
    links = [
        t
        for t in content.asserted_triples
        if t.subject in subjects and t.object in subjects and not t.predicate.value.endswith("#type")
    ]
    assert set(network) == {subject.value for subject in subjects}
    assert network.number_of_edges() == len(links) > 10_000


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networkx_reads_it_back(network: nx.MultiDiGraph[str], exported: Path, ending: str) -> None:
    """Nodes with labels in both languages and types, and edges with their property, come back."""
    path = exported / f"anbao.{ending}"
    read = nx.read_graphml(path, force_multigraph=True) if ending == "graphml" else nx.read_gexf(path)
    names = ("label_zh", "label_en", "type")
    for iri, about in network.nodes.items():
        assert {name: read.nodes[iri].get(name, "") for name in names} == {
            name: about[name] for name in names
        }
    kinds = sorted((a, b, said["property"], said["label_zh"]) for a, b, said in network.edges(data=True))
    assert sorted((a, b, s["property"], s["label_zh"]) for a, b, s in read.edges(data=True)) == kinds
    assert read.is_directed()


def test_labels_and_types_are_those_of_the_graph(network: nx.MultiDiGraph[str]) -> None:
    """Article 38(2) is a provision and says so in both languages; its norm is laid down in it."""
    assert network.nodes[PROVISION] == {
        "label_zh": "电子商务法第38条第2款",
        "label_en": "E-Commerce Law art. 38(2)",
        "type": "Provision",
    }
    [laid_down] = network.get_edge_data(NORM, PROVISION).values()
    assert laid_down == {"property": "laidDownIn", "label_zh": "规定于", "label_en": "laid down in"}


def test_igraph_reads_the_same(network: nx.MultiDiGraph[str], exported: Path) -> None:
    """igraph, in C, finds as many nodes and edges, and the same labels."""
    read = igraph.Graph.Read_GraphML(str(exported / "anbao.graphml"))
    assert (read.vcount(), read.ecount()) == (network.number_of_nodes(), network.number_of_edges())
    labels = dict(zip(read.vs["id"], read.vs["label_zh"], strict=True))
    assert labels == {iri: about["label_zh"] for iri, about in network.nodes.items()}
    assert sorted(read.es["property"]) == sorted(said["property"] for *_, said in network.edges(data=True))


def test_gexf_names_no_day(exported: Path) -> None:
    """The day of writing is left out: the same graph gives the same file."""
    assert "lastmodified" not in (exported / "anbao.gexf").read_text("utf-8")
