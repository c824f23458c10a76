import json
import re
from pathlib import Path

import pyoxigraph as ox
from tests.support.site import Tags

from anbao.export.content import GENERATED
from anbao.graph.stores import load
from anbao.site.site import Site

ID = "https://w3id.org/anbao/id/"
EMBEDDED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SAMPLE = 40  # every so many documents one is compared


def triples(content: bytes | str, form: ox.RdfFormat) -> ox.Dataset:
    """Return what a document says, its blank nodes named canonically."""
    found = ox.Dataset(ox.Quad(*quad.triple) for quad in ox.parse(content, format=form))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def in_place(document: str, context: str) -> str:
    """Return a JSON-LD document with the context written in, so that nothing is fetched."""
    return json.dumps({**json.loads(document), **json.loads(context)})


def test_documents_together_are_the_dump(built: Path) -> None:
    """All Turtle documents of the site, taken together, say what the dump says: all that sources assert."""
    documents = [*built.glob("id/*.ttl"), built / "circumstance.ttl", built / "ontology.ttl"]
    together = b"\n".join(path.read_bytes() for path in documents)
    said = triples(together, ox.RdfFormat.TURTLE)
    assert said == triples((built / "data" / "anbao.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    assert len(said) == len({quad.triple for quad in load() if quad.predicate != GENERATED})


def test_jsonld_says_what_turtle_says(built: Path) -> None:
    """A JSON-LD document, with its context, holds the triples of the Turtle document beside it."""
    context = (built / "context.jsonld").read_text("utf-8")
    documents = [
        built / "circumstance.ttl",
        built / "ontology.ttl",
        *sorted(built.glob("id/*.ttl"))[::SAMPLE],
    ]
    for path in documents:
        expanded = in_place(path.with_suffix(".jsonld").read_text("utf-8"), context)
        assert triples(expanded, ox.RdfFormat.JSON_LD) == triples(path.read_bytes(), ox.RdfFormat.TURTLE), (
            path
        )


def test_pages_carry_their_own_statements(built: Path, site: Site) -> None:
    """A page embeds schema.org's description of a provision, and the resource's own statements."""
    text = (built / "id" / "cn-ecl-art-38-2" / "index.html").read_text("utf-8")
    legislation, own = EMBEDDED.findall(text)
    assert json.loads(legislation)["@type"] == "Legislation"
    assert json.loads(legislation)["legislationLegalForce"] == "InForce"
    context = (built / "context.jsonld").read_text("utf-8")
    said = {quad.triple for quad in ox.parse(in_place(own, context), format=ox.RdfFormat.JSON_LD)}
    node = ox.NamedNode(ID + "cn-ecl-art-38-2")
    asserted = {quad.triple for quad in load().quads_for_pattern(node, None, None)}
    assert said == asserted
    assert "</" not in legislation + own


def test_a_repealed_statute_is_not_in_force(built: Path) -> None:
    """schema.org's description of the Tort Liability Law says that it is no longer in force."""
    text = (built / "id" / "cn-tll" / "index.html").read_text("utf-8")
    assert json.loads(EMBEDDED.findall(text)[0])["legislationLegalForce"] == "NotInForce"


def test_pages_name_their_documents(built: Path) -> None:
    """The alternates that a page names are there, with their types."""
    page = built / "id" / "case-c19" / "index.html"
    links = [attributes for tag, attributes in Tags(page.read_text("utf-8")).tags if tag == "link"]
    types = {str(a["type"]): str(a["href"]) for a in links if a.get("rel") == "alternate" and a.get("type")}
    assert set(types) == {"text/turtle", "application/ld+json"}
    assert all((page.parent / href).is_file() for href in types.values())
