"""`anbao classify`: which norm is special to which, as inferred and as claimed."""

from __future__ import annotations

from typing import Annotated

import networkx as nx
from cyclopts import Parameter
from rich.table import Table
from rich.tree import Tree

import anbao
from anbao.cli.parameters import Labels
from anbao.cli.streams import busy, console
from anbao.cli.tree import DecisionPrinter
from anbao.engine.engine import find_position
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification as owl

__all__ = ["classify"]


def classify(
    *,
    under: Annotated[str | None, Parameter(help="A position (P03); by default the bare statutes.")] = None,
    lang: Labels = "en",
) -> int:
    """Show the hierarchy of norms that the reasoner infers, beside what is only claimed."""
    engine = anbao.load_engine()
    law = engine.law
    position = find_position(law, under) if under else law.bare
    with busy("classifying …"):
        closure = owl.classify(law, owl.profile_of(law, position))
    pairs = ((law.norms[a], law.norms[b]) for a, b in closure.narrower)
    inferred = {(a.iri, b.iri) for a, b in pairs if a.question == b.question and a.meets(b)}
    printer = DecisionPrinter(law, console(), lang)
    printer.console.print(_hierarchy(printer, inferred))
    printer.console.print(_pairs(printer, inferred))
    return 0


def _hierarchy(printer: DecisionPrinter, inferred: set[tuple[str, str]]) -> Tree:
    """Return the norms as a tree, the general at the root, redundant pairs left out."""
    graph: nx.DiGraph[str] = nx.transitive_reduction(nx.DiGraph((b, a) for a, b in inferred))
    tree = Tree(printer.word("classify.hierarchy"))

    def grow(branch: Tree, iri: str) -> None:
        node = branch.add(printer.norm(iri))
        for special in sorted(graph.successors(iri)):
            grow(node, special)

    for root in sorted(node for node in graph if not graph.in_degree(node)):
        grow(tree, root)
    return tree


def _pairs(printer: DecisionPrinter, inferred: set[tuple[str, str]]) -> Table:
    """Return the pairs of special and general norms: inferred, claimed by whom, or contradicted."""
    law = printer.law
    claims: dict[tuple[str, str], list[str]] = {}
    for position in law.ordered_positions:
        for premise in position.premises:
            for prevails in premise.get(ANBAO.prevails):
                for over in premise.get(ANBAO.over):
                    claims.setdefault((prevails, over), []).append(position.identifier)
    yes, no = printer.word("common.yes"), printer.word("common.no")
    table = Table(
        *(
            map(
                printer.word,
                ("classify.special", "classify.general", "classify.inferred?", "common.claimed by"),
            )
        ),
        title=printer.word("classify.pairs"),
    )
    statutes = {norm.iri: norm.statute for norm in law.norms.values()}
    for special, general in sorted(inferred):
        who = claims.get((special, general), []) + claims.get((statutes[special], statutes[general]), [])
        table.add_row(printer.norm(special), printer.norm(general), yes, ", ".join(who))
    between = {(statutes[a], statutes[b]) for a, b in inferred}
    for (prevails, over), who in sorted(claims.items()):
        if (prevails, over) not in between | inferred:
            contrary = (over, prevails) in between | inferred
            relation = printer.word("classify.contrary") if contrary else no
            table.add_row(printer.label(prevails), printer.label(over), relation, ", ".join(who))
    return table
