"""The arguments are exported for tools that read AIF: those of the positions, and of each dispute."""

import json
from pathlib import Path

import rdflib
from rdflib.namespace import RDF

from anbao.disputes.disputes import from_store
from anbao.export import Content

AIF = rdflib.Namespace("http://www.arg.dundee.ac.uk/aif#")
KINDS = {"I": "I-node", "RA": "RA-node", "CA": "CA-node", "PA": "PA-node"}


def test_positions_and_every_dispute_have_their_arguments(content: Content, exported: Path) -> None:
    """Each graph of arguments is there as Turtle and as JSON in both languages."""
    disputes = {d.iri.rsplit("/", 1)[-1] for d in from_store(content.engine.store, content.law)}
    forms = (".ttl", ".en.json", ".zh.json")
    expected = {name + form for name in {"positions", *disputes} for form in forms}
    assert {path.name for path in (exported / "aif").iterdir()} == expected


def test_both_forms_hold_the_same_nodes(exported: Path) -> None:
    """Turtle and JSON have the same nodes of each kind; every edge joins nodes that are there."""
    for path in sorted((exported / "aif").glob("*.ttl"))[::8]:
        graph = rdflib.Graph().parse(path)
        for language in ("en", "zh"):
            document = json.loads(path.with_suffix(f".{language}.json").read_text("utf-8"))
            for kind, name in KINDS.items():
                written = {str(node) for node in graph.subjects(RDF.type, AIF[name])}
                assert {node["iri"] for node in document["nodes"] if node["type"] == kind} == written
            known = {node["nodeID"] for node in document["nodes"]}
            assert document["edges"] or path.stem != "positions"
            assert {end for edge in document["edges"] for end in (edge["fromID"], edge["toID"])} <= known
