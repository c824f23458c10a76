"""`anbao backtest`: positions against decided cases, as tables."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.backtest.agreement import LEVELS
from anbao.analysis.backtest.backtest import BackTest, Replay
from anbao.analysis.backtest.backtest import backtest as replay_cases
from anbao.analysis.backtest.distribution import Distribution
from anbao.analysis.backtest.holdings import Held
from anbao.analysis.backtest.mismatches import Mismatch
from anbao.cli.parameters import Date, Labels
from anbao.cli.printer import Printer
from anbao.cli.streams import busy, console, out
from anbao.disputes.dates import day
from anbao.engine.engine import choose_positions
from anbao.formats.backtest import COLUMNS, rows, to_json, to_turtle
from anbao.graph.stores import files

__all__ = ["backtest"]

MARKS = dict(zip(reversed(LEVELS), "✓~✗·", strict=True))
COLOURS = dict(zip(reversed(LEVELS), ("green", "yellow", "red", "dim"), strict=True))
SPAN = 3  # positions that follow one another are told by the first and the last
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def backtest(
    cases: Annotated[
        list[str] | None, Parameter(help="Cases or disputes of the graph (C01); by default all decided.")
    ] = None,
    /,
    *,
    under: Annotated[
        list[str] | None,
        Parameter(negative="", help="A position (P02), repeatable; by default all, and the bare statutes."),
    ] = None,
    on: Date = None,
    with_: Annotated[
        list[Path] | None,
        Parameter(name="--with", negative="", help="An RDF file with further cases; repeatable."),
    ] = None,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "csv", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Replay decided cases under positions and say where, and why, they differ from the courts."""
    engine = anbao.load_engine(anbao.load([*files(), *with_]) if with_ else None)
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under or ["all"])
    with busy("replaying …"):
        test = replay_cases(engine, positions, cases=cases or [], on=date)
    if format == "json":
        out(json.dumps(to_json(test, engine.law), ensure_ascii=False, indent=2))
    elif format == "csv":
        out(_csv(test))
    elif format == "turtle":
        out(to_turtle(test))
    else:
        BackTestPrinter(engine.law, console(), lang).print(test)
    return 0


def _csv(test: BackTest) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(test))
    return text.getvalue()


