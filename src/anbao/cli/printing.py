"""What each command does: gather, call one function, print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
from rich.table import Table
from rich.tree import Tree

import anbao
from anbao.cli.streams import busy, console, out
from anbao.cli.tree import Printer
from anbao.cli.words import word
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.engine.engine import choose_positions, find_position
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification as owl

__all__ = ["check", "classification", "decisions", "query", "scaffold", "schema"]


def decisions(
    names: Sequence[str],
    under: Sequence[str] | None,
    on: str | None,
    *,
    ferenda: bool,
    brief: bool,
    why_not: bool,
    language: str,
    layout: str,
) -> int:
    """Print the decisions for disputes; return the exit code."""
    engine = anbao.load_engine()
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under)
    disputes = gather_all(names, engine.law, engine.store)
    with busy("classifying and deciding …"):
        runs = list(engine.run(disputes, positions, on=date, ferenda=ferenda))
        found = [decision for run in runs for decision in run.decisions()]
    if layout == "text":
        Printer(engine.law, console(), language, brief=brief, why_not=why_not).print(found)
        return 0
    from anbao.formats import decision as written

    if layout == "json":
        out(json.dumps(written.to_json(found, engine.law), ensure_ascii=False, indent=2))
    else:
        out(written.to_turtle(triple for run in runs for triple in run.triples()))
    return 0


def classification(under: str | None, *, language: str) -> int:
    """Print the hierarchy of norms by scope, and who claims what; return the exit code."""
    engine = anbao.load_engine()
    law = engine.law
    position = find_position(law, under) if under else law.bare
    with busy("classifying …"):
        closure = owl.classify(law, owl.profile_of(law, position))
    pairs = ((law.norms[a], law.norms[b]) for a, b in closure.narrower)
    inferred = {(a.iri, b.iri) for a, b in pairs if a.question == b.question and a.meets(b)}
    printer = Printer(law, console(), language)
    target = printer.console
    target.print(_hierarchy(printer, inferred))
    target.print(_pairs(printer, inferred))
    return 0


def _hierarchy(printer: Printer, inferred: set[tuple[str, str]]) -> Tree:
    """Return the norms as a tree, the general at the root, redundant pairs left out."""
    graph: nx.DiGraph[str] = nx.transitive_reduction(nx.DiGraph((b, a) for a, b in inferred))
    tree = Tree(printer.word("hierarchy"))

    def grow(branch: Tree, iri: str) -> None:
        node = branch.add(printer.norm(iri))
        for special in sorted(graph.successors(iri)):
            grow(node, special)

    for root in sorted(node for node in graph if not graph.in_degree(node)):
        grow(tree, root)
    return tree


def _pairs(printer: Printer, inferred: set[tuple[str, str]]) -> Table:
    """Return the pairs of special and general norms: inferred, claimed by whom, or contradicted."""
    law = printer.law
    claims: dict[tuple[str, str], list[str]] = {}
    for position in law.ordered_positions:
        for premise in position.premises:
            for prevails in premise.get(ANBAO.prevails):
                for over in premise.get(ANBAO.over):
                    claims.setdefault((prevails, over), []).append(position.identifier)
    yes, no = printer.word("yes"), printer.word("no")
    table = Table(
        *(printer.word(name) for name in ("special", "general", "inferred?", "claimed by")),
        title=printer.word("pairs"),
    )
    statutes = {norm.iri: norm.statute for norm in law.norms.values()}
    for special, general in sorted(inferred):
        who = claims.get((special, general), []) + claims.get((statutes[special], statutes[general]), [])
        table.add_row(printer.norm(special), printer.norm(general), yes, ", ".join(who))
    between = {(statutes[a], statutes[b]) for a, b in inferred}
    for (prevails, over), who in sorted(claims.items()):
        if (prevails, over) not in between | inferred:
            contrary = (over, prevails) in between | inferred
            told = printer.word("contrary") if contrary else no
            table.add_row(printer.label(prevails), printer.label(over), told, ", ".join(who))
    return table


def query(
    name: str | None,
    settings: Sequence[str],
    added: Sequence[Path],
    *,
    endpoint: str | None,
    graphs: Sequence[str],
    timeout: float,
    retries: int,
    layout: str,
    header: bool,
    language: str,
) -> int:
    """Run a query, here or at an endpoint, and print its table, or list the library; return the exit code."""
    from anbao.cli import tables

    if name is None:
        tables.library(console(), language)
        return 0
    given = tables.parameters(settings)
    if endpoint is None:
        found = tables.ask(name, given, added)
    else:
        from anbao.cli import endpoints

        found = endpoints.ask(
            name, given, added, address=endpoint, graphs=graphs, timeout=timeout, retries=retries
        )
    return tables.answer(console(), found, layout=layout, header=header)


def check(files: Sequence[Path], *, language: str) -> int:
    """Print the violations of the graph and of files; return the exit code."""
    from anbao.check.validation import check as validate
    from anbao.cli import tables

    with busy("checking …"):
        found = validate(files)
    if not found:
        out(word("no violations", language))
        return 0
    tables.violations(console(), found, language)
    return 1


def scaffold(kind: str, name: str, folder: Path) -> int:
    """Write a scaffold and say where it is; return the exit code."""
    from anbao.check import scaffolds

    path = scaffolds.write(kind, name, folder, anbao.load())
    out(f"{path}\nReplace the example values in it, then: anbao check {path}")
    return 0


def schema(name: str) -> int:
    """Print a JSON Schema; return the exit code."""
    from anbao import schemas

    out(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))
    return 0
