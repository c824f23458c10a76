"""`anbao compare`: tables of the positions' answers, and trees of where two differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Group
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.compare.accounts import Account, Premises
from anbao.analysis.compare.comparison import Comparison, Difference, Row, Supported, Table, Terms
from anbao.analysis.compare.comparison import compare as compare_positions
from anbao.analysis.compare.premise_sets import Outcome
from anbao.cli.parameters import Date, Disputes, Ferenda, Labels
from anbao.cli.streams import busy, console, out
from anbao.cli.tree import DecisionPrinter
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.engine.engine import choose_positions
from anbao.formats.comparison import ordered, to_html, to_json, to_turtle
from anbao.formats.explained import shared_provisions
from anbao.law.norms import Law, Position, Premise

__all__ = ["compare"]

NAMES_WIDTH = 24


def compare(
    disputes: Disputes,
    /,
    *,
    under: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            help="A position (P02), repeatable; by default all. One alone: with the statutes.",
        ),
    ] = None,
    on: Date = None,
    ferenda: Ferenda = False,
    closed: Annotated[
        bool, Parameter(negative="", help="Compare what comes out if the evidence closed now.")
    ] = False,
    pairs: Annotated[
        bool, Parameter(negative="", help="Explain every two positions that differ, not only two named.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "turtle", "html"], Parameter(help="How to print.")] = "text",
) -> int:
    """Compare positions on disputes: who answers what, on which premises, and where two differ."""
    engine = anbao.load_engine()
    positions = choose_positions(engine.law, under or ["all"])
    if len(positions) == 1:
        positions = list(dict.fromkeys([engine.law.bare, *positions]))
    gathered = gather_all(disputes, engine.law, engine.store)
    two = len(positions) <= 2  # noqa: PLR2004  of two, how each comes to answer as the other is told too
    terms = Terms(day(on, "--on") if on else None, ferenda, closed, turns=two)
    with busy("classifying, deciding and comparing …"):
        found = compare_positions(engine, gathered, positions, terms)
    if format == "text":
        _ComparisonPrinter(engine.law, lang, terms, pairs=pairs or two).print(found)
    elif format == "json":
        out(json.dumps(to_json(found, engine.law, terms), ensure_ascii=False, indent=2))
    elif format == "turtle":
        out(to_turtle(found, terms))
    else:
        out(to_html(found, engine.law, terms, lang))
    return 0


class _ComparisonPrinter:
    """Prints comparisons in one language; `pairs` explains every difference."""

    def __init__(self, law: Law, language: str, terms: Terms, *, pairs: bool) -> None:
        self.law, self.terms, self.pairs = law, terms, pairs
        self.printer = DecisionPrinter(law, console(), language)
        self.language, self.console = language, self.printer.console
        self.premises: dict[str, tuple[Position, Premise]] = {
            premise.iri: (position, premise)
            for position in law.positions.values()
            for premise in position.premises
        }

    def print(self, comparisons: Iterable[Comparison]) -> None:
        """Print comparisons, one dispute after the other."""
        for comparison in comparisons:
            self._title(comparison)
            for table in comparison.tables:
                self.console.print(self._grid(table))
                for difference in table.differences if self.pairs else ():
                    self.console.print(self._difference(difference))
            self.console.print()

    def _title(self, comparison: Comparison) -> None:
        self.printer.head(comparison.dispute)
        if comparison.closed:
            self.console.print(Text(self.printer.word("answers.closed"), style="magenta"))

    def _grid(self, table: Table) -> Grid:
        columns = map(self.printer.word, ("common.position", "answers.answer", "compare.resting on"))
        grid = Grid(*columns, title=self.printer.label(table.question), title_justify="left", show_lines=True)
        for row in table.rows:
            names = fill(self._names(row.positions), NAMES_WIDTH)
            grid.add_row(names, Group(*self._outcome(row.outcome)), Group(*self._supports(row)))
        return grid

    def _names(self, positions: Iterable[Position]) -> str:
        return self.printer.comma.join(map(self.printer.position, positions))

    def _outcome(self, outcome: Outcome) -> list[Text]:
        if outcome.fault:
            return [Text(self.printer.word(f"answers.{outcome.fault}"), style="red")]
        shared = shared_provisions(outcome.answers, self.law)
        lines = [self.printer.answer(answer, shared) for answer in ordered(outcome)]
        return lines or [Text(self.printer.word("compare.nothing here"), style="dim")]

    def _supports(self, row: Row) -> list[Text]:
        """Return the premises that each position's answer rests on; positions that need none share a line."""
        bare = [one for one in row.supports if not any(premises for premises, _ in one.account.sets)]
        lines: list[Text] = []
        if bare:
            positions = [position for one in bare for position in one.positions]
            name = "" if len(bare) == len(row.supports) else self.printer.pair(self._names(positions), "")
            lines.append(Text(f"{name}{self.printer.word('compare.statutes alone')}", style="dim"))
        for supported in row.supports:
            if supported not in bare:
                name = (
                    self.printer.pair(self._names(supported.positions), "") if len(row.supports) > 1 else ""
                )
                lines += self._support(supported, name)
        return lines

    def _support(self, supported: Supported, name: str) -> list[Text]:
        lines = []
        for index, (premises, _) in enumerate(supported.account.sets):
            lead = f"{self.printer.word('common.or')} " if index else name
            for place, premise in enumerate(sorted(premises)):
                lines.append(Text("+ " if place else lead).append_text(self._claim(premise)))
        return lines + self._unfinished(supported.account)

    def _unfinished(self, account: Account[Outcome]) -> list[Text]:
        return [] if account.complete else [Text(self.printer.word("compare.not exhaustive"), style="yellow")]

    def _claim(self, iri: str, *, named: bool = False) -> Text:
        """Return a premise in words with its pinpoint; with `named`, after the position's identifier."""
        position, premise = self.premises[iri]
        lead = Text(f"{self.printer.position(position)} " if named else "", style="bold cyan")
        return lead.append(premise.label[self.language], style="not bold default").append(
            f" [{premise.pinpoint}]", style="dim not bold"
        )

    def _difference(self, difference: Difference) -> Tree:
        """Return a tree that explains why positions differ."""
        ones, others = self._names(difference.ones), self._names(difference.others)
        tree = Tree(Text(f"{ones} ≠ {others}", style="bold cyan"))
        for account, side, goal in (
            (difference.turn, difference.ones, others),
            (difference.back, difference.others, ones),
        ):
            for premises, _ in account.sets if account else ():
                label = self.printer.word("compare.turns to", ones=self._names(side), others=goal)
                self._turn(tree.add(Text(label, style="bold")), premises, side)
            if account:
                self._note(tree, account)
        for premises, then in difference.crux.sets:
            branch = tree.add(Text(self.printer.word("compare.but for"), style="bold"))
            for premise in sorted(premises):
                branch.add(self._claim(premise, named=True))
            node = branch.add(Text(self.printer.word("compare.then"), style="dim"))
            for text in self._outcome(then):
                node.add(text)
        self._note(tree, difference.crux)
        return tree

    def _turn(self, branch: Tree, premises: Premises, side: Sequence[Position]) -> None:
        held = {premise.iri for premise in side[0].premises}
        for word, chosen in (("gives up", premises & held), ("adopts", premises - held)):
            for premise in sorted(chosen):
                lead = Text(f"{self.printer.word(f'compare.{word}')} ", style="magenta")
                branch.add(lead.append_text(self._claim(premise, named=True)))

    def _note(self, tree: Tree, account: Account[Outcome]) -> None:
        for text in self._unfinished(account):
            tree.add(text)
