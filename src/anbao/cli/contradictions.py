"""`anbao contradictions`: the premises that cannot all hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.contradictions.contradictions import Contradiction, find
from anbao.cli.parameters import AllPositions, Labels
from anbao.cli.streams import busy, console, out
from anbao.cli.tree import DecisionPrinter
from anbao.engine.engine import choose_positions
from anbao.formats.contradiction import to_json, to_turtle
from anbao.law.norms import Axiom

__all__ = ["contradictions"]

AXIOMS = {
    "within": "terms.rdfs:subClassOf",
    "disjoint": "terms.owl:disjointWith",
    "covering": "contradictions.one of",
    "denied": "contradictions.denied within",
}


def contradictions(
    *,
    under: AllPositions = None,
    ferenda: Annotated[
        bool, Parameter(negative="", help="Look among the proposals of legislation too.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Find the positions whose premises cannot all hold, and which premises they are."""
    engine = anbao.load_engine()
    positions = choose_positions(engine.law, under or ["all"])
    with busy("looking for contradictions …"):
        found = find(engine, positions, ferenda=ferenda)
    if format == "text":
        printer = DecisionPrinter(engine.law, console(), lang)
        _print(printer, found)
        printer.console.print(Text(printer.word("contradictions.as read"), style="dim"))
    elif format == "json":
        out(json.dumps(to_json(found, engine.law), ensure_ascii=False, indent=2))
    else:
        out(to_turtle(found))
    return 0


def _print(printer: DecisionPrinter, found: Sequence[Contradiction]) -> None:
    if not found:
        printer.console.print(printer.word("contradictions.no contradictions"))
    for positions, group in groupby(found, key=lambda one: [p.identifier for p in one.positions]):
        joined = " ⚡ ".join(positions) if len(positions) > 1 else positions[0]
        own = "" if len(positions) > 1 else f" · {printer.word('contradictions.contradicts itself')}"
        tree = Tree(Text(joined + own, style="bold cyan"))
        for kind, several in groupby(group, key=lambda one: one.kind):
            branch = tree.add(Text(printer.term(kind), style="bold"))
            for contradiction in several:
                _add(printer, branch, contradiction)
        printer.console.print(tree)


def _add(printer: DecisionPrinter, branch: Tree, one: Contradiction) -> None:
    """Add a contradiction: its subject and its facts, then its premises."""
    head = Text(_labels(printer, one.about))
    if one.facts:
        head.append(
            f" · {printer.word('contradictions.on the facts')}: {_labels(printer, one.facts)}",
            style="magenta",
        )
    node = branch.add(head)
    holders = {premise.iri: position for position in one.positions for premise in position.premises}
    for premise in one.premises:
        line = Text(f"{holders[premise.iri].identifier} ", style="bold cyan")
        line.append(premise.label[printer.language], style="not bold default")
        node.add(line.append(f" [{premise.pinpoint}]", style="dim not bold"))
    for axiom in one.axioms:
        node.add(Text(_axiom(printer, axiom), style="dim"))


def _labels(printer: DecisionPrinter, iris: Collection[str]) -> str:
    """Return labels joined by commas; several norms of one provision are named by the provision."""
    norms = [printer.law.norms[iri] for iri in iris if iri in printer.law.norms]
    shared = Counter(norm.provision for norm in norms)
    labels = [
        printer.label(norm.provision) if shared[norm.provision] > 1 else printer.norm(norm.iri)
        for norm in norms
    ]
    labels += [printer.label(iri) for iri in iris if iri not in printer.law.norms]
    return ", ".join(dict.fromkeys(labels))


def _axiom(printer: DecisionPrinter, axiom: Axiom) -> str:
    sources = f" [{_labels(printer, axiom.sources)}]" if axiom.sources else ""
    relation = printer.word(AXIOMS[axiom.kind])
    return f"{printer.label(axiom.left)} {relation} {_labels(printer, axiom.right)}{sources}"
