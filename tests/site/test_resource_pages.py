from itertools import islice

import pyoxigraph as ox
from tests.support.site import Tags

from anbao.graph import stores
from anbao.site import data, lists, resource_pages
from anbao.site.site import Site, read_site

ID = "https://w3id.org/anbao/id/"
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def test_hostile_labels_execute_nothing(site: Site) -> None:
    """A label full of markup comes out as text on its page, in lists, drawings and data files."""
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u2028</script>'
    store = ox.Store()
    store.bulk_extend(stores.load())
    node = ox.NamedNode(ID + "case-c19")
    for quad in list(store.quads_for_pattern(node, LABEL, None)):
        store.remove(quad)
    store.extend(ox.Quad(node, LABEL, ox.Literal(hostile, language=tag)) for tag in ("zh-hans", "en"))
    hurt = read_site(store)
    resource = hurt.catalogue.pages[node.value]
    texts = [text for _, text in resource_pages.pages(hurt, resource)]
    texts += [text for place, text in lists.pages(hurt) if place.path == "case/index.html"]
    for text in texts:
        assert "<script>alert" not in text
        assert "<img" not in text
        assert not any(name.startswith("on") for _, attributes in Tags(text).tags for name in attributes)
    for _, script in islice(data.files(hurt), 2):  # the search and the map
        assert "<" not in script
        assert "\u2028" not in script


def test_what_an_engine_decides_stands_on_the_page_of_a_case(site: Site) -> None:
    """The page of a case has every position once, and the answer of the bare statutes to it."""
    resource = site.catalogue.pages[ID + "case-c19"]
    text = {place.language: text for place, text in resource_pages.pages(site, resource)}["en"]
    decisions = site.answers.by_case[resource.iri][0]
    section = text[text.index('id="decided"') :]
    for decision in decisions:
        assert decision.position.iri.rsplit("/", 1)[-1] + "/index.html" in section
    bare = next(decision for decision in decisions if decision.position.bare)
    for answer in bare.answers:
        assert not answer.liability or site.catalogue.label(answer.liability, "en") in section
