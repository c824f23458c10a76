import pyoxigraph as ox

from anbao.site.catalogue import read_catalogue
from anbao.site.site import Site

ID = "https://w3id.org/anbao/id/"


def test_every_named_thing_stands_somewhere(site: Site) -> None:
    """Whatever the graph names under id/ has a page or a place on one."""
    named = {
        quad.subject.value
        for quad in site.store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    }
    lost = {iri for iri in named if site.catalogue.target(iri) is None and "/" not in iri.removeprefix(ID)}
    assert lost == set()


def test_catalogue_of_an_empty_graph_is_empty() -> None:
    """A graph without resources has no pages."""
    assert read_catalogue(ox.Store()).pages == {}
