"""A graph with one more position, which claims priorities between norms."""

from __future__ import annotations

from pathlib import Path

from anbao.engine.engine import Engine
from anbao.graph import stores

__all__ = ["with_priorities"]

OWN_POSITION = """
PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/anbao/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
id:position-own a anbao:DoctrinalPosition ; dcterms:identifier "OWN" ;
    skos:prefLabel "自拟"@zh-Hans , "one's own"@en .
GRAPH id:position-own-premises {
    id:position-own anbao:premise %s .
    %s
}
"""
PRIORITY = """
    id:own-%(n)d a anbao:PriorityClaim ; anbao:mode anbao:LexLata ; anbao:basis anbao:StatedByAuthor ;
        anbao:prevails id:%(prevails)s ; anbao:over id:%(over)s .
"""


def with_priorities(tmp_path: Path, *pairs: tuple[str, str], more: str = "") -> Engine:
    """Return an engine whose graph has a position OWN that claims priorities, and `more`, named own-order."""
    claims = "".join(
        PRIORITY % {"n": n, "prevails": prevails, "over": over} for n, (prevails, over) in enumerate(pairs)
    )
    names = [f"id:own-{n}" for n in range(len(pairs))] + (["id:own-order"] if more else [])
    path = tmp_path / "own.trig"
    path.write_text(OWN_POSITION % (" , ".join(names), claims + more), "utf-8")
    return Engine(stores.load([*stores.files(), path]))
