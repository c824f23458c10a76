"""Positions of one's own, beside those of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anbao.engine.engine import Engine
from anbao.graph import stores

HEAD = """
PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX circ: <https://w3id.org/anbao/circumstance#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/anbao/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
POSITION = """
id:position-%(lower)s a anbao:DoctrinalPosition ; dcterms:identifier "%(name)s" ;
    skos:prefLabel "自拟 %(name)s"@zh-Hans , "own %(name)s"@en ; anbao:premise %(names)s .
"""
PREMISE = """
id:%(iri)s a anbao:%(kind)s ; anbao:mode anbao:%(mode)s ; anbao:basis anbao:StatedByAuthor ;
    anbao:pinpoint "p. %(place)d" ; skos:prefLabel "前提"@zh-Hans , "premise %(iri)s"@en ; %(says)s .
"""


def written(positions: Mapping[str, Sequence[str]]) -> str:
    """Return positions as Turtle; a premise is written `Kind: what it says`, its mode after a bar."""
    text = HEAD
    for name, premises in positions.items():
        names = [f"{name.lower()}-{place}" for place in range(len(premises))]
        text += POSITION % {
            "name": name,
            "lower": name.lower(),
            "names": ", ".join(f"id:{iri}" for iri in names),
        }
        for place, (iri, premise) in enumerate(zip(names, premises, strict=True)):
            kind, _, says = premise.partition(": ")
            says, _, mode = says.partition(" | ")
            described = {"iri": iri, "kind": kind, "says": says, "mode": mode or "LexLata", "place": place}
            text += PREMISE % described
    return text


def with_positions(folder: Path, **positions: Sequence[str]) -> Engine:
    """Return an engine whose graph holds further positions, each with its premises."""
    path = folder / "own.ttl"
    path.write_text(written(positions), "utf-8")
    return Engine(stores.load([*stores.files(), path]))