class BackTestPrinter(Printer):
    """Prints a back-test in one language."""

    def label(self, iri: str) -> str:
        """Return the label of a resource; a norm with its provision."""
        return self.norm(iri) if iri in self.law.norms else super().label(iri)

    def print(self, test: BackTest) -> None:
        """Print a back-test."""
        if test.counterfactual:
            text = f"{self.word('answers.counterfactual')} {test.counterfactual}"
            self.console.print(Text(text, style="magenta"))
        if test.replays:
            self.console.print(self._scores(test))
            self.console.print(Text(self.word("backtest.caution"), style="dim"))
            self._matrix(test)
            self.console.print(self._reasons(test))
        self._apart(test)
        for distribution in test.distributions:
            self._published(distribution, test)

    def _scores(self, test: BackTest) -> Table:
        columns = ("agrees", "not contradicted", "disagrees", "commits", "acts", "own")
        heads = [self.word("common.position"), *(self.word(f"backtest.{name}") for name in columns)]
        table = Table(*heads, title=self.word("backtest.scores"), title_justify="left")
        names = {position.iri: position.identifier for position in test.positions}
        for score in test.scores:
            total = score.agreeing.total
            counts = (score.disagreeing, score.committed, score.acting, score.own)
            counted = [f"{count} / {total}" for count in counts]
            shares = [str(score.agreeing), str(score.not_contradicted)]
            table.add_row(self._name(names[score.position]), *shares, *counted)
        return table

    def _name(self, identifier: str) -> str:
        return self.word("answers.bare statutes") if identifier == self.law.bare.identifier else identifier

    def _matrix(self, test: BackTest) -> None:
        """Print a table of holdings against groups of positions with equal results, then the groups."""
        groups = [[position.iri for position in group] for group in test.faring_alike]
        heads = [LETTERS[place] if place < len(LETTERS) else str(place) for place in range(len(groups))]
        table = Table(
            "", self.word("answers.held"), *heads, title=self.word("backtest.matrix"), title_justify="left"
        )
        for held in test.held:
            cells = (test.by_cell[held, group[0]].level for group in groups)
            marks = (Text(MARKS[level], style=COLOURS[level]) for level in cells)
            table.add_row(self._place(test, held), self._held(held), *marks)
        self.console.print(table)
        legend = "  ".join(f"{MARKS[level]} {self.term(level)}" for level in reversed(LEVELS))
        self.console.print(Text(legend, style="dim"))
        for head, group in zip(heads, groups, strict=True):
            names = self._span(group)
            self.console.print(Text(f"{head}  {names}", style="dim"))
        if abstract := [position.iri for position in test.positions if position.iri in test.abstract]:
            self.console.print(
                Text(f"{self.word('backtest.not scored')}: {self._span(abstract)}", style="dim")
            )

    def _place(self, test: BackTest, held: Held) -> str:
        """Return the case of a holding, with the number of the dispute if the case has several."""
        identifier = test.docket.identifiers[held.case]
        siblings = sorted(d for d, case in test.docket.disputes.items() if case == held.case)
        return f"{identifier}/{siblings.index(held.dispute) + 1}" if len(siblings) > 1 else identifier

    def _held(self, held: Held) -> str:
        share = f" {float(held.share):.0%}" if held.share else ""
        notes = [self.word("backtest.replaced")] * (not held.final) + [
            self.word("backtest.inferred")
        ] * held.inferred
        return self.label(held.form) + share + (f" ({', '.join(notes)})" if notes else "")

    def _reasons(self, test: BackTest) -> Tree:
        tree = Tree(Text(self.word("backtest.why"), style="bold"))
        for held in test.held:
            alike: dict[tuple[str, str, tuple[Mismatch, ...]], list[Replay]] = defaultdict(list)
            for position in test.positions:
                replay = test.by_cell[held, position.iri]
                alike[replay.level, replay.verdict.why, replay.mismatches].append(replay)
            branch = tree.add(Text(f"{self._place(test, held)}  {self._held(held)}", style="bold"))
            for (level, why, mismatches), replays in alike.items():
                leaf = branch.add(self._line(level, why, replays))
                for mismatch in mismatches:
                    leaf.add(self._mismatch(mismatch))
        return tree

    def _line(self, level: str, why: str, replays: Sequence[Replay]) -> Text:
        """Return the level of positions and why, in brackets those that decide as the bare statutes."""
        own = [r.position.iri for r in replays if not r.as_statutes or r.position.bare]
        rest = [r.position.iri for r in replays if r.as_statutes and not r.position.bare]
        bracket = f"({self.word('answers.same')}: {self._span(rest)})" if rest else ""
        names = " ".join(part for part in (self._span(own), bracket) if part)
        line = Text(f"{MARKS[level]} {self.term(level)}", style=COLOURS[level])
        return line.append(f": {self.word(f'verdicts.{why}')} · ", style="").append(names, style="dim")

    def _mismatch(self, mismatch: Mismatch) -> Text:
        why = mismatch.why
        if why == "nothing raised" and mismatch.concerns:
            why = "nearest"
        joint = "；" if self.language == "zh" else "; "
        concerns = joint.join(map(self.label, mismatch.concerns))
        sentence = self.word(
            f"verdicts.{why}",
            concerns=concerns,
            through=self.word("verdicts.through", norms=concerns) if concerns else "",
            facts=joint.join(self._fact(*fact) for fact in mismatch.circumstances),
            on=mismatch.on,
            level=self.term(mismatch.level) if mismatch.level else "",
            positions=self._span(mismatch.positions),
        )
        return Text(f"{self.term(mismatch.kind)}: ", style="bold").append(sentence, style="not bold")

    def _span(self, positions: Sequence[str]) -> str:
        """Return the names of positions, three or more consecutive ones as a range."""
        order = [position.iri for position in self.law.ordered_positions]
        runs: list[list[int]] = []
        for place in sorted(map(order.index, positions)):
            if runs and place == runs[-1][-1] + 1 and runs[-1] != [0]:
                runs[-1].append(place)
            else:
                runs.append([place])
        names = [self._name(self.law.positions[iri].identifier) for iri in order]
        named = [[names[place] for place in run] for run in runs]
        shortened = [[f"{run[0]}–{run[-1]}"] if len(run) >= SPAN else run for run in named]
        return ", ".join(name for run in shortened for name in run)

    def _fact(self, circumstance: str, holds: bool) -> str:
        return self.label(circumstance) if holds else self.word("common.not", fact=self.label(circumstance))

    def _apart(self, test: BackTest) -> None:
        """Print the holdings on which sources conflict, and what has no outcome."""
        for one, other in test.contested:
            pair = f"{self._held(one)} / {self._held(other)}"
            self.console.print(Text(f"{self.word('backtest.conflict')}: {self._place(test, one)}: {pair}"))
        cases = [test.docket.identifiers[case] for case in test.cases_without_outcome]
        if test.undecided:
            listed = f"{self.word('backtest.of cases', count=len(cases))}: {', '.join(cases)}"
            counted = self.word("backtest.of disputes", count=len(test.undecided))
            self.console.print(Text(f"{self.word('backtest.no outcome')}: {listed}; {counted}."))

    def _published(self, one: Distribution, test: BackTest) -> None:
        """Print a published distribution beside our own."""
        columns = (
            "",
            self.word("backtest.published"),
            self.word("backtest.ours"),
            self.word("backtest.difference"),
        )
        table = Table(*columns, title=self.label(one.dataset), title_justify="left")
        for row in one.rows:
            gap = ""
            if row.published.total and row.ours.total:
                share = row.ours.count / row.ours.total - row.published.count / row.published.total
                gap = self.word("backtest.points", gap=100 * share)
            table.add_row(self.label(row.outcome), str(row.published), str(row.ours), gap)
        self.console.print(table)
        for name, cases in (("other outcome", one.other), ("in both", one.shared)):
            if cases:
                listed = ", ".join(test.docket.identifiers[case] for case in cases)
                self.console.print(Text(f"{self.word(f'backtest.{name}')}: {listed}.", style="dim"))
